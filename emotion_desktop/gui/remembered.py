"""What is found again at the next start: the model, what is painted over the picture."""

from PySide6.QtCore import QObject

from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.session import Session


class Remembered(QObject):
    """Writes choices down as they are made."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._preferences = window.preferences
        window.commands["bars"].setChecked(self._preferences.flag("bars"))
        window.commands["bars"].toggled.connect(self._on_bars)
        session.model_ready.connect(self._on_model_ready)

    def _on_bars(self, on: bool) -> None:  # noqa: FBT001 (the signature of a Qt slot)
        self._preferences.set("bars", on)

    def _on_model_ready(self) -> None:
        if self._session.wanted:
            self._preferences.set("model", self._session.wanted)
