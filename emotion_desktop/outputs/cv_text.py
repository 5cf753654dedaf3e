"""Text drawn and measured with OpenCV's own TrueType font; its digits are all equally wide."""

import threading
from functools import lru_cache
from typing import Any, Final

from emotion_desktop.domain import Image
from emotion_desktop.outputs.display_list import TextMark
from emotion_desktop.vision.opencv import cv2

_WEIGHTS: Final = {False: 400, True: 600}
_CAP_HEIGHT: Final = 0.7
"""Height of a capital letter as a fraction of the text's size."""


class _Fonts(threading.local):
    """One font per weight, because changing a font's weight empties its glyph cache.

    And one pair per thread, because a font must not be used by two at once.
    """

    def __init__(self) -> None:
        self.by_weight: dict[bool, Any] = {bold: cv2.FontFace("sans") for bold in _WEIGHTS}


_fonts = _Fonts()


@lru_cache(maxsize=512)
def measure(text: str, size: float, bold: bool) -> tuple[float, float]:  # noqa: FBT001 (the agreed TextMeasure)
    """Return the width and height of a line of text in px."""
    font = _fonts.by_weight[bold]
    _, _, width, _ = cv2.getTextSize((0, 0), text, (0, 0), font, round(size), _WEIGHTS[bold])
    return float(width), float(round(size))


def draw_text(image: Image, mark: TextMark) -> None:
    """Draw a line of text into a BGR image, in place."""
    middle = mark.rect.y + mark.rect.height / 2
    start = (round(mark.rect.x), round(middle + _CAP_HEIGHT / 2 * mark.size))
    font, weight = _fonts.by_weight[mark.bold], _WEIGHTS[mark.bold]
    cv2.putText(image, mark.text, start, mark.colour[::-1], font, round(mark.size), weight)
