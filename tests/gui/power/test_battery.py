"""On battery a lower rate is offered once, and kept to where it was accepted."""

import ctypes
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QPushButton

from emotion_desktop.gui.power.battery import TOPIC
from emotion_desktop.gui.power.power_source import PowerStatus, discharges, is_battery_power

if TYPE_CHECKING:
    from tests.gui.conftest import App

Supply = dict[str, str]
MAINS: Supply = {"type": "Mains", "online": "1"}
UNPLUGGED: Supply = {"type": "Mains", "online": "0"}
BATTERY: Supply = {"type": "Battery", "status": "Discharging", "scope": "System"}
CHARGING: Supply = {"type": "Battery", "status": "Charging"}
MOUSE: Supply = {"type": "Battery", "status": "Discharging", "scope": "Device"}


@pytest.mark.parametrize(
    ("supplies", "expected"),
    [
        ((), False),
        ((MAINS,), False),
        ((MAINS, CHARGING), False),
        ((MAINS, BATTERY), False),
        ((UNPLUGGED, BATTERY), True),
        ((BATTERY,), True),
        ((UNPLUGGED, MOUSE), False),
        (({"type": "USB", "online": "1"}, BATTERY), False),
    ],
)
def test_linux_tells_what_the_machine_runs_on(
    tmp_path: Path,
    supplies: tuple[Supply, ...],
    expected: bool,
) -> None:
    for number, supply in enumerate(supplies):
        folder = tmp_path / f"supply{number}"
        folder.mkdir()
        for name, text in supply.items():
            (folder / name).write_text(f"{text}\n")
    assert discharges(tmp_path) is expected


def test_a_system_without_power_supplies_runs_on_mains(tmp_path: Path) -> None:
    assert not discharges(tmp_path / "missing")


def test_macos_tells_in_the_first_line() -> None:
    line = " -InternalBattery-0 (id=4653155)\t97%; discharging; 5:10 remaining present: true\n"
    assert is_battery_power(f"Now drawing from 'Battery Power'\n{line}")
    assert not is_battery_power(f"Now drawing from 'AC Power'\n{line}")


def test_windows_structure_is_as_large_as_windows_says() -> None:
    assert ctypes.sizeof(PowerStatus) == 12


def look(app: "App", *, on_battery: bool) -> None:
    battery = app.controller.battery
    battery.ask_system = lambda: on_battery
    battery.look()
    app.qtbot.waitUntil(lambda: battery.on_battery is on_battery and not app.window.jobs.running)


def rate(app: "App") -> float | None:
    return app.live.request.max_fps


def offers(app: "App") -> list[str]:
    notices = app.stage.notices
    return [notice.text for notice in notices.notices if notice.topic == TOPIC]


def test_a_lower_rate_is_offered_once(app: "App") -> None:
    app.start()
    look(app, on_battery=False)
    assert not offers(app)
    look(app, on_battery=True)
    assert offers(app) == ["The computer runs on its battery"]
    look(app, on_battery=False)
    assert not offers(app)
    look(app, on_battery=True)
    assert not offers(app), "it was offered before"


def test_who_accepts_it_has_it_on_battery_alone(app: "App") -> None:
    app.start()
    look(app, on_battery=True)
    assert rate(app) is None
    button = next(
        each
        for each in app.stage.notices.findChildren(QPushButton)
        if each.text() == "Use a lower rate on battery"
    )
    button.click()
    assert not offers(app)
    assert rate(app) == 15
    look(app, on_battery=False)
    assert rate(app) is None
    look(app, on_battery=True)
    assert rate(app) == 15
    app.window.preferences.change(save_battery=False)
    assert rate(app) is None
