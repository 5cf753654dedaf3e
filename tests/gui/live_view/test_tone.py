"""Brightness and contrast change what is seen and nothing else."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtWidgets import QPushButton

from emotion_desktop.domain import FrameResult
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.dialogs.tone_dialog import ToneDialog
from emotion_desktop.gui.live_view.tone import PLAIN, Tone
from emotion_desktop.vision.opencv import cv2

if TYPE_CHECKING:
    from tests.gui.conftest import App

Maker = Callable[..., FrameResult]
HAPPY = (0.0, 0.0, 0.0, 0.9, 0.0, 0.1, 0.0)
GREY = np.full((4, 4, 3), 100, np.uint8)


@pytest.mark.parametrize(
    ("tone", "expected"),
    [(PLAIN, 100), (Tone(brightness=50), 160), (Tone(brightness=-50), 39), (Tone(contrast=50), 73)],
)
def test_a_level_is_lifted_or_moved_from_the_middle(tone: Tone, expected: int) -> None:
    assert (tone.apply(GREY) == expected).all()


def test_black_and_white_stay_when_it_is_brighter() -> None:
    ends = np.array([[[0, 0, 0], [255, 255, 255]]], np.uint8)
    assert (Tone(brightness=100).apply(ends) == ends).all()


def test_the_plain_tone_copies_nothing() -> None:
    assert PLAIN.apply(GREY) is GREY


def dialog_of(app: "App") -> ToneDialog:
    app.window.commands[ActionName.TONE].trigger()
    dialog = app.window.findChild(ToneDialog)
    assert dialog is not None
    return dialog


def level(app: "App") -> int:
    """Return the green of a pixel of the picture, away from badge and faces."""
    view = app.stage.video
    return view.grab().toImage().pixelColor(view.width() // 4, 9 * view.height() // 10).green()


def test_the_picture_follows_the_sliders_with_a_badge_and_a_reset(
    app: "App", make_result: Maker
) -> None:
    app.start()
    app.show(make_result(HAPPY))
    before = level(app)
    dialog = dialog_of(app)
    dialog.sliders[0].setValue(60)
    assert level(app) > before + 20
    badge = app.stage.video.grab().toImage()
    app.stage.video.set_tone(PLAIN)
    assert badge != app.stage.video.grab().toImage()
    dialog.sliders[0].setValue(70)
    (reset,) = (b for b in dialog.findChildren(QPushButton) if b.text() == "Reset")
    reset.click()
    assert dialog.sliders[0].value() == 0
    assert level(app) == before
    dialog.close()


def test_a_snapshot_has_the_pixels_that_were_analysed(
    app: "App", make_result: Maker, pictures: Path
) -> None:
    app.start()
    app.window.preferences.change(snapshot_style="clean")
    result = make_result(HAPPY)
    app.show(result)
    app.stage.video.set_tone(Tone(brightness=80, contrast=30))
    app.window.commands[ActionName.SNAPSHOT].trigger()
    app.qtbot.waitUntil(lambda: app.stage.toast.text.startswith("Saved"))
    (path,) = pictures.glob("*.png")
    assert np.array_equal(np.asarray(cv2.imread(str(path))), result.image)


def test_the_second_picture_of_a_comparison_has_the_same_tone(app: "App") -> None:
    app.stage.video.set_tone(Tone(contrast=20))
    assert app.stage.pictures.second.pictures.tone == Tone(contrast=20)
