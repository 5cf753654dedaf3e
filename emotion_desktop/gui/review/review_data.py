"""What the review shows of a recording, worked out beforehand: reading takes a while. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from emotion_desktop.gui.charts.samples import Samples
from emotion_desktop.outputs.recording.edits import (
    NO_EDITS,
    Edits,
    Renumbering,
    apply_edits,
    read_edits,
    renumber,
)
from emotion_desktop.outputs.recording.reader import Person, RecordedSession, read_session
from emotion_desktop.outputs.recording.summary import LabelRun, PersonSummary, runs, summarise


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class PersonData:
    """What the timeline shows of a person.

    Attributes:
        person: Who.
        runs: Their labels in order of time.
        samples: m probabilities, NaN where they were out of view or could not be read.
    """

    person: Person
    runs: tuple[LabelRun, ...]
    samples: Samples


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ReviewData:
    """A recording, and what was worked out of it.

    Attributes:
        session: The recording.
        people: Everyone who was in view, by number.
        summaries: What each of them showed over the whole recording.
        edits: What a reviewer has changed; not applied yet.
    """

    session: RecordedSession
    people: dict[int, PersonData]
    summaries: tuple[PersonSummary, ...]
    edits: Edits = NO_EDITS


def read_material(folder: Path) -> ReviewData:
    """Return what there is to be shown of a recording, and what was changed about it.

    Raises:
        UnreadableFileError: If it is none, or damaged.
        PermissionDeniedError: If it may not be read.
    """
    session = read_session(folder)
    edits = read_edits(folder).fitting(session.times)
    return replace(_material(session), edits=edits)


def edited_material(whole: ReviewData) -> ReviewData:
    """Return what is left of a recording when its edits are applied."""
    return _material(apply_edits(whole.session, whole.edits))


def renumbered_material(whole: ReviewData, tracks: Sequence[Renumbering]) -> ReviewData:
    """Return all of a recording with other numbers for its people."""
    return _material(renumber(whole.session, tracks)) if tracks else whole


def _material(session: RecordedSession) -> ReviewData:
    return ReviewData(
        session=session,
        people={person.track_id: _shown(session, person) for person in session.people},
        summaries=summarise(session),
    )


def _shown(session: RecordedSession, person: Person) -> PersonData:
    times, values = person.times, person.probabilities.T
    broken = np.flatnonzero(np.diff(person.frames) > 1) + 1
    if len(broken):
        times = np.insert(times, broken, times[broken])
        values = np.insert(values, broken, np.nan, axis=1)
    return PersonData(person=person, runs=runs(session, person), samples=Samples(times, values))
