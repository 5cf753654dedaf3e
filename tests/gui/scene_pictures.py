"""The pictures of the scenes, and what a model makes of them."""

from typing import Final

import numpy as np

from emotion_desktop.config import find_asset
from emotion_desktop.domain import FrameResult, Image
from emotion_desktop.labels import Emotion
from emotion_desktop.vision.opencv import cv2
from tests.builders import make_frame, make_frame_result

CLASSES: Final = tuple(Emotion)[:7]
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


def result(
    image: Image,
    *rows: tuple[float, ...],
    captured_at: float,
    heatmaps: bool = False,
    model: str = MODEL,
) -> FrameResult:
    """Return what a model makes of a picture; rows are probabilities in the order of CLASSES."""
    return make_frame_result(
        BOXES.get(len(rows), ()),
        rows,
        frame=make_frame(image, captured_at=captured_at, source="demo"),
        classes=CLASSES,
        heatmaps=heatmaps,
        model=model,
    )
