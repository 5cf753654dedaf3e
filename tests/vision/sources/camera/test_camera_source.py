"""Cameras. There is none where tests run, so a fake stands in for OpenCV's capture."""

import sys
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from emotion_desktop.errors import (
    CameraBusyError,
    CameraUnpluggedError,
    NoCameraError,
    PermissionDeniedError,
)
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.sources import list_cameras
from emotion_desktop.vision.sources.base import CameraInfo
from emotion_desktop.vision.sources.camera.listing import choose_camera
from emotion_desktop.vision.sources.camera.modes import CameraMode
from emotion_desktop.vision.sources.camera.source import CameraSource

BUILT_IN = CameraInfo(0, "Integrated Webcam", cv2.CAP_ANY)
USB = CameraInfo(2, "HD Pro Webcam C920", cv2.CAP_ANY)
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="device files are Linux's")


class FakeCapture:
    """A camera that opens or not, and sends a number of pictures."""

    def __init__(self, *, opens: bool = True, pictures: int = 1000) -> None:
        self.opens = opens
        self.pictures = pictures
        self.released = False
        self.opened_as: tuple[int, int] | None = None
        self.asked: dict[int, float] = {}

    def __call__(self, index: int, backend: int) -> "FakeCapture":
        self.opened_as = (index, backend)
        return self

    def isOpened(self) -> bool:  # noqa: N802
        return self.opens

    def set(self, what: int, value: float) -> bool:
        self.asked[what] = value
        return True

    def get(self, _: int) -> float:
        return 30.0

    def read(self) -> tuple[bool, Any]:
        self.pictures -= 1
        return (True, np.zeros((480, 640, 3), np.uint8)) if self.pictures >= 0 else (False, None)

    def release(self) -> None:
        self.released = True


def open_camera(which: str = "", capture: FakeCapture | None = None, **more: Any) -> CameraSource:  # noqa: ANN401
    return CameraSource(
        which, find=lambda: [BUILT_IN, USB], capture=capture or FakeCapture(), **more
    )


def test_listing_cameras_never_fails() -> None:
    assert isinstance(list_cameras(), list)


@pytest.mark.parametrize(
    ("which", "expected"),
    [("", BUILT_IN), ("0", BUILT_IN), ("2", USB), ("HD Pro Webcam C920", USB), ("c920", USB),
     ("webcam", BUILT_IN)],
)  # fmt: skip
def test_a_camera_is_chosen_by_number_or_name(which: str, expected: CameraInfo) -> None:
    assert choose_camera(which, [BUILT_IN, USB]) is expected


@pytest.mark.parametrize("which", ["7", "Kinect"])
def test_a_camera_that_is_not_there_is_an_error_that_lists_those_there(which: str) -> None:
    with pytest.raises(NoCameraError, match=rf"'{which}'.*camera:0 \(Integrated.*camera:2 \(HD"):
        choose_camera(which, [BUILT_IN, USB])


@linux_only
def test_no_camera_at_all_is_an_error_that_offers_other_sources(tmp_path: Path) -> None:
    with pytest.raises(NoCameraError, match=r"no camera is connected.*demo"):
        CameraSource("", find=list, devices=tmp_path)


@linux_only
def test_without_a_list_the_device_files_are_tried(tmp_path: Path, cleanup: ExitStack) -> None:
    (tmp_path / "video4").touch()
    capture = FakeCapture()
    source = CameraSource("", find=list, capture=capture, devices=tmp_path)
    cleanup.callback(source.close)
    assert capture.opened_as is not None
    assert capture.opened_as[0] == 4


def test_a_camera_delivers_live_frames_with_rising_time(cleanup: ExitStack) -> None:
    capture = FakeCapture()
    source = open_camera("c920", capture)
    cleanup.callback(source.close)
    assert (source.name, source.is_live, source.size) == (USB.name, True, (640, 480))
    assert (source.fps, source.frame_count) == (30.0, None)
    first, second = source.read(), source.read()
    assert second.index == first.index + 1
    assert second.time_s >= first.time_s
    assert capture.opened_as == (2, USB.backend)


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS refuses for want of permission")
@pytest.mark.parametrize("capture", [FakeCapture(opens=False), FakeCapture(pictures=0)])
def test_a_camera_that_sends_nothing_is_busy_and_let_go(capture: FakeCapture) -> None:
    with pytest.raises(CameraBusyError, match=r"Integrated Webcam.*close other programs"):
        open_camera("0", capture)
    assert capture.released


@linux_only
def test_a_device_file_that_may_not_be_read_is_an_error_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "video0").touch()
    with pytest.raises(PermissionDeniedError, match="usermod -aG video"):
        open_camera("0", devices=tmp_path, may_use=lambda _: False)


def test_a_camera_that_stops_is_busy(cleanup: ExitStack) -> None:
    source = open_camera("0", FakeCapture(pictures=2))
    cleanup.callback(source.close)
    source.read()
    with pytest.raises(CameraBusyError, match="stopped sending"):
        source.read()


def test_a_camera_that_is_unplugged_is_gone(cleanup: ExitStack) -> None:
    connected = [BUILT_IN]
    source = CameraSource("", find=lambda: list(connected), capture=FakeCapture(pictures=1))
    cleanup.callback(source.close)
    connected.clear()
    with pytest.raises(CameraUnpluggedError, match="Integrated Webcam has been unplugged"):
        source.read()


def test_another_camera_of_the_model_is_not_taken_for_the_one_unplugged(
    cleanup: ExitStack,
) -> None:
    first, second = (CameraInfo(i, "C920", cv2.CAP_ANY, f"usb:{i}") for i in (0, 2))
    connected = [first]
    source = CameraSource("", find=lambda: list(connected), capture=FakeCapture(pictures=1))
    cleanup.callback(source.close)
    connected[:] = [second]
    with pytest.raises(CameraUnpluggedError):
        source.read()


def test_a_camera_is_asked_for_a_mode(cleanup: ExitStack) -> None:
    capture = FakeCapture()
    source = open_camera("2", capture, mode_of=lambda _: CameraMode(1920, 1080, 60, "YUYV"))
    cleanup.callback(source.close)
    assert capture.asked[cv2.CAP_PROP_FRAME_WIDTH] == 1920
    assert capture.asked[cv2.CAP_PROP_FRAME_HEIGHT] == 1080
    assert capture.asked[cv2.CAP_PROP_FPS] == 60
    assert capture.asked[cv2.CAP_PROP_FOURCC] == cv2.VideoWriter.fourcc(*"YUYV")


def test_the_rate_of_a_camera_is_measured_not_believed(cleanup: ExitStack) -> None:
    """It says 30, and sends one picture every 60 ms."""
    capture = FakeCapture()
    source = open_camera("0", capture)
    cleanup.callback(source.close)
    said = source.fps
    for _ in range(12):
        threading.Event().wait(0.06)
        source.read()
    assert said == 30
    assert source.fps is not None
    assert source.fps < 18


def test_closing_lets_the_camera_go() -> None:
    capture = FakeCapture()
    source = open_camera("0", capture)
    source.close()
    assert capture.released
