"""How faithful a heatmap is to a model: what its hottest pixels do to the probability of a class.

Deletion and insertion after Petsiuk et al. 2018, https://arxiv.org/abs/1806.07421; ROAD after Rong
et al. 2022, https://arxiv.org/abs/2202.00449.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy.sparse
import scipy.sparse.linalg
from numpy.typing import NDArray

from emotion_desktop.domain import Floats, Image, Ints
from emotion_desktop.vision.opencv import cv2

STEPS: Final = 8
"""Pixels are removed or put in in so many equal steps."""

BATCH: Final = 64

ROAD_SHARES: Final = (0.2, 0.4, 0.6, 0.8)
_ROAD_NOISE: Final = 0.01

Predict = Callable[[Image], Floats]
"""From (N, S, S, 3) uint8 RGB crops to (N, C) probabilities."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Faithfulness:
    """Figures of one heatmap for each of N faces, each (N,) float64.

    Attributes:
        insertion: Area under the probability while the hottest pixels are put into the blurred
            face; higher is better.
        deletion: The same while they are blurred in the face; lower is better.
        road: Probability after the coldest pixels are replaced less that after the hottest are,
            halved, mean over 20, 40, 60 and 80 % of them; higher is better.
    """

    insertion: Floats
    deletion: Floats
    road: Floats

    @property
    def score(self) -> Floats:
        """Insertion less deletion."""
        return self.insertion - self.deletion


def faithfulness(
    predict: Predict, crops: Image, classes: Ints, maps: Floats, rng: np.random.Generator
) -> Faithfulness:
    """Measure one heatmap for each face.

    Args:
        predict: The model, calibrated.
        crops: (N, S, S, 3) uint8 RGB.
        classes: (N,) int64, whose probability is measured.
        maps: (N, S, S); ties are ordered at random.
        rng: For the ties and for ROAD's noise.
    """
    orders = np.stack([pixel_order(one, rng) for one in maps])  # (N, S * S), hottest first
    blurred = np.stack([blur(crop) for crop in crops])
    return Faithfulness(
        insertion=_area(predict, blurred, crops, classes, orders),
        deletion=_area(predict, crops, blurred, classes, orders),
        road=_road(predict, crops, classes, orders, rng),
    )


def pixel_order(heatmap: Floats, rng: np.random.Generator) -> Ints:
    """Return (S * S,) int64 flat indices of the pixels, hottest first, ties at random."""
    values = heatmap.ravel()
    return np.asarray(np.lexsort((rng.random(values.size), -values)), np.int64)


def blur(crop: Image) -> Image:
    """Return a (S, S, 3) uint8 crop blurred with a standard deviation of an eighth of its side."""
    return np.asarray(cv2.GaussianBlur(crop, (0, 0), crop.shape[0] / 8), np.uint8)


def uniform_noise(count: int, size: int, rng: np.random.Generator) -> Floats:
    """Return (count, size, size) float32 maps of independent pixels."""
    return rng.random((count, size, size), np.float32)


def smooth_noise(count: int, size: int, rng: np.random.Generator) -> Floats:
    """Return (count, size, size) float32 maps: 6x6 noise enlarged bicubically."""
    coarse = rng.random((count, 6, 6), np.float32)
    return np.stack(
        [cv2.resize(one, (size, size), interpolation=cv2.INTER_CUBIC) for one in coarse]
    )


def central_bump(count: int, size: int) -> Floats:
    """Return (count, size, size) float32: the same bump in the middle of each face."""
    places = (np.arange(size) + 0.5) / size - 0.5  # in sides from the centre
    y, x = np.meshgrid(places, places, indexing="ij")
    bump = np.exp(-(x**2 + (y - 0.05) ** 2) / 0.08).astype(np.float32)
    return np.broadcast_to(bump, (count, size, size))


def _area(predict: Predict, start: Image, end: Image, classes: Ints, orders: Ints) -> Floats:
    """Return (N,) areas under the probability while pixels of `start` become those of `end`."""
    count, size = len(start), start.shape[1]
    curve = np.zeros((STEPS + 1, count))
    for step in range(STEPS + 1):
        changed = round(step * size * size / STEPS)
        mixed = start.reshape(count, -1, 3).copy()
        rows = np.arange(count)[:, None]
        chosen = orders[:, :changed]
        mixed[rows, chosen] = end.reshape(count, -1, 3)[rows, chosen]
        curve[step] = _probability(predict, mixed.reshape(start.shape), classes)
    return np.asarray(np.trapezoid(curve, dx=1 / STEPS, axis=0))


def _probability(predict: Predict, crops: Image, classes: Ints) -> Floats:
    rows = [predict(crops[start : start + BATCH]) for start in range(0, len(crops), BATCH)]
    return np.asarray(np.concatenate(rows)[np.arange(len(crops)), classes], np.float64)


def _road(
    predict: Predict, crops: Image, classes: Ints, orders: Ints, rng: np.random.Generator
) -> Floats:
    total: NDArray[np.float64] = np.zeros(len(crops))
    pixels = orders.shape[1]
    for share in ROAD_SHARES:
        removed = round(share * pixels)
        hottest, coldest = orders[:, :removed], orders[:, pixels - removed :]
        for chosen, sign in ((coldest, 1), (hottest, -1)):
            imputed = np.stack(
                [impute(crop, one, rng) for crop, one in zip(crops, chosen, strict=True)]
            )
            total += sign * _probability(predict, imputed, classes)
    return np.asarray(total / (2 * len(ROAD_SHARES)))


def impute(crop: Image, removed: Ints, rng: np.random.Generator) -> Image:
    """Return a crop whose removed pixels are the weighted mean of their neighbours, plus noise.

    Direct neighbours weigh twice as much as diagonal ones; all removed pixels together solve one
    sparse linear system.

    Args:
        crop: (S, S, 3) uint8 RGB.
        removed: (k,) flat indices.
        rng: For the noise.
    """
    size = crop.shape[0]
    number = np.full(size * size, -1)
    number[removed] = np.arange(len(removed))
    flat = crop.reshape(-1, 3) / 255
    y, x = np.divmod(removed, size)
    total = np.zeros(len(removed))
    known = np.zeros((len(removed), 3))
    entries: list[tuple[Ints, Ints, NDArray[np.float64]]] = []
    for dy, dx in ((0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (1, -1), (-1, 1), (-1, -1)):
        weight = 1 / 6 if dy == 0 or dx == 0 else 1 / 12
        inside = (y + dy >= 0) & (y + dy < size) & (x + dx >= 0) & (x + dx < size)
        rows = np.flatnonzero(inside)
        neighbour = (y[rows] + dy) * size + x[rows] + dx
        total[rows] += weight
        unknown = number[neighbour] >= 0
        known[rows[~unknown]] += weight * flat[neighbour[~unknown]]
        entries.append(
            (rows[unknown], number[neighbour[unknown]], np.full(int(unknown.sum()), -weight))
        )
    diagonal = np.arange(len(removed))
    rows, columns, values = (
        np.concatenate(parts) for parts in zip(*entries, (diagonal, diagonal, total), strict=True)
    )
    matrix = scipy.sparse.csc_matrix((values, (rows, columns)), shape=(len(removed),) * 2)
    solved = scipy.sparse.linalg.spsolve(matrix, known)
    noisy = solved + _ROAD_NOISE * rng.standard_normal(solved.shape)
    imputed = crop.reshape(-1, 3).copy()
    imputed[removed] = np.clip(np.rint(255 * noisy), 0, 255)
    return imputed.reshape(crop.shape)
