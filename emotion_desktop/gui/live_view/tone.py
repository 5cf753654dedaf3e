"""Brightness and contrast for seeing only: nothing that is analysed or saved changes."""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from emotion_desktop.domain import Image

MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Tone:
    """How the picture is shown, each from -100 to 100; 0 is as it came."""

    brightness: int = 0
    contrast: int = 0

    @property
    def is_plain(self) -> bool:
        """Whether the picture is shown as it came."""
        return self == PLAIN

    def apply(self, image: Image) -> Image:
        """Return a picture (H, W, 3) uint8 in this tone; itself if that is the plain one."""
        if self.is_plain:
            return image
        from emotion_desktop.vision.opencv import cv2

        return np.asarray(cv2.LUT(image, _curve(self)), np.uint8)


PLAIN: Final = Tone()


@cache
def _curve(tone: Tone) -> Image:
    """Return what each of 256 levels becomes: gamma lightens without losing black and white."""
    levels = np.linspace(0, 1, 256) ** (2.0 ** (-tone.brightness / 50))
    steepness = 2.0 ** (tone.contrast / 50)
    return np.asarray(np.clip((levels - 0.5) * steepness + 0.5, 0, 1) * 255 + 0.5, np.uint8)
