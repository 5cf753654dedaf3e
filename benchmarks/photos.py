"""How often the app labels a photo rightly, from the file to the label, by model and alignment.

::

    python -m benchmarks.photos PHOTOS --models all --alignment all
    python -m benchmarks.photos PHOTOS --common checkpoints/photos.json

PHOTOS holds the pictures and `labels.csv`, whose columns are `image` (a file name) and `emotion`.
Each photo goes through detector, alignment and network as in the app; the largest face counts.
A model is asked about the photos of its own classes, after its merges; a photo in which nobody is
found, or whose face the app calls unreadable, counts as wrong. Macro-F1 is the mean over those
classes that the photos show.

--common asks all models about all photos instead, so that their figures can be compared: a class
that a model lacks, merged ones included, counts as wrong. The file is what the app's list of
models shows.

alignments:
  template  as the app does: the face's landmarks moved onto those of FER2013's pictures by
            a similarity transform
  box       by the detector's box alone, upright; it comes to lie where it lies in FER2013's
            pictures, which makes the crop 1.17 times as large as the box
  tight     the detector's box itself, as a square of the same area around its centre
  none      the photo's central square, whether a face is found or not
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from statistics import median
from typing import Final

import numpy as np

from benchmarks.corruptions import PHOTO_CORRUPTIONS, spoilt_answers
from benchmarks.harness import add_json, add_models, command, make_parser, report
from benchmarks.labelled_photos import Photo, read_photos
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
from emotion_desktop.cli.benchmark.plan import chosen_models
from emotion_desktop.config import PipelineSettings
from emotion_desktop.domain import Faces, Floats, Image, Ints
from emotion_desktop.errors import DataError
from emotion_desktop.labels import CANONICAL_ORDER, Emotion
from emotion_desktop.vision.alignment import align, crop_transforms, transforms_of_boxes
from emotion_desktop.vision.model_catalog import (
    CommonSet,
    PhotoFigures,
)
from emotion_desktop.vision.predictor import EmotionPredictor

TIMED: Final = 60
"""Faces one after the other, of which the median counts."""
NOT_ASKED: Final = -2
"""Stands for the class of a photo that shows none of the model's."""


def targets(photos: Sequence[Photo], predictor: EmotionPredictor) -> Ints:
    """Return (n,) int64 class indices, `NOT_ASKED` where a photo shows no class of the model.

    Raises:
        DataError: If no photo shows one.
    """
    merges, classes = predictor.metadata.merges, predictor.classes
    shown = [merges.get(photo.emotion, photo.emotion) for photo in photos]
    if not set(shown) & set(classes):
        msg = f"no photo shows one of the classes of {predictor.checkpoint}: {', '.join(classes)}"
        raise DataError(msg)
    known = [classes.index(emotion) if emotion in classes else NOT_ASKED for emotion in shown]
    return np.array(known, np.int64)


def label_photo(
    predictors: Sequence[EmotionPredictor], image: Image, alignments: Sequence[Alignment]
) -> Ints:
    """Return (models, alignments) int64 class indices, `NOBODY` where no readable face was found.

    Args:
        predictors: The models; the first one's detector finds the face for all.
        image: (H, W, 3) uint8 BGR.
        alignments: How to cut the face out.
    """
    result = predictors[0].analyze(image)
    readable = len(result) > 0 and result.flaws[0] is None
    labels = np.full((len(predictors), len(alignments)), NOBODY, np.int64)
    for row, predictor in zip(labels, predictors, strict=True):
        for column, alignment in enumerate(alignments):
            if readable or alignment == "none":
                matrix = _matrix(alignment, image, result.faces, predictor.size)
                crops = align(image, matrix, predictor.size)
                row[column] = predictor.predict(crops)[0].argmax()
    return labels


def _matrix(alignment: Alignment, image: Image, faces: Faces, size: int) -> Floats:
    """Return the (1, 2, 3) float32 map from a crop to the picture."""
    if alignment == "template":
        return crop_transforms(faces.landmarks[:1], size)
    if alignment == "box":
        return transforms_of_boxes(faces.boxes[:1], size)
    return _tight(faces.boxes[:1], size) if alignment == "tight" else _square(image, size)


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
    models: Sequence[str],
    photos: Sequence[Photo],
    alignments: Sequence[Alignment],
    device: str = "auto",
) -> tuple[list[Score], list[Difference]]:
    """Return the figures of models for each alignment, and what `template` gains on the others.

    Of several models it is also told what it gains for all of them together.

    Raises:
        DataError: If no photo shows one of a model's classes.
        SourceError: If a photo cannot be read.
        ModelError: If a model cannot be used.
    """
    with ExitStack() as stack:
        predictors = [
            stack.enter_context(closing(EmotionPredictor(model, device=device))) for model in models
        ]
        truth = np.stack([targets(photos, predictor) for predictor in predictors])
        labels = np.stack([label_photo(predictors, photo.read(), alignments) for photo in photos])
    asked = truth != NOT_ASKED
    # (photos, models, alignments) becomes (models, photos) for each alignment
    by_alignment = dict(zip(alignments, labels.transpose(2, 1, 0), strict=True))
    scores = [
        score(predictor.name, alignment, predictor.classes, truth[i, asked[i]], found[i, asked[i]])
        for i, predictor in enumerate(predictors)
        for alignment, found in by_alignment.items()
    ]
    right = {
        alignment: np.where(asked, found == truth, np.nan)
        for alignment, found in by_alignment.items()
    }
    gains = {
        alignment: right["template"] - others
        for alignment, others in right.items()
        if alignment != "template" and "template" in right
    }
    names = [predictor.name for predictor in predictors]
    differences = [
        difference(name, other, gain[i : i + 1])
        for i, name in enumerate(names)
        for other, gain in gains.items()
    ]
    if len(names) > 1:
        together = f"all {len(names)} models"
        differences += [difference(together, other, gain) for other, gain in gains.items()]
    return scores, differences


