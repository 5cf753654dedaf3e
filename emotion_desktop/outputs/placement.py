"""Where a plate goes on the picture: the first free place of several, or the least bad one."""

import math
from collections.abc import Iterable
from typing import NamedTuple


class Rect(NamedTuple):
    """A rectangle in canvas pixels, x to the right and y down, from its top left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Return x of the right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Return y of the bottom edge."""
        return self.y + self.height

    def overlap(self, other: "Rect") -> float:
        """Return the area both cover, in square pixels."""
        width = min(self.right, other.right) - max(self.x, other.x)
        height = min(self.bottom, other.bottom) - max(self.y, other.y)
        return width * height if width > 0 and height > 0 else 0.0

    def gap_to(self, other: "Rect") -> float:
        """Return the distance between the nearest edges; 0 where they touch or overlap."""
        across = max(0.0, other.x - self.right, self.x - other.right)
        down = max(0.0, other.y - self.bottom, self.y - other.bottom)
        return math.hypot(across, down)

    def centre_distance(self, other: "Rect") -> float:
        """Return the distance between the centres."""
        return math.hypot(
            self.x + self.width / 2 - other.x - other.width / 2,
            self.y + self.height / 2 - other.y - other.height / 2,
        )

    def contains(self, other: "Rect") -> bool:
        """Return whether the other lies inside, give or take rounding."""
        slack = 1e-3
        return (
            other.x >= self.x - slack
            and other.y >= self.y - slack
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )

    def moved_into(self, outer: "Rect") -> "Rect":
        """Return it shifted as little as needed to lie inside the other, top left first."""
        x = max(outer.x, min(self.x, outer.right - self.width))
        y = max(outer.y, min(self.y, outer.bottom - self.height))
        return Rect(x, y, self.width, self.height)


class Obstacle(NamedTuple):
    """Something a plate should not cover; `cost` is per covered square pixel."""

    rect: Rect
    cost: float = 1.0
    forbidden: bool = False


def cost_of(rect: Rect, obstacles: Iterable[Obstacle], enough: float = math.inf) -> float:
    """Return what it costs to cover what a rectangle covers; infinite if that is forbidden.

    From `enough` on nothing more is added.
    """
    cost = 0.0
    for block in obstacles:
        area = rect.overlap(block.rect)
        if area:
            cost += math.inf if block.forbidden else area * block.cost
            if cost >= enough:
                break
    return cost


def place(candidates: Iterable[Rect], canvas: Rect, obstacles: Iterable[Obstacle]) -> Rect | None:
    """Return the first candidate that covers nothing, else the one that costs least.

    None if each lies partly off the canvas or covers something forbidden.
    """
    blocks = tuple(obstacles)
    best, best_cost = None, math.inf
    for rect in candidates:
        if not canvas.contains(rect):
            continue
        cost = cost_of(rect, blocks, best_cost)
        if cost == 0:
            return rect
        if cost < best_cost:
            best, best_cost = rect, cost
    return best
