"""Folders of pictures as arrays: one folder per class, or one per split with classes inside."""

import hashlib
import io
import os
import re
import struct
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image, ImageOps

from emotion_desktop.errors import DataError, LabelError
from emotion_desktop.labels import CANONICAL_ORDER, parse_emotion
from trainer.data.aligned import FaceAligner
from trainer.data.csvfile import check_file, columns_of, read_rows
from trainer.data.table import SPLITS, SPLITS_BY_NAME, Array, Part, Split

SUFFIXES: Final = frozenset(
    {".png", ".jpg", ".jpeg", ".jfif", ".bmp", ".webp", ".tif", ".tiff", ".gif", ".pgm", ".ppm"}
)
"""Files with other endings are no pictures."""

LABELS: Final = "labels.csv"
"""A table with the columns `image` and `emotion`, in place of class folders."""

_COPIES: Final = frozenset({"thumbnails", "thumbs", "lost+found", "$recycle.bin"})

_DEPTH: Final = 3
"""How many folders may lie above those of classes and splits."""

_ADDRESS: Final = re.compile(r" ?<_io\.\w+ object at 0x[0-9a-f]+>")

BATCH: Final = 1024
"""How many pictures are read ahead of a bad one."""

BROKEN: Final = (
    OSError,
    EOFError,
    SyntaxError,  # a broken PNG
    ValueError,
    struct.error,
    Image.DecompressionBombError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture file; `label` is an index into `CANONICAL_ORDER`, -1 in a folder of no class."""

    path: Path
    label: int
    split: int


def find_pictures(root: Path) -> list[Picture]:
    """Return the pictures below a folder in a fixed order.

    They are those of its `labels.csv`, if it has one, else those in folders of classes.

    Raises:
        DataError: If the folder cannot be read or holds no pictures.
    """
    if (root / LABELS).is_file():
        return _listed_pictures(root)
    try:
        pictures = [
            Picture(path=path, label=_label(name), split=SPLITS.index(split))
            for split, name, folder in _class_folders(root)
            for path in _files(folder)
        ]
    except OSError as error:
        msg = f"cannot read {error.filename or root}: {error.strerror}"
        raise DataError(msg) from error
    if not pictures:
        tables = sorted(path.name for path in root.glob("*.csv*"))
        advice = (
            f"did you mean {root / tables[0]}?"
            if tables
            else "expected train/happy/1.png or happy/1.png and the like"
        )
        msg = f"{root} holds no pictures in class folders; {advice}"
        raise DataError(msg)
    return pictures


def _listed_pictures(root: Path) -> list[Picture]:
    """Return the pictures of a table with the columns `image`, `emotion` and maybe `split`.

    Raises:
        DataError: If a column is missing, or a line names no emotion or split.
    """
    table = root / LABELS
    rows = read_rows(table)
    _, header = next(rows, (0, []))
    known = ("image", "emotion", *(("split",) if "split" in header else ()))
    at = columns_of(header, known, table, "a table of labelled pictures")
    pictures = []
    for line, cells in rows:
        image, emotion, *splits = (cells[column] if column < len(cells) else "" for column in at)
        split = SPLITS_BY_NAME.get(splits[0].lower()) if splits else "Training"
        label = _label(emotion)
        if label < 0 or split is None or Path(image).is_absolute():
            what = f"split is {splits[0]!r}" if split is None else f"image is {image!r}"
            what = f"emotion is {emotion!r}" if label < 0 else what
            msg = (
                f"{table}, line {line}: {what}; images are named from {root}, emotions and splits "
            )
            msg += "as folders are"
            raise DataError(msg)
        pictures.append(Picture(path=root / image, label=label, split=SPLITS.index(split)))
    if not pictures:
        msg = f"{table} lists no pictures"
        raise DataError(msg)
    return pictures


def digest_of_listing(root: Path, pictures: Sequence[Picture]) -> str:
    """Return the SHA-256 of relative paths, sizes and times of change, quicker than contents.

    Raises:
        DataError: If a file cannot be looked at.
    """
    digest = hashlib.sha256()
    for picture in pictures:
        try:
            found = picture.path.stat()
        except OSError as error:
            msg = f"cannot read {picture.path}: {error.strerror}"
            raise DataError(msg) from error
        name = picture.path.relative_to(root).as_posix()
        place = f"{picture.label}\0{picture.split}"
        digest.update(f"{name}\0{place}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def parse_folder(
    root: Path,
    pictures: Sequence[Picture],
    size: int,
    channels: int,
    *,
    skip_bad: bool,
    aligner: FaceAligner | None = None,
) -> Part:
    """Return the pictures of a folder, each stretched to a square, or the face in each.

    Args:
        root: The folder.
        pictures: From `find_pictures`.
        size: Side of the square in pixels.
        channels: 1 for (n, size, size) gray by BT.601 luma, 3 for (n, size, size, 3) RGB.
        skip_bad: Whether to leave out unreadable pictures instead of refusing the folder.
        aligner: Cuts the faces out; if None the pictures are faces already.

    Raises:
        DataError: If a picture cannot be read or its folder names no class; names the file.
    """
    shape = (size, size) if channels == 1 else (size, size, 3)
    images = np.empty((len(pictures), *shape), np.uint8)
    digest = hashlib.sha256()
    kept: list[int] = []

    def read(number: int) -> bytes | DataError:
        """Put a picture into its place and return the SHA-256 of its file."""
        try:
            images[number], content = _read(pictures[number], size, channels, aligner)
        except DataError as error:
            return error
        return content

    with ThreadPoolExecutor() as pool:
        for start in range(0, len(pictures), BATCH):
            numbers = range(start, min(start + BATCH, len(pictures)))
            for number, outcome in zip(numbers, pool.map(read, numbers), strict=True):
                if isinstance(outcome, DataError):
                    if not skip_bad:
                        raise outcome
                    continue
                name = pictures[number].path.relative_to(root).as_posix()
                digest.update(name.encode() + b"\0" + outcome)
                kept.append(number)
    if not kept:
        msg = f"{root}: none of its {len(pictures)} pictures can be used"
        raise DataError(msg)
    return Part(
        images=images if len(kept) == len(pictures) else images[kept],
        labels=np.array([pictures[number].label for number in kept], np.int64),
        splits=np.array([pictures[number].split for number in kept], np.int64),
        rows=np.array(kept, np.int64),
        total=len(pictures),
        digest=digest.hexdigest(),
    )


def _class_folders(
    root: Path, split: Split = "Training", depth: int = _DEPTH
) -> Iterator[tuple[Split, str, Path]]:
    """Yield the split, the class and the place of each folder with pictures of one class.

    Splits lie above the classes, or inside them; folders that are neither are looked into.
    """
    for folder in _subfolders(root):
        inner = SPLITS_BY_NAME.get(folder.name.lower())
        if inner is not None:
            yield from _class_folders(folder, inner, depth)
        elif _label(folder.name) < 0 and depth and _leads_on(folder, depth):
            yield from _class_folders(folder, split, depth - 1)
        else:
            yield split, folder.name, folder
            for part in _subfolders(folder):
                if part.name.lower() in SPLITS_BY_NAME:
                    yield SPLITS_BY_NAME[part.name.lower()], folder.name, part


def _leads_on(folder: Path, depth: int) -> bool:
    """Return whether there are folders of classes or splits below one that is neither."""
    inner = _subfolders(folder)
    return any(part.name.lower() in SPLITS_BY_NAME or _label(part.name) >= 0 for part in inner) or (
        depth > 1 and any(_leads_on(part, depth - 1) for part in inner)
    )


def _subfolders(folder: Path) -> list[Path]:
    return sorted(entry for entry in folder.iterdir() if entry.is_dir() and _is_meant(entry.name))


def _is_meant(name: str) -> bool:
    """Return whether a folder is one of people's own, not of copies that programs keep in it."""
    return name[0] not in "._@" and name.lower() not in _COPIES


def _files(folder: Path) -> Iterator[Path]:
    """Yield all pictures of a class below its folder, in a fixed order; its splits stand alone."""

    def refuse(error: OSError) -> None:
        raise error

    for place, folders, names in os.walk(folder, onerror=refuse):
        is_top = Path(place) == folder
        folders[:] = sorted(
            name
            for name in folders
            if _is_meant(name) and not (is_top and name.lower() in SPLITS_BY_NAME)
        )
        for name in sorted(names):
            if name[0] != "." and Path(name).suffix.lower() in SUFFIXES:
                yield Path(place) / name


def _label(name: str) -> int:
    try:
        return CANONICAL_ORDER.index(parse_emotion(name))
    except LabelError:
        return -1


def _read(
    picture: Picture, size: int, channels: int, aligner: FaceAligner | None
) -> tuple[Array, bytes]:
    """Return a picture, or the face in it, as an array, and the SHA-256 of its file.

    Raises:
        DataError: If it cannot be read, its folder names no class, or no face is found.
    """
    if picture.label < 0:
        msg = (
            f"{picture.path}: no class folder above it names an emotion; name it one of "
            f"{', '.join(CANONICAL_ORDER)}, or leave such pictures out with --skip-bad"
        )
        raise DataError(msg)
    check_file(picture.path)
    try:
        content = picture.path.read_bytes()
        with Image.open(io.BytesIO(content)) as opened:
            image = _eight_bit(ImageOps.exif_transpose(opened))
            if aligner is not None:
                face = aligner(np.asarray(image.convert("RGB")), size)
                image = Image.fromarray(face)
            image = image.convert("L" if channels == 1 else "RGB")
            image = image.resize((size, size), Image.Resampling.BILINEAR)  # averages when shrinking
    except DataError as error:
        msg = f"{picture.path}: {error}; leave such pictures out with --skip-bad"
        raise DataError(msg) from error
    except BROKEN as error:
        reason = _ADDRESS.sub("", str(error))
        msg = (
            f"cannot read {picture.path}: {reason}; replace the file, or leave such pictures out "
            "with --skip-bad"
        )
        raise DataError(msg) from error
    return np.asarray(image, np.uint8), hashlib.sha256(content).digest()


def _eight_bit(image: Image.Image) -> Image.Image:
    """Return a picture whose mode `convert` turns into gray or RGB without loss or warning."""
    if image.mode.startswith("I"):  # 16 bits a pixel, which `convert` would clip at 255
        return Image.fromarray((np.asarray(image).astype(np.int64) >> 8).clip(0, 255).astype("u1"))
    return image.convert("RGBA") if image.mode == "P" else image
