"""What the tests of sources and of the live pipeline read and listen with; sources that fail."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from emotion_desktop.domain import Frame, FrameResult
from emotion_desktop.errors import EmotionDesktopError, SourceEndedError, SourceError
from emotion_desktop.vision.crop_predictor import CropPredictor
from emotion_desktop.vision.live.live_pipeline import LivePipeline
from emotion_desktop.vision.sources import FrameSource
from emotion_desktop.vision.sources.base import frame_of

CheckpointMaker = Callable[..., Path]
VideoMaker = Callable[..., Path]
Starter = Callable[..., LivePipeline]
PATIENCE_S = 20.0


def read_all(source: FrameSource) -> list[Frame]:
    """Return all frames of a source that ends, and close it."""
    frames = []
    try:
        while True:
            frames.append(source.read())
    except SourceEndedError:
        return frames
    finally:
        source.close()


class Listener:
    """Collects what the pipeline calls back; `wait` waits for it."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.frames = 0
        self.results = 0
        self.source_errors: list[EmotionDesktopError] = []
        self.model_errors: list[EmotionDesktopError] = []
        self.models: list[CropPredictor] = []

    def on_frame(self) -> None:
        with self.changed:
            self.frames += 1
            self.changed.notify_all()

    def on_result(self) -> None:
        with self.changed:
            self.results += 1
            self.changed.notify_all()

    def on_source_error(self, error: EmotionDesktopError) -> None:
        self.keep(self.source_errors, error)

    def on_model_error(self, error: EmotionDesktopError) -> None:
        self.keep(self.model_errors, error)

    def on_model_ready(self, predictor: CropPredictor) -> None:
        self.keep(self.models, predictor)

    def keep(self, where: list[Any], item: object) -> None:
        with self.changed:
            where.append(item)
            self.changed.notify_all()

    def wait(self, condition: Callable[[], object]) -> None:
        with self.changed:
            assert self.changed.wait_for(condition, PATIENCE_S), vars(self)


class FakeSource:
    """An endless live source of black pictures that can be told to hang or fail."""

    is_live = True
    size = (64, 48)
    fps: float | None = None
    frame_count: int | None = None

    def __init__(self, name: str = "fake", *, hang: threading.Event | None = None) -> None:
        self.name = name
        self.hang = hang
        self.failure: SourceError | None = None
        self.closed = threading.Event()
        self.reads = 0
        self.hangs = threading.Event()

    def read(self) -> Frame:
        self.reads += 1
        if self.hang is not None:
            self.hangs.set()
            self.hang.wait(PATIENCE_S)
        if self.failure is not None:
            raise self.failure
        self.closed.wait(0.002)
        image = np.zeros((48, 64, 3), np.uint8)
        return frame_of(image, self.reads - 1, self.reads / 500, self.name)

    def close(self) -> None:
        self.closed.set()


def next_result(live: LivePipeline, is_right: Callable[[FrameResult], object]) -> FrameResult:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        result = live.results.take(0.5)
        if result is not None and is_right(result):
            return result
    pytest.fail(f"no such result came; {live.stats}")


def opener_of(*sources: FakeSource) -> Callable[..., FrameSource]:
    by_name = {source.name: source for source in sources}
    return lambda text, **_: by_name[text]
