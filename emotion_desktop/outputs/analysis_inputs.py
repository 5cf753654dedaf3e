"""What `emotion-analyze` was asked to read, one file or stream at a time."""

import glob
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from emotion_desktop.config import find_asset
from emotion_desktop.errors import SourceError, UnreadableFileError
from emotion_desktop.vision.sources import (
    DEMO,
    FILE,
    FOLDER,
    IMAGE_SUFFIXES,
    VIDEO_SUFFIXES,
    Kind,
    SourceSpec,
    kind_of,
)
from emotion_desktop.vision.sources.listing import LeftOut, Listing, list_folder
from emotion_desktop.vision.sources.naming import public_name

_MOST_NAMES: Final = 5
_SUFFIXES: Final = IMAGE_SUFFIXES | VIDEO_SUFFIXES


@dataclass(frozen=True, slots=True)
class Item:
    """One file, stream or camera.

    Attributes:
        location: What `open_source` takes.
        name: What tables call it: the file's name, or its path if another file has that name; of
            a stream its address without secrets.
        is_picture: Whether it is a still picture, or several.
    """

    location: str
    name: str
    is_picture: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InputSelection:
    """What of the inputs is read; of pictures always all.

    Attributes:
        start_s: From the frame of this time, in seconds.
        end_s: To before the frame of this time; to the end if None.
        every: N reads every Nth frame, beginning with the first one from `start_s`.
        recursive: Whether folders in folders are read as well.
    """

    start_s: float = 0.0
    end_s: float | None = None
    every: int = 1
    recursive: bool = False

    def frames(self, count: int | None, fps: float | None) -> int | None:
        """Return how many frames of a video of so many are read, about; None if nobody knows."""
        if count is None or (fps is None and (self.start_s or self.end_s is not None)):
            return None
        last = count if self.end_s is None else min(count, math.ceil(self.end_s * (fps or 0.0)))
        first = math.ceil(self.start_s * (fps or 0.0))
        return max(0, math.ceil((last - first) / self.every))


@dataclass(frozen=True, slots=True)
class Inputs:
    """What is behind one input.

    Attributes:
        items: What is read, in this order.
        left_out: What of a folder is not, with the reason.
    """

    items: list[Item]
    left_out: dict[Path, LeftOut] = field(default_factory=dict)


def matches(text: str) -> list[str]:
    """Return what a pattern like `*.mp4` or `**/*.mp4` matches, by name, or the text itself.

    A file of that very name comes first; `**` finds files alone, in all folders.
    """
    if "://" in text or not glob.has_magic(text) or Path(text).exists():
        return [text]
    # Path.glob would find hidden files and refuse patterns like a**.
    found = sorted(glob.glob(text, recursive=True))  # noqa: PTH207
    if "**" in text:
        found = [path for path in found if Path(path).is_file()]
    return found or [text]


def inputs_of(text: str, *, recursive: bool = False) -> Inputs:
    """Return the files behind one input: itself, or a folder's pictures and videos by name.

    Whether they exist or can be read shows when they are opened. Folders inside a folder are
    read only if `recursive`, behind its files. The demo is played once, as a file.

    Raises:
        UnreadableFileError: If a folder holds neither pictures nor videos.
        PermissionDeniedError: If a folder may not be read.
        AssetError: If the demo is missing from the installation.
    """
    spec = SourceSpec.parse(text)
    if spec.kind == DEMO:
        return Inputs([Item(str(find_asset("demo.mp4")), DEMO, is_picture=False)])
    if spec.kind != FOLDER:
        return Inputs([_item(spec)])
    path = Path(spec.value)
    listing = _list_all(path) if recursive else list_folder(path, _SUFFIXES)
    if not listing.files:
        found = f"; {told(listing.left_out)}" if listing.left_out else ""
        raise UnreadableFileError(
            "there is no picture or video in {path}{left_out}", path=path, left_out=found
        )
    return Inputs([_item(SourceSpec(FILE, str(file))) for file in listing.files], listing.left_out)


def _list_all(folder: Path) -> Listing:
    """Return what is in a folder and all folders in it; links to folders are not followed."""
    listing = list_folder(folder, _SUFFIXES)
    for path, reason in list(listing.left_out.items()):
        if reason is not LeftOut.FOLDER or path.is_symlink():
            continue
        try:
            inner = _list_all(path)
        except SourceError:
            listing.left_out[path] = LeftOut.LOCKED
            continue
        del listing.left_out[path]
        listing.files.extend(inner.files)
        listing.left_out.update(inner.left_out)
    return listing


def told(left_out: Mapping[Path, LeftOut]) -> str:
    """Return how many of what were left out, and the first ones by name."""
    counts = Counter(left_out.values())
    reasons = ", ".join(f"{counts[reason]} {reason}" for reason in LeftOut if counts[reason])
    names = ", ".join(public_name(path.name) for path in list(left_out)[:_MOST_NAMES])
    more = f" and {len(left_out) - _MOST_NAMES} more" if len(left_out) > _MOST_NAMES else ""
    return f"left out: {reasons} ({names}{more})"


def _item(spec: SourceSpec) -> Item:
    if spec.kind != FILE:
        return Item(str(spec), spec.public_address, is_picture=False)
    is_picture = kind_of(Path(spec.value)) in {Kind.PICTURE, Kind.PAGES}
    return Item(str(spec), spec.display_name, is_picture)


def with_unique_names(groups: Iterable[list[Item]]) -> list[list[Item]]:
    """Return the items with their path as name wherever two would be called the same."""
    groups = list(groups)
    counts = Counter(item.name for group in groups for item in group)
    return [
        [
            item if counts[item.name] == 1 else replace(item, name=public_name(item.location))
            for item in group
        ]
        for group in groups
    ]
