"""What the parts below the window say, in the language in force.

Errors and protocols are written in English where they arise, for the command line too. The window
finds such a sentence again among the templates of `message_table.py`, translates the template and
fills in the same values. A sentence that has none stays as it is.
"""

import re
from collections.abc import Sequence
from typing import Final

from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.gui.language import emotion_name, local_number, translate
from emotion_desktop.gui.message_table import ERRORS, PROTOCOLS, REASONS
from emotion_desktop.labels import Emotion

_FIELD: Final = re.compile(r"\{(\w+)\}")
_DECIMAL: Final = re.compile(r"\d+\.\d+( \w+)?")
_EMOTIONS: Final = frozenset(Emotion)


class Templates:
    """Sentences with `{fields}` that can be told from their values.

    Args:
        context: Of their translations.
        texts: In English.
    """

    def __init__(self, context: str, texts: Sequence[str]) -> None:
        self._context = context
        # The one that says most first: what fits it may fit shorter ones too.
        self._texts = sorted(texts, key=lambda text: -len(_FIELD.sub("", text)))

    def find(self, said: str) -> tuple[str, dict[str, str]] | None:
        """Return the template of a sentence and the values in it; None if it has none."""
        for text in self._texts:
            literals = _FIELD.split(text)[::2]
            # Much cheaper than the expression, which only few texts need.
            if all(literal in said for literal in literals):
                found = re.fullmatch(_pattern(text), said, re.DOTALL)
                if found is not None:
                    return text, found.groupdict()
        return None

    def say(self, said: str) -> str:
        """Return a sentence in the language in force, values that are sentences too."""
        if _DECIMAL.fullmatch(said):
            return local_number(said)
        names = said.split(", ")
        if _EMOTIONS.issuperset(names):
            return ", ".join(emotion_name(Emotion(name)) for name in names)
        # What the system says begins with a capital, but stands within a sentence here.
        found = self.find(said) or self.find(said[:1].lower() + said[1:])
        if found is None:
            return said
        text, values = found
        translated = translate(self._context, text)
        if translated == text:
            return said
        return translated.format(**{name: self.say(value) for name, value in values.items()})


def _pattern(text: str) -> str:
    parts = _FIELD.split(text)
    fields = (f"(?P<{name}>.*?)" for name in parts[1::2])
    literals = map(re.escape, parts[2::2])
    rest = (field + literal for field, literal in zip(fields, literals, strict=True))
    return re.escape(parts[0]) + "".join(rest)


_errors: Final = Templates("Errors", (*ERRORS, *REASONS))
_protocols: Final = Templates("Protocols", PROTOCOLS)


def message_text(message: str) -> str:
    """Return the message of an error in the language in force."""
    return _errors.say(message)


def error_text(error: EmotionDesktopError) -> str:
    """Return what an error says, in the language in force."""
    return message_text(str(error))


def protocol_text(protocol: str) -> str:
    """Return how figures were measured, in the language in force; its parts have commas between."""
    return ", ".join(map(_protocols.say, protocol.split(", ")))
