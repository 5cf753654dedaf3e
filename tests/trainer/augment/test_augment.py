"""Random changes to faces."""

import cv2
import numpy as np
import pytest
import torch
from torch import Tensor
from torchvision.transforms import functional as torchvision

from emotion_desktop.errors import SettingError
from trainer.augment import OFF, Augmentation
from trainer.augment.batch import augment
from trainer.augment.degrade import jpeg
from trainer.augment.mixup import mixup
from trainer.augment.photometric import equalise, scale_tone, sharpen

FULL = Augmentation(
    perspective=0.3,
    crop=(0.8, 1),
    fill=0.5,
    contrast=(0.1, 1.9),
    brightness=(0.5, 1.5),
    sharpness=(0, 3),
    equalise=0.5,
    noise=0.2,
    cover=0.5,
    side_light=0.5,
    exposure=0.5,
    low_resolution=0.5,
    blur=0.5,
    motion_blur=0.5,
    sensor_noise=0.5,
    jpeg=0.5,
)
WEBCAM = (
    "cover", "side_light", "exposure", "low_resolution",
    "blur", "motion_blur", "sensor_noise", "jpeg",
)  # fmt: skip


def only(**amounts: float | tuple[float, float]) -> Augmentation:
    return Augmentation(**{"flip": 0.0} | off_amounts() | amounts)  # type: ignore[arg-type]


def off_amounts() -> dict[str, float | tuple[float, float]]:
    names = ("rotation", "scale", "shift", "shear", "erase")
    return dict.fromkeys(names, 0.0) | {"contrast": (1, 1), "brightness": (1, 1)}


