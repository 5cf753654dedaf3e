"""Who was in view when, and what they showed: below the lines of a review."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from emotion_desktop.gui.charts.plot import hairline
from emotion_desktop.gui.look.palettes import LIGHT, Colours
from emotion_desktop.outputs.recording.summary import LabelRun


@dataclass(frozen=True, slots=True)
class Lane:
    """One person's runs.

    Attributes:
        track_id: The number of the face.
        runs: In order of time.
        chosen: Whether the lines above are this person's.
    """

    track_id: int
    runs: tuple[LabelRun, ...]
    chosen: bool


class Lanes(QGraphicsItem):
    """A strip per person in the colours of the labels; x is seconds.

    Lane i lies between y = −i and −i − 1 times `height`, below the lines.
    """

    def __init__(self, duration_s: float) -> None:
        super().__init__()
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self._duration_s = duration_s
        self._lanes: tuple[Lane, ...] = ()
        self._height = 0.1
        self._top = 0.0
        self._colours = LIGHT

    def show_lanes(self, lanes: Sequence[Lane], *, top: float, height: float) -> None:
        """Paint these lanes from `top` downwards, each so high; both in units of y."""
        self.prepareGeometryChange()
        self._lanes, self._top, self._height = tuple(lanes), top, height
        self.update()

    def set_colours(self, colours: Colours) -> None:
        """Paint in the colours of a theme."""
        self._colours = colours
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the room of all lanes."""
        height = self._height * len(self._lanes)
        return QRectF(0, self._top - height, self._duration_s, height)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint the runs; where none was named as a fine line in the middle."""
        painter.setPen(Qt.PenStyle.NoPen)
        for row, lane in enumerate(self._lanes):
            middle = self._top - (row + 0.5) * self._height
            half = self._height * (0.36 if lane.chosen else 0.2)
            painter.setBrush(QColor(self._colours.trough))
            painter.drawRect(QRectF(0, middle - half, self._duration_s, 2 * half))
            for run in lane.runs:
                span = QRectF(run.start_s, middle - half, run.seconds, 2 * half)
                if run.label is not None:
                    painter.fillRect(span, self._colours.of(run.label))
                else:
                    style = Qt.PenStyle.SolidLine if run.unread else Qt.PenStyle.DashLine
                    painter.setPen(hairline(QColor(self._colours.muted), style))
                    painter.drawLine(QPointF(run.start_s, middle), QPointF(run.end_s, middle))
                    painter.setPen(Qt.PenStyle.NoPen)
