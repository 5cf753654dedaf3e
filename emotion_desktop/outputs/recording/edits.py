"""What a reviewer has changed about a recording, in a file beside its own, which stay as they are.

`review.json` holds the part to keep, ranges to leave out, who is the same person and who is not,
markers in place of those that were set, participant and notes. Without the file nothing was
changed; older versions of the app do not look at it.
"""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Final, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from emotion_desktop.domain import Ints
from emotion_desktop.errors import UnreadableFileError
from emotion_desktop.files.atomic_write import write_whole
from emotion_desktop.files.unique_paths import output_error
from emotion_desktop.outputs.recording.reader import RecordedSession
from emotion_desktop.outputs.recording.reader_records import MOST_SECONDS, MOST_TRACKS, read_bytes
from emotion_desktop.outputs.recording.reader_tables import MOST_MARKERS, FaceTable, Marker
from emotion_desktop.outputs.recording.recording_details import MOST_NOTES, MOST_TEXT

EDITS: Final = "review.json"
MOST_RANGES: Final = 1_000
MOST_RENUMBERINGS: Final = 10_000

_Seconds = Annotated[float, Field(ge=0, le=MOST_SECONDS)]
_Track = Annotated[int, Field(ge=0, le=MOST_TRACKS)]
Range = tuple[_Seconds, _Seconds]
"""From when to when, in seconds of the recording; the end is not in it."""


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class EditedMarker(_Document):
    """A marker as the reviewer wants it; see `reader_tables.Marker`."""

    time_s: _Seconds
    number: Annotated[int, Field(ge=0, le=99)]
    note: Annotated[str, Field(max_length=MOST_NOTES)] = ""


class Renumbering(_Document):
    """Faces that get another number: of two people who are one, or of one who is two.

    Attributes:
        track_id: The number that they have.
        into: The number that they get, but in frames in which somebody has that already.
        start_s: From when on.
    """

    track_id: _Track
    into: _Track
    start_s: _Seconds = 0.0


