"""The pictures of a camera."""

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
    CameraUnpluggedError,
    PermissionDeniedError,
    SourceError,
)
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.sources.base import CameraInfo, ClosableSource, frame_of
from emotion_desktop.vision.sources.camera.listing import (
    DEVICES,
    choose_camera,
    fallback_cameras,
    find_cameras,
)
from emotion_desktop.vision.sources.camera.modes import AUTOMATIC, CameraMode
from emotion_desktop.vision.sources.camera.rate import FrameRate

_TRIES: Final = 5
_PATIENCE_S: Final = 3.0
"""A driver may wait for seconds before it says that no picture came."""

Capture = Callable[[int, int], Any]
"""Opens a camera by index and backend, as `cv2.VideoCapture` does."""


def _may_use(device: Path) -> bool:
    return os.access(device, os.R_OK | os.W_OK)


def _automatic(_camera: CameraInfo) -> CameraMode:
    return AUTOMATIC


class CameraSource(ClosableSource):
    """Frames of a camera, as they come.

    Args:
        which: A number, a name or part of one, an id, or empty for the first camera.
        find: Lists the cameras.
        capture: Opens one.
        mode_of: Tells which mode to ask of a camera.
        devices: Folder of the device files on Linux.
        may_use: Whether this process may read and write a device file.

    Attributes:
        camera: The one that was chosen.
        fps: What the driver says; after the first half second, what really comes.

    Raises:
        NoCameraError: There is none, or not that one.
        PermissionDeniedError: It is there but the system denies access.
        CameraBusyError: It does not open, or sends no picture.
        CameraUnpluggedError: It went away just now.
    """

    def __init__(
        self,
        which: str = "",
        *,
        find: Callable[[], list[CameraInfo]] = find_cameras,
        capture: Capture = cv2.VideoCapture,
        mode_of: Callable[[CameraInfo], CameraMode] = _automatic,
        devices: Path = DEVICES,
        may_use: Callable[[Path], bool] = _may_use,
    ) -> None:
        super().__init__()
        self._find = find
        self.camera = choose_camera(which, find() or fallback_cameras(which, devices))
        device = devices / f"video{self.camera.index}"
        if sys.platform == "linux" and device.exists() and not may_use(device):
            raise PermissionDeniedError(
                "permission denied: {device}; run {command}, then log out and in again",
                device=device,
                command="'sudo usermod -aG video $USER'",
            )
        self.name = self.camera.name
        self.is_live = True
        self.frame_count: int | None = None
        self._capture = capture(self.camera.index, self.camera.backend)
        if not self._capture.isOpened():
            self._capture.release()
            raise self._refused()
        self._configure(mode_of(self.camera))
        image = self._grab()
        if image is None:
            self._capture.release()
            raise self._refused()
        self.size = (image.shape[1], image.shape[0])
        self.fps = float(self._capture.get(cv2.CAP_PROP_FPS)) or None
        self._rate = FrameRate()
        self._began = time.monotonic()
        self._index = 0

    def _configure(self, mode: CameraMode) -> None:
        # The format first: which sizes and rates there are depends on it.
        self._capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*mode.fourcc))
        self._capture.set(cv2.CAP_PROP_FRAME_WIDTH, mode.width)
        self._capture.set(cv2.CAP_PROP_FRAME_HEIGHT, mode.height)
        self._capture.set(cv2.CAP_PROP_FPS, mode.fps)
        self._capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)

    def _grab(self) -> Image | None:
        """Return a picture, or None if several tries in a row brought none."""
        deadline = time.monotonic() + _PATIENCE_S
        for _ in range(_TRIES):
            there, image = self._capture.read()
            if there and image is not None:
                return np.asarray(image, np.uint8)
            if self._closed.is_set() or time.monotonic() > deadline:
                break
        return None

    def _read(self) -> Frame:
        image = self._grab()
        if image is None:
            raise self._lost()
        frame = frame_of(image, self._index, time.monotonic() - self._began, self.name)
        self._rate.add(frame.captured_at, self._index)
        self.fps = self._rate.fps or self.fps
        self._index += 1
        return frame

    def _release(self) -> None:
        self._capture.release()

    def _is_there(self) -> bool:
        me = (self.camera.id, self.camera.name)
        return me in {(camera.id, camera.name) for camera in self._find()}

    def _lost(self) -> SourceError:
        """Return the error for a camera that has sent pictures until now."""
        if self._is_there():
            return CameraBusyError(
                "{name} stopped sending pictures; close other programs that use it and retry",
                name=self.name,
            )
        return CameraUnpluggedError(
            "{name} has been unplugged; plug it in again and retry", name=self.name
        )

    def _refused(self) -> SourceError:
        """Return the error for a camera that is listed but does not open or sends nothing."""
        if sys.platform == "darwin":
            return PermissionDeniedError(
                "macOS denies access to {name}; allow it in System Settings > Privacy & Security "
                "> Camera, then start the app again",
                name=self.camera.name,
            )
        if sys.platform == "win32":
            return CameraBusyError(
                "{name} sends no pictures; close other programs that use it and allow it in "
                "Settings > Privacy & security > Camera, then retry",
                name=self.camera.name,
            )
        return CameraBusyError(
            "{name} sends no pictures; close other programs that use it, then retry",
            name=self.camera.name,
        )
