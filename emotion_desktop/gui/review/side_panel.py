"""Beside the picture: who was seen, what the chosen person showed, and the markers."""

from collections.abc import Sequence
from functools import partial
from typing import Final, cast

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from emotion_desktop.error_boundary import REVIEW
from emotion_desktop.gui.accessibility import label_chooser
from emotion_desktop.gui.jobs import Jobs
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.look.fonts import scaled
from emotion_desktop.gui.review.figures import (
    expression_rows,
    marker_rows,
    person_rows,
    sentence,
)
from emotion_desktop.gui.review.review_data import ReviewData
from emotion_desktop.gui.review.table_view import TableView
from emotion_desktop.gui.review.texts import person_name, segment_name
from emotion_desktop.outputs.recording.reader_tables import Marker
from emotion_desktop.outputs.recording.summary import (
    PersonSummary,
    Segment,
    segments,
    summarise,
    whole,
)

WIDTH: Final = 336
MOST: Final = 0.42
"""Share of the screen that it takes at most because the font is large."""


class SidePanel(QWidget):
    """Three tables; the first two are of the whole recording, or of a part between markers.

    Signals:
        person_chosen: (int) The user wants to see this person.
        sought: (float) The user wants to go to a time in seconds.

    Attributes:
        segment: The chooser of the part.
        people: Everyone who was in view.
        expressions: What the chosen person showed.
        markers: The markers.
        summaries: Figures of each person by track id, of the part chosen.
        heading: Names the person chosen.
        longest: When that person showed something longest, in a sentence.
    """

    person_chosen = Signal(int)
    sought = Signal(float)

    def __init__(self, material: ReviewData, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._material = material
        self._session = material.session
        self._jobs = jobs
        self._shown: int | None = None
        self._parts: list[Segment] = [whole(self._session), *segments(self._session)]
        self.summaries: dict[int, PersonSummary] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        room = self.screen().availableGeometry().width()
        self.setFixedWidth(max(WIDTH, min(scaled(WIDTH, self.font()), int(MOST * room))))
        self._make_segment()
        self._make_people()
        self._make_expressions()
        self._make_markers()
        self._show_summaries(material.summaries)

    def show_names(self) -> None:
        """Show what people are called now."""
        self._show_summaries(tuple(self.summaries.values()))

    def show_person(self, track_id: int | None) -> None:
        """Show what this person showed."""
        self._shown = track_id
        row = self.people.table.row_of(track_id)
        if row >= 0 and self.people.currentIndex().row() != row:
            self.people.selectRow(row)
        self._show_expressions()

    def show_material(self, material: ReviewData) -> None:
        """Show the figures of what is kept of the recording."""
        self._material, self._session = material, material.session
        self._parts = [whole(self._session), *segments(self._session)]
        self.segment.clear()
        self._fill_segment()
        self._show_summaries(material.summaries)

    def show_markers(self, markers: Sequence[Marker]) -> None:
        """Show these in the table of markers."""
        self._markers = tuple(markers)
        self.markers.show_rows(marker_rows(markers))
        self.markers.clearSelection()
        for part in (self._markers_heading, self.markers):
            part.setVisible(bool(markers))

    def _make_segment(self) -> None:
        self._layout.addWidget(self._heading(translate("Review", "People")))
        self.segment = QComboBox(self)
        self.segment.setToolTip(
            translate("Review", "Part of the recording that the statistics cover")
        )
        self._fill_segment()
        self.segment.activated.connect(self._summarise)
        self._layout.addWidget(self.segment)
        label_chooser(self.segment, translate("Review", "Time range of the statistics"))

    def _fill_segment(self) -> None:
        self.segment.addItem(translate("Review", "Whole recording"))
        self.segment.addItems([segment_name(part) for part in self._parts[1:]])
        self.segment.setVisible(len(self._parts) > 1)

    def _make_people(self) -> None:
        titles = [
            translate("Review", "Person"),
            translate("Review", "In view"),
            translate("Review", "Most often"),
            translate("Review", "Changes"),
        ]
        self.people = TableView(translate("Review", "People"), titles, 2, self)
        self.people.selectionModel().currentRowChanged.connect(self._on_person)
        self._layout.addWidget(self.people, 3)

    def _make_expressions(self) -> None:
        self.heading = self._heading("")
        titles = [
            translate("Review", "Expression"),
            translate("Review", "Time"),
            translate("Review", "Mean probability"),
        ]
        name = translate("Review", "Expressions of this person")
        self.expressions = TableView(name, titles, 0, self)
        # As high as its rows: what is compared should be seen at once.
        rows = len(self._session.classes) + 2
        self.expressions.setFixedHeight(self.expressions.height_of(rows))
        self.longest = QLabel(self)
        self.longest.setProperty("role", "muted")
        self.longest.setWordWrap(True)
        self._layout.addSpacing(8)
        self._layout.addWidget(self.heading)
        self._layout.addWidget(self.expressions)
        self._layout.addWidget(self.longest)

    def _make_markers(self) -> None:
        titles = [
            translate("Review", "Time"),
            translate("Review", "Marker"),
            translate("Review", "Note"),
        ]
        self.markers = TableView(translate("Review", "Markers"), titles, 2, self)
        self.markers.clicked.connect(self._on_marker)
        self.markers.activated.connect(self._on_marker)
        self._markers_heading = self._heading(translate("Review", "Markers"))
        self._markers_heading.setContentsMargins(0, 8, 0, 0)
        self._layout.addWidget(self._markers_heading)
        self._layout.addWidget(self.markers, 2)
        self.show_markers(self._session.markers)

    def _heading(self, text: str) -> QLabel:
        label = QLabel(text, self)
        font = label.font()
        font.setBold(True)
        label.setFont(font)
        return label

    def _summarise(self, index: int) -> None:
        """Work out the figures of a part; of a long recording that takes a while."""
        work = partial(_summaries, self._material, self._parts, index)
        self._jobs.start(work, self._on_summaries, where=REVIEW)

    def _on_summaries(self, result: object) -> None:
        index, found = cast("tuple[int, tuple[PersonSummary, ...]]", result)
        if index == self.segment.currentIndex():
            self._show_summaries(found)

    def _show_summaries(self, found: Sequence[PersonSummary]) -> None:
        self.summaries = {summary.track_id: summary for summary in found}
        self.people.show_rows(person_rows(found, self._session.said))
        self.show_person(self._shown)

    def _show_expressions(self) -> None:
        summary = self.summaries.get(self._shown) if self._shown is not None else None
        named = self._session.said_of(self._shown or 0).name
        number = person_name(self._shown) if self._shown is not None else ""
        self.heading.setText(f"{number}: {named}" if named else number)
        self.heading.setVisible(self._shown is not None)
        self.expressions.show_rows([] if summary is None else expression_rows(summary))
        self.longest.setText(sentence(summary, is_anybody=bool(self._material.people)))

    def _on_person(self, current: QModelIndex) -> None:
        if current.isValid():
            key = self.people.table.rows[current.row()].key
            if isinstance(key, int) and key != self._shown:
                self.person_chosen.emit(key)

    def _on_marker(self, index: QModelIndex) -> None:
        self.sought.emit(self._markers[index.row()].time_s)


def _summaries(
    material: ReviewData, parts: Sequence[Segment], index: int
) -> tuple[int, tuple[PersonSummary, ...]]:
    if index == 0:
        return index, material.summaries
    return index, summarise(material.session, parts[index])
