"""What small faces are compared with: detection picture by picture, without any memory."""

from typing import Final

import numpy as np

from emotion_desktop.domain import Faces, Image
from emotion_desktop.vision.cv import cv2
from emotion_desktop.vision.detection.blazeface import BlazeFace, look_from_afar
from emotion_desktop.vision.detection.found import merged
from emotion_desktop.vision.faces import LARGE, WIDE

NEARLY_SQUARE: Final = 1.2


class PlainDetector:
    """Looks at the whole picture, at its central square if that shows no large face, and no more.

    Args:
        confidence: Least score of a face, 0–1.
    """

    def __init__(self, confidence: float = 0.5) -> None:
        self._detector = BlazeFace(confidence)

    def detect(self, image: Image) -> Faces:
        """Return the faces in an (H, W, 3) uint8 BGR picture."""
        height, width = image.shape[:2]
        longer, shorter = max(height, width), min(height, width)
        rgb = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8)
        found = self._detector.look_at_rgb(rgb)
        sides = found.boxes[:, 2] - found.boxes[:, 0]
        if longer > NEARLY_SQUARE * shorter and not np.any(sides >= LARGE * longer):
            x, y = (width - shorter) // 2, (height - shorter) // 2
            square = self._detector.look_at_rgb(rgb[y : y + shorter, x : x + shorter])
            found = merged([found, square.moved(1, x, y)])
        if not len(found) and longer < WIDE * shorter:
            found = look_from_afar(self._detector, image)
        boxes = np.clip(found.boxes, 0, np.array([width, height, width, height], np.float32))
        return Faces(boxes=boxes, keypoints=found.keypoints, scores=found.scores)

    def close(self) -> None:
        """Free the detector."""
        self._detector.close()
