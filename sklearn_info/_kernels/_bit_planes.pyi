from numpy import int32, int64, uint8, uint32, uint64
from numpy.typing import NDArray

LANES: int

def encode(
    codes: NDArray,
    octets: NDArray[int64],
    columns: NDArray[int64],
    positions: NDArray[int32],
    in_order: bool,
    planes: NDArray[uint64],
) -> None: ...
def encode_entries(
    indptr: NDArray,
    indices: NDArray,
    levels: NDArray[uint8],
    places: NDArray,
    first: int,
    positions: NDArray[int32],
    planes: NDArray[uint64],
) -> None: ...
def read_levels(
    planes: NDArray[uint64],
    plane_margins: NDArray[uint32],
    octet: int,
    lane: int,
    n_levels: int,
    n_rows: NDArray[int64],
    place: int,
    masks: NDArray[uint64],
    margins: NDArray[int64],
) -> None: ...
