"""Small pictures of what looks the same from frame to frame, so that it is painted once."""

import math
from collections.abc import Callable, Hashable
from typing import Final

from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter

from emotion_desktop.outputs.placement import Rect

KEPT: Final = 128
"""Then all are thrown away; a picture shows a dozen at most."""


class PaintCache:
    """Keeps what was painted, for painters of the GUI thread."""

    def __init__(self) -> None:
        self._prints: dict[Hashable, QImage] = {}

    def draw(
        self, painter: QPainter, rect: Rect, key: Hashable, draw: Callable[[QPainter], None]
    ) -> QPointF:
        """Paint a rectangle's content, and return by how much it was moved to whole pixels.

        Args:
            painter: Only shifted against its device, not scaled or turned.
            rect: Where it goes.
            key: Equal for what looks equal.
            draw: Paints it at its place; called if nothing is kept under this key.
        """
        ratio = painter.device().devicePixelRatioF()
        size = math.ceil(rect.width * ratio), math.ceil(rect.height * ratio)
        whole_key = key, size, ratio
        kept = self._prints.get(whole_key)
        if kept is None:
            if len(self._prints) >= KEPT:
                self._prints.clear()
            kept = self._prints[whole_key] = _printed(rect, size, ratio, draw)
        place = QPointF(round(rect.x * ratio), round(rect.y * ratio))
        paint_pixels(painter, place, kept, ratio)
        return place / ratio - QPointF(rect.x, rect.y)


def paint_pixels(painter: QPainter, place: QPointF, image: QImage, ratio: float) -> None:
    """Paint a picture pixel for pixel, at a place in pixels of the screen.

    Args:
        painter: Only shifted against its device.
        place: From the painter's origin.
        image: Its own device pixel ratio must be 1.
        ratio: Pixels of the screen for each of the painter's.
    """
    if ratio == 1:
        painter.drawImage(place, image)
        return
    # Only then does Qt see that there is nothing to scale.
    painter.save()
    painter.scale(1 / ratio, 1 / ratio)
    painter.drawImage(place, image)
    painter.restore()


def _printed(
    rect: Rect, size: tuple[int, int], ratio: float, draw: Callable[[QPainter], None]
) -> QImage:
    image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(ratio, ratio)
    painter.translate(-rect.x, -rect.y)
    draw(painter)
    painter.end()
    return image
