"""The ground of a chart, on screens of any scale."""

import os
import subprocess
import sys

import pytest

CODE = """
import sys
import numpy as np
from PySide6.QtCore import QSettings
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from emotion_desktop.gui.charts.plot import Plot
from emotion_desktop.gui.look.theme import Theme

app = QApplication([])
plot = Plot(Theme(QSettings(sys.argv[1], QSettings.Format.IniFormat)))
plot.resize(800, 300)
plot.show()
for second in range(5):
    plot.show_times(second, second + 10)
    app.processEvents()
image = plot.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
pixels = np.frombuffer(image.constBits(), np.uint32)
print((pixels == np.bincount(pixels & 0xFFFFFF).argmax() + 0xFF000000).mean())
"""


@pytest.mark.parametrize("scale", [0.75, 1, 1.25])
def test_between_the_lines_there_is_nothing_but_the_ground(scale: float, tmp_path: object) -> None:
    environment = {**os.environ, "QT_SCALE_FACTOR": str(scale), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", CODE, f"{tmp_path}/settings.ini"],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    assert float(done.stdout) > 0.95
