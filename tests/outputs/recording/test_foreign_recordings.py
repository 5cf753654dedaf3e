"""Recordings of others: absurd numbers and amounts are refused with the limit, and quickly."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from emotion_desktop.errors import UnreadableFileError
from emotion_desktop.labels import Emotion
from emotion_desktop.outputs.recording.reader import read_session
from emotion_desktop.outputs.recording.reader_tables import MOST_MARKERS
from emotion_desktop.outputs.recording.report import report_html
from emotion_desktop.outputs.recording.session_format import CSV, JSONL, MARKERS, METADATA

SessionMaker = Callable[..., Path]
PEOPLE = {1: [(0.0, 3.0, Emotion.HAPPINESS)]}
HUGE = "1" + "0" * 400
SECONDS = 5.0


@pytest.fixture
def folder(make_session: SessionMaker) -> Path:
    return make_session(PEOPLE, with_video=False, markers=[(1.0, 1, "")])


def refusal(folder: Path) -> str:
    began = time.monotonic()
    with pytest.raises(UnreadableFileError) as caught:
        read_session(folder)
    assert time.monotonic() - began < SECONDS
    return str(caught.value)


def replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    "value", [HUGE, "1e400", "NaN", "Infinity", "-5", "1e9", '"x"', "[" * 5000]
)
@pytest.mark.parametrize("field", ["time_s", "track_id", "score"])
def test_absurd_numbers_in_json_lines_are_refused(field: str, value: str, folder: Path) -> None:
    if (field, value) == ("track_id", "1e9"):
        value = "1e12"
    lines = (folder / JSONL).read_text(encoding="utf-8").splitlines()
    record = json.loads(lines[1])
    place = record if field == "time_s" else record["faces"][0]
    place[field] = "HERE"
    lines[1] = json.dumps(record).replace('"HERE"', value)
    (folder / JSONL).write_text("\n".join([*lines, ""]), encoding="utf-8")
    assert f"{JSONL} is damaged in line 2" in refusal(folder)


@pytest.mark.parametrize("value", [HUGE, "NaN", "-1", "2"])
def test_absurd_probabilities_are_refused(value: str, folder: Path) -> None:
    replaced(folder / JSONL, '"happiness": 0.9', f'"happiness": {value}')
    assert f"{JSONL} is damaged in line 1" in refusal(folder)


@pytest.mark.parametrize("value", [HUGE, "1e9", "nan", "-inf", "-1"])
@pytest.mark.parametrize("field", ["time_s", "track_id", "x0", "score", "confidence"])
def test_absurd_numbers_in_a_table_are_refused(field: str, value: str, folder: Path) -> None:
    (folder / JSONL).unlink()
    header, first, *rest = (folder / CSV).read_text(encoding="utf-8").splitlines()
    fields = first.split(",")
    fields[header.split(",").index(field)] = {"x0": {"-1": "-1e9"}}.get(field, {}).get(value, value)
    text = "\n".join([header, ",".join(fields), *rest, ""])
    (folder / CSV).write_text(text, encoding="utf-8")
    assert f"{CSV} is damaged in line 2" in refusal(folder)


@pytest.mark.parametrize("row", [f"{HUGE},1,", f"1,{HUGE},", "1e9,1,", "nan,1,", "1,-1,"])
def test_absurd_numbers_in_markers_are_refused(row: str, folder: Path) -> None:
    text = f"time_s,number,note\n{row}\n2,1,\n"
    (folder / MARKERS).write_text(text, encoding="utf-8")
    assert f"{MARKERS} is damaged in line 2" in refusal(folder)


@pytest.mark.parametrize(
    "change",
    [
        {"started_at": "0001-01-01T00:00:00+14:00"},
        {"ended_at": "9999-12-31T23:59:59-12:00"},
        {"duration_s": float("inf")},
        {"frames": 10**30},
        {"source": {"name": "x", "width": 10**30, "height": 1, "fps": 30}},
        {"source": {"name": "x", "width": 1, "height": 1, "fps": float("nan")}},
        {"settings": {"uncertain_below": float("nan")}},
    ],
)
def test_absurd_numbers_in_the_document_are_refused(
    change: dict[str, object], folder: Path
) -> None:
    document = json.loads((folder / METADATA).read_text(encoding="utf-8"))
    (folder / METADATA).write_text(json.dumps(document | change), encoding="utf-8")
    assert f"{METADATA} is damaged" in refusal(folder)


def test_100_000_faces_in_a_frame_are_refused_with_the_limit(folder: Path) -> None:
    lines = (folder / JSONL).read_text(encoding="utf-8").splitlines()
    record = json.loads(lines[0])
    record["faces"] *= 100_000
    (folder / JSONL).write_text("\n".join([json.dumps(record), *lines[1:], ""]), encoding="utf-8")
    assert "more than 1,000 faces in line 1" in refusal(folder)


def test_a_million_rows_in_a_frame_are_refused_with_the_limit(folder: Path) -> None:
    (folder / JSONL).unlink()
    header, first, *_ = (folder / CSV).read_text(encoding="utf-8").splitlines()
    (folder / CSV).write_text(f"{header}\n" + f"{first}\n" * 1_000_000, encoding="utf-8")
    assert "more than 1,000 faces in one frame" in refusal(folder)


def test_100_000_markers_are_refused_with_the_limit(folder: Path) -> None:
    rows = "".join(f"{i / 1e5},1,\n" for i in range(100_000))
    (folder / MARKERS).write_text("time_s,number,note\n" + rows, encoding="utf-8")
    assert "more than 1,000 markers" in refusal(folder)


def test_as_many_markers_as_there_may_be_are_shown_in_time(folder: Path) -> None:
    rows = "".join(f"{i / 500},1,note {i}\n" for i in range(MOST_MARKERS))
    (folder / MARKERS).write_text("time_s,number,note\n" + rows, encoding="utf-8")
    began = time.monotonic()
    session = read_session(folder)
    assert len(session.markers) == MOST_MARKERS
    assert "note 999" in report_html(session)
    assert time.monotonic() - began < SECONDS
