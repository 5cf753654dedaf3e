"""The registry of cameras: names, identities, preferred modes, and how cameras are opened."""

import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from emotion_desktop.errors import NoCameraError, PermissionDeniedError
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.sources.base import CameraInfo
from emotion_desktop.vision.sources.camera.camera_registry import CameraRegistry, Opened
from emotion_desktop.vision.sources.camera.modes import AUTOMATIC, CameraMode

DESK = CameraInfo(0, "C920", cv2.CAP_ANY, "usb:desk")
WALL = CameraInfo(2, "C920", cv2.CAP_ANY, "usb:wall")
HD = CameraMode(1920, 1080, 30)


class Webcam:
    """Opens always; notes which number was opened and what it was asked."""

    def __init__(self) -> None:
        self.opened: list[int] = []
        self.asked: dict[int, float] = {}

    def __call__(self, index: int, _backend: int) -> "Webcam":
        self.opened.append(index)
        return self

    def isOpened(self) -> bool:  # noqa: N802
        return True

    def set(self, what: int, value: float) -> bool:
        self.asked[what] = value
        return True

    def get(self, _what: int) -> float:
        return 30.0

    def read(self) -> tuple[bool, Any]:
        return True, np.zeros((720, 1280, 3), np.uint8)

    def release(self) -> None:
        """Nothing is held."""


@pytest.fixture
def webcam() -> Webcam:
    return Webcam()


@pytest.fixture
def connected() -> list[CameraInfo]:
    return [DESK, WALL]


@pytest.fixture
def book(webcam: Webcam, connected: list[CameraInfo], tmp_path: Path) -> CameraRegistry:
    return CameraRegistry(lambda: list(connected), devices=tmp_path, capture=webcam)


def test_a_camera_is_found_under_its_name_when_it_comes_back_under_another_number(
    book: CameraRegistry, webcam: Webcam, connected: list[CameraInfo], cleanup: ExitStack
) -> None:
    cleanup.callback(book.open("camera:C920 (2)").close)
    connected[:] = [DESK]
    with pytest.raises(NoCameraError, match=r"C920 \(2\)"):
        book.open("camera:C920 (2)")
    connected[:] = [CameraInfo(0, "C920", cv2.CAP_ANY, "usb:wall")]
    cleanup.callback(book.open("camera:C920 (2)").close)
    assert webcam.opened == [2, 0]


def test_a_camera_is_asked_for_the_mode_wished_for(
    book: CameraRegistry, webcam: Webcam, cleanup: ExitStack
) -> None:
    book.preferred_modes = {"usb:wall": HD}
    cleanup.callback(book.open("camera:2").close)
    assert webcam.asked[cv2.CAP_PROP_FRAME_WIDTH] == 1920
    renamed = CameraInfo(2, "C920 (2)", cv2.CAP_ANY, "usb:wall")
    assert book.opened == Opened(camera=renamed, wanted=HD, chosen=True)
    cleanup.callback(book.open("camera:0").close)
    assert webcam.asked[cv2.CAP_PROP_FRAME_WIDTH] == 1280
    assert book.opened == Opened(camera=DESK, wanted=AUTOMATIC, chosen=False)


@pytest.mark.parametrize(("preferred", "index"), [("", 0), ("C920 (2)", 2), ("Kinect", 0)])
def test_the_preferred_camera_is_the_first_one_if_it_is_there(
    book: CameraRegistry, webcam: Webcam, cleanup: ExitStack, preferred: str, index: int
) -> None:
    book.preferred = preferred
    cleanup.callback(book.open("camera").close)
    assert webcam.opened == [index]


def test_without_permission_no_camera_is_touched(book: CameraRegistry, webcam: Webcam) -> None:
    book.allowed = False
    with pytest.raises(PermissionDeniedError, match="settings of your system"):
        book.open("camera")
    assert webcam.opened == []


def test_other_sources_are_opened_as_ever(book: CameraRegistry, cleanup: ExitStack) -> None:
    source = book.open("demo", loop=True)
    cleanup.callback(source.close)
    assert source.name == "demo"
    assert book.opened is None


def test_a_camera_that_cannot_be_asked_offers_no_modes(book: CameraRegistry) -> None:
    assert book.modes(DESK) == ()


def test_names_stay_when_two_threads_list_at_once(book: CameraRegistry) -> None:
    lists: list[list[CameraInfo]] = []
    threads = [threading.Thread(target=lambda: lists.append(book.cameras())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {tuple(camera.name for camera in cameras) for cameras in lists} == {("C920", "C920 (2)")}
