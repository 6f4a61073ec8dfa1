from numpy import float64, int32, int64
from numpy.typing import NDArray

def count_columns(
    X: NDArray, y: NDArray[int32], starts: NDArray[int64], counts: NDArray[int64]
) -> None: ...
def sum_weights(
    X: NDArray,
    y: NDArray[int32],
    weights: NDArray[float64],
    starts: NDArray[int64],
    sums: NDArray[float64],
) -> None: ...
