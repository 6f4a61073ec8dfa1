from numpy import float64, int64
from numpy.typing import NDArray

def agglomerate(
    joint: NDArray[float64],
    max_active: int,
    children: NDArray[int64],
    costs: NDArray[float64],
) -> None: ...
