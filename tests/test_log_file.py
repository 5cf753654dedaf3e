"""The log holds what a report needs, and never a secret."""

import argparse
import logging
import re
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from emotion_desktop import log_file
from emotion_desktop.cli.analyze import main as analyze
from emotion_desktop.diagnostics import report_text
from emotion_desktop.error_boundary import SOURCE, error_boundary
from emotion_desktop.errors import OutputError, UnexpectedError
from emotion_desktop.log_file import (
    LogFile,
    add_log_arguments,
    close_log,
    current_log,
    log_options,
    open_log,
)
from emotion_desktop.vision.sources.naming import public_text


class Picture:
    """Something a worker has in its hands."""


_log = logging.getLogger("emotion_desktop.test")
ADDRESS = "rtsp://me:se cr@et@host:554/live?token=abc"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "logs" / "test.log"


@pytest.fixture
def log(path: Path) -> Iterator[Callable[[], str]]:
    """An open log; returns what it holds."""
    with open_log("test", log_options(["--log-file", str(path)])):
        yield lambda: path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "public"),
    [
        (f"cannot open {ADDRESS}", "cannot open rtsp://host:554/live"),
        ("Frame(source='http://u:p@h/x?token=1')", "Frame(source='http://h/x')"),
        ("a http://u:p@a/b#c and https://d?e end", "a http://a/b and https://d end"),
        ("rtsp://token@h/x\nfile.mp4", "rtsp://h/x\nfile.mp4"),
        ("rtsp://u:p/w@h/x", "rtsp://h/x"),
        ("rtsp://a/b:pw@h/x", "rtsp://h/x"),
        ("rtsp://u:pw@h/x?token=p@w is lost", "rtsp://... is lost"),
        ("rtsp://h/x@y: ask me@example.org", "rtsp://h/x@y: ask me@example.org"),
        ("/home/me/film?.mp4", "/home/me/film?.mp4"),
    ],
)
def test_addresses_in_a_text_lose_their_secrets(text: str, public: str) -> None:
    assert public_text(text) == public


def test_no_line_of_the_log_holds_a_secret(log: Callable[[], str]) -> None:
    _log.info("opening %s", ADDRESS)
    with pytest.raises(UnexpectedError) as caught, error_boundary(SOURCE):
        raise ValueError(ADDRESS)
    said = log() + str(caught.value) + report_text({"problem": ADDRESS})
    assert "ValueError: rtsp://host:554/live\n" in said
    assert not re.search("se cr|cr@et|abc|me:se", said)


def test_a_bug_is_one_sentence_without_its_text_and_errors_of_ours_pass() -> None:
    with pytest.raises(UnexpectedError) as caught, error_boundary(SOURCE):
        raise KeyError(ADDRESS)
    assert re.fullmatch(
        r"something went wrong in the source: KeyError, test_log_file.py:\d+", str(caught.value)
    )
    assert caught.value.where is SOURCE
    msg = "disk full"
    with pytest.raises(OutputError), error_boundary(SOURCE):
        raise OutputError(msg)


def test_what_a_worker_held_is_let_go_with_its_error() -> None:
    def work() -> None:
        picture = Picture()
        known.append(weakref.ref(picture))
        raise KeyError

    known: list[weakref.ref[Picture]] = []
    with pytest.raises(UnexpectedError) as caught, error_boundary(SOURCE):
        work()
    assert known[0]() is None
    assert caught.value


