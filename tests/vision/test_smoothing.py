"""Labels that do not flicker."""

import numpy as np
import pytest

from emotion_desktop.domain import Floats, UnreadableReason
from emotion_desktop.vision.smoothing import TemporalSmoother

ONE = np.array([1], np.int64)
TWO = np.array([1, 2], np.int64)


def row(*values: float) -> Floats:
    return np.array([values], np.float32)


def rows(*values: tuple[float, ...]) -> Floats:
    return np.array(values, np.float32)


def test_a_new_face_starts_with_its_own_probabilities() -> None:
    smoothed = TemporalSmoother(0.3, 0.4).update(ONE, row(0.2, 0.8), 5.0)
    np.testing.assert_allclose(smoothed.probabilities, row(0.2, 0.8))
    assert smoothed.labels.tolist() == [1]


def test_after_one_time_constant_a_change_has_come_through_by_63_percent() -> None:
    smoother = TemporalSmoother(0.3, 0.4)
    smoother.update(ONE, row(1.0, 0.0), 0.0)
    smoothed = smoother.update(ONE, row(0.0, 1.0), 0.3)
    np.testing.assert_allclose(smoothed.probabilities, row(np.exp(-1), 1 - np.exp(-1)), rtol=1e-5)


@pytest.mark.parametrize("fps", [5, 10, 15, 30, 60])
def test_the_frame_rate_does_not_matter(fps: int) -> None:
    smoother = TemporalSmoother(0.3, 0.4, 0.1)
    smoother.update(ONE, row(1.0, 0.0), 0.0)
    for step in range(1, round(0.4 * fps) + 1):
        smoothed = smoother.update(ONE, row(0.0, 1.0), step / fps)
    np.testing.assert_allclose(smoothed.probabilities[0, 0], np.exp(-0.4 / 0.3), rtol=1e-4)


@pytest.mark.parametrize("fps", [10, 15, 30, 60])
def test_the_label_changes_at_the_same_time_whatever_the_frame_rate(fps: int) -> None:
    smoother = TemporalSmoother(0.3, 0.4, 0.1)
    smoother.update(ONE, row(0.9, 0.1), 0.0)
    labels = [smoother.update(ONE, row(0.1, 0.9), s / fps).labels[0] for s in range(1, fps)]
    # The averages are 0.1 apart when 0.4 - 0.8 (1 - exp(-t / 0.3)) = -0.05.
    exact = 0.3 * np.log(0.8 / 0.35)
    assert exact <= (labels.index(1) + 1) / fps < exact + 1 / fps


def test_a_face_read_in_turns_arrives_where_one_read_in_every_frame_does() -> None:
    smoother = TemporalSmoother(0.3, 0.4)
    smoother.update(TWO, rows((1.0, 0.0), (1.0, 0.0)), 0.0)
    for step in range(1, 13):
        read = np.array([True, step % 3 == 0])
        smoothed = smoother.update(TWO, rows((0.0, 1.0), (0.0, 1.0)), step / 30, read)
    np.testing.assert_allclose(smoothed.probabilities[0], smoothed.probabilities[1], rtol=1e-5)


def test_a_time_constant_of_zero_takes_every_frame_as_it_is() -> None:
    smoother = TemporalSmoother(0.0, 0.4)
    smoother.update(ONE, row(1.0, 0.0), 0.0)
    smoothed = smoother.update(ONE, row(0.1, 0.9), 0.0)
    np.testing.assert_allclose(smoothed.probabilities, row(0.1, 0.9), rtol=1e-6)
    assert smoothed.labels.tolist() == [1]


def test_faces_do_not_mix_and_keep_their_rows_when_the_order_changes() -> None:
    smoother = TemporalSmoother(1.0, 0.4)
    both = rows((1, 0), (0, 1))
    smoother.update(TWO, both, 0.0)
    smoothed = smoother.update(TWO[::-1].copy(), both[::-1].copy(), 0.1)
    np.testing.assert_allclose(smoothed.probabilities, both[::-1])


def test_rows_go_on_summing_to_one() -> None:
    smoother = TemporalSmoother(0.3, 0.4, 0.1)
    generator = np.random.default_rng(0)
    for step in range(50):
        values = generator.dirichlet(np.ones(7)).astype(np.float32)[None]
        smoothed = smoother.update(ONE, values, step * 0.03)
        assert smoothed.probabilities.sum() == pytest.approx(1, abs=1e-5)


def test_what_was_given_and_what_was_returned_stay_as_they_are() -> None:
    smoother = TemporalSmoother(0.3, 0.4)
    given = row(1.0, 0.0)
    first = smoother.update(ONE, given, 0.0)
    smoother.update(ONE, row(0.0, 1.0), 0.3)
    assert given.tolist() == first.probabilities.tolist() == [[1, 0]]


