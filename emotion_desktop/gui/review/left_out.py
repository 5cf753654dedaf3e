"""What is left out of a recording, dimmed in its timeline."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

ALPHA = 190
"""How much of what lies below is hidden, of 255."""


class LeftOut(QGraphicsItem):
    """Ranges of seconds under a veil."""

    def __init__(self, duration_s: float) -> None:
        super().__init__()
        self._duration_s = duration_s
        self._ranges: tuple[tuple[float, float], ...] = ()
        self._low, self._high = 0.0, 1.0
        self._veil = QColor()

    def show_ranges(self, ranges: Sequence[tuple[float, float]]) -> None:
        """Dim these, each from and to a time in seconds."""
        self._ranges = tuple(ranges)
        self.update()

    def stand_between(self, low: float, high: float) -> None:
        """Reach from one height to the other."""
        self.prepareGeometryChange()
        self._low, self._high = low, high

    def set_colour(self, ground: QColor) -> None:
        """Dim towards a colour."""
        self._veil = QColor(ground)
        self._veil.setAlpha(ALPHA)
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the room of the whole recording."""
        return QRectF(0, self._low, self._duration_s, self._high - self._low)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint the veils."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._veil)
        for start_s, end_s in self._ranges:
            painter.drawRect(QRectF(start_s, self._low, end_s - start_s, self._high - self._low))
