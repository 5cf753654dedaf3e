"""`emotion-benchmark`: from seconds to figures, tables, JSON and the picture."""

import inspect
import io
import json
from dataclasses import asdict, fields
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from emotion_desktop.cli.benchmark.json_report import make_document, to_text
from emotion_desktop.cli.benchmark.machine import describe_machine
from emotion_desktop.cli.benchmark.plot import plot_latency
from emotion_desktop.cli.benchmark.records import (
    AloneSpeed,
    ClassifierSpeed,
    Failure,
    LiveSpeed,
    Record,
    Scene,
    Startup,
    from_line,
    to_line,
)
from emotion_desktop.cli.benchmark.statistics import (
    median_ms,
    percentile_ms,
    rate,
    ratio,
    stage_medians_ms,
)
from emotion_desktop.cli.benchmark.tables import (
    ALONE,
    CLASSIFIER,
    LIVE,
    STARTUP,
    alone_rows,
    classifier_rows,
    live_rows,
    print_tables,
    startup_rows,
)
from emotion_desktop.errors import OutputError
from emotion_desktop.vision.sources.images import read_image

CLASSIFIED = ClassifierSpeed(
    model="a",
    device="CPU (ONNX Runtime)",
    faces=4,
    runs=100,
    median_ms=8.0,
    p95_ms=9.5,
    images_per_s=500.0,
    eager_median_ms=20.0,
    eager_ratio=2.5,
    eager_threads=1,
    mflop_per_image=386.0,
    gflop_per_s=193.0,
    peak_gflop_per_s=257.0,
    peak_by="NumPy, 1024 × 1024",
    peak_share=0.751,
    threads=2,
)
ALONE_SPEED = AloneSpeed(
    model="a",
    frames=300,
    detector_ms=3.0,
    classifier_ms=2.0,
    paint_ms=1.5,
    p50_ratio=1.5,
    p95_ratio=2.0,
    peak_rss_mb=400.4,
    torch_imported=False,
)


def live(faces_shown: int | None, p50: float = 10.0, model: str = "a") -> LiveSpeed:
    return LiveSpeed(
        model=model,
        device="CPU",
        source="demo",
        faces_shown=faces_shown,
        faces_found=faces_shown or 1,
        seconds=5.0,
        painted=150,
        fps=30.0,
        latency_p50_ms=p50,
        latency_p95_ms=2 * p50,
        latency_p99_ms=3 * p50,
        dropped=2,
        stage_ms={"detect": 4.0, "predict": 3.0},
        rest_ms=p50 - 7,
        platform="offscreen",
    )


def start(cache: str, face_s: float) -> Startup:
    return Startup(
        model="a",
        cache=cache,
        window_s=0.5,
        face_s=face_s,
        heatmap_s=0.3,
        model_s=0.4,
        torch_imported=False,
    )


RECORDS: list[Record] = [
    CLASSIFIED,
    live(None),
    live(4),
    ALONE_SPEED,
    start("cold", 9.0),
    Failure(message="b: it broke"),
]


def test_percentiles_are_milliseconds_between_the_nearest_values() -> None:
    seconds = [0.001 * number for number in range(1, 102)]
    assert median_ms(seconds) == pytest.approx(51)
    assert percentile_ms(seconds, 95) == pytest.approx(96)
    assert median_ms([0.001, 0.002]) == pytest.approx(1.5)


def test_nothing_measured_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(ValueError, match="--seconds"):
        median_ms([])


def test_a_stage_counts_only_in_frames_that_have_it() -> None:
    stages = [{"detect": 0.002}, {"detect": 0.004, "gradcam": 0.1}, {"detect": 0.009}]
    assert stage_medians_ms(stages) == {"detect": 4.0, "gradcam": 100.0}


@pytest.mark.parametrize(
    ("times", "wanted"), [([], 0), ([1.0], 0), ([1.0, 1.0], 0), ([0.0, 0.1, 0.2, 0.3], 10)]
)
def test_a_rate_counts_the_gaps(times: list[float], wanted: float) -> None:
    assert rate(times) == pytest.approx(wanted)


def test_a_ratio_of_nothing_is_0() -> None:
    assert ratio(3, 2) == 1.5
    assert ratio(3, 0) == 0


