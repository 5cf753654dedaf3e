"""What users say of the people in view, by track id: who they are, and who is the same."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from emotion_desktop.domain import Ints, Person
from emotion_desktop.errors import SettingError
from emotion_desktop.vision.baseline import Baseline

MOST_CHARACTERS: Final = 60
"""Of a name."""


def clean_name(text: str) -> str:
    """Return a name in one line, without what cannot be seen or turns the text around.

    Raises:
        SettingError: If it is too long.
    """
    seen = "".join(" " if c.isspace() else c for c in text)
    seen = "".join(c for c in seen if unicodedata.category(c)[0] != "C")
    name = " ".join(seen.split())
    if len(name) > MOST_CHARACTERS:
        raise SettingError(
            "a name has at most {most} characters, this one has {count}",
            most=MOST_CHARACTERS,
            count=len(name),
        )
    return name


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """All that was said, as one value; ids are those that results carry.

    Attributes:
        said: Name and part of people, by id.
        merged: Ids that are somebody who has another id, and that id.
        split: Ids that mean somebody else from now on, who gets a new one.
        neutral: What a model gives for somebody's neutral face, by id.
    """

    said: Mapping[int, Person] = field(default_factory=dict)
    merged: Mapping[int, int] = field(default_factory=dict)
    split: frozenset[int] = frozenset()
    neutral: Mapping[int, Baseline] = field(default_factory=dict)

    def person(self, track_id: int) -> Person:
        """Return what was said of somebody."""
        return self.said.get(track_id, Person())

    def saying(self, track_id: int, person: Person) -> "People":
        """Return the same with something else said of somebody."""
        return replace(self, said={**self.said, track_id: person})

    def merging(self, track_id: int, into: int) -> "People":
        """Return the same with one person who is another: from now on both have that one's id."""
        merged = {old: new for old, new in self.merged.items() if old != into}
        said = dict(self.said)
        if track_id in said and not said.get(into, Person()).name:
            said[into] = said[track_id]
        neutral = dict(self.neutral)
        if track_id in neutral:
            neutral.setdefault(into, neutral[track_id])
        return replace(self, said=said, neutral=neutral, merged={**merged, track_id: into})

    def splitting(self, track_id: int) -> "People":
        """Return the same with an id whose bearer is somebody else from now on."""
        return replace(self, split=self.split | {track_id})

    def relating(self, track_id: int, baseline: Baseline | None) -> "People":
        """Return the same with another neutral face of somebody; None for none."""
        neutral = {i: each for i, each in self.neutral.items() if i != track_id}
        neutral |= {track_id: baseline} if baseline is not None else {}
        return replace(self, neutral=neutral)


class Identities:
    """Turns the tracker's numbers into the ids that users want; nothing is ever used twice.

    A split is taken back by asking without it: the numbers given since are not used any more.

    Args:
        new_number: Returns a number that nobody has had.
    """

    def __init__(self, new_number: Callable[[], int]) -> None:
        self._new_number = new_number
        self._new: dict[int, int] = {}

    def reset(self) -> None:
        """Start anew, for another source whose people are numbered from 1."""
        self._new = {}

    def apply(self, numbers: Ints, people: People) -> Ints:
        """Return the id of each face, (N,) int64.

        Two who are in one picture are two: of them, the one who was merged keeps the own id.

        Args:
            numbers: (N,) int64, the tracker's.
            people: What is wanted.
        """
        own = [self._after_splits(number, people.split) for number in numbers.tolist()]
        ids = self.wanted(numbers, people)
        for row, wanted in enumerate(ids):
            if ids.count(wanted) > 1 and own[row] != wanted:
                ids[row] = own[row]
        return np.array(ids, np.int64)

    def wanted(self, numbers: Ints, people: People) -> list[int]:
        """Return the ids of people who need not be in one picture."""
        own = (self._after_splits(number, people.split) for number in numbers.tolist())
        return [_after_merges(number, people.merged) for number in own]

    def _after_splits(self, number: int, split: frozenset[int]) -> int:
        while number in split:
            if number not in self._new:
                self._new[number] = self._new_number()
            number = self._new[number]
        return number


def _after_merges(number: int, merged: Mapping[int, int]) -> int:
    seen = {number}
    while number in merged and merged[number] not in seen:
        number = merged[number]
        seen.add(number)
    return number
