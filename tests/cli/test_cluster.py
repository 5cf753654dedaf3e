"""`emotion-analyze --cluster`: files on the workers of a Dask scheduler."""

import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from emotion_desktop.cli.analyze import main

Maker = Callable[..., Path]
Capture = pytest.CaptureFixture[str]
Command = subprocess.Popen[bytes]
pytestmark = pytest.mark.slow


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("EMOTION_DESKTOP_BACKEND", "onnx")
    return "cnn48_gray"


@pytest.fixture
def start_dask(model: str, tmp_path: Path) -> Iterator[Callable[..., Command]]:
    """A function that starts a command of Dask, as its users do."""
    assert model
    started: list[Command] = []

    def run(*arguments: str) -> Command:
        command = [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]]
        with (tmp_path / f"dask-{len(started)}.log").open("w") as log:
            started.append(subprocess.Popen(command, stderr=log, stdout=log))
        return started[-1]

    yield run
    for process in reversed(started):
        if process.poll() is None:
            process.kill()
            process.wait()


@pytest.fixture
def address(start_dask: Callable[..., Command], tmp_path: Path) -> str:
    """A scheduler, at a port that was free."""
    start_dask("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    for _ in range(600):
        found = re.search(r"tcp://127\.0\.0\.1:\d+", (tmp_path / "dask-0.log").read_text())
        if found is not None:
            return found[0]
        time.sleep(0.1)
    raise AssertionError((tmp_path / "dask-0.log").read_text())


WANTED = ("--export", "csv,parquet,people,elan,bids", "--video")
WORKER = ("--nthreads", "1", "--no-nanny", "--no-dashboard")


def assert_alike(one: Path, many: Path) -> None:
    """Fail where two folders of results differ in more than how long they took."""
    names = {path.name for path in one.iterdir()}
    assert names == {path.name for path in many.iterdir()}
    for name in names - {"summary.json"}:
        assert (one / name).read_bytes() == (many / name).read_bytes(), name
    summaries = [json.loads((out / "summary.json").read_text()) for out in (one, many)]
    for summary in summaries:
        del summary["seconds"], summary["fps"]
    assert summaries[0] == summaries[1]


def test_results_of_a_worker_of_a_cluster_are_those_of_one_process(
    model: str, address: str, start_dask: Callable[..., Command], make_clip: Maker,
    make_damaged: Maker, make_picture: Maker, tmp_path: Path,
) -> None:  # fmt: skip
    start_dask("dask_worker", address, *WORKER)
    inputs = [*map(str, (make_clip("a.mp4"), make_damaged("bad.mp4"), make_picture()))]
    one, many = tmp_path / "one", tmp_path / "many"
    assert main([*inputs, *WANTED, "--model", model, "--out", str(one)]) == 1
    wanted = (*WANTED, "--model", model, "--out", str(many), "--cluster", address)
    assert main([*inputs, *wanted]) == 1
    assert_alike(one, many)


@pytest.mark.long
def test_results_of_two_workers_one_of_which_is_killed_are_those_of_one_process(
    model: str, address: str, start_dask: Callable[..., Command], make_clip: Maker,
    make_damaged: Maker, make_picture: Maker, tmp_path: Path,
) -> None:  # fmt: skip
    workers = [start_dask("dask_worker", address, *WORKER) for _ in range(2)]
    times = [number / 25 for number in range(100)]
    inputs = [
        *(make_clip(f"{name}.mp4", times=times) for name in "abcd"),
        *(make_damaged("bad.mp4"), make_picture()),
    ]
    wanted = (*WANTED, "--model", model)
    one, many = tmp_path / "one", tmp_path / "many"
    assert main([*map(str, inputs), *wanted, "--out", str(one)]) == 1

    def kill_half_way() -> None:
        while not list(many.glob(".unfinished-*/??????")):
            time.sleep(0.01)
        workers[0].kill()

    killer = threading.Thread(target=kill_half_way)
    killer.start()
    assert main([*map(str, inputs), *wanted, "--out", str(many), "--cluster", address]) == 1
    killer.join()
    assert workers[0].wait() != 0
    assert_alike(one, many)


def test_a_cluster_that_does_not_answer_is_one_line_and_code_2(
    make_picture: Maker, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("emotion_desktop.outputs.parallel.cluster._ANSWER_S", 0.5)
    out = tmp_path / "out"
    assert main([str(make_picture()), "--cluster", "127.0.0.1:1", "--out", str(out)]) == 2
    assert "no Dask worker answers at 127.0.0.1:1" in capsys.readouterr().err
    assert not out.exists()


def test_without_dask_it_is_said_what_to_install(
    make_picture: Maker, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    arguments = [str(make_picture()), "--cluster", "127.0.0.1:1", "--out", str(tmp_path / "out")]
    assert main(arguments) == 2
    assert "install emotion-desktop[cluster]" in capsys.readouterr().err
