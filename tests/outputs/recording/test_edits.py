"""What a reviewer changes lies beside the recording, and all figures follow."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest

from emotion_desktop.errors import OutputError, UnreadableFileError
from emotion_desktop.outputs.recording.edits import (
    EDITS,
    NO_EDITS,
    Edits,
    apply_edits,
    joined,
    read_edits,
    write_edits,
)
from emotion_desktop.outputs.recording.export import export_session
from emotion_desktop.outputs.recording.reader import RecordedSession, read_session
from emotion_desktop.outputs.recording.reader_tables import Marker
from emotion_desktop.outputs.recording.report import report_html
from emotion_desktop.outputs.recording.summary import runs, segments, summarise
from tests.gui.reviewing import HAPPY, SAD, SessionMaker

LOOKS = {1: [(0.0, 1.0, HAPPY), (1.0, 3.0, SAD)]}


def session_of(make_session: SessionMaker, **more: object) -> RecordedSession:
    return read_session(make_session(LOOKS, with_video=False, **more))


def test_a_clip_and_a_range_that_is_left_out_are_in_no_figure(make_session: SessionMaker) -> None:
    session = session_of(make_session)
    edits = Edits(clip=(0.5, 2.5)).exclude(1.5, 2.0)
    kept = apply_edits(session, edits)
    (person,) = summarise(kept)
    assert person.in_view_s == pytest.approx(1.5)
    assert person.shares[HAPPY] == pytest.approx(1 / 3)
    assert person.shares[SAD] == pytest.approx(2 / 3)
    assert (person.first_s, person.last_s) == pytest.approx((0.5, 2.5))
    parts = [(run.start_s, run.end_s, run.label) for run in runs(kept, kept.people[0])]
    assert [part[2] for part in parts] == [HAPPY, SAD, SAD]
    assert [edge for part in parts for edge in part[:2]] == pytest.approx([0.5, 1, 1, 1.5, 2, 2.5])
    assert kept.gaps == ()
    assert (kept.start_s, kept.duration_s) == pytest.approx((0.5, 2.5))


def test_a_range_that_cuts_a_frame_counts_it_up_to_there(make_session: SessionMaker) -> None:
    session = session_of(make_session, times=[0.0, 0.4, 0.8, 1.2])
    (person,) = summarise(apply_edits(session, Edits().exclude(0.5, 1.0)))
    assert person.in_view_s == pytest.approx(0.4 + 0.1 + 0.4)


def test_an_export_has_the_numbers_and_times_of_the_recording(
    make_session: SessionMaker, tmp_path: Path
) -> None:
    kept = apply_edits(session_of(make_session), Edits(clip=(1.0, 1.2)))
    path = export_session(kept, "csv", tmp_path / "out.csv")
    rows = list(csv.DictReader(io.StringIO(path.read_text())))
    assert [(row["frame"], row["time_s"]) for row in rows] == [
        (str(20 + number), f"{1 + number / 20:.4f}") for number in range(4)
    ]


def test_the_report_says_what_is_left_out_and_of_whom_it_is(make_session: SessionMaker) -> None:
    edits = Edits(clip=(1.0, 3.0), participant="P07 <b>", notes="tired")
    html = report_html(apply_edits(session_of(make_session), edits))
    assert "1.0 s in total are left out of this report." in html
    assert "P07 &lt;b&gt;" in html
    assert "tired" in html


def test_segments_begin_and_end_with_the_clip(make_session: SessionMaker) -> None:
    session = session_of(make_session, markers=[(0.2, 1, ""), (1.5, 2, "")])
    parts = segments(apply_edits(session, Edits(clip=(1.0, 2.0))))
    edges = [edge for part in parts for edge in (part.start_s, part.end_s)]
    assert edges == pytest.approx([1.0, 1.5, 1.5, 2.0])


def test_markers_take_the_place_of_those_that_were_set(make_session: SessionMaker) -> None:
    session = session_of(make_session, markers=[(0.5, 1, "begin")])
    edits = NO_EDITS.with_markers([Marker(2.0, 3, "late"), Marker(0.25, 1, "begin")])
    kept = apply_edits(session, edits)
    assert [(m.time_s, m.number, m.note) for m in kept.markers] == [
        (0.25, 1, "begin"),
        (2.0, 3, "late"),
    ]
    assert apply_edits(session, NO_EDITS.with_markers([])).markers == ()


def test_nothing_changed_leaves_everything(make_session: SessionMaker) -> None:
    session = session_of(make_session, markers=[(0.5, 1, "")])
    same = apply_edits(session, NO_EDITS)
    assert np.array_equal(same.times, session.times)
    assert (same.markers, same.cuts, same.metadata) == (session.markers, (), session.metadata)


def test_the_files_of_the_recording_stay_as_they_are(make_session: SessionMaker) -> None:
    folder = make_session(LOOKS, markers=[(0.5, 1, "")])
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    edits = Edits(participant="P07").exclude(0.5, 1.0).with_markers([Marker(1.0, 2, "a")])
    write_edits(folder, edits)
    assert read_edits(folder) == edits
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert after.pop(EDITS)
    assert after == before
    write_edits(folder, NO_EDITS)
    assert not (folder / EDITS).exists()


def test_a_damaged_file_and_one_of_a_newer_version_are_said(make_session: SessionMaker) -> None:
    folder = make_session(LOOKS, with_video=False)
    for text, said in (
        ("{", "delete it to open the recording without its changes"),
        ('{"clip": [2, 1]}', "is damaged"),
        ('{"format_version": 2}', "newer version"),
    ):
        (folder / EDITS).write_text(text)
        with pytest.raises(UnreadableFileError, match=said):
            read_edits(folder)


def test_what_cannot_be_written_leaves_the_file_as_it_was(
    make_session: SessionMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_session(LOOKS, with_video=False)
    write_edits(folder, Edits(notes="first"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("emotion_desktop.outputs.recording.edits.write_whole", full)
    with pytest.raises(OutputError, match="no space left"):
        write_edits(folder, Edits(notes="second"))
    assert read_edits(folder).notes == "first"


def in_view(session: RecordedSession) -> dict[int, float]:
    return {person.track_id: person.in_view_s for person in summarise(session)}


TWO = {1: [(0.0, 1.0, HAPPY)], 2: [(1.5, 3.0, SAD)], 3: [(0.5, 2.0, SAD)]}


def test_people_who_are_one_have_one_row_and_two_in_a_picture_stay_two(
    make_session: SessionMaker,
) -> None:
    session = read_session(make_session(TWO, with_video=False))
    one = apply_edits(session, NO_EDITS.merge(2, into=1))
    first, third = summarise(one)
    assert (first.track_id, third.track_id) == (1, 3)
    assert first.in_view_s == pytest.approx(2.5)
    assert first.shares[HAPPY] == pytest.approx(0.4)
    both = apply_edits(session, NO_EDITS.merge(3, into=1))
    assert in_view(both) == pytest.approx({1: 2.0, 2: 1.5, 3: 0.5})


def test_a_person_who_is_two_has_a_new_number_from_then_on(
    make_session: SessionMaker, tmp_path: Path
) -> None:
    session = session_of(make_session)
    edits = NO_EDITS.split(1, 1.0, into=4).exclude(0.0, 0.5)
    kept = apply_edits(session, edits)
    first, fourth = summarise(kept)
    assert (first.track_id, fourth.track_id) == (1, 4)
    assert (first.in_view_s, fourth.first_s) == pytest.approx((0.5, 1.0))
    path = export_session(kept, "csv", tmp_path / "out.csv")
    ids = [row["track_id"] for row in csv.DictReader(io.StringIO(path.read_text()))]
    assert ids == ["1"] * 10 + ["4"] * 40


def test_numbers_are_changed_one_after_the_other_and_kept(make_session: SessionMaker) -> None:
    folder = make_session(LOOKS, with_video=False)
    edits = NO_EDITS.split(1, 1.0, into=4).split(4, 2.0, into=5).merge(4, into=1)
    write_edits(folder, edits)
    kept = apply_edits(read_session(folder), read_edits(folder))
    assert in_view(kept) == pytest.approx({1: 2.0, 5: 1.0})


def test_ranges_that_touch_become_one() -> None:
    assert joined([(2, 3), (0, 1), (1, 1.5), (2.5, 2.75)]) == ((0, 1.5), (2, 3))
    edits = Edits(clip=(1.0, 5.0)).exclude(2, 3)
    assert edits.include(2.5) == Edits(clip=(1.0, 5.0))
    assert edits.include(0.5).clip is None
    assert edits.include(4.0) == edits
