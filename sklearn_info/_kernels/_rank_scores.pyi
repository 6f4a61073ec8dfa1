from numpy import float64, int64
from numpy.typing import NDArray

def rank_scores(
    numbers: NDArray[float64],
    order: NDArray[int64],
    table: NDArray[float64],
    scores: NDArray[float64],
) -> None: ...
