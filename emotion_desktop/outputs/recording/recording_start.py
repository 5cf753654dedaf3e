"""How a recording is started: everything that is known then, and the files."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from emotion_desktop import __version__
from emotion_desktop.config import RANGES, PipelineSettings, VideoQuality
from emotion_desktop.labels import own_classes
from emotion_desktop.outputs.recording.recording_details import RecordingDetails

if TYPE_CHECKING:
    from emotion_desktop.domain import FrameResult
    from emotion_desktop.outputs.recording.recorder import Recorder, RecordingEnd
    from emotion_desktop.outputs.recording.session_format import RecordedModel, SessionMetadata
    from emotion_desktop.vision.crop_predictor import CropPredictor


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What a recording begins with.

    Attributes:
        folder: Where the session's folder goes.
        result: The newest one: tells the size and the classes.
        fps: Frames per second the source promises; None if it does not say.
        camera_mode: What the camera was asked for; empty for none.
        predictor: What made the result, if that is known.
        settings: Those of the pipeline.
        video: Whether the overlay is painted into the video.
        quality: How true to the pictures the video is.
        least_free: Bytes to leave free on the disk; None for the usual.
        details: What people say of it.
    """

    folder: Path
    result: "FrameResult"
    fps: float | None
    camera_mode: str
    predictor: "CropPredictor | None"
    settings: PipelineSettings
    video: Literal["clean", "annotated"]
    quality: VideoQuality = "standard"
    least_free: int | None = None
    details: RecordingDetails = field(default_factory=RecordingDetails)


class RecordingStart:
    """The start of one recording, which may be given up meanwhile.

    Args:
        start: What it begins with.
        on_end: Called on another thread when the recording is over.
    """

    def __init__(self, start: Start, on_end: "Callable[[RecordingEnd], None]") -> None:
        self._start = start
        self._on_end = on_end
        self._lock = threading.Lock()  # for the next two
        self._recorder: Recorder | None = None
        self._given_up = False
        self._over = threading.Event()

    def run(self) -> "Recorder":
        """Make the files and return the recorder, which ends at once if it was given up.

        Raises:
            OutputError: If the folder cannot be written, or the disk is full.
        """
        try:
            recorder = open_recorder(self._start, self._on_end)
            with self._lock:
                self._recorder = recorder
                given_up = self._given_up
            if given_up:
                recorder.stop()
            return recorder
        finally:
            self._over.set()

    def cancel(self, timeout_s: float) -> bool:
        """Let nothing be left of it; return whether that has been done so many seconds later."""
        deadline = time.monotonic() + timeout_s
        with self._lock:
            self._given_up = True
            recorder = self._recorder
        if recorder is not None:
            recorder.stop()
        is_over = self._over.wait(timeout_s)
        recorder = self._recorder
        return is_over and (
            recorder is None or recorder.wait(max(0.0, deadline - time.monotonic()))
        )


def open_recorder(start: Start, on_end: "Callable[[RecordingEnd], None]") -> "Recorder":
    """Make the files and return the recorder; takes a while at first, for what it imports.

    Raises:
        OutputError: If the folder cannot be written, or the disk is full.
        SettingError: If the template of the name cannot be filled.
    """
    from emotion_desktop.files.disk_space import LEAST_FREE
    from emotion_desktop.outputs.recording.recorder import Recorder

    metadata, details = _metadata(start), start.details
    name = details.folder_name(
        metadata.started_at, source=metadata.source.name, model=metadata.model.name
    )
    least_free = LEAST_FREE if start.least_free is None else start.least_free
    return Recorder(
        start.folder,
        metadata,
        on_end=on_end,
        least_free=least_free,
        name=name,
        seconds=details.seconds,
    )


def recorded_model(predictor: "CropPredictor") -> "RecordedModel":
    """Return what a session says about a model."""
    from emotion_desktop.outputs.recording.session_format import RecordedModel

    return RecordedModel(
        name=predictor.name,
        classes=predictor.classes,
        own_classes=own_classes(predictor.classes),
        sha256=tuple(metadata.weights_sha256 for _, metadata in predictor.members),
        temperatures=tuple(metadata.temperature for _, metadata in predictor.members),
        device=predictor.device_name,
    )


def model_of(result: "FrameResult", predictor: "CropPredictor | None") -> "RecordedModel":
    """Return what is known about the model that made a result, which may be another by now."""
    from emotion_desktop.outputs.recording.session_format import RecordedModel

    if predictor is not None and predictor.name == result.model:
        return recorded_model(predictor)
    return RecordedModel(
        name=result.model,
        classes=result.classes,
        own_classes=own_classes(result.classes),
        device=result.device,
    )


def _metadata(start: Start) -> "SessionMetadata":
    from emotion_desktop.outputs.recording.session_format import RecordedSource, SessionMetadata

    result = start.result
    height, width = result.image.shape[:2]
    return SessionMetadata(
        app_version=__version__,
        source=RecordedSource(
            name=result.frame.source,
            width=width,
            height=height,
            fps=start.fps or None,
            camera_mode=start.camera_mode,
        ),
        model=model_of(result, start.predictor),
        settings={name: float(getattr(start.settings, name)) for name in RANGES},
        video=start.video,
        quality=start.quality,
        participant=start.details.participant,
        trial=start.details.trial,
        notes=start.details.notes,
        started_at=datetime.now().astimezone(),
    )
