"""The figures of the project's code."""

from pathlib import Path

import pytest

from tools.code_figures import ROOT, Figures, main, measure

MODULE = '''"""A module."""
from trainer.run import train
import emotion_desktop.labels


def documented(first: int, *rest: str) -> None:
    """Do."""
    try:
        print()
    except Exception:
        pass
    except (ValueError, OSError):
        pass


def bare(first, self=None):
    try:
        print()
    except:
        pass


class _Hidden:
    def method(self) -> int: ...
'''


def test_a_module_is_counted() -> None:
    figures = Figures()
    figures.add(MODULE)
    assert (figures.files, figures.lines) == (1, MODULE.count("\n"))
    assert (figures.documented, figures.public) == (2, 4)  # not `bare` and `method`
    assert (figures.annotated, figures.functions) == (2, 3)
    assert figures.broad_excepts == 2
    assert dict(figures.imported) == {"trainer.run": 1, "emotion_desktop.labels": 1}


def test_the_areas_of_the_project_are_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    figures = measure(ROOT)
    assert {"emotion_desktop", "emotion_desktop/gui", "trainer", "tests"} <= set(figures)
    inside = [one.files for area, one in figures.items() if area.startswith("emotion_desktop/")]
    assert 0 < figures["emotion_desktop"].files - sum(inside) < 16  # modules beside the folders
    # the boundary of workers, and two around the code of plug-ins
    assert figures["emotion_desktop"].broad_excepts == 3
    assert main([]) == 0
    assert "| emotion_desktop/gui |" in capsys.readouterr().out


def test_a_folder_without_the_project_has_no_figures(tmp_path: Path) -> None:
    assert measure(tmp_path) == {}
