"""What the review shows of a recording, worked out beforehand: reading takes a while. No Qt."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from emotion_desktop.gui.charts.samples import Samples
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
    """

    session: RecordedSession
    people: dict[int, PersonData]
    summaries: tuple[PersonSummary, ...]


def read_material(folder: Path) -> ReviewData:
    """Return what there is to be shown of a recording.

    Raises:
        UnreadableFileError: If it is none, or damaged.
        PermissionDeniedError: If it may not be read.
    """
    session = read_session(folder)
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
