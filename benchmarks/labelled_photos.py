"""Photos of faces and what they show, read from a folder with a table of labels."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from emotion_desktop.domain import Image
from emotion_desktop.errors import DataError
from emotion_desktop.labels import Emotion, parse_emotion
from emotion_desktop.vision.opencv import cv2
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
