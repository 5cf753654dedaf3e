"""The picture alone in a small window."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QObject, QRect, QSize
from PySide6.QtWidgets import QWidget

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.docks.panels import PANELS
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.window_size import restore_panels

if TYPE_CHECKING:
    from emotion_desktop.gui.main_window import MainWindow

GEOMETRY: Final = "layout/mini_geometry"
ON_TOP: Final = "layout/mini_on_top"
SMALLEST: Final = QSize(240, 180)
SIZE: Final = QSize(400, 225)
MARGIN: Final = 24
"""Between the window and the corner of the screen it comes up in first."""

ELSEWHERE: Final = (
    ActionName.FULL_SCREEN,
    ActionName.SIDE_PANEL,
    ActionName.RESET_LAYOUT,
    *(panel.name for panel in PANELS),
)
"""What there is no room for."""


class MiniMode(QObject):
    """Goes there and back; each of the two windows has its own place, size and "Always on top"."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._store = window.preferences.store
        self._place, self._is_maximized = QRect(), False
        self._size = QSize()
        self._layout = QByteArray()
        self._smallest = QSize()
        self._hidden: list[QWidget] = []
        self._on_top = False

    def enter(self) -> None:
        """Hide everything but the picture, and be small."""
        window, on_top = self._window, self._window.commands[ActionName.ON_TOP]
        self._place, self._is_maximized = window.normalGeometry(), window.isMaximized()
        self._size, self._layout = window.size(), window.saveState()
        self._smallest, self._on_top = window.minimumSize(), on_top.isChecked()
        around = [window.menuBar(), window.status, window.tools, *window.docks.in_order()]
        self._hidden = [widget for widget in around if not widget.isHidden()]
        for widget in self._hidden:
            widget.hide()
        for name in ELSEWHERE:
            window.commands.disable(name, translate("Window", "not in mini mode"))
        on_top.setChecked(self._store.value(ON_TOP, defaultValue=False, type=bool) is True)
        window.setMinimumSize(SMALLEST)
        window.showNormal()
        geometry = self._store.value(GEOMETRY)
        if not isinstance(geometry, QByteArray) or not window.restoreGeometry(geometry):
            window.setGeometry(self._corner())
        window.stage.toast.at_top = True  # labels of faces have hardly room below
        window.stage.toast.say(translate("Window", "Esc leaves mini mode"))

    def leave(self) -> None:
        """Put everything back."""
        window, on_top = self._window, self._window.commands[ActionName.ON_TOP]
        self._store.setValue(GEOMETRY, window.saveGeometry())
        self._store.setValue(ON_TOP, on_top.isChecked())
        window.stage.toast.at_top = False
        on_top.setChecked(self._on_top)
        for name in ELSEWHERE:
            window.commands.enable(name)
        window.setMinimumSize(self._smallest)
        window.setGeometry(self._place)
        if self._is_maximized:
            window.showMaximized()
        for widget in self._hidden:
            widget.show()
        restore_panels(window, self._layout, self._size)

    def _corner(self) -> QRect:
        """Return the place at the bottom right of the screen."""
        room = self._window.screen().availableGeometry().adjusted(0, 0, -MARGIN, -MARGIN)
        corner = QRect(room.topLeft(), SIZE)
        corner.moveBottomRight(room.bottomRight())
        return corner
