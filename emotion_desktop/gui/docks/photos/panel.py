"""The table of photos, with what filters and saves it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from emotion_desktop.gui.docks.photos.photo import Photo
from emotion_desktop.gui.docks.photos.table import Column, PhotoFilter, PhotoTable, expressions
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.look.fonts import percent
from emotion_desktop.gui.row_table import RowView
from emotion_desktop.labels import CANONICAL_ORDER, Emotion
from emotion_desktop.outputs.thumbnails import DENSITY, THUMBNAIL

ROW_PX: Final = 56
SORTED_PX: Final = 44
"""Room in a title for the arrow that says how rows are sorted, and beside it."""

PEEK: Final = 8
"""So many rows beyond the ones in sight are looked at with them."""


class PhotosPanel(QWidget):
    """All photos of the source, with what was found in each.

    Signals:
        chosen: (int) The place of the photo that shall be shown.
        save_wanted: The table shall be saved.
        seen: (list[int]) The places of the photos in sight that have not been looked at.

    Attributes:
        table: The photos.
        filter: Those of them that are shown, in their order.
    """

    chosen = Signal(int)
    save_wanted = Signal()
    seen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = PhotoTable(self)
        self.filter = PhotoFilter(self.table, self)
        self._name = QLineEdit()
        self._name.setPlaceholderText(translate("Photos", "Filter by name"))
        self._name.setAccessibleName(translate("Photos", "Filter by name"))
        self._name.setClearButtonEnabled(True)
        self._name.textChanged.connect(self.filter.set_name)
        self._expression = QComboBox()
        self._expression.setAccessibleName(translate("Photos", "Filter by expression"))
        self._expression.currentIndexChanged.connect(self._on_expression)
        self._progress = QLabel()
        self._progress.setProperty("role", "muted")
        self._save = QPushButton(translate("Photos", "Save table…"))
        self._save.setProperty("role", "quiet")
        self._save.clicked.connect(self.save_wanted)
        self.view = self._make_view()
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._name, 1)
        line.addWidget(self._expression)
        line.addWidget(self._progress, 1)
        line.addWidget(self._save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        layout.addLayout(line)
        layout.addWidget(self.view, 1)
        self.setMinimumHeight(160)
        # Many changes at once, such as the wheel makes, are answered once.
        self._timer = QTimer(self, singleShot=True)
        self._timer.setInterval(100)
        self._timer.timeout.connect(self._tell_seen)
        self.view.verticalScrollBar().valueChanged.connect(self._timer.start)
        self.filter.layoutChanged.connect(self._timer.start)
        self.show_classes(())

    @property
    def progress(self) -> str:
        """How far the analysis is, as it is shown."""
        return self._progress.text()

    def show_names(self, names: Sequence[str]) -> None:
        """Show these photos, of which nothing but the name is known yet."""
        self.table.show_names(names)
        self._show_progress()
        self._timer.start()

    def show_photo(self, photo: Photo) -> None:
        """Show what was found in a photo."""
        self.table.show_photo(photo)
        self._show_progress()

    def show_classes(self, classes: Sequence[Emotion]) -> None:
        """Let the photos be filtered by these."""
        self._expression.clear()
        self._expression.addItem(translate("Photos", "All expressions"))
        for text in expressions(classes):
            self._expression.addItem(text, text)

    def show_current(self, place: int) -> None:
        """Select a photo, if it is among those that are shown."""
        index = self.filter.mapFromSource(self.table.index(place, 0))
        if index.isValid() and index.row() != self.view.currentIndex().row():
            selection = self.view.selectionModel()
            selection.blockSignals(True)  # noqa: FBT003 (Qt's signature)
            flags = QItemSelectionModel.SelectionFlag
            selection.setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            selection.blockSignals(False)  # noqa: FBT003
            self.view.scrollTo(index)
            self.view.viewport().update()

    def _make_view(self) -> RowView:
        view = RowView(translate("Photos", "Photos"), self.filter, ROW_PX)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setIconSize(QSize(THUMBNAIL[0] // DENSITY, THUMBNAIL[1] // DENSITY))
        view.setSortingEnabled(True)
        view.sortByColumn(Column.FILE, Qt.SortOrder.AscendingOrder)
        view.horizontalHeader().setSectionResizeMode(Column.FILE, QHeaderView.ResizeMode.Stretch)
        widest: dict[int, list[str]] = {
            Column.EXPRESSION: [max(expressions(CANONICAL_ORDER), key=len)],
            Column.CONFIDENCE: [percent(1.0)],
            Column.FACES: ["000"],
        }
        view.fit_columns(widest, SORTED_PX)
        view.selectionModel().currentRowChanged.connect(self._on_row)
        return view

    def _on_row(self) -> None:
        index = self.filter.mapToSource(self.view.currentIndex())
        if index.isValid():
            self.chosen.emit(index.row())

    def _on_expression(self) -> None:
        self.filter.set_expression(self._expression.currentData())

    def _tell_seen(self) -> None:
        view = self.view
        first = max(0, view.rowAt(0))
        last = view.rowAt(view.viewport().height() - 1)
        last = self.filter.rowCount() - 1 if last < 0 else last
        rows = range(first, min(last + PEEK, self.filter.rowCount() - 1) + 1)
        places = [self.filter.mapToSource(self.filter.index(row, 0)).row() for row in rows]
        self.seen.emit([place for place in places if not self.table.is_known(place)])

    def _show_progress(self) -> None:
        done, count = self.table.count_known, len(self.table.photos)
        if done < count:
            text = translate("Photos", "{done} of {count} analysed")
        else:
            text = translate("Photos", "{count} analysed")
        self._progress.setText(text.format(done=done, count=count))
        self._save.setEnabled(done > 0)
