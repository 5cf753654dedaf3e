"""One reader of expressions on a folder of pictures; runs in its package's own environment.

`python peer_worker.py READER FOLDER` prints one JSON object: milliseconds of each picture, faces
found in each, processor time per picture, seconds until the reader was ready, peak memory. It
imports nothing of this repository unless it measures ours.
"""

import importlib
import itertools
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

Reader = Callable[[Any], int]
WARM_UP = 3
WATCHED_S = 10.0


def _ours_picture() -> Reader:
    from emotion_desktop.vision.model_catalog import default_checkpoint
    from emotion_desktop.vision.predictor import EmotionPredictor

    predictor = EmotionPredictor(default_checkpoint())
    return lambda image: len(predictor.analyze(image))


def _ours_video() -> Reader:
    from emotion_desktop.vision.model_catalog import default_checkpoint
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


def _watch_window(faces: int) -> dict[str, Any]:
    """Return the figures of the app's window on a video with so many faces, capture to paint."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from emotion_desktop.cli.benchmark.scene import make_scenes

    try:
        from emotion_desktop.gui.measurement.watched_window import WatchedWindow
    except ImportError:  # an older version of this project
        module = importlib.import_module("emotion_desktop.cli.benchmark.window")
        WatchedWindow = module.WatchedWindow  # type: ignore[misc]  # noqa: N806 (a class)

    with tempfile.TemporaryDirectory() as folder:
        (scene,) = make_scenes(folder, [faces])
        began = time.perf_counter()
        watched = WatchedWindow(Path(folder), None, "auto")
        watched.start(scene.path)
        ready_s = time.perf_counter() - began
        watched.watch(WATCHED_S / 2)
        worked = time.process_time()
        watched.watch(WATCHED_S)
        worked = time.process_time() - worked
        figures = {
            "ms": [1000 * seconds for seconds in watched.shown.latencies],
            "faces": list(watched.faces),
            "cpu_ms": 1000 * worked / len(watched.shown.latencies),
            "fps": len(watched.shown.latencies) / watched.watched_s,
            "ready_s": ready_s,
            "peak_rss_mb": peak_mb(),
        }
        watched.stop_threads()
        watched.close()
    return figures


def peak_mb() -> float:
    """Return the most memory this process has taken, in 10^6 bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


WINDOWS = {"window-1": 1, "window-8": 8}

READERS: dict[str, Callable[[], Reader]] = {
    "ours-video": _ours_video,
    "ours-picture": _ours_picture,
    "fer": partial(_fer, mtcnn=False),
    "fer-mtcnn": partial(_fer, mtcnn=True),
}


def measure(name: str, folder: Path) -> dict[str, Any]:
    """Return the figures of a reader on the PNG files of a folder, or those of the window."""
    if name in WINDOWS:
        return _watch_window(WINDOWS[name])
    cv2 = importlib.import_module("cv2")
    began = time.perf_counter()
    read = READERS[name]()
    images = [cv2.imread(str(path)) for path in sorted(folder.glob("*.png"))]
    for image in images[:WARM_UP]:
        read(image)
    ready_s = time.perf_counter() - began
    milliseconds, faces = [], []
    worked = time.process_time()
    for image in images:
        began = time.perf_counter()
        faces.append(read(image))
        milliseconds.append(1000 * (time.perf_counter() - began))
    return {
        "ms": milliseconds,
        "faces": faces,
        "cpu_ms": 1000 * (time.process_time() - worked) / len(images),
        "fps": None,
        "ready_s": ready_s,
        "peak_rss_mb": peak_mb(),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(sys.argv[1], Path(sys.argv[2]))) + "\n")
