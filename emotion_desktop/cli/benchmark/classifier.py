"""The networks alone: batches of aligned faces to probabilities."""

import time
from collections.abc import Iterator, Sequence
from typing import Final

import torch
from torch.utils.flop_counter import FlopCounterMode

from emotion_desktop.cli.benchmark.faces import demo_crops
from emotion_desktop.cli.benchmark.matmul_peak import measure_peak
from emotion_desktop.cli.benchmark.records import ClassifierSpeed
from emotion_desktop.cli.benchmark.statistics import median_ms, percentile_ms, ratio
from emotion_desktop.domain import Image
from emotion_desktop.models import create_model, get_spec
from emotion_desktop.models.checkpoint import choose_device
from emotion_desktop.vision.crop_predictor import CropPredictor

TURN: Final = 3
"""Calls before it is the next one's turn: what disturbs the machine meets all."""

LEAST_CALLS: Final = 6


def measure_classifier(
    *, model: str, device: str, backend: str, faces: Sequence[int], seconds: float, threads: int
) -> Iterator[ClassifierSpeed]:
    """Yield the speed of a model for each number of faces, beside that of eager PyTorch.

    Args:
        model: Checkpoint or, with commas, checkpoints.
        device: As `CropPredictor` takes it.
        backend: As `CropPredictor` takes it.
        faces: Batch sizes.
        seconds: How long each batch size is timed.
        threads: Of PyTorch and of the matrix multiplication on the CPU; ONNX Runtime has as many.

    Raises:
        ModelError: If the model cannot be used.
    """
    predictor = CropPredictor(model, device=device, backend=backend)
    eager = CropPredictor(model, device=device, backend="torch")
    # On a busy machine PyTorch is fastest with one thread, on an idle one with several.
    counts = sorted({1, threads}) if eager.device_name != predictor.device_name else []
    crops = demo_crops(max(faces), predictor.size)
    peak = measure_peak(choose_device(device), threads)
    flop = flop_per_image(predictor)
    for count in faces:
        ours, *others = _take_turns(
            [(predictor, 1), *((eager, number) for number in counts)], crops[:count], seconds
        )
        median = median_ms(ours)
        achieved = flop * count / (median * 1e-3) / 1e9
        rivals = {median_ms(laps): number for laps, number in zip(others, counts, strict=True)}
        eager_median = min(rivals, default=None)
        yield ClassifierSpeed(
            model=predictor.name,
            device=predictor.device_name,
            faces=count,
            runs=len(ours),
            median_ms=median,
            p95_ms=percentile_ms(ours, 95),
            images_per_s=round(1000 * count / median, 1),
            eager_median_ms=eager_median,
            eager_ratio=None if eager_median is None else ratio(eager_median, median),
            eager_threads=None if eager_median is None else rivals[eager_median],
            mflop_per_image=round(flop / 1e6, 3),
            gflop_per_s=round(achieved, 3),
            peak_gflop_per_s=peak.gflop_per_s,
            peak_by=peak.by,
            peak_share=ratio(achieved, peak.gflop_per_s),
            threads=peak.threads,
        )


def flop_per_image(predictor: CropPredictor) -> int:
    """Return the floating-point operations of one face, two for each multiply-add.

    Counted on the untrained architecture: convolutions and dense layers, as PyTorch's counter
    sees them; of an ensemble, the sum.
    """
    total = 0
    for _, metadata in predictor.members:
        network = create_model(metadata.architecture, len(metadata.classes)).eval()
        face = torch.zeros(1, *get_spec(metadata.architecture).input_shape)
        with torch.inference_mode(), FlopCounterMode(display=False) as counter:
            network(face)
        total += counter.get_total_flops()
    return total


def _take_turns(
    sides: Sequence[tuple[CropPredictor, int]], crops: Image, seconds: float
) -> list[list[float]]:
    """Return the seconds of each call of each side: a predictor and PyTorch's threads for it."""
    laps: list[list[float]] = [[] for _ in sides]
    end = time.perf_counter() + seconds
    first = True
    while first or time.perf_counter() < end or len(laps[0]) < LEAST_CALLS:
        for (predictor, threads), kept in zip(sides, laps, strict=True):
            torch.set_num_threads(threads)
            predictor.predict(crops)  # not timed: the other side had the caches
            for _ in range(TURN):
                began = time.perf_counter()
                predictor.predict(crops)
                if not first:
                    kept.append(time.perf_counter() - began)
        first = False
    return laps
