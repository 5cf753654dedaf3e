"""The chart, what stands around it, and what is shown before there is anything to show."""

import importlib
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from emotion_desktop.domain import FrameResult
from emotion_desktop.gui.accessibility import Description, probabilities_in_words
from emotion_desktop.gui.charts.legend import Entry, Legend
from emotion_desktop.gui.charts.samples import GAP_S, Samples, means, peaks
from emotion_desktop.gui.charts.time_window import LiveWindow
from emotion_desktop.gui.docks.faces.rows import FaceRow
from emotion_desktop.gui.docks.timeline.controls import Controls, age, nearest_span
from emotion_desktop.gui.docks.timeline.history import KEPT_S, History
from emotion_desktop.gui.docks.timeline.person_selection import PersonSelection
from emotion_desktop.gui.jobs import Jobs
from emotion_desktop.gui.language import emotion_name, translate
from emotion_desktop.gui.look.fonts import scaled
from emotion_desktop.gui.look.theme import Theme
from emotion_desktop.gui.preferences import SPANS_S, Preferences
from emotion_desktop.labels import Emotion

if TYPE_CHECKING:
    from emotion_desktop.gui.docks.timeline.chart import Chart

_CHART: Final = "emotion_desktop.gui.docks.timeline.chart"


class TimelinePanel(QWidget):
    """Probabilities of one face over the last seconds or minutes.

    Signals:
        person_chosen: (object) A track id, or None for the person longest in view.
        menu_wanted: (QPoint) The menu of the chart shall be shown there, on the screen.

    Attributes:
        history: Everybody's probabilities.
        choice: Whose are shown.
        part: Which part of them.
        chart: The chart; None until it has been imported.
        drawn: What the chart was drawn from; another object each time it is drawn anew.
        nothing: Stands in the place of the chart before the first face.
    """

    person_chosen = Signal(object)
    menu_wanted = Signal(QPoint)

    def __init__(
        self, theme: Theme, preferences: Preferences, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.history = History()
        self.choice = PersonSelection()
        self.part = LiveWindow(preferences.settings.timeline_span_s)
        self.chart: Chart | None = None
        self._theme = theme
        self._preferences = preferences
        self._loading = False
        self._pointed: float | None = None
        self._row: FaceRow | None = None
        self.drawn: tuple[object, ...] = ()
        self._words: tuple[int, float, list[Entry]] = (0, 0.0, [])
        self.controls = Controls()
        self.legend = Legend(theme)
        self.nothing = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.nothing.setText(translate("Timeline", "The chart starts with the first face"))
        self.nothing.setProperty("role", "muted")
        room = QWidget()
        self._room = QStackedLayout(room)
        self._room.addWidget(self.nothing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        layout.addWidget(self.controls)
        layout.addWidget(room, 1)
        layout.addWidget(self.legend)
        self.setMinimumHeight(scaled(160, self.font()))
        self.controls.person_chosen.connect(self.person_chosen)
        self.controls.style_chosen.connect(self._on_style)
        self.controls.span_chosen.connect(self._on_span)
        self.controls.live_wanted.connect(self._on_live)
        self.controls.show_style(preferences.settings.timeline_style)
        self.controls.show_span(self.part.length_s)
        preferences.changed.connect(self._on_preference)
        theme.changed.connect(self.redraw)

    def load_chart(self, jobs: Jobs) -> None:
        """Import the chart on a thread, once; importing takes half a second."""
        if not self._loading:
            self._loading = True
            jobs.start(_import_chart, self._on_chart)

    def add(self, result: FrameResult) -> None:
        """Record a result; it is drawn later."""
        self.history.add(result)

    def show_row(self, row: FaceRow | None) -> None:
        """Show what a person's card shows in the legend, unless an earlier time is looked at.

        Args:
            row: Of whom the chart is; None for somebody who has left.
        """
        self._row = row
        if self.chart is None or row is None or not (self.drawn and self.isVisible()):
            return
        if self._is_now:
            self._show_values(self.chart, row.track_id, 0.0, _entries_of(row))

    def clear(self) -> None:
        """Forget everybody, for another source."""
        self.history.clear()
        self._row = None
        self.part.follow()
        self.drawn = ()
        self.redraw()

    def redraw(self) -> None:
        """Draw what has come since the last time; nothing if nothing has."""
        current = self.choice.current(self.history)
        self.controls.show_people(self.history, current, self.choice.pinned)
        latest = self.history.latest
        shows = self.chart is not None and latest is not None and current is not None
        self._room.setCurrentIndex(1 if shows else 0)
        if latest is None or current is None:
            self.legend.show_entries([Entry(emotion, None) for emotion in self.history.classes])
            return
        if self.chart is None:
            return
        self.part.go_on(latest - KEPT_S, latest)
        start, end = self.part.start_s, self.part.end_s
        style = self._preferences.settings.timeline_style
        state = (
            *(current, latest, start, end, self._pointed, style, self.chart.columns),
            self._theme.colours,
        )
        if state != self.drawn:
            self.drawn = state
            self._draw(self.chart, current, latest)

    def as_svg(self) -> str:
        """Return the chart and its legend as they are shown."""
        from emotion_desktop.gui.charts.chart_copies import svg_of

        assert self.chart is not None
        return svg_of((self.chart, self.legend), translate("Timeline", "Probabilities over time"))

    def as_table(self, separator: str) -> str:
        """Return the samples that are shown; times in seconds, 0 for the newest of all."""
        from emotion_desktop.gui.charts.chart_copies import values_text

        current, latest = self.choice.current(self.history), self.history.latest
        if current is None or latest is None:
            return ""
        classes = self.history.classes
        start, end = self.part.start_s, self.part.end_s
        samples = self.history.read(current, start, end, classes)
        return values_text(samples, classes, (start, end), since_s=latest, separator=separator)

    def _draw(self, chart: "Chart", current: int, latest: float) -> None:
        start, end = self.part.start_s, self.part.end_s
        classes = self.history.classes
        stacked = self._preferences.settings.timeline_style == "stacked"
        samples = self.history.read(current, start, end, classes)
        reduce = means if stacked else peaks
        times, values = reduce(samples, (end - start) / chart.columns)
        colours = [self._theme.colours.of(emotion) for emotion in classes]
        chart.show_curves(times - latest, values, colours, stacked=stacked)
        chart.set_range(start - latest, end - latest)
        at = end if self._pointed is None else start + self._pointed * (end - start)
        chart.set_cursor(None if self._pointed is None else at - latest)
        self.controls.show_live(live=self.part.live)
        row = self._row
        if row is not None and row.track_id == current and self._is_now:
            entries = _entries_of(row)
        else:
            entries = entries_at(samples, classes, at)
        self._show_values(chart, current, at - latest, entries)

    @property
    def _is_now(self) -> bool:
        """Whether the values are those of this moment."""
        return self.part.live and self._pointed is None

    def _show_values(self, chart: "Chart", current: int, at: float, entries: list[Entry]) -> None:
        self.legend.show_entries(entries)
        self._words = (current, at, entries)
        self._description.renew()
        leader = max(entries, key=lambda entry: entry.value or 0.0, default=None)
        stacked = self._preferences.settings.timeline_style == "stacked"
        if leader is None or leader.value is None or stacked:
            chart.set_label("", 0.0, 0.0)
        else:
            chart.set_label(emotion_name(leader.emotion), at, leader.value)

    def _in_words(self) -> str:
        """Return what the chart says at the cursor, else at its end."""
        current, at, entries = self._words
        values = probabilities_in_words((entry.emotion, entry.value) for entry in entries)
        face = translate("Faces", "Face {number}: {label}")
        return face.format(number=current, label=f"{age(-at)}: {values}")

    def _on_chart(self, module: object) -> None:
        self.chart = module.Chart(self._theme)  # type: ignore[attr-defined]
        assert self.chart is not None
        self._room.addWidget(self.chart)
        self._description = Description(self.chart, self._in_words)
        self.chart.scrolled.connect(self._on_scrolled)
        self.chart.zoomed.connect(self._on_zoomed)
        self.chart.pointed.connect(self._on_pointed)
        self.chart.live_wanted.connect(self._on_live)
        self.chart.menu_wanted.connect(self.menu_wanted)
        self.redraw()

    def _on_scrolled(self, spans: float) -> None:
        if self._limit():
            self.part.scroll_to(self.part.start_s + spans * self.part.length_s)
            self.redraw()

    def _on_zoomed(self, steps: int, at: float) -> None:
        if self._limit():
            place = min(max(nearest_span(self.part.length_s) - steps, 0), len(SPANS_S) - 1)
            self.part.resize(float(SPANS_S[place]), self.part.start_s + at * self.part.length_s)
            self._preferences.change(timeline_span_s=self.part.length_s)

    def _on_pointed(self, place: float) -> None:
        self._pointed = place if place >= 0 else None
        self.redraw()

    def _on_style(self, style: str) -> None:
        self._preferences.change(timeline_style=style)

    def _on_span(self, span_s: float) -> None:
        self._preferences.change(timeline_span_s=span_s)

    def _on_live(self) -> None:
        self.part.follow()
        self.redraw()

    def _on_preference(self, name: str) -> None:
        if name == "timeline_span_s":
            self.part.resize(self._preferences.settings.timeline_span_s, self.part.end_s)
            self.controls.show_span(self.part.length_s)
        elif name == "timeline_style":
            self.controls.show_style(self._preferences.settings.timeline_style)
        else:
            return
        self.redraw()

    def _limit(self) -> bool:
        """Let the part stay within the samples of the person shown; return False without any."""
        current, latest = self.choice.current(self.history), self.history.latest
        first = self.history.first(current) if current is not None else None
        if first is None or latest is None:
            return False
        self.part.go_on(first, latest)
        return True


def entries_at(samples: Samples, classes: tuple[Emotion, ...], at: float) -> list[Entry]:
    """Return the values at a time; none if the face was away then, or could not be read."""
    entries = [Entry(emotion, None) for emotion in classes]
    if not len(samples.times):
        return entries
    nearest = int(np.abs(samples.times - at).argmin())
    if abs(samples.times[nearest] - at) > GAP_S:
        return entries
    return [
        Entry(emotion, None if np.isnan(value) else float(value))
        for emotion, value in zip(classes, samples.values[:, nearest], strict=True)
    ]


def _entries_of(row: FaceRow) -> list[Entry]:
    return [Entry(emotion, value) for emotion, value in row.bars]


def _import_chart() -> object:
    return importlib.import_module(_CHART)
