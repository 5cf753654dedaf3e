"""The default detector: near and far, tilted, cut off, in crowds; BlazeFace at several scales."""

from typing import Final

from emotion_desktop.domain import Faces, Floats, Image
from emotion_desktop.vision.boxes import at_any
from emotion_desktop.vision.detection.blazeface import SHORT_RANGE, BlazeFace, moved
from emotion_desktop.vision.detection.crops import (
    best_at,
    detect_in_crops,
    each_once,
    held,
    joined,
    poses,
    squares,
)
from emotion_desktop.vision.detection.motion import Motion
from emotion_desktop.vision.detection.tile_scheduler import Tile, TileScheduler, every_tile
from emotion_desktop.vision.detection.verifier import ROOM, Verifier

CANDIDATE_SCORE: Final = 0.3
LEAST_SCORE: Final = 0.1
"""Score from which something in a tile is worth verifying, and the least for low confidences;
most of it is no face."""

MOST_CANDIDATES: Final = 256
"""So many are verified in a picture that is searched completely, the likeliest."""

FEW: Final = 2
"""So many people are looked at in crops of full size, more in smaller ones."""

FULL_SIDE: Final = 128
SMALL_SIDE: Final = 96

SEARCH_SIDE: Final = 192
SEARCH_ROOM: Final = 4.0
"""Side of the square in which someone missed is looked for, over the face's."""

FIRST_TILES: Final = 8
FIRST_CANDIDATES: Final = 8
"""Of the first picture: levels of so many tiles are searched, so many candidates verified."""

REST: Final = 15
"""So many pictures pass before what was no face is verified again."""


class TiledDetector:
    """Finds faces from 40 pixels on, whichever way up, in every picture of a video.

    People who are known are looked at in upright squares around where they should be. Beside
    that each picture has time for one more thing: to look for candidates in a tile of it, to
    verify one, or to search for somebody missed. The first picture after a reset is searched at
    once, but for the finest tiles of large ones; a `thorough` one is searched completely.

    Args:
        confidence: Least score of a face, 0–1.

    Raises:
        AssetError: If a network's file is missing or damaged.
    """

    def __init__(self, confidence: float = 0.5) -> None:
        self.confidence = confidence
        self._short = BlazeFace(SHORT_RANGE)
        self._verifier = Verifier(self._short)
        self.reset()

    def reset(self) -> None:
        """Forget what earlier pictures showed, for a new source."""
        self._scheduler: TileScheduler | None = None
        self._motion = Motion()
        self._candidates = Faces.none()
        self._rejected: list[tuple[Faces, int]] = []
        self._number = 0
        self._poses = poses(Faces.none())

    def detect(
        self, image: Image, expected: Faces | None = None, *, thorough: bool = False
    ) -> Faces:
        """Return the faces in an (H, W, 3) uint8 BGR picture; see the protocol."""
        if thorough:
            return self._detect_everywhere(image)
        shape = image.shape[:2]
        self._number += 1
        if self._scheduler is None or self._scheduler.shape != shape:
            self._scheduler = TileScheduler(shape)
            self._candidates = self._in_tiles(image, every_tile(shape, FIRST_TILES))
            return self._verified(image, self._candidates[:FIRST_CANDIDATES])
        people = Faces.none() if expected is None else expected
        found = self._followed(image, people)
        self._scheduler.add_motion(self._motion.add(image, found.boxes))
        missed = people[~at_any(people.boxes, found.boxes)]
        if len(missed) and self._number % 2:
            return each_once(joined([found, self._searched(image, missed[:1])]))
        self._candidates = self._new(self._candidates, found)
        if not len(self._candidates) or not len(found):
            tile = self._scheduler.next()
            self._candidates = self._new(self._in_tiles(image, [tile]), found)
            if len(found):
                return found
        verified = self._verified(image, self._candidates[:1])
        self._candidates = self._candidates[1:]
        return each_once(joined([found, verified]))

    def close(self) -> None:
        """Nothing has to be freed."""

    def _detect_everywhere(self, image: Image) -> Faces:
        candidates = self._in_tiles(image, every_tile(image.shape[:2]))
        candidates = candidates[:MOST_CANDIDATES]
        return each_once(self._verifier.confirm(image, candidates, self.confidence))

    def _in_tiles(self, image: Image, tiles: list[Tile]) -> Faces:
        """Return what looks somewhat like a face in tiles, likely ones first."""
        least = max(LEAST_SCORE, min(CANDIDATE_SCORE, self.confidence))
        found = []
        for tile in tiles:
            (seen,) = self._short.infer(tile.cut(image)[None], least)
            found.append(moved(seen, 1 / tile.scale, tile.left, tile.top))
        return each_once(joined(found))

    def _followed(self, image: Image, people: Faces) -> Faces:
        """Return who is still about where they should be."""
        side = FULL_SIDE if len(people) <= FEW else SMALL_SIDE
        self._poses = held(poses(people), self._poses)
        seen = self._in_squares(image, squares(self._poses, ROOM, side), side)
        found = [best_at(faces, box) for faces, box in zip(seen, people.boxes, strict=True)]
        return each_once(joined(found))

    def _searched(self, image: Image, missed: Faces) -> Faces:
        """Return somebody missed if they are farther from where they should be."""
        around = squares(poses(missed), SEARCH_ROOM, SEARCH_SIDE)
        (found,) = self._in_squares(image, around, SEARCH_SIDE)
        closer = squares(poses(found[:1]), ROOM, FULL_SIDE)
        seen = self._in_squares(image, closer, FULL_SIDE)
        return joined([best_at(faces, found.boxes[0]) for faces in seen])

    def _in_squares(self, image: Image, crop_to_image: Floats, side: int) -> list[Faces]:
        return detect_in_crops(self._short, image, crop_to_image, side, self.confidence)

    def _new(self, candidates: Faces, found: Faces) -> Faces:
        """Return candidates that are neither found already nor rejected a moment ago."""
        self._rejected = [(face, at) for face, at in self._rejected if self._number - at < REST]
        known = joined([found, *(face for face, _ in self._rejected)])
        return candidates[~at_any(candidates.boxes, known.boxes)]

    def _verified(self, image: Image, candidates: Faces) -> Faces:
        """Return those who are faces, and remember the others."""
        confirmed = self._verifier.confirm(image, candidates, self.confidence)
        wrong = candidates[~at_any(candidates.boxes, confirmed.boxes)]
        self._rejected += [(wrong[row : row + 1], self._number) for row in range(len(wrong))]
        return each_once(confirmed)
