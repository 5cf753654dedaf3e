from collections.abc import Callable

import numpy as np
import pytest

from emotion_desktop.domain import FrameResult, UnreadableReason
from emotion_desktop.gui.charts.samples import GAP_S, Samples, means, peaks
from emotion_desktop.gui.docks.timeline.history import KEPT_S, MAX_PEOPLE, History
from emotion_desktop.gui.docks.timeline.person_selection import PersonSelection
from emotion_desktop.labels import Emotion

TWO = (Emotion.NEUTRAL, Emotion.ANGER)
Maker = Callable[..., FrameResult]


def tell(
    history: History,
    make: Maker,
    at: float,
    *anger: float,
    ids: tuple[int, ...] | None = None,
    flaw: UnreadableReason | None = None,
) -> None:
    """Let a history take in faces that are so angry, otherwise neutral."""
    rows = [(1 - value, value) for value in anger]
    flaws = (flaw,) * len(anger)
    history.add(make(*rows, classes=TWO, ids=ids, size=(4, 4), captured_at=at, flaws=flaws))


def samples(*values: float, step_s: float = 0.1, start_s: float = 0.0) -> Samples:
    """Return one class's samples at equal steps."""
    times = start_s + step_s * np.arange(len(values), dtype=np.float64)
    return Samples(times, np.array([values], np.float32))


def test_probabilities_are_kept_with_their_times_whatever_the_order_of_the_classes(
    make_result: Maker,
) -> None:
    history = History()
    for index in range(3):
        tell(history, make_result, 10 + index / 10, index / 10)
    kept = history.read(1, 0, 100, (Emotion.ANGER, Emotion.NEUTRAL))
    assert kept.times == pytest.approx([10.0, 10.1, 10.2])
    assert kept.values == pytest.approx(np.array([[0.0, 0.1, 0.2], [1.0, 0.9, 0.8]]))


def test_a_stretch_is_read_with_one_sample_on_either_side(make_result: Maker) -> None:
    history = History()
    for index in range(10):
        tell(history, make_result, float(index), 0.5)
    assert history.read(1, 3.5, 5.5, TWO).times.tolist() == [3, 4, 5, 6]


def test_somebody_unknown_has_no_samples() -> None:
    kept = History().read(7, 0, 10, TWO)
    assert (kept.times.shape, kept.values.shape) == ((0,), (2, 0))


def test_a_face_that_cannot_be_read_leaves_no_values(make_result: Maker) -> None:
    history = History()
    tell(history, make_result, 1.0, 0.5)
    tell(history, make_result, 1.1, 0.5, flaw=UnreadableReason.TOO_DARK)
    assert np.isnan(history.read(1, 0, 2, TWO).values).tolist() == [[False, True]] * 2


def test_a_class_the_model_does_not_have_has_no_values(make_result: Maker) -> None:
    history = History()
    tell(history, make_result, 1.0, 0.5)
    assert np.isnan(history.read(1, 0, 2, (Emotion.FEAR,)).values).all()
    assert history.classes == (Emotion.ANGER, Emotion.NEUTRAL)


def test_time_in_view_leaves_out_gaps(make_result: Maker) -> None:
    history = History()
    for at in (0.0, 0.4, 0.8, 60.0, 60.4):
        tell(history, make_result, at, 0.5)
    assert history.seen_s(1) == pytest.approx(1.2)
    assert history.seen_s(2) == 0


def test_a_result_that_is_older_than_the_newest_is_left_out(make_result: Maker) -> None:
    history = History()
    tell(history, make_result, 2.0, 0.5)
    tell(history, make_result, 1.0, 0.5)
    assert history.read(1, 0, 9, TWO).times.tolist() == [2.0]


def test_an_hour_takes_no_more_memory_than_ten_minutes(make_result: Maker) -> None:
    history = History()
    result = make_result((0.5, 0.5), classes=TWO, size=(4, 4), captured_at=0.0)
    track = history
    sizes = []
    for index in range(6 * 36_000):
        object.__setattr__(result.frame, "captured_at", index / 60)
        track.add(result)
        if index % 36_000 == 35_999:
            sizes.append(history.size)
    assert sizes[-1] == sizes[2] < 3e6
    times = history.read(1, 0, 1e9, TWO).times
    assert times[-1] == pytest.approx(3600, abs=0.1)
    assert times[-1] - times[0] >= KEPT_S
    assert (np.diff(times) > 0).all()


def test_whoever_left_longer_ago_than_the_span_is_forgotten(make_result: Maker) -> None:
    history = History()
    tell(history, make_result, 0.0, 0.5, ids=(1,))
    tell(history, make_result, KEPT_S - 1, 0.5, ids=(2,))
    tell(history, make_result, KEPT_S + 1, 0.5, ids=(2,))
    assert history.people == (2,)


