"""Which face is whose, from one frame to the next."""

import math
from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np

from emotion_desktop.domain import Faces, Floats, Ints, Landmarks
from emotion_desktop.vision.assignment import assign
from emotion_desktop.vision.boxes import areas, centres, iou

FIRST_STEP: Final = 0.8
"""How far someone new may be from the last place, in face sizes, ..."""

NEXT_STEP: Final = 0.35
"""... how far from where they should be once it is known how they move, ..."""

GATE_GROWTH: Final = 1.5
"""... and how much farther in either case for each second they were not seen."""

MAX_GROWTH: Final = 1.3
"""How many times as large as before, or as small, the same face may be after no time, ..."""

GROWTH: Final = 1.3
"""... and how many times that after each second."""

MIN_HITS: Final = 3
"""So often someone must have been seen before the velocity is to be trusted."""

SIZE_COST: Final = 3.0
"""Of the logarithm of that ratio: of two people who fit, the one of that size is the likelier."""

SETTLE_S: Final = 0.15
"""Time constant in which the velocity follows what is seen."""

COAST_S: Final = 0.6
"""Time constant in which the velocity of an unmatched track decays."""

ABSENCE_COST: Final = 1.0
"""Per second: of two people who fit, the one seen until now is the likelier one."""

PROBATION_S: Final = 0.5
"""What looks somewhat like a face must do so in every picture for so long to count as one."""

_NEVER: Final = 1e6


@dataclass(slots=True)
class _Track:
    """One person, or something that may be one.

    Attributes:
        number: The id; 0 until it is clear that this is a face.
        since_s: When it was first seen, in seconds.
        box: (4,) float32 pixels, where last seen.
        points: (K, 2) float32 pixels, the landmarks at the same time.
        score: 0–1, at the same time.
        seen_s: That time in seconds.
        velocity: (2,) float32 pixels per second.
        hits: How often it was seen, the first time included.
    """

    since_s: float
    box: Floats
    points: Floats
    score: float
    seen_s: float
    number: int = 0
    velocity: Floats = field(default_factory=lambda: np.zeros(2, np.float32))
    hits: int = 1

    def shift(self, time_s: float) -> Floats:
        """Return how far the face should have moved since it was seen, (2,) pixels."""
        unseen_s = max(time_s - self.seen_s, 0.0)
        coasted = COAST_S * (1 - math.exp(-unseen_s / COAST_S))
        return np.asarray(self.velocity * np.float32(coasted), np.float32)

    def update(self, box: Floats, points: Floats, score: float, time_s: float) -> None:
        """Take in where the face is now."""
        elapsed = time_s - self.seen_s
        if elapsed > 0:
            moved = (centres(box[None]) - centres(self.box[None]))[0]
            share = 1 - math.exp(-elapsed / SETTLE_S)
            self.velocity = self.velocity + np.float32(share) * (moved / elapsed - self.velocity)
        self.box, self.points, self.score, self.seen_s = box, points, score, time_s
        self.hits += 1


@dataclass(frozen=True, slots=True)
class _Places:
    """Where people should be now.

    Attributes:
        boxes: (M, 4) float32 pixels.
        points: (M, K, 2) float32 pixels, the landmarks.
        unseen_s: (M,) float32 seconds since each was seen.
        reach: (M,) float32, how far each may be from there, in face sizes.
    """

    boxes: Floats
    points: Floats
    unseen_s: Floats
    reach: Floats

    @classmethod
    def at(cls, tracks: list[_Track], time_s: float) -> Self:
        shifts = np.array([t.shift(time_s) for t in tracks], np.float32).reshape(-1, 2)
        boxes = np.array([t.box for t in tracks], np.float32).reshape(-1, 4)
        points = np.array([t.points for t in tracks] or np.zeros((0, 1, 2)), np.float32)
        unseen = np.array([max(time_s - t.seen_s, 0.0) for t in tracks], np.float32)
        steps = [NEXT_STEP if t.hits > MIN_HITS else FIRST_STEP for t in tracks]
        reach = np.array(steps, np.float32) + GATE_GROWTH * unseen
        return cls(boxes + np.tile(shifts, 2), points + shifts[:, None], unseen, reach)


