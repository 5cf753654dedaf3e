"""The timeline itself: lines, lanes, markers and play-head.

It imports pyqtgraph: nothing imports it before the window stands.
"""

from collections.abc import Sequence
from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QHelpEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QVBoxLayout, QWidget

from emotion_desktop.gui.charts.curves import Curves
from emotion_desktop.gui.charts.plot import LEVELS, Plot
from emotion_desktop.gui.charts.samples import NO_SAMPLES, Samples, peaks
from emotion_desktop.gui.language import local_number, translate
from emotion_desktop.gui.look.fonts import line_height, scaled, tabular
from emotion_desktop.gui.look.theme import Theme
from emotion_desktop.gui.review.lanes import Lane, Lanes
from emotion_desktop.gui.review.left_out import LeftOut
from emotion_desktop.gui.review.marker_item import Markers
from emotion_desktop.gui.review.texts import person_name, run_name
from emotion_desktop.labels import Emotion
from emotion_desktop.outputs.recording.summary import LabelRun
from emotion_desktop.outputs.recording.time_axis import clock, ticks

LANE_GAP: Final = 4
MARKER_GAP: Final = 8
"""Room above and below the text of a lane and of a marker together, in pixels."""
"""Room above the lines for the numbers of the markers."""


class Chart(QWidget):
    """Probabilities over time; below them a lane for each person.

    Signals:
        sought: (float) The user has clicked or dragged to a time in seconds.
        person_clicked: (int) The user has clicked on the lane of a person.
        zoomed: (float, float) Show so many times as much; what is at a time shall stay there.
        scrolled: (float) Go on by so many seconds, back if negative.
        menu_wanted: (QPoint) The menu shall be shown there, on the screen.

    Attributes:
        plot: What is drawn on.
        lanes: One for each person, from top to bottom.
    """

    sought = Signal(float)
    person_clicked = Signal(int)
    zoomed = Signal(float, float)
    scrolled = Signal(float)
    menu_wanted = Signal(QPoint)

    def __init__(self, duration_s: float, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._span = (0.0, duration_s)
        self.lanes: tuple[Lane, ...] = ()
        self._lane_top, self._lane_height = 0.0, 0.1
        self._samples = NO_SAMPLES
        self._classes: tuple[Emotion, ...] = ()
        self.setMinimumHeight(scaled(120, self.font()))
        self.setAccessibleName(translate("Review", "Probabilities over time"))
        self.plot = Plot(theme, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.plot)
        self.plot.set_margins(top=0, right=20)
        self.plot.viewport().installEventFilter(self)
        self._curves = Curves(0, duration_s)
        # The play-head passes over the lines thirty times a second, which do not change.
        self._curves.setCacheMode(Curves.CacheMode.DeviceCoordinateCache)
        self._strips = Lanes(duration_s)
        self._markers = Markers(duration_s, tabular(self.font()))
        self._left_out = LeftOut(duration_s)
        self._head = pg.InfiniteLine(angle=90, movable=False)
        self.plot.add(self._curves, self._strips, self._left_out, self._head, self._markers)
        theme.changed.connect(self._on_theme)
        self.plot.field.sigResized.connect(self._on_resized)
        self._apply_colours()

    def lane_middle(self, row: int) -> float:
        """Return the height at which the lane of a row of `lanes` is, in units of the curves."""
        return self._lane_top - (row + 0.5) * self._lane_height

    @property
    def head_s(self) -> float:
        """Where the play-head stands, in seconds."""
        return float(self._head.value())

    def show_person(self, samples: Samples, classes: tuple[Emotion, ...]) -> None:
        """Show the lines of a person: one for each of these classes."""
        self._samples, self._classes = samples, classes
        self._draw()

    def show_lanes(self, lanes: Sequence[Lane]) -> None:
        """Show a lane for each of these people, from top to bottom."""
        self.lanes = tuple(lanes)
        self._arrange()

    def show_markers(self, markers: Sequence[tuple[float, int]]) -> None:
        """Show vertical lines with numbers at times in seconds."""
        self._markers.show_markers(markers)

    def show_left_out(self, ranges: Sequence[tuple[float, float]]) -> None:
        """Dim these ranges of seconds."""
        self._left_out.show_ranges(ranges)

    def set_span(self, start_s: float, end_s: float) -> None:
        """Show the time between these."""
        self._span = (start_s, end_s)
        self.plot.show_times(start_s, end_s)
        self._draw()
        self._set_ticks()

    def set_head(self, time_s: float) -> None:
        """Put the play-head at a time."""
        self._head.setPos(time_s)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the mouse from the plot: here a click goes to a time."""
        if isinstance(event, QWheelEvent):
            self._on_wheel(event)
            return True
        if isinstance(event, QMouseEvent):
            self._on_mouse(event)
            return True
        if isinstance(event, QHelpEvent):
            self._on_help(event)
            return True
        if isinstance(event, QContextMenuEvent):
            self.menu_wanted.emit(event.globalPos())
            return True
        return False

    def _on_wheel(self, event: QWheelEvent) -> None:
        turn = event.angleDelta()
        sideways = turn.x() or (
            turn.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0
        )
        if sideways:
            self.scrolled.emit(-sideways / 1200 * (self._span[1] - self._span[0]))
        elif turn.y():
            self.zoomed.emit(0.8 ** (turn.y() / 120), self.plot.at(event.position()).x())
        event.accept()

    def _on_mouse(self, event: QMouseEvent) -> None:
        pressed = event.type() == QEvent.Type.MouseButtonPress
        dragged = event.type() == QEvent.Type.MouseMove
        if not (pressed or dragged) or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        at = self.plot.at(event.position())
        lane = self._lane_at(at) if pressed else None
        if lane is not None:
            self.person_clicked.emit(lane.track_id)
        self.sought.emit(min(max(at.x(), self._span[0]), self._span[1]))

    def _on_help(self, event: QHelpEvent) -> None:
        at = self.plot.at(QPointF(event.pos()))
        lane = self._lane_at(at)
        run = lane and next((run for run in lane.runs if run.start_s <= at.x() < run.end_s), None)
        text = _describe(lane, run) if lane and run else ""
        QToolTip.showText(event.globalPos(), text, self.plot)

    def _lane_at(self, at: QPointF) -> Lane | None:
        row = int((self._lane_top - at.y()) // self._lane_height) if at.y() < self._lane_top else -1
        return self.lanes[row] if 0 <= row < len(self.lanes) else None

    def _on_resized(self) -> None:
        # Lanes and markers stay as high as they are, and lines as fine.
        self._arrange()
        self._draw()

    def _arrange(self) -> None:
        """Give each part its height in px, whatever the height of the whole."""
        height = max(self.plot.field.height(), 1.0)
        lane, marker = (line_height(self.font(), gap) for gap in (LANE_GAP, MARKER_GAP))
        lanes = lane * len(self.lanes) + 8
        unit = 1 / max(height - lanes - marker, 40.0)
        self._lane_top, self._lane_height = -8 * unit, lane * unit
        self._strips.show_lanes(self.lanes, top=self._lane_top, height=self._lane_height)
        self._markers.stand_between(-lanes * unit, 1 + marker * unit)
        self._left_out.stand_between(-lanes * unit, 1 + marker * unit)
        self.plot.show_heights(-lanes * unit, 1 + marker * unit)
        names = [
            (self.lane_middle(row), f"#{lane.track_id}") for row, lane in enumerate(self.lanes)
        ]
        self.plot.left.setTicks([[*LEVELS, *names]])
        self._set_ticks()

    def _draw(self) -> None:
        start, end = self._span
        columns = max(self.plot.width_px // 2, 16)
        times, values = peaks(self._samples.between(start, end), (end - start) / columns)
        colours = [self._theme.colours.of(emotion) for emotion in self._classes]
        self._curves.show_curves(times, values, colours)

    def _set_ticks(self) -> None:
        room = max(3, self.plot.width_px // self.plot.tick_px)
        times, tenths = ticks(*self._span, room)
        labels = [(time_s, local_number(clock(time_s, tenths=tenths))) for time_s in times]
        self.plot.bottom.setTicks([labels])

    def _on_theme(self) -> None:
        self._apply_colours()
        self._draw()

    def _apply_colours(self) -> None:
        colours = self._theme.colours
        self._strips.set_colours(colours)
        self._left_out.set_colour(QColor(colours.window))
        self._head.setPen(pg.mkPen(QColor(colours.accent), width=2))
        self._markers.set_colours(QColor(colours.text), QColor(colours.window))


def _describe(lane: Lane, run: LabelRun) -> str:
    times = f"{clock(run.start_s, tenths=True)}–{clock(run.end_s, tenths=True)}"
    return f"{person_name(lane.track_id)}: {run_name(run)}, {local_number(times)}"
