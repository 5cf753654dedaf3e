"""Opens the windows beside the window: settings and the first screen."""

from PySide6.QtCore import QObject

from emotion_desktop.gui.dialogs.settings_dialog import SettingsDialog
from emotion_desktop.gui.dialogs.welcome import Welcome
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.session import Session

FACES_PAGE = 1


class Windows(QObject):
    """Each is made when it is wanted first, and kept; it comes up a moment later."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._settings: SettingsDialog | None = None
        self._welcome: Welcome | None = None
        window.commands["settings"].triggered.connect(self._show_settings)
        window.commands["analysis"].triggered.connect(self._show_faces_page)
        window.commands["welcome"].triggered.connect(self._on_welcome)

    def show_welcome(self) -> Welcome:
        """Show what the app does and does not do, and let a camera be picked."""
        if self._welcome is None:
            self._welcome = Welcome(self._window)
            self._welcome.chosen.connect(self._on_chosen)
        self._welcome.appear()
        return self._welcome

    def _on_welcome(self) -> None:
        self.show_welcome()

    def _on_chosen(self, source: str) -> None:
        self._window.preferences.set("welcomed", value=True)
        self._session.open(source)

    def _show_settings(self) -> None:
        self._settings_dialog().show_page(0)

    def _show_faces_page(self) -> None:
        self._settings_dialog().show_page(FACES_PAGE)

    def _settings_dialog(self) -> SettingsDialog:
        if self._settings is None:
            window = self._window
            self._settings = SettingsDialog(window.preferences, window.theme, window)
        return self._settings
