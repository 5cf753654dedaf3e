"""The chart itself. It imports pyqtgraph, so nothing imports it before the window stands."""

from collections.abc import Sequence
from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from emotion_desktop.domain import Floats
from emotion_desktop.gui.charts.curves import Curves
from emotion_desktop.gui.charts.plot import LEVELS, Plot
from emotion_desktop.gui.charts.samples import Times
from emotion_desktop.gui.docks.timeline.controls import age
from emotion_desktop.gui.docks.timeline.history import KEPT_S
from emotion_desktop.gui.language import emotion_name, translate
from emotion_desktop.gui.look.theme import Theme
from emotion_desktop.labels import CANONICAL_ORDER
from emotion_desktop.outputs.recording.time_axis import ticks

_KEYS: Final = {Qt.Key.Key_Left: -0.2, Qt.Key.Key_Right: 0.2}
_ZOOM_KEYS: Final = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


class Chart(QWidget):
    """Curves over time, with a cursor below the mouse.

    Signals:
        scrolled: (float) The user drags it by so many spans, negative towards the past.
        zoomed: (int, float) The user zooms by so many steps, in if positive, at a place, 0 for
            the left edge, 1 for the right one.
        pointed: (float) The mouse is over a place, 0–1 as above; −1 when it has left.
        live_wanted: The user asks for the newest sample.
        menu_wanted: (QPoint) The menu shall be shown there, on the screen.

    Attributes:
        plot: What is drawn on.
        curves: One for each class.
        label: Names the likeliest class beside the end of its curve.
        cursor_line: Below the mouse; hidden where there is none.
        shown: From and to in seconds, 0 for the newest sample there is room for.
    """

    scrolled = Signal(float)
    zoomed = Signal(int, float)
    pointed = Signal(float)
    live_wanted = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.shown = (0.0, 0.0)
        metrics = self.fontMetrics()
        names = (metrics.horizontalAdvance(emotion_name(each)) for each in CANONICAL_ORDER)
        self._beside = max(names) + 16  # room for a name right of the curves
        self._dragged_from: float | None = None
        self._text = ""
        self.plot = Plot(theme, self)
        self.plot.set_margins(top=4, right=0)  # for half of "100 %"
        self.plot.left.setTicks([LEVELS])
        self.plot.show_heights(0, 1, padding=0.06)
        self.plot.viewport().installEventFilter(self)
        self.plot.viewport().setMouseTracking(True)
        self.curves = Curves(-KEPT_S, 0)
        self.cursor_line = pg.InfiniteLine(angle=90, movable=False)
        self.label = pg.TextItem()
        self.plot.add(self.curves, self.cursor_line, self.label)
        self.cursor_line.hide()
        self.label.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)  # for the ring when it has the focus
        layout.addWidget(self.plot)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMouseTracking(True)
        self.setAccessibleName(translate("Timeline", "Probabilities over time"))
        self.setToolTip(
            translate("Timeline", "Drag or ← → to go back in time, wheel or ↑ ↓ to zoom, End: live")
        )
        self.plot.field.sigResized.connect(self._fit)
        theme.changed.connect(self._apply_colours)
        self._apply_colours()

    @property
    def columns(self) -> int:
        """How many columns of points there is room for."""
        return max(self._width // 3, 16)

    @property
    def _width(self) -> int:
        """Pixels of the curves, without the room beside them."""
        return max(self.plot.width_px - self._beside, 1)

    def show_curves(
        self,
        times: Times,
        values: Floats,
        colours: Sequence[QColor],
        *,
        stacked: bool,
    ) -> None:
        """Show these curves; see `Curves.show_curves`."""
        self.curves.show_curves(times, values, colours, stacked=stacked)

    def set_range(self, start_s: float, end_s: float) -> None:
        """Show the time between these, 0 for the newest sample, negative before."""
        wanted = (round(start_s, 2), round(end_s, 2))
        if wanted != self.shown:
            self.shown = wanted
            self._fit()

    def set_cursor(self, at_s: float | None) -> None:
        """Show the cursor there, or nowhere."""
        self.cursor_line.setVisible(at_s is not None)
        if at_s is not None:
            self.cursor_line.setPos(at_s)

    def set_label(self, text: str, at_s: float, value: float) -> None:
        """Write the name of a curve beside it, or nothing if the text is empty.

        Args:
            text: The name.
            at_s: Seconds, 0 for the newest sample, negative before.
            value: Its height there, 0–1.
        """
        self.label.setVisible(bool(text))
        if text != self._text:
            self._text = text
            self.label.setText(text)
        start, end = self.shown
        if round(at_s, 2) >= end:  # as `set_range` rounds it
            # Beside the end of its curve, where it covers none.
            self.label.setAnchor((0, 0.5))
            self.label.setPos(end, min(max(value, 0.06), 0.94))
        else:
            # Below a line that is high and left of one on the right: always inside the chart.
            side = 0 if at_s < (start + end) / 2 else 1
            self.label.setAnchor((side, -0.2 if value > 0.7 else 1.2))
            self.label.setPos(at_s, value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the mouse from the plot: it knows how to zoom, but not what time is."""
        handled = True
        if isinstance(event, QWheelEvent):
            steps = event.angleDelta().y()
            if steps:
                self.zoomed.emit(1 if steps > 0 else -1, self._place(event.position()))
            event.accept()
        elif isinstance(event, QMouseEvent):
            self._on_mouse(event)
        elif event.type() == QEvent.Type.Leave:
            self.pointed.emit(-1.0)
        else:
            handled = isinstance(event, QContextMenuEvent)
        if isinstance(event, QContextMenuEvent):
            self.menu_wanted.emit(event.globalPos())
        return handled

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the menu by the keyboard, too."""
        self.menu_wanted.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll, zoom, or go back to the newest sample."""
        key = Qt.Key(event.key())
        if key in _KEYS:
            self.scrolled.emit(_KEYS[key])
        elif key in _ZOOM_KEYS:
            self.zoomed.emit(_ZOOM_KEYS[key], 1.0)
        elif key == Qt.Key.Key_End:
            self.live_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _on_mouse(self, event: QMouseEvent) -> None:
        place = self._place(event.position())
        if event.type() == QEvent.Type.MouseButtonPress:
            if event.button() is not Qt.MouseButton.LeftButton:
                return  # what its menu hides is not released here
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._dragged_from = place
            self.plot.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._dragged_from = None
            self.plot.viewport().unsetCursor()
        elif self._dragged_from is not None:
            self.scrolled.emit(self._dragged_from - place)
            self._dragged_from = place
        else:
            self.pointed.emit(place if 0 <= place <= 1 else -1.0)

    def _place(self, position: QPointF) -> float:
        """Return where in the range a point of the viewport is, 0–1 within it."""
        box = self.plot.field
        area = box.mapRectToScene(box.boundingRect())
        point = self.plot.mapToScene(position.toPoint())
        return float((point.x() - area.left()) / self._width)

    def _fit(self) -> None:
        """Show the range with room for a name right of it."""
        start, end = self.shown
        room = (end - start) * self._beside / self._width
        self.plot.show_times(start, end + room)
        self._set_ticks()

    def _set_ticks(self) -> None:
        start, end = self.shown
        seconds = end - start + 0.5  # no more places than there are whole seconds
        places, _ = ticks(start, end, 1 + min(self._width / self.plot.tick_px, seconds))
        self.plot.bottom.setTicks([[(place, age(-place)) for place in places]])

    def _apply_colours(self) -> None:
        colours = self._theme.colours
        self.curves.set_grid(QColor(colours.border))
        self.cursor_line.setPen(pg.mkPen(QColor(colours.muted)))
        plate = QColor(colours.window)
        plate.setAlphaF(0.8)
        self.label.fill = pg.mkBrush(plate)
        self.label.setColor(QColor(colours.text))
