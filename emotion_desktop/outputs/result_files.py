"""The files of one analysis."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import OutputError
from emotion_desktop.files.unique_paths import new_files, output_error
from emotion_desktop.labels import Emotion
from emotion_desktop.outputs.analysis_inputs import Item
from emotion_desktop.outputs.annotated import Annotated, file_stem
from emotion_desktop.outputs.data_dictionary import describe_all
from emotion_desktop.outputs.markers import TimeMarker
from emotion_desktop.outputs.overlay import OverlayOptions
from emotion_desktop.outputs.tables import ResultWriter, WriterEntry, writers


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputSelection:
    """What an analysis writes, beside `summary.json`.

    Attributes:
        folder: Where to.
        tables: Kinds of tables, as `register_writer` knows them: `csv` is `results.csv`.
        dictionary: Also what each column of the tables means, `columns.json`.
        markers: Moments between which figures of videos are told apart, by time.
        resume: Go on where the same command was stopped in this folder.
        annotated: A copy of every input with the overlay.
        annotated_name: File name of the copy of a video; derived from the input's if None.
        overlay: What is painted on the copies.
    """

    folder: Path
    tables: Sequence[str] = ()
    dictionary: bool = False
    markers: Sequence[TimeMarker] = ()
    resume: bool = False
    annotated: bool = False
    annotated_name: str | None = None
    overlay: OverlayOptions = field(default_factory=OverlayOptions)


@dataclass(frozen=True, slots=True)
class OwnFiles:
    """Files of one item alone that have the same number.

    Attributes:
        names: As they would be called if no file were there.
        paths: As they are called.
    """

    names: Sequence[str]
    paths: Sequence[Path]


class ResultFiles:
    """The tables and the summary of one run, and the copies of its inputs; a context manager.

    Tables and summary get the same number if an earlier run has written to the folder.

    Args:
        wanted: Which files, and where.
        classes: Those of the model.

    Attributes:
        written: All files made so far.
        own: Of them those of items alone, together with those that got the same number.

    Raises:
        OutputError: If one cannot be written, also by all methods.
    """

    def __init__(self, wanted: OutputSelection, classes: tuple[Emotion, ...]) -> None:
        self.own: list[OwnFiles] = []
        self._wanted = wanted
        self._classes = classes
        entries = {name: writers()[name].with_markers(wanted.markers) for name in wanted.tables}
        shared = {name: entry for name, entry in entries.items() if not entry.per_source}
        self._per_source = {name: entry for name, entry in entries.items() if entry.per_source}
        described = wanted.dictionary and any(entry.columns for entry in entries.values())
        names = [
            *(f"results{ending}" for name in shared for ending in endings_of(name)),
            *(["columns.json"] if described else []),
            "summary.json",
        ]
        self.written = new_files(wanted.folder, names)
        paths = dict(zip(names, self.written, strict=True))
        self._summary = paths["summary.json"]
        self._tables: list[ResultWriter] = []
        self._item: Item | None = None
        self._item_tables: list[ResultWriter] | None = None
        try:
            with ExitStack() as stack:
                for name, entry in shared.items():
                    table = entry.open(paths[f"results{endings_of(name)[0]}"], classes)
                    stack.callback(table.close)
                    self._tables.append(table)
                if described:
                    self._write_json(paths["columns.json"], self._dictionary(entries, paths))
                self._stack = stack.pop_all()
        except OutputError:
            _remove_empty(self.written)
            raise

    def write(self, result: FrameResult) -> None:
        """Append a frame to every table."""
        for table in self._tables:
            table.write(result)
        for table in self._tables_of_item():
            table.write(result)

    @contextmanager
    def tables_of(self, item: Item) -> Iterator[None]:
        """Write frames also to the item's own files, which are made with the first frame."""
        self._item, self._item_tables = item, None
        try:
            yield
        finally:
            tables: list[ResultWriter] = self._item_tables or []
            self._item = self._item_tables = None
            with ExitStack() as stack:
                for table in tables:
                    stack.callback(table.close)

    def _tables_of_item(self) -> list[ResultWriter]:
        if self._item_tables is None:
            self._item_tables = []
            if self._item is not None and not self._item.is_picture:
                stem = file_stem(self._item)
                for name, entry in self._per_source.items():
                    endings = endings_of(name)
                    names = [f"{stem}{end}" for end in endings]
                    paths = new_files(self._wanted.folder, names)
                    self._add(OwnFiles(names, paths))
                    self._item_tables.append(entry.open(paths[0], self._classes))
        return self._item_tables

    def _dictionary(
        self, entries: Mapping[str, WriterEntry], paths: Mapping[str, Path]
    ) -> dict[str, object]:
        """Return what each column means, by name of the file; `*` is the name of a video."""
        described: dict[str, object] = {}
        for name, entry in entries.items():
            if entry.columns is not None:
                ending = endings_of(name)[0]
                file = f"*{ending}" if entry.per_source else paths[f"results{ending}"].name
                described[file] = describe_all(entry.columns(self._classes))
        return described

    @contextmanager
    def item(self, item: Item, fps: float | None) -> Iterator[Callable[[FrameResult], None]]:
        """Give what writes a frame of this item to all that is wanted."""
        with self.copy_of(item, fps) as copy, self.tables_of(item):

            def write(result: FrameResult) -> None:
                self.write(result)
                if copy is not None:
                    copy.write(result)

            yield write

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
            for path in copy.paths:
                self._add(OwnFiles([copy.name], [path]))
            copy.close()

    def _add(self, own: "OwnFiles") -> None:
        self.own.append(own)
        self.written += own.paths

    def write_summary(self, record: dict[str, object]) -> None:
        """Write the summary."""
        self._write_json(self._summary, record)

    @staticmethod
    def _write_json(path: Path, record: Mapping[str, object]) -> None:
        text = json.dumps(record, ensure_ascii=False, allow_nan=False, indent=2)
        try:
            path.write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            raise output_error(path, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()


def endings_of(name: str) -> tuple[str, ...]:
    """Return the endings of the files of a kind of table."""
    return writers()[name].endings or (f".{name}",)


def _remove_empty(paths: Iterable[Path]) -> None:
    """Remove the files that were made and never written."""
    for path in paths:
        with suppress(OSError):
            if not path.stat().st_size:
                path.unlink()