def test_a_class_must_be_ahead_by_the_margin_to_change_the_label() -> None:
    smoother = TemporalSmoother(0.01, 0.4, 0.1)
    smoother.update(ONE, row(0.52, 0.48), 0.0)
    # One read after a second: the average is the value itself.
    assert smoother.update(ONE, row(0.46, 0.54), 1.0).labels.tolist() == [0]
    assert smoother.update(ONE, row(0.60, 0.40), 2.0).labels.tolist() == [0]
    assert smoother.update(ONE, row(0.44, 0.56), 3.0).labels.tolist() == [1]


def test_a_class_ahead_for_long_is_named_however_small_its_lead() -> None:
    smoother = TemporalSmoother(0.3, 0.4, 0.5)
    smoother.update(ONE, row(0.55, 0.45), 0.0)
    smoother.update(ONE, row(0.48, 0.52), 10.0)
    just_before = smoother.update(ONE, row(0.48, 0.52), 10.89)
    after = smoother.update(ONE, row(0.48, 0.52), 10.91)  # three time constants
    assert (just_before.labels[0], after.labels[0]) == (0, 1)


def test_just_the_margin_and_just_three_time_constants_are_enough() -> None:
    smoother = TemporalSmoother(0.001, 0.4, 0.5)
    smoother.update(ONE, row(1.0, 0.0), 0.0)
    assert smoother.update(ONE, row(0.25, 0.75), 1.0).labels.tolist() == [1]
    smoother = TemporalSmoother(0.5, 0.4, 0.9)
    smoother.update(ONE, row(0.55, 0.45), 0.0)
    labels = [smoother.update(ONE, row(0.3, 0.7), at).labels[0] for at in (8.0, 9.25, 9.5)]
    assert labels == [0, 0, 1]


def test_a_lead_that_was_lost_in_between_counts_anew() -> None:
    smoother = TemporalSmoother(0.3, 0.4, 0.5)
    smoother.update(ONE, row(0.7, 0.3), 0.0)
    for start in (10.0, 20.0):
        smoother.update(ONE, row(0.48, 0.52), start)
        assert smoother.update(ONE, row(0.48, 0.52), start + 0.8).labels.tolist() == [0]
        smoother.update(ONE, row(0.7, 0.3), start + 5)


def test_without_a_margin_the_most_likely_class_is_always_named() -> None:
    smoother = TemporalSmoother(0.01, 0.4)
    for step in range(6):
        values = row(0.52, 0.48)[:, :: 1 if step % 2 else -1]
        assert smoother.update(ONE, values, step).labels.tolist() == [1 - step % 2]


def test_a_face_of_which_no_class_is_likely_is_uncertain() -> None:
    values = rows((0.39, 0.31, 0.3), (0.41, 0.3, 0.29))
    assert TemporalSmoother(0.3, 0.4).update(TWO, values, 0.0).uncertain.tolist() == [True, False]


def test_just_likely_enough_is_enough_at_first_and_later() -> None:
    smoother = TemporalSmoother(0.0, 0.5)
    for time_s in (0.0, 1.0):
        assert smoother.update(ONE, row(0.5, 0.5), time_s).uncertain.tolist() == [False]


def test_a_face_that_could_not_be_more_certain_is_named_however_high_the_threshold() -> None:
    smoother = TemporalSmoother(0.0, 0.95, 0.2)
    shown = [smoother.update(ONE, row(p, 1 - p), t).uncertain[0] for t, p in enumerate((0.6, 1.0))]
    assert shown == [True, False]


def test_uncertainty_itself_does_not_flicker() -> None:
    smoother = TemporalSmoother(0.01, 0.4, 0.1)
    seen = [
        bool(smoother.update(ONE, row(p, 0.3, 0.7 - p), step).uncertain[0])
        for step, p in enumerate((0.41, 0.39, 0.41, 0.44, 0.46, 0.41, 0.39))
    ]
    assert seen == [False, True, True, True, False, False, True]


def test_a_face_not_read_keeps_its_last_value() -> None:
    smoother = TemporalSmoother(0.3, 0.4)
    smoother.update(ONE, row(0.2, 0.8), 0.0)
    for step in range(1, 200):
        kept = smoother.update(ONE, row(0.0, 0.0), step / 10, np.array([False]))
    np.testing.assert_allclose(kept.probabilities, row(0.2, 0.8))
    assert (kept.labels.tolist(), kept.uncertain.tolist()) == ([1], [False])


