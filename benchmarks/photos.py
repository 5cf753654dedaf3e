"""How often the app labels a photo rightly, from the file to the label, by model and alignment.

::

    python -m benchmarks.photos PHOTOS --models all --alignment all

PHOTOS holds the pictures and `labels.csv`, whose columns are `image` (a file name) and `emotion`.
Each photo goes through detector, alignment and network as in the app; the largest face counts.
A model is asked about the photos of its own classes, after its merges; a photo in which nobody is
found, or whose face the app calls unreadable, counts as wrong. Macro-F1 is the mean over those
classes that the photos show.

alignments:
  template  as the app does: the face's keypoints moved onto those of FER2013's pictures by
            a similarity transform
  box       by the detector's box alone, upright; it comes to lie where it lies in FER2013's
            pictures, which makes the crop 1.17 times as large as the box
  tight     the detector's box itself, as a square of the same area around its centre
  none      the photo's central square, whether a face is found or not
"""

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from benchmarks.photo_scores import (
    ALIGNMENTS,
    NOBODY,
    Alignment,
    Difference,
    Score,
    difference,
    score,
    tables,
)
from emotion_desktop.config import PipelineSettings
from emotion_desktop.domain import Floats, Image, Ints
from emotion_desktop.errors import DataError, EmotionDesktopError
from emotion_desktop.labels import CANONICAL_ORDER, Emotion, parse_emotion
from emotion_desktop.vision.alignment import align, transforms_of_boxes
from emotion_desktop.vision.catalog import catalog, default_checkpoint
from emotion_desktop.vision.cv import cv2
from emotion_desktop.vision.predictor import EmotionPredictor
from emotion_desktop.vision.sources.images import read_image


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A picture and what the face in it shows.

    Attributes:
        path: The file.
        emotion: What it is labelled with.
        turn: Degrees anticlockwise by which it is turned about its centre before it is read.
    """

    path: Path
    emotion: Emotion
    turn: float = 0.0

    def read(self) -> Image:
        """Return the (H, W, 3) uint8 BGR picture, turned, its border repeated outwards.

        Raises:
            SourceError: If it cannot be read.
        """
        image = read_image(self.path)
        if not self.turn:
            return image
        height, width = image.shape[:2]
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), self.turn, 1)
        turned = cv2.warpAffine(image, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(turned, np.uint8)


def read_photos(folder: Path, labels: Path | None = None, turn: float = 0.0) -> list[Photo]:
    """Return the labelled photos of a folder.

    Args:
        folder: Where the pictures lie.
        labels: The table; `labels.csv` in the folder if None.
        turn: Degrees by which photos are turned, one to the left, the next to the right.

    Raises:
        DataError: If the labels cannot be read, lack a column or name a photo that is not there.
        LabelError: If an emotion is not known.
    """
    labels = labels or folder / "labels.csv"
    try:
        with labels.open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError) as error:
        msg = f"cannot read {labels} ({error}); name the labels with --labels"
        raise DataError(msg) from error
    if not rows or not {"image", "emotion"} <= rows[0].keys():
        msg = f"{labels} must have the columns image and emotion and a row for each photo"
        raise DataError(msg)
    photos = [
        Photo(
            path=folder / row["image"],
            emotion=parse_emotion(row["emotion"]),
            turn=-turn if number % 2 else turn,
        )
        for number, row in enumerate(rows)
    ]
    missing = [photo.path.name for photo in photos if not photo.path.is_file()]
    if missing:
        msg = f"{labels} names {missing[0]} and {len(missing) - 1} more that are not in {folder}"
        raise DataError(msg)
    return photos


def targets(photos: Sequence[Photo], predictor: EmotionPredictor) -> tuple[list[Photo], Ints]:
    """Return the photos that show a class of the model, and their (n,) int64 class indices."""
    merges, classes = predictor.metadata.merges, predictor.classes
    shown = [merges.get(photo.emotion, photo.emotion) for photo in photos]
    kept = [i for i, emotion in enumerate(shown) if emotion in classes]
    return [photos[i] for i in kept], np.array([classes.index(shown[i]) for i in kept], np.int64)


def label_photo(
    predictor: EmotionPredictor, image: Image, alignments: Sequence[Alignment]
) -> list[int]:
    """Return the class index for each alignment, `NOBODY` where a readable face was not found.

    Args:
        predictor: The model.
        image: (H, W, 3) uint8 BGR.
        alignments: How to cut the face out.
    """
    size = predictor.size
    result = predictor.analyze(image)
    found = len(result) > 0 and result.flaws[0] is None
    labels = []
    for alignment in alignments:
        if alignment == "template":
            labels.append(int(result.labels[0]) if found else NOBODY)
            continue
        if alignment == "none":
            matrix = _square(image, size)
        elif not found:
            labels.append(NOBODY)
            continue
        elif alignment == "box":
            matrix = transforms_of_boxes(result.faces.boxes[:1], size)
        else:
            matrix = _tight(result.faces.boxes[:1], size)
        labels.append(int(predictor.predict(align(image, matrix, size))[0].argmax()))
    return labels


def _tight(boxes: Floats, size: int) -> Floats:
    """Return (N, 2, 3) float32 maps from crops to squares with the area and centre of boxes."""
    sides = np.sqrt(np.prod(boxes[:, 2:] - boxes[:, :2], axis=1))  # (N,)
    matrices = np.zeros((len(boxes), 2, 3), np.float32)
    matrices[:, 0, 0] = matrices[:, 1, 1] = sides / size
    matrices[:, :, 2] = (boxes[:, :2] + boxes[:, 2:]) / 2 - sides[:, None] / 2
    return matrices


def _square(image: Image, size: int) -> Floats:
    """Return the (1, 2, 3) float32 map from a crop to the picture's central square."""
    height, width = image.shape[:2]
    side = min(height, width)
    x, y = (width - side) / 2, (height - side) / 2
    return _tight(np.array([[x, y, x + side, y + side]], np.float32), size)


