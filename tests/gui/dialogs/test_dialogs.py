"""Dialogs come up once, with the right focus, and only some keep the window waiting."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QInputDialog, QMessageBox

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.dialogs.ensemble_dialog import EnsembleDialog
from emotion_desktop.gui.dialogs.help_dialog import HelpDialog
from emotion_desktop.gui.dialogs.settings_dialog import SettingsDialog
from emotion_desktop.gui.dialogs.welcome import Welcome
from emotion_desktop.gui.recording.question import Question
from emotion_desktop.vision.model_catalog import ModelEntry

if TYPE_CHECKING:
    from tests.gui.conftest import App

DIALOGS: dict[ActionName, type[QDialog]] = {
    ActionName.SETTINGS: SettingsDialog,
    ActionName.ANALYSIS: SettingsDialog,
    ActionName.HELP: HelpDialog,
    ActionName.WELCOME: Welcome,
    ActionName.ENSEMBLE: EnsembleDialog,
    ActionName.OPEN_URL: QInputDialog,
}
"""What each action opens."""

BESIDE = {ActionName.SETTINGS, ActionName.ANALYSIS, ActionName.HELP}
"""Those that lie beside the window."""


@pytest.fixture
def ready(app: "App", entries: list[ModelEntry]) -> "App":
    """The window with a catalog in which all models can be joined."""
    app.start()
    assert app.window.jobs.wait(5)
    QApplication.processEvents()
    names = ("cnn48_gray", "cnn48_rgb", "resnet18_gray", "se48_gray", "se64_rgb", "vgg48_gray")
    app.window.model_menu.set_catalog([replace(entries[0], name=name) for name in names])
    return app


def shown(app: "App", kind: type[QDialog]) -> QDialog:
    (dialog,) = app.window.findChildren(kind)
    app.qtbot.waitUntil(dialog.isVisible)
    return dialog


@pytest.mark.parametrize("name", [name for name in DIALOGS if name != ActionName.OPEN_URL])
def test_asking_twice_for_a_dialog_opens_one(ready: "App", name: ActionName) -> None:
    ready.window.commands[name].trigger()
    ready.window.commands[name].trigger()
    shown(ready, DIALOGS[name])


@pytest.mark.parametrize("name", DIALOGS)
def test_only_what_must_be_answered_keeps_the_window_waiting(
    ready: "App", name: ActionName
) -> None:
    ready.window.commands[name].trigger()
    dialog = shown(ready, DIALOGS[name])
    assert dialog.isModal() == (name not in BESIDE)
    ready.qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_dialog_comes_up_with_the_focus_on_its_first_control(ready: "App") -> None:
    ready.window.commands[ActionName.ENSEMBLE].trigger()
    dialog = shown(ready, EnsembleDialog)
    assert isinstance(dialog, EnsembleDialog)
    ready.qtbot.waitUntil(dialog.isActiveWindow)
    assert dialog.focusWidget() is dialog.boxes[0]


def test_the_page_asked_for_last_is_shown(ready: "App") -> None:
    ready.window.commands[ActionName.SETTINGS].trigger()
    ready.window.commands[ActionName.ANALYSIS].trigger()
    dialog = shown(ready, SettingsDialog)
    assert isinstance(dialog, SettingsDialog)
    assert dialog.editors["max_faces"].isVisible()


def test_the_question_at_quitting_is_asked_once_until_it_is_answered(ready: "App") -> None:
    question = Question(ready.window, "Sure?", "It is lost.", yes="Yes", no="No")
    question.ask()
    question.ask()
    box = shown(ready, QMessageBox)
    box.reject()
    assert not box.isVisible()
    question.ask()
    assert any(again.isVisible() for again in ready.window.findChildren(QMessageBox))
    question.dismiss()


def test_a_question_that_is_withdrawn_goes_away(ready: "App") -> None:
    question = Question(ready.window, "Sure?", "It is lost.", yes="Yes", no="No")
    question.ask()
    question.dismiss()
    assert not any(box.isVisible() for box in ready.window.findChildren(QMessageBox))
