from numpy import float64, int64
from numpy.typing import NDArray

def sum_counts(counts: NDArray[float64], f: NDArray[int64], scale: float) -> int: ...
def add_tables(
    counts: NDArray,
    totals: NDArray,
    f: NDArray[int64],
    scale: float,
    sums: NDArray[int64],
) -> None: ...
