"""Architectures, detectors, sources, writers, recipes, publishers: added without a change here."""

import runpy
import tomllib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from emotion_desktop.cli.analyze import main as analyze_main
from emotion_desktop.models import create_model, list_models, register_architecture, registry
from emotion_desktop.outputs import tables
from emotion_desktop.outputs.tables import WriterEntry, register_writer, writers
from emotion_desktop.publish import PublisherEntry, publisher, publishers, register_publisher
from emotion_desktop.vision.detection import (
    DetectorEntry,
    detector,
    detectors,
    open_detector,
    register_detector,
)
from emotion_desktop.vision.sources import (
    SourceEntry,
    SourceSpec,
    kinds_of_sources,
    open_source,
    register_source,
    source_spec,
)
from trainer.cli import train_main
from trainer.recipes import Recipe, register_recipe
from trainer.recipes import registry as recipe_registry

PLUGINS = Path(__file__).with_name("plugins")


def unused(*_: object, **__: object) -> Any:  # noqa: ANN401
    raise AssertionError


@pytest.fixture
def plugged_in(monkeypatch: pytest.MonkeyPatch, labels_as_before: object) -> None:
    """Everything in the folder of plug-ins is registered until the end of the test."""
    for module in (registry, detector, source_spec, tables, publisher):
        monkeypatch.setattr(module, "registered", dict(module.registered))
    for variant, recipes in recipe_registry.registered.items():
        monkeypatch.setitem(recipe_registry.registered, variant, dict(recipes))
    for path in PLUGINS.glob("*.py"):
        runpy.run_path(str(path))


@pytest.mark.usefixtures("plugged_in")
def test_each_is_listed_and_made_by_its_name() -> None:
    assert "tiny_net" in list_models()
    assert sum(p.numel() for p in create_model("tiny_net").parameters()) == 407
    assert "middle" in detectors()
    assert "gray" in kinds_of_sources()
    assert SourceSpec.parse("gray:3").display_name == "3 gray"
    assert "tsv" in writers()
    assert publishers()["count"].summary == "count faces"
    with closing(open_source("gray:3")) as source, closing(open_detector("middle")) as finder:
        assert finder.detect(source.read().image).boxes.tolist() == [[100, 60, 220, 180]]


@pytest.mark.usefixtures("plugged_in")
def test_a_command_uses_all_four(make_checkpoint: Callable[..., Path], tmp_path: Path) -> None:
    model = str(make_checkpoint("tiny_net"))
    arguments = ["gray:3", "--model", model, "--detector", "middle", "--out", str(tmp_path)]
    assert analyze_main([*arguments, "--tsv", "--tsv"]) == 0
    rows = [line.split("\t") for line in (tmp_path / "results.tsv").read_text().splitlines()]
    assert [row[:2] for row in rows] == [["gray:3", f"{time_s:.1f}"] for time_s in (0, 0.1, 0.2)]
    assert {row[2] for row in rows} <= {"happiness", "neutral", "sadness"}


@pytest.mark.usefixtures("plugged_in")
@pytest.mark.parametrize(("variant", "epochs"), [("best", 7), ("original", 3), ("seed", 3)])
def test_a_training_starts_from_the_recipe_of_its_architecture(
    variant: str, epochs: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "fer2013.csv"
    data.write_text(f"emotion,pixels,Usage\n3,{' '.join(['0'] * 48 * 48)},Training\n")
    arguments = ["--arch", "tiny_net", "--recipe", variant, "--data", str(data), "--print-config"]
    assert train_main([*arguments, "--device", "cpu", "--threads", "1"]) == 0
    printed = tomllib.loads(capsys.readouterr().out)
    assert printed["epochs"] == epochs
    assert printed["recipe"] == ("best" if variant == "best" else "original")


@pytest.mark.parametrize(
    ("what", "register", "name"),
    [
        ("architecture", lambda name: register_architecture(name, unused), "cnn48_gray"),
        ("detector", lambda name: register_detector(name, DetectorEntry(open=unused)), "blazeface"),
        ("source", lambda name: register_source(name, SourceEntry(open=unused)), "camera"),
        ("writer", lambda name: register_writer(name, WriterEntry(open=unused)), "csv"),
        (
            "publisher",
            lambda name: register_publisher(name, PublisherEntry(open=unused)),
            "websocket",
        ),
        ("best recipe", lambda name: register_recipe(name, Recipe()), "cnn48_gray"),
        (
            "original recipe",
            lambda name: register_recipe(name, Recipe(), "original"),
            "cnn48_gray",
        ),
    ],
)
def test_a_name_that_is_taken_or_none_is_refused_in_the_same_words(
    what: str, register: Callable[[str], None], name: str
) -> None:
    with pytest.raises(ValueError, match=f"^{what} '{name}' is registered already$"):
        register(name)
    with pytest.raises(ValueError, match=f"^{what} 'a:b': a name consists of letters, digits"):
        register("a:b")
