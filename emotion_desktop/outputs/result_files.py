"""The files of one analysis."""

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from emotion_desktop.domain import FrameResult
from emotion_desktop.files.unique_paths import new_files, output_error
from emotion_desktop.labels import Emotion
from emotion_desktop.outputs.analysis_inputs import Item
from emotion_desktop.outputs.annotated import Annotated
from emotion_desktop.outputs.overlay import OverlayOptions
from emotion_desktop.outputs.tables import ResultWriter, writers


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputSelection:
    """What an analysis writes, beside `summary.json`.

    Attributes:
        folder: Where to.
        tables: Tables of all inputs by suffix, as `register_writer` knows them; `results.csv`.
        annotated: A copy of every input with the overlay.
        annotated_name: File name of the copy of a video; derived from the input's if None.
        overlay: What is painted on the copies.
    """

    folder: Path
    tables: Sequence[str] = ()
    annotated: bool = False
    annotated_name: str | None = None
    overlay: OverlayOptions = field(default_factory=OverlayOptions)


class ResultFiles:
    """The tables and the summary of one run, and the copies of its inputs; a context manager.

    Tables and summary get the same number if an earlier run has written to the folder.

    Args:
        wanted: Which files, and where.
        classes: Those of the model.

    Attributes:
        written: All files made so far.

    Raises:
        OutputError: If one cannot be written, also by all methods.
    """

    def __init__(self, wanted: OutputSelection, classes: tuple[Emotion, ...]) -> None:
        self._wanted = wanted
        names = [*(f"results.{suffix}" for suffix in wanted.tables), "summary.json"]
        self.written = new_files(wanted.folder, names)
        *paths, self._summary = self.written
        self._tables: list[ResultWriter] = []
        with ExitStack() as stack:
            for suffix, path in zip(wanted.tables, paths, strict=True):
                table = writers()[suffix].open(path, classes)
                stack.callback(table.close)
                self._tables.append(table)
            self._stack = stack.pop_all()

    def write(self, result: FrameResult) -> None:
        """Append a frame to every table."""
        for table in self._tables:
            table.write(result)

    @contextmanager
    def copy_of(self, item: Item, fps: float | None) -> Iterator[Annotated | None]:
        """Give the item's annotated copy, and close it afterwards; None if none is wanted."""
        if not self._wanted.annotated:
            yield None
            return
        wanted = self._wanted
        copy = Annotated(
            wanted.folder, item, fps, name=wanted.annotated_name, options=wanted.overlay
        )
        try:
            yield copy
        finally:
            self.written += copy.paths
            copy.close()

    def write_summary(self, record: dict[str, object]) -> None:
        """Write the summary."""
        text = json.dumps(record, ensure_ascii=False, allow_nan=False, indent=2)
        try:
            self._summary.write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            raise output_error(self._summary, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()
