"""The figures of live output can be made."""

import re

import pytest

from benchmarks.publishing import main


@pytest.mark.slow
def test_every_protocol_has_a_latency_and_the_ratio_is_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--seconds", "2"]) == 0
    out = capsys.readouterr().out
    for name in ("picture, alone", "picture", "websocket 1", "osc"):
        assert re.search(rf"{name} +\d+ +[\d.]+ +[\d.]+", out), out
    assert re.search(r"ratio \d", out)
