"""Geometry of boxes (x0, y0, x1, y1): (N, 4) float32 in pixels."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from emotion_desktop.domain import Floats

Mask = NDArray[np.bool_]

INSIDE: Final = 0.9
"""Share of a box within another from which it lies within it."""

SAME_FACE_IOU: Final = 0.3
WITHIN: Final = 0.7
"""Share of the smaller box within the larger from which both are the same face, ..."""

PART: Final = 0.2
"""... if the smaller has this part of the larger's area: less is someone before someone else."""


def areas(boxes: Floats) -> Floats:
    """Return the areas of boxes (N, 4), (N,) in square pixels."""
    return np.asarray((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]), np.float32)


def centres(boxes: Floats) -> Floats:
    """Return the centres (x, y) of boxes (N, 4), (N, 2)."""
    return np.asarray((boxes[:, :2] + boxes[:, 2:]) / 2, np.float32)


def shared(a: Floats, b: Floats) -> Floats:
    """Return the areas that boxes (N, 4) and (M, 4) share, (N, M) in square pixels."""
    start = np.maximum(a[:, None, :2], b[None, :, :2])  # (N, M, 2)
    end = np.minimum(a[:, None, 2:], b[None, :, 2:])
    extent = np.maximum(end - start, 0)
    return np.asarray(extent[..., 0] * extent[..., 1], np.float32)


def iou(a: Floats, b: Floats) -> Floats:
    """Return the intersection over union of boxes (N, 4) and (M, 4), (N, M) in 0–1."""
    both = shared(a, b)
    union = areas(a)[:, None] + areas(b)[None] - both
    return np.asarray(both / np.maximum(union, 1e-6), np.float32)


def same_place(a: Floats, b: Floats) -> Mask:
    """Return which of the boxes (N, 4) and (M, 4) can only be one face, (N, M) bool."""
    both, mine, theirs = shared(a, b), areas(a)[:, None], areas(b)[None]
    smaller, larger = np.minimum(mine, theirs), np.maximum(mine, theirs)
    overlapping = both > SAME_FACE_IOU * (mine + theirs - both)
    within = (both > WITHIN * smaller) & (smaller > PART * larger)
    return np.asarray(overlapping | within, np.bool_)


def at_any(boxes: Floats, places: Floats) -> Mask:
    """Return which of the boxes (N, 4) are at one of some places (M, 4), (N,) bool."""
    return np.asarray(np.any(same_place(boxes, places), axis=1), np.bool_)


def within_any(boxes: Floats, places: Floats) -> Mask:
    """Return which boxes (N, 4) lie nearly all within one of some places (M, 4), (N,) bool."""
    return np.asarray(np.any(shared(boxes, places) > INSIDE * areas(boxes)[:, None], axis=1))
