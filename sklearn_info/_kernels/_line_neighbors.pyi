from numpy import float64, int32, int64, uint8, uint16
from numpy.typing import NDArray

def count_within(
    values: NDArray[float64],
    radius: NDArray[float64],
    counts: NDArray[int64],
) -> None: ...
def sum_within(
    values: NDArray[float64],
    radius: NDArray[float64],
    f: NDArray[float64],
) -> float: ...
def line_radius(
    values: NDArray[float64],
    n_neighbors: int,
    radius: NDArray[float64],
) -> None: ...
def class_radius(
    values: NDArray[float64],
    classes: NDArray[uint8] | NDArray[uint16] | NDArray[int32],
    starts: NDArray[int64],
    n_neighbors: int,
    filled: NDArray[int64],
    members: NDArray[int64],
    apart: NDArray[float64],
    radius: NDArray[float64],
) -> None: ...
def sum_within_class_radius(
    values: NDArray[float64],
    classes: NDArray[uint8] | NDArray[uint16] | NDArray[int32],
    starts: NDArray[int64],
    n_neighbors: int,
    filled: NDArray[int64],
    members: NDArray[int64],
    apart: NDArray[float64],
    radius: NDArray[float64],
    least: float,
    f: NDArray[float64],
) -> float: ...
