"""The window in which files are queued and analysed."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QIcon,
    QKeySequence,
    QPainter,
    QShortcut,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from emotion_desktop.gui.batch.batch_form import BatchForm
from emotion_desktop.gui.batch.batch_run import FileState, QueuedFile
from emotion_desktop.gui.batch.batch_table import (
    SHARE,
    BatchTable,
    Column,
    state_text,
)
from emotion_desktop.gui.language import local_number, translate
from emotion_desktop.gui.look.fonts import line_height, tabular
from emotion_desktop.gui.look.theme import Theme
from emotion_desktop.gui.preferences import Preferences
from emotion_desktop.gui.row_table import RowView
from emotion_desktop.gui.user_folders import folder_problem
from emotion_desktop.outputs.recording.time_axis import clock

ROW_GAP: Final = 12
BAR_PX: Final = 3
SIDE_PX: Final = 24
WIDEST: Final[dict[int, list[str]]] = {Column.FRAMES: ["000000"], Column.PEOPLE: ["000"]}


class ShareDelegate(QStyledItemDelegate):
    """Paints a line below the state of a file that is being analysed, as long as it is done."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint the cell."""
        super().paint(painter, option, index)
        share = index.data(SHARE)
        if share is not None:
            room = QRectF(option.rect).adjusted(4, 0, -4, -2)
            room.setTop(room.bottom() - BAR_PX)
            painter.fillRect(room, QColor(self._theme.colours.trough))
            room.setWidth(room.width() * share)
            painter.fillRect(room, QColor(self._theme.colours.accent))


