"""How small a face may be: found how often, at what cost, with how many false alarms.

::

    python -m benchmarks.reach PHOTOS [--clips 20] [--frames 90] [--json]

Portraits of the folder PHOTOS are pasted into 1280 x 720 pictures, their faces so many pixels
wide, in random places, with slight motion and noise: clips of 3 s at 30 fps. The backgrounds are
drawn textures and frames of the demo without and with people, whose faces count neither way.
Each frame is looked at by both: ours with the tracker that tells it whom to expect, and the plain
way, without memory: the whole picture, then its central square. The cost is the processor's time
on all threads, so that other work on the machine matters less, and includes the first frame, which
is swept at once. A face counts as found if the boxes overlap by 0.4 (intersection over union).

Then somebody walks into such pictures, where nobody or somebody large is there already: how long
after the whole face is in view is it shown?
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.plain_detector import PlainDetector
from benchmarks.scenes import FPS, Arrival, Clip, backgrounds, read_portraits
from emotion_desktop.domain import Faces, Floats, Image
from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.vision.boxes import iou
from emotion_desktop.vision.faces import FaceDetector
from emotion_desktop.vision.tracking import FaceTracker

WIDTHS: Final = (40, 64, 96, 128, 200, 400)
MATCH_IOU: Final = 0.4

ARRIVING: Final = (48, 64, 96, 128)
BESIDE: Final = 300
"""Width in pixels of the face of who is there already."""

Detect = Callable[[Image, Floats], Faces]


@dataclass(slots=True)
class Reach:
    """What one way of looking found among faces of one width; width 0: nobody was there.

    Attributes:
        way: `plain` or `ours`.
        width: Of the face in pixels.
        frames: Looked at.
        found: Frames in which the face was found.
        false: Boxes where no face is.
        seconds: Of the processor.
        waits: Frames before the first find, for each clip; the clip's length if never.
    """

    way: str
    width: int
    frames: int = 0
    found: int = 0
    false: int = 0
    seconds: float = 0.0
    waits: list[int] = field(default_factory=list)

    def add(self, boxes: Floats, truth: Floats, strangers: Floats) -> bool:
        """Count one frame and return whether the face was found."""
        hit = bool(np.any(iou(truth, boxes) >= MATCH_IOU))
        explained = np.any(iou(boxes, np.concatenate([truth, strangers])) > 0.2, axis=1)
        self.frames += 1
        self.found += hit
        self.false += int(np.sum(~explained))
        return hit


def measure(folder: Path, clips: int, count: int, widths: Sequence[int] = WIDTHS) -> list[Reach]:
    """Return what both ways find at each width; they look at the same frames, in turns.

    Args:
        folder: Of portraits.
        clips: Per width.
        count: Frames per clip.
        widths: Of faces in pixels; 0 for nobody.

    Raises:
        DataError: If the folder holds no portrait.
        SourceError: If a picture cannot be read.
    """
    portraits = read_portraits(folder, clips)
    scenes = list(backgrounds(clips))
    ours, plain = FaceDetector(), PlainDetector()
    ways: dict[str, Detect] = {"plain": lambda image, _: plain.detect(image), "ours": ours.detect}
    results: list[Reach] = []
    for width in widths:
        reaches = {way: Reach(way, width) for way in ways}
        for number in range(clips):
            portrait = portraits[number % len(portraits)] if width else None
            clip = Clip(*scenes[number], portrait, width, seed=number, count=count)
            ours.reset()
            _play(clip, ways, reaches)
        results.extend(reaches.values())
    ours.close()
    plain.close()
    return results


def _play(clip: Clip, ways: dict[str, Detect], reaches: dict[str, Reach]) -> None:
    first, tracker = dict.fromkeys(ways, clip.count), FaceTracker()
    for number, (image, truth) in enumerate(clip.frames()):
        expected = tracker.expected(number / FPS)
        order = list(ways) if number % 2 else list(ways)[::-1]
        for way in order:
            start = time.process_time()
            faces = ways[way](image, expected)
            reaches[way].seconds += time.process_time() - start
            if way == "ours":  # what the window would show
                faces = faces[tracker.update(faces, number / FPS) > 0]
            if reaches[way].add(faces.boxes, truth, clip.strangers):
                first[way] = min(first[way], number)
    for way, wait in first.items():
        reaches[way].waits.append(wait)


@dataclass(slots=True)
class Arrivals:
    """How soon people who walk in are shown.

    Attributes:
        width: Of their faces in pixels.
        beside: Of the face that is there already; 0: nobody.
        waits_s: Seconds from the whole face in view to its box, for each clip; the rest of the
            clip if never.
    """

    width: int
    beside: int
    waits_s: list[float] = field(default_factory=list)


def measure_arrivals(folder: Path, clips: int, count: int) -> list[Arrivals]:
    """Return how soon people are shown who walk in, alone or beside someone; as `measure`."""
    portraits = read_portraits(folder, clips + 1)
    scenes = list(backgrounds(clips))
    cases = [Arrivals(width, beside) for beside in (0, BESIDE) for width in ARRIVING]
    with FaceDetector() as detector:
        for case in cases:
            for number in range(clips):
                other = portraits[(number + 1) % len(portraits)] if case.beside else None
                clip = Clip(*scenes[number], other, case.beside, seed=number, count=count)
                comer = portraits[number % len(portraits)]
                detector.reset()
                case.waits_s.append(_wait(Arrival(clip, comer, case.width), detector) / FPS)
    return cases


def _wait(arrival: Arrival, detector: FaceDetector) -> int:
    """Return how many frames it takes until someone in view is shown."""
    tracker, waited = FaceTracker(), 0
    for number, (image, truth) in enumerate(arrival.frames()):
        faces = detector.detect(image, tracker.expected(number / FPS))
        shown = faces[tracker.update(faces, number / FPS) > 0]
        if np.any(iou(truth, shown.boxes) >= MATCH_IOU):
            break
        waited += len(truth)
    return waited


def arrivals_table(cases: Sequence[Arrivals]) -> Table:
    """Return how soon people are shown as a table."""
    shown = Table("walks in", "beside", "median wait", "of 3 in 4 at most", "of 9 in 10")
    for case in cases:
        waits = np.percentile(case.waits_s, (50, 75, 90))
        beside = f"{case.beside} px" if case.beside else "nobody"
        shown.add_row(f"{case.width} px", beside, *(f"{wait:.2f} s" for wait in waits))
    return shown


def table(results: Sequence[Reach]) -> Table:
    """Return the results as a table, both ways side by side."""
    shown = Table("face", "found, plain", "ours", "median wait", "false per 100 frames, plain")
    for title in ("ours", "CPU ms per frame, plain", "ours", "times"):
        shown.add_column(title, justify="right")
    for plain, ours in zip(results[::2], results[1::2], strict=True):
        cost = [1000 * way.seconds / way.frames for way in (plain, ours)]
        shown.add_row(
            f"{plain.width} px" if plain.width else "nobody",
            *(f"{way.found / way.frames:.1%}" if way.width else "" for way in (plain, ours)),
            f"{np.median(ours.waits):.0f} frames" if ours.width else "",
            *(f"{100 * way.false / way.frames:.2f}" for way in (plain, ours)),
            *(f"{value:.2f}" for value in cost),
            f"{cost[1] / cost[0]:.2f}",
        )
    return shown


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.reach",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("photos", type=Path, metavar="PHOTOS", help="folder of portraits")
    parser.add_argument("--clips", type=int, default=20, help="per width (default 20)")
    parser.add_argument("--frames", type=int, default=90, help="per clip (default 90)")
    parser.add_argument("--json", action="store_true", help="write JSON instead of a table")
    arguments = parser.parse_args(argv)
    try:
        results = measure(arguments.photos, arguments.clips, arguments.frames, (*WIDTHS, 0))
        arrivals = measure_arrivals(arguments.photos, arguments.clips, 2 * arguments.frames)
    except EmotionDesktopError as error:
        sys.stderr.write(f"benchmarks.reach: {error}\n")
        return 2
    if arguments.json:
        document = {
            "reach": [asdict(result) for result in results],
            "arrivals": [asdict(case) for case in arrivals],
        }
        sys.stdout.write(json.dumps(document, indent=2) + "\n")
    else:
        Console().print(table(results))
        Console().print(arrivals_table(arrivals))
    return 0


if __name__ == "__main__":
    sys.exit(main())
