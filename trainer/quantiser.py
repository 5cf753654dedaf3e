"""A network's graph in int8 arithmetic, whose weights are quantised where the graph is loaded.

Static quantisation (Jacob et al. 2017, https://arxiv.org/abs/1712.05877) in ONNX's form of pairs of
QuantizeLinear and DequantizeLinear around what is computed in int8. Weights are symmetric int8 with
a scale for each output channel; batch normalisation is folded into them first. Both are nodes of
the graph, so it holds no weights: ONNX Runtime computes them once, when it loads the graph.
Activations are uint8; their ranges are measured on faces and stand in the graph.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

LARGE: Final = 1 << 20
"""Linear layers with fewer weights stay in float32: they take no time."""

Range = tuple[float, float]
"""Least and greatest value of an activation."""

_PASSED_ON: Final = ("Relu", "MaxPool")
"""Operators whose output, quantised, is all that is needed of their input."""

_TINY: Final = 1e-12
_HIGHEST_WEIGHT: Final = 127


class Quantiser:
    """Rewrites a weight-less float32 graph.

    Args:
        model: From `crops` to `logits`; the weights are referred to by name.
        shapes: Of the weights, by name.

    Attributes:
        activations: Names of the tensors whose ranges must be known.
    """

    def __init__(self, model: onnx.ModelProto, shapes: Mapping[str, tuple[int, ...]]) -> None:
        self._model = model
        self._shapes = shapes
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []
        self._made = {name: node for node in model.graph.node for name in node.output}
        self._readers: dict[str, list[onnx.NodeProto]] = {}
        for node in model.graph.node:
            for name in node.input:
                self._readers.setdefault(name, []).append(node)
        self._scaled_as: dict[str, str] = {}
        self.activations = tuple(dict.fromkeys(self._quantised()))

    def quantise(self, ranges: Mapping[str, Range]) -> onnx.ModelProto:
        """Return the graph in int8.

        Args:
            ranges: Of each of `activations`.
        """
        self._nodes, self._constants = [], []
        renamed: dict[str, str] = {}
        folded: set[str] = set()
        for name in self.activations:
            self._constants += [
                _tensor(np.float32(_scale(ranges[name])), f"{name}/scale"),
                _tensor(np.uint8(_zero(ranges[name])), f"{name}/zero"),
            ]
        for node in self._model.graph.node:
            if node.output[0] in folded:
                continue
            copy = onnx.NodeProto()
            copy.CopyFrom(node)
            copy.input[:] = [renamed.get(name, name) for name in node.input]
            if self._is_heavy(node):
                norm = self._norm_after(node)
                if norm is not None:
                    folded.add(norm.output[0])
                    copy.output[0] = norm.output[0]
                self._fold(node, copy, norm)
            self._nodes.append(copy)
            for name in copy.output:
                if name in self.activations:
                    renamed[name] = self._pair(name)
        result = onnx.ModelProto()
        result.CopyFrom(self._model)
        del result.graph.node[:]
        result.graph.node.extend(self._nodes)
        result.graph.initializer.extend(self._constants)
        return result

    def _quantised(self) -> Iterator[str]:
        """Yield the tensors on both sides of what is computed in int8."""
        for node in self._model.graph.node:
            if not self._is_heavy(node):
                continue
            yield node.input[0]
            name = (self._norm_after(node) or node).output[0]
            while (following := self._only_reader(name)) and following.op_type in _PASSED_ON:
                name = following.output[0]
                if following.op_type == "MaxPool":
                    yield following.input[0]
                    # One scale on both sides: then the pool works on the whole numbers.
                    self._scaled_as[name] = self._scale_of(following.input[0])
            yield name

    def _is_heavy(self, node: onnx.NodeProto) -> bool:
        if node.op_type not in {"Conv", "Gemm"} or node.input[1] not in self._shapes:
            return False
        return node.op_type == "Conv" or math.prod(self._shapes[node.input[1]]) >= LARGE

    def _only_reader(self, name: str) -> onnx.NodeProto | None:
        readers = self._readers.get(name, [])
        return readers[0] if len(readers) == 1 else None

    def _norm_after(self, node: onnx.NodeProto) -> onnx.NodeProto | None:
        reader = self._only_reader(node.output[0])
        return reader if reader is not None and reader.op_type == "BatchNormalization" else None

    def _scale_of(self, name: str) -> str:
        """Return the activation whose scale holds for this one."""
        return self._scaled_as.get(name, name)

    def _pair(self, name: str) -> str:
        """Quantise an activation and return the name of its dequantised copy."""
        source = self._scale_of(name)
        parameters = [f"{source}/scale", f"{source}/zero"]
        self._add("QuantizeLinear", [name, *parameters], f"{name}/uint8")
        return self._add("DequantizeLinear", [f"{name}/uint8", *parameters], f"{name}/float")

    def _fold(
        self, node: onnx.NodeProto, copy: onnx.NodeProto, norm: onnx.NodeProto | None
    ) -> None:
        """Give a layer quantised weights and a quantised bias, with its normalisation in them."""
        weight, own = node.input[1], f"{node.output[0]}/"
        channels, *others = self._shapes[weight]
        bias = node.input[2] if len(node.input) > 2 and node.input[2] else None
        if norm is not None:
            scale, shift, mean, variance = norm.input[1:]
            epsilon = self._constant(own + "epsilon", np.float32(_attribute(norm, "epsilon")))
            deviation = self._add(
                "Sqrt", [self._add("Add", [variance, epsilon], own + "variance")], own + "deviation"
            )
            factor = self._add("Div", [scale, deviation], own + "factor")
            shape = self._constant(
                own + "shape", np.array([channels, *(1 for _ in others)], np.int64)
            )
            column = self._add("Reshape", [factor, shape], own + "column")
            weight = self._add("Mul", [weight, column], own + "weight")
            centred = (
                self._add("Neg", [mean], own + "centred")
                if bias is None
                else self._add("Sub", [bias, mean], own + "centred")
            )
            bias = self._add(
                "Add", [self._add("Mul", [centred, factor], own + "moved"), shift], own + "bias"
            )
        axes = self._constant(own + "axes", np.arange(1, 1 + len(others), dtype=np.int64))
        magnitude = self._add("Abs", [weight], own + "magnitude")
        self._nodes.append(
            helper.make_node("ReduceMax", [magnitude, axes], [own + "greatest"], keepdims=0)
        )
        least = self._constant(own + "least", np.float32(_TINY))
        highest = self._constant(own + "highest", np.float32(_HIGHEST_WEIGHT))
        greatest = self._add("Max", [own + "greatest", least], own + "positive")
        scales = self._add("Div", [greatest, highest], own + "scales")
        zeros = self._constant(own + "zeros", np.zeros(channels, np.int8))
        parameters = [scales, zeros]
        self._add("QuantizeLinear", [weight, *parameters], own + "weight/int8", axis=0)
        copy.input[1] = self._add(
            "DequantizeLinear", [own + "weight/int8", *parameters], own + "weight/float", axis=0
        )
        if bias is not None:
            data_scale = f"{self._scale_of(node.input[0])}/scale"
            unit = self._add("Mul", [scales, data_scale], own + "unit")
            rounded = self._add(
                "Round", [self._add("Div", [bias, unit], own + "units")], own + "rounded"
            )
            whole = self._add("Cast", [rounded], own + "bias/int32", to=TensorProto.INT32)
            bias = self._add("DequantizeLinear", [whole, unit], own + "bias/float", axis=0)
            copy.input[:] = [*copy.input[:2], bias]

    def _add(self, operator: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:  # noqa: ANN401
        self._nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output

    def _constant(self, name: str, value: np.ndarray[Any, Any] | np.generic) -> str:
        self._constants.append(_tensor(value, name))
        return name


def _tensor(value: np.ndarray[Any, Any] | np.generic, name: str) -> TensorProto:
    return numpy_helper.from_array(np.asarray(value), name)


def _attribute(node: onnx.NodeProto, name: str) -> float:
    return float(next(a.f for a in node.attribute if a.name == name))


def _scale(limits: Range) -> float:
    low, high = min(limits[0], 0.0), max(limits[1], 0.0)
    return max(high - low, _TINY) / 255


def _zero(limits: Range) -> int:
    return round(-min(limits[0], 0.0) / _scale(limits))
