"""The cheapest way to pair rows with columns; SciPy would be 143 MB for this one call."""

import numpy as np

from emotion_desktop.domain import Floats, Ints


def assign(cost: Floats) -> tuple[Ints, Ints]:
    """Return the pairs of rows and columns whose costs have the least sum.

    Each row has at most one column and the other way round; as many are paired as can be. By
    shortest augmenting paths (Crouse 2016, "On implementing 2D rectangular assignment algorithms",
    https://doi.org/10.1109/TAES.2016.140952), as `scipy.optimize.linear_sum_assignment`.

    Args:
        cost: (R, C) finite floats.

    Returns:
        (min(R, C),) int64 rows, ascending, and (min(R, C),) int64 columns.
    """
    if cost.shape[0] > cost.shape[1]:
        columns, rows = assign(cost.T)
        order = np.argsort(rows)
        return rows[order], columns[order]
    count, width = cost.shape
    if count and len(set((nearest := cost.argmin(axis=1)).tolist())) == count:
        return np.arange(count), nearest  # each row has its cheapest column: nothing is cheaper
    cost = cost.astype(np.float64)
    row_of = np.full(width, -1)  # of each column; -1 while it is free
    of_rows, of_columns = np.zeros(count), np.zeros(width)  # dual prices
    for start in range(count):
        distance, before = np.full(width, np.inf), np.full(width, start)
        done = np.zeros(width, bool)
        reached, row, length = [start], start, 0.0
        while True:
            through = length + cost[row] - of_rows[row] - of_columns
            nearer = ~done & (through < distance)
            distance[nearer], before[nearer] = through[nearer], row
            column = int(np.where(done, np.inf, distance).argmin())
            done[column], length = True, distance[column]
            if row_of[column] < 0:
                break
            row = int(row_of[column])
            reached.append(row)
        of_rows[start] += length
        for other in reached[1:]:
            of_rows[other] += length - distance[np.flatnonzero(row_of == other)[0]]
        of_columns[done] -= length - distance[done]
        while True:  # back along the path, each row takes the column it was reached by
            row = int(before[column])
            taken = np.flatnonzero(row_of == row)
            row_of[column] = row
            if row == start:
                break
            column = int(taken[0])
    columns = np.flatnonzero(row_of >= 0)
    order = np.argsort(row_of[columns])
    return row_of[columns][order].astype(np.int64), columns[order].astype(np.int64)
