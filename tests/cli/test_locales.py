"""Everything starts where the capital of i is not I."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LOCALES = ("tr_TR", "az_AZ", "ku_TR", "crh_UA")

SCRIPT = """
import locale
import sys

import numpy as np

assert locale.setlocale(locale.LC_ALL, "").startswith(sys.argv[1])

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

app = QApplication(["emotion-desktop"])
from emotion_desktop.gui.controller import Controller
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.session import Session
from emotion_desktop.gui.gc_timer import GcTimer

window = MainWindow(QSettings(sys.argv[2] + "/settings.ini", QSettings.Format.IniFormat))
GcTimer(app)
controller = Controller(window, Session("cpu", window), sys.argv[2])
window.show()
app.processEvents()

from emotion_desktop.vision.detection import open_detector

for name in sys.argv[3:]:
    detector = open_detector(name)
    assert len(detector.detect(np.zeros((90, 160, 3), np.uint8))) == 0
    detector.close()
print("started", flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", LOCALES)
def test_window_and_detectors_start_in_every_locale(name: str, tmp_path: Path) -> None:
    localedef = shutil.which("localedef")
    if localedef is None:
        pytest.skip("there is no localedef to make the locale with")
    made = subprocess.run(
        [localedef, "-i", name, "-f", "UTF-8", str(tmp_path / f"{name}.UTF-8")],
        capture_output=True,
        text=True,
        check=False,
    )
    if not (tmp_path / f"{name}.UTF-8").is_dir():
        pytest.skip(f"localedef cannot make {name}: {made.stderr.strip()}")
    detectors = ["blazeface"]
    if importlib.util.find_spec("mediapipe") is not None:
        detectors.append("mediapipe")
    environment = {
        **os.environ,
        "LOCPATH": str(tmp_path),
        "LC_ALL": f"{name}.UTF-8",
        "QT_QPA_PLATFORM": "offscreen",
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, name, str(tmp_path), *detectors],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.stdout.endswith("started\n"), done.stderr
    assert done.returncode == 0, done.stderr
