"""What the benchmark of turned and mirrored photos counts."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.labelled_photos import Photo
from benchmarks.photo_stability import ANGLES, MIRRORED, stability, views
from benchmarks.photos import NOT_ASKED
from emotion_desktop.config import find_asset
from emotion_desktop.domain import Floats
from emotion_desktop.labels import Emotion
from emotion_desktop.vision.alignment import crop_transforms
from emotion_desktop.vision.detection import Effort, open_detector
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.sources.decoder import Decoder


def says(*labels: int) -> Floats:
    """Return what a model is sure of: a label for each view of one photo, (6, 3)."""
    return np.eye(3, dtype=np.float32)[list(labels)]


def test_labels_that_differ_from_the_photos_as_it_is_are_counted() -> None:
    probabilities = np.stack([says(0, 1, 0, 0, 0, 2), says(1, 1, 1, 0, 2, 1)])
    figures = stability(probabilities, np.array([0, NOT_ASKED]))
    assert list(figures.turned) == pytest.approx([1 / 4, 2 / 4])
    assert figures.mirrored == pytest.approx(1 / 2)
    assert figures.accuracy == 1.0
    assert figures.ece == pytest.approx(0.0, abs=1e-6)


def test_exact_landmarks_show_the_same_face_in_each_view(tmp_path: Path) -> None:
    decoder = Decoder(str(find_asset("demo.mp4")))
    face = next(iter(decoder.frames()))[0]
    decoder.close()
    cv2.imwrite(str(tmp_path / "face.png"), face)
    detector = open_detector()
    seen = views(
        Photo(path=tmp_path / "face.png", emotion=Emotion.ANGER),
        lambda image: detector.detect(image, effort=Effort.STILL),
    )
    assert seen is not None
    crops = seen.crops("exact", 48).astype(np.int16)
    assert len(crops) == len(ANGLES) + 1
    crops[MIRRORED] = crops[MIRRORED][:, ::-1]
    assert np.abs(crops - crops[:1]).mean(axis=(1, 2, 3)).max() < 8
    sides = [
        np.hypot(*crop_transforms(landmarks, 1)[0, :, 0]) for landmarks in seen.landmarks["exact"]
    ]
    assert np.ptp(sides) < 0.03 * sides[0]
