from numpy import float64, int32, uint8
from numpy.typing import NDArray

def number_cells(
    indptr: NDArray,
    indices: NDArray,
    y: NDArray[int32],
    places: NDArray,
    numbers: NDArray,
    cells: NDArray,
) -> None: ...
def count_rows(
    indptr: NDArray,
    cells: NDArray,
    levels: NDArray[uint8],
    n_levels: int,
    weights: NDArray[float64],
    s_rows: NDArray,
    s_levels: NDArray[uint8],
    both: NDArray,
) -> None: ...
