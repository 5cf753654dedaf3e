"""The measurements of detection range and of steady numbers."""

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import detection_range, id_switches
from benchmarks.id_switches import OverlapTracker, Steadiness
from benchmarks.scenes import Arrival, Clip, Portrait, read_portraits, texture
from benchmarks.synthetic_tracks import make_crowd
from emotion_desktop.config import find_asset
from emotion_desktop.domain import Faces, Ints, Landmarks
from emotion_desktop.errors import DataError
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.sources.decoder import Decoder


@pytest.fixture(scope="session")
def portraits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one portrait: the demo's main face."""
    folder = tmp_path_factory.mktemp("portraits")
    decoder = Decoder(str(find_asset("demo.mp4")))
    image = next(iter(decoder.frames()))[0]
    decoder.close()
    cv2.imwrite(str(folder / "demo.png"), image[:, 420:860])
    return folder


def ids(*numbers: int) -> Ints:
    return np.array(numbers, np.int64)


def judged(*frames: tuple[Ints, Ints]) -> Steadiness:
    result = Steadiness("ours", 10)
    judge = id_switches.Judge(result)
    for frame, (people, numbers) in enumerate(frames):
        judge.look(people, numbers, frame / 10)
    return result


def test_a_number_that_stays_is_no_mismatch() -> None:
    result = judged((ids(0, 1), ids(1, 2)), (ids(1, 0), ids(2, 1)))
    assert (result.swaps, result.restarts, result.fragmentations) == (0, 0, 0)


def test_people_who_exchange_numbers_are_two_swaps() -> None:
    assert judged((ids(0, 1), ids(1, 2)), (ids(0, 1), ids(2, 1))).swaps == 2


def test_a_new_number_is_a_restart_unless_the_absence_was_long() -> None:
    assert judged((ids(0), ids(1)), (ids(0), ids(2))).restarts == 1
    away = [(ids(), ids())] * 12
    assert judged((ids(0), ids(1)), *away, (ids(0), ids(2))).restarts == 0


def test_an_interruption_is_a_fragmentation() -> None:
    result = judged((ids(0), ids(1)), (ids(), ids()), (ids(0), ids(1)))
    assert (result.fragmentations, result.restarts) == (1, 0)


def test_numbers_of_false_faces_blame_nobody() -> None:
    result = judged((ids(-1), ids(1)), (ids(-1), ids(2)))
    assert (result.faces, result.swaps, result.restarts) == (0, 0, 0)


def test_the_crowd_is_the_same_at_any_rate_and_its_faces_are_where_they_are_said_to_be() -> None:
    crowd = make_crowd(3)
    faces, people = crowd.detect(2.0, np.random.default_rng(0))
    assert isinstance(faces, Faces)
    real = people >= 0
    truth = crowd.boxes(2.0)[people[real]]
    assert np.abs(faces.boxes[real] - truth).max() < 0.2 * crowd.widths.max()
    np.testing.assert_array_equal(crowd.boxes(2.0), make_crowd(3).boxes(2.0))


def test_overlap_alone_loses_whom_it_does_not_see_overlap() -> None:
    def at(x: float) -> Faces:
        box = np.array([[x, 0, x + 50, 50]], np.float32)
        points = np.zeros((1, 6, 2), np.float32)
        return Faces(boxes=box, landmarks=Landmarks(points), scores=np.ones(1, "f4"))

    tracker = OverlapTracker()
    assert [tracker.update(at(x), x / 100).tolist() for x in (0, 10, 70)] == [[1], [1], [2]]


def test_ours_gives_fewer_wrong_numbers_than_overlap_alone() -> None:
    overlap, ours = id_switches.measure(scenes=1, rates=[10])
    assert overlap.faces == ours.faces > 500
    assert ours.swaps + ours.restarts < overlap.swaps + overlap.restarts


def test_a_clip_says_where_the_face_is(portraits: Path) -> None:
    (portrait,) = read_portraits(portraits, 5)
    clip = Clip(texture(1), np.zeros((0, 4), np.float32), portrait, 64, seed=2, count=2)
    for image, truth in clip.frames():
        assert image.shape == (720, 1280, 3)
        assert truth.shape == (1, 4)
        assert truth[0, 2] - truth[0, 0] == pytest.approx(64, abs=0.1)


def test_nobody_is_pasted_where_nobody_is_wanted() -> None:
    clip = Clip(texture(1), np.zeros((0, 4), np.float32), None, 0, seed=2, count=2)
    assert [truth.shape for _, truth in clip.frames()] == [(0, 4), (0, 4)]


def test_portraits_are_scaled_to_the_width_of_the_face() -> None:
    portrait = Portrait(np.zeros((300, 200, 3), np.uint8), np.array([50, 50, 150, 150], np.float32))
    image, box = portrait.scaled(50)
    assert image.shape == (150, 100, 3)
    assert box.tolist() == [25, 25, 75, 75]


def test_a_folder_without_portraits_says_so(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="give a folder of portraits"):
        read_portraits(tmp_path, 1)


def test_small_faces_are_reached_by_the_default_detector_only(
    portraits: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(detection_range, "KINDS", (detection_range.Kind(80),))
    monkeypatch.setattr(detection_range, "ARRIVING", (80,))
    command = [str(portraits), "--clips", "1", "--frames", "20", "--walking-in", "1", "--json"]
    assert detection_range.main(command) == 0
    measured = json.loads(capsys.readouterr().out)
    ours, plain = measured["reach"]
    assert (ours["detector"], ours["found"], ours["false"]) == ("blazeface", 20, 0)
    assert (plain["detector"], plain["found"]) == ("mediapipe", 0)
    alone, beside = measured["arrivals"]
    assert (alone["beside"], beside["beside"]) == (0, 300)
    assert alone["waits_s"][0] < 1


def test_someone_who_walks_in_counts_from_when_the_face_is_in_view() -> None:
    photo = np.full((100, 100, 3), 200, np.uint8)
    portrait = Portrait(photo, np.array([25, 25, 75, 75], np.float32))
    room = Clip(texture(1), np.zeros((0, 4), np.float32), None, 0, seed=2, count=120)
    truths = [truth for _, truth in Arrival(room, portrait, 60).frames()]
    there = [len(truth) for truth in truths]
    first = there.index(1)
    assert first > 20
    assert there == [0] * first + [1] * (120 - first)
    boxes = np.concatenate(truths)
    assert boxes[:, 0].min() >= 0
    assert boxes[:, 2].max() <= 1280
    np.testing.assert_allclose(boxes[:, 2] - boxes[:, 0], 60)
    assert np.ptp(boxes[:, 0]) > 200


def test_videos_that_cannot_be_read_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert id_switches.main([str(tmp_path / "none.mp4")]) == 2
    assert "none.mp4" in capsys.readouterr().err
