"""What the app finds on this computer before it opens a window."""

from pathlib import Path

import pytest

from emotion_desktop.cli.environment import portal_theme

KDE = """[portal]
DBusName=org.freedesktop.impl.portal.desktop.kde
Interfaces=org.freedesktop.impl.portal.FileChooser;org.freedesktop.impl.portal.Print;
UseIn=KDE;X-Desktop
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """That of a desktop of KDE whose portal asks for files."""
    folder = tmp_path / "xdg-desktop-portal" / "portals"
    folder.mkdir(parents=True)
    (folder / "kde.portal").write_text(KDE, encoding="utf-8")
    (folder / "broken.portal").write_bytes(b"\xff no section")
    return {
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/user/1000/bus",
        "XDG_CURRENT_DESKTOP": "plasma:KDE",
        "XDG_DATA_DIRS": f"/nowhere:{tmp_path}",
    }


def test_a_desktop_with_a_dialog_for_files_is_asked_for_it(environment: dict[str, str]) -> None:
    assert portal_theme(environment, "linux") == "xdgdesktopportal"


@pytest.mark.parametrize(
    "other",
    [
        {"XDG_CURRENT_DESKTOP": "sway"},
        {"XDG_DATA_DIRS": "/nowhere"},
        {"QT_QPA_PLATFORMTHEME": "gtk3"},
    ],
)
def test_qt_asks_itself_where_the_desktop_has_none_or_the_user_wants_it(
    environment: dict[str, str], other: dict[str, str]
) -> None:
    assert portal_theme(environment | other, "linux") is None


def test_without_a_session_bus_or_on_another_system_nothing_is_changed(
    environment: dict[str, str],
) -> None:
    assert portal_theme(environment, "win32") is None
    del environment["DBUS_SESSION_BUS_ADDRESS"]
    assert portal_theme(environment, "linux") is None
