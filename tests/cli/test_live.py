"""`emotion-desktop --headless --publish`, as a shell runs it."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from websockets.sync.client import connect

from emotion_desktop.cli.desktop import main
from tests.publish.live_output import SCHEMA, receive

Maker = Callable[..., Path]
COMMAND = [sys.executable, "-m", "emotion_desktop.cli.desktop"]
MODEL = ["--model", "cnn48_gray", "--backend", "onnx", "--precision", "fp32"]


def start(*arguments: str, cwd: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [*COMMAND, *arguments, *MODEL, "--headless"],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_standard_output_is_nothing_but_lines_of_json(make_clip: Maker, tmp_path: Path) -> None:
    clip = make_clip(times=[index / 10 for index in range(20)])
    with start(str(clip), "--publish", "ndjson", cwd=tmp_path) as run:
        out, err = run.communicate(timeout=60)
    assert run.returncode == 0, err
    messages = [json.loads(line) for line in out.splitlines()]
    for message in messages:
        SCHEMA.validate(message)
    frames = [message for message in messages if message["type"] == "frame"]
    assert frames[-1]["frame"] + frames[-1]["dropped"] >= 17
    assert sum(len(frame["faces"]) for frame in frames) > 0
    assert "messages" in err
    assert not (tmp_path / "emotion-out").exists()


def test_a_reader_that_has_read_enough_ends_it_without_a_word_of_python(tmp_path: Path) -> None:
    with start("demo", "--publish", "ndjson", cwd=tmp_path) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        json.loads(run.stdout.readline())
        run.stdout.close()
        err = run.stderr.read()
        assert run.wait(60) == 0
    assert "Traceback" not in err
    assert "Exception ignored" not in err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGTERM")
def test_frames_come_over_the_websocket_until_it_is_asked_to_end(tmp_path: Path) -> None:
    with start("demo", "--publish", "websocket@127.0.0.1:0", cwd=tmp_path) as run:
        assert run.stderr is not None
        line = run.stderr.readline()
        while "ws://" not in line:
            line = run.stderr.readline()
        with connect(line.split()[-1]) as client:
            assert receive(client)["source"] == "demo"
            run.send_signal(signal.SIGTERM)
        assert run.wait(20) == 0


def test_what_cannot_be_published_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        where = f"websocket@127.0.0.1:{taken.getsockname()[1]}"
        assert main(["demo", "--headless", "--publish", where]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "cannot be listened on" in line
    assert main(["demo", "--headless", "--publish", "websocket@0.0.0.0"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "set EMOTION_DESKTOP_TOKEN" in line


def test_a_publisher_that_is_not_there_is_named_in_the_usage(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        main(["--publish", "smoke"])
    assert "there is no publisher 'smoke'; choose from websocket" in capsys.readouterr().err
