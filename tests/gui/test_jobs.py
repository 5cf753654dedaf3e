import threading

from PySide6.QtCore import QObject, QThread, QTimer, Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from emotion_desktop.errors import OutputError
from emotion_desktop.gui.jobs import Jobs
from emotion_desktop.gui.live_view.toast import DURATION_MS, Toast


class Listener(QObject):
    """Keeps what a job tells, and on which thread."""

    told = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.threads: list[QThread] = []

    def hear(self, what: object) -> None:
        self.heard.append(what)
        self.threads.append(QThread.currentThread())


def test_a_job_works_elsewhere_and_answers_on_the_gui_thread(qtbot: QtBot) -> None:
    jobs, listener = Jobs(), Listener()
    jobs.start(threading.get_ident, listener.hear)
    qtbot.waitUntil(lambda: bool(listener.heard))
    assert listener.heard != [threading.get_ident()]
    assert listener.threads == [jobs.thread()]
    assert jobs.wait(5)


def test_a_job_that_fails_says_why(qtbot: QtBot) -> None:
    def fail() -> None:
        msg = "the disk is full"
        raise OutputError(msg)

    jobs, listener = Jobs(), Listener()
    jobs.start(fail, listener.hear, listener.hear)
    qtbot.waitUntil(lambda: bool(listener.heard))
    assert str(listener.heard[0]) == "the disk is full"
    assert jobs.wait(5)


def test_waiting_for_a_hung_job_ends_in_time() -> None:
    jobs, go = Jobs(), threading.Event()
    jobs.start(go.wait, Listener().hear)
    assert not jobs.wait(0.05)
    go.set()
    assert jobs.wait(5)


def test_a_toast_goes_by_itself(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(400, 300)
    toast = Toast(parent)
    parent.show()
    timer = toast.findChild(QTimer)
    assert timer is not None
    timer.setInterval(1)
    toast.say("Done")
    qtbot.waitUntil(toast.isHidden)
    assert DURATION_MS == 3000


def test_a_toast_stands_at_the_bottom_left(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(400, 300)
    toast = Toast(parent)
    parent.show()
    toast.say("Done", "Undo", parent.hide)
    assert toast.x() < 40
    assert toast.geometry().bottom() > 260
    toast.button.click()
    assert parent.isHidden()
