/* Transposes of blocks of bytes.
 *
 * Authors: The sklearn-info developers
 * SPDX-License-Identifier: BSD-3-Clause
 */
#ifndef SKLEARN_INFO_TRANSPOSE_H
#define SKLEARN_INFO_TRANSPOSE_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "bits.h"

/* Sixteen lines of eight bytes, to eight columns; and eight columns, wherever each is,
 * to sixteen lines that lie one after the other. */
#if defined(__SSE2__)
#  include <emmintrin.h>

/* The block lies in eight registers. To interleave those of the first half with those
 * of the second takes the highest bit of the place of each byte to the lowest one, and
 * after 3 or 4 times what said which line it is in says where it is there. */
#  define INTERLEAVE(from, to)                                 \
    for (int k = 0; k < 4; ++k) {                              \
      to[2 * k] = _mm_unpacklo_epi8(from[k], from[k + 4]);     \
      to[2 * k + 1] = _mm_unpackhi_epi8(from[k], from[k + 4]); \
    }

static inline void transpose_16x8(const uint8_t *in, size_t in_stride, uint8_t *out,
                                  size_t out_stride) {
  __m128i a[8], b[8];
  for (int i = 0; i < 8; ++i) {
    const uint8_t *line = in + 2 * i * in_stride;
    a[i] = _mm_unpacklo_epi64(_mm_loadl_epi64((const __m128i *)line),
                              _mm_loadl_epi64((const __m128i *)(line + in_stride)));
  }
  INTERLEAVE(a, b)
  INTERLEAVE(b, a)
  INTERLEAVE(a, b)
  INTERLEAVE(b, a)
  for (int j = 0; j < 8; ++j) _mm_storeu_si128((__m128i *)(out + j * out_stride), a[j]);
}

static inline void transpose_8x16(const uint8_t *const *in, uint8_t *out) {
  __m128i a[8], b[8];
  for (int j = 0; j < 8; ++j) a[j] = _mm_loadu_si128((const __m128i *)in[j]);
  INTERLEAVE(a, b)
  INTERLEAVE(b, a)
  INTERLEAVE(a, b)
  for (int i = 0; i < 8; ++i) _mm_storeu_si128((__m128i *)out + i, b[i]);
}
#  undef INTERLEAVE
#else

/* Of eight bytes at each of eight places: Hacker's Delight 7-3. */
static inline void transpose_8x8(const uint8_t *const *in, size_t at, uint8_t *out,
                                 size_t out_stride) {
  uint64_t w[8];
  int i;
  for (i = 0; i < 8; ++i) memcpy(&w[i], in[i] + at, 8);
  for (i = 0; i < 4; ++i) EXCHANGE(uint64_t, w[i], w[i + 4], 32, 0x00000000ffffffffull);
  for (i = 0; i < 6; i += (i & 1) ? 3 : 1)
    EXCHANGE(uint64_t, w[i], w[i + 2], 16, 0x0000ffff0000ffffull);
  for (i = 0; i < 8; i += 2) EXCHANGE(uint64_t, w[i], w[i + 1], 8, 0x00ff00ff00ff00ffull);
  for (i = 0; i < 8; ++i) memcpy(out + i * out_stride, &w[i], 8);
}

static inline void transpose_16x8(const uint8_t *in, size_t in_stride, uint8_t *out,
                                  size_t out_stride) {
  const uint8_t *lines[16];
  for (int i = 0; i < 16; ++i) lines[i] = in + i * in_stride;
  transpose_8x8(lines, 0, out, out_stride);
  transpose_8x8(lines + 8, 0, out + 8, out_stride);
}

static inline void transpose_8x16(const uint8_t *const *in, uint8_t *out) {
  transpose_8x8(in, 0, out, 8);
  transpose_8x8(in, 8, out + 64, 8);
}
#endif
#endif
