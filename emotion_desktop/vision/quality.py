"""Whether a face can be read at all: large, bright and turned to the camera enough."""

from typing import Final

import numpy as np

from emotion_desktop.config import PipelineSettings
from emotion_desktop.domain import Faces, Flaw, Floats, Image

TURNED: Final = 0.55
"""Offset of the nose from the middle of the eyes along their axis, over their distance, from which
a face counts as turned away."""

SAMPLES: Final = 24
"""Pixels looked at on each side of a face's inner box."""


def judge(image: Image, faces: Faces, settings: PipelineSettings) -> tuple[Flaw | None, ...]:
    """Return for each face why its expression cannot be read, or None; the gravest reason first.

    Args:
        image: (H, W, 3) uint8 BGR, where the faces were found.
        faces: N faces.
        settings: `min_face_px` and `dark_below` count here.
    """
    turned = yaw(faces.keypoints) > TURNED
    return tuple(
        Flaw.TOO_SMALL
        if box[2] - box[0] < settings.min_face_px
        else Flaw.TOO_DARK
        if brightness(image, box) < settings.dark_below
        else Flaw.TURNED_AWAY
        if away
        else None
        for box, away in zip(faces.boxes, turned.tolist(), strict=True)
    )


def brightness(image: Image, box: Floats) -> float:
    """Return the mean brightness, 0–255, of the inner half of a box (x0, y0, x1, y1) in pixels.

    The inner half is skin for the most part. Of large faces only some pixels are looked at.
    """
    height, width = image.shape[:2]
    x0, y0, x1, y1 = (float(value) for value in box)
    left, right = _inner(x0, x1, width)
    top, bottom = _inner(y0, y1, height)
    step_x, step_y = max(1, (right - left) // SAMPLES), max(1, (bottom - top) // SAMPLES)
    part = image[top:bottom:step_y, left:right:step_x]
    blue, green, red = part.reshape(-1, 3).mean(axis=0).tolist()
    return float(0.114 * blue + 0.587 * green + 0.299 * red)  # ITU-R BT.601


def yaw(keypoints: Floats) -> Floats:
    """Return how far faces are turned to a side, (N,) float32: 0 from the front.

    It is the distance of the nose's tip from the middle of the eyes, along the line through the
    eyes, over their distance, for (N, 6, 2) keypoints; a tilted head changes nothing.
    """
    right, left, nose = keypoints[:, 0], keypoints[:, 1], keypoints[:, 2]
    axis = left - right
    length = np.maximum(np.sum(axis * axis, axis=1), 1e-6)
    along = np.sum((nose - (left + right) / 2) * axis, axis=1)
    return np.asarray(np.abs(along) / length, np.float32)


def _inner(start: float, end: float, limit: int) -> tuple[int, int]:
    """Return the inner half of a span as pixels, at least one, within the picture."""
    first = min(max(round(start + (end - start) / 4), 0), limit - 1)
    return first, min(max(round(end - (end - start) / 4), first + 1), limit)
