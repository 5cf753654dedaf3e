"""How faithful the heatmaps of models are, beside noise and a bump in the middle of the face.

::

    python -m benchmarks.explanations PHOTOS --models all
    python -m benchmarks.explanations --data fer2013.csv --ferplus fer2013new.csv --models all

PHOTOS holds the pictures and `labels.csv`, as `benchmarks.photos` takes them: the largest readable
face of each is cut out as in the app. With --data it is faces of FER2013's PrivateTest.

Of each face the class that the model calls it is explained, and its calibrated probability is
followed while the map's pixels, hottest first and ties at random, are changed in 8 equal steps:

  deletion   replaced by the face blurred with a standard deviation of an eighth of its side
  insertion  put into that blurred face
  ROAD       20, 40, 60 and 80 % replaced by their neighbours' noisy mean, the coldest against the
             hottest (Rong et al. 2022)

Deletion and insertion are areas under the probability by the trapezoidal rule. Behind ± stands the
95 % half-width of the mean paired difference to the model's own heatmap. `blank` counts maps that
are 0 everywhere.

maps:
  default  the model's heatmap as the app shows it
  gradcam  Grad-CAM at the last convolution
  uniform  noise of independent pixels
  smooth   6x6 noise enlarged bicubically
  bump     exp(-(x^2 + (y - 0.05)^2) / 0.08) with x, y in sides from the centre
"""

