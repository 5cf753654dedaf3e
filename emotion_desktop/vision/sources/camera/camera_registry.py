"""All cameras of one run of the app: names, preferred modes, and how they are opened."""

import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from emotion_desktop.errors import PermissionDeniedError
from emotion_desktop.vision.sources import CAMERA, FrameSource, Playback, SourceSpec, open_source
from emotion_desktop.vision.sources.base import CameraInfo
from emotion_desktop.vision.sources.camera.controls import NO_CONTROLS, CameraControls
from emotion_desktop.vision.sources.camera.listing import DEVICES, named, scan_cameras
from emotion_desktop.vision.sources.camera.modes import AUTOMATIC, CameraMode
from emotion_desktop.vision.sources.camera.v4l2 import offered_modes
from emotion_desktop.vision.sources.camera.v4l2_controls import V4l2Controls


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A camera as it was opened last.

    Attributes:
        camera: Which one.
        wanted: The mode it was asked for.
        chosen: Whether somebody chose that mode.
    """

    camera: CameraInfo
    wanted: CameraMode
    chosen: bool


class CameraRegistry:
    """Names cameras so that a name stays with its camera, and opens them in the mode preferred.

    Its methods may be called on any thread; its attributes are replaced, never changed.

    Args:
        scan: Lists the cameras as the system calls them.
        devices: Folder of the device files on Linux.
        controls_of: Gives the controls of a camera by its device file on Linux.
        settings: Passed on to `CameraSource`, for tests.

    Attributes:
        preferred_modes: Modes chosen, by camera id.
        preferred: Name of the camera to open where none is named; the first if it is not there.
        allowed: Whether the user lets us use cameras; without that none is touched.
        opened: The camera opened last; None before.
    """

    def __init__(
        self,
        scan: Callable[[], list[CameraInfo]] = scan_cameras,
        *,
        devices: Path = DEVICES,
        controls_of: Callable[[Path], CameraControls] = V4l2Controls,
        **settings: Any,  # noqa: ANN401
    ) -> None:
        self.preferred_modes: Mapping[str, CameraMode] = MappingProxyType({})
        self.preferred = ""
        self.allowed = True
        self.opened: Opened | None = None
        self._scan = scan
        self._devices = devices
        self._controls_of = controls_of
        self._settings = settings
        self._lock = threading.Lock()
        self._names: dict[str, str] = {}

    def cameras(self) -> list[CameraInfo]:
        """Return the cameras that are connected, by number."""
        found = self._scan()
        with self._lock:
            cameras = named(found, self._names)
            self._names.update({camera.id: camera.name for camera in cameras})
        return cameras

    def modes(self, camera: CameraInfo) -> tuple[CameraMode, ...]:
        """Return the modes a camera offers, the largest first; empty if the system won't say."""
        if sys.platform != "linux":
            return ()
        return offered_modes(self._devices / f"video{camera.index}")

    def controls(self, camera: CameraInfo) -> CameraControls:
        """Return what can be set at a camera; nothing where the system has no way that we know."""
        if sys.platform != "linux":
            return NO_CONTROLS
        return self._controls_of(self._devices / f"video{camera.index}")

    def open(
        self,
        text: str,
        *,
        loop: bool = False,
        realtime: bool = False,
        playback: Playback | None = None,
    ) -> FrameSource:
        """Open any source as `open_source` does, a camera in the mode preferred.

        Raises:
            SourceError: As `open_source` raises them.
        """
        spec = SourceSpec.parse(text)
        if spec.kind != CAMERA:
            return open_source(text, loop=loop, realtime=realtime, playback=playback)
        if not self.allowed:
            raise PermissionDeniedError(
                "this app may not use the camera; allow it in the settings of your system"
            )
        from emotion_desktop.vision.sources.camera.source import CameraSource

        which = spec.value
        if not which and self.preferred in {camera.name for camera in self.cameras()}:
            which = self.preferred
        source = CameraSource(
            which,
            find=self.cameras,
            mode_of=self._mode_of,
            devices=self._devices,
            **self._settings,
        )
        preference = self.preferred_modes.get(source.camera.id)
        self.opened = Opened(
            camera=source.camera, wanted=preference or AUTOMATIC, chosen=preference is not None
        )
        return source

    def _mode_of(self, camera: CameraInfo) -> CameraMode:
        return self.preferred_modes.get(camera.id, AUTOMATIC)
