from numpy import float64, int64
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
    variables: NDArray[int64],
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
) -> float: ...
