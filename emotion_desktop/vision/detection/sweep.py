"""Where to look next for small faces of people nobody knows of yet."""

import math
from collections.abc import Iterator
from typing import Final

import numpy as np

from emotion_desktop.vision.detection.found import Mask
from emotion_desktop.vision.detection.motion import CELL, cells_of
from emotion_desktop.vision.detection.sheet import Square

STEP: Final = 1.6
"""How much smaller the tiles of one level are than those of the level before."""

SMALLEST: Final = 170
"""Side of the smallest tiles in pixels: faces of 40 pixels are found in them."""

FINEST: Final = 4.1
"""The picture's shorter side over the smallest tiles' at most, so that large pictures end, too."""

OVERLAP: Final = 0.28
"""Neighbours share this part of their sides, so that faces on a border lie within one of them."""


class Sweep:
    """Tiles of a picture in turn; a level of more tiles comes more often.

    Every other tile of a level is one in which something has moved since it was looked at, if
    there is one: the one in which most has moved.

    Args:
        shape: Height and width of the pictures.

    Attributes:
        shape: The same.
    """

    def __init__(self, shape: tuple[int, int]) -> None:
        self.shape = shape
        self._levels = [list(tiles(shape, side)) for side in sides(shape)]
        self._taken = [0] * len(self._levels)
        self._in_turn = [0] * len(self._levels)
        self._moved = np.zeros((len(self._levels), *cells_of(shape)), np.bool_)

    def watch(self, moving: Mask) -> None:
        """Take in which cells of the picture move, as `Motion` tells."""
        self._moved |= moving

    @property
    def stirred(self) -> bool:
        """Whether something has moved where no tile has been looked at since."""
        return bool(self._moved.any())

    def next(self, count: int) -> list[Square]:
        """Return the next tiles; none if pictures are too small for any."""
        return [self._next() for _ in range(count if self._levels else 0)]

    def _next(self) -> Square:
        due = [
            (taken + 1) / math.sqrt(len(level))
            for taken, level in zip(self._taken, self._levels, strict=True)
        ]
        level = due.index(min(due))
        self._taken[level] += 1
        tile = self._liveliest(level) if self._taken[level] % 2 else None
        if tile is None:
            self._in_turn[level] += 1
            tile = self._levels[level][self._in_turn[level] % len(self._levels[level])]
        _part(self._moved[level], tile)[:] = False
        return tile

    def _liveliest(self, level: int) -> Square | None:
        """Return the tile of a level in which most has moved; None if nothing has in any."""
        moved = self._moved[level]
        if not moved.any():
            return None
        counts = [int(_part(moved, tile).sum()) for tile in self._levels[level]]
        return self._levels[level][counts.index(max(counts))]

    def coarse(self) -> list[Square]:
        """Return all tiles but those of the finest level, of which there are the most."""
        return [tile for level in self._levels[:-1] for tile in level]

    def all(self) -> list[Square]:
        """Return all tiles of all levels, large ones first."""
        return [tile for level in self._levels for tile in level]


def _part(cells: Mask, tile: Square) -> Mask:
    left, top, side = tile
    return cells[top // CELL : -(-(top + side) // CELL), left // CELL : -(-(left + side) // CELL)]


def sides(shape: tuple[int, int]) -> list[int]:
    """Return the sides of the tiles of each level for pictures (H, W), large ones first."""
    longer, shorter = max(shape), min(shape)
    found, side = [], float(shorter)
    while side >= max(SMALLEST, shorter / FINEST):
        found.append(round(side))
        side /= STEP
    return [side for side in found if side * 1.2 < longer]


def tiles(shape: tuple[int, int], side: int) -> Iterator[Square]:
    """Yield squares of that side that cover a picture (H, W) and overlap."""
    for top in _starts(shape[0], side):
        for left in _starts(shape[1], side):
            yield left, top, side


def _starts(length: int, side: int) -> list[int]:
    last = max(0, length - side)
    steps = -(-last // round(side * (1 - OVERLAP)))
    return [round(last * step / steps) for step in range(steps + 1)] if steps else [0]
