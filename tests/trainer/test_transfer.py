"""Starting from the weights of another network."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from emotion_desktop.errors import CheckpointError
from emotion_desktop.labels import CANONICAL_ORDER, Emotion
from emotion_desktop.models import (
    create_model,
    get_spec,
    load_checkpoint,
    save_checkpoint,
)
from emotion_desktop.models.checkpoint import parameter_count
from tests.builders import make_metadata
from trainer.transfer import initialise

HAPPY_SAD = (Emotion.HAPPINESS, Emotion.SADNESS)
FOUR = get_spec("cnn48_rgb").classes

CheckpointMaker = Callable[..., Path]


@pytest.fixture
def make_checkpoint(tmp_path: Path) -> CheckpointMaker:
    """A function that writes a random checkpoint and returns its path."""

    def make(name: str = "cnn48_rgb", classes: tuple[Emotion, ...] = FOUR) -> Path:
        model = create_model(name, len(classes))
        metadata = make_metadata(
            name, classes=classes, label_source="fer2013", parameters=parameter_count(model)
        )
        path = tmp_path / f"{name}.safetensors"
        save_checkpoint(path, model, metadata)
        return path

    return make


def weight(model: nn.Module, name: str) -> Tensor:
    values = model.state_dict()[f"{name}.weight"]
    assert isinstance(values, Tensor)
    return values


@pytest.mark.parametrize("suffix", [".pth", ".safetensors"])
def test_a_network_starts_from_a_file_of_another(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"vgg{suffix}"
    source = {
        "features.0.weight": torch.randn(64, 3, 3, 3),
        "features.2.weight": torch.randn(64, 64, 3, 3),
    }
    if suffix == ".pth":
        torch.save({"state_dict": source}, path)
    else:
        save_file(source, path)
    model = create_model("vgg48_gray")
    said = initialise(model, get_spec("vgg48_gray"), FOUR, str(path))
    assert said == f"vgg48_gray starts from vgg{suffix}: 128 filters in 2 of 6 convolutions"
    assert torch.equal(weight(model, "blocks.0.3"), source["features.2.weight"])


def test_missing_imagenet_weights_are_asked_for_by_address_and_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    model = create_model("cnn48_gray")
    with pytest.raises(CheckpointError) as caught:
        initialise(model, get_spec("cnn48_gray"), get_spec("cnn48_gray").classes, "vgg16")
    assert "https://download.pytorch.org/models/vgg16-397923af.pth" in str(caught.value)
    assert str(tmp_path / "hub" / "checkpoints" / "vgg16-397923af.pth") in str(caught.value)


def test_the_same_classes_take_all_weights_of_a_checkpoint(
    make_checkpoint: CheckpointMaker,
) -> None:
    path, model = make_checkpoint(), create_model("cnn48_rgb")
    said = initialise(model, get_spec("cnn48_rgb"), FOUR, str(path))
    assert said == "cnn48_rgb starts from cnn48_rgb.safetensors: all weights"
    for name, values in load_checkpoint(path).model.state_dict().items():
        assert torch.equal(model.state_dict()[name], values)


def test_fewer_classes_take_their_own_rows_of_the_last_layer(
    make_checkpoint: CheckpointMaker,
) -> None:
    path, model = make_checkpoint(classes=tuple(CANONICAL_ORDER)), create_model("cnn48_rgb", 2)
    initialise(model, get_spec("cnn48_rgb"), HAPPY_SAD, str(path))
    old = load_checkpoint(path).model.eval()
    x = torch.randn(2, 3, 48, 48)
    columns = [CANONICAL_ORDER.index(emotion) for emotion in HAPPY_SAD]
    assert torch.allclose(model.eval()(x), old(x)[:, columns], atol=1e-5)


def test_classes_the_checkpoint_does_not_know_stay_random_and_are_named(
    make_checkpoint: CheckpointMaker,
) -> None:
    classes = (Emotion.FEAR, Emotion.HAPPINESS)
    path, model = make_checkpoint(classes=HAPPY_SAD), create_model("cnn48_rgb", 2)
    before = weight(model, "classifier.3").clone()
    said = initialise(model, get_spec("cnn48_rgb"), classes, str(path))
    after = weight(model, "classifier.3")
    assert torch.equal(after[0], before[0])
    assert not torch.equal(after[1], before[1])
    assert said.endswith("all features and the answers to happiness; fear at random")


def test_a_checkpoint_of_another_architecture_is_refused(make_checkpoint: CheckpointMaker) -> None:
    path, model = make_checkpoint(), create_model("cnn48_gray", 2)
    with pytest.raises(CheckpointError, match="is a cnn48_rgb, not a cnn48_gray"):
        initialise(model, get_spec("cnn48_gray"), HAPPY_SAD, str(path))


def test_a_state_dict_without_a_fitting_kernel_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "big.safetensors"
    save_file({"conv.weight": torch.zeros(4, 3, 11, 11)}, path)
    with pytest.raises(CheckpointError, match=r"no convolution of .* fits cnn48_rgb"):
        initialise(create_model("cnn48_rgb"), get_spec("cnn48_rgb"), FOUR, str(path))


def test_a_missing_file_is_named() -> None:
    with pytest.raises(CheckpointError, match=r"no checkpoint none.pth .* vgg16, resnet18 or a"):
        initialise(create_model("cnn48_rgb"), get_spec("cnn48_rgb"), FOUR, "none.pth")


@pytest.mark.parametrize("name", ["bad.pth", "bad.safetensors"])
@pytest.mark.parametrize("content", [b"", b"no weights at all, only a sentence"])
def test_a_damaged_file_is_refused(name: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CheckpointError, match=r"bad\..* is damaged or no"):
        initialise(create_model("cnn48_rgb"), get_spec("cnn48_rgb"), FOUR, str(path))
