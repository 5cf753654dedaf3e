"""FER2013 and FER+ files as arrays.

FER2013 (Goodfellow et al. 2013, https://arxiv.org/abs/1307.0414): 48x48 gray faces in a CSV with
the columns `emotion`, `pixels`, `Usage`, in any order. FER+ (Barsoum et al. 2016,
https://arxiv.org/abs/1608.01041): the votes of ten people for each of those faces, in the same
row order.
"""

import re
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Final

import numpy as np

from emotion_desktop.errors import DataError
from emotion_desktop.labels import FER2013_ORDER
from trainer.data.csvfile import columns_of, digest_of, read_rows, whole_number
from trainer.data.table import SPLITS, SPLITS_BY_NAME, VOTE_COLUMNS, Array, Part, Split

SIDE: Final = 48
SHORT_NUMBERS: Final = re.compile(r"[0-9]{1,3}(?: +[0-9]{1,3})*")
ADVICE: Final = "mend the line, or leave such lines out with --skip-bad"


def parse_fer2013(path: Path, *, skip_bad: bool) -> Part:
    """Return the faces of a FER2013 file as (n, 48, 48) gray.

    Args:
        path: The CSV; plain, or compressed as .gz, .xz or .zip, or in a .tar.
        skip_bad: Whether to leave out bad rows instead of refusing the file.

    Raises:
        DataError: If the file is missing, damaged, or not in the format; names the line.
    """
    pixels = bytearray()
    labels: list[int] = []
    splits: list[int] = []
    kept: list[int] = []
    rows = read_rows(path)
    _, header = next(rows, (0, []))
    # Kaggle's train.csv has no Usage: its name says what it is for.
    known = ("emotion", "pixels", "Usage") if "Usage" in header else ("emotion", "pixels")
    at = columns_of(header, known, path, "FER2013")
    whole = split_of(path)
    number = -1
    for number, (line, row) in enumerate(rows):
        try:
            face, label, split = _face(row, at, len(header), whole, f"{path}, line {line}")
        except DataError:
            if not skip_bad:
                raise
            continue
        pixels += face
        labels.append(label)
        splits.append(split)
        kept.append(number)
    if not kept:
        msg = f"{path} holds no faces" if number < 0 else f"{path}: none of its rows is a face"
        raise DataError(msg)
    return Part(
        images=np.frombuffer(pixels, np.uint8).reshape(-1, SIDE, SIDE),
        labels=np.array(labels, np.int64),
        splits=np.array(splits, np.int64),
        rows=np.array(kept, np.int64),
        total=number + 1,
        digest=digest_of(path),
    )


def split_of(path: Path) -> Split:
    """Return which split a file without a column Usage is, by its name; Training if none."""
    return SPLITS_BY_NAME.get(path.name.partition(".")[0].lower(), "Training")


def _face(
    row: list[str], at: list[int], width: int, whole: Split, where: str
) -> tuple[bytes, int, int]:
    """Return the pixels, label and split of a row; `whole` is the split if it does not say one.

    Raises:
        DataError: If the row is bad.
    """
    if len(row) < width:
        msg = f"{where}: {len(row)} columns where {width} are expected; is the file complete?"
        raise DataError(msg)
    emotion, text, *usages = (row[column] for column in at)
    face = _pixels(text, where)
    label = whole_number(emotion, len(FER2013_ORDER), "emotion", where)
    split = SPLITS_BY_NAME.get(usages[0].lower()) if usages else whole
    if split is None:
        names = "Training, PublicTest, PrivateTest, or train, val, test"
        msg = f"{where}: Usage is {usages[0]!r}, not one of {names}; {ADVICE}"
        raise DataError(msg)
    return face, label, SPLITS.index(split)


def _pixels(text: str, where: str) -> bytes:
    values = np.zeros(0, np.int16)
    if SHORT_NUMBERS.fullmatch(text):
        values = np.fromstring(text, np.int16, sep=" ")  # five times as fast as split()
    elif text:
        values = np.full(1, 256, np.int16)
    if (values > 255).any():
        msg = f"{where}: a pixel is not a whole number from 0 to 255; {ADVICE}"
        raise DataError(msg)
    if values.size != SIDE * SIDE:
        msg = f"{where}: {values.size} pixels where {SIDE * SIDE} are expected; {ADVICE}"
        raise DataError(msg)
    return values.astype(np.uint8).tobytes()


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Votes:
    """A FER+ file.

    Attributes:
        counts: (m, 10) int64 in the order of `VOTE_COLUMNS`; zero in a bad row.
        good: (m,) bool, whether a row could be read.
        usages: The `Usage` of each row, empty where there is none.
        lines: Where in the file each row stands.
    """

    counts: Array
    good: Array
    usages: list[str]
    lines: list[int]


def read_votes(path: Path, *, skip_bad: bool) -> Votes:
    """Return the votes of a FER+ file.

    Args:
        path: FER+'s `fer2013new.csv`; plain, or compressed as .gz, .xz or .zip.
        skip_bad: Whether to mark bad rows instead of refusing the file.

    Raises:
        DataError: If the file is missing, damaged, or not in the format; names the line.
    """
    rows = read_rows(path)
    _, header = next(rows, (0, []))
    at = columns_of(header, [str(name) for name in VOTE_COLUMNS], path, "FER+")
    usage = header.index("Usage") if "Usage" in header else None
    counts: list[list[int]] = []
    good: list[bool] = []
    usages: list[str] = []
    lines: list[int] = []
    for line, row in rows:
        where = f"{path}, line {line}"
        cells = [*row, *repeat("", len(header) - len(row))]
        try:
            counts.append(
                [
                    whole_number(cells[column], 11, f"column {name}", where)
                    for column, name in zip(at, VOTE_COLUMNS, strict=True)
                ]
            )
        except DataError:
            if not skip_bad:
                raise
            counts.append([0] * len(VOTE_COLUMNS))
            good.append(False)
        else:
            good.append(True)
        usages.append("" if usage is None else cells[usage])
        lines.append(line)
    return Votes(
        counts=np.array(counts, np.int64).reshape(-1, len(VOTE_COLUMNS)),
        good=np.array(good, bool),
        usages=usages,
        lines=lines,
    )


def votes_for(part: Part, data: Path, path: Path, *, skip_bad: bool) -> tuple[Array, Array]:
    """Return FER+'s votes for the faces of a FER2013 file, row by row.

    Args:
        part: The parsed file.
        data: Its path, for messages.
        path: The FER+ file.
        skip_bad: Whether to leave out faces with bad votes instead of refusing the file.

    Returns:
        (n, 10) int64 votes, and (n,) bool: whose could be read.

    Raises:
        DataError: If the files do not belong together, row by row.
    """
    votes = read_votes(path, skip_bad=skip_bad)
    if len(votes.lines) != part.total:
        msg = f"{path} has {len(votes.lines)} rows but {data} has {part.total}; they must match"
        raise DataError(msg)
    for row, split in zip(part.rows.tolist(), part.splits.tolist(), strict=True):
        usage = votes.usages[row]
        if votes.good[row] and usage and SPLITS_BY_NAME.get(usage.lower()) != SPLITS[split]:
            msg = (
                f"{path}, line {votes.lines[row]}: Usage is {usage!r} but {data} says "
                f"{SPLITS[split]} for that face; both must be in the official row order"
            )
            raise DataError(msg)
    return votes.counts[part.rows], votes.good[part.rows]
