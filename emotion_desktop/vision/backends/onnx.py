"""A network computed by ONNX Runtime on the CPU, from the graphs in its checkpoint."""

import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

import numpy as np

from emotion_desktop.config import HeatmapMethod
from emotion_desktop.domain import Floats, Image, Ints
from emotion_desktop.errors import CheckpointError, ModelError
from emotion_desktop.memory import give_back
from emotion_desktop.models.metadata import read_metadata, read_texts, read_weights
from emotion_desktop.models.onnx_graph import KEY, GraphError, unpack_graph, with_weights
from emotion_desktop.models.onnx_interface import CLASSES, CROPS, GraphKind
from emotion_desktop.models.onnx_runtime import onnxruntime
from emotion_desktop.vision.backends.precision import faster, remember, remembered

MOST_THREADS: Final = 4
"""More do not make a batch of a few faces faster."""

MOST_MEMORY: Final = 4 << 30
"""Bytes that all graphs together may take: a graph from elsewhere must not take all there is."""

_METHODS: Final = {
    HeatmapMethod.DEFAULT: GraphKind.HEATMAPS,
    HeatmapMethod.GRAD_CAM: GraphKind.GRAD_CAM,
}
_PRECISIONS: Final = {"fp32": GraphKind.LOGITS, "int8": GraphKind.INT8_LOGITS}

_raised: Final = onnxruntime.capi.onnxruntime_pybind11_state
_FAILURES: Final = (
    _raised.EPFail,
    _raised.Fail,
    _raised.InvalidArgument,
    _raised.InvalidGraph,
    _raised.InvalidProtobuf,
    _raised.NotImplemented,
    _raised.RuntimeException,
)


_LIMITING: Final = Lock()
"""Memory is limited once, also if two models are opened at the same time."""


class MissingGraphError(CheckpointError):
    """A checkpoint without the graph that is asked for: it may be fine for PyTorch."""


_sharing: list[int] = [1]
"""How many processes like this one share the cores."""


def share_cores(processes: int) -> None:
    """Let models that are opened from now on leave cores for other processes like this one.

    Args:
        processes: How many there are, this one included.
    """
    _sharing[:] = [processes]


def thread_count() -> int:
    """Return how many threads compute a batch on this machine."""
    ours = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(MOST_THREADS, (ours or 1) // _sharing[0]))


class OnnxBackend:
    """Computes logits and heatmaps on the CPU.

    Args:
        path: A checkpoint with graphs.
        precision: `fp32`, `int8`, or `auto`: whichever was the faster when both were timed, once
            for this checkpoint on this machine.

    Raises:
        MissingGraphError: If the checkpoint holds no graph for that.
        CheckpointError: If it cannot be used.
    """

    def __init__(self, path: Path, precision: str = "fp32") -> None:
        self._path = path
        self.metadata = read_metadata(path)
        self._graphs = read_texts(path).get(KEY, "{}")
        self._weights = read_weights(path, self.metadata)
        self._heatmaps: dict[GraphKind, Any] = {}
        self._logits: Any = None
        self.precision = precision
        self._open_logits()

    @property
    def device_name(self) -> str:
        """What computes, for people to read."""
        return f"CPU (ONNX Runtime, {self.precision})"

    def logits(self, crops: Image) -> Floats:
        """Return (N, C) float32 uncalibrated logits of (N, S, S, 3) uint8 RGB crops."""
        return self._run(self._logits, {CROPS: crops})

    def heatmaps(
        self,
        crops: Image,
        classes: Ints | None = None,
        method: HeatmapMethod = HeatmapMethod.DEFAULT,
    ) -> Floats:
        """Return (N, S, S) float32 in 0–1 for classes (N,), the predicted ones if None."""
        kind = _METHODS[method]
        if kind not in self._heatmaps:
            self._heatmaps[kind] = self._session(kind)
            give_back()
        wanted = self.logits(crops).argmax(axis=1) if classes is None else classes
        return self._run(self._heatmaps[kind], {CROPS: crops, CLASSES: wanted})

    def _open_logits(self) -> None:
        """Open the graph of the precision asked for, and run it: the first run takes longest."""
        size = self.metadata.input.size
        crops = np.zeros((1, size, size, 3), np.uint8)
        digest = self.metadata.weights_sha256
        if self.precision == "auto":
            has_both = _unpacked(self._path, self._graphs, GraphKind.INT8_LOGITS) is not None
            self.precision = (remembered(digest) or "auto") if has_both else "fp32"
        if self.precision == "auto":
            with ThreadPoolExecutor() as pool:
                opened = pool.map(self._session, _PRECISIONS.values())
                sessions = dict(zip(_PRECISIONS, opened, strict=True))
            runs = {
                name: lambda session=session: self._run(session, {CROPS: crops})
                for name, session in sessions.items()
            }
            self.precision = faster(runs)
            self._logits = sessions[self.precision]
            remember(digest, self.precision)
        else:
            self._logits = self._session(_PRECISIONS[self.precision])
        self.logits(crops)

    def _session(self, kind: GraphKind) -> Any:  # noqa: ANN401 (ONNX Runtime has no types)
        graph = _unpacked(self._path, self._graphs, kind)
        if graph is None:
            command = f"emotion-train upgrade {self._path}"
            raise MissingGraphError(
                "{path} holds no graph of {kind}; add it: {command}",
                path=self._path,
                kind=kind.value,
                command=command,
            )
        try:
            model = with_weights(
                graph,
                kind,
                self._weights,
                size=self.metadata.input.size,
                classes=len(self.metadata.classes),
            )
            return _open(model)
        except GraphError as error:
            raise _refusal(self._path, kind, str(error)) from error
        except _FAILURES as error:
            raise _refusal(self._path, kind, _first_line(error)) from error

    def _run(self, session: Any, inputs: dict[str, Any]) -> Floats:  # noqa: ANN401
        try:
            (values,) = session.run(None, inputs)
        except _FAILURES as error:
            raise ModelError(
                "ONNX Runtime failed ({reason}); try --backend torch", reason=_first_line(error)
            ) from error
        return np.asarray(values, np.float32)


def _unpacked(path: Path, graphs: str, kind: GraphKind) -> bytes | None:
    try:
        return unpack_graph(graphs, kind)
    except GraphError as error:
        raise _refusal(path, kind, str(error)) from error


def _refusal(path: Path, kind: GraphKind, reason: str) -> CheckpointError:
    return CheckpointError(
        "the graph of {kind} in {path} is refused: {reason}; get the file again",
        kind=kind.value,
        path=path,
        reason=reason,
    )


def _open(model: bytes) -> Any:  # noqa: ANN401
    with _LIMITING:
        _limit_memory()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = thread_count()
    options.inter_op_num_threads = 1
    # Threads that spin while they wait take the cores from capture, detector and window.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.load_model_format", "ONNX")
    options.add_session_config_entry("session.use_env_allocators", "1")
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


@cache
def _limit_memory() -> None:
    """Let all sessions of this process share memory of at most `MOST_MEMORY`."""
    memory = onnxruntime.OrtMemoryInfo(
        "Cpu", onnxruntime.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, onnxruntime.OrtMemType.DEFAULT
    )
    limits = onnxruntime.OrtArenaCfg({"max_mem": MOST_MEMORY})
    onnxruntime.create_and_register_allocator(memory, limits)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
