/* Transpose of an 8 x 8 block of bytes, held in eight words (Hacker's Delight 7-3).
 *
 * Authors: The sklearn-info developers
 * SPDX-License-Identifier: BSD-3-Clause
 */
#ifndef SKLEARN_INFO_TRANSPOSE_H
#define SKLEARN_INFO_TRANSPOSE_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Exchange the bits of b under the mask with those of a above it. */
#define EXCHANGE(a, b, shift, mask)                     \
  do {                                                  \
    const uint64_t swap = ((a >> shift) ^ b) & mask;    \
    a ^= swap << shift;                                 \
    b ^= swap;                                          \
  } while (0)

static inline void transpose_8x8(const uint8_t *in, size_t in_stride, uint8_t *out,
                                 size_t out_stride) {
  uint64_t w[8];
  int i;
  for (i = 0; i < 8; ++i) memcpy(&w[i], in + i * in_stride, 8);
  for (i = 0; i < 4; ++i) EXCHANGE(w[i], w[i + 4], 32, 0x00000000ffffffffull);
  for (i = 0; i < 6; i += (i & 1) ? 3 : 1)
    EXCHANGE(w[i], w[i + 2], 16, 0x0000ffff0000ffffull);
  for (i = 0; i < 8; i += 2) EXCHANGE(w[i], w[i + 1], 8, 0x00ff00ff00ff00ffull);
  for (i = 0; i < 8; ++i) memcpy(out + i * out_stride, &w[i], 8);
}
#undef EXCHANGE
#endif
