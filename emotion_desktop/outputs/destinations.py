"""Whether a folder can be written to, on any system, found out without making it."""

import os
import sys
import tempfile
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path, PurePath
from typing import Protocol


class Trouble(Enum):
    """Why nothing can be written to a folder."""

    RELATIVE = auto()  # the path does not begin at the top
    NO_DRIVE = auto()  # its drive or share is not there
    NO_FOLDER = auto()  # something else has that name
    LOCKED = auto()  # the system does not allow it
    TOO_LONG = auto()  # a name in it is too long, or has letters that names may not have


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with a folder, and where."""

    trouble: Trouble
    where: PurePath


class System(Protocol):
    """What is asked of the system; its answers may be OSError."""

    def is_folder(self, path: PurePath) -> bool | None:
        """Return whether there is a folder, or something else; None if there is nothing."""

    def may_write(self, path: PurePath) -> bool:
        """Return whether files and folders can be made in a folder."""


class ThisSystem:
    """The one we run on.

    Args:
        platform: `sys.platform`.
    """

    def __init__(self, platform: str = sys.platform) -> None:
        self._platform = platform

    def is_folder(self, path: PurePath) -> bool | None:
        """Return whether there is a folder, or something else; None if there is nothing."""
        if "\0" in str(path):
            msg = "a zero byte"
            raise OSError(msg)
        return Path(path).is_dir() or (False if os.path.lexists(path) else None)

    def may_write(self, path: PurePath) -> bool:
        """Return whether files and folders can be made in a folder."""
        if self._platform != "win32":
            return os.access(path, os.W_OK | os.X_OK)
        # os.access says yes to everything there.
        try:
            with tempfile.TemporaryFile(dir=path):
                return True
        except OSError:
            return False


def judge(folder: PurePath, system: System | None = None) -> Verdict | None:
    """Return why a folder cannot be written to; None if it can.

    One that is not there yet will be made; then the nearest one above it must allow that.
    """
    system = system or ThisSystem()
    if not folder.is_absolute():
        return Verdict(Trouble.RELATIVE, folder)
    for path in (folder, *folder.parents):
        try:
            found = system.is_folder(path)
            if found is None:
                continue
            if not found:
                return Verdict(Trouble.NO_FOLDER, path)
            return None if system.may_write(path) else Verdict(Trouble.LOCKED, path)
        except PermissionError:
            return Verdict(Trouble.LOCKED, path)
        except OSError:
            return Verdict(Trouble.TOO_LONG, path)
    return Verdict(Trouble.NO_DRIVE, folder.parents[-1] if folder.parents else folder)
