"""Where to look for people nobody knows of yet: tiles of the picture, at several scales."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from emotion_desktop.domain import Image
from emotion_desktop.vision.boxes import Mask
from emotion_desktop.vision.detection.blazeface import ALIGNMENT
from emotion_desktop.vision.detection.motion import CELL, cells_of
from emotion_desktop.vision.opencv import cv2

WHOLE_AREA: Final = 256 * 144
"""Pixels to which the whole picture is shrunk: in 16:9 faces of a tenth of its width are found."""

MARGIN: Final = 0.3
"""Black on each side of the overview, over the picture's longer side: for faces that fill it."""

CLEAR_SIDE: Final = 32
"""Side of a face in the network's input from which it is found nearly always."""

SMALLEST: Final = 40
"""Side of the smallest faces looked for, in pixels of the picture, ..."""

SMALLEST_SHARE: Final = 1 / 75
"""... or this part of its longer side, whichever is larger."""

TILE: Final = 128
THOROUGH_TILE: Final = 384
"""Sides of tiles in the network's input, one at a time and all at once."""

OVERLAP: Final = 40
"""Neighbours share so much of the network's input: what is larger is found at a coarser scale."""

NEARLY: Final = 1.3
"""Scales closer together than by this factor count as one."""


@dataclass(frozen=True, slots=True)
class Tile:
    """Part of a picture, as a network sees it.

    Attributes:
        left, top, width, height: In pixels of the picture; may reach beyond it.
        scale: Pixels of the network's input per pixel of the picture.
    """

    left: int
    top: int
    width: int
    height: int
    scale: float

    def cut(self, image: Image) -> Image:
        """Return it as an (h, w, 3) uint8 RGB input; black is what is beyond the picture."""
        height, width = (
            max(ALIGNMENT, -(-round(side * self.scale) // ALIGNMENT) * ALIGNMENT)
            for side in (self.height, self.width)
        )
        part, x, y = self._inner(image)
        scale = self.scale
        while scale <= 0.5 and min(part.shape[:2]) >= 2:
            half = part.shape[1] // 2, part.shape[0] // 2
            even = part[: 2 * half[1], : 2 * half[0]]
            part = np.asarray(cv2.resize(even, half, interpolation=cv2.INTER_AREA), np.uint8)
            scale *= 2
        to_input = np.array(
            [
                [scale, 0, x * self.scale + (scale - 1) / 2],
                [0, scale, y * self.scale + (scale - 1) / 2],
            ],
            np.float32,
        )
        seen = cv2.warpAffine(part, to_input, (width, height), flags=cv2.INTER_LINEAR)
        return np.asarray(cv2.cvtColor(seen, cv2.COLOR_BGR2RGB), np.uint8)

    def _inner(self, image: Image) -> tuple[Image, int, int]:
        """Return what lies within the picture, and where in the tile it begins."""
        left, top = max(0, self.left), max(0, self.top)
        part = image[top : self.top + self.height, left : self.left + self.width]
        return part, left - self.left, top - self.top


class TileScheduler:
    """Tiles of a picture in turn; a level of more tiles comes more often.

    Every other tile of a level is the one in which most has moved since it was looked at, if
    anything has.

    Args:
        shape: Height and width of the pictures.

    Attributes:
        shape: The same.
    """

    def __init__(self, shape: tuple[int, int]) -> None:
        self.shape = shape
        self._levels = list(levels(shape, TILE))
        self._taken = [0] * len(self._levels)
        self._in_turn = [0] * len(self._levels)
        self._moved = np.zeros((len(self._levels), *cells_of(shape)), np.bool_)

    def add_motion(self, moving: Mask) -> None:
        """Take in which cells of the picture move, as `Motion` tells."""
        self._moved |= moving

    @property
    def has_motion(self) -> bool:
        """Whether something has moved where no tile has been taken since."""
        return bool(self._moved.any())

    def next(self) -> Tile:
        """Return the next tile."""
        due = [
            (taken + 1) / math.sqrt(math.sqrt(len(level)))
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

    def _liveliest(self, level: int) -> Tile | None:
        """Return the tile of a level in which most has moved; None if nothing has in any."""
        moved = self._moved[level]
        if len(self._levels[level]) == 1 or not moved.any():
            return None
        counts = [int(_part(moved, tile).sum()) for tile in self._levels[level]]
        return self._levels[level][counts.index(max(counts))]


def every_tile(shape: tuple[int, int], most: int | None = None) -> list[Tile]:
    """Return larger tiles of all levels for pictures (H, W), coarse ones first.

    Args:
        shape: Height and width.
        most: Levels of more tiles are left out; None: none is.
    """
    return [
        tile
        for level in levels(shape, THOROUGH_TILE)
        for tile in level
        if most is None or len(level) <= most
    ]


def levels(shape: tuple[int, int], tile: int) -> Iterator[list[Tile]]:
    """Yield the tiles of each level for pictures (H, W), coarse ones first.

    Args:
        shape: Height and width.
        tile: Side of the tiles in the network's input.
    """
    height, width = shape
    coarsest = math.sqrt(WHOLE_AREA / (height * width))
    margin = round(MARGIN * max(shape))
    yield [Tile(-margin, -margin, width + 2 * margin, height + 2 * margin, coarsest / 2)]
    yield [Tile(0, 0, width, height, coarsest)]
    finest = CLEAR_SIDE / max(SMALLEST, SMALLEST_SHARE * max(shape))
    count = max(0, math.ceil(math.log2(finest / (NEARLY * coarsest))))
    for scale in (finest / 2**step for step in range(count - 1, -1, -1)):
        side = round(tile / scale)
        overlap = round(OVERLAP / scale)
        yield [
            Tile(left, top, min(side, width), min(side, height), scale)
            for top in _starts(height, side, overlap)
            for left in _starts(width, side, overlap)
        ]


def _starts(length: int, side: int, overlap: int) -> list[int]:
    last = max(0, length - side)
    steps = -(-last // (side - overlap))
    return [round(last * step / steps) for step in range(steps + 1)] if steps else [0]


def _part(cells: Mask, tile: Tile) -> Mask:
    left, top = max(0, tile.left), max(0, tile.top)
    right, bottom = tile.left + tile.width, tile.top + tile.height
    return cells[top // CELL : -(-bottom // CELL), left // CELL : -(-right // CELL)]
