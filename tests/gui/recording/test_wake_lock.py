import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from emotion_desktop.domain import FrameResult
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.recording.dbus_wake_lock import DBusWakeLock
from emotion_desktop.gui.recording.wake_lock import ProcessWakeLock

if TYPE_CHECKING:
    from tests.gui.conftest import App

HAPPY = (0.0, 0.0, 0.0, 0.9, 0.0, 0.1, 0.0)

SERVICE = """
import os, sys
from PySide6.QtCore import QCoreApplication, QSocketNotifier
from PySide6.QtDBus import (QDBusConnection, QDBusServiceWatcher, QDBusUnixFileDescriptor,
                            QDBusVirtualObject)

class Fake(QDBusVirtualObject):
    kept = []

    def handleMessage(self, message, bus):
        print(message.interface(), *message.arguments(), flush=True)
        if "login1" in message.interface():
            read, write = os.pipe()
            self.answer(message, bus, QDBusUnixFileDescriptor(write))
            os.close(write)
            closed = QSocketNotifier(read, QSocketNotifier.Type.Read)
            closed.activated.connect(lambda: self.on_closed(closed))
            self.kept.append(closed)
        else:
            gone = QDBusServiceWatcher(message.service(), bus)
            gone.serviceUnregistered.connect(self.on_gone)
            self.kept.append(gone)
            self.answer(message, bus, 7)
        return True

    def answer(self, message, bus, value):
        reply = message.createReply()
        reply.setArguments([value])  # createReply([value]) would make an array of it
        bus.send(reply)

    def on_closed(self, closed):
        closed.setEnabled(False)
        print("login lock closed", flush=True)

    def on_gone(self):
        print("client gone", flush=True)

    def introspect(self, path):
        return ""

app = QCoreApplication([])
bus = QDBusConnection.connectToBus(sys.argv[1], "fake")
fake = Fake()
where = QDBusConnection.VirtualObjectRegisterOption.SubPath
assert bus.registerVirtualObject("/org/freedesktop", fake, where)
for name in ("org.freedesktop.ScreenSaver", "org.freedesktop.login1"):
    assert bus.registerService(name)
print("ready", flush=True)
app.exec()
"""


@pytest.fixture
def bus() -> Iterator[str]:
    """The address of a bus that is there for this test alone."""
    if shutil.which("dbus-daemon") is None:
        pytest.skip("dbus-daemon is missing; run: apt-get install dbus")
    command = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as daemon:
        assert daemon.stdout is not None
        yield daemon.stdout.readline().strip()
        daemon.terminate()


def test_the_desktop_and_the_login_service_are_asked_until_it_is_released(bus: str) -> None:
    command = [sys.executable, "-c", SERVICE, bus]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as service:
        assert service.stdout is not None
        assert service.stdout.readline() == "ready\n"
        lock = DBusWakeLock(bus, bus)
        lock.hold("A recording is in progress.")
        asked = [service.stdout.readline().strip() for _ in range(2)]
        lock.release()
        released = {service.stdout.readline().strip() for _ in range(2)}
        service.kill()
    assert asked == [
        "org.freedesktop.ScreenSaver emotion-desktop A recording is in progress.",
        "org.freedesktop.login1.Manager sleep:idle emotion-desktop A recording is in progress. "
        "block",
    ]
    assert released == {"login lock closed", "client gone"}


def test_two_who_keep_it_awake_do_not_release_each_other(bus: str) -> None:
    command = [sys.executable, "-c", SERVICE, bus]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as service:
        assert service.stdout is not None
        assert service.stdout.readline() == "ready\n"
        recording, batch = DBusWakeLock(bus, bus), DBusWakeLock(bus, bus)
        recording.hold("A recording is in progress.")
        batch.hold("Files are being analysed.")
        asked = [service.stdout.readline().split()[0] for _ in range(4)]
        batch.release()
        one = {service.stdout.readline().strip() for _ in range(2)}
        again = DBusWakeLock(bus, bus)
        again.hold("Files are being analysed.")  # nothing has been said of the first meanwhile
        asked += [service.stdout.readline().split()[0] for _ in range(2)]
        service.kill()
    again.release()
    recording.release()
    assert asked == ["org.freedesktop.ScreenSaver", "org.freedesktop.login1.Manager"] * 3
    assert one == {"login lock closed", "client gone"}


def test_without_such_services_there_is_a_line_in_the_log_and_no_error(
    bus: str, caplog: pytest.LogCaptureFixture
) -> None:
    lock = DBusWakeLock(bus, "unix:path=/nowhere")
    with caplog.at_level("INFO"):
        lock.hold("why")
    lock.release()
    lock.release()
    assert caplog.text.count("does not keep the machine awake") == 2


def test_a_program_runs_as_long_as_the_machine_has_to_be_awake() -> None:
    lock = ProcessWakeLock([sys.executable, "-c", "import time; time.sleep(60)"])
    lock.hold("why")
    process = lock.process
    assert process is not None
    assert process.poll() is None
    lock.release()
    assert process.poll() is not None
    lock.release()


def test_a_program_that_is_missing_is_said_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    lock = ProcessWakeLock(["/nowhere/caffeinate"])
    lock.hold("why")
    lock.release()
    assert "the machine may fall asleep" in caplog.text


class NotedLock:
    """Takes note of what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def hold(self, why: str) -> None:
        self.asked.append(why)

    def release(self) -> None:
        self.asked.append("released")


def test_the_machine_is_kept_awake_while_a_recording_goes_on(
    app: "App", make_result: Callable[..., FrameResult], tmp_path: Path
) -> None:
    app.start()
    app.window.preferences.change(recording_folder=str(tmp_path))
    lock = app.controller.recording.wake_lock = NotedLock()
    app.show(make_result(HAPPY))
    record = app.window.commands[ActionName.RECORD]
    record.trigger()
    app.qtbot.waitUntil(lambda: bool(lock.asked), timeout=20_000)
    assert lock.asked == ["A recording is in progress."]
    app.show(make_result(HAPPY))
    record.trigger()
    app.qtbot.waitUntil(lambda: len(lock.asked) == 2, timeout=20_000)
    assert lock.asked[1] == "released"
