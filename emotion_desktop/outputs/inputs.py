"""What `emotion-analyze` was asked to read, one file or stream at a time."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from emotion_desktop.config import find_asset
from emotion_desktop.errors import PermissionDeniedError, UnreadableFileError
from emotion_desktop.vision.sources import IMAGE_SUFFIXES, VIDEO_SUFFIXES

DEMO: Final = "demo"


@dataclass(frozen=True, slots=True)
class Item:
    """One file, stream or camera.

    Attributes:
        location: What `open_source` takes.
        name: What tables call it: the file's name, or its path if another file has that name.
        is_picture: Whether it is a still picture.
    """

    location: str
    name: str
    is_picture: bool


def items_of(text: str) -> list[Item]:
    """Return the files behind one input: itself, or a folder's pictures and videos by name.

    Whether they exist or can be read shows when they are opened. Folders inside a folder are
    not looked at. The demo is played once, as a file.

    Raises:
        UnreadableFileError: If a folder holds neither pictures nor videos.
        PermissionDeniedError: If a folder may not be read.
        AssetError: If the demo is missing from the installation.
    """
    if text == DEMO:
        return [Item(str(find_asset("demo.mp4")), DEMO, is_picture=False)]
    path = Path(text)
    if not path.is_dir():
        return [_item(path, text)]
    known = IMAGE_SUFFIXES | VIDEO_SUFFIXES
    try:
        files = [file for file in sorted(path.iterdir()) if file.suffix.lower() in known]
    except PermissionError as error:
        msg = f"the system does not let us read {path}; change its permissions"
        raise PermissionDeniedError(msg) from error
    items = [_item(file, str(file)) for file in files if file.is_file() and file.name[0] != "."]
    if not items:
        msg = f"there is no picture or video in {path}"
        raise UnreadableFileError(msg)
    return items


def _item(path: Path, text: str) -> Item:
    name = text if "://" in text or text.startswith("camera") else path.name
    return Item(text, name, path.suffix.lower() in IMAGE_SUFFIXES)


def told_apart(groups: Iterable[list[Item]]) -> list[list[Item]]:
    """Return the items with their path as name wherever two would be called the same."""
    groups = list(groups)
    counts = Counter(item.name for group in groups for item in group)
    return [
        [item if counts[item.name] == 1 else replace(item, name=item.location) for item in group]
        for group in groups
    ]
