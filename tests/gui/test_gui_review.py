"""Recorded sessions are looked at again: picture, timeline and figures at the same moment."""

import csv
import random
import threading
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage, QMouseEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QSlider,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from emotion_desktop.domain import Flaw, FrameResult
from emotion_desktop.labels import Emotion
from emotion_desktop.outputs.recording.layout import VIDEO

if TYPE_CHECKING:
    from emotion_desktop.gui.review.window import ReviewWindow
    from tests.gui.conftest import App

SessionMaker = Callable[..., Path]
Opener = Callable[[Path], "ReviewWindow"]
HAPPY, SAD = Emotion.HAPPINESS, Emotion.SADNESS
PEOPLE = {1: [(0.0, 1.5, HAPPY), (1.5, 3.0, None)], 2: [(1.0, 2.0, SAD), (2.0, 2.5, Flaw.TOO_DARK)]}
MARKERS = [(0.5, 4, "begin"), (2.0, 7, "")]


@pytest.fixture
def open_review(app: "App", qtbot: QtBot) -> Iterator[Opener]:
    """A function that opens a recording beside the live window and waits for its picture."""
    app.start()

    def open_it(folder: Path) -> "ReviewWindow":
        reviews = app.controller.reviews
        before = len(reviews.windows)
        reviews.open(folder)
        qtbot.waitUntil(lambda: len(reviews.windows) > before, timeout=20_000)
        window = reviews.windows[-1]
        qtbot.waitExposed(window)
        qtbot.waitUntil(lambda: window.video.frame is not None)
        return window

    yield open_it
    for window in list(app.controller.reviews.windows):
        window.close()
    QApplication.processEvents()


def _shown(window: "ReviewWindow") -> int:
    """Return the frame number that the picture shows in binary; -1 without a picture."""
    frame = window.video.frame
    if frame is None:
        return -1
    return sum((int(frame.image[100, 10 + 20 * bit, 1]) > 128) << bit for bit in range(12))


def _has_overlay(window: "ReviewWindow") -> bool:
    return window.video._result is not None


def _wait_for(window: "ReviewWindow", qtbot: QtBot, row: int) -> None:
    """Wait until picture, result, slider and play-head are all at a frame."""
    qtbot.waitUntil(lambda: _shown(window) == row)
    time_s = float(window.session.times[row])
    frame = window.video.frame
    assert frame is not None
    assert frame.index == row
    assert window.player.row == row
    assert window.timeline.chart.head_s == pytest.approx(time_s, abs=0.05)
    assert window.transport.scrubber.value() == pytest.approx(1000 * time_s, abs=50)


def _wait_for_toast(window: "ReviewWindow", qtbot: QtBot, text: str) -> None:
    qtbot.waitUntil(lambda: window.toast.text == text, timeout=10_000)


def _point(window: "ReviewWindow", time_s: float, y: float) -> QPoint:
    """Return where a time and a height are on the chart's viewport."""
    plot = window.timeline.chart._plot
    scene = plot.field.mapViewToScene(QPointF(time_s, y))
    point: QPoint = plot.mapFromScene(scene)
    return point


def test_a_recording_is_asked_for_and_opens_beside_the_live_window(
    app: "App",
    qtbot: QtBot,
    make_session: SessionMaker,
    make_result: Callable[..., FrameResult],
    tmp_path: Path,
    open_review: Opener,
) -> None:
    app.window.preferences.set("recording_folder", str(tmp_path))
    folder = make_session(PEOPLE, markers=MARKERS)
    app.window.commands["review"].trigger()
    (dialog,) = app.window.findChildren(QFileDialog)
    assert Path(dialog.directory().absolutePath()) == tmp_path
    dialog.fileSelected.emit(str(folder))
    dialog.reject()
    reviews = app.controller.reviews
    qtbot.waitUntil(lambda: bool(reviews.windows), timeout=20_000)
    window = reviews.windows[0]
    assert window.windowTitle() == f"Review – {folder.name}"
    _wait_for(window, qtbot, 0)
    app.show(make_result((0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0)))
    reviews.open(folder)
    assert len(reviews.windows) == 1


def test_picture_faces_slider_and_timeline_stay_in_step(
    qtbot: QtBot, make_session: SessionMaker, open_review: Opener
) -> None:
    window = open_review(make_session(PEOPLE, markers=MARKERS))
    for row in (40, 39, 59, 0, 25):
        window.player.seek(float(window.session.times[row]))
        _wait_for(window, qtbot, row)
    result = window.player.result
    assert result is not None
    assert result.track_ids.tolist() == [1, 2]
    assert [result.emotion(face) for face in range(2)] == [HAPPY, SAD]
    assert window.timeline.legend.entries[3].value == pytest.approx(0.9)


