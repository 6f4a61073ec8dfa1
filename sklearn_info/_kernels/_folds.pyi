from numpy import float64, int64
from numpy.typing import NDArray

def add_pairs(
    values: NDArray, units: NDArray[int64], sums: NDArray[float64]
) -> None: ...
def lower_by_pairs(
    values: NDArray[float64], units: NDArray[int64], least: NDArray[float64]
) -> None: ...
