"""`benchmarks.gui_slots`: what it times, and what it reports."""

import json
import os
import subprocess
import sys

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from benchmarks.gui_slots import SlotClock, summarise

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def test_a_slot_is_timed_each_time_it_is_called(qtbot: QtBot) -> None:
    timer = QTimer(interval=10)

    def compute() -> None:
        total = 0
        for number in range(50_000):
            total += number & 7

    timer.timeout.connect(compute)
    timer.start()
    clock = SlotClock()
    clock.run(0.3)
    timer.stop()
    (times,) = (times for times in summarise(clock.calls_ms) if times.slot.endswith("compute"))
    assert times.count > 3
    assert 0 < times.median_ms <= times.p95_ms <= times.longest_ms


def test_the_slot_with_the_longest_call_comes_first() -> None:
    first, second = summarise({"often": [1.0] * 20, "once": [5.0]})
    assert (first.slot, first.count, first.longest_ms) == ("once", 1, 5.0)
    assert (second.slot, second.count, second.median_ms) == ("often", 20, 1.0)


@pytest.mark.slow
def test_a_run_reports_the_slots_of_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.delenv("EMOTION_DESKTOP_BACKEND")
    command = [sys.executable, "-m", "benchmarks.gui_slots", "--seconds", "0.5", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    slots = {row["slot"]: row for row in json.loads(done.stdout)}
    assert slots["Session._take_result"]["count"] > 3
