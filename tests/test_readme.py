"""The README says what is so."""

import re
from pathlib import Path

import pytest

from emotion_desktop.config import shipped_checkpoints
from emotion_desktop.gui.actions import ACTIONS
from emotion_desktop.gui.dialogs.welcome import FACTS
from emotion_desktop.models import list_models, read_metadata
from trainer.artefacts import card

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHIPPED = sorted(shipped_checkpoints().glob("*.safetensors"))


def table_row(name: str) -> list[str]:
    """Return the cells of a model's row in the README's table."""
    (row,) = [line for line in README.splitlines() if line.startswith(f"| `{name}` |")]
    return [cell.strip() for cell in row.strip("|").split("|")]


def test_at_least_two_models_ship() -> None:
    assert len(SHIPPED) >= 2


@pytest.mark.parametrize("name", list_models())
def test_every_architecture_has_a_row(name: str) -> None:
    assert table_row(name)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_table_states_the_figures_the_checkpoint_carries(path: Path) -> None:
    metadata = read_metadata(path)
    figures = metadata.metrics["PrivateTest"]
    _, classes, parameters, accuracy, macro_f1, ece, count, original = table_row(path.stem)
    assert classes == ", ".join(metadata.classes)
    assert parameters == f"{metadata.parameters:,}"
    assert accuracy == f"{figures.accuracy:.1%}"
    assert macro_f1 == f"{figures.macro_f1:.1%}"
    assert ece == f"{figures.ece:.3f}"
    assert count == f"{figures.count:,}"
    if metadata.label_source != "fer2013":
        figures = metadata.metrics["PrivateTest, original labels"]
    assert original == f"{figures.accuracy:.1%}"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_model_that_ships_finds_some_of_every_class_and_knows_how_sure_it_is(
    path: Path,
) -> None:
    figures = read_metadata(path).metrics["PrivateTest"]
    assert all(recall > 0 for recall in figures.recall.values())
    assert figures.ece <= 0.03


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_model_that_ships_has_the_card_its_header_makes(path: Path) -> None:
    written = path.with_suffix(".md").read_text(encoding="utf-8")
    assert written == card(read_metadata(path), file=path.name)


def test_every_picture_and_document_it_links_is_there() -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert targets
    for target in targets:
        assert (ROOT / target).is_file(), target


def keys_of_the_table() -> set[str]:
    """Return the keys in the first column of the README's table; `1`…`3` stands for three."""
    keys: set[str] = set()
    for row in README.partition("| key | does |")[2].partition("\n\n")[0].splitlines():
        cell = row.split(" | ")[0]
        keys.update(re.findall(r"`([^`]+)`", cell))
        for start, first, last in re.findall(r"`([^`]*?)(\d)`…`[^`]*?(\d)`", cell):
            keys.update(f"{start}{number}" for number in range(int(first), int(last) + 1))
    return keys


def test_every_key_in_its_table_does_something() -> None:
    assert keys_of_the_table() <= {key for spec in ACTIONS for key in spec.keys}


def test_everything_that_has_a_key_is_in_its_table() -> None:
    keys = keys_of_the_table()
    assert [spec.name for spec in ACTIONS if spec.keys and spec.keys[0] not in keys] == []


def test_it_shows_every_picture_of_the_gallery() -> None:
    shown = set(re.findall(r"\]\(docs/gallery/([^)]+)\)", README))
    assert shown == {path.name for path in (ROOT / "docs" / "gallery").iterdir()}


def test_it_says_what_the_law_of_the_european_union_says() -> None:
    (_, _, (_, _, said)) = FACTS
    assert said.partition(". ")[2].partition(" (")[0] in " ".join(README.split())
