"""The contract every architecture keeps; a new one is tested by being registered."""

import subprocess
import sys

import pytest
import torch
from torch import nn

from emotion_desktop.errors import UnknownModelError
from emotion_desktop.labels import Emotion
from emotion_desktop.models import create_model, get_spec, list_models
from emotion_desktop.models.architectures.cnn48_gray import Cnn48Gray
from emotion_desktop.models.architectures.cnn48_rgb import Cnn48Rgb
from emotion_desktop.models.architectures.se64_rgb import Se64Rgb
from emotion_desktop.models.checkpoint import parameter_count

every_model = pytest.mark.parametrize("name", list_models())


def test_the_five_designs_are_registered_and_listed_in_order() -> None:
    designs = {"cnn48_gray", "cnn48_rgb", "resnet18_gray", "se64_rgb", "vgg48_gray"}
    assert designs <= set(list_models())
    assert list(list_models()) == sorted(list_models())


@pytest.mark.parametrize(
    ("name", "classes", "parameters"),
    [
        ("cnn48_rgb", 4, 595_076),
        ("se64_rgb", 6, 5_563_910),
        ("cnn48_gray", 7, 6_670_759),
        ("cnn48_gray", 6, 6_670_630),
        ("vgg48_gray", 4, 5_999_044),
        ("resnet18_gray", 4, 11_172_292),
        ("se48_gray", 7, 363_575),
    ],
)
def test_parameter_counts_are_those_of_the_design(name: str, classes: int, parameters: int) -> None:
    assert parameter_count(create_model(name, classes)) == parameters


@every_model
def test_the_spec_states_the_parameter_count_of_the_default_classes(name: str) -> None:
    assert parameter_count(create_model(name)) == get_spec(name).parameters


@every_model
@pytest.mark.parametrize("batch", [1, 3])
def test_logits_are_finite_for_any_batch(name: str, batch: int) -> None:
    spec = get_spec(name)
    logits = create_model(name, 5).eval()(torch.randn(batch, *spec.input_shape))
    assert logits.shape == (batch, 5)
    assert logits.isfinite().all()


@every_model
def test_every_parameter_gets_a_gradient(name: str) -> None:
    model = create_model(name)
    model(torch.randn(2, *get_spec(name).input_shape)).square().sum().backward()
    without = [key for key, value in model.named_parameters() if value.grad is None]
    assert not without


@every_model
def test_the_grad_cam_layer_is_the_last_convolution_before_pooling(name: str) -> None:
    layers = dict(create_model(name).named_modules())
    assert isinstance(layers[get_spec(name).cam_layer], nn.Conv2d)


def test_se64_looks_at_the_layer_its_design_names() -> None:
    model = Se64Rgb(6)
    assert model.block4.body[-2] is dict(model.named_modules())[get_spec("se64_rgb").cam_layer]


def test_se64_blocks_have_the_parameters_of_the_design() -> None:
    model = Se64Rgb(6)
    parts = (model.block1, model.block2, model.block3, model.block4, model.classifier)
    assert [parameter_count(part) for part in parts] == [
        39_808, 232_448, 1_518_336, 3_706_880, 66_438,
    ]  # fmt: skip


def test_cnn48_gray_is_made_of_the_layers_of_the_design() -> None:
    kinds = [type(module) for module in Cnn48Gray(7).modules()]
    assert kinds.count(nn.Conv2d) == 12
    assert kinds.count(nn.MaxPool2d) + kinds.count(nn.AdaptiveAvgPool2d) == 5
    assert kinds.count(nn.Linear) == 5
    assert kinds.count(nn.Dropout) + kinds.count(nn.Dropout2d) == 10
    assert kinds.count(nn.BatchNorm1d) + kinds.count(nn.BatchNorm2d) == 16


def test_cnn48_rgb_offers_probabilities() -> None:
    probabilities = Cnn48Rgb(4).forward_with_softmax(torch.randn(3, 3, 48, 48))
    assert torch.allclose(probabilities.sum(dim=1), torch.ones(3))


@pytest.mark.filterwarnings("ignore")  # torchvision's own
def test_resnet18_gray_computes_what_torchvisions_resnet18_computes() -> None:
    from torchvision.models import resnet18

    theirs = resnet18(num_classes=4)
    theirs.conv1 = nn.Conv2d(1, 64, 7, stride=2, padding=3, bias=False)
    ours = create_model("resnet18_gray")
    ours.load_state_dict(theirs.state_dict())
    x = torch.randn(2, 1, 48, 48)
    assert torch.equal(ours.eval()(x), theirs.eval()(x))


def test_default_classes_stand_in_the_order_of_the_design() -> None:
    assert get_spec("se64_rgb").classes == (
        Emotion.HAPPINESS,
        Emotion.SURPRISE,
        Emotion.SADNESS,
        Emotion.ANGER,
        Emotion.DISGUST,
        Emotion.FEAR,
    )


def test_an_unknown_architecture_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownModelError, match=r"'cnn99'; choose one of cnn48_gray"):
        create_model("cnn99")


def test_one_class_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 2 classes"):
        create_model("cnn48_rgb", 1)


def test_listing_models_does_not_import_pytorch() -> None:
    code = (
        "import sys, emotion_desktop.models as m, emotion_desktop.config as c;"
        "m.list_models(); c.list_checkpoints(); sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
