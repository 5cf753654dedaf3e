"""What the window takes, whatever is switched."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

MOST_BYTES = 1.2e9

SWITCHES = """
import os, random, sys, time
from pathlib import Path
from emotion_desktop.cli.benchmark.memory import resident_mb
from emotion_desktop.gui.measurement.watched_window import WatchedWindow

watched = WatchedWindow(Path(sys.argv[1]), None, "cpu")
watched.start("demo")
choose, most, end = random.Random(0), 0.0, time.monotonic() + 120
while time.monotonic() < end:
    watched.watch(0.15)
    watched.window.commands[choose.choice(sys.argv[2:])].trigger()
    most = max(most, resident_mb())
print(most * 1e6, flush=True)
os._exit(0)
"""


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="measured on Linux")
@pytest.mark.parametrize("and_models", [(), ("next_model",)], ids=["one model", "all models"])
def test_heatmaps_comparison_and_recording_switched_quickly_take_little(
    tmp_path: Path, and_models: tuple[str, ...]
) -> None:
    folders = {name: str(tmp_path / name) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    done = subprocess.run(
        [sys.executable, "-c", SWITCHES, tmp_path, "gradcam", "compare", "record", *and_models],
        stdout=subprocess.PIPE,
        text=True,
        timeout=300,
        check=True,
        env=os.environ | folders | {"QT_QPA_PLATFORM": "offscreen"},
    )
    assert float(done.stdout) <= MOST_BYTES
