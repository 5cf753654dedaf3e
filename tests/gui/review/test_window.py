"""Recorded sessions are looked at again: picture, timeline and figures at the same moment."""

import random
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QSlider, QTableView, QWidget
from pytestqt.qtbot import QtBot

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.live_view.frame_image import fitted
from tests.gui.reviewing import (
    HAPPY,
    MARKERS,
    PEOPLE,
    SAD,
    Opener,
    SessionMaker,
    has_overlay,
    point_of,
    shown,
    wait_until_at,
)


def test_picture_faces_slider_and_timeline_stay_in_step(
    qtbot: QtBot, make_session: SessionMaker, open_review: Opener
) -> None:
    window = open_review(make_session(PEOPLE, markers=MARKERS))
    for row in (40, 39, 59, 0, 25):
        window.player.seek(float(window.session.times[row]))
        wait_until_at(window, qtbot, row)
    result = window.player.result
    assert result is not None
    assert result.track_ids.tolist() == [1, 2]
    assert [result.emotion(face) for face in range(2)] == [HAPPY, SAD]
    assert window.timeline.legend.entries[3].value == pytest.approx(0.9)


def test_a_click_or_drag_in_the_timeline_goes_there(
    qtbot: QtBot, make_session: SessionMaker, open_review: Opener
) -> None:
    window = open_review(make_session(PEOPLE, markers=MARKERS))
    viewport = window.timeline.chart.plot.viewport()
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(viewport, left, pos=point_of(window, 1.27, 0.5))
    wait_until_at(window, qtbot, 25)
    QTest.mousePress(viewport, left, pos=point_of(window, 0.52, 0.5))
    wait_until_at(window, qtbot, 10)
    end = point_of(window, 2.77, 0.5)
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
    wait_until_at(window, qtbot, 55)


def test_the_slider_goes_where_it_is_clicked(
    qtbot: QtBot, make_session: SessionMaker, open_review: Opener
) -> None:
    window = open_review(make_session(PEOPLE))
    slider = window.transport.scrubber
    middle = QPoint(slider.width() // 2, slider.height() // 2)
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=middle)
    assert window.player.position == pytest.approx(1.475, abs=0.05)
    qtbot.waitUntil(lambda: shown(window) == window.player.row)


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
        wait_until_at(window, qtbot, row)

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
    assert window.commands[ActionName.PAUSE].text() == "Pause"
    qtbot.waitUntil(lambda: not window.player.playing)
    wait_until_at(window, qtbot, 59)
    assert window.commands[ActionName.PAUSE].text() == "Play"
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
    wait_until_at(window, qtbot, window.player.row)


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
        wait_until_at(window, qtbot, player.row)


def test_the_space_bar_plays_even_where_a_chooser_has_the_focus(
    qtbot: QtBot, make_session: SessionMaker, open_review: Opener
) -> None:
    window = open_review(make_session(PEOPLE, markers=MARKERS))
    with qtbot.waitActive(window):
        window.activateWindow()
    for chooser in (window.timeline.person, window.side.segment):
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
        (lane,) = [lane for lane in timeline.chart.lanes if lane.chosen]
        row = side.people.currentIndex().row()
        heading = side.heading.text()
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
        *("0\u00a0%", "0\u00a0%", "0\u00a0%", "0\u00a0%", "67\u00a0%", "0\u00a0%", "0\u00a0%"),
        *("0\u00a0%", "33\u00a0%"),
    ]
    timeline.person.activated.emit(0)
    assert chosen() == {1}
    chart = timeline.chart
    lane_y = chart.lane_middle(1)
    QTest.mouseClick(
        chart.plot.viewport(), Qt.MouseButton.LeftButton, pos=point_of(window, 1.2, lane_y)
    )
    assert chosen() == {2}
    window.commands[ActionName.NEXT_PERSON].trigger()
    assert chosen() == {1}


def test_figures_are_of_the_whole_or_of_a_part_between_markers(
    qtbot: QtBot, make_session: SessionMaker, open_review: Opener
) -> None:
    side = open_review(make_session(PEOPLE, markers=MARKERS)).side

    def choose(part: int, people: list[int]) -> None:
        side.segment.setCurrentIndex(part)
        side.segment.activated.emit(part)
        qtbot.waitUntil(lambda: [row.key for row in side.people.table.rows] == people)

    assert side.segment.itemText(2) == "Marker 4 to marker 7, 0:00–0:02"
    assert [row.cells[1].text for row in side.people.table.rows] == ["3.0 s", "1.5 s"]
    choose(1, [1])
    assert side.expressions.table.rows[3].cells[1].text == "100\u00a0%"
    choose(0, [1, 2])
    choose(1, [1])
    side.segment.activated.emit(1)  # is too late for the next one
    choose(3, [1, 2])
    assert side.longest.text() == "No expression ever reached the threshold for a label."


