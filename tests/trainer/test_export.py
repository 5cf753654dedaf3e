"""`emotion-train export`: ONNX files that say what PyTorch says."""

import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from emotion_desktop.errors import CheckpointError, OutputError
from emotion_desktop.labels import FER2013_ORDER
from emotion_desktop.models import CheckpointMetadata, get_spec, list_models, load_checkpoint
from emotion_desktop.models.preprocess import preprocess
from tests.full_disk import files_end_at
from trainer import export
from trainer.cli.export import main
from trainer.evaluation.ensemble import Ensemble, load_model
from trainer.export import OPSET, TOLERANCE, export_onnx, export_pt2

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
    texts = {e.key: e.value for e in onnx.load(tmp_path / "x.onnx").metadata_props}
    header = CheckpointMetadata.model_validate_json(texts.pop("emotion_desktop"))
    assert header == checkpoint.metadata
    (crop,) = map(json.loads, texts.values())
    assert (crop["size"], crop["colours"]) == (48, "RGB")
    assert crop["classes"] == list(checkpoint.metadata.classes)
    assert crop["landmarks"]["left_eye"] == pytest.approx([0.687, 0.394])


def test_an_ensemble_is_one_network_that_says_what_the_ensemble_says(
    make_checkpoint: CheckpointMaker, tmp_path: Path
) -> None:
    classes = get_spec("vgg48_gray").classes
    turned = (*classes[1:], classes[0])
    paths = [make_checkpoint("vgg48_gray"), make_checkpoint("resnet18_gray", classes=turned)]
    ensemble = load_model(",".join(map(str, paths)))
    assert isinstance(ensemble, Ensemble)
    assert export_onnx(ensemble, tmp_path / "x.onnx", opset=17) <= TOLERANCE
    faces = torch.randint(0, 256, (3, 48, 48), dtype=torch.uint8)
    expected = ensemble.predict(faces, device=torch.device("cpu")).exp()
    session = onnxruntime.InferenceSession(tmp_path / "x.onnx", providers=["CPUExecutionProvider"])
    x = preprocess(faces, get_spec("vgg48_gray")).numpy()
    (found,) = session.run(["probabilities"], {"input": x})
    assert np.allclose(found, expected.numpy(), atol=TOLERANCE)
    texts = session.get_modelmeta().custom_metadata_map
    assert len(json.loads(texts["emotion_desktop_members"])) == 2


def test_members_with_other_inputs_are_no_one_network(make_checkpoint: CheckpointMaker) -> None:
    both = [make_checkpoint("cnn48_gray"), make_checkpoint("cnn48_rgb", classes=FER2013_ORDER)]
    with pytest.raises(CheckpointError, match="cnn48_gray and cnn48_rgb have inputs of different"):
        export_onnx(load_model(",".join(map(str, both))), Path("nowhere.onnx"))


def test_a_program_of_torch_export_says_the_same_and_carries_the_same_texts(
    make_checkpoint: CheckpointMaker, tmp_path: Path
) -> None:
    checkpoint = load_checkpoint(make_checkpoint())
    assert export_pt2(checkpoint, tmp_path / "x.pt2") <= TOLERANCE
    extra = {"emotion_desktop": "", "emotion_desktop_crop": ""}
    program = torch.export.load(tmp_path / "x.pt2", extra_files=extra).module()
    x = torch.randn(5, *checkpoint.spec.input_shape)
    with torch.inference_mode():
        assert torch.allclose(program(x)[1], checkpoint.model(x), atol=1e-4)
    assert CheckpointMetadata.model_validate_json(extra["emotion_desktop"]) == checkpoint.metadata
    assert json.loads(extra["emotion_desktop_crop"])["layout"] == "NCHW"


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


@pytest.mark.parametrize("kind", ["onnx", "pt2"])
def test_the_example_reads_a_face_with_what_was_exported(
    kind: str, make_checkpoint: CheckpointMaker, tmp_path: Path
) -> None:
    checkpoint = load_checkpoint(make_checkpoint())
    path, photo = tmp_path / f"x.{kind}", tmp_path / "face.png"
    if kind == "onnx":
        export_onnx(checkpoint, path, opset=17)
    else:
        export_pt2(checkpoint, path)
    pixels = np.random.default_rng(1).integers(0, 256, (48, 48, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(photo)
    example = Path(__file__).parents[2] / "examples" / f"{kind}_photo.py"
    command = [sys.executable, str(example), str(path), str(photo)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    with torch.inference_mode():
        logits = checkpoint.model(preprocess(torch.tensor(pixels)[None], checkpoint.spec))
    expected = (logits / checkpoint.metadata.temperature).softmax(dim=1)[0]
    found = dict(line.split() for line in said.splitlines())
    assert list(found) == list(checkpoint.metadata.classes)
    assert [float(share) for share in found.values()] == pytest.approx(expected.tolist(), abs=2e-3)
