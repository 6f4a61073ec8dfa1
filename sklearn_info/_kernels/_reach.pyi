from numpy import float64, int32, uint8
from numpy.typing import NDArray

def add_to_rows(
    indptr: NDArray,
    indices: NDArray,
    levels: NDArray[uint8],
    y: NDArray[int32],
    numbers: NDArray[int32],
    terms: NDArray[float64],
    sums: NDArray[float64],
) -> None: ...
def add_to_columns(
    indptr: NDArray, indices: NDArray, values: NDArray[float64], sums: NDArray[float64]
) -> None: ...
