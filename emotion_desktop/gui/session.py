"""The pipeline behind the window, as a QObject: its threads call, the GUI thread listens."""

import logging
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal

from emotion_desktop.config import CHECKPOINT_SUFFIX, BlurWho
from emotion_desktop.config import checkpoint_name as listed_name
from emotion_desktop.domain import Frame, FrameResult
from emotion_desktop.error_boundary import HEATMAPS, MODEL, error_boundary
from emotion_desktop.errors import (
    EmotionDesktopError,
    ModelError,
    NoCameraError,
    SourceEndedError,
    UnexpectedError,
)
from emotion_desktop.gui.menus.source_text import repeats, shows_photos
from emotion_desktop.gui.session_playback import PlaybackSession
from emotion_desktop.gui.shown_result import ShownResult
from emotion_desktop.vision.live.idle_pipeline import IdlePipeline
from emotion_desktop.vision.pipeline_request import PipelineRequest
from emotion_desktop.vision.sources import CAMERA, DEMO, SourceSpec

if TYPE_CHECKING:
    from collections.abc import Callable

    from emotion_desktop.vision.crop_predictor import CropPredictor
    from emotion_desktop.vision.live.live_pipeline import LivePipeline
    from emotion_desktop.vision.live.stats import LiveStats
    from emotion_desktop.vision.pipeline import FramePipeline
    from emotion_desktop.vision.sources import FrameSource

_log = logging.getLogger(__name__)


