"""The window at work: how late pictures are, how many come, what it costs."""

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Final

from emotion_desktop.cli.benchmark.faces import source_frames
from emotion_desktop.cli.benchmark.memory import PeakMemory
from emotion_desktop.cli.benchmark.records import AloneSpeed, LiveSpeed
from emotion_desktop.cli.benchmark.statistics import (
    median_ms,
    percentile_ms,
    rate,
    ratio,
    stage_medians_ms,
)
from emotion_desktop.config import PipelineSettings
from emotion_desktop.domain import Frame, FrameResult
from emotion_desktop.gui.measurement.watched_window import WatchedWindow, watched_window
from emotion_desktop.vision.crop_predictor import CropPredictor
from emotion_desktop.vision.pipeline import FramePipeline
from emotion_desktop.vision.pipeline_request import PipelineRequest
from emotion_desktop.vision.sources.base import Pacer

WARM_UP_S: Final = 1.0
WARM_UP_FRAMES: Final = 5
KEPT_EVERY: Final = 10
"""Of the results, to paint them alone: all of them would take gigabytes."""


def measure_live(
    *,
    model: str,
    device: str,
    backend: str,
    source: str,
    scenes: Sequence[tuple[str, int]],
    seconds: float,
    detector: str = "blazeface",
) -> Iterator[LiveSpeed | AloneSpeed]:
    """Yield the figures of a source, of generated scenes, then of the parts alone.

    Args:
        model: Checkpoint or, with commas, checkpoints.
        device: As `CropPredictor` takes it.
        backend: As `CropPredictor` takes it.
        detector: As `open_detector` takes it.
        source: As `open_source` takes it.
        scenes: Paths of videos and the number of faces in each.
        seconds: How long the source is watched; each scene half as long.

    Raises:
        SourceError: If a source cannot be used.
        ModelError: If the model cannot be used.
    """
    with watched_window(model, device, backend, detector) as watched:
        with PeakMemory() as memory:
            watched.start(source)
            live = _watch(watched, source, None, seconds)
            yield live
        has_torch = "torch" in sys.modules
        for path, faces in scenes:
            watched.open(path)
            yield _watch(watched, Path(path).stem, faces, seconds / 2)
        watched.stop_threads()
        frames = source_frames(source, seconds)
        stages, kept = _parts_alone(model, device, backend, detector, frames)
        paint = _painting(watched, kept)
    medians = stage_medians_ms(stages)
    detect_ms, classifier = medians["detect"], medians["predict"]
    together = detect_ms + classifier
    yield AloneSpeed(
        model=live.model,
        frames=len(stages),
        detector_ms=detect_ms,
        classifier_ms=classifier,
        paint_ms=paint,
        p50_ratio=ratio(live.latency_p50_ms, together),
        p95_ratio=ratio(live.latency_p95_ms, together),
        peak_rss_mb=memory.peak_mb,
        torch_imported=has_torch,
    )


def _watch(
    watched: WatchedWindow, source: str, faces_shown: int | None, seconds: float
) -> LiveSpeed:
    watched.watch(WARM_UP_S)
    watched.watch(seconds)
    latencies = watched.shown.latencies
    stats = watched.session.stats()
    assert stats is not None
    p50 = median_ms(latencies)
    stage_ms = stage_medians_ms(watched.stages)
    return LiveSpeed(
        model=stats.model,
        device=stats.device,
        source=source,
        faces_shown=faces_shown,
        faces_found=median(watched.faces) if watched.faces else 0,
        seconds=round(watched.watched_s, 2),
        painted=len(latencies),
        fps=rate(watched.shown.painted_at),
        latency_p50_ms=p50,
        latency_p95_ms=percentile_ms(latencies, 95),
        latency_p99_ms=percentile_ms(latencies, 99),
        dropped=watched.dropped,
        stage_ms=stage_ms,
        rest_ms=round(p50 - sum(stage_ms.values()), 4),
        platform=watched.platform,
    )


def _parts_alone(
    model: str, device: str, backend: str, detector: str, frames: Iterator[Frame]
) -> tuple[list[Mapping[str, float]], list[FrameResult]]:
    """Return the seconds of each stage for each frame, and some of the results.

    Frames are worked on one by one when they are due, as in the window: a processor that rests
    between two of them takes longer for each than one that never does.
    """
    predictor = CropPredictor(model, device=device, backend=backend)
    stages, kept = [], []
    request = PipelineRequest(settings=PipelineSettings(detector=detector))
    with closing(FramePipeline(predictor, request, live=True)) as pipeline:
        pace = Pacer(time.sleep)
        for number, frame in enumerate(frames):
            pace.until(frame.time_s)
            result = pipeline.process(frame)
            pipeline.search(frame)
            stages.append(result.stage_s)
            if number % KEPT_EVERY == 0:
                kept.append(result)
    return stages[WARM_UP_FRAMES:] or stages, kept


def _painting(watched: WatchedWindow, results: Sequence[FrameResult]) -> float:
    """Return the median milliseconds of painting a new picture with its faces."""
    view = watched.window.stage.video
    seconds = []
    for result in results:
        view.show_result(result)
        began = time.perf_counter()
        view.repaint()
        seconds.append(time.perf_counter() - began)
    return median_ms(seconds)
