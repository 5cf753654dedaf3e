"""Controls of cameras, from a driver that answers as the kernel's own structures say."""

import ctypes
import sys
from pathlib import Path

import pytest

from emotion_desktop.vision.sources.camera import v4l2_controls
from emotion_desktop.vision.sources.camera.controls import (
    NO_CONTROLS,
    CameraControl,
    ControlName,
    read_controls,
    write_controls,
)
from emotion_desktop.vision.sources.camera.v4l2_controls import V4l2Controls
from tests.vision.sources.camera.driver_controls import (
    EXPOSURE,
    EXPOSURE_MODE,
    GAIN,
    MANUAL,
    WHITE_BALANCE,
    Control,
    ControlDriver,
    Known,
    QueryControl,
    QueryMenu,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="V4L2 is Linux's")


@pytest.fixture
def driver() -> ControlDriver:
    return ControlDriver()


@pytest.fixture
def controls(tmp_path: Path, driver: ControlDriver) -> V4l2Controls:
    path = tmp_path / "video0"
    path.touch()
    return V4l2Controls(path, driver)


def named(controls: V4l2Controls) -> dict[ControlName, CameraControl]:
    return {control.name: control for control in controls.read()}


def test_the_structures_have_the_size_that_the_requests_carry() -> None:
    for kind, request, size in (
        (QueryControl, v4l2_controls.QUERYCTRL, 68),
        (QueryMenu, v4l2_controls.QUERYMENU, 44),
        (Control, v4l2_controls.G_CTRL, 8),
        (Control, v4l2_controls.S_CTRL, 8),
    ):
        assert ctypes.sizeof(kind) == size == request >> 16 & 0x3FFF


def test_the_controls_that_the_driver_has_are_listed_with_their_ranges(
    controls: V4l2Controls,
) -> None:
    found = named(controls)
    assert list(found) == [
        ControlName.EXPOSURE_MODE,
        ControlName.EXPOSURE,
        ControlName.GAIN,
        ControlName.AUTO_WHITE_BALANCE,
        ControlName.WHITE_BALANCE,
        ControlName.POWER_LINE,
    ]
    assert found[ControlName.WHITE_BALANCE] == CameraControl(
        name=ControlName.WHITE_BALANCE,
        value=4600,
        default=4600,
        minimum=2800,
        maximum=6500,
        step=10,
        active=False,
    )
    assert found[ControlName.GAIN].value == 70
    assert found[ControlName.AUTO_WHITE_BALANCE].is_switch


def test_a_choice_has_only_the_items_that_the_driver_knows(controls: V4l2Controls) -> None:
    found = named(controls)
    assert found[ControlName.EXPOSURE_MODE].choices == (1, 3)
    assert found[ControlName.POWER_LINE].choices == (0, 1, 2)


def test_automatics_are_set_before_what_they_set(
    controls: V4l2Controls, driver: ControlDriver
) -> None:
    controls.write({ControlName.EXPOSURE: 100, ControlName.EXPOSURE_MODE: MANUAL})
    assert driver.set_to == [(EXPOSURE_MODE, MANUAL), (EXPOSURE, 100)]
    assert named(controls)[ControlName.EXPOSURE].active


def test_what_the_driver_refuses_does_not_keep_the_rest_from_being_set(
    controls: V4l2Controls, driver: ControlDriver
) -> None:
    controls.write({ControlName.EXPOSURE: 100, ControlName.GAIN: 5})
    assert driver.set_to == [(GAIN, 5)]


def test_what_is_disabled_or_read_only_is_not_offered(
    controls: V4l2Controls, driver: ControlDriver
) -> None:
    driver.known[GAIN] = Known(1, 0, 255, 64, 70, flags=v4l2_controls.DISABLED)
    driver.known[WHITE_BALANCE] = Known(1, 0, 9, 4, 4, flags=v4l2_controls.READ_ONLY)
    assert not {ControlName.GAIN, ControlName.WHITE_BALANCE} & set(named(controls))


def test_a_camera_that_has_gone_has_no_controls(tmp_path: Path) -> None:
    gone = V4l2Controls(tmp_path / "video7")
    assert gone.read() == ()
    gone.write({ControlName.GAIN: 1})


def test_elsewhere_there_is_nothing_to_set() -> None:
    NO_CONTROLS.write({ControlName.GAIN: 1})
    assert NO_CONTROLS.read() == ()


def test_what_was_set_can_be_stored_and_read_again() -> None:
    remembered = {"usb-1": {ControlName.GAIN: 5, ControlName.POWER_LINE: 1}, "usb-2": {}}
    assert read_controls(write_controls(remembered)) == {"usb-1": remembered["usb-1"]}
    assert write_controls({}) == ""
    for broken in ("", "{", "[1]", '{"usb-1": 3}', '{"usb-1": {"gain": "high", "what": 3}}'):
        assert not any(read_controls(broken).values())
