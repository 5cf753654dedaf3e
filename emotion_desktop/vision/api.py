"""One call from a picture to its faces and their expressions."""

from functools import lru_cache
from pathlib import Path

from emotion_desktop.domain import FrameResult, Image
from emotion_desktop.vision.model_catalog import default_checkpoint
from emotion_desktop.vision.predictor import EmotionPredictor
from emotion_desktop.vision.sources.images import read_image


def analyze(image: Image | str | Path, checkpoint: str | Path | None = None) -> FrameResult:
    """Find the faces in a picture and read their expressions.

    The model stays loaded for the next call. Use it from one thread at a time.

    Args:
        image: (H, W, 3) uint8 BGR, or the path of a picture.
        checkpoint: Name or path of a checkpoint, or of several separated by commas, which
            answer together; the default model if None.

    Raises:
        UnreadableFileError: If the path is not a picture.
        ModelError: If there is no such model, or it cannot be used.
        ValueError: If the array is not such a picture.
    """
    picture = read_image(Path(image)) if isinstance(image, str | Path) else image
    return _predictor(str(checkpoint or default_checkpoint())).analyze(picture)


@lru_cache(maxsize=1)
def _predictor(checkpoint: str) -> EmotionPredictor:
    return EmotionPredictor(checkpoint)
