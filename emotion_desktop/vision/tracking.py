"""Which face is whose, from one frame to the next."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import linear_sum_assignment

from emotion_desktop.domain import Faces, Floats, Ints
from emotion_desktop.vision.boxes import areas, centres, iou

MIN_IOU: Final = 0.2
MAX_STEP: Final = 0.8
"""How far a face may move between two looks, in face sizes, if its boxes hardly overlap."""

_NEVER: Final = 1e6


@dataclass(slots=True)
class _Track:
    number: int
    box: Floats
    seen_s: float


class FaceTracker:
    """Gives faces numbers that stay with them.

    Faces and tracks are paired so that the sum of (1 - IoU) and the distance of the centres in
    face sizes is least (Hungarian method, Kuhn 1955, https://doi.org/10.1002/nav.3800020109).

    Args:
        memory_s: How long someone may be out of sight and keep the number, in seconds.
    """

    def __init__(self, memory_s: float = 1.0) -> None:
        self.memory_s = memory_s
        self._tracks: list[_Track] = []
        self._last = 0

    def update(self, faces: Faces, time_s: float) -> Ints:
        """Return the number of each face, (N,) int64, from 1, never used twice.

        Args:
            faces: Of one frame.
            time_s: Its time in seconds on any clock that rises.
        """
        self._tracks = [t for t in self._tracks if time_s - t.seen_s <= self.memory_s]
        ids = np.zeros(len(faces), np.int64)
        for row, track in self._pairs(faces.boxes):
            track.box, track.seen_s = faces.boxes[row], time_s
            ids[row] = track.number
        for row in np.flatnonzero(ids == 0).tolist():
            self._last += 1
            ids[row] = self._last
            self._tracks.append(_Track(self._last, faces.boxes[row], time_s))
        return ids

    def expected(self, time_s: float) -> Floats:
        """Return (M, 4) float32 boxes where the people not yet forgotten should be at a time."""
        kept = [t.box for t in self._tracks if time_s - t.seen_s <= self.memory_s]
        return np.array(kept, np.float32).reshape(-1, 4)

    def reset(self) -> None:
        """Forget everyone; numbers go on where they were."""
        self._tracks = []

    def _pairs(self, boxes: Floats) -> list[tuple[int, _Track]]:
        if not len(boxes) or not self._tracks:
            return []
        known = np.stack([track.box for track in self._tracks])
        overlap, step = iou(boxes, known), _steps(boxes, known)
        possible = (overlap >= MIN_IOU) | (step <= MAX_STEP)
        cost = np.where(possible, 1 - overlap + step, _NEVER)
        rows, columns = linear_sum_assignment(cost)
        return [
            (int(row), self._tracks[column])
            for row, column in zip(rows, columns, strict=True)
            if possible[row, column]
        ]


def _steps(a: Floats, b: Floats) -> Floats:
    """Return the distances of the centres over the mean face sizes, (N, M)."""
    distance = np.linalg.norm(centres(a)[:, None] - centres(b)[None], axis=2)
    size = (np.sqrt(areas(a))[:, None] + np.sqrt(areas(b))[None]) / 2
    return np.asarray(distance / np.maximum(size, 1e-6), np.float32)