def test_of_a_crowd_the_last_ones_are_remembered(make_result: Maker) -> None:
    history = History()
    for number in range(1, 101):
        tell(history, make_result, float(number), 0.5, ids=(number,))
    tell(history, make_result, 101.0, 0.5, ids=(101,))
    assert len(history.people) <= MAX_PEOPLE + 1
    assert history.people[-1] == 101


def test_thinning_keeps_a_peak_of_one_sample_in_ten_minutes() -> None:
    values = np.full(18_000, 0.2, np.float32)
    values[7_777], values[11_111] = 1.0, 0.0
    times, thin = peaks(Samples(np.arange(18_000) / 30, values[None]), 600 / 280)
    assert thin.shape[1] == len(times) <= 2 * 281
    assert (thin.max(), thin.min()) == (1.0, 0.0)
    assert times[int(thin[0].argmax())] == pytest.approx(7_777 / 30, abs=600 / 280)


def test_thinning_does_not_shift_a_slope_to_and_fro() -> None:
    falling = np.linspace(1, 0, 900, dtype=np.float32)
    _, thin = peaks(Samples(np.arange(900) / 30, falling[None]), 1.0)
    assert (np.diff(thin[0]) <= 0).all()


def test_a_line_keeps_its_shape_while_it_wanders() -> None:
    rising = Samples(np.arange(900) / 30, np.random.default_rng(0).random((1, 900), np.float32))
    later = Samples(rising.times[31:], rising.values[:, 31:])
    first, second = peaks(rising, 0.5)[1], peaks(later, 0.5)[1]
    assert np.array_equal(first[:, -50:], second[:, -50:])


def test_few_samples_are_shown_as_they_are() -> None:
    few = samples(0.1, 0.9, 0.3)
    times, values = peaks(few, 0.01)
    assert np.array_equal(times, few.times)
    assert np.array_equal(values, few.values)


@pytest.mark.parametrize("thin", [peaks, means])
def test_curves_are_broken_where_the_face_was_away(
    thin: Callable[[Samples, float], tuple[np.ndarray, np.ndarray]],
) -> None:
    early, late = samples(*[0.5] * 100, step_s=0.03), samples(*[0.5] * 100, step_s=0.03, start_s=9)
    both = Samples(
        np.concatenate((early.times, late.times)), np.concatenate((early.values, late.values), 1)
    )
    times, values = thin(both, 0.5)
    (broken,) = np.flatnonzero(np.isnan(values[0]))
    assert times[broken - 1] < 3 < 9 - GAP_S < times[broken]
    assert thin(early, 0.5)[1].shape[1] == np.isfinite(thin(early, 0.5)[1]).sum()


def test_shares_of_a_stack_sum_to_one_also_where_a_model_lacked_a_class() -> None:
    values = np.array([[0.2] * 60, [0.8] * 60, [np.nan] * 60], np.float32)
    _, thin = means(Samples(np.arange(60) / 30, values), 0.5)
    assert thin.sum(axis=0) == pytest.approx(1.0)


def test_a_stack_is_broken_where_nothing_could_be_read() -> None:
    values = np.full((2, 90), 0.5, np.float32)
    values[:, 30:60] = np.nan
    _, thin = means(Samples(np.arange(90) / 30, values), 0.5)
    assert np.isnan(thin).any(axis=0).tolist() == [False, False, True, True, False, False]


def test_nothing_is_thinned_to_nothing() -> None:
    empty = Samples(np.zeros(0), np.zeros((2, 0), np.float32))
    for thin in (peaks, means):
        times, values = thin(empty, 1.0)
        assert (times.shape, values.shape) == ((0,), (2, 0))


def test_whoever_was_longest_in_view_is_shown_until_they_leave(make_result: Maker) -> None:
    history, choice = History(), PersonSelection()
    assert choice.current(history) is None
    for index in range(20):
        tell(history, make_result, index / 10, 0.5, ids=(3,))
    for index in range(20, 25):
        tell(history, make_result, index / 10, 0.5, 0.5, ids=(3, 5))
    assert choice.current(history) == 3
    tell(history, make_result, 3.0, 0.5, ids=(5,))
    assert choice.current(history) == 5
    tell(history, make_result, 3.1, 0.5, 0.5, ids=(3, 5))
    assert choice.current(history) == 5
    tell(history, make_result, 3.2)
    assert choice.current(history) == 5
    choice.pin(None)
    assert choice.current(history) == 3


def test_whoever_was_chosen_stays_so_until_nothing_is_known_of_them(make_result: Maker) -> None:
    history, choice = History(), PersonSelection()
    tell(history, make_result, 0.0, 0.5, 0.5, ids=(1, 2))
    choice.pin(2)
    tell(history, make_result, 1.0, 0.5, ids=(1,))
    assert choice.current(history) == 2
    tell(history, make_result, KEPT_S + 2, 0.5, ids=(1,))
    assert choice.current(history) == 1
    assert choice.pinned is None
