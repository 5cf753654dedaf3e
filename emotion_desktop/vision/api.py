"""One call from a picture to its faces and their expressions."""

from functools import lru_cache
from pathlib import Path

from emotion_desktop.domain import FrameResult
from emotion_desktop.vision.api_inputs import AnyImage
from emotion_desktop.vision.model_catalog import default_checkpoint
from emotion_desktop.vision.predictor import EmotionPredictor


def analyze(
    image: AnyImage, checkpoint: str | Path | None = None, *, rgb: bool = False
) -> FrameResult:
    """Find the faces in a picture and classify them.

    The model stays loaded for the next call, on whatever thread.

    Args:
        image: A path, a Pillow image or an array, as `EmotionPredictor.analyze` takes it.
        checkpoint: Name or path of a checkpoint, or of several separated by commas, which
            answer together; the default model if None.
        rgb: Whether the colours of an array are in the order RGB.

    Raises:
        InputError: If it is no picture.
        UnreadableFileError: If the path is not a picture.
        ModelError: If there is no such model, or it cannot be used.
    """
    return _predictor(str(checkpoint or default_checkpoint())).analyze(image, rgb=rgb)


@lru_cache(maxsize=1)
def _predictor(checkpoint: str) -> EmotionPredictor:
    return EmotionPredictor(checkpoint)
