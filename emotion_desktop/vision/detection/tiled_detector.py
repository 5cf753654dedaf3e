"""The default detector: near and far, tilted, cut off, in crowds; BlazeFace at several scales."""

from typing import Final

import numpy as np

from emotion_desktop.domain import Faces, Floats, Image
from emotion_desktop.vision.boxes import at_any, within_any
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
from emotion_desktop.vision.detection.detector import Effort
from emotion_desktop.vision.detection.motion import Motion
from emotion_desktop.vision.detection.tile_scheduler import Tile, TileScheduler, every_tile
from emotion_desktop.vision.detection.verifier import ROOM, Verifier

CANDIDATE_SCORE: Final = 0.3
LIKELY_SCORE: Final = 0.6
"""Score from which it is verified in the same picture."""

LEAST_SCORE: Final = 0.1
"""Score from which something in a tile is worth verifying, and the least for low confidences;
most of it is no face."""

MOST_CANDIDATES: Final = 256
"""So many are verified in a picture that is searched completely, the likeliest."""

FOLLOW_SHARE: Final = 0.7
"""Someone known needs this part of the least score only: a face it is, three networks agreed."""

FOLLOW_SIDE: Final = 96
"""Side of the crops in which people who are known are looked at."""

LIVE_FOLLOWED: Final = 4
"""So many people who are known are looked at in one live picture."""

SEARCH_SIDE: Final = 192
SEARCH_ROOM: Final = 4.0
"""Side of the square in which someone missed is looked for, over the face's."""

FIRST_TILES: Final = 8
FIRST_CANDIDATES: Final = 64
"""Of the first picture: levels of so many tiles are searched, so many candidates verified."""

REST: Final = 20
"""So many pictures pass before what was no face is verified again, or all is searched again, ..."""

CLEARER: Final = 0.1
"""... unless its score has risen by so much."""


