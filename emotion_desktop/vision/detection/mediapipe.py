"""The package `mediapipe`: its Tasks FaceDetector, with the short-range BlazeFace."""

import locale
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import numpy as np

from emotion_desktop.config import find_asset
from emotion_desktop.domain import Faces, Image, Landmarks
from emotion_desktop.errors import AssetError
from emotion_desktop.vision.boxes import SAME_FACE_IOU
from emotion_desktop.vision.detection.detector import Effort
from emotion_desktop.vision.detection.native_stderr import quiet
from emotion_desktop.vision.opencv import cv2

DETECTOR_FILE: Final = "face_detection_short_range.tflite"
INPUT_SIDE: Final = 128
WARM_UPS: Final = 12
POINTS: Final = 6


class MediaPipeDetector:
    """Finds upright faces from a fifth of a picture's longer side on, in one look.

    Args:
        confidence: Least score of a face, 0–1.

    Raises:
        AssetError: If the network's file is missing, or the package is not installed.
    """

    def __init__(self, confidence: float = 0.5) -> None:
        self._open(confidence)

    @property
    def confidence(self) -> float:
        """Least score of a face, 0–1."""
        return self._confidence

    @confidence.setter
    def confidence(self, value: float) -> None:
        if value != self._confidence:
            self.close()
            self._open(value)

    def _open(self, confidence: float) -> None:
        data = find_asset(DETECTOR_FILE).read_bytes()
        with quiet():
            try:
                import mediapipe
                from mediapipe.tasks.python import BaseOptions
                from mediapipe.tasks.python.vision import FaceDetector, FaceDetectorOptions
            except ImportError as error:
                raise AssetError(
                    "the package mediapipe cannot be used ({reason}); install it, or choose "
                    "another detector: --detector blazeface",
                    reason=error,
                ) from error
            options = FaceDetectorOptions(
                base_options=BaseOptions(model_asset_buffer=data),
                min_detection_confidence=confidence,
                min_suppression_threshold=SAME_FACE_IOU,
            )
            with _plain_capitals():
                self._detector: Any = FaceDetector.create_from_options(options)
            self._mediapipe = mediapipe
            self._confidence = confidence
            # A warning is printed once, at the first picture whose memory happens not to be
            # aligned: three in four. Pictures of many sizes lie in many places.
            for side in range(INPUT_SIDE, INPUT_SIDE + WARM_UPS):
                self.detect(np.zeros((side, side, 3), np.uint8))
        self._finish = weakref.finalize(self, _close, self._detector)

    def detect(
        self, image: Image, expected: Faces | None = None, *, effort: Effort = Effort.VIDEO
    ) -> Faces:
        """Return the faces in an (H, W, 3) uint8 BGR picture; see the protocol."""
        del expected, effort  # it sees all it can in every picture
        height, width = image.shape[:2]
        picture = self._mediapipe.Image(
            image_format=self._mediapipe.ImageFormat.SRGB,
            data=np.ascontiguousarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB)),
        )
        found = self._detector.detect(picture).detections
        corners = [(d.bounding_box.origin_x, d.bounding_box.origin_y) for d in found]
        sizes = [(d.bounding_box.width, d.bounding_box.height) for d in found]
        start = np.array(corners, np.float32).reshape(-1, 2)
        extent = np.array(sizes, np.float32).reshape(-1, 2)
        points = [[(point.x, point.y) for point in d.keypoints] for d in found]
        shares = np.array(points, np.float32).reshape(-1, POINTS, 2)
        return Faces(
            boxes=np.concatenate([start, start + extent], axis=1),
            landmarks=Landmarks(shares * np.array([width, height], np.float32)),
            scores=np.array([d.categories[0].score for d in found], np.float32),
        )

    def search(self, image: Image) -> None:
        """Nothing is left to be found."""

    def reset(self) -> None:
        """Nothing is remembered."""

    def close(self) -> None:
        """Free the detector; done when Python ends at the latest."""
        self._finish()


@contextmanager
def _plain_capitals() -> Iterator[None]:
    """Let the capital of i be I.

    MediaPipe writes names in capitals by the locale's rules and then refuses what a Turkish
    locale makes of them.
    """
    before = locale.setlocale(locale.LC_CTYPE)
    locale.setlocale(locale.LC_CTYPE, "C")
    try:
        yield
    finally:
        locale.setlocale(locale.LC_CTYPE, before)


def _close(detector: Any) -> None:  # noqa: ANN401 (MediaPipe has no types)
    with quiet():
        try:
            detector.close()
        except RuntimeError:
            # Python is ending and MediaPipe's threads are gone, on which closing would run.
            # WORKAROUND: its destructor would try once more and print a TypeError.
            detector._handle = None  # noqa: SLF001
