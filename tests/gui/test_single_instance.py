import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from emotion_desktop.domain import FrameResult
from emotion_desktop.gui.single_instance import SeparateSettings, SingleInstance
from tests.gui.desktop import Desktop, wait_for

if TYPE_CHECKING:
    from tests.gui.conftest import App

SECOND = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from emotion_desktop.gui.single_instance import SingleInstance

app = QCoreApplication([])
instance = SingleInstance(Path(sys.argv[1]))
print(instance.is_first, flush=True)
if sys.argv[2] == "wait":
    time.sleep(60)
print(instance.call(sys.argv[2]), flush=True)
"""


def second(settings: Path, source: str = "") -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", SECOND, str(settings), source]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def first(tmp_path: Path, qtbot: QtBot) -> Iterator[SingleInstance]:
    del qtbot
    instance = SingleInstance(tmp_path / "emotion-desktop.ini")
    yield instance
    instance.close()


def test_a_second_start_is_not_the_first_and_is_heard(
    first: SingleInstance, tmp_path: Path, qtbot: QtBot
) -> None:
    assert first.is_first
    other = second(tmp_path / "emotion-desktop.ini", "/videos/holiday.mp4")
    with qtbot.waitSignal(first.called, timeout=30_000) as called:
        pass
    assert called.args == ["/videos/holiday.mp4"]
    qtbot.waitUntil(lambda: other.poll() is not None, timeout=30_000)
    assert other.communicate()[0].split() == ["False", "True"]


def test_settings_of_another_folder_have_their_own_window(
    first: SingleInstance, tmp_path: Path
) -> None:
    other = SingleInstance(tmp_path / "elsewhere" / "emotion-desktop.ini")
    assert (first.is_first, other.is_first) == (True, True)
    other.close()


def test_a_process_that_was_killed_blocks_nobody(tmp_path: Path, qtbot: QtBot) -> None:
    settings = tmp_path / "emotion-desktop.ini"
    killed = second(settings, "wait")
    assert killed.stdout is not None
    assert killed.stdout.readline() == "True\n"
    killed.kill()
    killed.communicate(timeout=10)
    later = SingleInstance(settings)
    assert later.is_first
    other = second(settings)
    with qtbot.waitSignal(later.called, timeout=30_000):
        pass
    qtbot.waitUntil(lambda: other.poll() is not None, timeout=30_000)
    assert other.communicate()[0].split() == ["False", "True"]
    later.close()


def test_the_first_that_has_gone_is_not_waited_for(first: SingleInstance, tmp_path: Path) -> None:
    first.close()
    assert not SingleInstance(tmp_path / "nobody.ini").call("")
    left = {path.name for path in tmp_path.iterdir()}
    assert not {name for name in left if name.startswith("emotion-desktop")}


def test_nonsense_on_the_socket_does_no_harm(
    first: SingleInstance, tmp_path: Path, qtbot: QtBot
) -> None:
    code = (
        "import socket, sys; s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]);"
        "s.sendall(b'[' * 20000 + b'\\n'); s.close()"
    )
    where = tmp_path / "emotion-desktop.socket"
    subprocess.run([sys.executable, "-c", code, str(where)], check=True, timeout=30)
    other = second(tmp_path / "emotion-desktop.ini", "demo")
    with qtbot.waitSignal(first.called, timeout=30_000) as called:
        pass
    assert called.args == ["demo"]
    qtbot.waitUntil(lambda: other.poll() is not None, timeout=30_000)
    assert other.communicate()[0].split() == ["False", "True"]


def test_a_separate_window_starts_with_the_settings_and_remembers_nothing(tmp_path: Path) -> None:
    own = tmp_path / "emotion-desktop.ini"
    own.write_text("[General]\ntheme=dark\nrecording_now=/movies/now\n", encoding="utf-8")
    separate = SeparateSettings(own)
    settings = separate.store
    assert settings.value("theme") == "dark"
    assert not settings.contains("recording_now")
    settings.setValue("theme", "light")
    settings.sync()
    assert QSettings(str(own), QSettings.Format.IniFormat).value("theme") == "dark"
    separate.remove()
    assert not separate.path.exists()


def test_a_window_that_is_called_comes_up_and_opens_the_file(app: "App") -> None:
    live = app.start()
    app.window.showMinimized()
    app.controller.come_to_front("/videos/holiday.mp4")
    assert not app.window.isMinimized()
    assert live.opened[-1] == ("/videos/holiday.mp4", False)
    app.controller.come_to_front()
    assert len(live.opened) == 2


def test_a_file_that_comes_before_the_first_source_is_chosen_is_opened_then(app: "App") -> None:
    app.controller.come_to_front("/videos/holiday.mp4")
    live = app.start("demo")
    assert live.opened == [("/videos/holiday.mp4", False)]


def test_a_call_from_outside_never_ends_a_recording(
    app: "App", make_result: Callable[..., FrameResult], monkeypatch: pytest.MonkeyPatch
) -> None:
    live = app.start()
    app.show(make_result())
    monkeypatch.setattr(app.controller.recording, "is_active", lambda: True)
    app.controller.come_to_front("/videos/holiday.mp4")
    assert len(live.opened) == 1
    assert app.stage.toast.text == "holiday.mp4 was not opened: a recording is in progress"


def test_a_second_start_asks_and_can_open_a_window_of_its_own(
    xvfb_display: str, tmp_path: Path
) -> None:
    with Desktop(xvfb_display, tmp_path, ["demo"]) as one:
        home = tmp_path / "second"
        two = Desktop(
            xvfb_display, home, ["demo"], environment={"XDG_CONFIG_HOME": str(tmp_path / "config")}
        )
        with two:
            wait_for(lambda: "Separate window" in two.seen()["controls"], 30)
            assert "Emotion Desktop is already open." in two.seen()["texts"]
            two.click("Separate window")
            wait_for(lambda: "Emotion Desktop – separate window" in two.seen()["windows"], 60)
        assert one.process.poll() is None
