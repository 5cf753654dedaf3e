"""One look at one picture: MediaPipe's Tasks FaceDetector with the short-range BlazeFace.

Bazarevsky et al. 2019, BlazeFace, https://arxiv.org/abs/1907.05047.
"""

import platform
import weakref
from typing import Any, Final

import numpy as np

from emotion_desktop.config import find_asset
from emotion_desktop.domain import Image
from emotion_desktop.errors import DetectorError
from emotion_desktop.vision.cv import cv2
from emotion_desktop.vision.detection.found import KEYPOINTS, SAME_FACE_IOU, Found
from emotion_desktop.vision.detection.quiet import quiet

DETECTOR_FILE: Final = "face_detection_short_range.tflite"
INPUT_SIDE: Final = 128
"""The network's input is so many pixels wide and high; MediaPipe shrinks every picture to it."""

ENOUGH: Final = 512
"""Pixels on the longer side to which larger pictures are shrunk before: MediaPipe would convert
them slowly. With less, boxes would jump, as it rounds them to whole pixels."""

BORDER: Final = 0.4
"""On each side, as a fraction of the longer side. Found all cut-off faces tried."""

WARM_UP_LOOKS: Final = 12


class BlazeFace:
    """Finds faces from a fifth of a picture's longer side on; use it from one thread at a time.

    Of faces with a quarter of the side it finds nearly all, with a sixth half of them.

    Args:
        confidence: Least score of a face, 0–1.

    Raises:
        AssetError: If the network's file is missing.
        DetectorError: If MediaPipe is not installed, as where it has no wheel.
    """

    def __init__(self, confidence: float) -> None:
        data = find_asset(DETECTOR_FILE).read_bytes()
        with quiet():
            # Imported here because it takes a second, which no window should wait for.
            try:
                import mediapipe
                from mediapipe.tasks.python import BaseOptions
                from mediapipe.tasks.python.vision import FaceDetector as Detector
                from mediapipe.tasks.python.vision import FaceDetectorOptions
            except ImportError as error:
                system = f"{platform.system()} {platform.machine()}"
                msg = (
                    f"cannot detect faces: the package mediapipe does not load here ({error}). "
                    f"Install emotion-desktop again; if that does not help, there is none for "
                    f"{system}"
                )
                raise DetectorError(msg) from error

            options = FaceDetectorOptions(
                base_options=BaseOptions(model_asset_buffer=data),
                min_detection_confidence=confidence,
                min_suppression_threshold=SAME_FACE_IOU,
            )
            self._detector: Any = Detector.create_from_options(options)
            self._mediapipe = mediapipe
            # A warning is printed once, at the first look whose memory happens not to be
            # aligned: three in four. Pictures of many sizes lie in many places.
            for side in range(INPUT_SIDE, INPUT_SIDE + WARM_UP_LOOKS):
                self.look_at_rgb(np.zeros((side, side, 3), np.uint8))
        self._finish = weakref.finalize(self, _close, self._detector)

    def look(self, image: Image) -> Found:
        """Return the faces in an (H, W, 3) uint8 BGR picture, in its pixels."""
        height, width = image.shape[:2]
        shrink = max(1.0, max(height, width) / ENOUGH)
        if shrink > 1:
            size = max(1, round(width / shrink)), max(1, round(height / shrink))
            image = np.asarray(cv2.resize(image, size), np.uint8)
        rgb = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8)
        found = self.look_at_rgb(rgb)
        scale = np.array([width / rgb.shape[1], height / rgb.shape[0]], np.float32)
        return Found(found.boxes * np.tile(scale, 2), found.keypoints * scale, found.scores)

    def look_at_rgb(self, rgb: Image) -> Found:
        """Return the faces in an (H, W, 3) uint8 RGB picture, which is not shrunk before."""
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
        return Found(
            np.concatenate([start, start + extent], axis=1),
            keypoints * np.array([width, height], np.float32),
            np.array([d.categories[0].score for d in found], np.float32),
        )

    def close(self) -> None:
        """Free the detector; done when Python ends at the latest."""
        self._finish()


def look_from_afar(detector: BlazeFace, image: Image) -> Found:
    """Return the faces of an (H, W, 3) BGR picture in a frame: also those its border cuts off."""
    scale = 2 * INPUT_SIDE / max(image.shape[:2])
    size = [max(1, round(side * scale)) for side in (image.shape[1], image.shape[0])]
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    border = round(BORDER * 2 * INPUT_SIDE)
    framed = cv2.copyMakeBorder(small, *(border,) * 4, cv2.BORDER_CONSTANT)
    found = detector.look(np.asarray(framed, np.uint8))
    return found.moved(1, -border, -border).moved(1 / scale, 0, 0)


def _close(detector: Any) -> None:  # noqa: ANN401 (MediaPipe has no types)
    with quiet():
        try:
            detector.close()
        except RuntimeError:
            # Python is ending and MediaPipe's threads are gone, on which closing would run.
            # WORKAROUND: its destructor would try once more and print a TypeError.
            detector._handle = None  # noqa: SLF001
