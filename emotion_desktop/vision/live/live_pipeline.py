"""The live pipeline: threads joined by mailboxes in which the newest frame wins. No Qt.

::

    open() ──> capture thread ── Mailbox ──> analysis thread ── results ──> whoever shows them
                    └──────────── frames (until a model is ready) ────────────────┘
    set_model(), ask() ──> loader threads ──> swap the predictors

Importing this module imports neither PyTorch, MediaPipe nor OpenCV; the threads do.
"""

import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from emotion_desktop.domain import Frame, FrameResult
from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.vision.live.analysis_thread import Analysis
from emotion_desktop.vision.live.capture_thread import QueuedFrame
from emotion_desktop.vision.live.mailbox import Mailbox
from emotion_desktop.vision.live.model_loader import Loader
from emotion_desktop.vision.live.source_player import Player
from emotion_desktop.vision.live.stats import LiveStats, Meter, Playhead
from emotion_desktop.vision.pipeline_request import PipelineRequest
from emotion_desktop.vision.sources import FrameSource, Playback, open_source
from emotion_desktop.vision.sources.base import ClosableSource
from emotion_desktop.vision.turning import turned_frame

if TYPE_CHECKING:
    from emotion_desktop.vision.crop_predictor import CropPredictor
    from emotion_desktop.vision.pipeline import FramePipeline


def _ignore(_: object) -> None:
    """Stand in for a callback that nobody has asked for."""


