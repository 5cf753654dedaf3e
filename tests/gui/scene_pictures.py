"""The pictures of the scenes, and what a model makes of them."""

from typing import Final

import numpy as np

from emotion_desktop.config import find_asset
from emotion_desktop.domain import Faces, Floats, Frame, FrameResult, Image, Landmarks
from emotion_desktop.labels import CANONICAL_ORDER
from emotion_desktop.vision.opencv import cv2

CLASSES: Final = CANONICAL_ORDER[:7]
MODEL: Final = "vgg48_gray"

# What a woman, a man and a woman look like, in the order of CLASSES.
HAPPY: Final = (0.01, 0.01, 0.01, 0.87, 0.01, 0.06, 0.03)
SURPRISED: Final = (0.02, 0.01, 0.11, 0.05, 0.02, 0.74, 0.05)
SAD: Final = (0.05, 0.03, 0.04, 0.01, 0.68, 0.02, 0.17)
OPEN: Final = (0.12, 0.08, 0.14, 0.09, 0.23, 0.08, 0.26)


class Demo:
    """Frames of the built-in demo with faces where the detector finds them.

    Attributes:
        nobody: A picture without a face; it is a part of the first one's background.
        one: A surprised woman.
        three: A surprised woman, a man and a sad woman side by side.
    """

    def __init__(self) -> None:
        film = cv2.VideoCapture(str(find_asset("demo.mp4")))
        frames: dict[int, Image] = {}
        for index in FRAMES:
            film.set(cv2.CAP_PROP_POS_FRAMES, index)
            frames[index] = np.asarray(film.read()[1], np.uint8)
        film.release()
        happy, both, surprised, sad = (_flat(frames[index]) for index in FRAMES)
        nobody = cv2.resize(surprised[:253, :450], (1280, 720))
        self.nobody: Image = np.asarray(nobody, np.uint8)
        self.one: Image = surprised
        parts = (happy[:, 255:682], both[:, 680:1106], sad[:, 415:842])
        self.three: Image = np.hstack(parts)


def _flat(image: Image) -> Image:
    """Return a picture in areas of few colours: it is kept in a few kilobytes without loss."""
    smooth = cv2.medianBlur(image, 15)
    return np.asarray(np.clip(smooth // 32 * 32 + 16, 0, 255), np.uint8)


FRAMES: Final = (100, 200, 300, 400)
"""A happy woman, a man beside her, her surprised, her sad."""

BOXES: Final = {
    1: ((495, 235, 815, 555),),
    3: ((62, 235, 365, 538), (490, 202, 790, 502), (930, 258, 1208, 535)),
}

POINTS: Final = np.array(
    [[0.3, 0.3], [0.7, 0.3], [0.5, 0.55], [0.5, 0.75], [0, 0.4], [1, 0.4]], np.float32
)
"""Where in a box eyes, nose, mouth and ears are."""


def result(
    image: Image,
    *rows: tuple[float, ...],
    captured_at: float,
    heatmaps: bool = False,
    model: str = MODEL,
) -> FrameResult:
    """Return what a model makes of a picture; rows are probabilities in the order of CLASSES."""
    count = len(rows)
    probabilities = np.array(rows, np.float32).reshape(count, len(CLASSES))
    boxes = np.array(BOXES.get(count, ()), np.float32).reshape(count, 4)
    maps = [[[(x1 - x0) / 48, 0, x0], [0, (y1 - y0) / 48, y0]] for x0, y0, x1, y1 in boxes]
    return FrameResult(
        frame=Frame(image=image, captured_at=captured_at, index=0, time_s=0.0, source="demo"),
        faces=Faces(
            boxes=boxes,
            landmarks=Landmarks(
                boxes[:, None, :2] + POINTS * (boxes[:, None, 2:] - boxes[:, None, :2])
            ),
            scores=np.ones(count, np.float32),
        ),
        track_ids=np.arange(1, count + 1),
        classes=CLASSES,
        probabilities=probabilities,
        labels=np.array([np.argmax(row) for row in rows], np.int64),
        uncertain=np.array([max(row) < 0.4 for row in rows], np.bool_),
        model=model,
        device="CPU",
        crop_to_image=np.array(maps, np.float32).reshape(count, 2, 3),
        heatmaps=np.stack([_warm_mouth()] * count) if heatmaps else None,
    )


def _warm_mouth() -> Floats:
    rows, columns = np.mgrid[0:48, 0:48]
    return np.asarray(np.exp(-((rows - 34) ** 2 + (columns - 24) ** 2) / 120), np.float32)
