"""What is known about an action, and the menus."""

from dataclasses import dataclass
from typing import Final

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.language import QT_TRANSLATE_NOOP, key_name, translate


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSpec:
    """One thing a user can do.

    Attributes:
        name: What the code calls it.
        group: Heading in the help dialog and title of its menu.
        text: What menus and buttons say, in English; see `label`.
        tip: One sentence for the tooltip and the help dialog, in English; see `advice`.
        keys: Key sequences, the usual one first.
        icon: File name in `assets/icons` without its suffix; empty for none.
        checkable: Whether it is on or off.
        checked: Whether it is on at first.
        in_menu: Whether the menu of its group lists it.
        in_help: Whether the help dialog lists it.
    """

    name: ActionName
    group: str
    text: str
    tip: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False
    checked: bool = False
    in_menu: bool = True
    in_help: bool = True

    @property
    def label(self) -> str:
        """What menus and buttons say, in the language in force."""
        return translate("Actions", self.text)

    @property
    def title(self) -> str:
        """The same as the name of something: without the dots of a menu."""
        return self.label.rstrip("…").rstrip()

    @property
    def advice(self) -> str:
        """One sentence for the help dialog, in the language in force."""
        return translate("Actions", self.tip)

    @property
    def tooltip(self) -> str:
        """The same sentence with the keys."""
        either = translate("Actions", "or")
        keys = f" {either} ".join(map(key_name, self.keys))
        return f"{self.advice} ({keys})" if keys else self.advice


GROUPS: Final = (
    QT_TRANSLATE_NOOP("Actions", "File"),
    QT_TRANSLATE_NOOP("Actions", "Source"),
    QT_TRANSLATE_NOOP("Actions", "Playback"),
    QT_TRANSLATE_NOOP("Actions", "Model"),
    QT_TRANSLATE_NOOP("Actions", "Analysis"),
    QT_TRANSLATE_NOOP("Actions", "View"),
    QT_TRANSLATE_NOOP("Actions", "Help"),
)
"""Menus from left to right."""
