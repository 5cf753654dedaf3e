"""One person: the parts put together for a pose and an expression."""

from dataclasses import dataclass

from PySide6.QtGui import QPainter

from trainer.drawn.body import draw_body
from trainer.drawn.expressions import Expression
from trainer.drawn.eyes import draw_brow, draw_eye
from trainer.drawn.face import (
    draw_beard,
    draw_creases,
    draw_ears,
    draw_nose,
    draw_skin,
    outline,
)
from trainer.drawn.hair import draw_back_hair, draw_front_hair
from trainer.drawn.mouth import draw_folds, draw_mouth
from trainer.drawn.people import HairStyle, Look


@dataclass(frozen=True)
class Pose:
    """Where and how somebody is.

    Attributes:
        x: Middle between the eyes, pixels from the left edge of the frame.
        y: The same, pixels from the top.
        scale: Pixels per millimetre.
        tilt: Degrees the head leans clockwise.
        yaw: -1 to 1, looking to the viewer's left or right.
        breath: Rise of the shoulders, millimetres.
        gaze_x: Shift of the pupils to the right, millimetres.
    """

    x: float
    y: float
    scale: float
    tilt: float = 0.0
    yaw: float = 0.0
    breath: float = 0.0
    gaze_x: float = 0.0


def draw_person(painter: QPainter, look: Look, pose: Pose, face: Expression) -> None:
    """Draw somebody onto a frame measured in pixels of the final video."""
    painter.save()
    painter.translate(pose.x, pose.y)
    painter.scale(pose.scale, pose.scale)
    _turned(painter, pose, face)
    draw_back_hair(painter, look)
    painter.restore()
    draw_body(painter, look, pose.breath)
    _turned(painter, pose, face)
    if look.hair.style is not HairStyle.WAVES:
        draw_ears(painter, look)
    draw_skin(painter, look, face)
    _features(painter, look, pose, face)
    draw_front_hair(painter, look)
    painter.restore()
    painter.restore()


def _turned(painter: QPainter, pose: Pose, face: Expression) -> None:
    """Save the painter's state and turn it with the head, about the top of the neck."""
    painter.save()
    painter.translate(0.0, 95.0)
    painter.rotate(pose.tilt + face.tilt)
    painter.translate(0.0, -95.0)


def _features(painter: QPainter, look: Look, pose: Pose, face: Expression) -> None:
    """Draw the features, the nearer the more shifted by a turn of the head."""

    def at_depth(depth: float) -> None:
        painter.restore()
        painter.save()
        painter.translate(5.0 * pose.yaw * depth, face.pitch * depth)

    painter.save()
    painter.setClipPath(outline(look, face))
    painter.save()
    at_depth(0.9)
    draw_beard(painter, look, face)
    painter.restore()
    painter.restore()
    painter.save()
    at_depth(0.9)
    draw_folds(painter, look, face)
    draw_creases(painter, look, face)
    for side in (-1, 1):
        draw_eye(painter, look, face, side, pose.gaze_x)
    at_depth(1.0)
    draw_mouth(painter, look, face)
    at_depth(1.3)
    draw_nose(painter, look, face)
    at_depth(0.9)
    for side in (-1, 1):
        draw_brow(painter, look, face, side)
    painter.restore()
