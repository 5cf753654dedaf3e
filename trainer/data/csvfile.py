"""Rows of a CSV that may be compressed."""

import csv
import gzip
import hashlib
import io
import lzma
import stat
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

MOST_LINES: Final = 1_000_000
MOST_ROW: Final = 200_000
MOST_BYTES: Final = 4_000_000_000
"""Of a table: FER2013 has 35,888 rows of 9,000 characters, 300 MB. More is refused, unread."""

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
    check_file(path)
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
    check_file(path)
    line = 0
    try:
        with ExitStack() as stack:
            # Bytes that are no text become a cell that is no number, on a line with a name.
            text = io.TextIOWrapper(
                _binary(path, stack), encoding="utf-8-sig", errors="replace", newline=""
            )
            lines = _Lines(text, path)
            rows = csv.reader(lines)
            for row in rows:
                line = rows.line_num
                lines.row_is_read()
                if row:
                    yield line, [cell.strip() for cell in row]
    except BROKEN as error:
        msg = f"cannot read {path} beyond line {line}: {error}; is the file complete?"
        raise DataError(msg) from error


class _Lines:
    """The lines of a table, which may be longer than memory and time have room for.

    Raises:
        DataError: While it is iterated, if there are more than there may be.
    """

    def __init__(self, text: io.TextIOWrapper, path: Path) -> None:
        self._text = text
        self._path = path
        self._line = 0
        self._row = 0
        self._total = 0

    def row_is_read(self) -> None:
        """Count from 0 again: a row may have several lines."""
        self._row = 0

    def __iter__(self) -> Iterator[str]:
        while text := self._text.readline(MOST_ROW + 1):
            self._line += 1
            self._row += len(text)
            self._total += len(text)
            if self._row > MOST_ROW:
                msg = (
                    f"{self._path}, line {self._line}: a row has more than {MOST_ROW:,} characters"
                )
                raise DataError(msg)
            if self._line > MOST_LINES or self._total > MOST_BYTES:
                raise _too_large(self._path)
            yield text


def _too_large(path: Path) -> DataError:
    return DataError(
        f"{path} has more than {MOST_LINES:,} lines or {MOST_BYTES // 10**9} GB, unpacked; split it"
    )


def check_file(path: Path) -> None:
    """Raise DataError if a path is a pipe or device, which might be read for ever."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return  # opening it will say what is wrong
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        msg = f"{path} is a pipe or a device, which may never end; save its content as a file"
        raise DataError(msg)


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
            name = _member(archive.namelist(), path)
            if archive.getinfo(name).file_size > MOST_BYTES:
                raise _too_large(path)
            return stack.enter_context(archive.open(name))
        case _:
            return stack.enter_context(path.open("rb"))


def _from_tar(path: Path, stack: ExitStack) -> IO[bytes]:
    """Open the table of a tape archive, as Kaggle's fer2013.tar.gz is one."""
    archive = stack.enter_context(tarfile.open(path))  # noqa: SIM115 (the stack closes it)
    names: list[str] = []
    for member in archive:  # finding the next one unpacks this one
        if member.offset_data + member.size > MOST_BYTES or len(names) > MOST_LINES:
            raise _too_large(path)
        if member.isfile():
            names.append(member.name)
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
