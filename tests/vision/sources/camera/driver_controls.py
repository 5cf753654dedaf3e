"""A camera's driver that has controls; its bytes are those of <linux/videodev2.h>."""

import ctypes
import errno
from dataclasses import dataclass, field
from typing import ClassVar

from emotion_desktop.vision.sources.camera import v4l2_controls

U32 = ctypes.c_uint32
S32 = ctypes.c_int32

EXPOSURE_MODE, EXPOSURE = 0x009A0901, 0x009A0902
GAIN = 0x00980913
AUTO_WHITE_BALANCE, WHITE_BALANCE = 0x0098090C, 0x0098091A
POWER_LINE = 0x00980918
MANUAL, APERTURE_PRIORITY = 1, 3


class QueryControl(ctypes.Structure):
    """`struct v4l2_queryctrl`."""

    _fields_: ClassVar = [
        ("id", U32),
        ("type", U32),
        ("name", ctypes.c_char * 32),
        ("minimum", S32),
        ("maximum", S32),
        ("step", S32),
        ("default_value", S32),
        ("flags", U32),
        ("reserved", U32 * 2),
    ]


class QueryMenu(ctypes.Structure):
    """`struct v4l2_querymenu`, which is packed; an item is a name or 64 bits."""

    _pack_ = 1
    _layout_ = "ms"
    _fields_: ClassVar = [
        ("id", U32),
        ("index", U32),
        ("name", ctypes.c_char * 32),
        ("reserved", U32),
    ]


class Control(ctypes.Structure):
    """`struct v4l2_control`."""

    _fields_: ClassVar = [("id", U32), ("value", S32)]


@dataclass
class Known:
    """One control of the driver: its type, range and value."""

    type: int
    minimum: int
    maximum: int
    default: int
    value: int
    step: int = 1
    items: tuple[int, ...] = ()
    flags: int = 0


def webcam() -> dict[int, Known]:
    """Return what a usual webcam has: an aperture it has not, and no control of focus."""
    return {
        EXPOSURE_MODE: Known(3, 0, 3, 3, 3, items=(MANUAL, APERTURE_PRIORITY)),
        EXPOSURE: Known(1, 3, 2047, 250, 250),
        GAIN: Known(1, 0, 255, 64, 70),
        AUTO_WHITE_BALANCE: Known(2, 0, 1, 1, 1),
        WHITE_BALANCE: Known(1, 2800, 6500, 4600, 4600, step=10),
        POWER_LINE: Known(3, 0, 2, 2, 2, items=(0, 1, 2)),
    }


@dataclass
class ControlDriver:
    """Answers as a webcam's driver does: refuses what an automatic sets, EINVAL for the rest."""

    known: dict[int, Known] = field(default_factory=webcam)
    set_to: list[tuple[int, int]] = field(default_factory=list)

    def __call__(self, _file: int, request: int, data: bytearray) -> int:
        """Answer a request, or raise OSError."""
        answers = {
            v4l2_controls.QUERYCTRL: self._query,
            v4l2_controls.QUERYMENU: self._menu,
            v4l2_controls.G_CTRL: self._get,
            v4l2_controls.S_CTRL: self._set,
        }
        try:
            answers[request](data)
        except KeyError as error:
            raise OSError(errno.EINVAL, "Invalid argument") from error
        return 0

    def _is_inactive(self, number: int) -> bool:
        if number == EXPOSURE:
            return self.known[EXPOSURE_MODE].value != MANUAL
        return number == WHITE_BALANCE and self.known[AUTO_WHITE_BALANCE].value == 1

    def _query(self, data: bytearray) -> None:
        asked = QueryControl.from_buffer(data)
        known = self.known[asked.id]
        asked.type, asked.name = known.type, b"As the driver calls it"
        asked.minimum, asked.maximum, asked.step = known.minimum, known.maximum, known.step
        asked.default_value = known.default
        asked.flags = known.flags | 0x10 * self._is_inactive(asked.id)

    def _menu(self, data: bytearray) -> None:
        asked = QueryMenu.from_buffer(data)
        if asked.index not in self.known[asked.id].items:
            raise KeyError(asked.index)

    def _get(self, data: bytearray) -> None:
        asked = Control.from_buffer(data)
        asked.value = self.known[asked.id].value

    def _set(self, data: bytearray) -> None:
        asked = Control.from_buffer(data)
        if self._is_inactive(asked.id):
            raise OSError(errno.EACCES, "Permission denied")
        self.known[asked.id].value = asked.value
        self.set_to.append((asked.id, asked.value))
