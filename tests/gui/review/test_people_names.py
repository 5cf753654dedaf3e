"""The people of a recording get names, and numbers of their own."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from emotion_desktop.domain import Person
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.review.people_names import PeopleNames
from emotion_desktop.outputs.recording.edits import NO_EDITS, read_edits, write_edits
from emotion_desktop.outputs.recording.people import read_people
from emotion_desktop.outputs.recording.reader import read_session
from tests.gui.reviewing import HAPPY, PEOPLE, SAD, shown

if TYPE_CHECKING:
    from emotion_desktop.gui.review.window import ReviewWindow

Opener = Callable[[Path], "ReviewWindow"]


def choose(names: PeopleNames, track_id: int, text: str) -> None:
    actions: dict[str, QAction] = {a.text(): a for a in names.menu_of(track_id).actions()}
    actions[text].trigger()


def test_a_name_is_shown_and_lies_beside_the_tables_until_it_is_taken_back(
    open_review: Opener, make_session: Callable[..., Path]
) -> None:
    folder = make_session(PEOPLE)
    window = open_review(folder)
    names = window.people
    names.rename(1, "=Ada\u202e")
    assert window.side.people.table.rows[0].cells[0].text == "#1 =Ada"
    assert "=Ada" in window.side.heading.text()
    assert read_people(folder)[1] == Person(name="=Ada")
    assert read_session(folder).said == window.session.said
    choose(names, 1, "Bystander")
    assert read_people(folder)[1].bystander
    window.commands[ActionName.UNDO].trigger()
    window.commands[ActionName.UNDO].trigger()
    assert read_people(folder) == {}
    window.commands[ActionName.REDO].trigger()
    assert read_people(folder)[1].name == "=Ada"


def merged(window: "ReviewWindow", track_id: int, into: str) -> None:
    (menu,) = (a.menu() for a in window.people.menu_of(track_id).actions() if a.menu())
    assert isinstance(menu, QMenu)
    (action,) = (a for a in menu.actions() if a.text() == into)
    action.trigger()


def test_two_numbers_become_one_person_in_all_that_is_shown_and_saved(
    open_review: Opener, make_session: Callable[..., Path], qtbot: QtBot, tmp_path: Path
) -> None:
    folder = make_session({1: [(0.0, 1.0, HAPPY)], 2: [(1.5, 3.0, SAD)]})
    window = open_review(folder)
    window.people.rename(2, "Ada")
    window.side.people.selectRow(1)
    merged(window, 2, "#1")
    qtbot.waitUntil(lambda: window.editor.is_settled, timeout=20_000)
    assert [row.cells[0].text for row in window.side.people.table.rows] == ["#1 Ada"]
    assert window.side.heading.text() == "Person 1: Ada"
    assert window.timeline.person.count() == 1
    assert [lane.track_id for lane in window.timeline.chart.lanes] == [1]
    assert not window.commands[ActionName.NEXT_PERSON].isEnabled()
    window.player.seek(2.0)
    qtbot.waitUntil(lambda: shown(window) == 40)
    result = window.player.result
    assert result is not None
    assert (result.track_ids.tolist(), result.people[0].name) == ([1], "Ada")
    window.exports.save("people", tmp_path / "people.csv")
    qtbot.waitUntil((tmp_path / "people-columns.json").exists, timeout=20_000)
    text = (tmp_path / "people.csv").read_text(encoding="utf-8")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["track_id"], row["in_view_s"]) == ("1", "2.5000")
    assert read_edits(folder).tracks[0].into == 1

    window.commands[ActionName.UNDO].trigger()
    qtbot.waitUntil(lambda: window.editor.is_settled, timeout=20_000)
    names = [row.cells[0].text for row in window.side.people.table.rows]
    assert names == ["#1", "#2 Ada"]
    assert window.commands[ActionName.NEXT_PERSON].isEnabled()
    assert not (folder / "review.json").exists()


def test_a_number_is_somebody_else_from_the_frame_that_is_shown_on(
    open_review: Opener, make_session: Callable[..., Path], qtbot: QtBot
) -> None:
    folder = make_session(PEOPLE)
    window = open_review(folder)
    actions = {a.text(): a for a in window.people.menu_of(1).actions()}
    assert not actions["Somebody else from here on"].isEnabled()  # from the first frame: the same
    window.player.seek(1.0)
    choose(window.people, 1, "Somebody else from here on")
    qtbot.waitUntil(lambda: window.editor.is_settled, timeout=20_000)
    found = window.side.summaries
    assert list(found) == [1, 2, 3]
    assert (found[1].last_s, found[3].first_s) == pytest.approx((1.0, 1.0))
    choose(window.people, 3, "All people as recorded")
    qtbot.waitUntil(lambda: window.editor.is_settled, timeout=20_000)
    assert list(window.side.summaries) == [1, 2]
    assert not (folder / "review.json").exists()


def test_people_are_numbered_as_they_were_left(
    open_review: Opener, make_session: Callable[..., Path], qtbot: QtBot
) -> None:
    folder = make_session(PEOPLE)
    write_edits(folder, NO_EDITS.split(1, 1.0, into=7))
    window = open_review(folder)
    qtbot.waitUntil(lambda: window.editor.is_settled, timeout=20_000)
    assert list(window.side.summaries) == [1, 2, 7]


def test_a_name_that_is_too_long_is_refused_in_one_sentence(
    open_review: Opener, make_session: Callable[..., Path]
) -> None:
    folder = make_session(PEOPLE)
    window = open_review(folder)
    window.people.rename(1, "x" * 10_000)
    (box,) = window.side.findChildren(QMessageBox)
    assert "60" in box.text()
    box.close()
    assert not (folder / "people.json").exists()


def test_a_name_that_could_not_be_saved_is_no_change_to_be_undone(
    open_review: Opener, make_session: Callable[..., Path]
) -> None:
    folder = make_session(PEOPLE)
    window = open_review(folder)
    window.people.rename(1, "Ada")
    (folder / "people.json").unlink()
    (folder / "people.json").mkdir()
    window.people.rename(1, "Bea")
    (box,) = window.side.findChildren(QMessageBox)
    box.close()
    assert window.session.said[1].name == "Ada"
    assert window.editor.stack.count() == 1
    (folder / "people.json").rmdir()
    window.commands[ActionName.UNDO].trigger()
    assert window.session.said[1] == Person()
    assert not window.editor.stack.canUndo()


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"people": 3}', '{"people": {"x": {}}}', json.dumps({"people": []})]
)
def test_a_damaged_file_of_names_hides_no_results(
    make_session: Callable[..., Path], text: str
) -> None:
    folder = make_session(PEOPLE)
    (folder / "people.json").write_text(text, encoding="utf-8")
    assert read_session(folder).said == {}
