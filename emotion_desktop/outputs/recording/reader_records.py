"""The lines of a recorded session's tables, taken apart into one record each."""

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from emotion_desktop.domain import UnreadableReason
from emotion_desktop.errors import PermissionDeniedError, UnreadableFileError
from emotion_desktop.labels import CANONICAL_ORDER

FLAWS: Final = tuple(UnreadableReason)
_FLAW_CODES: Final[dict[str | None, int]] = {
    None: -1,
    "": -1,
    **{flaw.value: row for row, flaw in enumerate(FLAWS)},
}

# What a record of the wrong shape, kind or name raises when it is taken apart.
PARSE_ERRORS: Final = (
    *(KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError),
)

MOST_SECONDS: Final = 1e6
MOST_FACES: Final = 1_000
MOST_BYTES: Final = 1_000_000_000
"""Of a recording, of one frame, and of one file: more than any recording of ours has."""

_MOST_PIXELS: Final = 1e6
MOST_TRACKS: Final = 2**31

Face = tuple[
    int, tuple[float, ...], float, bool, int, int, tuple[float, ...], tuple[float, ...] | None
]
"""Track id, box, score, uncertain, row of the flaw, column of the label, probabilities, and those
before they were made relative to the person's neutral face, or None."""

Record = tuple[float, list[Face]]
"""Time of a frame in seconds, and its faces."""


def read_bytes(path: Path) -> bytes:
    """Return what a file holds.

    Raises:
        UnreadableFileError: If it cannot be read.
        PermissionDeniedError: If it may not be read.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise too_many(path, "bytes", MOST_BYTES)
        return path.read_bytes()
    except PermissionError as error:
        raise PermissionDeniedError(
            "permission denied: {path}; change its permissions", path=path
        ) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UnreadableFileError(
            "{path} cannot be read: {reason}", path=path, reason=reason
        ) from error


def damaged(path: Path, line: int) -> UnreadableFileError:
    """Return the error for a line that makes no sense."""
    return UnreadableFileError(
        "{path} is damaged in line {number}; remove that line, or open another recording",
        path=path,
        number=line,
    )


def too_many(path: Path, what: str, most: int) -> UnreadableFileError:
    """Return the error for a file with so much of something that it could not be shown in time."""
    return UnreadableFileError(
        "{path} has more than {most} {what}; open another recording",
        path=path,
        most=f"{most:,}",
        what=what,
    )


class Lines:
    """Frames read one by one; a misfit in the last line is a cut, elsewhere damage.

    Attributes:
        cut: Whether the last line was left out.
    """

    def __init__(self, path: Path, records: Iterator[tuple[int, Record | Exception]]) -> None:
        self._path = path
        self._records = records
        self.cut = False

    def read(self) -> tuple[list[float], list[int], list[Face]]:
        """Return the times of all frames, each face's frame, and the faces."""
        times: list[float] = []
        frames: list[int] = []
        faces: list[Face] = []
        misfit: tuple[int, Exception] | None = None
        for line, record in self._records:
            if misfit is not None:
                raise damaged(self._path, misfit[0]) from misfit[1]
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


def class_columns() -> dict[str, int]:
    """Return the place of each class in `Face`'s probabilities, by name."""
    return {emotion.value: row for row, emotion in enumerate(CANONICAL_ORDER)}


def json_records(path: Path) -> Iterator[tuple[int, Record | Exception]]:
    """Yield the number of each line and its frame, or what is wrong with it."""
    columns = class_columns()
    for number, line in enumerate(read_bytes(path).split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            if len(record["faces"]) > MOST_FACES:
                raise too_many(path, f"faces in line {number}", MOST_FACES)
            faces = [_face_of_json(face, columns) for face in record["faces"]]
            yield number, (seconds(record["time_s"]), faces)
        except PARSE_ERRORS as error:
            yield number, error


def _face_of_json(face: dict[str, Any], columns: dict[str, int]) -> Face:
    flaw, unread = _FLAW_CODES[face["flaw"]], (math.nan,) * len(columns)
    where = (_track(face["track_id"]), _box(face["box"]), _share(face["score"]))
    if flaw >= 0:
        return (*where, True, flaw, -1, unread, None)
    told = face.get("raw_probabilities")
    raw = None if told is None else _row(told, columns)
    row = _row(face["probabilities"], columns)
    return (*where, bool(face["uncertain"]), -1, columns[face["label"]], row, raw)


def _row(values: dict[str, Any], columns: dict[str, int]) -> tuple[float, ...]:
    row = [math.nan] * len(columns)
    for name, value in values.items():
        row[columns[name]] = _share(value)
    return tuple(row)


def csv_records(path: Path, uncertain_below: float) -> Iterator[tuple[int, Record | Exception]]:
    """Yield one record per frame: rows of the same frame number stand together."""
    columns = class_columns()
    waiting: tuple[int, str, Record] | None = None
    for line, row in csv_lines(path):
        try:
            key, time_s = row["frame"], seconds(row["time_s"])
            faces = [_face_of_csv(row, uncertain_below, columns)] if row["track_id"] else []
        except PARSE_ERRORS as error:
            if waiting is not None:
                yield waiting[0], waiting[2]
                waiting = None
            yield line, error
            continue
        if waiting is not None and waiting[1] == key:
            if len(waiting[2][1]) >= MOST_FACES:
                raise too_many(path, f"faces in one frame in line {line}", MOST_FACES)
            waiting[2][1].extend(faces)
            continue
        if waiting is not None:
            yield waiting[0], waiting[2]
        waiting = (line, key, (time_s, faces))
    if waiting is not None:
        yield waiting[0], waiting[2]


def _face_of_csv(row: dict[str, str], uncertain_below: float, columns: dict[str, int]) -> Face:
    flaw = _FLAW_CODES[row["flaw"]]
    where = (
        _track(row["track_id"]),
        _box([row[name] for name in ("x0", "y0", "x1", "y1")]),
        _share(row["score"]),
    )
    if flaw >= 0:
        return (*where, True, flaw, -1, (math.nan,) * len(columns), None)
    probabilities, before = (
        _row(
            {name: row[f"{start}_{name}"] for name in columns if row.get(f"{start}_{name}")},
            columns,
        )
        for start in ("p", "raw_p")
    )
    raw = before if any(map(math.isfinite, before)) else None
    confidence = _share(row["confidence"])
    # Version 0.1 did not say so in this file.
    said = row.get("uncertain")
    uncertain = said == "true" if said else confidence < uncertain_below
    return (*where, uncertain, -1, columns[row["label"]], probabilities, raw)


def csv_lines(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
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
        raise damaged(path, reader.line_num) from error


def _box(edges: Iterable[Any]) -> tuple[float, ...]:
    x0, y0, x1, y1 = (within(edge, -_MOST_PIXELS, _MOST_PIXELS) for edge in edges)
    return x0, y0, x1, y1


def _track(value: Any) -> int:  # noqa: ANN401
    return int(within(int(value), 0, MOST_TRACKS))


def _share(value: Any) -> float:  # noqa: ANN401
    return within(value, 0, 1 + 1e-3)


def seconds(value: Any) -> float:  # noqa: ANN401
    """Return a time in a recording; raises ValueError for what is none."""
    return within(value, 0, MOST_SECONDS)


def within(value: Any, low: float, high: float) -> float:  # noqa: ANN401 (whatever JSON may hold)
    """Return a number; raises ValueError for what is none, or not between the two."""
    number = float(value)
    if not low <= number <= high:
        msg = f"{value} is not between {low} and {high}"
        raise ValueError(msg)
    return number
