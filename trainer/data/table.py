"""What every reader of face data delivers, and the table it ends up in."""

from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import torch
from torch import Tensor

from emotion_desktop.labels import CANONICAL_ORDER, FERPLUS_ORDER, Emotion

Split = Literal["Training", "PublicTest", "PrivateTest"]
Array = np.ndarray[Any, np.dtype[Any]]

SPLITS: Final[tuple[Split, ...]] = ("Training", "PublicTest", "PrivateTest")

SPLITS_BY_NAME: Final[dict[str, Split]] = {
    "train": "Training",
    "training": "Training",
    "val": "PublicTest",
    "valid": "PublicTest",
    "validation": "PublicTest",
    "publictest": "PublicTest",
    "test": "PrivateTest",
    "testing": "PrivateTest",
    "privatetest": "PrivateTest",
}
"""What a folder, a file or a Usage of each name holds, whatever its case."""
"""To learn from, to choose epochs by, to read once at the end."""

VOTE_COLUMNS: Final = (*FERPLUS_ORDER, "unknown", "NF")
"""Order of FER+'s vote columns."""

NO_VOTES: Final = -1
"""Stands in every column of a face that nobody voted on."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class FaceTable:
    """All faces of one or more data sets; row i of each tensor is the same face.

    Attributes:
        images: (n, S, S) uint8 gray or (n, S, S, 3) uint8 RGB.
        labels: (n,) int64, index into `labels.CANONICAL_ORDER`.
        splits: (n,) int64, index into `SPLITS`.
        votes: (n, 10) int64 in the order of `VOTE_COLUMNS`, `NO_VOTES` where a face has none;
            None without FER+.
        rows: (n,) int64, the row or picture of its own data set that each face is, counted from 0.
        sources: (n,) int64, the number of that data set among those that were given.
        fingerprint: SHA-256 of faces, labels, splits and votes, however they are packed.
        files_fingerprint: SHA-256 of the files; what runs of version 0.1 recorded.
        files: SHA-256 of each data file, as `sha256sum` prints it, by name; not of folders.
        skipped: Bad rows and pictures that were left out.
        origin: Name of the data in a protocol.
    """

    images: Tensor
    labels: Tensor
    splits: Tensor
    votes: Tensor | None
    rows: Tensor
    sources: Tensor
    fingerprint: str
    files_fingerprint: str
    files: dict[str, str]
    skipped: int = 0
    origin: str = "FER2013"

    def __len__(self) -> int:
        """Return the number of faces."""
        return len(self.images)

    def counts(self, split: Split) -> dict[Emotion, int]:
        """Return how many faces of a split carry each emotion as their own label."""
        labels = self.labels[self.splits == SPLITS.index(split)]
        found = torch.bincount(labels, minlength=len(CANONICAL_ORDER)).tolist()
        return dict(zip(CANONICAL_ORDER, found, strict=True))


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Part:
    """The faces of one data set as parsed.

    Attributes:
        images: (n, S, S) uint8 gray or (n, S, S, 3) uint8 RGB.
        labels: (n,) int64, index into `labels.CANONICAL_ORDER`.
        splits: (n,) int64, index into `SPLITS`.
        rows: (n,) int64, number of the row or picture each face came from, counted from 0.
        total: Rows or pictures there were, bad ones included.
        digest: SHA-256 of the contents.
    """

    images: Array
    labels: Array
    splits: Array
    rows: Array
    total: int
    digest: str

    @property
    def skipped(self) -> int:
        """Rows or pictures that were left out because they are bad."""
        return self.total - len(self.images)
