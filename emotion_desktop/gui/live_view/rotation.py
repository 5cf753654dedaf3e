"""Turning the picture upright: a camera may hang on its side, a video may have been held so."""

from PySide6.QtCore import QObject

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.live_view.zoom import Zoom
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.recording.recording_controller import Recording
from emotion_desktop.gui.session import Session
from emotion_desktop.vision.sources import CAMERA


class Rotation(QObject):
    """Joins the action with the session; cameras are turned again the next time, all alike."""

    def __init__(self, window: MainWindow, session: Session, recording: Recording) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._source = ""
        window.commands[ActionName.ROTATE].triggered.connect(self._rotate)
        session.opening.connect(self._on_opening)
        recording.started.connect(self._on_recording)
        recording.ended.connect(self._on_recorded)

    def _rotate(self) -> None:
        quarters = (self._session.request.quarter_turns + 1) % 4
        self._session.turn(quarters)
        self._window.stage.video.set_zoom(Zoom())
        if self._session.spec.kind == CAMERA:
            self._window.preferences.change(camera_turns=quarters)

    def _on_opening(self, source: str) -> None:
        if source == self._source:
            return  # it was lost and is back
        self._source = source
        is_camera = self._session.spec.kind == CAMERA
        self._session.turn(self._window.preferences.settings.camera_turns if is_camera else 0)

    def _on_recording(self) -> None:
        why = translate("Picture", "a video cannot change its shape while it is recorded")
        self._window.commands.disable(ActionName.ROTATE, why)

    def _on_recorded(self) -> None:
        self._window.commands.enable(ActionName.ROTATE)
