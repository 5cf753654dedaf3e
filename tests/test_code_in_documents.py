"""The page on the Python interface: what it shows runs as it is written."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from emotion_desktop.config import find_asset
from emotion_desktop.labels import Emotion
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.sources import CAMERA, SourceEntry, open_source, source_spec

PAGE: Final = Path(__file__).parents[1] / "docs" / "api.md"
BLOCKS: Final = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def test_all_code_of_the_page_runs_one_after_the_other(
    make_session: Callable[..., Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    demo = find_asset("demo.mp4")
    video = cv2.VideoCapture(str(demo))
    _, image = video.read()
    cv2.imwrite(str(tmp_path / "people.jpg"), image)
    clip = cv2.VideoWriter(
        str(tmp_path / "clip.mp4"),
        cv2.VideoWriter.fourcc(*"mp4v"),
        30,
        image.shape[1::-1],
    )
    for _ in range(11):
        clip.write(video.read()[1])
    clip.release()
    make_session({1: [(0.0, 1.0, Emotion.HAPPINESS)]}, seconds=1.0)
    # The camera is the demo here.
    entry = SourceEntry(open=lambda *_, **__: open_source(str(demo)), is_live=True)
    monkeypatch.setitem(source_spec.registered, CAMERA, entry)
    monkeypatch.chdir(tmp_path)
    known: dict[str, object] = {}
    for block in BLOCKS:
        exec(compile(block, str(PAGE), "exec"), known)
    assert (tmp_path / "explained.png").exists()
    said = capsys.readouterr().out.splitlines()
    assert said.count("1 faces") == 3
    assert any(line.startswith("{'source': 'people.jpg'") for line in said)
