"""Parsed data sets in the user's cache folder; a cache that cannot be used only costs time."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import numpy as np
from platformdirs import user_cache_path

from emotion_desktop.files.atomic_write import open_whole
from trainer.data.table import Part

FORMAT: Final = "3"
ARRAYS: Final = ("images", "labels", "splits", "rows")
DAMAGED: Final = (
    OSError,
    EOFError,
    ValueError,
    KeyError,
    NotImplementedError,
    struct.error,
    zlib.error,
    zipfile.BadZipFile,
)


def cached(
    key: str, parse: Callable[[], Part], *, skip_bad: bool, folder: Path | None = None
) -> Part:
    """Return a data set from the cache, or parse and store it.

    Args:
        key: Names the files and how they are converted.
        parse: Reads them.
        skip_bad: Whether a data set that lacks its bad rows will do.
        folder: Of the cache; the user's if None.

    Raises:
        DataError: If `parse` does.
    """
    folder = folder or user_cache_path("emotion-desktop", appauthor=False)
    store = folder / f"faces-{key}-{FORMAT}.npz"
    part = _load(store)
    if part is not None and (skip_bad or not part.skipped):
        return part
    part = parse()
    with suppress(OSError):
        _save(store, part)
    return part


def _load(store: Path) -> Part | None:
    try:
        with store.open("rb") as file, np.load(file) as found:
            arrays = {name: found[name] for name in ARRAYS}
            total, digest = int(found["total"]), str(found["digest"])
    except DAMAGED:
        return None
    if len({len(array) for array in arrays.values()}) != 1 or arrays["images"].dtype != np.uint8:
        return None
    return Part(**arrays, total=total, digest=digest)


def _save(store: Path, part: Part) -> None:
    """Write a cache file that is there as a whole or not at all.

    Raises:
        OSError: If it cannot be written.
    """
    with open_whole(store) as file:
        np.savez(
            file,
            images=part.images,
            labels=part.labels,
            splits=part.splits,
            rows=part.rows,
            total=np.array(part.total),
            digest=np.array(part.digest),
        )
