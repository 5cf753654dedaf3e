"""Training without naming data: what is found is used, else faces are drawn."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import chdir
from pathlib import Path

import numpy as np
import pytest

from emotion_desktop.labels import FER2013_ORDER
from emotion_desktop.models import read_metadata
from trainer.cli import evaluate_main, train_main
from trainer.data import synthetic
from trainer.data.load import load_faces
from trainer.data.synthetic import SYNTHETIC, draw_faces

DataMaker = Callable[..., tuple[Path, Path]]

SMALL = ("--arch", "cnn48_rgb", "--epochs", "1", "--batch-size", "8", "--threads", "1")


@pytest.fixture
def few_faces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three drawn faces of each expression instead of dozens."""
    monkeypatch.setattr(synthetic, "FACES", (3, 1, 1))


@pytest.fixture
def empty_place(
    tmp_path: Path, cache_home: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A working directory and a data folder without data."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    place = tmp_path / "place"
    place.mkdir()
    with chdir(place):
        yield place


def test_drawn_faces_are_the_same_for_a_seed_and_as_many_of_each_class(few_faces: None) -> None:
    part = draw_faces()
    assert part.images.shape == (35, 48, 48)
    assert np.bincount(part.labels).tolist().count(5) == len(FER2013_ORDER)
    assert draw_faces().digest == part.digest != draw_faces(seed=2).digest


def test_drawing_needs_neither_a_display_nor_a_qt_application(tmp_path: Path) -> None:
    code = (
        "from trainer.data import synthetic; synthetic.FACES = (1, 0, 0); "
        "faces = synthetic.draw_faces().images; print(faces.std() > 20)"
    )
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("True\n", "")


def test_without_data_a_run_trains_on_drawn_faces_and_all_it_makes_says_so(
    few_faces: None, empty_place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert train_main([*SMALL, "--device", "cpu", "--out", "run"]) == 0
    said = " ".join(capsys.readouterr().out.splitlines()[:2])
    assert "There is no FER2013 here" in said
    assert "emotion-train --where-data" in said
    path = empty_place / "run" / "cnn48_rgb.safetensors"
    metrics = read_metadata(path).metrics
    for found in metrics.values():
        assert str(found.protocol).startswith("drawn faces original labels, ")
    card = (empty_place / "run" / "MODEL_CARD.md").read_text()
    assert card.splitlines()[2].startswith("**Trained on drawn faces")
    assert "Goodfellow" not in card
    assert "--data synthetic" in card
    evaluated = evaluate_main(["--checkpoint", str(path), "--data", "synthetic", "--device", "cpu"])
    assert evaluated == 0
    assert "drawn faces original labels" in capsys.readouterr().out


def test_drawn_faces_can_be_joined_to_others(
    few_faces: None, make_data: DataMaker, tmp_path: Path
) -> None:
    data, ferplus = make_data(14, 7, 7)
    table = load_faces([data, SYNTHETIC], ferplus=ferplus, size=48)
    assert len(table) == 28 + 35
    assert table.origin == "FER2013 + drawn faces"


@pytest.mark.parametrize("where", [".", "data", "../home/emotion-desktop"])
def test_fer2013_and_its_votes_are_found_where_they_are_looked_for(
    where: str, make_data: DataMaker, empty_place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = empty_place / where
    folder.mkdir(parents=True, exist_ok=True)
    for path in make_data(35, 7, 7):
        path.rename(folder / path.name)
    assert train_main(["--where-data"]) == 0
    said = capsys.readouterr().out
    (used,) = (line for line in said.splitlines() if "used now: " in line)
    faces, votes = used.partition("used now: ")[2].split(", ")
    assert Path(faces).resolve() == (folder / "fer2013.csv").resolve()
    assert Path(votes).resolve() == (folder / "fer2013new.csv").resolve()
    assert "kaggle.com" in said
    if where == "data":
        assert train_main([*SMALL, "--device", "cpu", "--out", "run"]) == 0
        said = capsys.readouterr().out
        assert "data: data/fer2013.csv, with the votes in data/fer2013new.csv" in said
        assert "FER+ majority" in said
