from numpy import float64, int32, int64, uint8
from numpy.typing import NDArray

def find_cuts(
    x: NDArray,
    y: NDArray[int32],
    weights: NDArray[float64],
    f: NDArray[int64],
    scale: float,
    tolerance: int,
    counts: NDArray,
    boundary: NDArray[uint8],
    cuts: NDArray[int64],
) -> int: ...
