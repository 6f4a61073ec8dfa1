from numpy import float64, int32, int64, uint8
from numpy.typing import NDArray

def sum_columns(
    indptr: NDArray,
    indices: NDArray,
    levels: NDArray[uint8],
    n_levels: int,
    t: NDArray[int32],
    totals: NDArray,
    weights: NDArray[float64],
    f: NDArray[int64],
    scale: float,
    sums: NDArray[int64],
) -> None: ...
