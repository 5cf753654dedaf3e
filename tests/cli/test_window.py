"""The command for menus of Windows, which has no console."""

import sys
from types import SimpleNamespace

import pytest

from emotion_desktop.cli import desktop, window
from emotion_desktop.cli.environment import Display
from emotion_desktop.gui.app import name_for_taskbar


def run_without_console(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, list[str]]:
    """Return the exit code, and what was shown in boxes."""
    boxes: list[str] = []
    monkeypatch.setattr(window, "show", boxes.append)
    monkeypatch.setattr(sys, "argv", ["emotion-desktop-window", *arguments])
    with monkeypatch.context() as bare:  # for so long alone: pytest wants to have its own
        bare.setattr(sys, "stdout", None)
        bare.setattr(sys, "stderr", None)
        return window.main(), boxes


def test_why_no_window_opens_is_shown_in_a_box(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desktop, "find_display", lambda: Display(complaint="libx is missing"))
    assert run_without_console(monkeypatch) == (2, ["emotion-desktop: libx is missing\n"])


@pytest.mark.parametrize(
    ("argument", "code", "beginning"),
    [("--version", 0, "emotion-desktop "), ("--nonsense", 2, "usage: emotion-desktop ")],
)
def test_what_the_command_line_says_is_shown_in_a_box(
    argument: str, code: int, beginning: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended, (text,) = run_without_console(monkeypatch, argument)
    assert ended == code
    assert text.startswith(beginning)


def test_a_session_that_ended_well_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def run() -> int:
        sys.stderr.write("a warning\n")
        return 0

    monkeypatch.setattr(window, "desktop_main", run)
    assert run_without_console(monkeypatch) == (0, [])


def test_with_a_console_it_is_the_usual_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["emotion-desktop-window", "--version"])
    with pytest.raises(SystemExit):
        window.main()
    assert capsys.readouterr().out.startswith("emotion-desktop ")


def test_windows_is_told_whose_windows_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    named: list[str] = []
    shell = SimpleNamespace(SetCurrentProcessExplicitAppUserModelID=named.append)
    monkeypatch.setattr("ctypes.windll", SimpleNamespace(shell32=shell), raising=False)
    name_for_taskbar()
    assert named == []
    monkeypatch.setattr(sys, "platform", "win32")
    name_for_taskbar()
    assert named == ["emotion-desktop"]
