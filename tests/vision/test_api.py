"""The package as other people's code sees it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import emotion_desktop
from emotion_desktop.domain import Image
from emotion_desktop.errors import UnreadableFileError
from emotion_desktop.vision.opencv import cv2

CheckpointMaker = Callable[..., Path]


def test_analyze_takes_a_picture_or_its_path(
    make_checkpoint: CheckpointMaker, demo_images: tuple[Image, ...], tmp_path: Path
) -> None:
    checkpoint = make_checkpoint()
    path = tmp_path / "people.png"
    path.write_bytes(cv2.imencode(".png", demo_images[0])[1].tobytes())
    of_array = emotion_desktop.analyze(demo_images[0], checkpoint)
    of_file = emotion_desktop.analyze(path, checkpoint)
    assert len(of_array) == len(of_file) >= 1
    assert of_array.classes == emotion_desktop.EmotionPredictor(checkpoint).classes


def test_analyze_names_a_file_it_cannot_read(make_checkpoint: CheckpointMaker) -> None:
    with pytest.raises(UnreadableFileError, match=r"nobody\.jpg"):
        emotion_desktop.analyze("nobody.jpg", make_checkpoint())


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        emotion_desktop.nonsense  # noqa: B018


@pytest.mark.parametrize(
    "module",
    [
        "emotion_desktop",
        "emotion_desktop.vision.live.live_pipeline",
        "emotion_desktop.vision.sources",
    ],
)
def test_what_a_window_imports_first_is_light(module: str) -> None:
    code = (
        f"import sys, {module}\n"
        "heavy = {'torch', 'mediapipe', 'cv2', 'av', 'scipy'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_opencv_leaves_qt_alone_and_fails_in_silence() -> None:
    code = (
        "import os\n"
        "os.environ['QT_QPA_FONTDIR'] = '/mine'\n"
        "from emotion_desktop.vision.opencv import cv2\n"
        "assert os.environ['QT_QPA_FONTDIR'] == '/mine'\n"
        "assert 'QT_QPA_PLATFORM_PLUGIN_PATH' not in os.environ\n"
        "cv2.VideoCapture(99)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60)
    assert done.stderr == b""
