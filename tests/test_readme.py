"""The README and the documents it links say what is so."""

import json
import re
from pathlib import Path

import pytest

from emotion_desktop.config import shipped_checkpoints
from emotion_desktop.gui.actions import ACTIONS
from emotion_desktop.gui.dialogs.welcome import FACTS
from emotion_desktop.models import list_models, read_metadata
from emotion_desktop.vision.model_catalog import default_checkpoint
from tools.model_cards import FIGURES, WEBCAM_FIGURES, shipped_card

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = {path: path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md")}
MODELS = DOCS[ROOT / "docs" / "models.md"]
WINDOW = DOCS[ROOT / "docs" / "window.md"]
MOST_WORDS = 900
SHIPPED = sorted(shipped_checkpoints().glob("*.safetensors"))


def table_row(name: str) -> list[str]:
    """Return the cells of a model's row in the table of models."""
    (row,) = [line for line in MODELS.splitlines() if line.startswith(f"| `{name}` |")]
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
def test_every_model_that_ships_has_the_card_that_its_header_and_the_photos_make(
    path: Path,
) -> None:
    assert path.with_suffix(".md").read_text(encoding="utf-8") == shipped_card(path)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_documents_tell_how_sure_every_model_is_on_photos(path: Path) -> None:
    figures = json.loads(FIGURES.read_bytes())[path.stem]
    told = " | ".join(f"{figures[name]:.3f}" for name in ("ece_before", "ece", "ece_floor"))
    assert f"| {path.stem} | {told} |" in Path("docs/models.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_documents_tell_what_every_model_reads_of_bad_pictures(path: Path) -> None:
    accuracies = [row["accuracy"] for row in json.loads(WEBCAM_FIGURES.read_bytes())[path.stem]]
    mean = sum(accuracies[1:]) / len(accuracies[1:])
    told = " | ".join(f"{value:.1%}" for value in (*accuracies, mean))
    assert f"| {path.stem} | {told} | {mean / accuracies[0]:.2f} |" in MODELS


def test_the_readme_is_short_and_states_the_figures_of_the_default() -> None:
    assert len(README.split()) <= MOST_WORDS
    name = default_checkpoint()
    figures = read_metadata(shipped_checkpoints() / f"{name}.safetensors").metrics["PrivateTest"]
    assert f"`{name}`, the default, has {figures.accuracy:.1%}" in README
    assert f"on {figures.count:,} faces" in README


@pytest.mark.parametrize(
    "path", [ROOT / "README.md", *DOCS], ids=lambda path: str(path.relative_to(ROOT))
)
def test_every_picture_and_document_that_is_linked_is_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
        assert (path.parent / target).exists(), target


def keys_of_the_table() -> set[str]:
    """Return the keys in the first column of the table of keys; `1`…`3` stands for three."""
    keys: set[str] = set()
    for row in WINDOW.partition("| key | does |")[2].partition("\n\n")[0].splitlines():
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


def test_every_picture_of_the_gallery_is_shown() -> None:
    shown = set(re.findall(r"\]\((?:docs/)?gallery/([^)]+)\)", README + WINDOW))
    assert shown == {path.name for path in (ROOT / "docs" / "gallery").iterdir()}


def test_the_readme_says_what_the_law_of_the_european_union_says() -> None:
    (_, _, (_, _, said)) = FACTS
    assert said.partition(". ")[2].partition(" (")[0] in " ".join(README.split())
