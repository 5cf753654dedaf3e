"""`emotion-train export`: ONNX files that say what PyTorch says."""

import importlib.util
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from emotion_desktop.errors import OutputError
from emotion_desktop.models import CheckpointMetadata, list_models, load_checkpoint
from tests.full_disk import files_end_at
from trainer import export
from trainer.cli.export import main
from trainer.export import OPSET, TOLERANCE, export_onnx

onnx = pytest.importorskip("onnx")
onnxruntime = pytest.importorskip("onnxruntime")

CheckpointMaker = Callable[..., Path]


pytestmark = pytest.mark.usefixtures("locked_while_open")


@pytest.mark.parametrize("opset", [17, pytest.param(OPSET, marks=pytest.mark.slow)])
@pytest.mark.parametrize("arch", list_models())
def test_every_architecture_exports_for_any_number_of_faces(
    arch: str, opset: int, make_checkpoint: CheckpointMaker, tmp_path: Path
) -> None:
    checkpoint = load_checkpoint(make_checkpoint(arch))
    assert export_onnx(checkpoint, tmp_path / "x.onnx", opset=opset) <= TOLERANCE
    session = onnxruntime.InferenceSession(tmp_path / "x.onnx", providers=["CPUExecutionProvider"])
    for count in (1, 3):
        x = torch.randn(count, *checkpoint.spec.input_shape)
        probabilities, logits = session.run(["probabilities", "logits"], {"input": x.numpy()})
        with torch.inference_mode():
            expected = checkpoint.model(x)
        assert np.allclose(logits, expected.numpy(), atol=1e-3)
        calibrated = (expected / checkpoint.metadata.temperature).softmax(dim=1)
        assert np.allclose(probabilities, calibrated.numpy(), atol=TOLERANCE)


@pytest.mark.parametrize("opset", [17, 20])
def test_the_operators_are_of_the_version_asked_for(
    opset: int, make_checkpoint: CheckpointMaker, tmp_path: Path
) -> None:
    path = tmp_path / "x.onnx"
    export_onnx(load_checkpoint(make_checkpoint()), path, opset=opset)
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    assert [entry.version for entry in model.opset_import if not entry.domain] == [opset]


def test_the_file_carries_the_metadata_of_the_checkpoint(
    make_checkpoint: CheckpointMaker, tmp_path: Path
) -> None:
    checkpoint = load_checkpoint(make_checkpoint())
    export_onnx(checkpoint, tmp_path / "x.onnx", opset=17)
    (entry,) = onnx.load(tmp_path / "x.onnx").metadata_props
    assert entry.key == "emotion_desktop"
    assert CheckpointMetadata.model_validate_json(entry.value) == checkpoint.metadata


def test_nothing_is_overwritten(make_checkpoint: CheckpointMaker, tmp_path: Path) -> None:
    path = tmp_path / "x.onnx"
    path.write_text("mine")
    with pytest.raises(OutputError, match="already there"):
        export_onnx(load_checkpoint(make_checkpoint()), path)
    assert path.read_text() == "mine"


def test_a_file_that_says_something_else_is_not_written(
    make_checkpoint: CheckpointMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "TOLERANCE", -1.0)
    with pytest.raises(OutputError, match="differ from PyTorch's"):
        export_onnx(load_checkpoint(make_checkpoint()), tmp_path / "x.onnx", opset=17)
    assert not (tmp_path / "x.onnx").exists()


def test_a_place_that_cannot_be_written_is_named(
    make_checkpoint: CheckpointMaker, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match=r"cannot write .*x\.onnx"):
        export_onnx(load_checkpoint(make_checkpoint()), tmp_path / "file" / "x.onnx", opset=17)


def test_a_disk_that_is_full_leaves_no_half_file(tmp_path: Path) -> None:
    with files_end_at(1000), pytest.raises(OutputError, match=r"cannot write .*: File too large"):
        export._write(tmp_path / "x.onnx", bytes(100_000))
    assert not (tmp_path / "x.onnx").exists()


def test_a_missing_package_is_named_with_the_command_that_brings_it(
    make_checkpoint: CheckpointMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(OutputError, match=r"onnx: pip install 'emotion-desktop\[train\]'"):
        export_onnx(load_checkpoint(make_checkpoint()), tmp_path / "x.onnx")


def test_the_command_writes_beside_the_user_and_tells_how_close_it_is(
    make_checkpoint: CheckpointMaker,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = make_checkpoint(name="mine")
    monkeypatch.chdir(tmp_path)
    main([str(path), "--onnx", "--opset", "17"])
    assert (tmp_path / "mine.onnx").stat().st_size > 2_000_000
    printed = capsys.readouterr().out
    assert "saved mine.onnx, 2.4 MB" in printed
    assert "no probability of ONNX Runtime differs from PyTorch's by more than" in printed
