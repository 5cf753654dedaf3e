"""The toolbar."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolButton

from emotion_desktop.gui.action_name import ActionName

if TYPE_CHECKING:
    from tests.gui.conftest import App


def button_of(app: "App", name: ActionName) -> QToolButton:
    button = app.window.tools.widgetForAction(app.window.commands[name])
    assert isinstance(button, QToolButton)
    return button


def test_no_button_is_wider_than_its_text_but_for_play(app: "App") -> None:
    app.window.resize(1800, 800)
    for button in app.window.tools.findChildren(QToolButton):
        if button.isVisible() and button is not button_of(app, ActionName.PAUSE):
            assert button.width() <= button.sizeHint().width(), button.text()


def test_nothing_moves_or_loses_its_text_when_a_recording_starts(app: "App") -> None:
    app.start()
    for width in range(900, 1500, 20):
        app.window.resize(width, 800)
        app.window.commands.show_recording(on=False)
        QApplication.processEvents()
        before = {button: button.x() for button in app.window.tools.findChildren(QToolButton)}
        styles = [button.toolButtonStyle() for button in before]
        app.window.commands.show_recording(on=True)
        QApplication.processEvents()
        assert {button: button.x() for button in before} == before, width
        assert [button.toolButtonStyle() for button in before] == styles, width
        assert button_of(app, ActionName.HELP).isVisible(), width
    app.window.commands.show_recording(on=False)


def test_a_button_whose_menu_has_opened_a_dialog_is_not_hovered_any_more(app: "App") -> None:
    app.start()
    tools = app.window.tools
    tools.source.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    app.window.show_menu("source")
    app.window.source_menu.close()
    app.qtbot.waitUntil(lambda: not tools.source.underMouse())


def test_a_button_is_not_hovered_behind_a_dialog(app: "App") -> None:
    settings = button_of(app, ActionName.SETTINGS)
    settings.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    with app.qtbot.waitActive(app.window):
        app.window.activateWindow()
    app.window.commands[ActionName.SETTINGS].trigger()
    app.qtbot.waitUntil(lambda: not settings.underMouse())
