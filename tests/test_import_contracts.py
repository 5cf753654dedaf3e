"""The import contracts in pyproject.toml really bite."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the packages in which a violation may be planted."""
    for package in ("emotion_desktop", "trainer"):
        shutil.copytree(ROOT / package, tmp_path / package)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def contracts_hold(folder: Path) -> bool:
    """Return whether `lint-imports` passes on the packages in a folder."""
    command = Path(sys.executable).parent / "lint-imports"
    environment = os.environ | {"PYTHONPATH": str(folder)}
    done = subprocess.run(
        [command, "--no-cache"], cwd=folder, env=environment, capture_output=True, check=False
    )
    return done.returncode == 0


def test_the_contracts_hold_as_the_code_stands(copy: Path) -> None:
    assert contracts_hold(copy)


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("emotion_desktop/vision/opencv.py", "import PySide6"),
        ("emotion_desktop/models/spec.py", "import emotion_desktop.vision.opencv"),
        ("emotion_desktop/domain.py", "import trainer"),
        ("emotion_desktop/documents/create.py", "import trainer.transfer"),
        ("emotion_desktop/labels.py", "import emotion_desktop.config"),
        ("emotion_desktop/vision/pipeline.py", "import onnxruntime"),
        ("trainer/export.py", "from onnxruntime.capi import training"),
        ("trainer/evaluation/metrics.py", "import emotion_desktop.gui"),
    ],
)
def test_a_planted_violation_is_found(module: str, line: str, copy: Path) -> None:
    path = copy / module
    path.write_text(f"{path.read_text()}\n{line}\n")
    assert not contracts_hold(copy)


def test_all_but_the_window_and_the_drawn_faces_can_be_imported_without_qt() -> None:
    code = """
import importlib, pkgutil, sys
sys.modules["PySide6"] = None
import emotion_desktop, trainer
QT = (
    "emotion_desktop.gui", "emotion_desktop.cli.benchmark",
    "trainer.drawn", "trainer.data.synthetic",
)
for package in (emotion_desktop, trainer):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + ".", onerror=print):
        if not module.name.startswith(QT) and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
