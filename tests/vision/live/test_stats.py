from typing import Any

import pytest

from emotion_desktop.vision.live.stats import Meter


class Result(dict[str, float]):
    """Stages of a result without faces."""

    left_out = 3

    @property
    def stage_s(self) -> dict[str, float]:
        return dict(self)

    def __len__(self) -> int:
        return 0


def test_the_95th_percentile_of_a_stage_stands_beside_its_median() -> None:
    meter: Any = Meter()
    for number in range(1, 21):
        meter.add(Result(detect=number / 1000), number / 30)
    _, medians, p95 = meter.read(20 / 30)
    assert medians["detect"] == pytest.approx(0.0105)
    assert p95["detect"] == pytest.approx(0.019)


def test_a_stage_that_ran_once_has_one_figure() -> None:
    meter: Any = Meter()
    meter.add(Result(detect=0.001), 1.0)
    meter.add(Result(detect=0.001, gradcam=0.02), 1.1)
    _, medians, p95 = meter.read(1.1)
    assert medians["gradcam"] == p95["gradcam"] == 0.02


def test_faces_of_the_newest_result_and_those_left_out_are_known_until_the_source_changes() -> None:
    meter: Any = Meter()
    meter.add(Result(), 1.0)
    assert meter.faces == (0, 3)
    meter.clear()
    assert meter.faces == (0, 0)
