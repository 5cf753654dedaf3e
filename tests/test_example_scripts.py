"""The examples that use the package, run as their README says, on pictures of the demo."""

import json
import re
import runpy
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from emotion_desktop.config import find_checkpoint
from emotion_desktop.labels import FER2013_ORDER
from emotion_desktop.vision.detection import detector
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.sources import CAMERA, SourceEntry, source_spec
from emotion_desktop.vision.sources.images import read_image
from tests.vision.live_helpers import FakeSource

EXAMPLES: Final = Path(__file__).parents[1] / "examples"

Run = Callable[..., list[str]]
LABEL: Final = f"(?:{'|'.join(FER2013_ORDER)})"


@pytest.fixture
def run(
    user_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """A function that runs an example in a folder with pictures and returns the lines it prints."""

    def run_it(name: str, *arguments: str) -> list[str]:
        monkeypatch.setattr(sys, "argv", [name, *arguments])
        runpy.run_path(str(EXAMPLES / name), run_name="__main__")
        return capsys.readouterr().out.splitlines()

    return run_it


def test_a_photo_is_read(run: Run) -> None:
    (line,) = run("photo.py", "photo.jpg")
    assert re.fullmatch(rf"\[( *\d+){{4}}\] {LABEL} \d+%", line)


def test_a_folder_of_photos_becomes_a_table(run: Run, user_folder: Path) -> None:
    (user_folder / "photos").mkdir()
    for name in ("a.jpg", "b.jpg"):
        (user_folder / "photos" / name).write_bytes((user_folder / "photo.jpg").read_bytes())
    said = run("folder_to_pandas.py", "photos", "faces.csv")
    assert re.fullmatch(rf"{LABEL} +2", said[-1])
    assert len((user_folder / "faces.csv").read_text(encoding="utf-8").splitlines()) == 3


def test_a_video_becomes_a_plot(run: Run, user_folder: Path) -> None:
    run("video_to_plot.py", "clip.mp4", "plot.png")
    plot = read_image(user_folder / "plot.png")
    assert plot.shape[:2] == (300, 800)
    assert len(np.unique(plot.reshape(-1, 3), axis=0)) > len(FER2013_ORDER)


def test_a_camera_is_followed(run: Run) -> None:
    said = run("camera_loop.py", "15")
    assert said
    shown = rf"\d+: (?:uncertain|{LABEL})"
    line = re.compile(rf" +\d+\.\d\d s  {shown}(?:, {shown})*")
    assert [other for other in said if not line.fullmatch(other)] == []


def test_heatmaps_are_painted(run: Run, user_folder: Path) -> None:
    run("heatmap.py", "photo.jpg", "heatmap.png")
    before, after = (read_image(user_folder / name) for name in ("photo.jpg", "heatmap.png"))
    assert after.shape == before.shape
    assert (cv2.absdiff(after, before).max(axis=2) > 20).mean() > 0.01


def test_a_checkpoint_of_ones_own_is_used(run: Run, user_folder: Path) -> None:
    (user_folder / "mine.safetensors").write_bytes(find_checkpoint("cnn48_gray").read_bytes())
    first, *rows = run("own_checkpoint.py", "mine.safetensors", "photo.jpg")
    assert first == "mine: anger, disgust, fear, happiness, sadness, surprise, neutral"
    assert [row.split()[0] for row in rows] == first.removeprefix("mine: ").split(", ")
    assert sum(float(row.split()[1].rstrip("%")) for row in rows) == pytest.approx(100, abs=0.5)


def test_two_models_answer_alone_and_together(run: Run) -> None:
    said = run("ensemble.py", "photo.jpg")
    assert len(said) == 3
    assert all(re.fullmatch(rf".+: {LABEL} \d+%", line) for line in said)


def test_a_detector_of_ones_own_finds_the_face(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detector, "registered", dict(detector.registered))
    (line,) = run("own_detector.py", "photo.jpg")
    assert re.fullmatch(rf"{LABEL} at \[[\d., ]+\]", line)


def test_the_cells_of_the_notebook_run(user_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = json.loads((EXAMPLES / "notebook.ipynb").read_text(encoding="utf-8"))
    known: dict[str, object] = {}
    cells = [cell for cell in document["cells"] if cell["cell_type"] == "code"]
    for cell in cells:
        assert cell["outputs"] == []  # faces of people are not committed by mistake
        exec(compile("".join(cell["source"]), "notebook.ipynb", "exec"), known)
    assert len(cells) == 4


def test_music_is_picked_by_the_prevailing_label(run: Run, user_folder: Path) -> None:
    for label in FER2013_ORDER:
        folder = user_folder / "music" / label
        folder.mkdir(parents=True)
        (folder / "song.mp3").touch()
    (song,) = run("music.py", "music", "1")
    assert re.fullmatch(rf"music.{LABEL}.song\.mp3", song)
    for path in user_folder.glob("music/*/*"):
        path.unlink()
    with pytest.raises(SystemExit, match="there is nothing to play in music"):
        run("music.py", "music", "1")


def test_no_music_is_picked_where_no_face_is(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = SourceEntry(open=lambda *_, **__: FakeSource(), is_live=True)
    monkeypatch.setitem(source_spec.registered, CAMERA, entry)
    with pytest.raises(SystemExit, match="no face could be read"):
        run("music.py", "music", "0.1")


def test_each_example_is_in_the_readme() -> None:
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    programs = [path for path in EXAMPLES.rglob("*.*") if path.suffix in {".py", ".ipynb", ".html"}]
    names = {path.relative_to(EXAMPLES).as_posix() for path in programs}
    assert {name for name in names if f"`{name}`" not in readme} == set()
