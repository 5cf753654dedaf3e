"""The thread that turns frames into results."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from emotion_desktop.domain import FrameResult
from emotion_desktop.error_boundary import ANALYSIS, error_boundary
from emotion_desktop.errors import EmotionDesktopError, ModelError, UnexpectedError
from emotion_desktop.vision.live.capture_thread import QueuedFrame
from emotion_desktop.vision.live.mailbox import Mailbox
from emotion_desktop.vision.pipeline_request import PipelineRequest
from emotion_desktop.vision.turning import turned_frame

if TYPE_CHECKING:
    from emotion_desktop.vision.crop_predictor import CropPredictor
    from emotion_desktop.vision.pipeline import FramePipeline

_IDLE_S: Final = 0.1
"""If no frame has come for so long, and another result is to be had for the last, it is made."""


class Analysis(threading.Thread):
    """Loads the pipeline, then looks at the newest frame until the mailbox is closed.

    While no frames come, because the source is held, say, the last one is looked at again as
    often as there is something new to be known about it: another model, settings, heatmaps.

    If it fails, it rests until `use` brings a model; after a bug it begins anew with that.

    Args:
        load: Builds the pipeline; may take long.
        work: Where frames wait.
        begin: Takes each new frame before it is looked at.
        deliver: Takes each result and when it was made, None if its frame had one before.
        fail: Takes the error if the pipeline, the model, another detector or the heatmaps cannot
            be used.
        fail_comparison: Takes the error if the second model cannot be used.
        ready: Takes the predictor that is used from now on.

    Attributes:
        loaded: Set once `load` has returned or failed.
    """

    def __init__(
        self,
        load: "Callable[[], FramePipeline]",
        work: Mailbox[QueuedFrame],
        *,
        begin: Callable[[QueuedFrame], None],
        deliver: Callable[[QueuedFrame, FrameResult, float | None], None],
        fail: Callable[[EmotionDesktopError], None],
        fail_comparison: Callable[[EmotionDesktopError], None],
        ready: "Callable[[CropPredictor], None]",
    ) -> None:
        super().__init__(name="analysis", daemon=True)
        self.loaded = threading.Event()
        self._load = load
        self._work = work
        self._begin = begin
        self._deliver = deliver
        self._fail = fail
        self._fail_comparison = fail_comparison
        self._on_ready = ready
        self._ready = threading.Event()  # there is a model that works, or nothing more to do
        self._lock = threading.Lock()  # for what follows; never held while anything is waited for
        self._pipeline: FramePipeline | None = None
        self._request: PipelineRequest | None = None
        self._compared: CropPredictor | None = None
        self._previous: CropPredictor | None = None
        self._closed = False
        self._has_news = False
        self._last: QueuedFrame | None = None
        self._before: QueuedFrame | None = None
        self._upright: tuple[QueuedFrame, int, QueuedFrame] | None = None
        self._turns = 0
        self._is_broken = False  # the pipeline may be in any state

    @property
    def predictor(self) -> "CropPredictor | None":
        """The model in use; None before there is one."""
        pipeline = self._pipeline
        return pipeline.predictor if pipeline is not None else None

    @property
    def is_ready(self) -> bool:
        """Whether frames become results."""
        return self._ready.is_set()

    def ask(self, request: PipelineRequest) -> None:
        """Do what is asked from the next frame on; the latest request wins."""
        with self._lock:
            self._request = request
            self._forward_requests()

    def compare(self, predictor: "CropPredictor | None") -> None:
        """Let a second model read the same faces, or none."""
        with self._lock:
            self._compared = predictor
            self._forward_requests()

    def use(self, predictor: "CropPredictor", is_wanted: Callable[[], bool]) -> None:
        """Read with this model from the next frame on if that is still wanted.

        Raises:
            SettingError, AssetError: If there is no pipeline yet and none can be made.
        """
        from emotion_desktop.vision.pipeline import FramePipeline

        request = self._request or PipelineRequest()
        pipeline = None if self._is_broken else self._pipeline
        self._use(pipeline or FramePipeline(predictor, request, live=True), predictor, is_wanted)

    def forget(self) -> None:
        """Do not look at the last frame again: its source is gone."""
        self._last = self._upright = None

    def close(self) -> None:
        """End as soon as the present frame is done; the mailbox must be closed before."""
        with self._lock:
            self._closed = True
        self._ready.set()

    def run(self) -> None:
        """Load the first model, then analyse until closed."""
        self._attempt(self._load_first)
        self.loaded.set()
        while self._ready.wait() and not self._work.closed:
            self._attempt(self._analyse_next)
        with self._lock:
            last, self._pipeline = self._pipeline, None
        _close(last)

    def _attempt(self, step: Callable[[], None]) -> None:
        """Take a step; if it fails, rest until another model comes."""
        try:
            with error_boundary(ANALYSIS):
                step()
        except EmotionDesktopError as error:
            self._is_broken = isinstance(error, UnexpectedError)
            with self._lock:
                if not self._closed:
                    self._ready.clear()
            self._fail(error)

    def _load_first(self) -> None:
        first = self._load()
        self._use(first, first.predictor, lambda: True)

    def _analyse_next(self) -> None:
        new = self._work.take(_IDLE_S)
        shot = new or self._worth_another_look(self._before)
        pipeline = self._pipeline
        if shot is None or pipeline is None:
            return
        self._has_news = False
        turns = self._request.quarter_turns if self._request is not None else 0
        if turns != self._turns or not shot.continues(self._before):
            pipeline.reset()
        self._before, self._last, self._turns = shot, shot, turns
        upright = self._turned(shot, turns)
        if new is not None:
            self._begin(upright)
        self._analyse(pipeline, upright, again=new is None)

    def _turned(self, shot: QueuedFrame, turns: int) -> QueuedFrame:
        """Return a frame turned upright, the same one when it is looked at again."""
        if self._upright is None or self._upright[:2] != (shot, turns):
            frame = turned_frame(shot.frame, turns)
            upright = shot if frame is shot.frame else replace(shot, frame=frame)
            self._upright = shot, turns, upright
        return self._upright[2]

    def _worth_another_look(self, before: QueuedFrame | None) -> QueuedFrame | None:
        last, pipeline = self._last, self._pipeline
        if pipeline is None or last is None or last is not before:
            return None
        return last if self._has_news or pipeline.needs_another_pass else None

    def _analyse(self, pipeline: "FramePipeline", shot: QueuedFrame, *, again: bool) -> None:
        try:
            result = pipeline.process(shot.frame)
        except ModelError as error:
            self._fail(error)
            self._use_previous(pipeline)
            return
        failure, pipeline.comparison_error = pipeline.comparison_error, None
        if failure is not None:
            with self._lock:
                self._compared = None
            self._fail_comparison(failure)
        refused, pipeline.detector_error = pipeline.detector_error, None
        for problem in (refused, pipeline.take_heatmap_error()):
            if problem is not None:
                self._fail(problem)
        if len(result):
            self._previous = None  # the new one works: nobody needs the one before any more
        self._deliver(shot, result, None if again else time.monotonic())
        if not again:
            pipeline.search(shot.frame)

    def _use_previous(self, pipeline: "FramePipeline") -> None:
        """Go on with the model before; without one, show raw frames until another model comes."""
        with self._lock:
            previous, self._previous = self._previous, None
            if previous is None:
                self._ready.clear()
            else:
                pipeline.predictor = previous
                self._has_news = True
        if previous is not None:
            self._on_ready(previous)

    def _forward_requests(self) -> None:
        self._has_news = True
        pipeline = self._pipeline
        if pipeline is not None:
            pipeline.comparison_predictor = self._compared
            pipeline.request = self._request or pipeline.request

    def _use(
        self,
        pipeline: "FramePipeline",
        predictor: "CropPredictor",
        is_wanted: Callable[[], bool],
    ) -> None:
        with self._lock:
            before, wanted = self._pipeline, not self._closed and is_wanted()
            if wanted:
                if pipeline.predictor is not predictor and self._ready.is_set():
                    self._previous = pipeline.predictor
                pipeline.predictor = predictor
                self._pipeline = pipeline
                self._is_broken = False
                self._forward_requests()
                self._ready.set()
        if wanted:
            self._on_ready(predictor)
        unused = before if wanted else pipeline
        if unused is not self._pipeline:
            _close(unused)


def _close(pipeline: "FramePipeline | None") -> None:
    """Close a pipeline; a bug in that is in the log, and there is nothing to be done about it."""
    with suppress(UnexpectedError), error_boundary(ANALYSIS):
        if pipeline is not None:
            pipeline.close()
