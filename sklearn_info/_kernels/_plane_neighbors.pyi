from numpy import float64, int32, int64
from numpy.typing import NDArray

LANES: int

def fill_strips(
    x: NDArray[float64],
    y: NDArray[float64],
    y_order: NDArray[int64],
    starts: NDArray[int64],
    strips: NDArray[int32],
    places: NDArray[int64],
    members: NDArray[int64],
    inside: NDArray[float64],
) -> None: ...
def plane_radius(
    x: NDArray[float64],
    starts: NDArray[int64],
    members: NDArray[int64],
    inside: NDArray[float64],
    first: int,
    last: int,
    places: NDArray[int64],
    lists: NDArray[float64],
    radius: NDArray[float64],
) -> None: ...
