"""What the comparison of smoothers counts."""

import numpy as np
import pytest

from benchmarks.label_stability import made_sequence
from benchmarks.smoothers import CANDIDATES, GAP_S, calm, with_gaps

SILENCE = np.zeros((10, 4), np.float32)


@pytest.mark.parametrize("name", ["margin 0.1", "low-pass", "median", "hmm"])
def test_without_noise_no_candidate_flickers_and_all_name_what_changed(name: str) -> None:
    made, truth = made_sequence(SILENCE, 0.8)
    figures = calm(CANDIDATES[name](0.1), made, truth)
    assert figures.extra == 0
    assert 0 < figures.median_s <= figures.late_s < 0.6


def test_gaps_take_readings_away_in_turn_and_leave_the_rest_in_order() -> None:
    made, _ = made_sequence(SILENCE, 0.8)
    times = np.array([reading.time_s for reading in with_gaps(made)])
    assert 0.4 * len(made) < len(times) < 0.7 * len(made)
    assert (np.diff(times) > 0).all()
    assert np.diff(times).max() >= GAP_S
