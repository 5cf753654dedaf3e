"""How far two analyses of one recording agree."""

import csv
import io
import math
from pathlib import Path

import numpy as np
import pytest

from emotion_desktop.domain import Person
from emotion_desktop.labels import register_emotion
from emotion_desktop.outputs.recording.agreement import (
    PairRun,
    agreement_csv,
    compare,
    kappas,
)
from emotion_desktop.outputs.recording.reader import RecordedSession, read_session
from tests.gui.reviewing import HAPPY, SAD, SessionMaker

ONE = {1: [(0.0, 2.0, HAPPY), (2.0, 4.0, SAD)]}
TWO = {1: [(0.0, 1.5, HAPPY), (1.5, 4.0, SAD)], 2: [(0.0, 1.0, SAD)]}


def made(make_session: SessionMaker, name: str, people: object) -> RecordedSession:
    return read_session(make_session(people, seconds=4.0, name=name, with_video=False))


def test_the_share_the_kappa_and_the_disagreement_are_those_of_the_labels(
    make_session: SessionMaker,
) -> None:
    found = compare(made(make_session, "one", ONE), made(make_session, "two", TWO))
    assert (found.faces, found.only_first, found.only_second) == (80, 0, 20)
    assert all(map(math.isnan, found.kappa_interval))  # of four seconds
    assert found.agreement == pytest.approx(70 / 80)
    # From the textbook: 30 both happy, 40 both sad, 10 happy and sad.
    chance = (40 * 30 + 40 * 50) / 80**2
    assert found.kappa == pytest.approx((70 / 80 - chance) / (1 - chance))
    (part,) = found.disagreements
    assert (part.start_s, part.end_s) == pytest.approx((1.5, 2.0))
    assert (part.track_id, part.first, part.second) == (1, HAPPY, SAD)


def test_a_longer_recording_has_an_interval_that_is_the_same_each_time(
    make_session: SessionMaker,
) -> None:
    one = {1: [(0.0, 6.0, HAPPY), (6.0, 12.0, SAD)]}
    two = {1: [(0.0, 4.5, HAPPY), (4.5, 12.0, SAD)]}
    first, second = (
        read_session(make_session(people, seconds=12.0, name=name, with_video=False))
        for name, people in (("one", one), ("two", two))
    )
    found = compare(first, second)
    low, high = found.kappa_interval
    assert low < found.kappa < high <= 1
    assert compare(first, second).kappa_interval == (low, high)


def test_a_recording_agrees_with_itself(make_session: SessionMaker) -> None:
    session = made(make_session, "one", ONE)
    found = compare(session, session)
    assert (found.agreement, found.kappa) == (1.0, 1.0)
    assert found.disagreements == ()
    assert found.runs == (PairRun(0.0, 2.0, 1, HAPPY, HAPPY), PairRun(2.0, 4.0, 1, SAD, SAD))


@pytest.mark.usefixtures("labels_as_before")
def test_classes_of_a_models_own_are_compared_too(make_session: SessionMaker) -> None:
    bored = register_emotion("boredom")
    people = {1: [(0.0, 2.0, bored), (2.0, 4.0, SAD)]}
    folder = make_session(people, classes=(SAD, bored), with_video=False)
    first = read_session(folder)
    second = made(make_session, "two", {1: [(0.0, 4.0, SAD)]})
    (part,) = compare(first, second).disagreements
    assert (part.first, part.second) == (bored, SAD)
    assert compare(first, first).agreement == 1.0


def test_numbers_of_people_may_differ(make_session: SessionMaker) -> None:
    first, second = made(make_session, "one", ONE), made(make_session, "two", ONE)
    second.faces.track_ids[:] = 7
    assert compare(first, second).agreement == 1.0


def test_without_a_face_in_both_there_is_no_figure(make_session: SessionMaker) -> None:
    found = compare(made(make_session, "one", ONE), made(make_session, "two", {}))
    assert (found.faces, found.only_first) == (0, 80)
    assert math.isnan(found.agreement)
    assert math.isnan(found.kappa)
    assert all(map(math.isnan, found.kappa_interval))


def test_kappa_is_that_of_cohens_paper_and_undefined_where_chance_is_all() -> None:
    tables = np.array([[[20, 5], [10, 15]], [[9, 0], [0, 0]]])
    first, second = kappas(tables)
    assert first == pytest.approx(0.4)
    assert math.isnan(second)


def test_the_table_has_the_figures_and_each_disagreement(
    make_session: SessionMaker, tmp_path: Path
) -> None:
    one = made(make_session, "one", ONE)
    one.said[1] = Person(name="=Ada")
    found = compare(one, made(make_session, "two", TWO))
    rows = list(csv.DictReader(io.StringIO(agreement_csv(found, ("a", "b")))))
    assert len(rows) == 2
    assert (rows[0]["first"], rows[0]["faces"], rows[0]["agreement"]) == ("a", "80", "0.8750")
    assert (rows[1]["track_id"], rows[1]["name"]) == ("1", "'=Ada")
    assert (rows[1]["start_s"], rows[1]["label_first"]) == ("1.500", "happiness")
    assert all(len(row) == len(rows[0]) and None not in row for row in rows)