def draws(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def faces(count: int = 8, channels: int = 1, side: int = 48) -> Tensor:
    return torch.rand(count, channels, side, side, generator=draws(1))


def smooth_face() -> np.ndarray:
    coarse = np.random.default_rng(0).integers(0, 256, (8, 8), dtype=np.uint8)
    return np.asarray(cv2.resize(coarse, (48, 48), interpolation=cv2.INTER_CUBIC))


def test_no_change_asked_for_returns_the_very_faces() -> None:
    x = faces()
    assert augment(x, OFF, draws()) is x


def test_a_certain_flip_mirrors_left_and_right() -> None:
    x = faces()
    assert torch.equal(augment(x, only(flip=1.0), draws()), x.flip(3))


def test_a_flip_beside_other_geometry_mirrors_too() -> None:
    x = faces()
    flipped = augment(x, only(flip=1.0, shift=1e-7), draws())
    assert torch.allclose(flipped, x.flip(3), atol=1e-4)


@pytest.mark.parametrize("amount", [Augmentation(), FULL])
def test_the_same_seed_gives_the_same_faces_and_another_seed_others(amount: Augmentation) -> None:
    x = faces()
    first, again, other = (augment(x, amount, draws(seed)) for seed in (3, 3, 4))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_every_face_is_changed_by_its_own_draw() -> None:
    x = faces(1).expand(6, -1, -1, -1)
    changed = augment(x, Augmentation(), draws())
    assert len({tuple(face.flatten().tolist()) for face in changed}) == 6


@pytest.mark.parametrize("side", [32, 47])
def test_everything_at_once_stays_in_range_and_leaves_the_input_alone(side: int) -> None:
    x = faces(side=side)
    before = x.clone()
    changed = augment(x, FULL, draws())
    assert changed.shape == x.shape
    assert changed.min() >= 0
    assert changed.max() <= 1
    assert torch.equal(x, before)


def test_the_channels_of_a_gray_face_stay_equal() -> None:
    x = faces().expand(-1, 3, -1, -1)
    noiseless = only(perspective=0.2, rotation=20.0, contrast=(0.5, 1.5), equalise=1.0, erase=1.0)
    changed = augment(x, noiseless, draws())
    assert torch.allclose(changed[:, 0], changed[:, 2], atol=1e-6)


def test_a_crop_of_half_the_side_doubles_what_it_keeps() -> None:
    ramp = torch.linspace(0, 1, 48).expand(4, 1, 48, 48)
    cropped = augment(ramp, only(crop=(0.5, 0.5)), draws())
    slope = cropped[..., 10:].diff(dim=3)[..., :20].mean()
    assert float(slope) == pytest.approx(0.5 / 47, rel=0.05)
    assert len(set(cropped[:, 0, 0, 24].tolist())) == 4


def test_a_turned_face_ends_in_the_fill_or_repeats_its_border() -> None:
    bright = torch.full((4, 1, 48, 48), 0.6)
    filled = augment(bright, only(rotation=30.0, fill=0.25), draws())
    assert filled[:, 0, 0, 0].min() == pytest.approx(0.25)
    assert torch.allclose(filled[:, 0, 24, 24], torch.tensor(0.6))
    assert augment(bright, only(rotation=30.0), draws()).min() == pytest.approx(0.6)


def test_perspective_draws_the_whole_face_smaller() -> None:
    white = torch.ones(16, 1, 48, 48)
    bent = augment(white, only(perspective=0.4, fill=0.0), draws())
    covered = bent.mean(dim=(1, 2, 3))
    assert covered.min() > 0.6**2
    assert covered.max() < 1
    assert bent[:, 0, 24, 24].min() == 1


@pytest.mark.parametrize("factor", [0.5, 1.0, 1.7])
def test_brightness_and_contrast_are_torchvisions(factor: float) -> None:
    x = 0.3 + 0.2 * faces(2)
    given, neutral = torch.full((2, 1, 1, 1), factor), torch.ones(2, 1, 1, 1)
    assert torch.allclose(
        scale_tone(x, neutral, given), torchvision.adjust_brightness(x, factor), atol=1e-6
    )
    assert torch.allclose(
        scale_tone(x, given, neutral), torchvision.adjust_contrast(x, factor), atol=1e-6
    )


@pytest.mark.parametrize("factor", [0.0, 0.6, 2.0])
def test_sharpness_is_torchvisions(factor: float) -> None:
    x = faces(2, channels=3)
    expected = torchvision.adjust_sharpness(x, factor)
    assert torch.allclose(sharpen(x, torch.full((2, 1, 1, 1), factor)), expected, atol=1e-5)


@pytest.mark.parametrize("tiles", [4, 5, 8])
def test_equalisation_is_opencvs(tiles: int) -> None:
    image = smooth_face()
    expected = cv2.createCLAHE(2.0, (tiles, tiles)).apply(image).astype(float)
    ours = equalise(torch.from_numpy(image)[None, None] / 255, tiles)[0, 0].numpy() * 255
    assert np.abs(ours - expected).max() < 1


def test_equalisation_reaches_the_share_of_faces_asked_for() -> None:
    x = torch.from_numpy(smooth_face())[None, None].expand(200, -1, -1, -1) / 255
    changed = augment(x, only(equalise=0.3), draws())
    share = (changed != x).flatten(1).any(dim=1).float().mean()
    assert 0.2 < share < 0.4


def test_noise_has_the_deviation_asked_for() -> None:
    gray = torch.full((16, 1, 48, 48), 0.5)
    noisy = augment(gray, only(noise=0.05), draws())
    assert float(noisy.std()) == pytest.approx(0.05, rel=0.05)


def test_a_certain_erasure_paints_a_gray_rectangle() -> None:
    changed = augment(torch.ones(4, 1, 48, 48), only(erase=1.0), draws())
    for face in changed:
        share = float((face == 0.5).float().mean())
        assert 0.005 < share < 0.2


def test_no_faces_stay_no_faces() -> None:
    assert augment(faces(0), FULL, draws()).shape == (0, 1, 48, 48)


def test_strength_scales_all_amounts_towards_none() -> None:
    half = FULL.at(0.5)
    assert half.rotation == 7.5
    assert half.contrast == pytest.approx((0.55, 1.45))
    assert half.crop == pytest.approx((0.9, 1))
    assert (half.flip, half.fill) == (FULL.flip, FULL.fill)
    assert FULL.at(1) == FULL


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ({"flip": 1.5}, "flip is 1.5; allowed is 0 to 1"),
        ({"noise": -0.1}, "noise is -0.1; allowed is 0 or more"),
        ({"contrast": (1.2, 0.8)}, "contrast is .*; allowed is two factors from 0"),
        ({"crop": (0.0, 1.0)}, "crop is .*; allowed is two factors from 0.1"),
        ({"perspective": 0.9}, "perspective is 0.9; allowed is 0 to 0.6"),
        ({"fill": 128.0}, "fill is 128.0; allowed is 0 to 1, or None"),
    ],
)
def test_an_amount_out_of_range_is_refused(
    amount: dict[str, float | tuple[float, float]], sentence: str
) -> None:
    with pytest.raises(SettingError, match=sentence):
        Augmentation(**amount)  # type: ignore[arg-type]


