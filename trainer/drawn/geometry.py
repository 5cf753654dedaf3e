"""Smooth paths, easing and softly blurred layers: what every drawing here is made of.

Lengths are millimetres on the drawn person, y downwards, unless a name ends in `_px`.
"""

import math
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, Qt

from emotion_desktop.vision.opencv import cv2

Point = tuple[float, float]
Points = Sequence[Point]

HEAD_RECT: Final = QRectF(-130.0, -150.0, 260.0, 340.0)
"""What a head with its hair stays inside of."""

_SIGMA_PX: Final = 3.0
"""Blurs run at the resolution at which they are this wide, so wide ones cost no more."""


def lerp(start: float, end: float, share: float) -> float:
    """Return the value `share` (0 to 1) of the way from `start` to `end`."""
    return start * (1.0 - share) + end * share


def ease(share: float) -> float:
    """Return `share` clamped to 0..1 with zero slope and curvature at both ends."""
    clamped = min(1.0, max(0.0, share))
    return clamped**3 * (clamped * (6.0 * clamped - 15.0) + 10.0)


def blend(start: Points, end: Points, share: float) -> list[Point]:
    """Return the polyline `share` of the way between two polylines of equal length."""
    return [
        (lerp(a[0], b[0], share), lerp(a[1], b[1], share)) for a, b in zip(start, end, strict=True)
    ]


def mirrored(points: Points) -> list[Point]:
    """Return the points with x negated."""
    return [(-x, y) for x, y in points]


def both_sides(half: Points) -> list[Point]:
    """Return a closed outline from its right half, listed from the top to the bottom."""
    return [*half, *[(-x, y) for x, y in reversed(half) if x > 0.0]]


def smooth(points: Points, *, closed: bool = False) -> QPainterPath:
    """Return the Catmull-Rom spline through the points, as cubic Beziers."""
    count = len(points)
    path = QPainterPath(QPointF(*points[0]))
    for index in range(count if closed else count - 1):
        if closed:
            before, here, there, after = (points[(index + k) % count] for k in (-1, 0, 1, 2))
        else:
            here, there = points[index], points[index + 1]
            before = points[max(index - 1, 0)]
            after = points[min(index + 2, count - 1)]
        path.cubicTo(
            here[0] + (there[0] - before[0]) / 6.0,
            here[1] + (there[1] - before[1]) / 6.0,
            there[0] - (after[0] - here[0]) / 6.0,
            there[1] - (after[1] - here[1]) / 6.0,
            *there,
        )
    if closed:
        path.closeSubpath()
    return path


def ellipse(centre: Point, radius_x: float, radius_y: float, turn: float = 0.0) -> QPainterPath:
    """Return an ellipse turned clockwise by `turn` degrees about its centre."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    ring = []
    for step in range(12):
        angle = step * math.pi / 6.0
        x, y = radius_x * math.cos(angle), radius_y * math.sin(angle)
        ring.append((centre[0] + x * cos - y * sin, centre[1] + x * sin + y * cos))
    return smooth(ring, closed=True)


def tint(rgb: str, alpha: float = 1.0) -> QColor:
    """Return the colour `#rrggbb` with an opacity of 0 to 1."""
    colour = QColor(rgb)
    colour.setAlphaF(min(1.0, max(0.0, alpha)))
    return colour


def mix(first: str, second: str, share: float) -> str:
    """Return the colour `share` of the way from one `#rrggbb` to another."""
    a, b = QColor(first), QColor(second)
    return QColor(
        round(lerp(a.red(), b.red(), share)),
        round(lerp(a.green(), b.green(), share)),
        round(lerp(a.blue(), b.blue(), share)),
    ).name()


def stroke(painter: QPainter, path: QPainterPath, colour: QColor, width: float) -> None:
    """Draw a line with round ends."""
    painter.strokePath(
        path,
        QPen(
            colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        ),
    )


def pixels(image: QImage) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Return a writable (height, width, 4) view, BGRA bytes, of a 32-bit image."""
    view = np.frombuffer(image.bits(), dtype=np.uint8)
    return view.reshape(image.height(), image.bytesPerLine() // 4, 4)


def blank(size: QSize) -> tuple[QImage, QPainter]:
    """Return a transparent image and an antialiasing painter on it."""
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    return image, painter


def soft(
    painter: QPainter,
    sigma: float,
    draw: Callable[[QPainter], None],
    rect: QRectF = HEAD_RECT,
) -> None:
    """Draw onto `painter` what `draw` draws, blurred by a Gaussian of `sigma`.

    `rect` bounds the drawing, in the painter's own coordinates.
    """
    density = _SIGMA_PX / sigma
    image, inner = blank(
        QSize(math.ceil(rect.width() * density), math.ceil(rect.height() * density))
    )
    inner.scale(image.width() / rect.width(), image.height() / rect.height())
    inner.translate(-rect.topLeft())
    draw(inner)
    inner.end()
    view = pixels(image)
    view[:] = cv2.GaussianBlur(view, (0, 0), _SIGMA_PX)
    painter.drawImage(rect, image)


def soft_fill(painter: QPainter, sigma: float, path: QPainterPath, colour: QColor) -> None:
    """Fill one path with blurred edges."""
    margin = 4.0 * sigma
    rect = path.boundingRect().adjusted(-margin, -margin, margin, margin)
    soft(painter, sigma, lambda inner: inner.fillPath(path, colour), rect)


def soft_stroke(
    painter: QPainter, sigma: float, path: QPainterPath, colour: QColor, width: float
) -> None:
    """Draw one blurred line."""
    margin = 4.0 * sigma + width
    rect = path.boundingRect().adjusted(-margin, -margin, margin, margin)
    soft(painter, sigma, lambda inner: stroke(inner, path, colour, width), rect)
