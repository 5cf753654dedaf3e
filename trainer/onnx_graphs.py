"""The ONNX graphs that a checkpoint carries, so that the app runs it without PyTorch.

They lead from face crops to logits and heatmaps and hold no weights.

Preprocessing and heatmaps are traced from the one copy of each, gradients included, so that the
graphs compute what PyTorch computes. Weights are inputs of what is traced, by their names in the
state dict: a graph is the same for every checkpoint of its architecture and number of classes.
"""

import copy
import logging
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

import onnx
import torch
from torch import Tensor, nn
from torch.func import functional_call
from torch.fx.experimental.proxy_tensor import make_fx

from emotion_desktop.models import create_model, get_spec
from emotion_desktop.models.gradcam import heatmaps
from emotion_desktop.models.onnx_interface import OPSET, GraphKind
from emotion_desktop.models.preprocess import preprocess
from emotion_desktop.models.spec import Formula, ModelSpec

_FACES: Final = 2
"""In the batch that is traced."""


@cache
def trace_graphs(architecture: str, num_classes: int) -> Mapping[GraphKind, bytes]:
    """Return the float32 graphs of an architecture as serialised ONNX models; takes seconds.

    Raises:
        UnknownModelError: If no architecture has this name.
    """
    spec = get_spec(architecture)
    model = create_model(architecture, num_classes).eval().requires_grad_(requires_grad=False)
    traced = {
        GraphKind.LOGITS: _logits(model, spec),
        GraphKind.HEATMAPS: _heatmaps(model, spec, spec.heatmap_layer, spec.heatmap_formula),
        GraphKind.GRAD_CAM: _heatmaps(model, spec, spec.cam_layer, Formula.GRAD_CAM),
    }
    return {kind: graph.SerializeToString() for kind, graph in traced.items()}


def _logits(model: nn.Module, spec: ModelSpec) -> onnx.ModelProto:
    def compute(weights: dict[str, Tensor], crops: Tensor) -> Tensor:
        logits: Tensor = functional_call(model, weights, (preprocess(crops, spec),))
        return logits

    network = _Function(compute, model)
    return _onnx(network, model, (_crops(spec),), GraphKind.LOGITS)


def _heatmaps(model: nn.Module, spec: ModelSpec, layer: str, formula: Formula) -> onnx.ModelProto:
    model = _with_differentiable_pools(model)

    def compute(crops: Tensor, classes: Tensor, weights: list[Tensor]) -> Tensor:
        network = _Function(lambda own, x: functional_call(model, own, (x,)), model, weights)
        batch = preprocess(crops, spec)
        return heatmaps(network, model.get_submodule(layer), batch, classes, formula)

    faces = (_crops(spec), torch.arange(_FACES))
    weights = list(model.state_dict().values())
    traced = _with_gradients(compute, (*faces, weights))
    return _onnx(traced, model, faces, GraphKind.HEATMAPS)


def _crops(spec: ModelSpec) -> Tensor:
    return torch.zeros(_FACES, spec.size, spec.size, 3, dtype=torch.uint8)


class _Function(nn.Module):
    """Computes something with a model whose weights come last among the inputs.

    Args:
        compute: Takes the weights by name and the other inputs.
        model: Gives the weights their names.
        weights: Those to use; if None the last input holds them.
    """

    def __init__(
        self,
        compute: Callable[..., Tensor],
        model: nn.Module,
        weights: list[Tensor] | None = None,
    ) -> None:
        super().__init__()
        self._compute = compute
        self._names = list(model.state_dict())
        self._weights = weights

    def forward(self, x: Tensor, weights: list[Tensor] | None = None) -> Tensor:
        """Return what `compute` makes of x and the weights."""
        values = self._weights if weights is None else weights
        assert values is not None
        return self._compute(dict(zip(self._names, values, strict=True)), x)


