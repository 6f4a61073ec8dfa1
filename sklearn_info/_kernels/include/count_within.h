/* How many numbers of a sorted column lie within a radius of each of them.
 *
 * Authors: The sklearn-info developers
 * SPDX-License-Identifier: BSD-3-Clause
 *
 * Thirty-two neighbouring numbers are searched for in step: one search waits for
 * memory at each halving, several do not wait for each other, and compilers make
 * vectors of them (of sixteen gcc unrolls the loop first, which is 6x slower). Compared are differences, never
 * x - r and x + r, whose rounding would move a number across the border; rounded
 * differences rise with the number, so that a search by halves is exact.
 */
#ifndef SKLEARN_INFO_COUNT_WITHIN_H
#define SKLEARN_INFO_COUNT_WITHIN_H
#include <stddef.h>
#include <stdint.h>

#include "cpu.h"

enum { SEARCH_LANES = 32 };

/* counts[i - from] = #{j : |s[j] - s[i]| < r[i]} for i in [from, to); below 1 only
 * where r[i] is 0. */
#define COUNT_WITHIN_BODY(NAME, ATTRIBUTES)                                         \
  ATTRIBUTES static void NAME(const double *restrict s, int64_t n,                  \
                              const double *restrict r, int64_t from, int64_t to,   \
                              int64_t *restrict counts) {                           \
    for (int64_t begin = from; begin < to; begin += SEARCH_LANES) {                 \
      const int64_t width = to - begin < SEARCH_LANES ? to - begin : SEARCH_LANES;  \
      const int64_t end = begin + width;                                            \
      double x[SEARCH_LANES], radius[SEARCH_LANES];                                 \
      int64_t low[SEARCH_LANES], high[SEARCH_LANES];                                \
      double widest = 0.0;                                                          \
      for (int64_t l = 0; l < SEARCH_LANES; ++l) {                                  \
        x[l] = s[l < width ? begin + l : begin];                                    \
        radius[l] = r[l < width ? begin + l : begin];                               \
        widest = radius[l] > widest ? radius[l] : widest;                           \
      }                                                                             \
      /* No search leaves [first, last): doubled until all radii end inside. */     \
      int64_t reach = 4, first, last;                                               \
      do {                                                                          \
        reach *= 2;                                                                 \
        first = begin > reach ? begin - reach : 0;                                  \
        last = n - end > reach ? end + reach : n;                                   \
      } while ((first > 0 && x[0] - s[first] < widest) ||                           \
               (last < n && s[last] - s[end - 1] < widest));                        \
      for (int64_t l = 0; l < SEARCH_LANES; ++l) low[l] = high[l] = first;          \
      for (int64_t length = last - first; length > 0;) {                            \
        const int64_t half = (length + 1) / 2;                                      \
        for (int64_t l = 0; l < SEARCH_LANES; ++l) {                                \
          const double below = s[low[l] + half - 1];                                \
          const double above = s[high[l] + half - 1];                               \
          low[l] += x[l] - below >= radius[l] ? half : 0;                           \
          high[l] += above - x[l] < radius[l] ? half : 0;                           \
        }                                                                           \
        length -= half;                                                             \
      }                                                                             \
      for (int64_t l = 0; l < width; ++l) counts[begin - from + l] = high[l] - low[l];\
    }                                                                               \
  }

COUNT_WITHIN_BODY(count_within_baseline, )
#if HAVE_X86_LEVELS
COUNT_WITHIN_BODY(count_within_avx2, TARGET_AVX2)
COUNT_WITHIN_BODY(count_within_avx512, TARGET_AVX512)
#endif

typedef void (*count_within_fn)(const double *, int64_t, const double *, int64_t,
                                int64_t, int64_t *);

static count_within_fn count_within_select(int level) {
  return AT_LEVEL(level, count_within);
}
#endif
