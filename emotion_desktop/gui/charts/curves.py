"""Lines or stacked areas as one item of a chart.

It imports pyqtgraph: nothing imports it before the window stands.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from emotion_desktop.domain import Floats
from emotion_desktop.gui.charts.plot import LEVELS, hairline
from emotion_desktop.gui.charts.samples import Times


class Curves(QGraphicsItem):
    """Paints what it was given last; x is seconds, y is 0–1.

    Its bounds are always those of the whole: nothing is laid out anew when the curves change.

    Attributes:
        areas: Polygons and their colours; none while lines are drawn.
    """

    def __init__(self, first_s: float, last_s: float) -> None:
        """Make an item without curves that has room for those between two times."""
        super().__init__()
        self._whole = QRectF(first_s, 0, last_s - first_s, 1)
        self._paths: list[tuple[QPainterPath, QColor]] = []
        self.areas: list[tuple[QPolygonF, QColor]] = []
        self._grid: QColor | None = None

    def show_curves(
        self, times: Times, values: Floats, colours: Sequence[QColor], *, stacked: bool = False
    ) -> None:
        """Paint other curves from now on.

        Args:
            times: (m,) seconds, rising.
            values: (C, m) 0–1, NaN where a curve is broken.
            colours: C of them.
            stacked: Areas upon each other, of which the first is the lowest, instead of lines.
        """
        self.areas = []
        lines: NDArray[Any] = values
        if stacked:
            lines = tops = np.cumsum(values, axis=0, dtype=np.float64)
            self.areas = _areas(times, tops, colours)
        self._paths = [
            (pg.arrayToQPath(*_corners(times, row), connect="finite"), colour)
            for row, colour in zip(lines, colours, strict=True)
        ]
        self.update()

    def set_grid(self, colour: QColor) -> None:
        """Paint fine lines at the numbers of the left axis, in this colour."""
        self._grid = colour
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the room of the whole, and of a last point that lies a little after it."""
        return self._whole.adjusted(0, -0.1, 1, 0.1)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint the areas, the grid and the lines."""
        # Smooth edges take Qt ten times as long; the lines upon them are smooth.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(Qt.PenStyle.NoPen)
        for polygon, colour in self.areas:
            painter.setBrush(colour)
            painter.drawPolygon(polygon)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._grid is not None:
            left, right = self._whole.left(), self._whole.right()
            painter.setPen(hairline(self._grid))
            for level, _ in LEVELS:
                painter.drawLine(QPointF(left, level), QPointF(right, level))
        _draw_lines(painter, self._paths, fine=bool(self.areas))


def _corners(times: Times, row: NDArray[Any]) -> tuple[Times, NDArray[Any]]:
    """Return a curve without the points inside a level stretch: lines are darker where they meet.

    Args:
        times: (m,) seconds.
        row: (m,) values.
    """
    moves = row[1:] != row[:-1]  # NaN is never the same
    kept = np.ones(len(row), np.bool_)
    kept[1:-1] = moves[1:] | moves[:-1]
    return times[kept], row[kept]


def _areas(
    times: Times, tops: NDArray[np.float64], colours: Sequence[QColor]
) -> list[tuple[QPolygonF, QColor]]:
    """Return the polygons in the order in which they are painted: each covers those before."""
    result = []
    broken = np.flatnonzero(np.isnan(tops[-1])) if len(tops) else np.zeros(0, np.int64)
    for stretch in np.split(np.arange(len(times)), broken):
        part = stretch[~np.isnan(tops[-1, stretch])] if len(tops) else stretch
        if len(part) < 2:
            continue
        xs = np.concatenate((times[part[:1]], times[part], times[part[-1:]]))
        for top, colour in zip(tops[::-1], reversed(colours), strict=True):
            ys = np.concatenate(([0.0], top[part], [0.0]))
            result.append((pg.functions.arrayToQPolygonF(xs, ys), colour))
    return result


def _draw_lines(
    painter: QPainter, lines: Iterable[tuple[QPainterPath, QColor]], *, fine: bool
) -> None:
    """Draw smooth lines two pixels wide, or one if they are to be fine."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pens = [(path, hairline(colour)) for path, colour in lines]
    # Two fine lines side by side look like one of twice the width, which takes Qt ten times as
    # long to paint.
    pixel = 1 / abs(painter.deviceTransform().m22() or 1)
    for shift in (0.0,) if fine else (-pixel / 2, pixel / 2):
        painter.translate(0, shift)
        for path, pen in pens:
            painter.setPen(pen)
            painter.drawPath(path)
        painter.translate(0, -shift)
