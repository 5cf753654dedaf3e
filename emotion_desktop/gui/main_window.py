"""The window: menus, toolbar, picture, panels and status line, put together."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QByteArray, QEvent, QRect, QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QWidget

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.actions import Actions
from emotion_desktop.gui.dialogs.help_dialog import HelpDialog
from emotion_desktop.gui.docks.docks import Docks
from emotion_desktop.gui.full_screen import FullScreen
from emotion_desktop.gui.jobs import Jobs
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.live_view.live_view import Stage
from emotion_desktop.gui.look.theme import Theme
from emotion_desktop.gui.menus.bar import fill_menu_bar
from emotion_desktop.gui.menus.heatmap_menu import HeatmapMenu
from emotion_desktop.gui.menus.model_picker import ModelMenu
from emotion_desktop.gui.menus.recent_menu import RecentMenu
from emotion_desktop.gui.menus.source_picker import SourceMenu
from emotion_desktop.gui.menus.source_text import source_of
from emotion_desktop.gui.menus.toolbar import ToolBar
from emotion_desktop.gui.mini_mode import MiniMode
from emotion_desktop.gui.preferences import Preferences
from emotion_desktop.gui.status_bar import StatusBar
from emotion_desktop.gui.tab_order import move_focus
from emotion_desktop.gui.window_size import fit_to_screen

MARGIN: Final = 8
GEOMETRY: Final = "layout/geometry"
SMALLEST: Final = (640, 420)
ROOM_FOR_PANELS: Final = (820, 540)
"""In a smaller window there is the picture alone until somebody asks for the panels."""


class MainWindow(QMainWindow):
    """Holds the widgets and what concerns them alone; what they do is up to the controller.

    Signals:
        file_dropped: (str) Files or folders, or an address, were dropped onto the window.
        closing: The window is hidden and about to go.

    Attributes:
        theme: Light or dark.
        preferences: What was set and is remembered.
        commands: All actions by name.
        stage: The picture and what stands in its place.
        docks: The panels around the picture.
        status: The status line.
        source_menu: Picks a source.
        recent_menu: Picks one of those opened last.
        model_menu: Picks a model.
        heatmap_menu: Picks what heatmaps explain.
        tools: The toolbar.
        jobs: Work off the GUI thread.
        may_close: Asked one after the other before the window closes; one that returns False
            keeps it open.
        leaving: Asked one after the other when Esc is pressed; one that returns True has given up
            what it was doing.
    """

    file_dropped = Signal(str)
    closing = Signal()

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self.setWindowTitle("Emotion Desktop")
        self.resize(1280, 800)
        self.setMinimumSize(*SMALLEST)
        self.setAcceptDrops(True)
        self.theme = Theme(settings, self)
        self.preferences = Preferences(settings, self)
        self.jobs = Jobs(self)
        self.may_close: list[Callable[[], bool]] = []
        self.leaving: list[Callable[[], bool]] = []
        self._help: HelpDialog | None = None
        self._is_restored = False
        self._full_screen = FullScreen(self)
        self._mini_mode = MiniMode(self)
        self.commands = Actions(self.theme, self)
        self.commands.use_keys(self.preferences.settings.shortcuts)
        self.preferences.changed.connect(self._on_setting)
        self.stage = Stage(self.theme)
        self.status = StatusBar()
        self.recent_menu = RecentMenu(self.preferences, self)
        self.source_menu = SourceMenu(self.commands, self)
        self.source_menu.addMenu(self.recent_menu)
        names = (ActionName.NEXT_MODEL, ActionName.ENSEMBLE, ActionName.OPEN_CHECKPOINT)
        more = [self.commands[name] for name in names]
        self.model_menu = ModelMenu(more, self.theme, self)
        self.heatmap_menu = HeatmapMenu(self.preferences.settings.heatmap_opacity, self)
        self._lay_out()
        fill_menu_bar(self)
        self.tools = ToolBar(self)
        self.addToolBar(self.tools)
        self.setStatusBar(self.status)
        self.docks = Docks(self, self.commands, self.theme, self.preferences)
        # Keys must work while menus and toolbar are hidden in full screen.
        self.addActions(list(self.commands))
        self.commands[ActionName.HELP].triggered.connect(self._show_help)
        self.commands[ActionName.FULL_SCREEN].toggled.connect(self._set_full_screen)
        self.commands[ActionName.MINI_MODE].toggled.connect(self._set_mini_mode)
        self.commands[ActionName.ON_TOP].toggled.connect(self._set_on_top)
        self.commands[ActionName.LEAVE].triggered.connect(self._leave)
        self.commands[ActionName.QUIT].triggered.connect(self.close)
        self._restore()
        self.stage.video.setFocus()

    def show_menu(self, name: str) -> None:
        """Open the menu of the toolbar's "source" or "model" button below that button."""
        button = {"source": self.tools.source, "model": self.tools.model}[name]
        button.menu().popup(button.mapToGlobal(button.rect().bottomLeft()))

    def fit(self, room: QRect) -> None:
        """Become no larger than the room a screen has, unless the user has chosen a size."""
        fit_to_screen(self, room, keep_size=self.preferences.store.value(GEOMETRY) is not None)

    def showEvent(self, event: QShowEvent) -> None:
        """Put the panels in their places once more: only now the window has its size."""
        super().showEvent(event)
        if not self._is_restored:
            self._is_restored = True
            QTimer.singleShot(0, self._place_panels)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the panels away where there is no room for them, and back."""
        super().resizeEvent(event)
        self.docks.fit(event.oldSize().height(), event.size().height())
        had_room, has_room = map(_has_room, (event.oldSize(), event.size()))
        alone = self.isFullScreen() or self.commands[ActionName.MINI_MODE].isChecked()
        if had_room != has_room and not alone:
            self.docks.show_all(on=has_room and self.commands[ActionName.SIDE_PANEL].isChecked())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hide first: whatever takes time to stop does so out of sight."""
        if not all(ask() for ask in self.may_close):
            event.ignore()
            return
        for name in (ActionName.FULL_SCREEN, ActionName.MINI_MODE):
            self.commands[name].setChecked(False)
        self.docks.remember()
        self.preferences.store.setValue(GEOMETRY, self.saveGeometry())
        self.hide()
        self.closing.emit()
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        """Paint nothing while minimised: results come on, and nobody sees them."""
        if event.type() is QEvent.Type.WindowStateChange:
            self.setUpdatesEnabled(not self.isMinimized())
        super().changeEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 (Qt's signature)
        """Let Tab go through toolbar, picture and panels as they are read."""
        return move_focus(self, [self.tools, self.stage, *self.docks.in_order()], forward=next)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept a local file or folder, or the address of a stream."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self.stage.drop_hint.appear()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Say no more where to drop."""
        self.stage.drop_hint.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand the files on, or the first address."""
        self.stage.drop_hint.hide()
        event.acceptProposedAction()
        urls = event.mimeData().urls()
        files = [url.toLocalFile() for url in urls if url.isLocalFile()]
        self.file_dropped.emit(source_of(files) if files else urls[0].toString())

    def _lay_out(self) -> None:
        middle = QWidget()
        self._row = QHBoxLayout(middle)
        self._row.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self._row.addWidget(self.stage, 1)
        self.setCentralWidget(middle)

    def _restore(self) -> None:
        geometry = self.preferences.store.value(GEOMETRY)
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)  # brings a window back that lay on a screen now gone
        self.docks.restore()

    def _place_panels(self) -> None:
        self.docks.restore()
        if not _has_room(self.size()):
            self.docks.show_all(on=False)

    def _show_help(self) -> None:
        if self._help is None:
            self._help = HelpDialog(self.commands.specs.values(), self)
        self._help.show()
        self._help.raise_()
        self._help.activateWindow()

    def _on_setting(self, name: str) -> None:
        if name == "shortcuts":
            self.commands.use_keys(self.preferences.settings.shortcuts)
            if self._help is not None:  # it is made anew with the other keys
                self._help.close()
                self._help.deleteLater()
                self._help = None

    def _leave(self) -> None:
        """Close what lies on top; never the window."""
        if any(leave() for leave in self.leaving):
            return
        if self.stage.close_message():
            return
        for name in (ActionName.FULL_SCREEN, ActionName.MINI_MODE, ActionName.MARKERS):
            if self.commands[name].isChecked():
                self.commands[name].setChecked(False)
                return

    def _set_on_top(self, on: bool) -> None:  # noqa: FBT001 (the signature of a Qt slot)
        """Stay above the windows of other apps, or no longer."""
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint, on)
        self.show()  # Qt hides a window whose kind changes

    def _set_full_screen(self, on: bool) -> None:  # noqa: FBT001 (the signature of a Qt slot)
        self._set_margins(on=not on)
        if on:
            self._full_screen.enter()
            why = translate("Window", "not in full screen")
            self.commands.disable(ActionName.MINI_MODE, why)
        else:
            self._full_screen.leave()
            self.commands.enable(ActionName.MINI_MODE)

    def _set_mini_mode(self, on: bool) -> None:  # noqa: FBT001 (the signature of a Qt slot)
        self._set_margins(on=not on)
        if on:
            self._mini_mode.enter()
        else:
            self._mini_mode.leave()

    def _set_margins(self, *, on: bool) -> None:
        margin = MARGIN if on else 0
        self._row.setContentsMargins(margin, margin, margin, margin)


def _has_room(size: QSize) -> bool:
    """Return whether a window of this size has room for panels beside the picture."""
    width, height = ROOM_FOR_PANELS
    return size.width() >= width and size.height() >= height
