"""What a list says of recordings, without reading them whole."""

from pathlib import Path

import cv2
import numpy as np

from emotion_desktop.outputs.recording.recording_facts import (
    complete,
    find_recordings,
    fingerprint,
    read_document,
)
from emotion_desktop.outputs.recording.session_format import JSONL, METADATA, VIDEO
from tests.gui.reviewing import PEOPLE, SessionMaker

OLD = Path(__file__).parents[2] / "fixtures" / "version_0_1"


def test_the_document_tells_the_date_and_the_rest_follows(make_session: SessionMaker) -> None:
    folder = make_session(PEOPLE)
    facts = read_document(folder)
    assert facts.started_at is not None
    assert (facts.people, facts.thumbnail, facts.is_complete) == (None, b"", False)
    facts = complete(facts)
    assert (facts.people, facts.is_complete) == (2, True)
    picture = cv2.imdecode(np.frombuffer(facts.thumbnail, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    assert picture.shape == (72, 144, 3)


def test_a_recording_of_version_0_1_is_listed() -> None:
    (folder,) = find_recordings(OLD)
    facts = complete(read_document(folder))
    assert (facts.people, facts.problem) == (1, "")
    assert facts.duration_s is not None


def test_of_one_that_was_cut_off_the_length_is_that_of_its_results(
    make_session: SessionMaker,
) -> None:
    facts = complete(read_document(make_session(PEOPLE, ended_at=None, duration_s=None)))
    assert facts.duration_s == 2.95


def test_one_that_cannot_be_opened_is_listed_with_the_reason(make_session: SessionMaker) -> None:
    folder = make_session(PEOPLE)
    (folder / METADATA).write_text("{")
    (folder / VIDEO).write_bytes(b"no video")
    (folder / JSONL).unlink()
    facts = complete(read_document(folder))
    assert facts.problem
    assert (facts.people, facts.thumbnail, facts.duration_s) == (None, b"", None)


def test_a_change_of_a_file_changes_the_fingerprint(make_session: SessionMaker) -> None:
    folder = make_session(PEOPLE)
    before = fingerprint(folder)
    assert before == fingerprint(folder)
    (folder / JSONL).write_text("")
    assert fingerprint(folder) != before


def test_a_folder_that_is_not_there_has_no_recordings(tmp_path: Path) -> None:
    (tmp_path / "holiday").mkdir()
    assert find_recordings(tmp_path) == []
    assert find_recordings(tmp_path / "nowhere") == []
