"""Grad-CAM."""

import pytest
import torch
from torch import Tensor, nn

from emotion_desktop.models import create_model, get_spec, list_models
from emotion_desktop.models.gradcam import heatmaps
from emotion_desktop.models.spec import Formula


class Small(nn.Module):
    """Two convolutions, an in-place ReLU behind the one looked at, and a linear layer."""

    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.first = nn.Conv2d(1, 4, 3, padding=1)
        self.looked_at = nn.Conv2d(4, 6, 3, padding=1, stride=2)
        self.relu = nn.ReLU(inplace=True)
        self.head = nn.Linear(6 * 4 * 4, 3)

    def forward(self, x: Tensor) -> Tensor:
        x = self.relu(self.looked_at(torch.tanh(self.first(x))))
        logits: Tensor = self.head(x.flatten(1))
        return logits


@pytest.fixture
def small() -> nn.Module:
    return Small().eval()


def by_definition(model: nn.Module, image: Tensor, chosen: int) -> Tensor:
    """Selvaraju et al. 2017, equations 1 and 2, for one image (1, S, S), written out."""
    assert isinstance(model, Small)
    activations = model.looked_at(torch.tanh(model.first(image[None])))
    logit = model.head(torch.relu(activations).flatten(1))[0, chosen]
    (gradient,) = torch.autograd.grad(logit, activations)
    total = torch.zeros(activations.shape[2:])
    for channel in range(activations.shape[1]):
        alpha = gradient[0, channel].sum() / gradient[0, channel].numel()
        total += alpha * activations[0, channel]
    heatmap = nn.functional.interpolate(
        torch.relu(total)[None, None], image.shape[1:], mode="bilinear"
    )[0, 0]
    return (heatmap / heatmap.max()).detach()


def layer_of(model: nn.Module) -> nn.Module:
    return model.get_submodule("looked_at")


@pytest.mark.parametrize("chosen", [0, 1, 2])
def test_it_is_what_the_paper_defines(small: nn.Module, chosen: int) -> None:
    batch = torch.randn(5, 1, 8, 8)
    maps = heatmaps(small, layer_of(small), batch, torch.full((5,), chosen))
    for heatmap, image in zip(maps, batch, strict=True):
        expected = by_definition(small, image, chosen)
        if expected.isfinite().all():
            torch.testing.assert_close(heatmap, expected)
        else:
            assert not heatmap.any()


def test_without_classes_it_explains_the_predicted_ones(small: nn.Module) -> None:
    batch = torch.randn(4, 1, 8, 8)
    predicted = small(batch).argmax(dim=1)
    torch.testing.assert_close(
        heatmaps(small, layer_of(small), batch),
        heatmaps(small, layer_of(small), batch, predicted),
    )


def test_a_map_that_is_zero_everywhere_stays_zero_and_is_no_nan(small: nn.Module) -> None:
    layer = layer_of(small)
    assert isinstance(layer, nn.Conv2d)
    assert layer.bias is not None
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    assert not heatmaps(small, layer, torch.randn(2, 1, 8, 8)).any()


def test_it_leaves_no_hooks_and_no_gradients(small: nn.Module) -> None:
    batch = torch.randn(2, 1, 8, 8)
    heatmaps(small, layer_of(small), batch)
    assert not any(vars(module)["_forward_hooks"] for module in small.modules())
    assert all(parameter.grad is None for parameter in small.parameters())
    assert batch.grad is None
    assert not batch.requires_grad


def test_it_works_where_gradients_are_off_and_no_parameter_wants_one(small: nn.Module) -> None:
    small.requires_grad_(requires_grad=False)
    batch = torch.randn(2, 1, 8, 8)
    with torch.no_grad():
        maps = heatmaps(small, layer_of(small), batch)
        assert not torch.is_grad_enabled()
    assert maps.shape == (2, 8, 8)


def test_a_failing_model_leaves_no_hook(small: nn.Module) -> None:
    with pytest.raises(RuntimeError):
        heatmaps(small, layer_of(small), torch.randn(2, 7, 8, 8))
    assert not any(vars(module)["_forward_hooks"] for module in small.modules())


def test_no_faces_give_no_maps(small: nn.Module) -> None:
    assert heatmaps(small, layer_of(small), torch.zeros(0, 1, 8, 8)).shape == (0, 8, 8)


@pytest.mark.parametrize("name", list_models())
def test_every_architecture_has_maps_of_its_input_size(name: str) -> None:
    torch.manual_seed(0)
    spec = get_spec(name)
    model = create_model(name).eval()
    maps = heatmaps(model, model.get_submodule(spec.cam_layer), torch.randn(2, *spec.input_shape))
    assert maps.shape == (2, spec.size, spec.size)
    assert maps.min() >= 0
    assert maps.max() <= 1


def by_autograd(
    model: nn.Module, layer: nn.Module, image: Tensor, chosen: int, formula: Formula
) -> Tensor:
    """The definition once more, for any network and one image (1, C, S, S): nothing is cut off."""
    kept: list[Tensor] = []

    def keep(_module: nn.Module, _inputs: object, output: Tensor) -> None:
        output.retain_grad()
        kept.append(output)

    handle = layer.register_forward_hook(keep)
    model(image.requires_grad_())[0, chosen].backward()
    handle.remove()
    activations, gradient = kept[0][0], kept[0].grad
    assert gradient is not None
    alphas = {
        Formula.GRAD_CAM: gradient[0].flatten(1).mean(dim=1)[:, None, None],  # (K, 1, 1)
        Formula.HIRES_CAM: gradient[0],
        Formula.LAYER_CAM: gradient[0].relu(),
    }[formula]
    total = (alphas * activations).sum(dim=0).relu()
    size = image.shape[2:]
    heatmap = nn.functional.interpolate(total[None, None], size, mode="bilinear")[0, 0]
    return (heatmap / heatmap.max().clamp_min(1e-30)).detach()


@pytest.mark.parametrize("name", list_models())
@pytest.mark.parametrize("formula", Formula)
def test_for_every_architecture_it_is_what_the_paper_defines(name: str, formula: Formula) -> None:
    torch.manual_seed(1)
    spec = get_spec(name)
    model = create_model(name).eval()
    for module in model.modules():
        if isinstance(module, nn.ReLU):
            module.inplace = False  # or the kept activations would change under our hands
    is_grad_cam = formula is Formula.GRAD_CAM
    layer = model.get_submodule(spec.cam_layer if is_grad_cam else spec.heatmap_layer)
    batch = torch.randn(3, *spec.input_shape)
    chosen = torch.tensor([0, 1, 2])
    maps = heatmaps(model, layer, batch, chosen, formula)
    for row in range(3):
        expected = by_autograd(
            model, layer, batch[row : row + 1].clone(), int(chosen[row]), formula
        )
        torch.testing.assert_close(maps[row], expected, atol=1e-4, rtol=0)
    assert maps.any()
