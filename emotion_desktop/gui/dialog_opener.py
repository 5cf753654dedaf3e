"""Opens the windows beside the window: settings, the first screen, about, deleting."""

from PySide6.QtCore import QObject, QTimer

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.dialogs.about_dialog import AboutDialog
from emotion_desktop.gui.dialogs.delete_dialog import DeleteDialog
from emotion_desktop.gui.dialogs.settings_dialog import SettingsDialog
from emotion_desktop.gui.dialogs.welcome import Welcome
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.session import Session
from emotion_desktop.gui.stored_data import Store, stores

FACES_PAGE = 1


class DialogOpener(QObject):
    """Each is made when it is wanted first, and kept.

    Attributes:
        delete_at_quit: What is deleted once the window has closed and writes nothing any more.
    """

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._settings: SettingsDialog | None = None
        self._welcome: Welcome | None = None
        self.delete_at_quit: tuple[Store, ...] = ()
        window.commands[ActionName.SETTINGS].triggered.connect(self._show_settings)
        window.commands[ActionName.ANALYSIS].triggered.connect(self._show_faces_page)
        window.commands[ActionName.WELCOME].triggered.connect(self._on_welcome)
        window.commands[ActionName.ABOUT].triggered.connect(self._show_about)

    def show_welcome(self) -> Welcome:
        """Show what the app does and does not do, and let a camera be picked."""
        if self._welcome is None:
            self._welcome = Welcome(self._window)
            self._welcome.chosen.connect(self._on_chosen)
        self._welcome.open()
        return self._welcome

    def _on_welcome(self) -> None:
        self.show_welcome()

    def _show_about(self) -> None:
        dialog = AboutDialog(self._window.preferences, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_chosen(self, source: str) -> None:
        self._window.preferences.change(welcomed=True)
        self._session.open(source)

    def _show_settings(self) -> None:
        self.settings_dialog().show_page(0)

    def _show_faces_page(self) -> None:
        self.settings_dialog().show_page(FACES_PAGE)

    def settings_dialog(self) -> SettingsDialog:
        """Return the settings, which are made at the first call; `show_page` shows them."""
        if self._settings is None:
            window = self._window
            self._settings = SettingsDialog(
                window.preferences, window.theme, window.commands, window
            )
            self._settings.delete_wanted.connect(self._show_delete)
        rows = self._window.model_menu.rows
        self._settings.show_models((row.name, row.title) for row in rows if row.trained)
        return self._settings

    def _show_delete(self) -> None:
        window = self._window
        dialog = DeleteDialog(stores(window.preferences), window.jobs, window)
        dialog.chosen.connect(self._delete_and_quit)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _delete_and_quit(self, chosen: tuple[Store, ...]) -> None:
        self.delete_at_quit = chosen
        QTimer.singleShot(0, self._quit)  # the dialog has to go first

    def _quit(self) -> None:
        if not self._window.close():
            self.delete_at_quit = ()
            self._window.stage.toast.say(
                translate("Privacy", "Nothing was deleted: end the recording first")
            )
