"""File names made from a template, such as `{date}_{participant}`, that every system allows."""

import re
from typing import Final

from emotion_desktop.errors import SettingError
from emotion_desktop.files.unique_paths import shortened

MOST_BYTES: Final = 120
"""Room is left for a number and suffixes: most systems allow 255 bytes."""

_FIELD: Final = re.compile(r"\{([^{}]*)\}")

# What Windows forbids, control characters, and marks that turn the direction of text around.
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]')
_DOUBLES: Final = re.compile(r"([-_ ])\1+")
_DEVICE: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def fill(template: str, **values: object) -> str:
    """Return a file name without suffix: the template with a value in place of each `{field}`.

    What some system forbids becomes `-`, and an empty value leaves no double separator behind.

    Raises:
        SettingError: If the template has a field without a value, a stray brace, or no name is
            left.
    """
    for name in _FIELD.findall(template):
        if name not in values:
            raise SettingError(
                "{field} is no field of a file name; use {fields}",
                field=f"{{{name}}}",
                fields=", ".join(f"{{{known}}}" for known in values),
            )
    if re.search("[{}]", _FIELD.sub("", template)):
        raise SettingError("{template} has a brace without its partner", template=template)
    name = _FIELD.sub(lambda found: str(values[found[1]]), template)
    name = _DOUBLES.sub(r"\1", _FORBIDDEN.sub("-", name))
    name = shortened(name.encode(errors="replace").decode(), MOST_BYTES).strip(" .-_")
    if not name:
        raise SettingError("a file name cannot be empty; add a field or a word")
    return f"_{name}" if _DEVICE.match(name) else name
