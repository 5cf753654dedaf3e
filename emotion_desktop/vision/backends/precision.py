"""Which arithmetic is the faster one for a model on this machine, found out once."""

import json
import statistics
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final

from emotion_desktop.config import cache_folder
from emotion_desktop.files.atomic_write import write_whole
from emotion_desktop.models.onnx_runtime import onnxruntime
from emotion_desktop.processor import cpu_name

RUNS: Final = 5
"""Of each, by turns; the medians count."""

_FILE: Final = "precision.json"


def faster(runs: Mapping[str, Callable[[], object]]) -> str:
    """Return the name of the quickest of some ways to do the same, timed by turns."""
    for run in runs.values():
        run()
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(RUNS):
        for name, run in runs.items():
            start = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - start)
    return min(times, key=lambda name: statistics.median(times[name]))


def remembered(model: str) -> str | None:
    """Return the precision that was the faster one for a model on this machine; None if unknown.

    Args:
        model: The checksum of its weights.
    """
    found = _read().get(_key(model))
    return found if found in {"fp32", "int8"} else None


def remember(model: str, precision: str) -> None:
    """Note what was the faster one, for later starts; where that cannot be kept, it is not."""
    text = json.dumps(_read() | {_key(model): precision}, indent=1)
    with suppress(OSError):
        write_whole(cache_folder() / _FILE, text.encode())


def _read() -> dict[str, str]:
    try:
        found = json.loads((cache_folder() / _FILE).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _key(model: str) -> str:
    return f"{model[:16]}, {cpu_name()}, ONNX Runtime {onnxruntime.__version__}"
