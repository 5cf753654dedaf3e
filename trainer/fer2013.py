"""FER2013 and FER+ files as tensors, parsed once and cached.

FER2013 (Goodfellow et al. 2013, https://arxiv.org/abs/1307.0414): 48x48 gray faces in a CSV with
the columns `emotion`, `pixels`, `Usage`. FER+ (Barsoum et al. 2016,
https://arxiv.org/abs/1608.01041): the votes of ten people for each of those faces, in the same
row order.
"""

import csv
import gzip
import hashlib
import io
import lzma
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, TextIO, cast

import numpy as np
import torch
from platformdirs import user_cache_path
from torch import Tensor

from emotion_desktop.errors import DataError
from emotion_desktop.labels import FER2013_ORDER, FERPLUS_ORDER

SIDE: Final = 48
SPLITS: Final = ("Training", "PublicTest", "PrivateTest")
VOTE_COLUMNS: Final = (*FERPLUS_ORDER, "unknown", "NF")
CACHE_FORMAT: Final = "1"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class FaceTable:
    """All rows of a FER2013 file.

    Attributes:
        images: (n, 48, 48) uint8 gray.
        labels: (n,) int64, index into `FER2013_ORDER`.
        splits: (n,) int64, index into `SPLITS`.
        votes: (n, 10) int64 in the order of `VOTE_COLUMNS`, or None without FER+.
        fingerprint: SHA-256 of the files.
    """

    images: Tensor
    labels: Tensor
    splits: Tensor
    votes: Tensor | None
    fingerprint: str


def read_faces(path: Path, ferplus: Path | None = None, *, cache: Path | None = None) -> FaceTable:
    """Return a FER2013 file, with FER+ votes if a file of them is given.

    Args:
        path: The CSV; plain, or compressed as .gz, .xz or .zip.
        ferplus: FER+'s `fer2013new.csv`.
        cache: Folder for the parsed arrays; the user's cache folder if None.

    Raises:
        DataError: If a file is missing, damaged, or not in the format; names the line.
    """
    fingerprint = _digest(path)
    folder = cache or user_cache_path("emotion-desktop", appauthor=False)
    images, labels, splits = _cached(path, folder / f"faces-{fingerprint[:16]}-{CACHE_FORMAT}.npz")
    votes = None
    if ferplus is not None:
        fingerprint = hashlib.sha256((fingerprint + _digest(ferplus)).encode()).hexdigest()
        votes = torch.from_numpy(_read_votes(ferplus))
        if len(votes) != len(images):
            msg = f"{ferplus} has {len(votes)} rows but {path} has {len(images)}; they must match"
            raise DataError(msg)
    return FaceTable(
        images=torch.from_numpy(images),
        labels=torch.from_numpy(labels),
        splits=torch.from_numpy(splits),
        votes=votes,
        fingerprint=fingerprint,
    )


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        msg = f"cannot read {path}: {error.strerror}"
        raise DataError(msg) from error


Array = np.ndarray[Any, np.dtype[Any]]
Arrays = tuple[Array, Array, Array]


def _cached(path: Path, store: Path) -> Arrays:
    if store.is_file():
        try:
            with store.open("rb") as file, np.load(file) as arrays:
                return arrays["images"], arrays["labels"], arrays["splits"]
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):
            store.unlink()  # half-written by a run that was killed: parse again
    images, labels, splits = _parse(path)
    try:
        store.parent.mkdir(parents=True, exist_ok=True)
        np.savez(store, images=images, labels=labels, splits=splits)
    except OSError:
        store.unlink(missing_ok=True)  # the cache only spares time
    return images, labels, splits


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    """Open a CSV that may be compressed; what goes wrong while reading becomes a DataError."""
    try:
        with ExitStack() as stack:
            binary: IO[bytes]
            match path.suffix:
                case ".gz":
                    binary = stack.enter_context(cast("IO[bytes]", gzip.open(path)))  # noqa: SIM115
                case ".xz":
                    binary = stack.enter_context(lzma.open(path))
                case ".zip":
                    archive = stack.enter_context(zipfile.ZipFile(path))
                    binary = stack.enter_context(archive.open(archive.namelist()[0]))
                case _:
                    binary = stack.enter_context(path.open("rb"))
            yield io.TextIOWrapper(binary, encoding="utf-8", newline="")
    except (OSError, EOFError, lzma.LZMAError, zipfile.BadZipFile, UnicodeDecodeError) as error:
        msg = f"cannot read {path}: {error}; is the file complete?"
        raise DataError(msg) from error


def _parse(path: Path) -> Arrays:
    images: list[Array] = []
    labels: list[int] = []
    splits: list[int] = []
    with _opened(path) as text:
        rows = csv.reader(text)
        header = [name.strip() for name in next(rows, [])]
        missing = {"emotion", "pixels", "Usage"} - set(header)
        if missing:
            msg = f"{path} is not FER2013: its first line lacks {', '.join(sorted(missing))}"
            raise DataError(msg)
        at = {name: header.index(name) for name in ("emotion", "pixels", "Usage")}
        for row in rows:
            where = f"{path}, line {rows.line_num}"
            if len(row) < len(header):
                msg = (
                    f"{where}: {len(row)} columns where {len(header)} are expected; "
                    "is the file complete?"
                )
                raise DataError(msg)
            images.append(_pixels(row[at["pixels"]], where))
            labels.append(_number(row[at["emotion"]], len(FER2013_ORDER), "emotion", where))
            usage = row[at["Usage"]].strip()
            if usage not in SPLITS:
                msg = f"{where}: Usage is {usage!r}, not one of {', '.join(SPLITS)}"
                raise DataError(msg)
            splits.append(SPLITS.index(usage))
    if not images:
        msg = f"{path} holds no faces"
        raise DataError(msg)
    return np.stack(images), np.array(labels, np.int64), np.array(splits, np.int64)


def _pixels(text: str, where: str) -> Array:
    try:
        values = np.array(text.split(), dtype=np.uint8)
    except (ValueError, OverflowError) as error:
        msg = f"{where}: a pixel is not a whole number from 0 to 255"
        raise DataError(msg) from error
    if values.size != SIDE * SIDE:
        msg = f"{where}: {values.size} pixels where {SIDE * SIDE} are expected"
        raise DataError(msg)
    return values.reshape(SIDE, SIDE)


def _number(text: str, below: int, what: str, where: str) -> int:
    if not text.strip().isdecimal() or int(text) >= below:
        msg = f"{where}: {what} is {text!r}, not a whole number from 0 to {below - 1}"
        raise DataError(msg)
    return int(text)


def _read_votes(path: Path) -> Array:
    votes: list[list[int]] = []
    with _opened(path) as text:
        rows = csv.DictReader(text)
        missing = set(map(str, VOTE_COLUMNS)) - set(rows.fieldnames or ())
        if missing:
            msg = f"{path} is not FER+: its first line lacks {', '.join(sorted(missing))}"
            raise DataError(msg)
        for row in rows:
            where = f"{path}, line {rows.line_num}"
            votes.append([_number(row[name] or "", 11, name, where) for name in VOTE_COLUMNS])
    return np.array(votes, np.int64)
