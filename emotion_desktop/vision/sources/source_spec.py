"""Which source a text names, and the kinds of sources there are by name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol, Self

from emotion_desktop.plugins import add_entry
from emotion_desktop.vision.sources.base import FrameSource
from emotion_desktop.vision.sources.naming import public_name
from emotion_desktop.vision.sources.playback import Playback

CAMERA: Final = "camera"
DEMO: Final = "demo"
STREAM: Final = "stream"
FOLDER: Final = "folder"
FILE: Final = "file"
FILES: Final = "files"


class SourceOpener(Protocol):
    """Opens a source of one kind."""

    def __call__(
        self, value: str, /, *, loop: bool, realtime: bool, playback: Playback | None
    ) -> FrameSource:
        """Return the source; the arguments after `value` are those of `open_source`.

        Raises:
            SourceError: If it cannot be opened.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceEntry:
    """A kind of source as the registry knows it.

    Attributes:
        open: Opens one from the value of its `SourceSpec`.
        takes: Returns whether a text is the value of such a source, without opening it; None for
            a kind that is written `KIND`, or also `KIND:VALUE` if it has an argument.
        argument: What that value is, for people to read, e.g. `NAME`; "" if there is none.
        is_live: Frames arrive at their own speed, as `FrameSource.is_live` says.
        may_come_back: One that is lost is tried again, and a recording of it goes on.
        name: Returns from a value how to speak of the source, without secrets; "" for the kind.
    """

    open: SourceOpener
    takes: Callable[[str], bool] | None = None
    argument: str = ""
    is_live: bool = False
    may_come_back: bool = False
    name: Callable[[str], str] = public_name


registered: dict[str, SourceEntry] = {}
"""By name; `register_source` adds to them."""


def register_source(kind: str, entry: SourceEntry) -> None:
    """Let sources of another kind be opened; of two kinds that take a text, the later one counts.

    For example, `emotion-desktop screen:1` shows the second screen after::

        register_source("screen", SourceEntry(open=ScreenSource, argument="NUMBER", is_live=True))

    Args:
        kind: A name of letters, digits, `-` and `_`.
        entry: How such a source is recognised, opened and called.

    Raises:
        ValueError: If the name is taken, or not such a name.
    """
    add_entry(registered, "source", kind, entry)


def kinds_of_sources() -> dict[str, SourceEntry]:
    """Return all kinds of sources by name."""
    return dict(registered)


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """A source that may be opened: what everyone asks who wants to know more than its text.

    Whether it is there, and can be read, shows when it is opened.

    Attributes:
        kind: One of `kinds_of_sources()`.
        value: Which one of that kind: a camera's name or number, a path, an address; "" for the
            demo and the first camera.

    Raises:
        ValueError: If there is no such kind.
    """

    kind: str
    value: str = ""

    def __post_init__(self) -> None:
        """Check the kind."""
        if self.kind not in registered:
            msg = f"there is no source {self.kind!r}; choose one of {', '.join(registered)}"
            raise ValueError(msg)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the source that a text names, as `open_source` takes it.

        `camera`, `camera:NAME` and `demo` are no files; a file of that name is `./demo`.
        """
        for kind, entry in reversed(registered.items()):
            if entry.takes is not None:
                if entry.takes(text):
                    return cls(kind, text)
            elif text == kind:
                return cls(kind)
            elif entry.argument and text.startswith(f"{kind}:"):
                return cls(kind, text.removeprefix(f"{kind}:"))
        return cls(FILE, text)

    def __str__(self) -> str:
        """Return the text that `parse` takes."""
        if self.entry.takes is not None:
            return self.value
        return f"{self.kind}:{self.value}" if self.value else self.kind

    @property
    def entry(self) -> SourceEntry:
        """What the registry knows of its kind."""
        return registered[self.kind]

    @property
    def is_live(self) -> bool:
        """Whether frames arrive at their own speed: from cameras, streams and the demo."""
        return self.entry.is_live

    @property
    def may_come_back(self) -> bool:
        """Whether it can be lost and found again: cameras and streams."""
        return self.entry.may_come_back

    @property
    def display_name(self) -> str:
        """How to speak of it in a sentence: a camera's or file's name, the host of a stream."""
        return (self.entry.name(self.value) if self.value else "") or self.kind

    @property
    def public_address(self) -> str:
        """Its text without user name, password, query and fragment, as any file takes it."""
        return public_name(str(self))