class BatchDialog(QDialog):
    """Lists the queue, takes files and folders, and shows how far the analysis is.

    Signals:
        paths_given: (list of Path) Files and folders shall be queued.
        files_wanted: The user wants to pick files; likewise `folder_wanted`.
        start_wanted: It shall begin.
        pause_wanted: (bool) It shall wait, or go on.
        stop_wanted: It shall end.
        open_wanted: (list of Path) These files shall be shown in the main window.
        results_wanted: The folder with the results shall be shown.
        close_wanted: It shall be closed though it runs.

    Attributes:
        table: The queue.
        view: Its rows.
        form: What it is analysed with.
        progress: How far all of it is.
        status: The same in words.
    """

    paths_given = Signal(object)
    files_wanted = Signal()
    folder_wanted = Signal()
    start_wanted = Signal()
    pause_wanted = Signal(bool)
    stop_wanted = Signal()
    open_wanted = Signal(object)
    results_wanted = Signal()
    close_wanted = Signal()

    def __init__(self, preferences: Preferences, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Batch", "Analyse files"))
        self.resize(960, 640)
        self.setAcceptDrops(True)
        self.running = False
        self.table = BatchTable(self)
        self.form = BatchForm(preferences)
        self.view = self._make_view(theme)
        self.hint = QLabel(translate("Batch", "Drop files and folders here"), self.view)
        self.hint.setProperty("role", "muted")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        cover = QVBoxLayout(self.view)
        cover.addWidget(self.hint)
        self.progress = QProgressBar()
        self.progress.setAccessibleName(translate("Again", "Progress"))
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(2 * BAR_PX)
        self.status = QLabel()
        self.status.setWordWrap(True)
        self.status.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(self._make_top())
        layout.addWidget(self.view, 1)
        layout.addWidget(self.form)
        layout.addWidget(self.progress)
        layout.addWidget(self.status)
        layout.addWidget(self._make_buttons())
        self.form.changed.connect(self.refresh)
        for happened in (self.table.rowsInserted, self.table.modelReset):
            happened.connect(self.refresh)
        self.view.selectionModel().selectionChanged.connect(self._show_buttons)
        self.refresh()

    @property
    def chosen(self) -> list[QueuedFile]:
        """The selected files, from top to bottom."""
        return [self.table.files[row] for row in self._chosen_rows()]

    def show_running(self, *, on: bool) -> None:
        """Let the queue be changed, or only be watched."""
        self.running = on
        self.pause_button.setChecked(False)
        self.refresh()

    def show_progress(self, files: Sequence[QueuedFile], seconds_left: float | None) -> None:
        """Show what has become of files, and how long the rest takes."""
        self.table.update(files)
        self._show_status(seconds_left)

    def say(self, text: str) -> None:
        """Say something below the queue, until something else happens."""
        self.status.setText(text)

    def refresh(self) -> None:
        """Show what can be done now, and how many files there are."""
        self.hint.setVisible(not self.table.files)
        self._show_status(None)
        self._show_buttons()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept local files and folders."""
        if not self.running and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Queue them."""
        event.acceptProposedAction()
        urls = event.mimeData().urls()
        self.paths_given.emit([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask while it runs."""
        if self.running:
            event.ignore()
            self.close_wanted.emit()
        else:
            super().closeEvent(event)

    def reject(self) -> None:
        """Ask while it runs, also if Esc was pressed."""
        if self.running:
            self.close_wanted.emit()
        else:
            super().reject()

    def _make_view(self, theme: Theme) -> RowView:
        row_px = line_height(tabular(self.font()), ROW_GAP)
        view = RowView(translate("Batch", "Files"), self.table, row_px)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setItemDelegateForColumn(Column.STATE, ShareDelegate(theme, view))
        header = view.horizontalHeader()
        header.setSectionsClickable(False)
        header.setSectionResizeMode(Column.FILE, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(Column.RESULT, QHeaderView.ResizeMode.Stretch)
        states = [state_text(QueuedFile(Path(), state)) for state in FileState]
        view.fit_columns({Column.STATE: states, **WIDEST}, SIDE_PX)
        view.doubleClicked.connect(self._open)
        QShortcut(
            QKeySequence(QKeySequence.StandardKey.Delete),
            view,
            self._remove,
            context=Qt.ShortcutContext.WidgetShortcut,
        )
        return view

    def _make_top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.add_button = QPushButton(translate("Batch", "Add files…"))
        self.folder_button = QPushButton(translate("Batch", "Add folder…"))
        self.folder_button.setToolTip(
            translate("Batch", "Its pictures and videos, and those of all folders in it")
        )
        self.remove_button = QPushButton(translate("Batch", "Remove"))
        self.remove_button.setToolTip(translate("Batch", "Take what is selected out (Del)"))
        for button in (self.add_button, self.folder_button, self.remove_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        self.add_button.clicked.connect(self.files_wanted)
        self.folder_button.clicked.connect(self.folder_wanted)
        self.remove_button.clicked.connect(self._remove)
        return row

    def _make_buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole.ActionRole
        self.open_button = box.addButton(translate("Batch", "Open"), role)
        self.open_button.setToolTip(
            translate("Batch", "Show what is selected in the main window, pictures with a table")
        )
        self.results_button = box.addButton(translate("Batch", "Open folder"), role)
        self.pause_button = box.addButton(translate("Batch", "Pause"), role)
        self.pause_button.setCheckable(True)
        self.stop_button = box.addButton(translate("Batch", "Stop"), role)
        self.start_button = box.addButton(translate("Batch", "Analyse"), role)
        close = box.addButton(QDialogButtonBox.StandardButton.Close)
        close.setText(translate("Batch", "Close"))
        for button in box.buttons():
            button.setIcon(QIcon())
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)
        self.start_button.setDefault(True)
        self.open_button.clicked.connect(self._open)
        self.results_button.clicked.connect(self.results_wanted)
        self.pause_button.toggled.connect(self.pause_wanted)
        self.stop_button.clicked.connect(self.stop_wanted)
        self.start_button.clicked.connect(self.start_wanted)
        box.rejected.connect(self.reject)
        return box

    def _chosen_rows(self) -> list[int]:
        return sorted(index.row() for index in self.view.selectionModel().selectedRows())

    def _remove(self) -> None:
        if not self.running:
            self.table.remove(self._chosen_rows())

    def _open(self) -> None:
        if self.chosen:
            self.open_wanted.emit([file.path for file in self.chosen])

    def _show_buttons(self) -> None:
        has_chosen = self.view.selectionModel().hasSelection()
        for widget in (self.form, self.add_button, self.folder_button):
            widget.setEnabled(not self.running)
        self.remove_button.setEnabled(has_chosen and not self.running)
        self.open_button.setEnabled(has_chosen)
        self.pause_button.setEnabled(self.running)
        self.stop_button.setEnabled(self.running)
        problem = self._problem()
        self.start_button.setEnabled(not problem and not self.running)
        self.start_button.setToolTip(problem)
        self.start_button.setAccessibleDescription(problem)
        self.results_button.setEnabled(Path(self.form.folder.text()).is_dir())

    def _problem(self) -> str:
        """Return why it cannot begin; empty if it can."""
        if not self.table.to_do:
            return translate("Batch", "Add files first")
        if not self.form.tables and not self.form.annotated.isChecked():
            return translate("Batch", "Choose what to write first")
        if not self.form.folder.text().strip():
            return translate("Batch", "Choose a folder for the results first")
        return folder_problem(self.form.folder.text().strip())

    def _show_status(self, seconds_left: float | None) -> None:
        count, failed = len(self.table.files), self.table.count(FileState.FAILED)
        over = self.table.count(FileState.DONE) + failed
        begun = sum(f.share or 0.0 for f in self.table.files if f.state is FileState.RUNNING)
        self.progress.setRange(0, max(1, 100 * count))
        self.progress.setValue(round(100 * (over + begun)))
        text = translate("Batch", "{done} of {count} files").format(done=over, count=count)
        if not count:
            text = ""
        if failed:
            text += translate("Batch", ", {failed} failed").format(failed=failed)
        if seconds_left is not None:
            left = local_number(clock(seconds_left))
            text += translate("Batch", ", about {time} left").format(time=left)
        self.status.setText(text)
