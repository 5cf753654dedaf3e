"""Faces that stand in two splits of the data: found by a perceptual hash, confirmed by pixels."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.fft import dctn
from torch import Tensor

from emotion_desktop.models.preprocess import to_input
from trainer.data.table import SPLITS, FaceTable, Split

SIDE: Final = 32
"""Pixels across, of which the hash takes the 8x8 lowest frequencies."""

MAX_BITS: Final = 8
"""Of 64 in which the hashes of a pair may differ."""

LEAST_CORRELATION: Final = 0.97
"""Of the pixels of a pair at `SIDE`."""

CHUNK: Final = 256

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Duplicates:
    """Pairs of faces in different splits, each the nearest of its kind.

    Attributes:
        faces: (n,) int64, rows of the table, each once: faces of the split that is tested.
        others: (n,) int64, for each the most alike face of the splits that are learned.
    """

    faces: NDArray[np.int64]
    others: NDArray[np.int64]


def perceptual_hashes(images: Tensor) -> tuple[NDArray[np.uint64], Floats]:
    """Return 64 bits for each face, and its pixels with mean 0 and length 1.

    The signs of the 64 lowest frequencies about their median (pHash, Zauner 2010,
    https://www.phash.org/docs/pubs/thesis_zauner.pdf).

    Args:
        images: (n, S, S) uint8 gray or (n, S, S, 3) uint8 RGB.

    Returns:
        (n,) uint64 and (n, SIDE²) float32.
    """
    hashes, pixels = [], []
    for part in torch.split(images, 4096):
        x = to_input(part, 1, SIDE)[:, 0].numpy()  # (n, SIDE, SIDE)
        low = dctn(x, axes=(1, 2))[:, :8, :8].reshape(len(x), 64)
        bits = low > np.median(low[:, 1:], axis=1, keepdims=True)  # the first one is brightness
        hashes.append(np.packbits(bits, axis=1).view(np.uint64)[:, 0])
        flat = x.reshape(len(x), -1) - x.mean(axis=(1, 2))[:, None]
        pixels.append(flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-6))
    return np.concatenate(hashes), np.concatenate(pixels).astype(np.float32)


def find_duplicates(table: FaceTable, split: Split) -> Duplicates:
    """Return the faces of a split that stand in another split as well, or nearly.

    Args:
        table: From `load_faces`.
        split: Which one is tested.
    """
    hashes, pixels = perceptual_hashes(table.images)
    tested = (table.splits == SPLITS.index(split)).numpy()
    own, others = np.flatnonzero(tested), np.flatnonzero(~tested)
    faces, partners = [], []
    for start in range(0, len(own), CHUNK):
        part = own[start : start + CHUNK]
        near = np.bitwise_count(hashes[part][:, None] ^ hashes[others][None]) <= MAX_BITS
        for face, candidates in zip(part, near, strict=True):
            found = others[candidates]
            if not len(found):
                continue
            likeness = pixels[found] @ pixels[face]
            if likeness.max() >= LEAST_CORRELATION:
                faces.append(face)
                partners.append(found[likeness.argmax()])
    return Duplicates(faces=np.array(faces, np.int64), others=np.array(partners, np.int64))
