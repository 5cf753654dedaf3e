"""Words on dark plates in the corners of the picture."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from emotion_desktop.gui.look.palettes import DARK

PLATE: Final = "#cc14161a"

_MARGIN: Final = 12
_HEIGHT: Final = 28
_DOT: Final = 5

BADGE_STEP: Final = _HEIGHT + 8
"""From one badge to the next below."""


def paint_badge(painter: QPainter, target: QRectF, text: str) -> None:
    """Paint a word in the top left corner of the picture, which lies in `target`."""
    width = painter.fontMetrics().horizontalAdvance(text) + 24
    plate = QRectF(target.left() + _MARGIN, target.top() + _MARGIN, width, _HEIGHT)
    _paint_plate(painter, plate)
    painter.setPen(QColor(Qt.GlobalColor.white))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)


def paint_recording(painter: QPainter, target: QRectF, text: str) -> None:
    """Paint a red dot and a text in the top right corner of the picture."""
    width = painter.fontMetrics().horizontalAdvance(text) + 24 + 4 * _DOT
    left = target.right() - _MARGIN - width
    plate = QRectF(left, target.top() + _MARGIN, width, _HEIGHT)
    _paint_plate(painter, plate)
    painter.setBrush(QColor(DARK.record))  # the plate is dark in both themes
    painter.drawEllipse(QPointF(plate.left() + 12 + _DOT, plate.center().y()), _DOT, _DOT)
    painter.setPen(QColor(Qt.GlobalColor.white))
    words = plate.adjusted(12 + 4 * _DOT, 0, 0, 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


def paint_countdown(painter: QPainter, target: QRectF, text: str) -> None:
    """Paint a large number on a round plate in the middle of the picture."""
    side = min(0.4 * target.height(), 160.0)
    plate = QRectF(0, 0, side, side)
    plate.moveCenter(target.center())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(PLATE))
    painter.drawEllipse(plate)
    font = QFont(painter.font())
    font.setPixelSize(max(1, round(0.6 * side)))
    painter.setFont(font)
    painter.setPen(QColor(Qt.GlobalColor.white))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)


def _paint_plate(painter: QPainter, plate: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(PLATE))
    painter.drawRoundedRect(plate, 6, 6)
