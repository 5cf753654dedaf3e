"""Saving and loading, and what is said of files that cannot be used."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from emotion_desktop.errors import CheckpointError
from emotion_desktop.labels import Emotion
from emotion_desktop.models import (
    create_model,
    get_spec,
    list_models,
    load_checkpoint,
    read_metadata,
    save_checkpoint,
)
from emotion_desktop.models.checkpoint import choose_device

CheckpointMaker = Callable[..., Path]


@pytest.mark.parametrize("name", list_models())
def test_a_saved_model_loads_with_the_same_logits_to_half_precision(
    name: str,
    make_checkpoint: CheckpointMaker,
) -> None:
    path = make_checkpoint(name)
    torch.manual_seed(0)
    model = create_model(name).half().float().eval()
    x = torch.randn(2, *get_spec(name).input_shape)
    assert torch.allclose(load_checkpoint(path).model(x), model(x), atol=1e-6)


def test_saving_what_was_loaded_changes_no_logit(
    make_checkpoint: CheckpointMaker, tmp_path: Path
) -> None:
    first = load_checkpoint(make_checkpoint())
    save_checkpoint(tmp_path / "again.safetensors", first.model, first.metadata)
    second = load_checkpoint(tmp_path / "again.safetensors")
    x = torch.randn(2, 3, 48, 48)
    assert torch.equal(first.model(x), second.model(x))


def test_metadata_survives(make_checkpoint: CheckpointMaker) -> None:
    metadata = read_metadata(make_checkpoint(accuracy=0.87))
    assert metadata.classes == get_spec("cnn48_rgb").classes
    assert metadata.temperature == 1.25
    assert metadata.measured is not None
    assert metadata.measured.accuracy == 0.87


def test_a_checkpoint_of_another_class_set_keeps_its_classes(
    make_checkpoint: CheckpointMaker,
) -> None:
    classes = (Emotion.SADNESS, Emotion.HAPPINESS)
    loaded = load_checkpoint(make_checkpoint(classes=classes))
    assert loaded.metadata.classes == classes
    assert loaded.model(torch.randn(1, 3, 48, 48)).shape == (1, 2)


@pytest.mark.usefixtures("labels_as_before")
def test_a_class_of_its_own_is_one_only_where_the_header_declares_it(
    make_checkpoint: CheckpointMaker,
) -> None:
    path, classes = make_checkpoint(), ["happiness", "glee", "anger", "fear"]
    declared = rewritten(path, classes=classes, own_classes={"glee": "#102030"})
    assert load_checkpoint(declared).metadata.classes == tuple(classes)
    with pytest.raises(CheckpointError, match="unknown class 'glee'"):
        load_checkpoint(rewritten(path, classes=classes))


def rewritten(path: Path, **changes: object) -> Path:
    """Return a copy of a checkpoint with some of its metadata changed."""
    data = path.read_bytes()
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    document = json.loads(header["__metadata__"]["emotion_desktop"]) | changes
    header["__metadata__"]["emotion_desktop"] = json.dumps(document)
    text = json.dumps(header).encode()
    changed = path.with_name("changed.safetensors")
    changed.write_bytes(len(text).to_bytes(8, "little") + text + data[8 + length :])
    return changed


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"architecture": "cnn99"}, "holds 'cnn99', an architecture this version does not know"),
        ({"architecture": "cnn48_gray"}, "different input format than cnn48_gray expects"),
        ({"classes": ["happiness", "sadness"]}, "do not fit cnn48_rgb with 2 classes"),
        ({"classes": ["happiness", "joy", "anger", "fear"]}, r"invalid at classes\.1"),
        ({"classes": ["happiness", "glee"], "own_classes": {"glee": "red"}}, "#rrggbb"),
        ({"own_classes": {"happy": "#102030"}}, "the name is taken"),
        ({"own_classes": {f"c{i}": "#102030" for i in range(101)}}, "more than 100 classes"),
        ({"classes": ["anger", "anger", "fear", "sadness"]}, "a class is named twice"),
        ({"format_version": 9}, "invalid at format_version"),
        ({"temperature": 0}, "invalid at temperature"),
    ],
)
def test_a_checkpoint_that_does_not_fit_is_refused_in_one_sentence(
    changes: dict[str, object], sentence: str, make_checkpoint: CheckpointMaker
) -> None:
    with pytest.raises(CheckpointError, match=sentence) as caught:
        load_checkpoint(rewritten(make_checkpoint(), **changes))
    assert "\n" not in str(caught.value)


def test_tampered_weights_are_refused(make_checkpoint: CheckpointMaker) -> None:
    path = make_checkpoint()
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    with pytest.raises(CheckpointError, match="are damaged"):
        load_checkpoint(path)


@pytest.mark.parametrize("keep", [0, 4, 100, 5000, 100_000])
def test_a_truncated_file_is_refused(keep: int, make_checkpoint: CheckpointMaker) -> None:
    path = make_checkpoint()
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(CheckpointError, match=str(path)):
        load_checkpoint(path)


@pytest.mark.parametrize("content", [b"PK\x03\x04" + b"pickle" * 50, b"x" * 3000])
def test_a_file_of_another_kind_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "model.pth"
    path.write_bytes(content)
    with pytest.raises(CheckpointError, match="emotion-train"):
        load_checkpoint(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="No such file"):
        load_checkpoint(tmp_path / "none.safetensors")


def test_a_folder_that_cannot_be_written_to_leaves_the_old_file_whole(
    make_checkpoint: CheckpointMaker, tmp_path: Path
) -> None:
    loaded = load_checkpoint(make_checkpoint())
    (tmp_path / "file").touch()
    with pytest.raises(CheckpointError, match="cannot write checkpoint"):
        save_checkpoint(tmp_path / "file" / "model.safetensors", loaded.model, loaded.metadata)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file size limit")
def test_a_write_that_breaks_off_leaves_the_old_checkpoint_and_no_rubbish(
    make_checkpoint: CheckpointMaker,
) -> None:
    import resource

    path = make_checkpoint()
    before = path.read_bytes()
    loaded = load_checkpoint(path)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) // 2, limits[1]))
    try:
        with pytest.raises(CheckpointError, match="cannot write checkpoint"):
            save_checkpoint(path, loaded.model, loaded.metadata)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_device_this_machine_lacks_is_refused_with_those_it_has() -> None:
    with pytest.raises(CheckpointError, match=r"'tpu' is not available.*cpu"):
        choose_device("tpu")
