"""What the app keeps on this computer, where, and how it is deleted."""

import re
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from emotion_desktop.config import APP_NAME, cache_folder, data_folder, log_folder, user_checkpoints
from emotion_desktop.gui.language import QT_TRANSLATE_NOOP
from emotion_desktop.gui.preferences import Preferences
from emotion_desktop.gui.user_folders import recordings_folder, snapshots_folder
from emotion_desktop.leftovers import DONE
from emotion_desktop.log_file import LOG_NAME

LOG: Final = "log"
"""Name of the store that the app writes to as long as it runs."""

_TAKEN_AT: Final = r"emotion-\d{8}-\d{6}"
_SNAPSHOT: Final = re.compile(rf"{_TAKEN_AT}-\d{{3}}(-\d+)?\.(png|json)")
_BY_US: Final = f'{{\n  "app": "{APP_NAME}"'.encode()
"""How the results beside a snapshot begin."""
_RECORDING: Final = re.compile(rf"{_TAKEN_AT}(-\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """One kind of data, in one folder.

    Attributes:
        name: Of the kind.
        title: What it is called, in English.
        about: What it holds, in English.
        folder: Where it lies; it need not be there.
        is_work: Whether people made it, so that it is deleted only if they ask for that by itself.
        find: Returns what deleting it removes: files, and folders with all that is in them. Of a
            folder that others use too it returns only what the app has put there.
    """

    name: str
    title: str
    about: str
    folder: Path
    is_work: bool
    find: Callable[[], list[Path]]

    def measure(self) -> tuple[int, int]:
        """Return how many files there are and how many bytes they take; may take long."""
        sizes = []
        for path in (path for found in self.find() for path in _files_of(found)):
            with suppress(FileNotFoundError):  # it has gone meanwhile
                sizes.append(path.lstat().st_size)
        return len(sizes), sum(sizes)


def stores(preferences: Preferences) -> tuple[Store, ...]:
    """Return everything that the app keeps, what people made last."""
    settings = Path(preferences.store.fileName())
    own = f"{settings.stem}."  # the file, its lock, and damaged ones that were set aside
    snapshots, recordings = snapshots_folder(preferences), recordings_folder(preferences)
    return (
        Store(
            name="settings",
            title=QT_TRANSLATE_NOOP("Privacy", "Settings"),
            about=QT_TRANSLATE_NOOP("Privacy", "preferences, last camera and model, layout"),
            folder=settings.parent,
            is_work=False,
            find=lambda: [
                *_matching(settings.parent, lambda path: path.name.startswith(own)),
                *_matching(data_folder(), lambda path: path.name == DONE),
            ],
        ),
        Store(
            name="cache",
            title=QT_TRANSLATE_NOOP("Privacy", "Cache"),
            about=QT_TRANSLATE_NOOP(
                "Privacy", "the faster precision of each model, parsed training data"
            ),
            folder=cache_folder(),
            is_work=False,
            find=lambda: _matching(cache_folder(), lambda _: True),
        ),
        Store(
            name=LOG,
            title=QT_TRANSLATE_NOOP("Privacy", "Log"),
            about=QT_TRANSLATE_NOOP("Privacy", "what was opened, and what went wrong"),
            folder=log_folder(),
            is_work=False,
            find=lambda: _matching(log_folder(), lambda path: path.name.startswith(LOG_NAME)),
        ),
        Store(
            name="checkpoints",
            title=QT_TRANSLATE_NOOP("Privacy", "Your models"),
            about=QT_TRANSLATE_NOOP("Privacy", "checkpoints you added"),
            folder=user_checkpoints(),
            is_work=True,
            find=lambda: _matching(
                user_checkpoints(), lambda path: path.suffix in {".safetensors", ".md"}
            ),
        ),
        Store(
            name="snapshots",
            title=QT_TRANSLATE_NOOP("Privacy", "Snapshots"),
            about=QT_TRANSLATE_NOOP("Privacy", "pictures and their results"),
            folder=snapshots,
            is_work=True,
            find=lambda: _matching(snapshots, _is_snapshot),
        ),
        Store(
            name="recordings",
            title=QT_TRANSLATE_NOOP("Privacy", "Recordings"),
            about=QT_TRANSLATE_NOOP("Privacy", "videos, tables and reports"),
            folder=recordings,
            is_work=True,
            find=lambda: _matching(recordings, _is_recording),
        ),
    )


def delete(chosen: Iterable[Store]) -> list[str]:
    """Delete what some stores hold; return what could not be deleted, and why.

    A link is deleted itself, never what it leads to. Folders of the app's own that are empty
    then go too.
    """
    problems = []
    for store in chosen:
        for path in store.find():
            try:
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path)
                else:
                    path.unlink()
            except OSError as error:
                problems.append(f"{path}: {error.strerror or error}")
        if not store.is_work:
            with suppress(OSError):  # what others have put there stays, and with it the folder
                store.folder.rmdir()
    return problems


def _is_snapshot(path: Path) -> bool:
    """Return whether a file is a snapshot's: by its name, or by what the JSON of that name says."""
    if _SNAPSHOT.fullmatch(path.name):
        return True
    if path.suffix not in {".png", ".json"}:
        return False
    try:
        with path.with_suffix(".json").open("rb") as file:
            return file.read(len(_BY_US)) == _BY_US
    except OSError:
        return False


def _is_recording(path: Path) -> bool:
    from emotion_desktop.outputs.recording.recording_facts import read_document
    from emotion_desktop.outputs.recording.session_format import METADATA

    if path.is_symlink() or not (path / METADATA).is_file():
        return False
    return _RECORDING.fullmatch(path.name) is not None or not read_document(path).problem


def _matching(folder: Path, is_wanted: Callable[[Path], bool]) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if is_wanted(path))
    except OSError:
        return []  # it is not there, or nothing in it can be seen


def _files_of(path: Path) -> list[Path]:
    if path.is_dir() and not path.is_symlink():
        return [inner for inner in path.rglob("*") if inner.is_symlink() or inner.is_file()]
    return [path]
