import pytest
from PySide6.QtCore import QPoint, QSettings
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGridLayout
from pytestqt.qtbot import QtBot

from emotion_desktop.config import find_checkpoint
from emotion_desktop.gui.docks.model.confusion import ConfusionView, blend, readable
from emotion_desktop.gui.docks.model.facts import limits, mistake
from emotion_desktop.gui.docks.model.panel import ModelPanel
from emotion_desktop.gui.look.palettes import DARK, LIGHT, Colours, contrast
from emotion_desktop.gui.look.theme import Theme
from emotion_desktop.labels import Emotion
from emotion_desktop.models import CheckpointMetadata
from emotion_desktop.models.metadata import read_metadata

CLASSES = (Emotion.ANGER, Emotion.FEAR, Emotion.NEUTRAL)
COUNTS = ((90, 0, 10), (5, 1, 14), (40, 0, 960))


@pytest.fixture(scope="module")
def metadata() -> CheckpointMetadata:
    """What the shipped model with eight classes says of itself."""
    return read_metadata(find_checkpoint("vgg48_gray_8"))


@pytest.fixture
def panel(qtbot: QtBot, settings: QSettings) -> ModelPanel:
    """The card in a window of its own."""
    panel = ModelPanel(Theme(settings))
    qtbot.addWidget(panel)
    panel.resize(320, 1200)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


@pytest.fixture
def matrix(qtbot: QtBot, settings: QSettings) -> ConfusionView:
    """The matrix of three classes, each field 40 pixels wide."""
    view = ConfusionView(Theme(settings))
    qtbot.addWidget(view)
    view.show_counts(CLASSES, COUNTS)
    view.resize(300, view.heightForWidth(300))
    return view


def field(view: ConfusionView, row: int, column: int) -> QPoint:
    """The middle of a field."""
    return view.field(row, column).center().toPoint()


def test_a_message_stands_alone(panel: ModelPanel) -> None:
    panel.show_message("No model")
    assert panel.texts == {"name": "No model", "accuracy": "", "explained": "", "limits": ""}
    assert panel.accessibleName() == "Model: No model"


def test_the_card_shows_how_many_faces_of_each_class_are_found(
    panel: ModelPanel, metadata: CheckpointMetadata
) -> None:
    panel.show_model("mine", [("mine", metadata)], "CPU")
    assert metadata.measured is not None
    shares = [bar.share for bar in panel.recall.bars]
    assert shares == list(metadata.measured.recall.values())
    assert [bar.name for bar in panel.recall.bars] == [str(each) for each in metadata.classes]
    assert panel.recall.isVisible()


def test_mistakes_and_protocol_are_folded_away_until_they_are_asked_for(
    panel: ModelPanel, metadata: CheckpointMetadata
) -> None:
    panel.show_model("mine", [("mine", metadata)], "CPU")
    assert not panel.confusion.isVisible()
    panel.more.click()
    assert panel.confusion.isVisible()
    panel.show_model("other", [("other", metadata)], "CPU")
    assert panel.confusion.isVisible()


def test_an_ensemble_has_no_figures_of_its_own(
    panel: ModelPanel, metadata: CheckpointMetadata
) -> None:
    panel.show_model("mine", [("mine", metadata)], "CPU")
    panel.show_model("two", [("a", metadata), ("b", metadata)], "CPU")
    assert not panel.confusion.isVisible()
    assert not panel.recall.isVisible()
    assert "Not evaluated" in panel.texts["limits"]
    assert next(iter(panel.facts)) == "Members"


def test_lines_of_the_model_before_are_gone(
    panel: ModelPanel, metadata: CheckpointMetadata
) -> None:
    for name in ("one", "two"):
        panel.show_model(name, [(name, metadata)], "CPU")
    grid = panel.findChild(QGridLayout)
    assert grid is not None
    assert grid.count() == 2 * len(panel.facts)


def test_classes_that_are_rarely_found_are_named_as_a_limit(metadata: CheckpointMetadata) -> None:
    measured = metadata.measured
    assert measured is not None
    text = limits(metadata)[0]
    for emotion, recall in measured.recall.items():
        assert (str(emotion) in text) == (recall < 0.5)
    assert "Few test faces" in limits(metadata)[1]


def test_every_model_says_that_it_does_not_know_what_people_feel(
    metadata: CheckpointMetadata,
) -> None:
    for about in (metadata, None, metadata.model_copy(update={"metrics": {}})):
        assert any("not what someone feels" in sentence for sentence in limits(about))


def test_a_field_of_the_matrix_says_in_words_what_happened(matrix: ConfusionView) -> None:
    assert matrix.text_at(field(matrix, 1, 2)) == "fear called neutral: 14 of 20 faces, 70\u00a0%"
    assert matrix.text_at(field(matrix, 0, 0)) == "anger found: 90 of 100 faces, 90\u00a0%"
    assert matrix.text_at(QPoint(2, 2)) == ""
    assert "fear called neutral: 14 of 20" in matrix.accessibleDescription()


def test_a_class_without_test_faces_has_no_share() -> None:
    assert mistake(Emotion.FEAR, Emotion.FEAR, 0, 0) == "fear found: 0 of 0 faces, 0\u00a0%"


def test_fields_are_tinted_by_their_share_of_the_row(matrix: ConfusionView) -> None:
    picture = matrix.grab().toImage()
    corner = QPoint(-12, -12)  # beside the figure in the middle
    tints = {
        (row, column): picture.pixelColor(field(matrix, row, column) + corner)
        for row in range(3)
        for column in range(3)
    }
    ground, full = QColor(LIGHT.trough), QColor(LIGHT.accent)
    assert tints[0, 1] == ground
    assert tints[2, 2] == blend(ground, full, 0.96)
    assert tints[1, 2] == blend(ground, full, 0.7)


def test_the_matrix_is_square_and_as_wide_as_there_is_room(matrix: ConfusionView) -> None:
    narrow, wide = matrix.heightForWidth(150), matrix.heightForWidth(1000)
    assert narrow < wide == round(matrix.field(0, 0).left()) + 3 * 40


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_figures_read_on_every_tint(colours: Colours) -> None:
    for percent in range(101):
        ground = blend(QColor(colours.trough), QColor(colours.accent), percent / 100)
        assert contrast(readable(ground, colours), ground) >= 4.5, percent


def test_contrast_is_that_of_the_web() -> None:
    assert contrast(QColor("#000000"), QColor("#ffffff")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("#ffffff")) == pytest.approx(4.48, abs=0.01)
