from numpy import float64, int64, uint8
from numpy.typing import NDArray

TERMS: tuple[str, ...]
FOLDS: tuple[str, ...]

def fold_pairs(
    f_xs: NDArray,
    f_xsy: NDArray,
    f_x: NDArray,
    f_xy: NDArray,
    f_s: NDArray,
    f_y: float,
    whole: float,
    unit: float,
    least: float,
    units: NDArray[int64],
    term: int,
    fold: int,
    redundancy: NDArray[float64],
    conditional_redundancy: NDArray[float64],
    folded: NDArray[float64],
) -> None: ...
def score_units(
    units: NDArray[int64],
    weights: NDArray[float64],
    quotient: bool,
    relevance: NDArray[float64],
    redundancy: NDArray[float64],
    conditional_redundancy: NDArray[float64],
    folded: NDArray[float64],
    penalty: NDArray[float64],
    scores: NDArray[float64],
    best: NDArray[float64],
) -> None: ...
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
    floor: float,
    size: int,
    work: NDArray[float64],
    units: NDArray[int64],
) -> tuple[int, bool]: ...
