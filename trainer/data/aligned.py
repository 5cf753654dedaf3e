"""Faces cut out of whole pictures as the app cuts them out."""

from threading import Lock
from typing import Final

import numpy as np

from emotion_desktop.config import PipelineSettings
from emotion_desktop.domain import LANDMARKS, Landmarks
from emotion_desktop.errors import DataError
from emotion_desktop.vision.alignment import TEMPLATE, align, crop_transforms
from emotion_desktop.vision.detection import Effort, open_detector
from emotion_desktop.vision.landmark_refiner import refined
from trainer.data.table import Array

VERSION: Final = "2"
"""Names what is kept in the cache; to be raised when faces come out differently."""


def crop_template() -> dict[str, list[float]]:
    """Return where each landmark lies in a crop, x and y as shares of its side, from top left."""
    places = zip(LANDMARKS, TEMPLATE.tolist(), strict=True)
    return {name: [round(value, 3) for value in place] for name, place in places}


class FaceAligner:
    """Finds the largest face of a picture as the app does and moves it onto its template.

    May be called from several threads.
    """

    def __init__(self) -> None:
        self._detector = open_detector(confidence=PipelineSettings().detection_confidence)
        self._lock = Lock()

    def __call__(self, image: Array, size: int) -> Array:
        """Return the (size, size, 3) uint8 RGB face in an (H, W, 3) uint8 RGB picture.

        Raises:
            DataError: If no face is found.
        """
        bgr = np.ascontiguousarray(image[..., ::-1])
        with self._lock:
            self._detector.reset()
            faces = self._detector.detect(bgr, effort=Effort.STILL)
        if not len(faces):
            msg = "no face is found"
            raise DataError(msg)
        sides = faces.boxes[:, 2:] - faces.boxes[:, :2]
        largest = int(np.prod(sides, axis=1).argmax())
        landmarks = Landmarks(refined(bgr, faces[largest : largest + 1]))
        matrix = crop_transforms(landmarks, size)
        face: Array = align(bgr, matrix, size)[0]
        return face

    def close(self) -> None:
        """Free the detector."""
        self._detector.close()
