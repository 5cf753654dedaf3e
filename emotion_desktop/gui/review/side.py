"""Beside the picture: who was seen, what the chosen person showed, and the markers."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from emotion_desktop.gui.language import emotion_name, local_number, translate
from emotion_desktop.gui.look.fonts import percent, tabular
from emotion_desktop.gui.review.tables import SWATCH, Cell, Row, Table
from emotion_desktop.gui.review.words import person_name, stretch_name
from emotion_desktop.labels import COLOURS
from emotion_desktop.outputs.recording.chart_axis import clock
from emotion_desktop.outputs.recording.reader import RecordedSession
from emotion_desktop.outputs.recording.summary import (
    PersonSummary,
    Stretch,
    stretches,
    summarise,
    whole,
)

WIDTH = 336
_ROW = 24
_HEADER = 30
NONE = "–"


class SidePanel(QWidget):
    """Three tables; the first two are of the whole recording, or of a part between markers.

    Signals:
        person_chosen: (int) The user wants to see this person.
        sought: (float) The user wants to go to a time in seconds.

    Attributes:
        stretch: The chooser of the part.
        people: Everyone who was in view.
        expressions: What the chosen person showed.
        markers: The markers.
    """

    person_chosen = Signal(int)
    sought = Signal(float)

    def __init__(self, session: RecordedSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: int | None = None
        self._parts: list[Stretch] = [whole(session), *stretches(session)]
        self._summaries: dict[int, PersonSummary] = {}
        self.stretch = QComboBox()
        self.stretch.setAccessibleName(translate("Review", "Part the figures are of"))
        self.stretch.setToolTip(
            translate("Review", "Which part of the recording the figures are of")
        )
        self.stretch.addItem(translate("Review", "Whole recording"))
        self.stretch.addItems([stretch_name(part) for part in self._parts[1:]])
        self.stretch.setVisible(len(self._parts) > 1)
        self.stretch.activated.connect(self._summarise)
        self.people, self._people = _view(
            translate("Review", "People"),
            [
                translate("Review", "Person"),
                translate("Review", "In view"),
                translate("Review", "Most often"),
                translate("Review", "Changes"),
            ],
            stretched=2,
        )
        self.expressions, self._expressions = _view(
            translate("Review", "Expressions of this person"),
            [
                translate("Review", "Expression"),
                translate("Review", "Time"),
                translate("Review", "Mean probability"),
            ],
            stretched=0,
        )
        self.markers, self._markers = _view(
            translate("Review", "Markers"),
            [
                translate("Review", "Time"),
                translate("Review", "Marker"),
                translate("Review", "Note"),
            ],
            stretched=2,
        )
        self._heading = _heading("")
        self._longest = QLabel()
        self._longest.setProperty("role", "muted")
        self._longest.setWordWrap(True)
        self.people.selectionModel().currentRowChanged.connect(self._on_person)
        self.markers.clicked.connect(self._on_marker)
        self.markers.activated.connect(self._on_marker)
        self._lay_out()
        self._show_markers()
        self._summarise()

    def show_person(self, track_id: int | None) -> None:
        """Show what this person showed."""
        self._shown = track_id
        row = self._people.row_of(track_id)
        if row >= 0 and self.people.currentIndex().row() != row:
            self.people.selectRow(row)
        self._show_expressions()

    def _lay_out(self) -> None:
        self.setFixedWidth(WIDTH)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(_heading(translate("Review", "People")))
        layout.addWidget(self.stretch)
        layout.addWidget(self.people, 3)
        layout.addSpacing(8)
        layout.addWidget(self._heading)
        # As high as its rows: what is compared should be seen at once.
        rows = len(self._session.classes) + 2
        self.expressions.setFixedHeight(rows * _ROW + _HEADER)
        layout.addWidget(self.expressions)
        layout.addWidget(self._longest)
        if self._session.markers:
            layout.addSpacing(8)
            layout.addWidget(_heading(translate("Review", "Markers")))
            layout.addWidget(self.markers, 2)
        self.markers.setVisible(bool(self._session.markers))

    def _show_markers(self) -> None:
        self._markers.show_rows(
            [
                Row(
                    (mark.time_s, number),
                    (
                        Cell(local_number(clock(mark.time_s, tenths=True))),
                        Cell(str(mark.number)),
                        Cell(mark.note),
                    ),
                )
                for number, mark in enumerate(self._session.markers)
            ]
        )

    def _summarise(self) -> None:
        part = self._parts[max(self.stretch.currentIndex(), 0)]
        found = summarise(self._session, part)
        self._summaries = {summary.track_id: summary for summary in found}
        self._people.show_rows([_person_row(summary) for summary in found])
        self.show_person(self._shown)

    def _show_expressions(self) -> None:
        summary = self._summaries.get(self._shown) if self._shown is not None else None
        self._heading.setText(person_name(self._shown) if self._shown is not None else "")
        self._heading.setVisible(self._shown is not None)
        self._expressions.show_rows([] if summary is None else _expression_rows(summary))
        self._longest.setText(self._sentence(summary))

    def _sentence(self, summary: PersonSummary | None) -> str:
        if not self._session.people:
            return translate("Review", "No face was seen in this recording.")
        if summary is None:
            return translate("Review", "Not in view in this part of the recording.")
        longest = summary.longest
        if longest is None or longest.label is None:
            return translate("Review", "No expression was ever likely enough to be named.")
        return translate("Review", "Longest: {name}, {seconds} s from {start}").format(
            name=emotion_name(longest.label),
            seconds=local_number(f"{longest.seconds:.1f}"),
            start=local_number(clock(longest.start_s, tenths=True)),
        )

    def _on_person(self, current: QModelIndex) -> None:
        if current.isValid():
            key = self._people.rows[current.row()].key
            if isinstance(key, int) and key != self._shown:
                self.person_chosen.emit(key)

    def _on_marker(self, index: QModelIndex) -> None:
        self.sought.emit(self._session.markers[index.row()].time_s)


def _person_row(summary: PersonSummary) -> Row:
    most = summary.most
    return Row(
        summary.track_id,
        (
            Cell(f"#{summary.track_id}"),
            Cell(local_number(f"{summary.in_view_s:.1f} s"), is_number=True),
            Cell(NONE) if most is None else Cell(emotion_name(most), COLOURS[most]),
            Cell(str(summary.changes), is_number=True),
        ),
    )


def _expression_rows(summary: PersonSummary) -> list[Row]:
    rows = [
        Row(
            emotion,
            (
                Cell(emotion_name(emotion), COLOURS[emotion]),
                Cell(percent(share), is_number=True),
                Cell(
                    percent(summary.means[emotion]) if emotion in summary.means else NONE,
                    is_number=True,
                ),
            ),
        )
        for emotion, share in summary.shares.items()
    ]
    others = (
        (translate("Review", "uncertain"), summary.uncertain),
        (translate("Review", "not readable"), summary.unread),
    )
    for name, share in others:
        cells = (Cell(name), Cell(percent(share), is_number=True), Cell("", is_number=True))
        rows.append(Row(name, cells))
    return rows


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label


def _view(name: str, headers: Sequence[str], *, stretched: int) -> tuple[QTableView, Table]:
    """Return a table of whole rows and its model; one column takes the room that is left."""
    model = Table(headers)
    view = QTableView()
    model.setParent(view)
    view.setModel(model)
    view.setAccessibleName(name)
    view.setFont(tabular(view.font()))
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setShowGrid(False)
    view.setIconSize(QSize(SWATCH, SWATCH))
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(_ROW)
    header = view.horizontalHeader()
    header.setFixedHeight(_HEADER - 2)
    header.setHighlightSections(False)
    header.setSectionsClickable(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
    return view, model
