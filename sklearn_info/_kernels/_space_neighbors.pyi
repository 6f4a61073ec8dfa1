from numpy import float64, int64
from numpy.typing import NDArray

LANES: int

def space_radius(
    columns: NDArray[float64],
    nearest: NDArray[float64],
    radius: NDArray[float64],
) -> None: ...
def space_count(
    columns: NDArray[float64],
    radius: NDArray[float64],
    counts: NDArray[int64],
) -> None: ...
