from numpy import float32, float64, int32, int64
from numpy.typing import NDArray

LANES: int
AHEAD: int

def sweep(
    run_ptr: NDArray[int64],
    features: NDArray[int32],
    mass: NDArray[float64],
    scale: NDArray[float32],
    factor: NDArray[float32],
    order: NDArray[int64],
    size_weight: float,
    keep_all: bool,
    center: float,
    sums: NDArray[float64],
    sums_32: NDArray[float32],
    sizes: NDArray[int32],
    labels: NDArray[int32],
    score: NDArray[float32],
    gain: NDArray[float64],
) -> int: ...
def gains(
    run_ptr: NDArray[int64],
    features: NDArray[int32],
    mass: NDArray[float64],
    size_weight: float,
    sums: NDArray[float64],
    gain: NDArray[float64],
) -> None: ...
def add_rows(
    run_ptr: NDArray[int64],
    features: NDArray[int32],
    mass: NDArray[float64],
    labels: NDArray[int32],
    sums: NDArray[float64],
    sizes: NDArray[int32],
) -> None: ...
def negentropy(sums: NDArray[float64]) -> float: ...
def gather_equal(
    indptr: NDArray[int64],
    features: NDArray[int32],
    mass: NDArray[float64],
    n_values: int,
    lengths: NDArray[int64],
) -> None: ...
def fill_runs(
    indptr: NDArray[int64],
    features: NDArray[int32],
    mass: NDArray[float64],
    weight: NDArray[float64],
    n_features: int,
    run_ptr: NDArray[int64],
    run_features: NDArray[int32],
    run_mass: NDArray[float64],
    factor: NDArray[float32],
) -> int: ...
