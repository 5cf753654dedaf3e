"""Sessions that are recorded, and how they end."""

import csv
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from textwrap import dedent

import av
import numpy as np
import pyarrow.parquet as pq
import pytest

from emotion_desktop import Recording
from emotion_desktop.domain import Frame, FrameResult, Person
from emotion_desktop.errors import OutputError
from emotion_desktop.files.disk_space import DiskFullError, size_text
from emotion_desktop.labels import CANONICAL_ORDER, Emotion
from emotion_desktop.outputs.cv_painter import draw
from emotion_desktop.outputs.overlay import OverlayOptions
from emotion_desktop.outputs.recording.export import export_session
from emotion_desktop.outputs.recording.reader import read_session
from emotion_desktop.outputs.recording.recorder import Recorder, RecordingEnd
from emotion_desktop.outputs.recording.report import report_html
from emotion_desktop.outputs.recording.session_format import (
    CSV,
    JSONL,
    RecordedModel,
    RecordedSource,
    SessionMetadata,
    VideoStyle,
)
from emotion_desktop.outputs.recording.summary import summary_csv
from emotion_desktop.outputs.video import VideoWriter
from emotion_desktop.vision.live.mailbox import Mailbox
from emotion_desktop.vision.sources import open_source
from tests.full_disk import files_end_at

Maker = Callable[..., FrameResult]
pytestmark = pytest.mark.usefixtures("locked_while_open")
FACE = (100, 60, 180, 140)
BEGAN = 5000.25


def about(video: VideoStyle = "clean") -> SessionMetadata:
    return SessionMetadata(
        app_version="1.2.3",
        source=RecordedSource(name="made.mp4", width=480, height=270, fps=30.0),
        model=RecordedModel(name="cnn48_rgb", classes=tuple(CANONICAL_ORDER), sha256=("ab",)),
        settings={"smoothing_s": 0.3},
        video=video,
        started_at=datetime(2026, 3, 4, 15, 6, 7, tzinfo=UTC),
    )


def at(result: FrameResult, time_s: float) -> FrameResult:
    """Return the result as captured so many seconds after the recording began."""
    return replace(result, frame=replace(result.frame, captured_at=BEGAN + time_s))


class Kept:
    """What `on_end` was told."""

    def __init__(self) -> None:
        self.ends: list[RecordingEnd] = []

    def __call__(self, end: RecordingEnd) -> None:
        self.ends.append(end)


def ended(recorder: Recorder) -> RecordingEnd:
    assert recorder.wait(60)
    assert recorder.end is not None
    return recorder.end


def record(folder: Path, *results: FrameResult, video: VideoStyle = "clean") -> RecordingEnd:
    recorder = Recorder(folder, about(video), on_end=Kept(), most_waiting=1000)
    for result in results:
        recorder.put(result)
    recorder.stop()
    return ended(recorder)


def document(folder: Path) -> SessionMetadata:
    return SessionMetadata.model_validate_json((folder / "metadata.json").read_text())


def times_of(path: Path) -> list[float]:
    with av.open(str(path)) as container:
        return [float(frame.time or 0) for frame in container.decode(video=0)]


def boxes_of(path: Path) -> list[str]:
    """Return the names of the outermost boxes of an MP4 file."""
    data, at, names = path.read_bytes(), 0, []
    while at < len(data):
        names.append(data[at + 4 : at + 8].decode())
        at += int.from_bytes(data[at : at + 4], "big")
    assert at == len(data)
    return names


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


UNEVEN = (0.0, 0.0331, 0.1, 0.4123, 0.45, 1.6, 1.633, 4.2, 4.2171)


def test_a_recording_for_a_time_ends_by_itself(tmp_path: Path, make_result: Maker) -> None:
    recorder = Recorder(tmp_path, about(), on_end=Kept(), most_waiting=1000, seconds=1.6)
    assert recorder.left_s == 1.6
    taken = [recorder.put(at(make_result(FACE), time_s)) for time_s in UNEVEN]
    assert taken == [True] * 5 + [False] * 4
    end = ended(recorder)
    assert (end.ending, end.frames, end.dropped) == ("stopped", 5, 0)
    assert end.duration_s == pytest.approx(0.45)
    assert recorder.left_s == pytest.approx(1.15)


