"""The icons that ship with the app, tinted with the colours of the theme."""

from typing import Final

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from emotion_desktop.config import find_asset

SIZE: Final = 20
"""Side of an icon in toolbars and buttons, in logical pixels."""


def render(name: str, colour: str, size: int = SIZE, scale: float = 1) -> QPixmap:
    """Return an icon as a square of `size` logical pixels, drawn at `scale` times as many.

    Args:
        name: File name in `assets/icons` without its suffix.
        colour: What `currentColor` stands for, `#rrggbb`.
        size: Side in logical pixels.
        scale: Device pixels per logical pixel.

    Raises:
        AssetError: If there is no such icon.
    """
    svg = find_asset(f"icons/{name}.svg").read_bytes().replace(b"currentColor", colour.encode())
    side = round(size * scale)
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, side, side))
    painter.end()
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(scale)
    return pixmap


def icon(name: str, colour: str, checked: str | None = None) -> QIcon:
    """Return an icon for a control, crisp on every screen and faint where disabled.

    Args:
        name: File name in `assets/icons` without its suffix.
        colour: Colour of the icon, `#rrggbb`.
        checked: Colour while the control is checked; the same if None.

    Raises:
        AssetError: If there is no such icon.
    """
    result = QIcon()
    # Of all screens the finest: Qt scales down well, and each size costs time at the start.
    scale = max(screen.devicePixelRatio() for screen in QGuiApplication.screens())
    for state, tint in ((QIcon.State.Off, colour), (QIcon.State.On, checked or colour)):
        pixmap = render(name, tint, scale=scale)
        result.addPixmap(pixmap, QIcon.Mode.Normal, state)
        result.addPixmap(_faded(pixmap), QIcon.Mode.Disabled, state)
    return result


def _faded(pixmap: QPixmap) -> QPixmap:
    """Return the same picture at 40 % opacity."""
    result = QPixmap(pixmap.size())
    result.setDevicePixelRatio(pixmap.devicePixelRatio())
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    painter.setOpacity(0.4)
    painter.drawPixmap(0, 0, pixmap)
    painter.end()
    return result
