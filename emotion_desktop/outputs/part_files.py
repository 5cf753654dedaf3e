"""The files of an analysis whose inputs are analysed apart: to be continued, or side by side.

Each input file is a part, a folder of its own, which gets its name when all in it is written. At
the end the parts are joined, in order, and the folder goes.
"""

import glob
import json
import os
import platform
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psutil

from emotion_desktop.errors import OutputError
from emotion_desktop.files.atomic_write import open_whole, write_whole
from emotion_desktop.files.unique_paths import new_files, output_error
from emotion_desktop.labels import Emotion
from emotion_desktop.outputs.label_counts import Tally
from emotion_desktop.outputs.result_files import OutputSelection, OwnFiles, ResultFiles, endings_of
from emotion_desktop.outputs.tables import writers

_FOLDER: Final = ".unfinished"
_RUN: Final = "run.json"
_PART: Final = "part.json"


@dataclass(slots=True)
class Part:
    """What was found in a file.

    Attributes:
        tally: Its counts.
        error: Why it could not be read to its end; None if it was.
        remark: What was wrong with it though it was read; None if nothing was.
        own: Names of the files that are its alone: as they would be called if no file were there,
            and as they are called in its folder; those of one entry get the same number.
    """

    tally: Tally = field(default_factory=Tally)
    error: str | None = None
    remark: str | None = None
    own: list[tuple[list[str], list[str]]] = field(default_factory=list)

    def add_own(self, files: Sequence[OwnFiles]) -> None:
        """Take note of files that are this part's alone."""
        self.own += [([*own.names], [path.name for path in own.paths]) for own in files]

    def save(self, folder: Path) -> None:
        """Write it to its folder, which is made if need be.

        Raises:
            OSError: If it cannot be written.
        """
        record = {"error": self.error, "remark": self.remark, "own": self.own}
        text = json.dumps({"tally": self.tally.state(), **record})
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _PART).write_text(text, encoding="utf-8")

    @staticmethod
    def load(folder: Path) -> "Part | None":
        """Return what `save` has written there; None if it has not."""
        try:
            record = json.loads((folder / _PART).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        own = [(names, files) for names, files in record["own"]]
        tally = Tally.from_state(record["tally"])
        return Part(tally, record["error"], record["remark"], own)


class PartFiles:
    """Keeps the results of each file, and joins them at the end.

    Args:
        wanted: Which files, and where. With `resume`, what the same command has finished is kept.
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
                    "{name} cannot be written with --resume, --workers or --cluster; leave out one "
                    "of them",
                    name=name,
                )
        self._wanted, self._classes = wanted, classes
        self._folder = wanted.folder / _FOLDER
        try:
            if wanted.resume:
                self.written = self._continued(command) or self._begun(command)
            else:
                wanted.folder.mkdir(parents=True, exist_ok=True)
                remove_abandoned(wanted.folder)
                prefix = f"{_own_prefix()}{os.getpid()}-"
                self._folder = Path(tempfile.mkdtemp(prefix=prefix, dir=wanted.folder))
                self.written = self._new_files()
        except OSError as error:
            raise output_error(self._folder, error) from error

    def _continued(self, command: Sequence[str]) -> list[Path] | None:
        run = self._folder / _RUN
        if not run.exists():
            return None
        known = json.loads(run.read_text(encoding="utf-8"))
        if known["command"] != list(command):
            raise OutputError(
                "{path} is of another command; give that one, or delete the folder",
                path=self._folder,
            )
        return [self._wanted.folder / name for name in known["files"]]

    def _begun(self, command: Sequence[str]) -> list[Path]:
        written = self._new_files()
        record = {"command": list(command), "files": [path.name for path in written]}
        write_whole(self._folder / _RUN, json.dumps(record).encode())
        return written

    def _new_files(self) -> list[Path]:
        with ResultFiles(self._wanted, self._classes) as files:
            return files.written

    def finished(self, number: int) -> Part | None:
        """Return what was found in a file, if it is finished; numbers begin with 1."""
        return Part.load(self._path(number))

    def unfinished(self, number: int) -> Path:
        """Return the folder for what is written of a file until it is finished."""
        return self._folder / f"{number:06d}.part"

    def finish(self, number: int, part: Part) -> None:
        """Keep what was written of a file."""
        try:
            part.save(self.unfinished(number))
            self.unfinished(number).rename(self._path(number))
        except OSError as error:
            raise output_error(self._path(number), error) from error

    def join(self, count: int) -> None:
        """Make the files of all parts that are finished, of so many."""
        numbers = range(1, count + 1)
        folders = [self._path(number) for number in numbers if self.finished(number)]
        shared = [name for name in self._wanted.tables if not writers()[name].per_source]
        written = iter(self.written)
        try:
            for name in shared:
                join = writers()[name].join
                assert join is not None
                target, *_ = [next(written) for _ in endings_of(name)]
                file_name = f"results{endings_of(name)[0]}"
                tables = [path / file_name for path in folders if (path / file_name).exists()]
                if tables:
                    with open_whole(target) as file:
                        join(tables, file)
            for folder in folders:
                self._move_own(folder)
        except OSError as error:
            raise output_error(self._wanted.folder, error) from error

    def _move_own(self, folder: Path) -> None:
        part = Part.load(folder)
        for names, files in part.own if part is not None else []:
            targets = new_files(self._wanted.folder, names)
            self.written += targets
            for file, target in zip(files, targets, strict=True):
                (folder / file).replace(target)

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

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:06d}"


def remove_abandoned(folder: Path) -> None:
    """Remove what runs on this machine have left in a folder of results when they were killed."""
    prefix = _own_prefix()
    for path in folder.glob(f"{glob.escape(prefix)}*"):
        pid = path.name.removeprefix(prefix).partition("-")[0]
        if pid.isdecimal() and not psutil.pid_exists(int(pid)):
            shutil.rmtree(path, ignore_errors=True)


def _own_prefix() -> str:
    """Return how names of folders of this machine begin: others may write to the same disk."""
    return f"{_FOLDER}-{re.sub('[^A-Za-z0-9]', '', platform.node())}-"
