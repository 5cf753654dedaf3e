"""The clip that plays where there is no camera: two drawn people and their expressions.

`python -m tools.demo_source` draws it anew; `expression_at` and `SCHEDULE` say what it shows.
"""

from tools.demo_source.timeline import (
    DURATION_S,
    FPS,
    GUEST_IN_VIEW_S,
    SCHEDULE,
    Hold,
    expression_at,
    is_held,
)

__all__ = [
    "DURATION_S",
    "FPS",
    "GUEST_IN_VIEW_S",
    "SCHEDULE",
    "Hold",
    "expression_at",
    "is_held",
]