def test_a_name_that_is_taken_gets_a_number(tmp_path: Path, make_result: Maker) -> None:
    folders = []
    for _ in range(3):
        recorder = Recorder(tmp_path, about(), on_end=Kept(), name="P07_1")
        recorder.put(at(make_result(FACE), 0.0))
        recorder.stop()
        folders.append(ended(recorder).folder.name)
    assert folders == ["P07_1", "P07_1-2", "P07_1-3"]


def test_a_session_has_video_tables_markers_and_a_document(
    tmp_path: Path, make_result: Maker
) -> None:
    end = record(tmp_path / "new", *(at(make_result(FACE), time_s) for time_s in UNEVEN))
    assert end.folder.name == "emotion-20260304-150607"
    assert sorted(path.name for path in end.folder.iterdir()) == [
        "markers.csv",
        "metadata.json",
        "results.csv",
        "results.jsonl",
        "video.mp4",
    ]
    assert (end.ending, end.error, end.frames, end.dropped) == ("stopped", None, 9, 0)


def test_video_and_tables_keep_uneven_times_to_a_millisecond(
    tmp_path: Path, make_result: Maker
) -> None:
    end = record(tmp_path, *(at(make_result(FACE), time_s) for time_s in UNEVEN))
    assert times_of(end.folder / "video.mp4") == pytest.approx(UNEVEN, abs=1e-3)
    table = [float(row["time_s"]) for row in rows_of(end.folder / "results.csv")]
    assert table == pytest.approx(UNEVEN, abs=1e-3)
    lines = (end.folder / "results.jsonl").read_text().splitlines()
    assert [json.loads(line)["time_s"] for line in lines] == pytest.approx(UNEVEN, abs=1e-3)


def test_a_finished_video_is_an_ordinary_one_with_a_keyframe_a_second(
    tmp_path: Path, make_result: Maker
) -> None:
    times = [number / 10 for number in range(35)]
    end = record(tmp_path, *(at(make_result(), time_s) for time_s in times))
    path = end.folder / "video.mp4"
    assert boxes_of(path) == ["ftyp", "free", "mdat", "moov"]
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.frames == 35
        assert (container.duration or 0) / 1e6 == pytest.approx(3.4 + 1 / 30, abs=2e-3)
        keys = [float(frame.time or 0) for frame in container.decode(stream) if frame.key_frame]
    assert keys == pytest.approx([0, 1, 2, 3], abs=1e-3)


def test_the_document_says_how_it_began_and_ended(tmp_path: Path, make_result: Maker) -> None:
    recorder = Recorder(tmp_path, about(), on_end=Kept())
    begun = document(recorder.folder)
    assert (begun.ended_at, begun.ending, begun.duration_s) == (None, None, None)
    for time_s in (0.0, 2.5):
        recorder.put(at(make_result(FACE, size=(320, 240)), time_s))
    recorder.stop()
    end = ended(recorder)
    written = document(end.folder)
    assert written.ended_at is not None
    assert (written.ending, written.duration_s, written.frames) == ("stopped", 2.5, 2)
    assert (written.source.width, written.source.height) == (320, 240)
    assert written.model.sha256 == ("ab",)
    assert written.settings == {"smoothing_s": 0.3}


def test_a_second_model_is_in_the_document_and_in_the_lines(
    tmp_path: Path, make_result: Maker
) -> None:
    result = make_result((40, 60, 140, 180), labels=[Emotion.ANGER])
    second = replace(result, model="other", labels=np.array([2]))
    kept = Kept()
    recorder = Recorder(tmp_path, about(), on_end=kept)
    for number in range(2):
        assert recorder.put(at(replace(result, comparison=second), number / 30))
    recorder.stop()
    assert recorder.wait(20)
    assert [model.name for model in document(recorder.folder).compared] == ["other"]
    line = json.loads((recorder.folder / "results.jsonl").read_text().splitlines()[0])
    assert line["comparison"]["model"] == "other"
    (face,) = line["comparison"]["faces"]
    assert (face["track_id"], face["label"]) == (1, "fear")
    assert "box" not in face


def test_an_annotated_video_shows_the_overlay_never_mirrored(
    tmp_path: Path, make_result: Maker
) -> None:
    def last_picture(end: RecordingEnd) -> float:
        with av.open(str(end.folder / "video.mp4")) as container:
            pictures = [frame.to_ndarray(format="bgr24") for frame in container.decode(video=0)]
        # Left of the face are its box and bars, if any.
        return float(pictures[-1][40:160, 90:110].std())

    clean = record(tmp_path, at(make_result(FACE), 0))
    drawn = record(tmp_path, at(make_result(FACE), 0), video="annotated")
    assert last_picture(drawn) > 2 * last_picture(clean)
    assert document(drawn.folder).video == "annotated"