@pytest.mark.parametrize(("time_constant_s", "kept_s"), [(0.05, 2.0), (0.5, 5.0)])
def test_a_face_out_of_sight_keeps_its_average_for_ten_time_constants_and_two_seconds(
    time_constant_s: float, kept_s: float
) -> None:
    nobody = np.zeros(0, np.int64), np.zeros((0, 2), np.float32)
    for away_s, expected in ((kept_s, row(0.2, 0.8)), (kept_s + 0.1, row(0.5, 0.5))):
        smoother = TemporalSmoother(time_constant_s, 0.4)
        smoother.update(ONE, row(0.2, 0.8), 100.0)
        smoother.update(*nobody, 100.0 + away_s)
        back = smoother.update(ONE, row(0, 0), 100.1 + away_s, np.array([False]))
        np.testing.assert_allclose(back.probabilities, expected)


def test_a_new_face_not_read_yet_is_uniform_and_uncertain_and_then_starts_with_its_own() -> None:
    smoother = TemporalSmoother(0.3, 0.4)
    alone = smoother.update(np.array([9]), row(0.0), 0.0, np.array([False]))
    assert alone.probabilities.tolist() == [[1.0]]
    waiting = smoother.update(ONE, row(0.0, 0.0, 0.0, 0.0), 0.0, np.array([False]))
    np.testing.assert_allclose(waiting.probabilities, 0.25)
    assert waiting.uncertain.tolist() == [True]
    first = smoother.update(ONE, row(0.1, 0.7, 0.1, 0.1), 0.1)
    np.testing.assert_allclose(first.probabilities, row(0.1, 0.7, 0.1, 0.1))
    assert first.uncertain.tolist() == [False]


def test_a_face_with_a_flaw_is_uncertain_and_does_not_move_the_average() -> None:
    smoother = TemporalSmoother(0.3, 0.4)
    smoother.update(TWO, rows((0.2, 0.8), (0.2, 0.8)), 0.0)
    flawed = smoother.update(
        TWO, rows((1, 0), (1, 0)), 5.0, None, (UnreadableReason.TOO_DARK, None)
    )
    np.testing.assert_allclose(flawed.probabilities, rows((0.2, 0.8), (1, 0)), atol=1e-6)
    assert flawed.uncertain.tolist() == [True, False]
    again = smoother.update(TWO, rows((0.2, 0.8), (1, 0)), 5.1, None, (None, None))
    assert again.uncertain.tolist() == [False, False]


def test_other_settings_forget_nobody() -> None:
    smoother = TemporalSmoother(0.3, 0.4, 0.1)
    smoother.update(ONE, row(0.9, 0.1), 0.0)
    smoother.configure(time_constant_s=1.0, switch_margin=0.2, uncertain_below=0.95)
    smoothed = smoother.update(ONE, row(0.1, 0.9), 1.0)
    np.testing.assert_allclose(smoothed.probabilities[0, 0], 0.1 + 0.8 * np.exp(-1), rtol=1e-5)
    assert smoothed.uncertain.tolist() == [True]
    smoother.configure(time_constant_s=0.001, switch_margin=0.9, uncertain_below=0.4)
    assert smoother.update(ONE, row(0.9, 0.1), 2.0).labels.tolist() == [1]


def test_a_reset_forgets_everybody() -> None:
    smoother = TemporalSmoother(0.3, 0.4)
    smoother.update(ONE, row(0.9, 0.1), 0.0)
    smoother.reset()
    smoothed = smoother.update(ONE, row(0.1, 0.9), 0.01)
    np.testing.assert_allclose(smoothed.probabilities, row(0.1, 0.9))


def test_no_faces_give_empty_arrays_of_the_right_shape() -> None:
    smoothed = TemporalSmoother(0.3, 0.4).update(
        np.zeros(0, np.int64), np.zeros((0, 7), np.float32), 0.0
    )
    assert smoothed.probabilities.shape == (0, 7)
    assert smoothed.labels.shape == smoothed.uncertain.shape == (0,)


def test_faces_gone_for_long_take_no_memory() -> None:
    smoother = TemporalSmoother(0.3, 0.4)
    for track in range(1000):
        smoother.update(np.array([track]), row(0.5, 0.5), track * 1.0)
    assert len(smoother) < 10


def test_what_was_known_after_a_jump_back_in_time_counts_no_more() -> None:
    smoother = TemporalSmoother(0.3, 0.4)
    smoother.update(ONE, row(1.0, 0.0), 100.0)
    smoother.update(TWO[1:], row(0.5, 0.5), 0.0)
    smoothed = smoother.update(ONE, row(0.0, 1.0), 0.1)
    np.testing.assert_allclose(smoothed.probabilities, row(0.0, 1.0))
