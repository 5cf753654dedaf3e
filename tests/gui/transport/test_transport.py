"""The bar for files, by mouse, keys and menu; stop."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import SourceEndedError, SourceError, UnreadableFileError
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.live_view.states import Remedy
from emotion_desktop.gui.session import Session
from emotion_desktop.gui.transport.bar import TransportBar
from emotion_desktop.gui.transport.playback_controller import FILES_ONLY, is_played
from emotion_desktop.gui.transport.times import position_text, speed_text, widest
from emotion_desktop.vision.live.stats import Playhead
from emotion_desktop.vision.sources import SourceSpec

if TYPE_CHECKING:
    from tests.gui.conftest import App

HAPPY = (0.0, 0.0, 0.0, 0.9, 0.0, 0.1, 0.0)
LEFT = Qt.MouseButton.LeftButton
NO_KEY = Qt.KeyboardModifier.NoModifier
FILE = Playhead(seekable=True, position_s=12.34, duration_s=62.0)


def test_the_length_stands_behind_the_position_if_it_is_known() -> None:
    assert position_text(12.34, 62.0) == "0:12.3 / 1:02.0"
    assert position_text(12.34, None) == "0:12.3"
    assert widest(62.0) == "0:00.0 / 0:00.0"
    assert [speed_text(speed) for speed in (0.25, 1.0, 2.0)] == ["0.25×", "1×", "2×"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("demo", False),
        ("camera:0", False),
        ("https://example.org/a.mp4", False),
        ("a.PNG", False),
        ("a.mp4", True),
        ("a.gif", True),
        ("a folder", True),
    ],
)
def test_the_text_of_a_source_tells_whether_it_is_played(source: str, *, expected: bool) -> None:
    assert is_played(SourceSpec.parse(source)) is expected


@pytest.fixture
def bar(app: "App") -> TransportBar:
    found = app.window.findChild(TransportBar)
    assert found is not None
    return found


@pytest.fixture
def playing(app: "App", bar: TransportBar, make_result: Callable[..., FrameResult]) -> "App":
    """The window on a file of 62 s that plays."""
    app.start("clip.mp4")
    app.live.playhead = FILE
    app.show(make_result(HAPPY))
    assert bar.isVisible()
    return app


def button(bar: TransportBar, name: str) -> QToolButton:
    return next(
        one
        for one in bar.findChildren(QToolButton)
        if one.defaultAction() is not None and one.defaultAction().objectName() == name
    )


def click(bar: TransportBar, share: float) -> None:
    scrubber = bar.scrubber
    QTest.mouseClick(scrubber, LEFT, NO_KEY, place(bar, share))
    assert not scrubber.isSliderDown()


def place(bar: TransportBar, share: float) -> QPoint:
    return QPoint(round(share * (bar.scrubber.width() - 1)), bar.scrubber.height() // 2)


def test_a_file_has_a_bar_and_a_live_source_has_none(
    app: "App", bar: TransportBar, make_result: Callable[..., FrameResult]
) -> None:
    app.start("demo")
    app.show(make_result(HAPPY))
    assert bar.isHidden()
    for name in FILES_ONLY:
        assert not app.window.commands[name].isEnabled()
        assert "videos, GIFs and folders only" in app.window.commands[name].toolTip()
    app.controller.session.open("clip.mp4")
    app.live.playhead = FILE
    app.show(make_result(HAPPY))
    assert bar.isVisible()
    assert bar.time_text == "0:12.3 / 1:02.0"
    for name in FILES_ONLY:
        assert app.window.commands[name].isEnabled()
    app.live.fail(UnreadableFileError("broken"))
    app.qtbot.waitUntil(bar.isHidden)


def test_the_slider_follows_the_picture(
    playing: "App", bar: TransportBar, make_result: Callable[..., FrameResult]
) -> None:
    assert bar.scrubber.value() == 12340
    playing.live.playhead = replace(FILE, position_s=31.0)
    playing.show(make_result(HAPPY))
    assert bar.scrubber.value() == 31000
    assert bar.time_text == "0:31.0 / 1:02.0"


def test_at_the_end_of_a_file_the_knob_is_at_the_end(playing: "App", bar: TransportBar) -> None:
    playing.live.playhead = replace(FILE, position_s=61.96)
    playing.live.fail(SourceEndedError("over"))
    playing.qtbot.waitUntil(lambda: bar.scrubber.value() == bar.scrubber.maximum())
    assert bar.time_text == "1:02.0 / 1:02.0"


@pytest.fixture
def photos(
    app: "App", tmp_path: Path, bar: TransportBar, make_result: Callable[..., FrameResult]
) -> "App":
    """The window on the second of three photos."""
    app.start(str(tmp_path))
    app.live.playhead = Playhead(seekable=True, position_s=2.0, duration_s=6.0, pictures=3)
    result = make_result(HAPPY)
    app.show(replace(result, frame=replace(result.frame, is_still=True, source="b.jpg")))
    assert bar.isVisible()
    return app


def test_photos_are_counted_and_not_timed(photos: "App", bar: TransportBar) -> None:
    assert bar.time_text == "2 of 3"
    assert (bar.scrubber.value(), bar.scrubber.maximum()) == (2000, 4000)
    assert not bar.speed_button.isVisible()
    assert photos.window.commands[ActionName.STEP_FORWARD].text() == "Next picture"
    photos.controller.update_status()
    assert photos.window.status.fields["source"].text() == "b.jpg  640×360  ·  2 of 3"
    assert photos.window.docks.timeline.history.latest is None
    photos.controller.session.open("clip.mp4")
    assert photos.window.commands[ActionName.STEP_FORWARD].text() == "Step forward"


def test_a_photo_that_is_held_does_not_say_so(photos: "App", bar: TransportBar) -> None:
    photos.controller.session.toggle_paused()
    assert not photos.stage.video.badge


def test_arrow_keys_go_from_photo_to_photo(photos: "App", bar: TransportBar) -> None:
    QTest.keyClick(bar.scrubber, Qt.Key.Key_Right)
    QTest.keyClick(bar.scrubber, Qt.Key.Key_Left)
    assert photos.live.asked == [("step", 1), ("step", -1)]


def test_a_click_on_the_slider_goes_there(playing: "App", bar: TransportBar) -> None:
    click(bar, 0.5)
    assert playing.live.asked == [("seek", pytest.approx(31.0, abs=0.3))]


def test_a_drag_shows_picture_after_picture_and_ends_where_it_is_let_go(
    playing: "App", bar: TransportBar, make_result: Callable[..., FrameResult]
) -> None:
    scrubber = bar.scrubber
    QTest.mousePress(scrubber, LEFT, NO_KEY, place(bar, 0.2))
    for share in (0.4, 0.6, 0.8):
        QTest.mouseMove(scrubber, place(bar, share))
        playing.show(make_result(HAPPY))  # the picture of before is still on its way
        assert scrubber.value() == pytest.approx(share * 62000, abs=500)
    QTest.mouseRelease(scrubber, LEFT, NO_KEY, place(bar, 0.8))
    wished = [time_s for _, time_s in playing.live.asked]
    assert wished == [pytest.approx(share * 62, abs=0.5) for share in (0.2, 0.4, 0.6, 0.8)]


@pytest.mark.parametrize(
    ("key", "time_s"),
    [
        (Qt.Key.Key_Right, 17.34),
        (Qt.Key.Key_Left, 7.34),
        (Qt.Key.Key_PageUp, 42.34),
        (Qt.Key.Key_PageDown, 0.0),
        (Qt.Key.Key_Home, 0.0),
        (Qt.Key.Key_End, 62.0),
    ],
)
def test_keys_move_the_slider_that_has_the_focus(
    playing: "App", bar: TransportBar, key: Qt.Key, time_s: float
) -> None:
    QTest.keyClick(bar.scrubber, key)
    assert playing.live.asked == [("seek", pytest.approx(time_s))]


@pytest.mark.parametrize(
    ("key", "modifier", "asked"),
    [
        (Qt.Key.Key_Comma, Qt.KeyboardModifier.NoModifier, ("step", -1)),
        (Qt.Key.Key_Period, Qt.KeyboardModifier.NoModifier, ("step", 1)),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier, ("seek", pytest.approx(7.34))),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier, ("seek", pytest.approx(17.34))),
    ],
)
def test_keys_step_and_seek_while_the_picture_has_the_focus(
    playing: "App", key: Qt.Key, modifier: Qt.KeyboardModifier, asked: tuple[str, float]
) -> None:
    with playing.qtbot.waitActive(playing.window):
        playing.window.activateWindow()
    QTest.keyClick(playing.window, key, modifier)
    assert playing.live.asked == [asked]


def test_buttons_step_and_hold_the_file(playing: "App", bar: TransportBar) -> None:
    QTest.mouseClick(button(bar, "step_back"), LEFT)
    QTest.mouseClick(button(bar, "step_forward"), LEFT)
    assert playing.live.asked == [("step", -1), ("step", 1)]
    held = playing.live.playback.paused
    assert held
    assert playing.window.commands[ActionName.PAUSE].text() == "Play"
    QTest.mouseClick(button(bar, "pause"), LEFT)
    assert not playing.live.playback.paused
    assert playing.window.commands[ActionName.PAUSE].text() == "Pause"


def test_the_speed_is_chosen_in_steps_or_from_a_list(playing: "App", bar: TransportBar) -> None:
    commands = playing.window.commands
    speeds = []
    for name in 3 * [ActionName.FASTER] + 5 * [ActionName.SLOWER]:
        commands[name].trigger()
        speeds.append(playing.live.playhead.speed)
    assert speeds == [2, 4, 4, 2, 1, 0.5, 0.25, 0.25]
    chooser = next(one for one in bar.findChildren(QToolButton) if one.menu() is not None)
    assert chooser.text() == "0.25×"
    assert chooser.accessibleName() == "Speed"
    next(action for action in chooser.menu().actions() if action.text() == "2×").trigger()
    assert playing.live.playhead.speed == 2
    assert chooser.text() == "2×"


def test_repetition_is_as_usual_for_the_file_until_it_is_switched(
    playing: "App", bar: TransportBar
) -> None:
    loop = playing.window.commands[ActionName.LOOP]
    assert not loop.isChecked()
    QTest.mouseClick(button(bar, "loop"), LEFT)
    assert playing.live.playhead.loop
    playing.controller.session.open("clip.gif")
    assert loop.isChecked()
    assert playing.live.opened[-1] == ("clip.gif", True)


def test_at_the_end_the_file_is_played_again_from_the_notice_or_by_key(playing: "App") -> None:
    for _ in range(2):
        playing.live.fail(SourceEndedError("over"))
        playing.qtbot.waitUntil(lambda: bool(playing.stage.notices.notices))
        assert playing.stage.notices.notices[0].remedies[0] is Remedy.PLAY_AGAIN
        playing.live.asked.clear()
        playing.window.commands[ActionName.PAUSE].trigger()
        assert playing.live.asked == [("seek", 0.0)]
        assert not playing.live.playback.paused
        assert playing.stage.notices.notices == ()
    assert len(playing.live.opened) == 1


def test_an_end_that_was_left_again_before_it_is_told_is_not_told(playing: "App") -> None:
    playing.live.fail(SourceEndedError("over"))
    playing.controller.session.playback.seek(1.0)
    QApplication.processEvents()
    assert playing.stage.notices.notices == ()


def test_going_back_from_the_end_takes_the_notice_away_and_stays_held(playing: "App") -> None:
    playing.live.fail(SourceEndedError("over"))
    playing.qtbot.waitUntil(lambda: bool(playing.stage.notices.notices))
    playing.window.commands[ActionName.STEP_BACK].trigger()
    assert playing.stage.notices.notices == ()
    assert playing.live.asked == [("step", -1)]
    assert playing.controller.session.paused


def test_stop_lets_the_source_go_and_offers_to_start_again(
    playing: "App", bar: TransportBar
) -> None:
    playing.window.commands[ActionName.STOP].trigger()
    assert playing.live.asked == [("stop", None)]
    assert playing.stage.state is not None
    assert playing.stage.state.remedies == (Remedy.START_AGAIN, Remedy.CHOOSE_SOURCE)
    assert bar.isHidden()
    assert playing.controller.session.result is None
    assert not playing.window.commands[ActionName.STOP].isEnabled()
    assert playing.window.commands[ActionName.PAUSE].text() == "Play"
    playing.stage.state_remedy.emit(Remedy.START_AGAIN)
    assert [source for source, _ in playing.live.opened] == ["clip.mp4"] * 2
    assert playing.window.commands[ActionName.STOP].isEnabled()


def test_what_cannot_be_opened_can_neither_be_paused_nor_closed(playing: "App") -> None:
    commands = playing.window.commands
    with playing.qtbot.waitSignal(playing.controller.session.source_failed):
        playing.live.fail(SourceError("clip.mp4 is damaged"))
    QApplication.processEvents()
    for name in (ActionName.PAUSE, ActionName.STOP):
        assert not commands[name].isEnabled()
        assert commands[name].toolTip().endswith("nothing is playing")
    playing.controller.session.open("other.mp4")
    assert commands[ActionName.PAUSE].isEnabled()
    assert commands[ActionName.STOP].isEnabled()


def test_play_after_stop_starts_again_and_late_pictures_are_not_shown(
    playing: "App", make_result: Callable[..., FrameResult]
) -> None:
    late = make_result(HAPPY)
    playing.window.commands[ActionName.STOP].trigger()
    playing.live.show(late)
    playing.live.fail(SourceEndedError("late"))
    QApplication.processEvents()
    assert playing.stage.state is not None
    assert playing.stage.video.frame is None
    assert playing.stage.notices.notices == ()
    playing.window.commands[ActionName.PAUSE].trigger()
    assert len(playing.live.opened) == 2
    assert playing.window.commands[ActionName.PAUSE].text() == "Pause"


def test_every_control_of_the_bar_has_a_name_and_the_order_is_that_of_reading(
    playing: "App", bar: TransportBar
) -> None:
    controls = [*bar.findChildren(QToolButton), bar.scrubber]
    for control in controls:
        text = control.text() if isinstance(control, QToolButton) else ""
        assert control.accessibleName() or text
        assert control.toolTip()
    in_order = sorted(controls, key=lambda control: control.mapTo(bar, QPoint(0, 0)).x())
    chain: list[QWidget] = []
    widget: QWidget = in_order[0]
    while len(chain) < len(in_order):
        if widget in controls:
            chain.append(widget)
        following = widget.nextInFocusChain()
        assert following is not None
        widget = following
    assert chain == in_order
    assert bar.findChild(QLabel) is not None


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Two seconds of gray pictures that get brighter, 25 a second."""
    path = tmp_path / "gray.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"bf": "2"})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for number in range(50):
            image = np.full((48, 64, 3), 20 + 4 * number, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="bgr24")))
        container.mux(stream.encode())
    return path


