"""The order in which Tab goes through a window: as it is read, also for what came later."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget


class Place(NamedTuple):
    """Where something stands: its area, and its rectangle in the window, in pixels."""

    area: int
    left: int
    top: int
    right: int
    bottom: int


def reading_order(places: Iterable[Place]) -> list[int]:
    """Return the numbers of places as they are read: area by area, row by row, left to right.

    What begins above the middle of a row's first place stands in that row.
    """
    numbered = list(enumerate(places))
    numbered.sort(key=lambda pair: (pair[1].area, pair[1].top, pair[1].left))
    rows: list[list[tuple[int, Place]]] = []
    for number, place in numbered:
        first = rows[-1][0][1] if rows else None
        if first is not None and place.area == first.area:
            same_row = 2 * place.top < first.top + first.bottom
            if same_row:
                rows[-1].append((number, place))
                continue
        rows.append([(number, place)])
    return [number for row in rows for number, _ in sorted(row, key=lambda pair: pair[1].left)]


def tab_order(
    window: QWidget, areas: Sequence[QWidget], also: QWidget | None = None
) -> list[QWidget]:
    """Return what Tab can reach in a window, in reading order.

    Args:
        window: Only what can be seen in it counts, and in those areas that float above it.
        areas: Parts that are read one after the other; what is in none of them comes last.
        also: A widget to be listed even if it cannot be reached any more.
    """
    found, places = [], []
    for widget in window.findChildren(QWidget):
        if widget is also or _takes_tab(widget):
            home = widget.window()
            rect = QRect(widget.mapTo(home, QPoint()), widget.size())
            # Qt keeps tabs of docks that it needs no more, outside the window.
            seen = home.rect().intersects(rect) and (home is window or home in areas)
            if widget is also or seen:
                area = next((i for i, a in enumerate(areas) if a.isAncestorOf(widget)), len(areas))
                found.append(widget)
                places.append(Place(area, rect.left(), rect.top(), rect.right(), rect.bottom()))
    return [found[number] for number in reading_order(places)]


def move_focus(window: QWidget, areas: Sequence[QWidget], *, forward: bool) -> bool:
    """Give the focus to what is read next, or before; return whether there is anything."""
    active = QApplication.activeWindow()
    home = active if active is not None and active in areas else window
    current = home.focusWidget()
    order = tab_order(window, areas, current)
    if not any(widget is not current for widget in order):
        return False
    start = order.index(current) if current in order else -1 if forward else 0
    step = 1 if forward else -1
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    wanted = order[(start + step) % len(order)]
    wanted.window().activateWindow()
    wanted.setFocus(reason)
    return True


def _takes_tab(widget: QWidget) -> bool:
    tab = Qt.FocusPolicy.TabFocus
    return (
        (widget.focusPolicy() & tab) == tab
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
    )
