"""The people of a recording get names."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMessageBox

from emotion_desktop.domain import Person
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.review.people_names import PeopleNames
from emotion_desktop.outputs.recording.people import read_people
from emotion_desktop.outputs.recording.reader import read_session
from tests.gui.reviewing import PEOPLE

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


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"people": 3}', '{"people": {"x": {}}}', json.dumps({"people": []})]
)
def test_a_damaged_file_of_names_hides_no_results(
    make_session: Callable[..., Path], text: str
) -> None:
    folder = make_session(PEOPLE)
    (folder / "people.json").write_text(text, encoding="utf-8")
    assert read_session(folder).said == {}
