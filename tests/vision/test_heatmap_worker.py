"""Heatmaps at their own rate."""

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest

from emotion_desktop.config import HeatmapMethod
from emotion_desktop.domain import Floats, Image, Ints
from emotion_desktop.errors import ModelError
from emotion_desktop.vision.heatmap_worker import HeatmapWorker

if TYPE_CHECKING:
    from emotion_desktop.vision.predictor import EmotionPredictor

SIDE = 4


class Model:
    """Its heatmaps are full of the number of the round; it may be held up."""

    size = SIDE

    def __init__(self) -> None:
        self.rounds = 0
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.fails = False

    def gradcam(self, crops: Image, classes: Ints, _method: HeatmapMethod) -> Floats:
        self.may_go_on.wait(30)
        if self.fails:
            msg = "out of memory"
            raise ModelError(msg)
        self.rounds += 1
        assert len(crops) == len(classes)
        return np.full((len(crops), SIDE, SIDE), self.rounds, np.float32)


def ask(explainer: HeatmapWorker, model: Model, ids: list[int], time_s: float) -> list[float]:
    """Return the value of each face's map."""
    maps, _ = explainer.heatmaps(
        cast("EmotionPredictor", model),
        lambda: np.zeros((len(ids), SIDE, SIDE, 3), np.uint8),
        np.zeros(len(ids), np.int64),
        np.array(ids, np.int64),
        time_s,
    )
    assert maps.shape == (len(ids), SIDE, SIDE)
    return [float(one[0, 0]) for one in maps]


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.002)


def test_maps_of_a_moment_ago_are_good_enough() -> None:
    explainer, model = HeatmapWorker(0.2, background=False), Model()
    values = [ask(explainer, model, [1], time_s)[0] for time_s in (0.0, 0.1, 0.25, 0.3, 0.46)]
    assert values == [1, 1, 2, 2, 3]


def test_faces_are_cut_out_only_when_a_round_is_due() -> None:
    explainer, cuts = HeatmapWorker(0.2, background=False), []

    def cut() -> Image:
        cuts.append(1)
        return np.zeros((1, SIDE, SIDE, 3), np.uint8)

    one = np.ones(1, np.int64)
    for time_s in (0.0, 0.1, 0.15, 0.25):
        explainer.heatmaps(cast("EmotionPredictor", Model()), cut, 0 * one, one, time_s)
    assert len(cuts) == 2


def test_somebody_new_does_not_wait() -> None:
    explainer, model = HeatmapWorker(0.2, background=False), Model()
    ask(explainer, model, [1], 0.0)
    assert ask(explainer, model, [1, 2], 0.01) == [2, 2]


def test_a_clock_that_jumps_back_is_no_reason_to_wait() -> None:
    explainer, model = HeatmapWorker(0.2, background=False), Model()
    ask(explainer, model, [1], 9.0)
    assert ask(explainer, model, [1], 0.0) == [2]


def test_nobody_there_gives_no_maps_and_costs_nothing() -> None:
    model = Model()
    assert ask(HeatmapWorker(0.2, background=False), model, [], 0.0) == []
    assert model.rounds == 0


def test_in_the_background_nobody_waits_for_a_slow_model() -> None:
    explainer, model = HeatmapWorker(0.2, background=True), Model()
    model.may_go_on.clear()
    for time_s in (0.0, 0.3, 0.6):
        assert ask(explainer, model, [1], time_s) == [0]
    model.may_go_on.set()
    until(lambda: ask(explainer, model, [1], 0.65) == [1])
    assert model.rounds == 1
    explainer.close()


def test_a_failure_in_the_background_is_told_at_the_next_call() -> None:
    explainer, model = HeatmapWorker(0.0, background=True), Model()
    model.fails = True

    def fails() -> bool:
        try:
            ask(explainer, model, [1], 0.0)
        except ModelError:
            return True
        return False

    until(fails)
    explainer.close()


def test_maps_asked_for_before_a_reset_are_not_shown_after_it() -> None:
    explainer, model = HeatmapWorker(0.2, background=True), Model()
    model.may_go_on.clear()
    ask(explainer, model, [1], 0.0)
    explainer.reset()
    model.may_go_on.set()
    until(lambda: model.rounds == 1)
    until(lambda: ask(explainer, model, [1], 0.01) == [2])
    explainer.close()


def test_a_failing_model_raises_at_once_where_somebody_waits() -> None:
    model = Model()
    model.fails = True
    with pytest.raises(ModelError, match="out of memory"):
        ask(HeatmapWorker(0.2, background=False), model, [1], 0.0)
