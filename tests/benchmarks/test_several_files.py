"""The benchmark of several files at once."""

import pytest

from benchmarks.several_files import main


def test_it_prints_both_times_and_that_the_results_are_the_same(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["--files", "2", "--seconds", "0.2"])
    said = capsys.readouterr().out
    assert "2 files of 5 frames" in said
    assert "times as fast, the results are the same" in said
