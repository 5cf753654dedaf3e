"""Controls of a camera: what the driver has can be set live, and is remembered for each camera."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QSlider

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.dialogs.controls_dialog import ControlsDialog
from emotion_desktop.vision.sources import CameraInfo
from emotion_desktop.vision.sources.camera.camera_registry import CameraRegistry, Opened
from emotion_desktop.vision.sources.camera.controls import (
    ControlName,
    read_controls,
    write_controls,
)
from emotion_desktop.vision.sources.camera.modes import AUTOMATIC
from emotion_desktop.vision.sources.camera.v4l2_controls import V4l2Controls
from tests.builders import make_frame
from tests.vision.sources.camera.driver_controls import (
    EXPOSURE,
    EXPOSURE_MODE,
    GAIN,
    MANUAL,
    POWER_LINE,
    ControlDriver,
)

if TYPE_CHECKING:
    from tests.gui.conftest import App

FACETIME = CameraInfo(0, "FaceTime HD", 0, "usb:a")
DESK = CameraInfo(1, "Desk camera", 0, "usb:b")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no controls")


@pytest.fixture
def driver() -> ControlDriver:
    return ControlDriver()


@pytest.fixture
def book(driver: ControlDriver, tmp_path: Path) -> CameraRegistry:
    for number in (0, 1):
        (tmp_path / f"video{number}").touch()
    return CameraRegistry(
        lambda: [FACETIME, DESK],
        devices=tmp_path,
        controls_of=lambda path: V4l2Controls(path, driver),
    )


def film(app: "App", camera: CameraInfo = FACETIME) -> None:
    """Let the first picture of a camera come."""
    session = app.controller.session
    if app.controller.session.source:
        session.open(f"camera:{camera.name}")
    else:
        app.start(f"camera:{camera.name}")
    app.controller.cameras.book.opened = Opened(camera=camera, wanted=AUTOMATIC, chosen=False)
    session.frame_arrived.emit(make_frame())


def dialog_of(app: "App") -> ControlsDialog:
    """Open the dialog, and return it when it shows how the camera is set."""
    app.window.commands[ActionName.CAMERA_CONTROLS].trigger()
    dialog = app.window.findChild(ControlsDialog)
    assert dialog is not None
    before = dialog.note.text()
    app.qtbot.waitUntil(lambda: bool(dialog.editors) or dialog.note.text() != before)
    return dialog


def choose(dialog: ControlsDialog, name: ControlName, text: str) -> None:
    chooser = dialog.editors[name]
    assert isinstance(chooser, QComboBox)
    chooser.setCurrentIndex(chooser.findText(text))
    chooser.activated.emit(chooser.currentIndex())


def slider_of(dialog: ControlsDialog, name: ControlName) -> QSlider:
    slider = dialog.editors[name]
    assert isinstance(slider, QSlider)
    return slider


def test_the_dialog_shows_how_the_camera_is_set(app: "App") -> None:
    film(app)
    dialog = dialog_of(app)
    exposure = dialog.editors[ControlName.EXPOSURE_MODE]
    assert isinstance(exposure, QComboBox)
    texts = [exposure.itemText(place) for place in range(exposure.count())]
    assert texts == ["Manual", "Automatic"]
    assert exposure.currentText() == "Automatic"
    assert not slider_of(dialog, ControlName.EXPOSURE).isEnabled(), "its automatic is on"
    balance = dialog.editors[ControlName.AUTO_WHITE_BALANCE]
    assert isinstance(balance, QCheckBox)
    assert balance.isChecked()
    assert slider_of(dialog, ControlName.GAIN).value() == 70


def test_every_row_lies_within_the_dialog_which_leaves_the_picture_free(app: "App") -> None:
    film(app)
    dialog = dialog_of(app)
    app.qtbot.waitUntil(slider_of(dialog, ControlName.GAIN).isVisible)
    app.qtbot.waitUntil(lambda: dialog.size() == dialog.sizeHint())
    for editor in dialog.editors.values():
        assert dialog.contentsRect().contains(editor.geometry())
    assert dialog.geometry().right() <= app.window.geometry().right()
    middle = app.stage.video.mapToGlobal(app.stage.video.rect().center())
    assert not dialog.geometry().contains(middle)


def test_what_an_automatic_sets_is_grey_with_its_name_and_figure(app: "App") -> None:
    film(app)
    dialog = dialog_of(app)
    grey = {label.text() for label in dialog.findChildren(QLabel) if not label.isEnabled()}
    assert grey == {"Exposure time", "25.0 ms", "White balance", "4600 K"}


def test_what_is_set_takes_effect_at_once(app: "App", driver: ControlDriver) -> None:
    film(app)
    dialog = dialog_of(app)
    choose(dialog, ControlName.EXPOSURE_MODE, "Manual")
    slider = slider_of(dialog, ControlName.EXPOSURE)
    app.qtbot.waitUntil(slider.isEnabled)
    slider.setValue(97)
    app.qtbot.waitUntil(lambda: driver.known[EXPOSURE].value == 100)
    choose(dialog, ControlName.POWER_LINE, "50 Hz")
    app.qtbot.waitUntil(lambda: driver.known[POWER_LINE].value == 1)


def test_a_camera_is_set_again_as_it_was_and_no_other(app: "App", driver: ControlDriver) -> None:
    values = {ControlName.EXPOSURE_MODE: MANUAL, ControlName.EXPOSURE: 100}
    app.window.preferences.change(camera_controls=write_controls({DESK.id: values}))
    film(app)
    app.qtbot.wait(100)
    assert driver.set_to == []
    film(app, DESK)
    app.qtbot.waitUntil(
        lambda: driver.set_to == [(EXPOSURE_MODE, MANUAL), (EXPOSURE, 100)], timeout=10_000
    )


def test_what_is_set_is_remembered_until_it_is_reset(app: "App", driver: ControlDriver) -> None:
    film(app)
    dialog = dialog_of(app)
    slider_of(dialog, ControlName.GAIN).setValue(5)
    settings = app.window.preferences.settings
    assert read_controls(settings.camera_controls) == {FACETIME.id: {ControlName.GAIN: 5}}
    app.qtbot.waitUntil(lambda: driver.known[GAIN].value == 5)
    app.qtbot.waitUntil(lambda: not app.window.jobs.running)
    dialog.reset.click()
    app.qtbot.waitUntil(lambda: driver.known[GAIN].value == 64)
    app.qtbot.waitUntil(lambda: slider_of(dialog, ControlName.GAIN).value() == 64)
    assert app.window.preferences.settings.camera_controls == ""


def test_a_reset_leaves_no_manual_exposure_time(app: "App", driver: ControlDriver) -> None:
    driver.known[EXPOSURE_MODE].value, driver.known[EXPOSURE].value = MANUAL, 9
    film(app)
    dialog_of(app).reset.click()
    app.qtbot.waitUntil(lambda: driver.known[EXPOSURE_MODE].value == 3)
    assert driver.known[EXPOSURE].value == 250


def test_a_driver_without_controls_says_so(app: "App", driver: ControlDriver) -> None:
    driver.known.clear()
    film(app)
    dialog = dialog_of(app)
    assert dialog.note.text() == "This camera's driver offers no controls here"
    assert not dialog.reset.isEnabled()


def test_only_cameras_have_controls(app: "App") -> None:
    action = app.window.commands[ActionName.CAMERA_CONTROLS]
    film(app)
    assert action.isEnabled()
    dialog = dialog_of(app)
    app.controller.session.open("clip.mp4")
    assert not action.isEnabled()
    assert action.toolTip() == "Camera controls: the source is not a camera"
    assert not dialog.isVisible()
