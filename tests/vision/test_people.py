"""Who is who, as users say it."""

from itertools import count

import numpy as np
import pytest

from emotion_desktop.domain import Ints
from emotion_desktop.vision.people import Identities, People


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
