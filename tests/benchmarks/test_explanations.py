"""Faithfulness of heatmaps, on a model of which everything is known."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Picture

from benchmarks import explanations, precisions
from benchmarks.faithfulness import central_bump, faithfulness, impute, pixel_order, smooth_noise
from emotion_desktop.domain import Floats, Image

SIZE = 16
MOUTH = (slice(10, 14), slice(5, 11))


def reads_the_mouth(crops: Image) -> Floats:
    """Two classes: how much of the bright mouth is still there, and the rest."""
    seen = crops[:, MOUTH[0], MOUTH[1]].mean(axis=(1, 2, 3)) / 255
    return np.stack([1 - seen, seen], axis=1).astype(np.float32)


@pytest.fixture
def crops() -> Image:
    faces = np.zeros((6, SIZE, SIZE, 3), np.uint8)
    faces[:, MOUTH[0], MOUTH[1]] = 255
    return faces


def test_a_map_of_what_the_model_reads_beats_one_of_all_else(crops: Image) -> None:
    right = np.zeros((len(crops), SIZE, SIZE), np.float32)
    right[:, MOUTH[0], MOUTH[1]] = 1
    classes = np.ones(len(crops), np.int64)
    good, bad = (
        faithfulness(reads_the_mouth, crops, classes, maps, np.random.default_rng(0))
        for maps in (right, 1 - right)
    )
    assert good.score.min() > 0.3
    assert bad.score.max() < 0
    assert good.road.min() > bad.road.max()
    np.testing.assert_allclose(good.score, good.insertion - good.deletion)


def test_a_blank_map_is_as_good_as_chance(crops: Image) -> None:
    blank = np.zeros((len(crops), SIZE, SIZE), np.float32)
    classes = np.ones(len(crops), np.int64)
    rng = np.random.default_rng(0)
    assert abs(faithfulness(reads_the_mouth, crops, classes, blank, rng).score.mean()) < 0.1


def test_pixels_come_hottest_first_and_ties_at_random() -> None:
    heatmap = np.array([[0, 2], [2, 1]], np.float32)
    orders = {tuple(pixel_order(heatmap, np.random.default_rng(seed))) for seed in range(20)}
    assert orders == {(1, 2, 3, 0), (2, 1, 3, 0)}


def test_removed_pixels_become_the_mean_of_those_around_them() -> None:
    crop = np.full((SIZE, SIZE, 3), 100, np.uint8)
    crop[4, 4] = 255
    filled = impute(crop, np.array([4 * SIZE + 4, 4 * SIZE + 5]), np.random.default_rng(0))
    assert np.abs(filled.astype(int) - 100).max() < 15
    assert (filled[0] == 100).all()


def test_the_bump_is_hottest_in_the_middle_and_noise_is_smooth() -> None:
    bump = central_bump(1, 48)[0]
    y, x = np.unravel_index(bump.argmax(), bump.shape)
    assert abs(int(x) - 23.5) < 1
    assert abs(int(y) - 25.9) < 1
    noise = smooth_noise(1, 48, np.random.default_rng(0))[0]
    assert np.abs(np.diff(noise, axis=0)).mean() < 0.1


def test_the_command_makes_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from emotion_desktop.config import find_asset
    from emotion_desktop.vision.sources.decoder import Decoder

    decoder = Decoder(str(find_asset("demo.mp4")))
    image = next(decoder.frames())[0]
    decoder.close()
    for name in ("a.png", "b.png"):
        Picture.fromarray(image[..., ::-1]).save(tmp_path / name)
    (tmp_path / "labels.csv").write_text("image,emotion\na.png,happiness\nb.png,neutral\n")
    assert explanations.main([str(tmp_path), "--models", "cnn48_rgb"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(" | ")[1] for line in lines[2:]] == [
        "default", "gradcam", "uniform", "smooth", "bump",
    ]  # fmt: skip


def test_neither_photos_nor_data_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        explanations.main([])
    assert "give either PHOTOS or --data" in capsys.readouterr().err


def test_both_precisions_are_timed_by_turns(capsys: pytest.CaptureFixture[str]) -> None:
    assert precisions.main(["--models", "cnn48_rgb"]) == 0
    name, fp32_ms, int8_ms, _, _ = capsys.readouterr().out.splitlines()[2].strip("| ").split(" | ")
    assert name == "cnn48_rgb"
    assert float(fp32_ms) > 0
    assert float(int8_ms) > 0
