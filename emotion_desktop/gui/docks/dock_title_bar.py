"""The line above a panel: its name, and buttons that let it float and hide it."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QToolButton, QWidget

from emotion_desktop.gui.language import translate
from emotion_desktop.gui.look.buttons import make_flat
from emotion_desktop.gui.look.theme import Theme

ICON = 16
SHIFT = 32
"""How far up and left a panel moves when it is let float: away from the edge of a screen."""


class DockTitle(QWidget):
    """Stands in for the title bar of the system's style; its empty part drags the panel.

    Args:
        dock: The panel.
        action: Shows and hides it.
        theme: Colours the icons.
    """

    def __init__(self, dock: QDockWidget, action: QAction, theme: Theme) -> None:
        super().__init__()
        self._dock = dock
        self._theme = theme
        self.setObjectName("dock-title")
        name = QLabel(dock.windowTitle())
        font = name.font()
        font.setBold(True)
        name.setFont(font)
        self._float = self._button()
        self._float.clicked.connect(self._toggle_floating)
        self._hide = self._button()
        self._hide.clicked.connect(dock.close)
        self._action = action
        action.changed.connect(self._show_key)
        self._show_key()
        hide = translate("Docks", "Hide {panel}")
        self._hide.setAccessibleName(hide.format(panel=dock.windowTitle()))
        dock.windowTitleChanged.connect(name.setText)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 0)
        row.setSpacing(4)
        row.addWidget(name, 1)
        row.addWidget(self._float)
        row.addWidget(self._hide)
        dock.topLevelChanged.connect(self._tell)
        dock.topLevelChanged.connect(self._frame)
        theme.changed.connect(self._tint)
        self._tell()

    def _show_key(self) -> None:
        key = self._action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        text = translate("Docks", "Hide this panel")
        self._hide.setToolTip(f"{text} ({key})" if key else text)

    def _button(self) -> QToolButton:
        button = QToolButton()
        make_flat(button, ICON)
        return button

    def _toggle_floating(self) -> None:
        before = self._dock.mapToGlobal(QPoint())
        self._dock.setFloating(not self._dock.isFloating())
        if self._dock.isFloating() and self._dock.pos() == before:
            # Exactly over its old place it would look as if nothing had happened.
            room = self._dock.screen().availableGeometry()
            x, y = max(before.x() - SHIFT, room.left()), max(before.y() - SHIFT, room.top())
            self._dock.move(x, y)

    def _tell(self) -> None:
        """Say what the button does now."""
        if self._dock.isFloating():
            tip, name = translate("Docks", "Dock this panel"), translate("Docks", "Dock {panel}")
        else:
            tip = translate("Docks", "Undock this panel")
            name = translate("Docks", "Undock {panel}")
        self._float.setToolTip(tip)
        self._float.setAccessibleName(name.format(panel=self._dock.windowTitle()))
        self._tint()

    def _frame(self) -> None:
        """Give a panel that floats an edge: the system gives none to one with this title."""
        for part in (self, self._dock.widget()):
            part.setProperty("afloat", self._dock.isFloating())
            part.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            part.style().polish(part)

    def _tint(self) -> None:
        self._float.setIcon(self._theme.icon("dock" if self._dock.isFloating() else "float"))
        self._hide.setIcon(self._theme.icon("close"))
