from numpy import int64, uint32, uint64
from numpy.typing import NDArray

from sklearn_info._kernels._team import Team

def count_margins(
    planes: NDArray[uint64],
    octets: NDArray[int64],
    n_levels: NDArray[int64],
    word_bounds: NDArray[int64],
    margins: NDArray[uint32],
) -> None: ...
def sum_cells(
    planes: NDArray[uint64],
    n_levels: NDArray[int64],
    margins: NDArray[uint32],
    word_bounds: NDArray[int64],
    octets: NDArray[int64],
    others: NDArray[int64],
    masks: NDArray[uint64],
    other_margins: NDArray[int64],
    other_levels: NDArray[int64],
    n_rows: NDArray[int64],
    f: NDArray[int64],
    scale: float,
    by_segment: NDArray[int64],
    pooled: NDArray[int64],
    team: Team,
    n_threads: int,
) -> None: ...
