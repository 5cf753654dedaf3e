"""What `emotion-analyze` was asked to read, one file or stream at a time."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from emotion_desktop.config import find_asset
from emotion_desktop.errors import UnreadableFileError
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
from emotion_desktop.vision.sources.listing import LeftOut, list_folder
from emotion_desktop.vision.sources.naming import public_name

_MOST_NAMES: Final = 5


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


@dataclass(frozen=True, slots=True)
class Inputs:
    """What is behind one input.

    Attributes:
        items: What is read, in this order.
        left_out: What of a folder is not, with the reason.
    """

    items: list[Item]
    left_out: dict[Path, LeftOut] = field(default_factory=dict)


def inputs_of(text: str) -> Inputs:
    """Return the files behind one input: itself, or a folder's pictures and videos by name.

    Whether they exist or can be read shows when they are opened. Folders inside a folder are
    not looked at. The demo is played once, as a file.

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
    listing = list_folder(path, IMAGE_SUFFIXES | VIDEO_SUFFIXES)
    if not listing.files:
        found = f"; {told(listing.left_out)}" if listing.left_out else ""
        raise UnreadableFileError(
            "there is no picture or video in {path}{left_out}", path=path, left_out=found
        )
    return Inputs([_item(SourceSpec(FILE, str(file))) for file in listing.files], listing.left_out)


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
