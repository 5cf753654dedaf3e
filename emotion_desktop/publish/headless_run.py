"""The live pipeline without a window: it publishes, and does what clients ask for.

Everything but the pipeline's own threads runs on the thread of `run`, one task after the other.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Final

from emotion_desktop.config import DEFAULT_SMOOTHING, BlurStyle, BlurWho, PipelineSettings
from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import (
    EmotionDesktopError,
    ModelError,
    PublishError,
    SourceEndedError,
)
from emotion_desktop.outputs.recording.recorder import Recorder, RecordingEnd
from emotion_desktop.outputs.recording.recording_details import RecordingDetails
from emotion_desktop.outputs.recording.recording_start import Start, open_recorder, recorded_model
from emotion_desktop.outputs.recording.session_format import Ending
from emotion_desktop.outputs.snapshots import save_snapshot
from emotion_desktop.publish.commands import (
    Answer,
    Command,
    Marker,
    Model,
    Pause,
    Record,
    Reply,
    Settings,
    Snapshot,
    Source,
    Stop,
)
from emotion_desktop.publish.hub import Hub
from emotion_desktop.publish.messages import monotonic_time
from emotion_desktop.vision.crop_predictor import CropPredictor
from emotion_desktop.vision.live.live_pipeline import LivePipeline
from emotion_desktop.vision.model_catalog import default_checkpoint
from emotion_desktop.vision.pipeline import FramePipeline
from emotion_desktop.vision.pipeline_request import PipelineRequest
from emotion_desktop.vision.sources import DEMO, SourceSpec

TURN_S: Final = 0.1
"""So often it is looked whether the end has come."""

RETRY_S: Final = 2.0
"""A camera or a stream that was lost is tried again after so long."""

LAST_FRAME_S: Final = 0.3
"""The last frame of a file may take so long after it was read."""

PATIENCE_S: Final = 5.0
"""So long the end of a recording may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadlessOptions:
    """What to work with.

    Attributes:
        source: As `open_source` takes it.
        model: Name or path of a checkpoint; None for the default.
        device: As `CropPredictor` takes it.
        backend: Likewise.
        precision: Likewise.
        settings: Of the pipeline.
        folder: Where recordings and snapshots go.
        limit_s: End so many seconds after the first frame; None for never.
        blur: How everybody's face is hidden; None: not at all.
    """

    source: str
    model: str | None = None
    device: str = "auto"
    backend: str = "auto"
    precision: str = "auto"
    settings: PipelineSettings = field(default_factory=PipelineSettings)
    folder: Path = Path("emotion-out")
    limit_s: float | None = None
    blur: BlurStyle | None = None


