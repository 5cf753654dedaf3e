"""What lies in a folder, and what of it is not read, and why."""

import errno
import stat
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Final

from emotion_desktop.errors import Message, PermissionDeniedError, UnreadableFileError
from emotion_desktop.vision.sources.naming import file_name

MOST_NAMES: Final = 5
"""So many of what is left out are named."""


class LeftOut(StrEnum):
    """Why something in a folder is not read; the value is for people."""

    HIDDEN = "hidden"
    FOLDER = "a folder in the folder"
    OTHER_KIND = "of another kind"
    NO_FILE = "not a file"
    LOCKED = "locked by the system"
    MOVING = "moving, of which only the first picture is shown"


@dataclass(frozen=True, slots=True)
class Listing:
    """A folder, sorted by name.

    Attributes:
        files: What is to be read.
        left_out: All else, with the reason.
    """

    files: list[Path]
    left_out: dict[Path, LeftOut]


def check_readable(path: Path) -> None:
    """Check that there is something at a path.

    Raises:
        PermissionDeniedError: If access is denied, for example inside a locked folder.
        UnreadableFileError: If nothing is there, or cannot be, as with a name that is too long.
    """
    try:
        mode = path.stat().st_mode
    except PermissionError as error:
        raise PermissionDeniedError(
            "permission denied: {path}; change the permissions of its folder", path=path
        ) from error
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise UnreadableFileError(
            "there is no file {path}; give a video, a picture, a folder of pictures, camera, "
            "demo, or the address of a stream",
            path=path,
        ) from error
    except OSError as error:
        raise UnreadableFileError(
            "{path} cannot be read: {reason}", path=path, reason=error.strerror
        ) from error
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise UnreadableFileError(
            "{path} is a pipe or a device, which may never end; give a file or a folder, and "
            "cameras by their name: camera, camera:1",
            path=path,
        )


def open_regular(path: Path) -> BinaryIO:
    """Return a file, opened to be read; never waits, as for a pipe into which nobody writes.

    Raises:
        OSError: If it cannot be opened, or is a pipe, a device or the like.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, "not a file")
    return path.open("rb")


def list_folder(folder: Path, suffixes: Collection[str]) -> Listing:
    """Return the files of a folder that have one of these endings, and all that is left out.

    Raises:
        PermissionDeniedError: If the folder may not be read.
        UnreadableFileError: If the system cannot read it.
    """
    listing = Listing([], {})
    try:
        entries = sorted(folder.iterdir())
    except PermissionError as error:
        raise PermissionDeniedError(
            "permission denied: {path}; change its permissions", path=folder
        ) from error
    except OSError as error:
        raise UnreadableFileError(
            "{path} cannot be read: {reason}", path=folder, reason=error.strerror
        ) from error
    for path in entries:
        reason = _reason(path, suffixes)
        if reason is None:
            listing.files.append(path)
        else:
            listing.left_out[path] = reason
    return listing


def remark(folder: Path, left_out: Mapping[Path, LeftOut]) -> Message:
    """Return how many of what in a folder are left out, and the first ones by name."""
    counts = Counter(left_out.values())
    parts = [_part(reason, counts[reason]) for reason in LeftOut if counts[reason]]
    what = parts.pop()
    while parts:
        what = Message("{first}, {rest}", {"first": parts.pop(), "rest": what})
    names: Message | str = ", ".join(file_name(path) for path in list(left_out)[:MOST_NAMES])
    if len(left_out) > MOST_NAMES:
        more = len(left_out) - MOST_NAMES
        names = Message("{names} and {count} more", {"names": names, "count": more})
    return Message(
        "Not everything in {path} is shown: {what} ({names})",
        {"path": file_name(folder), "what": what, "names": names},
    )


def _part(reason: LeftOut, count: int) -> Message:
    values = {"count": count}
    match reason:
        case LeftOut.HIDDEN:
            return Message("hidden: {count}", values)
        case LeftOut.FOLDER:
            return Message("folders: {count}", values)
        case LeftOut.OTHER_KIND:
            return Message("of another kind: {count}", values)
        case LeftOut.NO_FILE:
            return Message("not a file: {count}", values)
        case LeftOut.LOCKED:
            return Message("locked by the system: {count}", values)
        case LeftOut.MOVING:
            return Message("moving, of which the first picture is shown: {count}", values)


def _reason(path: Path, suffixes: Collection[str]) -> LeftOut | None:
    if path.name.startswith("."):
        return LeftOut.HIDDEN
    try:
        if path.is_dir():
            return LeftOut.FOLDER
        is_file = path.is_file()
    except OSError:  # a link into a folder that may not be looked into
        return LeftOut.LOCKED
    if path.suffix.lower() not in suffixes:
        return LeftOut.OTHER_KIND
    return None if is_file else LeftOut.NO_FILE
