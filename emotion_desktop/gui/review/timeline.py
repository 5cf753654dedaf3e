"""The lower part of the review: whose timeline, its chart, its legend, and where to scroll."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QScrollBar,
    QVBoxLayout,
    QWidget,
)

from emotion_desktop.gui.accessibility import (
    Description,
    label_chooser,
    probabilities_in_words,
)
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.actions import Actions
from emotion_desktop.gui.charts.chart_copies import values_text
from emotion_desktop.gui.charts.legend import Entry, Legend
from emotion_desktop.gui.charts.time_window import TimeWindow
from emotion_desktop.gui.language import local_number, translate
from emotion_desktop.gui.look.buttons import icon_button
from emotion_desktop.gui.look.theme import Theme
from emotion_desktop.gui.review.chart import Chart
from emotion_desktop.gui.review.lanes import Lane
from emotion_desktop.gui.review.review_data import PersonData, ReviewData
from emotion_desktop.gui.review.texts import person_name
from emotion_desktop.outputs.recording.reader_tables import Marker
from emotion_desktop.outputs.recording.time_axis import clock

LANES: Final = 4
"""Of more people, those in view for the longest time have a lane, and the one who is chosen."""

ZOOM: Final = 0.5


class Timeline(QWidget):
    """Shows one person's probabilities and everyone's labels.

    Signals:
        sought: (float) The user wants to go to a time in seconds.
        person_chosen: (int) The user wants to see this person.
        span_shown: (float, float) The part between these seconds is shown now.

    Attributes:
        chart: The lines.
        legend: Names and values.
        person: The chooser of the person.
        part: Which part is shown.
        scroll_bar: Moves the part; hidden while all is shown.
    """

    sought = Signal(float)
    person_chosen = Signal(int)
    span_shown = Signal(float, float)

    def __init__(
        self, material: ReviewData, actions: Actions, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = material.session
        self._people = material.people
        self._shown: PersonData | None = None
        self.part = TimeWindow(0.0, self._session.duration_s)
        self.person = self._make_chooser()
        self.legend = Legend(theme)
        self.chart = Chart(self._session.duration_s, theme)
        self._description = Description(self.chart, self._in_words)
        self.scroll_bar = self._make_scroll_bar()
        self._lay_out(actions)
        self._connect_chart()
        for name, slot in (
            (ActionName.ZOOM_IN, self._zoom_in),
            (ActionName.ZOOM_OUT, self._zoom_out),
            (ActionName.ZOOM_ALL, self._zoom_all),
        ):
            actions[name].triggered.connect(slot)
        self._show_span()

    def _make_chooser(self) -> QComboBox:
        chooser = QComboBox()
        chooser.setToolTip(translate("Review", "Person whose probabilities are shown"))
        self._fill(chooser)
        if not self._people:
            chooser.addItem(translate("Review", "No face was seen"))
            chooser.setEnabled(False)
            chooser.setToolTip(translate("Review", "No face was seen in this recording"))
        chooser.activated.connect(self._on_person)
        return chooser

    def _fill(self, chooser: QComboBox) -> None:
        for track_id in self._people:
            chooser.addItem(person_name(track_id), track_id)

    def _make_scroll_bar(self) -> QScrollBar:
        scroll = QScrollBar(Qt.Orientation.Horizontal)
        scroll.setAccessibleName(translate("Review", "Part of the recording that is shown"))
        scroll.valueChanged.connect(self._on_scroll_bar)
        return scroll

    def _lay_out(self, actions: Actions) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(8)
        layout.addLayout(top)
        top.addWidget(self.person)
        label_chooser(self.person, translate("Review", "Person whose probabilities are shown"))
        top.addWidget(self.legend, 1)
        for name in (ActionName.ZOOM_OUT, ActionName.ZOOM_IN, ActionName.ZOOM_ALL):
            top.addWidget(icon_button(actions[name]))
        layout.addWidget(self.chart, 1)
        layout.addWidget(self.scroll_bar)

    def _connect_chart(self) -> None:
        self.chart.sought.connect(self.sought)
        self.chart.person_clicked.connect(self.person_chosen)
        self.chart.zoomed.connect(self._zoom)
        self.chart.scrolled.connect(self._on_scrolled)
        self.show_edits(self._session.markers, ())

    def show_edits(
        self, markers: Sequence[Marker], left_out: Sequence[tuple[float, float]]
    ) -> None:
        """Show these markers, and what is left out, in ranges of seconds."""
        self.chart.show_markers([(mark.time_s, mark.number) for mark in markers])
        self.chart.show_left_out(left_out)

    def show_people(self, material: ReviewData) -> None:
        """Show the people of the recording, who have other numbers now; nobody is chosen yet."""
        self._people = material.people
        self.person.clear()
        self._fill(self.person)

    def show_person(self, track_id: int | None) -> None:
        """Show this person's lines, or none."""
        self._shown = self._people.get(track_id) if track_id is not None else None
        if self._shown is not None:
            self.person.setCurrentIndex(self.person.findData(track_id))
            self.chart.show_person(self._shown.samples, self._session.classes)
        self.chart.show_lanes(self._lanes())
        self._show_values(self.chart.head_s)

    def set_head(self, time_s: float) -> None:
        """Put the play-head at a time and turn over if that is out of sight."""
        if self.part.turn_to(time_s):
            self._show_span()
        self.chart.set_head(time_s)
        self._show_values(time_s)

    def as_table(self) -> str:
        """Return the person's probabilities in the part that is shown; empty without a person."""
        if self._shown is None:
            return ""
        span = (self.part.start_s, self.part.end_s)
        return values_text(self._shown.samples, self._session.classes, span, separator="\t")

    def _lanes(self) -> list[Lane]:
        people = (shown.person for shown in self._people.values())
        longest = sorted(people, key=lambda person: -float(person.seconds.sum()))
        wanted = {person.track_id for person in longest[:LANES]}
        chosen = self._shown.person.track_id if self._shown else None
        if chosen is not None and chosen not in wanted:
            wanted -= {longest[LANES - 1].track_id}
            wanted |= {chosen}
        return [
            Lane(track_id, self._people[track_id].runs, track_id == chosen)
            for track_id in sorted(wanted)
        ]

    def _show_values(self, time_s: float) -> None:
        """Write the probabilities at a time beside the names."""
        values: list[float | None] = [None] * len(self._session.classes)
        if self._shown is not None:
            person, frame = self._shown.person, self._session.frame_at(time_s)
            row = int(np.searchsorted(person.frames, frame))
            if row < len(person.frames) and person.frames[row] == frame:
                found = person.probabilities[row].tolist()
                values = [None if np.isnan(value) else value for value in found]
        self.legend.show_entries(
            [Entry(*pair) for pair in zip(self._session.classes, values, strict=True)]
        )
        self._description.renew()

    def _in_words(self) -> str:
        """Return whose probabilities are shown, and what they are at the play-head."""
        if self._shown is None:
            return translate("Review", "No face was seen")
        values = probabilities_in_words((each.emotion, each.value) for each in self.legend.entries)
        when = local_number(clock(self.chart.head_s, tenths=True))
        return f"{person_name(self._shown.person.track_id)}, {when}: {values}"

    def _show_span(self) -> None:
        self.chart.set_span(self.part.start_s, self.part.end_s)
        with QSignalBlocker(self.scroll_bar):
            beyond_s = self._session.duration_s - self.part.length_s
            self.scroll_bar.setRange(0, round(1000 * beyond_s))
            self.scroll_bar.setPageStep(max(1, round(1000 * self.part.length_s)))
            self.scroll_bar.setSingleStep(max(1, round(100 * self.part.length_s)))
            self.scroll_bar.setValue(round(1000 * self.part.start_s))
        self.scroll_bar.setVisible(not self.part.whole)
        self.span_shown.emit(self.part.start_s, self.part.end_s)

    def _on_scroll_bar(self, value: int) -> None:
        self.part.scroll_to(value / 1000)
        self._show_span()

    def _on_scrolled(self, by_s: float) -> None:
        self.part.scroll_to(self.part.start_s + by_s)
        self._show_span()

    def _zoom(self, factor: float, at_s: float) -> None:
        self.part.zoom(factor, at_s)
        self._show_span()

    def _zoom_in(self) -> None:
        self._zoom(ZOOM, self.chart.head_s)

    def _zoom_out(self) -> None:
        self._zoom(1 / ZOOM, self.chart.head_s)

    def _zoom_all(self) -> None:
        self.part.show_all()
        self._show_span()

    def _on_person(self, index: int) -> None:
        self.person_chosen.emit(self.person.itemData(index))
