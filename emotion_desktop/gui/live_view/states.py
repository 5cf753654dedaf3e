"""What the window says instead of a picture, or beside one. Knows no widgets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from emotion_desktop.errors import (
    AssetError,
    CameraBusyError,
    CameraUnpluggedError,
    EmotionDesktopError,
    Message,
    NoCameraError,
    PermissionDeniedError,
    SettingError,
    SourceEndedError,
    SourceError,
    StreamLostError,
    UnexpectedError,
    UnreadableFileError,
)
from emotion_desktop.gui.language import QT_TRANSLATE_NOOP, translate
from emotion_desktop.gui.messages import error_text, message_text
from emotion_desktop.vision.sources import FILES, FOLDER, SourceSpec


class Remedy(StrEnum):
    """What a user can do about a state; the value is the text of its button in English."""

    RETRY = QT_TRANSLATE_NOOP("Remedies", "Try again")
    TRY_NOW = QT_TRANSLATE_NOOP("Remedies", "Try now")
    STOP_TRYING = QT_TRANSLATE_NOOP("Remedies", "Stop trying")
    PRIVACY = QT_TRANSLATE_NOOP("Remedies", "Open the privacy settings")
    START_AGAIN = QT_TRANSLATE_NOOP("Remedies", "Start again")
    PLAY_AGAIN = QT_TRANSLATE_NOOP("Remedies", "Play again")
    CHOOSE_SOURCE = QT_TRANSLATE_NOOP("Remedies", "Choose another source")
    CHOOSE_MODEL = QT_TRANSLATE_NOOP("Remedies", "Choose another model")
    OPEN_ANOTHER = QT_TRANSLATE_NOOP("Remedies", "Open another")
    OPEN_CAMERA = QT_TRANSLATE_NOOP("Remedies", "Open camera")
    OPEN_FILE = QT_TRANSLATE_NOOP("Remedies", "Open file")
    OPEN_DEMO = QT_TRANSLATE_NOOP("Remedies", "Open the demo")
    LOWER_RATE = QT_TRANSLATE_NOOP("Remedies", "Use a lower rate on battery")
    OPEN_RECORDING = QT_TRANSLATE_NOOP("Remedies", "Open the recording")
    COPY_DETAILS = QT_TRANSLATE_NOOP("Remedies", "Copy details")
    OPEN_LOG = QT_TRANSLATE_NOOP("Remedies", "Open log")

    @property
    def label(self) -> str:
        """The text of the button in the language in force."""
        return translate("Remedies", self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewState:
    """A state that fills the view.

    Attributes:
        icon: File name in `assets/icons` without its suffix.
        title: What happened.
        sentence: What to do about it.
        details: The message of the error; empty for none.
        countdown: What comes next by itself, and when; empty for nothing.
        remedies: Buttons, the advised one first.
    """

    icon: str
    title: str
    sentence: str = ""
    details: str = ""
    countdown: str = ""
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
        retry: What "Try again" does; None to open the source again.
    """

    topic: str
    text: str
    details: str = ""
    remedies: tuple[Remedy, ...] = ()
    warning: bool = False
    retry: Callable[[], None] | None = field(default=None, compare=False)


_SOMETHING_WENT_WRONG: Final = QT_TRANSLATE_NOOP("States", "Something went wrong in {where}")

_SOURCE_ERRORS: Final[dict[type[EmotionDesktopError], ViewState]] = {
    NoCameraError: ViewState(
        icon="camera-off",
        title=QT_TRANSLATE_NOOP("States", "No camera found"),
        sentence=QT_TRANSLATE_NOOP(
            "States", "Connect a camera and try again, or play the built-in demo."
        ),
        remedies=(Remedy.RETRY, Remedy.OPEN_DEMO),
    ),
    CameraBusyError: ViewState(
        icon="busy",
        title=QT_TRANSLATE_NOOP("States", "The camera is busy"),
        sentence=QT_TRANSLATE_NOOP(
            "States", "Close the program that uses it, such as a video call, then try again."
        ),
        remedies=(Remedy.RETRY, Remedy.CHOOSE_SOURCE),
    ),
    CameraUnpluggedError: ViewState(
        icon="unplugged",
        title=QT_TRANSLATE_NOOP("States", "The camera has been unplugged"),
        sentence=QT_TRANSLATE_NOOP("States", "Plug it in again, here or into another port."),
        remedies=(Remedy.RETRY, Remedy.CHOOSE_SOURCE),
    ),
    PermissionDeniedError: ViewState(
        icon="lock",
        title=QT_TRANSLATE_NOOP("States", "Access is denied"),
        sentence=QT_TRANSLATE_NOOP(
            "States", "Allow this app to use it in the settings of your system, then try again."
        ),
        remedies=(Remedy.RETRY, Remedy.CHOOSE_SOURCE),
    ),
    UnreadableFileError: ViewState(
        icon="file-broken",
        title=QT_TRANSLATE_NOOP("States", "This file cannot be read"),
        sentence=QT_TRANSLATE_NOOP(
            "States", "Check that it is there and is a video, GIF or image, or choose another one."
        ),
        remedies=(Remedy.RETRY, Remedy.OPEN_FILE),
    ),
    StreamLostError: ViewState(
        icon="disconnected",
        title=QT_TRANSLATE_NOOP("States", "The stream is lost"),
        sentence=QT_TRANSLATE_NOOP("States", "Check the address and the network, then try again."),
        remedies=(Remedy.RETRY, Remedy.CHOOSE_SOURCE),
    ),
    SourceError: ViewState(
        icon="warning",
        title=QT_TRANSLATE_NOOP("States", "This source delivers no picture"),
        sentence=QT_TRANSLATE_NOOP("States", "Try again, or copy the details for a report."),
        remedies=(Remedy.RETRY, Remedy.COPY_DETAILS),
    ),
    UnexpectedError: ViewState(
        icon="warning",
        title=_SOMETHING_WENT_WRONG,
        sentence=QT_TRANSLATE_NOOP("States", "Try again, or copy the details for a report."),
        remedies=(Remedy.RETRY, Remedy.COPY_DETAILS, Remedy.OPEN_LOG),
    ),
}


