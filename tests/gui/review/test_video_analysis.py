"""A video that is no recording is analysed from the window, twice, and compared."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from emotion_desktop.config import find_asset
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.outputs.video import VideoWriter
from emotion_desktop.vision.sources.decoder import Decoder

if TYPE_CHECKING:
    from emotion_desktop.gui.review.again import AgainDialog
    from tests.gui.conftest import App


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Twelve frames of the demo at ten a second."""
    decoder = Decoder(str(find_asset("demo.mp4")))
    path = tmp_path / "film.mp4"
    with VideoWriter(path, 10, (1280, 720)) as video:
        for number, (image, _) in zip(range(12), decoder.frames(), strict=False):
            video.write(image, number / 10)
    decoder.close()
    return path


def ask(app: "App", qtbot: QtBot) -> "AgainDialog":
    """Choose the action, and wait until models are offered."""
    app.window.commands[ActionName.ANALYSE_VIDEO].trigger()
    dialog = app.controller.video_analysis.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.model.count() > 1, timeout=20_000)
    return dialog


def test_a_video_is_analysed_with_two_models_that_are_compared(
    app: "App", qtbot: QtBot, clip: Path, tmp_path: Path
) -> None:
    app.window.preferences.change(recording_folder=str(tmp_path / "recordings"))
    app.start(str(clip))
    dialog = ask(app, qtbot)
    assert dialog.windowTitle() == "Analyse film.mp4"
    model = dialog.model.currentText()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    reviews = app.controller.reviews
    qtbot.waitUntil(lambda: len(reviews.windows) == 1, timeout=60_000)
    (window,) = reviews.windows
    assert app.controller.video_analysis.dialog is None
    assert window.session.folder == tmp_path / "recordings" / "film"
    assert window.session.metadata.model.name == model
    assert len(window.session.times) == 12
    qtbot.waitUntil(lambda: window.player.result is not None, timeout=20_000)

    QTest.keyClick(window, Qt.Key.Key_A)
    asking = window.again.dialog
    assert asking is not None
    qtbot.waitUntil(lambda: asking.model.count() > 1, timeout=20_000)
    assert asking.model.currentText() != model
    QTest.keyClick(asking, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.again.comparison is not None, timeout=60_000)
    comparison = window.again.comparison
    assert comparison is not None
    assert comparison.found is not None
    assert comparison.found.faces == 12
    assert "Cohen's kappa" in comparison.figures.text()


def test_an_analysis_is_given_up_and_the_next_one_asks_anew(
    app: "App", qtbot: QtBot, clip: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "recordings"
    app.window.preferences.change(recording_folder=str(folder))
    app.start(str(clip))
    dialog = ask(app, qtbot)
    dialog.start.click()
    dialog.reject()
    assert app.controller.video_analysis.dialog is None
    assert app.window.jobs.wait(20)
    assert not folder.exists() or list(folder.iterdir()) == []
    assert ask(app, qtbot).start.isEnabled()


def test_a_video_that_cannot_be_analysed_is_said(
    app: "App", qtbot: QtBot, clip: Path, tmp_path: Path
) -> None:
    app.window.preferences.change(recording_folder=str(tmp_path / "recordings"))
    app.start(str(clip))
    dialog = ask(app, qtbot)
    dialog.model.setEditText("nobody")
    dialog.start.click()
    notices = app.stage.notices
    qtbot.waitUntil(lambda: bool(notices.notices), timeout=20_000)
    assert notices.notices[-1].text == "The video could not be analysed"
    assert "nobody" in notices.notices[-1].details


def test_only_a_video_file_can_be_analysed(app: "App", clip: Path, tmp_path: Path) -> None:
    action = app.window.commands[ActionName.ANALYSE_VIDEO]
    assert not action.isEnabled(), "nothing is open yet"
    app.start("demo")
    assert not action.isEnabled()
    assert "the source is not a video file" in action.toolTip()
    app.controller.session.open(str(clip))
    assert action.isEnabled()
    picture = tmp_path / "a.png"
    picture.write_bytes(b"\x89PNG")
    app.controller.session.open(str(picture))
    assert not action.isEnabled()
