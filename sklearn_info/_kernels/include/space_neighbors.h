/* Neighbours in several dimensions, outwards from each point in one of them.
 *
 * Authors: The sklearn-info developers
 * SPDX-License-Identifier: BSD-3-Clause
 *
 * Distances max_c |x_c - y_c| of one point to others that lie side by side, column
 * by column, are vectors; so the only branch is whether any of them is near enough,
 * and it is seldom taken. The points are in order of their first column, and the
 * search goes outwards from each until that column alone is too far. In more than a
 * few dimensions trees look at most points too, one by one.
 */
#ifndef SKLEARN_INFO_SPACE_NEIGHBORS_H
#define SKLEARN_INFO_SPACE_NEIGHBORS_H
#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include "cpu.h"

enum { SPACE_LANES = 32 };

/* Distances of point i to SPACE_LANES others from j on. */
#define SPACE_DISTANCES(columns, d, stride, i, j, distances)                        \
  for (size_t l = 0; l < SPACE_LANES; ++l)                                          \
    distances[l] = fabs(columns[j + l] - columns[i]);                               \
  for (size_t c = 1; c < d; ++c) {                                                  \
    const double x = columns[c * stride + i];                                       \
    for (size_t l = 0; l < SPACE_LANES; ++l) {                                      \
      const double difference = fabs(columns[c * stride + j + l] - x);              \
      distances[l] = difference > distances[l] ? difference : distances[l];         \
    }                                                                               \
  }

/* Runs the block VISIT(j) for each vector of points, from that of point i outwards,
 * that begins or ends nearer than REACH in the first column. */
#define OUTWARDS(columns, stride, i, REACH, VISIT)                                  \
  {                                                                                 \
    const double x0 = columns[i];                                                   \
    size_t down = i - i % SPACE_LANES, up = down;                                   \
    int below, above;                                                               \
    do {                                                                            \
      above = up < stride && columns[up] - x0 < REACH;                              \
      if (above) {                                                                  \
        VISIT(up)                                                                   \
        up += SPACE_LANES;                                                          \
      }                                                                             \
      below = down > 0 && x0 - columns[down - 1] < REACH;                           \
      if (below) {                                                                  \
        down -= SPACE_LANES;                                                        \
        VISIT(down)                                                                 \
      }                                                                             \
    } while (above || below);                                                       \
  }

#define OFFER_ALL(j)                                                                \
  {                                                                                 \
    double distances[SPACE_LANES];                                                  \
    int64_t near = 0;                                                               \
    SPACE_DISTANCES(columns, d, stride, i, j, distances)                            \
    for (size_t l = 0; l < SPACE_LANES; ++l) near += distances[l] < nearest[k - 1]; \
    for (size_t l = 0; near && l < SPACE_LANES; ++l) {                              \
      size_t m = k - 1;                                                             \
      if (!(distances[l] < nearest[m]) || j + l == i) continue;                     \
      for (; m > 0 && nearest[m - 1] > distances[l]; --m) nearest[m] = nearest[m - 1];\
      nearest[m] = distances[l];                                                    \
    }                                                                               \
  }

#define COUNT_ALL(j)                                                                \
  {                                                                                 \
    double distances[SPACE_LANES];                                                  \
    SPACE_DISTANCES(columns, d, stride, i, j, distances)                            \
    for (size_t l = 0; l < SPACE_LANES; ++l) count += distances[l] < radius[i];     \
  }

/* Distance to the k-th nearest other point. The columns, the first of which is
 * sorted, are padded with infinity to the stride, a multiple of SPACE_LANES. */
#define SPACE_RADIUS_BODY(NAME, ATTRIBUTES)                                         \
  ATTRIBUTES static void NAME(const double *restrict columns, size_t d,             \
                              size_t stride, size_t n, size_t k,                    \
                              double *restrict nearest, double *restrict radius) {  \
    for (size_t i = 0; i < n; ++i) {                                                \
      for (size_t m = 0; m < k; ++m) nearest[m] = INFINITY;                         \
      OUTWARDS(columns, stride, i, nearest[k - 1], OFFER_ALL)                       \
      radius[i] = nearest[k - 1];                                                   \
    }                                                                               \
  }

/* counts[i] = #{j : distance of i and j < radius[i]} */
#define SPACE_COUNT_BODY(NAME, ATTRIBUTES)                                          \
  ATTRIBUTES static void NAME(const double *restrict columns, size_t d,             \
                              size_t stride, size_t n,                              \
                              const double *restrict radius,                        \
                              int64_t *restrict counts) {                           \
    for (size_t i = 0; i < n; ++i) {                                                \
      int64_t count = 0;                                                            \
      OUTWARDS(columns, stride, i, radius[i], COUNT_ALL)                            \
      counts[i] = count;                                                            \
    }                                                                               \
  }

SPACE_RADIUS_BODY(space_radius_baseline, )
SPACE_COUNT_BODY(space_count_baseline, )
#if HAVE_X86_LEVELS
SPACE_RADIUS_BODY(space_radius_avx2, TARGET_AVX2)
SPACE_COUNT_BODY(space_count_avx2, TARGET_AVX2)
SPACE_RADIUS_BODY(space_radius_avx512, TARGET_AVX512)
SPACE_COUNT_BODY(space_count_avx512, TARGET_AVX512)
#endif

typedef void (*space_radius_fn)(const double *, size_t, size_t, size_t, size_t,
                                double *, double *);
typedef void (*space_count_fn)(const double *, size_t, size_t, size_t, const double *,
                               int64_t *);

static space_radius_fn space_radius_select(int level) {
  return AT_LEVEL(level, space_radius);
}
static space_count_fn space_count_select(int level) {
  return AT_LEVEL(level, space_count);
}
#endif
