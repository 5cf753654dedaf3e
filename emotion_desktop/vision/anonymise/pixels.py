"""Hides parts of a picture so that no eye can undo it."""

from typing import Final

import numpy as np

from emotion_desktop.config import BlurStyle
from emotion_desktop.domain import Floats, Image
from emotion_desktop.vision.boxes import Mask, areas, shared
from emotion_desktop.vision.opencv import cv2

CELLS: Final = 5
"""A mosaic has so many cells along its longer side."""

MASK_COLOUR: Final = (60, 60, 60)
"""BGR."""

ABOVE: Final = 0.55
BELOW: Final = 0.35
BESIDE: Final = 0.3
"""A box is enlarged by these parts of its sides: it holds neither hair, chin nor ears."""


OVERLAP: Final = 0.15
"""Boxes are hidden as one from this share of the smaller one on."""

OVAL: Final = 0.71
"""Half axes of an oval through the corners of a box, over its sides."""


def with_margin(boxes: Floats) -> Floats:
    """Return boxes (N, 4) of whole heads for those of faces, (N, 4) float32 pixels."""
    sides = boxes[:, 2:] - boxes[:, :2]
    before, after = sides * (BESIDE, ABOVE), sides * (BESIDE, BELOW)
    return np.concatenate([boxes[:, :2] - before, boxes[:, 2:] + after], axis=1).astype(np.float32)


def joined_boxes(boxes: Floats) -> Floats:
    """Return boxes (M, 4) that cover some (N, 4): those that overlap much become one around them.

    Else the edge of one would show within the other.
    """
    result = boxes[:0]
    for box in boxes:
        one = box[None]
        while (near := _overlap(one, result)).any():
            both = np.concatenate([one, result[near]])
            one = np.concatenate([both[:, :2].min(axis=0), both[:, 2:].max(axis=0)])[None]
            result = result[~near]
        result = np.concatenate([result, one])
    return result


def _overlap(one: Floats, others: Floats) -> Mask:
    least = OVERLAP * np.minimum(areas(one), areas(others))
    return np.asarray(shared(one, others)[0] > least, np.bool_)


def hide(image: Image, boxes: Floats, style: BlurStyle = BlurStyle.MOSAIC) -> Image:
    """Return an (H, W, 3) uint8 picture without what is in boxes (N, 4), in pixels.

    A mosaic of few cells keeps their mean colours only; a mask is a filled oval around each box
    and keeps nothing. Parts off the picture do not count.
    """
    height, width = image.shape[:2]
    hidden = np.array(image, order="C")
    for x0, y0, x1, y1 in boxes.tolist():
        left, top = max(0, int(x0)), max(0, int(y0))
        right, bottom = min(width, int(np.ceil(x1))), min(height, int(np.ceil(y1)))
        if right <= left or bottom <= top:
            continue
        if style is BlurStyle.MASK:
            centre = (round((x0 + x1) / 2), round((y0 + y1) / 2))
            axes = (max(1, round((x1 - x0) * OVAL)), max(1, round((y1 - y0) * OVAL)))
            cv2.ellipse(hidden, centre, axes, 0, 0, 360, MASK_COLOUR, -1)
            continue
        part = hidden[top:bottom, left:right]
        cell = max(part.shape[:2]) / CELLS
        cells = [max(1, round(side / cell)) for side in (right - left, bottom - top)]
        mosaic = cv2.resize(image[top:bottom, left:right], cells, interpolation=cv2.INTER_AREA)
        part[:] = cv2.resize(mosaic, (right - left, bottom - top), interpolation=cv2.INTER_NEAREST)
    return hidden


def hide_all(image: Image) -> Image:
    """Return a picture of which nothing can be recognised, for when nobody knows the faces."""
    height, width = image.shape[:2]
    return hide(image, np.array([[0, 0, width, height]], np.float32))
