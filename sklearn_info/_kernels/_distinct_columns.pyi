from numpy import float64, int32, int64
from numpy.typing import NDArray

def distinct_columns(
    sums: NDArray[float64],
    proportional: bool,
    distinct: NDArray[int32],
    indptr: NDArray[int64],
    classes: NDArray[int32],
    values: NDArray[float64],
    totals: NDArray[float64],
) -> int: ...
