"""A small square picture of a face, cut out of the frame."""

from typing import Final

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPixmap, QTransform

from emotion_desktop.domain import Image
from emotion_desktop.gui.live_view.frame_image import to_qimage

AROUND: Final = 1.15
"""Side of the square in larger sides of the face's box."""

RADIUS: Final = 8


def square(
    box: tuple[float, float, float, float], size: tuple[int, int]
) -> tuple[int, int, int, int]:
    """Return the square around a box, moved and shrunk as far as needed to lie in the picture.

    Args:
        box: (x0, y0, x1, y1) in pixels.
        size: Width and height of the picture in pixels.
    """
    width, height = size
    x0, y0, x1, y1 = box
    side = max(min(round(AROUND * max(x1 - x0, y1 - y0)), width, height), 1)
    left = min(max(round((x0 + x1 - side) / 2), 0), width - side)
    top = min(max(round((y0 + y1 - side) / 2), 0), height - side)
    return left, top, left + side, top + side


def thumbnail(image: Image, box: np.ndarray, side: int, scale: float, *, mirrored: bool) -> QPixmap:
    """Return the face in a box as a picture with round corners.

    Args:
        image: (H, W, 3) uint8 BGR.
        box: (4,) float32 pixels (x0, y0, x1, y1).
        side: Of the picture, in logical pixels.
        scale: Device pixels per logical pixel.
        mirrored: Whether left and right change places, as in the large picture.
    """
    # OpenCV is loaded by the time there is a picture.
    from emotion_desktop.vision.opencv import cv2

    x0, y0, x1, y1 = box.tolist()
    left, top, right, bottom = square((x0, y0, x1, y1), (image.shape[1], image.shape[0]))
    pixels = max(round(side * scale), 1)
    small = cv2.resize(
        image[top:bottom, left:right], (pixels, pixels), interpolation=cv2.INTER_AREA
    )
    brush = QBrush(to_qimage(np.asarray(small, np.uint8), mirrored=mirrored))
    result = QPixmap(pixels, pixels)
    result.fill(Qt.GlobalColor.transparent)
    result.setDevicePixelRatio(scale)
    brush.setTransform(QTransform.fromScale(1 / scale, 1 / scale))
    painter = QPainter(result)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush)
    painter.drawRoundedRect(QRectF(0, 0, side, side), RADIUS, RADIUS)
    painter.end()
    return result
