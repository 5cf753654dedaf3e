"""Several people in one look: squares around them, side by side on a sheet like contact prints."""

import math
from collections.abc import Iterator
from typing import Final

import numpy as np

from emotion_desktop.domain import Floats, Image
from emotion_desktop.vision.boxes import centres
from emotion_desktop.vision.cv import cv2
from emotion_desktop.vision.detection.blazeface import INPUT_SIDE, BlazeFace
from emotion_desktop.vision.detection.found import Found, merged

ROOM: Final = 1.8
"""Side of the square around a person, over the face's: it may move by 0.4 of its size."""

PER_SHEET: Final = 4
"""With more, the faces on it would be too small to be found."""

LARGEST: Final = 0.9
"""A face larger than this part of its square is made of two people's squares."""

Square = tuple[int, int, int]
"""Left, top and side in pixels."""


def look_around(detector: BlazeFace, image: Image, boxes: Floats) -> Found:
    """Return the faces seen in squares around some boxes (N, 4) of an (H, W, 3) BGR picture.

    Args:
        detector: What looks.
        image: The picture.
        boxes: Where people should be.
    """
    squares = list(squares_around(boxes, image.shape[1], image.shape[0]))
    found = [
        _look_at_sheet(detector, image, squares[start : start + PER_SHEET])
        for start in range(0, len(squares), PER_SHEET)
    ]
    return merged(found)


def squares_around(boxes: Floats, width: int, height: int) -> Iterator[Square]:
    """Yield a square within the picture around each box; they are moved rather than cut off."""
    sides = np.max(boxes[:, 2:] - boxes[:, :2], axis=1)
    for (x, y), face in zip(centres(boxes).tolist(), sides.tolist(), strict=True):
        side = max(2, min(round(ROOM * face), width, height))
        left = min(max(round(x - side / 2), 0), width - side)
        top = min(max(round(y - side / 2), 0), height - side)
        yield left, top, side


def _look_at_sheet(detector: BlazeFace, image: Image, squares: list[Square]) -> Found:
    across = math.ceil(math.sqrt(len(squares)))
    cell = INPUT_SIDE // across
    sheet = np.zeros((INPUT_SIDE, INPUT_SIDE, 3), np.uint8)
    for place, (left, top, side) in enumerate(squares):
        row, column = divmod(place, across)
        cut = image[top : top + side, left : left + side]
        print_ = cv2.resize(cut, (cell, cell), interpolation=cv2.INTER_LINEAR)
        sheet[row * cell : (row + 1) * cell, column * cell : (column + 1) * cell] = print_
    seen = detector.look(sheet)
    columns, rows = (centres(seen.boxes) // cell).astype(np.int64).T
    fits = (seen.sides() <= LARGEST * cell) & (columns >= 0) & (columns < across) & (rows >= 0)
    found = []
    for place, (left, top, side) in enumerate(squares):
        row, column = divmod(place, across)
        scale = side / cell
        mine = seen[fits & (rows == row) & (columns == column)]
        found.append(mine.moved(scale, left - column * side, top - row * side))
    return merged(found)
