"""Filters of other networks' weights, in networks of ours."""

import hashlib
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn
from torchvision.models import resnet18

from emotion_desktop.errors import CheckpointError
from emotion_desktop.models import create_model, pretrained
from emotion_desktop.models.pretrained import copy_filters, find_pretrained, read_state


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


def test_imagenet_weights_are_found_by_their_checksum(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = b"weights"
    file = f"tiny-{hashlib.sha256(content).hexdigest()[:8]}.pth"
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    monkeypatch.setattr(pretrained, "PRETRAINED", {"tiny": file})
    path = tmp_path / "hub" / "checkpoints" / file
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert find_pretrained("tiny") == path
    path.write_bytes(b"weight")
    with pytest.raises(CheckpointError, match=r"is damaged .* download"):
        find_pretrained("tiny")


def test_a_file_with_something_else_in_it_is_refused(tmp_path: Path) -> None:
    torch.save([1, 2, 3], tmp_path / "list.pth")
    with pytest.raises(CheckpointError, match="holds no state dict"):
        read_state(tmp_path / "list.pth")
