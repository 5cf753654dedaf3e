"""The window is closed at any moment, and the process ends as it should."""

import os
import random
import subprocess
import sys

import pytest

PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui import app

heatmap_ms, quit_ms = map(int, sys.argv[1:3])
instance = QApplication(sys.argv[:1])

def window():
    return next(w for w in instance.topLevelWidgets() if hasattr(w, "commands"))

QTimer.singleShot(heatmap_ms, lambda: window().commands[ActionName.GRADCAM].trigger())
QTimer.singleShot(heatmap_ms + quit_ms, lambda: window().close())
sys.exit(app.run("demo", "se64_rgb", "cpu"))
"""


def start_and_quit(seed: int, folder: str) -> None:
    """Switch heatmaps on at some moment, and quit up to three seconds later."""
    chance = random.Random(seed)
    moments = [str(chance.randrange(100, 4000)), str(chance.randrange(0, 3000))]
    environment = {
        **os.environ,
        **dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), folder),
        "QT_QPA_PLATFORM": "offscreen",
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *moments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"after {moments} ms: {done.returncode}, {done.stderr[-2000:]}"
    assert "terminate called" not in done.stderr


@pytest.mark.parametrize("seed", range(3))
def test_the_app_quits_cleanly_at_a_random_moment(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    start_and_quit(seed, str(tmp_path_factory.mktemp("home")))


@pytest.mark.long
def test_the_app_quits_cleanly_at_a_hundred_random_moments(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = str(tmp_path_factory.mktemp("home"))
    for seed in range(3, 103):
        start_and_quit(seed, folder)