def test_sessions_of_the_same_second_are_two_folders(tmp_path: Path, make_result: Maker) -> None:
    names = [record(tmp_path, at(make_result(), 0)).folder.name for _ in range(2)]
    assert names == ["emotion-20260304-150607", "emotion-20260304-150607-2"]


def test_frames_beyond_the_queue_are_left_out_and_counted(
    tmp_path: Path, make_result: Maker
) -> None:
    hold, first = threading.Event(), threading.Event()

    class Slow(FrameResult):
        """Keeps the writer at its first frame."""

        __slots__ = ()

        def __len__(self) -> int:
            first.set()
            hold.wait(60)
            return 0

    result = make_result()
    names = [name for name in FrameResult.__slots__ if hasattr(result, name)]
    slow = Slow(**{name: getattr(result, name) for name in names})
    recorder = Recorder(tmp_path, about(), on_end=Kept(), most_waiting=5)
    taken = [recorder.put(at(slow, 0))]
    assert first.wait(60)
    taken += [recorder.put(at(result, number / 30)) for number in range(1, 12)]
    hold.set()
    recorder.stop()
    end = ended(recorder)
    assert taken == [True] * 5 + [False] * 7
    assert (end.frames, end.dropped) == (5, 7)
    assert document(end.folder).dropped == 7


def test_a_frame_that_is_no_news_is_passed_over(tmp_path: Path, make_result: Maker) -> None:
    end = record(tmp_path, *(at(make_result(), time_s) for time_s in (0, 1, 1, 0.5, 2)))
    assert (end.frames, end.dropped, end.duration_s) == (3, 0, 2)


def test_frames_that_were_missed_before_they_came_are_counted(
    tmp_path: Path, make_result: Maker
) -> None:
    recorder = Recorder(tmp_path, about(), on_end=Kept())
    # What came before the first frame is no part of the recording; the third is the second again.
    for time_s, index in ((0, 4), (1, 7), (1, 7), (2, 11)):
        recorder.put(at(make_result(index=index), time_s))
    assert recorder.state.dropped == 5
    recorder.stop()
    end = ended(recorder)
    assert (end.frames, end.dropped, document(end.folder).dropped) == (3, 5, 5)


def test_a_source_that_counts_anew_has_dropped_nothing(tmp_path: Path, make_result: Maker) -> None:
    recorder = Recorder(tmp_path, about(), on_end=Kept())
    recorder.put(at(make_result(index=5), 0))
    recorder.count_anew()
    recorder.put(at(make_result(index=40), 1))
    recorder.put(at(make_result(index=42), 2))
    recorder.stop()
    assert ended(recorder).dropped == 1


def test_with_a_slow_core_frames_and_missing_ones_add_up_to_those_of_the_source(
    tmp_path: Path, make_result: Maker
) -> None:
    with VideoWriter(tmp_path / "film.mp4", 50, (64, 48)) as film:
        for number in range(40):
            film.write(np.full((48, 64, 3), 5 * number, np.uint8), number / 50)
    recorder = Recorder(tmp_path / "out", about(), on_end=Kept())
    waiting: Mailbox[Frame] = Mailbox()
    with closing(open_source(str(tmp_path / "film.mp4"))) as source:
        for number in range(40):
            waiting.put(source.read())
            if number % 4 == 1:  # the core has time for every fourth
                frame = waiting.take()
                assert frame is not None
                recorder.put(at(replace(make_result(), frame=frame), number / 50))
    recorder.stop()
    end = ended(recorder)
    assert (end.frames, end.dropped) == (10, 27)


def test_markers_lie_at_the_newest_frame_and_take_notes(tmp_path: Path, make_result: Maker) -> None:
    recorder = Recorder(tmp_path, about(), on_end=Kept())
    recorder.put(at(make_result(), 0))
    recorder.put(at(make_result(), 1.25))
    recorder.mark(3)
    recorder.put(at(make_result(), 2.5))
    last = recorder.mark(9)
    recorder.note(last, 'said "ah", twice')
    recorder.stop()
    rows = rows_of(ended(recorder).folder / "markers.csv")
    assert rows == [
        {"time_s": "1.2500", "number": "3", "note": ""},
        {"time_s": "2.5000", "number": "9", "note": 'said "ah", twice'},
    ]


