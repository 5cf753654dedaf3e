"""Finding faces, with the real detector on the demo's drawn faces."""

import os
import subprocess
import sys
import threading

import numpy as np
import pytest

from emotion_desktop.domain import Image
from emotion_desktop.vision.cv import cv2
from emotion_desktop.vision.faces import FaceDetector
from emotion_desktop.vision.tracking import FaceTracker


@pytest.fixture(scope="session")
def portrait(demo_images: tuple[Image, ...], detector: FaceDetector) -> Image:
    """The demo's main face with a little around it, 300 x 300."""
    x0, y0, x1, y1 = detector.detect(demo_images[0]).boxes[0]
    side = 1.5 * max(x1 - x0, y1 - y0)
    matrix = np.array(
        [[side / 300, 0, (x0 + x1 - side) / 2], [0, side / 300, (y0 + y1 - side) / 2]]
    )
    flags = cv2.INTER_AREA | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(demo_images[0], matrix, (300, 300), flags=flags), np.uint8)


def pasted(portrait: Image, side: int, *centres: tuple[int, int]) -> Image:
    """Return a gray 1280 x 720 picture with portraits of that side."""
    image = np.full((720, 1280, 3), 110, np.uint8)
    small = cv2.resize(portrait, (side, side), interpolation=cv2.INTER_AREA)
    for x, y in centres:
        image[y - side // 2 : y - side // 2 + side, x - side // 2 : x - side // 2 + side] = small
    return image


def test_a_face_is_found_in_every_frame_of_the_demo(
    demo_images: tuple[Image, ...], detector: FaceDetector
) -> None:
    assert all(len(detector.detect(image)) >= 1 for image in demo_images)


def test_keypoints_lie_where_the_parts_of_a_face_lie(
    demo_images: tuple[Image, ...], detector: FaceDetector
) -> None:
    faces = detector.detect(demo_images[0])
    right_eye, left_eye, nose, mouth, right_ear, left_ear = faces.keypoints[0]
    x0, y0, x1, y1 = faces.boxes[0]
    assert x0 < right_eye[0] < nose[0] < left_eye[0] < x1
    assert y0 < right_eye[1] < nose[1] < mouth[1] < y1
    assert right_ear[0] < right_eye[0] < left_eye[0] < left_ear[0]


def test_faces_come_largest_first_and_no_more_than_asked_for(
    demo_images: tuple[Image, ...], portrait: Image, detector: FaceDetector
) -> None:
    image = pasted(portrait, 300, (1000, 360))
    image[20:420, 20:420] = cv2.resize(portrait, (400, 400))
    faces = detector.detect(image)
    assert len(faces) == 2
    assert faces.boxes[0, 2] < 420
    with FaceDetector(max_faces=1) as choosy:
        np.testing.assert_array_equal(choosy.detect(image).boxes, faces.boxes[:1])


@pytest.mark.parametrize(
    "shape", [(720, 1280), (480, 640), (350, 350), (1280, 720), (1, 1), (3, 900)]
)
def test_nobody_in_a_picture_of_any_shape_gives_no_faces(
    detector: FaceDetector, shape: tuple[int, int]
) -> None:
    faces = detector.detect(np.full((*shape, 3), 110, np.uint8))
    assert len(faces) == 0
    assert faces.boxes.shape == (0, 4)
    assert faces.keypoints.shape == (0, 6, 2)


@pytest.mark.parametrize("side", [300, 220, 180])
def test_small_faces_in_the_middle_are_found_where_they_are(
    detector: FaceDetector, portrait: Image, side: int
) -> None:
    detector.reset()
    faces = detector.detect(pasted(portrait, side, (700, 300)))
    assert len(faces) == 1
    centre = faces.keypoints[0, 2]  # the nose
    np.testing.assert_allclose(centre, (700, 300), atol=0.15 * side)


@pytest.mark.parametrize("cut", [60, 80, 90])
def test_a_face_that_fills_the_picture_and_is_cut_off_is_found(
    detector: FaceDetector, portrait: Image, cut: int
) -> None:
    close = np.ascontiguousarray(portrait[cut:-cut, cut:-cut])
    faces = detector.detect(close)
    assert len(faces) == 1
    expected = detector.detect(portrait).keypoints[0, :4] - cut
    np.testing.assert_allclose(faces.keypoints[0, :4], expected, atol=12)


def test_boxes_end_at_the_border(detector: FaceDetector, portrait: Image) -> None:
    boxes = detector.detect(np.ascontiguousarray(portrait[60:, :170])).boxes
    assert len(boxes) == 1
    assert boxes.min() >= 0
    assert boxes[0, 2] <= 170


@pytest.mark.parametrize("side", [110, 75, 60])
def test_a_still_picture_shows_far_smaller_faces(
    detector: FaceDetector, portrait: Image, side: int
) -> None:
    faces = detector.detect(pasted(portrait, side, (300, 500), (1100, 200)), thorough=True)
    centres = sorted(faces.keypoints[:, 2].tolist())
    np.testing.assert_allclose(centres, [(300, 500), (1100, 200)], atol=0.2 * side)


def test_someone_small_who_walks_in_is_found_soon_and_then_in_every_frame(
    portrait: Image,
) -> None:
    tracker, seen = FaceTracker(), []
    with FaceDetector() as detector:
        for frame in range(45):
            image = pasted(portrait, 100, *(((400 + 2 * frame, 250),) if frame > 2 else ()))
            faces = detector.detect(image, tracker.expected(frame / 30))
            tracker.update(faces, frame / 30)
            seen.append(len(faces))
    first = seen.index(1)
    assert 3 <= first < 12  # what moves is looked at first
    assert set(seen[first:]) == {1}


def test_five_small_people_are_seen_in_every_frame_once_known(portrait: Image) -> None:
    places = [(150 + 230 * i, 200 + 70 * i) for i in range(5)]
    tracker = FaceTracker()
    with FaceDetector() as detector:
        for frame in range(6):
            image = pasted(portrait, 100, *((x + 3 * frame, y) for x, y in places))
            faces = detector.detect(image, tracker.expected(frame / 30))
            ids = tracker.update(faces, frame / 30)
            assert sorted(ids.tolist()) == [1, 2, 3, 4, 5]


def test_someone_expected_who_has_gone_is_not_reported(
    detector: FaceDetector, portrait: Image
) -> None:
    detector.reset()
    gone = np.array([[350, 200, 420, 270]], np.float32)
    assert len(detector.detect(pasted(portrait, 300), gone)) == 0


def test_people_expected_off_the_picture_do_no_harm(
    detector: FaceDetector, portrait: Image
) -> None:
    detector.reset()
    off = np.array([[-200, -200, -100, -100], [2000, 100, 2100, 200]], np.float32)
    assert len(detector.detect(pasted(portrait, 500, (640, 360)), off)) == 1


def test_pictures_of_another_size_begin_a_sweep_of_their_own(portrait: Image) -> None:
    with FaceDetector() as detector:
        detector.detect(np.zeros((480, 640, 3), np.uint8))
        assert len(detector.detect(pasted(portrait, 150, (1000, 500)))) == 1


def test_settings_count_from_the_next_picture_on(portrait: Image) -> None:
    image = pasted(portrait, 300, (300, 360), (900, 360))
    with FaceDetector() as detector:
        assert len(detector.detect(image, thorough=True)) == 2
        detector.configure(0.5, 1)
        assert len(detector.detect(image, thorough=True)) == 1
        detector.configure(1.0, 16)
        assert len(detector.detect(image, thorough=True)) == 0
        detector.configure(0.1, 16)
        assert len(detector.detect(image, thorough=True)) >= 2


def test_closing_twice_is_fine() -> None:
    detector = FaceDetector()
    detector.close()
    detector.close()


def test_nothing_is_printed_even_if_python_ends_with_the_detector_open() -> None:
    code = (
        "import numpy as np\n"
        "from emotion_desktop.vision.faces import FaceDetector\n"
        "detector = FaceDetector()\n"
        "detector.detect(np.zeros((90, 90, 3), np.uint8))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout + done.stderr == ""


def test_detectors_made_on_several_threads_leave_stderr_open(
    capfd: pytest.CaptureFixture[str],
) -> None:
    threads = [threading.Thread(target=lambda: FaceDetector().close()) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    os.write(2, b"still heard")
    assert capfd.readouterr().err == "still heard"
