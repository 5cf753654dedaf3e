"""Graphs in checkpoints are foreign code: what is not expressly allowed is not run."""

import base64
import json
import zlib
from collections.abc import Callable

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from emotion_desktop.models.onnx_graph import (
    MAX_BYTES,
    MAX_NODES,
    GraphError,
    pack_graphs,
    unpack_graph,
    with_weights,
)
from emotion_desktop.models.onnx_interface import CROPS, OPSET, GraphKind
from emotion_desktop.models.protobuf import encode_integer, read_fields, read_integers

SIZE, CLASSES = 4, 3
WEIGHTS = {"layer.weight": np.ones((3, CLASSES), np.float16)}


def good_model() -> onnx.ModelProto:
    """The mean colour of a face, times the weights."""
    nodes = [
        helper.make_node("Cast", [CROPS], ["pixels"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["pixels", "axes"], ["colour"], keepdims=0),
        helper.make_node("MatMul", ["colour", "layer.weight"], ["logits"]),
    ]
    graph = helper.make_graph(
        nodes,
        "g",
        [helper.make_tensor_value_info(CROPS, TensorProto.UINT8, ["batch", SIZE, SIZE, 3])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", CLASSES])],
        [numpy_helper.from_array(np.array([1, 2], np.int64), "axes")],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=10)


def complete(model: onnx.ModelProto) -> bytes:
    return with_weights(
        model.SerializeToString(), GraphKind.LOGITS, WEIGHTS, size=SIZE, classes=CLASSES
    )


def test_a_graph_gets_its_weights_by_their_names_and_runs() -> None:
    session = onnxruntime.InferenceSession(complete(good_model()))
    (logits,) = session.run(None, {CROPS: np.full((2, SIZE, SIZE, 3), 5, np.uint8)})
    np.testing.assert_allclose(logits, np.full((2, CLASSES), 15.0))


def test_only_the_weights_that_are_used_are_put_in() -> None:
    weights = WEIGHTS | {"unused": np.ones(1000, np.float32)}
    data = with_weights(
        good_model().SerializeToString(), GraphKind.LOGITS, weights, size=SIZE, classes=CLASSES
    )
    names = [tensor.name for tensor in onnx.load_model_from_string(data).graph.initializer]
    assert names == ["axes", "layer.weight"]


def _add_node(operator: str, **attributes: object) -> Callable[[onnx.ModelProto], None]:
    def poison(model: onnx.ModelProto) -> None:
        domain = str(attributes.pop("domain", ""))
        node = helper.make_node(operator, ["pixels"], ["extra"], domain=domain)
        for name, value in attributes.items():
            node.attribute.append(helper.make_attribute(name, value))
        model.graph.node.insert(1, node)

    return poison


def _external(model: onnx.ModelProto) -> None:
    constant = model.graph.initializer[0]
    constant.ClearField("raw_data")
    constant.data_location = TensorProto.EXTERNAL
    constant.external_data.add(key="location", value="/etc/passwd")


def _external_without_location(model: onnx.ModelProto) -> None:
    model.graph.initializer[0].external_data.add(key="location", value="/etc/passwd")


def _function(model: onnx.ModelProto) -> None:
    function = helper.make_function("f", "Relu", ["x"], ["y"], [], [helper.make_opsetid("", OPSET)])
    model.functions.append(function)


def _sparse(model: onnx.ModelProto) -> None:
    values = numpy_helper.from_array(np.ones(1, np.float32), "sparse")
    indices = numpy_helper.from_array(np.zeros(1, np.int64))
    model.graph.sparse_initializer.append(helper.make_sparse_tensor(values, indices, [1 << 40]))


def _custom_operators(model: onnx.ModelProto) -> None:
    model.opset_import.append(helper.make_opsetid("com.microsoft", 1))


def _other_opset(model: onnx.ModelProto) -> None:
    model.opset_import[0].version = 21


def _many_nodes(model: onnx.ModelProto) -> None:
    for number in range(MAX_NODES):
        model.graph.node.append(helper.make_node("Neg", ["colour"], [f"n{number}"]))


def _huge_shape(model: onnx.ModelProto) -> None:
    shape = np.array([1 << 20, 1 << 20], np.int64)
    model.graph.initializer.append(numpy_helper.from_array(shape, "shape"))
    model.graph.node.append(helper.make_node("ConstantOfShape", ["shape"], ["huge"]))


def _false_size(model: onnx.ModelProto) -> None:
    model.graph.initializer[0].dims[0] = 1 << 40


def _unknown_weights(model: onnx.ModelProto) -> None:
    model.graph.node[2].input[1] = "other.weight"


def _own_weights(model: onnx.ModelProto) -> None:
    own = numpy_helper.from_array(np.zeros((3, CLASSES), np.float32), "layer.weight")
    model.graph.initializer.append(own)


def _computed_weights(model: onnx.ModelProto) -> None:
    model.graph.node.insert(2, helper.make_node("Neg", ["colour"], ["layer.weight"]))


def _another_input(model: onnx.ModelProto) -> None:
    model.graph.input.append(helper.make_tensor_value_info("path", TensorProto.STRING, [1]))


def _another_output(model: onnx.ModelProto) -> None:
    model.graph.output.append(helper.make_tensor_value_info("colour", TensorProto.FLOAT, ["b", 3]))


def _more_classes(model: onnx.ModelProto) -> None:
    model.graph.output[0].type.tensor_type.shape.dim[1].dim_value = 1 << 30


POISONS = {
    _add_node("Loop"): "operator 'Loop' is not allowed",
    _add_node("If"): "operator 'If' is not allowed",
    _add_node("RandomNormalLike"): "operator 'RandomNormalLike' is not allowed",
    _add_node("Relu", domain="com.microsoft"): "operator 'com.microsoft.Relu' is not allowed",
    _add_node("Relu", body=good_model().graph): "field that is not allowed",
    _external: "field that is not allowed",
    _external_without_location: "field that is not allowed",
    _function: "field that is not allowed",
    _sparse: "field that is not allowed",
    _custom_operators: "other operators than ONNX's version 18",
    _other_opset: "other operators than ONNX's version 18",
    _many_nodes: "nodes, more than 1,000",
    _huge_shape: r"tensor of shape \[1048576, 1048576\], which is too large",
    _false_size: "'axes' has another size than its shape says",
    _unknown_weights: "'other.weight' is neither computed before nor one of the weights",
    _own_weights: "'layer.weight' is a constant and one of the weights",
    _computed_weights: "'layer.weight' is computed twice",
    _another_input: "it takes something else than crops",
    _another_output: "it returns something else than logits",
    _more_classes: "it returns something else than logits",
}


@pytest.mark.parametrize(
    ("poison", "reason"),
    [pytest.param(poison, reason, id=reason[:40]) for poison, reason in POISONS.items()],
)
def test_a_poisoned_graph_is_refused_with_its_reason(
    poison: Callable[[onnx.ModelProto], None], reason: str
) -> None:
    model = good_model()
    poison(model)
    with pytest.raises(GraphError, match=reason):
        complete(model)


@pytest.mark.parametrize("length", [1, 17, 100, 151])
def test_a_graph_that_is_cut_off_is_refused(length: int) -> None:
    data = good_model().SerializeToString()[:length]
    with pytest.raises(GraphError):
        with_weights(data, GraphKind.LOGITS, WEIGHTS, size=SIZE, classes=CLASSES)


def test_a_second_graph_in_the_same_model_is_refused() -> None:
    twice = 2 * good_model().SerializeToString()
    with pytest.raises(GraphError, match="field twice"):
        with_weights(twice, GraphKind.LOGITS, WEIGHTS, size=SIZE, classes=CLASSES)


def test_weights_of_whole_numbers_are_refused() -> None:
    weights = {"layer.weight": np.ones((3, CLASSES), np.int64)}
    with pytest.raises(GraphError, match="are int64, not float16 or float32"):
        with_weights(
            good_model().SerializeToString(), GraphKind.LOGITS, weights, size=SIZE, classes=CLASSES
        )


def test_graphs_in_a_header_come_out_as_they_went_in() -> None:
    graphs = {GraphKind.LOGITS: b"one" * 1000, GraphKind.HEATMAPS: b"two"}
    packed = pack_graphs(graphs)
    assert {kind: unpack_graph(packed, kind) for kind in graphs} == graphs
    assert unpack_graph(packed, GraphKind.INT8_LOGITS) is None
    assert len(packed) < 200


def test_a_graph_that_grows_beyond_all_bounds_when_unpacked_is_refused() -> None:
    bomb = json.dumps(
        {"logits": base64.b64encode(zlib.compress(bytes(50 * MAX_BYTES))).decode("ascii")}
    )
    with pytest.raises(GraphError, match="larger than 2,000,000 bytes"):
        unpack_graph(bomb, GraphKind.LOGITS)


@pytest.mark.parametrize(
    "text", ["", "[]", '{"logits": 3}', '{"logits": "?"}', '{"logits": "AAAA"}']
)
def test_a_damaged_header_is_an_error_of_the_graph(text: str) -> None:
    with pytest.raises(GraphError, match="it is damaged"):
        unpack_graph(text, GraphKind.LOGITS)


@pytest.mark.parametrize("value", [0, 1, 127, 128, 300, 1 << 40])
def test_numbers_are_written_as_protocol_buffers_do(value: int) -> None:
    number = helper.make_opsetid("", 1)
    number.version = value
    encoded = encode_integer(2, value)
    assert onnx.OperatorSetIdProto.FromString(encoded).version == value
    ((field, _, found),) = read_fields(memoryview(encoded))
    assert (field, found) == (2, value)


def test_negative_numbers_are_read_packed_or_not() -> None:
    packed = onnx.AttributeProto(ints=[-1, 5]).SerializeToString()
    values = [value for _, _, value in read_fields(memoryview(packed))]
    assert read_integers(values) == [-1, 5]
