"""Which faces are found: how small, tilted or cut off; at what cost, with how many false alarms.

::

    python -m benchmarks.detection_range PHOTOS [--clips 200] [--detectors blazeface,mediapipe]

Portraits of the folder PHOTOS are pasted into 1280 x 720 pictures, their faces so many pixels
wide, in random places, with slight motion and noise: one clip at 30 fps for each face. The
backgrounds are drawn textures and frames of the demo without and with people, whose faces count
neither way. All detectors look at the same frames in turns, each with a tracker that tells it whom
to expect, and only what the tracker shows counts. A face counts as found if the boxes overlap by
0.4 (intersection over union). Milliseconds are medians and 95th percentiles over all frames but the
first of a clip, which is searched more thoroughly.

Then somebody walks into such pictures live, where nobody or somebody large is there already: how
long after the whole face is in view is it shown?
"""

import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
from rich.table import Table

from benchmarks.harness import add_json, command, make_parser, report
from benchmarks.scenes import FPS, Arrival, Clip, backgrounds, read_portraits
from emotion_desktop.domain import Floats
from emotion_desktop.vision.boxes import iou
from emotion_desktop.vision.detection import DEFAULT_DETECTOR, Effort, FaceDetector, open_detector
from emotion_desktop.vision.tracking import FaceTracker

MATCH_IOU: Final = 0.4
EXPLAINED_IOU: Final = 0.2
BACKGROUNDS: Final = 30
CROWDING: Final = 300
"""Wider faces are pasted where nobody is: beside others there is no room for them."""

ARRIVING: Final = (48, 64, 96, 128)
BESIDE: Final = 300
"""Width in pixels of the face of who is there already."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What the faces of some clips have in common; see `Clip`."""

    width: int
    tilt: float = 0.0
    outside: float = 0.0

    def __str__(self) -> str:
        """Return it for people to read."""
        tilt = f", tilted by {self.tilt:g}°" if self.tilt else ""
        outside = f", {self.outside:.0%} outside" if self.outside else ""
        return f"{self.width} px{tilt}{outside}" if self.width else "nobody"


KINDS: Final = (
    *(Kind(width) for width in (40, 64, 96, 128, 200, 400)),
    *(Kind(250, tilt=tilt) for tilt in (45, 90, 180)),
    *(Kind(width, outside=0.25) for width in (100, 250)),
    Kind(0),
)


@dataclass(slots=True)
class Reach:
    """What one detector found among faces of one kind.

    Attributes:
        detector: Its name.
        kind: Of the faces.
        clips: As many faces.
        frames: Looked at.
        found: Frames in which the face was found.
        missed_faces: Clips in which it was found in no frame.
        false: Boxes where no face is.
        seconds: Of each frame but the first of a clip.
    """

    detector: str
    kind: Kind
    clips: int = 0
    frames: int = 0
    found: int = 0
    missed_faces: int = 0
    false: int = 0
    seconds: list[float] = field(default_factory=list)

    def add(self, boxes: Floats, truth: Floats, strangers: Floats) -> bool:
        """Count one frame and return whether the face was found."""
        hit = bool(np.any(iou(truth, boxes) >= MATCH_IOU))
        known = np.concatenate([truth, strangers])
        explained = np.any(iou(boxes, known) > EXPLAINED_IOU, axis=1)
        self.frames += 1
        self.found += hit
        self.false += int(np.sum(~explained))
        return hit


def measure(
    folder: Path,
    names: Sequence[str],
    clips: int,
    count: int,
    kinds: Sequence[Kind],
) -> list[Reach]:
    """Return what each detector finds of each kind; they look at the same frames, in turns.

    Args:
        folder: Of portraits.
        names: Of detectors, as `open_detector` takes them.
        clips: Per kind.
        count: Frames per clip.
        kinds: Of faces.

    Raises:
        DataError: If the folder holds no portrait.
        SourceError: If a picture cannot be read.
        SettingError: If there is no such detector.
    """
    portraits = read_portraits(folder, clips)
    scenes = list(backgrounds(min(clips, BACKGROUNDS)))
    results: list[Reach] = []
    with ExitStack() as stack:
        detectors = {name: stack.enter_context(closing(open_detector(name))) for name in names}
        for kind in kinds:
            reaches = {name: Reach(name, kind) for name in names}
            usable = [s for s in scenes if not len(s[1])] if kind.width > CROWDING else scenes
            for number in range(clips):
                portrait = portraits[number % len(portraits)] if kind.width else None
                clip = Clip(
                    *usable[number % len(usable)],
                    portrait,
                    kind.width,
                    seed=number,
                    count=count,
                    tilt=kind.tilt,
                    outside=kind.outside,
                )
                _play(clip, detectors, reaches)
            results.extend(reaches.values())
    return results


