"""A bug in the analyser costs one input, is named, and leaves files that can be read."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import av
import pytest

from emotion_desktop.cli.analyze import main
from tests.faults import RaisesOnce

Maker = Callable[..., Path]
VISION, OUTPUTS = "emotion_desktop.vision", "emotion_desktop.outputs"

LOSE_ONE_INPUT = {
    "names": (f"{OUTPUTS}.analysis.inputs_of", 1),
    "open": (f"{VISION}.sources.video.VideoSource.__init__", 1),
    "read": (f"{VISION}.sources.video.VideoSource.read", 3),
    "close": (f"{VISION}.sources.video.VideoSource.close", 1),
    "detect": (f"{VISION}.pipeline.FramePipeline._find", 3),
    "track": (f"{VISION}.tracking.FaceTracker.update", 3),
    "classify": (f"{VISION}.face_classifier.FaceClassifier.classify", 3),
    "heatmap": (f"{VISION}.heatmap_worker.HeatmapWorker._compute", 2),
    "row": (f"{OUTPUTS}.tables.CsvWriter.write", 3),
    "picture": (f"{OUTPUTS}.video.VideoWriter.write", 3),
    "copy": (f"{OUTPUTS}.annotated.Annotated.close", 1),
}
END_THE_RUN = {
    "model": (f"{VISION}.crop_predictor.find_members", 1, 2),
    "pipeline": (f"{VISION}.pipeline.open_detector", 1, 2),
    "tables": (f"{OUTPUTS}.result_files.new_files", 1, 1),
    "summary": (f"{OUTPUTS}.result_files.ResultFiles.write_summary", 1, 1),
    "end": (f"{VISION}.pipeline.FramePipeline.close", 1, 1),
}


@pytest.fixture
def run(
    model: str, make_clip: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, int], int]:
    """A function that analyses two clips while a function raises at its n-th call, once."""
    clips = [make_clip(name) for name in ("a.mp4", "b.mp4")]

    def analyze(target: str, nth: int) -> int:
        RaisesOnce(monkeypatch, target, nth)
        return main([
            *map(str, clips), "--csv", "--video", "--gradcam", "--model", model,
            "--out", str(tmp_path / "out"), "--log-file", str(tmp_path / "log"),
        ])  # fmt: skip

    return analyze


@pytest.mark.parametrize(("target", "nth"), LOSE_ONE_INPUT.values(), ids=LOSE_ONE_INPUT)
def test_a_bug_costs_one_input_and_is_named(
    target: str,
    nth: int,
    run: Callable[[str, int], int],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(target, nth) == 1
    said = capsys.readouterr().err
    assert "not read: something went wrong in" in said
    assert "ZeroDivisionError, faults.py" in said
    assert f"the log has the details: {tmp_path / 'log'}" in said.replace("\n", "")
    assert "secret" not in said + (tmp_path / "log").read_text()
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    (failed,) = summary["errors"]
    assert failed["input"].endswith("a.mp4")
    with (tmp_path / "out" / "results.csv").open(newline="") as file:
        rows = [row["source"] for row in csv.DictReader(file)]
    assert rows.count("b.mp4") == 6
    with av.open(str(tmp_path / "out" / "b-annotated.mp4")) as container:
        assert len(list(container.decode(video=0))) == 6


@pytest.mark.parametrize(("target", "nth", "code"), END_THE_RUN.values(), ids=END_THE_RUN)
def test_a_bug_outside_of_the_inputs_ends_the_run_with_one_line(
    target: str,
    nth: int,
    code: int,
    run: Callable[[str, int], int],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(target, nth) == code
    said = capsys.readouterr().err
    assert "emotion-analyze: something went wrong in" in said
    assert "Traceback" not in said
    assert "ZeroDivisionError" in (tmp_path / "log").read_text()
