"""Recorded sessions are read back whole, also those that were cut off; damage is named."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from emotion_desktop.domain import Image, UnreadableReason
from emotion_desktop.errors import UnreadableFileError
from emotion_desktop.labels import FER2013_ORDER, Emotion
from emotion_desktop.outputs.recording.reader import RecordedSession, read_session
from emotion_desktop.outputs.recording.reader_records import FLAWS
from emotion_desktop.outputs.recording.session_format import (
    CSV,
    JSONL,
    MARKERS,
    METADATA,
    VIDEO,
    RecordedSource,
)
from emotion_desktop.outputs.video import VideoWriter
from emotion_desktop.vision.sources.video_reader import VideoReader

SessionMaker = Callable[..., Path]
HAPPY, SAD = Emotion.HAPPINESS, Emotion.SADNESS
PEOPLE = {
    1: [(0.0, 1.0, HAPPY), (1.0, 3.0, None)],
    2: [(0.5, 1.5, SAD), (1.5, 2.0, UnreadableReason.TOO_DARK)],
}


def _number(image: Image) -> int:
    """Return the frame number that a made picture shows."""
    return sum((int(image[60, 10 + 20 * bit, 1]) > 128) << bit for bit in range(12))


def _same(one: RecordedSession, other: RecordedSession) -> bool:
    return all(
        np.array_equal(getattr(a, name), getattr(b, name), equal_nan=True)
        for a, b in zip(one.people, other.people, strict=True)
        for name in ("times", "boxes", "probabilities", "labels", "flaws", "uncertain")
    )


def test_a_session_comes_back_as_it_was_written(make_session: SessionMaker) -> None:
    folder = make_session(PEOPLE, markers=[(2.0, 3, "bell"), (1.0, 1, "")])
    session = read_session(folder)
    assert session.classes == FER2013_ORDER
    assert len(session.times) == 60
    assert session.duration_s == pytest.approx(3.0)
    assert [(mark.time_s, mark.number, mark.note) for mark in session.markers] == [
        (1.0, 1, ""),
        (2.0, 3, "bell"),
    ]
    first, second = session.people
    assert (first.track_id, len(first.times)) == (1, 60)
    assert first.uncertain.tolist() == [False] * 20 + [True] * 40
    assert first.probabilities[0, FER2013_ORDER.index(HAPPY)] == pytest.approx(0.9)
    assert second.times.tolist() == pytest.approx([0.05 * i for i in range(10, 40)])
    assert second.boxes[0].tolist() == [70, 20, 110, 60]
    assert {FLAWS[code] for code in second.flaws[20:].tolist()} == {UnreadableReason.TOO_DARK}
    assert np.isnan(second.probabilities[20:]).all()
    assert (second.labels[20:] == -1).all()
    assert session.video == folder / VIDEO
    assert not session.cut_off


def test_a_frame_becomes_a_result_again(make_session: SessionMaker) -> None:
    session = read_session(make_session(PEOPLE))
    image = np.zeros((120, 240, 3), np.uint8)
    result = session.result(15, image)
    assert result.track_ids.tolist() == [1, 2]
    assert [result.emotion(face) for face in range(2)] == [HAPPY, SAD]
    assert result.confidence(0) == pytest.approx(0.9)
    assert session.result(35, image).flaws == (None, UnreadableReason.TOO_DARK)
    assert len(session.result(45, image)) == len(session.result(59, image)) == 1
    assert result.frame.index == 15
    assert result.frame.time_s == pytest.approx(0.75)
    # Eyes, nose, mouth and ears are guessed from the box, 40 px from (10, 20).
    points = [[22, 34], [38, 34], [30, 42], [30, 50], [10, 36], [50, 36]]
    np.testing.assert_allclose(result.faces.landmarks.points[0], points, atol=1e-4)


def test_each_reason_why_a_face_was_not_read_comes_back(make_session: SessionMaker) -> None:
    looks = [(i / 20, (i + 1) / 20, flaw) for i, flaw in enumerate(UnreadableReason)]
    session = read_session(make_session({1: looks}, with_video=False))
    image = np.zeros((120, 240, 3), np.uint8)
    flaws = [session.result(row, image).flaws for row in range(len(looks))]
    assert flaws == [(flaw,) for flaw in UnreadableReason]


def test_a_moment_shows_the_frame_that_began_last_and_beyond_the_ends_the_first_or_last(
    make_session: SessionMaker,
) -> None:
    session = read_session(make_session({}, with_video=False))
    moments = (-1, 0, 0.04989, 0.05, 0.0999, 0.1, 2.9, 99)
    assert [session.frame_at(at) for at in moments] == [0, 0, 0, 1, 2, 2, 58, 59]


def test_boxes_fit_a_video_of_another_size(make_session: SessionMaker) -> None:
    session = read_session(make_session(PEOPLE, with_video=False))
    half = session.result(0, np.zeros((60, 120, 3), np.uint8))
    assert half.faces.boxes.tolist() == [[5, 10, 25, 30]]
    wide = session.result(0, np.zeros((120, 480, 3), np.uint8))
    assert wide.faces.boxes.tolist() == [[20, 20, 100, 60]]
    one_more = session.result(0, np.zeros((121, 241, 3), np.uint8))
    assert one_more.faces.boxes.tolist() == [[10, 20, 50, 60]]
    two_more = session.result(0, np.zeros((122, 242, 3), np.uint8))
    wanted = np.array([[10, 20, 50, 60]]) * ([242 / 240, 122 / 120] * 2)
    np.testing.assert_allclose(two_more.faces.boxes, wanted, rtol=1e-6)


@pytest.mark.parametrize(("fps", "length_s"), [(25.0, 0.04), (None, 1 / 30)])
def test_a_single_frame_lasts_as_long_as_one_of_its_source(
    make_session: SessionMaker, fps: float | None, length_s: float
) -> None:
    source = RecordedSource(name="made", width=240, height=120, fps=fps)
    folder = make_session({1: [(0, 1, HAPPY)]}, times=[0.0], with_video=False, source=source)
    session = read_session(folder)
    assert session.duration_s == pytest.approx(length_s)
    assert session.people[0].seconds.tolist() == pytest.approx([length_s])


def test_a_session_without_a_face_is_read(make_session: SessionMaker) -> None:
    session = read_session(make_session({}))
    assert session.people == ()
    assert len(session.result(5, np.zeros((120, 240, 3), np.uint8))) == 0


def test_a_session_that_was_cut_off_is_read_to_its_last_whole_line(
    make_session: SessionMaker,
) -> None:
    folder = make_session(PEOPLE, ended_at=None, ending=None)
    lines = folder / JSONL
    lines.write_bytes(lines.read_bytes()[:-40])
    (folder / MARKERS).write_text("time_s,number,note\n1.0,2,\n2.", encoding="utf-8")
    session = read_session(folder)
    assert session.cut_off
    assert len(session.times) == 59
    assert len(session.markers) == 1


def test_the_csv_file_stands_in_for_missing_json_lines(make_session: SessionMaker) -> None:
    folder = make_session(PEOPLE, settings={"uncertain_below": 0.5})
    whole = read_session(folder)
    (folder / JSONL).unlink()
    session = read_session(folder)
    assert session.from_csv
    assert len(session.times) == 60
    assert _same(session, whole)


def test_half_a_number_at_the_end_of_a_csv_file_does_not_count(make_session: SessionMaker) -> None:
    folder = make_session({1: [(0, 3, HAPPY)]})
    (folder / JSONL).unlink()
    table = folder / CSV
    table.write_bytes(table.read_bytes()[:-2])
    session = read_session(folder)
    assert len(session.times) == 59
    assert session.cut_off


def test_missing_video_and_markers_are_no_hindrance(make_session: SessionMaker) -> None:
    folder = make_session(PEOPLE, with_video=False)
    (folder / MARKERS).unlink()
    session = read_session(folder)
    assert session.video is None
    assert session.markers == ()


@pytest.mark.parametrize(
    ("name", "line", "text"),
    [
        (JSONL, 5, "{"),
        (JSONL, 5, '{"time_s": NaN, "faces": []}'),
        (JSONL, 5, '{"time_s": 0.2, "faces": [{"track_id": 1}]}'),
        (JSONL, 5, '{"time_s": 0.0, "faces": []}'),
        (MARKERS, 2, "soon,1,"),
        (MARKERS, 3, "1.0"),
    ],
)
def test_damage_names_file_and_line(
    make_session: SessionMaker, name: str, line: int, text: str
) -> None:
    folder = make_session(PEOPLE, markers=[(1, 1, ""), (2, 2, ""), (2.5, 3, "")], with_video=False)
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    lines[line - 1] = text
    (folder / name).write_text("\n".join([*lines, ""]), encoding="utf-8")
    with pytest.raises(UnreadableFileError, match=rf"{name} is damaged in line {line};"):
        read_session(folder)


def test_damage_in_the_csv_file_is_named_too(make_session: SessionMaker) -> None:
    folder = make_session(PEOPLE, with_video=False)
    (folder / JSONL).unlink()
    lines = (folder / CSV).read_text(encoding="utf-8").splitlines()
    lines[6] = lines[6].replace("happiness", "glee")
    (folder / CSV).write_text("\n".join([*lines, ""]), encoding="utf-8")
    with pytest.raises(UnreadableFileError, match=r"results.csv is damaged in line 7"):
        read_session(folder)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"source": None}, "metadata.json is damaged: source"),
        ({"format_version": 2}, "newer version"),
    ],
)
def test_a_damaged_document_is_named(
    make_session: SessionMaker, change: dict[str, object], message: str
) -> None:
    folder = make_session(PEOPLE, with_video=False)
    document = json.loads((folder / METADATA).read_text(encoding="utf-8"))
    (folder / METADATA).write_text(json.dumps({**document, **change}), encoding="utf-8")
    with pytest.raises(UnreadableFileError, match=message):
        read_session(folder)


def test_what_is_no_session_is_refused(tmp_path: Path, make_session: SessionMaker) -> None:
    with pytest.raises(UnreadableFileError, match="is not a recorded session"):
        read_session(tmp_path)
    empty = make_session({}, times=[], with_video=False)
    with pytest.raises(UnreadableFileError, match="holds no recorded frame"):
        read_session(empty)
    (empty / JSONL).unlink()
    (empty / CSV).unlink()
    with pytest.raises(UnreadableFileError, match=r"neither results.jsonl nor results.csv"):
        read_session(empty)


def test_a_pause_is_a_gap_and_counts_for_nobody(make_session: SessionMaker) -> None:
    times = [i / 20 for i in range(20)] + [5 + i / 20 for i in range(20)]
    session = read_session(make_session({1: [(0, 9, HAPPY)]}, times=times, with_video=False))
    (gap,) = session.gaps
    assert gap == pytest.approx((0.95, 5.0))
    assert session.people[0].seconds.sum() == pytest.approx(2.0)
    assert session.frame_at(3.0) == 19


@pytest.mark.parametrize(
    ("step_s", "pause_s", "is_gap"),
    [(0.05, 0.48, False), (0.05, 0.55, True), (0.2, 0.76, False), (0.2, 0.84, True)],
)
def test_a_gap_is_longer_than_four_frames_and_half_a_second(
    make_session: SessionMaker, step_s: float, pause_s: float, is_gap: bool
) -> None:
    times = [i * step_s for i in range(10)]
    times += [times[-1] + pause_s + i * step_s for i in range(10)]
    session = read_session(make_session({1: [(0, 9, HAPPY)]}, times=times, with_video=False))
    assert len(session.gaps) == is_gap
    seconds = session.duration_s - (pause_s - step_s if is_gap else 0)
    assert session.people[0].seconds.sum() == pytest.approx(seconds)


def test_ten_minutes_of_two_people_are_read_in_two_seconds(make_session: SessionMaker) -> None:
    folder = make_session(
        {1: [(0, 60, HAPPY)], 2: [(0, 60, SAD)]}, seconds=60, fps=30, with_video=False
    )
    lines = (folder / JSONL).read_text(encoding="utf-8").splitlines()
    tails = [line[line.index(', "faces"') :] for line in lines]
    with (folder / JSONL).open("w", encoding="utf-8") as file:
        for row in range(18_000):
            file.write(f'{{"frame": {row}, "time_s": {row / 30:.4f}{tails[row % 1800]}\n')
    began = time.process_time()
    session = read_session(folder)
    assert len(session.people) == 2
    assert len(session.times) == 18_000
    assert time.process_time() - began < 2


def test_pictures_are_found_by_time_in_any_order(make_session: SessionMaker) -> None:
    times = [round(i * 0.05 + 0.01 * (i % 3), 4) for i in range(80)]
    session = read_session(make_session({}, times=times))
    assert session.video is not None
    video = VideoReader(session.video)
    for row in (0, 1, 2, 40, 39, 38, 79, 3, 60, 61, 20, 79, 0):
        assert _number(video.at(times[row]).image()) == row
    assert _number(video.at((times[10] + times[11]) / 2).image()) == 10
    assert _number(video.at(99.0).image()) == 79
    video.close()


def test_a_time_that_was_rounded_down_finds_its_picture(make_session: SessionMaker) -> None:
    times = [row / 15 for row in range(40)]
    session = read_session(make_session({}, times=times))
    assert session.video is not None
    video = VideoReader(session.video)
    assert session.times[2] < times[2]
    for row in (2, 38, 20, 1, 32, 5):
        assert _number(video.at(float(session.times[row])).image()) == row
    video.close()


def test_a_search_for_a_picture_can_be_given_up(make_session: SessionMaker) -> None:
    video = VideoReader(make_session({}) / VIDEO)
    assert video.find(2.0, lambda: True) is None
    assert video.find(2.0, lambda: False) is not None
    video.close()


def test_a_video_that_was_damaged_ends_there_for_who_looks_for_a_picture(tmp_path: Path) -> None:
    with VideoWriter(tmp_path / VIDEO, 25, (240, 120), steady=True) as writer:
        for row in range(80):
            writer.write(np.full((120, 240, 3), 3 * row, np.uint8), row / 25)
        half = (tmp_path / VIDEO).read_bytes()
    # In the middle of the list of frames of a fragment.
    (tmp_path / VIDEO).write_bytes(half[: half.rindex(b"trun") + 20] + b"\xff" * 50_000)
    video = VideoReader(tmp_path / VIDEO)
    last = video.at(99.0)
    assert last.time_s > 1
    assert last.image().mean() == pytest.approx(3 * 25 * last.time_s, abs=4)
    video.rewind()
    with pytest.raises(UnreadableFileError, match="reading stopped at frame"):
        list(iter(video.next, None))
    video.close()


def test_a_damaged_video_is_refused(make_session: SessionMaker) -> None:
    folder = make_session({})
    (folder / VIDEO).write_bytes(b"no video" * 100)
    with pytest.raises(UnreadableFileError, match=r"video.mp4 is damaged"):
        VideoReader(folder / VIDEO)
