from numpy import float64, int64, uint16
from numpy.typing import NDArray

def pairwise_information(
    X: NDArray[uint16],
    x_packs: NDArray[int64],
    x_levels: NDArray[int64],
    Y: NDArray[uint16],
    y_packs: NDArray[int64],
    y_levels: NDArray[int64],
    symmetric: bool,
    strata: NDArray[int64],
    weights: NDArray[float64],
    constants: NDArray[float64],
    n: float,
    f: NDArray[float64],
    information: NDArray[float64],
) -> None: ...
