"""What a recorded session shows of each person, as a whole and between its markers."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from emotion_desktop.files.atomic_write import write_whole
from emotion_desktop.files.unique_paths import output_error
from emotion_desktop.labels import Emotion
from emotion_desktop.outputs.data_dictionary import harmless
from emotion_desktop.outputs.recording.reader import Person, RecordedSession

UNCERTAIN: Final = -1
UNREAD: Final = -2
"""What stands in place of a class's column where none was named: no class was likely enough, or
the face could not be read."""


@dataclass(frozen=True, slots=True)
class LabelRun:
    """A segment over which a person was in view and had the same label.

    Attributes:
        start_s: From, in seconds.
        end_s: To, in seconds.
        label: None where no class was named.
        unread: Whether the face could not be read.
    """

    start_s: float
    end_s: float
    label: Emotion | None
    unread: bool = False

    @property
    def seconds(self) -> float:
        """How long it lasted."""
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a session.

    Attributes:
        start_s: From, in seconds.
        end_s: To, in seconds.
        after: Number of the marker at its start; None at the start of the session.
        before: Number of the marker at its end; None at the end of the session.
    """

    start_s: float
    end_s: float
    after: int | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSummary:
    """One person over a segment.

    Attributes:
        track_id: The number of the face.
        first_s: When it was seen first, in seconds.
        last_s: When it was seen last, in seconds.
        in_view_s: How long it was seen, in seconds.
        shares: Share of that time each class was named, 0–1; with the next two it sums to 1.
        uncertain: Share of that time no class was likely enough.
        unread: Share of that time the face could not be read.
        means: Mean probability of each class over the time it could be read, 0–1.
        changes: How often another class was named than before.
        longest: The longest run of one class; None if none was ever named.
    """

    track_id: int
    first_s: float
    last_s: float
    in_view_s: float
    shares: dict[Emotion, float]
    uncertain: float
    unread: float
    means: dict[Emotion, float]
    changes: int
    longest: LabelRun | None

    @property
    def most(self) -> Emotion | None:
        """The class that was named for the longest time; None if none ever was."""
        best = max(self.shares, key=self.shares.__getitem__, default=None)
        return best if best is not None and self.shares[best] > 0 else None


def whole(session: RecordedSession) -> Segment:
    """Return the whole session as a segment."""
    return Segment(session.start_s, session.duration_s)


def segments(session: RecordedSession) -> tuple[Segment, ...]:
    """Return the parts that the markers cut the session into; none without markers."""
    inside = [
        mark for mark in session.markers if session.start_s <= mark.time_s <= session.duration_s
    ]
    if not inside:
        return ()
    edges: list[tuple[float, int | None]] = [
        (session.start_s, None),
        *((mark.time_s, mark.number) for mark in inside),
        (session.duration_s, None),
    ]
    parts = (
        Segment(start, end, after, before) for (start, after), (end, before) in pairwise(edges)
    )
    return tuple(part for part in parts if part.end_s > part.start_s)


def label_codes(person: Person) -> NDArray[np.int64]:
    """Return the column that was named in each look, (n,), or `UNCERTAIN` or `UNREAD`."""
    named = np.where(person.uncertain, UNCERTAIN, person.labels)
    return np.where(person.flaws >= 0, UNREAD, named)


def runs(session: RecordedSession, person: Person) -> tuple[LabelRun, ...]:
    """Return the segments of one label each; out of view there is none."""
    if not len(person.frames):
        return ()
    code = label_codes(person)
    ends = person.times + person.seconds
    # A look that does not last until the next one: the person was out of view between them.
    apart = (np.diff(person.frames) > 1) | (person.times[1:] - ends[:-1] > 1e-6)
    starts = np.concatenate(([0], np.flatnonzero(apart | (np.diff(code) != 0)) + 1))
    lasts = np.append(starts[1:] - 1, len(code) - 1)
    return tuple(
        LabelRun(start, end, session.classes[kind] if kind >= 0 else None, kind == UNREAD)
        for start, end, kind in zip(
            person.times[starts].tolist(), ends[lasts].tolist(), code[starts].tolist(), strict=True
        )
    )


