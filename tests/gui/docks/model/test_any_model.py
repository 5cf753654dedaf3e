"""The card of a model takes all that a checkpoint may say of itself."""

import pytest
from hypothesis import given, reject
from pydantic import ValidationError
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from emotion_desktop.config import find_checkpoint
from emotion_desktop.gui.docks.model.panel import ModelPanel
from emotion_desktop.gui.look.theme import Theme
from emotion_desktop.models.metadata import KEY, CheckpointMetadata, read_texts
from tests.fuzzing import odd_json


@pytest.fixture
def panel(qtbot: QtBot, settings: QSettings) -> ModelPanel:
    panel = ModelPanel(Theme(settings))
    qtbot.addWidget(panel)
    panel.resize(320, 1200)
    return panel


@pytest.mark.fuzz
@given(text=odd_json(read_texts(find_checkpoint("cnn48_rgb"))[KEY]))
def test_any_document(panel: ModelPanel, text: str) -> None:
    try:
        metadata = CheckpointMetadata.model_validate_json(text)
    except ValidationError:
        reject()
    panel.show_model("any", [("any", metadata)], "CPU")
    panel.show_model("both", [("any", metadata), ("again", metadata)], "CPU")
