"""Tables whose rows are chosen, not edited: what all of them have in common."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from emotion_desktop.gui.look.fonts import tabular

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

SORT: Final = Role.UserRole
"""What a cell is sorted by."""

NOWHERE: Final = QModelIndex()


class RowTable(QAbstractTableModel):
    """The columns; a subclass has the rows, and says in `data` what stands in them.

    Args:
        titles: Of the columns, from left to right.
        numbers: The columns whose cells stand at the right.
        parent: Owns it.
    """

    def __init__(
        self, titles: Sequence[str], numbers: Collection[int], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._titles = titles
        self._numbers = numbers

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._titles)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:  # noqa: ANN401
        """Return the title of a column."""
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Role.TextAlignmentRole:
            return self.alignment(section)
        return self._titles[section] if role == Role.DisplayRole else None

    def alignment(self, column: int) -> Qt.AlignmentFlag:
        """Return where the texts of a column stand."""
        is_number = column in self._numbers
        side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def tell_changed(self, first: int, last: int) -> None:
        """Tell the views that rows from one to another have changed."""
        end = self.index(last, self.columnCount() - 1)
        self.dataChanged.emit(self.index(first, 0), end)


class RowView(QTableView):
    """Whole rows, of which one can be chosen.

    Args:
        name: What it is called.
        model: The rows.
        row_px: Height of each.
        parent: What it stands in.
    """

    def __init__(
        self, name: str, model: QAbstractItemModel, row_px: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName(name)
        self.setFont(tabular(self.font()))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setDefaultSectionSize(row_px)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)

    def fit_columns(self, widest: Mapping[int, Sequence[str]], beside_px: int) -> None:
        """Make columns wide enough for these texts and their titles.

        Args:
            widest: The longest texts by column.
            beside_px: Room beside them.
        """
        for column, known in widest.items():
            title = str(self.model().headerData(column, Qt.Orientation.Horizontal))
            width = max(map(self.fontMetrics().horizontalAdvance, (*known, title)))
            self.setColumnWidth(column, width + beside_px)
