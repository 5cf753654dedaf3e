"""Contact sheets: rows of small faces with captions."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import torch
from matplotlib.patches import Rectangle
from numpy.typing import NDArray
from torch import Tensor

from emotion_desktop.labels import Emotion
from emotion_desktop.models import ModelSpec
from emotion_desktop.models.preprocess import to_input
from trainer.artefacts.figure_style import INK, MUTED, FigureKind, new_figure, rendered, rgb

Floats = NDArray[np.floating[Any]]

TILE: Final = 1.12
"""Width of a column in inches, of which a face takes `FACE`."""
FACE: Final = 1.0
CAPTION: Final = 0.24
MARGIN: Final = 0.2
NAMES: Final = 1.35
HEADING: Final = 0.65
LINE: Final = 0.16
"""Height of a line of the note."""
LETTERS: Final = 145
"""Of the note that fit into a line."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Tile:
    """One face.

    Attributes:
        image: (S, S, 3) float in 0–1, RGB.
        caption: Up to some 18 letters.
        colour: Of the line under the face; none if None.
    """

    image: Floats
    caption: str
    colour: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Row:
    """The faces of one class.

    Attributes:
        emotion: The class.
        note: A few words under its name.
        tiles: The faces.
        empty: What stands there if there are none.
    """

    emotion: Emotion
    note: str
    tiles: Sequence[Tile]
    empty: str


def contact_sheet(
    rows: Sequence[Row], *, title: str, note: str, columns: int, kind: FigureKind = "png"
) -> bytes:
    """Return a picture with one row of faces per class.

    Args:
        rows: From top to bottom.
        title: In bold at the top.
        note: Beneath it, small; long lines are wrapped.
        columns: Faces that have room in a row.
        kind: Of the file.
    """
    lines = [part for line in note.splitlines() for part in textwrap.wrap(line, LETTERS)]
    heading = HEADING + LINE * len(lines)
    step = FACE + CAPTION + 0.16
    width = NAMES + columns * TILE + 2 * MARGIN
    height = heading + len(rows) * step + MARGIN
    figure = new_figure(width, height, layout=False)
    # One axes over the whole figure in inches from the top left corner.
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.text(MARGIN, 0.34, title, fontsize=13, weight="bold", color=INK)
    axes.text(MARGIN, 0.46, "\n".join(lines), fontsize=8.5, color=MUTED, va="top", linespacing=1.3)
    for index, row in enumerate(rows):
        top = heading + index * step
        axes.add_patch(Rectangle((MARGIN, top), 0.07, FACE, color=rgb(row.emotion)))
        axes.text(MARGIN + 0.16, top + 0.44, row.emotion, fontsize=11, weight="bold", color=INK)
        axes.text(MARGIN + 0.16, top + 0.5, row.note, fontsize=8.5, color=MUTED, va="top")
        if not row.tiles:
            axes.text(
                MARGIN + NAMES, top + 0.54, row.empty, fontsize=9, color=MUTED, style="italic"
            )
        for column, tile in enumerate(row.tiles[:columns]):
            left = MARGIN + NAMES + column * TILE
            axes.imshow(
                tile.image,
                extent=(left, left + FACE, top + FACE, top),
                interpolation="bilinear",
                vmin=0,
                vmax=1,
            )
            if tile.colour is not None:
                axes.add_patch(Rectangle((left, top + FACE), FACE, 0.045, color=tile.colour))
            axes.text(
                left + FACE / 2,
                top + FACE + 0.09,
                tile.caption,
                fontsize=7.5,
                color=INK,
                ha="center",
                va="top",
            )
    # After imshow, which sets limits of its own.
    axes.set(xlim=(0, width), ylim=(height, 0), aspect="auto")
    return rendered(figure, kind)


def pictures(faces: Tensor, spec: ModelSpec) -> Floats:
    """Return faces as the network is given them, before normalisation, to look at.

    Args:
        faces: (n, S, S) uint8 gray or (n, S, S, 3) uint8 RGB.
        spec: Whose input.

    Returns:
        (n, size, size, 3) float32 in 0–1, RGB.
    """
    x = to_input(faces, spec.channels, spec.size).expand(-1, 3, -1, -1)
    return np.asarray(x.permute(0, 2, 3, 1).contiguous().to(torch.float32))
