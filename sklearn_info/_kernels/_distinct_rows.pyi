from numpy import float64, int32, int64, uint64
from numpy.typing import NDArray

def hash_rows(
    indptr: NDArray[int64],
    indices: NDArray[int32],
    values: NDArray[float64],
    keys: NDArray[uint64],
) -> None: ...
def group_rows(
    indptr: NDArray[int64],
    indices: NDArray[int32],
    values: NDArray[float64],
    keys: NDArray[uint64],
    order: NDArray[int64],
    first: NDArray[int64],
    group: NDArray[int32],
) -> int: ...
