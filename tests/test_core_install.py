"""The core: what the window, the analyser and the Python API need, without PyTorch."""

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Final

import pytest
from packaging.requirements import Requirement

ROOT: Final = Path(__file__).parents[1]
ABSENT: Final = ("torch", "torchvision", "onnx", "onnxscript", "scipy", "matplotlib", "sympy",
                 "pytorch_lightning", "torchmetrics", "tensorboard", "pandas", "pyarrow", "pylsl",
                 "pyvirtualcam")  # fmt: skip
MAX_MB: Final = 920
SYSTEMS: Final = {
    "linux x86_64": tuple(f"manylinux_2_{minor}_x86_64" for minor in range(39, 4, -1)),
    "linux aarch64": tuple(f"manylinux_2_{minor}_aarch64" for minor in range(39, 16, -1)),
    "darwin arm64": tuple(f"macosx_{major}_0_arm64" for major in range(15, 10, -1)),
    "darwin x86_64": ("macosx_10_9_x86_64", "macosx_10_13_x86_64",
                      *(f"macosx_{major}_0_x86_64" for major in range(15, 10, -1))),
    "win32 AMD64": ("win_amd64",),
}  # fmt: skip
"""The tags of wheels that pip takes there, by the values of the markers."""
PYTHONS: Final = ("3.11", "3.12", "3.13", "3.14")
UNSUPPORTED: Final = {("darwin x86_64", "3.14")}  # ONNX Runtime has no wheel

OWN: Final = {
    name: value
    for name, value in os.environ.items()
    if name not in {"PYTHONPATH", "EMOTION_DESKTOP_BACKEND"}
}
"""The environment, but for what tests set."""

RUN: Final = """
import sys
for name in {absent!r}:
    sys.modules[name] = None  # as if it were not installed
from {module} import {function}
sys.exit({function}({arguments!r}))
"""


def run_without(
    module: str, function: str, arguments: Sequence[str], cwd: Path
) -> "subprocess.CompletedProcess[str]":
    """Run a command of the project as if the packages of the extras were not installed."""
    code = RUN.format(absent=ABSENT, module=module, function=function, arguments=list(arguments))
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=cwd,
        env=OWN | {"PYTHONPATH": str(ROOT), "HOME": str(cwd)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("model", ["cnn48_gray", "se64_rgb"])
def test_the_analyser_reads_faces_without_pytorch(tmp_path: Path, model: str) -> None:
    done = run_without(
        "emotion_desktop.cli.desktop",
        "main",
        ["demo", "--headless", "--seconds", "0.2", "--model", model],
        tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "emotion-out" / "results.csv").stat().st_size > 0


@pytest.mark.parametrize(
    ("module", "function", "arguments", "extra"),
    [
        ("emotion_desktop.cli.analyze", "main", ["demo", "--backend", "torch"], "gpu"),
        ("emotion_desktop.cli.analyze", "main", ["demo", "--device", "cuda"], "gpu"),
        ("emotion_desktop.cli.benchmark", "main", ["--only", "classifier"], "train"),
        ("trainer.cli", "train_main", ["--arch", "cnn48_gray", "--data", "fer2013.csv"], "train"),
        ("trainer.cli", "train_main", ["--describe", "cnn48_gray"], "train"),
        ("trainer.cli", "evaluate_main", ["--checkpoint", "cnn48_gray", "--data", "x"], "train"),
    ],
)
def test_what_is_not_installed_is_named_with_its_extra_in_one_line(
    tmp_path: Path, module: str, function: str, arguments: list[str], extra: str
) -> None:
    done = run_without(module, function, arguments, tmp_path)
    assert done.returncode in {1, 2}
    (line,) = done.stderr.splitlines()
    assert f"pip install 'emotion-desktop[{extra}]'" in line


@pytest.mark.long
def test_the_core_alone_runs_window_analyser_and_api(tmp_path: Path) -> None:
    environment = tmp_path / "core"
    # Without pip and setuptools, which are the environment's own: 27 MB or none, as Python has it.
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    python = environment / "bin" / "python"
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", python]
    subprocess.run([*pip, "install", "--quiet", ROOT], check=True)
    there = subprocess.run(
        [*pip, "list", "--format", "json"], capture_output=True, check=True
    ).stdout
    names = {package["name"].lower().replace("-", "_") for package in json.loads(there)}
    assert not names & set(ABSENT)
    size = sum(path.lstat().st_size for path in environment.rglob("*") if path.is_file())
    assert size < MAX_MB * 1e6
    home = OWN | {"HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}

    def works(*command: str | Path) -> str:
        done = subprocess.run(
            command, cwd=tmp_path, env=home, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    works(environment / "bin" / "emotion-analyze", "demo", "--csv", "--out", "out")
    code = (
        "from emotion_desktop import EmotionPredictor; import numpy as np;"
        "print(len(EmotionPredictor('cnn48_gray').analyze(np.zeros((99, 99, 3), np.uint8))))"
    )
    assert works(python, "-c", code) == "0\n"
    window = (
        "from PySide6.QtCore import QTimer; from PySide6.QtWidgets import QApplication;"
        "from emotion_desktop.gui.app import run;"
        "app = QApplication([]);"
        "QTimer.singleShot(8000, app.closeAllWindows);"
        "raise SystemExit(run('demo', None, 'auto'))"
    )
    works(python, "-c", window)


@pytest.mark.long
@pytest.mark.parametrize(
    ("system", "python"), [pair for pair in product(SYSTEMS, PYTHONS) if pair not in UNSUPPORTED]
)
def test_every_requirement_of_the_core_has_a_wheel(
    system: str, python: str, tmp_path: Path
) -> None:
    platform, machine = system.split()
    values = {"sys_platform": platform, "platform_machine": machine, "python_version": python}
    document = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lines = []
    for requirement in map(Requirement, document["project"]["dependencies"]):
        if requirement.marker is None or requirement.marker.evaluate(values):
            requirement.marker = None
            lines.append(str(requirement))
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("\n".join(lines))
    tags = [part for tag in (*SYSTEMS[system], "any") for part in ("--platform", tag)]
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--dry-run", "--quiet", "--no-deps", "--target",
         tmp_path / "none", "--only-binary", ":all:", *tags, "--python-version", python,
         "--requirement", requirements],
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
