"""What the parts of a benchmark measure; a worker sends each as a line of JSON.

Times are milliseconds where a name ends in `_ms`, seconds where it ends in `_s`; sizes are
megabytes of 10^6 bytes.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassifierSpeed:
    """One model on a batch of faces: `CropPredictor.predict`, from uint8 crops to probabilities.

    Attributes:
        model: Name of the checkpoint.
        device: What computed it.
        faces: Crops in the batch.
        runs: Timed calls.
        median_ms: Of a call.
        p95_ms: Of a call.
        images_per_s: Faces per second at the median.
        eager_median_ms: Of the same call computed by eager PyTorch, in turns with the above, by one
            thread or as many as below, whichever is faster; None if PyTorch computed the above.
        eager_threads: How many threads that was.
        eager_ratio: Eager median over median: above 1 the device above is faster.
        mflop_per_image: Multiply-adds of convolutions and dense layers, counted twice each, in
            millions.
        gflop_per_s: What that comes to at the median.
        peak_gflop_per_s: The fastest float32 matrix multiplication of this machine that was found,
            with as many threads.
        peak_by: What computed it.
        peak_share: The ratio of the two.
        threads: Threads of the matrix multiplication; 0 if a GPU computed it.
    """

    model: str
    device: str
    faces: int
    runs: int
    median_ms: float
    p95_ms: float
    images_per_s: float
    eager_median_ms: float | None
    eager_threads: int | None
    eager_ratio: float | None
    mflop_per_image: float
    gflop_per_s: float
    peak_gflop_per_s: float
    peak_by: str
    peak_share: float
    threads: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveSpeed:
    """One model in the window, from capture to the end of painting.

    Attributes:
        model: Name of the checkpoint.
        device: What computed it.
        source: What was shown.
        faces_shown: Faces in a generated scene; None if the source was the user's or the demo.
        faces_found: Median number of faces found.
        seconds: How long it was watched, after a moment to warm up.
        painted: Frames with their faces on screen.
        fps: Those per second.
        latency_p50_ms: From capture to painted.
        latency_p95_ms: The same.
        latency_p99_ms: The same.
        dropped: Frames that were not analysed because newer ones had come.
        stage_ms: Median of each stage of the analysis.
        rest_ms: Median latency less the sum of these medians: threads that wait for each other
            and for a core, and painting.
        platform: Qt's platform: `xcb`, `wayland`, `offscreen` …
    """

    model: str
    device: str
    source: str
    faces_shown: int | None
    faces_found: float
    seconds: float
    painted: int
    fps: float
    latency_p50_ms: float
    latency_p95_ms: float
    latency_p99_ms: float
    dropped: int
    stage_ms: Mapping[str, float]
    rest_ms: float
    platform: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AloneSpeed:
    """The parts of the same process one after another, with nothing else going on.

    Attributes:
        model: Name of the checkpoint.
        frames: Frames they were timed on, spread over what the window had shown.
        detector_ms: Median of finding the faces of a frame.
        classifier_ms: Median of reading all faces of a frame.
        paint_ms: Median of painting a frame with its faces.
        p50_ratio: Median latency in the window over the sum of detector and classifier.
        p95_ratio: The 95th percentile of the latency over that sum.
        peak_rss_mb: Largest resident memory of the process with the window, sampled ten times
            a second until the window had been watched.
        torch_imported: Whether PyTorch had been imported by then.
    """

    model: str
    frames: int
    detector_ms: float
    classifier_ms: float
    paint_ms: float
    p50_ratio: float
    p95_ratio: float
    peak_rss_mb: float
    torch_imported: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Startup:
    """One start of `emotion-desktop`, from before its process was made.

    Attributes:
        model: Name of the checkpoint.
        cache: `cold` with an empty cache folder, `warm` with the one the start before left.
        window_s: Until the window was painted first.
        face_s: Until a picture with a face that has been read was painted first.
        heatmap_s: From switching heatmaps on to the first one painted on every face.
        model_s: From choosing a model that was not loaded before, the largest there is, to the
            first picture it has read.
        torch_imported: Whether PyTorch had been imported by then.
    """

    model: str
    cache: str
    window_s: float
    face_s: float
    heatmap_s: float
    model_s: float
    torch_imported: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A video made for the benchmark.

    Attributes:
        path: The file.
        faces: Faces that stand in it.
    """

    path: str
    faces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What went wrong, in one sentence for people."""

    message: str


Record = ClassifierSpeed | LiveSpeed | AloneSpeed | Startup | Scene | Failure

_KINDS: Final[dict[str, type[Record]]] = {
    kind.__name__: kind
    for kind in (ClassifierSpeed, LiveSpeed, AloneSpeed, Startup, Scene, Failure)
}


def to_line(record: Record) -> str:
    """Return a record as one line of JSON."""
    return json.dumps({"kind": type(record).__name__, **asdict(record)})


def from_line(line: str) -> Record | None:
    """Return the record of a line; None if it is not one, e.g. a library's message."""
    try:
        document: Any = json.loads(line)
    except ValueError:
        return None
    if not isinstance(document, dict):
        return None
    kind = _KINDS.get(document.pop("kind", ""))
    if kind is None or document.keys() != {field.name for field in fields(kind)}:
        return None
    return kind(**document)
