"""What the panel says, as texts and bars. No widgets."""

from typing import TYPE_CHECKING, Final

from emotion_desktop.gui.docks.bars import Bar
from emotion_desktop.gui.language import QT_TRANSLATE_NOOP, local_number, translate
from emotion_desktop.gui.look.fonts import percent

if TYPE_CHECKING:
    from emotion_desktop.gui.docks.performance.process_meter import ProcessFigures
    from emotion_desktop.vision.live.stats import LiveStats

STAGES: Final = {
    "detect": QT_TRANSLATE_NOOP("Performance", "Detect faces"),
    "track": QT_TRANSLATE_NOOP("Performance", "Track faces"),
    "align": QT_TRANSLATE_NOOP("Performance", "Align faces"),
    "predict": QT_TRANSLATE_NOOP("Performance", "Classify faces"),
    "smooth": QT_TRANSLATE_NOOP("Performance", "Smooth labels"),
    "gradcam": QT_TRANSLATE_NOOP("Performance", "Heatmaps"),
    "compare": QT_TRANSLATE_NOOP("Performance", "Second model"),
}
"""Stages of the pipeline; one that is not listed shows the name the pipeline has for it."""

_STAGE_TIPS: Final = {
    "detect": QT_TRANSLATE_NOOP("Performance", "Detects faces in the picture"),
    "track": QT_TRANSLATE_NOOP("Performance", "Assigns faces to people and assesses their quality"),
    "align": QT_TRANSLATE_NOOP(
        "Performance", "Crops each face, upright and at the size the model expects"
    ),
    "predict": QT_TRANSLATE_NOOP("Performance", "Runs the model on the faces"),
    "smooth": QT_TRANSLATE_NOOP("Performance", "Averages recent probabilities"),
    "gradcam": QT_TRANSLATE_NOOP("Performance", "Computes what led to each label"),
    "compare": QT_TRANSLATE_NOOP("Performance", "Runs the second model of the comparison"),
}

_TOTAL_TIP: Final = QT_TRANSLATE_NOOP(
    "Performance", "From the moment a picture is captured until it is on the screen"
)

TIPS: Final = {
    "dropped": QT_TRANSLATE_NOOP(
        "Performance", "Frames skipped because a newer one had arrived, so that nothing lags"
    ),
    "cpu": QT_TRANSLATE_NOOP("Performance", "100 % is one core; this app may use several"),
    "memory": QT_TRANSLATE_NOOP("Performance", "Memory used by this app, including the model"),
    "threads": QT_TRANSLATE_NOOP("Performance", "Threads of this app"),
    "device": QT_TRANSLATE_NOOP("Performance", "Device the model runs on"),
    "source": QT_TRANSLATE_NOOP("Performance", "Frame size and frame rate"),
}
"""Facts by name, in the order of the panel, in plain words."""

TITLES: Final = {
    "dropped": QT_TRANSLATE_NOOP("Performance", "Dropped"),
    "cpu": QT_TRANSLATE_NOOP("Performance", "Processor"),
    "memory": QT_TRANSLATE_NOOP("Performance", "Memory"),
    "threads": QT_TRANSLATE_NOOP("Performance", "Threads"),
    "device": QT_TRANSLATE_NOOP("Performance", "Device"),
    "source": QT_TRANSLATE_NOOP("Performance", "Source"),
}

UNKNOWN: Final = "–"


def facts(stats: "LiveStats", process: "ProcessFigures | None") -> dict[str, str]:
    """Return the text of each fact, by the names of `TITLES`."""
    size = UNKNOWN if stats.size is None else f"{stats.size[0]} × {stats.size[1]}"
    rate = f" · {stats.source_fps:.0f} fps" if stats.source_fps else ""
    texts = dict.fromkeys(TITLES, UNKNOWN)
    texts |= {
        "dropped": f"{stats.dropped}",
        "device": stats.device or UNKNOWN,
        "source": f"{size}{rate}",
    }
    if process is not None:
        of_one = translate("Performance", "{share} of one core")
        texts |= {
            "cpu": of_one.format(share=percent(process.cpu)),
            "memory": f"{process.memory / 1e6:.0f} MB",
            "threads": f"{process.threads}",
        }
    return texts


def times(stats: "LiveStats", latency: tuple[float, float] | None) -> tuple[list[Bar], list[str]]:
    """Return a bar for each stage and one for the whole way, and their tooltips.

    Args:
        stats: Medians and 95th percentiles by stage.
        latency: Median and 95th percentile in seconds from capture to screen, if known.
    """
    rows = [
        (
            translate("Performance", STAGES.get(name, name)),
            seconds,
            stats.stage_p95_s.get(name, seconds),
            translate("Performance", _STAGE_TIPS.get(name, name)),
        )
        for name, seconds in stats.stage_s.items()
    ]
    if latency is not None:
        whole = translate("Performance", "Capture to screen")
        rows.append((whole, *latency, translate("Performance", _TOTAL_TIP)))
    longest = max((p95 for _, _, p95, _ in rows), default=0.0) or 1.0
    bars = [
        Bar(
            name=name,
            figure=f"{_ms(median)} / {_ms(p95)} ms",
            share=median / longest,
            upto=p95 / longest,
            colour=None,
        )
        for name, median, p95, _ in rows
    ]
    often = translate("Performance", "median {median} ms, 95 % of the frames within {p95} ms")
    tips = [
        f"{tip}: " + often.format(median=_ms(median), p95=_ms(p95)) for _, median, p95, tip in rows
    ]
    return bars, tips


def _ms(seconds: float) -> str:
    return local_number(f"{1000 * seconds:.1f}")
