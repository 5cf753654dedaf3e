"""YuNet, by OpenCV's FaceDetectorYN, from a network file that the user brings.

Wu et al. 2023, YuNet, https://doi.org/10.1007/s11633-023-1423-y. Its file is
`face_detection_yunet_2023mar.onnx` of the OpenCV Zoo. It knows five points: no ears.
"""

from pathlib import Path
from typing import Any, Final

import numpy as np

from emotion_desktop.domain import Faces, Floats, Image, Landmarks
from emotion_desktop.errors import SettingError
from emotion_desktop.vision.boxes import SAME_FACE_IOU
from emotion_desktop.vision.detection.detector import Effort
from emotion_desktop.vision.opencv import cv2

SIDE: Final = 640
STILL_SIDE: Final = 1920
"""Longer side to which larger pictures are shrunk, in video and of stills."""


class YuNetDetector:
    """Finds faces in one look, whatever their size.

    Args:
        path: Of the network's file.
        confidence: Least score of a face, 0–1.

    Raises:
        SettingError: If the file is not there or is no YuNet.
    """

    def __init__(self, path: str, confidence: float = 0.5) -> None:
        self.confidence = confidence
        if not Path(path).expanduser().is_file():
            raise SettingError(
                "there is no file {path}; give the path of a YuNet network: yunet:FILE.onnx",
                path=path,
            )
        try:
            self._network: Any = cv2.FaceDetectorYN.create(
                str(Path(path).expanduser()), "", (SIDE, SIDE), confidence, SAME_FACE_IOU
            )
            self.detect(np.zeros((SIDE, SIDE, 3), np.uint8))
        except cv2.error as error:
            raise SettingError(
                "{path} is no YuNet that OpenCV can read; bring face_detection_yunet_2023mar.onnx",
                path=path,
            ) from error

    def detect(
        self, image: Image, expected: Faces | None = None, *, effort: Effort = Effort.VIDEO
    ) -> Faces:
        """Return the faces in an (H, W, 3) uint8 BGR picture; see the protocol."""
        del expected
        height, width = image.shape[:2]
        scale = min(1.0, (STILL_SIDE if effort is Effort.STILL else SIDE) / max(height, width))
        size = max(1, round(width * scale)), max(1, round(height * scale))
        small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
        self._network.setInputSize(size)
        self._network.setScoreThreshold(self.confidence)
        rows = self._network.detect(small)[1]
        return faces_of(np.zeros((0, 15), np.float32) if rows is None else rows, 1 / scale)

    def search(self, image: Image) -> None:
        """Nothing is left to be found."""

    def reset(self) -> None:
        """Nothing is remembered."""

    def close(self) -> None:
        """Nothing has to be freed."""


def faces_of(rows: Floats, scale: float) -> Faces:
    """Return faces from YuNet's rows (N, 15), with coordinates times a factor.

    A row is x, y, width, height, then right and left eye, nose, right and left corner of the
    mouth, and the score.
    """
    corners, extents = rows[:, :2] * scale, rows[:, 2:4] * scale
    points = (rows[:, 4:14] * scale).reshape(-1, 5, 2)
    return Faces(
        boxes=np.concatenate([corners, corners + extents], axis=1),
        landmarks=Landmarks.named(
            right_eye=points[:, 0].copy(),
            left_eye=points[:, 1].copy(),
            nose=points[:, 2].copy(),
            mouth=points[:, 3:].mean(axis=1),
        ),
        scores=rows[:, 14].copy(),
    )
