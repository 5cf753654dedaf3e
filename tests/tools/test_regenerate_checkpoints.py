"""Every shipped checkpoint can be trained anew by what its header says."""

from pathlib import Path

import pytest

from emotion_desktop.config import shipped_checkpoints
from tools.regenerate_checkpoints import main
from tools.train_queue import read_plan
from trainer.cli.recipe_arguments import add_recipe_arguments
from trainer.cli.train_parser import make_parser

SHIPPED = {path.stem for path in shipped_checkpoints().glob("*.safetensors")}


def test_every_run_is_planned_after_those_it_needs_and_its_arguments_are_understood(
    tmp_path: Path,
) -> None:
    assert main(["--plan", str(tmp_path / "plan.toml")]) == 0
    runs = read_plan(tmp_path / "plan.toml")  # which refuses a run before what it needs
    assert {run.name for run in runs} >= SHIPPED
    parser = make_parser()
    add_recipe_arguments(parser)
    for run in runs:
        arguments = parser.parse_args(run.arguments)
        assert arguments.private_test == (run.name in SHIPPED)
        assert "safetensors" not in " ".join(run.arguments)


def test_a_dry_run_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--dry-run"]) == 0
    lines = capsys.readouterr().out.splitlines()
    (last,) = (line for line in lines if line.startswith("cnn48_gray_fer2013:"))
    assert "--init {cnn48_gray}" in last.replace("'", "")
    assert "--labels fer2013" in last
