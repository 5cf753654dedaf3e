"""The files of one session while it is recorded."""

import csv
import io
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import count
from pathlib import Path

from emotion_desktop.domain import FrameResult, Image, Person
from emotion_desktop.files.atomic_write import write_whole
from emotion_desktop.files.unique_paths import output_error
from emotion_desktop.outputs.recording.people import people_text
from emotion_desktop.outputs.recording.session_format import (
    CSV,
    JSONL,
    MARKER_COLUMNS,
    MARKERS,
    METADATA,
    PEOPLE,
    VIDEO,
    SessionMetadata,
)
from emotion_desktop.outputs.tables import CsvWriter, JsonlWriter, Table
from emotion_desktop.outputs.video import VideoWriter

Marker = tuple[float, int, str]
"""Time in seconds since the first recorded frame, number from 1 to 9, note."""


class SessionFiles:
    """Makes a new folder with tables and the document; the video comes with the first frame.

    All that is written is on its way to the disk at once, but for half a second of video.

    Args:
        parent: Where the folder goes; made if need be.
        metadata: What is known at the start.
        name: Of the folder; `emotion-YYYYMMDD-HHMMSS` if empty.

    Attributes:
        folder: Has that name, with `-2`, `-3` … if it is taken.

    Raises:
        OutputError: If it cannot be written, also by all methods.
    """

    def __init__(self, parent: Path, metadata: SessionMetadata, name: str = "") -> None:
        self.folder = _new_folder(parent, name or f"emotion-{metadata.started_at:%Y%m%d-%H%M%S}")
        self._fps, self._quality = metadata.source.fps, metadata.quality
        self._video: VideoWriter | None = None
        self._stack = ExitStack()
        with ExitStack() as undo:
            undo.callback(self.remove)
            with ExitStack() as stack:
                self._tables: list[Table] = [
                    stack.enter_context(
                        CsvWriter(
                            self.folder / CSV,
                            metadata.model.classes,
                            with_wall_time=True,
                            with_raw=True,
                        )
                    ),
                    stack.enter_context(JsonlWriter(self.folder / JSONL, with_wall_time=True)),
                ]
                self.write_markers(())
                self.write_metadata(metadata)
                self._stack = stack.pop_all()
            undo.pop_all()

    def write(self, result: FrameResult, picture: Image, time_s: float) -> None:
        """Append a frame of the session's time, shown as `picture`, (H, W, 3) uint8 BGR."""
        if self._video is None:
            height, width = picture.shape[:2]
            path = self.folder / VIDEO
            self._video = VideoWriter(
                path, self._fps, (width, height), steady=True, quality=self._quality
            )
            self._stack.callback(self._video.close)
        self._video.write(picture, time_s)
        timed = replace(result, frame=replace(result.frame, time_s=time_s))
        for table in self._tables:
            table.write(timed)

    def write_markers(self, markers: Sequence[Marker]) -> None:
        """Write all markers anew: notes are added to them later."""
        text = io.StringIO()
        rows = [(f"{time_s:.4f}", number, note) for time_s, number, note in markers]
        csv.writer(text, lineterminator="\n").writerows([MARKER_COLUMNS, *rows])
        self._write_whole(MARKERS, text.getvalue())

    def write_people(self, people: Mapping[int, Person]) -> None:
        """Write anew what was said of people, by track id."""
        self._write_whole(PEOPLE, people_text(people))

    def write_metadata(self, metadata: SessionMetadata) -> None:
        """Write the document anew."""
        self._write_whole(METADATA, metadata.model_dump_json(indent=2) + "\n")

    def size(self) -> int:
        """Return how many bytes video and tables take.

        Raises:
            OutputError: If the folder has been deleted.
        """
        try:
            return sum(file.stat().st_size for file in self.folder.iterdir())
        except OSError as error:
            raise output_error(self.folder, error) from error

    def close(self) -> None:
        """Finish the video and close the tables; may be called twice."""
        self._stack.close()

    def remove(self) -> None:
        """Delete what was written; for a session without a single frame."""
        self._stack.close()
        for name in (CSV, JSONL, MARKERS, METADATA, PEOPLE, VIDEO):
            (self.folder / name).unlink(missing_ok=True)
        self.folder.rmdir()

    def _write_whole(self, name: str, text: str) -> None:
        path = self.folder / name
        if not self.folder.is_dir():  # deleted meanwhile: it must not come back half
            raise output_error(path, FileNotFoundError(2, "the folder has been deleted"))
        try:
            write_whole(path, text.encode())
        except OSError as error:
            raise output_error(path, error) from error


def _new_folder(parent: Path, name: str) -> Path:
    try:
        parent.mkdir(parents=True, exist_ok=True)
        for number in count(1):
            folder = parent / (name if number == 1 else f"{name}-{number}")
            try:
                folder.mkdir()
            except FileExistsError:
                continue
            return folder
    except OSError as error:
        raise output_error(parent, error) from error
    raise AssertionError  # pragma: no cover (count() does not end)
