"""MediaPipe's BlazeFace networks in ONNX Runtime.

Bazarevsky et al. 2019, BlazeFace, https://arxiv.org/abs/1907.05047. Anchors, decoding, weighted
suppression and letterboxing follow MediaPipe's graphs `face_detection_*.pbtxt`, so that the short-
range network finds what the package `mediapipe` finds. All three are convolutional throughout:
they take batches, and pictures of any size that is a multiple of `ALIGNMENT`.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from emotion_desktop.domain import Faces, Floats, Image, Landmarks
from emotion_desktop.vision.boxes import SAME_FACE_IOU, iou
from emotion_desktop.vision.networks import open_network
from emotion_desktop.vision.opencv import cv2

ALIGNMENT: Final = 32
"""Sides of a network's input are multiples of this."""

_BOX: Final = slice(0, 4)
_POINTS: Final = slice(4, 16)


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the networks.

    Attributes:
        file: Its asset.
        side: Of the square input it was trained with.
        layers: Stride in pixels and anchors per cell of each of its grids.
    """

    file: str
    side: int
    layers: tuple[tuple[int, int], ...]


SHORT_RANGE: Final = Variant("blazeface_short_range.onnx", 128, ((8, 2), (16, 6)))
"""For faces of a quarter of its input and more, at any angle; cheap."""

FULL_RANGE: Final = Variant("blazeface_full_range.onnx", 192, ((4, 1),))
"""For upright faces; takes hardly anything else for one."""

BACK: Final = Variant("blazeface_back.onnx", 256, ((16, 2), (32, 6)))
"""The rear camera's: sees more of what surrounds a face."""


class BlazeFace:
    """One network; use it from one thread at a time.

    Args:
        variant: Which.

    Raises:
        AssetError: If its file is missing or damaged.
    """

    def __init__(self, variant: Variant) -> None:
        self.variant = variant
        self._session = open_network(variant.file)
        # The outputs are box and points, 16 values for each anchor, and its score.
        self._outputs = sorted(self._session.get_outputs(), key=lambda output: -output.shape[2])

    def detect(self, image: Image, confidence: float) -> Faces:
        """Return the faces in an (H, W, 3) uint8 BGR picture, letterboxed as by MediaPipe."""
        height, width = image.shape[:2]
        side, longer = self.variant.side, max(height, width)
        scale = side / longer
        shift = (longer - width) / 2 * scale, (longer - height) / 2 * scale
        to_input = np.array([[scale, 0, shift[0]], [0, scale, shift[1]]], np.float32)
        boxed = cv2.warpAffine(image, to_input, (side, side), flags=cv2.INTER_LINEAR)
        rgb = np.asarray(cv2.cvtColor(boxed, cv2.COLOR_BGR2RGB), np.uint8)
        (found,) = self.infer(rgb[None], confidence)
        return moved(found, 1 / scale, -shift[0] / scale, -shift[1] / scale)

    def infer(self, inputs: Image, confidence: float) -> list[Faces]:
        """Return the faces in each of (N, H, W, 3) uint8 RGB pictures, likely ones first.

        Args:
            inputs: H and W are multiples of `ALIGNMENT`.
            confidence: Least score, 0–1.
        """
        names = [output.name for output in self._outputs]
        values, logits = self._session.run(names, {"pictures": inputs})
        anchors = _anchors(self.variant.layers, inputs.shape[1], inputs.shape[2])
        least = min(max(confidence, 1e-6), 1 - 1e-6)
        likely = logits[..., 0] >= np.log(least / (1 - least))  # (N, A)
        return [
            _suppress(*_decode(raw[mask], scores[mask], anchors[mask]))
            if mask.any()
            else Faces.none()
            for raw, scores, mask in zip(values, logits[..., 0], likely, strict=True)
        ]


def moved(faces: Faces, scale: float, x: float, y: float) -> Faces:
    """Return faces with all coordinates times a factor, then shifted by (x, y)."""
    shift = np.array([x, y], np.float32)
    return Faces(
        boxes=faces.boxes * np.float32(scale) + np.tile(shift, 2),
        landmarks=Landmarks(faces.landmarks.points * np.float32(scale) + shift),
        scores=faces.scores.copy(),
    )


@lru_cache(maxsize=64)
def _anchors(layers: tuple[tuple[int, int], ...], height: int, width: int) -> Floats:
    """Return the anchors' centres (A, 2) in pixels; all have the same size."""
    grids = []
    for stride, count in layers:
        rows, columns = np.mgrid[: height // stride, : width // stride]
        centres = np.stack([columns, rows], axis=-1).reshape(-1, 2) + 0.5
        grids.append(np.repeat(centres * stride, count, axis=0))
    return np.concatenate(grids).astype(np.float32)


def _decode(values: Floats, logits: Floats, anchors: Floats) -> tuple[Floats, Floats, Floats]:
    """Return boxes (K, 4), points (K, 6, 2) and scores (K,), all in pixels of the input."""
    x, y, width, height = values[:, _BOX].T
    centres = np.stack([x, y], axis=1) + anchors
    half = np.stack([width, height], axis=1) / 2
    boxes = np.concatenate([centres - half, centres + half], axis=1)
    points = values[:, _POINTS].reshape(-1, 6, 2) + anchors[:, None]
    scores = 1 / (1 + np.exp(-np.clip(logits, -100, 100)))
    return boxes, points, np.asarray(scores, np.float32)


def _suppress(boxes: Floats, points: Floats, scores: Floats) -> Faces:
    """Return each face once: the mean of all boxes at its place, weighted by their scores."""
    kept: list[tuple[Floats, Floats, Floats]] = []
    order = np.argsort(-scores, kind="stable")
    while len(order):
        first = order[:1]
        same = iou(boxes[first], boxes[order])[0] > SAME_FACE_IOU
        same[0] = True  # also of a box without any area
        place = order[same]
        weights = scores[place] / scores[place].sum()
        mean = np.tensordot(weights, points[place], 1)
        kept.append((weights @ boxes[place], mean, scores[first[0]]))
        order = order[~same]
    if not kept:
        return Faces.none()
    rows, means, best = zip(*kept, strict=True)
    return Faces(
        boxes=np.array(rows, np.float32),
        landmarks=Landmarks(np.array(means, np.float32)),
        scores=np.array(best, np.float32),
    )
