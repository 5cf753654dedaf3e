"""The tables of a recorded session as arrays. What a crash cut in half is left out."""

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from emotion_desktop.config import PipelineSettings
from emotion_desktop.domain import Flaw, Floats, Ints
from emotion_desktop.errors import PermissionDeniedError, UnreadableFileError
from emotion_desktop.labels import CANONICAL_ORDER, Emotion
from emotion_desktop.outputs.recording.layout import CSV, JSONL, MARKERS, SessionMetadata

FLAWS: Final = tuple(Flaw)
_FLAW_CODES: Final[dict[str | None, int]] = {
    None: -1,
    "": -1,
    **{flaw.value: row for row, flaw in enumerate(FLAWS)},
}
_COLUMNS: Final = {emotion.value: row for row, emotion in enumerate(CANONICAL_ORDER)}
_UNREAD: Final = (math.nan,) * len(CANONICAL_ORDER)

# What a record of the wrong shape, kind or name raises when it is taken apart.
_MISFITS: Final = (KeyError, TypeError, ValueError, AttributeError)


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
    """

    frames: Ints
    track_ids: Ints
    boxes: Floats
    scores: Floats
    probabilities: Floats
    labels: Ints
    uncertain: NDArray[np.bool_]
    flaws: Ints


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


_Face = tuple[int, tuple[float, ...], float, bool, int, int, tuple[float, ...]]
"""Track id, box, score, uncertain, row of the flaw, column of the label, probabilities."""


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
            msg = f"{folder} holds neither {JSONL} nor {CSV}: there are no results to show"
            raise UnreadableFileError(msg)
        limit = metadata.settings.get("uncertain_below", PipelineSettings().uncertain_below)
        lines = _Lines(path, _csv_records(path, limit))
    else:
        lines = _Lines(path, _json_records(path))
    times, frames, faces = lines.read()
    probabilities = np.array([face[6] for face in faces], np.float32).reshape(-1, len(_COLUMNS))
    seen = [bool(np.isfinite(column).any()) for column in probabilities.T]
    classes = tuple(
        emotion
        for emotion, occurs in zip(CANONICAL_ORDER, seen, strict=True)
        if occurs or emotion in metadata.model.classes
    )
    columns = [_COLUMNS[emotion] for emotion in classes]
    own = np.full(len(_COLUMNS) + 1, -1)
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
    )
    return Results(
        times=np.array(times, np.float64),
        faces=table,
        classes=classes,
        half_a_line=lines.cut,
        from_csv=from_csv,
    )


def read_markers(folder: Path) -> tuple[Marker, ...]:
    """Return the markers in order of time; none if there is no such file.

    Raises:
        UnreadableFileError: If a line that is not the last is damaged.
        PermissionDeniedError: If the file may not be read.
    """
    path = folder / MARKERS
    if not path.is_file():
        return ()
    rows = list(_csv_lines(path))
    markers = []
    for number, (line, row) in enumerate(rows, start=1):
        try:
            markers.append(
                Marker(_finite(row["time_s"]), int(row["number"]), row.get("note") or "")
            )
        except _MISFITS as error:
            if number < len(rows):
                raise _damaged(path, line) from error
    return tuple(sorted(markers, key=lambda marker: marker.time_s))


def read_bytes(path: Path) -> bytes:
    """Return what a file holds.

    Raises:
        UnreadableFileError: If it cannot be read.
        PermissionDeniedError: If it may not be read.
    """
    try:
        return path.read_bytes()
    except PermissionError as error:
        msg = f"the system does not let us read {path}; change its permissions"
        raise PermissionDeniedError(msg) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        msg = f"{path} cannot be read: {reason}"
        raise UnreadableFileError(msg) from error


def _damaged(path: Path, line: int) -> UnreadableFileError:
    return UnreadableFileError(
        f"{path} is damaged in line {line}; remove that line, or open another recording"
    )


_Record = tuple[float, list[_Face]]
"""Time of a frame in seconds, and its faces."""


class _Lines:
    """Frames read one by one; a misfit in the last line is a cut, elsewhere damage.

    Attributes:
        cut: Whether the last line was left out.
    """

    def __init__(self, path: Path, records: Iterator[tuple[int, _Record | Exception]]) -> None:
        self._path = path
        self._records = records
        self.cut = False

    def read(self) -> tuple[list[float], list[int], list[_Face]]:
        """Return the times of all frames, each face's frame, and the faces."""
        times: list[float] = []
        frames: list[int] = []
        faces: list[_Face] = []
        misfit: tuple[int, Exception] | None = None
        for line, record in self._records:
            if misfit is not None:
                raise _damaged(self._path, misfit[0]) from misfit[1]
            if isinstance(record, Exception):
                misfit = (line, record)
                continue
            time_s, there = record
            if times and time_s < times[-1]:
                misfit = (line, ValueError("time goes back"))
                continue
            frames.extend([len(times)] * len(there))
            faces.extend(there)
            times.append(time_s)
        self.cut = misfit is not None
        return times, frames, faces


