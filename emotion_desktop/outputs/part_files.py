"""The files of an analysis that can be continued after it was stopped, in whatever way.

Each finished input file is a part, a folder of its own in `.unfinished`, which gets its name when
all in it is written. At the end the parts are joined, in order, and the folder goes.
"""

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import OutputError
from emotion_desktop.files.atomic_write import open_whole, write_whole
from emotion_desktop.files.unique_paths import new_file, output_error
from emotion_desktop.labels import Emotion
from emotion_desktop.outputs.analysis_inputs import Item
from emotion_desktop.outputs.label_counts import Tally
from emotion_desktop.outputs.result_files import OutputSelection, ResultFiles, endings_of
from emotion_desktop.outputs.tables import writers

_FOLDER: Final = ".unfinished"
_RUN: Final = "run.json"
_PART: Final = "part.json"


@dataclass(frozen=True, slots=True)
class Part:
    """What was found in a finished file.

    Attributes:
        tally: Its counts.
        error: Why it could not be read to its end; None if it was.
    """

    tally: Tally
    error: str | None = None


class PartFiles:
    """Keeps the results of each finished file, and joins them at the end.

    Args:
        wanted: Which files, and where.
        classes: Those of the model.
        command: Tells runs apart: only the same one is continued.

    Attributes:
        written: All files made so far that stay.

    Raises:
        OutputError: If a file cannot be written, also by all methods; if what is unfinished in the
            folder is of another command; if tables of a kind cannot be joined.
    """

    def __init__(
        self, wanted: OutputSelection, classes: tuple[Emotion, ...], command: Sequence[str]
    ) -> None:
        for name in wanted.tables:
            if not writers()[name].per_source and writers()[name].join is None:
                raise OutputError(
                    "{name} cannot be written with --resume; leave out one of them", name=name
                )
        self._wanted, self._classes = wanted, classes
        self._folder = wanted.folder / _FOLDER
        self._number = 0
        run = self._folder / _RUN
        try:
            if run.exists():
                known = json.loads(run.read_text(encoding="utf-8"))
                if known["command"] != list(command):
                    raise OutputError(
                        "{path} is of another command; give that one, or delete the folder",
                        path=self._folder,
                    )
                self.written = [wanted.folder / name for name in known["files"]]
            else:
                with ResultFiles(wanted, classes) as files:
                    self.written = files.written
                names = [path.name for path in self.written]
                record = {"command": list(command), "files": names}
                write_whole(run, json.dumps(record).encode())
        except OSError as error:
            raise output_error(self._folder, error) from error

    def begin(self) -> Part | None:
        """Go on to the next file; return what was found in it if it is finished already."""
        self._number += 1
        path = self._path / _PART
        if not path.exists():
            return None
        record = json.loads(path.read_text(encoding="utf-8"))
        return Part(Tally.from_state(record["tally"]), record["error"])

    @contextmanager
    def item(self, item: Item, fps: float | None) -> Iterator[Callable[[FrameResult], None]]:
        """Give what writes a frame of this file to all that is wanted."""
        shutil.rmtree(self._unfinished, ignore_errors=True)
        wanted = replace(self._wanted, folder=self._unfinished, dictionary=False)
        with ResultFiles(wanted, self._classes) as files, files.item(item, fps) as write:
            yield write

    def finish(self, part: Part) -> None:
        """Keep what was written of this file."""
        record = {"tally": part.tally.state(), "error": part.error}
        try:
            self._unfinished.mkdir(parents=True, exist_ok=True)
            (self._unfinished / _PART).write_text(json.dumps(record), encoding="utf-8")
            self._unfinished.rename(self._path)
        except OSError as error:
            raise output_error(self._path, error) from error

    def join(self) -> None:
        """Make the files of all parts."""
        parts = [self._folder / f"{number:06d}" for number in range(1, self._number + 1)]
        shared = [name for name in self._wanted.tables if not writers()[name].per_source]
        names = {f"results{endings_of(name)[0]}": writers()[name].join for name in shared}
        targets = dict(zip(names, self.written, strict=False))
        try:
            for name, join in names.items():
                assert join is not None
                tables = [part / name for part in parts if (part / name).exists()]
                if tables:
                    with open_whole(targets[name]) as file:
                        join(tables, file)
            for part in parts:
                for path in sorted(part.iterdir()):
                    if path.name not in {*names, "summary.json", _PART}:
                        self.written.append(new_file(self._wanted.folder, path.name))
                        path.replace(self.written[-1])
        except OSError as error:
            raise output_error(self._wanted.folder, error) from error

    def forget(self) -> None:
        """Remove the parts."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def write_summary(self, record: dict[str, object]) -> None:
        """Write the summary."""
        (path,) = [path for path in self.written if path.stem.startswith("summary")][:1]
        try:
            text = json.dumps(record, ensure_ascii=False, allow_nan=False, indent=2)
            path.write_text(f"{text}\n", encoding="utf-8")
        except OSError as error:
            raise output_error(path, error) from error

    @property
    def _path(self) -> Path:
        return self._folder / f"{self._number:06d}"

    @property
    def _unfinished(self) -> Path:
        return self._folder / f"{self._number:06d}.part"
