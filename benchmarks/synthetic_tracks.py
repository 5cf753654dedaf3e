"""People moving before a camera, as pure geometry: who is where at any time, and who is seen."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from emotion_desktop.domain import Faces, Floats, Ints, Landmarks
from emotion_desktop.vision.boxes import areas, shared

SIZE: Final = (1280.0, 720.0)
COVERED: Final = 0.4
"""A face is not detected if someone nearer covers this part of it."""

MISSED: Final = 0.05
"""Part of the visible faces that the detector misses."""

FALSE: Final = 0.01
"""Part of the frames in which it sees a face where none is."""

NOISE: Final = 0.03
"""Standard deviation of a box's corners and of keypoints, over the face's width."""

SHAPE: Final = np.array(
    [[0.3, 0.3], [0.7, 0.3], [0.5, 0.55], [0.5, 0.8], [0.0, 0.35], [1.0, 0.35]], np.float32
)
"""Keypoints of a face seen from the front, in parts of its box."""


@dataclass(frozen=True, slots=True, eq=False)
class Crowd:
    """Faces that wander, cross, enter, leave and are covered by hands.

    Everything is a function of time, so that any frame rate samples the same scene.

    Attributes:
        middle, swing: (P, 2) pixels, each person's place and how far they move.
        rate, phase: (P, 2) of the motion, in radians per second and radians.
        widths: (P,) of the faces in pixels; larger ones are nearer.
        there: (P, 2) seconds, when each enters and leaves.
        hands: (P, H, 2) seconds, when a hand covers the face, and until when.
    """

    middle: Floats
    swing: Floats
    rate: Floats
    phase: Floats
    widths: Floats
    there: Floats
    hands: Floats

    def boxes(self, time_s: float) -> Floats:
        """Return everyone's box, (P, 4) float32 pixels, whether visible or not."""
        centres = self.middle + self.swing * np.sin(self.rate * time_s + self.phase)
        half = self.widths[:, None] / 2
        return np.concatenate([centres - half, centres + half], axis=1).astype(np.float32)

    def visible(self, time_s: float) -> Ints:
        """Return who could be detected, as row numbers (V,)."""
        boxes = self.boxes(time_s)
        there = (self.there[:, 0] <= time_s) & (time_s < self.there[:, 1])
        nearer = (self.widths[None] > self.widths[:, None]) & there[None]
        covered = np.where(nearer, shared(boxes, boxes), 0).sum(axis=1) > COVERED * areas(boxes)
        hand = np.any((self.hands[..., 0] <= time_s) & (time_s < self.hands[..., 1]), axis=1)
        return np.flatnonzero(there & ~covered & ~hand)

    def detect(self, time_s: float, rng: np.random.Generator) -> tuple[Faces, Ints]:
        """Return what a detector sees, and whose face each is, (N,); -1: nobody's."""
        people = self.visible(time_s)
        people = people[rng.random(len(people)) >= MISSED]
        boxes = self.boxes(time_s)[people]
        if rng.random() < FALSE:
            corner = rng.uniform((0, 0), SIZE)
            wrong = np.concatenate([corner, corner + rng.uniform(40, 200)])
            boxes = np.concatenate([boxes, wrong[None].astype(np.float32)])
            people = np.append(people, -1)
        width = (boxes[:, 2] - boxes[:, 0])[:, None]
        boxes = boxes + width * rng.normal(0, NOISE, boxes.shape).astype(np.float32)
        points = boxes[:, None, :2] + (boxes[:, None, 2:] - boxes[:, None, :2]) * SHAPE
        points = points + width[:, None] * rng.normal(0, NOISE, points.shape)
        faces = Faces(
            boxes=boxes.astype(np.float32),
            landmarks=Landmarks(points.astype(np.float32)),
            scores=np.full(len(boxes), 0.9, np.float32),
        )
        return faces, people


def make_crowd(seed: int, people: int = 10, duration_s: float = 30.0) -> Crowd:
    """Return a random crowd: faces of 60 to 180 pixels that move by 60 to 300 pixels a second."""
    rng = np.random.default_rng(seed)
    middle = rng.uniform((200, 150), (SIZE[0] - 200, SIZE[1] - 150), (people, 2))
    swing = rng.uniform((80, 20), (350, 120), (people, 2))
    speed = rng.uniform(60, 300, (people, 1))
    start = np.where(rng.random(people) < 0.5, 0, rng.uniform(0, duration_s / 2, people))
    end = np.where(rng.random(people) < 0.5, duration_s, start + rng.uniform(5, 15, people))
    hands = rng.uniform(0, duration_s, (people, 4))
    return Crowd(
        middle=middle.astype(np.float32),
        swing=swing.astype(np.float32),
        rate=(speed / swing).astype(np.float32),
        phase=rng.uniform(0, 2 * np.pi, (people, 2)).astype(np.float32),
        widths=rng.uniform(60, 180, people).astype(np.float32),
        there=np.stack([start, end], axis=1).astype(np.float32),
        hands=np.stack([hands, hands + rng.uniform(0.2, 0.8, hands.shape)], axis=2).astype(
            np.float32
        ),
    )
