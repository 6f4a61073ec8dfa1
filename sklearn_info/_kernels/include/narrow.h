/* Numbers to bytes, and a trace of what does not fit in one.
 *
 * Authors: The sklearn-info developers
 * SPDX-License-Identifier: BSD-3-Clause
 *
 * Lines of numbers, each beside the last in memory or further, go to lines of
 * bytes; every position in a line has an accumulator of its own, so that the
 * same loop serves the rows of a C-ordered table, where positions are columns,
 * and a contiguous column, cut into lines. Lines are read in the order of memory, as
 * processors foresee (in tiles of 64 columns the pass took 1.4 times as long), but at
 * some places at once (at one it took 1.2 to 1.4 times as long).
 */
#ifndef SKLEARN_INFO_NARROW_H
#define SKLEARN_INFO_NARROW_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "cpu.h"

/* Numbers that are treated at once, and the most of a line: what is known of them
 * stays in the cache. */
enum { LINE = 64, STRIP = 2048 };

/* Some integers of a line. What tells that one was not its byte is gathered in a
 * trace of their bits: an OR vectorises where a comparison of 64-bit integers
 * does not on the baseline processor. */
#define NARROW_INTEGERS(NUMBER, WIDTH)            \
  for (size_t j = 0; j < (WIDTH); ++j) {          \
    bytes[j] = (uint8_t)line[j];                  \
    trace[j] |= line[j];                          \
  }

/* Some bytes of a line: they fit. */
#define NARROW_BYTES(NUMBER, WIDTH) \
  (void)trace;                      \
  memcpy(bytes, line, (WIDTH))

/* Some reals of a line. From 2^52 on (2^23 of floats) the last bits of a number count
 * ones: of whatever real comes those of its sum with 2^52 give a byte, which is taken
 * back from there to be compared. The trace is the bits in which the two differ (-0.0
 * differs from 0: rare, and the caller reads such a column the long way). */
#define NARROW_REALS(NUMBER, WIDTH)                                     \
  for (size_t j = 0; j < (WIDTH); ++j) {                                \
    const NUMBER ones = ONES_##NUMBER;                                  \
    BITS_##NUMBER byte = bits_of_##NUMBER(line[j] + ones) & 255;        \
    NUMBER near = NUMBER##_of(byte | bits_of_##NUMBER(ones)) - ones;    \
    trace[j] |= bits_of_##NUMBER(near) ^ bits_of_##NUMBER(line[j]);     \
    bytes[j] = (uint8_t)byte;                                           \
  }

#define ONES_float 0x1p23f
#define ONES_double 0x1p52
#define BITS_float uint32_t
#define BITS_double uint64_t

#define BITS_OF(NUMBER)                                      \
  static inline BITS_##NUMBER bits_of_##NUMBER(NUMBER x) {   \
    BITS_##NUMBER bits;                                      \
    memcpy(&bits, &x, sizeof x);                             \
    return bits;                                             \
  }                                                          \
  static inline NUMBER NUMBER##_of(BITS_##NUMBER bits) {     \
    NUMBER x;                                                \
    memcpy(&x, &bits, sizeof x);                             \
    return x;                                                \
  }
BITS_OF(float)
BITS_OF(double)

#define NARROW_PART(NUMBER, KIND, WIDTH)                \
  do {                                                  \
    NARROW_##KIND(NUMBER, WIDTH);                       \
    for (size_t j = 0; j < (WIDTH); ++j)                \
      top[j] = top[j] > bytes[j] ? top[j] : bytes[j];   \
  } while (0)

#define LOSSY_INTEGERS(trace) ((trace) < 0 || (trace) > 255)
#define LOSSY_BYTES(trace) (0 * (trace))
#define LOSSY_REALS(trace) ((trace) != 0)

