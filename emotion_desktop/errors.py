"""Every error a user can meet. The message says what happened, to which value, and what to do.

It is kept as a template and its values, so that a window can translate the template.

::

    EmotionDesktopError
    ├── LabelError            a class name nobody knows
    ├── SettingError          a setting outside its range
    ├── InputError            a picture, box or array given to the Python API that cannot be used
    ├── ModelError
    │   ├── UnknownModelError     no architecture or checkpoint of that name
    │   └── CheckpointError       a checkpoint that cannot be used
    ├── DataError             a training or evaluation file that cannot be used
    ├── SourceError           no pictures come from a source
    │   ├── NoCameraError         there is no camera at all, or not that one
    │   ├── CameraBusyError       another program holds it
    │   ├── CameraUnpluggedError  it went away while it was used
    │   ├── PermissionDeniedError access is denied
    │   ├── UnreadableFileError   not there, not a picture or video, or damaged
    │   ├── StreamLostError       a network stream stopped or never started
    │   └── SourceEndedError      a file has been played to its end
    ├── AssetError            a file that ships with the app is missing or damaged
    ├── MissingLibraryError   a library of the system is missing
    ├── OutputError           a result could not be written
    ├── PublishError          results could not be published, or a client asked for nonsense
    └── UnexpectedError       a bug, caught at the root of a worker
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence and the values in it.

    Attributes:
        template: In English, with fields as `str.format` takes them; without values, the sentence.
        values: For its fields; may be messages themselves.
    """

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the sentence in English."""
        return self.template.format(**self.values) if self.values else self.template


class EmotionDesktopError(Exception):
    """Base of all errors that are shown to users as one sentence.

    Args:
        template: The sentence, or the whole message.
        values: For the fields of the template.

    Attributes:
        message: Both.
    """

    def __init__(self, template: str | Message = "", /, **values: object) -> None:
        super().__init__(template)
        self.message = template if isinstance(template, Message) else Message(template, values)

    def __str__(self) -> str:
        """Return the sentence; any file, terminal and window takes it."""
        return encodable(str(self.message))


def encodable(text: str) -> str:
    """Return a text that is valid Unicode: bytes of a name that are no UTF-8 are written out."""
    return _SURROGATE.sub(_written_out, text)


def shorten(text: str, length: int) -> str:
    """Return a text of somebody else's on one line, with at most so many characters."""
    line = " ".join(text[: length + 1].split())
    return f"{line[: length - 1]}…" if len(line) > length else line


def _written_out(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"


class LabelError(EmotionDesktopError, ValueError):
    """A class name or class list that cannot be used."""


class SettingError(EmotionDesktopError, ValueError):
    """A setting outside its allowed range."""


class InputError(EmotionDesktopError, ValueError):
    """What a program handed over is no picture, box, crop or class."""


class ModelError(EmotionDesktopError):
    """A model that cannot be made or loaded."""


class UnknownModelError(ModelError, LookupError):
    """No architecture or checkpoint has this name."""


class CheckpointError(ModelError):
    """A checkpoint that is broken, incomplete, or of another architecture."""


class DataError(EmotionDesktopError):
    """A data file for training or evaluation that cannot be used."""


class SourceError(EmotionDesktopError):
    """A frame source that cannot deliver frames."""


class NoCameraError(SourceError):
    """No camera is connected, or not the one asked for."""


class CameraBusyError(SourceError):
    """The camera exists but does not deliver; usually another program holds it."""


class CameraUnpluggedError(SourceError):
    """The camera has sent pictures and is no longer connected."""


class PermissionDeniedError(SourceError):
    """The system denies access to a camera or file."""


class UnreadableFileError(SourceError):
    """A file that is missing, not an image or video, or damaged."""


class StreamLostError(SourceError):
    """A network stream that could not be opened, or stopped sending."""


class SourceEndedError(SourceError):
    """A finite source has delivered its last frame."""


class AssetError(EmotionDesktopError):
    """A file that ships with the app is missing or damaged."""


class MissingLibraryError(EmotionDesktopError, ImportError):
    """A library of the system that a package needs is not installed."""


class OutputError(EmotionDesktopError):
    """A result that could not be written."""


class PublishError(EmotionDesktopError):
    """Results that could not be published, or a message of a client that cannot be obeyed."""


class UnexpectedError(EmotionDesktopError):
    """A bug: an exception that nobody expected ended a worker; the log has the traceback.

    Made by `error_boundary` alone.
    """

    @property
    def where(self) -> Message:
        """Which worker it was, as it stands within a sentence."""
        where = self.message.values["where"]
        assert isinstance(where, Message)
        return where

    @property
    def what(self) -> str:
        """Kind and place of the exception."""
        return str(self.message.values["what"])
