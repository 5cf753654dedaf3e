"""Pictures turned upright before anybody looks at them, for a camera that hangs on its side."""

from dataclasses import replace

import numpy as np

from emotion_desktop.domain import Frame, Image


def turned(image: Image, quarters: int) -> Image:
    """Return a picture turned clockwise by so many times 90°; itself for none."""
    return np.ascontiguousarray(np.rot90(image, -quarters)) if quarters % 4 else image


def turned_frame(frame: Frame, quarters: int) -> Frame:
    """Return a frame with its picture turned; itself for no turn."""
    return replace(frame, image=turned(frame.image, quarters)) if quarters % 4 else frame