class TiledDetector:
    """Finds faces from 40 pixels on, whichever way up, in every picture of a video.

    People who are known are looked at in upright squares around where they should be. Beside
    that each picture has time for one more step: to look for candidates in a tile of it, to turn
    one upright, to confirm it, or to search for a person who was missed. The first picture after a
    reset or of another scene is searched at once, but for the finest tiles of large ones; a still
    completely. Live, the step is taken when the result is on its way to the screen, and less often
    while nothing moves; of many people some are looked at in turns.

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
        self._candidates = self._upright = self._seen = Faces.none()
        self._missed = self._found_since = Faces.none()
        self._rejected: list[tuple[Faces, int]] = []
        self._number = self._searched_at = 0
        self._poses = poses(Faces.none())

    def detect(
        self, image: Image, expected: Faces | None = None, *, effort: Effort = Effort.VIDEO
    ) -> Faces:
        """Return the faces in an (H, W, 3) uint8 BGR picture; see the protocol."""
        if effort is Effort.STILL:
            return self._detect_everywhere(image)
        people = Faces.none() if expected is None else expected
        self._seen = self._detect_next(image, people, is_live=effort is Effort.LIVE)
        return self._seen

    def _detect_next(self, image: Image, people: Faces, *, is_live: bool) -> Faces:
        shape = image.shape[:2]
        self._number += 1
        if self._scheduler is None or self._scheduler.shape != shape:
            self._scheduler = TileScheduler(shape)
            self._motion.add(image, Faces.none().boxes)
            return self._searched_at_once(image)
        found = self._followed(image, people, LIVE_FOLLOWED if is_live else len(people))
        found = each_once(joined([found, self._found_since]))
        self._found_since = Faces.none()
        self._scheduler.add_motion(self._motion.add(image, found.boxes))
        rested = self._number - self._searched_at >= REST  # a camera that moves changes all, too
        if self._motion.is_cut and (rested or not len(found)):
            return each_once(joined([found, self._searched_at_once(image)]))
        self._missed = people[~at_any(people.boxes, found.boxes)]
        if is_live:
            return found
        return each_once(joined([found, self._step(image, found)]))

    def search(self, image: Image) -> None:
        """Take the step that a live picture has time for after its result is shown."""
        is_same = self._scheduler is not None and self._scheduler.shape == image.shape[:2]
        if is_same and not self._may_wait():
            self._found_since = self._step(image, self._seen)

    def _step(self, image: Image, found: Faces) -> Faces:
        """Return who is found by the step that each picture has time for."""
        assert self._scheduler is not None
        if len(self._missed) and self._number % 2:
            return self._searched(image, self._missed[:1])
        if len(found):
            return self._next_step(image, found)
        tiles = [self._scheduler.next(), self._scheduler.next()]  # there is time for all steps
        return self._verified(image, self._new(self._in_tiles(image, tiles), found)[:1])

    def _searched_at_once(self, image: Image) -> Faces:
        """Look everywhere but in the finest tiles of large pictures."""
        self._searched_at = self._number
        candidates = self._in_tiles(image, every_tile(image.shape[:2], FIRST_TILES))
        return self._verified(image, candidates[:FIRST_CANDIDATES])

    def _may_wait(self) -> bool:
        """Return whether the next step may wait for another live picture."""
        assert self._scheduler is not None
        count = len(self._seen) + len(self._missed)
        pending = self._scheduler.has_motion or len(self._candidates) or len(self._upright)
        period = (1 if pending else 2) + (count > LIVE_FOLLOWED)
        return count > 0 and not len(self._missed) and self._number % period > 0

    def _next_step(self, image: Image, found: Faces) -> Faces:
        """Look for someone new, or turn them upright, or confirm them; return who is confirmed."""
        assert self._scheduler is not None
        upright, self._upright = self._upright, Faces.none()
        candidates, self._candidates = self._new(self._candidates, found), Faces.none()
        if len(upright):
            self._candidates = candidates
            confirmed = self._verifier.confirmed(image, upright, self.confidence)
            self._reject(upright, confirmed)
            return confirmed
        if len(candidates):
            self._upright = self._verifier.turned_upright(image, candidates[:1])
            self._reject(candidates[:1], self._upright)
            self._candidates = candidates[1:]
        else:
            self._candidates = self._new(self._in_tiles(image, [self._scheduler.next()]), found)
            likely = self._candidates.scores >= LIKELY_SCORE
            if likely.any():  # hardly ever anything but a face
                confirmed = self._verified(image, self._candidates[likely][:1])
                self._candidates = self._new(self._candidates, confirmed)
                return confirmed
        return self._upright[:0]

    def close(self) -> None:
        """Nothing has to be freed."""

    def _detect_everywhere(self, image: Image) -> Faces:
        candidates = self._in_tiles(image, every_tile(image.shape[:2]))
        candidates = candidates[:MOST_CANDIDATES]
        upright = self._verifier.turned_upright(image, candidates)
        return each_once(self._verifier.confirmed(image, upright, self.confidence))

    def _in_tiles(self, image: Image, tiles: list[Tile]) -> Faces:
        """Return what looks somewhat like a face in tiles, likely ones first."""
        least = max(LEAST_SCORE, min(CANDIDATE_SCORE, self.confidence))
        found = []
        for tile in tiles:
            (seen,) = self._short.infer(tile.cut(image)[None], least)
            found.append(moved(seen, 1 / tile.scale, tile.left, tile.top))
        return each_once(joined(found))

    def _followed(self, image: Image, people: Faces, most: int) -> Faces:
        """Return who is still about where they should be.

        At most `most` are looked at, in turns; others seen a picture ago are where they should be.
        """
        self._poses = held(poses(people), self._poses)
        rows = np.arange(len(people))
        in_turn = (rows - self._number * most) % max(1, len(people)) < most
        around = squares(self._poses[in_turn], ROOM, FOLLOW_SIDE)
        least = FOLLOW_SHARE * self.confidence
        seen = detect_in_crops(self._short, image, around, FOLLOW_SIDE, least)
        boxes = people.boxes[in_turn]
        found = [best_at(faces, box) for faces, box in zip(seen, boxes, strict=True)]
        others = people[~in_turn & at_any(people.boxes, self._seen.boxes)]
        return each_once(joined([*found, others]))

    def _searched(self, image: Image, missed: Faces) -> Faces:
        """Return a missed person who is farther from where they should be."""
        around = squares(poses(missed), SEARCH_ROOM, SEARCH_SIDE)
        (found,) = self._in_squares(image, around, SEARCH_SIDE)
        closer = squares(poses(found[:1]), ROOM, FOLLOW_SIDE)
        seen = self._in_squares(image, closer, FOLLOW_SIDE)
        return joined([best_at(faces, found.boxes[0]) for faces in seen])

    def _in_squares(self, image: Image, crop_to_image: Floats, side: int) -> list[Faces]:
        return detect_in_crops(self._short, image, crop_to_image, side, self.confidence)

    def _new(self, candidates: Faces, found: Faces) -> Faces:
        """Return candidates that are neither found already nor rejected a moment ago."""
        self._rejected = [(face, at) for face, at in self._rejected if self._number - at < REST]
        new = ~at_any(candidates.boxes, found.boxes) & ~within_any(candidates.boxes, found.boxes)
        for face, _ in self._rejected:
            same = at_any(candidates.boxes, face.boxes)
            new &= ~same | (candidates.scores > face.scores + CLEARER)
        return candidates[new]

    def _verified(self, image: Image, candidates: Faces) -> Faces:
        upright = self._verifier.turned_upright(image, candidates)
        confirmed = self._verifier.confirmed(image, upright, self.confidence)
        self._reject(candidates, confirmed)
        return each_once(confirmed)

    def _reject(self, candidates: Faces, accepted: Faces) -> None:
        """Remember which candidates are no faces."""
        for row in np.flatnonzero(~at_any(candidates.boxes, accepted.boxes)):
            self._rejected.append((candidates[row : row + 1], self._number))