def test_a_click_or_drag_in_the_timeline_goes_there(
    qtbot: QtBot, make_session: SessionMaker, open_review: Opener
) -> None:
    window = open_review(make_session(PEOPLE, markers=MARKERS))
    viewport = window.timeline.chart._plot.viewport()
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(viewport, left, pos=_point(window, 1.27, 0.5))
    _wait_for(window, qtbot, 25)
    QTest.mousePress(viewport, left, pos=_point(window, 0.52, 0.5))
    _wait_for(window, qtbot, 10)
    end = _point(window, 2.77, 0.5)
    moved = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(end),
        QPointF(viewport.mapToGlobal(end)),
        Qt.MouseButton.NoButton,
        left,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(viewport, moved)
    QTest.mouseRelease(viewport, left, pos=end)
    _wait_for(window, qtbot, 55)


def test_the_slider_goes_where_it_is_clicked(
    qtbot: QtBot, make_session: SessionMaker, open_review: Opener
) -> None:
    window = open_review(make_session(PEOPLE))
    slider = window.transport.scrubber
    middle = QPoint(slider.width() // 2, slider.height() // 2)
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=middle)
    assert window.player.position == pytest.approx(1.475, abs=0.05)
    qtbot.waitUntil(lambda: _shown(window) == window.player.row)


def test_keys_play_step_and_jump(
    qtbot: QtBot, make_session: SessionMaker, open_review: Opener
) -> None:
    window = open_review(make_session(PEOPLE, markers=MARKERS))
    window.activateWindow()
    window.video.setFocus()
    with qtbot.waitActive(window):
        pass

    def press(key: Qt.Key, row: int) -> None:
        QTest.keyClick(window, key)
        _wait_for(window, qtbot, row)

    press(Qt.Key.Key_Right, 1)
    press(Qt.Key.Key_Period, 2)
    press(Qt.Key.Key_Left, 1)
    press(Qt.Key.Key_End, 59)
    press(Qt.Key.Key_Right, 59)
    press(Qt.Key.Key_Home, 0)
    press(Qt.Key.Key_PageDown, 10)
    press(Qt.Key.Key_PageDown, 40)
    press(Qt.Key.Key_PageUp, 10)
    QTest.keyClick(window, Qt.Key.Key_BracketRight)
    QTest.keyClick(window, Qt.Key.Key_BracketRight)
    assert window.transport.speed_text == "4×"
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert window.player.playing
    assert window.commands["pause"].text() == "Pause"
    qtbot.waitUntil(lambda: not window.player.playing)
    _wait_for(window, qtbot, 59)
    assert window.commands["pause"].text() == "Play"
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert window.player.playing
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert not window.player.playing


def test_it_pauses_at_the_frame_it_shows(
    qtbot: QtBot, make_session: SessionMaker, open_review: Opener
) -> None:
    window = open_review(make_session(PEOPLE))
    window.player.toggle()
    while window.player.row < 3:
        pass  # the clock goes on, but no picture is asked for meanwhile
    window.player.pause()
    _wait_for(window, qtbot, window.player.row)


def test_the_picture_is_that_of_the_position_whatever_was_done_before(
    qtbot: QtBot, make_session: SessionMaker, open_review: Opener
) -> None:
    window = open_review(make_session(PEOPLE))
    player, times = window.player, window.session.times.tolist()
    chance = random.Random(5)
    ways: list[Callable[[], None]] = [
        lambda: player.seek(chance.choice(times)),
        lambda: player.seek(chance.choice((times[0], times[-1]))),
        lambda: player.step(chance.choice((-3, -1, 1, 2))),
        player.toggle,
    ]
    for _ in range(60):
        for _ in range(chance.randrange(6)):
            chance.choice(ways)()
            for _ in range(chance.randrange(3)):
                QApplication.processEvents()
        if player.playing:
            player.pause()
        _wait_for(window, qtbot, player.row)


def test_the_space_bar_plays_even_where_a_chooser_has_the_focus(
    qtbot: QtBot, make_session: SessionMaker, open_review: Opener
) -> None:
    window = open_review(make_session(PEOPLE, markers=MARKERS))
    with qtbot.waitActive(window):
        window.activateWindow()
    for chooser in (window.timeline.person, window.side.stretch):
        chooser.setFocus()
        QTest.keyClick(chooser, Qt.Key.Key_Space)
        assert window.player.playing
        assert not chooser.view().isVisible()
        QTest.keyClick(chooser, Qt.Key.Key_Space)
        assert not window.player.playing


