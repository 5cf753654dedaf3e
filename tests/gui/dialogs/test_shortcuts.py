"""The settings page on which actions get other keys."""

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabWidget,
    QToolButton,
)

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.actions.shortcuts import keys_of
from emotion_desktop.gui.dialogs.help_dialog import HelpDialog
from emotion_desktop.gui.dialogs.shortcuts_page import ShortcutsPage
from emotion_desktop.gui.main_window import MainWindow

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.gui.conftest import App


@pytest.fixture
def page(app: "App") -> ShortcutsPage:
    """The page, with Mirror chosen."""
    dialog = app.controller.windows.settings_dialog()
    dialog.show_page(0)
    app.qtbot.waitUntil(dialog.isVisible)
    (tabs,) = dialog.findChildren(QTabWidget)
    (page,) = dialog.findChildren(ShortcutsPage)
    tabs.setCurrentWidget(page)
    find(page, "Mirror")
    return page


def find(page: ShortcutsPage, text: str) -> None:
    line = page.findChild(QLineEdit)
    assert line is not None
    line.setText(text)


def shortcuts(app: "App") -> tuple[str, ...]:
    return app.window.preferences.settings.shortcuts


def press(page: ShortcutsPage, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        held |= modifier
    page.key.setFocus()
    QTest.keyClick(page.key, key, held)
    page.key.editingFinished.emit()  # as it does a second later


def button(page: ShortcutsPage, text: str) -> QPushButton:
    (found,) = (each for each in page.findChildren(QPushButton) if each.text() == text)
    return found


def test_a_key_is_changed_by_pressing_it_and_the_old_one_does_nothing_more(
    app: "App", page: ShortcutsPage
) -> None:
    press(page, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert shortcuts(app) == ("mirror=Ctrl+Y",)
    mirror = app.window.commands[ActionName.MIRROR]
    before = mirror.isChecked()
    page.window().close()
    with app.qtbot.waitActive(app.window):
        app.window.activateWindow()
    QTest.keyClick(app.stage.video, Qt.Key.Key_F)
    assert mirror.isChecked() == before
    QTest.keyClick(app.stage.video, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert mirror.isChecked() != before


def test_tooltip_and_page_of_keys_show_the_changed_key(app: "App", page: ShortcutsPage) -> None:
    app.window.commands[ActionName.HELP].trigger()
    press(page, Qt.Key.Key_Y)
    assert app.window.commands[ActionName.MIRROR].toolTip() == "Mirror the picture (Y)"
    app.window.commands[ActionName.HELP].trigger()
    shown = [
        label.text()
        for dialog in app.window.findChildren(HelpDialog)
        if dialog.isVisible()
        for label in dialog.findChildren(QLabel)
        if label.objectName() == "key"
    ]
    assert "Y" in shown
    assert "F" not in shown


@pytest.mark.parametrize(
    ("key", "modifiers", "why"),
    [
        (Qt.Key.Key_G, (), "G is the key of “Heatmap”; change that one first"),
        (Qt.Key.Key_4, (), "4 is the key of “Use a model”; change that one first"),
        (Qt.Key.Key_Left, (), "Left moves through the window"),
        (Qt.Key.Key_F, (Qt.KeyboardModifier.AltModifier,), "Alt+F opens a menu"),
    ],
)
def test_a_key_that_is_taken_is_refused_with_the_reason(
    app: "App",
    page: ShortcutsPage,
    key: Qt.Key,
    modifiers: tuple[Qt.KeyboardModifier, ...],
    why: str,
) -> None:
    press(page, key, *modifiers)
    assert page.complaint.text() == why
    assert shortcuts(app) == ()
    assert page.key.keySequence().toString() == "F"


def test_a_key_that_was_taken_away_can_be_given_to_another_action(
    app: "App", page: ShortcutsPage
) -> None:
    find(page, "Heatmap")
    button(page, "No key").click()
    find(page, "Mirror")
    press(page, Qt.Key.Key_G)
    assert app.window.commands[ActionName.MIRROR].shortcut().toString() == "G"
    assert app.window.commands[ActionName.GRADCAM].shortcut().isEmpty()
    find(page, "Heatmap")
    button(page, "Reset").click()
    assert page.complaint.text() == "G is the key of “Mirror”; change that one first"


def test_one_key_is_reset_or_all(app: "App", page: ShortcutsPage, settings: QSettings) -> None:
    press(page, Qt.Key.Key_Y)
    find(page, "Bars")
    press(page, Qt.Key.Key_U)
    button(page, "Reset").click()
    assert shortcuts(app) == ("mirror=Y",)
    (box,) = page.window().findChildren(QDialogButtonBox)
    box.button(QDialogButtonBox.StandardButton.RestoreDefaults).click()
    assert not settings.contains("shortcuts")
    assert app.window.commands[ActionName.MIRROR].shortcut().toString() == "F"


def test_keys_are_found_by_their_names_and_nothing_is_changed_where_nothing_is_found(
    page: ShortcutsPage,
) -> None:
    found = []
    for text in ("F11", "no such thing"):
        find(page, text)
        found.append(page.chosen)
    assert found == [ActionName.FULL_SCREEN, None]
    assert not page.key.isEnabled()


def test_changed_keys_are_there_at_the_next_start(settings: QSettings, qtbot: "QtBot") -> None:
    settings.setValue("shortcuts", ["mirror=Ctrl+Y", "quit=", "gone=X", "bars=no key"])
    window = MainWindow(settings)
    qtbot.addWidget(window)
    assert window.commands[ActionName.MIRROR].shortcut().toString() == "Ctrl+Y"
    assert window.commands[ActionName.QUIT].shortcuts() == []
    assert window.commands[ActionName.QUIT].toolTip() == "Quit"
    assert window.commands[ActionName.BARS].shortcut().toString() == "B"


def test_what_always_does_the_same_keeps_its_key(settings: QSettings, qtbot: "QtBot") -> None:
    settings.setValue("shortcuts", ["leave=X", "model_1=Y"])
    window = MainWindow(settings)
    qtbot.addWidget(window)
    assert window.commands[ActionName.LEAVE].shortcut().toString() == "Esc"
    assert window.commands[ActionName.MODEL_1].shortcut().toString() == "1"


def test_keys_in_a_file_that_make_no_sense_are_left_out() -> None:
    assert keys_of(["", "=", "mirror", "mirror=Ctrl+Y, Ctrl+X", "what=S", "bars=Ctrl+"]) == {}


def test_where_another_key_is_named_it_is_the_changed_one(app: "App") -> None:
    app.window.preferences.change(shortcuts=("record=Y", "faces_dock=X"))
    markers = app.window.commands[ActionName.MARKERS].toolTip()
    assert markers == "Marker mode: start a recording first (Y)"
    hide = app.window.docks.faces.window().findChildren(QToolButton)
    assert "Hide this panel (X)" in [each.toolTip() for each in hide]
