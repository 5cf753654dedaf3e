"""What the text of a source says before anything is opened, and kinds of sources to plug in."""

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from emotion_desktop.domain import Frame
from emotion_desktop.errors import SourceEndedError, UnreadableFileError
from emotion_desktop.vision.sources import (
    CAMERA,
    DEMO,
    FILE,
    FILES,
    FOLDER,
    STREAM,
    SourceEntry,
    SourceSpec,
    kinds_of_sources,
    open_source,
    register_source,
    source_spec,
)
from emotion_desktop.vision.sources.base import frame_of

EXAMPLES = [
    ("demo", DEMO, ""),
    ("camera", CAMERA, ""),
    ("camera:0", CAMERA, "0"),
    ("camera:FaceTime HD: built in", CAMERA, "FaceTime HD: built in"),
    ("rtsp://me:secret@cam.example/live?token=1", STREAM, None),
    ("ftp://host/clip.mp4", STREAM, None),
    (".", FOLDER, None),
    ("camera-footage.mp4", FILE, None),
    ("cameras", FILE, None),
    ("demo.mp4", FILE, None),
    ("demo:1", FILE, None),
    ("./camera", FILE, None),
    ("C:\\films\\holiday.mp4", FILE, None),
    ("holiday.gif", FILE, None),
    ("", FILE, None),
]


@pytest.mark.parametrize(("text", "kind", "value"), EXAMPLES)
def test_a_text_names_one_kind_of_source_and_comes_back_unchanged(
    text: str, kind: str, value: str | None
) -> None:
    spec = SourceSpec.parse(text)
    assert spec == SourceSpec(kind, text if value is None else value)
    assert str(spec) == text


def test_the_names_of_the_camera_and_the_demo_come_before_files_of_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (CAMERA, DEMO):
        Path(name).mkdir()
        assert SourceSpec.parse(name).kind == name
        assert SourceSpec.parse(f"./{name}").kind == FOLDER


def test_cameras_streams_and_the_demo_are_live_and_all_but_the_demo_may_come_back() -> None:
    specs = [SourceSpec.parse(text) for text, *_ in EXAMPLES]
    assert {spec.kind for spec in specs if spec.is_live} == {CAMERA, DEMO, STREAM}
    assert {spec.kind for spec in specs if spec.may_come_back} == {CAMERA, STREAM}


@pytest.mark.parametrize(
    ("text", "name", "public"),
    [
        ("camera", "camera", "camera"),
        ("camera:C920", "C920", "camera:C920"),
        ("rtsp://me:secret@cam.example:554/live", "cam.example", "rtsp://cam.example:554/live"),
        ("http://[::1/live?token=secret", "stream", "http://[::1/live"),
        ("films/a\nb.mp4", "a\\x0ab.mp4", "films/a\\x0ab.mp4"),
    ],
)
def test_a_source_is_spoken_of_without_secrets(text: str, name: str, public: str) -> None:
    spec = SourceSpec.parse(text)
    assert (spec.display_name, spec.public_address) == (name, public)


def test_a_folder_that_cannot_be_looked_at_is_left_to_the_opener_to_complain(
    tmp_path: Path,
) -> None:
    for text in (str(tmp_path / ("x" * 300)), "nul\0byte"):
        assert SourceSpec.parse(text).kind == FILE
        with pytest.raises(UnreadableFileError):
            open_source(text)


class Gray:
    """A made-up source of so many gray pictures."""

    def __init__(self, count: str, **_: object) -> None:
        self.name = "gray"
        self.is_live = False
        self.size = (4, 3)
        self.fps: float | None = None
        self.frame_count: int | None = int(count)
        self._index = -1

    def read(self) -> Frame:
        self._index += 1
        if self._index == self.frame_count:
            raise SourceEndedError("the gray has ended")
        return frame_of(np.full((3, 4, 3), 99, np.uint8), self._index, 0.0, self.name)

    def close(self) -> None: ...


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_spec, "registered", dict(source_spec.registered))


@pytest.mark.usefixtures("registry")
def test_a_kind_that_is_plugged_in_is_opened_and_spoken_of_by_its_name() -> None:
    register_source("gray", SourceEntry(open=Gray, argument="COUNT"))
    assert SourceSpec.parse("gray:2") == SourceSpec("gray", "2")
    assert SourceSpec.parse("gray:2").display_name == "2"
    assert SourceSpec.parse("gray").display_name == "gray"
    with closing(open_source("gray:2")) as source:
        assert [source.read().index for _ in range(2)] == [0, 1]
        with pytest.raises(SourceEndedError):
            source.read()


@pytest.mark.usefixtures("registry")
def test_a_kind_may_take_files_or_addresses_of_its_own(tmp_path: Path) -> None:
    entry = SourceEntry(open=Gray, takes=lambda text: text.endswith(".gray"), name=str.upper)
    register_source("gray-file", entry)
    text = str(tmp_path / "a.gray")
    assert SourceSpec.parse(text) == SourceSpec("gray-file", text)
    assert SourceSpec.parse(text).display_name == text.upper()
    assert SourceSpec.parse("a.mp4").kind == FILE


def test_a_kind_that_is_taken_or_ill_named_is_refused() -> None:
    entry = SourceEntry(open=Gray)
    with pytest.raises(ValueError, match="source 'camera' is registered already"):
        register_source(CAMERA, entry)
    with pytest.raises(ValueError, match="letters, digits"):
        register_source("with:colon", entry)
    with pytest.raises(ValueError, match="no source 'kinect'"):
        SourceSpec("kinect")
    assert list(kinds_of_sources()) == [FILE, FILES, FOLDER, STREAM, CAMERA, DEMO]
