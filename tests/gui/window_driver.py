"""The app in a process of its own that also tells where its controls are; see `desktop.Desktop`.

Run as `python -m tests.gui.window_driver WHERE [ARGUMENT …]`, with arguments of `emotion-desktop`:
about three times a second it writes the JSON document WHERE: `windows` (titles of all visible
ones), `texts` (of all visible labels) and `controls` (accessible name or text of each button,
menu item, slider, … that can be seen and used: its rectangle on the screen).
"""

import json
import os
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QRect, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QTabBar,
    QTableView,
    QWidget,
)

PERIOD_MS = 300
KINDS = (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QListView,
    QTableView,
)


class Reporter(QObject):
    """Writes down what a person sees."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._timer = QTimer(self, interval=PERIOD_MS)
        self._timer.timeout.connect(self._report)
        self._timer.start()

    def _report(self) -> None:
        seen = [widget for widget in QApplication.allWidgets() if widget.isVisible()]
        document = {
            "windows": [widget.windowTitle() for widget in seen if widget.isWindow()],
            "texts": [widget.text() for widget in seen if isinstance(widget, QLabel)],
            "controls": dict(pair for widget in seen for pair in _controls(widget)),
        }
        part = self._path.with_suffix(".part")
        part.write_text(json.dumps(document), encoding="utf-8")
        part.replace(self._path)


def _controls(widget: QWidget) -> list[tuple[str, list[int]]]:
    if isinstance(widget, QMenu):
        return [
            (action.text().replace("&", ""), _place(widget, widget.actionGeometry(action)))
            for action in widget.actions()
            if action.isEnabled() and action.text()
        ]
    if isinstance(widget, QTabBar):
        tabs = range(widget.count())
        return [(widget.tabText(tab), _place(widget, widget.tabRect(tab))) for tab in tabs]
    if isinstance(widget, KINDS) and widget.isEnabled():
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        name = widget.accessibleName() or text
        return [(name, _place(widget, widget.rect()))] if name else []
    return []


def _place(widget: QWidget, rect: QRect) -> list[int]:
    corner = widget.mapToGlobal(QPoint(rect.x(), rect.y()))
    return [corner.x(), corner.y(), rect.width(), rect.height()]


def main() -> int:
    """Run the app with a reporter; PySide6 calls it once the application exists."""
    path, sys.argv = Path(sys.argv[1]), ["emotion-desktop", *sys.argv[2:]]
    os.environ.pop("QT_QPA_PLATFORM_PLUGIN_PATH", None)
    application = QApplication(sys.argv[:1])
    reporter = Reporter(path)
    from emotion_desktop.cli.desktop import main as run

    code = run(sys.argv[1:])
    del reporter, application
    return code


if __name__ == "__main__":
    sys.exit(main())
