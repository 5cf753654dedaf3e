from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from emotion_desktop.domain import FrameResult

if TYPE_CHECKING:
    from tests.gui.conftest import App

HAPPY = (0.0, 0.0, 0.0, 0.9, 0.0, 0.1, 0.0)


def test_a_snapshot_is_saved_and_the_toast_says_where(
    app: "App", make_result: Callable[..., FrameResult], pictures: Path
) -> None:
    app.start()
    app.show(make_result(HAPPY))
    app.window.commands["snapshot"].trigger()
    app.qtbot.waitUntil(lambda: app.stage.toast.text.startswith("Saved snapshot"), timeout=10_000)
    (path,) = pictures.glob("*.png")
    assert path.name in app.stage.toast.text
    assert app.stage.toast._button.text() == "Open folder"
    assert app.stage.toast.isVisible()


def test_two_snapshots_are_two_files(
    app: "App", make_result: Callable[..., FrameResult], pictures: Path
) -> None:
    app.start()
    app.show(make_result(HAPPY))
    app.window.commands["snapshot"].trigger()
    app.window.commands["snapshot"].trigger()
    assert app.window.jobs.wait(10)
    assert len(list(pictures.glob("*.png"))) == 2


def test_a_folder_that_cannot_be_written_is_said_beside_the_picture(
    app: "App", make_result: Callable[..., FrameResult], pictures: Path
) -> None:
    pictures.write_text("a file in the way")
    app.start()
    app.show(make_result(HAPPY))
    app.window.commands["snapshot"].trigger()
    app.qtbot.waitUntil(lambda: bool(app.stage.notices.notices), timeout=10_000)
    assert app.stage.notices.notices[0].text == "The snapshot could not be saved"


def test_without_a_picture_there_is_nothing_to_save(app: "App") -> None:
    app.start()
    app.window.commands["snapshot"].trigger()
    assert app.stage.toast.text == "There is no picture to save yet"
