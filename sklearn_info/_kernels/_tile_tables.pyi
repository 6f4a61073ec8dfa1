from numpy import int32, int64, uint8, uint64
from numpy.typing import NDArray

from sklearn_info._kernels._team import Team

def room_of_lists(n_rows: int, n_lists: int) -> int: ...
def list_rows(
    codes: NDArray[uint8],
    rows: NDArray[int32],
    bounds: NDArray[int64],
    sizes: NDArray[int64],
    begins: NDArray[int64],
    lists: NDArray[int32],
    team: Team,
    n_threads: int,
) -> None: ...
def sum_cells(
    tiles: NDArray[uint64],
    n_levels: NDArray[int64],
    which: NDArray[int64],
    first: NDArray[int64],
    end: NDArray[int64],
    lists: NDArray[int32],
    begins: NDArray[int64],
    sizes: NDArray[int64],
    f: NDArray[int64],
    scale: float,
    by_segment: NDArray[int64],
    pooled: NDArray[int64],
    team: Team,
    n_threads: int,
) -> None: ...
