"""A checkpoint as an ONNX file that gives the same probabilities."""

import importlib.util
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import torch
from torch import Tensor, nn

from emotion_desktop.errors import OutputError
from emotion_desktop.models import Checkpoint
from emotion_desktop.models.metadata import KEY
from emotion_desktop.models.preprocess import preprocess

if TYPE_CHECKING:
    import onnx

OPSET: Final = 18
"""The first that PyTorch's exporter writes without converting."""

TOLERANCE: Final = 1e-4
"""Greatest difference of a probability to PyTorch's that an export may show."""

CROPS: Final = 64
"""Random crops the check compares."""


def export_onnx(checkpoint: Checkpoint, path: Path, *, opset: int = OPSET) -> float:
    """Write a checkpoint as ONNX; return the greatest difference of a probability to PyTorch's.

    The file has one input, `input`, (N, C, S, S) float32 as `preprocess` returns it, N free; and
    two outputs, (N, classes) float32: `probabilities`, calibrated by the checkpoint's
    temperature, and `logits`, uncalibrated. Its metadata hold the checkpoint's, as JSON under
    `emotion_desktop`.

    Args:
        checkpoint: What to write; its network must be on the CPU.
        path: A file that is not there yet.
        opset: Version of the ONNX operators.

    Raises:
        OutputError: If the file exists or cannot be written, a package is missing, or ONNX
            Runtime gives other probabilities than PyTorch; nothing is left at `path` then.
    """
    for package in ("onnx", "onnxruntime"):
        if importlib.util.find_spec(package) is None:
            msg = f"export needs the package {package}: pip install 'emotion-desktop[train]'"
            raise OutputError(msg)
    if path.exists():
        msg = f"{path} is already there; choose another file with --out"
        raise OutputError(msg)
    network = _Calibrated(checkpoint.model, checkpoint.metadata.temperature).eval()
    proto = _converted(network, checkpoint.spec.input_shape, opset)
    proto.metadata_props.add(key=KEY, value=checkpoint.metadata.model_dump_json())
    data = proto.SerializeToString()
    difference = _difference(network, data, checkpoint)
    if not difference <= TOLERANCE:
        msg = (
            f"{path} was not written: ONNX Runtime's probabilities differ from PyTorch's by "
            f"{difference:.1e}, more than {TOLERANCE:.0e}; try another --opset"
        )
        raise OutputError(msg)
    _write(path, data)
    return difference


class _Calibrated(nn.Module):
    """Returns probabilities beside the logits."""

    def __init__(self, model: nn.Module, temperature: float) -> None:
        super().__init__()
        self.model = model
        self.temperature = temperature

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return (N, C) probabilities and (N, C) logits of (N, channels, S, S)."""
        logits: Tensor = self.model(x)
        return (logits / self.temperature).softmax(dim=1), logits


def _converted(network: nn.Module, shape: tuple[int, int, int], opset: int) -> "onnx.ModelProto":
    """Return the network as ONNX; by PyTorch's newer exporter where it can be used."""
    import onnx

    example = (torch.zeros(2, *shape),)
    if opset >= OPSET and importlib.util.find_spec("onnxscript") is not None:
        program = torch.onnx.export(
            network,
            example,
            dynamo=True,
            opset_version=opset,
            input_names=["input"],
            output_names=["probabilities", "logits"],
            dynamic_shapes=({0: torch.export.Dim("batch")},),
            verbose=False,
        )
        assert program is not None
        return program.model_proto
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        # Both announce that this exporter will go one day; without onnxscript there is no other.
        warnings.filterwarnings("ignore", "You are using the legacy", DeprecationWarning)
        warnings.filterwarnings("ignore", "The feature will be removed", DeprecationWarning)
        path = Path(folder) / "network.onnx"
        torch.onnx.export(
            network,
            example,
            path,
            dynamo=False,
            opset_version=opset,
            input_names=["input"],
            output_names=["probabilities", "logits"],
            dynamic_axes={name: {0: "batch"} for name in ("input", "probabilities", "logits")},
        )
        return onnx.load(path)


def _difference(network: nn.Module, data: bytes, checkpoint: Checkpoint) -> float:
    """Return the greatest difference of a probability between ONNX Runtime and PyTorch."""
    from emotion_desktop.models.onnx_runtime import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    size = checkpoint.spec.size
    generator = torch.Generator().manual_seed(1)
    crops = torch.randint(0, 256, (CROPS, size, size, 3), generator=generator, dtype=torch.uint8)
    x = preprocess(crops, checkpoint.spec)
    with torch.inference_mode():
        expected = network(x)[0].numpy()
    (found,) = session.run(["probabilities"], {"input": x.numpy()})
    return float(np.abs(found - expected).max())


def _write(path: Path, data: bytes) -> None:
    is_ours = False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            is_ours = True
            file.write(data)
    except OSError as error:
        if is_ours:  # only now that it is closed: Windows deletes no open file
            path.unlink()
        msg = f"cannot write {path}: {error.strerror}"
        raise OutputError(msg) from error
