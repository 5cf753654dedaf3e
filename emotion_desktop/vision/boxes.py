"""Geometry of boxes (x0, y0, x1, y1): (N, 4) float32 in pixels."""

import numpy as np

from emotion_desktop.domain import Floats


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
