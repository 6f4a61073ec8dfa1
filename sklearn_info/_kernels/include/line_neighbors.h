/* Neighbours among sorted numbers: distances to the k-th nearest, and counts within.
 *
 * Authors: The sklearn-info developers
 * SPDX-License-Identifier: BSD-3-Clause
 *
 * Numbers side by side are looked at in step, as vectors. Compared are differences,
 * never x - r and x + r, whose rounding would move a number across the border; rounded
 * differences rise with the number, so that searches are exact.
 */
#ifndef SKLEARN_INFO_LINE_NEIGHBORS_H
#define SKLEARN_INFO_LINE_NEIGHBORS_H
#include <math.h>
#include <stdint.h>

#include "cpu.h"

/* Of sixteen lanes gcc unrolls the loop first, which is 6x slower. */
enum { SEARCH_LANES = 32, FEW_STEPS = 48, STEPS_AT_ONCE = 4, FEW_NEIGHBORS = 16 };

/* Adds to counts the numbers nearer than the radius on one side, number by number; 0
 * if these are more than a few. */
LEVEL_INLINE int count_steps(const double *restrict s, int64_t direction,
                             const double *restrict radius,
                             int64_t *restrict counts) {
  for (int64_t d = 1; d <= FEW_STEPS; d += STEPS_AT_ONCE) {
    int64_t any = 0;
    for (int64_t step = d; step < d + STEPS_AT_ONCE; ++step) {
      any = 0;
      for (int64_t l = 0; l < SEARCH_LANES; ++l) {
        const double difference = (s[l + direction * step] - s[l]) * (double)direction;
        const int64_t within = difference < radius[l];
        counts[l] += within;
        any |= within;
      }
    }
    if (!any) return 1;
  }
  return 0;
}

/* Counts of up to SEARCH_LANES numbers from begin on, by halves: one search waits for
 * memory at each halving, several do not wait for each other. */
LEVEL_INLINE void count_halves(const double *restrict s, int64_t n,
                               const double *restrict r, int64_t begin, int64_t width,
                               int64_t *restrict counts) {
  const int64_t end = begin + width;
  double x[SEARCH_LANES], radius[SEARCH_LANES];
  int64_t low[SEARCH_LANES], high[SEARCH_LANES];
  double widest = 0.0;
  for (int64_t l = 0; l < SEARCH_LANES; ++l) {
    x[l] = s[l < width ? begin + l : begin];
    radius[l] = r[l < width ? begin + l : begin];
    widest = radius[l] > widest ? radius[l] : widest;
  }
  /* No search leaves [first, last): doubled until all radii end inside. */
  int64_t reach = 4, first, last;
  do {
    reach *= 2;
    first = begin > reach ? begin - reach : 0;
    last = n - end > reach ? end + reach : n;
  } while ((first > 0 && x[0] - s[first] < widest) ||
           (last < n && s[last] - s[end - 1] < widest));
  for (int64_t l = 0; l < SEARCH_LANES; ++l) low[l] = high[l] = first;
  for (int64_t length = last - first; length > 0;) {
    const int64_t half = (length + 1) / 2;
    for (int64_t l = 0; l < SEARCH_LANES; ++l) {
      const double below = s[low[l] + half - 1];
      const double above = s[high[l] + half - 1];
      low[l] += x[l] - below >= radius[l] ? half : 0;
      high[l] += above - x[l] < radius[l] ? half : 0;
    }
    length -= half;
  }
  for (int64_t l = 0; l < width; ++l) counts[l] = high[l] - low[l];
}

/* counts[i - from] = #{j : |s[j] - s[i]| < r[i]} for i in [from, to); 1 or less where
 * r[i] is 0. */
