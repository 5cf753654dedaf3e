"""Who is read, if there is no time for all."""

import math

import numpy as np

from emotion_desktop.domain import Ints, UnreadableReason
from emotion_desktop.vision.inference_scheduler import InferenceScheduler


def people(*numbers: int) -> Ints:
    return np.array(numbers, np.int64)


def sound(count: int) -> list[UnreadableReason | None]:
    return [None] * count


def test_without_a_limit_all_are_read() -> None:
    turns = InferenceScheduler(math.inf)
    for _ in range(3):
        assert turns.select(people(1, 2, 3), sound(3)).all()
        turns.record_cost(3, 100.0)


def test_as_many_are_read_as_there_is_time_for() -> None:
    turns = InferenceScheduler(0.02)
    turns.record_cost(1, 0.009)
    assert turns.select(people(1, 2, 3, 4), sound(4)).sum() == 2


def test_everybody_has_a_turn_before_anybody_has_two() -> None:
    turns = InferenceScheduler(0.02)
    turns.record_cost(1, 0.009)
    ids = people(4, 5, 6, 7, 8)
    read = np.sum([turns.select(ids, sound(5)) for _ in range(5)], axis=0)
    assert read.tolist() == [2] * 5


def test_who_was_never_read_comes_first() -> None:
    turns = InferenceScheduler(0.01)
    turns.record_cost(1, 0.01)
    turns.select(people(1, 2), sound(2))
    turns.select(people(1, 2), sound(2))
    assert turns.select(people(1, 2, 9), sound(3)).tolist() == [False, False, True]


def test_one_is_read_however_slow_the_model() -> None:
    turns = InferenceScheduler(0.01)
    turns.record_cost(1, 5.0)
    assert turns.select(people(1, 2), sound(2)).sum() == 1


def test_before_the_cost_is_known_one_is_read() -> None:
    assert InferenceScheduler(0.01).select(people(1, 2, 3), sound(3)).sum() == 1


def test_a_face_with_a_flaw_takes_nobodys_turn() -> None:
    turns = InferenceScheduler(0.01)
    turns.record_cost(1, 0.01)
    flaws = [UnreadableReason.TOO_DARK, None, UnreadableReason.TOO_SMALL]
    assert turns.select(people(1, 2, 3), flaws).tolist() == [False, True, False]


def test_nobody_there_is_nobody_read() -> None:
    turns = InferenceScheduler(0.01)
    assert turns.select(people(), []).shape == (0,)
    turns.record_cost(0, 1.0)
    assert turns.select(people(1), sound(1)).all()


def test_a_passing_delay_hardly_changes_how_many_are_read() -> None:
    turns = InferenceScheduler(0.02)
    for _ in range(50):
        turns.record_cost(2, 0.010)
    turns.record_cost(2, 0.020)
    assert turns.select(people(1, 2, 3, 4), sound(4)).sum() == 3


def test_another_model_starts_with_an_unknown_cost() -> None:
    turns = InferenceScheduler(0.02)
    turns.record_cost(1, 0.001)
    turns.reset()
    assert turns.select(people(1, 2, 3), sound(3)).sum() == 1
