"""The app as a person sees it: a real window, real keys, real faces."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from emotion_desktop.config import find_asset
from emotion_desktop.domain import Image
from emotion_desktop.errors import SourceEndedError
from emotion_desktop.vision.boxes import iou
from emotion_desktop.vision.detection import Effort, open_detector
from emotion_desktop.vision.sources.images import read_image
from emotion_desktop.vision.sources.video import VideoSource
from tests.gui.desktop import Desktop, wait_for

LINE = 4
"""Pixels around the edge of a face within which the line of its box lies."""


@pytest.fixture
def desktop(
    xvfb_display: str, tmp_path: Path, make_checkpoint: Callable[..., Path]
) -> Iterator[Desktop]:
    models = {"EMOTION_DESKTOP_CHECKPOINTS": str(make_checkpoint("cnn48_rgb").parent)}
    with Desktop(xvfb_display, tmp_path, ["demo"], environment=models) as desktop:
        yield desktop


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


def test_a_snapshot_of_the_demo_has_a_box_around_the_face(desktop: Desktop, tmp_path: Path) -> None:
    pictures = tmp_path / "Pictures" / "emotion-desktop"

    def snapshots() -> list[Path]:
        # Before the first result there is nothing to save, and S says so.
        desktop.press("s")
        return list(pictures.glob("*.png"))

    path = wait_for(snapshots, 60)[0]
    desktop.press("q")
    assert desktop.process.wait(20) == 0

    snapshot = read_image(path)
    raw = demo_frame_of(snapshot)
    faces = open_detector().detect(raw, effort=Effort.STILL)
    faces = faces[np.argsort(faces.boxes[:, 0] - faces.boxes[:, 2])]  # the largest first
    changed = (snapshot != raw).any(axis=2)
    said = json.loads(path.with_suffix(".json").read_text())["faces"]
    boxes = np.array([face["box"] for face in said], np.float32)
    # the window follows a face in small steps, so its box may be some pixels from a fresh look's
    (best,) = iou(faces.boxes[:1], boxes).argmax(axis=1)
    assert iou(faces.boxes[:1], boxes)[0, best] > 0.75
    x0, y0, x1, y1 = boxes[best].round().astype(int)
    top = changed[y0 - LINE : y0 + LINE, x0:x1].any(axis=0)
    left = changed[y0:y1, x0 - LINE : x0 + LINE].any(axis=1)
    inside = changed[y0 + 40 : y1 - 40, x0 + 40 : x1 - 40]
    # An uncertain face has a dashed box, so a little less than half of the line is enough.
    assert np.mean(top) > 0.4
    assert np.mean(left) > 0.4
    assert np.mean(inside) < 0.05
