"""What is said about a recording."""

import math
from typing import TYPE_CHECKING

from emotion_desktop.errors import UnexpectedError
from emotion_desktop.gui.language import local_number, translate
from emotion_desktop.gui.live_view.states import Notice, failure
from emotion_desktop.gui.messages import error_text
from emotion_desktop.outputs.recording.time_axis import clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from emotion_desktop.outputs.recording.recorder import RecordingEnd
    from emotion_desktop.outputs.recording.session_writer import RecorderState

TOPIC = "recording"


def badge_text(elapsed_s: float, *, markers: bool, left_s: float | None = None) -> str:
    """Return what stands beside the red dot on the picture.

    Args:
        elapsed_s: How long it is.
        markers: Whether keys set markers.
        left_s: Seconds until it ends by itself; None if it does not.
    """
    text = f"REC {clock(elapsed_s)}"
    if left_s is not None:
        left = translate("Recording", "{time} left").format(time=clock(math.ceil(left_s)))
        text = f"{text} · {left}"
    mode = translate("Recording", "markers")
    return f"{text} · {mode}" if markers else text


def status_text(elapsed_s: float, state: "RecorderState") -> str:
    """Return what the status line says: time, size, room, and frames left out if any."""
    from emotion_desktop.files.disk_space import size_text

    parts = [
        f"REC {clock(elapsed_s)}",
        local_number(size_text(state.size)),
        translate("Recording", "{size} left").format(size=local_number(size_text(state.free))),
    ]
    if state.dropped:
        parts.append(translate("Recording", "{count} missed").format(count=state.dropped))
    return " · ".join(parts)


def end_text(end: "RecordingEnd") -> str:
    """Return what the toast says when a recording is over."""
    if not end.frames:
        return translate("Recording", "Nothing was recorded: the source delivered no frame")
    said = translate("Recording", "Recorded {time} to {name}").format(
        time=clock(end.duration_s), name=end.folder.name
    )
    if not end.dropped:
        return said
    missing = translate("Recording", "{count} frames are missing").format(count=end.dropped)
    return f"{said} · {missing}"


def end_notice(end: "RecordingEnd", retry: "Callable[[], None]") -> Notice | None:
    """Return why a recording was ended that nobody asked to end; None for an ordinary end.

    Args:
        end: How it ended.
        retry: Begins another one.
    """
    if isinstance(end.error, UnexpectedError):
        return failure(TOPIC, "", end.error, retry)
    if end.error is not None:
        text = translate("Recording", "Recording stopped: {reason}").format(
            reason=error_text(end.error)
        )
        return Notice(topic=TOPIC, text=text, warning=True)
    texts = {
        "source changed": translate("Recording", "Recording stopped: the source was changed"),
        "model changed": translate(
            "Recording", "Recording stopped: the new model has different classes"
        ),
    }
    text = texts.get(end.ending, "")
    return Notice(topic=TOPIC, text=text) if text else None
