"""What computes a network: which one is chosen, and that all compute the same."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from emotion_desktop import config
from emotion_desktop.domain import Floats, Image
from emotion_desktop.errors import CheckpointError, SettingError
from emotion_desktop.models import list_models, load_checkpoint, read_metadata
from emotion_desktop.models.graph_format import Kind
from emotion_desktop.models.graphs import write_graph
from emotion_desktop.vision import backends
from emotion_desktop.vision.backends import compiled as cache
from emotion_desktop.vision.backends import open_backend
from emotion_desktop.vision.backends.batches import FixedBatches
from emotion_desktop.vision.backends.compiled import CompilerError, compiled
from emotion_desktop.vision.backends.onnx import OnnxBackend
from emotion_desktop.vision.backends.pytorch import TorchBackend
from emotion_desktop.vision.ensemble import calibrated
from emotion_desktop.vision.predictor import EmotionPredictor

CheckpointMaker = Callable[..., Path]

PARITY = 1e-3
FACES = 100


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One cache for all tests here, so that each architecture is compiled once."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # of all workers
    folder /= "compiled checkpoints"
    monkeypatch.setattr(cache, "cache_folder", lambda: folder)
    return folder


def shipped(name: str) -> Path:
    return config.find_checkpoint(name)


def compiled_here(name: str, kind: Kind) -> OnnxBackend:
    """Compile in this process, which has PyTorch at hand, and open the result."""
    path = shipped(name)
    for one in {Kind.LOGITS, kind}:
        file = cache.file_of(one, read_metadata(path))
        if not file.is_file():
            write_graph(one, path, file)
    return OnnxBackend(path)


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


@pytest.mark.slow
@pytest.mark.parametrize("name", list_models())
def test_onnx_runtime_reads_faces_as_pytorch_does(
    name: str, demo_images: tuple[Image, ...]
) -> None:
    fast, exact = compiled_here(name, Kind.LOGITS), TorchBackend(shipped(name), "cpu")
    crops = faces(demo_images, fast.metadata.input.size)
    ours, wanted = probabilities(fast, crops), probabilities(exact, crops)
    assert np.abs(ours - wanted).max() <= PARITY
    np.testing.assert_array_equal(ours.argmax(axis=1), wanted.argmax(axis=1))
    assert len(set(wanted.argmax(axis=1).tolist())) > 1


@pytest.mark.slow
@pytest.mark.parametrize("name", list_models())
def test_onnx_runtime_explains_as_pytorch_does(name: str, demo_images: tuple[Image, ...]) -> None:
    fast, exact = compiled_here(name, Kind.HEATMAPS), TorchBackend(shipped(name), "cpu")
    crops = faces(demo_images, fast.metadata.input.size, count=8)
    classes = np.arange(8) % len(fast.metadata.classes)
    np.testing.assert_allclose(
        fast.heatmaps(crops, classes), exact.heatmaps(crops, classes), atol=1e-4
    )
    np.testing.assert_allclose(fast.heatmaps(crops), exact.heatmaps(crops), atol=1e-4)


def test_a_compiled_checkpoint_is_used_without_pytorch(own_cache: Path) -> None:
    OnnxBackend(shipped("cnn48_rgb"))
    code = f"""
import sys
from pathlib import Path
from emotion_desktop.vision.backends import compiled
compiled.cache_folder = lambda: Path({str(own_cache)!r})
from emotion_desktop.domain import Frame
from emotion_desktop.vision.pipeline import FramePipeline
from emotion_desktop.vision.predictor import EmotionPredictor
from emotion_desktop.vision.sources import open_source
predictor = EmotionPredictor("cnn48_rgb", device="cpu", backend="onnx")
pipeline = FramePipeline(predictor, live=True)
print(len(pipeline.process(open_source("demo").read())))
pipeline.close()
print("torch" in sys.modules, predictor.device_name)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.split("\n")[:2] == ["1", "False CPU (ONNX Runtime)"]


