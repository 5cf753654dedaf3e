"""`emotion-benchmark` for real, with an untrained model and little time."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from emotion_desktop.cli.benchmark import command, main, matmul_peak
from emotion_desktop.cli.benchmark.classifier import measure_classifier
from emotion_desktop.cli.benchmark.plan import Plan
from emotion_desktop.cli.benchmark.records import Failure, Record, Startup
from emotion_desktop.cli.benchmark.subprocesses import run_part

Maker = Callable[..., Path]
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def offscreen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def benchmark(model: str, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """A function that runs the command on an untrained model and returns its document."""

    def run(*arguments: str) -> dict[str, Any]:
        path = tmp_path / "out.json"
        assert main(["--models", model, "--json", str(path), *arguments]) == 0
        document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return document

    return run


@pytest.mark.slow
def test_a_network_alone_is_held_against_eager_pytorch_and_the_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(matmul_peak, "SIZES", (256,))
    one, two = measure_classifier(
        model="cnn48_rgb", device="cpu", backend="onnx", faces=[1, 2], seconds=0.1, threads=1
    )
    assert (one.faces, two.faces) == (1, 2)
    assert (one.model, one.device) == ("cnn48_rgb", "CPU (ONNX Runtime, fp32)")
    assert one.images_per_s == pytest.approx(1000 / one.median_ms, rel=0.01)
    assert one.eager_median_ms is not None
    assert one.eager_ratio == pytest.approx(one.eager_median_ms / one.median_ms, abs=0.01)
    assert one.p95_ms >= one.median_ms > 0
    # 48 x 48 x (16 x 27 + 32 x 144) multiply-adds of convolutions, 18,432 x 32 + 32 x 4 of layers
    assert one.mflop_per_image == two.mflop_per_image == 24.404
    assert one.gflop_per_s == pytest.approx(24.404 / one.median_ms, rel=0.01)
    assert one.peak_share == pytest.approx(one.gflop_per_s / one.peak_gflop_per_s, abs=0.01)
    assert one.peak_by.endswith(", 256 × 256")
    assert one.threads == one.eager_threads == 1


def test_eager_pytorch_is_not_held_against_itself(
    model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matmul_peak, "SIZES", (256,))
    (record,) = measure_classifier(
        model=model, device="cpu", backend="torch", faces=[1], seconds=0.01, threads=1
    )
    assert (record.device, record.eager_median_ms, record.eager_ratio) == (
        "CPU (PyTorch, fp32)",
        None,
        None,
    )


@pytest.mark.slow
def test_the_window_is_measured_from_capture_to_painted_with_the_faces_that_were_asked_for(
    benchmark: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    plot = tmp_path / "latency.png"
    document = benchmark("--only", "live", "--faces", "16", "--seconds", "2", "--plot", str(plot))
    demo, many = document["live"]
    assert (demo["source"], demo["faces_shown"]) == ("demo", None)
    assert demo["faces_found"] in {1, 2}
    assert (many["source"], many["faces_shown"], many["faces_found"]) == ("16 faces", 16, 16)
    for figures in document["live"]:
        assert figures["painted"] > 1
        assert 0 < figures["latency_p50_ms"] <= figures["latency_p95_ms"]
        assert figures["stage_ms"]["detect"] < figures["latency_p95_ms"]
        accounted_ms = sum(figures["stage_ms"].values()) + figures["rest_ms"]
        assert accounted_ms == pytest.approx(figures["latency_p50_ms"], abs=0.01)
        assert figures["platform"] == "offscreen"
    (alone,) = document["alone"]
    together = alone["detector_ms"] + alone["classifier_ms"]
    assert alone["p50_ratio"] == pytest.approx(demo["latency_p50_ms"] / together, abs=0.01)
    assert alone["paint_ms"] > 0
    assert alone["peak_rss_mb"] > 50
    assert alone["torch_imported"] is True  # tests compute with PyTorch
    assert plot.stat().st_size > 1000


@pytest.mark.slow
def test_a_start_is_timed_until_face_heatmap_and_another_model(model: str, tmp_path: Path) -> None:
    arguments = {
        "model": model,
        "device": "auto",
        "backend": "auto",
        "source": "demo",
        "cache": "warm",
        "settings": str(tmp_path / "settings"),
    }
    (record,) = run_part("startup", arguments, timed=True)
    assert isinstance(record, Startup), record
    assert 0 < record.window_s < record.face_s < 60
    assert 0 < record.heatmap_s < 60
    assert 0 < record.model_s < 60
    assert record.torch_imported is True  # tests compute with PyTorch


def test_a_part_that_breaks_is_a_failure_with_its_last_words() -> None:
    (failure,) = run_part("scenes", {"nonsense": 1})
    assert isinstance(failure, Failure)
    assert failure.message.startswith("scenes ended with code 1: TypeError")


def test_a_model_that_cannot_be_loaded_is_a_failure_in_its_own_words(tmp_path: Path) -> None:
    arguments = {
        "model": str(tmp_path / "nobody"),
        "device": "cpu",
        "backend": "auto",
        "source": "demo",
        "scenes": [],
        "seconds": 0.1,
    }
    (failure,) = run_part("live", arguments)
    assert isinstance(failure, Failure)
    assert failure.message.startswith("no checkpoint")


def test_a_worker_does_not_outlive_whoever_stopped_listening(tmp_path: Path) -> None:
    with closing(run_part("scenes", {"folder": str(tmp_path), "faces": [1, 2, 3]})) as records:
        next(records)
    assert not (tmp_path / "3 faces.mp4").exists()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[Plan]:
    """The plans that would have been carried out; one record comes of each, then Ctrl-C."""
    plans: list[Plan] = []

    def carry_out(plan: Plan, say: Callable[[str], None]) -> Iterator[Record]:
        plans.append(plan)
        say("measuring")
        yield Startup(
            model="a",
            cache="cold",
            window_s=1,
            face_s=2,
            heatmap_s=0.3,
            model_s=0.4,
            torch_imported=False,
        )
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "carry_out", carry_out)
    return plans


def test_ctrl_c_keeps_what_was_measured(model: str, quick: list[Plan], capsys: Capture) -> None:
    assert main(["--models", model, "--json", "-"]) == 130
    captured = capsys.readouterr()
    document = json.loads(captured.out)
    assert document["interrupted"] is True
    assert len(document["startup"]) == 1
    assert "interrupted" in captured.err
    assert "The start of emotion-desktop" in captured.err


def test_the_arguments_become_a_plan(model: str, make_checkpoint: Maker, quick: list[Plan]) -> None:
    other = make_checkpoint("cnn48_rgb", name="other")
    models = f"{model}+{other},{other}"
    main(["--models", models, "--faces", "8, 2,2", "--only", "startup,live", "--backend", "onnx"])
    (plan,) = quick
    assert plan.models == (f"{model},{other}", str(other))
    assert plan.started == plan.models[0]
    assert plan.faces == (2, 8)
    assert plan.parts == ("startup", "live")
    assert plan.backend == "onnx"


@pytest.mark.usefixtures("quick")
def test_a_failure_makes_the_exit_code_1(
    model: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def fail(_plan: Plan, _say: Callable[[str], None]) -> Iterator[Record]:
        yield Failure(message="the camera went away")

    monkeypatch.setattr(command, "carry_out", fail)
    assert main(["--models", model]) == 1
    assert "not measured: the camera went away" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--models", "nobody"], "no checkpoint 'nobody'"),
        (["--source", "missing.mp4"], "there is no file missing.mp4"),
        (["--faces", "0,3"], "--faces takes numbers from 1 to 16 with commas, got '0,3'"),
        (["--faces", "17"], "--faces takes numbers from 1 to 16"),
        (["--only", "live,nonsense"], "--only takes some of classifier,live,startup"),
        (["--seconds", "0"], "--seconds must be between 0.1 and 3600, got 0"),
        (["--json", "no/such/folder/a.json"], "there is no folder"),
        (["--plot", "a.png", "--only", "classifier"], "add it to --only"),
    ],
)
@pytest.mark.usefixtures("quick")
def test_what_cannot_work_is_one_line_and_code_2(
    arguments: list[str], complaint: str, model: str, capsys: Capture
) -> None:
    assert main(["--models", model, *arguments]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("emotion-benchmark: ")
    assert complaint in line


@pytest.mark.usefixtures("quick")
def test_without_matplotlib_a_picture_is_refused_before_anything_is_measured(
    model: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert main(["--models", model, "--plot", "a.png"]) == 2
    assert "pip install 'emotion-desktop[train]'" in capsys.readouterr().err


def test_the_workers_package_imports_neither_pytorch_nor_qt_nor_rich() -> None:
    code = (
        "import sys, emotion_desktop.cli.benchmark.worker;"
        "sys.exit(any(name in sys.modules for name in ('torch', 'PySide6', 'rich')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
