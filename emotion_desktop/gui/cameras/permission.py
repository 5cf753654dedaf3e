"""Asks the system, as each wants it, whether this app may use cameras."""

import os
from typing import Final

from PySide6.QtCore import QCameraPermission, QCoreApplication, QObject, Qt, QTimer, Signal

from emotion_desktop.vision.sources.camera.camera_registry import CameraRegistry

SKIP: Final = "OPENCV_AVFOUNDATION_SKIP_AUTH"
"""On macOS OpenCV would ask by itself, on the thread that opens the camera, which must not."""

_POLL_MS: Final = 500

Answer = Qt.PermissionStatus


class SystemPermission(QObject):
    """The system's answer, through Qt; where there is nothing to ask it is yes.

    Signals:
        answered: The user has answered, see `status`.
    """

    answered = Signal()

    @property
    def status(self) -> Answer:
        """What the system says now."""
        app = QCoreApplication.instance()
        assert app is not None
        return app.checkPermission(QCameraPermission())

    def request(self) -> None:
        """Let the system ask the user; on the GUI thread."""
        app = QCoreApplication.instance()
        assert app is not None
        app.requestPermission(QCameraPermission(), self, self._on_answer)

    def _on_answer(self) -> None:
        self.answered.emit()


class Permission(QObject):
    """Knows whether cameras may be opened, and asks once if nobody knows.

    Args:
        book: Opens cameras only if it has been told that it may.
        system: Whom to ask, for tests.

    Signals:
        granted: The user has said yes: what was refused meanwhile can be opened now.
        denied: The user has said no.

    Attributes:
        asking: Whether the system's question is open, also if the camera's driver has put it.
    """

    granted = Signal()
    denied = Signal()

    def __init__(
        self,
        book: CameraRegistry,
        parent: QObject,
        system: SystemPermission | None = None,
    ) -> None:
        super().__init__(parent)
        self.asking = False
        self._driver_asks = False
        self._poll = QTimer(self)
        self._poll.setInterval(_POLL_MS)
        self._poll.timeout.connect(self._look)
        self._book = book
        self.ask_by(system or SystemPermission(self))
        os.environ.setdefault(SKIP, "1")

    def ask_by(self, system: SystemPermission) -> None:
        """Put further questions to a system, in place of the one before."""
        self._system = system
        system.answered.connect(self._on_answer)

    def ensure(self) -> None:
        """Make sure that it is known; if it must be asked, cameras are refused until then."""
        status = self._system.status
        self._book.allowed = status is Answer.Granted or self._driver_asks
        if status is Answer.Undetermined and not self.asking:
            self.asking = True
            self._system.request()

    def _look(self) -> None:
        """See whether the question of the driver has been answered: it tells nobody."""
        if self._system.status is not Answer.Undetermined:
            self._on_answer()

    def _on_answer(self) -> None:
        status = self._system.status
        # Qt may not ask for a program without a bundle that says why, such as a Python in a
        # terminal; then OpenCV does, and the answer counts for the terminal. It does not wait for
        # it, so the camera that is opened now is refused, and has to be opened again then.
        self.asking = self._driver_asks = status is Answer.Undetermined
        if self._driver_asks:
            os.environ[SKIP] = "0"
            self._poll.start()
        else:
            self._poll.stop()
        if status is Answer.Denied:
            self._book.allowed = False
            self.denied.emit()
        else:
            self._book.allowed = True
            self.granted.emit()