def test_compiling_is_done_once(own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    OnnxBackend(shipped("cnn48_rgb"))
    monkeypatch.setattr(cache, "_COMPILER", "no_such_module")
    OnnxBackend(shipped("cnn48_rgb"))
    assert list(own_cache.rglob("cnn48_rgb-*-logits.onnx"))


def test_a_damaged_file_in_the_cache_is_made_again(
    own_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = cache.compiled(Kind.LOGITS, shipped("cnn48_rgb"), read_metadata(shipped("cnn48_rgb")))
    # The compiler takes long and is tested elsewhere: this one has the file at hand.
    (tmp_path / "quick_compiler.py").write_text(
        f"import shutil, sys; shutil.copyfile({str(good)!r}, sys.argv[3])"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(cache, "_COMPILER", "quick_compiler")
    monkeypatch.setattr(cache, "cache_folder", lambda: tmp_path)
    (tmp_path / "compiled").mkdir()
    file = tmp_path / "compiled" / good.name
    file.write_bytes(good.read_bytes()[:1000])
    OnnxBackend(shipped("cnn48_rgb"))
    assert file.stat().st_size == good.stat().st_size


def test_other_weights_are_another_file(make_checkpoint: CheckpointMaker) -> None:
    own, ours = make_checkpoint("cnn48_rgb"), shipped("cnn48_rgb")
    keys = {cache._key(load_checkpoint(path).metadata) for path in (own, ours)}
    assert len(keys) == 2


def test_the_files_used_longest_ago_go_first(tmp_path: Path) -> None:
    for age in range(cache.KEPT + 3):
        (tmp_path / f"{age}.onnx").touch()
        os.utime(tmp_path / f"{age}.onnx", (1e9 - age, 1e9 - age))
    cache._remove_oldest(tmp_path)
    assert {int(file.stem) for file in tmp_path.iterdir()} == set(range(cache.KEPT))


def test_damaged_weights_are_refused_before_anything_is_compiled(
    make_checkpoint: CheckpointMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_COMPILER", "no_such_module")
    path = make_checkpoint("cnn48_rgb")
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    with pytest.raises(CheckpointError, match="checksum differs"):
        OnnxBackend(path)


def test_weights_that_do_not_fit_are_told_by_the_compiler(
    make_checkpoint: CheckpointMaker,
) -> None:
    from emotion_desktop.models import create_model, save_checkpoint

    path = make_checkpoint("cnn48_rgb")
    metadata = load_checkpoint(path).metadata
    save_checkpoint(path, create_model("cnn48_rgb", 7), metadata)
    with pytest.raises(CheckpointError, match=r"do not fit cnn48_rgb with 4 classes$"):
        OnnxBackend(path)


def test_a_compiler_that_fails_is_an_error_of_one_line(
    make_checkpoint: CheckpointMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_COMPILER", "no_such_module")
    path = make_checkpoint("cnn48_rgb")
    with pytest.raises(CompilerError, match=r"could not be compiled .*no_such_module"):
        compiled(Kind.LOGITS, path, load_checkpoint(path).metadata)


def test_a_cache_that_cannot_be_written_is_an_error(
    make_checkpoint: CheckpointMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    monkeypatch.setattr(cache, "cache_folder", lambda: blocked)
    path = make_checkpoint("cnn48_rgb")
    with pytest.raises(CompilerError, match="could not be compiled"):
        OnnxBackend(path)


def test_where_compiling_fails_pytorch_computes_unless_onnx_was_asked_for(
    make_checkpoint: CheckpointMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(backends.VARIABLE)
    monkeypatch.setattr(cache, "_COMPILER", "no_such_module")
    path = make_checkpoint("cnn48_rgb")
    assert open_backend(path, "cpu").device_name == "CPU"
    with pytest.raises(CompilerError):
        open_backend(path, "cpu", "onnx")


@pytest.mark.parametrize(
    ("device", "gpu", "chosen"),
    [
        ("cpu", True, "CPU (ONNX Runtime)"),
        ("auto", False, "CPU (ONNX Runtime)"),
        ("auto", True, "CPU (ONNX Runtime)"),  # a driver, but a PyTorch that cannot use it
    ],
)
def test_on_a_cpu_onnx_runtime_is_chosen(
    monkeypatch: pytest.MonkeyPatch, device: str, gpu: bool, chosen: str
) -> None:
    monkeypatch.delenv(backends.VARIABLE)
    monkeypatch.setattr(backends, "_driver_shows_gpu", lambda: gpu)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert open_backend(shipped("cnn48_rgb"), device).device_name == chosen


def test_the_environment_decides_where_nobody_else_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(backends.VARIABLE, "torch")
    assert open_backend(shipped("cnn48_rgb"), "cpu").device_name == "CPU"
    assert open_backend(shipped("cnn48_rgb"), "cpu", "onnx").device_name == "CPU (ONNX Runtime)"
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
