"""Whether a face can be read at all: large, bright and turned to the camera enough."""

from functools import lru_cache
from typing import Any, Final

import numpy as np

from emotion_desktop.config import PipelineSettings
from emotion_desktop.domain import Faces, Floats, Image, Landmarks, UnreadableReason
from emotion_desktop.vision.alignment import crop_transforms, cut
from emotion_desktop.vision.boxes import Mask
from emotion_desktop.vision.networks import open_network
from emotion_desktop.vision.opencv import cv2

TURNED: Final = 0.7
"""From this turn on the far eye is on the face's outline or behind it. Half-profiles
with both eyes in sight are at 0.3 to 0.5."""

EYES: Final = 1.2
"""A turn by the ears is so many times the one by the eyes."""

SAMPLES: Final = 24
"""Pixels looked at on each side of a face's inner box."""


COVER_FILE: Final = "cover.onnx"
COVER_SIDE: Final = 48
"""Side of what the network for covered faces looks at."""


def assess(
    image: Image, faces: Faces, settings: PipelineSettings
) -> tuple[UnreadableReason | None, ...]:
    """Return for each face why its expression cannot be read, or None; the gravest reason first.

    Args:
        image: (H, W, 3) uint8 BGR, where the faces were found.
        faces: N faces.
        settings: `min_face_px` and `dark_below` count here.
    """
    if not len(faces):
        return ()
    away = turn(faces.landmarks) > TURNED
    hidden = covered(image, faces.landmarks)
    return tuple(
        _flaw(image, box, settings, is_away=is_away, is_covered=is_covered)
        for box, is_away, is_covered in zip(
            faces.boxes, away.tolist(), hidden.tolist(), strict=True
        )
    )


def _flaw(
    image: Image, box: Floats, settings: PipelineSettings, *, is_away: bool, is_covered: bool
) -> UnreadableReason | None:
    if box[2] - box[0] < settings.min_face_px:
        return UnreadableReason.TOO_SMALL
    if brightness(image, box) < settings.dark_below:
        return UnreadableReason.TOO_DARK
    if is_away:
        return UnreadableReason.TURNED_AWAY
    return UnreadableReason.PARTLY_COVERED if is_covered else None


def covered(image: Image, landmarks: Landmarks) -> Mask:
    """Return which faces' eyes, mouth or half are covered, (N,) bool.

    A small network, trained by `tools/train_cover.py`, looks at the aligned faces.
    """
    matrices = crop_transforms(landmarks, COVER_SIDE)
    crops = [cut(image, matrix, COVER_SIDE, cv2.BORDER_REPLICATE) for matrix in matrices]
    grays = np.stack([cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY) for crop in crops])
    (logits,) = _cover_network().run(None, {"faces": grays})
    return np.asarray(logits > 0, np.bool_)


@lru_cache(maxsize=1)
def _cover_network() -> Any:  # noqa: ANN401 (ONNX Runtime has no types)
    return open_network(COVER_FILE)


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


def turn(landmarks: Landmarks) -> Floats:
    """Return how far faces are turned to a side, (N,) float32.

    It is the distance of the nose's tip from the middle of the ears, along the line through the
    ears, over their distance: 0 from the front, 0.5 in profile. Tilting the head changes nothing.
    Where the ears are unknown, eyes stand for them, scaled so that the same turn gives the same.
    """
    if landmarks.right_ear is not None and landmarks.left_ear is not None:
        return _off_middle(landmarks.nose, landmarks.right_ear, landmarks.left_ear)
    return EYES * _off_middle(landmarks.nose, landmarks.right_eye, landmarks.left_eye)


def _off_middle(nose: Floats, right: Floats, left: Floats) -> Floats:
    axis = left - right  # (N, 2)
    along = np.sum((nose - (left + right) / 2) * axis, axis=1)
    return np.asarray(np.abs(along) / np.maximum(np.sum(axis * axis, axis=1), 1e-6), np.float32)


def _inner(start: float, end: float, limit: int) -> tuple[int, int]:
    """Return the inner half of a span as pixels, at least one, within the picture."""
    first = min(max(round(start + (end - start) / 4), 0), limit - 1)
    return first, min(max(round(end - (end - start) / 4), first + 1), limit)
