"""Hair: which drawing belongs to which style."""

from PySide6.QtGui import QPainter

from trainer.drawn.curls import draw_curls
from trainer.drawn.people import HairStyle, Look
from trainer.drawn.waves import draw_back, draw_locks


def draw_back_hair(painter: QPainter, look: Look) -> None:
    """Draw the hair behind the neck."""
    if look.hair.style is HairStyle.WAVES:
        draw_back(painter, look)


def draw_front_hair(painter: QPainter, look: Look) -> None:
    """Draw the hair around and over the face, with its shadow on the skin."""
    if look.hair.style is HairStyle.WAVES:
        draw_locks(painter, look)
    else:
        draw_curls(painter, look)
