import json
import os
import resource
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QApplication

from emotion_desktop.domain import FrameResult
from emotion_desktop.gui.action_name import ActionName

if TYPE_CHECKING:
    from tests.gui.conftest import App

Maker = Callable[..., FrameResult]
HAPPY = (0.0, 0.0, 0.0, 0.9, 0.0, 0.1, 0.0)


def save(app: "App", make_result: Maker) -> None:
    """Show a picture, press S and wait for the toast."""
    app.start()
    app.show(make_result(HAPPY))
    app.window.commands[ActionName.SNAPSHOT].trigger()
    app.qtbot.waitUntil(lambda: app.stage.toast.text.startswith("Saved snapshot"), timeout=10_000)


def test_a_snapshot_is_saved_and_the_toast_says_where(
    app: "App", make_result: Maker, pictures: Path
) -> None:
    save(app, make_result)
    (path,) = pictures.glob("*.png")
    assert path.name in app.stage.toast.text
    assert app.stage.toast.button.text() == "Open folder"
    assert app.stage.toast.isVisible()


def test_a_snapshot_has_its_results_beside_it(
    app: "App", make_result: Maker, pictures: Path
) -> None:
    save(app, make_result)
    (path,) = pictures.glob("*.png")
    record = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert record["app"] == "emotion-desktop"
    assert record["model"]["name"] == "cnn48_gray"
    assert record["settings"]["smoothing_s"] == 0.3
    assert (record["picture"], record["mirrored"]) == ("shown", False)
    assert record["faces"][0]["label"] == "happiness"


def test_the_picture_alone_goes_where_it_was_set_to(
    app: "App", make_result: Maker, tmp_path: Path
) -> None:
    app.window.preferences.change(snapshot_style="clean")
    app.window.preferences.change(snapshot_folder=str(tmp_path / "elsewhere"))
    save(app, make_result)
    (path,) = (tmp_path / "elsewhere").glob("*.json")
    assert json.loads(path.read_text(encoding="utf-8"))["picture"] == "clean"


def test_two_snapshots_are_two_files(app: "App", make_result: Maker, pictures: Path) -> None:
    app.start()
    app.show(make_result(HAPPY))
    app.window.commands[ActionName.SNAPSHOT].trigger()
    app.window.commands[ActionName.SNAPSHOT].trigger()
    assert app.window.jobs.wait(10)
    assert len(list(pictures.glob("*.png"))) == 2


def test_a_folder_that_cannot_be_written_is_said_beside_the_picture(
    app: "App", make_result: Maker, pictures: Path
) -> None:
    pictures.write_text("a file in the way")
    app.start()
    app.show(make_result(HAPPY))
    app.window.commands[ActionName.SNAPSHOT].trigger()
    app.qtbot.waitUntil(lambda: bool(app.stage.notices.notices), timeout=10_000)
    assert app.stage.notices.notices[0].text == "The snapshot could not be saved"


def test_without_a_picture_snapshot_and_copy_say_why_they_are_off(
    app: "App", make_result: Maker
) -> None:
    commands = app.window.commands
    app.start()
    off = {ActionName.SNAPSHOT: "Snapshot", ActionName.COPY_PICTURE: "Copy picture"}
    for name, text in off.items():
        assert not commands[name].isEnabled()
        assert commands[name].toolTip() == f"{text}: no frame has been analysed yet"
    app.show(make_result(HAPPY))
    assert commands[ActionName.SNAPSHOT].isEnabled()
    assert commands[ActionName.COPY_PICTURE].isEnabled()
    app.controller.session.open("other.mp4")
    assert not commands[ActionName.SNAPSHOT].isEnabled()


def test_the_picture_is_copied_with_its_overlay(app: "App", make_result: Maker) -> None:
    app.start()
    app.show(make_result(HAPPY))
    QApplication.clipboard().clear()
    app.window.commands[ActionName.COPY_PICTURE].trigger()
    app.qtbot.waitUntil(lambda: app.stage.toast.text == "Copied the picture", timeout=10_000)
    image = QGuiApplication.clipboard().image()
    assert (image.width(), image.height()) == (640, 360)
    assert image.pixelColor(630, 350) == QColor(0, 0, 0)
    assert image.pixelColor(10, 350) == QColor(120, 80, 40)
    colours = {image.pixel(x, 100) for x in range(55, 205)}
    assert len(colours) > 1, "the box of the face is missing"


@pytest.mark.skipif(os.name != "posix", reason="needs a limit on the size of files")
def test_a_full_disk_leaves_no_half_file(app: "App", make_result: Maker, pictures: Path) -> None:
    app.start()
    app.show(make_result(HAPPY))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        app.window.commands[ActionName.SNAPSHOT].trigger()
        assert app.window.jobs.wait(10)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    app.qtbot.waitUntil(lambda: bool(app.stage.notices.notices), timeout=10_000)
    assert "file too large; choose another folder" in app.stage.notices.notices[0].details
    assert list(pictures.iterdir()) == []
