import gc
import threading

from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from emotion_desktop.gui.gc_timer import GcTimer


class Cycle:
    """Garbage that only the collector can find, and that tells where it was found."""

    def __init__(self, found_on: list[str]) -> None:
        self._found_on = found_on
        self._itself = self

    def __del__(self) -> None:
        self._found_on.append(threading.current_thread().name)


def test_garbage_of_any_thread_is_collected_on_the_gui_thread(qtbot: QtBot) -> None:
    found_on: list[str] = []
    parent = QObject()
    tidying = GcTimer(parent)
    timer = tidying.findChild(QTimer)
    assert timer is not None
    timer.setInterval(10)

    def waste() -> None:
        for _ in range(5 * gc.get_threshold()[0]):
            Cycle(found_on)

    worker = threading.Thread(target=waste, name="worker")
    worker.start()
    worker.join()
    assert found_on == []
    qtbot.waitUntil(lambda: bool(found_on))
    assert set(found_on) == {"MainThread"}


def test_python_collects_again_when_the_app_is_gone(qtbot: QtBot) -> None:
    parent = QObject()
    GcTimer(parent)
    assert not gc.isenabled()
    parent.deleteLater()
    qtbot.waitUntil(gc.isenabled)
