"""A recorded session, opened by a program."""

from collections.abc import Callable
from pathlib import Path

import pytest

from emotion_desktop import Recording
from emotion_desktop.domain import Image, Person, UnreadableReason
from emotion_desktop.errors import UnreadableFileError
from emotion_desktop.labels import Emotion
from emotion_desktop.outputs.recording.edits import Edits, write_edits
from emotion_desktop.outputs.recording.people import write_people

SessionMaker = Callable[..., Path]
PEOPLE = {
    1: [(0.0, 1.0, Emotion.HAPPINESS)],
    2: [(0.5, 1.0, UnreadableReason.TOO_DARK)],
}


def number(image: Image) -> int:
    """Return the frame number that a made picture shows."""
    return sum((int(image[60, 10 + 20 * bit, 1]) > 128) << bit for bit in range(12))


def test_it_tells_frames_people_and_markers(make_session: SessionMaker) -> None:
    recording = Recording.open(make_session(PEOPLE, seconds=1.5, markers=[(0.5, 3, "bell")]))
    assert len(recording) == 30
    assert recording.duration_s == pytest.approx(1.5)
    assert [person.track_id for person in recording.people] == [1, 2]
    assert [marker.note for marker in recording.markers] == ["bell"]


def test_its_frames_come_in_order_with_their_pictures(make_session: SessionMaker) -> None:
    recording = Recording.open(str(make_session(PEOPLE, seconds=1.5)))
    results = list(recording.frames())
    assert [number(result.image) for result in results] == list(range(30))
    assert [len(result) for result in results] == [1] * 10 + [2] * 10 + [0] * 10
    assert results[12].emotion(0) is Emotion.HAPPINESS
    assert results[12].flaws[1] is UnreadableReason.TOO_DARK
    assert results[12].frame.time_s == pytest.approx(0.6)


@pytest.mark.parametrize("with_video", [True, False])
def test_its_frames_are_black_without_a_video_or_if_no_pictures_are_asked_for(
    make_session: SessionMaker, with_video: bool
) -> None:
    recording = Recording.open(make_session(PEOPLE, seconds=0.5, with_video=with_video))
    results = list(recording.frames(pictures=not with_video))
    assert len(results) == 10
    assert all(result.image.shape == (120, 240, 3) for result in results)
    assert not any(result.image.any() for result in results)


def test_it_is_a_data_frame_with_a_row_for_each_face(make_session: SessionMaker) -> None:
    frame = Recording.open(make_session(PEOPLE, seconds=1.0)).to_dataframe()
    assert len(frame) == 30
    assert frame.groupby("track_id")["time_s"].min().to_dict() == {1: 0.0, 2: 0.5}
    assert set(frame["label"].dropna()) == {"happiness"}


def test_it_is_as_its_reviewer_left_it(make_session: SessionMaker) -> None:
    folder = make_session(PEOPLE, seconds=1.5)
    write_people(folder, {1: Person(name="Ada")})
    edits = Edits(clip=(0.25, 1.25), participant="P07").exclude(0.75, 1.0)
    write_edits(folder, edits.split(2, 0.6, into=9).merge(9, into=2).split(1, 0.5, into=3))
    recording = Recording.open(folder)
    results = list(recording.frames())
    assert [number(result.image) for result in results] == [*range(5, 15), *range(20, 25)]
    assert results[0].frame.index == 5
    assert results[0].frame.time_s == pytest.approx(0.25)
    assert [person.track_id for person in recording.people] == [1, 2, 3]
    assert recording.metadata.participant == "P07"
    frame = recording.to_dataframe().dropna(subset=["track_id"])
    assert set(zip(frame["track_id"], frame["name"].fillna(""), strict=True)) == {
        *((1, "Ada"), (2, ""), (3, "")),
    }


def test_it_is_as_it_was_recorded_if_that_is_asked_for(make_session: SessionMaker) -> None:
    folder = make_session(PEOPLE, seconds=1.5)
    write_edits(folder, Edits(clip=(0.25, 1.25)).merge(2, into=1))
    assert len(Recording.open(folder)) == 20
    (folder / "review.json").write_text("{")
    with pytest.raises(UnreadableFileError, match=r"review\.json is damaged"):
        Recording.open(folder)
    raw = Recording.open(folder, raw=True)
    assert (len(raw), [person.track_id for person in raw.people]) == (30, [1, 2])


def test_changes_that_would_leave_nothing_leave_all(make_session: SessionMaker) -> None:
    folder = make_session(PEOPLE, seconds=1.5)
    write_edits(folder, Edits(clip=(100.0, 101.0)))
    assert len(Recording.open(folder)) == 30


def test_nothing_in_its_folder_is_changed(make_session: SessionMaker) -> None:
    folder = make_session(PEOPLE, seconds=0.5)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    recording = Recording.open(folder)
    list(recording.frames())
    recording.to_dataframe()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_folder_that_is_no_session_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="is not a recorded session"):
        Recording.open(tmp_path)
