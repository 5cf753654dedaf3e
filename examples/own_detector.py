"""A detector of yours, for a camera on a headset: the face is always at the same place.

`python examples/own_detector.py frame.png`; `--plugin examples/own_detector.py --detector headset`
gives it to all commands.
"""

import sys

import numpy as np
from numpy.typing import NDArray

from emotion_desktop import (
    DetectorEntry,
    EmotionPredictor,
    Faces,
    Landmarks,
    register_detector,
)

PLACES = {
    "right_eye": (0.40, 0.40),
    "left_eye": (0.60, 0.40),
    "nose": (0.50, 0.52),
    "mouth": (0.50, 0.64),
}
"""Where they are, in shares of width and height; right and left are the person's own."""


class HeadsetDetector:
    """Finds one face in the middle third of every picture."""

    def __init__(self, confidence: float, _: str) -> None:
        self.confidence = confidence

    def detect(
        self, image: NDArray[np.uint8], expected: Faces | None = None, *, effort: object = None
    ) -> Faces:
        """Return the face."""
        size = np.array(image.shape[1::-1], np.float32)
        points = {part: (size * place)[None].astype(np.float32) for part, place in PLACES.items()}
        box = np.concatenate([size * (0.33, 0.25), size * (0.67, 0.75)])[None]
        return Faces(
            boxes=box.astype(np.float32),
            landmarks=Landmarks.named(**points),
            scores=np.ones(1, np.float32),
        )

    def search(self, image: NDArray[np.uint8]) -> None:
        """There is nobody else."""

    def reset(self) -> None:
        """Nothing is remembered."""

    def close(self) -> None:
        """Nothing is held."""


register_detector("headset", DetectorEntry(open=HeadsetDetector, summary="a camera on a headset"))


def main(picture: str) -> None:
    """Print what the face shows."""
    with EmotionPredictor("cnn48_gray", detector="headset") as predictor:
        result = predictor.analyze(picture)
    print(f"{result.top(0)} at {result.faces.boxes[0].tolist()}")


if __name__ == "__main__":
    main(sys.argv[1])
