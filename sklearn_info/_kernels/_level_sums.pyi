from numpy import int32, int64
from numpy.typing import NDArray

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
