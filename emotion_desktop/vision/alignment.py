"""Faces turned upright and cut to the model's input, as the training pictures are."""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from emotion_desktop.domain import Floats, Image, Landmarks
from emotion_desktop.vision.opencv import cv2

TEMPLATE: Final[Floats] = np.array(
    [
        [0.316, 0.401],  # right eye
        [0.687, 0.394],  # left eye
        [0.507, 0.602],  # nose tip
        [0.510, 0.783],  # mouth
        [0.129, 0.485],  # right ear
        [0.882, 0.468],  # left ear
    ],
    np.float32,
)
"""Landmarks, in the order of `LANDMARKS`, as fractions of the crop's side: the medians over the
first 4,000 training pictures of FER2013, in 3,930 of which the detector found just one face
(`tools/measure_template.py`)."""

TEMPLATE_BOX: Final[Floats] = np.array([0.073, 0.161, 0.932, 1.016], np.float32)
"""The detector's box in the same pictures: x0, y0, x1, y1."""

WEIGHTS: Final[Floats] = np.array([1, 1, 1, 1, 0.1, 0.1], np.float32)
_MAX_OVERSAMPLING: Final = 16

_LEAST_SHRINK: Final = 2.0
"""Halving a picture first is several times faster than to cut it out at full size. So much is left
to be shrunk when it is cut out: with less, what a pixel averages would lie off its place."""


def crop_transforms(landmarks: Landmarks, size: int, template: Floats = TEMPLATE) -> Floats:
    """Return the similarity transforms from crops to the picture.

    The weighted least-squares fit of Umeyama 1991, https://doi.org/10.1109/34.88573. In the
    plane, with points as complex numbers and without mirroring, it is the regression
    `z -> a z + b`, where `a` turns and scales.

    Args:
        landmarks: Of N faces; ears count little and may be unknown.
        size: Side S of the crops in pixels.
        template: (K, 2) float32, where the landmarks lie in crops, as fractions of the side.

    Returns:
        (N, 2, 3) float32; they map (x, y, 1) of the crop, 0 to S, to pixels of the picture. A
        pixel's centre lies at half its width: the crop's first one at (0.5, 0.5).
    """
    points = landmarks.points  # (N, K, 2)
    known = points.shape[1]
    weights = WEIGHTS[:known] / WEIGHTS[:known].sum()
    source = (template[:known, 0] + 1j * template[:known, 1]) * size  # (K,)
    target = points[..., 0] + 1j * points[..., 1]  # (N, K)
    source_mean, target_mean = source @ weights, target @ weights
    centred = source - source_mean
    turn = ((target - target_mean[:, None]) * centred.conj()) @ weights
    turn = turn / (np.abs(centred) ** 2 @ weights)  # (N,)
    return _matrices(turn, target_mean - turn * source_mean)


def transforms_of_boxes(boxes: Floats, size: int) -> Floats:
    """Return the same, upright, from boxes (N, 4) alone: (N, 2, 3) float32."""
    x0, y0, x1, y1 = (TEMPLATE_BOX * size).tolist()
    sides = np.sqrt(np.prod(np.maximum(boxes[:, 2:] - boxes[:, :2], 1), axis=1))  # (N,)
    scale = sides / math.sqrt((x1 - x0) * (y1 - y0))
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2
    shift = centres - scale[:, None] * np.array([(x0 + x1) / 2, (y0 + y1) / 2])
    return _matrices(scale + 0j, shift[:, 0] + 1j * shift[:, 1])


def _matrices(turn: NDArray[np.complexfloating], shift: NDArray[np.complexfloating]) -> Floats:
    """Return `z -> turn z + shift` as (N, 2, 3) matrices."""
    rows = [[turn.real, -turn.imag, shift.real], [turn.imag, turn.real, shift.imag]]
    return np.array(rows, np.float32).transpose(2, 0, 1)


