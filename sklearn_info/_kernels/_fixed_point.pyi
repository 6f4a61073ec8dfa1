from numpy import float64, int64
from numpy.typing import NDArray

def sum_counts(counts: NDArray[float64], f: NDArray[int64], scale: float) -> int: ...
def each_count(
    counts: NDArray, f: NDArray[int64], scale: float, values: NDArray[int64]
) -> None: ...
