"""Pairing rows with columns as SciPy does."""

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from emotion_desktop.vision.assignment import assign


@pytest.mark.parametrize(
    "shape", [(1, 1), (1, 4), (4, 1), (2, 2), (5, 5), (3, 8), (8, 3), (20, 24)]
)
@pytest.mark.parametrize("seed", range(20))
def test_the_pairs_cost_as_little_as_scipys(shape: tuple[int, int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    cost = rng.uniform(-1, 3, shape).astype(np.float32)
    cost[rng.random(shape) < 0.3] = 1e6  # pairs that must not be, as in tracking
    rows, columns = assign(cost)
    expected = linear_sum_assignment(cost)
    assert float(cost[rows, columns].sum()) == pytest.approx(float(cost[expected].sum()), rel=1e-6)
    assert rows.tolist() == expected[0].tolist()
    assert len(set(columns.tolist())) == len(columns) == min(shape)


@pytest.mark.parametrize("seed", range(20))
def test_where_one_way_is_the_cheapest_the_pairs_are_scipys(seed: int) -> None:
    cost = np.random.default_rng(seed).uniform(0, 1, (7, 9)).astype(np.float32)
    assert [pair.tolist() for pair in assign(cost)] == [
        pair.tolist() for pair in linear_sum_assignment(cost)
    ]


def test_equal_costs_are_paired_all_the_same() -> None:
    rows, columns = assign(np.zeros((4, 6), np.float32))
    assert rows.tolist() == [0, 1, 2, 3]
    assert len(set(columns.tolist())) == 4


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0)])
def test_nothing_has_no_pairs(shape: tuple[int, int]) -> None:
    assert [len(pair) for pair in assign(np.zeros(shape, np.float32))] == [0, 0]
