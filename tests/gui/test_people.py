"""What users say of the people in view."""

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog, QMenu

from emotion_desktop.domain import FrameResult, Person
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.vision.people import People
from tests.builders import make_frame_result

if TYPE_CHECKING:
    from tests.gui.conftest import App

HAPPY = (0.0, 0.0, 0.0, 0.9, 0.0, 0.1, 0.0)


def two(**fields: object) -> FrameResult:
    boxes = [(40, 40, 140, 140), (300, 40, 400, 140)]
    return make_frame_result(boxes, [HAPPY, HAPPY], **fields)  # type: ignore[arg-type]


def menu_of(app: "App", track_id: int) -> dict[str, QAction]:
    menu = QMenu(app.window)
    app.controller.people.fill(menu, track_id)
    actions = {action.text(): action for action in menu.actions()}
    same = actions["Same person as"].menu()
    assert isinstance(same, QMenu)
    return actions | {action.text(): action for action in same.actions()}


def said(app: "App") -> People:
    return app.controller.session.request.people


def test_a_person_is_named_and_the_pipeline_told(app: "App") -> None:
    app.start()
    app.controller.people.rename(1, "  Ada ")
    assert said(app).person(1) == Person(name="Ada")
    assert app.live.request.people == said(app)
    app.window.commands[ActionName.UNDO].trigger()
    assert said(app) == People()
    app.window.commands[ActionName.REDO].trigger()
    assert said(app).person(1).name == "Ada"


def test_a_name_that_is_none_is_refused_in_one_sentence(app: "App") -> None:
    app.start()
    app.controller.people.rename(1, "x" * 10_000)
    assert said(app) == People()
    assert "60" in app.stage.toast.text
    assert not app.window.commands[ActionName.UNDO].isEnabled()


def test_the_menu_of_a_person_marks_merges_and_splits(
    app: "App", monkeypatch: pytest.MonkeyPatch
) -> None:
    app.start()
    rows = app.window.docks.faces
    rows.show_result(two())
    menu_of(app, 1)["Bystander"].trigger()
    assert said(app).person(1).bystander
    assert menu_of(app, 1)["Bystander"].isChecked()
    menu_of(app, 2)["#1"].trigger()
    assert dict(said(app).merged) == {2: 1}
    menu_of(app, 1)["Somebody else from now on"].trigger()
    assert said(app).split == {1}
    for _ in range(3):
        app.window.commands[ActionName.UNDO].trigger()
    assert said(app) == People()


def test_a_key_names_the_person_selected_or_the_only_one(app: "App") -> None:
    app.start()
    panel, name = app.window.docks.faces, app.window.commands[ActionName.NAME_PERSON]
    panel.show_result(two())
    name.trigger()
    assert not app.window.findChildren(QInputDialog)
    assert app.stage.toast.text == "Select a face first"
    panel.set_chosen(2)
    name.trigger()
    (dialog,) = app.window.findChildren(QInputDialog)
    assert "#2" in dialog.labelText()
    dialog.setTextValue("Bob")
    dialog.accept()
    assert said(app).person(2).name == "Bob"


def test_names_end_with_their_source(app: "App") -> None:
    app.start()
    app.controller.people.rename(1, "Ada")
    app.controller.session.reopen()
    assert said(app).person(1).name == "Ada"
    app.controller.session.open("other.mp4")
    assert said(app) == People()
    assert not app.window.commands[ActionName.UNDO].isEnabled()


def test_a_name_is_on_the_card_and_in_its_headline(app: "App") -> None:
    app.start()
    panel = app.window.docks.faces
    panel.show_result(two(people=(Person(name="Ada"), Person())))
    assert [row.title for row in panel.rows] == ["#1 · Ada", "#2"]
    assert panel.rows[0].headline.startswith("Face 1 Ada: Happiness")


def at(time_s: float, made: FrameResult | None = None) -> FrameResult:
    made = two() if made is None else made
    frame = replace(made.frame, time_s=time_s, captured_at=time.monotonic())
    return replace(made, frame=frame)


def test_five_seconds_of_a_neutral_face_are_asked_of_the_pipeline(app: "App") -> None:
    app.start()
    app.window.docks.faces.show_result(two())
    record = app.window.commands[ActionName.RECORD_NEUTRAL]
    record.trigger()
    assert app.stage.toast.text == "Select a face first"
    app.window.docks.faces.set_chosen(2)
    QTest.keyClick(app.window, Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    assert app.stage.toast.text == "#2: please look neutral for 5 s …"
    for number in range(10):
        app.show(at(0.5 * number))
    assert app.stage.toast.text == "#2: please look neutral for 1 s …"
    assert said(app) == People()
    app.show(at(5.0))
    assert app.stage.toast.text == "Expressions of #2 are relative to neutral now"
    assert list(said(app).neutral) == [2]
    assert app.live.request.people == said(app)
    menu_of(app, 2)["Forget neutral"].trigger()
    assert said(app) == People()
    assert not menu_of(app, 2)["Forget neutral"].isEnabled()
    app.window.commands[ActionName.UNDO].trigger()
    assert list(said(app).neutral) == [2]


def test_a_face_that_goes_is_not_recorded_and_that_is_said(app: "App") -> None:
    app.start()
    menu_of(app, 2)["Record neutral (5 s)"].trigger()
    nobody = make_frame_result([], [])
    for number in range(12):
        app.show(at(0.5 * number, two() if number < 3 else nobody))
    assert "could be read for 1.0 s only" in app.stage.toast.text
    assert said(app) == People()


def test_another_source_ends_the_recording_of_a_neutral_face(app: "App") -> None:
    app.start()
    menu_of(app, 1)["Record neutral (5 s)"].trigger()
    app.show(at(0.0))
    app.controller.session.open("other.mp4")
    for number in range(12):
        app.show(at(0.5 * number))
    assert said(app) == People()