def measure(
    model: str, photos: Sequence[Photo], alignments: Sequence[Alignment], device: str = "auto"
) -> tuple[list[Score], list[Difference]]:
    """Return the figures of a model for each alignment, and what `template` gains on the others.

    Raises:
        DataError: If no photo shows one of the model's classes.
        SourceError: If a photo cannot be read.
        ModelError: If the model cannot be used.
    """
    predictor = EmotionPredictor(model, device=device)
    asked, truth = targets(photos, predictor)
    if not asked:
        msg = f"no photo shows one of the classes of {model}: {', '.join(predictor.classes)}"
        raise DataError(msg)
    rows = [label_photo(predictor, photo.read(), alignments) for photo in asked]
    predictor.close()
    labels = dict(zip(alignments, np.array(rows, np.int64).T, strict=True))
    scores = [
        score(predictor.name, alignment, predictor.classes, truth, column)
        for alignment, column in labels.items()
    ]
    gains = [
        difference(predictor.name, other, labels["template"], column, truth)
        for other, column in labels.items()
        if other != "template" and "template" in labels
    ]
    return scores, gains


def protocol(photos: Sequence[Photo]) -> str:
    """Return one line that says what was measured and how."""
    counts = Counter(photo.emotion for photo in photos)
    shown = ", ".join(
        f"{emotion} {counts[emotion]}" for emotion in CANONICAL_ORDER if counts[emotion]
    )
    confidence = PipelineSettings().detection_confidence
    turn = abs(photos[0].turn)
    turned = f" turned by {turn:g}° to the left and right in turn" if turn else ""
    return (
        f"{len(photos)} photos ({shown}){turned}; "
        "each model on those of its classes after its merges; "
        f"largest face, detector score at least {confidence}; "
        "nobody found or unreadable counts as wrong; "
        "single crop; macro-F1 over the classes shown"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    arguments = _parser().parse_args(argv)
    every = arguments.alignment == "all"
    alignments = ALIGNMENTS if every else (arguments.alignment,)
    try:
        photos = read_photos(arguments.photos, arguments.labels, arguments.turn)
        measured = [
            measure(model, photos, alignments, arguments.device)
            for model in _models(arguments.models)
        ]
    except EmotionDesktopError as error:
        sys.stderr.write(f"benchmarks.photos: {error}\n")
        return 2
    scores = [entry for entries, _ in measured for entry in entries]
    gains = [entry for _, entries in measured for entry in entries]
    if arguments.json:
        document = {
            "protocol": protocol(photos),
            "scores": [asdict(entry) for entry in scores],
            "differences": [asdict(entry) for entry in gains],
        }
        sys.stdout.write(json.dumps(document, indent=2) + "\n")
    else:
        sys.stdout.write(f"{protocol(photos)}\n\n{tables(scores, gains)}\n")
    return 0


def _models(text: str) -> list[str]:
    if not text:
        return [default_checkpoint()]
    if text == "all":
        return [entry.name for entry in catalog() if entry.trained]
    return [name.replace("+", ",") for name in text.split(",")]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.photos",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("photos", type=Path, metavar="PHOTOS", help="folder of labelled photos")
    parser.add_argument("--labels", type=Path, metavar="CSV", help="default: PHOTOS/labels.csv")
    parser.add_argument(
        "--models",
        default="",
        metavar="A,B|all",
        help="checkpoints by name or path, ensembles as A+B; the app's default if not given",
    )
    parser.add_argument("--alignment", choices=(*ALIGNMENTS, "all"), default="template")
    parser.add_argument(
        "--turn",
        type=float,
        default=0.0,
        metavar="DEGREES",
        help="tilt the photos first, one to the left, the next to the right: tilted heads",
    )
    parser.add_argument("--device", default="auto", help="auto (default), cpu, cuda or mps")
    parser.add_argument("--json", action="store_true", help="write JSON instead of tables")
    return parser


if __name__ == "__main__":
    sys.exit(main())
