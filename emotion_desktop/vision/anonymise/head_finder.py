"""Where faces may be in a frame: rather too many places than too few."""

from itertools import groupby
from typing import Final

import numpy as np

from emotion_desktop.domain import WITHOUT_EARS, Faces, Floats, Frame, Image, Landmarks
from emotion_desktop.vision.boxes import same_place
from emotion_desktop.vision.detection.blazeface import SHORT_RANGE, BlazeFace, moved
from emotion_desktop.vision.detection.crops import each_once, joined
from emotion_desktop.vision.detection.tile_scheduler import every_tile
from emotion_desktop.vision.tracking import FaceTracker

LEAST_SCORE: Final = 0.5
"""Whatever looks so much like a face counts as one; a face to be read needs more, and proof."""

MOST_TILES: Final = 2
"""Levels of more tiles are searched in pictures that stand alone only."""

HOLD_S: Final = 0.8
"""A place counts so long after a face was last seen there, and moves on as the face did."""


class HeadFinder:
    """Looks everywhere in each frame for itself, beside the detector, and remembers places."""

    def __init__(self) -> None:
        self._network = BlazeFace(SHORT_RANGE)
        self._memory = FaceTracker(HOLD_S, 0.0)

    def reset(self) -> None:
        """Forget all places, for another source or a jump."""
        self._memory.reset()

    def places(self, frame: Frame, found: Faces) -> Floats:
        """Return boxes of what may be faces now or were a moment ago, (M, 4) float32 pixels.

        Args:
            frame: The picture.
            found: All that the detector has found in it, read or not.
        """
        most = None if frame.is_still else MOST_TILES
        faces = each_once(joined([_without_ears(found), *self._candidates(frame.image, most)]))
        self._memory.update(faces, frame.time_s, skip_probation=True)
        return np.concatenate([found.boxes, self._memory.expected(frame.time_s).boxes])

    def _candidates(self, image: Image, most: int | None) -> list[Faces]:
        tiles = [(tile, tile.cut(image)) for tile in every_tile(image.shape[:2], most)]
        faces = []
        for _, group in groupby(tiles, key=lambda each: each[1].shape):
            alike = list(group)
            found = self._network.infer(np.stack([part for _, part in alike]), LEAST_SCORE)
            for (tile, _), seen in zip(alike, found, strict=True):
                faces.append(_without_ears(moved(seen, 1 / tile.scale, tile.left, tile.top)))
        return faces


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
