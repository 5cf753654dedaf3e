"""Results as tables: one CSV row per face, one JSON line per frame.

Columns of classes follow `CANONICAL_ORDER`, whatever the order inside the model. `label` is what
the window shows, which stays for a moment while another class is barely ahead, and `confidence`
its probability; `top` is the most probable class. Where the overlay says "uncertain", `uncertain`
is true and both are there still. A face with a flaw was not read: it has a box and a `flaw`, but
neither label, confidence nor probabilities.
"""

import csv
import io
import json
import shutil
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol, Self

from emotion_desktop.domain import Frame, FrameResult
from emotion_desktop.errors import encodable
from emotion_desktop.files.unique_paths import output_error
from emotion_desktop.labels import CANONICAL_ORDER, Emotion
from emotion_desktop.outputs.annotation_files import ElanWriter, PraatWriter
from emotion_desktop.outputs.data_dictionary import harmless
from emotion_desktop.outputs.episode_tables import (
    BIDS_COLUMNS,
    BORIS_COLUMNS,
    BidsWriter,
    BorisWriter,
    EpisodeTableWriter,
    PersonTableWriter,
    episode_columns,
    person_columns,
)
from emotion_desktop.outputs.markers import TimeMarker
from emotion_desktop.plugins import add_entry

FACE_COLUMNS: Final = (
    *("track_id", "name", "x0", "y0", "x1", "y1", "score"),
    *("label", "confidence", "uncertain", "top", "flaw"),
)


def csv_columns(
    classes: Sequence[Emotion], *, wall_time: bool = False, raw: bool = False
) -> list[str]:
    """Return the header of a table of a model with these classes.

    Args:
        classes: In any order.
        wall_time: Whether it tells when frames arrived.
        raw: Whether it has probabilities before they were made relative to a neutral face, too.
    """
    known = [emotion for emotion in CANONICAL_ORDER if emotion in classes]
    probabilities = [f"{start}_{emotion}" for start in ("p", *["raw_p"] * raw) for emotion in known]
    clock = ["wall_time"] if wall_time else []
    return ["source", "frame", "time_s", *clock, *FACE_COLUMNS, *probabilities]


def wall_time(frame: Frame) -> str:
    """Return when a frame arrived, by the computer's clock: ISO 8601, with the offset from UTC."""
    seconds = time.time() - (time.monotonic() - frame.captured_at)
    return datetime.fromtimestamp(seconds, UTC).astimezone().isoformat(timespec="milliseconds")


