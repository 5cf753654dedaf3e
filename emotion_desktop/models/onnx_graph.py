"""The ONNX graphs in a checkpoint's header: how they are stored, checked, and given their weights.

A graph holds no weights: it refers to them by their names in the file. It comes from whoever made
the checkpoint, so it is foreign code. It is read here, strictly, before ONNX Runtime sees it: what
is not expressly allowed is refused.

Numbers of messages and fields: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
"""

import base64
import binascii
import json
import math
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from emotion_desktop.models.onnx_interface import CLASSES, CROPS, OPSET, GraphKind
from emotion_desktop.models.protobuf import (
    BYTES,
    FIXED32,
    VARINT,
    Field,
    Message,
    encode_bytes,
    encode_integer,
    read_fields,
    read_integers,
)

KEY: Final = "emotion_desktop_graphs"
"""Of the graphs in the header's `__metadata__`: a JSON object from kind to packed graph."""

MAX_BYTES: Final = 2_000_000
"""Of one graph, unpacked."""

MAX_NODES: Final = 1_000
MAX_RANK: Final = 8
MAX_ELEMENTS: Final = 1 << 24
"""Of a tensor whose shape stands in the graph."""

# fmt: off
OPERATORS: Final = frozenset({
    "Abs", "Add", "And", "ArgMax", "AveragePool", "BatchNormalization", "Cast", "Ceil", "Clip",
    "Concat", "Constant", "ConstantOfShape", "Conv", "ConvTranspose", "DepthToSpace",
    "DequantizeLinear", "Div", "Elu", "Equal", "Erf", "Exp", "Expand", "Flatten", "Floor",
    "Gather", "GatherElements", "GatherND", "Gemm", "GlobalAveragePool", "GlobalMaxPool",
    "Greater", "GreaterOrEqual", "HardSigmoid", "HardSwish", "Identity",
    "InstanceNormalization", "LayerNormalization", "LeakyRelu", "Less", "LessOrEqual", "Log",
    "LogSoftmax", "MatMul", "Max", "MaxPool", "Mean", "Min", "Mish", "Mul", "Neg", "Not", "Or",
    "Pad", "Pow", "PRelu", "QuantizeLinear", "Range", "Reciprocal", "ReduceL2", "ReduceMax",
    "ReduceMean", "ReduceMin", "ReduceProd", "ReduceSum", "ReduceSumSquare", "Relu", "Reshape",
    "Resize", "Round", "ScatterElements", "ScatterND", "Selu", "Shape", "Sigmoid", "Sign",
    "Size", "Slice", "Softmax", "Softplus", "SpaceToDepth", "Split", "Sqrt", "Squeeze", "Sub",
    "Sum", "Tanh", "Transpose", "Unsqueeze", "Where",
})
# fmt: on
"""All compute numbers from numbers; none branches, loops, draws at random or reads files."""

FLOAT, UINT8, INT8, INT32, INT64, BOOL = 1, 2, 3, 6, 7, 9
_ITEM_BYTES: Final = {FLOAT: 4, UINT8: 1, INT8: 1, INT32: 4, INT64: 8, BOOL: 1}

_TAKES_SHAPE: Final = {"ConstantOfShape": 0, "Expand": 1, "Reshape": 1, "Resize": 3}
"""Which input of an operator is the shape of its output."""