class Edits(_Document):
    """All changes; None where a thing is as it was recorded.

    Attributes:
        clip: The part to keep; None for all of it.
        excluded: Ranges to leave out, in order, none touching another.
        tracks: Who has another number, one change after the other.
        markers: All markers, in order of time.
        participant: Who was recorded.
        notes: Anything else.
    """

    format_version: Literal[1] = 1
    clip: Range | None = None
    excluded: Annotated[tuple[Range, ...], Field(max_length=MOST_RANGES)] = ()
    tracks: Annotated[tuple[Renumbering, ...], Field(max_length=MOST_RENUMBERINGS)] = ()
    markers: Annotated[tuple[EditedMarker, ...], Field(max_length=MOST_MARKERS)] | None = None
    participant: Annotated[str, Field(max_length=MOST_TEXT)] | None = None
    notes: Annotated[str, Field(max_length=MOST_NOTES)] | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        for start, end in (*self.excluded, *([self.clip] if self.clip else [])):
            if start >= end:
                msg = "a range ends before it begins"
                raise ValueError(msg)
        return self

    def exclude(self, start_s: float, end_s: float) -> "Edits":
        """Return edits that leave this range out too."""
        return self.model_copy(update={"excluded": joined([*self.excluded, (start_s, end_s)])})

    def include(self, time_s: float) -> "Edits":
        """Return edits that leave out neither the range a time is in nor the ends around it."""
        ranges = tuple(part for part in self.excluded if not part[0] <= time_s < part[1])
        clip = self.clip
        if clip is not None and not clip[0] <= time_s < clip[1]:
            clip = None
        return self.model_copy(update={"excluded": ranges, "clip": clip})

    def merge(self, track_id: int, into: int) -> "Edits":
        """Return edits by which one person is another, and has that one's number."""
        return self._renumbering(Renumbering(track_id=track_id, into=into))

    def split(self, track_id: int, start_s: float, into: int) -> "Edits":
        """Return edits by which a number is somebody else's from a time on, who gets another."""
        return self._renumbering(Renumbering(track_id=track_id, into=into, start_s=start_s))

    def _renumbering(self, change: Renumbering) -> "Edits":
        return self.model_copy(update={"tracks": (*self.tracks, change)})

    def with_markers(self, markers: Iterable[Marker]) -> "Edits":
        """Return edits with these markers, in order of time."""
        rows = sorted(markers, key=lambda mark: mark.time_s)
        told = tuple(EditedMarker(time_s=m.time_s, number=m.number, note=m.note) for m in rows)
        return self.model_copy(update={"markers": told})

    def keeps(self, times: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return which times are kept, (T,)."""
        start, end = self.clip or (0.0, np.inf)
        kept = (times >= start) & (times < end)
        for left, right in self.excluded:
            kept &= (times < left) | (times >= right)
        return kept

    def fitting(self, times: NDArray[np.float64]) -> "Edits":
        """Return edits that keep something: without ranges if they are of other files."""
        if self.keeps(times).any():
            return self
        return self.model_copy(update={"clip": None, "excluded": ()})

    def left_out(self, duration_s: float) -> tuple[tuple[float, float], ...]:
        """Return the ranges that are not kept, in order."""
        ends = [(0.0, self.clip[0]), (self.clip[1], duration_s)] if self.clip else []
        return joined([*self.excluded, *(part for part in ends if part[1] > part[0])])


NO_EDITS: Final = Edits()


def joined(ranges: Iterable[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """Return ranges in order, with those that touch made one."""
    result: list[tuple[float, float]] = []
    for start, end in sorted(ranges):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)


def read_edits(folder: Path) -> Edits:
    """Return what was changed about a recording.

    Raises:
        UnreadableFileError: If the file is damaged, or of a newer version.
        PermissionDeniedError: If it may not be read.
    """
    path = folder / EDITS
    if not path.is_file():
        return NO_EDITS
    try:
        return Edits.model_validate_json(read_bytes(path))
    except ValidationError as error:
        if error.errors()[0]["loc"] == ("format_version",):
            raise UnreadableFileError(
                "{path} was written by a newer version of the app; update it and try again",
                path=path,
            ) from error
        raise UnreadableFileError(
            "{path} is damaged; delete it to open the recording without its changes", path=path
        ) from error


def write_edits(folder: Path, edits: Edits) -> None:
    """Write what was changed, whole or not at all; nothing stays if nothing was.

    Raises:
        OutputError: If it cannot be written; the file is as it was then.
    """
    path = folder / EDITS
    try:
        if edits == NO_EDITS:
            path.unlink(missing_ok=True)
        else:
            write_whole(path, (edits.model_dump_json(indent=2) + "\n").encode())
    except OSError as error:
        raise output_error(path, error) from error


def renumber(session: RecordedSession, tracks: Iterable[Renumbering]) -> RecordedSession:
    """Return a session whose people have other numbers."""
    ids: Ints = session.faces.track_ids.copy()
    frames = session.faces.frames
    for change in tracks:
        moved = (ids == change.track_id) & (session.times[frames] >= change.start_s)
        # Two who are in one picture are two, whatever was said.
        moved &= ~np.isin(frames, frames[ids == change.into])
        ids[moved] = change.into
    return replace(session, faces=replace(session.faces, track_ids=ids))


def apply_edits(session: RecordedSession, edits: Edits) -> RecordedSession:
    """Return a session as a reviewer wants it: frames that are left out are not in it.

    Times stay those of the recording. Where something is left out it is not that nothing was
    recorded: those gaps are in `cuts`, not in `gaps`. At least one frame must be kept.
    """
    told = {"participant": edits.participant, "notes": edits.notes}
    metadata = session.metadata.model_copy(
        update={name: text for name, text in told.items() if text is not None}
    )
    session = renumber(session, edits.tracks)
    kept = edits.keeps(session.times)
    markers = session.markers
    if edits.markers is not None:
        markers = tuple(Marker(m.time_s, m.number, m.note) for m in edits.markers)
    if kept.all():
        return replace(session, metadata=metadata, markers=markers)
    cuts = edits.left_out(session.duration_s)
    rows = np.flatnonzero(kept)
    lasting = session.seconds[rows]
    for start, _ in cuts:  # a frame is shown no longer than until what is left out begins
        before = int(np.searchsorted(session.times[rows], start)) - 1
        if before >= 0:
            lasting[before] = min(lasting[before], start - session.times[rows[before]])
    new_rows = np.cumsum(kept) - 1
    faces, inside = session.faces, kept[session.faces.frames]
    table = FaceTable(
        frames=new_rows[faces.frames[inside]],
        track_ids=faces.track_ids[inside],
        boxes=faces.boxes[inside],
        scores=faces.scores[inside],
        probabilities=faces.probabilities[inside],
        labels=faces.labels[inside],
        uncertain=faces.uncertain[inside],
        flaws=faces.flaws[inside],
        raw=None if faces.raw is None else faces.raw[inside],
    )
    at = np.array([mark.time_s for mark in markers])
    stay = edits.keeps(at) if len(at) else np.zeros(0, np.bool_)
    return replace(
        session,
        metadata=metadata,
        times=session.times[rows],
        faces=table,
        offsets=np.searchsorted(table.frames, np.arange(len(rows) + 1)),
        markers=tuple(mark for mark, stays in zip(markers, stay.tolist(), strict=True) if stays),
        numbers=rows,
        lasting=lasting,
        cuts=cuts,
    )