class Session(PlaybackSession):
    """One source and one model at a time, either of which can be replaced while it runs.

    `device`, `backend` and `precision` are what `CropPredictor` takes; `make_live` makes the
    pipeline instead of `LivePipeline`, for tests.

    Callbacks of the pipeline arrive on its threads. They only emit the private signals, which
    are queued to the methods of this object on the GUI thread; frames wait in mailboxes, so a
    slow GUI has one pending event at most and always shows the newest frame.

    Signals:
        frame_arrived: (Frame) A picture to show as it is, before a model is ready; nothing in it
            can be recognised if faces are to be blurred.
        frame_coming: (Frame) The picture whose faces are being looked for, if it is shown as it is.
        result_arrived: (FrameResult) A picture with its faces.
        opening: (str) A source is being opened; carries its text.
        fell_back: There is no camera at the start, the demo is opened instead.
        source_failed: (EmotionDesktopError) No more pictures come from the source.
        source_ended: A file has been played to its end.
        model_loading: (str) A model is being loaded; carries its name or path.
        model_ready: (CropPredictor) It is used from the next frame on.
        model_failed: (EmotionDesktopError) It could not be loaded, the one before goes on; or the
            analysis has failed, and pictures come as they are.
        turned: The picture is turned otherwise.
        heatmaps_failed: (UnexpectedError) There are none before they are asked for again.
        comparison_changed: The second model of `request` was changed.
        comparison_failed: (EmotionDesktopError) The second model cannot be used, there is none.

    Attributes:
        source: Text of the source, empty before `start`.
        photos: Whether it is made of pictures that stand alone.
        model: Name of the model in use, None before one is ready.
        predictor: The model in use, None before one is ready.
        wanted: Name or path of the model chosen last, None for the default.
        request: What is asked of the pipeline; `ask` changes it.
        device: As `CropPredictor` takes it; likewise `backend`.
        detector: As `open_detector` takes it, counts instead of that of the settings; None for
            theirs.
        result: The newest result; None before the first one of this source.
        shown: What the window shows of the results.
        opener: Opens sources instead of `open_source`, from `start` on; None for no other way.
        subscriber: Takes every result on the pipeline's thread, from `start` on; None for nobody.
    """

    frame_arrived = Signal(object)
    frame_coming = Signal(object)
    result_arrived = Signal(object)
    opening = Signal(str)
    fell_back = Signal()
    source_failed = Signal(object)
    source_ended = Signal()
    model_loading = Signal(str)
    model_ready = Signal(object)
    model_failed = Signal(object)
    turned = Signal()
    heatmaps_failed = Signal(object)
    comparison_changed = Signal()
    comparison_failed = Signal(object)

    _frame_waits = Signal()
    _result_waits = Signal()
    _source_error = Signal(object)
    _model_error = Signal(object)
    _model_loaded = Signal(object)
    _comparison_error = Signal(object)

    def __init__(
        self,
        device: str,
        parent: QObject | None = None,
        make_live: "Callable[..., LivePipeline] | None" = None,
        *,
        backend: str = "auto",
        precision: str = "auto",
        detector: str | None = None,
    ) -> None:
        super().__init__(parent)
        self.source = ""
        self.photos = False
        self.model: str | None = None
        self.predictor: CropPredictor | None = None
        self.wanted: str | None = None
        self.request = PipelineRequest()
        self.detector = detector
        self.result: FrameResult | None = None
        self.shown = ShownResult(self)
        self.opener: Callable[..., FrameSource] | None = None
        self.subscriber: Callable[[FrameResult], None] | None = None
        self.device = device
        self.backend = backend
        self._precision = precision
        self._make_live = make_live
        self._opened_at = 0.0
        self._may_fall_back = False
        queued = Qt.ConnectionType.QueuedConnection
        self._frame_waits.connect(self._take_frame, queued)
        self._result_waits.connect(self._take_result, queued)
        self._source_error.connect(self._on_source_error, queued)
        self._model_error.connect(self._on_model_error, queued)
        self._model_loaded.connect(self._on_model_loaded, queued)
        self._comparison_error.connect(self._on_comparison_error, queued)

    def start(self, source: str | None, model: str | None) -> None:
        """Start the threads; returns at once.

        Args:
            source: As `open_source` takes it; None for the first camera, else the demo.
            model: Name or path of a checkpoint; None for the default.
        """
        self.wanted = model
        make = self._make_live or _live_pipeline()
        opener = {"opener": self.opener} if self.opener is not None else {}
        self.live = make(
            self._load,
            **opener,
            on_frame=self._frame_waits.emit,
            on_result=self._result_waits.emit,
            on_source_error=self._source_error.emit,
            on_model_error=self._model_error.emit,
            on_model_ready=self._model_loaded.emit,
            on_comparison_error=self._comparison_error.emit,
        )
        if self.subscriber is not None:
            self.live.subscribe(self.subscriber)
        self.live.ask(self._effective_request())
        self.open(source or CAMERA)
        self._may_fall_back = source is None
        self.model_loading.emit(model or "")

    def open(self, source: str) -> None:
        """Show another source from now on; returns at once."""
        self._may_fall_back = False
        self.source = source
        self.photos = shows_photos(self.spec)
        self.stopped = False
        self._forget_picture()
        _log.info("opening %s", self.spec.public_address)
        self.opening.emit(source)
        self.live.open(source, loop=repeats(self.spec))
        self.live.playback.resume()
        self.playback_changed.emit()

    @property
    def spec(self) -> SourceSpec:
        """The present source."""
        return SourceSpec.parse(self.source)

    def reopen(self) -> None:
        """Open the present source again."""
        self.open(self.source)

    def set_model(self, name_or_path: str) -> None:
        """Use another model as soon as it is loaded; returns at once."""
        self.wanted = name_or_path
        self.model_loading.emit(name_or_path)
        self.live.set_model(name_or_path)

    def retry_model(self) -> None:
        """Load the model chosen last again, or the default one if none was chosen."""
        from emotion_desktop.vision.model_catalog import default_checkpoint

        try:
            self.set_model(self.wanted or default_checkpoint())
        except ModelError as error:
            self.model_failed.emit(error)

    def ask(self, request: PipelineRequest) -> None:
        """Look at the next frames like this; also before `start`."""
        before, self.request = self.request, request
        self.live.ask(self._effective_request())
        if request.comparison != before.comparison:
            self.comparison_changed.emit()

    def turn(self, quarters: int) -> None:
        """Turn the pictures of this source clockwise by so many times 90° from now on."""
        if quarters != self.request.quarter_turns:
            self.ask(replace(self.request, quarter_turns=quarters))
            self.turned.emit()

    def _effective_request(self) -> PipelineRequest:
        settings = self.request.settings
        settings = replace(settings, detector=self.detector or settings.detector)
        return replace(self.request, settings=settings)

    def _forget_picture(self) -> None:
        self._clear_result()
        self._opened_at = time.monotonic()  # nothing that comes late is shown

    def _clear_result(self) -> None:
        self.result = None
        self.shown.clear()

    def stats(self) -> "LiveStats | None":
        """Return the figures for the status line; None before `start`."""
        return self.live.stats

    def close(self, timeout_s: float = 1.5) -> bool:
        """Stop all threads; return False if one still hangs after `timeout_s`."""
        self._quiet = QSignalBlocker(self)  # what is still on its way is not told any more
        self.shown.clear()
        live, self.live = self.live, IdlePipeline()
        return live.close(timeout_s)

    def _load(self) -> "FramePipeline":
        """Build the pipeline; runs on a thread of `LivePipeline`."""
        from emotion_desktop.vision.model_catalog import default_checkpoint
        from emotion_desktop.vision.pipeline import FramePipeline

        request = self._effective_request()
        if self.wanted is not None:
            try:
                with error_boundary(MODEL):
                    return FramePipeline(self._predictor(self.wanted), request, live=True)
            except (ModelError, UnexpectedError) as error:
                self._model_error.emit(error)
        return FramePipeline(self._predictor(default_checkpoint()), request, live=True)

    def _predictor(self, checkpoint: str) -> "CropPredictor":
        from emotion_desktop.vision.crop_predictor import CropPredictor

        return CropPredictor(
            checkpoint, device=self.device, backend=self.backend, precision=self._precision
        )

    def make_photo_pipeline(self) -> "Callable[[], FramePipeline]":
        """Return what makes a pipeline of the same model and settings for photos, on any thread."""
        settings = self._effective_request().settings
        checkpoint = self.predictor.checkpoint if self.predictor is not None else None

        def make() -> "FramePipeline":
            from emotion_desktop.vision.model_catalog import default_checkpoint
            from emotion_desktop.vision.pipeline import FramePipeline

            predictor = self._predictor(checkpoint or default_checkpoint())
            return FramePipeline(predictor, PipelineRequest(settings=settings))

        return make

    def _take_frame(self) -> None:
        frame, coming = self.live.frames.take(0), self.live.coming.take(0)
        is_blurred = self.request.blur is not BlurWho.NOBODY
        if frame is not None and self._is_current(frame) and self._is_newest(frame):
            self._clear_result()  # the analysis has stopped
            self.frame_arrived.emit(_unrecognisable(frame) if is_blurred else frame)
        if coming is not None and self._is_current(coming) and not is_blurred:
            self.frame_coming.emit(coming)

    def _take_result(self) -> None:
        result = self.live.results.take(0)
        if result is not None and self._is_current(result.frame):
            self.result = result
            self.result_arrived.emit(result)
            self.shown.show(result)

    def _is_current(self, frame: Frame) -> bool:
        """Return whether a frame is of the present source, not a late one of the last."""
        return frame.captured_at >= self._opened_at

    def _is_newest(self, frame: Frame) -> bool:
        return self.result is None or frame.captured_at > self.result.captured_at

    def _on_source_error(self, error: EmotionDesktopError) -> None:
        if self.stopped:
            return
        if isinstance(error, SourceEndedError):
            if self.ended:  # and nothing was sought meanwhile
                self.source_ended.emit()
                self.playback_changed.emit()
        elif isinstance(error, NoCameraError) and self._may_fall_back:
            self.open(DEMO)
            self.fell_back.emit()
        else:
            _log.warning("no picture comes: %s", error)
            self._clear_result()
            self._opened_at = time.monotonic()  # a late picture must not hide the error
            self.source_failed.emit(error)

    def _on_model_error(self, error: EmotionDesktopError) -> None:
        _log.warning("%s", error)
        if isinstance(error, UnexpectedError) and error.where == HEATMAPS:
            self.heatmaps_failed.emit(error)
        else:
            self.model_failed.emit(error)

    def _on_comparison_error(self, error: EmotionDesktopError) -> None:
        _log.warning("no comparison: %s", error)
        self.ask(replace(self.request, comparison=None))
        self.comparison_failed.emit(error)

    def _on_model_loaded(self, predictor: "CropPredictor") -> None:
        _log.info("%s on %s", predictor.name, predictor.device_name)
        self.model, self.predictor = predictor.name, predictor
        self.model_ready.emit(predictor)


def _unrecognisable(frame: Frame) -> Frame:
    from emotion_desktop.vision.anonymise.pixels import hide_all

    return replace(frame, image=hide_all(frame.image))


def _live_pipeline() -> "type[LivePipeline]":
    # Here, because the window must stand before anything heavy is imported.
    from emotion_desktop.vision.live.live_pipeline import LivePipeline

    return LivePipeline


def checkpoint_name(name_or_path: str) -> str:
    """Return how to speak of a checkpoint, or of several with commas, given by name or path."""
    if "," in name_or_path and not Path(name_or_path).is_file():
        return " + ".join(checkpoint_name(part.strip()) for part in name_or_path.split(","))
    if name_or_path.endswith(CHECKPOINT_SUFFIX):
        return listed_name(Path(name_or_path))
    return name_or_path
