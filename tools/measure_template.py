"""Measures where the parts of a face lie in FER2013's pictures.

The template of `vision.alignment` is where the detector finds them, that of
`vision.landmark_refiner` where the landmark network sees them.

::

    python -m tools.measure_template --data fer2013.csv.xz

Each 48 x 48 picture is enlarged and laid on a larger canvas, as the detector wants more than
the bare face. What it finds is given as fractions of the picture's side; the result is the
median over all pictures with exactly one face.
"""

import argparse
import csv
import gzip
import lzma
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TextIO

import numpy as np

from emotion_desktop.domain import Floats, Image
from emotion_desktop.vision.detection import Effort, open_detector
from emotion_desktop.vision.landmark_refiner import seen_parts
from emotion_desktop.vision.opencv import cv2

SIDE = 48
ENLARGED = 192
CANVAS = 320
MARGIN = (CANVAS - ENLARGED) // 2
PARTS = ("right eye", "left eye", "nose tip", "mouth", "right ear", "left ear")


def read_pictures(file: TextIO, count: int) -> Iterator[Image]:
    """Yield the first `count` training pictures, (48, 48) uint8 gray."""
    for row in csv.DictReader(file):
        if count == 0:
            return
        if row["Usage"] == "Training":
            count -= 1
            yield np.array(row["pixels"].split(), np.uint8).reshape(SIDE, SIDE)


def on_canvas(picture: Image, canvas: int, side: int, left: int, top: int) -> Image:
    """Return a (48, 48) uint8 gray picture on a (canvas, canvas) uint8 one of its mean gray.

    Args:
        picture: What to enlarge.
        canvas: Side of the canvas in pixels.
        side: Side of the enlarged picture in pixels.
        left: Where it begins.
        top: Where it begins.
    """
    whole = np.full((canvas, canvas), round(float(picture.mean())), np.uint8)
    large = cv2.resize(picture, (side, side), interpolation=cv2.INTER_CUBIC)
    whole[top : top + side, left : left + side] = large
    return whole


def measure(pictures: Iterator[Image]) -> tuple[Floats, Floats, Floats, int]:
    """Return what is found, in fractions, and how many pictures were looked at.

    Returns:
        Landmarks (M, 6, 2) and boxes (M, 4) of the detector; the parts as the landmark network
        sees them, (L, 4, 2), of those that look like a face to it; the count.
    """
    points: list[Floats] = []
    boxes: list[Floats] = []
    parts: list[Floats] = []
    count = 0
    with closing(open_detector()) as detector:
        for count, picture in enumerate(pictures, start=1):  # noqa: B007 (used after the loop)
            canvas = on_canvas(picture, CANVAS, ENLARGED, MARGIN, MARGIN)
            canvas = np.asarray(cv2.cvtColor(canvas, cv2.COLOR_GRAY2BGR), np.uint8)
            faces = detector.detect(canvas, effort=Effort.STILL)
            if len(faces) == 1:
                points.append((faces.landmarks.points[0] - MARGIN) / ENLARGED)
                boxes.append((faces.boxes[0] - MARGIN) / ENLARGED)
                seen, is_face = seen_parts(canvas, faces)
                parts.extend((seen[is_face] - MARGIN) / ENLARGED)
    return _stacked(points), _stacked(boxes), _stacked(parts), count


def _stacked(rows: list[Floats]) -> Floats:
    return np.array(rows, np.float32)


def _medians(points: Floats) -> list[str]:
    """Return a line for each part of faces (M, K, 2)."""
    low, middle, high = np.percentile(points, (25, 50, 75), axis=0)
    return [
        f"{part:9}  x {centre[0]:.3f} ({spread[0]:.3f})  y {centre[1]:.3f} ({spread[1]:.3f})"
        for part, centre, spread in zip(PARTS, middle, high - low, strict=False)
    ]


def main(argv: Sequence[str] | None = None) -> int:
    """Print the templates as they stand in `alignment.py` and `landmark_refiner.py`."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="fer2013.csv[.gz|.xz]")
    parser.add_argument("--count", type=int, default=4000, help="training pictures to look at")
    arguments = parser.parse_args(argv)
    openers: dict[str, Callable[..., TextIO]] = {".xz": lzma.open, ".gz": gzip.open}
    with openers.get(arguments.data.suffix, open)(arguments.data, "rt") as file:
        points, boxes, parts, count = measure(read_pictures(file, arguments.count))
    lines = [f"{len(points)} of {count} pictures with one face; median (interquartile range)"]
    lines += _medians(points)
    lines.append("box  " + "  ".join(f"{value:.3f}" for value in np.median(boxes, axis=0)))
    lines += [f"{len(parts)} of them look like a face to the landmark network", *_medians(parts)]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
