"""A network computed by ONNX Runtime on the CPU, without PyTorch once it has been compiled."""

import os
from pathlib import Path
from typing import Any, Final

import numpy as np

from emotion_desktop.domain import Floats, Image, Ints
from emotion_desktop.errors import ModelError
from emotion_desktop.models.graph_format import CLASSES, CROPS, Kind
from emotion_desktop.models.metadata import check_architecture, read_metadata, read_verified
from emotion_desktop.models.onnx_runtime import onnxruntime
from emotion_desktop.vision.backends.compiled import CompilerError, compiled

MOST_THREADS: Final = 4
"""More do not make a batch of a few faces faster."""

_raised: Final = onnxruntime.capi.onnxruntime_pybind11_state
_FAILURES: Final = (
    _raised.EPFail,
    _raised.Fail,
    _raised.InvalidArgument,
    _raised.InvalidGraph,
    _raised.InvalidProtobuf,
    _raised.NoSuchFile,
    _raised.NotImplemented,
    _raised.RuntimeException,
)


def thread_count() -> int:
    """Return how many threads compute a batch on this machine."""
    ours = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(MOST_THREADS, ours or 1))


class OnnxBackend:
    """Computes logits and heatmaps on the CPU.

    Args:
        path: A checkpoint; compiled now if it never was, which takes seconds.

    Raises:
        CheckpointError: If the checkpoint cannot be used.
        CompilerError: If it cannot be compiled.
    """

    device_name = "CPU (ONNX Runtime)"

    def __init__(self, path: Path) -> None:
        self._path = path
        self.metadata = read_metadata(path)
        check_architecture(path, self.metadata)
        read_verified(path, self.metadata)
        self._logits = self._session(Kind.LOGITS)
        self._heatmaps: Any = None
        size = self.metadata.input.size
        self.logits(np.zeros((1, size, size, 3), np.uint8))  # the first run takes longest

    def logits(self, crops: Image) -> Floats:
        """Return (N, C) float32 uncalibrated logits of (N, S, S, 3) uint8 RGB crops."""
        return self._run(self._logits, {CROPS: crops})

    def heatmaps(self, crops: Image, classes: Ints | None = None) -> Floats:
        """Return (N, S, S) float32 in 0–1 for classes (N,), the predicted ones if None."""
        if self._heatmaps is None:
            self._heatmaps = self._session(Kind.HEATMAPS)
        wanted = self.logits(crops).argmax(axis=1) if classes is None else classes
        return self._run(self._heatmaps, {CROPS: crops, CLASSES: wanted})

    def _session(self, kind: Kind) -> Any:  # noqa: ANN401 (ONNX Runtime has no types)
        file = compiled(kind, self._path, self.metadata)
        try:
            return _open(file)
        except _FAILURES:
            # Damaged in the cache; made again once.
            file.unlink(missing_ok=True)
        try:
            return _open(compiled(kind, self._path, self.metadata))
        except _FAILURES as error:
            msg = f"ONNX Runtime cannot open the compiled {self._path} ({_first_line(error)})"
            raise CompilerError(msg) from error

    def _run(self, session: Any, inputs: dict[str, Any]) -> Floats:  # noqa: ANN401
        try:
            (values,) = session.run(None, inputs)
        except _FAILURES as error:
            msg = f"ONNX Runtime failed ({_first_line(error)}); try --backend torch"
            raise ModelError(msg) from error
        return np.asarray(values, np.float32)


def _open(file: Path) -> Any:  # noqa: ANN401
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = thread_count()
    options.inter_op_num_threads = 1
    # Threads that spin while they wait take the cores from capture, detector and window.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
