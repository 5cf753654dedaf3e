import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.language import (
    LANGUAGES,
    best_language,
    key_name,
    local_number,
    overlay_words,
)
from emotion_desktop.gui.preferences import choices_of
from emotion_desktop.outputs.overlay import HEATMAP, LEAST, MOST, NO_EVIDENCE, PREPARING
from tests.gui.language_helpers import ERRORS, PROTOCOL
from tools.translations import TEXTS, TRANSLATIONS

if TYPE_CHECKING:
    from tests.gui.conftest import App

ROOT = Path(__file__).parents[2]

SHOWING = re.compile(
    r"""
    set (Text|ToolTip|StatusTip|WhatsThis|WindowTitle|Title|AccessibleName|AccessibleDescription
        |PlaceholderText|InformativeText|LabelText|OkButtonText|CancelButtonText|TabText|Suffix
        |Prefix)
    | Q (Label|Action|PushButton|CheckBox|RadioButton|ToolButton|Menu|GroupBox|DockWidget|ToolBar)
    | add (Item|Items|Tab|Action|Menu|Button|Row) | insert (Item|Action)
    | say | showMessage | show_message | drawText | set_badge | _?heading | _muted
    | Notice | ViewState | Cell | Bar
    """,
    re.VERBOSE,
)
"""Calls whose arguments people read."""

GUI = TEXTS / "gui"
NOT_TEXTS = {"icon", "topic", "name"}
"""Their arguments that nobody reads."""

IN_EVERY_LANGUAGE = {"Emotion Desktop", "fps", "ms", "s"}


