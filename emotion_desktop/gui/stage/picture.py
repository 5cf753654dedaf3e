"""From the pipeline's arrays to what Qt paints."""

import numpy as np
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage

from emotion_desktop.domain import Image


def to_qimage(image: Image, *, mirrored: bool) -> QImage:
    """Return a picture that owns its pixels.

    Args:
        image: (H, W, 3) uint8 BGR.
        mirrored: Whether left and right change places.
    """
    # OpenCV is loaded by the time there is a picture; at the start it would delay the window.
    from emotion_desktop.vision.cv import cv2

    height, width = image.shape[:2]
    result = QImage(width, height, QImage.Format.Format_RGB32)
    pixels = np.frombuffer(result.bits(), np.uint8).reshape(height, width, 4)
    cv2.cvtColor(cv2.flip(image, 1) if mirrored else image, cv2.COLOR_BGR2BGRA, dst=pixels)
    return result


def fitted(picture: QSizeF, area: QRectF) -> QRectF:
    """Return the largest rectangle of the picture's aspect in the middle of an area."""
    scale = min(area.width() / picture.width(), area.height() / picture.height())
    width, height = round(picture.width() * scale), round(picture.height() * scale)
    left = area.left() + (area.width() - width) // 2
    top = area.top() + (area.height() - height) // 2
    return QRectF(left, top, width, height)
