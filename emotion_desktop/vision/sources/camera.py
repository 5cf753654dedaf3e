"""Cameras, by number or name."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np

from emotion_desktop.domain import Frame, Image
from emotion_desktop.errors import (
    CameraBusyError,
    NoCameraError,
    PermissionDeniedError,
    SourceError,
)
from emotion_desktop.vision.cv import cv2
from emotion_desktop.vision.sources.base import CameraInfo, ClosableSource, frame_of

# DirectShow, because Media Foundation takes many seconds to open a camera
# (https://github.com/opencv/opencv/issues/17687).
_BACKENDS: Final = {"win32": cv2.CAP_DSHOW, "darwin": cv2.CAP_AVFOUNDATION, "linux": cv2.CAP_V4L2}
BACKEND: Final = _BACKENDS.get(sys.platform, cv2.CAP_ANY)
WANTED_SIZE: Final = (1280, 720)
_TRIES: Final = 5

Capture = Callable[[int, int], Any]
"""Opens a camera by index and backend, as `cv2.VideoCapture` does."""


def find_cameras() -> list[CameraInfo]:
    """Return the cameras the system knows; an empty list if it cannot be asked."""
    try:
        from cv2_enumerate_cameras import enumerate_cameras

        found = enumerate_cameras(BACKEND)
    except (ImportError, OSError, RuntimeError, ValueError, AttributeError):
        return []
    cameras = (CameraInfo(int(c.index), str(c.name or f"camera {c.index}"), BACKEND) for c in found)
    return sorted(cameras, key=lambda camera: camera.index)


def _may_use(device: Path) -> bool:
    return os.access(device, os.R_OK | os.W_OK)


class CameraSource(ClosableSource):
    """Frames of a camera, as they come.

    Args:
        which: A number, a name or part of one, or empty for the first camera.
        find: Lists the cameras.
        capture: Opens one.
        devices: Folder of the device files on Linux.
        may_use: Whether this process may read and write a device file.

    Raises:
        NoCameraError: There is none, or not that one.
        PermissionDeniedError: It is there but the system denies access.
        CameraBusyError: It does not open, or sends no picture.
    """

    def __init__(
        self,
        which: str = "",
        *,
        find: Callable[[], list[CameraInfo]] = find_cameras,
        capture: Capture = cv2.VideoCapture,
        devices: Path = Path("/dev"),
        may_use: Callable[[Path], bool] = _may_use,
    ) -> None:
        super().__init__()
        self._find = find
        self._camera = choose_camera(which, find() or _unlisted(which, devices))
        device = devices / f"video{self._camera.index}"
        if sys.platform == "linux" and device.exists() and not may_use(device):
            msg = (
                f"the system does not let us use {device}; run "
                "'sudo usermod -aG video $USER', log out and in again"
            )
            raise PermissionDeniedError(msg)
        self.name = self._camera.name
        self.is_live = True
        self.frame_count: int | None = None
        self._capture = capture(self._camera.index, self._camera.backend)
        if not self._capture.isOpened():
            self._capture.release()
            raise _refused(self._camera)
        self._configure()
        image = self._grab()
        if image is None:
            self._capture.release()
            raise _refused(self._camera)
        self.size = (image.shape[1], image.shape[0])
        self.fps = float(self._capture.get(cv2.CAP_PROP_FPS)) or None
        self._began = time.monotonic()
        self._index = 0

    def _configure(self) -> None:
        # USB cameras reach 30 frames a second at this size only in MJPEG.
        self._capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        self._capture.set(cv2.CAP_PROP_FRAME_WIDTH, WANTED_SIZE[0])
        self._capture.set(cv2.CAP_PROP_FRAME_HEIGHT, WANTED_SIZE[1])
        self._capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)

    def _grab(self) -> Image | None:
        """Return a picture, or None if several tries in a row brought none."""
        for _ in range(_TRIES):
            there, image = self._capture.read()
            if there and image is not None:
                return np.asarray(image, np.uint8)
            if self._closed.is_set():
                break
        return None

    def _read(self) -> Frame:
        image = self._grab()
        if image is None:
            raise self._lost()
        frame = frame_of(image, self._index, time.monotonic() - self._began, self.name)
        self._index += 1
        return frame

    def _lost(self) -> NoCameraError | CameraBusyError:
        if self._camera.name in {camera.name for camera in self._find()}:
            return CameraBusyError(
                f"{self.name} stopped sending pictures; close other programs that use it and retry"
            )
        return NoCameraError(f"{self.name} has been unplugged; plug it in again and retry")

    def _release(self) -> None:
        self._capture.release()


def choose_camera(which: str, cameras: list[CameraInfo]) -> CameraInfo:
    """Return the camera meant by a number, a name or part of one, or nothing for the first.

    Raises:
        NoCameraError: With the cameras there are.
    """
    if not cameras:
        msg = "no camera is connected; connect one, or open a file, a stream or the demo"
        raise NoCameraError(msg)
    if not which:
        return cameras[0]
    exact = [camera for camera in cameras if which in {str(camera.index), camera.name}]
    similar = [camera for camera in cameras if which.casefold() in camera.name.casefold()]
    if not exact + similar:
        found = ", ".join(f"camera:{camera.index} ({camera.name})" for camera in cameras)
        msg = f"there is no camera {which!r}; found {found}"
        raise NoCameraError(msg)
    return (exact + similar)[0]


def _unlisted(which: str, devices: Path) -> list[CameraInfo]:
    """Return what may still be tried by number where cameras could not be listed."""
    if sys.platform == "linux":
        numbers = sorted(
            int(path.name.removeprefix("video"))
            for path in devices.glob("video*")
            if path.name.removeprefix("video").isdigit()
        )
    else:
        numbers = [int(which)] if which.isdigit() else [0]
    return [CameraInfo(number, f"camera {number}", BACKEND) for number in numbers]


def _refused(camera: CameraInfo) -> SourceError:
    """Return the error for a camera that is there but does not open or sends nothing."""
    if sys.platform == "darwin":
        return PermissionDeniedError(
            f"macOS does not let us use {camera.name}; allow it in System Settings > "
            "Privacy & Security > Camera, then start the app again"
        )
    where = " and allow it in Settings > Privacy & security > Camera"
    return CameraBusyError(
        f"{camera.name} sends no pictures; close other programs that use it"
        f"{where if sys.platform == 'win32' else ''}, then retry"
    )