class HeadlessRun:
    """One run, from its source's first frame to its end; the `CommandHandler` of its publishers.

    Args:
        options: What to work with.
        hub: Where frames and events go.
        say: Takes a line for people.
    """

    def __init__(self, options: HeadlessOptions, hub: Hub, say: Callable[[str], None]) -> None:
        self._options = options
        self._hub = hub
        self._say = say
        self._tasks: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._request = PipelineRequest(
            settings=options.settings,
            blur=BlurWho.NOBODY if options.blur is None else BlurWho.EVERYBODY,
            blur_style=options.blur or BlurStyle.MOSAIC,
        )
        self._smoothing = DEFAULT_SMOOTHING
        self._source = options.source
        self._opened_at = 0.0
        self._retry_at: float | None = None
        self._newest: FrameResult | None = None
        self._predictor: CropPredictor | None = None
        self._first_at: float | None = None
        self._ended_at: float | None = None
        self._over = False
        self._failure: EmotionDesktopError | None = None
        self._recording = threading.Lock()  # for the next one, which frames and markers go to
        self._recorder: Recorder | None = None
        self._opening: Reply | None = None
        self._loading: Reply | None = None
        self._stopping: Reply | None = None
        self._live: LivePipeline

    def run(self, stop: Callable[[], bool]) -> EmotionDesktopError | None:
        """Work until the source has ended, or `stop` says so; return why it could not go on."""
        post = self._post
        self._live = LivePipeline(
            self._load,
            on_frame=lambda: None,
            on_result=lambda: None,
            on_source_error=lambda error: post(partial(self._on_source_error, error)),
            on_model_error=lambda error: post(partial(self._on_model_error, error)),
            on_model_ready=lambda predictor: post(partial(self._on_model_ready, predictor)),
        )
        self._live.subscribe(self._on_result)
        self._live.ask(self._request)
        while not (self._over or stop() or self._is_late() or not self._is_heard()):
            self._do_next()
        self._live.close()
        self._end_recording()
        return self._failure

    def execute(self, command: Command, reply: Reply) -> None:
        """Do what a client asks for; called on any thread."""
        self._post(partial(self._execute, command, reply))

    def _post(self, task: Callable[[], None]) -> None:
        self._tasks.put(task)

    def _do_next(self) -> None:
        try:
            task = self._tasks.get(timeout=TURN_S)
        except Empty:
            if self._retry_at is not None and time.monotonic() >= self._retry_at:
                self._open(self._source)
        else:
            task()

    def _is_late(self) -> bool:
        if self._ended_at is not None:
            return time.monotonic() - self._ended_at >= LAST_FRAME_S
        limit_s, first_at = self._options.limit_s, self._first_at
        if limit_s is None or first_at is None:
            return False
        return time.monotonic() - first_at >= limit_s

    def _is_heard(self) -> bool:
        return any(status.running for status in self._hub.status().values())

    def _load(self) -> FramePipeline:
        """Build the pipeline; runs on a thread of `LivePipeline`."""
        options = self._options
        predictor = CropPredictor(
            options.model or default_checkpoint(),
            device=options.device,
            backend=options.backend,
            precision=options.precision,
        )
        return FramePipeline(predictor, self._request, live=True)

    def _open(self, source: str) -> None:
        self._retry_at = None
        self._opened_at = time.monotonic()
        self._live.open(source, loop=SourceSpec.parse(source).kind == DEMO)

    # What the pipeline says

    def _on_result(self, result: FrameResult) -> None:
        """Publish and record a frame; runs on the analysis thread."""
        if result.captured_at < self._opened_at:
            return
        self._newest = result
        self._hub.put(result)
        with self._recording:
            if self._recorder is not None:
                self._recorder.put(result)
        if self._first_at is None:
            self._first_at = time.monotonic()
        if self._opening is not None:
            self._post(self._on_opened)

    def _on_opened(self) -> None:
        self._answer_source(Answer({"source": SourceSpec.parse(self._source).public_address}))

    def _answer_source(self, answer: Answer) -> None:
        reply, self._opening = self._opening, None
        if reply is not None:
            reply(answer)

    def _on_source_error(self, error: EmotionDesktopError) -> None:
        spec = SourceSpec.parse(self._source)
        if isinstance(error, SourceEndedError):
            self._stop_recording("source ended")
            if self._source == self._options.source:
                self._ended_at = time.monotonic()
            return
        self._hub.announce("source_lost", source=spec.public_address, reason=str(error))
        self._answer_source(Answer(reason=error.message))
        if self._first_at is None:
            self._over, self._failure = True, error
        elif spec.may_come_back:
            self._say(f"{error}; trying again")
            self._retry_at = time.monotonic() + RETRY_S
        else:
            self._say(str(error))
            self._stop_recording("source ended")

    def _on_model_error(self, error: EmotionDesktopError) -> None:
        reply, self._loading = self._loading, None
        if reply is not None:
            reply(Answer(reason=error.message))
        elif self._predictor is None:
            self._over, self._failure = True, error
        else:
            self._say(str(error))

    def _on_model_ready(self, predictor: CropPredictor) -> None:
        if self._predictor is None:  # a short film would be over before
            self._open(self._source)
        self._predictor = predictor
        with self._recording:
            if self._recorder is not None:
                self._recorder.register_model(recorded_model(predictor))
        classes = [emotion.value for emotion in predictor.classes]
        self._hub.announce("model_changed", model=predictor.name, classes=classes)
        reply, self._loading = self._loading, None
        if reply is not None:
            reply(Answer({"model": predictor.name, "classes": classes}))

    # What clients ask for

    def _execute(self, command: Command, reply: Reply) -> None:
        try:
            match command:
                case Record():
                    reply(self._record(command))
                case Stop():
                    self._stop(reply)
                case Snapshot():
                    reply(self._snapshot())
                case Marker():
                    reply(self._mark(command))
                case Model():
                    self._set_model(command.name, reply)
                case Source():
                    self._set_source(command.name, reply)
                case Pause():
                    reply(self._pause(command.paused))
                case Settings():
                    reply(self._set(command))
        except EmotionDesktopError as error:
            reply(Answer(reason=error.message))

    def _seen(self) -> FrameResult:
        if self._newest is None:
            raise PublishError("no frame has been analysed yet")
        return self._newest

    def _record(self, command: Record) -> Answer:
        if self._recorder is not None:
            raise PublishError("a recording is going on")
        start = Start(
            folder=self._options.folder,
            result=self._seen(),
            fps=self._live.stats.source_fps,
            camera_mode="",
            predictor=self._predictor,
            settings=self._request.settings,
            video="clean",
            details=RecordingDetails(**command.changes),
        )
        recorder = open_recorder(start, lambda end: self._post(partial(self._on_recorded, end)))
        with self._recording:
            self._recorder = recorder
        self._hub.announce("recording_started", folder=str(recorder.folder))
        return Answer({"folder": str(recorder.folder)})

    def _stop(self, reply: Reply) -> None:
        if self._recorder is None or self._stopping is not None:
            raise PublishError("there is no recording")
        self._stopping = reply
        self._recorder.stop()

    def _stop_recording(self, ending: Ending) -> None:
        if self._recorder is not None:
            self._recorder.stop(ending)

    def _end_recording(self) -> None:
        """Finish a recording at the end of the run."""
        if self._recorder is not None:
            self._recorder.stop()
            self._recorder.wait(PATIENCE_S)
            self._say(f"recorded {self._recorder.folder}")

    def _on_recorded(self, end: RecordingEnd) -> None:
        with self._recording:
            self._recorder = None
        told = {"folder": str(end.folder), "frames": end.frames, "dropped": end.dropped}
        self._hub.announce("recording_stopped", **told, ending=end.ending)
        reply, self._stopping = self._stopping, None
        if reply is not None:
            reply(Answer(told) if end.error is None else Answer(reason=end.error.message))

    def _snapshot(self) -> Answer:
        return Answer({"path": str(save_snapshot(self._seen(), self._options.folder))})

    def _mark(self, command: Marker) -> Answer:
        with self._recording:
            if self._recorder is None:
                raise PublishError("there is no recording")
            marker = self._recorder.mark(command.number, monotonic_time(command.captured_at))
            if command.note:
                self._recorder.note(marker, command.note)
        time_s = round(marker[0], 4)
        self._hub.announce("marker", number=command.number, note=command.note, time_s=time_s)
        return Answer({"time_s": time_s})

    def _set_model(self, name: str, reply: Reply) -> None:
        if self._loading is not None:
            raise ModelError("another model is being loaded")
        self._loading = reply
        self._live.set_model(name)

    def _set_source(self, name: str, reply: Reply) -> None:
        self._answer_source(Answer(reason="another source was asked for"))
        self._stop_recording("source changed")
        self._opening = reply
        self._source = name
        self._hub.announce("source_opened", source=SourceSpec.parse(name).public_address)
        self._open(name)

    def _pause(self, paused: bool | None) -> Answer:  # noqa: FBT001 (a value, no switch)
        playback = self._live.playback
        if not playback.paused if paused is None else paused:
            playback.pause()
        else:
            playback.resume()
        return Answer({"paused": playback.paused})

    def _set(self, command: Settings) -> Answer:
        changes = command.changes
        self._smoothing = changes.pop("smoothing", self._smoothing)
        settings = replace(self._request.settings, **changes).with_smoothing(self._smoothing)
        self._request = replace(self._request, settings=settings)
        self._live.ask(self._request)
        told = asdict(settings)
        names = ("detection_confidence", "min_face_px", "max_faces")
        return Answer({"smoothing": self._smoothing} | {name: told[name] for name in names})
