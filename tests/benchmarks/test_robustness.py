"""The measurement of what models still read of spoilt faces."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from benchmarks.corruptions import (
    CORRUPTIONS,
    PHOTO_CORRUPTIONS,
    blurred_crop,
    corrupted,
    corrupted_photo,
)
from benchmarks.robustness import CLEAN, main
from emotion_desktop.config import find_asset
from emotion_desktop.labels import Emotion
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.sources.decoder import Decoder

BOTH = (Emotion.HAPPINESS, Emotion.SADNESS)
Capture = pytest.CaptureFixture[str]


def smooth_faces(count: int = 6) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    coarse = np.random.default_rng(3).integers(40, 200, (count, 8, 8), dtype=np.uint8)
    faces = [cv2.resize(face, (48, 48), interpolation=cv2.INTER_CUBIC) for face in coarse]
    return np.asarray(faces, np.uint8)


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_each_strength_spoils_faces_more_than_the_one_before(name: str) -> None:
    faces = smooth_faces(24)
    change, strengths = CORRUPTIONS[name]
    spoilt = [corrupted(faces, change, value) for value in strengths]
    assert all(now.shape == faces.shape for now in spoilt)
    distances = [float(np.abs(now.astype(float) - faces).mean()) for now in spoilt]
    assert 0 < distances[0] < distances[1] < distances[2]


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_the_same_seed_spoils_faces_alike_and_leaves_the_given_ones(name: str) -> None:
    faces = smooth_faces()
    before = faces.copy()
    change, (mild, _, _) = CORRUPTIONS[name]
    assert np.array_equal(corrupted(faces, change, mild), corrupted(faces, change, mild))
    assert np.array_equal(faces, before)


@pytest.mark.parametrize(
    ("name", "width"), [("face 24 px wide", 24), ("face 64 px wide, JPEG", 64)]
)
def test_a_photo_is_shrunk_until_its_face_has_the_width(name: str, width: int) -> None:
    photo = np.full((350, 350, 3), 90, np.uint8)
    spoilt, scale = corrupted_photo(photo, name, 160.0, np.random.default_rng(1))
    assert spoilt.shape[1] == pytest.approx(350 * width / 160, abs=0.5)
    assert 160 * scale == pytest.approx(width, rel=0.02)


def test_other_ways_leave_a_photos_size_and_a_crops_brightness() -> None:
    photo = np.random.default_rng(1).integers(0, 255, (60, 80, 3), dtype=np.uint8)
    for name in ("motion blur", "dark", CLEAN):
        spoilt, scale = corrupted_photo(photo, name, 40.0, np.random.default_rng(1))
        assert (spoilt.shape, scale) == (photo.shape, 1.0)
        assert np.array_equal(spoilt, photo) is (name == CLEAN)
    blurred = blurred_crop(photo[:48, :48])
    assert blurred.std() < photo.std()
    assert float(blurred.mean()) == pytest.approx(float(photo[:48, :48].mean()), abs=2)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """FER2013 with six faces in PublicTest, three of each of two classes."""
    path = tmp_path / "fer2013.csv"
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("emotion", "pixels", "Usage"))
        for index, face in enumerate(smooth_faces()):
            rows.writerow((3 + index % 2, " ".join(map(str, face.ravel())), "PublicTest"))
    return path


def test_the_command_compares_models_on_faces(
    data: Path, make_checkpoint: Callable[..., Path], capsys: Capture
) -> None:
    one, other = make_checkpoint(classes=BOTH), make_checkpoint("vgg48_gray", classes=BOTH)
    torch.manual_seed(1)
    assert main(["--models", f"{one},{other}", "--data", str(data), "--threads", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].count("|") == 4
    assert len([line for line in lines if line.startswith("| ")]) == 2 + len(CORRUPTIONS) + 2
    assert any("PublicTest, n = 6" in line for line in lines)


def test_the_command_says_what_of_photos_is_read_and_how_surely(
    tmp_path: Path, make_checkpoint: Callable[..., Path], capsys: Capture
) -> None:
    decoder = Decoder(str(find_asset("demo.mp4")))
    picture = next(iter(decoder.frames()))[0]
    decoder.close()
    cv2.imwrite(str(tmp_path / "face.png"), picture)
    cv2.imwrite(str(tmp_path / "nobody.png"), np.zeros_like(picture))
    (tmp_path / "labels.csv").write_text("image,emotion\nface.png,happy\nnobody.png,happy\n")
    model = str(make_checkpoint(classes=BOTH))
    assert main(["--models", model, "--photos", str(tmp_path), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["photos"]
    assert [row["corruption"] for row in rows] == [CLEAN, *PHOTO_CORRUPTIONS]
    assert all(row["photos"] == 2 for row in rows)
    assert all(row["accuracy"] <= 0.5 for row in rows)  # nobody is wrong
    assert all(0.5 <= row["confidence"] <= 1 for row in rows)


def test_what_cannot_be_measured_is_said_in_one_line(tmp_path: Path, capsys: Capture) -> None:
    assert main(["--models", "none", "--photos", str(tmp_path)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
