"""Windows that fit the screen they stand on, and get their size before their panels."""

from typing import Final

from PySide6.QtCore import QByteArray, QRect, QSize, QTimer
from PySide6.QtWidgets import QMainWindow, QWidget

FRAME_PX: Final = 40
"""Height that the title bar takes."""
RESTORE_MS: Final = 20
RESTORE_TRIES: Final = 25


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


def restore_panels(
    window: QMainWindow, state: QByteArray, size: QSize, tries: int = RESTORE_TRIES
) -> None:
    """Restore a state once the window has the size it was saved with.

    Hidden and shown again, panels would each time be a little smaller or larger; and a system
    takes its time to give a window its size. Nothing is restored if the menu bar, and with it
    the rest, has been hidden again meanwhile.
    """
    if window.menuBar().isHidden():
        return
    if tries and window.size() != size:
        QTimer.singleShot(
            RESTORE_MS, window, lambda: restore_panels(window, state, size, tries - 1)
        )
        return
    layout = window.layout()
    assert layout is not None
    layout.activate()
    window.restoreState(state)
