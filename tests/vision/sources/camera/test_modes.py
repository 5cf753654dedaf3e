"""Modes of cameras, from a driver that answers as the kernel's own structures say."""

import ctypes
import errno
import sys
from pathlib import Path
from typing import ClassVar

import pytest

from emotion_desktop.vision.sources.camera import v4l2
from emotion_desktop.vision.sources.camera.modes import (
    AUTOMATIC,
    CameraMode,
    read_mode,
    read_preferred_modes,
    worth_offering,
    write_mode,
    write_preferred_modes,
)
from emotion_desktop.vision.sources.camera.v4l2 import offered_modes, takes_pictures

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="V4L2 is Linux's")

U32 = ctypes.c_uint32


def fourcc(name: str) -> int:
    return int.from_bytes(name.encode(), "little")


class Capability(ctypes.Structure):
    _fields_: ClassVar = [
        ("driver", ctypes.c_char * 16),
        ("card", ctypes.c_char * 32),
        ("bus_info", ctypes.c_char * 32),
        ("version", U32),
        ("capabilities", U32),
        ("device_caps", U32),
        ("reserved", U32 * 3),
    ]


class Format(ctypes.Structure):
    _fields_: ClassVar = [
        ("index", U32),
        ("type", U32),
        ("flags", U32),
        ("description", ctypes.c_char * 32),
        ("pixelformat", U32),
        ("mbus_code", U32),
        ("reserved", U32 * 3),
    ]


class Size(ctypes.Structure):
    _fields_: ClassVar = [
        ("index", U32),
        ("pixel_format", U32),
        ("type", U32),
        ("numbers", U32 * 6),
        ("reserved", U32 * 2),
    ]


class Interval(ctypes.Structure):
    _fields_: ClassVar = [
        ("index", U32),
        ("pixel_format", U32),
        ("width", U32),
        ("height", U32),
        ("type", U32),
        ("numbers", U32 * 6),
        ("reserved", U32 * 2),
    ]


Offers = dict[str, dict[tuple[int, ...], list[tuple[int, ...]]]]

WEBCAM: Offers = {
    "MJPG": {(1920, 1080): [(1, 30), (1, 15)], (640, 480): [(1, 30)], (160, 120): [(1, 30)]},
    "YUYV": {(1920, 1080): [(1, 5)], (640, 480): [(1, 30), (1001, 24000)], (1600, 896): [(2, 15)]},
    "H264": {(3840, 2160): [(1, 30)]},
}
ANY_SIZE: Offers = {"YUYV": {(320, 1280, 16, 180, 720, 4): [(1, 60, 1, 10, 1, 1000)]}}


class Driver:
    """Answers as a camera's driver does, and says EINVAL after the last item."""

    def __init__(self, offers: Offers, capabilities: int = 1) -> None:
        self.offers = offers
        self.capabilities = capabilities

    def __call__(self, _file: int, request: int, data: bytearray) -> int:
        answer = {
            v4l2.QUERYCAP: self.capability,
            v4l2.ENUM_FMT: self.format,
            v4l2.ENUM_FRAMESIZES: self.size,
            v4l2.ENUM_FRAMEINTERVALS: self.interval,
        }[request]
        try:
            answer(data)
        except IndexError as error:
            raise OSError(errno.EINVAL, "Invalid argument") from error
        return 0

    def capability(self, data: bytearray) -> None:
        Capability.from_buffer(data).device_caps = self.capabilities

    def format(self, data: bytearray) -> None:
        asked = Format.from_buffer(data)
        assert asked.type == 1
        asked.pixelformat = fourcc(list(self.offers)[asked.index])

    def sizes(self, pixels: int) -> dict[tuple[int, ...], list[tuple[int, ...]]]:
        return {fourcc(name): sizes for name, sizes in self.offers.items()}[pixels]

    def size(self, data: bytearray) -> None:
        asked = Size.from_buffer(data)
        numbers = list(self.sizes(asked.pixel_format))[asked.index]
        asked.type = 1 if len(numbers) == 2 else 3
        asked.numbers[: len(numbers)] = numbers

    def interval(self, data: bytearray) -> None:
        asked = Interval.from_buffer(data)
        sizes = self.sizes(asked.pixel_format)
        intervals = sizes.get((asked.width, asked.height)) or next(iter(sizes.values()))
        numbers = intervals[asked.index]
        asked.type = 1 if len(numbers) == 2 else 3
        asked.numbers[: len(numbers)] = numbers


