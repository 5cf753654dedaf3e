"""The picture alone on the whole screen."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.window_size import restore_panels

if TYPE_CHECKING:
    from emotion_desktop.gui.main_window import MainWindow

SHOWN_MS: Final = 2500


class FullScreen(QObject):
    """Goes there and back; the toolbar lies over the picture while the mouse moves."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._layout = QByteArray()
        self._size = window.size()
        self._timer = QTimer(self, singleShot=True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self._hide_controls)

    def enter(self) -> None:
        """Hide everything but the picture."""
        window = self._window
        self._layout, self._size = window.saveState(), window.size()
        window.menuBar().hide()
        window.status.hide()
        window.docks.show_all(on=False)
        window.removeToolBar(window.tools)
        window.tools.setParent(window)
        window.showFullScreen()
        window.stage.toast.say(translate("Window", "Esc leaves full screen"))
        self._hide_controls()
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def leave(self) -> None:
        """Put everything back."""
        window = self._window
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        self._timer.stop()
        window.unsetCursor()
        window.menuBar().show()
        window.status.show()
        window.addToolBar(window.tools)
        window.tools.show()
        window.docks.show_all(on=window.commands[ActionName.SIDE_PANEL].isChecked())
        window.showNormal()
        restore_panels(window, self._layout, self._size)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the toolbar for a moment when the mouse moves."""
        if event.type() == QEvent.Type.MouseMove and self._window.isActiveWindow():
            tools = self._window.tools
            tools.setGeometry(0, 0, self._window.width(), tools.sizeHint().height())
            tools.show()
            tools.raise_()
            self._window.unsetCursor()
            self._timer.start()
        return super().eventFilter(watched, event)

    def _hide_controls(self) -> None:
        tools = self._window.tools
        if any(button.menu() is not None and button.menu().isVisible() for button in tools.menus):
            self._timer.start()
            return
        tools.hide()
        self._window.setCursor(Qt.CursorShape.BlankCursor)
