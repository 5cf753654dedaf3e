"""`emotion-analyze --workers`: several files at once, in processes of their own."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest

from emotion_desktop.cli.analyze import main

Maker = Callable[..., Path]
Capture = pytest.CaptureFixture[str]
Command = subprocess.Popen[str]

EVERYTHING = "csv,jsonl,parquet,people,episodes,boris,elan,praat,bids,report"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")


def sources_of(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(dict.fromkeys(row["source"] for row in csv.DictReader(file)))


def summary_of(out: Path) -> dict[str, object]:
    summary: dict[str, object] = json.loads((out / "summary.json").read_text())
    del summary["seconds"], summary["fps"]
    return summary


def worker_with(process: Command, part: Path, within_s: float = 60) -> psutil.Process:
    """Return the process that writes into the folder of a part."""
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        for child in psutil.Process(process.pid).children():
            files = child.open_files() if child.is_running() else []
            if any(Path(file.path).parent == part for file in files):
                return child
        time.sleep(0.005)
    raise AssertionError(part)


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> str:
    """A checkpoint that ships with the app: its processes need no PyTorch."""
    monkeypatch.setenv("EMOTION_DESKTOP_BACKEND", "onnx")
    return "cnn48_gray"


@pytest.fixture
def long_clip(make_clip: Maker) -> Callable[[str], Path]:
    """A function that makes a clip that takes some seconds to analyse."""
    return lambda name: make_clip(name, times=[number / 25 for number in range(300)])


@pytest.fixture
def start(model: str) -> Iterator[Callable[..., Command]]:
    """A function that starts the command as a process of its own."""
    with ExitStack() as stack:

        def run(*arguments: str | Path) -> Command:
            program = [sys.executable, "-m", "emotion_desktop.cli.analyze"]
            command = [*program, *map(str, arguments), "--model", model]
            process = subprocess.Popen(
                command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
            )
            stack.enter_context(process)
            stack.callback(process.kill)
            return process

        yield run


def test_results_with_two_workers_are_the_same_byte_for_byte(
    model: str, make_clip: Maker, make_picture: Maker, make_damaged: Maker, tmp_path: Path
) -> None:
    for number in range(3):
        make_picture(f"deep/face{number}.png")
    inputs = [
        *(make_clip("a.mp4"), make_damaged("bad.mp4"), make_clip("deep/a.mp4", times=[0, 0.1])),
        *(tmp_path / "in" / "deep", make_picture(), "missing.png"),
    ]
    wanted = ("--export", EVERYTHING, "--video", "--model", model)
    one, two = tmp_path / "one", tmp_path / "two"
    assert main([*map(str, inputs), *wanted, "--out", str(one)]) == 1
    assert main([*map(str, inputs), *wanted, "--out", str(two), "--workers", "2"]) == 1
    names = {path.name for path in one.iterdir()}
    assert names == {path.name for path in two.iterdir()}
    assert len(names) > 15
    for name in names - {"summary.json"}:
        assert (one / name).read_bytes() == (two / name).read_bytes(), name
    assert summary_of(one) == summary_of(two)


def test_a_worker_that_is_killed_costs_its_file_one_sentence(
    start: Callable[..., Command], long_clip: Maker, make_clip: Maker, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    clips = [make_clip("a.mp4"), long_clip("b.mp4"), make_clip("c.mp4"), make_clip("d.mp4")]
    process = start(*clips, "--csv", "--resume", "--workers", "2", "--out", out)
    worker_with(process, out / ".unfinished" / "000002.part").kill()
    _, said = process.communicate(timeout=120)
    assert process.returncode == 1
    assert said.count("b.mp4: the process that analysed it was ended: killed by SIGKILL") == 1
    assert "Traceback" not in said
    assert sources_of(out / "results.csv") == ["a.mp4", "c.mp4", "d.mp4"]
    (error,) = json.loads((out / "summary.json").read_text())["errors"]
    assert error["input"].endswith("b.mp4")


def test_a_run_with_workers_that_was_killed_goes_on(
    model: str, start: Callable[..., Command], long_clip: Maker, make_clip: Maker,
    tmp_path: Path, capsys: Capture,
) -> None:  # fmt: skip
    clips = [make_clip("a.mp4"), make_clip("b.mp4"), long_clip("c.mp4"), make_clip("d.mp4")]
    wanted = ("--export", "csv,people,elan", "--resume", "--workers", "2")
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    assert main([*map(str, clips), *wanted[:-2], "--model", model, "--out", str(whole)]) == 0
    process = start(*clips, *wanted, "--out", killed)
    worker_with(process, killed / ".unfinished" / "000003.part")
    workers = psutil.Process(process.pid).children()
    process.kill()
    _, alive = psutil.wait_procs(workers, timeout=20)
    assert not alive
    capsys.readouterr()
    assert main([*map(str, clips), *wanted, "--model", model, "--out", str(killed)]) == 0
    assert "mp4 was analysed before" in capsys.readouterr().err
    names = {path.name for path in whole.iterdir()}
    assert names == {path.name for path in killed.iterdir()}
    for name in names - {"summary.json"}:
        assert (killed / name).read_bytes() == (whole / name).read_bytes(), name
    assert summary_of(whole) == summary_of(killed)


def test_ctrl_c_ends_all_workers_and_keeps_what_was_analysed(
    start: Callable[..., Command], long_clip: Maker, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    process = start(long_clip("a.mp4"), long_clip("b.mp4"), "--workers", "2", "--out", out)
    while not (parts := list(out.glob(".unfinished-*/000002.part/results.csv"))):
        assert process.poll() is None
        time.sleep(0.005)
    worker_with(process, parts[0].parent)
    workers = psutil.Process(process.pid).children()
    for pid in (process.pid, *(worker.pid for worker in workers)):  # as a terminal sends it
        os.kill(pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted" in said
    assert "Traceback" not in said
    assert not psutil.wait_procs(workers, timeout=5)[1]
    assert {path.name for path in out.iterdir()} == {"results.csv", "summary.json"}
    assert json.loads((out / "summary.json").read_text())["interrupted"] is True


def test_a_model_that_cannot_be_used_is_one_line_and_code_2(
    make_picture: Maker, tmp_path: Path, capsys: Capture
) -> None:
    out = tmp_path / "out"
    arguments = [str(make_picture()), "--model", "nobody", "--workers", "2", "--out", str(out)]
    assert main(arguments) == 2
    assert "emotion-analyze: no checkpoint 'nobody'" in capsys.readouterr().err
    assert not out.exists()


def test_progress_and_summary_are_of_all_files_together(
    model: str, make_clip: Maker, tmp_path: Path, capsys: Capture
) -> None:
    clips = [str(make_clip("a.mp4")), str(make_clip("b.mp4"))]
    options = ["--model", model, "--workers", "2", "--out", str(tmp_path / "out"), "--json"]
    assert main([*clips, *options]) == 0
    said = capsys.readouterr()
    assert "2 files: 12 frames" in said.err
    assert json.loads(said.out) == json.loads((tmp_path / "out" / "summary.json").read_text())


def test_what_a_killed_run_has_left_goes_with_the_next_one_and_that_of_a_running_one_stays(
    model: str, start: Callable[..., Command], long_clip: Maker, make_clip: Maker, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    killed = start(long_clip("a.mp4"), make_clip("b.mp4"), "--workers", "2", "--out", out)
    while not (left := list(out.glob(".unfinished-*/*.part"))):
        assert killed.poll() is None
        time.sleep(0.005)
    workers = psutil.Process(killed.pid).children()
    killed.kill()
    killed.wait()
    psutil.wait_procs(workers, timeout=20)
    assert left[0].parent.exists()
    running = out / left[0].parent.name.replace(f"-{killed.pid}-", f"-{os.getpid()}-")
    running.mkdir()
    foreign = out / f".unfinished-elsewhere-{killed.pid}-x"
    foreign.mkdir()
    clip = str(make_clip("b.mp4"))
    assert main([clip, "--workers", "2", "--model", model, "--out", str(out)]) == 0
    assert sorted(out.glob(".unfinished*")) == sorted([running, foreign])
