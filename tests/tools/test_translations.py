import re
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator

from tools.translations import TRANSLATIONS, main, read, stale

FILES = sorted(TRANSLATIONS.glob("*.ts"))
PLACEHOLDER = re.compile(r"\{[^}]*\}|&")

SAME_AS_ENGLISH = {
    "de": {
        "50 Hz", "60 Hz", "App", "Checkpoints", "Ensemble", "Heatmap", "Heatmaps", "Live", "Name",
        "Name…", "Pause", "Person", "Person {number}", "Position", "Threads", "Video", "int8",
        "neutral", "Token: {token}", "n = {count}", "{count} min", "{count} s", "{first}, {rest}",
        "{width} × {height}, {fps} fps",
    },
}  # fmt: skip


@pytest.fixture
def code(tmp_path: Path) -> Path:
    """A folder of code with two texts."""
    folder = tmp_path / "code"
    folder.mkdir()
    (folder / "menu.py").write_text('translate("Menu", "Open")\ntranslate("Menu", "Close it")\n')
    return folder


@pytest.fixture
def french(tmp_path: Path) -> Path:
    """The file of a language in which nothing is translated yet."""
    ts = tmp_path / "files" / "fr.ts"
    ts.parent.mkdir()
    ts.write_text('<!DOCTYPE TS>\n<TS version="2.1" language="fr"/>\n')
    return ts


def run(code: Path, ts: Path, *options: str) -> int:
    return main(["--texts", str(code), "--files", str(ts.parent), *options])


def finish(ts: Path, *said: str) -> None:
    """Give the unfinished texts of a file their translations, in the order of the file."""
    text = ts.read_text(encoding="utf-8")
    for each in said:
        text = text.replace(
            '<translation type="unfinished"></translation>', f"<translation>{each}</translation>", 1
        )
    ts.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("ts", FILES, ids=lambda ts: str(ts.stem))
def test_a_language_is_complete_and_up_to_date(ts: Path) -> None:
    assert stale(ts) == []


@pytest.mark.parametrize("ts", FILES, ids=lambda ts: str(ts.stem))
def test_a_translation_keeps_what_is_filled_in_later(ts: Path) -> None:
    for (_, text), said in read(ts).items():
        assert sorted(PLACEHOLDER.findall(said or "")) == sorted(PLACEHOLDER.findall(text)), text


@pytest.mark.parametrize("ts", FILES, ids=lambda ts: str(ts.stem))
def test_a_translation_ends_as_the_text_does(ts: Path) -> None:
    for (_, text), said in read(ts).items():
        assert said is not None
        assert said == said.strip(), text
        for ending in ("…", ".", ":") if len(text) > 1 else ():
            assert said.endswith(ending) == text.endswith(ending), text


@pytest.mark.parametrize("ts", FILES, ids=lambda ts: str(ts.stem))
def test_nothing_is_left_in_english_by_accident(ts: Path) -> None:
    same = {text for (_, text), said in read(ts).items() if said == text}
    assert same == SAME_AS_ENGLISH.get(ts.stem, set())


def test_the_messages_of_errors_are_texts_but_for_those_of_the_command_line(
    code: Path, french: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raises = 'raise {}("{{path}} is {}", path=path)\n'
    (code / "files.py").write_text(raises.format("OutputError", "full"))
    (code / "other.py").write_text(raises.format("ValueError", "wrong"))
    (code / "cli").mkdir()
    (code / "cli" / "run.py").write_text(raises.format("OutputError", "missing"))
    assert run(code, french) == 1
    assert "Errors: '{path} is full'" in capsys.readouterr().out
    assert {text for context, text in read(french) if context == "Errors"} == {"{path} is full"}


def test_new_texts_wait_for_a_translator(
    code: Path, french: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(code, french) == 1
    assert read(french) == {("Menu", "Close it"): None, ("Menu", "Open"): None}
    assert capsys.readouterr().out == ("fr: 2 texts, 2 to do\n  Menu: 'Close it'\n  Menu: 'Open'\n")


def test_what_is_translated_is_released_and_stays_when_texts_come_and_go(
    code: Path, french: Path
) -> None:
    run(code, french)
    finish(french, "Fermer", "Ouvrir")
    (code / "menu.py").write_text('translate("Menu", "Open")\ntranslate("Menu", "New")\n')
    assert run(code, french) == 1
    assert read(french) == {("Menu", "New"): None, ("Menu", "Open"): "Ouvrir"}
    translator = QTranslator()
    assert translator.load(str(french.with_suffix(".qm")))
    assert translator.translate("Menu", "Open") == "Ouvrir"


def test_a_complete_language_leaves_nothing_to_do(
    code: Path, french: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(code, french)
    finish(french, "Fermer", "Ouvrir")
    assert run(code, french) == 0
    assert run(code, french, "--check") == 0
    assert capsys.readouterr().out.endswith("fr: 2 texts, nothing to do\n")


def test_a_check_changes_nothing(code: Path, french: Path) -> None:
    before = french.read_bytes()
    assert run(code, french, "--check") == 1
    assert french.read_bytes() == before
    assert [path.name for path in french.parent.iterdir()] == ["fr.ts"]


def test_a_check_notices_a_release_of_older_translations(code: Path, french: Path) -> None:
    run(code, french)
    finish(french, "Fermer", "Ouvrir")
    assert stale(french, code) == ["fr.qm was not made from it; run: make translations"]


def test_a_text_that_the_tools_of_qt_overlook_is_complained_of(code: Path, french: Path) -> None:
    run(code, french)
    finish(french, "Fermer", "Ouvrir")
    (code / "bar.py").write_text("f\"REC {translate('Bar', 'on')}\"\n")
    run(code, french)
    (line,) = stale(french, code)
    assert line.startswith("bar.py:1: 'on' cannot be found")
