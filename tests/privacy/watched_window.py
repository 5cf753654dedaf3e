"""Runs `emotion-desktop` as its command does, and prints a line at the first face it shows."""

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from emotion_desktop.cli.desktop import main
from emotion_desktop.gui.session import Session


class _Watch(QTimer):
    """Looks for the window's session, and at its result."""

    def __init__(self) -> None:
        super().__init__()
        self.setInterval(200)
        self.timeout.connect(self._look)

    def _look(self) -> None:
        for window in QApplication.topLevelWidgets():
            session = window.findChild(Session)
            if session is not None and session.result is not None and len(session.result):
                sys.stdout.write("first face\n")
                sys.stdout.flush()
                self.stop()


if __name__ == "__main__":
    app = QApplication(["emotion-desktop"])
    watch = _Watch()
    watch.start()
    sys.exit(main(sys.argv[1:]))
