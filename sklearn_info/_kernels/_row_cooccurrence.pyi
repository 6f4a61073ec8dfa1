from numpy import float64, int32, int64, uint8
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
def sum_presences(
    both: NDArray[int32],
    s_counts: NDArray[int32],
    width: int,
    units: NDArray[int64],
    bounds: NDArray[int64],
    columns: NDArray[int32],
    margins: NDArray[int32],
    alone: NDArray[int64],
    class_totals: NDArray[int32],
    totals: NDArray[int32],
    f: NDArray[int64],
    all_both: NDArray[int32],
    by_class: NDArray[int64],
    pooled: NDArray[int64],
) -> None: ...
def sum_levels(
    both: NDArray,
    n_levels: int,
    s_margins: NDArray,
    width: int,
    units: NDArray[int64],
    bounds: NDArray[int64],
    columns: NDArray[int32],
    margins: NDArray,
    cell_alone: NDArray[int64],
    alone: NDArray[int64],
    class_totals: NDArray,
    totals: NDArray,
    f: NDArray[int64],
    scale: float,
    all_both: NDArray,
    by_class: NDArray[int64],
    pooled: NDArray[int64],
) -> None: ...
