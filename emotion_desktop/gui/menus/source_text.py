"""How the window speaks of a source, and whether it starts over."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from emotion_desktop.gui.language import QT_TRANSLATE_NOOP, isolated, translate
from emotion_desktop.vision.sources import (
    CAMERA,
    DEMO,
    FILE,
    FILES,
    FOLDER,
    IMAGE_SUFFIXES,
    STREAM,
    Kind,
    SourceSpec,
    kind_of,
)

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


def shows_photos(spec: SourceSpec) -> bool:
    """Return whether a source is made of pictures that stand alone; reads a file's first bytes."""
    if spec.kind == FILE:
        return kind_of(Path(spec.value)) in {Kind.PICTURE, Kind.PAGES}
    return spec.kind in {FOLDER, FILES}


def source_of(paths: Sequence[str]) -> str:
    """Return the source that shows files together, the first one if no other is a picture."""
    pictures = [p for p in paths if Path(p).suffix.lower() in IMAGE_SUFFIXES or Path(p).is_dir()]
    if len(paths) == 1 or not pictures:
        return paths[0]
    return str(SourceSpec(FILES, "\n".join(paths)))


def short_name(spec: SourceSpec) -> str:
    """Return how to speak of a source in a sentence, in the language in force."""
    name = spec.display_name
    return translate("Sources", _KINDS.get(name, name)) if name == spec.kind else isolated(name)