def summarise_person(
    session: RecordedSession, person: Person, segment: Segment
) -> PersonSummary | None:
    """Return what a person showed over a segment; None if out of view all the time."""
    ends = person.times + person.seconds
    seconds = np.minimum(ends, segment.end_s) - np.maximum(person.times, segment.start_s)
    seen = seconds > 1e-9
    if not seen.any():
        return None
    seconds, code = seconds[seen], label_codes(person)[seen]
    total = float(seconds.sum())
    shares = {
        emotion: float(seconds[code == column].sum()) / total
        for column, emotion in enumerate(session.classes)
    }
    within = tuple(_clipped(runs(session, person), segment))
    named = [run.label for run in within if run.label is not None]
    return PersonSummary(
        track_id=person.track_id,
        first_s=max(float(person.times[seen][0]), segment.start_s),
        last_s=min(float(ends[seen][-1]), segment.end_s),
        in_view_s=total,
        shares=shares,
        uncertain=float(seconds[code == UNCERTAIN].sum()) / total,
        unread=float(seconds[code == UNREAD].sum()) / total,
        means=_means(session, person.probabilities[seen], seconds),
        changes=sum(one is not other for one, other in pairwise(named)),
        longest=max(
            (run for run in within if run.label is not None),
            key=lambda run: run.seconds,
            default=None,
        ),
    )


def summarise(
    session: RecordedSession, segment: Segment | None = None
) -> tuple[PersonSummary, ...]:
    """Return what each person in view showed over a segment; over the whole session if None."""
    part = segment or whole(session)
    found = (summarise_person(session, person, part) for person in session.people)
    return tuple(summary for summary in found if summary is not None)


def summary_csv(session: RecordedSession) -> str:
    """Return the summary as CSV text: a row per person for the whole session and each segment."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    shares = [f"share_{emotion}" for emotion in session.classes]
    means = [f"mean_p_{emotion}" for emotion in session.classes]
    table.writerow(
        [
            *("start_s", "end_s", "after_marker", "before_marker", "track_id", "name", "first_s"),
            *("last_s", "in_view_s", *shares, "share_uncertain", "share_unread", *means),
            *("changes", "longest", "longest_start_s", "longest_s"),
        ]
    )
    for part in (whole(session), *segments(session)):
        for person in summarise(session, part):
            longest = person.longest
            table.writerow(
                [
                    *(f"{part.start_s:.3f}", f"{part.end_s:.3f}", part.after, part.before),
                    *(person.track_id, harmless(session.said_of(person.track_id).name)),
                    *(f"{person.first_s:.3f}", f"{person.last_s:.3f}"),
                    f"{person.in_view_s:.3f}",
                    *(f"{share:.4f}" for share in person.shares.values()),
                    *(f"{person.uncertain:.4f}", f"{person.unread:.4f}"),
                    *(_number(person.means.get(emotion)) for emotion in session.classes),
                    person.changes,
                    longest.label if longest else "",
                    f"{longest.start_s:.3f}" if longest else "",
                    f"{longest.seconds:.3f}" if longest else "",
                ]
            )
    return text.getvalue()


def write_text(path: Path, text: str) -> Path:
    """Write a text file over what is there and return its path.

    Raises:
        OutputError: If it cannot be written; what was there stays as it was.
    """
    try:
        write_whole(path, text.encode(), make_folder=False)
    except OSError as error:
        raise output_error(path, error) from error
    return path


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"


def _clipped(parts: tuple[LabelRun, ...], segment: Segment) -> Iterator[LabelRun]:
    for run in parts:
        start, end = max(run.start_s, segment.start_s), min(run.end_s, segment.end_s)
        if end > start:
            yield LabelRun(start, end, run.label, run.unread)


def _means(
    session: RecordedSession, probabilities: NDArray[np.float32], seconds: NDArray[np.float64]
) -> dict[Emotion, float]:
    means = {}
    for column, emotion in enumerate(session.classes):
        values = probabilities[:, column]
        known = np.isfinite(values)
        if known.any():
            means[emotion] = float(np.average(values[known], weights=seconds[known]))
    return means
