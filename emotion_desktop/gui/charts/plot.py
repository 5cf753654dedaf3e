"""The ground of a chart over time: a field between two axes, in the colours of the theme.

It imports pyqtgraph: nothing imports it before the window stands.
"""

from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsView, QWidget

from emotion_desktop.gui.look.fonts import scaled, tabular
from emotion_desktop.gui.look.theme import Theme

AXIS_PX: Final = 52
"""Room for the numbers left of the field, with the usual font."""

TICK_PX: Final = 80
"""Between two labels of the axis of time, likewise."""

LEVELS: Final = tuple((level, f"{round(100 * level)} %") for level in (0.0, 0.5, 1.0))
"""Where the left axis has numbers if it is one of probabilities, and what they are."""


class Plot(pg.GraphicsView):  # type: ignore[misc]  # pyqtgraph has no types
    """Items in a field, whose mouse is up to the chart.

    In place of `pyqtgraph.PlotWidget`, which takes ten times as long to make: with dialogs and
    menus that nobody gets to see here.

    Attributes:
        field: Where items are shown, in the units of the axes.
        left: The axis left of it.
        bottom: The axis below it.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=None)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)  # or screen readers stop there
        # pyqtgraph keeps the background in a pixmap. On screens scaled by less than 1 Qt leaves
        # parts of that as they were in memory; there is no background to be kept.
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)
        self.field = pg.ViewBox(enableMenu=False, enableMouse=False)
        self.left, self.bottom = pg.AxisItem("left"), pg.AxisItem("bottom")
        self.centralLayout.setContentsMargins(0, 0, 0, 0)
        self.centralLayout.setSpacing(0)
        self.centralLayout.addItem(self.field, 0, 1)
        for axis, place in ((self.left, (0, 0)), (self.bottom, (1, 1))):
            axis.linkToView(self.field)
            axis.setZValue(0.5)  # over the edge of the field
            axis.setStyle(tickFont=tabular(self.font()), tickLength=0, hideOverlappingLabels=False)
            self.centralLayout.addItem(axis, *place)
        self.left.setWidth(scaled(AXIS_PX, self.font()))
        theme.changed.connect(self._apply_colours)
        self._apply_colours()

    @property
    def tick_px(self) -> int:
        """How far apart labels of the axis of time stand at least."""
        return scaled(TICK_PX, self.font())

    @property
    def width_px(self) -> int:
        """How wide the field is."""
        return int(self.field.width())

    def set_margins(self, *, top: int, right: int) -> None:
        """Leave so many pixels free beside the field."""
        self.centralLayout.setContentsMargins(0, top, right, 0)

    def add(self, *items: QGraphicsItem) -> None:
        """Show items that do not change what part is shown."""
        for item in items:
            self.field.addItem(item, ignoreBounds=True)

    def show_times(self, start_s: float, end_s: float) -> None:
        """Show what is between these on the axis below."""
        self.field.setXRange(start_s, end_s, padding=0)

    def show_heights(self, low: float, high: float, padding: float = 0.0) -> None:
        """Show what is between these on the left axis, and so much of it more at either end."""
        self.field.setYRange(low, high, padding=padding)

    def at(self, position: QPointF) -> QPointF:
        """Return where on the two axes a point of the viewport is."""
        place: QPointF = self.field.mapSceneToView(self.mapToScene(position.toPoint()))
        return place

    def _apply_colours(self) -> None:
        colours = self._theme.colours
        for axis in (self.left, self.bottom):
            axis.setPen(QColor(colours.border))
            axis.setTextPen(QColor(colours.muted))


def hairline(colour: QColor, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """Return a pen as fine as the screen allows, however the field is scaled."""
    pen = QPen(colour, 1, style)
    pen.setCosmetic(True)
    return pen
