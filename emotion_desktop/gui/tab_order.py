"""The order in which Tab goes through a window: as it is read, also for what came later."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget


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
        window: Only what can be seen in it counts, maybe scrolled to, and in those areas that float
            above it.
        areas: Parts that are read one after the other; what is in none of them comes last.
        also: A widget to be listed even if it cannot be reached any more.
    """
    groups: dict[QWidget, list[QWidget]] = {}
    for widget in window.findChildren(QWidget):
        # Qt keeps tabs of docks that it needs no more outside the window.
        seen = _takes_tab(widget) and _is_in(_scrolled_in(widget), window, areas)
        if widget is also or seen:
            groups.setdefault(_scrolled_in(widget), []).append(widget)
    # What is scrolled is read where the scroll area stands, wherever it is scrolled to.
    return [
        member
        for group in _sorted(list(groups), areas)
        for member in ([group] if groups[group] == [group] else _sorted(groups[group], areas))
    ]


def _scrolled_in(widget: QWidget) -> QWidget:
    """Return the outermost scroll area that a widget is in, or the widget itself."""
    found, parent = widget, widget.parentWidget()
    while parent is not None and not parent.isWindow():
        if isinstance(parent, QScrollArea):
            found = parent
        parent = parent.parentWidget()
    return found


def _is_in(widget: QWidget, window: QWidget, areas: Sequence[QWidget]) -> bool:
    home = widget.window()
    rect = QRect(widget.mapTo(home, QPoint()), widget.size())
    return home.rect().intersects(rect) and (home is window or home in areas)


def _sorted(widgets: list[QWidget], areas: Sequence[QWidget]) -> list[QWidget]:
    """Return widgets in reading order; a scroll area comes before what is in it."""
    places = []
    for widget in widgets:
        rect = QRect(widget.mapTo(widget.window(), QPoint()), widget.size())
        area = next((i for i, a in enumerate(areas) if a.isAncestorOf(widget)), len(areas))
        if isinstance(widget, QScrollArea) and len(widgets) > 1 and _holds(widget, widgets):
            area = -1
        places.append(Place(area, rect.left(), rect.top(), rect.right(), rect.bottom()))
    return [widgets[number] for number in reading_order(places)]


def _holds(area: QScrollArea, widgets: list[QWidget]) -> bool:
    return any(area.isAncestorOf(widget) for widget in widgets if widget is not area)


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
    _scroll_to(wanted)
    return True


def _scroll_to(widget: QWidget) -> None:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)
        parent = parent.parentWidget()


def _takes_tab(widget: QWidget) -> bool:
    tab = Qt.FocusPolicy.TabFocus
    return (
        (widget.focusPolicy() & tab) == tab
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
    )