def demo_instead() -> Notice:
    """Return what to say when there is no camera at the start."""
    return Notice(
        topic="source",
        text=translate("States", "No camera found – showing the built-in demo"),
        remedies=(Remedy.OPEN_CAMERA, Remedy.OPEN_FILE),
    )


def settings_set_aside(path: str) -> Notice:
    """Return what to say when the settings file was damaged and the defaults are in force."""
    return Notice(
        topic="settings",
        text=translate("States", "The settings file could not be read; using defaults"),
        details=translate("States", "The damaged file was saved as {path}").format(path=path),
        warning=True,
    )


def other_window_silent() -> Notice:
    """Return what to say in a separate window that was opened because the first does not answer."""
    return Notice(
        topic="instance",
        text=translate("States", "The other window does not answer; this one remembers no change"),
        warning=True,
    )


def recording_cut_off(name: str) -> Notice:
    """Return what to say of a recording that did not come to its end."""
    text = translate("States", "The recording {name} was cut off; all but its last second is there")
    return Notice(topic="cut off", text=text.format(name=name), remedies=(Remedy.OPEN_RECORDING,))


def detector_refused(error: EmotionDesktopError) -> Notice:
    """Return what to say when another detector cannot be used."""
    return Notice(
        topic="detector",
        text=translate("States", "Faces are detected as before"),
        details=error_text(error),
        warning=True,
    )


def failure(topic: str, text: str, error: EmotionDesktopError, retry: Callable[[], None]) -> Notice:
    """Return what to say of something that could not be done.

    Args:
        topic: Of the notice.
        text: What could not be done; of a bug it is said instead where it is.
        error: Why.
        retry: Does it again, which is offered after a bug.
    """
    if not isinstance(error, UnexpectedError):
        return Notice(topic=topic, text=text, details=error_text(error), warning=True)
    return Notice(
        topic=topic,
        text=_where_it_went_wrong(error),
        details=error.what,
        remedies=(Remedy.RETRY, Remedy.COPY_DETAILS, Remedy.OPEN_LOG),
        warning=True,
        retry=retry,
    )


def uncaught() -> Notice:
    """Return what to say of a bug that went by all workers, in the window itself."""
    return Notice(
        topic="uncaught",
        text=translate("States", "Something went wrong in the window"),
        remedies=(Remedy.COPY_DETAILS, Remedy.OPEN_LOG),
        warning=True,
    )


def _where_it_went_wrong(error: UnexpectedError) -> str:
    return translate("States", _SOMETHING_WENT_WRONG).format(where=message_text(error.where))


def state_of_source_error(error: EmotionDesktopError) -> ViewState:
    """Return what to show for an error; the end of a file is a notice, see `ended`."""
    assert not isinstance(error, SourceEndedError)
    kind = next(kind for kind in type(error).__mro__ if kind in _SOURCE_ERRORS)
    known = _SOURCE_ERRORS[kind]
    sentence = translate("States", known.sentence)
    if isinstance(error, UnexpectedError):
        title, details = _where_it_went_wrong(error), error.what
    else:
        title, details = translate("States", known.title), error_text(error)
    return replace(known, title=title, sentence=sentence, details=details)


def stopped() -> ViewState:
    """Return the state after the source has been let go."""
    return ViewState(
        icon="stop",
        title=translate("States", "Stopped"),
        sentence=translate("States", "The source is closed; a camera is off."),
        remedies=(Remedy.START_AGAIN, Remedy.CHOOSE_SOURCE),
    )


def opening(name: str) -> ViewState:
    """Return the state between opening a source and its first picture."""
    title = translate("States", "Opening {name} …").format(name=name)
    return ViewState(icon="video", title=title)


def ended(spec: SourceSpec) -> Notice:
    """Return what to say when a file, folder or stream has come to its end."""
    return Notice(
        topic="source",
        text=translate("States", "All pictures have been shown")
        if spec.kind in {FOLDER, FILES}
        else translate("States", "The file has ended"),
        remedies=(Remedy.PLAY_AGAIN, Remedy.OPEN_ANOTHER),
    )


def notice_of_remarks(remarks: Sequence[Message]) -> Notice:
    """Return what to say about a source that can be read, but not wholly."""
    return Notice(topic="remarks", text="\n".join(map(message_text, remarks)))


def notice_of_model_error(
    error: EmotionDesktopError, working: str | None, retry: Callable[[], None]
) -> Notice:
    """Return what to say when a model could not be loaded, or a face detector.

    Args:
        error: Why.
        working: Name of the model that is used instead; None if there is none.
        retry: Loads the model again.
    """
    if isinstance(error, UnexpectedError):
        return failure("model", "", error, retry)
    if working and isinstance(error, (SettingError, AssetError)):
        return detector_refused(error)
    if working:
        text = translate("States", "The model could not be loaded; using {model}")
    else:
        text = translate("States", "The model could not be loaded; faces are not classified")
    return Notice(
        topic="model",
        text=text.format(model=working),
        details=error_text(error),
        remedies=(Remedy.RETRY, Remedy.CHOOSE_MODEL),
        warning=True,
        retry=retry,
    )
