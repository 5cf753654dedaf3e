"""The layouts that the app checks checkpoints with, without PyTorch."""

import pytest

from emotion_desktop.models import create_model, list_models
from emotion_desktop.models.layouts import FILE, find_layout
from tools import layouts


def test_the_file_is_as_the_architectures_are() -> None:
    assert FILE.read_text(encoding="utf-8") == layouts.text(), "python -m tools.layouts"


@pytest.mark.parametrize("classes", [2, 7, 8])
@pytest.mark.parametrize("name", list_models())
def test_shapes_follow_the_number_of_classes(name: str, classes: int) -> None:
    layout = find_layout(name)
    assert layout is not None
    state = create_model(name, classes).state_dict()
    assert layout.shapes(classes) == {key: list(value.shape) for key, value in state.items()}
