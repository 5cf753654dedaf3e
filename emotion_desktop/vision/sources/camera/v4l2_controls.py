"""The controls of a camera on Linux, by the requests of <linux/videodev2.h>.

See https://docs.kernel.org/userspace-api/media/v4l/vidioc-queryctrl.html
"""

import struct
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from emotion_desktop.vision.sources.camera.controls import CameraControl, ControlName, in_order
from emotion_desktop.vision.sources.camera.v4l2 import Device, Ioctl

QUERYCTRL: Final = 0xC0445624
QUERYMENU: Final = 0xC02C5625
G_CTRL: Final = 0xC008561B
S_CTRL: Final = 0xC008561C

_QUERY: Final = struct.Struct("2I32s4i3I")
_MENU: Final = struct.Struct("2I32sI")
_VALUE: Final = struct.Struct("Ii")

_BOOLEAN: Final = 2
_MENU_KINDS: Final = (3, 9)

DISABLED: Final = 0x01
READ_ONLY: Final = 0x04
INACTIVE: Final = 0x10

NUMBERS: Final[Mapping[ControlName, int]] = {
    ControlName.EXPOSURE_MODE: 0x009A0901,
    ControlName.EXPOSURE: 0x009A0902,
    ControlName.AUTO_GAIN: 0x00980912,
    ControlName.GAIN: 0x00980913,
    ControlName.AUTO_WHITE_BALANCE: 0x0098090C,
    ControlName.WHITE_BALANCE: 0x0098091A,
    ControlName.POWER_LINE: 0x00980918,
    ControlName.AUTO_FOCUS: 0x009A090C,
    ControlName.FOCUS: 0x009A090A,
}
"""What the kernel calls each control."""


class V4l2Controls:
    """Reads and sets the controls of a camera, also while something films with it.

    Args:
        path: Its device file.
        ioctl: Instead of `fcntl.ioctl`, for tests.
    """

    def __init__(self, path: Path, ioctl: Ioctl | None = None) -> None:
        self._path = path
        self._ioctl = ioctl

    def read(self) -> tuple[CameraControl, ...]:
        """Return the controls that the driver has, in the order of `ControlName`."""
        try:
            with Device(self._path, self._ioctl) as device:
                found = [_control(device, name) for name in ControlName]
        except OSError:
            return ()
        return tuple(control for control in found if control is not None)

    def write(self, values: Mapping[ControlName, int]) -> None:
        """Set controls one by one; what the driver refuses stays as it is."""
        with suppress(OSError), Device(self._path, self._ioctl) as device:
            for name, value in in_order(values):
                with suppress(OSError):
                    device.ask(S_CTRL, bytearray(_VALUE.pack(NUMBERS[name], value)))


def _control(device: Device, name: ControlName) -> CameraControl | None:
    query = bytearray(_QUERY.size)
    struct.pack_into("I", query, 0, NUMBERS[name])
    data = bytearray(_VALUE.pack(NUMBERS[name], 0))
    try:
        device.ask(QUERYCTRL, query)
        _, kind, _, minimum, maximum, step, default, flags, *_ = _QUERY.unpack(query)
        if flags & (DISABLED | READ_ONLY):
            return None
        device.ask(G_CTRL, data)
    except OSError:
        return None
    choices: tuple[int, ...] = ()
    if kind in _MENU_KINDS:
        choices = tuple(
            index for index in range(minimum, maximum + 1) if _has_item(device, name, index)
        )
    return CameraControl(
        name=name,
        value=_VALUE.unpack(data)[1],
        default=default,
        minimum=minimum,
        maximum=maximum,
        step=max(step, 1),
        choices=choices,
        is_switch=kind == _BOOLEAN,
        active=not flags & INACTIVE,
    )


def _has_item(device: Device, name: ControlName, index: int) -> bool:
    """Return whether a choice has an item: drivers leave some numbers out."""
    data = bytearray(_MENU.size)
    struct.pack_into("2I", data, 0, NUMBERS[name], index)
    try:
        device.ask(QUERYMENU, data)
    except OSError:
        return False
    return True
