"""Numbers that stay with faces."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from emotion_desktop.domain import Faces, Landmarks
from emotion_desktop.vision.boxes import iou
from emotion_desktop.vision.tracking import FaceTracker

Maker = Callable[..., Faces]
LEFT = (100.0, 100.0, 200.0, 200.0)
RIGHT = (300.0, 100.0, 400.0, 200.0)


def moved(box: tuple[float, float, float, float], dx: float) -> tuple[float, float, float, float]:
    return (box[0] + dx, box[1], box[2] + dx, box[3])


def test_no_faces_give_no_numbers(faces_at: Maker) -> None:
    ids = FaceTracker().update(faces_at(), 0.0)
    assert ids.shape == (0,)
    assert ids.dtype == np.int64


def test_a_face_that_moves_keeps_its_number(faces_at: Maker) -> None:
    tracker = FaceTracker()
    for step in range(20):
        assert tracker.update(faces_at(moved(LEFT, 60 * step)), step / 30).tolist() == [1]


def test_a_second_face_gets_its_own_number(faces_at: Maker) -> None:
    tracker = FaceTracker()
    tracker.update(faces_at(LEFT), 0.0)
    assert tracker.update(faces_at(RIGHT, LEFT), 0.1).tolist() == [2, 1]


def test_the_order_of_the_faces_does_not_matter(faces_at: Maker) -> None:
    tracker = FaceTracker()
    tracker.update(faces_at(LEFT, RIGHT), 0.0)
    assert tracker.update(faces_at(moved(RIGHT, 5), moved(LEFT, -5)), 0.1).tolist() == [2, 1]


def test_the_best_pairing_of_all_is_chosen_not_the_best_of_the_first(faces_at: Maker) -> None:
    tracker = FaceTracker()
    tracker.update(faces_at((0, 0, 100, 100), (70, 0, 170, 100)), 0.0)
    # The first face is nearer to the second track, but then the other would have none.
    assert tracker.update(faces_at((45, 0, 145, 100), (110, 0, 210, 100)), 0.1).tolist() == [1, 2]


def test_someone_out_of_sight_for_less_than_the_memory_keeps_the_number(faces_at: Maker) -> None:
    tracker = FaceTracker(memory_s=1.0)
    tracker.update(faces_at(LEFT), 10.0)
    for time_s in (10.3, 10.6, 10.9):
        tracker.update(faces_at(), time_s)
    assert tracker.update(faces_at(LEFT), 11.0).tolist() == [1]


def test_someone_away_for_longer_gets_a_new_number(faces_at: Maker) -> None:
    for tracker in (FaceTracker(memory_s=1.0), FaceTracker()):
        tracker.update(faces_at(LEFT), 10.0)
        assert tracker.update(faces_at(LEFT), 11.01).tolist() == [2]


def test_a_face_elsewhere_is_someone_else(faces_at: Maker) -> None:
    tracker = FaceTracker()
    tracker.update(faces_at(LEFT), 0.0)
    assert tracker.update(faces_at(RIGHT), 0.03).tolist() == [2]


def test_people_are_expected_where_their_motion_takes_them(faces_at: Maker) -> None:
    tracker = FaceTracker()
    for step in range(10):
        tracker.update(faces_at(moved(LEFT, 10 * step)), step / 30)
    expected, there = tracker.expected(10 / 30), faces_at(moved(LEFT, 100))
    np.testing.assert_allclose(expected.boxes, there.boxes, atol=2)
    np.testing.assert_allclose(expected.landmarks.points, there.landmarks.points, atol=2)


def test_a_velocity_is_believed_by_63_percent_after_its_time_constant(faces_at: Maker) -> None:
    tracker = FaceTracker()
    tracker.update(faces_at(LEFT), 5.0)
    tracker.update(faces_at(moved(LEFT, 30)), 5.15)
    velocity = 30 / 0.15 * (1 - math.exp(-1))
    way = velocity * 0.6 * (1 - math.exp(-0.1 / 0.6))  # it fades with a time constant of 0.6 s
    np.testing.assert_allclose(tracker.expected(5.25).boxes[0], moved(LEFT, 30 + way), atol=0.01)


def test_two_pictures_of_one_time_do_not_make_anyone_infinitely_fast(faces_at: Maker) -> None:
    tracker = FaceTracker()
    for dx in (0, 5):
        assert tracker.update(faces_at(moved(LEFT, dx)), 3.0).tolist() == [1]
    np.testing.assert_allclose(tracker.expected(3.1).boxes[0], moved(LEFT, 5))


@pytest.mark.parametrize(
    ("hits", "unseen_s", "reach"), [(3, 0.1, 95), (4, 0.1, 50), (4, 0.4, 95), (9, 0.4, 95)]
)
def test_someone_may_be_less_far_off_once_known_and_farther_the_longer_unseen(
    faces_at: Maker, hits: int, unseen_s: float, reach: float
) -> None:
    for dx, number in ((0.97 * reach, 1), (1.03 * reach, 2)):
        tracker = FaceTracker()
        for hit in range(hits):
            tracker.update(faces_at(LEFT), 99.0 + 0.1 * hit)
        at = 99.0 + 0.1 * (hits - 1) + unseen_s
        assert tracker.update(faces_at(moved(LEFT, dx)), at).tolist() == [number]


@pytest.mark.parametrize(("unseen_s", "times"), [(0.1, 1.335), (0.9, 1.646)])
def test_someone_may_have_grown_or_shrunk_by_more_the_longer_unseen(
    faces_at: Maker, unseen_s: float, times: float
) -> None:
    for ratio in (times, 1 / times):
        for part, number in ((0.98, 1), (1.02, 2)):
            tracker = FaceTracker()
            tracker.update(faces_at(LEFT), 99.0)
            half = 50 * ratio**part
            box = (150 - half, 150 - half, 150 + half, 150 + half)
            assert tracker.update(faces_at(box), 99.0 + unseen_s).tolist() == [number]


def test_someone_unseen_is_expected_to_come_to_rest(faces_at: Maker) -> None:
    tracker = FaceTracker(memory_s=9)
    for step in range(30):
        tracker.update(faces_at(moved(LEFT, 10 * step)), step / 30)
    soon, late, later = (tracker.expected(1 + wait).boxes[0, 0] for wait in (0.1, 4, 8))
    assert 390 < soon < late
    assert later - late < 1
    # Seen last at 390 with 300 pixels a second, which fade with a time constant of 0.6 s.
    assert later == pytest.approx(570, abs=1)


def test_people_seen_last_are_expected_first(faces_at: Maker) -> None:
    tracker = FaceTracker()
    tracker.update(faces_at(LEFT, RIGHT), 0.0)
    tracker.update(faces_at(RIGHT), 0.1)
    np.testing.assert_allclose(tracker.expected(0.1).boxes, [RIGHT, LEFT], atol=1)


def test_nobody_is_expected_at_first_after_a_reset_and_when_all_are_forgotten(
    faces_at: Maker,
) -> None:
    tracker = FaceTracker(memory_s=1.0)
    assert tracker.expected(0.0).boxes.shape == (0, 4)
    tracker.update(faces_at(LEFT), 0.0)
    assert tracker.expected(1.5).boxes.shape == (0, 4)
    tracker.update(faces_at(LEFT), 2.0)
    tracker.reset()
    assert tracker.expected(2.0).boxes.shape == (0, 4)


@pytest.mark.parametrize("fps", [10, 15, 30])
def test_two_who_cross_keep_their_numbers_though_one_hides_the_other(
    faces_at: Maker, fps: int
) -> None:
    tracker = FaceTracker()
    numbers = []
    for frame in range(3 * fps):
        way = 150 * frame / fps
        left, right = moved(LEFT, way), moved(LEFT, 450 - way)
        hidden = abs(left[0] - right[0]) < 50
        numbers.append(
            tracker.update(faces_at(*((left,) if hidden else (left, right))), frame / fps)
        )
    assert numbers[0].tolist() == numbers[-1].tolist() == [1, 2]


def test_a_hand_over_a_moving_face_changes_nothing(faces_at: Maker) -> None:
    tracker = FaceTracker()
    for frame in range(30):
        box = moved(LEFT, 8 * frame)
        ids = tracker.update(faces_at() if 10 <= frame < 22 else faces_at(box), frame / 30)
    assert ids.tolist() == [1]


def test_a_face_of_quite_another_size_is_someone_else(faces_at: Maker) -> None:
    tracker = FaceTracker()
    tracker.update(faces_at(LEFT), 0.0)
    assert tracker.update(faces_at((120, 120, 180, 180)), 0.03).tolist() == [2]


def test_of_two_who_fit_the_one_of_that_size_is_meant(faces_at: Maker) -> None:
    tracker = FaceTracker()
    tracker.update(faces_at((100, 100, 200, 200), (110, 90, 230, 210)), 0.0)
    assert tracker.update(faces_at((91, 91, 209, 209)), 0.03).tolist() == [2]


@pytest.mark.parametrize(("dx", "number"), [(18, 2), (19.5, 1)])
def test_half_a_second_unseen_counts_as_much_as_a_fifth_of_a_face_aside(
    faces_at: Maker, dx: float, number: int
) -> None:
    tracker = FaceTracker()
    tracker.update(faces_at(LEFT, moved(LEFT, dx)), 50.0)
    tracker.update(faces_at(moved(LEFT, dx)), 50.01)  # nearer to itself than to the other
    tracker.update(faces_at(moved(LEFT, dx)), 50.5)
    assert tracker.update(faces_at(LEFT), 50.51).tolist() == [number]


@pytest.mark.parametrize(("dx", "number"), [(17, 2), (18.5, 1)])
def test_a_tenth_larger_counts_as_much_as_a_sixth_of_a_face_aside(
    faces_at: Maker, dx: float, number: int
) -> None:
    tracker = FaceTracker()
    tracker.update(faces_at((95, 95, 205, 205), moved(LEFT, dx)), 50.0)
    assert tracker.update(faces_at(LEFT), 50.0).tolist() == [number]


@pytest.mark.parametrize(("turn", "number"), [(-6, 1), (6, 2)])
def test_of_two_who_fit_the_one_whose_eyes_nose_and_mouth_lie_there_is_meant(
    faces_at: Maker, turn: float, number: int
) -> None:
    tracker = FaceTracker()
    tracker.update(faces_at(moved(LEFT, -10), moved(LEFT, 10)), 50.0)
    seen = faces_at(LEFT)
    points = seen.landmarks.points + np.array([turn, 0], np.float32)
    seen = Faces(boxes=seen.boxes, landmarks=Landmarks(points), scores=seen.scores)
    assert tracker.update(seen, 50.01).tolist() == [number]


def test_numbers_are_not_used_again_after_a_reset(faces_at: Maker) -> None:
    tracker = FaceTracker()
    tracker.update(faces_at(LEFT, RIGHT), 0.0)
    tracker.reset()
    assert tracker.update(faces_at(LEFT), 0.0).tolist() == [3]


def test_what_looks_like_a_face_for_a_moment_gets_no_number(faces_at: Maker) -> None:
    tracker = FaceTracker()
    tracker.update(faces_at(), 0.0)
    for frame in range(1, 60):
        seen = (RIGHT,) if frame % 12 else ()  # 11 frames, a third of a second, at a time
        assert not tracker.update(faces_at(*seen, score=0.6), frame / 30).any()


@pytest.mark.parametrize("fps", [5, 15, 30, 60])
def test_a_face_hard_to_see_gets_its_number_after_half_a_second(faces_at: Maker, fps: int) -> None:
    tracker = FaceTracker()
    tracker.update(faces_at(), 0.0)
    times = [1 + frame / fps for frame in range(fps)]
    known = [t for t in times if tracker.update(faces_at(LEFT, score=0.6), t).all()]
    assert known[0] == pytest.approx(1.5, abs=1 / fps)
    assert known == times[-len(known) :]


def test_a_score_just_high_enough_and_just_half_a_second_are_enough(faces_at: Maker) -> None:
    tracker = FaceTracker(immediate_score=0.75)
    tracker.update(faces_at(), 0.0)
    assert tracker.update(faces_at(LEFT, score=0.75), 0.25).tolist() == [1]
    shown = [tracker.update(faces_at(RIGHT, score=0.6), t).tolist() for t in (1.0, 1.25, 1.5)]
    assert shown == [[0], [0], [2]]


def test_a_clear_look_ends_the_trial_and_no_number_is_spent_on_those_who_fail(
    faces_at: Maker,
) -> None:
    tracker = FaceTracker()
    tracker.update(faces_at(), 0.0)
    assert tracker.update(faces_at(RIGHT, score=0.6), 0.1).tolist() == [0]
    assert tracker.update(faces_at(LEFT, score=0.6), 0.2).tolist() == [0]
    assert tracker.update(faces_at(LEFT, score=0.8), 0.3).tolist() == [1]
    assert tracker.update(faces_at(LEFT, score=0.5), 0.4).tolist() == [1]


def test_whoever_is_in_the_first_picture_is_trusted_and_so_is_a_picture_that_stands_alone(
    faces_at: Maker,
) -> None:
    tracker = FaceTracker()
    assert tracker.update(faces_at(LEFT, score=0.5), 0.0).tolist() == [1]
    assert tracker.update(faces_at(RIGHT, score=0.5), 2.0, skip_probation=True).tolist() == [2]
    tracker.reset()
    assert tracker.update(faces_at(LEFT, score=0.5), 3.0).tolist() == [3]


def test_iou_is_the_shared_part_of_both() -> None:
    a = np.array([[0, 0, 10, 10]], np.float32)
    b = np.array([[0, 0, 10, 10], [5, 0, 15, 10], [20, 20, 30, 30]], np.float32)
    np.testing.assert_allclose(iou(a, b), [[1, 1 / 3, 0]], rtol=1e-6)


@pytest.mark.parametrize("back_s", [5.0, 300.0, 1e6])
def test_time_that_jumps_back_forgets_everyone(back_s: float, faces_at: Maker) -> None:
    tracker = FaceTracker()
    for step in range(10):
        tracker.update(faces_at(moved(LEFT, 5 * step)), 1e6 + step / 30)
    now = 1e6 - back_s
    assert len(tracker.expected(now)) == 0
    assert tracker.update(faces_at(LEFT), now).tolist() == [2]
    assert tracker.update(faces_at(LEFT), now + 0.1).tolist() == [2]
    assert np.isfinite(tracker.expected(now + 0.2).boxes).all()


def test_time_that_goes_back_a_little_changes_no_number(faces_at: Maker) -> None:
    tracker = FaceTracker()
    for time_s in (0.0, 0.1, 0.05, 0.2, 0.15, 0.3):
        assert tracker.update(faces_at(LEFT), time_s).tolist() == [1]
        assert np.isfinite(tracker.expected(time_s - 0.1).boxes).all()
