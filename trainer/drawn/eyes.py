"""Eyes and eyebrows.

Both sides are drawn by the same code: x runs outwards, away from the nose.
"""

import random

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPainterPath, QRadialGradient

from trainer.drawn.expressions import Expression
from trainer.drawn.geometry import (
    Point,
    ellipse,
    lerp,
    mix,
    smooth,
    soft_fill,
    soft_stroke,
    stroke,
    tint,
)
from trainer.drawn.people import Look

EYE_X = 32.0
_INNER: Point = (-15.0, 1.8)
_OUTER: Point = (16.0, -1.4)
_IRIS = 6.6
_SIZE = 1.14


class _Lids:
    """Where the lids of one eye run, relative to the middle of the eye."""

    def __init__(self, face: Expression) -> None:
        self.low = 4.9 - face.lower_lid
        self.top = lerp(self.low - 0.4, -6.4, face.eye_open)
        self.slant = face.lid_slant * min(1.0, max(0.0, face.eye_open))

    def upper(self, lift: float = 0.0, spread: float = 0.0) -> QPainterPath:
        """Return the edge of the upper lid, raised by `lift` and lengthened by `spread`."""
        path = QPainterPath(QPointF(_INNER[0] - spread, _INNER[1]))
        path.cubicTo(
            -9.5 - spread, self.top * 1.36 - self.slant * 1.3 - lift,
            6.0 + spread, self.top * 1.36 + self.slant * 1.1 - lift,
            _OUTER[0] + spread, _OUTER[1] - 0.3 * lift,
        )  # fmt: skip
        return path

    def lower(self, drop: float = 0.0) -> QPainterPath:
        """Return the edge of the lower lid, from the outer corner inwards."""
        path = QPainterPath(QPointF(*_OUTER))
        path.cubicTo(9.0, self.low * 1.36 + drop, -6.0, self.low * 1.25 + drop, *_INNER)
        return path

    def opening(self) -> QPainterPath:
        """Return the outline of the visible eyeball."""
        path = self.upper()
        path.connectPath(self.lower())
        path.closeSubpath()
        return path


def draw_eye(painter: QPainter, look: Look, face: Expression, side: int, gaze_x: float) -> None:
    """Draw one eye; `side` is 1 for the viewer's right, `gaze_x` moves the pupils (mm)."""
    painter.save()
    painter.scale(side, 1.0)
    painter.translate(EYE_X, 0.0)
    painter.scale(_SIZE, _SIZE)
    lids = _Lids(face)
    _lid_shading(painter, look, face, lids)
    if face.eye_open > 0.06:
        _eyeball(painter, look, face, lids, (side, gaze_x))
    _lashes(painter, look, lids)
    painter.restore()


def _lid_shading(painter: QPainter, look: Look, face: Expression, lids: _Lids) -> None:
    skin = look.skin
    crease = 3.6 + 4.0 * max(0.0, 1.0 - face.eye_open) - 1.2 * max(0.0, face.eye_open - 1.0)
    lid = lids.upper(crease, 0.5)
    lid.connectPath(lids.upper().toReversed())
    soft_fill(painter, 1.0, lid, tint(skin.shade, 0.42))
    soft_stroke(painter, 0.8, lids.upper(crease + 0.8, 0.6), tint(skin.deep, 0.55), 1.3)
    bag = lids.lower(5.0 + 1.5 * face.cheek)
    soft_stroke(painter, 1.5, bag, tint(skin.shade, 0.35 + 0.5 * face.cheek), 2.2)
    soft_stroke(painter, 0.7, lids.lower(1.0), tint(skin.deep, 0.5), 1.1)
    for spread in (-1, 0, 1):
        start = (20.0, 1.0 + 3.2 * spread)
        path = smooth([start, (24.0, 1.6 + 4.4 * spread), (28.0, 1.4 + 6.4 * spread)])
        soft_stroke(painter, 0.8, path, tint(skin.deep, 0.34 * face.cheek), 1.0)


