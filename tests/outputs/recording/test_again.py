"""A video that is no recording becomes one by its first analysis."""

import os
from itertools import islice
from pathlib import Path

import pytest

from emotion_desktop.config import PipelineSettings, find_asset
from emotion_desktop.errors import OutputError, SourceError, UnreadableFileError
from emotion_desktop.outputs.recording.again import (
    AgainRequest,
    analyse_again,
    analyse_video,
    find_analyses,
)
from emotion_desktop.outputs.recording.agreement import compare
from emotion_desktop.outputs.recording.reader import read_session
from emotion_desktop.outputs.video import VideoWriter
from emotion_desktop.vision.sources.decoder import Decoder

REQUEST = AgainRequest(model="cnn48_gray", settings=PipelineSettings())


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Twenty frames of the demo at ten a second."""
    decoder = Decoder(str(find_asset("demo.mp4")))
    path = tmp_path / "my film.mp4"
    with VideoWriter(path, 10, (1280, 720)) as video:
        for number, (image, _) in enumerate(islice(decoder.frames(), 20)):
            video.write(image, number / 10)
    decoder.close()
    return path


def test_a_video_becomes_a_recording_that_can_be_analysed_again_and_compared(
    clip: Path, tmp_path: Path
) -> None:
    before = clip.read_bytes()
    told: list[tuple[int, int]] = []
    folder = analyse_video(clip, tmp_path / "out", REQUEST, lambda n, of: told.append((n, of)))
    assert folder == tmp_path / "out" / "my film"
    assert told[-1] == (20, 20)
    session = read_session(folder)
    metadata = session.metadata
    assert (metadata.source.name, metadata.source.width, metadata.source.height) == (
        *("my film.mp4", 1280, 720),
    )
    assert (metadata.model.name, metadata.frames, metadata.ending) == (
        *("cnn48_gray", 20, "source ended"),
    )
    assert not session.cut_off
    assert session.times == pytest.approx([number / 10 for number in range(20)], abs=2e-3)
    assert session.video is not None
    assert session.video.read_bytes() == before
    assert [person.track_id for person in session.people] == [1]

    second = analyse_again(session, REQUEST)
    assert find_analyses(folder) == [second]
    assert second is not None
    found = compare(session, read_session(second))
    assert (found.faces, found.agreement) == (20, 1)
    assert (clip.read_bytes(), sorted(path.name for path in folder.parent.iterdir())) == (
        before,
        ["my film"],
    )


def test_a_second_recording_of_a_video_gets_a_number_and_a_copy_where_links_are_unknown(
    clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = analyse_video(clip, tmp_path, REQUEST)
    assert first is not None
    assert (first / "video.mp4").stat().st_ino == clip.stat().st_ino

    def refuse(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    second = analyse_video(clip, tmp_path, REQUEST)
    assert second == tmp_path / "my film-2"
    assert (second / "video.mp4").stat().st_ino != clip.stat().st_ino
    assert (second / "results.csv").read_bytes() == (first / "results.csv").read_bytes()


def test_a_video_that_is_given_up_or_cannot_be_read_leaves_nothing(
    clip: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    done: list[int] = []
    made = analyse_video(
        clip, out, REQUEST, lambda count, _: done.append(count), lambda: len(done) >= 3
    )
    assert (made, done) == (None, [1, 2, 3])
    noise = tmp_path / "noise.mp4"
    noise.write_bytes(b"no video" * 99)
    with pytest.raises(SourceError):
        analyse_video(noise, out, REQUEST)
    picture = tmp_path / "a.png"
    picture.write_bytes(b"\x89PNG")
    for path, reason in (
        (picture, "is no video"),
        (tmp_path, "is no video"),
        (tmp_path / "b.mp4", "there is no file"),
    ):
        with pytest.raises(UnreadableFileError, match=reason):
            analyse_video(path, out, REQUEST)
    assert list(out.iterdir()) == []
    with pytest.raises(OutputError, match="cannot be written"):
        analyse_video(clip, noise, REQUEST)
