"""Inputs for the commands: frames and clips of the built-in demo, and an untrained model."""

import itertools
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from emotion_desktop.config import find_asset
from emotion_desktop.domain import Image
from emotion_desktop.outputs.video import VideoWriter
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.sources.decoder import Decoder

CheckpointMaker = Callable[..., Path]
ClipMaker = Callable[..., Path]
PictureMaker = Callable[..., Path]


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables of the summary in their full width."""
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture(scope="session")
def demo_frames() -> tuple[Image, ...]:
    """The first frames of the demo: one face, found in each of them."""
    decoder = Decoder(str(find_asset("demo.mp4")))
    try:
        return tuple(image for image, _ in itertools.islice(decoder.frames(), 6))
    finally:
        decoder.close()


@pytest.fixture
def model(make_checkpoint: CheckpointMaker, tmp_path: Path) -> str:
    """The path of an untrained checkpoint with four classes."""
    folder = tmp_path / "models"
    folder.mkdir()
    return str(make_checkpoint("cnn48_rgb", folder=folder))


@pytest.fixture
def make_clip(tmp_path: Path, demo_frames: tuple[Image, ...]) -> ClipMaker:
    """A function that makes a clip of the demo with frames at the given times."""

    def make(
        name: str = "clip.mp4", times: Sequence[float] = (0.0, 0.04, 0.1, 0.2, 0.24, 0.3)
    ) -> Path:
        path = tmp_path / "in" / name
        path.parent.mkdir(exist_ok=True)
        height, width = demo_frames[0].shape[:2]
        with VideoWriter(path, 25, (width, height)) as video:
            for image, time_s in zip(itertools.cycle(demo_frames), times, strict=False):
                video.write(image, time_s)
        return path

    return make


@pytest.fixture
def make_picture(tmp_path: Path, demo_frames: tuple[Image, ...]) -> PictureMaker:
    """A function that makes a picture with a face, or without one."""

    def make(name: str = "face.png", *, face: bool = True) -> Path:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(path), demo_frames[0] if face else np.full((90, 120, 3), 99, np.uint8))
        return path

    return make


@pytest.fixture
def make_damaged(tmp_path: Path) -> PictureMaker:
    """A function that makes a file that is not what its name says."""

    def make(name: str) -> Path:
        path = tmp_path / "in" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"not a picture, not a video\n" * 9)
        return path

    return make


@pytest.fixture
def no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert "DISPLAY" not in os.environ
