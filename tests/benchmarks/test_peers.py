"""`benchmarks.peers`: the environment, the worker, the sums."""

import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

import pytest

from benchmarks import peers
from emotion_desktop.errors import OutputError


def test_rounds_are_summed_up_over_all_their_frames() -> None:
    rounds: list[dict[str, Any]] = [
        {"ms": [10.0, 20.0], "faces": [1, 2], "cpu_ms": 9.0, "ready_s": 3.0},
        {"ms": [12.0, 14.0], "faces": [1, 2], "cpu_ms": 5.0, "ready_s": 5.0},
    ]
    for number, figures in enumerate(rounds):
        figures |= {"peak_rss_mb": 400.0 - number, "fps": None}
    speed = peers.summary("x", rounds, 700.0)
    assert (speed.median_ms, speed.faces, speed.frames) == (13.0, 3, 2)
    assert (speed.cpu_ms, speed.fps) == (7.0, None)
    assert (speed.ready_s, speed.peak_rss_mb, speed.disk_mb) == (4.0, 400.0, 700.0)


def test_what_pip_cannot_install_is_named_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(venv, "create", lambda *_args, **_more: None)
    result = subprocess.CompletedProcess("pip", 1, "", "Collecting\nERROR: no space left")
    monkeypatch.setattr(subprocess, "run", lambda *_args, **_more: result)
    with pytest.raises(OutputError, match=r"could not install fer==25.10.3 \(ERROR: no space left"):
        peers.prepare(tmp_path)


def test_an_environment_that_is_there_is_not_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(venv, "create", None)
    (tmp_path / f"{peers.PACKAGE}.installed").touch()
    assert peers.prepare(tmp_path).parent.parent == tmp_path


@pytest.mark.slow
def test_the_worker_counts_the_faces_of_each_picture(tmp_path: Path) -> None:
    peers.write_frames(tmp_path, 2)
    reader = peers.Reader("ours-video", "ours", Path(sys.executable), peers.ROOT)
    figures = peers.ask(reader, tmp_path)
    assert len(figures["ms"]) == 2
    assert figures["faces"] == [1, 1]


def test_the_size_of_a_folder_counts_its_files(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a").write_bytes(b"x" * 1_500_000)
    assert peers.size_mb(tmp_path) == 1.5
