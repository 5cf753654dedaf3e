"""Who is who, as users say it."""

from itertools import count

import numpy as np
import pytest

from emotion_desktop.domain import Ints, Person
from emotion_desktop.errors import SettingError
from emotion_desktop.vision.baseline import Baseline
from emotion_desktop.vision.people import MOST_CHARACTERS, Identities, People, clean_name


@pytest.fixture
def identities() -> Identities:
    return Identities(count(10).__next__)


def numbers(*values: int) -> Ints:
    return np.array(values, np.int64)


def test_ids_are_the_trackers_numbers_until_something_is_said(identities: Identities) -> None:
    assert identities.apply(numbers(1, 2), People()).tolist() == [1, 2]


def test_somebody_merged_has_the_others_id(identities: Identities) -> None:
    people = People(merged={3: 2, 2: 1})
    assert identities.apply(numbers(3), people).tolist() == [1]


def test_two_in_one_picture_stay_two(identities: Identities) -> None:
    assert identities.apply(numbers(1, 3), People(merged={3: 1})).tolist() == [1, 3]


def test_ids_merged_in_a_circle_do_no_harm(identities: Identities) -> None:
    assert identities.apply(numbers(1), People(merged={1: 2, 2: 1})).tolist() == [2]


def test_somebody_split_gets_one_new_id_and_keeps_it(identities: Identities) -> None:
    people = People(split=frozenset({1}))
    assert [identities.apply(numbers(1), people).tolist() for _ in range(2)] == [[10], [10]]
    assert identities.apply(numbers(1), People(split=frozenset({1, 10}))).tolist() == [11]


def test_a_split_taken_back_gives_the_old_id_again(identities: Identities) -> None:
    identities.apply(numbers(1), People(split=frozenset({1})))
    assert identities.apply(numbers(1), People()).tolist() == [1]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("  Ada \n Lovelace\t", "Ada Lovelace"),
        ("a\u202eb\u2066c\x00\x1b[31m", "abc[31m"),
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
        ("../../etc", "../../etc"),
        ("\u200b \ufeff", ""),
    ],
)
def test_a_name_is_one_line_of_what_can_be_seen(text: str, name: str) -> None:
    assert clean_name(text) == name


def test_a_name_that_is_too_long_is_refused_in_one_sentence() -> None:
    assert len(clean_name("x" * MOST_CHARACTERS)) == MOST_CHARACTERS
    with pytest.raises(SettingError, match="at most 60 characters, this one has 10000"):
        clean_name("x" * 10_000)


def test_somebody_merged_takes_the_name_along_unless_there_is_one() -> None:
    ada, bob = Person(name="Ada"), Person(name="Bob")
    assert People(said={3: ada}).merging(3, 1).person(1) == ada
    assert People(said={3: ada, 1: bob}).merging(3, 1).person(1) == bob


def test_merging_back_and_forth_ends_with_the_last_word(identities: Identities) -> None:
    people = People().merging(3, 1).merging(1, 3)
    assert identities.apply(numbers(1), people).tolist() == [3]
    assert identities.apply(numbers(3), people).tolist() == [3]


def test_a_neutral_face_goes_with_whoever_is_merged_and_can_be_forgotten() -> None:
    one, two = (Baseline(name, (), ()) for name in "ab")
    people = People().relating(1, one)
    assert people.merging(1, into=2).neutral[2] == one
    assert people.relating(2, two).merging(1, into=2).neutral[2] == two
    assert people.relating(1, None) == People()
