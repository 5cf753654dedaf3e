"""The list of cameras, from a copy of what Linux tells about them."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from emotion_desktop.errors import NoCameraError
from emotion_desktop.vision.sources.base import CameraInfo
from emotion_desktop.vision.sources.camera.listing import choose_camera, named, scan_linux

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/sys is Linux's")

Plug = Callable[..., Path]


@pytest.fixture
def plug(tmp_path: Path) -> Plug:
    """A function that plugs a USB camera in: its description and its device file appear."""

    def plug(number: int, name: str, *, socket: str, serial: str = "", index: int = 0) -> Path:
        interface = tmp_path / "devices" / socket / f"{socket}:1.0"
        interface.mkdir(parents=True, exist_ok=True)
        usb = interface.parent
        for file, text in {"idVendor": "046d", "idProduct": "082d", "serial": serial}.items():
            if text:
                (usb / file).write_text(f"{text}\n")
        folder = tmp_path / "sys" / f"video{number}"
        folder.mkdir(parents=True)
        (folder / "name").write_text(f"{name}\n")
        (folder / "index").write_text(f"{index}\n")
        (folder / "device").symlink_to(interface)
        device = tmp_path / "dev" / f"video{number}"
        device.parent.mkdir(exist_ok=True)
        device.touch()
        return device

    return plug


def scan(folder: Path) -> list[CameraInfo]:
    return scan_linux(folder / "sys", folder / "dev")


def unplug(folder: Path, number: int) -> None:
    (folder / "dev" / f"video{number}").unlink()
    for file in ("name", "index", "device"):
        (folder / "sys" / f"video{number}" / file).unlink()
    (folder / "sys" / f"video{number}").rmdir()


def test_without_cameras_the_list_is_empty(tmp_path: Path) -> None:
    assert scan(tmp_path) == []


def test_a_camera_has_the_name_the_kernel_gives_it_said_once(tmp_path: Path, plug: Plug) -> None:
    plug(0, "Integrated Camera: Integrated C", socket="1-1")
    plug(1, "Integrated Camera: Integrated C", socket="1-1", index=1)
    plug(2, "HD Pro Webcam C920", socket="1-2")
    assert [(camera.index, camera.name) for camera in scan(tmp_path)] == [
        (0, "Integrated Camera"),
        (2, "HD Pro Webcam C920"),
    ]


@pytest.mark.parametrize("serial", ["8A2F6B01", ""])
def test_a_camera_keeps_its_identity_when_it_is_plugged_in_again(
    tmp_path: Path, plug: Plug, serial: str
) -> None:
    plug(0, "C920", socket="1-1", serial=serial)
    before = scan(tmp_path)
    unplug(tmp_path, 0)
    plug(4, "C920", socket="1-1", serial=serial)
    after = scan(tmp_path)
    assert (before[0].index, after[0].index) == (0, 4)
    assert before[0].id == after[0].id


def test_a_camera_with_a_serial_number_is_known_in_any_socket(tmp_path: Path, plug: Plug) -> None:
    plug(0, "C920", socket="1-1", serial="8A2F6B01")
    before = scan(tmp_path)
    unplug(tmp_path, 0)
    plug(1, "C920", socket="2-4.1", serial="8A2F6B01")
    assert scan(tmp_path)[0].id == before[0].id


@pytest.mark.parametrize("serial", ["SN0001", ""])
def test_two_of_a_model_are_told_apart(tmp_path: Path, plug: Plug, serial: str) -> None:
    """Cheap ones share one serial number."""
    plug(0, "C920", socket="1-1", serial=serial)
    plug(2, "C920", socket="1-2", serial=serial)
    first, second = named(scan(tmp_path), {})
    assert first.id != second.id
    assert [first.name, second.name] == ["C920", "C920 (2)"]


def test_a_name_stays_with_its_camera_while_the_other_is_away() -> None:
    first, second = CameraInfo(0, "C920", 0, "a"), CameraInfo(2, "C920", 0, "b")
    known = {camera.id: camera.name for camera in named([first, second], {})}
    assert [camera.name for camera in named([second], known)] == ["C920 (2)"]
    back = CameraInfo(6, "C920", 0, "another socket")
    names = {camera.id: camera.name for camera in named([back, second], known)}
    assert names == {"b": "C920 (2)", "another socket": "C920"}


def test_a_newcomer_does_not_take_the_name_of_one_that_is_there() -> None:
    here, newcomer = CameraInfo(2, "C920", 0, "b"), CameraInfo(0, "C920", 0, "a")
    names = {camera.id: camera.name for camera in named([newcomer, here], {"b": "C920"})}
    assert names == {"b": "C920", "a": "C920 (2)"}


def test_a_camera_is_also_chosen_by_its_id() -> None:
    cameras = named([CameraInfo(0, "C920", 0, "a"), CameraInfo(2, "C920", 0, "b")], {})
    assert choose_camera("b", cameras).index == 2
    assert choose_camera("C920 (2)", cameras).index == 2
    with pytest.raises(NoCameraError, match="C921"):
        choose_camera("C921", cameras)
