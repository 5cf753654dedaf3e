"""Small FER2013 files whose faces can really be learned."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

DataMaker = Callable[..., tuple[Path, Path]]


@pytest.fixture(autouse=True)
def quick_finish(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let trainings begin without measuring and end without graphs, but where a test wants them.

    Tracing graphs takes longer than the trainings.
    """
    monkeypatch.setattr("trainer.precision.measure", lambda _architecture: {"32": 2.0, "bf16": 1.0})
    if "graphs" not in request.keywords:
        monkeypatch.setattr(
            "trainer.run.pack", lambda _checkpoint, metadata, _samples: ({}, metadata)
        )


@pytest.fixture
def arguments() -> Callable[..., list[str]]:
    """A function that returns the arguments of a small training: data, votes, folder, more."""

    def make(data: Path, ferplus: Path, out: Path, *more: str) -> list[str]:
        return [
            "--arch", "cnn48_rgb", "--data", str(data), "--ferplus", str(ferplus),
            "--out", str(out), "--batch-size", "16", "--device", "cpu", "--threads", "1", *more,
        ]  # fmt: skip

    return make


class PythonProcess:
    """A Python process of its own, to be watched, stopped and killed."""

    def __init__(self, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ
            | {"PYTHONUNBUFFERED": "1", "OMP_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": ""},
        )

    def wait_for_line(self, first_word: str) -> None:
        """Read the output until a line begins with a word; fail if it ends before."""
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        for line in self._process.stdout:
            if line.split()[:1] == [first_word]:
                return
        message = f"the output ended without {first_word!r}: {self._process.stderr.read()}"
        raise AssertionError(message)

    def wait_for_file(self, path: Path) -> None:
        """Wait until a file is there; fail if the process ends before."""
        while not path.exists():
            assert self._process.poll() is None
            time.sleep(0.01)

    def finish(self, number: int | None = None) -> tuple[int, str, str]:
        """Send a signal, if one is given, and return exit code, rest of the output, and errors."""
        if number is not None:
            self._process.send_signal(number)
        output, errors = self._process.communicate(timeout=300)
        return self._process.returncode, output, errors

    def stop(self) -> None:
        """Kill it if it still runs."""
        self._process.kill()
        self._process.communicate()


@pytest.fixture
def start_python() -> Iterator[Callable[..., PythonProcess]]:
    """A function that starts Python with arguments; what still runs at the end is killed."""
    started: list[PythonProcess] = []

    def start(*arguments: str) -> PythonProcess:
        started.append(PythonProcess(*arguments))
        return started[-1]

    yield start
    for process in started:
        process.stop()


@pytest.fixture
def cache_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder instead of the user's."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def make_data(tmp_path: Path, cache_home: Path) -> DataMaker:
    """A function that writes `fer2013.csv` and `fer2013new.csv` and returns their paths.

    Every face of class k is bright in one of seven stripes, so a network learns it in seconds.
    """

    def make(training: int = 140, public: int = 35, private: int = 35) -> tuple[Path, Path]:
        rng = np.random.default_rng(7)
        faces = ["emotion,pixels,Usage"]
        votes = [
            "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,"
            "unknown,NF"
        ]
        # where FER2013's classes stand among FER+'s columns
        columns = (4, 5, 6, 1, 3, 2, 0)
        number = 0
        for usage, count in (
            ("Training", training),
            ("PublicTest", public),
            ("PrivateTest", private),
        ):
            for index in range(count):
                label = index % 7
                image = rng.integers(0, 120, (48, 48), dtype=np.uint8)
                image[label * 6 : label * 6 + 6] += 130
                faces.append(f"{label},{' '.join(map(str, image.ravel()))},{usage}")
                row = [0] * 10
                row[columns[label]] = 8
                row[(columns[label] + 1) % 7] = 2
                votes.append(f"{usage},fer{number:07d}.png,{','.join(map(str, row))}")
                number += 1
        data, ferplus = tmp_path / "fer2013.csv", tmp_path / "fer2013new.csv"
        data.write_text("\n".join(faces) + "\n")
        ferplus.write_text("\n".join(votes) + "\n")
        return data, ferplus

    return make
