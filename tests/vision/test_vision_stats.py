from typing import Any

import pytest

from emotion_desktop.vision.stats import Meter


class Result(dict[str, float]):
    """Stages of a result without faces."""

    @property
    def stage_s(self) -> dict[str, float]:
        return dict(self)

    def __len__(self) -> int:
        return 0


def test_the_95th_percentile_of_a_stage_stands_beside_its_median() -> None:
    meter: Any = Meter()
    for number in range(1, 21):
        meter.add(Result(detect=number / 1000), number / 30)
    _, _, medians, p95 = meter.read(20 / 30)
    assert medians["detect"] == pytest.approx(0.0105)
    assert p95["detect"] == pytest.approx(0.019)


def test_a_stage_that_ran_once_has_one_figure() -> None:
    meter: Any = Meter()
    meter.add(Result(detect=0.001), 1.0)
    meter.add(Result(detect=0.001, gradcam=0.02), 1.1)
    _, _, medians, p95 = meter.read(1.1)
    assert medians["gradcam"] == p95["gradcam"] == 0.02
