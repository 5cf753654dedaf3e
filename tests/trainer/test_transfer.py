"""Starting from the weights of another network."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torchvision.models import resnet18

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
from trainer import transfer
from trainer.transfer import copy_filters, find_pretrained, initialise, read_state

HAPPY_SAD = (Emotion.HAPPINESS, Emotion.SADNESS)
FOUR = get_spec("cnn48_rgb").classes

CheckpointMaker = Callable[..., Path]


def vgg16(last: int = 28) -> dict[str, Tensor]:
    """The convolutions of torchvision's VGG16 up to a layer number."""
    shapes = [
        (0, 3, 64), (2, 64, 64), (5, 64, 128), (7, 128, 128), (10, 128, 256), (12, 256, 256),
        (14, 256, 256), (17, 256, 512), (19, 512, 512), (21, 512, 512), (24, 512, 512),
        (26, 512, 512), (28, 512, 512),
    ]  # fmt: skip
    generator = torch.Generator().manual_seed(5)
    state = {}
    for number, inputs, outputs in shapes:
        if number <= last:
            weight = torch.randn(outputs, inputs, 3, 3, generator=generator)
            state[f"features.{number}.weight"] = weight
            state[f"features.{number}.bias"] = torch.randn(outputs, generator=generator)
    return state


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


def test_all_convolutions_of_cnn48_gray_come_from_vgg16() -> None:
    report = copy_filters(create_model("cnn48_gray"), vgg16())
    assert len(report.convolutions) == report.total == 12
    assert report.convolutions[:3] == (
        ("blocks.0.0", "features.0"),
        ("blocks.0.3", "features.2"),
        ("blocks.1.0", "features.5"),
    )
    assert report.filters == 2 * 32 + 2 * 64 + 3 * 128 + 3 * 256 + 2 * 512
    assert str(report) == "2368 filters in 12 of 12 convolutions"


def test_filters_are_cut_to_size() -> None:
    model, source = create_model("cnn48_gray"), vgg16(last=2)
    copy_filters(model, source)
    own = weight(model, "blocks.0.3")
    assert torch.equal(own, source["features.2.weight"][:32, :32])


def test_a_gray_filter_answers_gray_as_the_colour_filter_did() -> None:
    model, source = create_model("vgg48_gray"), vgg16(last=0)
    copy_filters(model, source)
    gray = torch.rand(1, 1, 8, 8)
    filters, bias = source["features.0.weight"], source["features.0.bias"]
    expected = nn.functional.conv2d(gray.expand(-1, 3, -1, -1), filters, bias, padding=1)
    assert torch.allclose(model.get_submodule("blocks.0.0")(gray), expected, atol=1e-4)


def test_a_colour_network_keeps_colour_filters_whole() -> None:
    model, source = create_model("se64_rgb"), vgg16(last=17)
    report = copy_filters(model, source)
    assert torch.equal(weight(model, "block1.body.0"), source["features.0.weight"])
    assert len(report.convolutions) == 8


def test_a_colour_network_answers_gray_as_the_gray_filter_did() -> None:
    model, source = create_model("cnn48_rgb"), {"conv.weight": torch.randn(16, 1, 3, 3)}
    copy_filters(model, source)
    assert torch.allclose(weight(model, "features.0").sum(1, keepdim=True), source["conv.weight"])


def test_what_has_no_counterpart_stays() -> None:
    model = create_model("cnn48_gray")
    before = {name: values.clone() for name, values in model.state_dict().items()}
    copy_filters(model, vgg16(last=2))
    changed = {n for n, values in model.state_dict().items() if not torch.equal(values, before[n])}
    assert changed == {"blocks.0.0.weight", "blocks.0.3.weight"}


def test_a_source_with_fewer_channels_fills_its_part() -> None:
    model = create_model("vgg48_gray")
    before = weight(model, "blocks.0.0").clone()
    copy_filters(model, {"conv.weight": torch.zeros(16, 3, 3, 3)})
    after = weight(model, "blocks.0.0")
    assert not after[:16].any()
    assert torch.equal(after[16:], before[16:])


def test_torchvisions_resnet18_fits_ours_in_every_convolution_and_batch_norm() -> None:
    source, model = resnet18().state_dict(), create_model("resnet18_gray")
    source["layer2.0.downsample.1.bias"] += 1
    report = copy_filters(model, source)
    assert len(report.convolutions) == report.total == 20
    for ours, theirs in report.convolutions[1:]:
        assert ours == theirs
    own = model.state_dict()
    for name in ("layer4.1.conv2.weight", "layer2.0.downsample.1.bias"):
        assert torch.equal(own[name], source[name])


def test_filters_of_features_never_become_filters_of_pictures() -> None:
    report = copy_filters(create_model("cnn48_gray"), resnet18().state_dict())
    assert report.convolutions[0] == ("blocks.0.3", "layer1.0.conv1")


def test_the_order_of_layers_does_not_hang_on_the_order_in_the_file() -> None:
    shuffled = dict(sorted(vgg16().items()))
    expected = copy_filters(create_model("cnn48_gray"), vgg16()).convolutions
    assert copy_filters(create_model("cnn48_gray"), shuffled).convolutions == expected


@pytest.mark.parametrize("suffix", [".pth", ".safetensors"])
def test_a_network_starts_from_a_file_of_another(suffix: str, tmp_path: Path) -> None:
    path, source = tmp_path / f"vgg{suffix}", vgg16(last=2)
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


def test_imagenet_weights_are_found_by_their_checksum(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = b"weights"
    file = f"tiny-{hashlib.sha256(content).hexdigest()[:8]}.pth"
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    monkeypatch.setattr(transfer, "PRETRAINED", {"tiny": file})
    path = tmp_path / "hub" / "checkpoints" / file
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert find_pretrained("tiny") == path
    path.write_bytes(b"weight")
    with pytest.raises(CheckpointError, match=r"is damaged .* download"):
        find_pretrained("tiny")


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


def test_a_file_with_something_else_in_it_is_refused(tmp_path: Path) -> None:
    torch.save([1, 2, 3], tmp_path / "list.pth")
    with pytest.raises(CheckpointError, match="holds no state dict"):
        read_state(tmp_path / "list.pth")
