"""Where the faces are: MediaPipe's Tasks FaceDetector with the short-range BlazeFace.

Bazarevsky et al. 2019, BlazeFace, https://arxiv.org/abs/1907.05047.
"""

import os
import sys
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Final, Self

import numpy as np

from emotion_desktop.config import find_asset
from emotion_desktop.domain import Faces, Floats, Image
from emotion_desktop.vision.cv import cv2
from emotion_desktop.vision.tracking import iou

DETECTOR_FILE: Final = "face_detection_short_range.tflite"
KEYPOINTS: Final = 6
SAME_FACE_IOU: Final = 0.3
INPUT_SIDE: Final = 128
NEARLY_SQUARE: Final = 1.2
"""Up to this ratio of the sides, the central square shows little larger."""

WIDE: Final = 1.5
"""From this ratio on, shrinking to a square leaves broad bands around the picture."""

LARGE: Final = 0.2
"""Side of a face over the longer side of the picture from which one look sees it well."""

BORDER: Final = 0.4
"""On each side, as a fraction of the longer side. Found all cut-off faces tried."""
WARM_UP_LOOKS: Final = 5

# Two threads at once would leave the descriptor closed for good. One may nest: a finalizer.
_stderr_lock = threading.RLock()

_Found = tuple[Floats, Floats, Floats]


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
            # A warning is printed once, at the first look whose memory happens not to be
            # aligned: three in four. Nearly always it comes while nothing can be heard.
            for _ in range(WARM_UP_LOOKS):
                self._look(np.zeros((INPUT_SIDE, INPUT_SIDE, 3), np.uint8))
        self._finish = weakref.finalize(self, _close, self._detector)

    def detect(
        self, image: Image, expected: Floats | None = None, *, thorough: bool = False
    ) -> Faces:
        """Return the faces in an (H, W, 3) uint8 BGR picture, largest first.

        Args:
            image: The picture.
            expected: (M, 4) float32 boxes where known people should be; None or empty: nobody known.
            thorough: Look everywhere at once, for a picture that stands alone.

        The detector shrinks every picture to 128 x 128. So it misses faces below a sixth of the
        longer side or sees them vaguely: if the first look finds nobody or small faces only, a
        second one goes to the central square. It also misses faces that fill a picture and are
        cut off by its border: if nobody is found still, it looks at the picture in a frame,
        which the bands around wide pictures are already.
        """
        height, width = image.shape[:2]
        rgb = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8)
        boxes, keypoints, scores = self._look(rgb)
        sides = boxes[:, 2] - boxes[:, 0]
        longer, shorter = max(height, width), min(height, width)
        if longer > NEARLY_SQUARE * shorter and not np.any(sides >= LARGE * longer):
            boxes, keypoints, scores = _merge((boxes, keypoints, scores), self._look_at_centre(rgb))
        if not len(boxes) and longer < WIDE * shorter:
            boxes, keypoints, scores = self._look_from_afar(rgb)
        boxes = np.clip(boxes, 0, np.array([width, height, width, height], np.float32))
        areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
        order = np.argsort(-areas, kind="stable")[: self._max_faces]
        order = order[areas[order] > 0]
        return Faces(boxes=boxes[order], keypoints=keypoints[order], scores=scores[order])

    def _look_at_centre(self, rgb: Image) -> _Found:
        height, width = rgb.shape[:2]
        side = min(height, width)
        x, y = (width - side) // 2, (height - side) // 2
        boxes, keypoints, scores = self._look(rgb[y : y + side, x : x + side])
        shift = np.array([x, y], np.float32)
        return boxes + np.tile(shift, 2), keypoints + shift, scores

    def _look_from_afar(self, rgb: Image) -> _Found:
        scale = 2 * INPUT_SIDE / max(rgb.shape[:2])
        size = [max(1, round(side * scale)) for side in (rgb.shape[1], rgb.shape[0])]
        small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
        border = round(BORDER * 2 * INPUT_SIDE)
        framed = cv2.copyMakeBorder(small, *(border,) * 4, cv2.BORDER_CONSTANT)
        boxes, keypoints, scores = self._look(np.asarray(framed, np.uint8))
        return (boxes - border) / scale, (keypoints - border) / scale, scores

    def _look(self, rgb: Image) -> _Found:
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

    def reset(self) -> None:
        """Forget what earlier pictures showed, for a new source."""

    def close(self) -> None:
        """Free the detector; done when Python ends at the latest."""
        self._finish()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _merge(first: _Found, second: _Found) -> _Found:
    """Return the faces of both looks; of those that are the same, the one with more score."""
    boxes, keypoints, scores = (np.concatenate(pair) for pair in zip(first, second, strict=True))
    kept: list[int] = []
    overlap = iou(boxes, boxes)
    for face in np.argsort(-scores, kind="stable").tolist():
        if not np.any(overlap[face, kept] > SAME_FACE_IOU):
            kept.append(face)
    return boxes[kept], keypoints[kept], scores[kept]


def _close(detector: Any) -> None:  # noqa: ANN401 (MediaPipe has no types)
    with _quiet():
        try:
            detector.close()
        except RuntimeError:
            # Python is ending and MediaPipe's threads are gone, on which closing would run.
            # WORKAROUND: its destructor would try once more and print a TypeError.
            detector._handle = None  # noqa: SLF001


@contextmanager
def _quiet() -> Iterator[None]:
    """Hold back what native code prints on stderr.

    LiteRT announces its accelerators through a logger that neither an environment variable
    nor MediaPipe's API can turn down; so the file descriptor is closed to it for a moment.
    """
    with _stderr_lock:
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
