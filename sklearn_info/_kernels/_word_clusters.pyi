from numpy import float32, float64, int32, int64
from numpy.typing import NDArray

LANES: int
TILE: int

def assign(
    indptr: NDArray[int64],
    classes: NDArray[int32],
    share: NDArray[float64],
    prior: NDArray[float64],
    share_32: NDArray[float32],
    prior_32: NDArray[float32],
    log_q: NDArray[float64],
    prior_log_q: NDArray[float64],
    log_q_32: NDArray[float32],
    prior_log_q_32: NDArray[float32],
    changed_32: NDArray[float32],
    prior_changed_32: NDArray[float32],
    changed: NDArray[int32],
    place: NDArray[int32],
    labels: NDArray[int32],
    best: NDArray[float64],
    rival: NDArray[float64],
    scores: NDArray[float32],
) -> int: ...
def add_words(
    indptr: NDArray[int64],
    classes: NDArray[int32],
    mass: NDArray[float64],
    labels: NDArray[int32],
    joint: NDArray[float64],
) -> None: ...
def sum_columns(
    indptr: NDArray,
    indices: NDArray,
    values: NDArray[float64],
    labels: NDArray[int32],
    sums: NDArray[float64],
) -> None: ...
