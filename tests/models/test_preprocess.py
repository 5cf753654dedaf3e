"""One way from pixels to network input."""

import pytest
import torch

from emotion_desktop.models import get_spec, list_models
from emotion_desktop.models.preprocess import preprocess, to_input


@pytest.mark.parametrize("name", list_models())
@pytest.mark.parametrize("shape", [(2, 48, 48), (2, 48, 48, 3), (0, 48, 48, 3), (1, 90, 70, 3)])
def test_any_crop_becomes_the_input_of_any_network(name: str, shape: tuple[int, ...]) -> None:
    spec = get_spec(name)
    batch = preprocess(torch.zeros(shape, dtype=torch.uint8), spec)
    assert batch.shape == (shape[0], *spec.input_shape)
    assert batch.dtype == torch.float32


def test_black_and_white_become_the_ends_of_the_range() -> None:
    crops = torch.stack([torch.zeros(48, 48), torch.full((48, 48), 255.0)]).byte()
    batch = preprocess(crops, get_spec("cnn48_gray"))
    assert (batch[0] == -1).all()
    assert (batch[1] == 1).all()


def test_colour_becomes_gray_by_luma_in_rgb_order() -> None:
    pure = torch.zeros(3, 4, 4, 3, dtype=torch.uint8)
    for channel in range(3):
        pure[channel, ..., channel] = 255
    gray = to_input(pure, 1, 4)[:, 0, 0, 0]
    assert gray.tolist() == pytest.approx([0.299, 0.587, 0.114], abs=1e-6)


def test_a_gray_crop_looks_the_same_as_its_colour_copy() -> None:
    gray = torch.randint(0, 256, (2, 48, 48), dtype=torch.uint8)
    colour = gray[..., None].expand(-1, -1, -1, 3)
    assert torch.allclose(to_input(gray, 1, 48), to_input(colour, 1, 48), atol=1e-6)
    assert torch.equal(to_input(gray, 3, 48), to_input(colour, 3, 48))


def test_floats_are_refused_with_their_shape() -> None:
    with pytest.raises(ValueError, match=r"got torch.float32 of shape \(1, 48, 48\)"):
        preprocess(torch.zeros(1, 48, 48), get_spec("cnn48_gray"))
