"""The slider of a transport bar."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QSlider, QStyle, QWidget

from emotion_desktop.gui.language import translate

JUMP_S: Final = 5.0
"""How far the arrow keys go."""

_PAGE: Final = 6
_MS: Final = 1000


class Scrubber(QSlider):
    """Shows where a file is; a click or a drag goes there at once, arrow keys go 5 s.

    Signals:
        sought: (float) A place in seconds was asked for.
        moved_by: (float) So many seconds on, or back, were asked for.
    """

    sought = Signal(float)
    moved_by = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._duration_s: float | None = None
        self._steps = {
            Qt.Key.Key_Left: -JUMP_S,
            Qt.Key.Key_Down: -JUMP_S,
            Qt.Key.Key_Right: JUMP_S,
            Qt.Key.Key_Up: JUMP_S,
            Qt.Key.Key_PageDown: -_PAGE * JUMP_S,
            Qt.Key.Key_PageUp: _PAGE * JUMP_S,
        }
        self.setAccessibleName(translate("Transport", "Position in the file"))
        self.setToolTip(translate("Transport", "Position in the file (arrow keys: 5 seconds)"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumWidth(120)

    def show_position(self, position_s: float, duration_s: float | None, text: str) -> None:
        """Show where the file is, in figures and in words, unless the handle is being dragged."""
        if duration_s != self._duration_s:
            self._duration_s = duration_s
            self.setRange(0, round((duration_s or 0.0) * _MS))
            self.setEnabled(duration_s is not None)
        if not self.isSliderDown():
            self.setValue(round(position_s * _MS))
            self.setAccessibleDescription(text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to where the mouse is, and follow it."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._go(event)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse while its button is down."""
        if self.isSliderDown():
            self._go(event)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse no longer."""
        self.setSliderDown(False)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go by some seconds, or to the beginning or the end."""
        key = Qt.Key(event.key())
        if key in self._steps:
            self.moved_by.emit(self._steps[key])
        elif key is Qt.Key.Key_Home:
            self.sought.emit(0.0)
        elif key is Qt.Key.Key_End:
            self.sought.emit(self.maximum() / _MS)
        else:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Do nothing: who scrolls by does not mean to jump."""
        event.ignore()

    def _go(self, event: QMouseEvent) -> None:
        handle = self.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength, None, self)
        x = round(event.position().x() - handle / 2)
        value = QStyle.sliderValueFromPosition(0, self.maximum(), x, self.width() - handle)
        if value != self.value():
            self.setValue(value)
        self.sought.emit(value / _MS)
