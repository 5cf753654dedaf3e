"""Small pictures for lists."""

from typing import Final

from emotion_desktop.domain import Image

THUMBNAIL: Final = (144, 96)
"""Width and height, in pixels, that a thumbnail fits into."""

DENSITY: Final = 2
"""Pixels of a thumbnail per pixel of the window: sharp on every screen."""


def thumbnail(image: Image) -> bytes:
    """Return a (H, W, 3) uint8 BGR picture as a JPEG that fits into `THUMBNAIL`."""
    from emotion_desktop.vision.opencv import cv2

    height, width = image.shape[:2]
    scale = min(THUMBNAIL[0] / width, THUMBNAIL[1] / height)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return bytes(cv2.imencode(".jpg", small)[1].tobytes())