@pytest.fixture
def session(
    make_checkpoint: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Session]:
    """A session with a real pipeline."""
    path = make_checkpoint("cnn48_rgb", name="best", accuracy=1.0)
    monkeypatch.setenv("EMOTION_DESKTOP_CHECKPOINTS", str(path.parent))
    session = Session("cpu")
    yield session
    assert session.close(5)


def test_a_real_file_is_played_stepped_and_sought_through_the_session(
    qtbot: QtBot, session: Session, clip: Path
) -> None:
    session.start(str(clip), "best")
    qtbot.waitUntil(lambda: session.result is not None, timeout=60_000)

    def shows(number: int) -> bool:
        result = session.result
        return result is not None and round(result.frame.time_s * 25) == number

    session.toggle_paused()
    session.playback.seek(1.0)
    qtbot.waitUntil(lambda: shows(25), timeout=10_000)
    session.playback.step(1)
    qtbot.waitUntil(lambda: shows(26), timeout=10_000)
    session.playback.step(-2)
    qtbot.waitUntil(lambda: shows(24), timeout=10_000)
    assert session.playhead().position_s == pytest.approx(0.96, abs=0.01)
    session.playback.seek(0.96 + 0.5)
    qtbot.waitUntil(lambda: shows(36), timeout=10_000)
    session.toggle_paused()
    qtbot.waitUntil(lambda: session.ended, timeout=10_000)
    session.play_again()
    qtbot.waitUntil(lambda: shows(3), timeout=10_000)
    session.stop()
    assert session.result is None
    stats = session.stats()
    assert stats is not None
    assert stats.source == ""
