"""The look that all pictures of a run share.

Figures are drawn by the Agg canvas without pyplot, so no window system and no global state is
involved.
"""

import io
from typing import Final, Literal

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from emotion_desktop.labels import COLOURS, Emotion

INK: Final = "#1f2328"
MUTED: Final = "#5f6670"
GRID: Final = "#e3e6ea"
BLUE: Final = "#0072B2"
ORANGE: Final = "#D55E00"
"""After Okabe & Ito, like the colours of the emotions."""

DPI: Final = 144


def new_figure(width: float, height: float, *, layout: bool = True) -> Figure:
    """Return an empty white figure; sizes in inches.

    Args:
        width: Of the figure.
        height: Of the figure.
        layout: Whether axes are arranged so that nothing overlaps or is cut off.
    """
    engine = ConstrainedLayoutEngine(w_pad=0.1, h_pad=0.1) if layout else None
    figure = Figure(figsize=(width, height), layout=engine, facecolor="white")
    FigureCanvasAgg(figure)
    return figure


FigureKind = Literal["png", "pdf", "svg"]
_UNDATED: Final[dict[FigureKind, dict[str, None]]] = {
    "png": {"Software": None},
    "pdf": {"CreationDate": None},
    "svg": {"Date": None},
}


def rendered(figure: Figure, kind: FigureKind) -> bytes:
    """Return a figure as a file of a kind, the same bytes for the same figure."""
    buffer = io.BytesIO()
    # TrueType in PDF, which journals ask for; in SVG text stays text
    with rc_context(
        {"pdf.fonttype": 42, "svg.fonttype": "none", "svg.hashsalt": "emotion-desktop"}
    ):
        figure.savefig(buffer, format=kind, dpi=DPI, metadata=_UNDATED[kind])
    return buffer.getvalue()


def rgb(emotion: Emotion) -> tuple[float, float, float]:
    """Return an emotion's colour, each part in 0–1."""
    red, green, blue = COLOURS[emotion]
    return red / 255, green / 255, blue / 255


def quiet(axes: Axes) -> None:
    """Give axes a light grid behind the data and no box around it."""
    axes.grid(color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color("#b8bec6")
    axes.tick_params(colors=MUTED, labelcolor=INK)
