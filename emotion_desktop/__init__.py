"""emotion-desktop: reads facial expressions from a webcam, live, on your own computer.

::

    from emotion_desktop import EmotionPredictor, analyze

    result = analyze("people.jpg")  # with the default model

`docs/api.md` has a screen for each name below.
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from emotion_desktop.domain import Faces, Frame, FrameResult, Landmarks, UnreadableReason
    from emotion_desktop.errors import EmotionDesktopError
    from emotion_desktop.labels import Emotion, register_alias, register_class_set
    from emotion_desktop.models.registry import register_architecture
    from emotion_desktop.outputs.api import draw, to_dataframe
    from emotion_desktop.outputs.recording.recording import Recording
    from emotion_desktop.outputs.tables import WriterEntry, register_writer
    from emotion_desktop.publish import PublisherEntry, register_publisher
    from emotion_desktop.vision.api import analyze
    from emotion_desktop.vision.detection import DetectorEntry, register_detector
    from emotion_desktop.vision.predictor import EmotionPredictor
    from emotion_desktop.vision.sources import SourceEntry, register_source

__all__ = [
    "DetectorEntry",
    "Emotion",
    "EmotionDesktopError",
    "EmotionPredictor",
    "Faces",
    "Frame",
    "FrameResult",
    "Landmarks",
    "PublisherEntry",
    "Recording",
    "SourceEntry",
    "UnreadableReason",
    "WriterEntry",
    "__version__",
    "analyze",
    "draw",
    "register_alias",
    "register_architecture",
    "register_class_set",
    "register_detector",
    "register_publisher",
    "register_source",
    "register_writer",
    "to_dataframe",
]

__version__ = "0.2.0"  # pyproject.toml reads it here

# ONNX Runtime reads it while it is imported, and would call home at once. Child processes inherit
# it. Whatever it was before is overridden: that nothing is sent is no matter of configuration.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

_NAMES: Final = {
    "domain": ("Faces", "Frame", "FrameResult", "Landmarks", "UnreadableReason"),
    "errors": ("EmotionDesktopError",),
    "labels": ("Emotion", "register_alias", "register_class_set"),
    "models.registry": ("register_architecture",),
    "outputs.api": ("draw", "to_dataframe"),
    "outputs.recording.recording": ("Recording",),
    "outputs.tables": ("WriterEntry", "register_writer"),
    "publish": ("PublisherEntry", "register_publisher"),
    "vision.api": ("analyze",),
    "vision.detection": ("DetectorEntry", "register_detector"),
    "vision.predictor": ("EmotionPredictor",),
    "vision.sources": ("SourceEntry", "register_source"),
}
_MODULES: Final = {name: module for module, names in _NAMES.items() for name in names}


def __getattr__(name: str) -> object:
    # Imported on first use: importing the package must not import OpenCV.
    if name in _MODULES:
        return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted(__all__)
