"""Notices cameras that come and go."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from emotion_desktop.error_boundary import CAMERAS
from emotion_desktop.gui.jobs import Jobs
from emotion_desktop.vision.sources.camera.listing import DEVICES

if TYPE_CHECKING:
    from emotion_desktop.vision.sources import CameraInfo

URGENT_MS: Final = 2000
IDLE_MS: Final = 5000
SETTLE_MS: Final = 300
"""Plugging in makes several device files, one after the other, which are ours a moment later."""


class CameraWatcher(QObject):
    """Looks for cameras on threads of its own: often while it matters, else seldom.

    On Linux the folder of the device files tells when to look; elsewhere a timer does.

    Signals:
        listed: The list is another one than before, or the first.
        appeared: (CameraInfo) A camera has been plugged in since.
        went: (CameraInfo) A camera has been unplugged.

    Attributes:
        cameras: The cameras that are connected; None before the first look.
        find: Asks the system for its cameras.
        is_looking: Whether the system is being asked.
    """

    listed = Signal()
    appeared = Signal(object)
    went = Signal(object)

    def __init__(
        self,
        look: "Callable[[], list[CameraInfo]]",
        jobs: Jobs,
        parent: QObject,
        devices: Path | None = DEVICES if sys.platform == "linux" else None,
    ) -> None:
        super().__init__(parent)
        self.cameras: Sequence[CameraInfo] | None = None
        self.find = look
        self._jobs = jobs
        self._devices = devices
        self._reasons: set[str] = set()
        self.is_looking = False
        self._again = False
        self._timer = QTimer(self)
        self._timer.setInterval(IDLE_MS)
        self._timer.timeout.connect(self.look)
        self._settle = QTimer(self, singleShot=True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self.look)
        self._files = QFileSystemWatcher(self)
        self._files.directoryChanged.connect(self._on_devices)
        self._started = False

    @property
    def is_hurried(self) -> bool:
        """Whether cameras are looked for often."""
        return bool(self._reasons)

    def start(self) -> None:
        """Look now, and from now on."""
        self._started = True
        if self._devices is not None and self._devices.is_dir():
            self._files.addPath(str(self._devices))
        self._set_pace()
        self.look()

    def stop(self) -> None:
        """Look no more."""
        self._started = False
        self._timer.stop()
        self._settle.stop()
        if self._files.directories():
            self._files.removePaths(self._files.directories())

    def hurry(self, reason: str, *, on: bool) -> None:
        """Look often as long as there is a reason to, such as an open menu; now, if it is new."""
        is_new = on and reason not in self._reasons
        (self._reasons.add if on else self._reasons.discard)(reason)
        self._set_pace()
        if is_new:
            self.look()

    def look(self) -> None:
        """Ask the system for its cameras; the signals tell what has changed."""
        if not self._started:
            return
        self._again = self.is_looking
        if not self.is_looking:
            self.is_looking = True
            self._jobs.start(self.find, self._on_cameras, where=CAMERAS)

    def _on_devices(self, _folder: str) -> None:
        self._settle.start()

    def _set_pace(self) -> None:
        seldom = not self._files.directories()
        if self._started and (self._reasons or seldom):
            interval = URGENT_MS if self._reasons else IDLE_MS
            if not self._timer.isActive() or self._timer.interval() != interval:
                self._timer.start(interval)
        else:
            self._timer.stop()

    def _on_cameras(self, found: object) -> None:
        self.is_looking = False
        if not self._started:
            return
        before, now = self.cameras, cast("Sequence[CameraInfo]", found)
        self.cameras = now
        if before is None or list(before) != list(now):
            self.listed.emit()
        if before is not None:
            for camera in without(now, before):
                self.appeared.emit(camera)
            for camera in without(before, now):
                self.went.emit(camera)
        if self._again:
            self.look()


def without(cameras: "Sequence[CameraInfo]", others: "Sequence[CameraInfo]") -> "list[CameraInfo]":
    """Return those cameras that are not among others, whatever their numbers."""
    known = {(camera.id, camera.name) for camera in others}
    return [camera for camera in cameras if (camera.id, camera.name) not in known]
