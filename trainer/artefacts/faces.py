"""What a model said of each face: a table for other programs, and the labels it makes doubtful."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator

import torch
from torch import Tensor

from trainer.artefacts.calibrated import calibrated
from trainer.data import FaceTable
from trainer.data.table import VOTE_COLUMNS
from trainer.evaluation.score import Score

NameOf = Callable[[int, int], str]
"""Names a face by the number of its data set and its row there."""


def predictions_csv(
    score: Score, table: FaceTable, name_of: NameOf, faces: Iterable[int] | None = None
) -> str:
    """Return a CSV with one line per scored face.

    The columns are `data` and `row` (the data set and the row or picture in it, both counted from
    0), `file` (of a picture), `label`, `predicted`, FER+'s `votes_…` where there are any, and the
    calibrated `p_…` of each class.

    Args:
        score: What the model said.
        table: What the faces were chosen from.
        name_of: Names a face.
        faces: Which faces, by their row in `score`, in the order to list them; all if None.
    """
    classes = tuple(score.metrics.recall)
    probabilities = calibrated(score)
    predicted = probabilities.argmax(dim=1).tolist()
    labels, places = score.samples.labels.tolist(), _places(score)
    votes = table.votes
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = [] if votes is None else [f"votes_{name}" for name in VOTE_COLUMNS]
    heads = ["data", "row", "file", "label", "predicted", *names]
    writer.writerow([*heads, *(f"p_{name}" for name in classes)])
    for face in range(len(labels)) if faces is None else faces:
        place = places[face]
        source, row = int(table.sources[place]), int(table.rows[place])
        line: list[object] = [source, row, name_of(source, row)]
        line += [classes[labels[face]], classes[predicted[face]]]
        if votes is not None:
            line += votes[place].tolist()
        writer.writerow([*line, *(f"{p:.6f}" for p in probabilities[face].tolist())])
    return text.getvalue()


def suspects(score: Score) -> list[int]:
    """Return the faces whose label is doubtful, the most doubtful first.

    A face is one if the model gives another class at least the probability that faces of that class
    get on the whole (confident learning, Northcutt et al. 2021, https://arxiv.org/abs/1911.00068).

    Args:
        score: What the model said; best of faces it did not learn.

    Returns:
        Rows of the score.
    """
    probabilities, labels = calibrated(score), score.samples.labels
    own = probabilities[torch.arange(len(labels)), labels]
    sums = torch.zeros(probabilities.shape[1]).index_add_(0, labels, own)
    usual = sums / torch.bincount(labels, minlength=len(sums)).clamp(min=1)
    usual = torch.where(usual > 0, usual, torch.inf)  # nothing is known of a class without faces
    best, predicted = probabilities.max(dim=1)
    doubtful = (predicted != labels) & (best >= usual[predicted])
    (faces,) = torch.where(doubtful)
    order = (best - own)[faces].argsort(descending=True, stable=True)
    chosen: list[int] = faces[order].tolist()
    return chosen


def confused(score: Score) -> Iterator[tuple[int, int, Tensor]]:
    """Yield true class, predicted class and (k,) faces of each confusion, the commonest first.

    The faces are those of which the model is surest first.
    """
    best, predicted = calibrated(score).max(dim=1)
    counts = torch.tensor(score.metrics.confusion)
    counts.fill_diagonal_(0)
    for pair in counts.flatten().argsort(descending=True, stable=True).tolist():
        true, taken = divmod(pair, len(counts))
        (faces,) = torch.where((score.samples.labels == true) & (predicted == taken))
        if true != taken and len(faces):
            yield true, taken, faces[best[faces].argsort(descending=True, stable=True)]


def _places(score: Score) -> list[int]:
    assert score.samples.chosen is not None
    places: list[int] = score.samples.chosen.tolist()
    return places
