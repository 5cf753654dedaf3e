"""Which face is whose, from one frame to the next."""

import math
from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
from scipy.optimize import linear_sum_assignment

from emotion_desktop.domain import Faces, Floats, Ints
from emotion_desktop.vision.boxes import areas, centres, iou

MIN_IOU: Final = 0.2
MAX_STEP: Final = 0.8
"""How far a face may be from where it should be, in face sizes, if boxes hardly overlap, ..."""

STRAY: Final = 0.5
"""... and how much farther for each second it was not seen."""

MAX_GROWTH: Final = 1.8
"""How many times as large as before, or as small, the same face may be."""

SETTLE_S: Final = 0.15
"""Time constant in which the velocity follows what is seen."""

COAST_S: Final = 0.3
"""Time constant in which someone unseen slows down in our mind."""

CROSS_S: Final = 1.0
"""The same for someone who went behind someone else, and probably walks on."""

MEETING_IOU: Final = 0.1
"""From this overlap on two people hide each other, and what is seen of them is less exact."""

ABSENCE_COST: Final = 0.5
"""Per second: of two people who fit, the one seen until now is the likelier one."""

_NEVER: Final = 1e6


@dataclass(slots=True)
class _Track:
    """One person.

    Attributes:
        number: The id.
        box: (4,) float32 pixels, where last seen.
        keypoints: (6, 2) float32 pixels, at the same time.
        seen_s: That time in seconds.
        velocity: (2,) float32 pixels per second.
        hidden: Whether someone else was in the way.
    """

    number: int
    box: Floats
    keypoints: Floats
    seen_s: float
    velocity: Floats = field(default_factory=lambda: np.zeros(2, np.float32))
    hidden: bool = False

    def shift(self, time_s: float) -> Floats:
        """Return how far the face should have moved since it was seen, (2,) pixels."""
        coast = CROSS_S if self.hidden else COAST_S
        elapsed = time_s - self.seen_s
        return np.asarray(self.velocity * coast * (1 - math.exp(-elapsed / coast)), np.float32)

    def see(self, box: Floats, keypoints: Floats, time_s: float) -> None:
        """Take in where the face is now."""
        elapsed = time_s - self.seen_s
        if elapsed > 0 and not self.hidden:
            moved = (centres(box[None]) - centres(self.box[None]))[0]
            share = 1 - math.exp(-elapsed / SETTLE_S)
            self.velocity = self.velocity + np.float32(share) * (moved / elapsed - self.velocity)
        self.box, self.keypoints, self.seen_s = box, keypoints, time_s


@dataclass(frozen=True, slots=True)
class _Places:
    """Where people should be now.

    Attributes:
        boxes: (M, 4) float32 pixels.
        keypoints: (M, 6, 2) float32 pixels.
        unseen_s: (M,) float32 seconds since each was seen.
    """

    boxes: Floats
    keypoints: Floats
    unseen_s: Floats

    @classmethod
    def at(cls, tracks: list[_Track], time_s: float) -> Self:
        shifts = np.array([t.shift(time_s) for t in tracks], np.float32).reshape(-1, 2)
        boxes = np.array([t.box for t in tracks], np.float32).reshape(-1, 4)
        keypoints = np.array([t.keypoints for t in tracks], np.float32).reshape(-1, 6, 2)
        unseen = np.array([time_s - t.seen_s for t in tracks], np.float32)
        return cls(boxes + np.tile(shifts, 2), keypoints + shifts[:, None], unseen)


class FaceTracker:
    """Gives faces numbers that stay with them.

    Where people should be follows from their velocity, which fades while they are not seen.
    Faces and people are paired so that the sum of (1 - IoU) and the mean distance of centres
    and keypoints in face sizes is least (Hungarian method, Kuhn 1955,
    https://doi.org/10.1002/nav.3800020109). Everything counts in seconds, not in frames.

    Args:
        memory_s: How long someone may be out of sight and keep the number, in seconds.

    Attributes:
        memory_s: The same; may be changed at any time.
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
        self._tracks = self._remembered(time_s)
        places = _Places.at(self._tracks, time_s)
        pairs = _pairs(faces, places)
        self._note_meetings(places.boxes, {column for _, column in pairs})
        ids = np.zeros(len(faces), np.int64)
        for row, column in pairs:
            track = self._tracks[column]
            track.see(faces.boxes[row], faces.keypoints[row], time_s)
            ids[row] = track.number
        for row in np.flatnonzero(ids == 0).tolist():
            self._last += 1
            ids[row] = self._last
            self._tracks.append(_Track(self._last, faces.boxes[row], faces.keypoints[row], time_s))
        return ids

    def expected(self, time_s: float) -> Floats:
        """Return (M, 4) float32 boxes where the people not yet forgotten should be at a time."""
        return _Places.at(self._remembered(time_s), time_s).boxes

    def reset(self) -> None:
        """Forget everyone; numbers go on where they were."""
        self._tracks = []

    def _remembered(self, time_s: float) -> list[_Track]:
        return [t for t in self._tracks if time_s - t.seen_s <= self.memory_s]

    def _note_meetings(self, boxes: Floats, seen: set[int]) -> None:
        """Note who is behind or beside someone; who is hidden stays so until seen again."""
        overlap = iou(boxes, boxes)
        np.fill_diagonal(overlap, 0)
        meets = np.any(overlap > MEETING_IOU, axis=1)
        for column, track in enumerate(self._tracks):
            track.hidden = bool(meets[column]) or (track.hidden and column not in seen)


def _pairs(faces: Faces, places: _Places) -> list[tuple[int, int]]:
    """Return which face, by row, is which person, by row."""
    if not len(faces) or not len(places.boxes):
        return []
    overlap = iou(faces.boxes, places.boxes)
    sizes = np.sqrt(np.maximum(areas(faces.boxes), 1))[:, None]  # (N, 1)
    known = np.sqrt(np.maximum(areas(places.boxes), 1))[None]  # (1, M)
    size = (sizes + known) / 2
    step = _distances(centres(faces.boxes)[:, None], centres(places.boxes)[:, None]) / size
    points = _distances(faces.keypoints, places.keypoints) / size
    near = (overlap >= MIN_IOU) | (step <= MAX_STEP + STRAY * places.unseen_s[None])
    possible = near & (np.maximum(sizes / known, known / sizes) <= MAX_GROWTH)
    cost = 1 - overlap + (step + points) / 2 + ABSENCE_COST * places.unseen_s[None]
    rows, columns = linear_sum_assignment(np.where(possible, cost, _NEVER))
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return [(row, column) for row, column in pairs if possible[row, column]]


def _distances(a: Floats, b: Floats) -> Floats:
    """Return the mean distances of points (N, K, 2) and (M, K, 2), (N, M) in pixels."""
    return np.asarray(np.linalg.norm(a[:, None] - b[None], axis=3).mean(axis=2), np.float32)
