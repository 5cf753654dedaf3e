"""Where a picture changes: new people come in moving."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from emotion_desktop.domain import Floats, Image
from emotion_desktop.vision.boxes import Mask
from emotion_desktop.vision.opencv import cv2

CELL: Final = 16
"""Side in pixels of what is compared as a whole."""

THIN: Final = 4
"""Of so many pixels in both directions one is looked at."""

CHANGE: Final = 12
"""Difference of a cell's mean brightness, 0–255, from which it moves; noise is below."""

CUT: Final = 0.5
"""If more of a picture than this has changed, another scene may have begun."""

SHOULDERS: Final = 0.6
"""So many widths of the face to its left and right a person's motion is their own, ..."""

BODY: Final = 3.0
"""... and so many below it."""


class Motion:
    """Compares each picture with the one before.

    Attributes:
        share: Part of the last picture that moved, 0–1, people included.
    """

    def __init__(self) -> None:
        self._before: NDArray[np.int16] | None = None
        self.share = 0.0

    @property
    def is_cut(self) -> bool:
        """Whether another scene may have begun with the last picture."""
        return self.share > CUT

    def add(self, image: Image, people: Floats) -> Mask:
        """Return which cells of an (H, W, 3) uint8 BGR picture move, bool as `cells_of` says.

        Args:
            image: The picture. Nothing moves in the first one, or in the first of another size.
            people: (M, 4) float32 boxes of those who are known: their motion is left out.
        """
        green = np.ascontiguousarray(image[::THIN, ::THIN, 1])
        size = cells_of(image.shape[:2])[::-1]
        now = cv2.resize(green, size, interpolation=cv2.INTER_AREA).astype(np.int16)
        before, self._before, self.share = self._before, now, 0.0
        if before is None or before.shape != now.shape:
            return np.zeros(now.shape, np.bool_)
        moving = np.abs(now - before) > CHANGE
        self.share = float(moving.mean())
        for x0, y0, x1, y1 in people.tolist():
            side = SHOULDERS * (x1 - x0)
            left, right = _cells(x0 - side, x1 + side)
            top, bottom = _cells(y0 - side, y1 + BODY * (x1 - x0))
            moving[top:bottom, left:right] = False
        return np.asarray(moving, np.bool_)


def cells_of(shape: tuple[int, int]) -> tuple[int, int]:
    """Return how many rows and columns of cells a picture (H, W) has."""
    return max(1, shape[0] // CELL), max(1, shape[1] // CELL)


def _cells(start: float, end: float) -> tuple[int, int]:
    return max(0, int(start) // CELL), max(0, int(end) // CELL + 1)
