"""A detector from outside: one face, always in the middle."""

import numpy as np

from emotion_desktop.domain import Faces, Image, Landmarks
from emotion_desktop.vision.detection import DetectorEntry, Effort, register_detector


class MiddleDetector:
    """Finds one face of 120 pixels in the middle of each picture."""

    def __init__(self, confidence: float, _: str) -> None:
        self.confidence = confidence

    def detect(
        self, image: Image, expected: Faces | None = None, *, effort: Effort = Effort.VIDEO
    ) -> Faces:
        """Return the face."""
        height, width = image.shape[:2]
        x, y = width / 2, height / 2
        return Faces(
            boxes=np.array([[x - 60, y - 60, x + 60, y + 60]], np.float32),
            landmarks=Landmarks.named(
                right_eye=np.array([[x - 22, y - 20]], np.float32),
                left_eye=np.array([[x + 22, y - 20]], np.float32),
                nose=np.array([[x, y + 5]], np.float32),
                mouth=np.array([[x, y + 27]], np.float32),
            ),
            scores=np.array([0.9], np.float32),
        )

    def search(self, image: Image) -> None:
        """Nothing is left to be found."""

    def reset(self) -> None:
        """Nothing is remembered."""

    def close(self) -> None:
        """Nothing is held."""


register_detector("middle", DetectorEntry(open=MiddleDetector, summary="the middle"))
