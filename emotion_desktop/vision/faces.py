"""Where the faces are, small ones too: several looks at each picture, as few as will do."""

from types import TracebackType
from typing import Final, Self

import numpy as np

from emotion_desktop.domain import Faces, Floats, Image
from emotion_desktop.vision.boxes import areas
from emotion_desktop.vision.cv import cv2
from emotion_desktop.vision.detection.blazeface import INPUT_SIDE, BlazeFace
from emotion_desktop.vision.detection.found import Found, merged, same_place
from emotion_desktop.vision.detection.sheet import Square, look_around, looks_around
from emotion_desktop.vision.detection.sweep import Sweep

WIDE: Final = 1.5
"""From this ratio of the sides on, shrinking to a square leaves broad bands around the picture."""

LARGE: Final = 0.2
"""Side of a face over the longer side of the picture from which one look sees it well."""

BORDER: Final = 0.4
"""On each side, as a fraction of the longer side. Found all cut-off faces tried."""

SUSPECT: Final = 0.25
"""Score from which a face in a tile is worth a second look; most of those are none."""

LOOKS: Final = 3
"""Per picture of a video, as long as known people do not need more."""

SURE: Final = 0.7
"""Score from which one look at the whole picture is enough to report someone new."""

MAX_SUSPECTS: Final = 16
"""Of one picture; the most likely ones."""

FILLED: Final = 0.6
"""Side of a face over a tile's from which larger tiles are the place to find it."""


class FaceDetector:
    """Finds faces in the pictures of a video; use it from one thread at a time.

    One look sees faces well that are a fifth of what it looks at, as it shrinks that to 128 x 128.
    So there are three kinds: at the whole picture, at squares around people known or suspected,
    side by side, and at tiles that sweep over the picture from one call to the next. Who was seen
    in a tile is reported when a look around that place, in the next picture, sees a face as well.
    The first picture after a reset is swept at once, that of `thorough` too.

    Args:
        confidence: Least score of a face, 0–1.
        max_faces: The largest so many are kept.

    Raises:
        AssetError: If the network's file is missing.
    """

    def __init__(self, confidence: float = 0.5, max_faces: int = 16) -> None:
        self._max_faces = max_faces
        self._confidence = confidence
        self._confidence = confidence
        self._detector = BlazeFace(min(SUSPECT, confidence))
        self.reset()

    def configure(self, confidence: float, max_faces: int) -> None:
        """Look so from the next picture on; see the class."""
        self._max_faces = max_faces
        if confidence != self._confidence:
            self._detector.close()
            self._confidence, self._detector = confidence, BlazeFace(confidence)

    def reset(self) -> None:
        """Forget what earlier pictures showed, for a new source."""
        self._sweep: Sweep | None = None
        self._suspects = Found.nothing().boxes
        self._rested = False

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
        rgb = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8)
        sweep, fresh = self._sweep_over((height, width))
        whole = self._detector.look(rgb).likely(self._confidence)
        large = np.asarray(whole.sides() >= LARGE * max(height, width), np.bool_)
        known = Found.nothing().boxes if expected is None else expected
        sure = whole.known(known) | (whole.scores >= SURE)
        people = _joined(known, self._suspects, whole[~sure].boxes)
        whole, large = whole[sure], large[sure]
        people = _not_seen(people, whole[large].boxes)
        near = self._look_around(rgb, people)
        found = merged([whole[large], near, whole])
        if thorough or fresh:
            suspects = self._look_at_tiles(rgb, sweep.all() if thorough else sweep.coarse(), found)
            found = merged([found, self._confirmed(rgb, suspects)])
            self._suspects = Found.nothing().boxes
        else:
            looks = 1 + looks_around(len(people))
            # Where one look sees all there is to see, every other picture is swept.
            self._rested = not self._rested and bool(np.any(large)) and looks == 1
            tiles = sweep.next(0 if self._rested else max(1, LOOKS - looks - bool(np.any(large))))
            suspects = self._look_at_tiles(rgb, tiles, found)
            self._suspects = suspects.boxes
        if not len(found) and max(height, width) < WIDE * min(height, width):
            found = self._look_from_afar(rgb)
        return self._clipped(found, width, height)

    def _sweep_over(self, shape: tuple[int, int]) -> tuple[Sweep, bool]:
        """Return the sweep and whether it has just begun."""
        if self._sweep is None or self._sweep.shape != shape:
            self._sweep = Sweep(shape)
            return self._sweep, True
        return self._sweep, False

    def _look_at_tiles(self, rgb: Image, tiles: list[Square], found: Found) -> Found:
        """Return who is seen in tiles and was not found yet."""
        seen = [found]
        for left, top, side in tiles:
            if not _filled(found.boxes, left, top, side):
                tile = self._detector.look(rgb[top : top + side, left : left + side])
                seen.append(tile[tile.sides() < FILLED * side].moved(1, left, top))
        every = merged(seen)
        return every[np.arange(len(found), len(every))]

    def _confirmed(self, rgb: Image, suspects: Found) -> Found:
        """Return the faces that a second look, around the suspects, sees as well."""
        best = suspects[np.argsort(-suspects.scores, kind="stable")[:MAX_SUSPECTS]]
        near = self._look_around(rgb, best.boxes)
        return near[near.known(suspects.boxes)]

    def _look_around(self, rgb: Image, boxes: Floats) -> Found:
        return look_around(self._detector, rgb, boxes).likely(self._confidence)

    def _look_from_afar(self, rgb: Image) -> Found:
        """Return the faces of the picture in a frame: also those that its border cuts off."""
        scale = 2 * INPUT_SIDE / max(rgb.shape[:2])
        size = [max(1, round(side * scale)) for side in (rgb.shape[1], rgb.shape[0])]
        small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
        border = round(BORDER * 2 * INPUT_SIDE)
        framed = cv2.copyMakeBorder(small, *(border,) * 4, cv2.BORDER_CONSTANT)
        found = self._detector.look(np.asarray(framed, np.uint8)).likely(self._confidence)
        return found.moved(1, -border, -border).moved(1 / scale, 0, 0)

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


def _joined(*groups: Floats) -> Floats:
    """Return the boxes of all groups, those at one place once."""
    joined = groups[0]
    for group in groups[1:]:
        joined = np.concatenate([joined, _not_seen(group, joined)])
    return joined


def _not_seen(people: Floats, seen: Floats) -> Floats:
    """Return the boxes of people who are at none of the boxes seen."""
    return np.asarray(people[~np.any(same_place(people, seen), axis=1)], np.float32)


def _filled(boxes: Floats, left: int, top: int, side: int) -> bool:
    """Return whether the centre of a tile lies in a face that fills most of it."""
    centre = np.array([left + side / 2, top + side / 2], np.float32)
    around = np.all((boxes[:, :2] <= centre) & (centre <= boxes[:, 2:]), axis=1)
    return bool(np.any(around & (boxes[:, 2] - boxes[:, 0] >= FILLED * side)))
