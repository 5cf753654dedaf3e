"""Whether what looks like a face is one, and which way up it is."""

import math
from typing import Final

import numpy as np

from emotion_desktop.domain import Faces, Floats, Image
from emotion_desktop.vision.detection.blazeface import BACK, FULL_RANGE, BlazeFace
from emotion_desktop.vision.detection.crops import (
    best_at,
    detect_in_crops,
    joined,
    poses,
    squares,
)

QUARTERS: Final = 4
TURN_SIDE: Final = 96
LEAST: Final = 0.05
"""Score from which an opinion is asked for at all; below it counts as 0."""

ROOM: Final = 1.8
"""Side of the square around a face over the face's: it may have moved by 0.4 of its size."""

CLOSE_ROOM: Final = 1.5
CLOSE_SIDE: Final = 96

BONUS: Final = 0.05
"""Added to the mean of the four looks: several seldom err together."""

TURN_MARGIN: Final = 0.05
"""By how much another position must score higher: without eyes or mouth two look alike."""


class Verifier:
    """Three networks that agree: each alone takes something else for a face.

    A network that meets a face upside down names its parts as if it stood upright. So each
    candidate is looked at in four positions; the one that scores highest is upright. There all
    three look at it, and the mean of their scores and the candidate's own decides.

    Args:
        short_range: The network that found the candidates.

    Raises:
        AssetError: If a network's file is missing or damaged.
    """

    def __init__(self, short_range: BlazeFace) -> None:
        self._short = short_range
        self._others = BlazeFace(FULL_RANGE), BlazeFace(BACK)

    def turned_upright(self, image: Image, candidates: Faces) -> Faces:
        """Return candidates as seen in the position that looks most like a face.

        Those that look like one in no position are left out. Scores stay what they were.
        """
        return joined(
            [
                self._turned_upright(image, candidates[row : row + 1])
                for row in range(len(candidates))
            ]
        )

    def confirmed(self, image: Image, candidates: Faces, confidence: float) -> Faces:
        """Return those of some upright candidates that are faces.

        Args:
            image: (H, W, 3) uint8 BGR.
            candidates: As `turned_upright` returns them.
            confidence: Least score, 0–1.
        """
        rows = range(len(candidates))
        return joined(
            [self._confirmed(image, candidates[row : row + 1], confidence) for row in rows]
        )

    def _turned_upright(self, image: Image, candidate: Faces) -> Faces:
        turns = [quarter * 2 * math.pi / QUARTERS for quarter in range(QUARTERS)]
        at = poses(candidate)
        matrices = np.concatenate([squares(at, ROOM, TURN_SIDE, turn) for turn in turns])
        seen = detect_in_crops(self._short, image, matrices, TURN_SIDE, LEAST)
        own, *others = [best_at(faces, candidate.boxes[0]) for faces in seen]
        best = joined(others)
        best = best[np.argsort(-best.scores, kind="stable")[:1]]
        if len(own) and (not len(best) or best.scores[0] < own.scores[0] + TURN_MARGIN):
            best = own
        return scored(best, candidate.scores[: len(best)])

    def _confirmed(self, image: Image, candidate: Faces, confidence: float) -> Faces:
        side = self._short.variant.side
        (seen,) = detect_in_crops(
            self._short, image, squares(poses(candidate), ROOM, side), side, LEAST
        )
        face = best_at(seen, candidate.boxes[0])
        if not len(face):
            return face
        looks = 2 + len(self._others)
        least = (confidence - BONUS) * looks
        total = float(candidate.scores[0] + face.scores[0])
        matrices = squares(poses(face), CLOSE_ROOM, CLOSE_SIDE)
        for left, network in zip(range(len(self._others), 0, -1), self._others, strict=True):
            if total + left < least:
                return Faces.none()  # the others cannot make up for it
            (opinion,) = detect_in_crops(network, image, matrices, CLOSE_SIDE, LEAST)
            total += float(best_at(opinion, face.boxes[0]).scores.sum())
        if total < least:
            return Faces.none()
        return scored(face, np.array([min(1.0, total / looks + BONUS)], np.float32))


def scored(faces: Faces, scores: Floats) -> Faces:
    """Return faces with other scores (N,)."""
    return Faces(boxes=faces.boxes, landmarks=faces.landmarks, scores=scores)
