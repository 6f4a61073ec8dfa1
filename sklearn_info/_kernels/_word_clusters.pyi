from numpy import float64, int32, int64
from numpy.typing import NDArray

LANES: int

def assign(
    indptr: NDArray[int64],
    classes: NDArray[int32],
    mass: NDArray[float64],
    prior_mass: NDArray[float64],
    log_q: NDArray[float64],
    prior_log_q: NDArray[float64],
    log_q_changed: NDArray[float64],
    prior_log_q_changed: NDArray[float64],
    changed: NDArray[int32],
    labels: NDArray[int32],
    best: NDArray[float64],
    score: NDArray[float64],
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
