"""How far two analyses of one recording agree."""

import csv
import io
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from emotion_desktop.labels import CANONICAL_ORDER, Emotion
from emotion_desktop.outputs.data_dictionary import harmless
from emotion_desktop.outputs.recording.reader import RecordedSession
from emotion_desktop.vision.boxes import iou

SAME_FACE: Final = 0.5
"""Overlap (intersection over union) from which two boxes are of the same face."""

SAME_TIME_S: Final = 2e-3
BLOCK_S: Final = 1.0
"""Frames a moment apart are no independent observations: the interval is of whole seconds, drawn
anew with replacement."""

LEAST_BLOCKS: Final = 10
"""Of fewer seconds an interval would say more than is known."""

RESAMPLES: Final = 2_000

COLUMNS: Final = (
    *("start_s", "end_s", "track_id", "name", "label_first", "label_second"),
    *("first", "second", "faces"),
    *("agreement", "kappa", "kappa_low", "kappa_high", "only_first", "only_second"),
)
"""Of the table: a row with the figures, then one for each disagreement."""


@dataclass(frozen=True, slots=True)
class PairRun:
    """A time over which one face had one label in each of two analyses.

    Attributes:
        start_s: From, in seconds.
        end_s: To the end of the last frame, in seconds.
        track_id: The person's number in the first analysis.
        first: The label there.
        second: The label in the other.
        name: The person's, if one was given.
    """

    start_s: float
    end_s: float
    track_id: int
    first: Emotion
    second: Emotion
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Two analyses side by side.

    Attributes:
        faces: Looks at a face that both found and could read.
        agreement: Share of them with the same label, 0–1; NaN without any.
        kappa: Cohen's kappa of them; NaN if it is not defined.
        kappa_interval: Its 95 % interval, from resampling whole seconds; NaN if there are few.
        only_first: Looks that only the first found or could read.
        only_second: Likewise of the second.
        runs: Of the labels of both, in order of time.
    """

    faces: int
    agreement: float
    kappa: float
    kappa_interval: tuple[float, float]
    only_first: int
    only_second: int
    runs: tuple[PairRun, ...]

    @property
    def disagreements(self) -> tuple[PairRun, ...]:
        """The runs with two labels, in order of time."""
        return tuple(run for run in self.runs if run.first is not run.second)


def compare(first: RecordedSession, second: RecordedSession) -> Agreement:
    """Return how far two analyses agree; labels count also where the window says uncertain."""
    pairs = _pairs(first, second)
    one = _codes(first)[pairs[:, 0]]
    two = _codes(second)[pairs[:, 1]]
    read = (one >= 0) & (two >= 0)
    pairs, one, two = pairs[read], one[read], two[read]
    frames = first.faces.frames[pairs[:, 0]]
    blocks = (first.times[frames] // BLOCK_S).astype(np.int64)
    tables = _confusion(one, two, blocks)
    total = tables.sum(axis=0)
    return Agreement(
        faces=len(pairs),
        agreement=float((one == two).mean()) if len(pairs) else float("nan"),
        kappa=float(kappas(total[None])[0]),
        kappa_interval=_interval(tables),
        only_first=int((_codes(first) >= 0).sum()) - len(pairs),
        only_second=int((_codes(second) >= 0).sum()) - len(pairs),
        runs=_runs(first, pairs[:, 0], one, two),
    )


def kappas(tables: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return Cohen's kappa of (n, C, C) counts, (n,); NaN where chance alone agrees fully."""
    counts = tables.sum(axis=(1, 2)).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        same = np.trace(tables, axis1=1, axis2=2) / counts
        chance = (tables.sum(axis=2) * tables.sum(axis=1)).sum(axis=1) / counts**2
        return np.asarray(np.where(chance < 1, (same - chance) / (1 - chance), np.nan))


