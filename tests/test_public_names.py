"""What the package promises to other people's code."""

import subprocess
import sys

import emotion_desktop

NAMES = [
    *("DetectorEntry", "Emotion", "EmotionDesktopError", "EmotionPredictor", "Faces", "Frame"),
    *("FrameResult", "Landmarks", "PublisherEntry", "Recording", "SourceEntry"),
    *("UnreadableReason", "WriterEntry", "__version__", "analyze", "draw", "register_alias"),
    *("register_architecture", "register_class_set", "register_detector", "register_publisher"),
    *("register_source", "register_writer", "to_dataframe"),
]
"""Programs use these: one may be added, none may go."""


def test_the_names_are_those_that_programs_use() -> None:
    assert sorted(emotion_desktop.__all__) == NAMES
    assert dir(emotion_desktop) == NAMES
    for name in NAMES:
        assert getattr(emotion_desktop, name) is not None


def test_a_predictor_has_the_methods_that_programs_use() -> None:
    methods = {name for name in dir(emotion_desktop.EmotionPredictor) if not name.startswith("_")}
    assert methods == {
        *("analyze", "analyze_batch", "close", "gradcam", "iter_camera", "iter_video"),
        *("predict", "predict_emotion_from_frame"),
    }


def test_everything_can_be_imported_with_a_star_without_pytorch_and_qt() -> None:
    code = (
        "import sys\n"
        "from emotion_desktop import *\n"
        "heavy = {'torch', 'mediapipe', 'PySide6', 'pandas'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
