"""Where the faces are, small ones too: several looks at each picture, as few as will do."""

from types import TracebackType
from typing import Final, Self

import numpy as np

from emotion_desktop.domain import Faces, Floats, Image
from emotion_desktop.vision.boxes import areas
from emotion_desktop.vision.detection.blazeface import BlazeFace, look_from_afar
from emotion_desktop.vision.detection.found import Found, merged, same_place
from emotion_desktop.vision.detection.motion import Motion
from emotion_desktop.vision.detection.sheet import PER_SHEET, Square, look_around
from emotion_desktop.vision.detection.sweep import Sweep

NOBODY: Final = Found.nothing().boxes

WIDE: Final = 1.5
"""From this ratio of the sides on, shrinking to a square leaves broad bands around the picture."""

LARGE: Final = 0.2
"""Side of a face over the longer side of the picture from which one look sees it well."""

SUSPECT: Final = 0.25
"""Score from which a face in a tile is worth a second look; most of those are none."""

SURE: Final = 0.7
"""Score from which one look at the whole picture is enough to report someone new."""

STRICT: Final = 1.2
"""How many times the usual score someone new needs in the look that decides."""

MAX_SUSPECTS: Final = 16
"""Of a picture swept at once; the most likely ones."""

FILLED: Final = 0.6
"""Side of a face over a tile's from which larger tiles are the place to find it."""


