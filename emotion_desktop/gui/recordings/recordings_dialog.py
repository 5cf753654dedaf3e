"""The window with the list of recordings."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from emotion_desktop.gui.accessibility import add_clear_button
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.recordings.table import Column, RecordingFilter, RecordingTable
from emotion_desktop.gui.row_table import RowView
from emotion_desktop.outputs.recording.recording_facts import RecordingFacts
from emotion_desktop.outputs.thumbnails import DENSITY, THUMBNAIL

ROW_PX: Final = 56
SORTED_PX: Final = 44
"""Room in a title for the arrow that says how rows are sorted, and beside it."""

WIDEST: Final[dict[int, list[str]]] = {
    Column.DATE: ["2026-01-31 14:25"],
    Column.LENGTH: ["0:00:00"],
    Column.PEOPLE: ["00"],
    Column.PARTICIPANT: ["participant"],
    Column.MODEL: ["resnet18_gray"],
}


class RecordingsDialog(QDialog):
    """Lists recordings; what is typed filters them, and the first one found is selected.

    Signals:
        open_wanted: (RecordingFacts) It shall be reviewed.
        folder_wanted: (RecordingFacts) Its folder shall be shown.
        delete_wanted: (list of RecordingFacts) They shall be deleted.
        seen: Other rows are in sight.

    Attributes:
        table: All recordings.
        filter: Those of them that are shown, in their order.
        search: What they are filtered by.
        view: The rows.
    """

    open_wanted = Signal(object)
    folder_wanted = Signal(object)
    delete_wanted = Signal(object)
    seen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Recordings", "Recordings"))
        self.resize(880, 560)
        self.table = RecordingTable(self)
        self.filter = RecordingFilter(self.table, self)
        self.search = QLineEdit()
        self.search.setPlaceholderText(translate("Recordings", "Filter"))
        self.search.setAccessibleName(translate("Recordings", "Filter"))
        self.search.setToolTip(
            translate("Recordings", "Show recordings with these words in name, date or model")
        )
        add_clear_button(self.search)
        self.search.textChanged.connect(self._on_text)
        self.search.installEventFilter(self)
        self.view = self._make_view()
        self._count = QLabel()
        self._count.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self.search)
        layout.addWidget(self.view, 1)
        layout.addWidget(self._count)
        layout.addWidget(self._make_buttons())
        # Many changes at once, such as the wheel makes, are answered once.
        self._timer = QTimer(self, singleShot=True)
        self._timer.setInterval(100)
        self._timer.timeout.connect(self.seen)
        self.view.verticalScrollBar().valueChanged.connect(self._timer.start)
        self.filter.layoutChanged.connect(self._timer.start)
        self._update()

    @property
    def chosen(self) -> list[RecordingFacts]:
        """The selected recordings, from top to bottom."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        return [self.filter.facts_at(row) for row in rows]

    @property
    def in_sight(self) -> list[RecordingFacts]:
        """The recordings that can be seen now."""
        if not self.filter.rowCount():
            return []
        first = max(0, self.view.rowAt(0))
        last = self.view.rowAt(self.view.viewport().height() - 1)
        end = self.filter.rowCount() if last < 0 else last + 1
        return [self.filter.facts_at(row) for row in range(first, end)]

    def show_recordings(self, recordings: Sequence[RecordingFacts]) -> None:
        """Show these; the row that was selected stays, or the one in its place."""
        row = max(0, self.view.currentIndex().row())
        self.table.show_recordings(recordings)
        self._select(min(row, self.filter.rowCount() - 1))
        self._timer.start()

    def say(self, text: str) -> None:
        """Say something below the list, in place of how many there are."""
        self._count.setText(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let keys that mean nothing in the line reach the rows: arrows, and Del at its end."""
        if watched is self.search and isinstance(event, QKeyEvent):
            key = event.key()
            at_end = self.search.cursorPosition() == len(self.search.text())
            if event.type() == QEvent.Type.KeyPress and key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
                self.view.keyPressEvent(event)
                return True
            if key == Qt.Key.Key_Delete and at_end and not self.search.hasSelectedText():
                if event.type() == QEvent.Type.KeyPress:
                    self._delete()
                return event.type() == QEvent.Type.KeyPress
        return super().eventFilter(watched, event)

    def _make_view(self) -> RowView:
        view = RowView(translate("Recordings", "Recordings"), self.filter, ROW_PX)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setIconSize(QSize(THUMBNAIL[0] // DENSITY, THUMBNAIL[1] // DENSITY))
        view.setSortingEnabled(True)
        view.sortByColumn(Column.DATE, Qt.SortOrder.DescendingOrder)
        view.horizontalHeader().setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        view.fit_columns(WIDEST, SORTED_PX)
        view.doubleClicked.connect(self._open)
        view.selectionModel().selectionChanged.connect(self._update)
        return view

    def _make_buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox()
        self.open_button = self._button(box, translate("Recordings", "Open"), self._open)
        self.folder_button = self._button(
            box, translate("Recordings", "Open folder"), self._show_folder
        )
        self.delete_button = self._button(box, translate("Recordings", "Delete"), self._delete)
        self.open_button.setDefault(True)
        tip = translate("Recordings", "Move what is selected to the trash (Del)")
        self.delete_button.setToolTip(tip)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self, self._delete)
        close = box.addButton(QDialogButtonBox.StandardButton.Close)
        close.setText(translate("Recordings", "Close"))
        close.setIcon(QIcon())
        close.setAutoDefault(False)
        box.rejected.connect(self.reject)
        return box

    def _button(self, box: QDialogButtonBox, text: str, slot: object) -> QPushButton:
        button = box.addButton(text, QDialogButtonBox.ButtonRole.ActionRole)
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        return button

    def _on_text(self, text: str) -> None:
        self.filter.set_text(text)
        self._select(0)

    def _select(self, row: int) -> None:
        self.view.clearSelection()
        if 0 <= row < self.filter.rowCount():
            self.view.selectRow(row)
        else:
            self.view.setCurrentIndex(QModelIndex())
        self._update()

    def _update(self) -> None:
        shown, there_are = self.filter.rowCount(), len(self.table.recordings)
        text = translate("Recordings", "{shown} of {count} recordings")
        self._count.setText(text.format(shown=shown, count=there_are))
        count = len(self.view.selectionModel().selectedRows())
        why = "" if count else translate("Recordings", "Select a recording first")
        for button in (self.open_button, self.folder_button, self.delete_button):
            button.setEnabled(bool(count))
            button.setAccessibleDescription(why)

    def _open(self) -> None:
        for facts in self.chosen[:1]:
            self.open_wanted.emit(facts)

    def _show_folder(self) -> None:
        for facts in self.chosen[:1]:
            self.folder_wanted.emit(facts)

    def _delete(self) -> None:
        if self.chosen:
            self.delete_wanted.emit(self.chosen)
