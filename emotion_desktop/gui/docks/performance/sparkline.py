"""A small line of the last values."""

from collections import deque
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from emotion_desktop.gui.look.theme import Theme

KEPT: Final = 120
"""A minute at two values a second."""


class Sparkline(QWidget):
    """From 0 to the largest value, the newest on the right.

    Args:
        theme: Light or dark.
        usual: The top of the line is at least so high.
        parent: The panel.

    Attributes:
        values: What is shown, the oldest first.
    """

    def __init__(self, theme: Theme, usual: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._usual = usual
        self.values: deque[float] = deque(maxlen=KEPT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def add(self, value: float) -> None:
        """Add a value on the right."""
        self.values.append(value)
        self.update()

    def clear(self) -> None:
        """Forget all values."""
        self.values.clear()
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size beside two lines of text."""
        return QSize(120, 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line and a tint below it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1, 2, -1, -2)
        top = max(self._usual, *self.values) if self.values else self._usual
        step = area.width() / (KEPT - 1)
        first = area.right() - step * (len(self.values) - 1)
        points = [
            QPointF(first + index * step, area.bottom() - value / top * area.height())
            for index, value in enumerate(self.values)
        ]
        colours = self._theme.colours
        painter.setPen(QColor(colours.border))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if len(points) > 1:
            ends = [QPointF(points[-1].x(), area.bottom()), QPointF(points[0].x(), area.bottom())]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.tint))
            painter.drawPolygon(QPolygonF(points + ends))
            painter.setPen(QColor(colours.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(QPolygonF(points))
        painter.end()
