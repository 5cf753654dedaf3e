"""Keys that people give to actions in place of the usual ones."""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QKeySequence

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.language import key_name, translate

if TYPE_CHECKING:
    from emotion_desktop.gui.actions import Actions

NAVIGATION: Final = frozenset(
    (
        *("Tab", "Backtab", "Return", "Enter", "Left", "Right", "Up", "Down"),
        *("Home", "End", "PgUp", "PgDown", "Menu", "F10"),
    )
)
"""Move through windows and menus."""

_MNEMONIC: Final = re.compile(r"Alt\+[A-Z]")


def keys_of(texts: Iterable[str]) -> dict[ActionName, str]:
    """Return the key of each action that has another one; an empty one takes all keys away.

    Args:
        texts: Such as `snapshot=Ctrl+K`; what makes no sense is left out.
    """
    known = {name.value: name for name in ActionName}
    keys = {}
    for text in texts:
        name, _, key = text.partition("=")
        sequence = QKeySequence(key)
        is_one_key = sequence.count() == 1 and bool(sequence.toString())
        if name in known and "=" in text and (is_one_key or not key):
            keys[known[name]] = sequence.toString()
    return keys


def as_texts(keys: Mapping[ActionName, str]) -> tuple[str, ...]:
    """Return what `keys_of` reads."""
    return tuple(f"{name}={key}" for name, key in keys.items())


def problem_of(key: str, name: ActionName, actions: "Actions") -> str:
    """Return why an action cannot have a key such as `Ctrl+K`, one sentence; empty if it can."""
    sequence = QKeySequence(key)
    if sequence.isEmpty():
        return ""
    if key in NAVIGATION:
        text = translate("Shortcuts", "{key} moves through the window")
    elif _MNEMONIC.fullmatch(key):
        text = translate("Shortcuts", "{key} opens a menu")
    else:
        owner = next(
            (
                spec
                for spec in actions.specs.values()
                if spec.name != name and sequence in map(QKeySequence, spec.keys)
            ),
            None,
        )
        if owner is None:
            return ""
        text = translate("Shortcuts", "{key} is the key of “{action}”; change that one first")
        return text.format(key=key_name(key), action=owner.title)
    return text.format(key=key_name(key))
