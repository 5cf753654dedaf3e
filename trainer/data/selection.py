"""Faces with labels of a class set, chosen from a table by their own labels or by FER+'s votes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor
from torch.nn.functional import one_hot

from emotion_desktop.errors import DataError
from emotion_desktop.labels import CANONICAL_ORDER, FERPLUS_ORDER, Emotion
from emotion_desktop.models import EvaluationProtocol, LabelSource
from emotion_desktop.models.protocol import Sample
from trainer.data.table import NO_VOTES, SPLITS, FaceTable, Split


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Samples:
    """Faces with labels of a class set, ready to train on or to score.

    Attributes:
        images: (n, S, S) uint8 gray or (n, S, S, 3) uint8 RGB.
        targets: (n, C) float32, each row sums to 1: one-hot, or the share of the votes.
        labels: (n,) int64, the class that counts in an evaluation.
        protocol: What was selected and how it was labelled.
        chosen: (n,) int64, which faces of the table they are; None if they are of no table.
    """

    images: Tensor
    targets: Tensor
    labels: Tensor
    protocol: EvaluationProtocol
    chosen: Tensor | None = None

    def __len__(self) -> int:
        """Return the number of faces."""
        return len(self.images)

    def counts(self) -> list[int]:
        """Return the number of faces of each class."""
        found: list[int] = torch.bincount(self.labels, minlength=self.targets.shape[1]).tolist()
        return found

    def sample(self, count: int, seed: int) -> "Samples":
        """Return a random part with the shares of the classes kept, at least one of each.

        Args:
            count: How many faces; all of them if there are no more.
            seed: Of the choice.

        Raises:
            DataError: If `count` is below the number of classes there are.
        """
        if count >= len(self):
            return self
        counts = torch.tensor(self.counts())
        present = int((counts > 0).sum())
        if count < present:
            msg = f"{count} faces cannot show all {present} classes; ask for at least {present}"
            raise DataError(msg)
        fair = counts * count / len(self)
        quotas = torch.where(counts > 0, fair.floor().clamp(min=1), 0).long()
        while (lacking := count - int(quotas.sum())) > 0:
            quotas[(fair - quotas).argmax()] += 1
        while lacking < 0:  # single faces of rare classes took the place of others
            quotas[torch.where(quotas > 1, quotas - fair, -torch.inf).argmax()] -= 1
            lacking += 1
        generator = torch.Generator().manual_seed(seed)
        rows = []
        for label, quota in enumerate(quotas.tolist()):
            (faces,) = torch.where(self.labels == label)
            rows.append(faces[torch.randperm(len(faces), generator=generator)[:quota]])
        chosen = torch.cat(rows).sort().values
        return replace(
            self,
            images=self.images[chosen],
            targets=self.targets[chosen],
            labels=self.labels[chosen],
            chosen=None if self.chosen is None else self.chosen[chosen],
            protocol=self.protocol.model_copy(update={"sample": Sample(count=count, seed=seed)}),
        )


def select(
    table: FaceTable,
    split: Split,
    classes: tuple[Emotion, ...],
    *,
    labels: LabelSource,
    merges: Mapping[Emotion, Emotion] | None = None,
    undecided: bool = False,
) -> Samples:
    """Return the faces of one split that belong to a class set.

    By FER+, a face counts if its majority emotion is one of the classes; its target is that
    emotion, or the share of its votes among the classes. Faces nobody voted on keep their label.

    Args:
        table: From `load_faces`.
        split: Which part of the data.
        classes: In the order of the logits.
        labels: Where labels come from.
        merges: Which emotions to count as another before selecting.
        undecided: Whether a face counts by FER+ although its most frequent emotion has no majority.

    Raises:
        DataError: If FER+ votes are asked for but not there, or no face remains.
    """
    merges = merges or {}
    shares, kept = _shares(table, labels, undecided=undecided)
    to_class = route(CANONICAL_ORDER, classes, merges)
    winner = to_class[
        shares.argmax(dim=1)
    ]  # (n, C), a zero row where the winner is no class of ours
    kept = kept & (table.splits == SPLITS.index(split)) & (winner.sum(dim=1) > 0)
    if not kept.any():
        msg = f"no face of {split} has a label among {', '.join(classes)}"
        raise DataError(msg)
    targets = ((shares @ to_class) if labels == "ferplus-votes" else winner)[kept]
    return Samples(
        images=table.images[kept],
        targets=targets / targets.sum(dim=1, keepdim=True),
        labels=winner[kept].argmax(dim=1),
        chosen=torch.where(kept)[0],
        protocol=EvaluationProtocol(
            origin=table.origin,
            labels="original" if labels == "fer2013" else "ferplus",
            undecided=undecided,
            merges=dict(merges),
            class_count=len(classes),
            split=split,
            count=int(kept.sum()),
        ),
    )


def route(
    emotions: Sequence[Emotion],
    classes: tuple[Emotion, ...],
    merges: Mapping[Emotion, Emotion],
) -> Tensor:
    """Return (emotions, classes) float32: 1 where an emotion counts as a class, after merges.

    The row of an emotion that belongs to no class is zero.
    """
    matrix = torch.zeros(len(emotions), len(classes))
    for row, emotion in enumerate(emotions):
        target = merges.get(emotion, emotion)
        if target in classes:
            matrix[row, classes.index(target)] = 1
    return matrix


def majority(votes: Tensor) -> tuple[Tensor, Tensor]:
    """Return FER+'s cleaned votes and which faces have a majority emotion.

    Single votes are noise and zeroed; a face is kept if the winner has more than half of the
    rest and is an emotion (Barsoum et al. 2016, https://arxiv.org/abs/1608.01041, "majority
    voting").

    Args:
        votes: (n, 10) in the order of `VOTE_COLUMNS`.

    Returns:
        (n, 10) cleaned votes and (n,) bool.
    """
    cleaned = torch.where(votes <= 1, 0, votes)
    best, winner = cleaned.max(dim=1)
    return cleaned, (2 * best > cleaned.sum(dim=1)) & (winner < len(FERPLUS_ORDER))


def _shares(table: FaceTable, labels: LabelSource, *, undecided: bool) -> tuple[Tensor, Tensor]:
    """Return (n, emotions) float32 weights, and (n,) bool: whose label counts."""
    own = one_hot(table.labels, len(CANONICAL_ORDER)).float()
    if labels == "fer2013":
        return own, torch.ones(len(own), dtype=torch.bool)
    if table.votes is None:
        msg = "these labels need the FER+ votes; give --ferplus fer2013new.csv"
        raise DataError(msg)
    cleaned, kept = majority(table.votes)
    if undecided:
        kept = cleaned.argmax(dim=1) < len(FERPLUS_ORDER)
        kept &= cleaned.any(dim=1)
    columns = [CANONICAL_ORDER.index(emotion) for emotion in FERPLUS_ORDER]
    voted = torch.zeros_like(own)
    voted[:, columns] = cleaned[:, : len(columns)].float()
    voteless = table.votes[:, 0] == NO_VOTES
    return torch.where(voteless[:, None], own, voted), kept | voteless