def ask_all(models: Sequence[str], photos: Sequence[Photo]) -> CommonSet:
    """Return the figures of models on all photos, a class that one lacks counting as wrong.

    Raises:
        SourceError: If a photo cannot be read.
        ModelError: If a model cannot be used.
    """
    with ExitStack() as stack:
        predictors = [stack.enter_context(closing(EmotionPredictor(model))) for model in models]
        found = np.stack([label_photo(predictors, p.read(), ["template"])[:, 0] for p in photos])
        figures = {
            predictor.metadata.weights_sha256: PhotoFigures(
                accuracy=_share(photos, [_emotion(predictor, index) for index in found[:, column]]),
                webcam=_webcam_share(predictor, photos),
                ms=_milliseconds(predictor.checkpoint),
            )
            for column, predictor in enumerate(predictors)
        }
    return CommonSet(protocol=protocol(photos, common=True), count=len(photos), models=figures)


def _webcam_share(predictor: EmotionPredictor, photos: Sequence[Photo]) -> float:
    """Return how many of all photos are read rightly as bad webcams show them, 0–1."""
    said = [spoilt_answers(predictor, photo.read(), PHOTO_CORRUPTIONS) for photo in photos]
    shares = [
        _share(
            photos, [_emotion(predictor, int(row.argmax()) if row.any() else NOBODY) for row in way]
        )
        for way in zip(*said, strict=True)
    ]
    return round(float(np.mean(shares)), 4)


def _emotion(predictor: EmotionPredictor, index: int) -> Emotion | None:
    return None if index == NOBODY else predictor.classes[index]


def _share(photos: Sequence[Photo], answers: Sequence[Emotion | None]) -> float:
    right = sum(photo.emotion == answer for photo, answer in zip(photos, answers, strict=True))
    return round(right / len(photos), 4)


def _milliseconds(model: str) -> float:
    """Return the median time for a face, in the arithmetic that the window would take."""
    seconds = []
    with closing(EmotionPredictor(model, precision="auto")) as predictor:
        crops = np.zeros((1, predictor.size, predictor.size, 3), np.uint8)
        for _ in range(TIMED):
            began = time.perf_counter()
            predictor.predict(crops)
            seconds.append(time.perf_counter() - began)
    return round(1000 * median(seconds), 2)


def protocol(photos: Sequence[Photo], *, common: bool = False) -> str:
    """Return one line that says what was measured and how."""
    counts = Counter(photo.emotion for photo in photos)
    shown = ", ".join(
        f"{emotion} {counts[emotion]}" for emotion in CANONICAL_ORDER if counts[emotion]
    )
    confidence = PipelineSettings().detection_confidence
    asked = (
        "every model on all of them, a class it lacks counts as wrong"
        if common
        else "each model on those of its classes after its merges"
    )
    turn = abs(photos[0].turn)
    turned = f" turned by {turn:g}° to the left and right in turn" if turn else ""
    return (
        f"{len(photos)} photos ({shown}){turned}; "
        f"{asked}; "
        f"largest face, detector score at least {confidence}; "
        "nobody found or unreadable counts as wrong; "
        f"single crop{'' if common else '; macro-F1 over the classes shown'}"
    )


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    arguments = _parser().parse_args(argv)
    every = arguments.alignment == "all"
    alignments = ALIGNMENTS if every else (arguments.alignment,)
    photos = read_photos(arguments.photos, arguments.labels, arguments.turn)
    if arguments.common is not None:
        found = ask_all(chosen_models("all"), photos)
        arguments.common.write_text(found.model_dump_json(indent=1) + "\n", encoding="utf-8")
        return 0
    models = chosen_models(arguments.models)
    scores, gains = measure(models, photos, alignments, arguments.device)
    document = {"protocol": protocol(photos), "scores": scores, "differences": gains}
    text = f"{protocol(photos)}\n\n{tables(scores, gains)}"
    return report(text, document=document, as_json=arguments.json)


def _parser() -> argparse.ArgumentParser:
    parser = make_parser("photos", __doc__)
    parser.add_argument("photos", type=Path, metavar="PHOTOS", help="folder of labelled photos")
    parser.add_argument("--labels", type=Path, metavar="CSV", help="default: PHOTOS/labels.csv")
    add_models(parser)
    parser.add_argument("--alignment", choices=(*ALIGNMENTS, "all"), default="template")
    parser.add_argument(
        "--turn",
        type=float,
        default=0.0,
        metavar="DEGREES",
        help="tilt the photos first, one to the left, the next to the right: tilted heads",
    )
    parser.add_argument("--device", default="auto", help="auto (default), cpu, cuda or mps")
    parser.add_argument(
        "--common",
        type=Path,
        metavar="FILE",
        help="write the shipped models' figures on all photos to this file, for the app's list",
    )
    add_json(parser)
    return parser


if __name__ == "__main__":
    sys.exit(main())
