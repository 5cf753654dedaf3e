"""Everything that shows that a recording goes on: badge, status line and title."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLabel

from emotion_desktop.gui.accessibility import announce
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.look.fonts import tabular
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.recording.texts import badge_text, status_text

if TYPE_CHECKING:
    from emotion_desktop.outputs.recording.recorder import Recorder

LOOK_MS: Final = 250
"""Texts change once a second; a look more often than that skips none."""


class Indicator(QObject):
    """Shows one recording at a time; nothing of it blinks.

    Attributes:
        field: Time, size and room in the status line; hidden while nothing is recorded.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._title = window.windowTitle()
        self._recorder: Recorder | None = None
        self._second = -1
        self._markers = False
        self.field = QLabel()
        self.field.setObjectName("recording")
        self.field.setFont(tabular(self.field.font()))
        self.field.hide()
        window.status.insertPermanentWidget(0, self.field)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        window.closing.connect(self._timer.stop)
        window.theme.changed.connect(self._show)

    def begin(self, recorder: "Recorder") -> None:
        """Show a recording from now on."""
        self._recorder = recorder
        self._title = self._window.windowTitle()
        recording = translate("Recording", "Recording")
        self._window.setWindowTitle(f"● {recording} – {self._title}")
        self.field.setToolTip(
            translate("Recording", "Recording to {folder}: time, size, room on the disk").format(
                folder=recorder.folder
            )
        )
        self._show()
        announce(self.field, recording)
        self.field.show()
        self._timer.start()

    def end(self) -> None:
        """Show none any more."""
        self._recorder = None
        self._timer.stop()
        self.field.hide()
        self._window.setWindowTitle(self._title)
        self._window.stage.video.set_recording("")

    def show_markers(self, *, on: bool) -> None:
        """Say on the badge that keys set markers."""
        self._markers = on
        self._show()

    def _look(self) -> None:
        if self._recorder is not None and int(self._recorder.elapsed_s) != self._second:
            self._show()

    def _show(self) -> None:
        recorder = self._recorder
        if recorder is None:
            return
        elapsed_s = recorder.elapsed_s
        self._second = int(elapsed_s)
        self._window.stage.video.set_recording(
            badge_text(elapsed_s, markers=self._markers, left_s=recorder.left_s)
        )
        text = status_text(elapsed_s, recorder.state)
        self.field.setAccessibleName(text)
        self.field.setText(f'<font color="{self._window.theme.colours.record}">●</font> {text}')