def test_a_note_on_the_second_of_two_equal_markers_lies_there(
    tmp_path: Path, make_result: Maker
) -> None:
    recorder = Recorder(tmp_path, about(), on_end=Kept())
    recorder.put(at(make_result(), 0))
    recorder.note(recorder.mark(3), "first")
    recorder.note(recorder.mark(3), "second")
    recorder.stop()
    rows = rows_of(ended(recorder).folder / "markers.csv")
    assert [row["note"] for row in rows] == ["first", "second"]


def test_another_size_ends_the_recording_with_what_is_there(
    tmp_path: Path, make_result: Maker
) -> None:
    recorder = Recorder(tmp_path, about(), on_end=(kept := Kept()))
    recorder.put(at(make_result(), 0))
    recorder.put(at(make_result(size=(320, 240)), 1))
    end = ended(recorder)
    assert (end.ending, end.frames) == ("source changed", 1)
    assert kept.ends == [end]
    assert not recorder.put(at(make_result(), 2))


def test_another_model_of_the_same_classes_is_noted(tmp_path: Path, make_result: Maker) -> None:
    recorder = Recorder(tmp_path, about(), on_end=Kept())
    other = RecordedModel(name="other", classes=tuple(CANONICAL_ORDER), sha256=("cd",))
    recorder.register_model(other)
    recorder.put(at(make_result(), 0))
    for time_s in (1, 2):
        recorder.put(replace(at(make_result(), time_s), model="other"))
    recorder.stop()
    (change,) = document(ended(recorder).folder).model_changes
    assert (change.time_s, change.model) == (1, other)


def test_a_model_of_other_classes_ends_the_recording(tmp_path: Path, make_result: Maker) -> None:
    recorder = Recorder(tmp_path, about(), on_end=Kept())
    recorder.put(at(make_result(), 0))
    recorder.put(at(make_result(classes=tuple(CANONICAL_ORDER)[:4]), 1))
    assert ended(recorder).ending == "model changed"


def test_without_a_frame_nothing_is_left(tmp_path: Path) -> None:
    end = record(tmp_path)
    assert (end.frames, list(tmp_path.iterdir())) == (0, [])


