"""Checkpoints from elsewhere: whatever is wrong with one, each backend says it in one sentence."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from emotion_desktop.config import find_checkpoint
from emotion_desktop.errors import CheckpointError, ModelError, UnknownModelError
from emotion_desktop.labels import Emotion
from emotion_desktop.models import read_metadata
from emotion_desktop.models.metadata import MAX_FILE, read_texts, with_texts
from emotion_desktop.vision.crop_predictor import CropPredictor
from tests.vision.spoilt_checkpoint import NAME, Weights, filled, spoilt


def refusal(path: Path, backend: str) -> str:
    with pytest.raises(ModelError) as caught:
        CropPredictor(path, device="cpu", backend=backend)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert len(sentence) < 800
    assert "--backend" not in sentence
    return sentence


@pytest.fixture(params=["onnx", "torch"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_weights_that_are_no_numbers_are_refused(
    value: float, backend: str, tmp_path: Path
) -> None:
    assert "are not all finite" in refusal(spoilt(tmp_path, weights=filled(value)), backend)


def test_finite_weights_whose_answers_are_no_numbers_are_refused(
    backend: str, tmp_path: Path
) -> None:
    def huge(weights: Weights) -> Weights:
        return {name: np.full(values.shape, 3e38, np.float32) for name, values in weights.items()}

    said = refusal(spoilt(tmp_path, weights=huge), backend)
    assert said.startswith("spoilt gives no probabilities")


@pytest.mark.parametrize(
    "temperature", [0, -1, 1e-300, 1e300, 10**400, float("nan"), float("inf"), "hot", None]
)
def test_a_temperature_that_is_none_is_refused(
    temperature: object, backend: str, tmp_path: Path
) -> None:
    assert "invalid at temperature" in refusal(
        spoilt(tmp_path, {"temperature": temperature}), backend
    )


@pytest.mark.parametrize("size", [-1, 0, 7, 100_000, 10**30, "48 px", 47])
def test_an_input_size_that_is_none_is_refused(size: object, backend: str, tmp_path: Path) -> None:
    given = {"channels": 3, "mean": [0.5] * 3, "std": [0.5] * 3, "size": size}
    assert "spoilt.safetensors" in refusal(spoilt(tmp_path, {"input": given}), backend)


@pytest.mark.parametrize("architecture", [NAME, "somebodys_net"])
@pytest.mark.parametrize(
    "change",
    [
        {"mean": [0.5]},
        {"mean": [float("nan")] * 3},
        {"std": [0.0] * 3},
        {"std": [float("inf")] * 3},
        {"size": 100_000},
        {"size": -1},
        {"channels": 2},
    ],
)
def test_an_input_that_is_none_is_refused_whatever_the_architecture(
    architecture: str, change: dict[str, object], tmp_path: Path
) -> None:
    given = {"channels": 3, "mean": [0.5] * 3, "std": [0.5] * 3, "size": 48} | change
    path = spoilt(tmp_path, {"input": given, "architecture": architecture})
    assert "invalid at input" in refusal(path, "onnx")


def test_another_normalisation_than_the_architectures_is_refused(
    backend: str, tmp_path: Path
) -> None:
    given = {"channels": 3, "mean": [0.4] * 3, "std": [0.5] * 3, "size": 48}
    assert "different input format" in refusal(spoilt(tmp_path, {"input": given}), backend)


@pytest.mark.parametrize("count", [2, 3, 5, 8])
def test_more_or_fewer_classes_than_outputs_are_refused(
    count: int, backend: str, tmp_path: Path
) -> None:
    path = spoilt(tmp_path, {"classes": list(Emotion)[:count]})
    assert f"do not fit {NAME} with {count} classes" in refusal(path, backend)


def test_a_foreign_network_with_other_classes_than_outputs_is_refused(tmp_path: Path) -> None:
    classes = list(Emotion)[:5]
    refusal(spoilt(tmp_path, {"classes": classes, "architecture": "somebodys_net"}), "onnx")


def test_a_checkpoint_without_a_temperature_is_refused(backend: str, tmp_path: Path) -> None:
    path = spoilt(tmp_path)
    texts = read_texts(path)
    document = json.loads(texts["emotion_desktop"])
    del document["temperature"]
    texts["emotion_desktop"] = json.dumps(document)
    path.write_bytes(with_texts(path.read_bytes(), texts))
    assert "invalid at temperature" in refusal(path, backend)


def grown(weights: Weights) -> Weights:
    name = next(key for key in weights if key.endswith("weight"))
    return weights | {name: np.repeat(weights[name], 2, axis=0)}


def added(weights: Weights) -> Weights:
    return weights | {"extra": np.ones(3, np.float16)}


def removed(weights: Weights) -> Weights:
    return {name: values for name, values in weights.items() if not name.endswith("bias")}


def broadcast(weights: Weights) -> Weights:
    name = [key for key in weights if key.endswith("bias")][-1]
    return weights | {name: weights[name][:1]}


@pytest.mark.parametrize("change", [grown, added, removed, broadcast])
def test_weights_of_other_shapes_or_names_are_refused(
    change: Callable[[Weights], Weights], backend: str, tmp_path: Path
) -> None:
    assert "do not fit" in refusal(spoilt(tmp_path, weights=change), backend)


def test_weights_that_are_whole_numbers_are_refused(backend: str, tmp_path: Path) -> None:
    def whole(weights: Weights) -> Weights:
        return {name: np.ones(values.shape, np.int64) for name, values in weights.items()}

    assert "int64" in refusal(spoilt(tmp_path, weights=whole), backend)


@pytest.mark.parametrize(
    "metrics",
    [
        {"confusion": [[10**400] * 4] * 4},
        {"confusion": [[-1] * 4] * 4},
        {"confusion": [[1] * 3] * 4},
        {"confusion": [[1] * 4] * 3},
        {"confusion": []},
        {"confusion": [[1.5] * 4] * 4},
        {"count": 10**30},
        {"nll": float("inf")},
        {"nll": 1e300},
        {"accuracy": float("nan")},
        {"recall": {}},
        {"protocol": "x" * 10_000},
    ],
)
def test_absurd_figures_are_refused(
    metrics: dict[str, object], backend: str, tmp_path: Path
) -> None:
    assert "invalid at metrics" in refusal(spoilt(tmp_path, metrics=metrics), backend)


@pytest.mark.parametrize(
    "change",
    [
        {"parameters": 10**400},
        {"parameters": 10**18},
        {"architecture": "x" * 1_000_000},
        {"architecture": "two\nlines"},
        {"package_version": "1" * 100_000},
        {"history": [{"epoch": 10**30}]},
        {"metrics": {"x" * 1_000_000: {}}},
        {"x" * 1_000_000: 1},
        {"training": None},
    ],
)
def test_absurd_metadata_is_refused(
    change: dict[str, object], backend: str, tmp_path: Path
) -> None:
    path = spoilt(tmp_path)
    texts = read_texts(path)
    texts["emotion_desktop"] = json.dumps(json.loads(texts["emotion_desktop"]) | change)
    path.write_bytes(with_texts(path.read_bytes(), texts))
    refusal(path, backend)


@pytest.mark.parametrize("share", [1e308, -1e308, 10**400, 0.5])
def test_absurd_figures_of_the_training_do_no_harm(share: float, tmp_path: Path) -> None:
    training = {"progressive_size": 24, "progressive_fraction": share, "epochs": 10**300}
    metadata = read_metadata(spoilt(tmp_path, {"training": training}))
    assert metadata.small_epochs == 0
    assert metadata.kept is not None


def header(text: bytes) -> bytes:
    return len(text).to_bytes(8, "little") + text


DEEP = b"[" * 200_000 + b"]" * 200_000
METADATA = b'{"__metadata__": {"emotion_desktop": %s}}'


@pytest.mark.parametrize(
    "content",
    [
        header(DEEP),
        header(METADATA % json.dumps(DEEP.decode()).encode()),
        header(METADATA % b'{"a": 1}'),
        header(b'{"__metadata__": []}'),
        header(b'{"__metadata__": {"emotion_desktop": "{}"}, "tensor": 3}'),
        header(b'{"__metadata__": {"emotion_desktop": "{}"}, "tensor": {"shape": 3}}'),
        header(b'{"a": 1' + b"0" * 10_000 + b"}"),
        b"\xff" * 100,
        (1 << 40).to_bytes(8, "little"),
        b"",
    ],
)
def test_a_header_that_is_none_is_refused(content: bytes, backend: str, tmp_path: Path) -> None:
    path = tmp_path / "header.safetensors"
    path.write_bytes(content)
    assert str(path) in refusal(path, backend)


def test_deeply_nested_graphs_are_refused(tmp_path: Path) -> None:
    path = spoilt(tmp_path)
    texts = read_texts(path) | {"emotion_desktop_graphs": DEEP.decode()}
    path.write_bytes(with_texts(path.read_bytes(), texts))
    assert "it is damaged" in refusal(path, "onnx")


def test_deeply_nested_values_of_the_training_are_refused(backend: str, tmp_path: Path) -> None:
    path = spoilt(tmp_path)
    texts = read_texts(path)
    text = texts["emotion_desktop"]
    texts["emotion_desktop"] = text.replace(
        '"training": {', '"training": {"a":' + DEEP.decode() + ","
    )
    path.write_bytes(with_texts(path.read_bytes(), texts))
    refusal(path, backend)


def test_a_file_of_absurd_size_is_refused_unread(backend: str, tmp_path: Path) -> None:
    path = spoilt(tmp_path)
    os.truncate(path, MAX_FILE + 1)
    assert "is larger than 2000 MB" in refusal(path, backend)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_pipe_a_device_and_a_folder_are_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.safetensors")
    (tmp_path / "folder.safetensors").mkdir()
    (tmp_path / "device.safetensors").symlink_to("/dev/zero")
    for path in tmp_path.iterdir():
        with pytest.raises(CheckpointError, match="is no file"):
            read_metadata(path)


@pytest.mark.parametrize("name", ["m" * 300, "m" * 5_000, "a/" * 3_000, "\0", "m" * 300 + ",other"])
def test_a_name_nobody_can_have_is_an_unknown_model(name: str) -> None:
    with pytest.raises(UnknownModelError, match="no checkpoint") as caught:
        find_checkpoint(name)
    assert len(str(caught.value)) < 1_500


def test_the_bad_files_of_a_folder_leave_all_else_working(tmp_path: Path) -> None:
    (tmp_path / "deep.safetensors").write_bytes(header(DEEP))
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pipe.safetensors")
    spoilt(tmp_path, weights=filled(np.nan), metrics={"macro_f1": 1.0, "accuracy": 1.0})
    code = (
        "from emotion_desktop.vision.model_catalog import catalog, default_checkpoint\n"
        "entries = {entry.name: entry for entry in catalog()}\n"
        "assert 'is not a checkpoint' in str(entries['deep'].error)\n"
        "assert entries['cnn48_gray'].trained\n"
        "print(default_checkpoint())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env=os.environ | {"EMOTION_DESKTOP_CHECKPOINTS": str(tmp_path)},
    )
    assert done.stdout.strip() == "cnn48_gray"
