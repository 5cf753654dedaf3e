"""How the tables of the review look."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from emotion_desktop.gui.look.fonts import line_height, tabular
from emotion_desktop.gui.review.tables import SWATCH, Row, Table

ROW_GAP: Final = 10
HEADER_GAP: Final = 16
"""Room above and below the texts of a row and of the titles together, in pixels."""

BESIDE_PX: Final = 12
"""Room left and right of a text: that of the style sheet, and what a cell keeps for itself."""


class TableView(QTableView):
    """Whole rows to choose from.

    Args:
        name: What it is called.
        headers: Titles of the columns.
        stretched: The column that takes the room that is left.
        parent: What it stands in.

    Attributes:
        table: Its model.
    """

    def __init__(
        self, name: str, headers: Sequence[str], stretched: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.table = Table(headers, self)
        self.setAccessibleName(name)
        self.setFont(tabular(self.font()))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setIconSize(QSize(SWATCH, SWATCH))
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(line_height(self.font(), ROW_GAP))
        header = self.horizontalHeader()
        header.setFixedHeight(line_height(self.font(), HEADER_GAP) - 2)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        self.setModel(self.table)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        self._fit()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows, in columns wide enough for all of them."""
        self.table.show_rows(rows)
        self._fit()

    def height_of(self, rows: int) -> int:
        """Return the height of the titles and so many rows."""
        row, header = (line_height(self.font(), gap) for gap in (ROW_GAP, HEADER_GAP))
        return rows * row + header

    def _fit(self) -> None:
        # Qt would lay out every cell to learn its width, here the longest text of each column.
        metrics = QFontMetrics(self.font())
        for column, title in enumerate(self.table.headers):
            cells = [row.cells[column] for row in self.table.rows]
            texts = [title, max((cell.text for cell in cells), key=len, default="")]
            swatch = SWATCH + 8 if any(cell.colour for cell in cells) else 0
            width = max(metrics.horizontalAdvance(text) for text in texts)
            self.setColumnWidth(column, width + swatch + 2 * BESIDE_PX)
