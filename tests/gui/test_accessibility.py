"""What a screen reader hears and reads while the window works."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import CameraBusyError, CheckpointError
from emotion_desktop.gui.accessibility import (
    RENEWED_MS,
    Description,
    add_clear_button,
    label_chooser,
    probabilities_in_words,
)
from emotion_desktop.gui.live_view.states import notice_of_model_error, state_of_source_error
from emotion_desktop.gui.live_view.video_view import VideoView
from emotion_desktop.gui.look.theme import Theme
from emotion_desktop.labels import Emotion
from tests.gui.conftest import App

HAPPY = (0.0, 0.0, 0.0, 0.9, 0.0, 0.1, 0.0)
SAD = (0.0, 0.0, 0.0, 0.1, 0.9, 0.0, 0.0)
Heard = list[tuple[str, QAccessible.AnnouncementPoliteness]]
ASSERTIVE = QAccessible.AnnouncementPoliteness.Assertive
POLITE = QAccessible.AnnouncementPoliteness.Polite


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    """What has been announced so far."""
    told: Heard = []

    def update(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            told.append((event.message(), event.politeness()))

    monkeypatch.setattr(QAccessible, "updateAccessibility", update)
    return told


def test_a_toast_is_announced(app: App, heard: Heard) -> None:
    app.window.stage.toast.say("Saved picture.png")
    assert heard == [("Saved picture.png", POLITE)]


def test_a_warning_interrupts_and_tells_its_details(app: App, heard: Heard) -> None:
    error = CheckpointError("mine.safetensors is damaged")
    app.window.stage.notices.show_notice(notice_of_model_error(error, "cnn48_gray", lambda: None))
    text = "The model could not be loaded; using cnn48_gray. mine.safetensors is damaged"
    assert heard == [(text, ASSERTIVE)]


def test_a_lost_picture_is_announced_once_while_its_countdown_goes_on(
    app: App, heard: Heard
) -> None:
    state = state_of_source_error(CameraBusyError("Logitech C920 does not open"))
    app.window.stage.show_state(state)
    app.window.stage.show_state(state)
    ((text, politeness),) = heard
    assert text.startswith("The camera is busy. Close the program that uses it")
    assert politeness == ASSERTIVE


def test_a_badge_on_the_picture_is_announced_when_it_comes(app: App, heard: Heard) -> None:
    for text in ("Paused", "Paused", "", "Paused"):
        app.window.stage.video.set_badge(text)
    assert heard == [("Paused", POLITE)] * 2


def test_a_face_that_comes_is_announced_with_its_label(
    app: App, heard: Heard, make_result: Callable[..., FrameResult], qtbot: QtBot
) -> None:
    app.start()
    heard.clear()
    app.live.show(make_result(HAPPY))
    qtbot.waitUntil(lambda: ("Face 1: Happiness", POLITE) in heard)


def test_the_picture_tells_who_shows_what(
    qtbot: QtBot, settings: QSettings, make_result: Callable[..., FrameResult]
) -> None:
    view = VideoView(Theme(settings))
    qtbot.addWidget(view)
    view.show_result(make_result(HAPPY, SAD, ids=(1, 2)))
    wanted = "Face 1: Happiness 90\u00a0%. Face 2: Sadness 90\u00a0%"
    qtbot.waitUntil(lambda: view.accessibleDescription() == wanted)
    view.show_result(make_result())
    qtbot.waitUntil(lambda: view.accessibleDescription() == "No face in view")
    view.clear()
    qtbot.waitUntil(lambda: view.accessibleDescription() == "No picture")


def test_a_description_is_written_at_most_twice_a_second_and_ends_with_what_is_so_now(
    qtbot: QtBot,
) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    values = iter(range(100))
    description = Description(widget, lambda: str(next(values)))
    for _ in range(50):
        description.renew()
    assert widget.accessibleDescription() == ""
    qtbot.waitUntil(lambda: widget.accessibleDescription() == "0")
    qtbot.wait(2 * RENEWED_MS)
    assert widget.accessibleDescription() == "0"


def test_probabilities_are_told_from_the_likeliest_down() -> None:
    values = [(Emotion.ANGER, 0.02), (Emotion.HAPPINESS, 0.9), (Emotion.FEAR, None)]
    assert probabilities_in_words(values) == "happiness 90\u00a0%, anger 2\u00a0%"
    assert probabilities_in_words([(Emotion.FEAR, None)]) == "no probabilities"


def test_a_chooser_is_named_by_a_label_that_is_not_seen(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    box = QComboBox()
    QVBoxLayout(parent).addWidget(box)
    label_chooser(box, "Lines & areas")
    parent.show()
    part = QAccessible.queryAccessibleInterface(box)
    ((label, _),) = part.relations(QAccessible.RelationFlag.Label)
    assert label.text(QAccessible.Text.Name) == "Lines & areas"
    assert box.height() == parent.height() - 2 * box.y()


def test_the_button_that_empties_a_line_has_a_name(qtbot: QtBot) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    add_clear_button(line)
    assert [button.accessibleName() for button in line.findChildren(QToolButton)] == ["Clear"]