class LivePipeline:
    """One source and one model at a time, both replaceable while it runs; no method waits.

    All callbacks run on worker threads and must return soon. `on_frame` and `on_result` come
    only when a mailbox has just become non-empty, so a slow reader is never flooded.

    A result can come again for a frame that is shown already, when there is something new to be
    known about it: another model, other settings, its heatmaps.

    Args:
        load: Builds the pipeline; called once, on the analysis thread, where it may take long.
        on_frame: There is a frame in `frames` or in `coming`.
        on_result: There is a result in `results`.
        on_source_error: The source has ended or failed; `open` works again, and at the end of a
            file, which is held there, also jumps and steps of `playback`.
        on_model_error: A model could not be loaded or used; the one before stays at work, unless
            the analysis itself has failed. Then there are `frames` until `set_model`.
        on_model_ready: A model is used from now on.
        on_comparison_error: The second model could not be loaded or used; the first goes on.
        opener: Opens a source, as `open_source` does.

    Attributes:
        frames: The newest frame, as long as no model is ready.
        coming: The frame that is being analysed, so that its picture can be made meanwhile.
        results: The newest result.
    """

    def __init__(
        self,
        load: "Callable[[], FramePipeline]",
        *,
        on_frame: Callable[[], None],
        on_result: Callable[[], None],
        on_source_error: Callable[[EmotionDesktopError], None],
        on_model_error: Callable[[EmotionDesktopError], None],
        on_model_ready: "Callable[[CropPredictor], None]",
        on_comparison_error: Callable[[EmotionDesktopError], None] = _ignore,
        opener: Callable[..., FrameSource] = open_source,
    ) -> None:
        self.frames: Mailbox[Frame] = Mailbox()
        self.coming: Mailbox[Frame] = Mailbox()
        self.results: Mailbox[FrameResult] = Mailbox()
        self._work: Mailbox[QueuedFrame] = Mailbox()
        self._on_frame = on_frame
        self._on_result = on_result
        self._subscriber: Callable[[FrameResult], None] = _ignore
        self._on_source_error = on_source_error
        self._lock = threading.Lock()  # for what follows; never held while anything is waited for
        self._threads: list[threading.Thread] = []
        self._dropped_before = 0
        self._compared: str | None = None
        self._turns = 0
        self._max_fps: float | None = None
        self._due_at = 0.0
        self._closed = False
        self._meter = Meter()
        self._player = Player(opener, self._start, deliver=self._take_frame, fail=self._fail)
        self._analysis = Analysis(
            load,
            self._work,
            begin=self._begin,
            deliver=self._take_result,
            fail=on_model_error,
            fail_comparison=on_comparison_error,
            ready=on_model_ready,
        )
        loader = partial(Loader, self._start, self._analysis.loaded, like=self._model)
        self._models = loader(use=self._analysis.use, fail=on_model_error)
        self._comparisons = loader(use=self._use_comparison, fail=on_comparison_error)
        self._start(self._analysis)

    def subscribe(self, take: Callable[[FrameResult], None]) -> None:
        """Hand every result, also those that `results` drops, to one who takes it at once."""
        self._subscriber = take

    def open(self, source_text: str, *, loop: bool = True) -> None:
        """Show another source, as `open_source` takes it, from now on; returns at once."""
        if not self._closed:
            with self._player.lock:
                self.stop_source()
                self._player.open(source_text, loop=loop)

    def stop_source(self) -> None:
        """Let the source go, a camera for others to use; returns at once."""
        with self._player.lock:
            self._player.stop()
            # Nothing of the source before may be shown any more.
            self._analysis.forget()
            self._work.take()
            self.frames.take()
            self.coming.take()
            self.results.take()
            self._meter.clear()
            self._dropped_before = self._work.dropped

    @property
    def playback(self) -> Playback:
        """What holds the present source, or seeks in it if it is a file; `open` makes another."""
        return self._player.playback

    def set_model(self, checkpoint: str | Path) -> None:
        """Load a checkpoint, by name or path, and use it as soon as it is there."""
        self._models.load(checkpoint)

    def ask(self, request: PipelineRequest) -> None:
        """Do what is asked from the next frame on; a second model as soon as it is loaded.

        One that failed is not tried again before a request without it.
        """
        with self._lock:
            before, self._compared = self._compared, request.comparison
            self._turns = request.quarter_turns
            self._max_fps = request.max_fps
        self._analysis.ask(request)
        if request.comparison == before:
            return
        if request.comparison is not None:
            self._comparisons.load(request.comparison)
        else:
            self._comparisons.cancel()
            self._analysis.compare(None)

    @property
    def playhead(self) -> Playhead:
        """Where in a file the picture lies that was analysed last, or is being jumped to."""
        return self._player.playhead

    @property
    def stats(self) -> LiveStats:
        """Figures of this moment."""
        source = self._player.source
        size = source.size if source else None
        dropped = self._work.dropped - self._dropped_before + self._player.skipped
        predictor = self._model()
        playhead = self._player.playhead
        fps, stage_s, stage_p95_s = self._meter.read(time.monotonic())
        faces, left_out = self._meter.faces
        return LiveStats(
            source=source.name if source else "",
            size=size[::-1] if size and self._turns % 2 else size,
            source_fps=source.fps if source else None,
            fps=fps,
            dropped=dropped if predictor else 0,
            model=predictor.name if predictor else "",
            device=predictor.device_name if predictor else "",
            faces=faces,
            left_out=left_out,
            stage_s=stage_s,
            stage_p95_s=stage_p95_s,
            position_s=playhead.position_s,
            duration_s=playhead.duration_s,
            seekable=playhead.seekable,
            remarks=source.remarks if isinstance(source, ClosableSource) else (),
        )

    def close(self, timeout_s: float = 1.5) -> bool:
        """Stop everything; return whether all threads have ended within `timeout_s` seconds.

        A thread that hangs in a device or an import is left behind; it ends with the process.
        """
        deadline = time.monotonic() + timeout_s
        with self._lock:
            self._closed = True
            threads = self._threads
        self._player.close()
        self._models.close()
        self._comparisons.close()
        self._work.close()
        self.frames.close()
        self.coming.close()
        self.results.close()
        self._analysis.close()
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in threads)

    def _start(self, thread: threading.Thread) -> None:
        with self._lock:
            if not self._closed:
                self._threads = [t for t in self._threads if t.is_alive()]
                # Started under the lock: `close` must not find a thread that is not alive yet.
                thread.start()
                self._threads.append(thread)

    def _model(self) -> "CropPredictor | None":
        return self._analysis.predictor

    def _take_frame(self, shot: QueuedFrame) -> None:
        """Take a frame in; runs on a capture thread."""
        is_news = False
        with self._player.lock:
            if not self._player.is_current(shot) or self._is_too_soon(shot):
                return
            self._work.put(shot)
            if not self._analysis.is_ready:
                self._dropped_before = self._work.dropped
                self._player.show(shot)
                is_news = self.frames.put(turned_frame(shot.frame, self._turns))
        if is_news:
            self._on_frame()

    def _is_too_soon(self, shot: QueuedFrame) -> bool:
        """Return whether a live frame is to be left out for the sake of the rate asked for."""
        source = shot.capture.source
        if self._max_fps is None or source is None or not source.is_live:
            return False
        step, now = 1 / self._max_fps, shot.frame.captured_at
        if now < self._due_at - step / 4:  # cameras are never quite punctual
            return True
        self._due_at = max(self._due_at, now - step) + step
        return False

    def _fail(self, error: EmotionDesktopError) -> None:
        if not self._closed:
            self._on_source_error(error)

    def _begin(self, shot: QueuedFrame) -> None:
        """Announce a frame; runs on the analysis thread."""
        if self.coming.put(shot.frame):
            self._on_frame()

    def _take_result(self, shot: QueuedFrame, result: FrameResult, made_at: float | None) -> None:
        """Take a result in; runs on the analysis thread."""
        with self._player.lock:
            if not self._player.is_current(shot):
                return
            self._player.show(shot)
            self._meter.add(result, made_at)
            is_news = self.results.put(result)
        if is_news:  # nothing in between: what is not announced would never be fetched
            self._on_result()
        self._subscriber(result)

    def _use_comparison(self, predictor: "CropPredictor", is_wanted: Callable[[], bool]) -> None:
        if is_wanted():
            self._analysis.compare(predictor)
