"""Light, dark, or as the system has it: chosen in the View menu and remembered."""

from enum import StrEnum

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from emotion_desktop.gui.look import icons
from emotion_desktop.gui.look.palettes import (
    DARK,
    LIGHT,
    STRONG_DARK,
    STRONG_LIGHT,
    Colours,
    palette,
    style_sheet,
)


class ThemeChoice(StrEnum):
    """What the user asked for; the value is what the settings file holds."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


_SCHEMES = {
    ThemeChoice.SYSTEM: Qt.ColorScheme.Unknown,
    ThemeChoice.LIGHT: Qt.ColorScheme.Light,
    ThemeChoice.DARK: Qt.ColorScheme.Dark,
}


class Theme(QObject):
    """Dresses the application and says when its colours have changed.

    Signals:
        changed: `colours` are others now; icons must be made anew.

    Attributes:
        colours: The colours in force.
        choice: What the user asked for.
    """

    changed = Signal()

    def __init__(self, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        stored = str(settings.value("theme", ThemeChoice.SYSTEM))
        # A settings file edited by hand, or by a later version, must not stop the app.
        self.choice = ThemeChoice(stored) if stored in set(ThemeChoice) else ThemeChoice.SYSTEM
        self.colours: Colours = LIGHT
        self._icons: dict[str, QIcon] = {}
        if QApplication.style().objectName() != "fusion":
            QApplication.setStyle("Fusion")
        hints = QApplication.styleHints()
        hints.setColorScheme(_SCHEMES[self.choice])
        hints.colorSchemeChanged.connect(self._apply)
        self._apply()

    def choose(self, choice: ThemeChoice) -> None:
        """Wear this theme from now on and remember it."""
        self.choice = choice
        self._settings.setValue("theme", choice.value)
        # Native title bars and file dialogs follow this on Windows and macOS.
        QApplication.styleHints().setColorScheme(_SCHEMES[choice])
        self._apply()

    def icon(self, name: str) -> QIcon:
        """Return an icon in the colours in force.

        Raises:
            AssetError: If there is no such icon.
        """
        if name not in self._icons:
            checked = self.colours.record if name == "record" else self.colours.accent
            self._icons[name] = icons.icon(name, self.colours.text, checked)
        return self._icons[name]

    def _apply(self) -> None:
        dark = {
            ThemeChoice.LIGHT: False,
            ThemeChoice.DARK: True,
            ThemeChoice.SYSTEM: QApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark,
        }[self.choice]
        if prefers_contrast():
            self.colours = STRONG_DARK if dark else STRONG_LIGHT
        else:
            self.colours = DARK if dark else LIGHT
        self._icons.clear()
        QApplication.setPalette(palette(self.colours))
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        sheet = style_sheet(self.colours)
        if app.styleSheet() != sheet:  # to dress all widgets takes long, also in the same clothes
            app.setStyleSheet(sheet)
        self.changed.emit()


def prefers_contrast() -> bool:
    """Return whether the system asks for more contrast than usual."""
    hints = QApplication.styleHints()  # a name: with it PySide would let go of what it returns
    return hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