class ResultWriter(Protocol):
    """Writes results to a file, frame by frame."""

    def write(self, result: FrameResult) -> None:
        """Append one frame.

        Raises:
            OutputError: If it cannot be written.
        """
        ...

    def close(self) -> None:
        """Finish the file; may be called twice.

        Raises:
            OutputError: If the last bytes could not be written.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WriterEntry:
    """A kind of table as the registry knows it.

    Attributes:
        open: Makes a writer from the path, which is replaced if it is there, and the classes of
            the model. Raises an `OutputError` if that cannot be.
        summary: One line that says what it writes, as the command line shows it.
        endings: Of the file's name, then of those the writer makes beside it; `.SUFFIX` if empty.
        per_source: Whether each video or stream has a file of its own, and pictures none.
        columns: Returns the columns of such a table, all of them in the data dictionary.
        join: Writes what several such files hold to one, in order; None if that cannot be.
        marked: Returns the kind that also tells what was between such markers; None if there is
            none.
        raw: The kind that also has probabilities before they were made relative to a neutral face;
            None if there is none.
    """

    open: Callable[[Path, Sequence[Emotion]], ResultWriter]
    summary: str = ""
    endings: tuple[str, ...] = ()
    per_source: bool = False
    columns: Callable[[Sequence[Emotion]], Sequence[str]] | None = None
    join: Callable[[Sequence[Path], BinaryIO], None] | None = None
    marked: "Callable[[Sequence[TimeMarker]], WriterEntry] | None" = None
    raw: "WriterEntry | None" = None

    def with_markers(self, markers: Sequence[TimeMarker]) -> "WriterEntry":
        """Return the kind of table that tells what was between markers, or this one."""
        return self.marked(markers) if markers and self.marked is not None else self


registered: dict[str, WriterEntry] = {}
"""By name; `register_writer` adds to them."""


def register_writer(suffix: str, entry: WriterEntry) -> None:
    """Let results be written to another kind of file.

    For example, `emotion-analyze --tsv` writes `results.tsv` after::

        register_writer("tsv", WriterEntry(open=TsvWriter, summary="write tab-separated values"))

    Args:
        suffix: The ending of the file without its dot; of letters, digits, `-` and `_`.
        entry: How such a file is written.

    Raises:
        ValueError: If the suffix is taken, or not such a name.
    """
    add_entry(registered, "writer", suffix, entry)


def writers() -> dict[str, WriterEntry]:
    """Return all kinds of tables by suffix."""
    return dict(registered)


class Table(ABC):
    """A UTF-8 text file that is closed and flushed as it should be; a context manager."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._closed = False
        try:
            self._file = path.open("w", encoding="utf-8", errors="backslashreplace", newline="")
        except OSError as error:
            raise output_error(path, error) from error

    @abstractmethod
    def write(self, result: FrameResult) -> None:
        """Append one frame."""

    def _append(self, text: str) -> None:
        """Write and flush, so that what was analysed survives whatever happens next."""
        try:
            self._file.write(text)
            self._file.flush()
        except OSError as error:
            self._closed = True
            with suppress(OSError):  # closing tries to write once more
                self._file.close()
            raise output_error(self.path, error) from error

    def close(self) -> None:
        """Close the file; may be called twice.

        Raises:
            OutputError: If the last bytes could not be written.
        """
        if self._closed:
            return
        self._closed = True
        try:
            self._file.close()
        except OSError as error:
            raise output_error(self.path, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class CsvWriter(Table):
    """Writes one row per face; a frame without a face is one row with empty face fields.

    Boxes are pixels of the frame, `time_s` seconds since the source began, all else 0-1.

    Args:
        path: Is replaced if it is there.
        classes: Those of the model.
        with_wall_time: Whether it tells when each frame arrived.
        with_raw: Whether it has probabilities before they were made relative to a neutral face.

    Raises:
        OutputError: If it cannot be written, also by `write` and `close`.
    """

    def __init__(
        self,
        path: Path,
        classes: Sequence[Emotion],
        *,
        with_wall_time: bool = False,
        with_raw: bool = False,
    ) -> None:
        super().__init__(path)
        self._columns = csv_columns(classes, wall_time=with_wall_time, raw=with_raw)
        self._with_wall_time, self._with_raw = with_wall_time, with_raw
        self._append_rows([self._columns])

    def write(self, result: FrameResult) -> None:
        """Append the faces of one frame."""
        frame = result.frame
        start = [harmless(frame.source), frame.index, f"{frame.time_s:.4f}"]
        if self._with_wall_time:
            start.append(wall_time(frame))
        rows = [
            [*start, *_face_fields(result, face, raw=self._with_raw)] for face in range(len(result))
        ]
        self._append_rows(rows or [[*start, *[""] * (len(self._columns) - len(start))]])

    def _append_rows(self, rows: Iterable[Sequence[object]]) -> None:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        self._append(text.getvalue())


def table_text(result: FrameResult, faces: Sequence[int] | None = None) -> str:
    """Return one frame as a table with a header, with tabs between, as spreadsheets take it.

    Args:
        result: The frame.
        faces: Rows of the faces in it; None for all.
    """
    start = [result.frame.source, result.frame.index, f"{result.frame.time_s:.4f}"]
    text = io.StringIO()
    table = csv.writer(text, delimiter="\t", lineterminator="\n")
    table.writerow(csv_columns(result.classes))
    for face in range(len(result)) if faces is None else faces:
        table.writerow([*start, *_face_fields(result, face)])
    return text.getvalue()


def _face_fields(result: FrameResult, face: int, *, raw: bool = False) -> list[object]:
    flaw = result.flaws[face]
    where = [
        int(result.track_ids[face]),
        harmless(result.people[face].name),
        *(f"{edge:.1f}" for edge in result.faces.boxes[face]),
        f"{result.faces.scores[face]:.4f}",
    ]
    if flaw is not None:
        return [*where, "", "", "true", "", flaw.value, *[""] * (1 + raw) * len(result.classes)]
    return [
        *where,
        result.emotion(face).value,
        f"{result.confidence(face):.4f}",
        "true" if result.uncertain[face] else "false",
        result.top(face).value,
        "",
        *(f"{value:.4f}" for value in result.by_class(face).values()),
        *("" if value is None else f"{value:.4f}" for value in _raw(result, face) if raw),
    ]


def _raw(result: FrameResult, face: int) -> list[float | None]:
    """Return the probabilities of a face before they were made relative; None if they were not."""
    if not result.is_relative(face):
        return [None] * len(result.classes)
    return [round(value, 4) for value in result.by_class(face, raw=True).values()]


class JsonlWriter(Table):
    """Writes one JSON object per frame, with a list of its faces.

    Args:
        path: Is replaced if it is there.
        with_wall_time: Whether it tells when each frame arrived.

    Raises:
        OutputError: If it cannot be written, also by `write` and `close`.
    """

    def __init__(self, path: Path, *, with_wall_time: bool = False) -> None:
        super().__init__(path)
        self._with_wall_time = with_wall_time

    def write(self, result: FrameResult) -> None:
        """Append one frame."""
        record = frame_record(result, with_wall_time=self._with_wall_time)
        self._append(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n")


def frame_record(result: FrameResult, *, with_wall_time: bool = False) -> dict[str, object]:
    """Return a frame and its faces as an object of JSON."""
    record = result.to_dict()
    if not with_wall_time:
        return record
    start = {name: record[name] for name in ("source", "frame", "time_s")}
    return {**start, "wall_time": wall_time(result.frame), **record}


def typed_rows(result: FrameResult, *, raw: bool = False) -> list[list[Any]]:
    """Return the rows of `results.csv` for a frame as values with types; None where it is empty.

    Args:
        result: The frame.
        raw: As for `csv_columns`.
    """
    frame = result.frame
    start = [encodable(frame.source), frame.index, round(frame.time_s, 4)]
    if not len(result):
        return [[*start, *[None] * (len(csv_columns(result.classes, raw=raw)) - len(start))]]
    return [[*start, *_typed_face(result, face, raw=raw)] for face in range(len(result))]


def _typed_face(result: FrameResult, face: int, *, raw: bool) -> list[Any]:
    flaw = result.flaws[face]
    where = [
        int(result.track_ids[face]),
        result.people[face].name or None,
        *(round(edge, 1) for edge in result.faces.boxes[face].tolist()),
        round(float(result.faces.scores[face]), 4),
    ]
    if flaw is not None:
        unread = [None] * (1 + raw) * len(result.classes)
        return [*where, None, None, True, None, flaw.value, *unread]
    return [
        *(*where, result.emotion(face).value, round(result.confidence(face), 4)),
        *(bool(result.uncertain[face]), result.top(face).value, None),
        *(round(value, 4) for value in result.by_class(face).values()),
        *(_raw(result, face) if raw else ()),
    ]


def join_tables(paths: Sequence[Path], file: BinaryIO) -> None:
    """Write several tables of text as one, the header of the first one for all."""
    for number, path in enumerate(paths):
        with path.open("rb") as part:
            if number:
                part.readline()
            shutil.copyfileobj(part, file)


def join_lines(paths: Sequence[Path], file: BinaryIO) -> None:
    """Write several files of lines as one."""
    for path in paths:
        with path.open("rb") as part:
            shutil.copyfileobj(part, file)


def _open_parquet(path: Path, classes: Sequence[Emotion], *, raw: bool = False) -> ResultWriter:
    from emotion_desktop.outputs.parquet import ParquetWriter  # which imports this file

    return ParquetWriter(path, classes, with_raw=raw)


def _join_parquet(paths: Sequence[Path], file: BinaryIO) -> None:
    from emotion_desktop.outputs.parquet import join_parquet

    join_parquet(paths, file)


def _open_report(
    path: Path, classes: Sequence[Emotion], markers: Sequence[TimeMarker] = ()
) -> ResultWriter:
    from emotion_desktop.outputs.recording.report_writer import ReportWriter

    return ReportWriter(path, classes, markers)


def _people(markers: Sequence[TimeMarker] = ()) -> WriterEntry:
    return WriterEntry(
        open=partial(PersonTableWriter, markers=markers),
        summary="a row per person: shares, means, changes, episodes",
        endings=("-people.csv",),
        columns=partial(person_columns, windows=bool(markers)),
        join=join_tables,
        marked=_people,
    )


def _report(markers: Sequence[TimeMarker] = ()) -> WriterEntry:
    return WriterEntry(
        open=partial(_open_report, markers=markers),
        summary="a page of HTML with charts, a file per video",
        endings=("-report.html",),
        per_source=True,
        marked=_report,
    )


register_writer(
    "csv",
    WriterEntry(
        open=CsvWriter,
        summary="write a table (default if none named)",
        join=join_tables,
        columns=csv_columns,
    ),
)
register_writer(
    "jsonl",
    WriterEntry(
        open=lambda path, _: JsonlWriter(path), summary="write JSON lines", join=join_lines
    ),
)
register_writer(
    "parquet",
    WriterEntry(
        open=_open_parquet,
        summary="the same columns as Parquet (needs pyarrow)",
        columns=csv_columns,
        join=_join_parquet,
        raw=WriterEntry(
            open=partial(_open_parquet, raw=True), columns=partial(csv_columns, raw=True)
        ),
    ),
)
register_writer("people", _people())
register_writer(
    "episodes",
    WriterEntry(
        open=EpisodeTableWriter,
        summary="a row per episode of one label",
        endings=("-episodes.csv",),
        columns=episode_columns,
        join=join_tables,
    ),
)
register_writer(
    "boris",
    WriterEntry(
        open=BorisWriter,
        summary="events for BORIS, a file per video",
        endings=("-boris.xlsx",),
        per_source=True,
        columns=lambda _: BORIS_COLUMNS,
    ),
)
register_writer(
    "elan",
    WriterEntry(
        open=ElanWriter,
        summary="tiers for ELAN, a file per video",
        endings=(".eaf",),
        per_source=True,
    ),
)
register_writer(
    "praat",
    WriterEntry(
        open=PraatWriter,
        summary="a TextGrid for Praat, a file per video",
        endings=(".TextGrid",),
        per_source=True,
    ),
)
register_writer(
    "bids",
    WriterEntry(
        open=BidsWriter,
        summary="BIDS-style events with their side-car, a file per video",
        endings=("_events.tsv", "_events.json"),
        per_source=True,
        columns=lambda _: BIDS_COLUMNS,
    ),
)
register_writer("report", _report())
