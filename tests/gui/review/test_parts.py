"""What the review is made of, without its window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from pytestqt.modeltest import ModelTester

from emotion_desktop.gui.review.actions import GROUPS, REVIEW
from emotion_desktop.gui.review.playhead import PlayHead
from emotion_desktop.gui.review.tables import Cell, Row, Table
from emotion_desktop.vision.sources.playback import next_speed


def test_a_play_head_moves_with_the_clock_and_stops_at_the_end() -> None:
    head = PlayHead(10.0)
    assert head.position(100) == 0
    head.play(100)
    assert [(head.position(now), head.playing) for now in (103, 111, 120)] == [
        (3, True),
        (10, False),
        (10, False),
    ]


def test_playing_from_the_end_begins_anew() -> None:
    head = PlayHead(10.0)
    head.seek(10, 0)
    head.play(5)
    assert head.position(6) == 1


def test_a_paused_play_head_stays() -> None:
    head = PlayHead(10.0)
    head.play(0)
    head.pause(2)
    assert head.position(50) == 2
    head.play(50)
    assert head.position(51) == 3


def test_seeking_while_it_plays_goes_on_from_there() -> None:
    head = PlayHead(10.0)
    head.play(0)
    head.seek(7, 1)
    assert head.position(2) == 8
    head.seek(-3, 2)
    assert head.position(2) == 0


def test_another_speed_does_not_move_it() -> None:
    head = PlayHead(10.0)
    head.play(0)
    head.set_speed(2.0, 3)
    assert head.position(3) == 3
    assert head.position(4) == 5


@pytest.mark.parametrize(
    ("speed", "steps", "after"), [(1, 1, 2), (1, -1, 0.5), (4, 1, 4), (0.25, -1, 0.25)]
)
def test_speeds_go_in_steps(speed: float, steps: int, after: float) -> None:
    assert next_speed(speed, steps) == after


@pytest.mark.usefixtures("qapp")
def test_a_table_is_a_sound_model(qtmodeltester: ModelTester) -> None:
    table = Table(["name", "value"])
    table.show_rows([Row(1, (Cell("a", (255, 0, 0)), Cell("1", is_number=True)))])
    qtmodeltester.check(table, force_py=True)  # type: ignore[no-untyped-call]
    assert table.data(table.index(0, 1)) == "1"
    icon = table.data(table.index(0, 0), Qt.ItemDataRole.DecorationRole)
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
        assert icon.pixmap(12, 12, mode).toImage().pixelColor(6, 6).name() == "#ff0000"
    assert table.headerData(0, Qt.Orientation.Horizontal) == "name"
    assert (table.row_of(1), table.row_of(2)) == (0, -1)


def test_the_same_rows_with_other_values_are_no_reset() -> None:
    table = Table(["value"])
    table.show_rows([Row(1, (Cell("1"),))])
    resets: list[int] = []
    table.modelReset.connect(lambda: resets.append(1))
    table.show_rows([Row(1, (Cell("2"),))])
    assert (table.data(table.index(0, 0)), resets) == ("2", [])
    table.show_rows([])
    assert resets == [1]


def test_every_action_of_the_review_is_in_a_menu_and_no_key_is_used_twice() -> None:
    assert {spec.group for spec in REVIEW} == set(GROUPS)
    keys = [key for spec in REVIEW for key in spec.keys]
    assert len(set(keys)) == len(keys)
    assert len({spec.name for spec in REVIEW}) == len(REVIEW)
