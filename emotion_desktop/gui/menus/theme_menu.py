"""The menu that chooses between light and dark."""

from typing import Final

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from emotion_desktop.gui.language import QT_TRANSLATE_NOOP, translate
from emotion_desktop.gui.look.theme import Theme, ThemeChoice

NAMES: Final = {
    ThemeChoice.SYSTEM: QT_TRANSLATE_NOOP("Theme", "As the system"),
    ThemeChoice.LIGHT: QT_TRANSLATE_NOOP("Theme", "Light"),
    ThemeChoice.DARK: QT_TRANSLATE_NOOP("Theme", "Dark"),
}


class ThemeMenu(QMenu):
    """One line for each choice, the one in force ticked."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(translate("Theme", "Theme"), parent)
        self._theme = theme
        group = QActionGroup(self)
        self._choices: dict[ThemeChoice, QAction] = {}
        for choice in ThemeChoice:
            action = self.addAction(translate("Theme", NAMES[choice]))
            action.setCheckable(True)
            action.setData(choice.value)
            group.addAction(action)
            self._choices[choice] = action
        group.triggered.connect(self._choose)
        theme.changed.connect(self._tick)
        self._tick()

    def _choose(self, action: QAction) -> None:
        self._theme.choose(ThemeChoice(action.data()))

    def _tick(self) -> None:
        self._choices[self._theme.choice].setChecked(True)
