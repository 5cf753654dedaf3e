"""What was measured, as tables on the terminal."""

from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import Final, TypeVar

from rich.console import Console
from rich.table import Table

from emotion_desktop.cli.benchmark.records import (
    AloneSpeed,
    ClassifierSpeed,
    Failure,
    LiveSpeed,
    Record,
    Startup,
)

R = TypeVar("R")
Row = tuple[str, ...]

TEXTS: Final = frozenset({"source", "cache", "PyTorch", "detector", "beside"})
"""Columns that hold no figures, besides the first one."""

CLASSIFIER: Final = (
    *("model", "faces", "img/s", "ms", "p95", "eager ms", "ratio", "MFLOP", "GFLOP/s", "peak"),
)
LIVE: Final = (
    *(
        "model",
        "source",
        "faces",
        "fps",
        "p50 ms",
        "p95",
        "p99",
        "drops",
        "detect",
        "predict",
        "rest",
    ),
)
ALONE: Final = ("model", "detect", "predict", "paint", "p50/sum", "p95/sum", "RSS MB", "PyTorch")
STARTUP: Final = (
    "model",
    "cache",
    "starts",
    "window s",
    "first face s",
    "heatmap s",
    "other model s",
    "PyTorch",
)


def print_tables(console: Console, records: Sequence[Record]) -> None:
    """Print a table for each part that was measured, and what failed."""
    classified = _of(ClassifierSpeed, records)
    if classified:
        best = max(classified, key=lambda record: record.peak_gflop_per_s)
        threads = f"{best.threads} threads" if best.threads else "GPU"
        devices = ", ".join(dict.fromkeys(record.device for record in classified))
        _print(
            console,
            f"The networks alone: crops to probabilities, {devices}",
            CLASSIFIER,
            classifier_rows(classified),
            "eager: PyTorch, in turns with the above, with one thread or more, whichever is "
            "faster. MFLOP: of one face, a multiply-add counts as two. Peak: share of this "
            "machine's matrix multiplication, measured beside each model, at best "
            f"{best.peak_gflop_per_s:.0f} GFLOP/s ({best.peak_by}, {threads}).",
        )
    live = _of(LiveSpeed, records)
    if live:
        _print(
            console,
            f"The window: capture to painted, {live[0].device}, {live[0].platform}",
            LIVE,
            live_rows(live),
            "faces: median of those found. drops: frames not analysed as a newer one had come. "
            "detect, predict: median ms of these stages; rest: of what no stage accounts for, "
            "waiting and painting.",
        )
    alone = _of(AloneSpeed, records)
    if alone:
        _print(
            console,
            "Its parts alone, in the same process",
            ALONE,
            alone_rows(alone),
            "Medians in ms. p50, p95: of the latency in the window; sum: detect and predict alone. "
            "RSS: the peak with the window. PyTorch: whether it had been imported.",
        )
    started = _of(Startup, records)
    if started:
        _print(
            console,
            "The start of emotion-desktop",
            STARTUP,
            startup_rows(started),
            "Medians. window, first face: from before the process was made. heatmap: from the "
            "key to the first one on every face. other model: from choosing the largest other one "
            "to its first labels. cold: with an empty cache, as at the very first start.",
        )
    for failure in _of(Failure, records):
        console.print(f"not measured: {failure.message}", markup=False, highlight=False)


def classifier_rows(records: Sequence[ClassifierSpeed]) -> Iterator[Row]:
    """Yield the cells of each row, in the order of `CLASSIFIER`."""
    for record in records:
        yield (
            record.model,
            str(record.faces),
            f"{record.images_per_s:.0f}",
            f"{record.median_ms:.2f}",
            f"{record.p95_ms:.2f}",
            _optional(record.eager_median_ms, ".2f"),
            _optional(record.eager_ratio, ".2f", "×"),
            f"{record.mflop_per_image:.1f}",
            f"{record.gflop_per_s:.1f}",
            f"{record.peak_share:.0%}",
        )


def live_rows(records: Sequence[LiveSpeed]) -> Iterator[Row]:
    """Yield the cells of each row, in the order of `LIVE`."""
    for record in records:
        yield (
            record.model,
            record.source,
            f"{record.faces_found:g}",
            f"{record.fps:.1f}",
            f"{record.latency_p50_ms:.1f}",
            f"{record.latency_p95_ms:.1f}",
            f"{record.latency_p99_ms:.1f}",
            str(record.dropped),
            _optional(record.stage_ms.get("detect"), ".1f"),
            _optional(record.stage_ms.get("predict"), ".1f"),
            f"{record.rest_ms:.1f}",
        )


def alone_rows(records: Sequence[AloneSpeed]) -> Iterator[Row]:
    """Yield the cells of each row, in the order of `ALONE`."""
    for record in records:
        yield (
            record.model,
            f"{record.detector_ms:.2f}",
            f"{record.classifier_ms:.2f}",
            f"{record.paint_ms:.2f}",
            f"{record.p50_ratio:.2f}",
            f"{record.p95_ratio:.2f}",
            f"{record.peak_rss_mb:.0f}",
            _yes_no(record.torch_imported),
        )


def startup_rows(records: Sequence[Startup]) -> Iterator[Row]:
    """Yield one row of medians for each model and state of the cache, in the order of `STARTUP`."""
    groups: dict[tuple[str, str], list[Startup]] = {}
    for record in records:
        groups.setdefault((record.model, record.cache), []).append(record)
    for (model, cache), group in groups.items():
        yield (
            model,
            cache,
            str(len(group)),
            f"{median(record.window_s for record in group):.2f}",
            f"{median(record.face_s for record in group):.2f}",
            f"{median(record.heatmap_s for record in group):.2f}",
            f"{median(record.model_s for record in group):.2f}",
            _yes_no(any(record.torch_imported for record in group)),
        )


def _of(kind: type[R], records: Sequence[Record]) -> list[R]:
    return [record for record in records if isinstance(record, kind)]


def _optional(value: float | None, form: str, unit: str = "") -> str:
    return "–" if value is None else f"{value:{form}}{unit}"


def _yes_no(value: bool) -> str:  # noqa: FBT001 (a cell's content, not a switch)
    return "yes" if value else "no"


def make_table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], title: str | None = None
) -> Table:
    """Return a table of figures; the first column and those of `TEXTS` stand on the left."""
    table = Table(
        title=title, title_justify="left", box=None, pad_edge=False, collapse_padding=True
    )
    for number, column in enumerate(columns):
        is_text = number == 0 or column in TEXTS
        table.add_column(column, justify="left" if is_text else "right")
    for row in rows:
        table.add_row(*row)
    return table


def _print(console: Console, title: str, columns: Row, rows: Iterator[Row], note: str) -> None:
    console.print(make_table(columns, rows, title))
    console.print(f"{note}\n", markup=False, highlight=False, style="dim")
