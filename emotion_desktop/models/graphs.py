"""Checkpoints as ONNX graphs that run without PyTorch: from face crops to logits and heatmaps.

Preprocessing and Grad-CAM are traced from the one copy of each, gradients included, so that the
graphs compute what PyTorch computes. As a command, so that the caller need not import PyTorch::

    python -m emotion_desktop.models.graphs logits CHECKPOINT FILE
"""

import copy
import logging
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor, nn
from torch.fx.experimental.proxy_tensor import make_fx

from emotion_desktop.errors import CheckpointError
from emotion_desktop.models.checkpoint import Checkpoint, load_checkpoint
from emotion_desktop.models.gradcam import grad_cam
from emotion_desktop.models.graph_format import CLASSES, CROPS, UNUSABLE, Kind
from emotion_desktop.models.preprocess import preprocess
from emotion_desktop.models.whole_file import write_whole

OPSET: Final = 18


def write_graph(kind: Kind, checkpoint: Path, file: Path) -> None:
    """Compile a checkpoint into a file, which is whole or not there.

    Raises:
        CheckpointError: If the checkpoint cannot be used.
        OSError: If the file cannot be written.
    """
    make = {Kind.LOGITS: logits_graph, Kind.HEATMAPS: heatmaps_graph}[kind]
    write_whole(file, make(load_checkpoint(checkpoint)))


def logits_graph(checkpoint: Checkpoint) -> bytes:
    """Return an ONNX model from `crops` (N, S, S, 3) uint8 RGB to `logits` (N, C) float32."""
    network = _FromCrops(checkpoint).eval()
    return _onnx(network, (_example(checkpoint),), [CROPS], Kind.LOGITS)


def heatmaps_graph(checkpoint: Checkpoint) -> bytes:
    """Return an ONNX model of Grad-CAM.

    From `crops` (N, S, S, 3) uint8 RGB and `classes` (N,) int64 to `heatmaps` (N, S, S) float32.
    """
    model = _with_differentiable_pools(checkpoint.model)
    layer = model.get_submodule(checkpoint.spec.cam_layer)

    def compute(crops: Tensor, classes: Tensor) -> Tensor:
        return grad_cam(model, layer, preprocess(crops, checkpoint.spec), classes)

    crops = _example(checkpoint)
    example = (crops, torch.arange(len(crops)))
    return _onnx(_with_gradients(compute, example), example, [CROPS, CLASSES], Kind.HEATMAPS)


class _FromCrops(nn.Module):
    """The network together with its preprocessing."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        super().__init__()
        self.model = checkpoint.model
        self.spec = checkpoint.spec

    def forward(self, crops: Tensor) -> Tensor:
        """Return (N, C) logits of (N, S, S, 3) uint8 RGB crops."""
        logits: Tensor = self.model(preprocess(crops, self.spec))
        return logits


def _example(checkpoint: Checkpoint) -> Tensor:
    size = checkpoint.spec.size
    return torch.zeros(2, size, size, 3, dtype=torch.uint8)


class _BlockMaximum(nn.Module):
    """A 2x2 max pool whose gradient ONNX can express: that of a maximum over an axis.

    Where several pixels of a block share the maximum, it spreads the gradient over them.
    """

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, C, H // 2, W // 2)."""
        count, channels, height, width = x.shape
        return x.reshape(count, channels, height // 2, 2, width // 2, 2).amax((3, 5))


def _with_differentiable_pools(model: nn.Module) -> nn.Module:
    model = copy.deepcopy(model).requires_grad_(requires_grad=False)
    for name, module in list(model.named_modules()):
        if isinstance(module, nn.MaxPool2d) and (module.kernel_size, module.stride) == (2, 2):
            parent, _, child = name.rpartition(".")
            setattr(model.get_submodule(parent), child, _BlockMaximum())
    return model


def _with_gradients(compute: Callable[..., Tensor], example: tuple[Tensor, ...]) -> nn.Module:
    """Return a function that differentiates as a network in which every step is written out."""
    decompositions: Any = torch._decomp.get_decompositions(  # noqa: SLF001
        [
            torch.ops.aten.leaky_relu_backward,
            torch.ops.aten.native_batch_norm_backward,
            torch.ops.aten.sigmoid_backward,
            torch.ops.aten.threshold_backward,
        ]
    )
    traced: nn.Module = make_fx(
        compute,
        decomposition_table=decompositions,
        tracing_mode="symbolic",
        _allow_non_fake_inputs=True,
    )(*example)
    return traced


def _onnx(
    network: nn.Module, example: tuple[Tensor, ...], inputs: Sequence[str], output: str
) -> bytes:
    """Return a network as a serialised ONNX model; the size of the batch stays free."""
    batch = torch.export.Dim("batch")
    with _quiet():
        program = torch.onnx.export(
            network,
            example,
            dynamo=True,
            opset_version=OPSET,
            input_names=list(inputs),
            output_names=[output],
            dynamic_shapes=tuple({0: batch} for _ in example),
            verbose=False,
        )
    assert program is not None
    data: bytes = program.model_proto.SerializeToString()
    return data


@contextmanager
def _quiet() -> Iterator[None]:
    """Hold back what the exporter says about itself."""
    logger = logging.getLogger("torch.onnx")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


def main() -> int:
    """Write one graph; return `UNUSABLE` and print one line if the checkpoint is to blame."""
    kind, checkpoint, file = sys.argv[1:]
    torch.set_num_threads(1)
    try:
        write_graph(Kind(kind), Path(checkpoint), Path(file))
    except CheckpointError as error:
        sys.stderr.write(str(error))
        return UNUSABLE
    return 0


if __name__ == "__main__":
    sys.exit(main())
