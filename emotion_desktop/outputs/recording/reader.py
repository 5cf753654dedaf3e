"""A recorded session, read back: whose face showed what, and when.

T = frames, M = faces over all frames, C = classes in canonical order. All times are seconds since
the first recorded frame, as everywhere in the folder of a session.
"""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from emotion_desktop import domain
from emotion_desktop.domain import (
    Faces,
    Floats,
    Frame,
    FrameResult,
    Image,
    Ints,
    Landmarks,
    UnreadableReason,
)
from emotion_desktop.errors import UnreadableFileError
from emotion_desktop.labels import Emotion
from emotion_desktop.outputs.recording.people import read_people
from emotion_desktop.outputs.recording.reader_records import FLAWS, read_bytes
from emotion_desktop.outputs.recording.reader_tables import (
    FaceTable,
    Marker,
    read_markers,
    read_results,
)
from emotion_desktop.outputs.recording.session_format import (
    METADATA,
    VIDEO,
    SessionMetadata,
    is_session,
)

Times = NDArray[np.float64]

_GAP_STEPS: Final = 4.0
_LEAST_GAP_S: Final = 0.5
"""Frames further apart than both limits have a gap between them: nothing was recorded there."""

# Where eyes, nose, mouth and ears are in the box of most faces: the tables do not hold them, and
# all they are needed for is to keep plates off the eyes.
_PLACES: Final = ((0.3, 0.35), (0.7, 0.35), (0.5, 0.55), (0.5, 0.75), (0.0, 0.4), (1.0, 0.4))


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Person:
    """One id over the whole session; row i of each array is the same look at the face.

    Attributes:
        track_id: The number of the face.
        frames: (n,) int64, rows of the session's `times`, rising.
        times: (n,) float64 s.
        seconds: (n,) float64 s, how long each look stands for.
        probabilities: (n, C) float32; NaN where the face could not be read.
        labels: (n,) int64 column of the label; -1 where the face could not be read.
        uncertain: (n,) bool, where no class was likely enough to be named, or none was read.
        flaws: (n,) int64 row of `FLAWS`; -1 where the face could be read.
        boxes: (n, 4) float32 px (x0, y0, x1, y1).
    """

    track_id: int
    frames: Ints
    times: Times
    seconds: Times
    probabilities: Floats
    labels: Ints
    uncertain: NDArray[np.bool_]
    flaws: Ints
    boxes: Floats