def called(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def plain_texts(node: ast.AST) -> Iterator[ast.Constant]:
    """Yield the texts that an expression takes from the code as they stand there."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    elif isinstance(node, ast.Call):
        if called(node) in {"format", "join"} and isinstance(node.func, ast.Attribute):
            for part in (node.func.value, *node.args):
                yield from plain_texts(part)
    elif isinstance(node, ast.IfExp):
        yield from plain_texts(node.body)
        yield from plain_texts(node.orelse)
    elif isinstance(node, ast.FormattedValue):
        yield from plain_texts(node.value)  # not its format
    elif isinstance(node, (ast.JoinedStr, ast.List, ast.Tuple, ast.BinOp)):
        for child in ast.iter_child_nodes(node):
            yield from plain_texts(child)


def unmarked(code: str) -> list[str]:
    """Return the texts that are shown and not marked for translators."""
    found = []
    for call in ast.walk(ast.parse(code)):
        if not isinstance(call, ast.Call) or not SHOWING.fullmatch(called(call)):
            continue
        named = [keyword.value for keyword in call.keywords if keyword.arg not in NOT_TEXTS]
        for text in (text for part in [*call.args, *named] for text in plain_texts(part)):
            words = re.sub("<[^>]*>?|^[^<]*>", "", str(text.value)).strip(" –…:")
            if re.search("[A-Za-z]", words) and words not in IN_EVERY_LANGUAGE:
                found.append(f"{call.lineno}: {called(call)}({text.value!r})")
    return found


@pytest.mark.parametrize(
    "code",
    [
        'label.setText("Hello")',
        'label.setText(f"{count} faces")',
        'QLabel("Hello" if new else translate("A", "Welcome back"))',
        'stage.toast.say("Saved {name}".format(name=name))',
        'Notice(topic="model", text="Oh")',
    ],
)
def test_a_text_that_is_shown_and_not_marked_is_found(code: str) -> None:
    assert len(unmarked(code)) == 1


@pytest.mark.parametrize(
    "code",
    [
        'label.setText(translate("A", "Hello"))',
        "label.setText(f\"{translate('A', 'Hello')} – {name}\")",
        'label.setText(f"{speed:.0f} fps")',
        'label.setObjectName("badge")',
    ],
)
def test_marked_texts_and_names_are_no_such_texts(code: str) -> None:
    assert unmarked(code) == []


@pytest.mark.parametrize(
    "path", sorted(GUI.rglob("*.py")), ids=lambda path: str(path.relative_to(GUI))
)
def test_every_text_that_is_shown_can_be_translated(path: Path) -> None:
    assert unmarked(path.read_text(encoding="utf-8")) == []


def test_each_language_has_its_files_and_can_be_chosen() -> None:
    others = set(LANGUAGES) - {"en"}
    for suffix in (".ts", ".qm"):
        assert {path.stem for path in TRANSLATIONS.glob(f"*{suffix}")} == others
    assert choices_of("language") == ("system", *LANGUAGES)


@pytest.mark.parametrize(
    ("wanted", "best"),
    [
        (["de"], "de"),
        (["de-AT", "de"], "de"),
        (["de_CH"], "de"),
        (["fr-FR", "fr", "de-DE"], "de"),
        (["en-GB", "de"], "en"),
        (["xx"], "en"),
        (["C"], "en"),
        ([], "en"),
    ],
)
def test_the_first_language_that_there_is_is_spoken(wanted: list[str], best: str) -> None:
    assert best_language(wanted) == best


def test_numbers_and_keys_are_english_where_nothing_is_translated() -> None:
    assert local_number("3.5") == "3.5"
    assert key_name("Ctrl+Left") == "Ctrl+Left"


def said_by_a_window(language: str, system: str, folder: Path) -> dict[str, Any]:
    """Return what a window says; see `speaking`."""
    locale = {name: "" for name in os.environ if name.startswith(("LC_", "LANG"))}
    done = subprocess.run(
        [sys.executable, "-m", "tests.gui.language_helpers", language, folder / "settings.ini"],
        cwd=ROOT,
        env=os.environ | locale | {"LC_ALL": system, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said


GUI = TEXTS / "gui"


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a window says on an Austrian system."""
    return said_by_a_window("system", "de_AT.UTF-8", tmp_path_factory.mktemp("german"))


def test_an_austrian_system_gets_german_menus_and_actions(german: dict[str, Any]) -> None:
    assert german["menus"][0] == "&Datei"
    assert german["actions"]["snapshot"] == "Schnappschuss"
    assert german["actions"]["bars"] == "Balken"


def test_keys_and_buttons_of_qt_are_german(german: dict[str, Any]) -> None:
    assert german["tips"]["open_file"].endswith("(Strg+O)")
    assert german["tips"]["quit"] == "Beenden (Q oder Strg+Q)"
    assert german["cancel"] == "Abbrechen"


def test_emotions_are_german_in_the_picture_too(german: dict[str, Any]) -> None:
    assert german["emotions"] == [
        "Ärger", "Ekel", "Angst", "Freude", "Trauer", "Überraschung", "neutral", "Verachtung",
    ]  # fmt: skip
    assert german["overlay"] == [
        "#1 Ärger", "Ärger", "Ekel", "Angst", "Freude", "Trauer", "Überraschung", "neutral",
    ]  # fmt: skip


def test_german_numbers_have_a_comma(german: dict[str, Any]) -> None:
    assert german["percent"] == "88,1\u00a0%"
    assert german["spin"] == "0,5"


def test_errors_from_below_the_window_are_german_with_all_their_values(
    german: dict[str, Any],
) -> None:
    assert german["errors"] == [
        "/a.mp4 lässt sich nicht schreiben: kein Platz mehr auf dem Datenträger; "
        "wählen Sie einen anderen Ordner",
        "/a.mp4 ist abgeschnitten: Es endet nach 2,5 s von 10,0 s",
        "one und mine können kein Ensemble bilden: mine kennt Angst, Ärger nicht; "
        "verbinden Sie Checkpoints, die mit denselben --classes trainiert wurden",
        "a sentence without a translation and with {braces}",
    ]


def test_how_a_model_was_measured_is_said_in_german(german: dict[str, Any]) -> None:
    assert german["protocol"] == (
        "FER+-Mehrheit, auch unentschiedene Gesichter, Ekel als Ärger und Angst als Trauer, "
        "8 Klassen, PrivateTest, n = 3137, ein Ausschnitt, trainiert mit Labels von FER2013, "
        "kein Gesicht mit Verachtung"
    )


def test_reports_are_written_in_german(german: dict[str, Any]) -> None:
    assert german["report"] == ["de", "Zusammenfassung", "Angst"]


def test_a_language_that_there_is_not_leaves_the_window_english(tmp_path: Path) -> None:
    said = said_by_a_window("xx", "de_DE.UTF-8", tmp_path)
    assert said["menus"][0] == "&File"
    assert said["cancel"] == "Cancel"
    assert said["percent"] == "88.1\u00a0%"
    assert said["spin"] == "0.5"
    assert said["errors"] == list(map(str, ERRORS))
    assert said["protocol"] == str(PROTOCOL)
    assert said["report"] == ["en", "Summary", "fear"]


def test_the_toolbar_gives_up_texts_far_right_before_it_hides_a_button(app: "App") -> None:
    window = app.window
    for width, style in (
        (1800, Qt.ToolButtonStyle.ToolButtonTextBesideIcon),
        (window.tools.sizeHint().width() - 20, Qt.ToolButtonStyle.ToolButtonIconOnly),
    ):
        window.resize(width, 800)
        for name in (ActionName.SETTINGS, ActionName.HELP):
            button = window.tools.widgetForAction(window.commands[name])
            assert isinstance(button, QToolButton)
            app.qtbot.waitUntil(button.isVisible)
            assert button.toolButtonStyle() == style


def test_every_word_beside_a_heatmap_has_its_place_in_the_list_of_words() -> None:
    assert {HEATMAP, PREPARING, NO_EVIDENCE, LEAST, MOST} <= set(overlay_words())
