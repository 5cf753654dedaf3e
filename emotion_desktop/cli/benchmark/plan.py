"""What a run measures, in which order, each part in a process of its own."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from emotion_desktop.cli.benchmark.records import Record, Scene
from emotion_desktop.cli.benchmark.subprocesses import run_part
from emotion_desktop.vision.ensemble import find_members
from emotion_desktop.vision.model_catalog import default_checkpoint, trained_models

PARTS: Final = ("classifier", "live", "startup")
STARTS: Final = 3
BATCH_SHARE: Final = 0.3
"""Of the seconds, for each batch size of the networks alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to measure.

    Attributes:
        parts: Some of `PARTS`.
        models: Checkpoints, each a name, a path, or several with commas.
        started: The one whose start is timed.
        source: As `open_source` takes it.
        faces: Numbers of faces.
        device: As `CropPredictor` takes it.
        backend: As `CropPredictor` takes it.
        detector: As `open_detector` takes it.
        seconds: How long the window is watched for each model; the rest follows from it.
        threads: Of the networks and matrix multiplications that are timed alone.
    """

    parts: tuple[str, ...]
    models: tuple[str, ...]
    started: str
    source: str
    faces: tuple[int, ...]
    device: str
    backend: str
    detector: str
    seconds: float
    threads: int


def chosen_models(text: str) -> tuple[str, ...]:
    """Return the checkpoints named by `all` or `a,b+c`, each as `CropPredictor` takes it.

    The default one if none is named.

    Raises:
        EmotionDesktopError: If one is not there.
    """
    if text == "all":
        names = tuple(entry.name for entry in trained_models())
    else:
        names = tuple(name.strip().replace("+", ",") for name in text.split(",") if name.strip())
    if not names:
        names = (default_checkpoint(),)
    for name in names:
        find_members(name)
    return names


def carry_out(plan: Plan, say: Callable[[str], None]) -> Iterator[Record]:
    """Yield what is measured as soon as it is, failures included.

    Args:
        plan: What to measure.
        say: Takes a line about what is measured next.
    """
    chosen = {"device": plan.device, "backend": plan.backend}
    if "classifier" in plan.parts:
        for model in plan.models:
            say(f"{model}: the network alone")
            arguments = {
                **chosen,
                "model": model,
                "faces": plan.faces,
                "seconds": BATCH_SHARE * plan.seconds,
                "threads": plan.threads,
            }
            threads = dict.fromkeys(
                ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), str(plan.threads)
            )
            yield from run_part("classifier", arguments, threads)
    if "live" in plan.parts:
        yield from _live(plan, chosen, say)
    if "startup" in plan.parts:
        yield from _startup(plan, chosen, say)


def _live(plan: Plan, chosen: dict[str, str], say: Callable[[str], None]) -> Iterator[Record]:
    with tempfile.TemporaryDirectory(prefix="emotion-benchmark-") as folder:
        scenes = []
        if plan.faces:
            say("making scenes with " + ", ".join(map(str, plan.faces)) + " faces")
        for record in run_part("scenes", {"folder": folder, "faces": plan.faces}):
            if isinstance(record, Scene):
                scenes.append((record.path, record.faces))
            else:
                yield record
        for model in plan.models:
            say(f"{model}: in the window")
            arguments = {
                **chosen,
                "detector": plan.detector,
                "model": model,
                "source": plan.source,
                "scenes": scenes,
                "seconds": plan.seconds,
            }
            yield from run_part("live", arguments)


def _startup(plan: Plan, chosen: dict[str, str], say: Callable[[str], None]) -> Iterator[Record]:
    for number in range(STARTS):
        with tempfile.TemporaryDirectory(prefix="emotion-benchmark-") as folder:
            for cache in ("cold", "warm"):
                say(f"{plan.started}: start {number + 1} of {STARTS}, {cache}")
                arguments = {
                    **chosen,
                    "model": plan.started,
                    "source": plan.source,
                    "cache": cache,
                    "settings": str(Path(folder) / "settings"),
                }
                yield from run_part("startup", arguments, {"XDG_CACHE_HOME": folder}, timed=True)
