from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QWidgetAction

from emotion_desktop.errors import CheckpointError, UnknownModelError
from emotion_desktop.gui.action_name import ActionName, model_action
from emotion_desktop.gui.dialogs.ensemble_dialog import EnsembleDialog
from emotion_desktop.gui.menus.model_picker import Row
from emotion_desktop.labels import FER2013_ORDER, Emotion
from emotion_desktop.models import CheckpointMetadata
from emotion_desktop.models.metadata import InputSpec, SplitMetrics
from emotion_desktop.vision.model_catalog import ModelEntry

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.gui.conftest import App


def predictor(*names: str) -> SimpleNamespace:
    """A loaded model, or an ensemble of several."""
    classes = (Emotion.ANGER, Emotion.NEUTRAL)
    measured = SplitMetrics(
        protocol="FER+ majority",
        count=3137,
        accuracy=0.861,
        macro_f1=0.8,
        ece=0.01,
        nll=0.4,
        ece_before=0.04,
        nll_before=0.5,
        recall={Emotion.ANGER: 0.25, Emotion.NEUTRAL: 0.9},
        confusion=[[10, 30], [300, 2797]],
    )
    metadata = CheckpointMetadata(
        architecture="cnn48_gray",
        classes=classes,
        input=InputSpec(size=48, channels=1, mean=(0.5,), std=(0.5,)),
        label_source="ferplus-votes",
        training={},
        history=(),
        metrics={"PrivateTest": measured},
        temperature=0.79,
        created_at=datetime(2026, 11, 21, tzinfo=UTC),
        data_fingerprint="d994fd73a5a06540",
        package_version="0.1.0",
        parameters=595_076,
    )
    return SimpleNamespace(
        name=" + ".join(names),
        checkpoint=",".join(names),
        classes=classes,
        members=tuple((name, metadata) for name in names),
        device_name="CPU",
    )


def start_with(app: "App", entries: list[ModelEntry], model: str | None = "cnn48_gray") -> None:
    app.start()
    assert app.window.jobs.wait(5)
    app.qtbot.waitUntil(lambda: bool(app.window.model_menu.rows))
    app.window.model_menu.set_catalog(entries)
    app.controller.session.model = model
    app.window.model_menu.set_current(model)


def test_a_line_says_what_a_model_is_good_for(entries: list[ModelEntry]) -> None:
    rows = [Row.of(entry) for entry in entries]
    assert rows[0].title == "Recommended, 7 expressions (cnn48_gray)"
    assert rows[0].figure == "61\u00a0% of photos"
    assert rows[1].title == "4 expressions (cnn48_rgb)"
    assert rows[1].figure == "not measured here"
    assert rows[1].second == "4 classes: happiness, sadness, surprise, neutral"


def test_a_model_without_neutral_says_what_it_calls_a_calm_face(entries: list[ModelEntry]) -> None:
    entry = replace(entries[0], classes=(Emotion.ANGER, Emotion.HAPPINESS))
    assert Row.of(entry).second == "Has no neutral: a calm face gets one of anger, happiness"


def test_untrained_models_are_greyed_and_say_how_to_train_them(
    app: "App", entries: list[ModelEntry]
) -> None:
    start_with(app, entries)
    lines = {a.text(): a.isEnabled() for a in app.window.model_menu.actions()}
    assert lines["se64_rgb, not trained yet: emotion-train --arch se64_rgb"] is False
    (trained,) = (text for text in lines if "(cnn48_gray)" in text)
    assert lines[trained] is True


def test_a_checkpoint_that_cannot_be_used_is_greyed_and_says_why(
    app: "App", entries: list[ModelEntry]
) -> None:
    error = CheckpointError("{path} is no file; choose a file", path="/models/" + "x" * 500)
    start_with(app, [replace(entries[0], name="n" * 240, trained=False, error=error)])
    (row,), menu = app.window.model_menu.rows, app.window.model_menu
    assert row.second.startswith("cannot be used: /models/xxx")
    action = next(a for a in menu.actions() if row.second in a.text())
    assert isinstance(action, QWidgetAction)
    assert not action.isEnabled()
    assert action.defaultWidget().sizeHint().width() < 800
    action.defaultWidget().grab()


