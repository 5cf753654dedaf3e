"""Labels that do not flicker."""

import numpy as np
import pytest

from emotion_desktop.domain import Floats
from emotion_desktop.vision.smoothing import TemporalSmoother

ONE = np.array([1], np.int64)


def row(*values: float) -> Floats:
    return np.array([values], np.float32)


def test_a_new_face_starts_with_its_own_probabilities() -> None:
    smoothed = TemporalSmoother(0.3, 0.4).update(ONE, row(0.2, 0.8), 5.0)
    np.testing.assert_allclose(smoothed.probabilities, row(0.2, 0.8))
    assert smoothed.labels.tolist() == [1]


def test_after_one_time_constant_a_change_has_come_through_by_63_percent() -> None:
    smoother = TemporalSmoother(0.3, 0.4)
    smoother.update(ONE, row(1.0, 0.0), 0.0)
    smoothed = smoother.update(ONE, row(0.0, 1.0), 0.3)
    np.testing.assert_allclose(smoothed.probabilities, row(np.exp(-1), 1 - np.exp(-1)), rtol=1e-5)


@pytest.mark.parametrize("fps", [5, 12.5, 30, 120])
def test_the_frame_rate_does_not_matter(fps: float) -> None:
    smoother = TemporalSmoother(0.3, 0.4)
    smoother.update(ONE, row(1.0, 0.0), 0.0)
    for step in range(1, round(0.4 * fps) + 1):
        smoothed = smoother.update(ONE, row(0.0, 1.0), step / fps)
    np.testing.assert_allclose(smoothed.probabilities[0, 0], np.exp(-0.4 / 0.3), rtol=1e-4)


def test_a_time_constant_of_zero_takes_every_frame_as_it_is() -> None:
    smoother = TemporalSmoother(0.0, 0.4)
    smoother.update(ONE, row(1.0, 0.0), 0.0)
    smoothed = smoother.update(ONE, row(0.1, 0.9), 0.0)
    np.testing.assert_allclose(smoothed.probabilities, row(0.1, 0.9), rtol=1e-6)


def test_faces_do_not_mix_and_keep_their_rows_when_the_order_changes() -> None:
    smoother = TemporalSmoother(1.0, 0.4)
    both = np.array([[1, 0], [0, 1]], np.float32)
    smoother.update(np.array([1, 2]), both, 0.0)
    smoothed = smoother.update(np.array([2, 1]), both[::-1].copy(), 0.1)
    np.testing.assert_allclose(smoothed.probabilities, both[::-1])


def test_rows_go_on_summing_to_one() -> None:
    smoother = TemporalSmoother(0.3, 0.4)
    generator = np.random.default_rng(0)
    for step in range(50):
        values = generator.dirichlet(np.ones(7)).astype(np.float32)[None]
        smoothed = smoother.update(ONE, values, step * 0.03)
        assert smoothed.probabilities.sum() == pytest.approx(1, abs=1e-5)


def test_a_face_of_which_no_class_is_likely_is_uncertain() -> None:
    ids = np.array([1, 2], np.int64)
    values = np.array([[0.39, 0.31, 0.3], [0.41, 0.3, 0.29]], np.float32)
    assert TemporalSmoother(0.3, 0.4).update(ids, values, 0.0).uncertain.tolist() == [True, False]


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
    assert len(smoother._state) < 10