def test_mixup_blends_faces_and_targets_by_the_same_share() -> None:
    # face i is all i, so a blended face tells its partners and its share
    x = torch.arange(8.0)[:, None, None, None].expand(-1, 1, 2, 2)
    blended, targets = mixup(x, torch.eye(8), 1.0, draws())
    assert torch.allclose(targets.sum(dim=1), torch.ones(8))
    assert torch.allclose(blended[:, 0, 0, 0], targets @ torch.arange(8.0), atol=1e-5)
    assert (targets > 0).sum(dim=1).max() == 2
    assert len({round(float(row.max()), 4) for row in targets}) > 4


def test_mixup_without_alpha_blends_nothing() -> None:
    x, targets = faces(4), torch.eye(4)
    assert mixup(x, targets, 0, draws()) == (x, targets)


@pytest.mark.parametrize("name", WEBCAM)
@pytest.mark.parametrize("shape", [(1, 48), (3, 64), (1, 45)])
def test_whatever_a_webcam_does_stays_in_range_and_changes_all_channels_alike(
    name: str, shape: tuple[int, int]
) -> None:
    x = faces(6, side=shape[1]).expand(-1, shape[0], -1, -1)
    before = x.clone()
    changed = augment(x, only(**{name: 1.0}), draws())
    assert changed.shape == x.shape
    assert changed.min() >= 0
    assert changed.max() <= 1
    assert all(not torch.equal(now, was) for now, was in zip(changed, x, strict=True))
    assert torch.allclose(changed[:, 0], changed[:, -1], atol=1e-6)
    assert torch.equal(x, before)


@pytest.mark.parametrize("name", WEBCAM)
def test_a_webcam_spoils_the_share_of_faces_asked_for(name: str) -> None:
    x = faces(1).expand(400, -1, -1, -1)
    changed = augment(x, only(**{name: 0.3}), draws())
    hit = (changed != x).flatten(1).any(dim=1).float().mean()
    assert float(hit) == pytest.approx(0.3, abs=0.07)


@pytest.mark.parametrize("name", ["low_resolution", "blur", "motion_blur"])
def test_blur_and_small_faces_take_detail_away_and_leave_the_brightness(name: str) -> None:
    x = faces(8)
    changed = augment(x, only(**{name: 1.0}), draws())
    assert (changed.mean(dim=(1, 2, 3)) - x.mean(dim=(1, 2, 3))).abs().max() < 0.05
    assert bool((changed.std(dim=(1, 2, 3)) < x.std(dim=(1, 2, 3))).all())


@pytest.mark.parametrize("name", ["blur", "motion_blur", "low_resolution"])
def test_an_even_face_has_nothing_to_blur(name: str) -> None:
    even = torch.full((8, 1, 48, 48), 0.4)
    assert torch.allclose(augment(even, only(**{name: 1.0}), draws()), even, atol=1e-5)


@pytest.mark.parametrize("quality", [10, 30, 60, 90])
def test_jpeg_is_libjpegs(quality: int) -> None:
    image = smooth_face()
    written = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    expected = np.asarray(cv2.imdecode(written, cv2.IMREAD_GRAYSCALE), float)
    x = torch.from_numpy(image)[None, None].float() / 255
    ours = jpeg(x, torch.tensor([float(quality)]))[0, 0].numpy() * 255
    # libjpeg computes in whole numbers, so that a wave on the edge between two steps may differ
    assert np.abs(ours - expected).mean() < 1.5


def test_light_from_one_side_darkens_one_side() -> None:
    lit = augment(torch.ones(8, 1, 48, 48), only(side_light=1.0), draws())
    edges = (lit[..., :6], lit[..., -6:], lit[:, :, :6], lit[:, :, -6:])
    sides = torch.stack([edge.mean(dim=(1, 2, 3)) for edge in edges])
    assert bool((sides.amax(dim=0) - sides.amin(dim=0) > 0.1).all())
