"""The tables of a recorded session as arrays. What a crash cut in half is left out."""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from emotion_desktop.config import PipelineSettings
from emotion_desktop.domain import Floats, Ints
from emotion_desktop.errors import UnreadableFileError
from emotion_desktop.labels import CANONICAL_ORDER, Emotion
from emotion_desktop.outputs.recording.reader_records import (
    PARSE_ERRORS,
    Lines,
    class_columns,
    csv_lines,
    csv_records,
    damaged,
    json_records,
    seconds,
    too_many,
    within,
)
from emotion_desktop.outputs.recording.session_format import CSV, JSONL, MARKERS, SessionMetadata

MOST_MARKERS: Final = 1_000
"""More than anybody sets by hand."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A moment that someone marked.

    Attributes:
        time_s: When, in seconds.
        number: The key, 1–9.
        note: What it stands for; may be empty.
    """

    time_s: float
    number: int
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class FaceTable:
    """All faces of all frames in order of time; row i of each array is the same face.

    Attributes:
        frames: (M,) int64 row of the frame.
        track_ids: (M,) int64.
        boxes: (M, 4) float32 px (x0, y0, x1, y1).
        scores: (M,) float32 0–1.
        probabilities: (M, C) float32; NaN where the face could not be read.
        labels: (M,) int64 column of the label; -1 where the face could not be read.
        uncertain: (M,) bool.
        flaws: (M,) int64 row of `FLAWS`; -1 where the face could be read.
        raw: (M, C) float32, as `probabilities` before they were made relative to the person's
            neutral face; NaN where they were not. None if none were.
    """

    frames: Ints
    track_ids: Ints
    boxes: Floats
    scores: Floats
    probabilities: Floats
    labels: Ints
    uncertain: NDArray[np.bool_]
    flaws: Ints
    raw: Floats | None = None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Results:
    """What the tables say.

    Attributes:
        times: (T,) float64 s.
        faces: All faces.
        classes: The classes that occur, in canonical order.
        half_a_line: Whether the last line was cut off.
        from_csv: Whether it was read from the CSV file.
    """

    times: NDArray[np.float64]
    faces: FaceTable
    classes: tuple[Emotion, ...]
    half_a_line: bool
    from_csv: bool


def read_results(folder: Path, metadata: SessionMetadata) -> Results:
    """Return the results of a session, from the JSON lines or else from the CSV file.

    Raises:
        UnreadableFileError: If neither is there, or a line that is not the last is damaged.
        PermissionDeniedError: If they may not be read.
    """
    path = folder / JSONL
    from_csv = not path.is_file()
    if from_csv:
        path = folder / CSV
        if not path.is_file():
            raise UnreadableFileError(
                "{path} holds neither {first} nor {second}: there are no results to show",
                path=folder,
                first=JSONL,
                second=CSV,
            )
        limit = metadata.settings.get("uncertain_below", PipelineSettings().uncertain_below)
        lines = Lines(path, csv_records(path, limit))
    else:
        lines = Lines(path, json_records(path))
    times, frames, faces = lines.read()
    places = class_columns()
    probabilities = np.array([face[6] for face in faces], np.float32).reshape(-1, len(places))
    seen = [bool(np.isfinite(column).any()) for column in probabilities.T]
    classes = tuple(
        emotion
        for emotion, occurs in zip(CANONICAL_ORDER, seen, strict=True)
        if occurs or emotion in metadata.model.classes
    )
    columns = [places[emotion] for emotion in classes]
    raw = None
    if any(face[7] is not None for face in faces):
        unknown = (np.nan,) * len(places)
        raw = np.array([face[7] or unknown for face in faces], np.float32)[:, columns]
    own = np.full(len(places) + 1, -1)
    own[columns] = np.arange(len(columns))
    table = FaceTable(
        frames=np.array(frames, np.int64),
        track_ids=np.array([face[0] for face in faces], np.int64),
        boxes=np.array([face[1] for face in faces], np.float32).reshape(-1, 4),
        scores=np.array([face[2] for face in faces], np.float32),
        probabilities=probabilities[:, columns],
        labels=own[np.array([face[5] for face in faces], np.int64)],
        uncertain=np.array([face[3] for face in faces], np.bool_),
        flaws=np.array([face[4] for face in faces], np.int64),
        raw=raw,
    )
    return Results(
        times=np.array(times, np.float64),
        faces=table,
        classes=classes,
        half_a_line=lines.cut,
        from_csv=from_csv,
    )


def _marker(row: dict[str, str]) -> Marker:
    number = int(within(int(row["number"]), 0, 99))
    return Marker(seconds(row["time_s"]), number, row.get("note") or "")


def read_markers(folder: Path) -> tuple[Marker, ...]:
    """Return the markers in order of time; none if there is no such file.

    Raises:
        UnreadableFileError: If a line that is not the last is damaged.
        PermissionDeniedError: If the file may not be read.
    """
    path = folder / MARKERS
    if not path.is_file():
        return ()
    rows = list(islice(csv_lines(path), MOST_MARKERS + 1))
    if len(rows) > MOST_MARKERS:
        raise too_many(path, "markers", MOST_MARKERS)
    markers = []
    for number, (line, row) in enumerate(rows, start=1):
        try:
            markers.append(_marker(row))
        except PARSE_ERRORS as error:
            if number < len(rows):
                raise damaged(path, line) from error
    return tuple(sorted(markers, key=lambda marker: marker.time_s))
