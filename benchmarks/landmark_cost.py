"""What it costs to refine landmarks: processor time of a live picture with and without.

::

    python -m benchmarks.landmark_cost [VIDEO...] --model cnn48_gray

Without a video: scenes of one and of eight faces, put together from the demo's. Each goes once
through the live pipeline; the time of its thread counts, so that other work on the machine does
not. Printed are the medians and the means of a picture in milliseconds, and their ratio.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from unittest.mock import patch

import numpy as np

from emotion_desktop.cli.benchmark.faces import source_frames
from emotion_desktop.cli.benchmark.scene import make_scenes
from emotion_desktop.domain import Faces, Image, Ints
from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.vision.crop_predictor import CropPredictor
from emotion_desktop.vision.landmark_refiner import LandmarkRefiner
from emotion_desktop.vision.model_catalog import default_checkpoint
from emotion_desktop.vision.pipeline import FramePipeline
from emotion_desktop.vision.pipeline_request import PipelineRequest

SECONDS = 8.0
WARM_UP_FRAMES = 10


def cost(location: str, predictor: CropPredictor) -> str:
    """Return a line of the table.

    Raises:
        SourceError: If the video cannot be read.
        ModelError: If the device fails.
    """
    refine = LandmarkRefiner.refine
    spent = [0.0]

    def timed(self: LandmarkRefiner, image: Image, faces: Faces, track_ids: Ints) -> Faces:
        began = time.thread_time()
        result = refine(self, image, faces, track_ids)
        spent[-1] += time.thread_time() - began
        return result

    whole, faces = [], []
    pipeline = FramePipeline(predictor, PipelineRequest(), live=True)
    with closing(pipeline), patch.object(LandmarkRefiner, "refine", timed):
        for frame in source_frames(location, SECONDS):
            began = time.thread_time()
            faces.append(len(pipeline.process(frame)))
            pipeline.search(frame)
            whole.append(time.thread_time() - began)
            spent.append(0.0)
    after = 1000 * np.array(whole)[WARM_UP_FRAMES:]
    before = after - 1000 * np.array(spent[:-1])[WARM_UP_FRAMES:]
    ratios = np.median(after) / np.median(before), after.mean() / before.mean()
    columns = [f"{np.mean(faces):.1f}"]
    for figure in (np.median, np.mean):
        columns.append(f"{figure(before):.1f}, {figure(after):.1f}")
    columns.append(f"{ratios[0]:.2f}, {ratios[1]:.2f}")
    return " | ".join(columns)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark and return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.landmark_cost",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("videos", nargs="*", metavar="VIDEO")
    parser.add_argument("--model", metavar="NAME", help="the app's default if not given")
    arguments = parser.parse_args(argv)
    try:
        predictor = CropPredictor(arguments.model or default_checkpoint(), device="cpu")
        with tempfile.TemporaryDirectory() as folder:
            scenes = [] if arguments.videos else make_scenes(folder, (1, 8))
            locations = arguments.videos or [scene.path for scene in scenes]
            sys.stdout.write("| video | faces | median ms before, after | mean | ratios |\n")
            sys.stdout.write("|---|---|---|---|---|\n")
            for location in locations:
                name = location.replace("\\", "/").rpartition("/")[2]
                sys.stdout.write(f"| {name} | {cost(location, predictor)} |\n")
    except EmotionDesktopError as error:
        sys.stderr.write(f"{parser.prog}: {error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
