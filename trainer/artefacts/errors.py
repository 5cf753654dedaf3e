"""The picture of the mistakes a model is most sure of."""

from typing import Final

from emotion_desktop.models import ModelSpec
from trainer.artefacts.drawing import rgb
from trainer.artefacts.evaluated import Evaluated
from trainer.artefacts.sheet import Row, Tile, contact_sheet, pictures

PER_CLASS: Final = 8


def error_sheet(evaluated: Evaluated, spec: ModelSpec) -> bytes:
    """Return a PNG of up to eight faces per true class, the most confident mistake first.

    Args:
        evaluated: What the model said.
        spec: Its architecture.
    """
    classes = tuple(evaluated.metrics.recall)
    labels = evaluated.samples.labels
    confidence, predicted = evaluated.probabilities.max(dim=1)
    rows = []
    for index, emotion in enumerate(classes):
        mine = labels == index
        wrong = (mine & (predicted != index)).nonzero()[:, 0]
        worst = wrong[confidence[wrong].argsort(descending=True, stable=True)[:PER_CLASS]]
        images = pictures(evaluated.samples.images[worst], spec)
        tiles = [
            Tile(
                image=image,
                caption=f"→ {classes[int(predicted[face])]} {float(confidence[face]):.0%}",
                colour=rgb(classes[int(predicted[face])]),
            )
            for face, image in zip(worst.tolist(), images, strict=True)
        ]
        total = int(mine.sum())
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
        note=f"{evaluated.metrics.protocol}   ·   → class predicted, calibrated confidence",
        columns=PER_CLASS,
    )