def test_a_disk_that_is_nearly_full_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DiskFullError, match=r"only .* left on /.*, and 9000000000 GB always stay"):
        Recorder(tmp_path, about(), on_end=Kept(), least_free=9 * 10**18)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_up_ends_the_recording_cleanly(
    tmp_path: Path, make_result: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder(tmp_path, about(), on_end=Kept(), least_free=10**6)
    recorder.put(at(make_result(), 0))
    full = shutil.disk_usage(tmp_path)._replace(free=480_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    end = ended(recorder)
    assert (end.ending, end.frames) == ("disk full", 1)
    assert str(end.error).startswith("only 480 kB left on /")
    assert document(end.folder).ending == "disk full"
    assert times_of(end.folder / "video.mp4") == [0]


def test_an_annotated_video_is_never_mirrored_for_the_tables_are_not(
    tmp_path: Path, make_result: Maker
) -> None:
    pictures = []
    for mirrored in (False, True):
        recorder = Recorder(tmp_path / str(mirrored), about("annotated"), on_end=Kept())
        recorder.put(at(make_result(FACE), 0), OverlayOptions(mirrored=mirrored))
        recorder.stop()
        with av.open(str(ended(recorder).folder / "video.mp4")) as container:
            pictures.append(next(container.decode(video=0)).to_ndarray(format="bgr24"))
    np.testing.assert_array_equal(pictures[0], pictures[1])
    wanted = draw(make_result(FACE), OverlayOptions()).astype(int)
    assert np.abs(pictures[0] - wanted).mean() < 4 < np.abs(pictures[0] - wanted[:, ::-1]).mean()


def test_time_goes_by_from_the_first_frame_to_the_newest_without_pauses(
    tmp_path: Path, make_result: Maker
) -> None:
    recorder = Recorder(tmp_path, about(), on_end=Kept())
    assert recorder.elapsed_s == 0
    result = make_result()
    for captured_at, held_s, elapsed_s in (
        (100.0, 5.0, 0.0),
        (101.0, 5.0, 1.0),
        (112.0, 15.0, 2.0),
    ):
        frame = replace(result.frame, captured_at=captured_at, held_s=held_s)
        recorder.put(replace(result, frame=frame))
        assert recorder.elapsed_s == pytest.approx(elapsed_s)
    recorder.stop()
    ended(recorder)


def test_a_write_that_fails_keeps_what_is_there(tmp_path: Path, make_result: Maker) -> None:
    recorder = Recorder(tmp_path, about("annotated"), on_end=Kept(), most_waiting=1000)
    with files_end_at(60_000):
        for number in range(300):
            if not recorder.put(at(make_result(FACE, FACE), number / 10)):
                break
        end = ended(recorder)
    assert end.ending == "disk full"
    assert "cannot be written: file too large" in str(end.error)
    video = times_of(end.folder / "video.mp4")
    assert 0 < len(video) <= end.frames
    assert boxes_of(end.folder / "video.mp4")[-2:] == ["moof", "mdat"]
    assert video == pytest.approx([number / 10 for number in range(len(video))], abs=1e-3)
    lines = (end.folder / "results.jsonl").read_text().splitlines()
    assert len(lines) >= end.frames


def test_a_folder_that_is_deleted_ends_the_recording(tmp_path: Path, make_result: Maker) -> None:
    recorder = Recorder(tmp_path, about(), on_end=Kept())
    recorder.put(at(make_result(), 0))
    deadline = time.monotonic() + 60
    while not recorder.state.frames:
        assert time.monotonic() < deadline
        time.sleep(0.001)
    shutil.rmtree(recorder.folder)
    end = ended(recorder)
    assert end.ending == "write failed"
    assert "cannot be written" in str(end.error)
    assert not end.folder.exists()


def test_a_file_in_place_of_the_folder_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="file cannot be written: file exists"):
        Recorder(tmp_path / "file", about(), on_end=Kept())


CHILD = """
    import sys, time
    from dataclasses import replace
    from pathlib import Path
    from tests.outputs.recording.test_recorder import about, at, Kept
    from emotion_desktop.outputs.recording.recorder import Recorder
    from emotion_desktop.vision.sources.base import frame_of
    import numpy as np
    from emotion_desktop.labels import CANONICAL_ORDER
    from tests.builders import make_frame_result

    def result(number):
        image = np.random.default_rng(number).integers(0, 255, (72, 128, 3), np.uint8)
        frame = frame_of(image, number, 0.0, "child")
        nobody = make_frame_result([], [], frame=frame, classes=tuple(CANONICAL_ORDER))
        return at(nobody, number / 30)

    recorder = Recorder(Path(sys.argv[1]), about(), on_end=Kept(), most_waiting=1000)
"""
IS_RECORDED = """
    for number in range(125):
        assert recorder.put(result(number))
    recorder.mark(4)
    while recorder.state.frames < 125 or "4" not in (recorder.folder / "markers.csv").read_text():
        time.sleep(0.01)
    print("recorded", flush=True)
    time.sleep(60)
"""
GOES_ON = """
    began = time.monotonic()
    for number in range(10_000):
        recorder.put(result(number))
        if number % 30 == 29:
            recorder.mark(number // 30 % 9 + 1)
        print(recorder.state.frames, flush=True)
        time.sleep(max(0.0, began + number / 30 - time.monotonic()))
"""


def started(script: str, folder: Path) -> subprocess.Popen[str]:
    """Return a process that records into a folder."""
    command = [sys.executable, "-c", dedent(CHILD) + dedent(script), str(folder)]
    root = Path(__file__).parents[3]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root)


def test_a_session_outlives_a_killed_process_up_to_its_last_second(tmp_path: Path) -> None:
    with started(IS_RECORDED, tmp_path) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "recorded\n"
        os.kill(child.pid, signal.SIGKILL)
    (folder,) = tmp_path.iterdir()
    times = times_of(folder / "video.mp4")
    assert times == pytest.approx([number / 30 for number in range(len(times))], abs=1e-3)
    assert times[-1] > 124 / 30 - 1
    assert len(rows_of(folder / "results.csv")) == 125
    lines = (folder / "results.jsonl").read_text().splitlines()
    assert [json.loads(line)["frame"] for line in lines] == list(range(125))
    assert rows_of(folder / "markers.csv")[0]["number"] == "4"
    assert document(folder).ended_at is None


