from numpy import float64, int64, uint8
from numpy.typing import NDArray

def shuffle_strata(
    members: NDArray[int64],
    starts: NDArray[int64],
    uniform: NDArray[float64],
    shuffled: NDArray[int64],
    order: NDArray[int64],
) -> None: ...
def shuffle_near(
    near: NDArray[int64],
    turns: NDArray[int64],
    uniform: NDArray[float64],
    candidates: NDArray[int64],
    taken: NDArray[uint8],
    order: NDArray[int64],
) -> None: ...
