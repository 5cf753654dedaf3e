"""What models still read of faces as a bad webcam shows them.

::

    python -m benchmarks.robustness --models cnn48_gray,vgg48_gray_8 \
        --data fer2013.csv --ferplus fer2013new.csv --photos PHOTOS

With --data, 48x48 faces of PublicTest (of PrivateTest with --split) are spoilt in thirteen ways at
three strengths each; labels are FER+'s majority (FER2013's own without --ferplus), each model is
asked about its own classes. With
--photos, labelled photos (see `benchmarks.photos`) are spoilt in five ways after the face was
found in the photo as it is, so that networks are compared and not detectors. *Sure* answers are
those above 80 %; ECE is in 15 bins.
"""

import argparse
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch

from benchmarks.corruptions import (
    CORRUPTIONS,
    PHOTO_CORRUPTIONS,
    corrupted,
    spoilt_answers,
)
from benchmarks.harness import add_json, command, make_parser, report
from benchmarks.labelled_photos import Photo, read_photos
from benchmarks.photos import NOT_ASKED, targets
from emotion_desktop.domain import Floats, Ints
from emotion_desktop.errors import DataError
from emotion_desktop.vision.predictor import EmotionPredictor
from trainer.cli.evaluate import set_threads
from trainer.data import FaceTable, Split, load_faces, select
from trainer.evaluation.ensemble import Model, load_model
from trainer.evaluation.metrics import calibration_error
from trainer.evaluation.score import evaluation_labels, predict_logits, trained

SURE: Final = 0.8
CLEAN: Final = "as they are"


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceRow:
    """Accuracy of one model on spoilt faces of a data set.

    Attributes:
        model: Name or path of the checkpoint.
        faces: How many.
        clean: On the faces as they are, 0–1.
        cells: By corruption, at its three strengths, 0–1.
        protocol: Labels, classes, split and count.
    """

    model: str
    faces: int
    clean: float
    cells: dict[str, tuple[float, ...]]
    protocol: str

    @property
    def mean(self) -> float:
        """The mean of all cells."""
        return float(np.mean([*self.cells.values()]))


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoRow:
    """Figures of one model on photos that were spoilt in one way.

    Attributes:
        model: Name or path of the checkpoint.
        corruption: One of `PHOTO_CORRUPTIONS`, or `CLEAN`.
        photos: How many show a class of the model.
        accuracy: Nobody found or unreadable counts as wrong; 0–1.
        confidence: Mean of the answers' probabilities, 0–1.
        ece: Expected calibration error of the answers, 0–1.
        sure: Share of the photos with an answer above 80 %.
        sure_accuracy: How many of these are right, 0–1; 0 if there are none.
    """

    model: str
    corruption: str
    photos: int
    accuracy: float
    confidence: float
    ece: float
    sure: float
    sure_accuracy: float


