"""How often a photo's label changes when it is turned or mirrored, by model and landmarks.

::

    python -m benchmarks.photo_stability PHOTOS --models all

PHOTOS is as `benchmarks.photos` takes it. The largest face of each photo is found as it is, turned
by 10 and by 20 degrees to both sides, and mirrored; a photo counts where one is found in all six.

landmarks:
  detector  as the detector places eyes, nose and mouth
  refined   as the app does: by the landmark network
  exact     those of the photo as it is, turned and mirrored exactly: what is left is the
            network's own unrest

looks:
  one       the face
  two       the mean of what the network says about the face and its mirror image

Printed are the shares of labels that differ from the photo's as it is, and for that one accuracy
and calibration error (15 bins) on the photos that show a class of the model.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Final

import numpy as np
import torch

from benchmarks.labelled_photos import Photo, read_photos
from benchmarks.photos import NOT_ASKED, targets
from emotion_desktop.domain import Faces, Floats, Image, Ints, Landmarks
from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.vision.alignment import align, crop_transforms
from emotion_desktop.vision.detection import Effort, open_detector
from emotion_desktop.vision.landmark_refiner import refined
from emotion_desktop.vision.model_catalog import catalog, default_checkpoint
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.pipeline import largest
from emotion_desktop.vision.predictor import EmotionPredictor
from trainer.evaluation.metrics import calibration_error

ANGLES: Final = (0, 10, -10, 20, -20)
MIRRORED: Final = len(ANGLES)
LANDMARKS: Final = ("detector", "refined", "exact")
LOOKS: Final = ("one", "two")
_SWAPPED: Final = [1, 0, 2, 3, 5, 4]
"""Landmarks of a mirrored face: right is left."""


@dataclass(frozen=True, slots=True, eq=False)
class Views:
    """One photo as it is, turned by `ANGLES`, and mirrored.

    Attributes:
        images: Each (H, W, 3) uint8 BGR.
        landmarks: Those of the largest face in each, by the name of who placed them.
    """

    images: list[Image]
    landmarks: dict[str, list[Landmarks]]

    def crops(self, placed_by: str, size: int) -> Image:
        """Return the aligned faces, (6, size, size, 3) uint8 RGB."""
        pairs = zip(self.images, self.landmarks[placed_by], strict=True)
        return np.concatenate([align(i, crop_transforms(at, size), size) for i, at in pairs])


def views(photo: Photo, find: Callable[[Image], Faces]) -> Views | None:
    """Return a photo's views, or None where no face is found in one of them."""
    image = photo.read()
    height, width = image.shape[:2]
    matrices = [cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1) for angle in ANGLES]
    matrices.append(np.array([[-1, 0, width - 1], [0, 1, 0]], np.float64))
    images = [
        np.asarray(
            cv2.warpAffine(image, m, (width, height), borderMode=cv2.BORDER_REPLICATE), np.uint8
        )
        for m in matrices
    ]
    faces = [largest(find(image), image, 1)[0] for image in images]
    if not all(len(face) for face in faces):
        return None
    closely = [Landmarks(refined(i, face)) for i, face in zip(images, faces, strict=True)]
    return Views(
        images=images,
        landmarks={
            "detector": [face.landmarks for face in faces],
            "refined": closely,
            "exact": [_mapped(closely[0], np.asarray(m, np.float32)) for m in matrices],
        },
    )


def _mapped(landmarks: Landmarks, matrix: Floats) -> Landmarks:
    """Return landmarks mapped as a picture's pixels are, whose centres lie at whole numbers."""
    points = (landmarks.points - 0.5) @ matrix[:, :2].T + matrix[:, 2] + 0.5
    if np.linalg.det(matrix[:, :2]) < 0:
        points = points[:, _SWAPPED[: points.shape[1]]]
    return Landmarks(np.asarray(points, np.float32))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stability:
    """Figures of one model, or means over several; all 0–1.

    Attributes:
        turned: Share of labels that change for each of ± 10 and ± 20 degrees.
        mirrored: Share that change in the mirrored photo.
        accuracy: Of the photos as they are.
        ece: Their expected calibration error.
    """

    turned: tuple[float, float]
    mirrored: float
    accuracy: float
    ece: float


