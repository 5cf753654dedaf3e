"""How fast this machine multiplies matrices: the yardstick for networks."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Final

import numpy as np
import torch
from onnx import TensorProto, helper

from emotion_desktop.models.onnx_runtime import onnxruntime

SIZES: Final = (512, 1024, 2048)
REPEATS: Final = 5
Multiply = Callable[[], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Peak:
    """The fastest float32 product of two square matrices.

    Attributes:
        gflop_per_s: 2 n^3 over the median time of some repeats.
        by: What computed it, and n.
        threads: How many it used; 0 on a GPU.
    """

    gflop_per_s: float
    by: str
    threads: int


def measure_peak(device: torch.device, threads: int = 1) -> Peak:
    """Return the best of NumPy, PyTorch and ONNX Runtime; on a GPU, PyTorch's.

    NumPy takes the number of its threads from the environment in which it was imported.
    """
    on_cpu = device.type == "cpu"
    speeds = {}
    for size in SIZES:
        for name, multiply in _ways(size, device, threads):
            multiply()
            seconds = median(_seconds(multiply) for _ in range(REPEATS))
            speeds[f"{name}, {size} × {size}"] = 2e-9 * size**3 / seconds
    best = max(speeds, key=speeds.__getitem__)
    return Peak(gflop_per_s=round(speeds[best], 1), by=best, threads=threads if on_cpu else 0)


def _ways(size: int, device: torch.device, threads: int) -> Iterator[tuple[str, Multiply]]:
    rng = np.random.default_rng(1)
    a, b = (rng.standard_normal((size, size), np.float32) for _ in range(2))
    x, y = (torch.from_numpy(matrix).to(device) for matrix in (a, b))

    def by_torch() -> None:
        product = x @ y
        product[0, 0].item()  # waits for a GPU

    yield "PyTorch", by_torch
    if device.type == "cpu":
        session = _session(size, threads)
        yield "NumPy", lambda: a @ b
        yield "ONNX Runtime", lambda: session.run(None, {"a": a, "b": b})


def _session(size: int, threads: int) -> onnxruntime.InferenceSession:
    a, b, c = (helper.make_tensor_value_info(n, TensorProto.FLOAT, [size, size]) for n in "abc")
    graph = helper.make_graph([helper.make_node("MatMul", ["a", "b"], ["c"])], "peak", [a, b], [c])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )


def _seconds(multiply: Multiply) -> float:
    began = time.perf_counter()
    multiply()
    return time.perf_counter() - began