class GraphError(ValueError):
    """Why a graph is not run."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """What a field may be: its wire types, whether it may come again, and what is inside."""

    wire_types: tuple[int, ...]
    many: bool = False
    inside: "Mapping[int, _Rule] | None" = None


_NUMBER = _Rule((VARINT,))
_NUMBERS = _Rule((VARINT, BYTES), many=True)
_TEXT = _Rule((BYTES,))
_TEXTS = _Rule((BYTES,), many=True)
_TENSOR = {1: _NUMBERS, 2: _NUMBER, 8: _TEXT, 9: _TEXT}  # dims, data_type, name, raw_data
_ATTRIBUTE = {
    1: _TEXT,  # name
    2: _Rule((FIXED32,)),  # f
    3: _NUMBER,  # i
    4: _TEXT,  # s
    5: _Rule((BYTES,), inside=_TENSOR),
    7: _Rule((FIXED32, BYTES), many=True),  # floats
    8: _NUMBERS,  # ints
    20: _NUMBER,  # type
}
_NODE = {
    1: _TEXTS,  # input
    2: _TEXTS,  # output
    3: _TEXT,  # name
    4: _TEXT,  # op_type
    5: _Rule((BYTES,), many=True, inside=_ATTRIBUTE),
    7: _TEXT,  # domain
}
_DIMENSION = {1: _NUMBER, 2: _TEXT}  # value or name
_SHAPE = {1: _Rule((BYTES,), many=True, inside=_DIMENSION)}
_TYPE = {1: _Rule((BYTES,), inside={1: _NUMBER, 2: _Rule((BYTES,), inside=_SHAPE)})}
_VALUE = {1: _TEXT, 2: _Rule((BYTES,), inside=_TYPE)}
_GRAPH = {
    1: _Rule((BYTES,), many=True, inside=_NODE),
    2: _TEXT,  # name
    5: _Rule((BYTES,), many=True, inside=_TENSOR),  # initializer
    11: _Rule((BYTES,), many=True, inside=_VALUE),  # input
    12: _Rule((BYTES,), many=True, inside=_VALUE),  # output
}
_MODEL = {
    1: _NUMBER,  # ir_version
    2: _TEXT,  # producer_name
    3: _TEXT,  # producer_version
    7: _Rule((BYTES,), inside=_GRAPH),
    8: _Rule((BYTES,), many=True, inside={1: _TEXT, 2: _NUMBER}),  # opset_import
}
"""External data, functions, subgraphs, custom domains and all else that is not here is refused."""


def pack_graphs(graphs: Mapping[GraphKind, bytes]) -> str:
    """Return graphs as text for the header."""
    packed = {
        kind.value: base64.b64encode(zlib.compress(graph, 9)).decode("ascii")
        for kind, graph in graphs.items()
    }
    return json.dumps(packed)


def unpack_graph(packed: str, kind: GraphKind) -> bytes | None:
    """Return one graph as a serialised ONNX model, not checked yet; None if it is not there.

    Raises:
        GraphError: If it is damaged or too large.
    """
    try:
        text = json.loads(packed).get(kind.value)
        if text is None:
            return None
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(base64.b64decode(text, validate=True), MAX_BYTES + 1)
    except (
        ValueError,
        AttributeError,
        TypeError,
        RecursionError,
        binascii.Error,
        zlib.error,
    ) as error:
        msg = "it is damaged"
        raise GraphError(msg) from error
    if len(data) > MAX_BYTES:
        msg = f"it is larger than {MAX_BYTES:,} bytes"
        raise GraphError(msg)
    return data


def with_weights(
    graph: bytes,
    kind: GraphKind,
    weights: Mapping[str, NDArray[Any]],
    *,
    size: int,
    classes: int,
) -> bytes:
    """Return a graph that has been checked, with its weights, as ONNX Runtime takes it.

    Args:
        graph: A serialised ONNX model without weights.
        kind: What it has to compute.
        weights: By name, float16 or float32; those that the graph refers to are put in.
        size: Side S of the crops it has to take.
        classes: Number C of the logits it has to return.

    Raises:
        GraphError: If it may not be run, with the reason.
    """
    try:
        model = _read_message(memoryview(graph), _MODEL, "the model")
        names = _check(model, kind, weights, size, classes)
    except UnicodeDecodeError as error:
        msg = "a name in it is no text"
        raise GraphError(msg) from error
    tensors = [encode_bytes(5, _tensor(name, weights[name])) for name in names]
    # Protocol Buffers merge messages that are written one after the other.
    return graph + encode_bytes(7, *tensors)


def _read_message(data: memoryview, rules: Mapping[int, _Rule], where: str) -> Message:
    """Return the fields of a message, and check those inside them.

    Raises:
        GraphError: If a field is not allowed.
    """
    found: dict[int, list[int | memoryview]] = {}
    for number, wire_type, value in _fields(data):
        rule = rules.get(number)
        if rule is None or wire_type not in rule.wire_types:
            msg = f"{where} has a field that is not allowed ({number})"
            raise GraphError(msg)
        values = found.setdefault(number, [])
        values.append(value)
        if len(values) > 1 and not rule.many:
            msg = f"{where} has a field twice ({number})"
            raise GraphError(msg)
        if rule.inside is not None and isinstance(value, memoryview):
            _read_message(value, rule.inside, "a part of it")
    return found


def _fields(data: memoryview) -> Iterator[Field]:
    try:
        yield from read_fields(data)
    except ValueError as error:
        msg = f"it is damaged: {error}"
        raise GraphError(msg) from error


def _inside(message: Message, number: int, rules: Mapping[int, _Rule]) -> Iterator[Message]:
    for value in message.get(number, []):
        assert isinstance(value, memoryview)
        yield _read_message(value, rules, "it")


def _texts(message: Message, number: int) -> list[str]:
    return [bytes(v).decode() for v in message.get(number, []) if isinstance(v, memoryview)]


def _text(message: Message, number: int) -> str:
    return "".join(_texts(message, number))


def _number(message: Message, number: int) -> int:
    values = read_integers(message.get(number, []))
    return values[0] if values else 0


def _check(
    model: Message,
    kind: GraphKind,
    weights: Mapping[str, NDArray[Any]],
    size: int,
    classes: int,
) -> list[str]:
    """Return the names of the weights that the graph needs.

    Raises:
        GraphError: If it may not be run.
    """
    versions = [
        (_text(one, 1), _number(one, 2)) for one in _inside(model, 8, _MODEL[8].inside or {})
    ]
    if versions != [("", OPSET)]:
        msg = f"it asks for other operators than ONNX's version {OPSET}"
        raise GraphError(msg)
    graph = next(_inside(model, 7, _GRAPH), {})
    _check_interface(graph, kind, size, classes)
    constants = dict(_constants(graph))
    for name in constants.keys() & weights.keys():
        msg = f"{name!r} is a constant and one of the weights"
        raise GraphError(msg)
    nodes = list(_inside(graph, 1, _NODE))
    if len(nodes) > MAX_NODES:
        msg = f"it has {len(nodes):,} nodes, more than {MAX_NODES:,}"
        raise GraphError(msg)
    known = {*kind.inputs, *constants}
    needed: dict[str, None] = {}
    for node in nodes:
        _check_operator(node, constants)
        for name in filter(None, _texts(node, 1)):
            if name not in known:
                if name not in weights:
                    msg = f"{name!r} is neither computed before nor one of the weights"
                    raise GraphError(msg)
                needed[name] = None
        for name in _texts(node, 2):
            if name in known or name in weights:
                msg = f"{name!r} is computed twice"
                raise GraphError(msg)
            known.add(name)
    return list(needed)


def _check_operator(node: Message, constants: Mapping[str, NDArray[Any] | None]) -> None:
    """Refuse a node whose operator is not allowed, or that makes too large a tensor."""
    inputs, operator, domain = _texts(node, 1), _text(node, 4), _text(node, 7)
    if operator not in OPERATORS or domain:
        name = f"{domain}.{operator}" if domain else operator
        msg = f"the operator {name!r} is not allowed"
        raise GraphError(msg)
    place = _TAKES_SHAPE.get(operator)
    if place is not None and place < len(inputs):
        _check_shape(constants.get(inputs[place]))


def _check_interface(graph: Message, kind: GraphKind, size: int, classes: int) -> None:
    """Refuse a graph that takes or returns anything but what its kind does."""
    expected = {
        CROPS: (UINT8, [size, size, 3]),
        CLASSES: (INT64, []),
        GraphKind.LOGITS.value: (FLOAT, [classes]),
        GraphKind.HEATMAPS.value: (FLOAT, [size, size]),
    }
    for number, names in ((11, kind.inputs), (12, (kind.output,))):
        found = [(_text(value, 1), *_type(value)) for value in _inside(graph, number, _VALUE)]
        if found != [(name, *expected[name]) for name in names]:
            what = "takes" if number == 11 else "returns"
            shapes = ", ".join(f"{name} {expected[name][1]}" for name in names)
            msg = f"it {what} something else than {shapes} for each face"
            raise GraphError(msg)


def _type(value: Message) -> tuple[int, list[int]]:
    """Return element type and shape of an input or output, without the batch, which is free."""
    for kind in _inside(value, 2, _TYPE):
        for tensor in _inside(kind, 1, _TYPE[1].inside or {}):
            for shape in _inside(tensor, 2, _SHAPE):
                sides = [
                    0 if _texts(one, 2) else _number(one, 1)
                    for one in _inside(shape, 1, _DIMENSION)
                ]
                if sides and sides[0] == 0:
                    return _number(tensor, 1), sides[1:]
    return 0, []


def _constants(graph: Message) -> Iterator[tuple[str, NDArray[Any] | None]]:
    """Yield the constants in a graph, those of whole numbers with their values.

    Raises:
        GraphError: If one of them has another size than its shape says, or there are two of a name.
    """
    names: set[str] = set()
    for tensor in _inside(graph, 5, _TENSOR):
        name, value = _text(tensor, 8), _constant(tensor)
        if name in names:
            msg = f"{name!r} is there twice"
            raise GraphError(msg)
        names.add(name)
        yield name, value
    for node in _inside(graph, 1, _NODE):
        for attribute in _inside(node, 5, _ATTRIBUTE):
            for tensor in _inside(attribute, 5, _TENSOR):
                _constant(tensor)


def _constant(tensor: Message) -> NDArray[Any] | None:
    sides = read_integers(tensor.get(1, []))
    item = _ITEM_BYTES.get(_number(tensor, 2))
    raw = b"".join(bytes(v) for v in tensor.get(9, []) if isinstance(v, memoryview))
    if (
        item is None
        or len(sides) > MAX_RANK
        or any(side < 0 for side in sides)
        or math.prod(sides) * item != len(raw)
    ):
        msg = f"the constant {_text(tensor, 8)!r} has another size than its shape says"
        raise GraphError(msg)
    return np.frombuffer(raw, "<i8") if _number(tensor, 2) == INT64 else None


def _check_shape(shape: NDArray[Any] | None) -> None:
    """Refuse the shape of a tensor that would be too large for one face.

    Shapes that are computed meanwhile are bounded by the memory ONNX Runtime is given.
    """
    if shape is not None and (
        len(shape) > MAX_RANK or math.prod(abs(int(side)) for side in shape if side) > MAX_ELEMENTS
    ):
        msg = f"it makes a tensor of shape {shape.tolist()[: MAX_RANK + 1]}, which is too large"
        raise GraphError(msg)


def _tensor(name: str, values: NDArray[Any]) -> bytes:
    """Return float16 or float32 weights as a float32 tensor in ONNX's encoding.

    Raises:
        GraphError: If they are of another type.
    """
    if values.dtype not in {np.dtype(np.float16), np.dtype(np.float32)}:
        msg = f"the weights {name!r} are {values.dtype}, not float16 or float32"
        raise GraphError(msg)
    sides: Sequence[int] = values.shape
    return b"".join(
        (
            *(encode_integer(1, side) for side in sides),
            encode_integer(2, FLOAT),
            encode_bytes(8, name.encode()),
            encode_bytes(9, values.astype("<f4").tobytes()),
        )
    )