@pytest.fixture
def device(tmp_path: Path) -> Path:
    path = tmp_path / "video0"
    path.touch()
    return path


@linux_only
def test_the_structures_have_the_size_that_the_requests_carry() -> None:
    for kind, request in (
        (Capability, v4l2.QUERYCAP),
        (Format, v4l2.ENUM_FMT),
        (Size, v4l2.ENUM_FRAMESIZES),
        (Interval, v4l2.ENUM_FRAMEINTERVALS),
    ):
        assert ctypes.sizeof(kind) == request >> 16 & 0x3FFF


@linux_only
@pytest.mark.parametrize(("capabilities", "expected"), [(1, True), (0x00800000, False)])
def test_a_camera_is_told_from_its_metadata(
    device: Path, capabilities: int, expected: bool
) -> None:
    assert takes_pictures(device, Driver({}, capabilities)) is expected


@linux_only
def test_a_file_that_is_no_device_does_not_say(device: Path, tmp_path: Path) -> None:
    assert takes_pictures(device) is None
    assert takes_pictures(tmp_path / "nowhere") is None
    assert offered_modes(device) == ()
    assert offered_modes(tmp_path / "nowhere") == ()


@linux_only
def test_a_camera_offers_its_sizes_and_rates_the_largest_first(device: Path) -> None:
    assert offered_modes(device, Driver(WEBCAM)) == (
        CameraMode(1920, 1080, 30),
        CameraMode(1600, 896, 7.5, "YUYV"),
        CameraMode(640, 480, 30),
        CameraMode(640, 480, 24000 / 1001, "YUYV"),
    )


@linux_only
def test_of_a_camera_that_takes_any_size_the_usual_ones_are_offered(device: Path) -> None:
    modes = offered_modes(device, Driver(ANY_SIZE))
    sizes = list(dict.fromkeys(mode.size for mode in modes))
    assert sizes == [(1280, 720), (960, 540), (640, 480), (640, 360)]
    assert [mode.fps for mode in modes if mode.width == 1280] == [60, 50, 30, 25, 24]
    assert {mode.fourcc for mode in modes} == {"YUYV"}


@pytest.mark.parametrize(
    ("mode", "text"),
    [
        (CameraMode(1920, 1080, 30), "1920x1080@30"),
        (CameraMode(640, 480, 7.5, "YUYV"), "640x480@7.5/YUYV"),
    ],
)
def test_a_mode_is_one_word_and_can_be_read_again(mode: CameraMode, text: str) -> None:
    assert write_mode(mode) == text
    assert read_mode(text) == mode


@pytest.mark.parametrize("text", ["", "1920x1080", "0x0@0", "1920x1080@0", "big", "640x480@30/X"])
def test_what_is_no_mode_is_none(text: str) -> None:
    assert read_mode(text) is None


def test_wishes_are_remembered_by_camera() -> None:
    preferred_modes = {"usb:1": AUTOMATIC, 'odd "id"': CameraMode(640, 480, 60, "NV12")}
    assert read_preferred_modes(write_preferred_modes(preferred_modes)) == preferred_modes


@pytest.mark.parametrize("text", ["", "[]", "3", "{", '{"a": "huge"}', '{"a": 7}', '{"a": null}'])
def test_wishes_that_cannot_be_read_are_none(text: str) -> None:
    assert read_preferred_modes(text) == {}


def test_a_mode_reads_as_people_write_it() -> None:
    assert str(CameraMode(1920, 1080, 30)) == "1920×1080@30"
    assert str(CameraMode(1280, 720, 29.97)) == "1280×720@29.97"


def test_thumbnails_are_offered_only_by_cameras_that_have_nothing_else() -> None:
    tiny = CameraMode(160, 120, 30)
    assert worth_offering([tiny]) == (tiny,)
    assert worth_offering([tiny, AUTOMATIC]) == (AUTOMATIC,)
