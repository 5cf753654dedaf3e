"""Random changes to faces."""

import torch

from trainer.augment import Augmentation, augment

NOTHING = Augmentation(
    flip=0, rotation=0, scale=0, shift=0, shear=0, contrast=0, brightness=0, erase=0
)


def faces(count: int = 8) -> torch.Tensor:
    return torch.rand(count, 1, 48, 48, generator=torch.Generator().manual_seed(1))


def test_no_change_asked_for_changes_nothing() -> None:
    x = faces()
    assert torch.allclose(augment(x, NOTHING, torch.Generator()), x, atol=1e-5)


def test_a_certain_flip_mirrors_left_and_right() -> None:
    x = faces()
    flipped = augment(x, Augmentation(**_only(flip=1.0)), torch.Generator())
    assert torch.allclose(flipped, x.flip(3), atol=1e-5)


def test_the_same_seed_gives_the_same_faces_and_another_seed_others() -> None:
    x = faces()
    first, again, other = (
        augment(x, Augmentation(), torch.Generator().manual_seed(seed)) for seed in (3, 3, 4)
    )
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_every_face_is_changed_by_its_own_draw() -> None:
    x = faces(1).expand(6, -1, -1, -1)
    changed = augment(x, Augmentation(), torch.Generator().manual_seed(0))
    assert len({tuple(face.flatten().tolist()) for face in changed}) == 6


def test_pixels_stay_in_range_and_the_input_is_left_alone() -> None:
    x = faces()
    before = x.clone()
    changed = augment(
        x, Augmentation(brightness=0.5, contrast=0.9), torch.Generator().manual_seed(0)
    )
    assert changed.min() >= 0
    assert changed.max() <= 1
    assert torch.equal(x, before)


def test_a_certain_erasure_paints_a_gray_rectangle() -> None:
    x = torch.ones(4, 1, 48, 48)
    changed = augment(x, Augmentation(**_only(erase=1.0)), torch.Generator().manual_seed(0))
    for face in changed:
        share = float((face == 0.5).float().mean())
        assert 0.005 < share < 0.2


def _only(**amounts: float) -> dict[str, float]:
    names = ("flip", "rotation", "scale", "shift", "shear", "contrast", "brightness", "erase")
    return dict.fromkeys(names, 0.0) | amounts
