"""The actions of the window, by name."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.actions.catalog import ACTIONS
from emotion_desktop.gui.actions.shortcuts import keys_of
from emotion_desktop.gui.actions.spec import GROUPS, ActionSpec
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.look.theme import Theme

__all__ = ["ACTIONS", "GROUPS", "ActionSpec", "Actions"]


class Actions(QObject):
    """The QActions of a table, by name, in the icons of the theme.

    Signals:
        keys_changed: Some have other keys now.

    Attributes:
        specs: What the table says of each, with the keys in force.
        usual: The same with the usual keys.
    """

    keys_changed = Signal()

    def __init__(
        self, theme: Theme, parent: QObject, specs: Sequence[ActionSpec] = ACTIONS
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.usual: dict[ActionName, ActionSpec] = {spec.name: spec for spec in specs}
        self.specs = dict(self.usual)
        self._by_name: dict[ActionName, QAction] = {}
        self._icons: dict[ActionName, str] = {}
        for spec in specs:
            self._by_name[spec.name] = self._make(spec)
            if spec.icon:
                self._icons[spec.name] = spec.icon
                self[spec.name].setIcon(theme.icon(spec.icon))
        theme.changed.connect(self._tint)

    def __getitem__(self, name: ActionName) -> QAction:
        """Return the action of this name."""
        return self._by_name[name]

    def __iter__(self) -> Iterator[QAction]:
        """Yield all actions in the order of the table."""
        return iter(self._by_name.values())

    def show_playing(self, *, playing: bool) -> None:
        """Let the pause action say what it would do now."""
        text = translate("Actions", "Pause") if playing else translate("Actions", "Play")
        self[ActionName.PAUSE].setText(text)
        self._icons[ActionName.PAUSE] = "pause" if playing else "play"
        self[ActionName.PAUSE].setIcon(self._theme.icon(self._icons[ActionName.PAUSE]))

    def show_recording(self, *, on: bool) -> None:
        """Let the record action say what it would do now."""
        record = self[ActionName.RECORD]
        record.setChecked(on)
        record.setText(
            translate("Actions", "Stop recording") if on else self.specs[ActionName.RECORD].label
        )

    def rename(self, name: ActionName, text: str) -> None:
        """Let an action be called otherwise; as in the table if the text is empty."""
        self[name].setText(text or self.specs[name].label)

    def disable(self, name: ActionName, why: str) -> None:
        """Make an action grey; its tooltip says why, one sentence, until it is enabled."""
        self[name].setEnabled(False)
        self[name].setToolTip(f"{self[name].text().rstrip('…').rstrip()}: {why}")

    def enable(self, name: ActionName) -> None:
        """Let an action be used again."""
        self[name].setEnabled(True)
        self[name].setToolTip(self.specs[name].tooltip)

    def use_keys(self, shortcuts: Iterable[str]) -> None:
        """Give actions the keys that people have chosen, and all others the usual ones.

        Args:
            shortcuts: Texts such as `snapshot=Ctrl+K`.
        """
        chosen = keys_of(shortcuts)
        for name, usual in self.usual.items():
            keys = usual.keys
            if name in chosen and usual.in_menu:
                keys = (chosen[name],) if chosen[name] else ()
            if keys == self.specs[name].keys:
                continue
            self.specs[name] = replace(usual, keys=keys)
            self[name].setShortcuts([QKeySequence(key) for key in keys])
            if self[name].isEnabled():
                self[name].setToolTip(self.specs[name].tooltip)
        self.keys_changed.emit()

    def _make(self, spec: ActionSpec) -> QAction:
        action = QAction(spec.label, self)
        action.setObjectName(spec.name)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.setToolTip(spec.tooltip)
        action.setCheckable(spec.checkable)
        action.setChecked(spec.checked)
        # In a menu the tick takes the icon's place: an icon in another colour is no tick.
        action.setIconVisibleInMenu(not spec.checkable)
        action.setMenuRole(
            QAction.MenuRole.QuitRole if spec.name == ActionName.QUIT else QAction.MenuRole.NoRole
        )
        return action

    def _tint(self) -> None:
        for name, icon in self._icons.items():
            self[name].setIcon(self._theme.icon(icon))
