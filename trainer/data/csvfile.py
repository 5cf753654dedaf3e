"""Rows of a CSV that may be compressed."""

import csv
import gzip
import hashlib
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Final, cast

from emotion_desktop.errors import DataError

KNOWN_NAMES: Final = ("fer2013.csv", "icml_face_data.csv", "fer2013new.csv")
"""Which file of an archive with several CSVs is meant."""

BROKEN: Final = (
    OSError,
    EOFError,
    RuntimeError,  # an encrypted archive, or one of an unknown method
    csv.Error,
    lzma.LZMAError,
    tarfile.TarError,
    zlib.error,
    zipfile.BadZipFile,
)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file.

    Raises:
        DataError: If it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        msg = f"cannot read {path}: {error.strerror}"
        raise DataError(msg) from error


def read_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of each line and its cells, stripped of space; blank lines are left out.

    Args:
        path: Plain, or compressed as .gz, .xz or .zip, or in a .tar, which may be compressed.

    Raises:
        DataError: If the file is missing or its compressed stream is damaged or cut off.
    """
    line = 0
    try:
        with ExitStack() as stack:
            # Bytes that are no text become a cell that is no number, on a line with a name.
            text = io.TextIOWrapper(
                _binary(path, stack), encoding="utf-8-sig", errors="replace", newline=""
            )
            rows = csv.reader(text)
            for row in rows:
                line = rows.line_num
                if row:
                    yield line, [cell.strip() for cell in row]
    except BROKEN as error:
        msg = f"cannot read {path} beyond line {line}: {error}; is the file complete?"
        raise DataError(msg) from error


def columns_of(header: Sequence[str], needed: Sequence[str], path: Path, what: str) -> list[int]:
    """Return where the needed columns stand.

    Raises:
        DataError: If one of them is missing.
    """
    missing = sorted(set(needed) - set(header))
    if missing:
        msg = f"{path} is not {what}: its first line lacks {', '.join(missing)}"
        raise DataError(msg)
    return [header.index(name) for name in needed]


def whole_number(text: str, below: int, what: str, where: str) -> int:
    """Return a cell as a number from 0 to `below` - 1.

    Raises:
        DataError: If it is none.
    """
    if not (text.isascii() and text.isdecimal() and len(text) < 10) or int(text) >= below:
        msg = f"{where}: {what} is {text!r}, not a whole number from 0 to {below - 1}"
        raise DataError(msg)
    return int(text)


def _binary(path: Path, stack: ExitStack) -> IO[bytes]:
    if ".tar" in [suffix.lower() for suffix in path.suffixes[-2:]] or path.suffix.lower() == ".tgz":
        return _from_tar(path, stack)
    match path.suffix.lower():
        case ".gz":
            return stack.enter_context(cast("IO[bytes]", gzip.open(path)))
        case ".xz":
            return stack.enter_context(lzma.open(path))
        case ".zip":
            archive = stack.enter_context(zipfile.ZipFile(path))
            return stack.enter_context(archive.open(_member(archive.namelist(), path)))
        case _:
            return stack.enter_context(path.open("rb"))


def _from_tar(path: Path, stack: ExitStack) -> IO[bytes]:
    """Open the table of a tape archive, as Kaggle's fer2013.tar.gz is one."""
    archive = stack.enter_context(tarfile.open(path))  # noqa: SIM115 (the stack closes it)
    names = [member.name for member in archive if member.isfile()]
    file = archive.extractfile(_member(names, path))
    assert file is not None  # it is one of the files
    return stack.enter_context(file)


def _member(names: Sequence[str], path: Path) -> str:
    """Return which file of an archive to read."""
    files = [name for name in names if "__MACOSX" not in name and "/._" not in f"/{name}"]
    tables = [name for name in files if name.lower().endswith(".csv")]
    known = [name for name in tables if name.rpartition("/")[2].lower() in KNOWN_NAMES]
    for choice in (known, tables):
        if len(choice) == 1:
            return choice[0]
    msg = (
        f"{path} holds {len(tables)} CSV files ({', '.join(tables) or 'none'}); "
        "unpack it and name the one to read"
    )
    raise DataError(msg)
