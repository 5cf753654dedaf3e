"""Landmarks that a second network places more repeatably."""

from collections.abc import Callable

import numpy as np
import pytest

from emotion_desktop.domain import Faces, Floats, Image, Ints, Landmarks
from emotion_desktop.vision import landmark_refiner
from emotion_desktop.vision.alignment import crop_transforms
from emotion_desktop.vision.detection import Effort, FaceDetector
from emotion_desktop.vision.landmark_refiner import (
    LIVE_REFINEMENTS,
    MOVED,
    LandmarkRefiner,
    refined,
)
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.pipeline import largest

ONE: Ints = np.array([1], np.int64)
Found = tuple[Image, Faces]


@pytest.fixture(scope="module")
def found(demo_images: tuple[Image, ...], detector: FaceDetector) -> Found:
    """A frame of the demo and its largest face."""
    image = demo_images[0]
    return image, largest(detector.detect(image, effort=Effort.STILL), image, 1)[0]


def shifted(faces: Faces, by: Floats) -> Faces:
    """Return faces whose landmarks the detector places otherwise, in pixels (x, y)."""
    points = np.asarray(faces.landmarks.points + by, np.float32)
    return Faces(boxes=faces.boxes, landmarks=Landmarks(points), scores=faces.scores)


def eyes_apart(faces: Faces) -> float:
    return float(np.hypot(*(faces.landmarks.left_eye - faces.landmarks.right_eye)[0]))


def test_wherever_the_detector_places_the_parts_they_are_placed_alike(found: Found) -> None:
    image, face = found
    size = eyes_apart(face)
    offsets = np.random.default_rng(0).normal(0, 0.08 * size, (8, *face.landmarks.points[0].shape))
    off = [refined(image, shifted(face, by.astype(np.float32)))[0, :4] for by in offsets]
    spread = np.hypot(*np.std(off, axis=0).T)
    assert spread.max() < 0.04 * size  # the detector's: 0.11


def test_a_turned_face_is_framed_as_the_upright_one(found: Found, detector: FaceDetector) -> None:
    image, face = found
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), 15, 1)
    turned = np.asarray(cv2.warpAffine(image, matrix, (width, height)), np.uint8)
    there = largest(detector.detect(turned, effort=Effort.STILL), turned, 1)[0]
    upright = crop_transforms(Landmarks(refined(image, face)), 1)[0]
    expected = matrix[:, :2] @ upright[:, :2]
    got = crop_transforms(Landmarks(refined(turned, there)), 1)[0, :, :2]
    assert np.abs(got - expected).max() < 0.04 * np.abs(expected).max()


def test_the_ears_stay_where_the_detector_found_them(found: Found) -> None:
    image, face = found
    points = refined(image, face)
    assert (points[0, :4] != face.landmarks.points[0, :4]).all()
    np.testing.assert_array_equal(points[0, 4:], face.landmarks.points[0, 4:])


def test_a_detector_without_ears_is_refined_as_well(found: Found) -> None:
    image, face = found
    earless = Faces(
        boxes=face.boxes, landmarks=Landmarks(face.landmarks.points[:, :4]), scores=face.scores
    )
    assert refined(image, earless).shape == (1, 4, 2)
    assert (refined(image, earless) != earless.landmarks.points).all()


def test_what_does_not_look_like_a_face_keeps_its_landmarks(found: Found) -> None:
    image, face = found
    gray = np.full_like(image, 128)
    np.testing.assert_array_equal(refined(gray, face), face.landmarks.points)


def test_several_faces_are_refined_as_one_by_one(found: Found) -> None:
    image, face = found
    other = shifted(face, np.array([3, -2], np.float32))
    both = Faces(
        boxes=np.concatenate([face.boxes, other.boxes]),
        landmarks=Landmarks(np.concatenate([face.landmarks.points, other.landmarks.points])),
        scores=np.concatenate([face.scores, other.scores]),
    )
    alone = np.concatenate([refined(image, face), refined(image, other)])
    np.testing.assert_allclose(refined(image, both), alone, atol=0.05)


def test_nobody_stays_nobody(found: Found) -> None:
    nobody = LandmarkRefiner(live=True).refine(found[0], Faces.none(), np.zeros(0, np.int64))
    assert len(nobody) == 0


@pytest.mark.parametrize(("live", "looks"), [(True, 1), (False, 2)])
def test_only_live_a_face_that_has_hardly_moved_keeps_its_landmarks(
    found: Found, monkeypatch: pytest.MonkeyPatch, *, live: bool, looks: int
) -> None:
    image, face = found
    looked_at: list[int] = []

    def counted(image: Image, faces: Faces) -> Floats:
        looked_at.append(len(faces))
        return refined(image, faces)

    monkeypatch.setattr(landmark_refiner, "refined", counted)
    refiner = LandmarkRefiner(live=live)
    first = refiner.refine(image, face, ONE)
    trembling = shifted(face, np.array([0.8 * MOVED * eyes_apart(face), 0], np.float32))
    second = refiner.refine(image, trembling, ONE)
    assert len(looked_at) == looks
    assert np.array_equal(first.landmarks.points, second.landmarks.points) == live


@pytest.mark.parametrize("why", ["moved", "somebody else", "gone for a frame", "reset"])
def test_a_live_face_is_looked_at_again_when_it_has_moved_or_is_new(
    found: Found, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    image, face = found
    refiner = LandmarkRefiner(live=True)
    refiner.refine(image, face, ONE)
    now, number = face, ONE
    if why == "moved":
        now = shifted(face, np.array([1.2 * MOVED * eyes_apart(face), 0], np.float32))
    elif why == "somebody else":
        number = ONE + 1
    elif why == "gone for a frame":
        refiner.refine(image, Faces.none(), np.zeros(0, np.int64))
    else:
        refiner.reset()
    marked = np.full_like(face.landmarks.points, 7)
    monkeypatch.setattr(landmark_refiner, "refined", lambda *_: marked)
    np.testing.assert_array_equal(refiner.refine(image, now, number).landmarks.points, marked)


def test_of_many_live_faces_that_move_some_are_looked_at_in_turns_and_the_others_move_along(
    faces_at: Callable[..., Faces], monkeypatch: pytest.MonkeyPatch
) -> None:
    count = 2 * LIVE_REFINEMENTS
    crowd = faces_at(*[(100.0 * i, 0.0, 100.0 * i + 80, 80.0) for i in range(count)])
    image, ids = np.zeros((100, 100 * count, 3), np.uint8), np.arange(count)
    monkeypatch.setattr(landmark_refiner, "refined", lambda _, faces: faces.landmarks.points + 1000)
    refiner, looked_at = LandmarkRefiner(live=True), []
    for step in range(4):
        by = np.array([20 * step, 0], np.float32)
        points = refiner.refine(image, shifted(crowd, by), ids).landmarks.points
        apart = points - crowd.landmarks.points - by
        looked_at.append(np.flatnonzero(apart[:, 0, 0] > 500).tolist())
    first, every = list(range(LIVE_REFINEMENTS)), list(range(count))
    assert looked_at == [first, every, every, every]
