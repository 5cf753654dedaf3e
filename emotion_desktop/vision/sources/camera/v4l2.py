"""What Linux tells of a camera: whether it takes pictures, and in which sizes and rates.

The structures are those of <linux/videodev2.h>; see
https://docs.kernel.org/userspace-api/media/v4l/vidioc-enum-framesizes.html
"""

import os
import struct
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from emotion_desktop.vision.sources.camera.modes import USUAL, CameraMode, worth_offering

QUERYCAP: Final = 0x80685600
ENUM_FMT: Final = 0xC0405602
ENUM_FRAMESIZES: Final = 0xC02C564A
ENUM_FRAMEINTERVALS: Final = 0xC034564B

_CAPABILITY: Final = struct.Struct("16s32s32s6I")
_FORMAT: Final = struct.Struct("3I32s5I")
_SIZE: Final = struct.Struct("11I")
_INTERVAL: Final = struct.Struct("13I")

_CAPTURE: Final = 1
_DISCRETE: Final = 1
_MOST: Final = 256
"""A driver that never stops enumerating is broken."""

READABLE: Final = ("MJPG", "JPEG", "YUYV", "UYVY", "YVYU", "NV12", "NV21", "YU12", "YV12", "BGR3",
                   "RGB3")  # fmt: skip
"""Formats that OpenCV turns into pictures."""

RATES: Final = (60, 50, 30, 25, 24, 15)
"""What is offered of a camera that takes any rate between two."""

Ioctl = Callable[[int, int, bytearray], object]
"""`fcntl.ioctl`: changes the bytes in place, raises OSError after the last item."""


def takes_pictures(path: Path, ioctl: Ioctl | None = None) -> bool | None:
    """Return whether a device file is of a camera, not of its metadata; None if it won't say."""
    data = bytearray(_CAPABILITY.size)
    try:
        with Device(path, ioctl) as device:
            device.ask(QUERYCAP, data)
    except OSError:
        return None
    return bool(_CAPABILITY.unpack(data)[5] & _CAPTURE)


def offered_modes(path: Path, ioctl: Ioctl | None = None) -> tuple[CameraMode, ...]:
    """Return the modes of a camera by its device file; empty if it won't say."""
    try:
        with Device(path, ioctl) as device:
            return worth_offering(_modes(device))
    except OSError:
        return ()


class Device:
    """An open device file; asking it disturbs nobody who films with it."""

    def __init__(self, path: Path, ioctl: Ioctl | None) -> None:
        self._path = path
        self._ioctl = ioctl

    def __enter__(self) -> "Device":
        self._number = os.open(self._path, os.O_RDWR | getattr(os, "O_NONBLOCK", 0))
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._number)

    def ask(self, request: int, data: bytearray) -> None:
        """Let the driver fill in the data; raises OSError if it has nothing to say."""
        if self._ioctl is not None:
            self._ioctl(self._number, request, data)
        elif sys.platform != "win32":  # which has no such function
            from fcntl import ioctl

            ioctl(self._number, request, data)

    def items(self, request: int, kind: struct.Struct, *given: int) -> Iterator[tuple[Any, ...]]:
        """Yield what the driver lists, until it says that there is no more."""
        for index in range(_MOST):
            data = bytearray(kind.size)
            struct.pack_into(f"{1 + len(given)}I", data, 0, index, *given)
            try:
                self.ask(request, data)
            except OSError:
                return
            yield kind.unpack(data)


def _modes(device: Device) -> Iterator[CameraMode]:
    for packed in device.items(ENUM_FMT, _FORMAT, _CAPTURE):
        pixels = packed[4]
        fourcc = pixels.to_bytes(4, "little").decode("latin-1").strip("\0 ")
        if fourcc in READABLE:
            for width, height in dict.fromkeys(_sizes(device, pixels)):
                for fps in _rates(device, pixels, width, height):
                    yield CameraMode(width, height, fps, fourcc)


def _sizes(device: Device, pixels: int) -> Iterator[tuple[int, int]]:
    for item in device.items(ENUM_FRAMESIZES, _SIZE, pixels):
        kind, (a, b, c, d, e, f) = item[2], item[3:9]
        if kind == _DISCRETE:
            yield a, b
            continue
        # Any size between two, in steps; it is listed once only.
        for width, height in (mode.size for mode in USUAL):
            fits_width = a <= width <= b and (width - a) % max(c, 1) == 0
            fits_height = d <= height <= e and (height - d) % max(f, 1) == 0
            if fits_width and fits_height:
                yield width, height
        return


def _rates(device: Device, pixels: int, width: int, height: int) -> Iterator[float]:
    """Yield pictures per second; the driver lists seconds per picture as fractions."""
    for item in device.items(ENUM_FRAMEINTERVALS, _INTERVAL, pixels, width, height):
        kind, fractions = item[4], item[5:11]
        if kind == _DISCRETE:
            if fractions[0]:
                yield fractions[1] / fractions[0]
            continue
        shortest = fractions[0] / max(fractions[1], 1)
        longest = fractions[2] / max(fractions[3], 1)
        yield from (float(rate) for rate in RATES if shortest - 1e-9 <= 1 / rate <= longest + 1e-9)
        return
