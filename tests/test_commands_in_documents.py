"""The commands in README and documents exist: their arguments are those of the programs."""

import argparse
import re
import shlex
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NoReturn

import numpy as np
import pytest
from PIL import Image

from emotion_desktop import plugin_files
from emotion_desktop.cli.analyze import main as analyze
from emotion_desktop.cli.benchmark import main as benchmark
from emotion_desktop.cli.desktop import main as desktop
from emotion_desktop.cli.doctor import main as doctor
from emotion_desktop.models import get_spec, read_metadata, registry
from emotion_desktop.vision.detection import detector
from tests.test_code_in_documents import ROOT, TRAINING, python_blocks
from trainer.cli import evaluate_main, train_main
from trainer.recipes import registry as recipe_registry

PROGRAMS: Final[Mapping[str, Callable[[Sequence[str]], int]]] = {
    "emotion-analyze": analyze,
    "emotion-benchmark": benchmark,
    "emotion-desktop": desktop,
    "emotion-doctor": doctor,
    "emotion-evaluate": evaluate_main,
    "emotion-train": train_main,
}
SUBJECTS: Final = {
    "emotion-evaluate": "--checkpoint cnn48_gray --data fer2013.csv",
    "emotion-train": "--arch cnn48_gray",
}
"""What a page that says `emotion-evaluate … --groups TABLE.csv` leaves out."""

PLUGINS: Final = {"my_net.py": 0, "attention.py": 1}
"""Files the commands name: the blocks of Python in the page on training, by number."""

QUICK: Final = (
    "emotion-train --where-data",
    "emotion-train --list",
    "emotion-train --describe se64_rgb",
    "emotion-train --plugin my_net.py --describe my_net",
)
"""Commands that are over in seconds."""


class _Parsed(BaseException):
    """Raised where a program would begin to work."""


def commands(text: str) -> Iterator[str]:
    """Yield the commands in a document: lines of its code, and those between backticks."""
    text = re.sub(r"\\\n\s*", " ", text)
    names = "|".join(PROGRAMS)
    for line, words in re.findall(
        rf"^(?:    )?((?:{names})(?: .*)?)$|`((?:{names}) [^`\n]*)`", text, re.MULTILINE
    ):
        yield re.sub(r"\s+#.*", "", line or words)


def training_options(text: str) -> Iterator[str]:
    """Yield the options that stand with a value between backticks, such as `--seeds 5`."""
    yield from re.findall(r"`(--[^`\n]* [^`\n]*)`", text)


NO_COMMANDS: Final = {"emotion-desktop events", "emotion-desktop face N"}
"""Names of streams that programs for Lab Streaming Layer see."""

DOCUMENTS: Final = [
    ROOT / "README.md", ROOT / "CONTRIBUTING.md",
    *(path for path in sorted(ROOT.glob("docs/**/*.md")) if path.parent.name != "adr"),
]  # fmt: skip
COMMANDS: Final = sorted(
    {command for path in DOCUMENTS for command in commands(path.read_text(encoding="utf-8"))}
    - NO_COMMANDS
)
OPTIONS: Final = sorted(set(training_options((ROOT / TRAINING).read_text(encoding="utf-8"))))


@pytest.fixture(autouse=True)
def plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, labels_as_before: object) -> None:
    """A folder, entered, with the plug-ins that the documents name; forgotten afterwards."""
    blocks = python_blocks(TRAINING)
    for name, number in PLUGINS.items():
        (tmp_path / name).write_text(blocks[number], encoding="utf-8")
    detector_code = (ROOT / "tests" / "plugins" / "middle_detector.py").read_text(encoding="utf-8")
    (tmp_path / "my_detector.py").write_text(
        detector_code.replace('"middle"', '"mine"'), encoding="utf-8"
    )
    shutil.copytree(ROOT / "examples" / "networks", tmp_path / "examples" / "networks")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for module in (registry, detector):
        monkeypatch.setattr(module, "registered", dict(module.registered))
    for variant, recipes in recipe_registry.registered.items():
        monkeypatch.setitem(recipe_registry.registered, variant, dict(recipes))
    monkeypatch.setattr(plugin_files, "loaded", {})


@pytest.fixture
def only_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every program ends when it has read its arguments, and found them right."""
    parse = argparse.ArgumentParser.parse_args

    def parse_only(self: argparse.ArgumentParser, argv: Sequence[str] | None = None) -> NoReturn:
        parse(self, argv)
        raise _Parsed

    monkeypatch.setattr(argparse.ArgumentParser, "parse_args", parse_only)


def arguments(command: str) -> tuple[str, list[str]]:
    """Return a command's program and arguments, with what the page leaves out."""
    program, _, rest = command.partition(" ")
    if rest.startswith("… "):
        rest = f"{SUBJECTS[program]} {rest[2:]}"
    return program, shlex.split(rest)


@pytest.mark.usefixtures("only_parsed")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_a_document_is_one_the_program_takes(command: str) -> None:
    program, argv = arguments(command)
    with pytest.raises(_Parsed):
        PROGRAMS[program](argv)


@pytest.mark.usefixtures("only_parsed")
@pytest.mark.parametrize("option", OPTIONS)
def test_an_option_the_page_on_training_names_is_one_of_a_training_or_an_evaluation(
    option: str,
) -> None:
    def takes(program: str) -> bool:
        argv = [*shlex.split(SUBJECTS[program]), *shlex.split(option)]
        try:
            PROGRAMS[program](argv)
        except _Parsed:
            return True
        except SystemExit:
            return False
        return False

    assert any(takes(program) for program in ("emotion-train", "emotion-evaluate"))


@pytest.mark.parametrize("command", QUICK)
def test_a_quick_command_of_a_document_runs(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command in COMMANDS
    program, argv = arguments(command)
    assert PROGRAMS[program](argv) == 0
    out, err = capsys.readouterr()
    assert out
    assert err == ""


def test_the_network_of_the_page_on_training_learns(
    user_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(7)
    for name in ("joy", "neutral", "sadness", "fear"):
        for split in ("train", "val", "test"):
            (folder := user_folder / "FOLDER" / split / name).mkdir(parents=True)
            for index in range(3):
                face = rng.integers(0, 256, (48, 48), dtype=np.uint8)
                Image.fromarray(face).save(folder / f"{index}.png")
    monkeypatch.setattr("trainer.run.pack", lambda _checkpoint, metadata, _samples: ({}, metadata))
    (command,) = [command for command in COMMANDS if "--merge three" in command]
    program, argv = arguments(command)
    quick = [
        "--epochs",
        "1",
        "--batch-size",
        "4",
        "--precision",
        "32",
        "--device",
        "cpu",
        "--threads",
        "1",
    ]
    assert PROGRAMS[program]([*argv, *quick, "--out", "run"]) == 0
    made = read_metadata(user_folder / "run" / "my_net.safetensors")
    assert (made.classes, made.parameters) == (
        get_spec("my_net").classes,
        get_spec("my_net").parameters,
    )


def test_the_documents_have_the_commands_that_people_type() -> None:
    assert "emotion-train --arch cnn48_gray" in COMMANDS
    assert len(COMMANDS) > 40
    assert len(OPTIONS) > 15
