"""Predictions over many faces, and the views that test-time augmentation averages."""

import pytest
import torch
from torch import Tensor, nn

from emotion_desktop.models import ModelSpec, create_model, get_spec
from emotion_desktop.models.protocol import Tta
from trainer.evaluation.predict import on_device, predict, views

CPU = torch.device("cpu")
SPEC = get_spec("cnn48_rgb")


class LeftAndRight(nn.Module):
    """Its two logits are the brightness of the left and of the right half of a face."""

    def forward(self, x: Tensor) -> Tensor:
        half = x.shape[3] // 2
        return torch.stack((x[..., :half].mean((1, 2, 3)), x[..., half:].mean((1, 2, 3))), dim=1)


def faces(count: int, *more: int) -> Tensor:
    generator = torch.Generator().manual_seed(3)
    shape = (count, 48, 48, *more)
    return torch.randint(0, 256, shape, generator=generator, dtype=torch.uint8)


@pytest.fixture
def network() -> nn.Module:
    torch.manual_seed(0)
    return on_device(create_model("cnn48_rgb"), CPU)


def test_gray_and_colour_faces_give_one_row_of_logits_each(network: nn.Module) -> None:
    for images in (faces(5), faces(5, 3)):
        logits = predict(network, SPEC, images, device=CPU)
        assert logits.shape == (5, 4)
        assert logits.dtype == torch.float32


@pytest.mark.parametrize("tta", ["none", "flip", "ten-crop"])
def test_the_size_of_the_batches_changes_nothing(tta: Tta, network: nn.Module) -> None:
    whole = predict(network, SPEC, faces(5), device=CPU, tta=tta)
    parts = predict(network, SPEC, faces(5), device=CPU, tta=tta, batch_size=2)
    assert torch.allclose(whole, parts, atol=1e-5)


def test_a_network_that_was_in_training_is_asked_as_one_that_is_not(network: nn.Module) -> None:
    wanted = predict(network.eval(), SPEC, faces(5), device=CPU)
    assert torch.equal(predict(network.train(), SPEC, faces(5), device=CPU), wanted)
    assert not network.training


def test_a_network_may_be_asked_at_another_size_than_its_own() -> None:
    spec = get_spec("resnet18_gray")
    assert predict(create_model(spec.name), spec, faces(2), device=CPU, size=32).shape == (2, 4)


@pytest.mark.parametrize("tta", ["flip", "ten-crop"])
def test_with_tta_rows_are_logs_of_probabilities(tta: Tta, network: nn.Module) -> None:
    rows = predict(network, SPEC, faces(3), device=CPU, tta=tta)
    assert torch.allclose(rows.exp().sum(dim=1), torch.ones(3), atol=1e-5)


def test_flip_is_the_mean_of_the_probabilities_of_face_and_mirror_image(
    network: nn.Module,
) -> None:
    images = faces(3, 3)
    both = [predict(network, SPEC, x, device=CPU).softmax(dim=1) for x in (images, images.flip(2))]
    flipped = predict(network, SPEC, images, device=CPU, tta="flip").exp()
    assert torch.allclose(flipped, torch.stack(both).mean(dim=0), atol=1e-6)


@pytest.mark.parametrize("tta", ["flip", "ten-crop"])
def test_left_and_right_count_alike_after_mirroring(tta: Tta) -> None:
    images = torch.zeros(1, 48, 48, dtype=torch.uint8)
    images[:, :, :24] = 255
    plain = predict(LeftAndRight(), SPEC, images, device=CPU)
    assert plain[0, 0] > plain[0, 1]
    averaged = predict(LeftAndRight(), SPEC, images, device=CPU, tta=tta)
    assert averaged[0, 0] == pytest.approx(float(averaged[0, 1]), abs=1e-6)


def test_ten_crop_is_four_corners_and_the_centre_each_with_its_mirror() -> None:
    images = faces(2)
    crops = list(views(images, "ten-crop"))
    assert len(crops) == 10
    assert {tuple(crop.shape) for crop in crops} == {(2, 44, 44)}
    assert torch.equal(crops[0], images[:, :44, :44])
    assert torch.equal(crops[1], crops[0].flip(2))
    assert torch.equal(crops[6], images[:, 4:, 4:])
    assert torch.equal(crops[8], images[:, 2:46, 2:46])


@pytest.mark.parametrize("name", ["cnn48_rgb", "se64_rgb"])
def test_crops_come_back_to_the_size_the_network_wants(name: str) -> None:
    spec: ModelSpec = get_spec(name)
    rows = predict(create_model(name), spec, faces(1), device=CPU, tta="ten-crop")
    assert rows.shape == (1, len(spec.classes))


def test_a_network_that_is_sure_beyond_float_range_still_gives_finite_logs() -> None:
    class Sure(nn.Module):
        def forward(self, x: Tensor) -> Tensor:
            return torch.tensor([[1e4, -1e4]]).expand(len(x), 2)

    assert predict(Sure(), SPEC, faces(1), device=CPU, tta="flip").isfinite().all()