def measure_faces(name: str, model: Model, table: FaceTable, split: Split) -> FaceRow:
    """Return the accuracy of a model on the spoilt faces of a split.

    Raises:
        DataError: If no face shows one of the model's classes.
    """
    metadata = trained(model)
    labels = "fer2013" if table.votes is None else evaluation_labels(metadata)
    samples = select(table, split, metadata.classes, labels=labels, merges=metadata.merges)
    faces = samples.images.numpy()

    def accuracy(images: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> float:
        logits = predict_logits(model, torch.from_numpy(images), device=torch.device("cpu"))
        return float((logits.argmax(dim=1) == samples.labels).float().mean())

    return FaceRow(
        model=name,
        faces=len(samples),
        clean=accuracy(faces),
        cells={
            corruption: tuple(accuracy(corrupted(faces, change, value)) for value in strengths)
            for corruption, (change, strengths) in CORRUPTIONS.items()
        },
        protocol=str(samples.protocol),
    )


def measure_photos(name: str, photos: Sequence[Photo]) -> list[PhotoRow]:
    """Return the figures of a model for each way to spoil photos, first for the photos as they are.

    Raises:
        DataError: If no photo shows one of the model's classes.
        SourceError: If a photo cannot be read.
        ModelError: If the model cannot be used.
    """
    with closing(EmotionPredictor(name, device="cpu")) as predictor:
        truth = targets(photos, predictor)
        asked = np.flatnonzero(truth != NOT_ASKED)
        ways = (CLEAN, *PHOTO_CORRUPTIONS)
        # (photos, ways, classes), zero where there is no answer
        said = np.stack(
            [spoilt_answers(predictor, photos[int(index)].read(), ways) for index in asked]
        )
    return [_photo_row(name, way, said[:, column], truth[asked]) for column, way in enumerate(ways)]


def _photo_row(name: str, way: str, said: Floats, truth: Ints) -> PhotoRow:
    answered = said.any(axis=1)
    right = answered & (said.argmax(axis=1) == truth)
    confidence = said.max(axis=1)
    sure = confidence > SURE
    return PhotoRow(
        model=name,
        corruption=way,
        photos=len(truth),
        accuracy=float(right.mean()),
        confidence=float(confidence[answered].mean()) if answered.any() else 0.0,
        ece=calibration_error(torch.from_numpy(said[answered]), torch.from_numpy(truth[answered])),
        sure=float(sure.mean()),
        sure_accuracy=float(right[sure].mean()) if sure.any() else 0.0,
    )


def face_table(rows: Sequence[FaceRow]) -> str:
    """Return the figures on spoilt faces as a Markdown table, a column for each model."""
    lines = [
        f"| accuracy % | {' | '.join(row.model for row in rows)} |",
        f"|---|{'---:|' * len(rows)}",
        f"| {CLEAN} | {' | '.join(f'{100 * row.clean:.1f}' for row in rows)} |",
    ]
    for corruption, (_, strengths) in CORRUPTIONS.items():
        cells = [", ".join(f"{100 * value:.1f}" for value in row.cells[corruption]) for row in rows]
        title = f"{corruption}: {', '.join(f'{value:g}' for value in strengths)}"
        lines.append(f"| {title} | {' | '.join(cells)} |")
    lines += [
        f"| mean of the spoilt | {' | '.join(f'{100 * row.mean:.1f}' for row in rows)} |",
        f"| mean ÷ {CLEAN} | {' | '.join(f'{row.mean / row.clean:.2f}' for row in rows)} |",
    ]
    return "\n".join([*lines, "", *(f"{row.model}: {row.protocol}" for row in rows)])


def photo_table(rows: Sequence[PhotoRow]) -> str:
    """Return the figures on spoilt photos as a Markdown table, with the mean of the five ways."""
    lines = [
        "| model | photos | accuracy % | confidence % | ECE | sure % | right when sure % |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        lines.append(
            f"| {row.model} | {row.photos} {row.corruption} | {100 * row.accuracy:.1f} "
            f"| {100 * row.confidence:.1f} | {row.ece:.3f} | {100 * row.sure:.0f} "
            f"| {100 * row.sure_accuracy:.1f} |"
        )
        if row.corruption == PHOTO_CORRUPTIONS[-1]:
            own = [other for other in rows if other.model == row.model]
            clean, mean = own[0].accuracy, float(np.mean([other.accuracy for other in own[1:]]))
            share = f"; ÷ {CLEAN} {mean / clean:.2f}" if clean else ""
            lines.append(f"| {row.model} | mean of the five{share} | {100 * mean:.1f} | | | | |")
    return "\n".join(lines)


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = _parser()
    args = parser.parse_args(argv)
    if not args.data and args.photos is None:
        parser.error("nothing to measure on: give --data, --photos, or both")
    set_threads(args.threads)
    names = args.models.split(",")
    faces: list[FaceRow] = []
    photos: list[PhotoRow] = []
    if args.data:
        faces = _measure_all_faces(names, args)
    if args.photos is not None:
        labelled = read_photos(args.photos)
        photos = [row for name in names for row in measure_photos(name, labelled)]
    parts = [face_table(faces)] if faces else []
    parts += [photo_table(photos)] if photos else []
    document = {"faces": faces, "photos": photos}
    return report("\n\n".join(parts), document=document, as_json=args.json)


def _measure_all_faces(names: Sequence[str], args: argparse.Namespace) -> list[FaceRow]:
    table = load_faces(args.data, ferplus=args.ferplus)
    if table.images.ndim != 3 or table.images.shape[1] != 48:
        msg = "the corruptions are made for FER2013's gray faces of 48 pixels; give its CSV"
        raise DataError(msg)
    return [measure_faces(name, load_model(name), table, args.split) for name in names]


def _parser() -> argparse.ArgumentParser:
    parser = make_parser("robustness", __doc__)
    parser.add_argument("--models", required=True, metavar="A,B", help="checkpoints, name or path")
    parser.add_argument("--data", type=Path, nargs="+", metavar="CSV", help="FER2013")
    parser.add_argument("--ferplus", type=Path, metavar="CSV", help="FER+ votes")
    parser.add_argument("--split", choices=("PublicTest", "PrivateTest"), default="PublicTest")
    parser.add_argument("--photos", type=Path, help="folder of labelled photos")
    parser.add_argument("--threads", type=int, help="CPU threads; default: all cores")
    add_json(parser)
    return parser


if __name__ == "__main__":
    sys.exit(main())
