# Authors: The sklearn-info developers
# SPDX-License-Identifier: BSD-3-Clause

# The integer and real types of every kernel.
from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t

ctypedef fused code_t:      # a discretised value: small non-negative integer
    uint8_t
    uint16_t
    int32_t

ctypedef fused index_t:     # an index of a sparse matrix
    int32_t
    int64_t

ctypedef fused count_t:     # an occurrence count, or a weighted one
    int64_t
    double

ctypedef fused number_t:    # either
    int32_t
    int64_t
    double

ctypedef fused tally_t:     # the same, where many counters are to stay in the cache
    int32_t
    double
