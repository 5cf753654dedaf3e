"""The message over the picture."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible, QFont
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from emotion_desktop.gui.live_view.toast import MARGIN, Toast

LONG = "Recorded 0:04 to emotion-20260131-142530 · 78 frames are missing"


@pytest.fixture(params=[9, 20])
def parent(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[QWidget]:
    """A picture, with the usual font and with a large one."""
    usual = QApplication.font()
    QApplication.setFont(QFont(usual.family(), request.param))
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(460, 400)
    widget.show()
    yield widget
    QApplication.setFont(usual)


def cut_off(toast: Toast) -> list[str]:
    """Return the texts that are not seen whole."""
    label = toast.findChild(QLabel)
    assert isinstance(label, QLabel)
    parts = [each for each in toast.findChildren(QPushButton) if each.isVisible()]
    cut = [each.text() for each in parts if each.height() < each.sizeHint().height()]
    cut += [each.text() for each in parts if each.width() < each.sizeHint().width()]
    needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
    inside = toast.rect().contains(label.geometry()) and label.height() >= needed
    return cut if inside else [*cut, label.text()]


@pytest.mark.parametrize("before", ["", "Copied", LONG])
@pytest.mark.parametrize("text", ["Copied", LONG])
def test_a_message_and_its_buttons_are_seen_whole(parent: QWidget, before: str, text: str) -> None:
    toast = Toast(parent)
    if before:
        toast.say(before)
        QApplication.processEvents()
    toast.say(text, "Review", second="Open folder")
    QApplication.processEvents()
    assert cut_off(toast) == []
    assert toast.width() <= parent.width() - 2 * MARGIN


def test_a_message_becomes_narrower_with_the_picture(parent: QWidget) -> None:
    toast = Toast(parent)
    toast.say(LONG, "Review")
    parent.resize(300, 400)
    QApplication.processEvents()
    assert cut_off(toast) == []
    assert toast.geometry().right() <= parent.width() - MARGIN


def test_a_message_stays_while_its_button_has_the_focus(parent: QWidget, qtbot: QtBot) -> None:
    other = QPushButton("Other", parent)
    toast = Toast(parent)
    toast.timer.setInterval(50)
    parent.activateWindow()
    qtbot.waitActive(parent)
    toast.say("Saved", "Open folder")
    toast.button.setFocus()
    qtbot.wait(200)
    assert toast.isVisible()
    other.show()
    other.setFocus()
    qtbot.waitUntil(lambda: not toast.isVisible())


def test_a_message_with_a_button_waits_for_those_who_listen(
    parent: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    toast = Toast(parent)
    toast.timer.setInterval(50)
    toast.say("Saved", "Open folder")
    qtbot.wait(150)
    assert toast.isVisible()
    toast.say("Copied")
    qtbot.waitUntil(lambda: not toast.isVisible())
