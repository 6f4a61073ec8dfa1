from numpy import float64, int32, int64, uint8, uint64
from numpy.typing import NDArray

def has_duplicates(indptr: NDArray, indices: NDArray, last: NDArray) -> bool: ...
def all_from_1_to(values: NDArray[uint64], most: int) -> bool: ...
def count_rows(
    indptr: NDArray,
    indices: NDArray,
    levels: NDArray[uint8],
    n_levels: int,
    members: NDArray[int64],
    bounds: NDArray[int64],
    weights: NDArray[float64],
    counts: NDArray,
) -> None: ...
def count_columns(
    indptr: NDArray,
    indices: NDArray,
    levels: NDArray[uint8],
    n_levels: int,
    y: NDArray[int32],
    weights: NDArray[float64],
    counts: NDArray,
) -> None: ...
def sum_rows(
    indptr: NDArray,
    indices: NDArray,
    values: NDArray[float64],
    members: NDArray[int64],
    bounds: NDArray[int64],
    weights: NDArray[float64],
    sums: NDArray[float64],
) -> None: ...