def test_the_model_at_work_is_ticked(app: "App", entries: list[ModelEntry]) -> None:
    start_with(app, entries, "cnn48_rgb")
    ticked = [a.text() for a in app.window.model_menu.actions() if a.isChecked()]
    assert len(ticked) == 1
    assert "(cnn48_rgb)" in ticked[0]


def test_m_goes_round_the_trained_models(app: "App", entries: list[ModelEntry]) -> None:
    start_with(app, entries)
    app.window.commands[ActionName.NEXT_MODEL].trigger()
    app.controller.session.model = "cnn48_rgb"
    app.window.commands[ActionName.NEXT_MODEL].trigger()
    assert app.live.models == ["/models/cnn48_rgb.safetensors", "/models/cnn48_gray.safetensors"]
    assert app.stage.toast.text.startswith("Loading")


def test_a_number_chooses_the_model_of_its_place(app: "App", entries: list[ModelEntry]) -> None:
    start_with(app, entries)
    app.window.commands[model_action(2)].trigger()
    assert app.live.models == ["/models/cnn48_rgb.safetensors"]


def test_the_number_of_an_untrained_model_says_how_to_train_it(
    app: "App", entries: list[ModelEntry]
) -> None:
    start_with(app, entries)
    app.window.commands[model_action(4)].trigger()
    assert app.live.models == []
    assert app.stage.toast.text == "se48_gray: not trained yet: emotion-train --arch se48_gray"


def test_a_picked_model_is_loaded(app: "App", entries: list[ModelEntry]) -> None:
    start_with(app, entries)
    app.window.model_menu.items[1].trigger()
    assert app.live.models == ["/models/cnn48_rgb.safetensors"]


def test_an_unknown_model_on_the_command_line_is_said_in_the_window(app: "App") -> None:
    live = app.start(model="nonsense")
    live.fail_model(UnknownModelError("no checkpoint 'nonsense'"))
    app.qtbot.waitUntil(lambda: bool(app.stage.notices.notices))
    (notice,) = app.stage.notices.notices
    assert notice.text.endswith("faces are not classified")
    assert notice.details == "no checkpoint 'nonsense'"
    assert not app.stage.toast.isVisible()  # it said that the model is being loaded
    live.ready(predictor("cnn48_gray"))
    app.qtbot.waitUntil(lambda: "using cnn48_gray" in app.stage.notices.notices[0].text)


def test_the_model_card_tells_the_figures(app: "App", entries: list[ModelEntry]) -> None:
    start_with(app, entries)
    live = app.live
    live.ready(predictor("cnn48_gray"))
    card = app.window.docks.model
    app.qtbot.waitUntil(lambda: card.texts["name"] == "cnn48_gray")
    assert card.texts["accuracy"] == "86.1\u00a0% accuracy"
    assert card.texts["explained"] == (
        "Right on 86.1\u00a0% of 3137 test faces, and on 61\u00a0% of photos from elsewhere, where "
        "a label it lacks counts as wrong."
    )
    assert "Knows no disgust, fear, happiness, sadness, surprise:" in card.texts["limits"]
    assert {title: text.replace("\xa0", " ") for title, text in card.facts.items()} == {
        "Classes": "2: anger, neutral",
        "Parameters": "0.6 million",
        "Input": "48 × 48 px, gray",
        "Device": "CPU",
        "Trained on": "FER2013 faces, shares of FER+ votes",
        "Data": "d994fd73a5a0",
        "Created": "2026-11-21, emotion-desktop 0.1.0",
        "Measured on": "FER+ majority, n = 3137",
        "Macro-F1": "80.0 %",
        "Calibration error": "4.0 % → 1.0 %",
        "Temperature": "0.79",
    }


def test_the_card_of_an_ensemble_tells_its_members_and_no_figure_of_its_own(app: "App") -> None:
    live = app.start()
    live.ready(predictor("one", "two"))
    card = app.window.docks.model
    app.qtbot.waitUntil(lambda: card.texts["name"] == "one + two")
    assert card.facts["Members"] == "one, 86.1\u00a0%\ntwo, 86.1\u00a0%"
    assert card.facts["Parameters"] == "1.2 million"
    assert card.texts["explained"] == "not measured"
    assert card.texts["accuracy"] == ""
    assert "Temperature" not in card.facts


