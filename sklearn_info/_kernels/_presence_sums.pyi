from numpy import int32, int64
from numpy.typing import NDArray

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
