from numpy import float64, int32, int64
from numpy.typing import NDArray

LANES: int
N_BUFFERS: int

def iterate(
    indptr: NDArray[int64],
    columns: NDArray[int32],
    share: NDArray[float64],
    weight: NDArray[float64],
    n_clusters: int,
    beta: float,
    alpha: float,
    squared: bool,
    tol: float,
    encoder: NDArray[float64],
    buffers: NDArray[float64],
    table: NDArray[float64],
    lines: NDArray[float64],
    path: NDArray[float64],
) -> tuple[int, bool]: ...
