"""BlazeFace in ONNX Runtime beside MediaPipe's own."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from emotion_desktop.domain import Image
from emotion_desktop.errors import AssetError
from emotion_desktop.vision import networks
from emotion_desktop.vision.detection import open_detector
from emotion_desktop.vision.detection.blazeface import (
    BACK,
    FULL_RANGE,
    SHORT_RANGE,
    BlazeFace,
    Variant,
    moved,
)
from emotion_desktop.vision.opencv import cv2


def pictures(demo_images: tuple[Image, ...]) -> Iterator[Image]:
    """The demo's frames, some tall, some enlarged, some small."""
    for number, image in enumerate(demo_images):
        if number % 4 == 1:
            yield np.ascontiguousarray(image[:, 300:900])
        elif number % 4 == 2:
            yield np.asarray(cv2.resize(image, (500, 333)), np.uint8)
        elif number % 4 == 3:
            yield np.asarray(cv2.resize(image, (1920, 1080)), np.uint8)
        else:
            yield image


def test_the_short_range_network_finds_what_the_mediapipe_package_finds(
    demo_images: tuple[Image, ...],
) -> None:
    pytest.importorskip("mediapipe")
    ours, theirs = BlazeFace(SHORT_RANGE), open_detector("mediapipe")
    compared = 0
    for image in pictures(demo_images):
        a, b = ours.detect(image, 0.5), theirs.detect(image)
        assert len(a) == len(b)
        compared += len(a)
        # The package rounds boxes down to whole pixels, corner and size each.
        off = np.abs(a.boxes - b.boxes - np.array([0.5, 0.5, 1, 1], np.float32))
        side = a.boxes[:, 2:3] - a.boxes[:, :1]
        assert (off <= np.maximum(1, 0.01 * side)).all()
        np.testing.assert_allclose(a.scores, b.scores, atol=0.01)
        points = np.abs(a.landmarks.points - b.landmarks.points).max(axis=(1, 2))
        assert (points <= np.maximum(1, 0.01 * side[:, 0])).all()
    theirs.close()
    assert compared >= 30


@pytest.mark.parametrize("variant", [SHORT_RANGE, FULL_RANGE, BACK], ids=lambda v: v.file)
def test_a_batch_is_the_pictures_one_by_one(
    variant: Variant, demo_images: tuple[Image, ...]
) -> None:
    network = BlazeFace(variant)
    small = np.stack([cv2.resize(image, (320, 192)) for image in demo_images[::10]])
    together = network.infer(np.asarray(small, np.uint8), 0.5)
    for image, faces in zip(small, together, strict=True):
        (alone,) = network.infer(image[None], 0.5)
        assert len(faces) == len(alone) >= 1
        np.testing.assert_allclose(faces.boxes, alone.boxes, atol=0.01)


@pytest.mark.parametrize("variant", [SHORT_RANGE, FULL_RANGE, BACK], ids=lambda v: v.file)
def test_each_network_sees_the_parts_of_a_face_where_they_are(
    variant: Variant, demo_images: tuple[Image, ...]
) -> None:
    (face,) = BlazeFace(SHORT_RANGE).detect(demo_images[0], 0.5).boxes
    x0, y0, x1, y1 = face.round().astype(int)
    around = np.ascontiguousarray(demo_images[0][y0 - 80 : y1 + 80, x0 - 80 : x1 + 80])
    faces = moved(BlazeFace(variant).detect(around, 0.5), 1, x0 - 80, y0 - 80)
    assert len(faces) == 1
    np.testing.assert_allclose(faces.boxes[0], face, atol=0.15 * (x1 - x0))
    parts = faces.landmarks
    assert parts.right_eye[0, 0] < parts.nose[0, 0] < parts.left_eye[0, 0]
    assert parts.right_eye[0, 1] < parts.nose[0, 1] < parts.mouth[0, 1]


def test_a_damaged_network_is_said_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = tmp_path / "damaged.onnx"
    damaged.write_bytes(b"not a network")
    monkeypatch.setattr(networks, "find_asset", lambda _: damaged)
    with pytest.raises(AssetError, match=r"damaged\.onnx is damaged; install .* again"):
        BlazeFace(SHORT_RANGE)
