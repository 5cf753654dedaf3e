"""What computes a network: which one is chosen, and that all compute the same."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from onnx import TensorProto, helper

from emotion_desktop import config
from emotion_desktop.config import HeatmapMethod
from emotion_desktop.domain import Floats, Image
from emotion_desktop.errors import CheckpointError, ModelError, SettingError
from emotion_desktop.models import list_models, load_checkpoint, read_metadata, save_checkpoint
from emotion_desktop.models.metadata import KEY, read_texts, read_verified, with_texts
from emotion_desktop.models.onnx_graph import KEY as GRAPHS
from emotion_desktop.models.onnx_graph import pack_graphs, unpack_graph
from emotion_desktop.models.onnx_interface import OPSET, GraphKind
from emotion_desktop.vision import backends
from emotion_desktop.vision.alignment import align, transforms_of_boxes
from emotion_desktop.vision.backends import onnx as onnx_backend
from emotion_desktop.vision.backends import open_backend, precision
from emotion_desktop.vision.backends.cuda_graphs import FixedBatches
from emotion_desktop.vision.backends.onnx import MissingGraphError, OnnxBackend
from emotion_desktop.vision.backends.pytorch import TorchBackend
from emotion_desktop.vision.detection import Effort, FaceDetector
from emotion_desktop.vision.ensemble import calibrated
from emotion_desktop.vision.predictor import EmotionPredictor

CheckpointMaker = Callable[..., Path]

PARITY = 1e-3
FACES = 100
MANY = 1000
ONNX = "CPU (ONNX Runtime, fp32)"
PYTORCH = "CPU (PyTorch, fp32)"


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of each test's own, for what was timed."""
    monkeypatch.setattr(precision, "cache_folder", lambda: tmp_path / "cache")
    return tmp_path / "cache"


def rewritten(name: str, folder: Path, **changes: object) -> Path:
    """Return a copy of a shipped checkpoint with another header and the same weights."""
    path = shipped(name)
    texts = read_texts(path)
    metadata = read_metadata(path)
    graphs = changes.pop("graphs", None)
    if graphs is not None:
        texts[GRAPHS] = str(graphs)
    texts[KEY] = metadata.model_copy(update=changes).model_dump_json()
    copy = folder / f"{name}.safetensors"
    copy.write_bytes(with_texts(read_verified(path, metadata), texts))
    return copy


def shipped(name: str) -> Path:
    return config.find_checkpoint(name)


