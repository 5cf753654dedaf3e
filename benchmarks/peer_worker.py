"""One reader of expressions on a folder of pictures; runs in its package's own environment.

`python peer_worker.py READER FOLDER` prints one JSON object: milliseconds of each
picture, faces found in each, seconds until the reader was ready, peak memory. It imports nothing
of this repository unless it measures ours.
"""

import importlib
import itertools
import json
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

Reader = Callable[[Any], int]
WARM_UP = 3


def _ours_picture() -> Reader:
    from emotion_desktop.vision.catalog import default_checkpoint
    from emotion_desktop.vision.predictor import EmotionPredictor

    predictor = EmotionPredictor(default_checkpoint())
    return lambda image: len(predictor.analyze(image))


def _ours_video() -> Reader:
    from emotion_desktop.vision.catalog import default_checkpoint
    from emotion_desktop.vision.pipeline import FramePipeline
    from emotion_desktop.vision.predictor import EmotionPredictor
    from emotion_desktop.vision.sources.base import frame_of

    pipeline = FramePipeline(EmotionPredictor(default_checkpoint()))
    numbers = itertools.count()

    def read(image: Any) -> int:  # noqa: ANN401 (as every reader takes it)
        number = next(numbers)
        return len(pipeline.process(frame_of(image, number, number / 30, "peers")))

    return read


def _fer(*, mtcnn: bool) -> Reader:
    # Its README imports it from `fer`, where release 25.10.3 no longer has it.
    detector = importlib.import_module("fer.fer").FER(mtcnn=mtcnn)
    return lambda image: len(detector.detect_emotions(image))


READERS: dict[str, Callable[[], Reader]] = {
    "ours-video": _ours_video,
    "ours-picture": _ours_picture,
    "fer": partial(_fer, mtcnn=False),
    "fer-mtcnn": partial(_fer, mtcnn=True),
}


def measure(name: str, folder: Path) -> dict[str, Any]:
    """Return the figures of a reader on the PNG files of a folder."""
    cv2 = importlib.import_module("cv2")
    began = time.perf_counter()
    read = READERS[name]()
    images = [cv2.imread(str(path)) for path in sorted(folder.glob("*.png"))]
    for image in images[:WARM_UP]:
        read(image)
    ready_s = time.perf_counter() - began
    milliseconds, faces = [], []
    for image in images:
        began = time.perf_counter()
        faces.append(read(image))
        milliseconds.append(1000 * (time.perf_counter() - began))
    unit = 1 if sys.platform == "darwin" else 1024
    return {
        "ms": milliseconds,
        "faces": faces,
        "ready_s": ready_s,
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(sys.argv[1], Path(sys.argv[2]))) + "\n")