def _play(clip: Clip, detectors: dict[str, FaceDetector], reaches: dict[str, Reach]) -> None:
    trackers = {name: FaceTracker() for name in detectors}
    seen = dict.fromkeys(detectors, False)
    for detector in detectors.values():
        detector.reset()
    for number, (image, truth) in enumerate(clip.frames()):
        for name in list(detectors) if number % 2 else list(detectors)[::-1]:
            tracker, reach = trackers[name], reaches[name]
            expected = tracker.expected(number / FPS)
            start = time.perf_counter()
            faces = detectors[name].detect(image, expected)
            if number:
                reach.seconds.append(time.perf_counter() - start)
            shown = faces[tracker.update(faces, number / FPS) > 0]
            seen[name] |= reach.add(shown.boxes, truth, clip.strangers)
    for name, reach in reaches.items():
        reach.clips += 1
        reach.missed_faces += not seen[name]


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


def measure_arrivals(folder: Path, name: str, clips: int, count: int) -> list[Arrivals]:
    """Return how soon people are shown who walk in, alone or beside someone; as `measure`."""
    portraits = read_portraits(folder, clips + 1)
    scenes = list(backgrounds(min(clips, BACKGROUNDS)))
    cases = [Arrivals(width, beside) for beside in (0, BESIDE) for width in ARRIVING]
    with closing(open_detector(name)) as detector:
        for case in cases:
            for number in range(clips):
                other = portraits[(number + 1) % len(portraits)] if case.beside else None
                scene = scenes[number % len(scenes)]
                clip = Clip(*scene, other, case.beside, seed=number, count=count)
                comer = portraits[number % len(portraits)]
                detector.reset()
                case.waits_s.append(_wait(Arrival(clip, comer, case.width), detector) / FPS)
    return cases


def _wait(arrival: Arrival, detector: FaceDetector) -> int:
    """Return how many frames it takes until someone in view is shown."""
    tracker, waited = FaceTracker(), 0
    for number, (image, truth) in enumerate(arrival.frames()):
        expected = tracker.expected(number / FPS)
        faces = detector.detect(image, expected, effort=Effort.LIVE)
        detector.search(image)
        shown = faces[tracker.update(faces, number / FPS) > 0]
        if np.any(iou(truth, shown.boxes) >= MATCH_IOU):
            break
        waited += len(truth)
    return waited


def arrivals_table(cases: Sequence[Arrivals]) -> Table:
    """Return how soon people are shown as a table."""
    shown = Table("walks in", "beside", "clips", "median wait", "of 3 in 4 at most", "of 9 in 10")
    for case in cases:
        waits = np.percentile(case.waits_s, (50, 75, 90))
        beside = f"{case.beside} px" if case.beside else "nobody"
        seconds = [f"{wait:.2f} s" for wait in waits]
        shown.add_row(f"{case.width} px", beside, str(len(case.waits_s)), *seconds)
    return shown


def table(results: Sequence[Reach]) -> Table:
    """Return the results as a table, a row for each kind and detector."""
    shown = Table("face", "detector")
    for title in ("faces", "frames", "found", "never", "false per 100 frames", "ms, p50", "p95"):
        shown.add_column(title, justify="right")
    for reach in results:
        middle, late = 1000 * np.percentile(reach.seconds or [0.0], (50, 95))
        shown.add_row(
            str(reach.kind),
            reach.detector,
            str(reach.clips if reach.kind.width else 0),
            str(reach.frames),
            f"{reach.found / reach.frames:.1%}" if reach.kind.width else "",
            str(reach.missed_faces) if reach.kind.width else "",
            f"{100 * reach.false / reach.frames:.2f}",
            f"{middle:.1f}",
            f"{late:.1f}",
        )
    return shown


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = make_parser("detection_range", __doc__)
    parser.add_argument("photos", type=Path, metavar="PHOTOS", help="folder of portraits")
    parser.add_argument("--clips", type=int, default=200, help="per kind (default 200)")
    parser.add_argument("--frames", type=int, default=10, help="per clip (default 10)")
    parser.add_argument(
        "--detectors",
        default=f"{DEFAULT_DETECTOR},mediapipe",
        metavar="A,B",
        help="the first one is also measured while people walk in (default %(default)s)",
    )
    parser.add_argument(
        "--walking-in", type=int, default=40, metavar="N", help="clips of it (default 40; 0: none)"
    )
    add_json(parser)
    arguments = parser.parse_args(argv)
    names = arguments.detectors.split(",")
    results = measure(arguments.photos, names, arguments.clips, arguments.frames, KINDS)
    arrivals = []
    if arguments.walking_in:
        arrivals = measure_arrivals(arguments.photos, names[0], arguments.walking_in, 180)
    return report(
        table(results),
        arrivals_table(arrivals),
        document={"reach": results, "arrivals": arrivals},
        as_json=arguments.json,
    )


if __name__ == "__main__":
    sys.exit(main())