def align(image: Image, crop_to_image: Floats, size: int) -> Image:
    """Cut faces out; the picture's border is repeated where a crop reaches beyond it.

    A face that has to shrink is first cut at about its own resolution, or half or a quarter of
    it, and then averaged: sampled directly, fine structure would turn into noise.

    Args:
        image: (H, W, 3) uint8 BGR.
        crop_to_image: (N, 2, 3) float32, from `crop_transforms`.
        size: Side S of the crops in pixels.

    Returns:
        (N, S, S, 3) uint8 RGB.
    """
    crops = np.empty((len(crop_to_image), size, size, 3), np.uint8)
    for crop, whole in zip(crops, crop_to_image, strict=True):
        part, matrix = _halved(image, whole, size, _LEAST_SHRINK)
        times = min(max(1, math.ceil(_scale(matrix) - 0.25)), _MAX_OVERSAMPLING)
        warped = cv2.warpAffine(
            part,
            _to_indices(matrix, times),
            (size * times, size * times),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
        if times > 1:
            warped = cv2.resize(warped, (size, size), interpolation=cv2.INTER_AREA)
        cv2.cvtColor(warped, cv2.COLOR_BGR2RGB, dst=crop)
    return crops


def cut(image: Image, crop_to_image: Floats, size: int, border: int = cv2.BORDER_CONSTANT) -> Image:
    """Cut one face out for a look at it: three times as fast as `align`, and coarser.

    Args:
        image: (H, W, 3) uint8 BGR.
        crop_to_image: (2, 3) float32, from pixels of the crop to the picture's.
        size: Side S of the crop in pixels.
        border: What OpenCV is to put beyond the picture's border; black if not given.

    Returns:
        (S, S, 3) uint8 RGB.
    """
    part, matrix = _halved(image, crop_to_image, size, 1.0)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    crop = cv2.warpAffine(part, _to_indices(matrix), (size, size), flags=flags, borderMode=border)
    return np.asarray(cv2.cvtColor(crop, cv2.COLOR_BGR2RGB), np.uint8)


def _scale(matrix: Floats) -> float:
    """Return how many pixels of the picture one of the crop's is wide."""
    return math.hypot(matrix[0, 0], matrix[1, 0])


def _halved(image: Image, matrix: Floats, size: int, least_shrink: float) -> tuple[Image, Floats]:
    """Return the part of a picture that a crop shows, as small as will do, and the map to it.

    Args:
        image: (H, W, 3) uint8 BGR.
        matrix: (2, 3) float32, from pixels of the crop to the picture's.
        size: Side of the crop.
        least_shrink: How many pixels of the part one of the crop's is wide at least.
    """
    halvings = math.floor(math.log2(max(1.0, _scale(matrix) / least_shrink)))
    if halvings == 0:
        return image, matrix
    step = 2**halvings
    corners = matrix @ np.array([[0, size, 0, size], [0, 0, size, size], [1, 1, 1, 1]], np.float32)
    # A margin for what is sampled between pixels, and whole steps, which is what makes it fast.
    start = np.maximum(corners.min(axis=1).astype(np.int64) - 2 * step, 0)
    end = np.minimum(corners.max(axis=1).astype(np.int64) + 2 * step, image.shape[1::-1])
    width, height = ((end - start) // step * step).tolist()
    if min(width, height) <= 0:
        return image, matrix  # off the picture
    left, top = start.tolist()
    part = image[top : top + height, left : left + width]
    for halving in range(1, halvings + 1):
        half = (width >> halving, height >> halving)
        part = np.asarray(cv2.resize(part, half, interpolation=cv2.INTER_AREA), np.uint8)
    moved = matrix - np.array([[0, 0, left], [0, 0, top]], np.float32)
    return part, moved / np.float32(step)


def _to_indices(matrix: Floats, times: int = 1) -> NDArray[np.float64]:
    """Return the map between pixel indices, of a crop `times` as large, that OpenCV wants."""
    linear = matrix[:, :2].astype(np.float64) / times
    shift = matrix[:, 2] + linear @ np.array([0.5, 0.5]) - 0.5
    return np.column_stack([linear, shift])