@pytest.mark.parametrize("record", [*RECORDS, Scene(path="x.mp4", faces=2)])
def test_a_record_survives_its_line(record: Record) -> None:
    assert from_line(to_line(record)) == record


@pytest.mark.parametrize(
    "line",
    ["", "INFO: a delegate was made", "[1, 2]", '{"kind": "Nobody"}', '{"kind": "Failure"}', "3"],
)
def test_a_line_of_another_kind_is_no_record(line: str) -> None:
    assert from_line(line) is None


def document_of(records: list[Record]) -> dict[str, object]:
    return make_document(
        records,
        arguments={"seconds": 1.0},
        machine=describe_machine(),
        began_at=datetime(2026, 1, 31, 12, tzinfo=UTC),
        interrupted=False,
    )


def test_the_document_has_the_described_keys_and_survives_json() -> None:
    document = document_of(RECORDS)
    assert list(document) == [
        *("benchmark", "schema", "version", "began_at", "arguments", "machine", "interrupted"),
        *("classifier", "live", "alone", "startup", "failures"),
    ]
    assert json.loads(to_text(document)) == document
    assert document["began_at"] == "2026-01-31T12:00:00+00:00"
    assert document["live"] == [asdict(live(None)), asdict(live(4))]
    assert document["failures"] == [{"message": "b: it broke"}]


def test_the_machine_is_named_with_its_versions() -> None:
    machine = describe_machine()
    assert machine["cpu"]
    assert machine["logical_cores"] >= machine["cores"] >= 1
    assert machine["packages"]["numpy"] == np.__version__


@pytest.mark.parametrize("kind", [ClassifierSpeed, LiveSpeed, AloneSpeed, Startup, Scene, Failure])
def test_every_field_of_a_record_is_described(kind: type[Record]) -> None:
    described = (inspect.getdoc(kind) or "").partition("Attributes:")[2]
    if kind is not Failure:
        assert [f.name for f in fields(kind) if f"\n    {f.name}: " not in described] == []


def test_rows_fit_their_columns() -> None:
    assert list(classifier_rows([CLASSIFIED])) == [
        ("a", "4", "500", "8.00", "9.50", "20.00", "2.50×", "386.0", "193.0", "75%")
    ]
    assert list(live_rows([live(None)])) == [
        ("a", "demo", "1", "30.0", "10.0", "20.0", "30.0", "2", "4.0", "3.0", "3.0")
    ]
    assert list(alone_rows([ALONE_SPEED])) == [
        ("a", "3.00", "2.00", "1.50", "1.50", "2.00", "400", "no")
    ]
    assert [len(columns) for columns in (CLASSIFIER, LIVE, ALONE, STARTUP)] == [10, 11, 8, 8]


def test_starts_are_summed_up_as_medians_by_cache() -> None:
    starts = [start("cold", 9), start("warm", 2), start("cold", 5), start("cold", 6)]
    assert list(startup_rows(starts)) == [
        ("a", "cold", "3", "0.50", "6.00", "0.30", "0.40", "no"),
        ("a", "warm", "1", "0.50", "2.00", "0.30", "0.40", "no"),
    ]


def test_the_tables_fit_a_terminal_of_80_columns() -> None:
    text = io.StringIO()
    print_tables(Console(file=text, width=80), RECORDS)
    lines = text.getvalue().splitlines()
    assert "…" not in text.getvalue()
    for heading in ("img/s", "p50 ms", "p95/sum", "first face s"):
        assert any(heading in line for line in lines)
    assert "not measured: b: it broke" in lines


def test_the_picture_has_a_line_for_each_model(tmp_path: Path) -> None:
    path = tmp_path / "latency.png"
    plot_latency([live(1, 5), live(16, 20), live(1, 9, "b"), live(16, 50, "b")], path)
    pixels = read_image(path)
    for blue_green_red in ((0xB2, 0x72, 0x00), (0x00, 0x5E, 0xD5)):
        assert (pixels == blue_green_red).all(axis=2).sum() > 500


def test_without_scenes_there_is_no_picture(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no latency by number of faces"):
        plot_latency([live(None)], tmp_path / "latency.png")
    with pytest.raises(OutputError, match=r"name a \.png file"):
        plot_latency([live(1)], tmp_path / "latency.nonsense")
