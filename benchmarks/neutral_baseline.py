"""What a neutral face changes: labels of people relative to their first seconds.

::

    python -m benchmarks.neutral_baseline [--seconds 5] [--model NAME] [--json] VIDEO ...

Each person's first seconds count as neutral, as *Record neutral* would take them; whether they
were, nobody knows but who looks at the video. The shares are of the time after them, as the model
gives it and relative to those seconds.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import EmotionDesktopError, SettingError
from emotion_desktop.outputs.analysis import analyze_source
from emotion_desktop.vision.baseline import RECORD_S, Baseline, BaselineRecorder
from emotion_desktop.vision.crop_predictor import CropPredictor
from emotion_desktop.vision.model_catalog import default_checkpoint
from emotion_desktop.vision.people import People
from emotion_desktop.vision.pipeline import FramePipeline
from emotion_desktop.vision.pipeline_request import PipelineRequest
from emotion_desktop.vision.sources import open_source

UNCERTAIN = "uncertain"


@dataclass(slots=True)
class Shown:
    """What a person showed, frame by frame.

    Attributes:
        labels: What was named, or `UNCERTAIN`.
        probabilities: A row of C for each.
    """

    labels: list[str] = field(default_factory=list)
    probabilities: list[NDArray[np.float32]] = field(default_factory=list)

    def share(self, label: str) -> float:
        """Return the share of frames in which a label was named, 0–1."""
        return self.labels.count(label) / len(self.labels)


@dataclass(slots=True)
class Person:
    """One person of a video, after the seconds that count as neutral.

    Attributes:
        video: Name of the file.
        track_id: The person.
        classes: Those of the model.
        raw: As the model gives it.
        relative: Relative to neutral.
    """

    video: str
    track_id: int
    classes: tuple[str, ...]
    raw: Shown
    relative: Shown

    def rows(self) -> list[tuple[str, float, float, float, float]]:
        """Return label, shares and mean probabilities, raw and relative, of all that occurs."""
        means = [np.mean(each.probabilities, axis=0) for each in (self.raw, self.relative)]
        rows = []
        for place, name in enumerate((*self.classes, UNCERTAIN)):
            shares = self.raw.share(name), self.relative.share(name)
            known = place < len(self.classes)
            values = tuple(float(mean[place]) if known else float("nan") for mean in means)
            rows.append((name, *shares, values[0], values[1]))
        return [row for row in rows if max(row[1:3]) >= 0.005 or max(row[3:]) >= 0.05]


class Viewing:
    """One video, seen twice: first to learn who looks how at rest, then relative to that.

    Args:
        seconds: So long each person counts as neutral.

    Attributes:
        neutral: Of everybody who could be read for long enough.
        raw: What they showed afterwards.
        relative: The same, relative to neutral.
    """

    def __init__(self, seconds: float) -> None:
        self.neutral: dict[int, Baseline] = {}
        self.raw: dict[int, Shown] = defaultdict(Shown)
        self.relative: dict[int, Shown] = defaultdict(Shown)
        self._seconds = seconds
        self._recorders: dict[int, BaselineRecorder] = {}
        self._after: set[tuple[int, int]] = set()

    def first(self, result: FrameResult) -> None:
        """Take in a frame as the model gives it."""
        ids = result.track_ids.tolist()
        self._after |= {(result.frame.index, i) for i in ids if i in self.neutral}
        self._note(result, self.raw)
        for track_id in ids:
            self._recorders.setdefault(track_id, BaselineRecorder(track_id, self._seconds))
        recording = [each for each in self._recorders.values() if not each.done]
        for recorder in recording:
            recorder.add(result)
        for recorder in recording:
            if recorder.done:
                with suppress(SettingError):
                    self.neutral[recorder.track_id] = recorder.baseline()

    def second(self, result: FrameResult) -> None:
        """Take in the same frame, relative."""
        self._note(result, self.relative)

    def _note(self, result: FrameResult, into: dict[int, Shown]) -> None:
        for face, track_id in enumerate(result.track_ids.tolist()):
            counts = (result.frame.index, track_id) in self._after
            if counts and result.flaws[face] is None:
                uncertain = bool(result.uncertain[face])
                into[track_id].labels.append(UNCERTAIN if uncertain else result.emotion(face))
                into[track_id].probabilities.append(result.probabilities[face])


def measure(text: str, predictor: CropPredictor, seconds: float) -> list[Person]:
    """Return everybody in a video who could be read for long enough, and in view afterwards.

    Raises:
        SourceError: If it cannot be read.
    """
    viewing = Viewing(seconds)
    for take in (viewing.first, viewing.second):
        request = PipelineRequest(people=People(neutral=dict(viewing.neutral)))
        with (
            closing(FramePipeline(predictor, request)) as pipeline,
            closing(open_source(text, loop=False)) as source,
        ):
            analyze_source(source, pipeline, take)
    names = tuple(emotion.value for emotion in predictor.classes)
    return [
        Person(Path(text).name, track_id, names, shown, viewing.relative[track_id])
        for track_id, shown in sorted(viewing.raw.items())
        if shown.labels
    ]


def table(people: Sequence[Person]) -> Table:
    """Return what people showed, a row for each label of each."""
    shown = Table("video", "person", "label", "named", "relative", "mean p", "relative")
    for person in people:
        for name, *shares, mean, other in person.rows():
            values = [f"{share:.0%}" for share in shares]
            means = ["" if np.isnan(p) else f"{p:.2f}" for p in (mean, other)]
            shown.add_row(person.video, f"#{person.track_id}", name, *values, *means)
    return shown


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.neutral_baseline",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("videos", nargs="+", metavar="VIDEO")
    parser.add_argument("--seconds", type=float, default=RECORD_S, help="that count as neutral")
    parser.add_argument("--model", default=str(default_checkpoint()))
    parser.add_argument("--json", action="store_true", help="write JSON instead of a table")
    arguments = parser.parse_args(argv)
    try:
        predictor = CropPredictor(arguments.model)
        people = [
            person
            for text in arguments.videos
            for person in measure(text, predictor, arguments.seconds)
        ]
    except EmotionDesktopError as error:
        sys.stderr.write(f"benchmarks.neutral_baseline: {error}\n")
        return 2
    if arguments.json:
        keys = ("label", "named", "named_relative", "mean_p", "mean_p_relative")
        rows = [
            {
                "video": person.video,
                "track_id": person.track_id,
                **dict(zip(keys, row, strict=True)),
            }
            for person in people
            for row in person.rows()
        ]
        sys.stdout.write(json.dumps(rows, indent=2).replace("NaN", "null") + "\n")
    else:
        Console(width=100).print(table(people))
    return 0


if __name__ == "__main__":
    sys.exit(main())
