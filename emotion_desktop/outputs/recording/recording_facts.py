"""What a list of recordings says of each: read without reading the recording."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

import numpy as np
from pydantic import ValidationError

from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.outputs.recording.edits import EDITS, read_edits
from emotion_desktop.outputs.recording.reader_records import read_bytes
from emotion_desktop.outputs.recording.session_format import (
    CSV,
    JSONL,
    METADATA,
    VIDEO,
    SessionMetadata,
    is_session,
)
from emotion_desktop.outputs.thumbnails import thumbnail

_TRACKS: Final = re.compile(rb'"track_id": ?(\d+)')
_TIMES: Final = re.compile(rb'"time_s": ?([0-9.]+)')

Fingerprint = tuple[tuple[int, int], ...]
"""Time of the last change, in ns, and size of each file that facts come from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingFacts:
    """One recording in a list.

    Attributes:
        folder: Where it lies.
        fingerprint: Facts hold as long as the files are as they were.
        started_at: When it began; None if its document cannot be read.
        duration_s: How long it is; None if that is not known yet.
        people: How many there are in it; None if that is not known yet.
        participant: Who was recorded, as the review has it; empty if nobody said.
        model: The one it began with.
        source: Where the pictures came from.
        thumbnail: A small JPEG of a picture in its middle; empty without one.
        is_complete: Whether everything has been read, the thumbnail and the people too.
        problem: Why it cannot be opened, one sentence; empty if it can.
    """

    folder: Path
    fingerprint: Fingerprint = ()
    started_at: datetime | None = None
    duration_s: float | None = None
    people: int | None = None
    participant: str = ""
    model: str = ""
    source: str = ""
    thumbnail: bytes = b""
    is_complete: bool = False
    problem: str = ""


def find_recordings(folder: Path) -> list[Path]:
    """Return the recordings in a folder by name; none if the folder is not there.

    Raises:
        OSError: If the folder may not be read.
    """
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if is_session(path))


def fingerprint(folder: Path) -> Fingerprint:
    """Return what changes when the files of a recording do."""
    found = []
    for name in (METADATA, EDITS, JSONL, CSV, VIDEO):
        try:
            status = (folder / name).stat()
        except OSError:
            continue
        found.append((status.st_mtime_ns, status.st_size))
    return tuple(found)


def read_document(folder: Path) -> RecordingFacts:
    """Return what the document of a recording says: quickly, and without the rest."""
    facts = RecordingFacts(folder=folder, fingerprint=fingerprint(folder))
    try:
        data = SessionMetadata.model_validate_json(read_bytes(folder / METADATA))
        edited = read_edits(folder).participant
    except EmotionDesktopError as error:
        return replace(facts, problem=str(error))
    except ValidationError as error:
        return replace(facts, problem=error.errors()[0]["msg"])
    return replace(
        facts,
        started_at=data.started_at,
        duration_s=data.duration_s,
        participant=data.participant if edited is None else edited,
        model=data.model.name,
        source=data.source.name,
    )


def complete(facts: RecordingFacts) -> RecordingFacts:
    """Return the facts with people, length and thumbnail, which take longer to be read."""
    duration_s, people = facts.duration_s, None
    try:
        lines = read_bytes(facts.folder / JSONL)
    except EmotionDesktopError:
        pass  # the review says what is wrong with it
    else:
        people = len(set(_TRACKS.findall(lines)))
        times = _TIMES.findall(lines[-100_000:])
        if duration_s is None and times:
            duration_s = float(times[-1])
    picture = _thumbnail(facts.folder / VIDEO, (duration_s or 0.0) / 2)
    return replace(facts, duration_s=duration_s, people=people, thumbnail=picture, is_complete=True)


def _thumbnail(video: Path, at_s: float) -> bytes:
    """Return a JPEG of the keyframe before a time, or nothing if there is no picture."""
    import av

    if not video.is_file():
        return b""
    try:
        with av.open(str(video)) as container:
            stream = container.streams.video[0]
            stream.thread_type = "NONE"
            if at_s > 1 and stream.time_base:
                container.seek(int(at_s / stream.time_base), stream=stream)
            for frame in container.decode(stream):
                return thumbnail(np.asarray(frame.to_ndarray(format="bgr24"), np.uint8))
    except (av.FFmpegError, IndexError, ValueError, OSError):
        pass
    return b""
