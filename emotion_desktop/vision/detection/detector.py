"""What finds faces, and the detectors there are by name."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final, Protocol

from emotion_desktop.domain import Faces, Image
from emotion_desktop.errors import SettingError
from emotion_desktop.plugins import add_entry

DEFAULT_DETECTOR: Final = "blazeface"


class Effort(Enum):
    """How much a detector should do for one picture."""

    LIVE = "live"
    """There is little time: `search` follows, and some of many people may be where they should."""

    VIDEO = "video"
    """Look at everybody who is known; what is new may wait for a later picture."""

    STILL = "still"
    """Leave nothing to later pictures."""


class FaceDetector(Protocol):
    """Finds faces in the pictures of a video; used from one thread at a time.

    Attributes:
        confidence: Least score of a face, 0–1; may be changed between two pictures.
    """

    confidence: float

    def detect(
        self, image: Image, expected: Faces | None = None, *, effort: Effort = Effort.VIDEO
    ) -> Faces:
        """Return the faces in an (H, W, 3) uint8 BGR picture, each once, in any order.

        Boxes may reach beyond the picture.

        Args:
            image: The picture.
            expected: Where known people should be by now; a hint that may be ignored.
            effort: How much to do for this picture.
        """
        ...

    def search(self, image: Image) -> None:
        """Look for new faces in the last picture of a live source, for the next `detect` to return.

        It is called once the result is on its way to the screen; there may be nothing to do.
        """
        ...

    def reset(self) -> None:
        """Forget earlier pictures, for a new source."""
        ...

    def close(self) -> None:
        """Free what the detector holds; may be called twice."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorEntry:
    """A detector as the registry knows it.

    Attributes:
        open: Makes one from the least score of a face and the text after the name's colon, ""
            if there is none. Raises an `EmotionDesktopError` if that cannot be.
        argument: What that text is, for people to read, e.g. `FILE.onnx`; "" if there is none.
        summary: One line that says what it is good for.
    """

    open: Callable[[float, str], FaceDetector]
    argument: str = ""
    summary: str = ""


registered: dict[str, DetectorEntry] = {}
"""By name; `register_detector` adds to them."""


def register_detector(name: str, entry: DetectorEntry) -> None:
    """Let faces be found by another detector.

    For example, `emotion-desktop --detector middle` finds them with it after::

        register_detector("middle", DetectorEntry(open=MiddleDetector, summary="the middle"))

    Args:
        name: A name of letters, digits, `-` and `_`.
        entry: How the detector is made and described.

    Raises:
        ValueError: If the name is taken, or not such a name.
    """
    add_entry(registered, "detector", name, entry)


def detectors() -> dict[str, DetectorEntry]:
    """Return all detectors by name."""
    return dict(registered)


def check_detector(text: str) -> str:
    """Return a text that names a detector, `NAME` or `NAME:ARGUMENT`, unchanged.

    Raises:
        SettingError: If there is no such detector, or its argument is missing or too much.
    """
    name, _, argument = text.partition(":")
    if name not in registered:
        raise SettingError(
            "unknown detector {name!r}; choose one of {names}", name=name, names=", ".join(usages())
        )
    wanted = registered[name].argument
    if wanted and not argument:
        usage = f"{name}:{wanted}"
        raise SettingError("the detector {name} needs a file: {usage}", name=name, usage=usage)
    if argument and not wanted:
        raise SettingError(
            "the detector {name} takes nothing after its name, got {text!r}", name=name, text=text
        )
    return text


def usages() -> list[str]:
    """Return how to write each detector, e.g. `yunet:FILE.onnx`."""
    return [
        f"{name}:{entry.argument}" if entry.argument else name for name, entry in registered.items()
    ]


def open_detector(text: str = DEFAULT_DETECTOR, confidence: float = 0.5) -> FaceDetector:
    """Make a detector.

    Args:
        text: `NAME` or `NAME:ARGUMENT`.
        confidence: Least score of a face, 0–1.

    Raises:
        SettingError: If there is no such detector, or its argument cannot be used.
        AssetError: If a file it ships with is missing, or a package it needs is not installed.
    """
    name, _, argument = check_detector(text).partition(":")
    return registered[name].open(confidence, argument)
