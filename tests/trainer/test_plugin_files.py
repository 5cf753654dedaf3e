"""`--plugin FILE`: architectures, recipes and class sets without a change of the package."""

import re
import tomllib
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from emotion_desktop import plugin_files
from emotion_desktop.cli.analyze import main as analyze_main
from emotion_desktop.labels import (
    COLOURS,
    Emotion,
    parse_emotion,
    register_alias,
    register_class_set,
)
from emotion_desktop.models import create_model, get_spec, read_metadata, registry
from trainer.cli import evaluate_main, train_main
from trainer.recipes import registry as recipe_registry

PLUGINS = Path(__file__).parents[1] / "plugins"
NET, RECIPE, CLASSES, OWN = (
    PLUGINS / f"{n}.py" for n in ("tiny_net", "tiny_recipe", "three_classes", "own_classes")
)


@pytest.fixture(autouse=True)
def as_before(labels_as_before: Callable[[], None]) -> Iterator[None]:
    """What plug-ins register is gone after each test."""
    registries: list[dict[Any, Any]] = [
        registry.registered, *recipe_registry.registered.values(), plugin_files.loaded,
    ]  # fmt: skip
    before = [dict(entries) for entries in registries]
    yield
    for entries, old in zip(registries, before, strict=True):
        entries.clear()
        entries.update(old)