class FaceDetector:
    """Finds faces in the pictures of a video; use it from one thread at a time.

    One look sees faces well that are a fifth of what it looks at, as it shrinks that to 128 x 128.
    So there are three kinds: at the whole picture, at squares around people known or suspected,
    side by side, and at tiles that sweep over the picture from one call to the next, first where
    something moves. Who was seen in a tile is reported when a look around that place, in the next
    picture, sees a face as well. The first picture after a reset is swept at once, that of
    `thorough` too.

    Args:
        confidence: Least score of a face, 0–1.
        max_faces: The largest so many are kept.

    Raises:
        AssetError: If the network's file is missing.
    """

    def __init__(self, confidence: float = 0.5, max_faces: int = 16) -> None:
        self._max_faces = max_faces
        self._confidence = confidence
        self._detector = BlazeFace(min(SUSPECT, confidence))
        self.reset()

    def configure(self, confidence: float, max_faces: int) -> None:
        """Look so from the next picture on; see the class."""
        self._max_faces = max_faces
        if min(SUSPECT, confidence) != min(SUSPECT, self._confidence):
            self._detector.close()
            self._detector = BlazeFace(min(SUSPECT, confidence))
        self._confidence = confidence

    def reset(self) -> None:
        """Forget what earlier pictures showed, for a new source."""
        self._sweep: Sweep | None = None
        self._motion = Motion()
        self._suspects = NOBODY
        self._even = True

    def detect(
        self, image: Image, expected: Floats | None = None, *, thorough: bool = False
    ) -> Faces:
        """Return the faces in an (H, W, 3) uint8 BGR picture, largest first.

        Args:
            image: The picture.
            expected: (M, 4) float32 boxes where known people should be; None or empty: nobody.
            thorough: Look everywhere at once, for a picture that stands alone.
        """
        height, width = image.shape[:2]
        known = NOBODY if expected is None else expected
        sweep, fresh = self._sweep_over((height, width))
        self._even = self._even or fresh or thorough
        large_side = LARGE * max(height, width)
        whole = self._look_at_whole(image, known, large_side)
        sure = thorough | whole.known(known) | (whole.scores >= SURE)
        large = whole[sure & (whole.sides() >= large_side)]
        people = _not_seen(_each_once(known), large.boxes)
        found = merged([large, self._look_for(image, people), whole[sure]])
        doubts = np.concatenate([whole[~sure].boxes, self._suspects])
        found = merged([found, self._confirmed(image, _not_seen(_each_once(doubts), found.boxes))])
        if thorough or fresh:
            suspects = self._look_at_tiles(
                image, sweep.all() if thorough else sweep.coarse(), found
            )
            found = merged([found, self._confirmed(image, suspects[:MAX_SUSPECTS])])
            self._suspects = NOBODY
        else:
            sweep.watch(self._motion.watch(image, found.boxes))
            tiles = sweep.next(self._tiles(sweep, len(large), len(people)))
            self._suspects = self._look_at_tiles(image, tiles, found)[:PER_SHEET]
        if not len(found) and max(height, width) < WIDE * min(height, width):
            found = look_from_afar(self._detector, image).likely(self._confidence)
        self._even = not self._even
        return self._clipped(found, width, height)

    def _tiles(self, sweep: Sweep, large: int, small: int) -> int:
        """Return how many tiles to look at, for so many people at close range and farther away."""
        if not large and not small:
            return 2
        if small and sweep.stirred:
            return 1
        # Every other picture is swept: beside small people the one not looked at as a whole.
        return int(self._even != bool(small))

    def _look_at_whole(self, image: Image, known: Floats, large_side: float) -> Found:
        """Return whom the whole picture shows.

        If known people are all small, looks around them see them: every other picture is enough.
        """
        sides = known[:, 2:] - known[:, :2]
        if not self._even and len(known) and not np.any(sides >= large_side):
            return Found.nothing()
        return self._detector.look(image).likely(self._confidence)

    def _sweep_over(self, shape: tuple[int, int]) -> tuple[Sweep, bool]:
        """Return the sweep and whether it has just begun."""
        if self._sweep is None or self._sweep.shape != shape:
            self._sweep = Sweep(shape)
            return self._sweep, True
        return self._sweep, False

    def _look_at_tiles(self, image: Image, tiles: list[Square], found: Found) -> Floats:
        """Return the boxes (N, 4) of who may be in tiles and was not found, likely ones first."""
        seen = [found]
        for left, top, side in tiles:
            if not _filled(found.boxes, left, top, side):
                tile = self._detector.look(image[top : top + side, left : left + side])
                seen.append(tile[tile.sides() < FILLED * side].moved(1, left, top))
        new = merged(seen)[len(found) :]
        return np.asarray(new.boxes[np.argsort(-new.scores, kind="stable")], np.float32)

    def _confirmed(self, image: Image, suspects: Floats) -> Found:
        """Return those of the suspects whom a look around them clearly shows."""
        near = self._look_around(image, suspects).likely(STRICT * self._confidence)
        return near[near.known(suspects)]

    def _look_for(self, image: Image, people: Floats) -> Found:
        """Return who is seen where known people should be, one of those missed alone."""
        found = self._look_around(image, people)
        missed = _not_seen(people, found.boxes)
        if len(people) == 1 or not len(missed):
            return found
        return merged([found, self._look_around(image, missed[:1])])

    def _look_around(self, image: Image, boxes: Floats) -> Found:
        return look_around(self._detector, image, boxes).likely(self._confidence)

    def _clipped(self, found: Found, width: int, height: int) -> Faces:
        boxes = np.clip(found.boxes, 0, np.array([width, height, width, height], np.float32))
        size = areas(boxes)
        order = np.argsort(-size, kind="stable")[: self._max_faces]
        order = order[size[order] > 0]
        return Faces(
            boxes=boxes[order], keypoints=found.keypoints[order], scores=found.scores[order]
        )

    def close(self) -> None:
        """Free the detector; done when Python ends at the latest."""
        self._detector.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _each_once(boxes: Floats) -> Floats:
    """Return the boxes without those at the place of an earlier one."""
    if len(boxes) < 2:
        return boxes
    again = np.any(np.tril(same_place(boxes, boxes), -1), axis=1)
    return np.asarray(boxes[~again], np.float32)


def _not_seen(people: Floats, seen: Floats) -> Floats:
    """Return the boxes of people who are at none of the boxes seen."""
    if not len(people) or not len(seen):
        return people
    return np.asarray(people[~np.any(same_place(people, seen), axis=1)], np.float32)


def _filled(boxes: Floats, left: int, top: int, side: int) -> bool:
    """Return whether the centre of a tile lies in a face that fills most of it."""
    centre = np.array([left + side / 2, top + side / 2], np.float32)
    around = np.all((boxes[:, :2] <= centre) & (centre <= boxes[:, 2:]), axis=1)
    return bool(np.any(around & (boxes[:, 2] - boxes[:, 0] >= FILLED * side)))
