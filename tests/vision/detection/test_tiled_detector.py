"""The default detector, with its real networks, on the demo's drawn faces."""

import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pytest

from emotion_desktop.domain import Faces, Image
from emotion_desktop.vision.detection import Effort, FaceDetector, open_detector
from emotion_desktop.vision.detection.crops import rolls
from emotion_desktop.vision.detection.motion import cells_of
from emotion_desktop.vision.detection.tile_scheduler import Tile, TileScheduler
from emotion_desktop.vision.detection.tiled_detector import TiledDetector
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.tracking import FaceTracker

Maker = Callable[..., Faces]


@pytest.fixture(scope="session")
def portrait(demo_images: tuple[Image, ...], detector: FaceDetector) -> Image:
    """The demo's main face with a little around it, 300 x 300; the face is 200 px wide."""
    x0, y0, x1, y1 = detector.detect(demo_images[0], effort=Effort.STILL).boxes[0]
    side = 1.5 * max(x1 - x0, y1 - y0)
    matrix = np.array(
        [[side / 300, 0, (x0 + x1 - side) / 2], [0, side / 300, (y0 + y1 - side) / 2]]
    )
    flags = cv2.INTER_AREA | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(demo_images[0], matrix, (300, 300), flags=flags), np.uint8)


@pytest.fixture
def fresh(detector: FaceDetector) -> FaceDetector:
    """The detector as it is for a new source."""
    detector.confidence = 0.5
    detector.reset()
    return detector


