"""emotion-desktop: reads facial expressions from a webcam, live, on your own computer.

::

    from emotion_desktop import EmotionPredictor, analyze

    result = analyze("people.jpg")  # with the default model
"""

import os
from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from emotion_desktop.vision.api import analyze
    from emotion_desktop.vision.predictor import EmotionPredictor

__all__ = ["EmotionPredictor", "__version__", "analyze"]

__version__ = version("emotion-desktop")

# ONNX Runtime reads it while it is imported, and would call home at once. Child processes inherit
# it. Whatever it was before is overridden: that nothing is sent is no matter of configuration.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"


def __getattr__(name: str) -> object:
    # Imported on first use: importing the package must not import OpenCV.
    if name == "EmotionPredictor":
        from emotion_desktop.vision.predictor import EmotionPredictor

        return EmotionPredictor
    if name == "analyze":
        from emotion_desktop.vision.api import analyze

        return analyze
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
