"""The mouth: lips, teeth, tongue and the folds beside it."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QLinearGradient, QPainter, QPainterPath

from trainer.drawn.expressions import Expression
from trainer.drawn.geometry import (
    Point,
    ellipse,
    lerp,
    smooth,
    soft_fill,
    soft_stroke,
    stroke,
    tint,
)
from trainer.drawn.people import Look

MOUTH_Y = 72.0
_HALF_WIDTH = 25.5


class Mouth:
    """Where the lips run, for one look and expression.

    Attributes:
        half: Half the width between the corners.
        corner: y of the corners.
        top: y of the opening's upper edge at the middle.
        bottom: y of its lower edge.
        upper_lip: Thickness of the upper lip at the middle.
        lower_lip: Thickness of the lower lip.
    """

    def __init__(self, look: Look, face: Expression) -> None:
        self.half = _HALF_WIDTH * face.mouth_width
        self.corner = MOUTH_Y + 0.5 - face.corner + 0.25 * face.mouth_open * face.roundness
        self.top = MOUTH_Y - face.lip_raise
        self.bottom = self.top + face.mouth_open
        thin = look.lip * (1.0 - 0.65 * face.lip_press)
        self.upper_lip = 7.4 * thin
        self.lower_lip = 9.6 * thin
        self._round = face.roundness

    def _edge(self, middle: float) -> QPainterPath:
        """Return a line between the corners that passes `middle` at the middle."""
        side = 0.36 + 0.26 * self._round
        reach = (1.0 - 0.14 * (1.0 - self._round)) * self.half
        near, flat = lerp(self.corner, middle, side), (0.5 + 0.06 * self._round) * self.half
        path = QPainterPath(QPointF(-self.half, self.corner))
        path.cubicTo(-reach, near, -flat, middle, 0.0, middle)
        path.cubicTo(flat, middle, reach, near, self.half, self.corner)
        return path

    def upper_edge(self) -> QPainterPath:
        """Return the upper edge of the opening, from left to right."""
        return self._edge(self.top)

    def lower_edge(self, rise: float = 0.0) -> QPainterPath:
        """Return the lower edge of the opening, from left to right."""
        return self._edge(self.bottom - rise)

    def opening(self) -> QPainterPath:
        """Return the gap between the lips."""
        path = self.upper_edge()
        path.connectPath(self.lower_edge().toReversed())
        path.closeSubpath()
        return path

    def upper(self) -> QPainterPath:
        """Return the upper lip."""
        peak, dip = self.top - self.upper_lip, self.top - 0.78 * self.upper_lip
        out, lift = self.half + 1.2, 0.42 + 0.2 * self._round
        path = QPainterPath(QPointF(-out, self.corner))
        mid = lerp(self.corner, peak, lift)
        path.cubicTo(-0.78 * out, mid - 0.6, -0.5 * out, peak - 0.2, -0.24 * self.half, peak)
        path.cubicTo(-0.14 * self.half, peak, -0.1 * self.half, dip, 0.0, dip)
        path.cubicTo(0.1 * self.half, dip, 0.14 * self.half, peak, 0.24 * self.half, peak)
        path.cubicTo(0.5 * out, peak - 0.2, 0.78 * out, mid - 0.6, out, self.corner)
        path.connectPath(self.upper_edge().toReversed())
        path.closeSubpath()
        return path

    def lower(self) -> QPainterPath:
        """Return the lower lip."""
        deep = self.bottom + self.lower_lip
        out = self.half + 0.6
        reach, near = (
            (0.8 + 0.18 * self._round) * out,
            lerp(self.corner, deep, 0.42 + 0.2 * self._round),
        )
        path = QPainterPath(QPointF(-out, self.corner))
        path.cubicTo(-reach, near, -0.5 * out, deep, 0.0, deep)
        path.cubicTo(0.5 * out, deep, reach, near, out, self.corner)
        path.connectPath(self.lower_edge().toReversed())
        path.closeSubpath()
        return path


def draw_mouth(painter: QPainter, look: Look, face: Expression) -> None:
    """Draw the mouth with the shadows it casts."""
    skin, mouth = look.skin, Mouth(look, face)
    below = mouth.bottom + mouth.lower_lip
    soft_fill(painter, 3.0, ellipse((1.0, below + 5.0), 15.0, 3.6), tint(skin.deep, 0.42))
    for side in (-1.0, 1.0):
        corner: Point = (side * (mouth.half + 1.5), mouth.corner)
        soft_fill(painter, 1.8, ellipse(corner, 3.0, 2.8), tint(skin.deep, 0.42))
    if face.mouth_open > 0.3:
        _inside(painter, mouth, face)
    _lips(painter, look, mouth)
    width = 1.7 - 0.8 * min(1.0, face.mouth_open / 4.0)
    stroke(painter, mouth.upper_edge(), tint(skin.deep, 0.9), width)
    if face.lip_press > 0.2 and face.mouth_open < 3.0:
        soft_stroke(painter, 0.8, mouth.upper_edge(), tint("#2a0e0a", 0.55 * face.lip_press), 2.4)


def _inside(painter: QPainter, mouth: Mouth, face: Expression) -> None:
    painter.save()
    painter.setClipPath(mouth.opening())
    dark = QLinearGradient(0.0, mouth.top, 0.0, mouth.bottom)
    dark.setColorAt(0.0, tint("#1d0908"))
    dark.setColorAt(1.0, tint("#4b1c1a"))
    painter.fillPath(mouth.opening(), dark)
    if face.mouth_open > 9.0:
        tongue = ellipse((0.0, mouth.bottom + 1.5), 0.62 * mouth.half, 0.34 * face.mouth_open)
        soft_fill(painter, 1.2, tongue, tint("#a9504c", 0.85))
    if face.teeth_upper > 0.2:
        _teeth(painter, mouth, face.teeth_upper)
    if face.teeth_lower > 0.2:
        row = mouth.lower_edge(face.teeth_lower)
        row.connectPath(mouth.lower_edge(-2.0).toReversed())
        soft_fill(painter, 0.5, row, tint("#e9dfd3", 0.9))
    soft_stroke(painter, 1.3, mouth.upper_edge(), tint("#1d0908", 0.55), 2.2)
    painter.restore()


def _teeth(painter: QPainter, mouth: Mouth, height: float) -> None:
    half = 0.93 * mouth.half
    row = mouth.upper_edge()
    biting = QPainterPath(QPointF(half, lerp(mouth.corner, mouth.top, 0.3) + 0.2 * height))
    low = mouth.top + height
    biting.cubicTo(0.72 * half, low - 0.6, 0.4 * half, low, 0.0, low)
    biting.cubicTo(
        -0.4 * half,
        low,
        -0.72 * half,
        low - 0.6,
        -half,
        lerp(mouth.corner, mouth.top, 0.3) + 0.2 * height,
    )
    row.connectPath(biting)
    row.closeSubpath()
    white = QLinearGradient(-half, 0.0, half, 0.0)
    for at, colour in (
        (0.0, "#8d7a6c"),
        (0.22, "#e6dccf"),
        (0.45, "#fdfaf4"),
        (0.6, "#fbf7f0"),
        (0.8, "#ddd1c3"),
        (1.0, "#7d6a5d"),
    ):
        white.setColorAt(at, tint(colour))
    painter.save()
    painter.setClipPath(row, Qt.ClipOperation.IntersectClip)
    painter.fillPath(row, white)
    for place in (0.0, 0.21, 0.39, 0.55, 0.69, 0.81):
        for side in (-1.0, 1.0):
            x = side * place * half
            gap = smooth([(x, mouth.top - 8.0), (x * 0.99, low)])
            stroke(painter, gap, tint("#6d5546", 0.26 if place else 0.34), 0.55)
    painter.restore()


def _lips(painter: QPainter, look: Look, mouth: Mouth) -> None:
    upper, lower = mouth.upper(), mouth.lower()
    shade = QLinearGradient(0.0, mouth.top - mouth.upper_lip, 0.0, mouth.top)
    shade.setColorAt(0.0, tint(look.lip_upper).lighter(112))
    shade.setColorAt(1.0, tint(look.lip_upper).darker(118))
    painter.fillPath(upper, shade)
    light = QLinearGradient(0.0, mouth.bottom, 0.0, mouth.bottom + mouth.lower_lip)
    light.setColorAt(0.0, tint(look.lip_lower).darker(112))
    light.setColorAt(0.4, tint(look.lip_lower).lighter(108))
    light.setColorAt(1.0, tint(look.lip_lower).darker(120))
    painter.fillPath(lower, light)
    soft_stroke(painter, 0.7, upper, tint(look.skin.light, 0.16), 0.8)
    gloss = ellipse(
        (-0.22 * mouth.half, mouth.bottom + 0.42 * mouth.lower_lip),
        0.34 * mouth.half,
        0.17 * mouth.lower_lip,
    )
    soft_fill(painter, 1.3, gloss, tint("#ffe9df", 0.42))


def draw_folds(painter: QPainter, look: Look, face: Expression) -> None:
    """Draw the folds from the nose to the corners of the mouth, and a bulging chin."""
    skin, mouth = look.skin, Mouth(look, face)
    for side in (-1.0, 1.0):
        top = (side * (18.0 + face.fold), 41.0 - 3.0 * face.nose_wrinkle)
        end = (side * (mouth.half + 6.0), mouth.corner - 1.0 + 3.0 * max(0.0, -face.corner) * 0.3)
        bulge = 4.0 + 3.0 * face.cheek
        middle = (lerp(top[0], end[0], 0.5) + side * bulge * 0.55, lerp(top[1], end[1], 0.5) - 2.0)
        line = smooth([top, middle, end])
        soft_stroke(
            painter,
            2.6,
            line.translated(-side * 1.5, 1.0),
            tint(skin.shade, 0.2 + 0.5 * face.fold),
            4.6,
        )
        soft_stroke(painter, 1.2, line, tint(skin.deep, 0.06 + 0.36 * face.fold), 1.5)
    if face.chin_raise > 0.05:
        for spot in ((-7.0, 99.0), (7.0, 100.0), (0.0, 104.0), (-3.5, 95.5), (5.0, 95.0)):
            soft_fill(
                painter, 1.4, ellipse(spot, 2.0, 1.4), tint(skin.deep, 0.22 * face.chin_raise)
            )