LEVEL_INLINE void count_within_body(const double *restrict s, int64_t n,
                                    const double *restrict r, int64_t from, int64_t to,
                                    int64_t *restrict counts) {
  enum { MARGIN = FEW_STEPS + STEPS_AT_ONCE, LAST = SEARCH_LANES - 1 };
  for (int64_t i = from; i < to; i += SEARCH_LANES) {
    const int64_t width = to - i < SEARCH_LANES ? to - i : SEARCH_LANES;
    const double *at = s + i;
    /* A few steps are quicker than halves, where they are seen to be enough. */
    int few = width == SEARCH_LANES && i >= MARGIN && i + SEARCH_LANES + MARGIN <= n &&
              at[FEW_STEPS] - at[0] >= r[i] && at[0] - at[-FEW_STEPS] >= r[i] &&
              at[LAST + FEW_STEPS] - at[LAST] >= r[i + LAST];
    if (few) {
      int64_t within[SEARCH_LANES];
      for (int64_t l = 0; l < SEARCH_LANES; ++l) within[l] = 1;
      few = count_steps(at, 1, r + i, within) && count_steps(at, -1, r + i, within);
      for (int64_t l = 0; few && l < SEARCH_LANES; ++l) counts[i - from + l] = within[l];
    }
    if (!few) count_halves(s, n, r, i, width, counts + (i - from));
  }
}

/* Distance of the number at place i of a sorted column to its k-th nearest: the
 * nearest k and itself are k + 1 in a row, of which first to last may be the first. */
LEVEL_INLINE double best_window(const double *restrict s, int64_t i, int64_t k,
                                int64_t first, int64_t last) {
  double best = INFINITY;
  for (; first <= last; ++first) {
    const double below = s[i] - s[first], above = s[first + k] - s[i];
    const double farther = below > above ? below : above;
    best = farther < best ? farther : best;
  }
  return best;
}

/* Distance of each of n sorted numbers to the k-th nearest other one; k < n. */
LEVEL_INLINE void line_radius_body(const double *restrict s, int64_t n, int64_t k,
                                   double *restrict radius) {
  if (k > FEW_NEIGHBORS || n <= 2 * k) {
    /* The first of the k + 1 never moves back as the number rises. */
    for (int64_t i = 0, first = 0; i < n; ++i) {
      while (first + k + 1 < n && s[first + k + 1] - s[i] < s[i] - s[first]) ++first;
      const double below = s[i] - s[first], above = s[first + k] - s[i];
      radius[i] = below > above ? below : above;
    }
    return;
  }
  for (int64_t i = 0; i < k; ++i) radius[i] = best_window(s, i, k, 0, i);
  for (int64_t i = n - k; i < n; ++i) radius[i] = best_window(s, i, k, i - k, n - 1 - k);
  int64_t i = k;
  for (; i + SEARCH_LANES <= n - k; i += SEARCH_LANES) {
    double best[SEARCH_LANES];
    for (int64_t l = 0; l < SEARCH_LANES; ++l) best[l] = INFINITY;
    for (int64_t first = i - k; first <= i; ++first) {
      for (int64_t l = 0; l < SEARCH_LANES; ++l) {
        const double below = s[i + l] - s[first + l];
        const double above = s[first + k + l] - s[i + l];
        const double farther = below > above ? below : above;
        best[l] = farther < best[l] ? farther : best[l];
      }
    }
    for (int64_t l = 0; l < SEARCH_LANES; ++l) radius[i + l] = best[l];
  }
  for (; i < n - k; ++i) radius[i] = best_window(s, i, k, i - k, i);
}

#define LINE_AT(LEVEL, ATTRIBUTES)                                                  \
  ATTRIBUTES static void count_within_##LEVEL(const double *s, int64_t n,           \
                                              const double *r, int64_t from,        \
                                              int64_t to, int64_t *counts) {        \
    count_within_body(s, n, r, from, to, counts);                                   \
  }                                                                                 \
  ATTRIBUTES static void line_radius_##LEVEL(const double *s, int64_t n, int64_t k, \
                                             double *radius) {                      \
    line_radius_body(s, n, k, radius);                                              \
  }

LINE_AT(baseline, )
#if HAVE_X86_LEVELS
LINE_AT(avx2, TARGET_AVX2)
LINE_AT(avx512, TARGET_AVX512)
#endif

typedef void (*count_within_fn)(const double *, int64_t, const double *, int64_t,
                                int64_t, int64_t *);
typedef void (*line_radius_fn)(const double *, int64_t, int64_t, double *);

static count_within_fn count_within_select(int level) {
  return AT_LEVEL(level, count_within);
}
static line_radius_fn line_radius_select(int level) {
  return AT_LEVEL(level, line_radius);
}
#endif
