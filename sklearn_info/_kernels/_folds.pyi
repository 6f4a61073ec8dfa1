from numpy import float64, int64
from numpy.typing import NDArray

def add_redundancies(
    sums: NDArray,
    own: NDArray,
    rest: NDArray,
    unit: float,
    units: NDArray[int64],
    redundancies: NDArray[float64],
) -> None: ...
def add_pairs(
    values: NDArray[float64], units: NDArray[int64], sums: NDArray[float64]
) -> None: ...
def lower_by_pairs(
    values: NDArray[float64], units: NDArray[int64], least: NDArray[float64]
) -> None: ...
def linear_scores(
    units: NDArray[int64],
    weights: NDArray[float64],
    relevance: NDArray[float64],
    redundancy: NDArray[float64],
    conditional_redundancy: NDArray[float64],
    penalty: NDArray[float64],
    scores: NDArray[float64],
) -> None: ...
def row_maxima(values: NDArray[float64], maxima: NDArray[float64]) -> None: ...
def leading_units(
    bounds: NDArray[float64],
    met: NDArray[int64],
    n: int,
    floor: float,
    units: NDArray[int64],
) -> tuple[int, bool]: ...
