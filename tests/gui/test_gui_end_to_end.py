"""The app as a person sees it: a real window, real keys, real faces."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

from emotion_desktop.config import find_asset
from emotion_desktop.domain import Image
from emotion_desktop.errors import SourceEndedError
from emotion_desktop.vision.faces import FaceDetector
from emotion_desktop.vision.sources.images import read_image
from emotion_desktop.vision.sources.video import VideoSource

T = TypeVar("T")
LINE = 4
"""Pixels around the edge of a face within which the line of its box lies."""


class Window:
    """The app in a process of its own, seen and touched through xdotool."""

    def __init__(self, process: "subprocess.Popen[bytes]", environment: dict[str, str]) -> None:
        self.process = process
        self._environment = environment
        found = wait_for(lambda: self._xdotool("search", "--onlyvisible", "--name", "Emotion"), 60)
        self._id = found.splitlines()[-1]

    def press(self, key: str) -> None:
        self._xdotool("windowfocus", "--sync", self._id, "key", key)

    def _xdotool(self, *words: str) -> str:
        command = ["xdotool", *words]
        done = subprocess.run(
            command, env=self._environment, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()


def wait_for(look: Callable[[], T], timeout_s: float) -> T:
    deadline = time.monotonic() + timeout_s
    while not (found := look()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)
    return found


@pytest.fixture
def window(
    xvfb_display: str, tmp_path: Path, make_checkpoint: Callable[..., Path]
) -> Iterator[Window]:
    environment = {
        **os.environ,
        "DISPLAY": xvfb_display,
        "QT_QPA_PLATFORM": "xcb",
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "EMOTION_DESKTOP_CHECKPOINTS": str(make_checkpoint("cnn48_rgb").parent),
    }
    start = "import sys; from emotion_desktop.cli.desktop import main; sys.exit(main(['demo']))"
    with subprocess.Popen([sys.executable, "-c", start], env=environment) as process:
        yield Window(process, environment)
        if process.poll() is None:
            process.kill()


def demo_frame_of(snapshot: Image) -> Image:
    """Return the frame of the demo that a snapshot shows: the one with the most equal pixels."""
    best, most = snapshot, -1
    source = VideoSource(find_asset("demo.mp4"))
    while True:
        try:
            frame = source.read().image
        except SourceEndedError:
            return best
        equal = int((frame[::8, ::8] == snapshot[::8, ::8]).sum())
        if equal > most:
            best, most = frame, equal


def test_a_snapshot_of_the_demo_has_a_box_around_the_face(window: Window, tmp_path: Path) -> None:
    pictures = tmp_path / "Pictures" / "emotion-desktop"

    def snapshots() -> list[Path]:
        # Before the first result there is nothing to save, and S says so.
        window.press("s")
        return list(pictures.glob("*.png"))

    path = wait_for(snapshots, 60)[0]
    window.press("q")
    assert window.process.wait(2) == 0

    snapshot = read_image(path)
    raw = demo_frame_of(snapshot)
    with FaceDetector() as detector:
        faces = detector.detect(raw)
    changed = (snapshot != raw).any(axis=2)
    x0, y0, x1, y1 = faces.boxes[0].round().astype(int)
    top = changed[y0 - LINE : y0 + LINE, x0:x1].any(axis=0)
    left = changed[y0:y1, x0 - LINE : x0 + LINE].any(axis=1)
    inside = changed[y0 + 40 : y1 - 40, x0 + 40 : x1 - 40]
    # An uncertain face has a dashed box, so a little less than half of the line is enough.
    assert np.mean(top) > 0.4
    assert np.mean(left) > 0.4
    assert np.mean(inside) < 0.05
