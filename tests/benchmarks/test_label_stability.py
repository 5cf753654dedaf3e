"""What the benchmark of calm labels counts."""

import numpy as np
import pytest

from benchmarks.label_stability import Reading, changes, delays, made_sequence, noise
from emotion_desktop.config import PipelineSettings

ONE = np.ones(1, np.int64)
RAW = PipelineSettings().with_smoothing(0.0)


def readings(*firsts: float, step_s: float = 0.1) -> list[Reading]:
    """Return readings of one face with two classes, of which the first has these probabilities."""
    return [
        Reading(step_s * index, ONE, np.array([[first, 1 - first]], np.float32))
        for index, first in enumerate(firsts)
    ]


def test_every_change_of_a_raw_label_is_counted_per_second_of_face() -> None:
    counted = changes(readings(0.9, 0.1, 0.9, 0.9, 0.1, 0.1), RAW)
    assert (counted.labels, counted.shown) == (3, 3)
    assert counted.seconds == pytest.approx(0.5)


def test_a_face_that_becomes_uncertain_changes_what_is_seen_but_not_its_label() -> None:
    values = np.array([[[0.8, 0.1, 0.1]], [[0.36, 0.32, 0.32]]], np.float32)
    counted = changes([Reading(0.1 * i, ONE, row) for i, row in enumerate(values)], RAW)
    assert (counted.labels, counted.shown) == (0, 1)


def test_steady_readings_have_no_noise_and_lively_ones_keep_their_order() -> None:
    assert np.abs(noise(readings(*[0.7] * 20))).max() < 1e-6
    lively = noise(readings(*[0.6, 0.8] * 10))
    assert (np.diff(np.sign(lively[:, 0])) != 0).all()


def test_without_noise_the_raw_label_follows_within_a_frame_and_the_calm_one_later() -> None:
    made, truth = made_sequence(np.zeros((10, 4), np.float32), 0.8)
    assert delays(made, truth, RAW).max() <= 1 / 30 + 1e-6
    calm = delays(made, truth, PipelineSettings())
    assert 0.2 < np.median(calm) < 0.3