def _eyeball(
    painter: QPainter, look: Look, face: Expression, lids: _Lids, gaze: tuple[int, float]
) -> None:
    side, gaze_x = gaze
    painter.save()
    painter.setClipPath(lids.opening())
    white = QRadialGradient(QPointF(0.0, 0.0), 18.0)
    white.setColorAt(0.0, tint("#fbf7f2"))
    white.setColorAt(0.55, tint("#efe6de"))
    white.setColorAt(1.0, tint(mix("#cbb3a6", look.skin.shade, 0.3)))
    painter.fillPath(lids.opening(), white)
    soft_fill(painter, 1.0, ellipse((-14.6, 2.2), 2.2, 2.0), tint("#c9776b", 0.8))
    centre = QPointF(0.2 + side * gaze_x, -0.7 + 1.6 * face.gaze_y)
    iris = QRadialGradient(centre, _IRIS, QPointF(centre.x(), centre.y() + 2.4))
    iris.setColorAt(0.0, tint(look.iris[0]).lighter(125))
    iris.setColorAt(0.55, tint(look.iris[0]))
    iris.setColorAt(0.9, tint(look.iris[1]))
    iris.setColorAt(1.0, tint(look.iris[1]).darker(160))
    painter.setPen(tint("#000000", 0.0))
    painter.setBrush(iris)
    painter.drawEllipse(centre, _IRIS, _IRIS)
    painter.setBrush(tint("#0b0605"))
    painter.drawEllipse(centre, 3.0 * face.pupil, 3.0 * face.pupil)
    soft_stroke(painter, 1.3, lids.upper(0.6), tint("#2a1712", 0.75), 4.2)
    painter.setBrush(tint("#ffffff", 0.95))
    painter.drawEllipse(QPointF(centre.x() - side * 2.3, centre.y() - 2.3), 1.55, 1.7)
    painter.setBrush(tint("#ffffff", 0.5))
    painter.drawEllipse(QPointF(centre.x() + side * 2.4, centre.y() + 2.6), 0.8, 0.8)
    painter.restore()


def _lashes(painter: QPainter, look: Look, lids: _Lids) -> None:
    line = lids.upper(look.lash * 1.1, 1.0)
    line.connectPath(lids.upper(-0.4).toReversed())
    painter.fillPath(line, tint(mix(look.brow, "#000000", 0.4), 0.95))
    stroke(painter, lids.upper(0.2), tint(mix(look.brow, "#000000", 0.4), 0.95), 1.1)
    stroke(painter, lids.lower(), tint(look.skin.deep, 0.45), 0.7)
    if look.lash < 1.6:
        return
    edge = lids.upper(0.6, 0.8)
    for step in range(7):
        share = 0.62 + 0.06 * step
        root = edge.pointAtPercent(share)
        reach = 1.6 + 0.42 * step
        tip = (root.x() + reach * (0.35 + 0.12 * step), root.y() - reach * (0.85 - 0.05 * step))
        lash = smooth([(root.x(), root.y()), (root.x() + 0.8, root.y() - 0.6), tip])
        stroke(painter, lash, tint(look.brow, 0.9), 0.8)


def draw_brow(painter: QPainter, look: Look, face: Expression, side: int) -> None:
    """Draw one eyebrow; `side` is 1 for the viewer's right."""
    painter.save()
    painter.scale(side, 1.0)
    thick = look.brow_width
    inner = (12.5 - face.brow_squeeze, -18.5 - face.brow_inner)
    arch = (37.0 - 0.5 * face.brow_squeeze, -24.5 - face.brow_arch)
    tail = (55.5, -18.0 - face.brow_outer)
    second = (lerp(inner[0], arch[0], 0.45), lerp(inner[1], arch[1], 0.5) - 0.9)
    late = (lerp(arch[0], tail[0], 0.5), lerp(arch[1], tail[1], 0.42))
    middle = [inner, second, arch, late, tail]
    halves = [0.28, 0.46, 0.46, 0.30, 0.06]
    top = [(x, y - thick * half) for (x, y), half in zip(middle, halves, strict=True)]
    bottom = [(x, y + thick * half) for (x, y), half in zip(middle, halves, strict=True)]
    start = (inner[0] - 1.2, inner[1] + 0.6)
    outline = smooth([start, *top, *reversed(bottom)], closed=True)
    soft_fill(painter, 2.2, outline.translated(0.0, 3.2), tint(look.skin.deep, 0.28))
    soft_fill(painter, 0.9, outline, tint(look.brow, 0.86))
    upper, lower = smooth(top), smooth(bottom)
    rng = random.Random(f"{look.name} brow {side}")
    for _ in range(46):
        share = rng.uniform(0.0, 0.9)
        root = lower.pointAtPercent(share)
        tip = upper.pointAtPercent(min(1.0, share + rng.uniform(0.06, 0.2)))
        reach = rng.uniform(0.7, 1.12)
        end = (lerp(root.x(), tip.x(), reach), lerp(root.y(), tip.y(), reach))
        hair = smooth([(root.x(), root.y()), end])
        stroke(painter, hair, tint(look.brow, rng.uniform(0.3, 0.8)), 0.7)
    painter.restore()