def faces(demo_images: tuple[Image, ...], size: int, count: int = FACES) -> Image:
    """Return `count` cuts from a picture with a face, of many places and sizes."""
    rng = np.random.default_rng(3)
    crops = np.empty((count, size, size, 3), np.uint8)
    for crop in crops:
        image = demo_images[rng.integers(len(demo_images))]
        zoom = int(rng.integers(1, 1 + min(image.shape[:2]) // size))
        y, x = (rng.integers(0, side - zoom * size + 1) for side in image.shape[:2])
        crop[:] = image[y : y + zoom * size : zoom, x : x + zoom * size : zoom, ::-1]
    return crops


def probabilities(backend: backends.Backend, crops: Image) -> Floats:
    return calibrated(backend.logits(crops), backend.metadata.temperature)


@pytest.mark.parametrize(
    ("name", "count"),
    [
        *(pytest.param(name, FACES, marks=pytest.mark.slow) for name in list_models()),
        *(pytest.param(name, MANY, marks=pytest.mark.long) for name in config.list_checkpoints()),
    ],
)
def test_onnx_runtime_reads_faces_as_pytorch_does(
    name: str, count: int, demo_images: tuple[Image, ...]
) -> None:
    fast, exact = OnnxBackend(shipped(name)), TorchBackend(shipped(name), "cpu")
    crops = faces(demo_images, fast.metadata.input.size, count)
    ours, wanted = probabilities(fast, crops), probabilities(exact, crops)
    assert np.abs(ours - wanted).max() <= PARITY
    np.testing.assert_array_equal(ours.argmax(axis=1), wanted.argmax(axis=1))
    assert len(set(wanted.argmax(axis=1).tolist())) > 1


@pytest.mark.slow
@pytest.mark.parametrize("name", list_models())
@pytest.mark.parametrize("method", HeatmapMethod)
def test_onnx_runtime_explains_as_pytorch_does(
    name: str, method: HeatmapMethod, demo_images: tuple[Image, ...]
) -> None:
    fast, exact = OnnxBackend(shipped(name)), TorchBackend(shipped(name), "cpu")
    crops = faces(demo_images, fast.metadata.input.size, count=8)
    classes = np.arange(8) % len(fast.metadata.classes)
    for wanted in (classes, None):
        ours, theirs = (one.heatmaps(crops, wanted, method) for one in (fast, exact))
        # Where several pixels of a pool are equal, its gradient goes to other ones.
        assert np.quantile(np.abs(ours - theirs), 0.99) <= PARITY


@pytest.mark.parametrize("name", list_models())
def test_the_two_kinds_of_heatmaps_differ(name: str, demo_images: tuple[Image, ...]) -> None:
    backend = OnnxBackend(shipped(name))
    crops = faces(demo_images, backend.metadata.input.size, count=2)
    default, gradcam = (backend.heatmaps(crops, None, method) for method in HeatmapMethod)
    assert np.abs(default - gradcam).max() > 0.1


def test_a_checkpoint_is_used_without_pytorch_and_onnx() -> None:
    code = """
import sys
from emotion_desktop.vision.pipeline import FramePipeline
from emotion_desktop.vision.pipeline_request import PipelineRequest
from emotion_desktop.vision.predictor import EmotionPredictor
from emotion_desktop.vision.sources import open_source
predictor = EmotionPredictor("cnn48_rgb", device="cpu", backend="onnx")
pipeline = FramePipeline(predictor, PipelineRequest(heatmaps=True))
result = pipeline.process(open_source("demo").read())
print(len(result), result.heatmaps.any())
pipeline.close()
print({"torch", "onnx", "onnxscript"} & sys.modules.keys(), predictor.device_name)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.split("\n")[:2] == ["1 True", f"set() {ONNX}"]


def test_an_unknown_architecture_runs_on_the_cpu_and_says_so_on_a_gpu(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, demo_images: tuple[Image, ...]
) -> None:
    monkeypatch.delenv(backends.VARIABLE)
    monkeypatch.setattr(backends, "has_accelerator", lambda device: device != "cpu")
    path = rewritten("cnn48_rgb", tmp_path, architecture="net_of_2031")
    crops = faces(demo_images, 48, count=3)
    for device in ("cpu", "auto"):
        np.testing.assert_array_equal(
            open_backend(path, device).logits(crops),
            OnnxBackend(shipped("cnn48_rgb")).logits(crops),
        )
    with pytest.raises(
        CheckpointError,
        match=r"'net_of_2031', an architecture this version does not know; only ONNX Runtime can "
        r"run it: --device cpu --backend onnx$",
    ):
        TorchBackend(path, "cpu")  # as on a GPU, which this machine may lack


def test_damaged_weights_are_refused(make_checkpoint: CheckpointMaker) -> None:
    path = make_checkpoint("cnn48_rgb")
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    with pytest.raises(CheckpointError, match="checksum differs"):
        OnnxBackend(path)


def test_weights_that_do_not_fit_the_graph_are_one_sentence(tmp_path: Path) -> None:
    from emotion_desktop.models import create_model

    path = rewritten("cnn48_rgb", tmp_path, architecture="somebodys_net")
    metadata = read_metadata(path)
    packed = read_texts(path)[GRAPHS]
    logits = unpack_graph(packed, GraphKind.LOGITS)
    assert logits is not None
    save_checkpoint(path, create_model("resnet18_gray", 4), metadata, {GraphKind.LOGITS: logits})
    with pytest.raises(CheckpointError, match=r"is refused: 'features.0.weight' is neither"):
        OnnxBackend(path)


def memory_bomb() -> bytes:
    """A small graph that makes a tensor of 70 GB, whose shape it computes."""
    nodes = [
        helper.make_node("Mul", ["side", "side"], ["many"]),
        helper.make_node("Concat", ["many", "side"], ["shape"], axis=0),
        helper.make_node("ConstantOfShape", ["shape"], ["huge"]),
        helper.make_node("ReduceSum", ["huge"], ["sum"], keepdims=0),
        helper.make_node("Cast", ["crops"], ["pixels"], to=TensorProto.FLOAT),
        helper.make_node("Add", ["pixels", "sum"], ["moved"]),
        helper.make_node("ReduceMean", ["moved", "axes"], ["mean"], keepdims=0),
        helper.make_node("Concat", ["mean", "mean"], ["six"], axis=1),
        helper.make_node("Slice", ["six", "from", "to", "columns"], ["logits"]),
    ]
    graph = helper.make_graph(
        nodes,
        "g",
        [helper.make_tensor_value_info("crops", TensorProto.UINT8, ["n", 48, 48, 3])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["n", 4])],
        [
            onnx.numpy_helper.from_array(np.array(value, np.int64), name)
            for name, value in {
                "side": [2600],
                "axes": [1, 2],
                "from": [0],
                "to": [4],
                "columns": [1],
            }.items()
        ],
    )
    opset = [helper.make_opsetid("", OPSET)]
    data: bytes = helper.make_model(graph, opset_imports=opset, ir_version=10).SerializeToString()
    return data


def test_a_graph_that_wants_all_memory_is_one_sentence(tmp_path: Path) -> None:
    graphs = pack_graphs({GraphKind.LOGITS: memory_bomb()})
    with pytest.raises(ModelError, match=r"^ONNX Runtime failed \("):
        OnnxBackend(rewritten("cnn48_rgb", tmp_path, graphs=graphs))


def test_a_graph_with_a_loop_is_one_sentence(tmp_path: Path) -> None:
    model = onnx.load_model_from_string(memory_bomb())
    model.graph.node[0].op_type = "Loop"
    graphs = pack_graphs({GraphKind.LOGITS: model.SerializeToString()})
    path = rewritten("cnn48_rgb", tmp_path, graphs=graphs)
    with pytest.raises(
        CheckpointError,
        match=r"^the graph of logits in .* is refused: the operator 'Loop' is not allowed; get",
    ):
        OnnxBackend(path)


@pytest.mark.slow
@pytest.mark.parametrize("name", list_models())
def test_int8_reads_faces_nearly_as_float32_does(
    name: str, demo_images: tuple[Image, ...], detector: FaceDetector
) -> None:
    quick, exact = OnnxBackend(shipped(name), "int8"), OnnxBackend(shipped(name))
    assert quick.device_name == "CPU (ONNX Runtime, int8)"
    size = quick.metadata.input.size
    found = detector.detect(demo_images[0], effort=Effort.STILL)
    rng = np.random.default_rng(5)
    boxes = found.boxes[:1] + rng.normal(0, 6, (40, 4)).astype(np.float32)
    crops = np.concatenate(
        [
            align(demo_images[i % 30], transforms_of_boxes(box[None], size), size)
            for i, box in enumerate(boxes)
        ]
    )
    ours, theirs = probabilities(quick, crops), probabilities(exact, crops)
    assert (
        np.abs(ours - theirs).mean() < 0.06
    )  # a drawn face is not like those it was calibrated on
    assert (ours.argmax(axis=1) == theirs.argmax(axis=1)).mean() >= 0.85
    np.testing.assert_array_equal(
        quick.heatmaps(crops[:2], np.zeros(2, np.int64)),
        exact.heatmaps(crops[:2], np.zeros(2, np.int64)),
    )


def test_live_the_faster_precision_is_timed_once_and_remembered(
    own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, asked = shipped("cnn48_rgb"), []

    def int8_wins(runs: dict[str, Callable[[], object]]) -> str:
        asked.append(set(runs))
        return "int8"

    monkeypatch.setattr("emotion_desktop.vision.backends.onnx.faster", int8_wins)
    assert OnnxBackend(path, "auto").precision == "int8"
    assert OnnxBackend(path, "auto").precision == "int8"
    assert asked == [{"fp32", "int8"}]
    (own_cache / "precision.json").write_text("[damaged")
    assert OnnxBackend(path, "auto").precision == "int8"
    assert len(asked) == 2


def test_the_faster_one_is_the_one_with_the_lesser_median() -> None:
    import time

    def slow() -> None:
        time.sleep(0.002)

    assert precision.faster({"fp32": slow, "int8": lambda: None}) == "int8"


def test_without_an_int8_graph_auto_is_fp32_and_int8_says_what_to_do(tmp_path: Path) -> None:
    packed = read_texts(shipped("cnn48_rgb"))[GRAPHS]
    logits = unpack_graph(packed, GraphKind.LOGITS)
    assert logits is not None
    path = rewritten("cnn48_rgb", tmp_path, graphs=pack_graphs({GraphKind.LOGITS: logits}))
    assert OnnxBackend(path, "auto").precision == "fp32"
    with pytest.raises(MissingGraphError, match="no graph of logits, int8; add it: emotion-train"):
        OnnxBackend(path, "int8")
    with pytest.raises(SettingError, match="only ONNX Runtime computes in int8"):
        open_backend(path, "cpu", "torch", "int8")
    with pytest.raises(SettingError, match="no precision 'int4'; choose one of auto, fp32, int8"):
        open_backend(path, "cpu", "onnx", "int4")


def test_a_checkpoint_without_graphs_is_computed_by_pytorch_unless_onnx_was_asked_for(
    make_checkpoint: CheckpointMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(backends.VARIABLE)
    path = make_checkpoint("cnn48_rgb")
    assert open_backend(path, "cpu").device_name == PYTORCH
    with pytest.raises(MissingGraphError, match="add it: emotion-train upgrade"):
        open_backend(path, "cpu", "onnx")


@pytest.mark.parametrize(
    ("device", "gpu", "chosen"),
    [
        ("cpu", True, ONNX),
        ("auto", False, ONNX),
        ("auto", True, ONNX),  # a driver, but a PyTorch that cannot use it
    ],
)
def test_on_a_cpu_onnx_runtime_is_chosen(
    monkeypatch: pytest.MonkeyPatch, device: str, gpu: bool, chosen: str
) -> None:
    monkeypatch.delenv(backends.VARIABLE)
    monkeypatch.setattr(backends, "driver_shows_gpu", lambda: gpu)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert open_backend(shipped("cnn48_rgb"), device).device_name == chosen


def test_the_environment_decides_where_nobody_else_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(backends.VARIABLE, "torch")
    assert open_backend(shipped("cnn48_rgb"), "cpu").device_name == PYTORCH
    assert open_backend(shipped("cnn48_rgb"), "cpu", "onnx").device_name == ONNX
    monkeypatch.setenv(backends.VARIABLE, "tensorflow")
    with pytest.raises(SettingError, match="no backend 'tensorflow'; choose one of auto, onnx"):
        open_backend(shipped("cnn48_rgb"), "cpu")


def test_onnx_is_not_for_gpus() -> None:
    with pytest.raises(SettingError, match="computes on the CPU, not on cuda"):
        open_backend(shipped("cnn48_rgb"), "cuda", "onnx")


def test_a_device_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(backends.VARIABLE)
    with pytest.raises(CheckpointError, match="device 'cuda:7' is not available here"):
        EmotionPredictor("cnn48_rgb", device="cuda:7")


@pytest.mark.parametrize("count", [1, 3, 16, 21])
def test_batches_of_fixed_sizes_change_nothing(demo_images: tuple[Image, ...], count: int) -> None:
    exact = TorchBackend(shipped("cnn48_rgb"), "cpu")
    checkpoint = load_checkpoint(shipped("cnn48_rgb"))
    batches = FixedBatches(checkpoint.model, checkpoint.spec, torch.device("cpu"))
    crops = faces(demo_images, 48, count)
    np.testing.assert_allclose(batches.logits(crops), exact.logits(crops), atol=1e-5)


@pytest.mark.parametrize(("processes", "threads"), [(1, 4), (4, 4), (8, 2), (16, 1), (40, 1)])
def test_processes_beside_each_other_share_the_cores(
    processes: int, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(16), raising=False)
    monkeypatch.setattr(onnx_backend, "_sharing", [1])
    onnx_backend.share_cores(processes)
    assert onnx_backend.thread_count() == threads


def test_results_do_not_depend_on_how_many_processes_share_the_cores(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(4), raising=False)
    monkeypatch.setattr(onnx_backend, "_sharing", [1])
    path = shipped("cnn48_gray")
    crops = np.random.default_rng(0).integers(0, 256, (7, 48, 48, 3), np.uint8)
    found = []
    for processes in (1, 2, 4):
        onnx_backend.share_cores(processes)
        found.append(OnnxBackend(path).logits(crops).tobytes())
    assert found[0] == found[1] == found[2]
