"""What the benchmark of the timeline feeds it with."""

import pytest

from benchmarks.timeline import FPS, PEOPLE, figures, results


def test_made_results_come_at_the_pace_of_a_camera() -> None:
    first, second = results(2)
    assert second.captured_at - first.captured_at == pytest.approx(1 / FPS)
    assert len(first) == PEOPLE
    assert first.probabilities.sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_figures_are_median_and_95th_percentile() -> None:
    assert figures([number / 1000 for number in range(101)]) == "50.000 / 95.000"
