"""What the picture says while something takes its time."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import UnknownModelError

if TYPE_CHECKING:
    from tests.gui.conftest import App

HAPPY = (0.0, 0.0, 0.0, 0.9, 0.0, 0.1, 0.0)
Maker = Callable[..., FrameResult]


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(app: "App") -> Clock:
    clock = app.controller.waiting.clock = Clock()
    return clock


def said_after(app: "App", clock: Clock, seconds: float) -> str:
    clock.now += seconds
    app.controller.waiting.look()
    return app.stage.video.waiting_for


def test_a_source_that_takes_its_time_says_for_how_long(app: "App", clock: Clock) -> None:
    app.start("https://example.org/live")
    said_after(app, clock, 0.5)
    assert app.stage.state is not None
    assert app.stage.state.countdown == ""
    said_after(app, clock, 3.0)
    assert app.stage.state.title.startswith("Opening")
    assert app.stage.state.countdown == "4 s"


def test_a_live_picture_that_stands_still_says_so_within_a_second(
    app: "App", clock: Clock, make_result: Maker
) -> None:
    app.start("https://example.org/live")
    app.show(make_result(HAPPY))
    assert said_after(app, clock, 0.5) == ""
    assert said_after(app, clock, 0.5) == "No new picture for 1 s"
    assert said_after(app, clock, 4.0) == "No new picture for 5 s"
    app.show(make_result(HAPPY))
    assert said_after(app, clock, 0.1) == ""


@pytest.mark.parametrize("source", ["clip.mp4", "photo.jpg"])
def test_a_file_may_stand_still(app: "App", clock: Clock, make_result: Maker, source: str) -> None:
    app.start(source)
    app.show(make_result(HAPPY))
    assert said_after(app, clock, 5.0) == ""


def test_a_pause_is_no_standstill(app: "App", clock: Clock, make_result: Maker) -> None:
    app.start("https://example.org/live")
    app.show(make_result(HAPPY))
    app.controller.session.toggle_paused()
    assert said_after(app, clock, 5.0) == ""
    app.controller.session.toggle_paused()
    assert said_after(app, clock, 0.5) == ""
    assert said_after(app, clock, 1.0) == "No new picture for 2 s"


def test_while_the_first_model_is_loaded_the_picture_says_so(
    app: "App", clock: Clock, make_result: Maker
) -> None:
    live = app.start("demo")
    frame = make_result().frame
    live.frames.put(frame)
    live.callbacks["on_frame"]()
    app.qtbot.waitUntil(lambda: app.stage.video.frame is frame)
    assert said_after(app, clock, 2.0) == "Loading the model …  2 s"
    live.fail_model(UnknownModelError("none"))
    app.qtbot.waitUntil(lambda: app.controller.waiting.loading is None)
    assert not said_after(app, clock, 0.1).startswith("Loading")
