"""How many faces slip through when everybody's face is blurred.

::

    python -m benchmarks.blur_leaks PHOTOS [--clips 20] [--json] [VIDEOS ...]

Portraits of a folder, pasted into clips at 1280 x 720 as for `benchmarks.detection_range`, but
before backgrounds that show nobody else, tell exactly where a face is. Of videos and folders of
pictures nobody knows the truth: for them it is what a search of each picture for itself finds,
more thorough than any that has to keep up. A face slips through in a frame if more than a fifth of
its box is not hidden.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from rich.table import Table

from benchmarks.harness import add_json, command, make_parser, report
from benchmarks.scenes import FPS, Arrival, Clip, backgrounds, read_portraits
from emotion_desktop.cli.benchmark.tables import make_table
from emotion_desktop.config import BlurWho
from emotion_desktop.domain import Floats, Frame, Image
from emotion_desktop.errors import SourceEndedError
from emotion_desktop.vision.crop_predictor import CropPredictor
from emotion_desktop.vision.detection import Effort, open_detector
from emotion_desktop.vision.model_catalog import default_checkpoint
from emotion_desktop.vision.pipeline import FramePipeline
from emotion_desktop.vision.pipeline_request import PipelineRequest
from emotion_desktop.vision.sources import open_source

WIDTHS: Final = (40, 64, 96, 128, 200, 400)
WIDEST_WALKING: Final = 250
"""There is no room for wider faces to walk in."""

COVERED: Final = 0.8
"""Share of a face's box that must be hidden."""


@dataclass(slots=True)
class Leaks:
    """Of faces of one kind.

    Attributes:
        kind: Which.
        frames: Looked at.
        faces: True ones, frame by frame.
        slipped: Those that could be seen.
        area: Mean share of the picture that was hidden, 0–1.
    """

    kind: str
    frames: int = 0
    faces: int = 0
    slipped: int = 0
    area: float = 0.0

    def add(self, shape: tuple[int, ...], truth: Floats, hidden: Floats) -> None:
        """Count one frame: its true boxes (N, 4), and those that were hidden (M, 4)."""
        mask = np.zeros(shape[:2], np.bool_)
        for x0, y0, x1, y1 in np.clip(hidden, 0, None).astype(int).tolist():
            mask[y0:y1, x0:x1] = True
        self.area = (self.area * self.frames + float(mask.mean())) / (self.frames + 1)
        self.frames += 1
        for x0, y0, x1, y1 in np.clip(truth, 0, None).astype(int).tolist():
            part = mask[y0:y1, x0:x1]
            if part.size:
                self.faces += 1
                self.slipped += bool(part.mean() < COVERED)


def _count(pipeline: FramePipeline, frames: Iterable[tuple[Frame, Floats]], leaks: Leaks) -> None:
    pipeline.reset()
    for frame, truth in frames:
        result = pipeline.process(frame)
        pipeline.search(frame)
        assert result.hidden is not None
        leaks.add(frame.image.shape, truth, result.hidden)


def measure(photos: Path, clips: int, count: int, pipeline: FramePipeline) -> list[Leaks]:
    """Return what slips through of faces of each width, held to a place and walking in.

    Raises:
        DataError: If the folder holds no portrait.
    """
    portraits = read_portraits(photos, clips)
    scenes = [scene for scene in backgrounds(3 * clips) if not len(scene[1])][:clips]
    results = []
    for width in WIDTHS:
        there, comes = Leaks(f"{width} px"), Leaks(f"{width} px, walks in")
        for number in range(clips):
            portrait = portraits[number % len(portraits)]
            scene = scenes[number % len(scenes)]
            clip = Clip(*scene, portrait, width, seed=number, count=count)
            _count(pipeline, _timed(clip.frames(), f"{width}-{number}"), there)
            if width <= WIDEST_WALKING:
                nobody = Clip(*scene, None, 0, seed=number, count=2 * count)
                walk = Arrival(nobody, portrait, width)
                _count(pipeline, _timed(walk.frames(), f"walk {width}-{number}"), comes)
        results += [there, comes] if comes.frames else [there]
    return results


def _timed(frames: Iterator[tuple[Image, Floats]], source: str) -> Iterator[tuple[Frame, Floats]]:
    for number, (image, truth) in enumerate(frames):
        time_s = number / FPS
        yield (
            Frame(image=image, captured_at=time_s, index=number, time_s=time_s, source=source),
            truth,
        )


def measure_source(text: str, pipeline: FramePipeline) -> Leaks:
    """Return what slips through of a video or a folder of pictures.

    Raises:
        SourceError: If it cannot be read.
    """
    leaks = Leaks(Path(text).name)
    with closing(open_detector()) as detector, closing(open_source(text, loop=False)) as source:

        def frames() -> Iterator[tuple[Frame, Floats]]:
            with suppress(SourceEndedError):
                while True:
                    frame = source.read()
                    yield frame, detector.detect(frame.image, effort=Effort.STILL).boxes

        _count(pipeline, frames(), leaks)
    return leaks


def table(results: Sequence[Leaks]) -> Table:
    """Return the results as a table, a row for each kind."""
    rows = []
    for leaks in results:
        share = f"{leaks.slipped / leaks.faces:.2%}" if leaks.faces else ""
        rows.append((leaks.kind, str(leaks.frames), str(leaks.faces), share, f"{leaks.area:.1%}"))
    titles = ("faces", "frames", "with a face", "slipped through", "of the picture hidden")
    return make_table(titles, rows)


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = make_parser("blur_leaks", __doc__)
    parser.add_argument("photos", type=Path, metavar="PHOTOS", help="folder of portraits")
    parser.add_argument("videos", nargs="*", metavar="VIDEO", help="also a folder of pictures")
    parser.add_argument("--clips", type=int, default=20, help="per kind (default 20)")
    parser.add_argument("--frames", type=int, default=60, help="per clip (default 60)")
    parser.add_argument("--live", action="store_true", help="as in the window, not as of files")
    add_json(parser)
    arguments = parser.parse_intermixed_args(argv)
    request = PipelineRequest(blur=BlurWho.EVERYBODY)
    predictor = CropPredictor(default_checkpoint())
    with closing(FramePipeline(predictor, request, live=arguments.live)) as pipeline:
        results = []
        if arguments.clips:
            results = measure(arguments.photos, arguments.clips, arguments.frames, pipeline)
        results += [measure_source(text, pipeline) for text in arguments.videos]
    return report(table(results), document=results, as_json=arguments.json)


if __name__ == "__main__":
    sys.exit(main())
