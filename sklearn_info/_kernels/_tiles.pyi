from numpy import int64, uint64
from numpy.typing import NDArray

FEATURES: int
WORDS: int

def encode(
    codes: NDArray,
    columns: NDArray[int64],
    places: NDArray[int64],
    tiles: NDArray[uint64],
) -> None: ...
