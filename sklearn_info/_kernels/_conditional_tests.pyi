from numpy import float64, int32, int64, uint8
from numpy.typing import NDArray

def test_codes(
    codes: NDArray,
    n_levels: NDArray[int64],
    order: NDArray[int32],
    cell_bounds: NDArray[int64],
    stratum_bounds: NDArray[int64],
    weights: NDArray[float64],
    sizes: NDArray,
    f: NDArray[int64],
    scale: float,
    information: NDArray[int64],
    pearson: NDArray[float64],
    degrees: NDArray[int64],
) -> None: ...
def test_entries(
    indptr: NDArray,
    indices: NDArray,
    levels: NDArray[uint8],
    n_levels: int,
    cells: NDArray[int32],
    strata: NDArray[int32],
    stratum_bounds: NDArray[int64],
    weights: NDArray[float64],
    sizes: NDArray,
    f: NDArray[int64],
    scale: float,
    information: NDArray[int64],
    pearson: NDArray[float64],
    degrees: NDArray[int64],
) -> None: ...
