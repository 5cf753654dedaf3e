import os
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import psutil
import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.docks.performance.figures import UNKNOWN, facts, times
from emotion_desktop.gui.docks.performance.panel import PerformancePanel
from emotion_desktop.gui.docks.performance.process_meter import ProcessFigures, ProcessMeter
from emotion_desktop.gui.docks.performance.sparkline import Sparkline
from emotion_desktop.gui.look.theme import Theme
from emotion_desktop.vision.live.stats import LiveStats

if TYPE_CHECKING:
    from tests.gui.conftest import App


STATS = LiveStats(
    source="demo",
    size=(1280, 720),
    source_fps=30.0,
    fps=29.9,
    dropped=3,
    model="cnn48_gray",
    device="CPU",
    faces=1,
    stage_s={"detect": 0.004, "predict": 0.002},
    stage_p95_s={"detect": 0.008, "predict": 0.003},
)


def test_facts_are_told_in_plain_words() -> None:
    process = ProcessFigures(cpu=0.82, memory=310_400_000, threads=24)
    assert facts(STATS, process) == {
        "dropped": "3",
        "cpu": "82\u00a0% of one core",
        "memory": "310 MB",
        "threads": "24",
        "device": "CPU",
        "source": "1280 × 720 · 30 fps",
    }


def test_what_is_not_known_yet_is_a_dash() -> None:
    texts = facts(LiveStats(), None)
    assert [texts[name] for name in ("cpu", "memory", "device", "source")] == [UNKNOWN] * 4


def test_each_stage_has_a_bar_and_the_whole_way_is_the_longest() -> None:
    bars, tips = times(STATS, (0.014, 0.016))
    assert [bar.name for bar in bars] == ["Detect faces", "Classify faces", "Capture to screen"]
    assert [bar.figure for bar in bars] == ["4.0 / 8.0 ms", "2.0 / 3.0 ms", "14.0 / 16.0 ms"]
    assert [bar.share for bar in bars] == pytest.approx([0.25, 0.125, 0.875])
    assert [bar.upto for bar in bars] == pytest.approx([0.5, 0.1875, 1.0])
    assert tips[0].startswith("Detects faces")
    assert "4.0 ms" in tips[0]


def test_a_stage_that_nobody_has_named_shows_its_own_name() -> None:
    bars, _ = times(replace(STATS, stage_s={"polish": 0.001}, stage_p95_s={}), None)
    assert [(bar.name, bar.figure) for bar in bars] == [("polish", "1.0 / 1.0 ms")]


def test_no_pictures_make_no_bars() -> None:
    assert times(LiveStats(), None) == ([], [])


def test_the_meter_reads_this_process() -> None:
    figures = ProcessMeter().read()
    assert figures.memory == pytest.approx(psutil.Process(os.getpid()).memory_info().rss, rel=0.2)
    assert figures.threads >= threading.active_count()
    assert figures.cpu >= 0


def test_the_line_keeps_a_minute_and_paints_it(qtbot: QtBot, settings: QSettings) -> None:
    theme = Theme(settings)
    line = Sparkline(theme, 30)
    qtbot.addWidget(line)
    line.resize(240, 40)
    for number in range(300):
        line.add(30.0 if number % 2 else 60.0)
    assert len(line.values) == 120
    image = line.grab().toImage()
    tint = QColor(theme.colours.tint).rgb()
    assert image.pixel(120, 35) == tint
    line.clear()
    assert line.grab().toImage().pixel(120, 35) != tint


def test_figures_come_only_while_the_panel_can_be_seen(app: "App") -> None:
    live = app.start()
    live.stats = STATS
    panel = app.window.docks.performance
    assert not panel.isVisible()
    app.window.commands[ActionName.PERFORMANCE_DOCK].trigger()
    app.qtbot.waitUntil(lambda: panel.fps.text() == "29.9 fps", timeout=5000)
    app.qtbot.waitUntil(lambda: panel.facts["memory"].text().endswith("MB"), timeout=5000)
    assert panel.times.bars[0].name == "Detect faces"
    app.window.commands[ActionName.PERFORMANCE_DOCK].trigger()
    live.stats = replace(STATS, fps=12.0)
    app.qtbot.wait(600)  # longer than from one reading to the next
    assert panel.fps.text() == "29.9 fps"


def test_a_panel_that_shares_its_place_comes_to_the_front_when_asked_for(app: "App") -> None:
    app.start()
    app.window.commands[ActionName.PERFORMANCE_DOCK].trigger()
    app.qtbot.waitUntil(lambda: not app.window.docks.performance.visibleRegion().isEmpty())
    assert app.window.docks.model.visibleRegion().isEmpty()


def test_every_fact_explains_itself(qtbot: QtBot, settings: QSettings) -> None:
    panel = PerformancePanel(Theme(settings))
    qtbot.addWidget(panel)
    assert all(label.toolTip() for label in panel.facts.values())
    assert panel.fps.text() == "– fps"
