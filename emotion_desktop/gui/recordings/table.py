"""Recordings as rows that can be sorted and filtered."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, QSortFilterProxyModel

from emotion_desktop.gui.language import local_number, translate
from emotion_desktop.gui.look.thumbnails import pixmap
from emotion_desktop.gui.row_table import NOWHERE, SORT, Index, Role, RowTable
from emotion_desktop.outputs.recording.recording_facts import RecordingFacts
from emotion_desktop.outputs.recording.time_axis import clock

_LONG_AGO: Final = datetime(1900, 1, 1, tzinfo=UTC)


class Column(IntEnum):
    """The columns from left to right."""

    NAME = 0
    DATE = 1
    LENGTH = 2
    PEOPLE = 3
    PARTICIPANT = 4
    MODEL = 5


class RecordingTable(RowTable):
    """A row for each recording; people and thumbnail follow."""

    def __init__(self, parent: QObject | None = None) -> None:
        titles = (
            translate("Recordings", "Recording"),
            translate("Recordings", "Date"),
            translate("Recordings", "Length"),
            translate("Recordings", "People"),
            translate("Recordings", "Participant"),
            translate("Recordings", "Model"),
        )
        super().__init__(titles, (Column.LENGTH, Column.PEOPLE), parent)
        self.recordings: list[RecordingFacts] = []
        self._rows: dict[Path, int] = {}

    def show_recordings(self, recordings: Sequence[RecordingFacts]) -> None:
        """Show these."""
        self.beginResetModel()
        self.recordings = list(recordings)
        self._rows = {facts.folder: row for row, facts in enumerate(self.recordings)}
        self.endResetModel()

    def update(self, recordings: Iterable[RecordingFacts]) -> None:
        """Fill the rows of recordings of which more is known now."""
        for facts in recordings:
            row = self._rows.get(facts.folder)
            if row is not None:
                self.recordings[row] = facts
                self.tell_changed(row, row)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of recordings."""
        return 0 if parent.isValid() else len(self.recordings)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401
        """Return what a cell shows, or how it is sorted."""
        facts, column = self.recordings[index.row()], Column(index.column())
        match role:
            case Role.DisplayRole:
                return text_of(facts, column)
            case Role.DecorationRole if column is Column.NAME:
                return pixmap(facts.thumbnail)
            case Role.ToolTipRole:
                return facts.problem or f"{facts.folder}\n{facts.source}".strip()
            case Role.TextAlignmentRole:
                return self.alignment(column)
            case _ if role == SORT:
                return _sorted_by(facts, column)
        return None


class RecordingFilter(QSortFilterProxyModel):
    """The recordings that have a text in one of their columns, in the order of one.

    Attributes:
        table: All recordings.
    """

    def __init__(self, table: RecordingTable, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table = table
        self._words: tuple[str, ...] = ()
        self.setSortRole(SORT)
        self.setSourceModel(table)

    def set_text(self, text: str) -> None:
        """Show those that have every word of this text somewhere."""
        self._words = tuple(text.casefold().split())
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Return whether a recording is shown."""
        del parent
        if not self._words:
            return True
        facts = self.table.recordings[row]
        texts = (*(text_of(facts, column) for column in Column), facts.source)
        said = "\n".join(texts).casefold()
        return all(word in said for word in self._words)

    def facts_at(self, row: int) -> RecordingFacts:
        """Return the recording in a row."""
        return self.table.recordings[self.mapToSource(self.index(row, 0)).row()]


def text_of(facts: RecordingFacts, column: Column) -> str:
    """Return what stands in a cell; nothing where it is not known yet."""
    match column:
        case Column.NAME:
            return facts.folder.name
        case Column.DATE:
            return "" if facts.started_at is None else f"{facts.started_at:%Y-%m-%d %H:%M}"
        case Column.LENGTH:
            return "" if facts.duration_s is None else local_number(clock(facts.duration_s))
        case Column.PEOPLE:
            return "" if facts.people is None else str(facts.people)
        case Column.PARTICIPANT:
            return facts.participant
        case Column.MODEL:
            return facts.model or translate("Recordings", "cannot be opened")


def _sorted_by(facts: RecordingFacts, column: Column) -> object:
    match column:
        case Column.DATE:
            return (facts.started_at or _LONG_AGO).timestamp()
        case Column.LENGTH:
            return -1.0 if facts.duration_s is None else facts.duration_s
        case Column.PEOPLE:
            return -1 if facts.people is None else facts.people
    return text_of(facts, column)
