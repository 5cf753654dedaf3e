from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.actions import ACTIONS, GROUPS
from emotion_desktop.gui.dialogs.help_dialog import COLUMNS, HelpDialog
from emotion_desktop.gui.live_view.states import Notice
from emotion_desktop.gui.review.actions import REVIEW

if TYPE_CHECKING:
    from tests.gui.conftest import App


def test_each_tooltip_carries_the_keys() -> None:
    assert [
        spec.name for spec in ACTIONS if not all(key in spec.tooltip for key in spec.keys)
    ] == []


def test_no_key_means_two_things() -> None:
    keys = [key for spec in ACTIONS for key in spec.keys]
    assert len(keys) == len(set(keys))


def test_the_keys_are_the_promised_ones() -> None:
    keys = {key: spec.name for spec in ACTIONS for key in spec.keys}
    promised = {
        "S": "snapshot",
        "Ctrl+C": "copy_picture",
        "R": "record",
        "K": "markers",
        "Ctrl+R": "review",
        "C": "compare",
        "M": "next_model",
        "G": "gradcam",
        "B": "bars",
        "F": "mirror",
        "Space": "pause",
        "F11": "full_screen",
        "Q": "quit",
        "Esc": "leave",
        "F1": "help",
        "?": "help",
    }
    assert keys.items() >= promised.items()
    numbers = range(1, 10)
    assert [keys[str(number)] for number in numbers] == [f"model_{n}" for n in numbers]


def test_the_help_dialog_lists_every_action_with_its_keys(qtbot: QtBot) -> None:
    dialog = HelpDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(dialog.isVisible)
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    for spec in ACTIONS:
        if spec.keys and spec.in_help:
            assert spec.advice in texts
            assert set(spec.keys) <= set(texts)


def test_every_action_belongs_to_a_menu() -> None:
    assert {spec.group for spec in ACTIONS} == set(GROUPS)


def test_every_name_belongs_to_an_action_of_a_window() -> None:
    assert {spec.name for spec in (*ACTIONS, *REVIEW)} == set(ActionName)


def test_the_system_knows_an_action_by_the_text_of_its_name(app: "App") -> None:
    assert app.window.commands[ActionName.COPY_PICTURE].objectName() == "copy_picture"


def test_a_disabled_action_says_why_until_it_is_enabled(app: "App") -> None:
    commands = app.window.commands
    usual = commands[ActionName.SETTINGS].toolTip()
    commands.disable(ActionName.SETTINGS, "There is nothing to set")
    assert not commands[ActionName.SETTINGS].isEnabled()
    assert "There is nothing to set" in commands[ActionName.SETTINGS].toolTip()
    commands.enable(ActionName.SETTINGS)
    assert commands[ActionName.SETTINGS].isEnabled()
    assert commands[ActionName.SETTINGS].toolTip() == usual


def test_the_help_dialog_has_a_place_for_every_group() -> None:
    groups = {spec.group for spec in ACTIONS}
    assert [{group for column in each for group in column} for each in COLUMNS] == [groups] * 3


def test_every_button_of_the_window_has_a_name(app: "App") -> None:
    buttons = [b for b in app.window.findChildren(QAbstractButton) if b.isVisible()]
    assert len(buttons) > 7
    assert [b for b in buttons if not (b.text() or b.accessibleName())] == []


def test_f1_shows_the_help(app: "App") -> None:
    app.window.commands[ActionName.HELP].trigger()
    (dialog,) = app.window.findChildren(HelpDialog)
    app.qtbot.waitUntil(dialog.isVisible)


def test_escape_closes_what_lies_on_top_and_never_quits(app: "App") -> None:
    app.stage.notices.show_notice(Notice(topic="model", text="Something to know"))
    app.window.commands[ActionName.FULL_SCREEN].trigger()
    app.window.commands[ActionName.LEAVE].trigger()
    assert app.stage.notices.notices == ()
    assert app.window.isFullScreen()
    app.window.commands[ActionName.LEAVE].trigger()
    assert not app.window.isFullScreen()
    app.window.commands[ActionName.LEAVE].trigger()
    assert app.window.isVisible()


def test_full_screen_shows_the_picture_alone(app: "App") -> None:
    app.window.commands[ActionName.FULL_SCREEN].trigger()
    assert not app.window.docks.faces.isVisible()
    assert not app.window.menuBar().isVisible()
    app.window.commands[ActionName.FULL_SCREEN].trigger()
    assert app.window.docks.faces.isVisible()
    assert app.window.menuBar().isVisible()