def test_a_person_is_chosen_in_table_chooser_lane_or_by_key(
    make_session: SessionMaker, open_review: Opener
) -> None:
    window = open_review(make_session(PEOPLE))
    side, timeline = window.side, window.timeline

    def chosen() -> set[object]:
        person = window.exports.person
        assert person is not None
        (lane,) = [lane for lane in timeline.chart._lanes if lane.chosen]
        row = side.people.currentIndex().row()
        heading = side._name.text()
        return {
            person.track_id,
            timeline.person.currentData(),
            lane.track_id,
            side.people.table.rows[row].key,
            int(heading.removeprefix("Person ")),
        }

    assert chosen() == {1}
    side.people.selectRow(1)
    assert chosen() == {2}
    assert [row.cells[1].text for row in side.expressions.table.rows] == [
        *("0 %", "0 %", "0 %", "0 %", "67 %", "0 %", "0 %"),
        *("0 %", "33 %"),
    ]
    timeline.person.activated.emit(0)
    assert chosen() == {1}
    chart = timeline.chart
    lane_y = chart._lane_top - 1.5 * chart._lane_height
    QTest.mouseClick(
        chart._plot.viewport(), Qt.MouseButton.LeftButton, pos=_point(window, 1.2, lane_y)
    )
    assert chosen() == {2}
    window.commands["next_person"].trigger()
    assert chosen() == {1}


def test_figures_are_of_the_whole_or_of_a_part_between_markers(
    qtbot: QtBot, make_session: SessionMaker, open_review: Opener
) -> None:
    side = open_review(make_session(PEOPLE, markers=MARKERS)).side

    def choose(part: int, people: list[int]) -> None:
        side.stretch.setCurrentIndex(part)
        side.stretch.activated.emit(part)
        qtbot.waitUntil(lambda: [row.key for row in side.people.table.rows] == people)

    assert side.stretch.itemText(2) == "Marker 4 to marker 7, 0:00–0:02"
    assert [row.cells[1].text for row in side.people.table.rows] == ["3.0 s", "1.5 s"]
    choose(1, [1])
    assert side.expressions.table.rows[3].cells[1].text == "100 %"
    choose(0, [1, 2])
    choose(1, [1])
    side.stretch.activated.emit(1)  # is too late for the next one
    choose(3, [1, 2])
    assert side._longest.text() == "No expression was ever likely enough to be named."