class FaceTracker:
    """Gives faces numbers that stay with them.

    Where people should be follows from their velocity, which fades while they are not seen.
    Faces and people are paired so that the sum of (1 - IoU) and the mean distance of centres
    and landmarks in face sizes is least (Hungarian method, Kuhn 1955,
    https://doi.org/10.1002/nav.3800020109). Everything counts in seconds, not in frames.

    Hands and prints on shirts look like faces for moments. So someone new gets a number only when
    seen with a high score, or in every picture for `PROBATION_S`; but everybody in the first one
    gets one at once.

    Args:
        memory_s: How long someone may be out of sight and keep the number, in seconds.
        immediate_score: Score from which a face is none of those, 0–1.

    Attributes:
        memory_s: The same; may be changed at any time.
        immediate_score: Likewise.
    """

    def __init__(self, memory_s: float = 1.0, immediate_score: float = 0.75) -> None:
        self.memory_s = memory_s
        self.immediate_score = immediate_score
        self._tracks: list[_Track] = []
        self._last = 0
        self._begun = False

    def update(self, faces: Faces, time_s: float, *, skip_probation: bool = False) -> Ints:
        """Return the number of each face, (N,) int64, from 1, never used twice; 0: on trial.

        Args:
            faces: Of one frame.
            time_s: Its time in seconds on any clock that rises. If it jumps back by more than
                `memory_s`, everyone is forgotten.
            skip_probation: Put nobody on trial, for a picture that stands alone.
        """
        skip_probation = skip_probation or not self._begun
        self._begun = True
        self._tracks = self._remembered(time_s)
        places = _Places.at(self._tracks, time_s)
        pairs = _pairs(faces, places)
        now = list(zip(faces.boxes, faces.landmarks.points, faces.scores.tolist(), strict=True))
        ids = np.zeros(len(faces), np.int64)
        seen: dict[int, _Track] = {}
        for row, column in pairs:
            track = self._tracks[column]
            track.update(*now[row], time_s)
            seen[row] = track
        self._tracks = [t for t in self._tracks if t.number or t.seen_s == time_s]
        for row in range(len(faces)):
            if row not in seen:
                seen[row] = _Track(time_s, *now[row], time_s)
                self._tracks.append(seen[row])
            clear = skip_probation or bool(faces.scores[row] >= self.immediate_score)
            ids[row] = self._number(seen[row], clear=clear)
        return ids

    def _number(self, track: _Track, *, clear: bool) -> int:
        """Return the number of someone just seen, a new one if the trial is over."""
        if not track.number and (clear or track.seen_s - track.since_s >= PROBATION_S):
            track.number = self.new_number()
        return track.number

    def new_number(self) -> int:
        """Return a number that nobody has had, and nobody will be given."""
        self._last += 1
        return self._last

    def expected(self, time_s: float) -> Faces:
        """Return where the people not yet forgotten should be at a time, those seen last first.

        Those on trial are among them. Boxes may lie off the picture.
        """
        people = sorted(self._remembered(time_s), key=lambda track: -track.seen_s)
        if not people:
            return Faces.none()
        places = _Places.at(people, time_s)
        return Faces(
            boxes=places.boxes,
            landmarks=Landmarks(places.points),
            scores=np.array([track.score for track in people], np.float32),
        )

    def places(self, time_s: float) -> tuple[Ints, Floats]:
        """Return number and box of the people not yet forgotten where they should be at a time.

        (M,) int64 and (M, 4) float32 pixels, without those on trial.
        """
        people = [track for track in self._remembered(time_s) if track.number]
        numbers = np.array([track.number for track in people], np.int64)
        return numbers, _Places.at(people, time_s).boxes

    def reset(self, *, renumber: bool = False) -> None:
        """Forget everyone; numbers go on where they were, or start at 1 again."""
        self._tracks = []
        self._begun = False
        if renumber:
            self._last = 0

    def _remembered(self, time_s: float) -> list[_Track]:
        return [t for t in self._tracks if abs(time_s - t.seen_s) <= self.memory_s]


def _pairs(faces: Faces, places: _Places) -> list[tuple[int, int]]:
    """Return which face, by row, is which person, by row."""
    if not len(faces) or not len(places.boxes):
        return []
    overlap = iou(faces.boxes, places.boxes)
    sizes = np.sqrt(np.maximum(areas(faces.boxes), 1))[:, None]  # (N, 1)
    known = np.sqrt(np.maximum(areas(places.boxes), 1))[None]  # (1, M)
    size = (sizes + known) / 2
    step = _distances(centres(faces.boxes)[:, None], centres(places.boxes)[:, None]) / size
    points = _distances(faces.landmarks.points, places.points) / size
    growth = np.abs(np.log(sizes / known))
    allowed = math.log(MAX_GROWTH) + math.log(GROWTH) * places.unseen_s[None]
    possible = (step <= places.reach[None]) & (growth <= allowed)
    cost = 1 - overlap + (step + points) / 2 + SIZE_COST * growth
    cost = cost + ABSENCE_COST * places.unseen_s[None]
    rows, columns = assign(np.where(possible, cost, _NEVER))
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return [(row, column) for row, column in pairs if possible[row, column]]


def _distances(a: Floats, b: Floats) -> Floats:
    """Return the mean distances of points (N, K, 2) and (M, K, 2), (N, M) in pixels."""
    return np.asarray(np.linalg.norm(a[:, None] - b[None], axis=3).mean(axis=2), np.float32)