def test_a_marker_in_the_list_is_gone_to(
    qtbot: QtBot, make_session: SessionMaker, open_review: Opener
) -> None:
    window = open_review(make_session(PEOPLE, markers=MARKERS))
    table = window.side.markers
    assert window.side.markers.table.rows[0].cells[2].text == "begin"
    where = table.visualRect(table.model().index(1, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    wait_until_at(window, qtbot, 40)


def test_the_timeline_zooms_scrolls_and_follows(
    qtbot: QtBot, make_session: SessionMaker, open_review: Opener
) -> None:
    window = open_review(make_session(PEOPLE))
    timeline = window.timeline
    assert not timeline.scroll_bar.isVisible()
    window.commands[ActionName.ZOOM_IN].trigger()
    assert timeline.part.length_s == pytest.approx(1.5)
    assert timeline.scroll_bar.isVisible()
    window.player.seek(2.9)
    assert timeline.part.start_s == pytest.approx(1.5)
    timeline.scroll_bar.setValue(500)
    assert timeline.part.start_s == pytest.approx(0.5)
    assert timeline.chart.plot.field.viewRange()[0] == pytest.approx([0.5, 2.0])
    window.commands[ActionName.ZOOM_ALL].trigger()
    assert timeline.part.whole


def test_the_overlay_can_be_put_away(make_session: SessionMaker, open_review: Opener) -> None:
    window = open_review(make_session(PEOPLE))
    assert has_overlay(window)
    window.commands[ActionName.OVERLAY].trigger()
    assert not has_overlay(window)
    assert window.video.frame is not None
    window.commands[ActionName.BARS].trigger()
    assert window.video.options.bars


def test_an_annotated_video_needs_no_overlay(
    make_session: SessionMaker, open_review: Opener
) -> None:
    window = open_review(make_session(PEOPLE, video="annotated"))
    assert not has_overlay(window)
    assert not window.commands[ActionName.OVERLAY].isEnabled()
    assert "already in this video" in window.commands[ActionName.OVERLAY].toolTip()


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
        if not action.isEnabled():  # it says why instead
            assert action.toolTip().startswith(f"{action.text().rstrip('…')}: ")
            continue
        for key in action.shortcuts():
            assert key.toString() in action.toolTip() or key.toString() in {"Ctrl+="}


def test_boxes_are_painted_around_the_faces(
    qtbot: QtBot, make_session: SessionMaker, open_review: Opener
) -> None:
    window = open_review(make_session({1: PEOPLE[1]}))
    wait_until_at(window, qtbot, 0)
    pictures = []
    for _ in range(2):
        pictures.append(pixels(window.video))
        window.commands[ActionName.OVERLAY].trigger()
    changed = np.abs(pictures[0].astype(int) - pictures[1]).max(axis=2) > 40
    area = fitted(QSizeF(240, 120), QRectF(window.video.rect()))
    scale = area.width() / 240
    for axis, start, ends in ((0, area.left(), (10, 50)), (1, area.top(), (20, 60))):
        lines = np.flatnonzero(changed.sum(axis=axis) > 0.7 * 40 * scale)  # of the box's edges
        first, last = (start + scale * end for end in ends)
        assert lines[lines > first - 5].min() == pytest.approx(first, abs=2)  # plates are above
        assert lines.max() == pytest.approx(last, abs=2)


def pixels(widget: QWidget) -> NDArray[np.uint8]:
    """Return what a widget shows, (H, W, 4) uint8."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    shape = image.height(), image.width(), 4
    return np.frombuffer(image.constBits(), np.uint8).reshape(shape).copy()


def test_chart_and_picture_tell_a_screen_reader_what_they_show(
    qtbot: QtBot, make_session: SessionMaker, open_review: Opener
) -> None:
    window = open_review(make_session(PEOPLE, markers=MARKERS))
    window.player.seek(float(window.session.times[25]))
    wait_until_at(window, qtbot, 25)
    chart, picture = window.timeline.chart, window.video
    qtbot.waitUntil(lambda: chart.accessibleDescription().startswith("Person 1, 0:01.2"))
    assert "happiness 90\u00a0%" in chart.accessibleDescription()
    wanted = "Face 1: Happiness 90\u00a0%. Face 2: Sadness 90\u00a0%"
    qtbot.waitUntil(lambda: picture.accessibleDescription() == wanted)
