"""Frames and events as JSON; `docs/live-output.schema.json` describes each message."""

import json
import time
from collections.abc import Collection, Mapping
from typing import Final, cast

from emotion_desktop.domain import FrameResult
from emotion_desktop.outputs.tables import frame_record
from emotion_desktop.publish.events import Event

FACE_FIELDS: Final = frozenset(
    (
        *("track_id", "name", "bystander", "box", "score", "uncertain", "flaw"),
        *("label", "confidence", "top", "probabilities", "raw_probabilities"),
    )
)


def unix_time(captured_at: float) -> float:
    """Return a time of capture, on the clock of `time.monotonic()`, in seconds since 1970."""
    return time.time() - (time.monotonic() - captured_at)


def monotonic_time(unix: float | None) -> float | None:
    """Return a time in seconds since 1970 on the clock of `time.monotonic()`; None for None."""
    return None if unix is None else time.monotonic() - (time.time() - unix)


def frame_message(result: FrameResult, fields: Collection[str] = FACE_FIELDS) -> dict[str, object]:
    """Return a frame as an object of JSON: that of `results.jsonl`, and where and when it is of.

    Args:
        result: The frame.
        fields: What is said of each face.
    """
    height, width = result.image.shape[:2]
    record = frame_record(result)
    if len(fields) < len(FACE_FIELDS):
        faces = cast("list[dict[str, object]]", record["faces"])
        record["faces"] = [{k: v for k, v in face.items() if k in fields} for face in faces]
    return {
        "type": "frame",
        **record,
        "captured_at": round(unix_time(result.captured_at), 6),
        "width": width,
        "height": height,
        "model": result.model,
    }


def event_message(event: Event) -> dict[str, object]:
    """Return an event as an object of JSON."""
    return {"type": "event", "event": event.name, **event.values}


def encode(message: Mapping[str, object]) -> str:
    """Return a message as one line of JSON, in ASCII: a name need not be valid Unicode."""
    return json.dumps(message, allow_nan=False, separators=(",", ":"))
