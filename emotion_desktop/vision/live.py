"""The live pipeline: threads joined by mailboxes in which the newest frame wins. No Qt.

::

    open() ──> capture thread ── Mailbox ──> analysis thread ── results ──> whoever shows them
                    └──────────── frames (until a model is ready) ────────────────┘
    set_model() ──> loader thread ──> swaps the predictor

Importing this module imports neither PyTorch, MediaPipe nor OpenCV; the threads do.
"""

import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from emotion_desktop.config import PipelineSettings
from emotion_desktop.domain import Frame, FrameResult
from emotion_desktop.errors import EmotionDesktopError, ModelError, SourceError
from emotion_desktop.labels import Emotion
from emotion_desktop.vision.capture import Capture
from emotion_desktop.vision.mailbox import Mailbox
from emotion_desktop.vision.sources import FrameSource, open_source
from emotion_desktop.vision.stats import LiveStats, Meter

if TYPE_CHECKING:
    from emotion_desktop.vision.pipeline import FramePipeline
    from emotion_desktop.vision.predictor import EmotionPredictor

_POLL_S = 0.5


class LivePipeline:
    """One source and one model at a time, both replaceable while it runs; no method waits.

    All callbacks run on worker threads and must return soon. `on_frame` and `on_result` come
    only when a mailbox has just become non-empty, so a slow reader is never flooded.

    Args:
        load: Builds the pipeline; called once, on the analysis thread, where it may take long.
        on_frame: There is a raw frame in `frames`.
        on_result: There is a result in `results`.
        on_source_error: The source has ended or failed; `open` works again.
        on_model_error: A model could not be loaded or used; the one before stays at work.
        on_model_ready: A model is used from now on.
        opener: Opens a source, as `open_source` does.

    Attributes:
        frames: The newest frame, as long as no model is ready.
        results: The newest result.
    """

    def __init__(
        self,
        load: "Callable[[], FramePipeline]",
        *,
        on_frame: Callable[[], None],
        on_result: Callable[[], None],
        on_source_error: Callable[[SourceError], None],
        on_model_error: Callable[[EmotionDesktopError], None],
        on_model_ready: "Callable[[EmotionPredictor], None]",
        opener: Callable[..., FrameSource] = open_source,
    ) -> None:
        self.frames: Mailbox[Frame] = Mailbox()
        self.results: Mailbox[FrameResult] = Mailbox()
        self._work: Mailbox[tuple[Capture, Frame]] = Mailbox()
        self._load = load
        self._on_frame = on_frame
        self._on_result = on_result
        self._on_source_error = on_source_error
        self._on_model_error = on_model_error
        self._on_model_ready = on_model_ready
        self._opener = opener
        self._lock = threading.Lock()  # for what follows; never held while anything is waited for
        self._capture: Capture | None = None
        self._threads: list[threading.Thread] = []
        self._pipeline: FramePipeline | None = None
        self._model_wish = 0
        self._gradcam = False
        self._gradcam_class: Emotion | None = None
        self._settings: PipelineSettings | None = None
        self._dropped_before = 0
        self._closed = False
        self._meter = Meter()
        self._first_load_done = threading.Event()
        self._ready = threading.Event()  # there is a model that works, or nothing more to do
        self._running = threading.Event()
        self._running.set()
        self._start(threading.Thread(target=self._analyse, name="analysis", daemon=True))

    def open(self, source_text: str, *, loop: bool = True) -> None:
        """Show another source, as `open_source` takes it, from now on; returns at once."""
        opener = partial(self._opener, source_text, loop=loop, realtime=True)
        with self._lock:
            if self._closed:
                return
            before = self._capture
            self._capture = Capture(
                opener,
                after=before if source_text.startswith("camera") else None,
                running=self._running,
                deliver=self._deliver,
                fail=self._fail,
            )
            capture = self._capture
            self._dropped_before = self._work.dropped
        if before is not None:
            before.stop()
        # Nothing of the source before may be shown any more.
        self._work.take()
        self.frames.take()
        self.results.take()
        self._meter.clear()
        self._start(capture)

    def set_model(self, checkpoint: str | Path) -> None:
        """Load a checkpoint, by name or path, and use it as soon as it is there."""
        with self._lock:
            self._model_wish += 1
            load = partial(self._load_model, checkpoint, self._model_wish)
        self._start(threading.Thread(target=load, name="model loader", daemon=True))

    def set_gradcam(self, *, on: bool, target: Emotion | None = None) -> None:
        """Compute heatmaps or not: of a class, or of each face's own label if None."""
        with self._lock:
            self._gradcam, self._gradcam_class = on, target
            self._pass_on_wishes()

    def configure(self, settings: PipelineSettings) -> None:
        """Use these settings from the next frame on."""
        with self._lock:
            self._settings = settings
            self._pass_on_wishes()

    def _pass_on_wishes(self) -> None:
        pipeline = self._pipeline
        if pipeline is not None:
            pipeline.gradcam, pipeline.gradcam_class = self._gradcam, self._gradcam_class
            if self._settings is not None:
                pipeline.configure(self._settings)

    def pause(self) -> None:
        """Hold the source; nothing is analysed."""
        self._running.clear()

    def resume(self) -> None:
        """Go on."""
        self._running.set()

    @property
    def paused(self) -> bool:
        """Whether the source is held."""
        return not self._running.is_set()

    @property
    def stats(self) -> LiveStats:
        """Figures of this moment."""
        with self._lock:
            source = self._capture.source if self._capture is not None else None
            predictor = self._pipeline.predictor if self._pipeline is not None else None
            dropped = self._work.dropped - self._dropped_before
        fps, faces, stage_s, stage_p95_s = self._meter.read(time.monotonic())
        return LiveStats(
            source=source.name if source else "",
            size=source.size if source else None,
            source_fps=source.fps if source else None,
            fps=fps,
            dropped=dropped if predictor else 0,
            model=predictor.name if predictor else "",
            device=predictor.device_name if predictor else "",
            faces=faces,
            stage_s=stage_s,
            stage_p95_s=stage_p95_s,
        )

    def close(self, timeout_s: float = 1.5) -> bool:
        """Stop everything; return whether all threads have ended within `timeout_s` seconds.

        A thread that hangs in a device or an import is left behind; it ends with the process.
        """
        deadline = time.monotonic() + timeout_s
        with self._lock:
            self._closed = True
            capture, threads = self._capture, self._threads
        if capture is not None:
            capture.stop()
        self._running.set()
        self._work.close()
        self.frames.close()
        self.results.close()
        self._ready.set()
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

    def _deliver(self, capture: Capture, frame: Frame) -> None:
        """Take a frame in; runs on a capture thread."""
        with self._lock:
            if capture is not self._capture:
                return
            self._work.put((capture, frame))
            is_news = not self._ready.is_set() and self.frames.put(frame)
        if is_news:
            self._on_frame()

    def _fail(self, capture: Capture, error: SourceError) -> None:
        with self._lock:
            is_current = capture is self._capture and not self._closed
        if is_current:
            self._on_source_error(error)

    def _analyse(self) -> None:
        """Load the first model, then look at the newest frame until closed."""
        try:
            self._use(self._load())
        except EmotionDesktopError as error:
            self._on_model_error(error)
        finally:
            self._first_load_done.set()
        seen: Capture | None = None
        while self._ready.wait() and not self._work.closed:
            item = self._work.take(_POLL_S)
            pipeline = self._pipeline
            if item is None or pipeline is None:
                continue
            capture, frame = item
            if capture is not seen:
                pipeline.reset()
                seen = capture
            self._analyse_frame(pipeline, capture, frame)
        with self._lock:
            last, self._pipeline = self._pipeline, None
        if last is not None:
            last.close()

    def _analyse_frame(self, pipeline: "FramePipeline", capture: Capture, frame: Frame) -> None:
        try:
            result = pipeline.process(frame)
        except ModelError as error:
            self._ready.clear()  # raw frames again, until another model comes
            self._on_model_error(error)
            return
        with self._lock:
            if capture is not self._capture:
                return
            is_news = self.results.put(result)
        self._meter.add(result, time.monotonic())
        if is_news:
            self._on_result()

    def _load_model(self, checkpoint: str | Path, wish: int) -> None:
        """Load a checkpoint; runs on a thread of its own."""
        self._first_load_done.wait()
        if wish != self._model_wish or self._closed:
            return
        from emotion_desktop.vision.pipeline import FramePipeline
        from emotion_desktop.vision.predictor import EmotionPredictor

        pipeline = self._pipeline
        before = pipeline.predictor if pipeline is not None else None
        device, backend = (before.device, before.backend) if before else ("auto", "auto")
        try:
            predictor = EmotionPredictor(checkpoint, device=device, backend=backend)
            if pipeline is None:
                pipeline = FramePipeline(predictor, live=True)
        except EmotionDesktopError as error:
            if wish == self._model_wish and not self._closed:
                self._on_model_error(error)
            return
        self._use(pipeline, predictor, wish)

    def _use(
        self,
        pipeline: "FramePipeline",
        predictor: "EmotionPredictor | None" = None,
        wish: int | None = None,
    ) -> None:
        """Analyse with this pipeline and predictor, unless another model was wished for since."""
        with self._lock:
            is_wanted = not self._closed and wish in {None, self._model_wish}
            if is_wanted:
                pipeline.predictor = predictor or pipeline.predictor
                self._pipeline = pipeline
                self._pass_on_wishes()
                if not self._ready.is_set():
                    self._dropped_before = self._work.dropped
                    self._ready.set()
        if is_wanted:
            self._on_model_ready(pipeline.predictor)
        elif pipeline is not self._pipeline:
            pipeline.close()
