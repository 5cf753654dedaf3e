"""How the window speaks of a source, and whether it starts over."""

from pathlib import Path
from typing import Final

from emotion_desktop.gui.language import QT_TRANSLATE_NOOP, translate
from emotion_desktop.vision.sources import CAMERA, DEMO, FILE, IMAGE_SUFFIXES, STREAM, SourceSpec

_REPEATED: Final = IMAGE_SUFFIXES | {".gif"}
_KINDS: Final = {
    DEMO: QT_TRANSLATE_NOOP("Sources", "the demo"),
    CAMERA: QT_TRANSLATE_NOOP("Sources", "the camera"),
    STREAM: QT_TRANSLATE_NOOP("Sources", "the stream"),
}
"""What a source is called that has no name of its own."""


def repeats(spec: SourceSpec) -> bool:
    """Return whether a source starts over at its end: the demo, GIFs, and still pictures.

    A still picture that repeats answers at once when the model or the overlay is switched.
    """
    is_repeated = spec.kind == FILE and Path(spec.value).suffix.lower() in _REPEATED
    return spec.kind == DEMO or is_repeated


def short_name(spec: SourceSpec) -> str:
    """Return how to speak of a source in a sentence, in the language in force."""
    name = spec.display_name
    return translate("Sources", _KINDS.get(name, name)) if name == spec.kind else name
