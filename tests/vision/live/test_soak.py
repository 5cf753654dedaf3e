"""Frames for hours, as fast as they go, while everything is switched: nothing grows."""

import gc
import itertools
import random
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

import numpy as np
import psutil
import pytest

from emotion_desktop.domain import Frame, Image
from emotion_desktop.errors import SourceEndedError
from emotion_desktop.memory import give_back
from emotion_desktop.vision.live.live_pipeline import LivePipeline
from emotion_desktop.vision.pipeline import FramePipeline
from emotion_desktop.vision.pipeline_request import PipelineRequest
from emotion_desktop.vision.predictor import EmotionPredictor
from emotion_desktop.vision.sources.base import frame_of
from tests.vision.live_helpers import PATIENCE_S, Listener

MODELS = ("cnn48_rgb", "cnn48_gray")
SWITCH_EVERY = 150
MOST_GROWTH = 100e6
"""Bytes by which a process may have grown: what a model and a picture take comes and goes."""


class FastSource:
    """Pictures as fast as somebody reads them."""

    is_live = True
    fps: float | None = None
    frame_count: int | None = None

    def __init__(self, name: str, images: Sequence[Image]) -> None:
        self.name = name
        self.size = (images[0].shape[1], images[0].shape[0])
        self._images = itertools.cycle(images)
        self._index = itertools.count()
        self._closed = threading.Event()

    def read(self) -> Frame:
        if self._closed.wait(0.001):
            raise SourceEndedError("closed")
        index = next(self._index)
        return frame_of(next(self._images), index, index / 30, self.name)

    def close(self) -> None:
        self._closed.set()


@dataclass(frozen=True)
class Taken:
    """What the process takes of the machine."""

    memory: int
    handles: int
    threads: int

    @classmethod
    def now(cls) -> "Taken":
        gc.collect()
        give_back()
        me = psutil.Process()
        return cls(me.memory_info().rss, me.num_fds(), me.num_threads())


@pytest.mark.skipif(sys.platform == "win32", reason="counts POSIX's handles")
@pytest.mark.parametrize(
    "count",
    [pytest.param(1_500, marks=pytest.mark.slow), pytest.param(108_000, marks=pytest.mark.long)],
)
def test_memory_handles_and_threads_stay_flat(
    count: int, demo_images: tuple[Image, ...], cleanup: ExitStack
) -> None:
    sizes = {
        name: [np.ascontiguousarray(image[::step, ::step]) for image in demo_images]
        for name, step in {"large": 2, "small": 4}.items()
    }
    listener, choose = Listener(), random.Random(0)
    live = LivePipeline(
        lambda: FramePipeline(EmotionPredictor(MODELS[0], device="cpu", backend="onnx"), live=True),
        on_frame=listener.on_frame,
        on_result=listener.on_result,
        on_source_error=listener.on_source_error,
        on_model_error=listener.on_model_error,
        on_model_ready=lambda _: None,
        on_comparison_error=listener.on_model_error,
        opener=lambda text, **_: FastSource(text, sizes[text]),
    )
    cleanup.callback(live.close, 5.0)
    live.open("large")
    settled: Taken | None = None
    for number in range(count):
        result = live.results.take(PATIENCE_S)
        assert result is not None, (number, listener.source_errors, listener.model_errors)
        if number == count // 3:
            settled = Taken.now()
        if number % SWITCH_EVERY == SWITCH_EVERY - 1:
            match choose.randrange(3):
                case 0:
                    live.open(choose.choice(list(sizes)))
                case 1:
                    live.set_model(choose.choice(MODELS))
                case _:
                    other = choose.choice([None, MODELS[1]])
                    heatmaps = choose.random() < 0.5
                    live.ask(PipelineRequest(heatmaps=heatmaps, comparison=other))
    live.set_model(MODELS[0])
    live.ask(PipelineRequest())
    time.sleep(1)
    end = Taken.now()
    assert not listener.source_errors
    assert not listener.model_errors
    assert settled is not None
    assert end.memory - settled.memory < MOST_GROWTH, (settled, end)
    assert end.handles <= settled.handles + 4, (settled, end)
    assert end.threads <= settled.threads + 4, (settled, end)
