"""Lines or stacked areas as one item of a chart."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from emotion_desktop.domain import Floats
from emotion_desktop.gui.docks.timeline.history import KEPT_S, Times
from emotion_desktop.gui.look.plot import LEVELS, draw_lines, hairline


class Curves(QGraphicsItem):
    """Paints what it was given last; x is seconds before the newest sample, y is 0–1.

    Its bounds are always those of the whole history: nothing has to be laid out anew when the
    curves change.
    """

    def __init__(self) -> None:
        super().__init__()
        self._paths: list[tuple[QPainterPath, QColor]] = []
        self._areas: list[tuple[QPolygonF, QColor]] = []
        self._grid = QColor()

    def show_curves(
        self, times: Times, values: Floats, colours: Sequence[QColor], *, stacked: bool
    ) -> None:
        """Paint other curves from now on.

        Args:
            times: (m,) seconds, 0 for the newest sample, negative before.
            values: (C, m) 0–1, NaN where a curve is broken.
            colours: C of them.
            stacked: Areas upon each other, of which the first is the lowest, instead of lines.
        """
        self._areas = []
        lines: NDArray[Any] = values
        if stacked:
            lines = tops = np.cumsum(values, axis=0, dtype=np.float64)
            self._areas = _areas(times, tops, colours)
        self._paths = [
            (pg.arrayToQPath(*_corners(times, row), connect="finite"), colour)
            for row, colour in zip(lines, colours, strict=True)
        ]
        self.update()

    def set_grid(self, colour: QColor) -> None:
        """Paint the fine lines in this colour."""
        self._grid = colour
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the room of the whole history."""
        return QRectF(-KEPT_S, -0.1, KEPT_S + 1, 1.2)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint the areas, the grid and the lines."""
        # Smooth edges take Qt ten times as long; the lines upon them are smooth.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(Qt.PenStyle.NoPen)
        for polygon, colour in self._areas:
            painter.setBrush(colour)
            painter.drawPolygon(polygon)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(hairline(self._grid))
        for level, _ in LEVELS:
            painter.drawLine(QPointF(-KEPT_S, level), QPointF(0, level))
        draw_lines(painter, self._paths, fine=bool(self._areas))


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