def test_a_marker_in_the_list_is_gone_to(
    qtbot: QtBot, make_session: SessionMaker, open_review: Opener
) -> None:
    window = open_review(make_session(PEOPLE, markers=MARKERS))
    table = window.side.markers
    assert window.side.markers.table.rows[0].cells[2].text == "begin"
    where = table.visualRect(table.model().index(1, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    _wait_for(window, qtbot, 40)


def test_the_timeline_zooms_scrolls_and_follows(
    qtbot: QtBot, make_session: SessionMaker, open_review: Opener
) -> None:
    window = open_review(make_session(PEOPLE))
    timeline = window.timeline
    assert not timeline._scroll.isVisible()
    window.commands["zoom_in"].trigger()
    assert timeline.span.length_s == pytest.approx(1.5)
    assert timeline._scroll.isVisible()
    window.player.seek(2.9)
    assert timeline.span.start_s == pytest.approx(1.5)
    timeline._scroll.setValue(500)
    assert timeline.span.start_s == pytest.approx(0.5)
    assert timeline.chart._plot.field.viewRange()[0] == pytest.approx([0.5, 2.0])
    window.commands["zoom_all"].trigger()
    assert timeline.span.whole


def test_the_overlay_can_be_put_away(make_session: SessionMaker, open_review: Opener) -> None:
    window = open_review(make_session(PEOPLE))
    assert _has_overlay(window)
    window.commands["overlay"].trigger()
    assert not _has_overlay(window)
    assert window.video.frame is not None
    window.commands["bars"].trigger()
    assert window.video.options.bars


def test_an_annotated_video_needs_no_overlay(
    make_session: SessionMaker, open_review: Opener
) -> None:
    window = open_review(make_session(PEOPLE, video="annotated"))
    assert not _has_overlay(window)
    assert not window.commands["overlay"].isEnabled()
    assert "part of this video" in window.commands["overlay"].toolTip()


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not any(value and "//" in value for name, value in attrs if name in {"src", "href"})
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_charts_report_and_figures_are_saved(
    qtbot: QtBot, make_session: SessionMaker, open_review: Opener
) -> None:
    folder = make_session(PEOPLE, markers=MARKERS)
    window = open_review(folder)
    names = {
        "report": f"{folder.name}-report.html",
        "chart_png": f"{folder.name}-person-1.png",
        "chart_svg": f"{folder.name}-person-1.svg",
        "summary_csv": f"{folder.name}-summary.csv",
    }
    for kind, name in names.items():
        window.commands[kind].trigger()
        (dialog,) = window.findChildren(QFileDialog)
        assert dialog.selectedFiles() == [str(folder / name)]
        dialog.fileSelected.emit(dialog.selectedFiles()[0])
        dialog.reject()
        dialog.setParent(None)
        _wait_for_toast(window, qtbot, f"Saved {name}")
        assert window.toast._button.text() == "Open folder"
    picture = QImage(str(folder / names["chart_png"]))
    assert (picture.width(), picture.height()) == (1920, 800)
    colours = {picture.pixelColor(x, y).name() for x in range(0, 1920, 7) for y in range(0, 800, 3)}
    assert {"#ffffff", "#f0c400", "#1b1f26"} <= colours
    root = ElementTree.parse(folder / names["chart_svg"]).getroot()
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    page = _Page()
    html = (folder / names["report"]).read_text(encoding="utf-8")
    page.feed(html)
    assert page.open == []
    assert html.count("<svg") == 2
    with (folder / names["summary_csv"]).open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 7


def test_a_zoomed_chart_is_saved_as_it_is_seen(
    qtbot: QtBot, make_session: SessionMaker, open_review: Opener, tmp_path: Path
) -> None:
    window = open_review(make_session(PEOPLE, markers=MARKERS))
    window.commands["zoom_in"].trigger()
    window.exports.save("chart_svg", tmp_path / "part.svg")
    _wait_for_toast(window, qtbot, "Saved part.svg")
    words = (tmp_path / "part.svg").read_text(encoding="utf-8")
    assert ">0:01.4<" in words
    assert ">0:02.0<" not in words


def test_a_file_that_cannot_be_saved_is_said(
    qtbot: QtBot, make_session: SessionMaker, open_review: Opener, tmp_path: Path
) -> None:
    window = open_review(make_session(PEOPLE))
    for kind in ("report", "chart_png", "chart_svg", "summary_csv"):
        window.notices.clear("export")
        window.exports.save(kind, tmp_path / "nowhere" / "file.png")
        qtbot.waitUntil(lambda: bool(window.notices.notices), timeout=10_000)
        (notice,) = window.notices.notices
        assert notice.text == "The file could not be saved"
        assert "cannot be written" in notice.details


def test_a_session_without_a_video_shows_its_faces_all_the_same(
    qtbot: QtBot, make_session: SessionMaker, open_review: Opener
) -> None:
    window = open_review(make_session(PEOPLE, with_video=False))
    window.player.seek(1.2)
    qtbot.waitUntil(lambda: window.player.result is not None and len(window.player.result) == 2)
    assert "no video" in window.notices.notices[0].text


def test_a_damaged_video_is_said_and_the_results_are_shown(
    qtbot: QtBot, make_session: SessionMaker, open_review: Opener
) -> None:
    folder = make_session(PEOPLE, ended_at=None)
    (folder / VIDEO).write_bytes(b"nothing" * 999)
    window = open_review(folder)
    qtbot.waitUntil(lambda: len(window.notices.notices) == 2)
    first, second = window.notices.notices
    assert "cut off" in first.text
    assert second.text == "The video cannot be shown, only the results"
    assert "video.mp4" in second.details
    window.player.seek(1.2)
    assert window.player.result is not None
    assert len(window.player.result) == 2


def test_a_session_without_a_face_has_nothing_to_choose(
    make_session: SessionMaker, open_review: Opener
) -> None:
    window = open_review(make_session({}))
    assert not window.timeline.person.isEnabled()
    assert not window.commands["chart_png"].isEnabled()
    assert "no face was seen" in window.commands["chart_png"].toolTip()
    assert window.side._longest.text() == "No face was seen in this recording."


def test_what_cannot_be_opened_is_said_in_the_main_window(
    app: "App", qtbot: QtBot, tmp_path: Path
) -> None:
    app.start()
    app.controller.reviews.open(tmp_path)
    qtbot.waitUntil(lambda: bool(app.stage.notices.notices), timeout=20_000)
    assert app.stage.notices.notices[0].text == "The recording cannot be opened"
    assert "metadata.json" in app.stage.notices.notices[0].details
    assert app.controller.reviews.windows == []


def test_a_dropped_session_is_reviewed_and_a_dropped_folder_is_played(
    app: "App", qtbot: QtBot, make_session: SessionMaker, open_review: Opener, tmp_path: Path
) -> None:
    folder = make_session(PEOPLE)
    for path in (folder, tmp_path):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        none = Qt.KeyboardModifier.NoModifier
        app.window.dropEvent(
            QDropEvent(
                QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none
            )
        )
    qtbot.waitUntil(lambda: len(app.controller.reviews.windows) == 1, timeout=20_000)
    assert [source for source, _ in app.live.opened] == ["demo", str(tmp_path)]


def test_a_recording_asked_for_twice_at_once_is_opened_once(
    app: "App", qtbot: QtBot, make_session: SessionMaker, open_review: Opener
) -> None:
    folder = make_session(PEOPLE)
    app.controller.reviews.open(folder)
    open_review(folder)
    assert app.window.jobs.wait(5)
    QApplication.processEvents()
    assert len(app.controller.reviews.windows) == 1
    assert app.controller.reviews._made == []


def test_closing_the_app_while_a_recording_is_opened_leaves_nothing(
    app: "App", qtbot: QtBot, make_session: SessionMaker
) -> None:
    app.start()
    reviews = app.controller.reviews
    reviews.open(make_session(PEOPLE))
    qtbot.waitUntil(lambda: bool(reviews._made), timeout=20_000)
    (window,) = reviews._made
    gone = QSignalSpy(window.destroyed)
    app.window.close()
    qtbot.waitUntil(lambda: gone.count() == 1)
    assert (reviews._made, reviews.windows) == ([], [])


def test_a_session_given_at_the_start_is_reviewed_beside_the_usual_source(
    app: "App", qtbot: QtBot, make_session: SessionMaker
) -> None:
    folder = make_session(PEOPLE)
    live = app.start(str(folder))
    qtbot.waitUntil(lambda: len(app.controller.reviews.windows) == 1, timeout=20_000)
    assert str(folder) not in [source for source, _ in live.opened]
    app.window.close()
    assert app.controller.reviews.windows == []


def test_closing_ends_its_thread(make_session: SessionMaker, open_review: Opener) -> None:
    window = open_review(make_session(PEOPLE))
    window.player.toggle()
    assert any(thread.name == "review-video" for thread in threading.enumerate())
    window.commands["close"].trigger()
    assert not any(thread.name == "review-video" for thread in threading.enumerate())


def test_every_control_has_a_name_and_every_tooltip_its_key(
    make_session: SessionMaker, open_review: Opener
) -> None:
    window = open_review(make_session(PEOPLE, markers=MARKERS))
    kinds = (QAbstractButton, QComboBox, QSlider, QTableView)
    controls = [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, kinds)
        and widget.isVisible()
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]
    assert len(controls) > 12
    for control in controls:
        named = control.accessibleName() or (
            isinstance(control, QAbstractButton) and control.text()
        )
        assert named, control
    for action in window.commands:
        for key in action.shortcuts():
            assert key.toString() in action.toolTip() or key.toString() in {"Ctrl+="}


def test_what_was_just_recorded_is_reviewed_from_its_toast(
    app: "App", qtbot: QtBot, make_result: Callable[..., FrameResult], tmp_path: Path
) -> None:
    app.window.preferences.set("recording_folder", str(tmp_path / "movies"))
    app.start()
    happy = (0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0)
    app.show(make_result(happy))
    record = app.window.commands["record"]
    record.trigger()
    qtbot.waitUntil(lambda: app.controller.recording.phase.name == "GOING_ON", timeout=20_000)
    for _ in range(5):
        app.show(make_result(happy, (0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0)))
    record.trigger()
    qtbot.waitUntil(lambda: app.controller.recording.phase.name == "IDLE", timeout=20_000)
    button = app.stage.toast._button
    assert button.text() == "Review"
    button.click()
    reviews = app.controller.reviews
    qtbot.waitUntil(lambda: len(reviews.windows) == 1, timeout=20_000)
    (window,) = reviews.windows
    assert [person.track_id for person in window.session.people] == [1, 2]
    assert not window.session.cut_off
    qtbot.waitUntil(lambda: window.video.frame is not None)
    assert window.notices.notices == ()
