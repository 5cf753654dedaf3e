"""Labelled photos made of FER2013's faces."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from benchmarks.labelled_photos import read_photos
from tools.fer2013_photos import CANVAS, SIDES, lay, main

DataMaker = Callable[..., tuple[Path, Path]]


def test_a_face_lies_whole_on_its_canvas() -> None:
    face = np.full((48, 48), 100, np.uint8)
    face[0] = face[-1] = face[:, 0] = face[:, -1] = 255  # a frame, to be found whole
    rng = np.random.default_rng(0)
    for _ in range(20):
        canvas = lay(face, rng)
        rows, columns = (np.flatnonzero((canvas > 200).any(axis=axis)) for axis in (1, 0))
        assert canvas.shape == (CANVAS, CANVAS)
        assert np.ptp(rows) == np.ptp(columns)
        assert SIDES[0] <= np.ptp(rows) + 1 <= SIDES[1]


def test_the_photos_are_what_the_benchmark_reads(make_data: DataMaker, tmp_path: Path) -> None:
    data, ferplus = make_data()
    out = tmp_path / "photos"
    assert main(["--data", str(data), "--ferplus", str(ferplus), "--out", str(out)]) == 0
    photos = read_photos(out)
    assert photos
    assert photos[0].read().shape == (CANVAS, CANVAS, 3)


def test_a_folder_with_something_in_it_is_left_alone(
    make_data: DataMaker, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, ferplus = make_data()
    out = tmp_path / "mine"
    out.mkdir()
    (out / "0000.png").write_bytes(b"mine")
    assert main(["--data", str(data), "--ferplus", str(ferplus), "--out", str(out)]) == 2
    assert "not empty" in capsys.readouterr().err
    assert [path.read_bytes() for path in out.iterdir()] == [b"mine"]
