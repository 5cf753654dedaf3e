"""Cross-validation: which faces are learned, chosen by and tested on in each fold."""

from collections.abc import Mapping
from dataclasses import replace

import torch
from torch import Tensor

from emotion_desktop.errors import DataError
from emotion_desktop.labels import CANONICAL_ORDER
from trainer.data.load import SEED
from trainer.data.table import SPLITS, FaceTable


def with_fold(
    table: FaceTable,
    fold: int,
    folds: int,
    groups: Mapping[tuple[int, int], str] | None = None,
) -> FaceTable:
    """Return all faces with new splits, those of the data forgotten.

    PrivateTest is this fold, PublicTest the next one, Training the others. Every fold has about
    the same share of each class; the faces of a group are all in one.

    Args:
        table: From `load_faces`.
        fold: Which one, counted from 1.
        folds: How many.
        groups: By data set and row, e.g. who it is, as `evaluation.groups.read_column` reads them;
            a face that is not there is a group of its own.

    Raises:
        DataError: If there are fewer groups than folds.
    """
    found = assign_folds(table.labels, _group_numbers(table, groups), folds)
    splits = torch.full_like(table.splits, SPLITS.index("Training"))
    splits[found == fold % folds] = SPLITS.index("PublicTest")
    splits[found == fold - 1] = SPLITS.index("PrivateTest")
    apart = "" if groups is None else ", groups kept together"
    return replace(table, splits=splits, origin=f"{table.origin} (fold {fold} of {folds}{apart})")


def assign_folds(labels: Tensor, groups: Tensor, folds: int) -> Tensor:
    """Return (n,) int64, the fold of each face, from 0: the largest groups first, at random.

    Args:
        labels: (n,) int64, index into `CANONICAL_ORDER`.
        groups: (n,) int64 numbers from 0 on.
        folds: How many.

    Raises:
        DataError: If there are fewer groups than folds.
    """
    count = int(groups.max()) + 1
    if count < folds:
        msg = f"{count} groups cannot be in {folds} folds; ask for fewer"
        raise DataError(msg)
    classes = len(CANONICAL_ORDER)
    content = torch.bincount(groups * classes + labels, minlength=count * classes)
    content = content.reshape(count, classes)  # faces of each class in each group
    order = torch.randperm(count, generator=torch.Generator().manual_seed(SEED))
    order = order[content.sum(dim=1)[order].argsort(descending=True, stable=True)]
    filled = torch.zeros(folds, classes, dtype=torch.int64)
    places = torch.empty(count, dtype=torch.int64)
    for group in order.tolist():
        # where there are fewest of its classes, then fewest at all
        crowd = (filled @ content[group]) * (len(labels) + 1) + filled.sum(dim=1)
        place = int(crowd.argmin())
        filled[place] += content[group]
        places[group] = place
    return places[groups]


def _group_numbers(table: FaceTable, groups: Mapping[tuple[int, int], str] | None) -> Tensor:
    if groups is None:
        return torch.arange(len(table))
    numbers: dict[object, int] = {}
    keys = zip(table.sources.tolist(), table.rows.tolist(), strict=True)
    found = [numbers.setdefault(groups.get(key) or key, len(numbers)) for key in keys]
    return torch.tensor(found)
