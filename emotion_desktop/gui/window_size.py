"""Windows that fit the screen they stand on."""

from typing import Final

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QWidget

FRAME_PX: Final = 40
"""Height that the title bar takes."""


def fit_to_screen(window: QWidget, room: QRect, *, keep_size: bool = False) -> None:
    """Let a window be no larger than the room a screen has, nor have to be.

    Args:
        window: Not shown yet.
        room: What the screen has without the bars of the desktop, in logical pixels.
        keep_size: Whether the user has chosen its size.
    """
    most = QSize(room.width(), room.height() - FRAME_PX)
    window.setMinimumSize(window.minimumSize().boundedTo(most))
    if not keep_size:
        window.resize(window.size().boundedTo(most))
