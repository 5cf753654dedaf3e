"""Makes the documents' network where PyTorch is installed."""

import importlib.util
import warnings
from typing import TYPE_CHECKING, Final

from emotion_desktop.errors import CheckpointError, InputError, SettingError

if TYPE_CHECKING:
    from emotion_desktop.documents.enhanced import EnhancedGrayscaleModel

INSTALL: Final = "pip install 'emotion-desktop[train]'"


def create(
    num_classes: int, dropout_rate: float, backbone: str | None, device: str
) -> "EnhancedGrayscaleModel":
    """Return the network; see `create_enhanced_grayscale_model`. No backbone if None."""
    if num_classes < 2:
        raise InputError("num_classes must be at least 2; got {value}", value=num_classes)
    if not 0 <= dropout_rate <= 1:
        raise InputError("dropout_rate must be from 0 to 1; got {value}", value=dropout_rate)
    if importlib.util.find_spec("torch") is None:
        raise SettingError(
            "an untrained network needs PyTorch; install it: {command}", command=INSTALL
        )
    from emotion_desktop.documents.enhanced import EnhancedGrayscaleModel
    from emotion_desktop.models.pretrained import (
        PRETRAINED,
        copy_filters,
        find_pretrained,
        read_state,
    )

    if backbone is not None and backbone not in PRETRAINED:
        raise InputError(
            "there is no backbone {name!r}; choose one of {names}",
            name=backbone,
            names=", ".join(PRETRAINED),
        )
    model = EnhancedGrayscaleModel(num_classes, dropout_rate)
    if backbone is not None:
        try:
            copy_filters(model, read_state(find_pretrained(backbone)))
        except CheckpointError as error:
            warnings.warn(f"the weights begin at random: {error}", stacklevel=3)
    return _on_device(model, device)


def _on_device(model: "EnhancedGrayscaleModel", device: str) -> "EnhancedGrayscaleModel":
    from emotion_desktop.models.checkpoint import choose_device

    try:
        return model.to(choose_device(device))
    except CheckpointError as error:
        warnings.warn(f"the network is on the CPU: {error}", stacklevel=4)
        return model
