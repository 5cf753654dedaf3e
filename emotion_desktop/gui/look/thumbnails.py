"""Thumbnails in lists."""

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap

from emotion_desktop.outputs.thumbnails import DENSITY, THUMBNAIL


@lru_cache(maxsize=512)
def pixmap(jpeg: bytes) -> QPixmap:
    """Return a thumbnail in the middle of its room; only those that can be seen are unpacked."""
    room = QPixmap(*THUMBNAIL)
    room.fill(Qt.GlobalColor.transparent)
    found = QPixmap()
    if found.loadFromData(jpeg):
        painter = QPainter(room)
        left, top = (room.width() - found.width()) // 2, (room.height() - found.height()) // 2
        painter.drawPixmap(left, top, found)
        painter.end()
    room.setDevicePixelRatio(DENSITY)
    return room