@dataclass(frozen=True, eq=False, kw_only=True)
class RecordedSession:
    """Everything a session's folder says.

    Attributes:
        folder: Where it lies.
        metadata: Its document.
        classes: The C classes that occur, in canonical order.
        times: (T,) float64 s, one per frame, never falling; T is at least 1.
        faces: All faces in order of time.
        offsets: (T + 1,) int64; the faces of frame i are the rows `offsets[i]:offsets[i + 1]`.
        markers: In order of time.
        video: The video's file; None if there is none.
        cut_off: Whether the recording did not end as it should.
        from_csv: Whether the results come from `results.csv`, for want of `results.jsonl`.
        numbers: (T,) int64 number of each frame in the recording; None if none is left out.
        lasting: (T,) float64 s, how long each frame stands for; None for what the times tell.
        cuts: Ranges of seconds, in order, that a reviewer has left out.
        said: What was said of people, by track id; more can be said.
    """

    folder: Path
    metadata: SessionMetadata
    classes: tuple[Emotion, ...]
    times: Times
    faces: FaceTable
    offsets: Ints
    markers: tuple[Marker, ...]
    video: Path | None
    cut_off: bool
    from_csv: bool
    numbers: Ints | None = None
    lasting: Times | None = None
    cuts: tuple[tuple[float, float], ...] = ()
    said: dict[int, domain.Person] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the folder."""
        return self.folder.name

    @cached_property
    def step_s(self) -> float:
        """The usual time between two frames in seconds."""
        steps = np.diff(self.times)
        steps = steps[steps > 0]
        return float(np.median(steps)) if len(steps) else 1 / (self.metadata.source.fps or 30.0)

    @property
    def start_s(self) -> float:
        """When it begins, in seconds: not at 0 if its beginning was left out."""
        return self.cuts[0][1] if self.cuts and self.cuts[0][0] <= 0 else 0.0

    @property
    def duration_s(self) -> float:
        """When the last frame ends, in seconds."""
        if self.lasting is not None:
            return float(self.times[-1] + self.lasting[-1])
        return float(self.times[-1]) + self.step_s

    @cached_property
    def gaps(self) -> tuple[tuple[float, float], ...]:
        """From when to when nothing was recorded, in seconds."""
        rows = np.flatnonzero(self._is_gap)
        found = ((float(self.times[row]), float(self.times[row + 1])) for row in rows)
        return tuple(
            (start, end)
            for start, end in found
            if not any(start < right and left < end for left, right in self.cuts)
        )

    @cached_property
    def seconds(self) -> Times:
        """How long each frame stands for, (T,) s: until the next one, but not over a gap."""
        if self.lasting is not None:
            return self.lasting
        until_next = np.append(np.diff(self.times), self.step_s)
        until_next[:-1][self._is_gap] = self.step_s
        return until_next

    @property
    def _is_gap(self) -> NDArray[np.bool_]:
        return np.asarray(np.diff(self.times) > max(_GAP_STEPS * self.step_s, _LEAST_GAP_S))

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """Everyone who was in view, by number."""
        faces = self.faces
        order = np.argsort(faces.track_ids, kind="stable")
        ids, starts = np.unique(faces.track_ids[order], return_index=True)
        groups = np.split(order, starts[1:]) if len(ids) else []
        return tuple(
            Person(
                track_id=int(track_id),
                frames=faces.frames[rows],
                times=self.times[faces.frames[rows]],
                seconds=self.seconds[faces.frames[rows]],
                probabilities=faces.probabilities[rows],
                labels=faces.labels[rows],
                uncertain=faces.uncertain[rows],
                flaws=faces.flaws[rows],
                boxes=faces.boxes[rows],
            )
            for track_id, rows in zip(ids, groups, strict=True)
        )

    def said_of(self, track_id: int) -> domain.Person:
        """Return what was said of somebody."""
        return self.said.get(track_id, domain.Person())

    def frame_at(self, time_s: float) -> int:
        """Return the row of the frame that is shown at a time; the first or last one beyond."""
        row = int(np.searchsorted(self.times, time_s + 1e-4, side="right")) - 1
        return min(max(row, 0), len(self.times) - 1)

    def result(self, row: int, image: Image) -> FrameResult:
        """Return a frame as the pipeline gave it, but for landmarks, which are guessed.

        Args:
            row: Of the frame, 0 to T - 1.
            image: Its picture; boxes are scaled to its size.
        """
        part = slice(int(self.offsets[row]), int(self.offsets[row + 1]))
        height, width = image.shape[:2]
        source = self.metadata.source
        # A video of odd size has one more row or column; that is no other scale.
        across = width / source.width if abs(width - source.width) > 1 else 1.0
        down = height / source.height if abs(height - source.height) > 1 else 1.0
        boxes = self.faces.boxes[part] * np.array([across, down] * 2, np.float32)
        count = len(boxes)
        start, extent = boxes[:, None, :2], boxes[:, None, 2:] - boxes[:, None, :2]
        return FrameResult(
            frame=Frame(
                image=image,
                captured_at=0.0,
                index=row if self.numbers is None else int(self.numbers[row]),
                time_s=float(self.times[row]),
                source=source.name,
            ),
            faces=Faces(
                boxes=boxes,
                landmarks=Landmarks(np.asarray(start + np.array(_PLACES) * extent, np.float32)),
                scores=self.faces.scores[part].copy(),
            ),
            track_ids=self.faces.track_ids[part].copy(),
            classes=self.classes,
            probabilities=np.nan_to_num(self.faces.probabilities[part]),
            labels=np.maximum(self.faces.labels[part], 0),
            uncertain=self.faces.uncertain[part].copy(),
            model=self.metadata.model.name,
            device=self.metadata.model.device,
            crop_to_image=np.zeros((count, 2, 3), np.float32),
            flaws=tuple(_flaw(code) for code in self.faces.flaws[part].tolist()),
            people=tuple(
                self.said_of(track_id) for track_id in self.faces.track_ids[part].tolist()
            ),
            raw_probabilities=None if self.faces.raw is None else self.faces.raw[part].copy(),
        )


def _flaw(code: int) -> UnreadableReason | None:
    return None if code < 0 else FLAWS[code]


def read_session(folder: Path) -> RecordedSession:
    """Return a recorded session, also one that was cut off.

    Half a line at the end of a table is left out; the video may be missing, and one of the two
    tables of results.

    Raises:
        UnreadableFileError: If it is no session, holds no frame, or a file is damaged; the
            message names the file and the line.
        PermissionDeniedError: If a file may not be read.
    """
    if not is_session(folder):
        raise UnreadableFileError(
            "{path} is not a recorded session: it holds no {name}; choose another folder",
            path=folder,
            name=METADATA,
        )
    metadata = _read_metadata(folder / METADATA)
    results = read_results(folder, metadata)
    if not len(results.times):
        raise UnreadableFileError(
            "{path} holds no recorded frame: the recording ended before its first picture",
            path=folder,
        )
    video = folder / VIDEO
    return RecordedSession(
        folder=folder,
        metadata=metadata,
        classes=results.classes,
        times=results.times,
        faces=results.faces,
        offsets=np.searchsorted(results.faces.frames, np.arange(len(results.times) + 1)),
        markers=read_markers(folder),
        video=video if video.is_file() and video.stat().st_size else None,
        cut_off=metadata.ended_at is None or results.half_a_line,
        from_csv=results.from_csv,
        said=read_people(folder),
    )


def _read_metadata(path: Path) -> SessionMetadata:
    text = read_bytes(path)
    try:
        return SessionMetadata.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        if where == "format_version":
            raise UnreadableFileError(
                "{path} was written by a newer version of the app; update it and try again",
                path=path,
            ) from error
        raise UnreadableFileError(
            "{path} is damaged: {reason}; the session cannot be opened",
            path=path,
            reason=f"{where}: {first['msg']}" if where else first["msg"],
        ) from error