def test_a_network_in_a_file_is_trained_by_its_recipe_on_its_classes_and_resumed(
    make_data: Callable[..., tuple[Path, Path]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, _ = make_data(70, 14, 14)
    files = ["--plugin", str(NET), f"--plugin={RECIPE}", "--plugin", str(CLASSES)]
    arguments = [
        *files, "--arch", "tiny_net", "--classes", "three", "--merge", "three", "--data", str(data),
        "--epochs", "1", "--batch-size", "8", "--device", "cpu", "--threads", "1",
    ]  # fmt: skip
    assert train_main([*arguments, "--print-config"]) == 0
    printed = tomllib.loads(capsys.readouterr().out)
    assert (printed["optimizer"], printed["merge"]) == ("sgd", "fear=sadness")
    assert printed["plugin"] == [str(path) for path in (NET, RECIPE, CLASSES)]
    assert train_main([*arguments, "--out", str(tmp_path / "run")]) == 0
    made = read_metadata(tmp_path / "run" / "tiny_net.safetensors")
    assert made.classes == (Emotion.HAPPINESS, Emotion.NEUTRAL, Emotion.SADNESS)
    plugins = made.training["plugins"]
    assert isinstance(plugins, dict)
    assert list(plugins) == ["tiny_net.py", "tiny_recipe.py", "three_classes.py"]
    registry.registered.pop("tiny_net")
    plugin_files.loaded.pop(NET)
    again = ["--config", str(tmp_path / "run" / "config.toml"), "--out", str(tmp_path / "again")]
    assert train_main([*again, "--device", "cpu", "--dry-run"]) == 0
    assert "407 parameters" in capsys.readouterr().out


def test_classes_of_its_own_are_trained_from_folders_and_shown_without_the_plugin(
    cache_home: Path,
    labels_as_before: Callable[[], None],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    rng = np.random.default_rng(7)
    for split, count in (("train", 12), ("val", 4), ("test", 4)):
        for number, name in enumerate(("bored", "FOCUS", "neutral")):
            (folder := tmp_path / "faces" / split / name).mkdir(parents=True)
            for index in range(count):
                face = rng.integers(0, 120, (48, 48), dtype=np.uint8)
                face[16 * number : 16 * number + 16] += 130
                Image.fromarray(face).save(folder / f"{index}.png")
    arguments = [
        "--plugin", str(NET), f"--plugin={RECIPE}", "--plugin", str(OWN), "--arch", "tiny_net",
        "--classes", "attention", "--data", str(tmp_path / "faces"), "--epochs", "1",
        "--batch-size", "8", "--device", "cpu", "--threads", "1", "--out", str(tmp_path / "run"),
    ]  # fmt: skip
    assert train_main(arguments) == 0
    made, out = tmp_path / "run" / "tiny_net.safetensors", tmp_path / "out"
    labels_as_before()
    with pytest.raises(ValueError, match="boredom"):
        Emotion("boredom")
    assert read_metadata(made).own_classes == {"boredom": "#1166ee", "Focus": "#ee6677"}
    assert read_metadata(made).classes == ("boredom", "Focus", "neutral")
    assert COLOURS[Emotion("boredom")] == (0x11, 0x66, 0xEE)
    labels_as_before()
    photo = tmp_path / "faces" / "test" / "neutral" / "0.png"
    assert analyze_main([str(photo), "--model", str(made), "--csv", "--out", str(out)]) == 0
    header = (out / "results.csv").read_text().partition("\n")[0].split(",")
    assert [name for name in header if name[:2] == "p_"] == ["p_neutral", "p_boredom", "p_Focus"]
    capsys.readouterr()
    data = ["--data", str(tmp_path / "faces"), "--device", "cpu", "--plugin", str(NET)]
    assert evaluate_main(["--checkpoint", str(made), *data]) == 1  # only the plug-in knows "bored"
    assert "bored" in capsys.readouterr().err


def test_a_plugged_in_network_is_described(capsys: pytest.CaptureFixture[str]) -> None:
    assert train_main(["--plugin", str(NET), "--describe", "tiny_net"]) == 0
    assert "407" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "last_map"),
    [
        ("resnet34_gray", "512 × 2 × 2"),
        ("resnet50_gray", "2048 × 2 × 2"),
        ("resnet18_spatial_gray", "512 × 2 × 2"),
    ],
)
def test_the_further_networks_are_described_with_all_their_parameters(
    name: str, last_map: str, capsys: pytest.CaptureFixture[str]
) -> None:
    further = PLUGINS.parents[1] / "examples" / "networks" / "resnets.py"
    assert train_main(["--plugin", str(further), "--describe", name]) == 0
    said = capsys.readouterr().out
    (total,) = (line for line in said.splitlines() if "total" in line)
    assert f"{get_spec(name).parameters:,}" in total
    (seen,) = (line for line in said.splitlines() if "← Grad-CAM" in line)
    assert last_map in seen


@pytest.mark.parametrize("depth", [34, 50])
def test_a_deeper_resnet_is_torchvisions(depth: int) -> None:
    models = pytest.importorskip("torchvision.models")
    plugin_files.load_plugins(
        ["--plugin", str(PLUGINS.parents[1] / "examples" / "networks" / "resnets.py")]
    )
    ours = create_model(f"resnet{depth}_gray", 7).eval()
    theirs = getattr(models, f"resnet{depth}")(num_classes=7).eval()
    theirs.conv1 = torch.nn.Conv2d(1, 64, 7, stride=2, padding=3, bias=False)
    theirs.load_state_dict(dict(zip(theirs.state_dict(), ours.state_dict().values(), strict=True)))
    faces = torch.rand(2, 1, 48, 48)
    assert torch.equal(ours(faces), theirs(faces))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "cannot load the plug-in .*mine.py: No such file"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("import nothing_there", "nothing_there"),
        ("def f(:", "SyntaxError"),
    ],
)
def test_a_plugin_that_cannot_be_loaded_is_an_error_in_one_line(
    content: str | None, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.py"
    if content is not None:
        path.write_text(content)
    assert train_main(["--plugin", str(path), "--list"]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") <= 2
    assert re.search(says, said)
    assert analyze_main(["--plugin", str(path), "demo"]) == 2


def test_the_option_without_a_file_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert train_main(["--list", "--plugin"]) == 1
    assert "--plugin needs" in capsys.readouterr().err


def test_an_installed_package_is_loaded_by_its_entry_point(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "my_emotions.py").write_text(
        "from emotion_desktop.labels import Emotion, register_alias\n"
        "register_alias('glee', Emotion.HAPPINESS)\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    point = EntryPoint("mine", "my_emotions", plugin_files.GROUP)
    monkeypatch.setattr(plugin_files, "entry_points", lambda group: [point])
    assert plugin_files.load_plugins(["a"]) == ["a"]
    assert plugin_files.load_plugins([]) == []
    assert parse_emotion("Glee") is Emotion.HAPPINESS


def test_names_of_classes_that_are_taken_are_refused() -> None:
    with pytest.raises(ValueError, match="class set 'fer2013' is registered already"):
        register_class_set("fer2013", (Emotion.FEAR, Emotion.ANGER))
    with pytest.raises(ValueError, match="at least 2 classes"):
        register_class_set("one", (Emotion.FEAR,))
    with pytest.raises(ValueError, match="alias 'happy' is registered already"):
        register_alias("happy", Emotion.HAPPINESS)
    with pytest.raises(ValueError, match="no emotion's own name"):
        register_alias("anger", Emotion.FEAR)
