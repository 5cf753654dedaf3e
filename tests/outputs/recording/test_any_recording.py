"""Recordings that are wrong anywhere are shown, or refused with a sentence."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emotion_desktop.domain import UnreadableReason
from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.labels import Emotion
from emotion_desktop.outputs.recording.reader import read_session
from emotion_desktop.outputs.recording.report import report_html
from emotion_desktop.outputs.recording.session_format import CSV, JSONL, MARKERS, METADATA
from emotion_desktop.outputs.recording.summary import summary_csv
from tests.fuzzing import damaged, odd_json

pytestmark = pytest.mark.fuzz
PEOPLE = {1: [(0.0, 0.2, Emotion.HAPPINESS)], 2: [(0.1, 0.2, UnreadableReason.TOO_SMALL)]}


@pytest.fixture
def folder(make_session: Callable[..., Path]) -> Path:
    markers = [(0.05, 1, "a"), (0.15, 2, "b")]
    return make_session(PEOPLE, seconds=0.2, with_video=False, markers=markers)


def show(folder: Path) -> None:
    """Do with a recording what the review does, or refuse it."""
    with suppress(EmotionDesktopError):
        session = read_session(folder)
        report_html(session)
        summary_csv(session)


@given(st.data())
def test_any_document(folder: Path, data: st.DataObject) -> None:
    file = folder / METADATA
    whole = file.read_bytes()
    odd = data.draw(damaged(whole) | odd_json(whole.decode()).map(str.encode))
    file.write_bytes(odd)
    show(folder)
    file.write_bytes(whole)


@given(st.data())
def test_any_json_lines(folder: Path, data: st.DataObject) -> None:
    file = folder / JSONL
    whole = file.read_bytes()
    first, rest = whole.split(b"\n", 1)
    odd = odd_json(first.decode()).map(lambda line: line.encode() + b"\n" + rest)
    file.write_bytes(data.draw(damaged(whole) | odd))
    show(folder)
    file.write_bytes(whole)


@given(st.data())
def test_any_table(folder: Path, data: st.DataObject) -> None:
    (folder / JSONL).unlink(missing_ok=True)
    file = folder / CSV
    whole = file.read_bytes()
    file.write_bytes(data.draw(damaged(whole)))
    show(folder)
    file.write_bytes(whole)


@given(st.data())
def test_any_markers(folder: Path, data: st.DataObject) -> None:
    file = folder / MARKERS
    whole = file.read_bytes()
    file.write_bytes(data.draw(damaged(whole)))
    show(folder)
    file.write_bytes(whole)
