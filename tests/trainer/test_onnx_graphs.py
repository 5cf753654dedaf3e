"""What a training writes into the header, by which the app runs the checkpoint without PyTorch."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from emotion_desktop.config import HeatmapMethod
from emotion_desktop.models import load_checkpoint, read_metadata
from emotion_desktop.models.metadata import KEY, read_texts, read_verified, with_texts
from emotion_desktop.models.onnx_graph import KEY as GRAPHS
from emotion_desktop.vision.backends.onnx import MissingGraphError, OnnxBackend
from emotion_desktop.vision.backends.pytorch import TorchBackend
from trainer.cli import train_main

DataMaker = Callable[..., tuple[Path, Path]]
Arguments = Callable[..., list[str]]


@pytest.mark.slow
@pytest.mark.graphs
def test_a_trained_checkpoint_carries_its_graphs_and_one_without_them_is_upgraded(
    make_data: DataMaker, arguments: Arguments, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, ferplus = make_data(70, 14, 14)
    run = tmp_path / "run"
    assert train_main(arguments(data, ferplus, run, "--epochs", "1")) == 0
    path = run / "cnn48_rgb.safetensors"
    crops = np.random.default_rng(0).integers(0, 256, (5, 48, 48, 3), np.uint8)
    ours, exact = OnnxBackend(path), TorchBackend(path, "cpu")
    np.testing.assert_allclose(ours.logits(crops), exact.logits(crops), atol=1e-3)
    for method in HeatmapMethod:
        maps = (backend.heatmaps(crops, None, method) for backend in (ours, exact))
        np.testing.assert_allclose(next(maps), next(maps), atol=1e-3)
    assert OnnxBackend(path, "int8").logits(crops).shape == (5, 4)
    metrics = read_metadata(path).metrics
    assert {"PublicTest, int8", "PrivateTest, int8"} < metrics.keys()
    assert str(metrics["PrivateTest, int8"].protocol).endswith("single crop, int8")
    assert "single crop, int8" in (run / "MODEL_CARD.md").read_text()

    metadata = read_metadata(path)
    bare = metadata.model_copy(
        update={"metrics": {k: v for k, v in metrics.items() if "int8" not in k}}
    )
    whole = path.read_bytes()
    old = tmp_path / "old.safetensors"
    old.write_bytes(with_texts(read_verified(path, metadata), {KEY: bare.model_dump_json()}))
    with pytest.raises(MissingGraphError, match=f"add it: emotion-train upgrade {old}"):
        OnnxBackend(old)
    capsys.readouterr()
    assert train_main(["upgrade", str(old), "--data", str(data), "--ferplus", str(ferplus)]) == 0
    assert "graphs of logits in float32 and int8" in capsys.readouterr().out
    assert read_texts(old)[GRAPHS] == read_texts(path)[GRAPHS]
    assert read_metadata(old) == metadata
    weights = slice(8 + int.from_bytes(whole[:8], "little"), None)
    upgraded = old.read_bytes()
    assert upgraded[8 + int.from_bytes(upgraded[:8], "little") :] == whole[weights]
    assert load_checkpoint(old).metadata == metadata


def test_upgrading_what_is_no_checkpoint_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.safetensors"
    path.write_bytes(b"nothing")
    assert train_main(["upgrade", str(path)]) == 1
    assert capsys.readouterr().err.startswith(f"error: {path} is not a safetensors file")
