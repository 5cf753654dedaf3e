"""YuNet, from a network that the test makes."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import helper, numpy_helper

from emotion_desktop.config import find_asset
from emotion_desktop.errors import SettingError
from emotion_desktop.vision.detection import Effort, open_detector
from emotion_desktop.vision.detection.yunet import faces_of


def test_a_yunet_that_is_not_there_or_is_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"there is no file .*none\.onnx"):
        open_detector(f"yunet:{tmp_path / 'none.onnx'}")
    other = find_asset("blazeface_short_range.onnx")
    for path in (other, tmp_path / "text.onnx"):
        (tmp_path / "text.onnx").write_text("no network")
        with pytest.raises(SettingError, match="is no YuNet"):
            open_detector(f"yunet:{path}")


def save_yunet(path: Path) -> None:
    """Write a network with YuNet's inputs and outputs, which takes all that is white for a face.

    Its boxes are four cells wide.
    """
    nodes, weights, outputs = [], [], []
    for stride in (8, 16, 32):
        cells, side = f"cells{stride}", [stride, stride]
        pool = helper.make_node("AveragePool", ["input"], [cells], kernel_shape=side, strides=side)
        nodes.append(pool)
        for kind, values in (("cls", 1), ("obj", 1), ("bbox", 4), ("kps", 10)):
            name = f"{kind}_{stride}"
            weight = np.full((values, 3, 1, 1), 1 / 765 if values == 1 else 0, np.float32)
            bias = np.zeros(values, np.float32)
            if kind == "bbox":
                bias[2:] = np.log(4)
            shape = np.array([1, -1, values], np.int64)
            weights += [
                numpy_helper.from_array(weight, f"{name}.0"),
                numpy_helper.from_array(bias, f"{name}.1"),
                numpy_helper.from_array(shape, f"{name}.2"),
            ]
            nodes += [
                helper.make_node("Conv", [cells, f"{name}.0", f"{name}.1"], [f"{name}.conv"]),
                helper.make_node(
                    "Transpose", [f"{name}.conv"], [f"{name}.last"], perm=[0, 2, 3, 1]
                ),
                helper.make_node("Reshape", [f"{name}.last", f"{name}.2"], [name]),
            ]
            outputs.append(
                helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [1, None, values])
            )
    image = helper.make_tensor_value_info("input", onnx.TensorProto.FLOAT, [1, 3, 640, 640])
    outputs.sort(key=lambda output: ("cls", "obj", "bbox", "kps").index(output.name.split("_")[0]))
    graph = helper.make_graph(nodes, "yunet", [image], outputs, weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 11)], ir_version=8)
    onnx.save(model, str(path))


def test_a_yunet_finds_faces_of_pictures_of_any_shape_where_they_are(tmp_path: Path) -> None:
    save_yunet(tmp_path / "yunet.onnx")
    detector = open_detector(f"yunet:{tmp_path / 'yunet.onnx'}", confidence=0.9)
    for height, width, effort in (
        (720, 1280, Effort.VIDEO),
        (720, 1280, Effort.STILL),
        (1000, 400, Effort.LIVE),
    ):
        image = np.zeros((height, width, 3), np.uint8)
        image[300:400, 200:300] = 255
        boxes = detector.detect(image, effort=effort).boxes
        middle = (boxes[:, :2] + boxes[:, 2:]) / 2
        assert len(boxes)
        np.testing.assert_allclose(middle.mean(axis=0), (250, 350), atol=35)


def test_rows_of_a_yunet_are_faces_with_a_mouth_between_its_corners() -> None:
    row = [10, 20, 40, 50, 20, 30, 40, 30, 30, 45, 22, 60, 38, 62, 0.8]
    faces = faces_of(np.array([row], np.float32), 2.0)
    assert faces.boxes.tolist() == [[20, 40, 100, 140]]
    assert faces.landmarks.mouth.tolist() == [[60, 122]]
    assert faces.landmarks.left_ear is None
    assert faces.scores.tolist() == pytest.approx([0.8])
