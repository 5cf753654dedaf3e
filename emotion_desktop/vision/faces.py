"""Where the faces are: MediaPipe's Tasks FaceDetector with the short-range BlazeFace.

Bazarevsky et al. 2019, BlazeFace, https://arxiv.org/abs/1907.05047.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Final, Self

import numpy as np

from emotion_desktop.config import find_asset
from emotion_desktop.domain import Faces, Floats, Image
from emotion_desktop.vision.cv import cv2

DETECTOR_FILE: Final = "face_detection_short_range.tflite"
KEYPOINTS: Final = 6
SAME_FACE_IOU: Final = 0.3


class FaceDetector:
    """Finds faces in pictures of any size; use it from one thread at a time.

    Args:
        confidence: Least score of a face, 0–1.
        max_faces: The largest so many are kept.

    Raises:
        AssetError: If the detector's file is missing.
    """

    def __init__(self, confidence: float = 0.5, max_faces: int = 16) -> None:
        self._max_faces = max_faces
        data = find_asset(DETECTOR_FILE).read_bytes()
        with _quiet():
            # Imported here because it takes a second, which no window should wait for.
            import mediapipe
            from mediapipe.tasks.python import BaseOptions
            from mediapipe.tasks.python.vision import FaceDetector as Detector
            from mediapipe.tasks.python.vision import FaceDetectorOptions

            options = FaceDetectorOptions(
                base_options=BaseOptions(model_asset_buffer=data),
                min_detection_confidence=confidence,
                min_suppression_threshold=SAME_FACE_IOU,
            )
            self._detector: Any = Detector.create_from_options(options)
            self._mediapipe = mediapipe
            self._look(np.zeros((128, 128, 3), np.uint8))  # the first look prints and is slow

    def detect(self, image: Image) -> Faces:
        """Return the faces in an (H, W, 3) uint8 BGR picture, largest first."""
        height, width = image.shape[:2]
        boxes, keypoints, scores = self._look(
            np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8)
        )
        boxes = np.clip(boxes, 0, np.array([width, height, width, height], np.float32))
        areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
        order = np.argsort(-areas, kind="stable")[: self._max_faces]
        order = order[areas[order] > 0]
        return Faces(boxes=boxes[order], keypoints=keypoints[order], scores=scores[order])

    def _look(self, rgb: Image) -> tuple[Floats, Floats, Floats]:
        """Return boxes (N, 4), keypoints (N, 6, 2) in pixels, not clipped, and scores (N,)."""
        height, width = rgb.shape[:2]
        picture = self._mediapipe.Image(
            image_format=self._mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(rgb)
        )
        found = self._detector.detect(picture).detections
        corners = [(d.bounding_box.origin_x, d.bounding_box.origin_y) for d in found]
        sizes = [(d.bounding_box.width, d.bounding_box.height) for d in found]
        start = np.array(corners, np.float32).reshape(-1, 2)
        extent = np.array(sizes, np.float32).reshape(-1, 2)
        points = [[(p.x, p.y) for p in d.keypoints] for d in found]
        keypoints = np.array(points, np.float32).reshape(-1, KEYPOINTS, 2)
        scores = np.array([d.categories[0].score for d in found], np.float32)
        return (
            np.concatenate([start, start + extent], axis=1),
            keypoints * np.array([width, height], np.float32),
            scores,
        )

    def close(self) -> None:
        """Free the detector; left open, it raises when Python ends."""
        if self._detector is not None:
            detector, self._detector = self._detector, None
            with _quiet():
                detector.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


@contextmanager
def _quiet() -> Iterator[None]:
    """Hold back what native code prints on stderr.

    LiteRT announces its accelerators through a logger that neither an environment variable
    nor MediaPipe's API can turn down; so the file descriptor is closed to it for a moment.
    """
    try:
        stderr = sys.__stderr__.fileno() if sys.__stderr__ is not None else -1
        kept = os.dup(stderr)
    except (OSError, ValueError):
        yield
        return
    sink = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(sink, stderr)
        yield
    finally:
        os.dup2(kept, stderr)
        os.close(kept)
        os.close(sink)
