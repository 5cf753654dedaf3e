"""What people do with the app takes no more actions than it should: a key, a click, a choice."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QPushButton,
    QTabWidget,
    QToolButton,
    QWidget,
)

from emotion_desktop.config import shipped_checkpoints
from emotion_desktop.domain import FrameResult
from emotion_desktop.gui.app import Starter
from emotion_desktop.gui.dialogs.settings_dialog import SettingsDialog
from emotion_desktop.gui.dialogs.welcome import Welcome
from emotion_desktop.gui.recording.recording_controller import Phase
from emotion_desktop.labels import FER2013_ORDER
from emotion_desktop.models import read_metadata
from emotion_desktop.outputs.recording.session_format import CSV
from emotion_desktop.vision.live.stats import Playhead
from emotion_desktop.vision.model_catalog import ModelEntry
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.sources import CameraInfo
from tests.gui.docks.photos.test_photos import Pipeline
from tests.gui.test_model_controller import predictor

if TYPE_CHECKING:
    from tests.gui.conftest import App

HAPPY = (0.0, 0.0, 0.0, 0.9, 0.0, 0.1, 0.0)
Maker = Callable[..., FrameResult]
LEFT = Qt.MouseButton.LeftButton


class Hand:
    """Uses keyboard and mouse, and counts."""

    def __init__(self, app: "App") -> None:
        self.app = app
        self.actions = 0

    def press(
        self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Press a key, wherever the focus of the window is."""
        self.actions += 1
        with self.app.qtbot.waitActive(self.app.window):
            self.app.window.activateWindow()
        QTest.keyClick(self.app.window.focusWidget() or self.app.window, key, held)

    def click(self, widget: QWidget) -> None:
        """Click on what can be seen."""
        assert widget.isVisible()
        self.actions += 1
        QTest.mouseClick(widget, LEFT)

    def choose(self, button: QToolButton, text: str) -> None:
        """Open the menu of a button and click on a line of it: two actions."""

        def pick() -> None:
            menu = QApplication.activePopupWidget()
            assert menu is not None
            (line,) = (each for each in menu.actions() if text in each.text())
            self.actions += 1
            line.trigger()
            menu.close()

        QTimer.singleShot(0, pick)
        self.click(button)


@pytest.fixture
def hand(app: "App") -> Hand:
    return Hand(app)


def test_seeing_my_expression_takes_one_action(app: "App", hand: Hand, make_result: Maker) -> None:
    Starter(app.controller, None, None).start()
    (welcome,) = app.window.findChildren(Welcome)
    app.qtbot.waitUntil(welcome.isVisible)
    welcome.show_cameras([CameraInfo(0, "Front", 0)])
    hand.actions += 1
    QTest.keyClick(welcome.focusWidget() or welcome, Qt.Key.Key_Return)
    app.live = app.controller.session.live  # type: ignore[assignment]
    assert app.live.opened[-1][0] == "camera:Front"
    app.show(make_result(HAPPY))
    app.qtbot.waitUntil(lambda: "Happiness" in app.stage.video.accessibleDescription())
    assert hand.actions == 1


def test_picking_the_best_model_takes_two_actions(
    app: "App", hand: Hand, entries: list[ModelEntry]
) -> None:
    app.start()
    app.window.model_menu.set_catalog(entries)
    best = next(row.title for row in app.window.model_menu.rows if row.name == "cnn48_gray")
    hand.choose(app.window.tools.model, best)
    assert app.live.models == ["/models/cnn48_gray.safetensors"]
    assert hand.actions == 2


def test_recording_a_minute_into_a_table_takes_two_actions(
    app: "App", hand: Hand, make_result: Maker, tmp_path: Path
) -> None:
    app.window.preferences.change(recording_folder=str(tmp_path / "movies"))
    app.start()
    app.show(make_result(HAPPY))
    recording = app.controller.recording
    hand.press(Qt.Key.Key_R)
    app.qtbot.waitUntil(lambda: recording.phase is Phase.GOING_ON, timeout=15_000)
    app.show(make_result(HAPPY))
    hand.press(Qt.Key.Key_R)
    app.qtbot.waitUntil(lambda: recording.phase is Phase.IDLE, timeout=15_000)
    (table,) = (tmp_path / "movies").glob(f"*/{CSV}")
    assert "happiness" in table.read_text(encoding="utf-8")
    assert app.stage.toast.second_button.text() == "Open folder"  # the third, to get at it
    assert hand.actions == 2


def test_how_good_it_is_at_an_expression_is_seen_without_an_action(app: "App", hand: Hand) -> None:
    app.start()
    metadata = read_metadata(shipped_checkpoints() / "cnn48_gray.safetensors")
    model = predictor("cnn48_gray")
    model.members = (("cnn48_gray", metadata),)
    app.live.ready(model)
    card = app.window.docks.model
    app.qtbot.waitUntil(lambda: bool(card.texts["limits"]))
    assert card.isVisible()
    assert re.search(r"disgust in \d+\s% of \d+", card.texts["limits"])
    assert hand.actions == 0


def test_a_folder_of_photos_becomes_a_table_with_two_actions_and_a_file_with_a_third(
    app: "App", hand: Hand, tmp_path: Path, make_result: Maker
) -> None:
    cv2.imwrite(str(tmp_path / "1.png"), np.full((30, 40, 3), 1, np.uint8))
    app.controller.photos.make_pipeline = lambda: Pipeline(make_result)  # type: ignore[assignment]
    app.start()
    hand.press(
        Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    (dialog,) = app.window.findChildren(QFileDialog)
    hand.actions += 1
    dialog.fileSelected.emit(str(tmp_path))
    dialog.reject()
    app.live.playhead = Playhead(seekable=True, position_s=0.0, duration_s=2.0, pictures=1)
    model = predictor("cnn48_gray")
    model.classes = FER2013_ORDER
    app.live.ready(model)
    panel = app.window.docks.photos
    app.qtbot.waitUntil(lambda: panel.progress == "1 analysed", timeout=20_000)
    assert panel.isVisible()
    assert hand.actions == 2
    hand.click(next(b for b in panel.findChildren(QPushButton) if b.text() == "Save table…"))
    assert [d for d in app.window.findChildren(QFileDialog) if d.isVisible()]
    assert hand.actions == 3


def test_what_drove_the_decision_takes_one_action(
    app: "App", hand: Hand, make_result: Maker
) -> None:
    app.start()
    app.show(make_result(HAPPY))
    hand.press(Qt.Key.Key_G)
    assert app.live.request.heatmaps
    assert app.stage.video.options.heatmaps
    assert hand.actions == 1


def test_changing_where_files_go_takes_three_actions(
    app: "App", hand: Hand, settings: QSettings, tmp_path: Path
) -> None:
    app.start()
    hand.press(Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = app.window.findChildren(SettingsDialog)
    app.qtbot.waitUntil(dialog.isVisible)
    (tabs,) = dialog.findChildren(QTabWidget)
    bar = tabs.tabBar()
    hand.actions += 1
    QTest.mouseClick(bar, LEFT, pos=bar.tabRect(2).center())
    line = dialog.editors["recording_folder"].control
    assert line.isVisible()
    hand.actions += 1  # a path is pasted or typed
    line.setFocus()
    QTest.keyClicks(line, str(tmp_path))
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert settings.value("recording_folder") == str(tmp_path)
    assert hand.actions == 3