@pytest.mark.parametrize(
    "seeds",
    [
        pytest.param(range(2), marks=pytest.mark.slow),
        pytest.param(range(2, 52), marks=pytest.mark.long),
    ],
    ids=["2 times", "50 times"],
)
def test_a_process_killed_at_a_random_moment_loses_the_last_second_at_most(
    seeds: range, tmp_path: Path
) -> None:
    for seed in seeds:
        parent = tmp_path / str(seed)
        parent.mkdir()
        with started(GOES_ON, parent) as child:
            assert child.stdout is not None
            child.stdout.readline()
            time.sleep(random.Random(seed).uniform(1.2, 6.0))
            child.kill()
            written = int(child.stdout.read().split("\n")[-2])
        session = read_session(next(parent.iterdir()))
        assert session.cut_off
        assert len(session.times) >= written, seed
        assert len(session.markers) >= written // 30 - 1, seed
        times = times_of(session.folder / "video.mp4")
        assert len(times) >= written - 31, seed
        assert times == pytest.approx([number / 30 for number in range(len(times))], abs=1e-3)


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 kB"),
        (820_400, "820 kB"),
        (999_600, "1 MB"),
        (24_000_000, "24 MB"),
        (1_340_000_000, "1.3 GB"),
        (118_200_000_000, "118 GB"),
    ],
)
def test_sizes_are_said_as_people_read_them(count: int, text: str) -> None:
    assert size_text(count) == text


def test_what_was_said_of_people_lies_beside_the_tables(tmp_path: Path, make_result: Maker) -> None:
    plain = make_result(FACE)
    named = replace(plain, people=(Person(name="Ada", bystander=True),))
    end = record(tmp_path, at(plain, 0.0), at(named, 0.1))
    said = json.loads((end.folder / "people.json").read_text(encoding="utf-8"))
    assert said == {"people": {"1": {"name": "Ada", "bystander": True}}}
    lines = (end.folder / "results.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["faces"][0].get("name") for line in lines] == [None, "Ada"]
    session = read_session(end.folder)
    rows = list(csv.DictReader(summary_csv(session).splitlines()))
    assert [row["name"] for row in rows] == ["Ada"]
    assert "Ada (#1)" in report_html(session)


@pytest.mark.parametrize("gone", [CSV, JSONL])
def test_values_relative_to_neutral_stand_beside_those_of_the_model_in_all_files(
    tmp_path: Path, make_result: Maker, gone: str
) -> None:
    plain = make_result(FACE)
    raw = np.roll(plain.probabilities, 1, axis=1)
    related = replace(plain, raw_probabilities=raw, frame=replace(plain.frame, index=1))
    end = record(tmp_path, at(plain, 0.0), at(related, 0.1))
    first, second = csv.DictReader((end.folder / CSV).read_text(encoding="utf-8").splitlines())
    happy = list(plain.classes).index(Emotion.HAPPINESS)
    assert (first["raw_p_happiness"], first["p_happiness"]) == ("", second["p_happiness"])
    assert float(second["raw_p_happiness"]) == pytest.approx(float(raw[0, happy]), abs=1e-4)
    (end.folder / gone).unlink()

    recording = Recording.open(end.folder)
    one, two = recording.frames(pictures=False)
    assert (one.is_relative(0), two.is_relative(0)) == (False, True)
    assert two.by_class(0, raw=True)[Emotion.HAPPINESS] == pytest.approx(raw[0, happy], abs=1e-4)
    frame = recording.to_dataframe()
    assert frame["raw_p_happiness"].isna().tolist() == [True, False]
    table = pq.read_table(export_session(recording, "parquet", tmp_path / "faces.parquet"))
    assert table.column("raw_p_happiness").to_pylist() == [
        None,
        pytest.approx(raw[0, happy], abs=1e-4),
    ]
    meanings = json.loads((tmp_path / "faces-columns.json").read_text(encoding="utf-8"))
    assert list(meanings) == table.column_names


def test_without_a_neutral_face_exports_have_no_columns_for_it(
    tmp_path: Path, make_result: Maker
) -> None:
    recording = Recording.open(record(tmp_path, at(make_result(FACE), 0.0)).folder)
    assert not [name for name in recording.to_dataframe() if name.startswith("raw_")]
    table = pq.read_table(export_session(recording, "parquet", tmp_path / "faces.parquet"))
    assert not [name for name in table.column_names if name.startswith("raw_")]
