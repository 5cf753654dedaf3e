"""Small faults planted in a module."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tools.mutants import EQUIVALENT, ROOT, mirror
from tools.mutations import mutants

MODULE = """
LIMIT = 0.5

def least(model, values):
    model.eval()
    if not values:
        raise ValueError("10 values at least")
    return min(values, default=3) < LIMIT
"""


def test_operators_numbers_calls_and_keywords_are_changed_and_messages_are_not() -> None:
    assert {mutant.name for mutant in mutants(ast.parse(MODULE))} == {
        "module: LIMIT = 0.5 -> LIMIT = 0.6",
        "least: model.eval() -> pass",
        "least: model.eval() -> (lambda: model)()",
        "least: if not values: -> if not not values:",
        "least: raise ValueError('10 values at least') -> pass",
        *(
            f"least: return min(values, default=3) < LIMIT -> {mutant}"
            for mutant in (
                "return max(values, default=3) < LIMIT",
                "return min(values, default=4) < LIMIT",
                "return min(values) < LIMIT",
                "return min(values, default=3) <= LIMIT",
                "return min(values, default=3) >= LIMIT",
            )
        ),
    }


def test_the_sample_does_not_depend_on_what_else_is_in_the_file() -> None:
    names = [mutant.name for mutant in mutants(ast.parse(MODULE))]
    more = [mutant.name for mutant in mutants(ast.parse("import sys\nHIGHER = 7\n" + MODULE))]
    assert [name for name in more if "HIGHER" not in name] == names


def test_a_module_without_tests_of_its_own_has_those_of_its_folder() -> None:
    assert mirror(Path("emotion_desktop/vision/alignment.py")) == ["tests/vision/test_alignment.py"]
    assert mirror(Path("emotion_desktop/vision/sources/folder.py")) == ["tests/vision/sources"]
    assert mirror(Path("trainer/losses.py")) == ["tests/trainer/test_losses.py"]


def test_each_mutant_called_equivalent_is_there_still_and_has_its_reason() -> None:
    for module, reasons in tomllib.loads(EQUIVALENT.read_text(encoding="utf-8")).items():
        tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
        assert set(reasons) <= {mutant.name for mutant in mutants(tree)}
        assert all(reasons.values())


@pytest.mark.slow
def test_a_mutant_that_the_tests_notice_is_killed() -> None:
    one = ["emotion_desktop/vision/smoothing.py", "--only", "face.seen_s = time_s -> pass"]
    command = [sys.executable, "-m", "tools.mutants", *one]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "1 of 1 killed (100%), 0 equivalent" in done.stdout
    assert done.returncode == 0
