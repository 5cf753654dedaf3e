"""How steady the numbers of people are.

::

    python -m benchmarks.id_switches [--scenes 20] [--json] [VIDEOS ...]

Made-up scenes of 30 s with ten people tell exactly who is who: faces move, cross, hide each other,
come and go and are covered by hands, boxes are noisy, one face in twenty is missed. Two ways get
the same faces at 10, 15 and 30 frames per second: ours, and one that pairs boxes by their overlap
alone, without motion, with the same memory. Counted as in CLEAR MOT (Bernardin and Stiefelhagen
2008, https://doi.org/10.1155/2008/246309): a mismatch is a person whose number differs from the
one before. It is a swap if the number had been someone else's, and a new start if not; but nobody
is blamed for a new number after an absence longer than the memory. Fragmentations are
interruptions: a person in the scene had a number, has none for a while, and one again. They
come from the detector alone and so are the same for both ways.

Of videos nobody knows the truth. For them it counts the numbers given, how many were seen for
half a second at least, and how many faces there were at once at most.
"""

import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

import av
import numpy as np
from rich.table import Table

from benchmarks.harness import add_json, make_parser, report
from benchmarks.synthetic_tracks import Crowd, make_crowd
from emotion_desktop.cli.benchmark.tables import make_table
from emotion_desktop.domain import Faces, Ints
from emotion_desktop.vision.assignment import assign
from emotion_desktop.vision.boxes import iou
from emotion_desktop.vision.detection import open_detector
from emotion_desktop.vision.sources.decoder import Decoder
from emotion_desktop.vision.tracking import FaceTracker

RATES: Final = (10, 15, 30)
DURATION_S: Final = 30.0
MEMORY_S: Final = 1.0
LASTING_S: Final = 0.5


class OverlapTracker:
    """Pairs faces with the boxes seen last by their overlap alone."""

    def __init__(self, memory_s: float = MEMORY_S) -> None:
        self._memory_s = memory_s
        self._boxes = np.zeros((0, 4), np.float32)
        self._ids = np.zeros(0, np.int64)
        self._seen_s = np.zeros(0)
        self._last = 0

    def update(self, faces: Faces, time_s: float) -> Ints:
        """Return the number of each face, (N,) int64, from 1."""
        kept = time_s - self._seen_s <= self._memory_s
        self._boxes, self._ids = self._boxes[kept], self._ids[kept]
        self._seen_s = self._seen_s[kept]
        overlap = iou(faces.boxes, self._boxes)
        ids = np.zeros(len(faces), np.int64)
        for row, column in zip(*assign(-overlap), strict=True):
            if overlap[row, column] >= 0.2:
                ids[row] = self._ids[column]
        new = ids == 0
        ids[new] = self._last + 1 + np.arange(new.sum())
        self._last += int(new.sum())
        gone = ~np.isin(self._ids, ids)
        self._boxes = np.concatenate([self._boxes[gone], faces.boxes])
        self._ids = np.concatenate([self._ids[gone], ids])
        self._seen_s = np.concatenate([self._seen_s[gone], np.full(len(ids), time_s)])
        return ids


@dataclass(slots=True)
class Steadiness:
    """Of all scenes at one rate.

    Attributes:
        way: `overlap` or `ours`.
        fps: Frames per second.
        faces: Seen in all.
        swaps: Mismatches with a number that had been someone else's.
        restarts: Mismatches with a new number.
        fragmentations: Interruptions.
    """

    way: str
    fps: int
    faces: int = 0
    swaps: int = 0
    restarts: int = 0
    fragmentations: int = 0


