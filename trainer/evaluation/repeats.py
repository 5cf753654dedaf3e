"""Figures of the same training repeated, with other seeds or on other folds."""

import json
import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from scipy.stats import t

from emotion_desktop.models import SplitMetrics

FIGURES = ("accuracy", "macro_f1", "nll", "brier", "ece")


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """A figure over several runs.

    Attributes:
        mean: Of the runs.
        deviation: Their standard deviation, of a sample.
        low: Start of the 95 % interval of the mean, by Student's t.
        high: Its end.
        values: Of each run.
    """

    mean: float
    deviation: float
    low: float
    high: float
    values: tuple[float, ...]


def repeated(values: Sequence[float]) -> Repeated:
    """Return what at least two runs say together."""
    mean, deviation = statistics.mean(values), statistics.stdev(values)
    half = float(t.ppf(0.975, len(values) - 1)) * deviation / math.sqrt(len(values))
    return Repeated(
        mean=mean, deviation=deviation, low=mean - half, high=mean + half, values=tuple(values)
    )


def summary(runs: Sequence[SplitMetrics]) -> dict[str, Repeated]:
    """Return the figures of runs by the names in `FIGURES`."""
    figures = {name: [getattr(run, name) for run in runs] for name in FIGURES}
    return {name: repeated(v) for name, v in figures.items() if None not in v}


def summary_json(runs: Mapping[str, SplitMetrics]) -> str:
    """Return a document with the figures and the protocol of each run, by its folder."""
    document = {
        "figures": {name: asdict(found) for name, found in summary([*runs.values()]).items()},
        "runs": {name: str(metrics.protocol) for name, metrics in runs.items()},
    }
    return json.dumps(document, indent=1) + "\n"
