"""What the parts below the window say, in the language in force.

An error, or a part of how figures were measured, is a template and its values: the template is
translated, the values are filled in.
"""

import string
from pathlib import Path
from typing import TYPE_CHECKING, Final

from emotion_desktop.errors import EmotionDesktopError, Message, encodable
from emotion_desktop.gui.language import (
    QT_TRANSLATE_NOOP,
    emotion_name,
    isolated,
    local_number,
    translate,
)
from emotion_desktop.labels import CANONICAL_ORDER, Emotion

if TYPE_CHECKING:
    from emotion_desktop.models import EvaluationProtocol

REASONS: Final = (
    QT_TRANSLATE_NOOP("Errors", "permission denied"),
    QT_TRANSLATE_NOOP("Errors", "no such file or directory"),
    QT_TRANSLATE_NOOP("Errors", "no space left on device"),
    QT_TRANSLATE_NOOP("Errors", "disk quota exceeded"),
    QT_TRANSLATE_NOOP("Errors", "read-only file system"),
    QT_TRANSLATE_NOOP("Errors", "input/output error"),
    QT_TRANSLATE_NOOP("Errors", "is a directory"),
    QT_TRANSLATE_NOOP("Errors", "not a directory"),
    QT_TRANSLATE_NOOP("Errors", "file name too long"),
    QT_TRANSLATE_NOOP("Errors", "file too large"),
    QT_TRANSLATE_NOOP("Errors", "file exists"),
    QT_TRANSLATE_NOOP("Errors", "too many open files"),
    QT_TRANSLATE_NOOP("Errors", "none"),
)
"""What the system says, as it stands within a sentence."""


class _LocalFormatter(string.Formatter):
    """Fills in values as the language in force writes them."""

    def get_value(self, key: int | str, args: object, kwargs: object) -> object:
        """Return a value; messages, reasons and emotions in the language in force."""
        value = super().get_value(key, args, kwargs)  # type: ignore[arg-type]
        if isinstance(value, Message):
            return message_text(value)
        if isinstance(value, Path) or key in {"path", "file", "folder"}:
            return isolated(str(value))
        return _translated(value) if isinstance(value, str) else value

    def format_field(self, value: object, format_spec: str) -> str:
        """Return a value as text."""
        text: str = super().format_field(value, format_spec)
        return local_number(text) if isinstance(value, float) else text


_FORMATTER: Final = _LocalFormatter()


def message_text(message: Message) -> str:
    """Return a message in the language in force."""
    template = translate("Errors", message.template)
    if not message.values:
        return template
    return encodable(_FORMATTER.format(template, **message.values))


def error_text(error: EmotionDesktopError) -> str:
    """Return what an error says, in the language in force."""
    return message_text(error.message)


def protocol_text(protocol: "EvaluationProtocol | str") -> str:
    """Return how figures were measured, in the language in force; words stay as they are."""
    if isinstance(protocol, str):
        return protocol
    return ", ".join(map(message_text, protocol.parts))


def _translated(text: str) -> str:
    """Return a value that is a reason, a list of emotions or a number with a unit, translated."""
    reason = text[:1].lower() + text[1:]  # within a sentence
    if reason in REASONS:
        return translate("Errors", reason)
    names = text.split(", ")
    if set(CANONICAL_ORDER).issuperset(names):
        return ", ".join(emotion_name(Emotion(name)) for name in names)
    number, _, unit = text.partition(" ")
    is_decimal = number.replace(".", "", 1).isdecimal() and "." in number and " " not in unit
    return local_number(text) if is_decimal else text
