from numpy import uint8, uint64
from numpy.typing import NDArray

SHAPE: tuple[int, int]

def fold(data: NDArray[uint8], state: NDArray[uint64]) -> None: ...
