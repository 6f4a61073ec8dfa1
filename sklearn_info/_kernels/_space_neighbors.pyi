from numpy import float64, int64
from numpy.typing import NDArray

LANES: int

def scratch_size(n_columns: int, n_leaves: int, n_neighbors: int) -> int: ...
def leaf_order(columns: NDArray[float64], order: NDArray[int64]) -> None: ...
def space_radius(
    columns: NDArray[float64],
    low: NDArray[float64],
    high: NDArray[float64],
    ends: NDArray[int64],
    first: int,
    last: int,
    n_neighbors: int,
    scratch: NDArray[float64],
    radius: NDArray[float64],
) -> None: ...
def space_count(
    columns: NDArray[float64],
    low: NDArray[float64],
    high: NDArray[float64],
    ends: NDArray[int64],
    first: int,
    last: int,
    radius: NDArray[float64],
    scratch: NDArray[float64],
    counts: NDArray[int64],
) -> None: ...
