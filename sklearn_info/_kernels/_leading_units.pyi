from numpy import float64, int64, uint8
from numpy.typing import NDArray

ROUNDING: float

def best_candidate(
    scores: NDArray[float64],
    of_units: NDArray[float64],
    units: NDArray[int64],
    columns: NDArray[int64],
) -> tuple[int, float]: ...
def changed_units(
    changed: NDArray[uint8],
    met: NDArray[int64],
    averages: bool,
    units: NDArray[int64],
) -> int: ...
def leading_units(
    bounds: NDArray[float64],
    met: NDArray[int64],
    n: int,
    fall: float,
    size: int,
    most: int,
    work: NDArray[float64],
    units: NDArray[int64],
) -> tuple[int, bool, int, float]: ...
def list_pairs(
    units: NDArray[int64],
    met: NDArray[int64],
    n: int,
    n_others: int,
    most: int,
    pairs: NDArray[int64],
) -> tuple[int, int, int]: ...
