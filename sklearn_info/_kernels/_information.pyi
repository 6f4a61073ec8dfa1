from numpy import float64, int64
from numpy.typing import NDArray

def relevance(
    counts: NDArray,
    starts: NDArray[int64],
    class_totals: NDArray,
    absent: bool,
    f: NDArray[float64],
    alpha: float,
    information: NDArray[float64],
    n_occupied: NDArray[int64],
) -> None: ...
def relevance_per_class(
    counts: NDArray,
    level_totals: NDArray,
    starts: NDArray[int64],
    class_totals: NDArray,
    n: float,
    absent: bool,
    f: NDArray[float64],
    alpha: float,
    information: NDArray[float64],
) -> None: ...
def squares_per_class(
    counts: NDArray,
    level_totals: NDArray,
    starts: NDArray[int64],
    class_totals: NDArray,
    n: float,
    absent: bool,
    squares: NDArray[float64],
) -> None: ...