@dataclass(slots=True)
class Judge:
    """Counts wrong numbers, and so remembers who had which number when.

    Attributes:
        result: Where they are counted.
    """

    result: Steadiness
    _number: dict[int, int] = field(default_factory=dict)
    _seen_s: dict[int, float] = field(default_factory=dict)
    _owner: dict[int, int] = field(default_factory=dict)

    def look(self, people: Ints, ids: Ints, time_s: float) -> None:
        """Compare the numbers of a frame's faces with who they are, −1 for nobody."""
        result, step = self.result, 1 / self.result.fps
        for person, number in zip(people.tolist(), ids.tolist(), strict=True):
            owner = self._owner.get(number, person)
            if person < 0:
                continue
            result.faces += 1
            before = self._number.get(person, number)
            absent_s = time_s - self._seen_s.get(person, time_s)
            result.fragmentations += absent_s > 1.5 * step
            if owner != person and before != number:
                result.swaps += 1
            elif before != number and absent_s <= MEMORY_S:
                result.restarts += 1
            self._owner[number] = person
            self._number[person], self._seen_s[person] = number, time_s


def measure(scenes: int, rates: Sequence[int] = RATES) -> list[Steadiness]:
    """Return how steady both ways are over the same scenes, at each rate."""
    ways: dict[str, Callable[[], OverlapTracker | FaceTracker]] = {
        "overlap": OverlapTracker,
        "ours": lambda: FaceTracker(MEMORY_S),
    }
    results = [Steadiness(way, fps) for fps in rates for way in ways]
    for result in results:
        for seed in range(scenes):
            _play(make_crowd(seed, duration_s=DURATION_S), ways[result.way](), result, seed)
    return results


def _play(
    crowd: Crowd, tracker: OverlapTracker | FaceTracker, result: Steadiness, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    judge = Judge(result)
    for frame in range(int(DURATION_S * result.fps)):
        time_s = frame / result.fps
        faces, people = crowd.detect(time_s, rng)
        judge.look(people, tracker.update(faces, time_s), time_s)


@dataclass(frozen=True, slots=True)
class Watched:
    """What became of a video.

    Attributes:
        video: Name of the file.
        frames: Looked at.
        numbers: Given in all.
        lasting: Numbers seen for half a second at least.
        most: Faces at once.
    """

    video: str
    frames: int
    numbers: int
    lasting: int
    most: int


def watch(path: Path) -> Watched:
    """Return which numbers the people in a video get.

    Raises:
        av.FFmpegError: If it cannot be read.
        LookupError: If there is no video in it.
    """
    spans: dict[int, tuple[float, float]] = {}
    tracker, most, frames = FaceTracker(MEMORY_S), 0, 0
    decoder = Decoder(str(path))
    with closing(open_detector()) as detector:
        for image, time_s in decoder.frames():
            faces = detector.detect(image, tracker.expected(time_s))
            numbers = [number for number in tracker.update(faces, time_s).tolist() if number]
            for number in numbers:
                spans[number] = (spans.get(number, (time_s,))[0], time_s)
            most, frames = max(most, len(numbers)), frames + 1
    decoder.close()
    lasting = sum(last - first >= LASTING_S for first, last in spans.values())
    return Watched(path.name, frames, len(spans), lasting, most)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = make_parser("id_switches", __doc__)
    parser.add_argument("videos", type=Path, nargs="*", metavar="VIDEOS", help="files to watch")
    parser.add_argument("--scenes", type=int, default=20, help="made-up ones (default 20)")
    add_json(parser)
    arguments = parser.parse_args(argv)
    try:
        watched = [watch(path) for path in arguments.videos]
    except (av.FFmpegError, LookupError) as error:
        sys.stderr.write(f"benchmarks.id_switches: {error}\n")
        return 2
    steady = measure(arguments.scenes)
    shown = [_table([asdict(row) for row in rows]) for rows in (steady, watched) if rows]
    document = {"scenes": steady, "videos": watched}
    return report(*shown, document=document, as_json=arguments.json)


def _table(rows: Sequence[dict[str, str | int]]) -> Table:
    return make_table([*rows[0]], [[*map(str, row.values())] for row in rows])


if __name__ == "__main__":
    sys.exit(main())
