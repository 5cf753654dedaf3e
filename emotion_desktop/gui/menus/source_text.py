"""What the text that names a source tells before it is opened."""

from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from emotion_desktop.gui.language import translate
from emotion_desktop.vision.sources import IMAGE_SUFFIXES
from emotion_desktop.vision.sources.naming import file_name, is_address, public_address

DEMO: Final = "demo"
CAMERA: Final = "camera"

_REPEATED: Final = IMAGE_SUFFIXES | {".gif"}


def is_camera(text: str) -> bool:
    """Return whether a text names a camera."""
    return text == CAMERA or text.startswith(f"{CAMERA}:")


def camera_text(name: str) -> str:
    """Return the text that names a camera."""
    return f"{CAMERA}:{name}"


def is_url(text: str) -> bool:
    """Return whether a text is the address of a stream."""
    return is_address(text)


def repeats(text: str) -> bool:
    """Return whether a source starts over at its end: the demo, GIFs, and still pictures.

    A still picture that repeats answers at once when the model or the overlay is switched.
    """
    return text == DEMO or (not is_url(text) and Path(text).suffix.lower() in _REPEATED)


def short_name(text: str) -> str:
    """Return how to speak of a source in a sentence; a URL loses its password."""
    if text == DEMO:
        return translate("Sources", "the demo")
    if is_camera(text):
        return text.partition(":")[2] or translate("Sources", "the camera")
    if is_url(text):
        return _host(text) or translate("Sources", "the stream")
    return file_name(Path(text))


def _host(text: str) -> str | None:
    try:
        return urlsplit(public_address(text)).hostname
    except ValueError:  # brackets that are no address of the sixth version
        return None
