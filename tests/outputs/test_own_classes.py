"""Classes of a model's own come through to files and receivers as they are written."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import UnreadableFileError
from emotion_desktop.labels import COLOURS, Emotion, register_emotion
from emotion_desktop.outputs.cv_painter import draw
from emotion_desktop.outputs.data_dictionary import describe
from emotion_desktop.outputs.recording.reader import read_session
from emotion_desktop.outputs.recording.report import report_html
from emotion_desktop.outputs.recording.session_format import METADATA
from emotion_desktop.outputs.tables import CsvWriter
from emotion_desktop.publish.lsl import channels_of
from emotion_desktop.publish.osc.profiles import plain_profile, vrchat_profile

Maker = Callable[..., FrameResult]


@pytest.fixture
def attention(labels_as_before: object) -> tuple[Emotion, ...]:
    """Two classes of a model's own, and one of ours."""
    bored = register_emotion("boredom", colour=(0x11, 0x66, 0xEE))
    return (bored, Emotion.NEUTRAL, register_emotion("Focus"))


def test_tables_have_columns_for_them_behind_ours(
    make_result: Maker, attention: tuple[Emotion, ...], tmp_path: Path
) -> None:
    result = make_result((20, 20, 80, 80), classes=attention, labels=[attention[0]])
    with CsvWriter(tmp_path / "results.csv", attention) as writer:
        writer.write(result)
    with (tmp_path / "results.csv").open(encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert [name for name in row if name.startswith("p_")] == ["p_neutral", "p_boredom", "p_Focus"]
    assert row["label"] == "boredom"
    assert float(row["p_boredom"]) == pytest.approx(0.87)
    assert describe("n_boredom_to_Focus") == describe("n_fear_to_anger")
    with pytest.raises(KeyError):
        describe("p_glee")


def test_the_picture_has_their_colour(make_result: Maker, attention: tuple[Emotion, ...]) -> None:
    result = make_result((100, 60, 220, 180), classes=attention, labels=[attention[0]])
    drawn = draw(result)
    assert (drawn == COLOURS[attention[0]][::-1]).all(axis=2).any()


def test_receivers_are_told_their_names(make_result: Maker, attention: tuple[Emotion, ...]) -> None:
    result = make_result((20, 20, 80, 80), classes=attention, labels=[attention[2]])
    told = dict(plain_profile()(result))
    assert told["/emotion/0/label"] == ("Focus",)
    assert told["/emotion/0/p/Focus"][0] == pytest.approx(0.87)
    assert vrchat_profile()(result)[0][1] == (9,)  # behind the eight, neutral being 0
    labels = [label for label, _, _ in channels_of([*Emotion, *attention])]
    assert {"p_contempt", "p_boredom", "p_Focus"} <= set(labels)


def test_a_recording_is_read_where_nobody_knows_them(
    make_session: Callable[..., Path],
    attention: tuple[Emotion, ...],
    labels_as_before: Callable[[], None],
) -> None:
    bored, neutral, _ = attention
    people = {1: [(0.0, 2.0, bored), (2.0, 3.0, neutral)]}
    folder = make_session(people, classes=attention)
    labels_as_before()
    session = read_session(folder)
    assert session.classes == ("neutral", "boredom", "Focus")
    (person,) = session.people
    assert np.unique(person.labels, return_counts=True)[1].tolist() == [20, 40]
    assert person.probabilities[0, 1] == pytest.approx(0.9)
    report = report_html(session)
    assert "boredom" in report
    assert "#1166ee" in report


def test_a_recording_that_declares_what_is_ours_is_refused(
    make_session: Callable[..., Path], attention: tuple[Emotion, ...]
) -> None:
    folder = make_session({1: [(0.0, 3.0, attention[0])]}, classes=attention)
    document = (folder / METADATA).read_text().replace('"boredom":"#', '"anger":"#')
    (folder / METADATA).write_text(document)
    with pytest.raises(UnreadableFileError):
        read_session(folder)
