from numpy import uint8
from numpy.typing import NDArray

def narrow_rows(
    X: NDArray[uint8],
    dtype: str,
    codes: NDArray[uint8],
    largest: NDArray[uint8],
    lossy: NDArray[uint8],
) -> None: ...
def narrow_columns(
    X: NDArray[uint8],
    dtype: str,
    codes: NDArray[uint8],
    largest: NDArray[uint8],
    lossy: NDArray[uint8],
) -> None: ...
