"""Counts down on the picture before a recording begins."""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from emotion_desktop.gui.accessibility import announce
from emotion_desktop.gui.live_view.video_view import VideoView

FROM: Final = 3
STEP_MS: Final = 1000


class Countdown(QObject):
    """Shows 3, 2, 1, a second each.

    Signals:
        over: It has come to its end.

    Attributes:
        step_ms: How long each number stays.
    """

    over = Signal()

    def __init__(self, video: VideoView, parent: QObject) -> None:
        super().__init__(parent)
        self.step_ms = STEP_MS
        self._video = video
        self._left = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._step)

    @property
    def running(self) -> bool:
        """Whether it counts."""
        return self._timer.isActive()

    def start(self) -> None:
        """Count from the first number."""
        self._left = FROM
        self._timer.start(self.step_ms)
        self._show()

    def cancel(self) -> bool:
        """Count no more; return whether it did."""
        was_running = self.running
        self._timer.stop()
        self._video.set_countdown("")
        return was_running

    def _step(self) -> None:
        self._left -= 1
        if self._left:
            self._show()
            return
        self.cancel()
        self.over.emit()

    def _show(self) -> None:
        self._video.set_countdown(str(self._left))
        announce(self._video, str(self._left), urgent=True)
