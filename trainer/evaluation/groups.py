"""Figures by group: of a column of a table that people keep beside their data."""

from dataclasses import dataclass
from pathlib import Path

import torch

from emotion_desktop.errors import DataError
from trainer.data import FaceTable
from trainer.data.csvfile import columns_of, read_rows, whole_number
from trainer.evaluation.bootstrap import Interval, bootstrap
from trainer.evaluation.metrics import calibration_error, calibration_floor
from trainer.evaluation.score import Score


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFigures:
    """Figures on the faces of one group.

    Attributes:
        value: Of the column; empty where the table does not say.
        count: Faces.
        figures: By the names in `bootstrap.FIGURES`.
        ece: Expected calibration error.
        ece_floor: What it would be by chance, were the model calibrated.
    """

    value: str
    count: int
    figures: dict[str, Interval]
    ece: float
    ece_floor: float


def read_column(path: Path, column: str) -> dict[tuple[int, int], str]:
    """Return a column's values by data set and row.

    Args:
        path: A CSV with the columns `row` and, where several data sets are joined, `data`: as
            `emotion-evaluate --predictions` writes them.
        column: Which one.

    Raises:
        DataError: If a column is missing or a row is no number; names the line.
    """
    rows = read_rows(path)
    _, header = next(rows, (0, []))
    at_row, at_value = columns_of(header, ("row", column), path, "a table of these faces")
    at_data = header.index("data") if "data" in header else None
    found: dict[tuple[int, int], str] = {}
    for line, cells in rows:
        where = f"{path}, line {line}"
        if len(cells) < len(header):
            msg = f"{where}: {len(cells)} cells where {len(header)} are expected"
            raise DataError(msg)
        source = 0 if at_data is None else whole_number(cells[at_data], 10**9, "data", where)
        row = whole_number(cells[at_row], 10**9, "row", where)
        if (source, row) in found:
            msg = f"{where}: row {row} stands there twice"
            raise DataError(msg)
        found[source, row] = cells[at_value]
    return found


def group_figures(
    score: Score,
    table: FaceTable,
    values: dict[tuple[int, int], str],
    *,
    resamples: int = 2000,
    seed: int = 1,
) -> list[GroupFigures]:
    """Return the figures of each group, the largest first, with 95 % bootstrap intervals.

    Args:
        score: What the model said.
        table: What the faces were chosen from.
        values: From `read_column`.
        resamples: Of the bootstrap, within each group.
        seed: Of the bootstrap.

    Raises:
        DataError: If the values are of none of the faces.
    """
    assert score.samples.chosen is not None
    places = score.samples.chosen
    keys = zip(table.sources[places].tolist(), table.rows[places].tolist(), strict=True)
    own = [values.get(key, "") for key in keys]
    if not any(own):
        msg = "the table says nothing of the faces that are scored; are its rows those of the data?"
        raise DataError(msg)
    lines = []
    for value in sorted(set(own), key=lambda value: (-own.count(value), value)):
        faces = torch.tensor([index for index, found in enumerate(own) if found == value])
        logits, labels = score.logits[faces], score.samples.labels[faces]
        probabilities = (logits / score.temperature).softmax(dim=1)
        resampled = bootstrap(
            logits, labels, temperature=score.temperature, resamples=resamples, seed=seed
        )
        lines.append(
            GroupFigures(
                value=value,
                count=len(faces),
                figures=resampled.intervals(),
                ece=calibration_error(probabilities, labels),
                ece_floor=calibration_floor(probabilities),
            )
        )
    return lines