class _BlockMaximum(nn.Module):
    """A 2x2 max pool whose gradient ONNX can express: that of a maximum over an axis.

    Where several pixels of a block share the maximum, it spreads the gradient over them.
    """

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, C, H // 2, W // 2)."""
        count, channels, height, width = x.shape
        return x.reshape(count, channels, height // 2, 2, width // 2, 2).amax((3, 5))


def _with_differentiable_pools(model: nn.Module) -> nn.Module:
    model = copy.deepcopy(model)
    for name, module in list(model.named_modules()):
        if isinstance(module, nn.MaxPool2d) and (module.kernel_size, module.stride) == (2, 2):
            parent, _, child = name.rpartition(".")
            setattr(model.get_submodule(parent), child, _BlockMaximum())
    return model


def _convolution_backward(  # noqa: PLR0917 (PyTorch's signature)
    gradient: Tensor,
    x: Tensor,
    weight: Tensor,
    _bias_sizes: Sequence[int] | None,
    stride: Sequence[int],
    padding: Sequence[int],
    dilation: Sequence[int],
    _transposed: bool,  # noqa: FBT001
    _output_padding: Sequence[int],
    groups: int,
    output_mask: Sequence[bool],
) -> tuple[Tensor, None, None]:
    """Return the gradient of a 2D convolution for its input, in operators that ONNX has."""
    convolution: Any = torch.ops.aten.convolution
    assert list(output_mask) == [True, False, False]
    sides = weight.shape[2:]
    turn = groups == 1 and set(stride) == {1}
    if turn:  # the gradient of a convolution is a convolution by the turned kernel
        weight = weight.flip(2, 3).transpose(0, 1)
        padding = [dilation[i] * (side - 1) - padding[i] for i, side in enumerate(sides)]
        lost = [0, 0]
    else:
        lost = [
            x.shape[2 + i]
            - (gradient.shape[2 + i] - 1) * stride[i]
            + 2 * padding[i]
            - dilation[i] * (side - 1)
            - 1
            for i, side in enumerate(sides)
        ]
    found = convolution(gradient, weight, None, stride, padding, dilation, not turn, lost, groups)
    return found, None, None


def _with_gradients(compute: Callable[..., Tensor], example: tuple[Any, ...]) -> nn.Module:
    """Return a function that differentiates as a network in which every step is written out."""
    aten: Any = torch.ops.aten
    decompositions: Any = torch._decomp.get_decompositions(  # noqa: SLF001
        [
            aten.leaky_relu_backward,
            aten.native_batch_norm_backward,
            aten.sigmoid_backward,
            aten.threshold_backward,
        ]
    )
    decompositions = {**decompositions, aten.convolution_backward.default: _convolution_backward}
    traced: nn.Module = make_fx(
        compute,
        decomposition_table=decompositions,
        tracing_mode="symbolic",
        _allow_non_fake_inputs=True,
    )(*example)
    return traced


def _onnx(
    network: nn.Module, model: nn.Module, faces: tuple[Tensor, ...], kind: GraphKind
) -> onnx.ModelProto:
    """Return a network that takes faces and weights as a graph; the batch's size stays free."""
    weights = model.state_dict()
    batch = torch.export.Dim("batch")
    with _quiet():
        program = torch.onnx.export(
            network,
            (*faces, list(weights.values())),
            dynamo=True,
            opset_version=OPSET,
            input_names=[*kind.inputs, *weights],
            output_names=[kind.output],
            dynamic_shapes=(*({0: batch} for _ in faces), [None] * len(weights)),
            verbose=False,
        )
    assert program is not None
    return _bare(program.model_proto, kind)


def _bare(program: onnx.ModelProto, kind: GraphKind) -> onnx.ModelProto:
    """Return a graph without weights among its inputs and without what the exporter notes."""
    graph = onnx.GraphProto(name=kind.output)
    for node in program.graph.node:
        graph.node.add(
            input=node.input, output=node.output, op_type=node.op_type, attribute=node.attribute
        )
    for constant in program.graph.initializer:
        graph.initializer.add(
            dims=constant.dims,
            data_type=constant.data_type,
            name=constant.name,
            raw_data=onnx.numpy_helper.to_array(constant).tobytes(),
        )
    for values, kept in ((program.graph.input, graph.input), (program.graph.output, graph.output)):
        kept.extend(
            onnx.ValueInfoProto(name=value.name, type=value.type)
            for value in values
            if value.name in {*kind.inputs, kind.output}
        )
    return onnx.ModelProto(
        ir_version=program.ir_version,
        producer_name="emotion-desktop",
        graph=graph,
        opset_import=[onnx.OperatorSetIdProto(domain="", version=OPSET)],
    )


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
