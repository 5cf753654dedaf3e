"""What the window says instead of a picture, or beside one. Knows no widgets."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from emotion_desktop.errors import (
    CameraBusyError,
    EmotionDesktopError,
    NoCameraError,
    PermissionDeniedError,
    SourceEndedError,
    SourceError,
    StreamLostError,
    UnreadableFileError,
)
from emotion_desktop.gui.language import translate


class Remedy(StrEnum):
    """What a user can do about a state; the value is the text of its button."""

    RETRY = "Try again"
    PLAY_AGAIN = "Play again"
    CHOOSE_SOURCE = "Choose another source"
    CHOOSE_MODEL = "Choose another model"
    OPEN_ANOTHER = "Open another"
    OPEN_CAMERA = "Open camera"
    OPEN_FILE = "Open file"
    OPEN_DEMO = "Open the demo"
    COPY_DETAILS = "Copy details"


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewState:
    """A state that fills the view.

    Attributes:
        icon: File name in `assets/icons` without its suffix.
        title: What happened.
        sentence: What to do about it.
        details: The message of the error; empty for none.
        remedies: Buttons, the advised one first.
    """

    icon: str
    title: str
    sentence: str = ""
    details: str = ""
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One line beside the picture, which goes on or stays.

    Attributes:
        topic: A later notice of the same topic takes its place.
        text: One sentence.
        details: Shown as tooltip and copied with the details; empty for none.
        remedies: Buttons.
        warning: Whether something has gone wrong.
    """

    topic: str
    text: str
    details: str = ""
    remedies: tuple[Remedy, ...] = ()
    warning: bool = False


_SOURCE_ERRORS: Final[dict[type[EmotionDesktopError], ViewState]] = {
    NoCameraError: ViewState(
        icon="camera-off",
        title="No camera found",
        sentence="Connect a camera and try again, or look at the built-in demo.",
        remedies=(Remedy.RETRY, Remedy.OPEN_DEMO),
    ),
    CameraBusyError: ViewState(
        icon="busy",
        title="The camera is busy",
        sentence="Close the program that uses it, such as a video call, then try again.",
        remedies=(Remedy.RETRY, Remedy.CHOOSE_SOURCE),
    ),
    PermissionDeniedError: ViewState(
        icon="lock",
        title="Access is denied",
        sentence="Allow this app to use it in the settings of your system, then try again.",
        remedies=(Remedy.RETRY, Remedy.CHOOSE_SOURCE),
    ),
    UnreadableFileError: ViewState(
        icon="file-broken",
        title="This file cannot be read",
        sentence="Check that it is there and is a video, GIF or image, or choose another one.",
        remedies=(Remedy.RETRY, Remedy.OPEN_FILE),
    ),
    StreamLostError: ViewState(
        icon="disconnected",
        title="The stream is lost",
        sentence="Check the address and the network, then try again.",
        remedies=(Remedy.RETRY, Remedy.CHOOSE_SOURCE),
    ),
    SourceError: ViewState(
        icon="warning",
        title="No picture from this source",
        sentence="Try again, or copy the details for a report.",
        remedies=(Remedy.RETRY, Remedy.COPY_DETAILS),
    ),
}

DEMO_INSTEAD: Final = Notice(
    topic="source",
    text="No camera found – showing the built-in demo",
    remedies=(Remedy.OPEN_CAMERA, Remedy.OPEN_FILE),
)


def settings_set_aside(path: str) -> Notice:
    """Return what to say when the settings file was damaged and the defaults are in force."""
    return Notice(
        topic="settings",
        text=translate("States", "The settings could not be read; the usual ones are in force"),
        details=translate("States", "The damaged file was kept as {path}").format(path=path),
        warning=True,
    )


def state_of_source_error(error: SourceError) -> ViewState:
    """Return what to show for an error; the end of a file is a notice, see `ended`."""
    assert not isinstance(error, SourceEndedError)
    kind = next(kind for kind in type(error).__mro__ if kind in _SOURCE_ERRORS)
    known = _SOURCE_ERRORS[kind]
    return ViewState(
        icon=known.icon,
        title=known.title,
        sentence=known.sentence,
        details=str(error),
        remedies=known.remedies,
    )


def opening(name: str) -> ViewState:
    """Return the state between opening a source and its first picture."""
    return ViewState(icon="video", title=f"Opening {name} …")


def ended(source: str) -> Notice:
    """Return what to say when a file, folder or stream has come to its end."""
    what = "folder" if Path(source).is_dir() else "file"
    return Notice(
        topic="source",
        text=f"The {what} has ended",
        remedies=(Remedy.PLAY_AGAIN, Remedy.OPEN_ANOTHER),
    )


def notice_of_model_error(error: EmotionDesktopError, working: str | None) -> Notice:
    """Return what to say when a model could not be loaded.

    Args:
        error: Why.
        working: Name of the model that is used instead; None if there is none.
    """
    ending = f"using {working}" if working else "faces are not labelled"
    return Notice(
        topic="model",
        text=f"The model could not be loaded; {ending}",
        details=str(error),
        remedies=(Remedy.RETRY, Remedy.CHOOSE_MODEL),
        warning=True,
    )
