"""Faces with labels of a class set, chosen from FER2013 by its own labels or by FER+'s votes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from emotion_desktop.errors import DataError
from emotion_desktop.labels import FER2013_ORDER, FERPLUS_ORDER, Emotion
from trainer.fer2013 import SPLITS, FaceTable

Split = Literal["Training", "PublicTest", "PrivateTest"]
LabelSource = Literal["fer2013", "ferplus-majority", "ferplus-votes"]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Samples:
    """Faces with labels of a class set, ready to train on or to score.

    Attributes:
        images: (n, 48, 48) uint8 gray.
        targets: (n, C) float32, each row sums to 1: one-hot, or the share of the votes.
        labels: (n,) int64, the class that counts in an evaluation.
        protocol: In words, what was selected and how it was labelled.
    """

    images: Tensor
    targets: Tensor
    labels: Tensor
    protocol: str

    def __len__(self) -> int:
        """Return the number of faces."""
        return len(self.images)


def select(
    table: FaceTable,
    split: Split,
    classes: tuple[Emotion, ...],
    *,
    labels: LabelSource,
    merges: Mapping[Emotion, Emotion] | None = None,
) -> Samples:
    """Return the faces of one split that belong to a class set.

    With `ferplus`, a face counts if its majority emotion is one of the classes, and its target
    is the share of its votes among them.

    Args:
        table: From `read_faces`.
        split: Which part of the data.
        classes: In the order of the logits.
        labels: Where labels come from.
        merges: Which emotions to count as another before selecting.

    Raises:
        DataError: If FER+ votes are asked for but not there, or no face remains.
    """
    merges = merges or {}
    if labels != "fer2013":
        if table.votes is None:
            msg = "these labels need the FER+ votes; give --ferplus fer2013new.csv"
            raise DataError(msg)
        votes, kept = majority(table.votes)
        columns: tuple[Emotion, ...] = FERPLUS_ORDER
        shares = votes[:, : len(columns)].float()
    else:
        kept = torch.ones(len(table.labels), dtype=torch.bool)
        columns = FER2013_ORDER
        shares = torch.nn.functional.one_hot(table.labels, len(columns)).float()
    # (n, columns) @ (columns, C): where each emotion goes, also nowhere
    route = torch.zeros(len(columns), len(classes))
    for row, emotion in enumerate(columns):
        target = merges.get(emotion, emotion)
        if target in classes:
            route[row, classes.index(target)] = 1
    winner = route[shares.argmax(dim=1)]  # (n, C), a zero row where the winner is no class of ours
    kept = kept & (table.splits == SPLITS.index(split)) & (winner.sum(dim=1) > 0)
    if not kept.any():
        msg = f"no face of {split} has a label among {', '.join(classes)}"
        raise DataError(msg)
    targets = (shares @ route)[kept]
    return Samples(
        images=table.images[kept],
        targets=targets / targets.sum(dim=1, keepdim=True),
        labels=winner[kept].argmax(dim=1),
        protocol=_protocol(split, classes, labels, merges, int(kept.sum())),
    )


def majority(votes: Tensor) -> tuple[Tensor, Tensor]:
    """Return FER+'s cleaned votes and which faces have a majority emotion.

    Single votes are noise and zeroed; a face is kept if the winner has more than half of the
    rest and is an emotion (Barsoum et al. 2016, "majority voting").

    Args:
        votes: (n, 10) in the order of `VOTE_COLUMNS`.

    Returns:
        (n, 10) cleaned votes and (n,) bool.
    """
    cleaned = torch.where(votes <= 1, 0, votes)
    best, winner = cleaned.max(dim=1)
    return cleaned, (2 * best > cleaned.sum(dim=1)) & (winner < len(FERPLUS_ORDER))


def _protocol(
    split: Split,
    classes: tuple[Emotion, ...],
    labels: LabelSource,
    merges: Mapping[Emotion, Emotion],
    count: int,
) -> str:
    source = "FER+ majority" if labels != "fer2013" else "FER2013 original labels"
    merged = ", merged 7 to 4" if merges else ""
    return f"{source}{merged}, {len(classes)} classes, {split}, n = {count}, single crop"
