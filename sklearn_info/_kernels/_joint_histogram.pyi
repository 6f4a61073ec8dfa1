from numpy import float64, int32, int64, uint16
from numpy.typing import NDArray

def sum_small(
    codes: NDArray,
    n_levels: NDArray[int64],
    columns: NDArray[int64],
    t: NDArray[uint16],
    n_t: int,
    n_classes: int,
    f: NDArray[int64],
    scale: float,
    by_class: NDArray[int64],
    pooled: NDArray[int64],
) -> None: ...
def sum_small_weighted(
    codes: NDArray,
    n_levels: NDArray[int64],
    columns: NDArray[int64],
    t: NDArray[uint16],
    n_t: int,
    n_classes: int,
    weights: NDArray[float64],
    f: NDArray[int64],
    scale: float,
    by_class: NDArray[int64],
    pooled: NDArray[int64],
) -> None: ...
def sum_grouped(
    codes: NDArray,
    n_levels: NDArray[int64],
    columns: NDArray[int64],
    rows: NDArray[int32],
    bounds: NDArray[int64],
    weights: NDArray[float64],
    f: NDArray[int64],
    scale: float,
    sums: NDArray[int64],
) -> None: ...