#define NARROW_BODY(NAME, NUMBER, TRACE, KIND, ATTRIBUTES)                     \
  ATTRIBUTES static void NAME(const void *restrict x, size_t stride,           \
                              size_t height, size_t width,                     \
                              uint8_t *restrict out, size_t out_stride,        \
                              uint8_t *lossy, uint8_t *largest) {              \
    /* Odd, or all may fall in one set of a cache. */                           \
    size_t apart = height / STREAMS | 1;                                       \
    TRACE traces[STRIP];                                                       \
    memset(traces, 0, width * sizeof(TRACE));                                  \
    for (size_t first = 0; first < apart; ++first)                             \
      for (size_t left = 0; left < width; left += LINE) {                      \
        TRACE *restrict trace = traces + left;                                 \
        uint8_t *restrict top = largest + left;                                \
        for (size_t i = first; i < height; i += apart) {                       \
          const NUMBER *restrict line = (const NUMBER *)x + i * stride + left; \
          uint8_t *restrict bytes = out + i * out_stride + left;               \
          if (width - left >= LINE)                                            \
            NARROW_PART(NUMBER, KIND, LINE);                                   \
          else                                                                 \
            NARROW_PART(NUMBER, KIND, width - left);                           \
        }                                                                      \
      }                                                                        \
    for (size_t j = 0; j < width; ++j) lossy[j] |= LOSSY_##KIND(traces[j]);    \
  }

#if HAVE_X86_LEVELS
#  define NARROW(NAME, NUMBER, TRACE, KIND)                         \
    NARROW_BODY(NAME##_baseline, NUMBER, TRACE, KIND, )             \
    NARROW_BODY(NAME##_avx2, NUMBER, TRACE, KIND, TARGET_AVX2)      \
    NARROW_BODY(NAME##_avx512, NUMBER, TRACE, KIND, TARGET_AVX512)
#else
#  define NARROW(NAME, NUMBER, TRACE, KIND) \
    NARROW_BODY(NAME##_baseline, NUMBER, TRACE, KIND, )
#endif

NARROW(narrow_i1, int8_t, int8_t, INTEGERS)
NARROW(narrow_i2, int16_t, int16_t, INTEGERS)
NARROW(narrow_i4, int32_t, int32_t, INTEGERS)
NARROW(narrow_i8, int64_t, int64_t, INTEGERS)
NARROW(narrow_u1, uint8_t, uint8_t, BYTES)
NARROW(narrow_u2, uint16_t, uint16_t, INTEGERS)
NARROW(narrow_u4, uint32_t, uint32_t, INTEGERS)
NARROW(narrow_u8, uint64_t, uint64_t, INTEGERS)
NARROW(narrow_f4, float, uint32_t, REALS)
NARROW(narrow_f8, double, uint64_t, REALS)

typedef void (*narrow_fn)(const void *, size_t, size_t, size_t, uint8_t *, size_t,
                          uint8_t *, uint8_t *);

/* The loop for numbers of a kind (as NumPy names them: i, u, f) and size, or NULL. */
static narrow_fn narrow_select(char kind, int size, int level) {
  switch (kind * 16 + size) {
    case 'i' * 16 + 1: return AT_LEVEL(level, narrow_i1);
    case 'i' * 16 + 2: return AT_LEVEL(level, narrow_i2);
    case 'i' * 16 + 4: return AT_LEVEL(level, narrow_i4);
    case 'i' * 16 + 8: return AT_LEVEL(level, narrow_i8);
    case 'b' * 16 + 1:
    case 'u' * 16 + 1: return AT_LEVEL(level, narrow_u1);
    case 'u' * 16 + 2: return AT_LEVEL(level, narrow_u2);
    case 'u' * 16 + 4: return AT_LEVEL(level, narrow_u4);
    case 'u' * 16 + 8: return AT_LEVEL(level, narrow_u8);
    case 'f' * 16 + 4: return AT_LEVEL(level, narrow_f4);
    case 'f' * 16 + 8: return AT_LEVEL(level, narrow_f8);
  }
  return NULL;
}
#endif
