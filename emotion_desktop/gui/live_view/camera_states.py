"""What the window says about cameras and about sources it tries to get back. Knows no widgets."""

import sys
from dataclasses import replace
from typing import Final

from emotion_desktop.errors import (
    CameraBusyError,
    CameraUnpluggedError,
    EmotionDesktopError,
    PermissionDeniedError,
)
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.live_view.states import Notice, Remedy, ViewState, state_of_source_error

MODE_TOPIC: Final = "camera mode"
PICTURE_TOPIC: Final = "camera picture"

PRIVACY_PAGES: Final = {
    "darwin": "x-apple.systempreferences:com.apple.preference.security?Privacy_Camera",
    "win32": "ms-settings:privacy-webcam",
}
"""Address of the page on which the system lets apps use cameras, where it has one."""


def failed(error: EmotionDesktopError, name: str, platform: str = sys.platform) -> ViewState:
    """Return what to show for a source that failed and is not tried again by itself.

    Args:
        error: Why.
        name: How to speak of the source.
        platform: As `sys.platform` has it.
    """
    state = state_of_source_error(error)
    if isinstance(error, CameraUnpluggedError):
        title = translate("Cameras", "{name} has been unplugged").format(name=name)
        return replace(state, title=title, details="")
    refused = isinstance(error, PermissionDeniedError) or (
        # Windows tells a camera that is forbidden from one that is busy by nothing.
        isinstance(error, CameraBusyError) and platform == "win32"
    )
    if refused and platform in PRIVACY_PAGES:
        return replace(state, remedies=(Remedy.PRIVACY, *state.remedies))
    return state


def waiting(error: EmotionDesktopError, name: str, seconds: int) -> ViewState:
    """Return what to show until the next try.

    Args:
        error: Why the source failed first.
        name: How to speak of it.
        seconds: Until the next try; 0 while it is under way.
    """
    if seconds:
        text = translate("Cameras", "Trying again in {seconds} s").format(seconds=seconds)
    else:
        text = translate("Cameras", "Trying again …")
    state = failed(error, name)
    return replace(
        state,
        countdown=text,
        remedies=(Remedy.TRY_NOW, Remedy.CHOOSE_SOURCE, Remedy.STOP_TRYING),
    )


def asking_permission() -> ViewState:
    """Return what to show while the system asks whether this app may use the camera."""
    return ViewState(
        icon="lock",
        title=translate("Cameras", "Waiting for your permission"),
        sentence=translate("Cameras", "Your system asks whether this app may use the camera."),
        remedies=(Remedy.CHOOSE_SOURCE, Remedy.OPEN_DEMO),
    )


def black_picture(name: str) -> Notice:
    """Return what to say of a camera that shows nothing but black."""
    return Notice(
        topic=PICTURE_TOPIC,
        text=translate("Cameras", "{name} shows a black picture").format(name=name),
        details=translate(
            "Cameras", "Take off the lens cover or open the privacy shutter, or switch on a light."
        ),
        warning=True,
    )


def slow_picture(name: str, fps: float) -> Notice:
    """Return what to say of a camera that sends too few pictures."""
    text = translate("Cameras", "{name} delivers only {fps} frames per second")
    return Notice(
        topic=PICTURE_TOPIC,
        text=text.format(name=name, fps=f"{fps:.0f}"),
        details=translate(
            "Cameras",
            "More light allows a higher frame rate. Or choose a smaller camera mode in the Source "
            "menu, or plug it into another USB port.",
        ),
        warning=True,
    )


def other_mode(wanted: str, delivered: str) -> Notice:
    """Return what to say of a camera that does not do as it was asked."""
    text = translate("Cameras", "Asked for {wanted}, the camera delivers {delivered}")
    return Notice(topic=MODE_TOPIC, text=text.format(wanted=wanted, delivered=delivered))
