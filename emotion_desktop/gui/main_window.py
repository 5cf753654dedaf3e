"""The window: menus, toolbar, picture, side panel and status line, put together."""

from PySide6.QtCore import QSettings, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QWidget,
)

from emotion_desktop.gui.actions import ACTIONS, Actions
from emotion_desktop.gui.dialogs.help_dialog import HelpDialog
from emotion_desktop.gui.jobs import Jobs
from emotion_desktop.gui.look import icons
from emotion_desktop.gui.look.theme import Theme, ThemeChoice
from emotion_desktop.gui.menus.heatmap_menu import HeatmapMenu
from emotion_desktop.gui.menus.model_picker import ModelMenu
from emotion_desktop.gui.menus.source_picker import SourceMenu
from emotion_desktop.gui.preferences import Preferences
from emotion_desktop.gui.side_panel import SidePanel
from emotion_desktop.gui.stage.stage import Stage
from emotion_desktop.gui.status_bar import StatusBar

MARGIN = 12


class MainWindow(QMainWindow):
    """Holds the widgets and what concerns them alone; what they do is up to the controller.

    Signals:
        file_dropped: (str) A file or folder was dropped onto the window.
        closing: The window is hidden and about to go.

    Attributes:
        theme: Light or dark.
        preferences: What was set and is remembered.
        commands: All actions by name.
        stage: The picture and what stands in its place.
        side: Faces and model.
        status: The status line.
        source_menu: Picks a source.
        model_menu: Picks a model.
        heatmap_menu: Picks what heatmaps explain.
        jobs: Work off the GUI thread.
    """

    file_dropped = Signal(str)
    closing = Signal()

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self.setWindowTitle("Emotion Desktop")
        self.resize(1280, 800)
        self.setMinimumSize(880, 560)
        self.setAcceptDrops(True)
        self.theme = Theme(settings, self)
        self.preferences = Preferences(settings, self)
        self.jobs = Jobs(self)
        self._help: HelpDialog | None = None
        self.commands = Actions(self.theme, self)
        self.stage = Stage(self.theme)
        self.side = SidePanel(self.theme, self.preferences.calm)
        self.status = StatusBar()
        self.source_menu = SourceMenu(self.commands, self.jobs, self)
        more = [self.commands[name] for name in ("next_model", "ensemble", "open_checkpoint")]
        self.model_menu = ModelMenu(more, self.theme, self)
        self.heatmap_menu = HeatmapMenu(self.preferences.heatmap_opacity, self)
        self._lay_out()
        self._fill_menu_bar()
        self._toolbar = self._make_toolbar()
        self.addToolBar(self._toolbar)
        self.setStatusBar(self.status)
        # Keys must work while menus and toolbar are hidden in full screen.
        self.addActions(list(self.commands))
        self.commands["help"].triggered.connect(self._show_help)
        self.commands["full_screen"].toggled.connect(self._set_full_screen)
        self.commands["side_panel"].toggled.connect(self.side.setVisible)
        self.commands["leave"].triggered.connect(self._leave)
        self.commands["quit"].triggered.connect(self.close)
        self.stage.video.setFocus()

    def show_menu(self, name: str) -> None:
        """Open the menu of the toolbar's "Source" or "Model" button below that button."""
        button = {"Source": self._source_button, "Model": self._model_button}[name]
        button.menu().popup(button.mapToGlobal(button.rect().bottomLeft()))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hide first: whatever takes time to stop does so out of sight."""
        self.hide()
        self.closing.emit()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept one local file or folder."""
        urls = event.mimeData().urls()
        if urls and urls[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand the first file on."""
        event.acceptProposedAction()
        self.file_dropped.emit(event.mimeData().urls()[0].toLocalFile())

    def _lay_out(self) -> None:
        middle = QWidget()
        self._row = QHBoxLayout(middle)
        self._row.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self._row.setSpacing(MARGIN)
        self._row.addWidget(self.stage, 1)
        self._row.addWidget(self.side)
        self.setCentralWidget(middle)

    def _make_toolbar(self) -> QToolBar:
        bar = QToolBar("Tools")
        bar.setMovable(False)
        bar.setFloatable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.setIconSize(QSize(icons.SIZE + 6, icons.SIZE))  # wider: room before the text
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._source_button = _menu_button("Source", "Choose what to look at", self.source_menu)
        self._model_button = _menu_button("Model", "Choose the model", self.model_menu)
        bar.addWidget(self._source_button)
        bar.addWidget(self._model_button)
        bar.addSeparator()
        bar.addActions([self.commands["pause"], self.commands["snapshot"]])
        bar.addSeparator()
        bar.addActions([self.commands[name] for name in ("gradcam", "bars", "mirror")])
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(space)
        bar.addAction(self.commands["help"])
        for action in bar.actions():
            button = bar.widgetForAction(action)
            if isinstance(button, QToolButton):
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
                button.setAccessibleName(button.text())
        gradcam = bar.widgetForAction(self.commands["gradcam"])
        assert isinstance(gradcam, QToolButton)
        gradcam.setMenu(self.heatmap_menu)
        gradcam.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        # "Play" is narrower than "Pause": what stands right of it must not move.
        pause = bar.widgetForAction(self.commands["pause"])
        pause.setMinimumWidth(pause.sizeHint().width())
        self.theme.changed.connect(self._tint)
        self._tint()
        return bar

    def _fill_menu_bar(self) -> None:
        bar = self.menuBar()
        menus = {"Source": self.source_menu, "Model": self.model_menu}
        for group in dict.fromkeys(spec.group for spec in ACTIONS):
            if group not in menus:
                menus[group] = QMenu(group, self)
                names = [spec.name for spec in ACTIONS if spec.group == group and spec.in_menu]
                menus[group].addActions([self.commands[name] for name in names])
            bar.addMenu(menus[group])
        menus["View"].insertMenu(self.commands["bars"], self.heatmap_menu)
        menus["View"].addSeparator()
        menus["View"].addMenu(self._theme_menu())

    def _theme_menu(self) -> QMenu:
        menu = QMenu("Theme", self)
        group = QActionGroup(self)
        for choice in ThemeChoice:
            action = menu.addAction(choice.capitalize())
            action.setCheckable(True)
            action.setChecked(choice is self.theme.choice)
            action.setData(choice.value)
            group.addAction(action)
        group.triggered.connect(self._on_theme)
        return menu

    def _on_theme(self) -> None:
        group = self.sender()
        assert isinstance(group, QActionGroup)
        self.theme.choose(ThemeChoice(group.checkedAction().data()))

    def _tint(self) -> None:
        self._source_button.setIcon(self.theme.icon("video"))
        self._model_button.setIcon(self.theme.icon("model"))

    def _show_help(self) -> None:
        # Beside the window, not in its way: keys can be tried while they are read.
        if self._help is None:
            self._help = HelpDialog(self)
        self._help.show()
        self._help.raise_()
        self._help.activateWindow()

    def _leave(self) -> None:
        if self.isFullScreen():
            self.commands["full_screen"].setChecked(False)
        else:
            self.close()

    def _set_full_screen(self, on: bool) -> None:  # noqa: FBT001 (the signature of a Qt slot)
        for widget in (self.menuBar(), self._toolbar, self.status):
            widget.setVisible(not on)
        self.side.setVisible(not on and self.commands["side_panel"].isChecked())
        margin = 0 if on else MARGIN
        self._row.setContentsMargins(margin, margin, margin, margin)
        if on:
            self.showFullScreen()
        else:
            self.showNormal()


def _menu_button(text: str, tip: str, menu: QMenu) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return button