def pasted(
    portrait: Image, side: int, *centres: tuple[int, int], size: tuple[int, int] = (1280, 720)
) -> Image:
    """Return a gray picture, width and height `size`, with portraits of that side."""
    image = np.full((size[1], size[0], 3), 110, np.uint8)
    small = cv2.resize(portrait, (side, side), interpolation=cv2.INTER_AREA)
    for x, y in centres:
        image[y - side // 2 : y - side // 2 + side, x - side // 2 : x - side // 2 + side] = small
    return image


def turned(portrait: Image, degrees: float) -> Image:
    """Return the portrait turned to the left, on gray."""
    matrix = cv2.getRotationMatrix2D((150, 150), degrees, 0.7)
    gray = (110, 110, 110)
    return np.asarray(cv2.warpAffine(portrait, matrix, (300, 300), borderValue=gray), np.uint8)


def noses(faces: Faces) -> list[list[float]]:
    """Return where noses are, by rows and columns."""
    return sorted(
        faces.landmarks.nose.tolist(), key=lambda nose: [round(v / 100) for v in nose[::-1]]
    )


def test_a_face_is_found_in_every_frame_of_the_demo(
    demo_images: tuple[Image, ...], fresh: FaceDetector
) -> None:
    tracker = FaceTracker()
    for number, image in enumerate(demo_images):
        faces = fresh.detect(image, tracker.expected(number / 30))
        assert (tracker.update(faces, number / 30) == 1).any()


def test_landmarks_lie_where_the_parts_of_a_face_lie(
    demo_images: tuple[Image, ...], fresh: FaceDetector
) -> None:
    faces = fresh.detect(demo_images[0])
    parts, (x0, y0, x1, y1) = faces.landmarks, faces.boxes[0]
    assert x0 < parts.right_eye[0, 0] < parts.nose[0, 0] < parts.left_eye[0, 0] < x1
    assert y0 < parts.right_eye[0, 1] < parts.nose[0, 1] < parts.mouth[0, 1] < y1
    assert parts.right_ear is not None
    assert parts.left_ear is not None
    assert parts.right_ear[0, 0] < parts.right_eye[0, 0]
    assert parts.left_eye[0, 0] < parts.left_ear[0, 0]


@pytest.mark.parametrize(
    "shape", [(720, 1280), (480, 640), (350, 350), (1280, 720), (1, 1), (3, 900), (2000, 1500)]
)
@pytest.mark.parametrize("effort", list(Effort))
def test_nobody_in_a_picture_of_any_shape_gives_no_faces(
    fresh: FaceDetector, shape: tuple[int, int], *, effort: Effort
) -> None:
    faces = fresh.detect(np.full((*shape, 3), 110, np.uint8), effort=effort)
    assert len(faces) == 0
    assert faces.boxes.shape == (0, 4)
    assert faces.landmarks.points.shape == (0, 6, 2)


@pytest.mark.parametrize("side", [600, 300, 180, 96, 60])
@pytest.mark.parametrize("effort", list(Effort))
def test_faces_of_any_size_are_found_where_they_are(
    fresh: FaceDetector, portrait: Image, side: int, *, effort: Effort
) -> None:
    faces = fresh.detect(pasted(portrait, side, (700, 340)), effort=effort)
    assert len(faces) == 1
    np.testing.assert_allclose(faces.landmarks.nose[0], (700, 340), atol=0.15 * side)


@pytest.mark.parametrize("degrees", range(0, 360, 30))
def test_a_face_is_found_upright_whichever_way_up_it_is(
    fresh: FaceDetector, portrait: Image, degrees: int
) -> None:
    faces = fresh.detect(pasted(turned(portrait, degrees), 300, (640, 360)))
    assert len(faces) == 1
    error = (np.degrees(rolls(faces.landmarks)[0]) + degrees + 180) % 360 - 180
    assert abs(error) < 15


def test_a_head_that_goes_on_turning_is_followed_all_the_way_round(
    fresh: FaceDetector, portrait: Image
) -> None:
    tracker = FaceTracker()
    for number, degrees in enumerate(range(0, 360, 8)):
        image = pasted(turned(portrait, degrees), 300, (640, 360))
        faces = fresh.detect(image, tracker.expected(number / 30))
        assert tracker.update(faces, number / 30).tolist() == [1]
        error = (np.degrees(rolls(faces.landmarks)[0]) + degrees + 180) % 360 - 180
        assert abs(error) < 15


@pytest.mark.parametrize("cut", [60, 80, 90])
def test_a_face_that_fills_the_picture_and_is_cut_off_is_found(
    fresh: FaceDetector, portrait: Image, cut: int
) -> None:
    expected = fresh.detect(portrait, effort=Effort.STILL).landmarks.points[0, :4] - cut
    close = np.ascontiguousarray(portrait[cut:-cut, cut:-cut])
    faces = fresh.detect(close, effort=Effort.STILL)
    assert len(faces) == 1
    np.testing.assert_allclose(faces.landmarks.points[0, :4], expected, atol=20)


@pytest.mark.parametrize("place", [(40, 300), (1240, 300), (640, 40), (640, 680)])
def test_a_face_partly_outside_the_picture_is_found(
    fresh: FaceDetector, portrait: Image, place: tuple[int, int]
) -> None:
    wide = pasted(portrait, 240, (place[0] + 200, place[1] + 200), size=(1680, 1120))
    faces = fresh.detect(np.ascontiguousarray(wide[200:-200, 200:-200]))
    assert len(faces) == 1
    np.testing.assert_allclose(faces.landmarks.nose[0], place, atol=40)


def test_someone_small_who_walks_in_is_found_soon_and_then_in_every_frame(
    fresh: FaceDetector, portrait: Image
) -> None:
    tracker, seen = FaceTracker(), []
    for frame in range(45):
        image = pasted(portrait, 100, *(((400 + 2 * frame, 250),) if frame > 2 else ()))
        faces = fresh.detect(image, tracker.expected(frame / 30))
        tracker.update(faces, frame / 30)
        seen.append(len(faces))
    first = seen.index(1)
    assert 3 <= first < 12  # what moves is looked at first
    assert set(seen[first:]) == {1}


def test_five_small_people_are_seen_in_every_frame_once_known(
    fresh: FaceDetector, portrait: Image
) -> None:
    places = [(150 + 230 * i, 200 + 70 * i) for i in range(5)]
    tracker = FaceTracker()
    for frame in range(6):
        image = pasted(portrait, 100, *((x + 3 * frame, y) for x, y in places))
        faces = fresh.detect(image, tracker.expected(frame / 30))
        ids = tracker.update(faces, frame / 30)
        assert sorted(ids.tolist()) == [1, 2, 3, 4, 5]


def test_live_someone_small_who_walks_in_is_found_soon(
    fresh: FaceDetector, portrait: Image
) -> None:
    tracker, seen = FaceTracker(), []
    for frame in range(45):
        image = pasted(portrait, 100, *(((400 + 2 * frame, 250),) if frame > 2 else ()))
        faces = fresh.detect(image, tracker.expected(frame / 30), effort=Effort.LIVE)
        fresh.search(image)
        tracker.update(faces, frame / 30)
        seen.append(len(faces))
    first = seen.index(1)
    assert 3 <= first < 14
    assert set(seen[first:]) == {1}


def crowd(portrait: Image, shift: int, *, without: int | None = None) -> Image:
    """Return eight people in two rows, moved to the right by some pixels."""
    places = [(160 + 320 * (i % 4) + shift, 180 + 360 * (i // 4)) for i in range(8)]
    return pasted(portrait, 160, *(place for i, place in enumerate(places) if i != without))


def test_live_a_crowd_is_seen_in_every_picture_though_its_members_take_turns(
    fresh: FaceDetector, portrait: Image
) -> None:
    tracker, ids = FaceTracker(), set()
    for frame in range(24):
        expected = tracker.expected(frame / 30)
        image = crowd(portrait, 3 * frame - 36)
        faces = fresh.detect(image, expected, effort=Effort.LIVE)
        fresh.search(image)
        assert len(faces) == 8
        ids |= set(tracker.update(faces, frame / 30).tolist())
    assert ids == set(range(1, 9))


def test_live_whoever_leaves_a_crowd_is_gone_two_pictures_later(
    fresh: FaceDetector, portrait: Image
) -> None:
    tracker, seen = FaceTracker(), []
    for frame in range(24):
        image = crowd(portrait, 0, without=5 if frame >= 12 else None)
        faces = fresh.detect(image, tracker.expected(frame / 30), effort=Effort.LIVE)
        fresh.search(image)
        tracker.update(faces, frame / 30)
        seen.append(len(faces))
    assert set(seen[:12]) == {8}
    assert set(seen[14:]) == {7}


def test_someone_who_jumps_aside_is_found_again_within_two_frames(
    fresh: FaceDetector, portrait: Image
) -> None:
    tracker = FaceTracker()
    for frame in range(3):
        faces = fresh.detect(pasted(portrait, 200, (400, 360)), tracker.expected(frame / 30))
        tracker.update(faces, frame / 30)
    aside = pasted(portrait, 200, (540, 360))
    found = [len(fresh.detect(aside, tracker.expected((3 + n) / 30))) for n in range(2)]
    assert 1 in found


def test_someone_expected_who_has_gone_is_not_reported(
    fresh: FaceDetector, portrait: Image, faces_at: Maker
) -> None:
    fresh.detect(pasted(portrait, 300))
    for _ in range(3):
        assert len(fresh.detect(pasted(portrait, 300), faces_at((350, 200, 420, 270)))) == 0


def test_people_expected_off_the_picture_do_no_harm(
    fresh: FaceDetector, portrait: Image, faces_at: Maker
) -> None:
    off = faces_at((-200, -200, -100, -100), (2000, 100, 2100, 200), (5, 5, 5, 5))
    image = pasted(portrait, 500, (640, 360))
    fresh.detect(image)
    assert max(len(fresh.detect(image, off)) for _ in range(8)) == 1


def test_two_who_are_expected_at_one_face_are_one(
    fresh: FaceDetector, portrait: Image, faces_at: Maker
) -> None:
    image = pasted(portrait, 300, (640, 360))
    (box,) = fresh.detect(image).boxes.tolist()
    twice = faces_at(tuple(box), tuple(value + 10 for value in box))
    assert len(fresh.detect(image, twice)) == 1


def test_pictures_of_another_size_are_searched_at_once(
    fresh: FaceDetector, portrait: Image
) -> None:
    fresh.detect(np.zeros((480, 640, 3), np.uint8))
    assert len(fresh.detect(pasted(portrait, 150, (1000, 500)))) == 1


@pytest.mark.parametrize("before", [(), ((300, 250),)])
def test_everybody_in_a_new_scene_is_found_in_its_first_picture(
    fresh: FaceDetector, portrait: Image, before: tuple[tuple[int, int], ...]
) -> None:
    tracker = FaceTracker()
    for frame in range(25):
        faces = fresh.detect(pasted(portrait, 200, *before), tracker.expected(frame / 30))
        assert len(faces) == len(before)
        tracker.update(faces, frame / 30)
    scene = 255 - pasted(255 - portrait, 90, (200, 600), (900, 150), (1100, 500))
    assert len(fresh.detect(scene, tracker.expected(25 / 30))) == 3


def test_the_confidence_counts_from_the_next_picture_on(
    fresh: FaceDetector, portrait: Image
) -> None:
    image = pasted(portrait, 300, (300, 360), (900, 360))
    found = []
    for confidence in (0.5, 1.0, 0.0, 0.3):
        fresh.confidence = confidence
        found.append(len(fresh.detect(image, effort=Effort.STILL)))
    assert found[:2] == [2, 0]
    assert found[3] == 2
    assert found[2] >= 2
    fresh.confidence = 0.5


def test_the_lower_the_confidence_the_more_is_taken_for_a_face(
    fresh: FaceDetector, portrait: Image
) -> None:
    half = portrait.copy()
    half[:120] = 110  # without eyes and brow; its cheek looks somewhat like a face as well
    image, found = pasted(half, 300, (640, 360)), []
    for confidence in (0.75, 0.25, 0.1):
        fresh.confidence = confidence
        found.append(len(fresh.detect(image, effort=Effort.STILL)))
    assert found[:2] == [0, 1]
    assert found[2] > 1
    fresh.confidence = 0.5


@pytest.mark.parametrize("effort", [Effort.VIDEO, Effort.LIVE])
def test_beside_small_people_the_whole_picture_is_looked_at_again_and_someone_close_found(
    fresh: FaceDetector, portrait: Image, effort: Effort, monkeypatch: pytest.MonkeyPatch
) -> None:
    tracker, seen, whole, cut = FaceTracker(), [], [], Tile.cut

    def recorded(tile: Tile, image: Image) -> Image:
        if tile.width >= 1280:
            whole.append(frame)
        return cut(tile, image)

    monkeypatch.setattr(Tile, "cut", recorded)
    for frame in range(24):
        image = pasted(portrait, 100, (120, 120), (1160, 120))
        if frame >= 10:
            image[60:700, 320:960] = cv2.resize(portrait, (640, 640))
        faces = fresh.detect(image, tracker.expected(frame / 30), effort=effort)
        if effort is Effort.LIVE:
            fresh.search(image)
        tracker.update(faces, frame / 30)
        seen.append(len(faces))
    assert seen[:10] == [2] * 10
    assert seen[18:] == [3] * 6
    assert len([number for number in whole if number > 0]) >= 2


@pytest.mark.parametrize(
    ("score", "later", "is_looked_at"), [(0.59, 1, False), (0.61, 1, True), (0.59, 20, True)]
)
def test_what_was_no_face_is_looked_at_again_only_if_clearer_or_after_a_while(
    faces_at: Maker, score: float, later: int, is_looked_at: bool
) -> None:
    fresh = TiledDetector()
    place = (100, 100, 160, 160)
    fresh._reject(faces_at(place, score=0.5), faces_at())
    fresh._number += later
    assert len(fresh._new(faces_at(place, score=score), faces_at())) == is_looked_at
    assert len(fresh._new(faces_at((400, 100, 460, 160), score=score), faces_at())) == 1
    assert len(fresh._new(faces_at(place, score=0.9), faces_at((105, 100, 165, 160)))) == 0


class ToldVerifier:
    """Takes everything for an upright face, and records what it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    def turned_upright(self, image: Image, candidates: Faces) -> Faces:
        self.asked.append(("turn", len(candidates)))
        return candidates

    def confirmed(self, image: Image, candidates: Faces, confidence: float) -> Faces:
        self.asked.append(("confirm", len(candidates)))
        return candidates


def row_of(faces_at: Maker, *scores: float) -> Faces:
    faces = faces_at(*((100 * i, 0, 100 * i + 60, 60) for i in range(len(scores))))
    return Faces(boxes=faces.boxes, landmarks=faces.landmarks, scores=np.array(scores, np.float32))


def test_beside_someone_known_the_likely_are_verified_at_once_and_others_step_by_step(
    faces_at: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    image, found = np.zeros((720, 1280, 3), np.uint8), faces_at((900, 500, 1000, 600))
    verifier, fresh = ToldVerifier(), TiledDetector()
    monkeypatch.setattr(fresh, "_verifier", verifier)
    monkeypatch.setattr(fresh, "_scheduler", TileScheduler((720, 1280)))
    seen = row_of(faces_at, 0.6, 0.4, 0.35)
    monkeypatch.setattr(fresh, "_in_tiles", lambda *_: seen)
    steps = []
    for _ in range(5):
        verifier.asked.clear()
        confirmed = len(fresh._next_step(image, found))
        steps.append((confirmed, tuple(verifier.asked)))
    turn, confirm = ("turn", 1), ("confirm", 1)
    assert steps == [
        (1, (turn, confirm)),
        *[(0, (turn,)), (1, (confirm,))] * 2,
    ]


def test_live_a_step_is_taken_less_often_the_less_there_is_to_do(
    faces_at: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh, scheduler = TiledDetector(), TileScheduler((720, 1280))
    monkeypatch.setattr(fresh, "_scheduler", scheduler)

    def waits(people: int, *, pending: bool = False, missed: int = 0) -> str:
        fresh._seen = row_of(faces_at, *[0.9] * people)
        fresh._missed = row_of(faces_at, *[0.9] * missed)
        fresh._candidates = row_of(faces_at, *[0.5] * pending)
        waiting = ""
        for fresh._number in range(6):
            waiting += "-" if fresh._may_wait() else "x"
        return waiting

    assert waits(0) == waits(1, pending=True) == waits(1, missed=1) == "xxxxxx"
    assert waits(1) == waits(4) == waits(5, pending=True) == "x-x-x-"
    assert waits(5) == "x--x--"
    scheduler.add_motion(np.ones(cells_of((720, 1280)), np.bool_))
    assert waits(1) == "xxxxxx"


def test_before_the_first_picture_and_in_one_of_another_size_no_step_is_taken(
    fresh: FaceDetector, portrait: Image
) -> None:
    fresh.search(pasted(portrait, 300, (640, 360)))
    fresh.detect(np.zeros((480, 640, 3), np.uint8), effort=Effort.LIVE)
    fresh.search(pasted(portrait, 300, (640, 360)))
    assert len(fresh.detect(np.zeros((480, 640, 3), np.uint8), effort=Effort.LIVE)) == 0


def test_a_group_of_thirty_is_found_completely(fresh: FaceDetector, portrait: Image) -> None:
    places = [(160 + 240 * column, 160 + 200 * row) for row in range(5) for column in range(6)]
    image = pasted(portrait, 180, *places, size=(1520, 1120))
    faces = fresh.detect(image, effort=Effort.STILL)
    np.testing.assert_allclose(
        noses(faces),
        sorted(map(list, places), key=lambda place: [round(v / 100) for v in place[::-1]]),
        atol=25,
    )


@pytest.mark.parametrize("across", [3, 4])
def test_a_video_calls_gallery_is_found_completely(
    fresh: FaceDetector, portrait: Image, across: int
) -> None:
    width, height = 1280 // across, 720 // across
    places = [
        (width // 2 + width * column, height // 2 + height * row)
        for row in range(across)
        for column in range(across)
    ]
    assert (
        len(fresh.detect(pasted(portrait, int(0.8 * height), *places), effort=Effort.STILL))
        == across**2
    )


@pytest.mark.slow
def test_small_faces_in_a_photo_of_24_megapixels_are_found(
    fresh: FaceDetector, portrait: Image
) -> None:
    places = [(700 + 1100 * column, 700 + 1200 * row) for row in range(3) for column in range(5)]
    image = pasted(portrait, 120, *places, size=(6000, 4000))  # faces of 80 pixels
    faces = fresh.detect(image, effort=Effort.STILL)
    np.testing.assert_allclose(
        noses(faces),
        sorted(map(list, places), key=lambda place: [round(v / 100) for v in place[::-1]]),
        atol=20,
    )


def test_nothing_is_printed_even_if_python_ends_with_the_detector_open() -> None:
    code = (
        "import numpy as np\n"
        "from emotion_desktop.vision.detection import open_detector\n"
        "detector = open_detector()\n"
        "detector.detect(np.zeros((90, 90, 3), np.uint8))\n"
        "import sys\n"
        "assert 'mediapipe' not in sys.modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout + done.stderr == ""


def test_the_detector_is_closed_as_often_as_one_likes() -> None:
    detector = open_detector()
    detector.close()
    detector.close()
