"""The picture of the mistakes a model is most sure of."""

from itertools import islice
from typing import Final

from torch import Tensor

from emotion_desktop.models import ModelSpec
from trainer.artefacts.calibrated import calibrated
from trainer.artefacts.contact_sheet import Row, Tile, contact_sheet, pictures
from trainer.artefacts.faces import confused
from trainer.artefacts.figure_style import FigureKind, rgb
from trainer.evaluation.score import Score

PER_CLASS: Final = 8
MOST_PAIRS: Final = 12


def error_sheet(score: Score, spec: ModelSpec, kind: FigureKind = "png") -> bytes:
    """Return a picture of up to eight faces per true class, the most confident mistake first.

    Args:
        score: What the model said.
        spec: Its architecture.
        kind: Of the file.
    """
    classes = tuple(score.metrics.recall)
    labels = score.samples.labels
    confidence, predicted = calibrated(score).max(dim=1)
    rows = []
    for index, emotion in enumerate(classes):
        wrong = mistakes(score, index)
        worst = wrong[:PER_CLASS]
        images = pictures(score.samples.images[worst], spec)
        tiles = [
            Tile(
                image=image,
                caption=f"→ {classes[int(predicted[face])]} {float(confidence[face]):.0%}",
                colour=rgb(classes[int(predicted[face])]),
            )
            for face, image in zip(worst.tolist(), images, strict=True)
        ]
        total = int((labels == index).sum())
        rows.append(
            Row(
                emotion=emotion,
                note=f"{len(wrong):,} of {total:,}\nmistaken",
                tiles=tiles,
                empty="no mistakes" if total else "no faces of this class",
            )
        )
    return contact_sheet(
        rows,
        title="Most confident mistakes, by true class",
        note=f"{score.metrics.protocol}\n→ class predicted, calibrated confidence",
        columns=PER_CLASS,
        kind=kind,
    )


def confusion_sheet(score: Score, spec: ModelSpec) -> bytes:
    """Return a PNG of up to eight faces per confusion, the commonest one first.

    Args:
        score: What the model said.
        spec: Its architecture.
    """
    classes = tuple(score.metrics.recall)
    confidence = calibrated(score).amax(dim=1)
    rows = []
    for true, taken, faces in islice(confused(score), MOST_PAIRS):
        shown = faces[:PER_CLASS]
        images = pictures(score.samples.images[shown], spec)
        tiles = [
            Tile(image=image, caption=f"{p:.0%}", colour=rgb(classes[taken]))
            for image, p in zip(images, confidence[shown].tolist(), strict=True)
        ]
        total = int((score.samples.labels == true).sum())
        note = f"as {classes[taken]}\n{len(faces):,} of {total:,}"
        rows.append(Row(emotion=classes[true], note=note, tiles=tiles, empty=""))
    return contact_sheet(
        rows,
        title="Confusions, the commonest first",
        note=f"{score.metrics.protocol}\ncalibrated confidence in the class predicted",
        columns=PER_CLASS,
    )


def mistakes(score: Score, index: int) -> Tensor:
    """Return (k,) int64, the faces of a class taken for another, the most confident first.

    Args:
        score: What the model said.
        index: Of the true class.
    """
    confidence, predicted = calibrated(score).max(dim=1)
    wrong = ((score.samples.labels == index) & (predicted != index)).nonzero()[:, 0]
    return wrong[confidence[wrong].argsort(descending=True, stable=True)]
