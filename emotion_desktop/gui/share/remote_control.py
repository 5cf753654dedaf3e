"""Does in the window what clients ask for, by the actions that people use."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal

from emotion_desktop.errors import EmotionDesktopError, PublishError
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.recording.recording_controller import Phase, Recording
from emotion_desktop.gui.session import Session
from emotion_desktop.gui.snapshot import Snapshots
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

if TYPE_CHECKING:
    from emotion_desktop.outputs.recording.recorder import RecordingEnd
    from emotion_desktop.vision.crop_predictor import CropPredictor

SETTINGS: Final = {
    "smoothing": "calm",
    "detection_confidence": "detection_confidence",
    "min_face_px": "min_face_px",
    "max_faces": "max_faces",
}
"""What clients call each setting, and its name here."""


class RemoteControl(QObject):
    """A `CommandHandler`: commands come on other threads, are done here, and answered when done.

    Of two commands of one kind that wait, the earlier one is answered that the later has come.
    """

    _asked = Signal(object, object)

    def __init__(
        self, window: MainWindow, session: Session, recording: Recording, snapshots: Snapshots
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._recording = recording
        self._waiting: dict[str, Reply] = {}
        self._asked.connect(self._execute, Qt.ConnectionType.QueuedConnection)
        recording.started.connect(self._on_started)
        recording.refused.connect(self._on_refused)
        recording.ended.connect(self._on_ended)
        snapshots.saved.connect(self._on_saved)
        snapshots.failed.connect(self._on_not_saved)
        session.model_ready.connect(self._on_model)
        session.model_failed.connect(self._on_no_model)
        session.result_arrived.connect(self._on_result)
        session.source_failed.connect(self._on_no_source)

    def execute(self, command: Command, reply: Reply) -> None:
        """Do it soon; called on any thread."""
        self._asked.emit(command, reply)

    def _execute(self, command: Command, reply: Reply) -> None:
        try:
            self._do(command, reply)
        except EmotionDesktopError as error:
            reply(Answer(reason=error.message))

    def _do(self, command: Command, reply: Reply) -> None:
        match command:
            case Record():
                self._record(command, reply)
            case Stop():
                self._stop(reply)
            case Snapshot():
                self._need_frame()
                self._wait("snapshot", reply)
                self._window.commands[ActionName.SNAPSHOT].trigger()
            case Marker():
                from emotion_desktop.publish.messages import monotonic_time

                at = monotonic_time(command.captured_at)
                marker = self._recording.markers.mark(command.number, command.note, at)
                if marker is None:
                    raise PublishError("there is no recording")
                reply(Answer({"time_s": round(marker[0], 4)}))
            case Model():
                self._wait("model", reply)
                self._session.set_model(command.name)
            case Source():
                self._wait("source", reply)
                self._session.open(command.name)
            case Pause():
                reply(self._pause(command))
            case Settings():
                reply(self._set(command))

    def _record(self, command: Record, reply: Reply) -> None:
        if self._recording.phase is not Phase.IDLE:
            raise PublishError("a recording is going on")
        self._need_frame()
        self._wait("record", reply)
        self._recording.begin(**command.changes)

    def _stop(self, reply: Reply) -> None:
        if self._recording.phase is not Phase.GOING_ON:
            raise PublishError("there is no recording")
        self._wait("stop", reply)
        self._recording.stop()

    def _pause(self, command: Pause) -> Answer:
        if command.paused is None or command.paused != self._session.paused:
            self._session.toggle_paused()
        return Answer({"paused": self._session.paused})

    def _set(self, command: Settings) -> Answer:
        changes = command.changes
        if "smoothing" in changes:
            self._window.docks.calm.move_to(changes.pop("smoothing"))
        self._window.preferences.change(**changes)
        now = self._window.preferences.settings
        return Answer({name: getattr(now, own) for name, own in SETTINGS.items()})

    def _need_frame(self) -> None:
        if self._session.result is None:
            raise PublishError("no frame has been analysed yet")

    def _wait(self, what: str, reply: Reply) -> None:
        self._settle(what, Answer(reason="the same was asked for again"))
        self._waiting[what] = reply

    def _settle(self, what: str, answer: Answer) -> None:
        reply = self._waiting.pop(what, None)
        if reply is not None:
            reply(answer)

    def _on_started(self, folder: Path) -> None:
        self._settle("record", Answer({"folder": str(folder)}))

    def _on_refused(self, error: EmotionDesktopError) -> None:
        self._settle("record", Answer(reason=error.message))

    def _on_ended(self, end: "RecordingEnd") -> None:
        told = {"folder": str(end.folder), "frames": end.frames, "dropped": end.dropped}
        answer = Answer(told) if end.error is None else Answer(reason=end.error.message)
        self._settle("stop", answer)

    def _on_saved(self, path: Path) -> None:
        self._settle("snapshot", Answer({"path": str(path)}))

    def _on_not_saved(self, error: EmotionDesktopError) -> None:
        self._settle("snapshot", Answer(reason=error.message))

    def _on_model(self, predictor: "CropPredictor") -> None:
        classes = [emotion.value for emotion in predictor.classes]
        self._settle("model", Answer({"model": predictor.name, "classes": classes}))

    def _on_no_model(self, error: EmotionDesktopError) -> None:
        self._settle("model", Answer(reason=error.message))

    def _on_result(self) -> None:
        if "source" in self._waiting:
            self._settle("source", Answer({"source": self._session.spec.public_address}))

    def _on_no_source(self, error: EmotionDesktopError) -> None:
        self._settle("source", Answer(reason=error.message))
