"""How often a tilted or partly covered face gets a wrong label with much confidence.

::

    python -m benchmarks.hard_faces PHOTOS [--count 60] [--model NAME]

PHOTOS holds the pictures and `labels.csv`, as for `benchmarks.photos`. Of the photos that the
model labels rightly as they are, so many are turned in steps of 30°, or their eyes, mouth or one
half are covered by a bar, black, gray or of the colour of the skin. Each goes through detector,
alignment and network as in the app. A label is wrong if it differs from the photo's; it is sure
above 80 %. A face that the app calls unreadable has no label.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np
from rich.table import Table

from benchmarks.harness import add_json, command, make_parser, report
from benchmarks.labelled_photos import Photo, read_photos
from emotion_desktop.cli.benchmark.tables import make_table
from emotion_desktop.domain import Faces, Image
from emotion_desktop.vision.alignment import crop_transforms
from emotion_desktop.vision.model_catalog import default_checkpoint
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.predictor import EmotionPredictor

SURE: Final = 0.8
ANGLES: Final = range(0, 360, 30)
GRAY: Final = (128, 128, 128)

COVERS: Final = {
    "eyes": (0.12, 0.30, 0.88, 0.50),
    "mouth": (0.25, 0.68, 0.75, 0.95),
    "left half": (0.50, 0.10, 1.00, 1.00),
}
"""Bars in parts of the aligned face: x0, y0, x1, y1."""

CHEEK: Final = (0.3, 0.62)
"""Where the skin's colour is taken from."""

Change = Callable[[Image, Faces], Image]


@dataclass(slots=True)
class Outcome:
    """What became of the photos after one change.

    Attributes:
        change: What was done to them.
        photos: How many.
        found: In how many a face was found.
        unreadable: How many the app says it cannot read.
        right: How many have the photo's label.
        wrong: How many have another one.
        wrong_and_sure: How many of those with more than 80 %.
    """

    change: str
    photos: int = 0
    found: int = 0
    unreadable: int = 0
    right: int = 0
    wrong: int = 0
    wrong_and_sure: int = 0


def changes() -> Iterator[tuple[str, Change]]:
    """Yield what is done to the photos, by name."""
    for angle in ANGLES:
        yield f"turned by {angle}°", _turning(angle)
    for part in COVERS:
        for colour in ("black", "gray", "skin"):
            yield f"{part} covered, {colour}", _covering(part, colour)


def _turning(angle: float) -> Change:
    def turn(image: Image, _: Faces) -> Image:
        height, width = image.shape[:2]
        side = int(np.ceil(np.hypot(height, width)))
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
        matrix[:, 2] += np.array([(side - width) / 2, (side - height) / 2])
        turned = cv2.warpAffine(image, matrix, (side, side), borderValue=GRAY)
        return np.asarray(turned, np.uint8)

    return turn


def _covering(part: str, colour: str) -> Change:
    def cover(image: Image, faces: Faces) -> Image:
        matrix = crop_transforms(faces.landmarks[:1], 1)[0]
        x0, y0, x1, y1 = COVERS[part]
        corners = np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]])
        covered = image.copy()
        points = (corners @ matrix[:, :2].T + matrix[:, 2]).round().astype(np.int32)
        cv2.fillPoly(covered, [points], _colour(image, matrix @ np.array([*CHEEK, 1]), colour))
        return covered

    return cover


def _colour(image: Image, cheek: Image, name: str) -> tuple[float, ...]:
    if name != "skin":
        return (10, 10, 10) if name == "black" else GRAY
    x, y = np.clip(cheek.round().astype(int), 8, np.array(image.shape[1::-1]) - 8)
    patch = image[y - 8 : y + 8, x - 8 : x + 8].reshape(-1, 3)
    return tuple(float(value) for value in np.median(patch, axis=0))


def measure(photos: Sequence[Photo], predictor: EmotionPredictor, count: int) -> Iterator[Outcome]:
    """Yield the outcome of each change for photos that are labelled rightly without it."""
    chosen: list[tuple[Photo, Image, Faces]] = []
    order = np.random.default_rng(0).permutation(len(photos))
    for photo in (photos[number] for number in order):
        image = photo.read()
        result = predictor.analyze(image)
        known = len(result) > 0 and result.flaws[0] is None
        if known and result.emotion(0) == photo.emotion:
            chosen.append((photo, image, result.faces))
        if len(chosen) == count:
            break
    for name, change in changes():
        outcome = Outcome(name)
        for photo, image, faces in chosen:
            result = predictor.analyze(change(image, faces))
            outcome.photos += 1
            if not len(result):
                continue
            outcome.found += 1
            right = result.emotion(0) == photo.emotion
            if result.flaws[0] is not None:
                outcome.unreadable += 1
            elif right:
                outcome.right += 1
            else:
                outcome.wrong += 1
                outcome.wrong_and_sure += result.confidence(0) > SURE
        yield outcome


def table(outcomes: Sequence[Outcome]) -> Table:
    """Return the outcomes as a table."""
    titles = ("change", "photos", "found", "unreadable", "right", "wrong", "wrong and > 80 % sure")
    return make_table(titles, [[*map(str, asdict(outcome).values())] for outcome in outcomes])


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = make_parser("hard_faces", __doc__)
    parser.add_argument("photos", type=Path, metavar="PHOTOS", help="folder of labelled photos")
    parser.add_argument("--labels", type=Path, metavar="CSV", help="default: PHOTOS/labels.csv")
    parser.add_argument("--count", type=int, default=60, help="of photos (default 60)")
    parser.add_argument("--model", help="checkpoint by name or path; the default if not given")
    add_json(parser)
    arguments = parser.parse_args(argv)
    photos = read_photos(arguments.photos, arguments.labels, 0.0)
    with closing(EmotionPredictor(arguments.model or default_checkpoint())) as predictor:
        outcomes = list(measure(photos, predictor, arguments.count))
    return report(table(outcomes), document=outcomes, as_json=arguments.json)


if __name__ == "__main__":
    sys.exit(main())
