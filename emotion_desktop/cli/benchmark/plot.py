"""The picture of latency against the number of faces."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from matplotlib.figure import Figure

from emotion_desktop.cli.benchmark.records import LiveSpeed, Record
from emotion_desktop.errors import OutputError

_COLOURS: Final = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#E69F00",
    "#7E57C2",
    "#8A8A8A",
    "#222222",
)
_MARKERS: Final = "osD^vPX<"


def plot_latency(records: Sequence[Record], path: Path) -> None:
    """Write a picture of capture-to-painted latency against faces, a line for each model.

    Raises:
        OutputError: If nothing of that kind was measured, or the file cannot be written.
    """
    models: dict[str, list[LiveSpeed]] = {}
    for record in records:
        if isinstance(record, LiveSpeed) and record.faces_shown is not None:
            models.setdefault(record.model, []).append(record)
    if not models:
        msg = f"{path} was not drawn: no latency by number of faces was measured"
        raise OutputError(msg)
    figure = Figure(figsize=(8, 4.5), layout="constrained")
    axes = figure.subplots()
    for number, (model, found) in enumerate(sorted(models.items())):
        colour = _COLOURS[number % len(_COLOURS)]
        faces = [record.faces_found for record in found]
        median = [record.latency_p50_ms for record in found]
        late = [record.latency_p95_ms for record in found]
        marker = _MARKERS[number % len(_MARKERS)]
        axes.plot(faces, median, color=colour, marker=marker, label=model)
        axes.plot(faces, late, color=colour, linestyle=":", linewidth=1)
    counts = sorted({record.faces_found for found in models.values() for record in found})
    axes.set_xticks(counts, [f"{count:g}" for count in counts])
    axes.set_ylim(bottom=0)
    axes.set_xlabel("faces found in the picture")
    axes.set_ylabel("capture to painted, ms")
    axes.set_title("Median latency; dotted: 95th percentile", loc="left", fontsize=11)
    axes.grid(alpha=0.3)
    axes.legend(frameon=False)
    try:
        figure.savefig(path, dpi=150)
    except (OSError, ValueError) as error:
        msg = f"{path} cannot be written ({error}); name a .png file in a folder that exists"
        raise OutputError(msg) from error
