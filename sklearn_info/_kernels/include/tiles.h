/* Counts of the levels of 256 features at a time, over any rows.
 *
 * Authors: The sklearn-info developers
 * SPDX-License-Identifier: BSD-3-Clause
 *
 * A *tile* is 256 features of few levels, row by row: of each row it holds, for every
 * binary digit of a code, four words in which a feature is a bit. To count how many of
 * some rows have each bit is a positional population count (Klarqvist, Mula and Lemire
 * 2020): rows go through adders of bits, one in each bit of a vector. With 512 features
 * whole lines of the cache would be read, but what is counted would leave the L1 cache.
 *
 * Which rows are counted does not matter. So the rows at one level of another variable
 * are counted together, and a joint table takes one walk along the rows, whatever the
 * levels of the other variable; octets take as many as it has levels.
 *
 * To count the rows at a level would take masks of the levels. Counted are *monomials*
 * instead: monomial m is the rows whose digits are 1 wherever those of m are, and the
 * levels follow by subtraction (Moebius inversion), once for all rows.
 */
#ifndef SKLEARN_INFO_TILES_H
#define SKLEARN_INFO_TILES_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "bits.h"
#include "cpu.h"
#include "fixed_point.h"

/* Features of a tile, and words of one of its digits. Rows are added a batch at a time; a
 * counter of one byte holds those of a run: seven batches, or eight that lack a row.
 * Lists of rows go on to the end of a batch with a row of zeros, and further for who asks
 * for rows AHEAD. */
enum {
  TILE = 256,
  TILE_WORDS = 4,
  BATCH = 32,
  RUN = 7 * BATCH,
  LONGEST_RUN = 255,
  COUNTER_DIGITS = 8,
  AHEAD = 2 * BATCH
};

typedef struct {
  const uint64_t *rows;
  size_t n_digits, n_levels;
} tile_t;

/* f of a count, from a table and beyond it: see fixed_point.h. */
typedef struct {
  const int64_t *f;
  size_t size;
  double scale;
} table_t;

/* Words that sum_rows takes as scratch memory: bytes and counts of every level, the
 * inputs of a batch of one vector, and counters. */
static inline size_t tile_scratch(size_t n_digits) {
  const size_t n = (size_t)1 << n_digits;
  return n * TILE * (sizeof(uint8_t) + sizeof(uint32_t)) / sizeof(uint64_t) +
         TILE_WORDS * ((n / 2 + 1) * BATCH + n * COUNTER_DIGITS);
}

/* sums[feature] += f of its count at each level, none above most. */
static void sum_counts(const uint32_t *counts, size_t n_levels, uint64_t most,
                       table_t table, int64_t *sums) {
  const int64_t *f = table.f;
  for (size_t j = 0; j < TILE; ++j) {
    int64_t even = 0, odd = 0;
    const uint32_t *count = counts + j, *end = count + n_levels * TILE;
    if (most >= table.size) {
      for (; count < end; count += TILE)
        even += fixed_of_count(*count, f, table.size, table.scale);
    } else {
      if (n_levels % 2) even = f[*count], count += TILE;
      for (; count < end; count += 2 * TILE) {
        even += f[count[0]];
        odd += f[count[TILE]];
      }
    }
    sums[j] += even + odd;
  }
}

/* The same of counts of one byte, all in the table: a load reads those of eight features.
 * Sums of its own for each, because a compiler would gather an array of them in vectors,
 * which takes longer. */
LEVEL_INLINE void sum_bytes(const uint8_t *counts, size_t n_levels, const int64_t *f,
                            int64_t *sums) {
  for (size_t j = 0; j < TILE; j += 8) {
    int64_t a = 0, b = 0, c = 0, d = 0, e = 0, g = 0, h = 0, i = 0;
    for (size_t level = 0; level < n_levels; ++level) {
      uint64_t eight;
      memcpy(&eight, counts + level * TILE + j, sizeof eight);
      a += f[eight & 255], b += f[eight >> 8 & 255];
      c += f[eight >> 16 & 255], d += f[eight >> 24 & 255];
      e += f[eight >> 32 & 255], g += f[eight >> 40 & 255];
      h += f[eight >> 48 & 255], i += f[eight >> 56];
    }
    sums[j] += a, sums[j + 1] += b, sums[j + 2] += c, sums[j + 3] += d;
    sums[j + 4] += e, sums[j + 5] += g, sums[j + 6] += h, sums[j + 7] += i;
  }
}

#if defined(__GNUC__) || defined(__clang__)
typedef uint64_t tile_baseline __attribute__((vector_size(16), may_alias, aligned(8)));
#else
typedef uint64_t tile_baseline;
#endif
#define BODY(name) name##_baseline
#define V tile_baseline
#define TARGET
#include "tiles_body.h"
#undef BODY
#undef V
#undef TARGET

#if HAVE_X86_LEVELS
typedef uint64_t tile_avx2 __attribute__((vector_size(32), may_alias, aligned(8)));
#  define BODY(name) name##_avx2
#  define V tile_avx2
#  define TARGET TARGET_AVX2
#  include "tiles_body.h"
#  undef BODY
#  undef V
#  undef TARGET
#  define sum_rows_avx512 sum_rows_avx2
#endif

typedef void (*sum_rows_fn)(const tile_t *, const int32_t *, size_t, table_t, int64_t *,
                            uint32_t *, uint64_t *);
static sum_rows_fn sum_rows_at(int level) { return AT_LEVEL(level, sum_rows); }
#endif
