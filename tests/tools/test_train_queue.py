"""A queue of trainings that can be stopped at any moment."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from emotion_desktop.errors import DataError
from emotion_desktop.models import read_metadata
from tools.train_queue import CARD, read_plan, step_back
from trainer.run import FINISHED

ARCH = "--arch cnn48_rgb --classes happiness,sadness --precision 32 --batch-size 16"


def plan(folder: Path, **runs: str) -> Path:
    path = folder / "plan.toml"
    path.write_text(
        "\n".join(f'[[run]]\nname = "{name}"\narguments = "{args}"' for name, args in runs.items())
    )
    return path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rng = np.random.default_rng(1)
    lines = ["emotion,pixels,Usage"]
    for index in range(80):
        image = rng.integers(0, 120, (48, 48)) + (index % 2) * 100
        usage = "Training" if index < 64 else "PublicTest"
        lines.append(f"{3 + index % 2},{' '.join(map(str, image.ravel()))},{usage}")
    path = tmp_path / "fer2013.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def command(plan: Path, data: Path, out: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "tools.train_queue", str(plan), "--out", str(out),
            "--data", str(data), "--device", "cpu", *more]  # fmt: skip


def test_the_end_of_a_run_is_known_by_what_the_trainer_writes_last() -> None:
    assert CARD == FINISHED


def test_the_plan_of_the_shipped_checkpoints_can_be_read() -> None:
    runs = read_plan(Path("tools/train_plan.toml"))
    assert len(runs) >= 4


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("no toml", "is no plan"),
        ('[[run]]\nname = "a"', "is no plan"),
        ('[[run]]\nname = "a"\narguments = "--init {b}"', "a needs b, not planned before it"),
        ('[[run]]\nname = "../a"\narguments = ""', "is no name of a folder"),
    ],
)
def test_a_plan_that_cannot_be_carried_out_is_refused(
    tmp_path: Path, text: str, sentence: str
) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(text)
    with pytest.raises(DataError, match=sentence):
        read_plan(path)


@pytest.mark.slow
def test_a_stopped_queue_goes_on_and_later_runs_start_from_earlier_ones(
    tmp_path: Path, data: Path
) -> None:
    out = tmp_path / "queue"
    runs = plan(
        tmp_path,
        one=f"{ARCH} --epochs 12",
        two=f"{ARCH} --epochs 1 --init {{one}}",
    )
    first = subprocess.Popen(command(runs, data, out), stdout=subprocess.DEVNULL)
    try:
        while not (out / "one" / "last.ckpt").exists():
            assert first.poll() is None
            time.sleep(0.05)
        first.send_signal(signal.SIGTERM)
        assert first.wait(60) == 1
    finally:
        first.kill()
    status = subprocess.run(
        command(runs, data, out, "--status"), capture_output=True, text=True, check=True
    ).stdout
    assert "one: begun, " in status
    assert "two: waits" in status
    again = subprocess.run(command(runs, data, out), capture_output=True, text=True, check=False)
    assert again.returncode == 0, (out / "one.log").read_text()
    assert "one: finished, 12 epochs" in again.stdout
    origin = read_metadata(out / "two" / "cnn48_rgb.safetensors").training["init"]
    assert isinstance(origin, dict)
    one = read_metadata(out / "one" / "cnn48_rgb.safetensors")
    assert origin["weights_sha256"] == one.weights_sha256


@pytest.mark.skipif(not hasattr(os, "SCHED_IDLE"), reason="Linux's way to step back")
def test_idle_runs_step_back_behind_every_other_session() -> None:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE,
                               start_new_session=True)  # fmt: skip
    try:
        step_back(process.pid)
        assert os.sched_getscheduler(process.pid) == os.SCHED_IDLE
        group = Path(f"/proc/{process.pid}/autogroup")
        if group.exists():  # not in every kernel
            assert group.read_text().endswith("nice 19\n")
    finally:
        process.kill()
        process.communicate()