def _json_records(path: Path) -> Iterator[tuple[int, _Record | Exception]]:
    for number, line in enumerate(read_bytes(path).split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            faces = [_face_of_json(face) for face in record["faces"]]
            yield number, (_finite(record["time_s"]), faces)
        except _MISFITS as error:
            yield number, error


def _face_of_json(face: dict[str, Any]) -> _Face:
    flaw = _FLAW_CODES[face["flaw"]]
    where = (int(face["track_id"]), _box(face["box"]), float(face["score"]))
    if flaw >= 0:
        return (*where, True, flaw, -1, _UNREAD)
    row = list(_UNREAD)
    for name, value in face["probabilities"].items():
        row[_COLUMNS[name]] = float(value)
    return (*where, bool(face["uncertain"]), -1, _COLUMNS[face["label"]], tuple(row))


def _csv_records(path: Path, uncertain_below: float) -> Iterator[tuple[int, _Record | Exception]]:
    """Yield one record per frame: rows of the same frame number stand together."""
    waiting: tuple[int, str, _Record] | None = None
    for line, row in _csv_lines(path):
        try:
            key, time_s = row["frame"], _finite(row["time_s"])
            faces = [_face_of_csv(row, uncertain_below)] if row["track_id"] else []
        except _MISFITS as error:
            if waiting is not None:
                yield waiting[0], waiting[2]
                waiting = None
            yield line, error
            continue
        if waiting is not None and waiting[1] == key:
            waiting[2][1].extend(faces)
            continue
        if waiting is not None:
            yield waiting[0], waiting[2]
        waiting = (line, key, (time_s, faces))
    if waiting is not None:
        yield waiting[0], waiting[2]


def _face_of_csv(row: dict[str, str], uncertain_below: float) -> _Face:
    flaw = _FLAW_CODES[row["flaw"]]
    where = (
        int(row["track_id"]),
        _box([row[name] for name in ("x0", "y0", "x1", "y1")]),
        float(row["score"]),
    )
    if flaw >= 0:
        return (*where, True, flaw, -1, _UNREAD)
    values = (row.get(f"p_{name}") for name in _COLUMNS)
    probabilities = tuple(float(value) if value else math.nan for value in values)
    uncertain = float(row["confidence"]) < uncertain_below
    return (*where, uncertain, -1, _COLUMNS[row["label"]], probabilities)


def _csv_lines(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the number of each line and its fields by name; none if the line is not whole."""
    text = read_bytes(path).decode("utf-8", errors="replace")
    reader = csv.reader(io.StringIO(text, newline=""))
    lines = text.count("\n")
    try:
        header = next(reader, [])
        for row in reader:
            # A number that was cut off is a number still: the last line counts only with its end.
            whole = len(row) == len(header) and reader.line_num <= lines
            if row:
                yield reader.line_num, dict(zip(header, row, strict=True)) if whole else {}
    except csv.Error as error:
        raise _damaged(path, reader.line_num) from error


def _box(edges: Iterable[Any]) -> tuple[float, ...]:
    x0, y0, x1, y1 = (_finite(edge) for edge in edges)
    return x0, y0, x1, y1


def _finite(value: Any) -> float:  # noqa: ANN401 (whatever a JSON file may hold)
    number = float(value)
    if not math.isfinite(number):
        msg = f"{value} is not a number"
        raise ValueError(msg)
    return number