def test_an_ensemble_at_work_is_listed_ticked_and_can_be_picked_again(
    app: "App", entries: list[ModelEntry]
) -> None:
    start_with(app, entries)
    app.live.ready(predictor("one", "two"))
    menu = app.window.model_menu
    app.qtbot.waitUntil(lambda: menu.row_of("one + two") is not None)
    assert next(a.text() for a in menu.actions() if a.isChecked()).startswith("one + two")
    menu.items[-1].trigger()
    assert app.live.models == ["one,two"]


def test_an_ensemble_is_listed_once_however_often_it_is_loaded(app: "App") -> None:
    for _ in range(2):
        app.window.model_menu.add_ensemble("a + b", FER2013_ORDER, "a,b")
    assert [row.name for row in app.window.model_menu.rows] == ["a + b"]


def test_an_ensemble_stays_listed_when_the_catalog_comes_late(
    app: "App", entries: list[ModelEntry]
) -> None:
    app.window.model_menu.add_ensemble("a + b", FER2013_ORDER, "a,b")
    app.window.model_menu.set_catalog(entries)
    assert [row.name for row in app.window.model_menu.rows][-1] == "a + b"


def test_loading_an_ensemble_names_its_members(app: "App", entries: list[ModelEntry]) -> None:
    start_with(app, entries)
    app.controller.session.set_model("/models/a.safetensors,b")
    assert app.stage.toast.text == "Loading a + b …"


def test_an_ensemble_needs_two_trained_models(app: "App", entries: list[ModelEntry]) -> None:
    start_with(app, entries[1:])
    app.window.commands[ActionName.ENSEMBLE].trigger()
    assert app.stage.toast.text == "An ensemble needs two trained models"


def test_the_models_checked_in_the_dialog_are_loaded_together(
    app: "App", entries: list[ModelEntry]
) -> None:
    start_with(app, [entries[0], replace(entries[0], name="mine")])
    app.window.commands[ActionName.ENSEMBLE].trigger()
    dialog = app.window.findChild(EnsembleDialog)
    assert dialog is not None
    app.qtbot.waitUntil(dialog.isVisible)
    for box in dialog.boxes:
        box.click()
    dialog.ok.click()
    assert app.live.models == ["cnn48_gray,mine"]


@pytest.fixture
def dialog(qtbot: "QtBot", entries: list[ModelEntry]) -> EnsembleDialog:
    """Asks for an ensemble of two models that agree and one that does not."""
    dialog = EnsembleDialog([*entries[:2], replace(entries[0], name="mine")])
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def test_one_model_is_no_ensemble(dialog: EnsembleDialog) -> None:
    gray, _, mine = dialog.boxes
    gray.click()
    assert not dialog.ok.isEnabled()
    mine.click()
    assert dialog.ok.isEnabled()


def test_a_model_of_other_classes_is_disabled_and_says_why(dialog: EnsembleDialog) -> None:
    gray, rgb, _ = dialog.boxes
    gray.click()
    assert not rgb.isEnabled()
    assert rgb.toolTip() == "cnn48_rgb lacks anger, disgust, fear"
    gray.click()
    assert rgb.isEnabled()
    assert not rgb.toolTip()


def test_the_long_name_of_an_ensemble_does_not_widen_the_window(app: "App") -> None:
    status = app.window.status
    status.show_figures(dict.fromkeys(status.fields, "") | {"model": " + ".join(["cnn48"] * 20)})
    status.reformat()
    assert status.minimumSizeHint().width() < app.window.minimumWidth()


def test_loading_takes_no_message_away_that_offers_something(app: "App") -> None:
    app.start()
    app.stage.toast.say("Recorded 0:10 to movies", "Review", lambda: None)
    app.controller.session.set_model("cnn48_rgb")
    assert app.stage.toast.text == "Recorded 0:10 to movies"
    assert app.stage.toast.button.isVisible()
