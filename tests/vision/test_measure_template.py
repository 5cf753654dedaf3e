"""The measurement behind the alignment template."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from emotion_desktop.domain import Image
from emotion_desktop.vision.alignment import align, crop_transforms
from emotion_desktop.vision.detection import Effort, FaceDetector
from emotion_desktop.vision.opencv import cv2
from tools.measure_template import main, measure


@pytest.fixture(scope="module")
def face(demo_images: tuple[Image, ...], detector: FaceDetector) -> Image:
    """The demo's face as a (48, 48) gray picture."""
    landmarks = detector.detect(demo_images[0], effort=Effort.STILL).landmarks[:1]
    crop = align(demo_images[0], crop_transforms(landmarks, 48), 48)[0]
    return np.asarray(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY), np.uint8)


def test_faces_are_measured_in_fractions_of_their_picture(face: Image) -> None:
    def pictures() -> Iterator[Image]:
        yield face
        yield np.zeros((48, 48), np.uint8)

    points, boxes, parts, count = measure(pictures())
    assert (len(points), len(boxes), len(parts), count) == (1, 1, 1, 2)
    for right_eye, left_eye, nose, mouth in (points[0, :4], parts[0]):
        assert 0.2 < right_eye[0] < nose[0] < left_eye[0] < 0.8
        assert 0.2 < right_eye[1] < nose[1] < mouth[1] < 0.95


def test_the_command_reads_the_training_rows_of_the_csv(
    face: Image, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pixels = " ".join(map(str, face.ravel().tolist()))
    rows = ["emotion,pixels,Usage", *[f"3,{pixels},Training"] * 3, f"3,{pixels},PrivateTest"]
    (tmp_path / "faces.csv").write_text("\n".join(rows))
    assert main(["--data", str(tmp_path / "faces.csv")]) == 0
    assert "3 of 3 pictures with one face" in capsys.readouterr().out
