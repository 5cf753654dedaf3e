"""Where faces may be in a frame: rather too many places than too few."""

import math
from itertools import groupby
from typing import Final

import numpy as np

from emotion_desktop.domain import WITHOUT_EARS, Faces, Floats, Frame, Image, Landmarks
from emotion_desktop.vision.boxes import at_any, same_place
from emotion_desktop.vision.detection.blazeface import SHORT_RANGE, BlazeFace, moved
from emotion_desktop.vision.detection.crops import (
    detect_in_crops,
    each_once,
    joined,
    poses,
    squares,
)
from emotion_desktop.vision.detection.motion import Motion
from emotion_desktop.vision.detection.tile_scheduler import (
    THOROUGH_TILE,
    TILE,
    Tile,
    every_tile,
    levels,
)
from emotion_desktop.vision.detection.verifier import ROOM
from emotion_desktop.vision.tracking import FaceTracker

LEAST_SCORE: Final = 0.5
"""Whatever looks so much like a face counts as one; a face to be read needs more, and proof."""

MOST_TILES: Final = 2
"""Levels of more tiles are searched in pictures that stand alone only."""

CYCLE_S: Final = 0.7
"""In so long each tile of live pictures has its turn."""

HOLD_S: Final = 1.0
"""A place counts so long after a face was last seen there, and moves on as the face did."""

FOLLOWED: Final = 2
FOLLOW_SIDE: Final = 96
"""So many places that the detector does not know are looked at in one live picture, in crops."""


class HeadFinder:
    """Looks for faces in each frame for itself, beside the detector, and remembers places.

    Live, the first picture and that of a new scene are searched at once, others by tiles in turn;
    where something was seen it is looked for again. Else every picture is searched.

    Args:
        live: Whether somebody waits for each result.
    """

    def __init__(self, *, live: bool = False) -> None:
        self._live = live
        self._network = BlazeFace(SHORT_RANGE)
        self._memory = FaceTracker(HOLD_S, 0.0)
        self.reset()

    def reset(self) -> None:
        """Forget all places, for another source or a jump."""
        self._memory.reset()
        self._motion = Motion()
        self._next_tile = 0
        self._looked_s = self._searched_s = -math.inf

    def places(self, frame: Frame, found: Faces) -> Floats:
        """Return boxes of what may be faces now or were a moment ago, (M, 4) float32 pixels.

        Args:
            frame: The picture.
            found: All that the detector has found in it, read or not.
        """
        faces = joined([_without_ears(each) for each in (found, *self._candidates(frame, found))])
        self._memory.update(each_once(faces), frame.time_s, skip_probation=True)
        return np.concatenate([found.boxes, self._memory.expected(frame.time_s).boxes])

    def _candidates(self, frame: Frame, found: Faces) -> list[Faces]:
        shape = frame.image.shape[:2]
        if frame.is_still:
            return self._in_tiles(frame.image, every_tile(shape))
        if not self._live:
            return self._in_tiles(frame.image, every_tile(shape, MOST_TILES))
        elapsed, self._looked_s = frame.time_s - self._looked_s, frame.time_s
        self._motion.add(frame.image, found.boxes[:0])
        is_new = self._motion.is_cut and frame.time_s - self._searched_s >= CYCLE_S
        if is_new or not 0 <= elapsed < CYCLE_S:
            self._searched_s = frame.time_s
            return self._in_tiles(frame.image, every_tile(shape, MOST_TILES))
        tiles = self._in_turn(small_tiles(shape), elapsed)
        return [*self._in_tiles(frame.image, tiles), *self._followed(frame, found)]

    def _in_turn(self, tiles: list[Tile], elapsed: float) -> list[Tile]:
        first, count = self._next_tile, math.ceil(len(tiles) * elapsed / CYCLE_S)
        self._next_tile += count
        return [tiles[number % len(tiles)] for number in range(first, self._next_tile)]

    def _followed(self, frame: Frame, found: Faces) -> list[Faces]:
        """Return what is seen of places remembered that the detector has not found, in turns."""
        places = self._memory.expected(frame.time_s)
        places = places[~at_any(places.boxes, found.boxes)]
        turn = np.arange(len(places)) - frame.index * FOLLOWED
        places = places[turn % max(1, len(places)) < FOLLOWED]
        around = squares(poses(places), ROOM, FOLLOW_SIDE)
        return detect_in_crops(self._network, frame.image, around, FOLLOW_SIDE, LEAST_SCORE)

    def _in_tiles(self, image: Image, tiles: list[Tile]) -> list[Faces]:
        cuts = [(tile, tile.cut(image)) for tile in tiles]
        faces = []
        for _, group in groupby(cuts, key=lambda each: each[1].shape):
            alike = list(group)
            found = self._network.infer(np.stack([part for _, part in alike]), LEAST_SCORE)
            for (tile, _), seen in zip(alike, found, strict=True):
                faces.append(moved(seen, 1 / tile.scale, tile.left, tile.top))
        return faces


def small_tiles(shape: tuple[int, int]) -> list[Tile]:
    """Return the tiles for pictures (H, W) that are looked at one at a time."""
    pairs = zip(levels(shape, THOROUGH_TILE), levels(shape, TILE), strict=True)
    return [tile for large, small in pairs if len(large) <= MOST_TILES for tile in small]


def other_places(places: Floats, spared: Floats, hidden: Floats) -> Floats:
    """Return the places (M, 4) that are not those of people who may be seen.

    Args:
        places: Of what may be faces.
        spared: Boxes (K, 4) of people who may be seen, where they are or should be.
        hidden: Boxes (L, 4) of people who may not: a place of both is theirs.
    """
    theirs = same_place(places, spared).any(axis=1) & ~same_place(places, hidden).any(axis=1)
    return np.concatenate([places[~theirs], hidden]).astype(np.float32)


def _without_ears(faces: Faces) -> Faces:
    points = faces.landmarks.points[:, :WITHOUT_EARS]
    return Faces(boxes=faces.boxes, landmarks=Landmarks(points.copy()), scores=faces.scores)
