"""What the benchmark of neutral faces counts."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.neutral_baseline import UNCERTAIN, Person, Shown, Viewing
from emotion_desktop.domain import FrameResult
from tests.builders import make_frame_result

SAD = (0.0, 0.0, 0.0, 0.0, 0.7, 0.0, 0.3)


def at(index: int) -> FrameResult:
    result = make_frame_result([(40, 40, 140, 140)], [SAD])
    return replace(result, frame=replace(result.frame, index=index, time_s=index / 10))


def test_only_what_comes_after_the_neutral_seconds_counts_in_both() -> None:
    viewing = Viewing(1.0)
    for index in range(15):
        viewing.first(at(index))
    assert viewing.raw[1].labels == ["sadness"] * 4
    for index in range(15):
        viewing.second(at(index))
    assert viewing.relative[1].labels == viewing.raw[1].labels
    assert list(viewing.neutral) == [1]


def test_a_table_has_shares_and_means_of_what_occurs() -> None:
    sure, unsure = np.array([0.9, 0.1], np.float32), np.array([0.5, 0.5], np.float32)
    raw = Shown(["neutral", UNCERTAIN], [sure, unsure])
    person = Person("a.mp4", 1, ("neutral", "fear"), raw, Shown(["neutral"] * 2, [sure, sure]))
    first, second, third = person.rows()
    assert first[0] == "neutral"
    assert first[1:] == pytest.approx((0.5, 1.0, 0.7, 0.9))
    assert second[:3] == ("fear", 0.0, 0.0)
    assert third[:3] == (UNCERTAIN, 0.5, 0.0)