import argparse
import math
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.faithfulness import (
    Faithfulness,
    central_bump,
    faithfulness,
    smooth_noise,
    uniform_noise,
)
from benchmarks.harness import add_json, add_models, command, make_parser, report
from benchmarks.labelled_photos import read_photos
from emotion_desktop.cli.benchmark.plan import chosen_models
from emotion_desktop.config import HeatmapMethod
from emotion_desktop.domain import Floats, Image
from emotion_desktop.errors import DataError
from emotion_desktop.vision.alignment import align, crop_transforms
from emotion_desktop.vision.predictor import EmotionPredictor


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One kind of map of one model; means over the faces.

    Attributes:
        model: Name of the checkpoint.
        heatmap: Which map.
        faces: How many were measured.
        insertion: Area under the probability.
        deletion: Area under the probability.
        score: Insertion less deletion.
        difference: The score of the model's own heatmap less this one's; None for itself.
        half_width: Half the width of the difference's 95 % interval; None for itself.
        road: As above.
        blank: Maps that are 0 everywhere.
    """

    model: str
    heatmap: str
    faces: int
    insertion: float
    deletion: float
    score: float
    difference: float | None
    half_width: float | None
    road: float
    blank: int


def measure(predictor: EmotionPredictor, crops: Image, seed: int = 0) -> list[Row]:
    """Return the figures of a model's heatmaps and of what they have to beat.

    Args:
        predictor: The model.
        crops: (N, S, S, 3) uint8 RGB faces.
        seed: Of all noise.
    """
    rng = np.random.default_rng(seed)
    count, size = len(crops), predictor.size
    parts = [crops[start : start + 32] for start in range(0, count, 32)]
    classes = np.concatenate([predictor.predict(part) for part in parts]).argmax(axis=1)
    places = np.split(classes, range(32, count, 32))
    maps: Mapping[str, Floats] = {
        method.value: np.concatenate(
            [predictor.gradcam(*one, method) for one in zip(parts, places, strict=True)]
        )
        for method in HeatmapMethod
    } | {
        "uniform": uniform_noise(count, size, rng),
        "smooth": smooth_noise(count, size, rng),
        "bump": central_bump(count, size),
    }
    figures = {
        name: faithfulness(predictor.predict, crops, classes, one, rng)
        for name, one in maps.items()
    }
    own = figures[HeatmapMethod.DEFAULT.value]
    return [_row(predictor.name, name, maps[name], found, own) for name, found in figures.items()]


def _row(model: str, name: str, maps: Floats, found: Faithfulness, own: Faithfulness) -> Row:
    paired = own.score - found.score
    is_own = found is own
    half_width = 1.96 * float(paired.std(ddof=1)) / math.sqrt(len(paired))
    return Row(
        model=model,
        heatmap=name,
        faces=len(paired),
        insertion=float(found.insertion.mean()),
        deletion=float(found.deletion.mean()),
        score=float(found.score.mean()),
        difference=None if is_own else float(paired.mean()),
        half_width=None if is_own else half_width,
        road=float(found.road.mean()),
        blank=int((maps.max(axis=(1, 2)) <= 0).sum()),
    )


def photo_faces(predictor: EmotionPredictor, folder: Path) -> Image:
    """Return (N, S, S, 3) uint8 RGB faces of labelled photos, aligned as in the app.

    Raises:
        DataError: If there are fewer than two.
        SourceError: If a photo cannot be read.
    """
    faces = []
    for photo in read_photos(folder):
        image = photo.read()
        result = predictor.analyze(image)
        if len(result) and result.flaws[0] is None:
            matrix = crop_transforms(result.faces.landmarks[:1], predictor.size)
            faces.append(align(image, matrix, predictor.size)[0])
    if len(faces) < 2:
        msg = f"{folder} shows {len(faces)} readable faces; at least 2 are needed"
        raise DataError(msg)
    return np.stack(faces)


def private_test_faces(
    predictor: EmotionPredictor, data: Path, ferplus: Path | None, count: int
) -> Image:
    """Return (N, S, S, 3) uint8 RGB faces of PrivateTest with the model's classes, evenly chosen.

    Raises:
        DataError: If the data cannot be used.
    """
    # Here, because they import PyTorch.
    from emotion_desktop.models import LabelSource
    from emotion_desktop.models.preprocess import to_input
    from trainer.data import load_faces, select

    table = load_faces([data], ferplus=ferplus)
    labels: LabelSource = "fer2013" if ferplus is None else "ferplus-majority"
    metadata = predictor.metadata
    samples = select(table, "PrivateTest", metadata.classes, labels=labels, merges=metadata.merges)
    chosen = np.linspace(0, len(samples) - 1, min(count, len(samples))).round().astype(int)
    pixels = 255 * to_input(samples.images[chosen], 3, predictor.size)
    return np.asarray(pixels.round().permute(0, 2, 3, 1).numpy(), np.uint8)


def table(rows: Sequence[Row]) -> str:
    """Return the figures as Markdown."""
    lines = [
        "| model | map | faces | insertion | deletion | insertion − deletion | default's lead | "
        "ROAD | blank |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        lead = (
            ""
            if row.difference is None or row.half_width is None
            else f"{row.difference:+.3f} ± {row.half_width:.3f}"
        )
        lines.append(
            f"| {row.model} | {row.heatmap} | {row.faces} | {row.insertion:.3f} | "
            f"{row.deletion:.3f} | {row.score:.3f} | {lead} | {row.road:.3f} | {row.blank} |"
        )
    return "\n".join(lines)


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = _parser()
    arguments = parser.parse_args(argv)
    if (arguments.photos is None) == (arguments.data is None):
        parser.error("give either PHOTOS or --data")
    rows: list[Row] = []
    for model in chosen_models(arguments.models):
        with closing(EmotionPredictor(model, device=arguments.device)) as predictor:
            crops = (
                photo_faces(predictor, arguments.photos)
                if arguments.data is None
                else private_test_faces(
                    predictor, arguments.data, arguments.ferplus, arguments.count
                )
            )
            rows += measure(predictor, crops)
    return report(table(rows), document=rows, as_json=arguments.json)


def _parser() -> argparse.ArgumentParser:
    parser = make_parser("explanations", __doc__)
    parser.add_argument(
        "photos", type=Path, nargs="?", metavar="PHOTOS", help="folder of labelled photos"
    )
    parser.add_argument("--data", type=Path, metavar="CSV", help="FER2013 instead of photos")
    parser.add_argument("--ferplus", type=Path, metavar="CSV", help="FER+'s votes for it")
    parser.add_argument(
        "--count", type=int, default=200, help="with --data: faces to measure (default: 200)"
    )
    add_models(parser)
    parser.add_argument("--device", default="auto", help="auto (default), cpu, cuda or mps")
    add_json(parser)
    return parser


if __name__ == "__main__":
    sys.exit(main())
