"""What keeps a face from being read."""

from collections.abc import Callable

import numpy as np
import pytest

from emotion_desktop.config import PipelineSettings
from emotion_desktop.domain import Faces, Image, Landmarks, UnreadableReason
from emotion_desktop.vision import face_quality
from emotion_desktop.vision.alignment import crop_transforms
from emotion_desktop.vision.detection import Effort, FaceDetector
from emotion_desktop.vision.face_quality import assess, brightness, turn
from emotion_desktop.vision.opencv import cv2

Maker = Callable[..., Faces]


@pytest.fixture
def nothing_covered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Gray pictures have no eyes and mouth to be seen."""
    monkeypatch.setattr(face_quality, "covered", lambda _, marks: np.zeros(len(marks), np.bool_))


SETTINGS = PipelineSettings()
BOX = (100.0, 100.0, 200.0, 200.0)


def gray(value: int) -> Image:
    return np.full((300, 400, 3), value, np.uint8)


def turned(faces: Faces, share: float) -> Faces:
    """Return the faces with the nose moved that part of the ears' distance to the side."""
    points = faces.landmarks.points.copy()
    points[:, 2] += share * (points[:, 5] - points[:, 4])
    return Faces(boxes=faces.boxes, landmarks=Landmarks(points), scores=faces.scores)


@pytest.mark.usefixtures("nothing_covered")
def test_no_faces_have_no_flaws(faces_at: Maker) -> None:
    assert assess(gray(120), faces_at(), SETTINGS) == ()


@pytest.mark.usefixtures("nothing_covered")
def test_a_large_bright_frontal_face_has_none(faces_at: Maker) -> None:
    assert assess(gray(120), faces_at(BOX), SETTINGS) == (None,)


@pytest.mark.parametrize(("width", "flaw"), [(31, UnreadableReason.TOO_SMALL), (32, None)])
@pytest.mark.usefixtures("nothing_covered")
def test_faces_narrower_than_the_setting_are_too_small(
    faces_at: Maker, width: int, flaw: UnreadableReason | None
) -> None:
    assert assess(gray(120), faces_at((10, 10, 10 + width, 50)), SETTINGS) == (flaw,)


@pytest.mark.parametrize(("value", "flaw"), [(29, UnreadableReason.TOO_DARK), (31, None)])
@pytest.mark.usefixtures("nothing_covered")
def test_faces_darker_than_the_setting_are_too_dark(
    faces_at: Maker, value: int, flaw: UnreadableReason | None
) -> None:
    assert assess(gray(value), faces_at(BOX), SETTINGS) == (flaw,)


@pytest.mark.usefixtures("nothing_covered")
def test_a_dark_face_before_a_bright_window_is_dark(faces_at: Maker) -> None:
    image = gray(250)
    image[120:180, 120:180] = 15
    assert assess(image, faces_at(BOX), SETTINGS) == (UnreadableReason.TOO_DARK,)


def test_brightness_weighs_colours_as_eyes_do() -> None:
    box = np.array(BOX, np.float32)
    image = np.zeros((300, 400, 3), np.uint8)
    image[..., 1] = 100
    assert brightness(image, box) == pytest.approx(58.7, abs=0.1)


def test_brightness_is_the_mean_of_the_inner_half_in_both_directions() -> None:
    box = np.array([40, 20, 360, 180], np.float32)  # its inner half: 120 to 280, 60 to 140
    for bright, whole in ((np.s_[60:100, :], 100), (np.s_[:, 120:160], 50), (np.s_[:60, :], 0)):
        image = np.zeros((300, 400, 3), np.uint8)
        image[bright] = 200
        assert brightness(image, box) == pytest.approx(whole, abs=5)


@pytest.mark.parametrize(
    ("share", "flaw"), [(0.6, None), (-0.6, None), (0.75, UnreadableReason.TURNED_AWAY)]
)
@pytest.mark.usefixtures("nothing_covered")
def test_faces_seen_from_the_side_are_turned_away(
    faces_at: Maker, share: float, flaw: UnreadableReason | None
) -> None:
    assert assess(gray(120), turned(faces_at(BOX), share), SETTINGS) == (flaw,)


def test_a_tilted_head_is_not_turned(faces_at: Maker) -> None:
    landmarks = turned(faces_at(BOX), 0.3).landmarks
    angle = np.deg2rad(40)
    tilt = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    np.testing.assert_allclose(
        turn(Landmarks((landmarks.points @ tilt.T).astype(np.float32))), turn(landmarks), atol=1e-5
    )


@pytest.mark.usefixtures("nothing_covered")
def test_what_cannot_be_seen_at_all_is_named_first(faces_at: Maker) -> None:
    small = turned(faces_at((10, 10, 20, 20)), 0.8)
    assert assess(gray(5), small, SETTINGS) == (UnreadableReason.TOO_SMALL,)


@pytest.mark.parametrize("box", [(0, 0, 1, 1), (399, 299, 400, 300), (0, 0, 0.4, 0.4)])
@pytest.mark.usefixtures("nothing_covered")
def test_the_smallest_boxes_at_the_border_are_judged_too(
    faces_at: Maker, box: tuple[float, float, float, float]
) -> None:
    loose = PipelineSettings(min_face_px=0)
    assert assess(gray(120), faces_at(box), loose) == (None,)


def test_the_demo_faces_can_be_read_and_in_the_dark_not(
    demo_images: tuple[Image, ...], detector: FaceDetector
) -> None:
    faces = detector.detect(demo_images[0], effort=Effort.STILL)
    assert assess(demo_images[0], faces, SETTINGS)[0] is None
    dark = np.asarray(cv2.convertScaleAbs(demo_images[0], alpha=0.1), np.uint8)
    assert assess(dark, faces, SETTINGS)[0] is UnreadableReason.TOO_DARK


def test_a_drawn_face_is_whole_and_with_its_eyes_or_mouth_hidden_partly_covered(
    demo_images: tuple[Image, ...], detector: FaceDetector
) -> None:
    image = demo_images[0]
    faces = detector.detect(image, effort=Effort.STILL)
    matrix = crop_transforms(faces.landmarks, 1)[0]
    for x0, y0, x1, y1 in ((0.1, 0.3, 0.9, 0.52), (0.22, 0.66, 0.78, 0.96)):
        corners = np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]])
        hidden = image.copy()
        points = (corners @ matrix[:, :2].T + matrix[:, 2]).round().astype(np.int32)
        cv2.fillPoly(hidden, [points], (20, 20, 20))
        assert assess(image, faces, SETTINGS)[0] is None
        assert assess(hidden, faces, SETTINGS)[0] is UnreadableReason.PARTLY_COVERED
