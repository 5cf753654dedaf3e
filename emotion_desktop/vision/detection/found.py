"""What looks at a picture found, before it is known who is who."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from emotion_desktop.domain import Floats
from emotion_desktop.vision.boxes import areas, shared

KEYPOINTS: Final = 6
Mask = NDArray[np.bool_]

SAME_FACE_IOU: Final = 0.3
WITHIN: Final = 0.7
"""Share of the smaller box within the larger from which both are the same face, ..."""

PART: Final = 0.2
"""... if the smaller has this part of the larger's area: less is someone before someone else."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Faces, not clipped to any picture.

    Attributes:
        boxes: (N, 4) float32 pixels (x0, y0, x1, y1).
        keypoints: (N, 6, 2) float32 pixels, as in `Faces`.
        scores: (N,) float32 in 0–1.
    """

    boxes: Floats
    keypoints: Floats
    scores: Floats

    def __len__(self) -> int:
        """Return N."""
        return len(self.boxes)

    def __getitem__(self, rows: Mask | slice) -> Self:
        """Return some of the faces, by a mask or a slice."""
        return type(self)(self.boxes[rows], self.keypoints[rows], self.scores[rows])

    def sides(self) -> Floats:
        """Return the longer side of each box, (N,)."""
        return np.asarray(np.max(self.boxes[:, 2:] - self.boxes[:, :2], axis=1), np.float32)

    def likely(self, score: float) -> Self:
        """Return the faces with at least that score."""
        return self[self.scores >= score]

    def moved(self, scale: float, x: float, y: float) -> Self:
        """Return the faces with all coordinates times a factor, then shifted by (x, y)."""
        shift = np.array([x, y], np.float32)
        boxes = self.boxes * np.float32(scale) + np.tile(shift, 2)
        return type(self)(boxes, self.keypoints * np.float32(scale) + shift, self.scores)

    def known(self, boxes: Floats) -> Mask:
        """Return which faces are at one of some boxes (M, 4), (N,) bool."""
        if not len(self) or not len(boxes):
            return np.zeros(len(self), np.bool_)
        return np.asarray(np.any(same_place(self.boxes, boxes), axis=1), np.bool_)

    @classmethod
    def nothing(cls) -> Self:
        """Return no faces."""
        empty = np.zeros((0, 4), np.float32), np.zeros((0, KEYPOINTS, 2), np.float32)
        return cls(*empty, np.zeros(0, np.float32))


def same_place(a: Floats, b: Floats) -> Mask:
    """Return which of the boxes (N, 4) and (M, 4) can only be one face, (N, M) bool."""
    both, mine, theirs = shared(a, b), areas(a)[:, None], areas(b)[None]
    smaller, larger = np.minimum(mine, theirs), np.maximum(mine, theirs)
    overlapping = both > SAME_FACE_IOU * (mine + theirs - both)
    within = (both > WITHIN * smaller) & (smaller > PART * larger)
    return np.asarray(overlapping | within, np.bool_)


def merged(looks: Sequence[Found]) -> Found:
    """Return each face once, as seen by the first of the looks that saw it.

    Within one look the detector has left each face once already.
    """
    kept = Found.nothing()
    for look in looks:
        if not len(kept):
            kept = look
        elif len(look):
            new = look[~look.known(kept.boxes)]
            kept = Found(
                np.concatenate([kept.boxes, new.boxes]),
                np.concatenate([kept.keypoints, new.keypoints]),
                np.concatenate([kept.scores, new.scores]),
            )
    return kept
