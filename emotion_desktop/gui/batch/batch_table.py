"""The queue of files as rows."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from enum import IntEnum
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QObject

from emotion_desktop.gui.batch.batch_run import FileState, QueuedFile
from emotion_desktop.gui.language import emotion_name, translate
from emotion_desktop.gui.look.fonts import percent
from emotion_desktop.gui.messages import error_text
from emotion_desktop.gui.row_table import NOWHERE, Index, Role, RowTable
from emotion_desktop.labels import CANONICAL_ORDER

SHARE: Final = Role.UserRole
"""How much of a file that is being analysed is done, 0-1; None of all others."""
MOST_LABELS: Final = 3


class Column(IntEnum):
    """The columns from left to right."""

    FILE = 0
    STATE = 1
    FRAMES = 2
    PEOPLE = 3
    RESULT = 4


class BatchTable(RowTable):
    """A row for each file, in the order in which they are analysed.

    Attributes:
        files: All of them.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        titles = (
            translate("Batch", "File"),
            translate("Batch", "State"),
            translate("Batch", "Frames"),
            translate("Batch", "People"),
            translate("Batch", "Result"),
        )
        super().__init__(titles, (Column.FRAMES, Column.PEOPLE), parent)
        self.files: list[QueuedFile] = []
        self._rows: dict[Path, int] = {}

    def add(self, paths: Iterable[Path]) -> int:
        """Append files that are not in the queue yet, and return how many those are."""
        new = [path for path in dict.fromkeys(paths) if path not in self._rows]
        if new:
            first = len(self.files)
            self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
            self.files += map(QueuedFile, new)
            self._rows |= {path: first + place for place, path in enumerate(new)}
            self.endInsertRows()
        return len(new)

    def remove(self, rows: Collection[int]) -> None:
        """Take rows out of the queue."""
        gone = set(rows)
        self.beginResetModel()
        self.files = [file for row, file in enumerate(self.files) if row not in gone]
        self._rows = {file.path: row for row, file in enumerate(self.files)}
        self.endResetModel()

    def update(self, files: Iterable[QueuedFile]) -> None:
        """Show what has become of files; the view is told once for all."""
        rows = []
        for file in files:
            row = self._rows.get(file.path)
            if row is not None:
                self.files[row] = file
                rows.append(row)
        if rows:
            self.tell_changed(min(rows), max(rows))

    def settle(self) -> None:
        """Let no file be running any more: what was begun has been stopped."""
        running = [file for file in self.files if file.state is FileState.RUNNING]
        self.update(replace(file, state=FileState.STOPPED) for file in running)

    @property
    def to_do(self) -> list[QueuedFile]:
        """The files that wait, or were stopped."""
        return [f for f in self.files if f.state in {FileState.WAITING, FileState.STOPPED}]

    def count(self, state: FileState) -> int:
        """Return how many files are in a state."""
        return sum(file.state is state for file in self.files)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of files."""
        return 0 if parent.isValid() else len(self.files)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401
        """Return what a cell shows."""
        file, column = self.files[index.row()], Column(index.column())
        match role:
            case Role.DisplayRole:
                return _text(file, column)
            case Role.ToolTipRole:
                return result_text(file) if column is Column.RESULT else str(file.path)
            case Role.TextAlignmentRole:
                return self.alignment(column)
            case _ if role == SHARE and file.state is FileState.RUNNING:
                return file.share
        return None


def state_text(file: QueuedFile) -> str:
    """Return where a file is, in a word or as a share."""
    if file.state is FileState.RUNNING and file.share is not None:
        return percent(file.share)
    return {
        FileState.WAITING: translate("Batch", "Waiting"),
        FileState.RUNNING: translate("Batch", "Analysing"),
        FileState.DONE: translate("Batch", "Done"),
        FileState.FAILED: translate("Batch", "Failed"),
        FileState.STOPPED: translate("Batch", "Stopped"),
    }[file.state]


def result_text(file: QueuedFile) -> str:
    """Return why a file failed, or else its most frequent labels and what was wrong with it."""
    if file.error is not None:
        return error_text(file.error)
    if file.tally is None:
        return file.remark
    if not file.tally.faces:
        return " · ".join(filter(None, [translate("Batch", "no face"), file.remark]))
    shares = file.tally.shares()
    labels = [label for label in CANONICAL_ORDER if label in shares]
    labels.sort(key=lambda label: -shares[label])
    names = ", ".join(f"{emotion_name(e)} {percent(shares[e])}" for e in labels[:MOST_LABELS])
    return " · ".join(filter(None, [names, file.remark]))


def _text(file: QueuedFile, column: Column) -> str:
    match column:
        case Column.FILE:
            return str(Path(*file.path.parts[-2:]))  # files in several folders may share a name
        case Column.STATE:
            return state_text(file)
        case Column.FRAMES:
            return str(file.frames) if file.frames else ""
        case Column.PEOPLE:
            return "" if file.tally is None else str(len(file.tally.people))
        case Column.RESULT:
            return result_text(file)
