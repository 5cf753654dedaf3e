"""The picture is turned by hand; a camera's turn is remembered."""

from typing import TYPE_CHECKING

from emotion_desktop.gui.action_name import ActionName

if TYPE_CHECKING:
    from tests.gui.conftest import App


def turn(app: "App") -> int:
    app.window.commands[ActionName.ROTATE].trigger()
    return app.live.request.quarter_turns


def test_four_turns_lead_back(app: "App") -> None:
    app.start()
    assert [turn(app) for _ in range(4)] == [1, 2, 3, 0]


def test_a_turned_camera_is_turned_at_the_next_start_and_all_else_is_upright(app: "App") -> None:
    app.start("camera")
    assert turn(app) == 1
    app.controller.session.open("holiday.mp4")
    assert app.live.request.quarter_turns == 0
    assert turn(app) == 1
    app.controller.session.open("camera:1")
    assert app.live.request.quarter_turns == 1
    app.controller.session.open("demo")
    assert app.live.request.quarter_turns == 0


def test_a_source_that_is_opened_again_stays_turned(app: "App") -> None:
    app.start("rtsp://192.168.1.20/live")
    turn(app)
    app.controller.session.reopen()
    assert app.live.request.quarter_turns == 1
