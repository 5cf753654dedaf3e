"""Room on the disk a session is recorded to."""

import os
import shutil
from errno import EDQUOT, EFBIG, ENOSPC
from pathlib import Path
from typing import Final

from emotion_desktop.errors import EmotionDesktopError, OutputError
from emotion_desktop.files.unique_paths import output_error

LEAST_FREE: Final = 500_000_000
"""Bytes that a recording leaves free."""

_FULL: Final = frozenset({ENOSPC, EDQUOT, EFBIG})


class DiskFullError(OutputError):
    """There is too little room left for a recording."""


def free_bytes(folder: Path) -> int:
    """Return how many bytes may still be written to the disk of a folder.

    Raises:
        OutputError: If the folder is not there any more.
    """
    try:
        return shutil.disk_usage(folder).free
    except OSError as error:
        raise output_error(folder, error) from error


def check_room(folder: Path, least: int) -> int:
    """Return how many bytes are free.

    Raises:
        DiskFullError: If they are fewer than `least`.
        OutputError: If the folder is not there any more.
    """
    free = free_bytes(folder)
    if free < least:
        raise DiskFullError(
            "only {free} left on {disk}, and {least} always stay free; delete something, or "
            "record to another folder",
            free=size_text(free),
            disk=disk_of(folder),
            least=size_text(least),
        )
    return free


def is_full(error: EmotionDesktopError) -> bool:
    """Return whether an error came from a disk without room, or a quota or limit reached."""
    cause = error.__cause__
    return isinstance(error, DiskFullError) or (isinstance(cause, OSError) and cause.errno in _FULL)


def size_text(count: int) -> str:
    """Return bytes as people read them: `820 kB`, `24 MB`, `1.3 GB`."""
    if count < 999_500:
        return f"{round(count / 1e3)} kB"
    if count < 999_500_000:
        return f"{round(count / 1e6)} MB"
    return f"{count / 1e9:.1f} GB" if count < 99.95e9 else f"{round(count / 1e9)} GB"


def disk_of(folder: Path) -> Path:
    """Return where the disk of a folder hangs in the tree: a drive, a mount point."""
    path = folder.absolute()
    # Path.is_mount fails on Windows before Python 3.12.
    while not os.path.ismount(path) and path != path.parent:
        path = path.parent
    return path