def agreement_csv(found: Agreement, names: tuple[str, str]) -> str:
    """Return the figures, and a row for each disagreement, as CSV text."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    low, high = found.kappa_interval
    table.writerow(COLUMNS)
    figures = [
        *(*names, found.faces, f"{found.agreement:.4f}", f"{found.kappa:.4f}"),
        *(f"{low:.4f}", f"{high:.4f}", found.only_first, found.only_second),
    ]
    table.writerow([""] * 6 + figures)
    for part in found.disagreements:
        times = (f"{part.start_s:.3f}", f"{part.end_s:.3f}")
        who = (part.track_id, harmless(part.name))
        table.writerow([*times, *who, part.first, part.second, *names, *[""] * 7])
    return text.getvalue()


def _codes(session: RecordedSession) -> NDArray[np.int64]:
    """Return the label of each face as its place in `CANONICAL_ORDER`, -1 where none was read."""
    own = np.array([*map(CANONICAL_ORDER.index, session.classes), -1])
    return np.asarray(own[session.faces.labels])


def _pairs(first: RecordedSession, second: RecordedSession) -> NDArray[np.int64]:
    """Return the rows of the same faces, (n, 2), each row once at most."""
    found: list[tuple[int, int]] = []
    for frame, time_s in enumerate(first.times.tolist()):
        other = second.frame_at(time_s + SAME_TIME_S)
        if abs(float(second.times[other]) - time_s) > SAME_TIME_S:
            continue
        mine = range(int(first.offsets[frame]), int(first.offsets[frame + 1]))
        theirs = range(int(second.offsets[other]), int(second.offsets[other + 1]))
        if not mine or not theirs:
            continue
        overlap = iou(first.faces.boxes[mine], second.faces.boxes[theirs])
        while overlap.size and overlap.max() >= SAME_FACE:
            row, column = np.unravel_index(int(overlap.argmax()), overlap.shape)
            found.append((mine[int(row)], theirs[int(column)]))
            overlap[row], overlap[:, column] = -1, -1
    return np.array(found, np.int64).reshape(-1, 2)


def _confusion(
    one: NDArray[np.int64], two: NDArray[np.int64], blocks: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return how often which labels met in each block, (blocks, C, C)."""
    known, places = np.unique(blocks, return_inverse=True)
    tables = np.zeros((max(1, len(known)), *[len(CANONICAL_ORDER)] * 2), np.int64)
    np.add.at(tables, (places, one, two), 1)
    return tables


def _interval(tables: NDArray[np.int64]) -> tuple[float, float]:
    """Return the 95 % interval of kappa, the same each time; NaN of a short recording."""
    count = len(tables)
    if count < LEAST_BLOCKS:
        return float("nan"), float("nan")
    weights = np.random.default_rng(0).multinomial(count, np.full(count, 1 / count), RESAMPLES)
    found = kappas(np.einsum("rb,bij->rij", weights, tables))
    found = found[np.isfinite(found)]
    if not len(found):
        return float("nan"), float("nan")
    low, high = np.quantile(found, (0.025, 0.975)).tolist()
    return low, high


def _runs(
    session: RecordedSession,
    rows: NDArray[np.int64],
    one: NDArray[np.int64],
    two: NDArray[np.int64],
) -> tuple[PairRun, ...]:
    """Return the runs of a pair of labels, those of one person joined from frame to frame."""
    found: list[PairRun] = []
    open_runs: dict[int, tuple[int, int]] = {}  # place in `found` and last frame, by person
    for row, a, b in zip(rows.tolist(), one.tolist(), two.tolist(), strict=True):
        frame, person = int(session.faces.frames[row]), int(session.faces.track_ids[row])
        labels = CANONICAL_ORDER[a], CANONICAL_ORDER[b]
        start = float(session.times[frame])
        end = start + float(session.seconds[frame])
        place, last = open_runs.get(person, (-1, -9))
        if place >= 0 and last == frame - 1 and (found[place].first, found[place].second) == labels:
            found[place] = replace(found[place], end_s=end)
        else:
            place = len(found)
            name = session.said_of(person).name
            found.append(PairRun(start, end, person, *labels, name))
        open_runs[person] = place, frame
    return tuple(sorted(found, key=lambda part: part.start_s))
