"""The picture of where a model looks: heatmaps of faces it reads rightly."""

from typing import Final

import numpy as np
import torch
from matplotlib import colormaps
from torch import Tensor, nn

from emotion_desktop.errors import SettingError
from emotion_desktop.models import Checkpoint
from emotion_desktop.models.gradcam import heatmaps
from emotion_desktop.models.preprocess import preprocess
from emotion_desktop.models.spec import Formula
from trainer.artefacts.calibrated import calibrated
from trainer.artefacts.contact_sheet import Floats, Row, Tile, contact_sheet, pictures
from trainer.artefacts.figure_style import FigureKind
from trainer.evaluation.score import Score

PER_CLASS: Final = 4
OPACITY: Final = 0.75
"""Of the hottest place; cold places stay clear."""


def gradcam_sheet(
    score: Score,
    checkpoint: Checkpoint,
    kind: FigureKind = "png",
    *,
    layer: str | None = None,
) -> bytes:
    """Return a picture of up to four faces per class, each plain and under the heat of its class.

    The faces are among those rightly read, evenly spread over the ranks of confidence, so that
    the sheet shows not only the clearest.

    Args:
        score: What the model said.
        checkpoint: The model; computes on the device it is on.
        kind: Of the file.
        layer: Grad-CAM of this layer by its dotted path; None for the architecture's own map.

    Raises:
        SettingError: If the network has no such layer, or its output has no places.
    """
    if layer is not None:
        _check_layer(checkpoint.model, layer)
    classes = checkpoint.metadata.classes
    labels = score.samples.labels
    confidence = calibrated(score).amax(dim=1)
    rows = []
    for index, emotion in enumerate(classes):
        right = rightly_read(score, index)
        chosen = right[_spread(len(right))]
        faces = score.samples.images[chosen]
        tiles = []
        for face, image, heat in zip(
            chosen.tolist(),
            pictures(faces, checkpoint.spec),
            _heat(checkpoint, faces, layer),
            strict=True,
        ):
            tiles.append(Tile(image=image, caption=f"{float(confidence[face]):.0%}"))
            tiles.append(Tile(image=warmed(image, heat), caption=""))
        total = int((labels == index).sum())
        rows.append(
            Row(
                emotion=emotion,
                note=f"{len(right):,} of {total:,}\nfound",
                tiles=tiles,
                empty="none is read rightly" if total else "no faces of this class",
            )
        )
    return contact_sheet(
        rows,
        title=f"Where the model looks ({_method(checkpoint, layer)})",
        note=f"{score.metrics.protocol}\n"
        "Bright places speak most for the class. From left to right: the surest to the least sure "
        "of the faces rightly read, with calibrated confidence.",
        columns=2 * PER_CLASS,
        kind=kind,
    )


def rightly_read(score: Score, index: int) -> Tensor:
    """Return (k,) int64, the faces of a class that are found, the most confident first.

    Args:
        score: What the model said.
        index: Of the class.
    """
    confidence, predicted = calibrated(score).max(dim=1)
    right = ((score.samples.labels == index) & (predicted == index)).nonzero()[:, 0]
    return right[confidence[right].argsort(descending=True, stable=True)]


def warmed(image: Floats, heat: Floats) -> Floats:
    """Return a picture under a translucent heat map.

    Args:
        image: (S, S, 3) in 0–1, RGB.
        heat: (S, S) in 0–1.

    Returns:
        (S, S, 3) in 0–1, RGB.
    """
    colours = colormaps["inferno"](heat)[..., :3]
    alpha = OPACITY * np.sqrt(heat)[..., None]
    mixed: Floats = (1 - alpha) * image + alpha * colours
    return mixed


def _method(checkpoint: Checkpoint, layer: str | None) -> str:
    """Return in words what a map is made of, and of how many places."""
    spec = checkpoint.spec
    chosen = checkpoint.model.get_submodule(layer or spec.heatmap_layer)
    sizes: list[tuple[int, ...]] = []
    handle = chosen.register_forward_hook(lambda _, __, output: sizes.append(output.shape[2:]))
    device = next(checkpoint.model.parameters()).device
    with handle, torch.inference_mode():
        checkpoint.model(torch.zeros(1, *spec.input_shape, device=device))
    formula = spec.heatmap_formula if layer is None else Formula.GRAD_CAM
    return f"{formula} of {layer or spec.heatmap_layer}, {'x'.join(map(str, sizes[0]))} places"


def _check_layer(model: nn.Module, layer: str) -> None:
    """Refuse what is no layer whose output has places."""
    layers = [name for name, part in model.named_modules() if isinstance(part, nn.Conv2d)]
    if layer not in dict(model.named_modules()) or isinstance(
        model.get_submodule(layer), nn.Linear | nn.Flatten | nn.BatchNorm1d
    ):
        msg = f"there is no layer {layer!r} with places; convolutions: {', '.join(layers)}"
        raise SettingError(msg)


def _heat(checkpoint: Checkpoint, faces: Tensor, layer: str | None) -> Floats:
    device = next(checkpoint.model.parameters()).device
    spec = checkpoint.spec
    chosen = checkpoint.model.get_submodule(layer or spec.heatmap_layer)
    formula = spec.heatmap_formula if layer is None else Formula.GRAD_CAM
    batch = preprocess(faces.to(device), spec)
    maps = heatmaps(checkpoint.model, chosen, batch, formula=formula)
    return np.asarray(maps.cpu())


def _spread(count: int) -> Tensor:
    """Return up to `PER_CLASS` ranks from first to last, evenly spaced."""
    return torch.linspace(0, count - 1, min(PER_CLASS, count)).round().long()
