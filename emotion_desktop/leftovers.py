"""Removes what earlier versions left on this computer and nothing uses any more; done once.

0.1 let ONNX Runtime's telemetry keep a device id and a database of events in a folder that all
programs with ONNX Runtime share, so it is not touched again after the first start; and it
compiled models into the cache.
"""

import logging
import os
import stat
import sys
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from emotion_desktop.config import cache_folder, data_folder

_log = logging.getLogger(__name__)

DONE: Final = "leftovers-of-0.1-removed"
"""Name of the empty file in the data folder that says that there is nothing left to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftover:
    """Files that nothing uses.

    Attributes:
        base: A folder that stays.
        folders: Names of folders below it, each in the one before. The files lie in the last one;
            those that are empty then are removed.
        files: Patterns of the names of the files; no others are removed.
    """

    base: Path
    folders: tuple[str, ...]
    files: tuple[str, ...]


def leftovers() -> tuple[Leftover, ...]:
    """Return what 0.1 may have left on this system; its telemetry left nothing on Windows."""
    compiled = Leftover(base=cache_folder(), folders=("compiled",), files=("*.onnx", ".*.onnx.*"))
    if sys.platform == "win32":
        return (compiled,)
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    apple = Path.home() / "Library" / "Application Support"
    return (
        compiled,
        Leftover(
            base=apple if sys.platform == "darwin" else caches,
            folders=("Microsoft", "DeveloperTools", ".onnxruntime"),
            files=("deviceid", "deviceid.lock", "onnxruntime.db", "onnxruntime.db-*", "*.ses"),
        ),
    )


def remove_leftovers() -> None:
    """Remove them at the first start; a failure is logged and stops nothing."""
    done = data_folder() / DONE
    if done.exists():
        return
    for leftover in leftovers():
        try:
            remove(leftover)
        except OSError as error:
            _log.info("could not remove everything in %s: %s", leftover.folders[-1], error)
    try:
        done.parent.mkdir(parents=True, exist_ok=True)
        done.touch()
    except OSError as error:
        _log.info("will look for leftovers again at the next start: %s", error)


def remove(leftover: Leftover) -> None:
    """Remove the files of one leftover, and the folders that are empty then; follow no link.

    Raises:
        OSError: If the system refuses.
    """
    base = leftover.base.resolve()
    last = base.joinpath(*leftover.folders)
    if not last.is_dir() or last.resolve() != last:
        return  # it is not there, or a link leads to somewhere else
    for path in last.iterdir():
        is_file = stat.S_ISREG(path.lstat().st_mode)
        if is_file and any(fnmatchcase(path.name, pattern) for pattern in leftover.files):
            path.unlink()
    for folder in (last, *last.parents):
        if folder == base or any(folder.iterdir()):
            return
        folder.rmdir()
