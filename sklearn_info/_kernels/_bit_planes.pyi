from numpy import int32, int64, uint8, uint32, uint64
from numpy.typing import NDArray

def encode(
    codes: NDArray,
    columns: NDArray[int64],
    rows: NDArray[int32],
    row_bounds: NDArray[int64],
    word_bounds: NDArray[int64],
    planes: NDArray[uint64],
) -> None: ...
def encode_entries(
    indptr: NDArray,
    indices: NDArray,
    levels: NDArray[uint8],
    places: NDArray,
    first: int,
    positions: NDArray[int64],
    planes: NDArray[uint64],
) -> None: ...
def count_margins(
    planes: NDArray[uint64],
    n_levels: NDArray[int64],
    word_bounds: NDArray[int64],
    margins: NDArray[uint32],
) -> None: ...
def read_levels(
    octet: NDArray[uint64],
    octet_margins: NDArray[uint32],
    lane: int,
    n_rows: NDArray[int64],
    masks: NDArray[uint64],
    margins: NDArray[int64],
) -> None: ...
def sum_cells(
    planes: NDArray[uint64],
    n_levels: NDArray[int64],
    margins: NDArray[uint32],
    word_bounds: NDArray[int64],
    octets: NDArray[int64],
    others: NDArray[int64],
    masks: NDArray[uint64],
    other_margins: NDArray[int64],
    other_levels: NDArray[int64],
    n_rows: NDArray[int64],
    f: NDArray[int64],
    scale: float,
    by_segment: NDArray[int64],
    pooled: NDArray[int64],
) -> None: ...