def test_what_no_thread_catches_is_logged(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    error = KeyError("slot")
    unraisable = argparse.Namespace(
        exc_type=KeyError, exc_value=error, exc_traceback=None, err_msg=None, object=None
    )
    with open_log("test", log_options(["--log-file", str(path)])):
        thread = threading.Thread(target=lambda: 1 / 0)
        thread.start()
        thread.join()
        sys.excepthook(KeyError, error, None)
        sys.unraisablehook(unraisable)
    said = path.read_text(encoding="utf-8")
    assert "ZeroDivisionError was not caught" in said
    assert "1 / 0" in said
    assert said.count("KeyError: 'slot'") == 2
    assert capsys.readouterr().err.splitlines() == [
        "ZeroDivisionError was not caught",
        "KeyError was not caught",
        "could not be raised: None",
    ]


def test_a_long_log_is_followed_by_another_and_two_are_kept(
    log: Callable[[], str], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_one = current_log()
    assert open_one is not None
    open_one.maxBytes = 2000
    for number in range(200):
        _log.info("%d %s", number, "x" * 50)
    assert {file.name for file in path.parent.iterdir()} == {
        "test.log", "test.log.1", "test.log.2"
    }  # fmt: skip
    assert all(file.stat().st_size <= 2000 for file in path.parent.iterdir())
    assert "199 x" in log()


def test_a_crash_is_in_the_log(path: Path) -> None:
    code = (
        "import faulthandler\n"
        "from emotion_desktop.log_file import log_options, open_log\n"
        f"with open_log('test', log_options(['--log-file', {str(path)!r}])):\n"
        "    faulthandler._sigsegv()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
    assert done.returncode != 0
    assert "Fatal Python error: Segmentation fault" in path.read_text(encoding="utf-8")


def test_a_report_says_versions_facts_and_the_end_of_the_log(log: Callable[[], str]) -> None:
    for number in range(1000):
        _log.info("line %d %s", number, "y" * 50)
    report = report_text({"model": "cnn48_gray on CPU"})
    assert report.startswith("model: cnn48_gray on CPU\nemotion-desktop: ")
    for name in ("Python", "system", "processor", "numpy", "onnxruntime", "PySide6-Essentials"):
        assert f"\n{name}: " in report
    assert "line 999 " in report
    assert "line 500 " not in report
    assert log()


def test_without_a_log_a_report_says_so_and_a_bug_is_on_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with open_log("test", log_options(["--log-file", "off"])):
        assert report_text().endswith("\nlog: none")
        with pytest.raises(UnexpectedError), error_boundary(SOURCE):
            raise KeyError
    assert "Traceback" in capsys.readouterr().err


def test_debug_is_logged_and_shown_if_it_is_asked_for(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for more in ([], ["--debug"]):
        with open_log("test", log_options(["--log-file", str(path), *more])):
            _log.debug("more %s", bool(more))
    assert re.findall("more (True|False)", path.read_text(encoding="utf-8")) == ["True"]
    assert "more True" in capsys.readouterr().err


def test_a_log_that_cannot_be_written_is_said_and_the_work_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    with open_log("test", log_options(["--log-file", str(tmp_path / "file" / "log")])):
        pass
    assert "no log is written to" in capsys.readouterr().err


def test_a_command_that_fails_unexpectedly_says_where_the_details_are(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (
        pytest.raises(SystemExit) as stopped,
        open_log("test", log_options(["--log-file", str(path)])),
    ):
        raise KeyError(ADDRESS)
    assert stopped.value.code == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("test: something went wrong in the command: KeyError, ")
    assert line.endswith(f"; the log has the details: {path}")


def test_afterwards_all_is_as_it_was(path: Path) -> None:
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    handlers = list(logging.getLogger().handlers)
    with open_log("test", log_options(["--log-file", str(path)])):
        close_log()
        path.unlink()
        _log.info("nobody hears this")
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before
    assert logging.getLogger().handlers == handlers
    assert not path.exists()


def test_the_log_lies_in_the_folder_of_the_platform_unless_a_variable_says_otherwise(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(log_file, "log_folder", lambda: tmp_path)
    monkeypatch.delenv(log_file.VARIABLE)
    monkeypatch.setenv("COLUMNS", "500")
    assert log_options([]).log_file == str(tmp_path / "emotion-desktop.log")
    monkeypatch.setenv(log_file.VARIABLE, "/elsewhere")
    assert log_options(["--arch", "cnn48_rgb"]).log_file == "/elsewhere"
    parser = argparse.ArgumentParser()
    add_log_arguments(parser)
    assert str(tmp_path) in parser.format_help()


def test_only_one_log_is_open(log: Callable[[], str]) -> None:
    found = [h for h in logging.getLogger().handlers if isinstance(h, LogFile)]
    assert found == [current_log()]
    assert log()


def test_the_analyser_writes_the_log(tmp_path: Path, path: Path) -> None:
    assert analyze([str(tmp_path / "missing.mp4"), "--model", "none", "--log-file", str(path)]) == 2
    assert "emotion-analyze" in path.read_text(encoding="utf-8")
