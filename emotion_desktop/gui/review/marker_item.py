"""The markers of a recording in its timeline: a dotted line and a number each.

It imports pyqtgraph: nothing imports it before the window stands.
"""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from emotion_desktop.gui.charts.plot import hairline
from emotion_desktop.gui.look.fonts import line_height

_GAP_PX: Final = 6
"""Room above and below a number on its plate, which hangs from the upper edge."""

_BESIDE_PX: Final = 5
"""Room left and right of a number."""


class Markers(QGraphicsItem):
    """All markers as one item; x is seconds."""

    def __init__(self, duration_s: float, font: QFont) -> None:
        super().__init__()
        self._duration_s = duration_s
        self._font = font
        self._markers: tuple[tuple[float, str, float], ...] = ()
        self._low, self._high = 0.0, 1.0
        self._line, self._text = QPen(), QColor()

    def show_markers(self, markers: Sequence[tuple[float, int]]) -> None:
        """Show these: a time in seconds and a number each."""
        metrics = QFontMetricsF(self._font)
        texts = [(time_s, str(number)) for time_s, number in markers]
        self._markers = tuple((at, text, metrics.horizontalAdvance(text)) for at, text in texts)
        self.update()

    def stand_between(self, low: float, high: float) -> None:
        """Let them stand between these heights."""
        self.prepareGeometryChange()
        self._low, self._high = low, high

    def set_colours(self, line: QColor, text: QColor) -> None:
        """Paint lines and plates in one colour, numbers in another."""
        self._line, self._text = hairline(line, Qt.PenStyle.DotLine), text
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the room of the whole recording, and of plates that lean out of it."""
        width = self._duration_s
        return QRectF(-width, self._low, 3 * width, self._high - self._low)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint the lines, and over them the plates."""
        painter.setPen(self._line)
        to_px = painter.worldTransform()
        for time_s, _, _ in self._markers:
            painter.drawLine(QPointF(time_s, self._low), QPointF(time_s, self._high))
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        height = line_height(self._font, _GAP_PX)
        for time_s, text, width in self._markers:
            top = to_px.map(QPointF(time_s, self._high))
            side = max(width + 2 * _BESIDE_PX, height)
            plate = QRectF(round(top.x() - side / 2), round(top.y()), side, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._line.color())
            painter.drawRoundedRect(plate, 3, 3)
            painter.setPen(self._text)
            painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)
        painter.setWorldTransform(to_px)