def stability(probabilities: Floats, truth: Ints) -> Stability:
    """Return the figures of one model.

    Args:
        probabilities: (n, 6, C): of n photos as they are, turned by `ANGLES`, and mirrored.
        truth: (n,) columns, `NOT_ASKED` where a photo shows none.
    """
    labels = probabilities.argmax(axis=2)
    changed = (labels != labels[:, :1]).mean(axis=0)
    asked = truth != NOT_ASKED
    upright = np.ascontiguousarray(probabilities[asked, 0])
    return Stability(
        turned=(float(changed[1:3].mean()), float(changed[3:5].mean())),
        mirrored=float(changed[MIRRORED]),
        accuracy=float(np.mean(labels[asked, 0] == truth[asked])),
        ece=calibration_error(torch.from_numpy(upright), torch.from_numpy(truth[asked])),
    )


def predicted(predictor: EmotionPredictor, crops: Image) -> dict[str, Floats]:
    """Return what a model says about crops (n, S, S, 3), by the number of looks."""
    one = predictor.predict(crops)
    other = predictor.predict(np.ascontiguousarray(crops[:, :, ::-1]))
    return {"one": one, "two": np.asarray((one + other) / 2, np.float32)}


def measure(
    models: Sequence[str], photos: Sequence[Photo]
) -> tuple[int, dict[tuple[str, str, str], Stability]]:
    """Return how many photos count, and the figures by model, landmarks and looks.

    Raises:
        DataError: If no photo shows one of a model's classes.
        SourceError: If a photo cannot be read.
        ModelError: If a model cannot be used.
    """
    with closing(open_detector()) as detector:
        seen = [views(p, lambda image: detector.detect(image, effort=Effort.STILL)) for p in photos]
    found = [(p, view) for p, view in zip(photos, seen, strict=True) if view is not None]
    figures = {}
    for model in models:
        with closing(EmotionPredictor(model, device="cpu")) as predictor:
            truth = targets([photo for photo, _ in found], predictor)
            for placed_by in LANDMARKS:
                said = [predicted(predictor, v.crops(placed_by, predictor.size)) for _, v in found]
                for looks in LOOKS:
                    each = np.stack([row[looks] for row in said])
                    figures[predictor.name, placed_by, looks] = stability(each, truth)
    return len(found), figures


def mean(figures: Sequence[Stability]) -> Stability:
    """Return the mean of several models' figures."""
    return Stability(
        turned=(
            float(np.mean([f.turned[0] for f in figures])),
            float(np.mean([f.turned[1] for f in figures])),
        ),
        mirrored=float(np.mean([f.mirrored for f in figures])),
        accuracy=float(np.mean([f.accuracy for f in figures])),
        ece=float(np.mean([f.ece for f in figures])),
    )


def table(figures: dict[tuple[str, str, str], Stability]) -> str:
    """Return the figures as a Markdown table, in per cent; of several models their mean, too."""
    models = list(dict.fromkeys(model for model, _, _ in figures))
    lines = [
        "| model | landmarks | looks | ± 10° | ± 20° | mirrored | accuracy | ECE |",
        "|---|---|---|---:|---:|---:|---:|---:|",
    ]
    rows = list(figures.items())
    if len(models) > 1:
        for placed_by, looks in product(LANDMARKS, LOOKS):
            each = [figures[model, placed_by, looks] for model in models]
            rows.append(((f"mean of {len(models)}", placed_by, looks), mean(each)))
    for names, s in rows:
        values = (*s.turned, s.mirrored, s.accuracy, s.ece)
        lines.append(f"| {' | '.join((*names, *(f'{100 * value:.1f}' for value in values)))} |")
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark and return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.photo_stability",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("photos", type=Path, metavar="PHOTOS", help="folder of labelled photos")
    parser.add_argument("--models", default="", metavar="A,B|all", help="the default if not given")
    arguments = parser.parse_args(argv)
    models = arguments.models.split(",") if arguments.models else [default_checkpoint()]
    if arguments.models == "all":
        models = [entry.name for entry in catalog() if entry.trained]
    try:
        photos = read_photos(arguments.photos)
        count, figures = measure(models, photos)
    except EmotionDesktopError as error:
        sys.stderr.write(f"{parser.prog}: {error}\n")
        return 2
    sys.stdout.write(f"{count} of {len(photos)} photos; per cent\n\n{table(figures)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
