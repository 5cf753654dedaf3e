"""What was opened last."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMenu

from emotion_desktop.domain import FrameResult
from emotion_desktop.gui.dialogs.open_dialogs import is_address
from emotion_desktop.gui.dialogs.welcome import Welcome
from emotion_desktop.gui.language import isolated
from emotion_desktop.gui.menus.recent_menu import MOST, RecentMenu
from emotion_desktop.gui.menus.source_text import short_name
from emotion_desktop.gui.preferences import Preferences
from emotion_desktop.vision.sources import SourceSpec

if TYPE_CHECKING:
    from tests.gui.conftest import App

Maker = Callable[..., FrameResult]


def show(app: "App", make_result: Maker, *sources: str) -> None:
    for source in sources:
        app.controller.session.open(source)
        app.show(make_result())


def texts(app: "App") -> list[str]:
    return [action.text() for action in app.window.recent_menu.actions() if action.text()]


def test_what_showed_a_picture_is_listed_the_newest_first(app: "App", make_result: Maker) -> None:
    app.start()
    assert not app.window.recent_menu.menuAction().isEnabled()
    show(app, make_result, "/films/a.mp4", "demo", "camera:1", "http://cam/live", "/films/a.mp4")
    app.controller.session.open("/films/never.mp4")
    assert texts(app) == ["a.mp4", "http://cam/live", "Clear list"]
    assert app.window.recent_menu.menuAction().isEnabled()


@pytest.mark.parametrize("name", ["مرحبا.mp4", "שלום.mp4"])
def test_a_name_from_right_to_left_keeps_its_ending_at_its_end(
    app: "App", make_result: Maker, name: str
) -> None:
    app.start()
    show(app, make_result, f"/films/{name}")
    assert texts(app)[0] == isolated(name) == f"\u2066{name}\u2069"
    assert short_name(SourceSpec.parse(f"/films/{name}")) == isolated(name)
    assert isolated("a.mp4") == "a.mp4"


def test_an_address_with_a_secret_is_not_written_down(app: "App", make_result: Maker) -> None:
    app.start()
    show(app, make_result, "rtsp://me:word@cam/live", "http://cam/live?token=1")
    assert app.window.preferences.settings.recent == ()


def test_an_entry_is_opened_again_and_the_list_is_cleared(app: "App", make_result: Maker) -> None:
    app.start()
    show(app, make_result, "/films/a.mp4", "/films/b.mp4")
    second = app.window.recent_menu.actions()[1]
    app.window.recent_menu.triggered.emit(second)
    assert app.controller.session.source == "/films/a.mp4"
    clear = app.window.recent_menu.actions()[-1]
    app.window.recent_menu.triggered.emit(clear)
    assert app.window.preferences.settings.recent == ()


def test_the_list_is_in_both_menus_and_on_the_first_screen(app: "App", make_result: Maker) -> None:
    app.start()
    show(app, make_result, "/films/a.mp4")
    action = app.window.recent_menu.menuAction()
    file = next(a.menu() for a in app.window.menuBar().actions() if a.text() == "&File")
    assert isinstance(file, QMenu)
    assert action in file.actions()
    assert action in app.window.source_menu.actions()
    assert Welcome(app.window).findChild(RecentMenu) is not None


def test_the_list_is_remembered_and_not_endless(settings: QSettings) -> None:
    names = tuple(f"/films/{number}.mp4" for number in range(MOST))
    for recent in ((), names[:1], names):
        Preferences(settings).change(recent=recent)
        settings.sync()
        assert Preferences(QSettings(settings.fileName(), settings.format())).settings.recent == (
            recent
        )


def test_no_more_than_ten_are_kept(app: "App", make_result: Maker) -> None:
    app.start()
    show(app, make_result, *(f"/films/{number}.mp4" for number in range(MOST + 3)))
    assert len(app.window.preferences.settings.recent) == MOST


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rtsp://192.168.1.20/live", True),
        (" https://cam.example/video ", True),
        ("udp://@:1234", True),
        ("rtsp://", False),
        ("http://", False),
        ("cam/live", False),
        ("/films/a.mp4", False),
        ("", False),
    ],
)
def test_only_an_address_can_be_opened_as_one(text: str, *, expected: bool) -> None:
    assert is_address(text) is expected
