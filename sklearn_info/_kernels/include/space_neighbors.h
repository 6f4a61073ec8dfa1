/* Neighbours of points in several dimensions.
 *
 * Authors: The sklearn-info developers
 * SPDX-License-Identifier: BSD-3-Clause
 *
 * The points lie in leaves of SPACE_LANES that are near each other, as a k-d tree cuts
 * them; there is no tree above the leaves. For all points of a leaf at once, the boxes
 * of all other leaves are compared with its own, and those that may be near enough are
 * kept: vectors of a few boxes a point are quicker to compare than branches of a tree
 * are to follow, up to a million points. Inside a leaf the distances of one point to
 * all others are vectors too.
 *
 * The distance of two points is the largest of their distances in each block of
 * columns, which are Euclidean; with one column a block, it is that of Chebyshev.
 * Rounded, no distance is below the difference in one column, nor is the difference
 * to a number below that to the near side of its box; so bounds of boxes are exact.
 */
#ifndef SKLEARN_INFO_SPACE_NEIGHBORS_H
#define SKLEARN_INFO_SPACE_NEIGHBORS_H
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "cpu.h"

enum { SPACE_LANES = 32 };

typedef struct {
  const double *columns;    /* rows of stride numbers: the leaves, padded with inf */
  const double *low, *high; /* rows of n_leaves numbers: the box of each leaf */
  const int64_t *ends;      /* where each block of columns ends */
  int64_t d, n_blocks, n, stride, n_leaves;
  double widest;            /* at least the root of the columns of a block */
} space_t;

typedef struct {
  double gap, leaf;
} space_candidate;

#define SPACE_MAX(a, b) ((a) > (b) ? (a) : (b))

static int space_by_gap(const void *a, const void *b) {
  const double x = ((const space_candidate *)a)->gap;
  const double y = ((const space_candidate *)b)->gap;
  return (x > y) - (x < y);
}

/* Distances of point i to those of a leaf. */
LEVEL_INLINE void space_distances(const space_t *s, int64_t i, int64_t leaf,
                                  double *restrict distances) {
  for (int l = 0; l < SPACE_LANES; ++l) distances[l] = 0.0;
  for (int64_t b = 0, c = 0; b < s->n_blocks; ++b) {
    if (s->ends[b] - c == 1) {
      const double *restrict v = s->columns + c * s->stride + leaf * SPACE_LANES;
      const double x = s->columns[c * s->stride + i];
      for (int l = 0; l < SPACE_LANES; ++l) {
        const double difference = fabs(v[l] - x);
        distances[l] = SPACE_MAX(difference, distances[l]);
      }
      ++c;
      continue;
    }
    double squares[SPACE_LANES] = {0.0};
    for (; c < s->ends[b]; ++c) {
      const double *restrict v = s->columns + c * s->stride + leaf * SPACE_LANES;
      const double x = s->columns[c * s->stride + i];
      for (int l = 0; l < SPACE_LANES; ++l) squares[l] += (v[l] - x) * (v[l] - x);
    }
    for (int l = 0; l < SPACE_LANES; ++l) {
      const double root = sqrt(squares[l]);
      distances[l] = SPACE_MAX(root, distances[l]);
    }
  }
}

/* The leaves whose boxes are nearer than a bound to that of one leaf; their number. */
LEVEL_INLINE int64_t space_candidates(const space_t *s, int64_t leaf, double bound,
                                      double *restrict gaps,
                                      space_candidate *restrict found) {
  const int64_t m = s->n_leaves;
  for (int64_t j = 0; j < m; ++j) gaps[j] = 0.0;
  for (int64_t c = 0; c < s->d; ++c) {
    const double *restrict low = s->low + c * m, *restrict high = s->high + c * m;
    const double own_low = low[leaf], own_high = high[leaf];
    for (int64_t j = 0; j < m; ++j) {
      const double above = low[j] - own_high, below = own_low - high[j];
      const double gap = SPACE_MAX(above, below);
      gaps[j] = SPACE_MAX(gap, gaps[j]);
    }
  }
  int64_t n_found = 0;
  for (int64_t j = 0; j < m; ++j) {
    found[n_found].gap = gaps[j];
    found[n_found].leaf = (double)j;
    n_found += gaps[j] < bound;
  }
  return n_found;
}

/* The boxes of candidates side by side. */
LEVEL_INLINE void space_gather(const space_t *s, const space_candidate *restrict found,
                               int64_t n_found, double *restrict low,
                               double *restrict high) {
  for (int64_t c = 0; c < s->d; ++c) {
    for (int64_t j = 0; j < n_found; ++j) {
      const int64_t place = c * s->n_leaves + (int64_t)found[j].leaf;
      low[c * n_found + j] = s->low[place];
      high[c * n_found + j] = s->high[place];
    }
  }
}

/* The largest difference of point i to the near and to the far side of each box. */
LEVEL_INLINE void space_bounds(const space_t *s, int64_t i, int64_t n_boxes,
                               int64_t width, const double *restrict low,
                               const double *restrict high, double *restrict near,
                               double *restrict far) {
  for (int64_t j = 0; j < n_boxes; ++j) near[j] = far[j] = 0.0;
  for (int64_t c = 0; c < s->d; ++c) {
    const double x = s->columns[c * s->stride + i];
    const double *restrict l = low + c * width, *restrict h = high + c * width;
    for (int64_t j = 0; j < n_boxes; ++j) {
      const double above = l[j] - x, below = x - h[j];
      const double gap = SPACE_MAX(above, below), reach = SPACE_MAX(-above, -below);
      near[j] = SPACE_MAX(gap, near[j]);
      far[j] = SPACE_MAX(reach, far[j]);
    }
  }
}

/* Keeps the k least distances of point i to those of a leaf but itself, rising. */
LEVEL_INLINE void space_offer(const space_t *s, int64_t i, int64_t leaf, int64_t k,
                              double *restrict nearest) {
  double distances[SPACE_LANES];
  int64_t near = 0;
  space_distances(s, i, leaf, distances);
  for (int l = 0; l < SPACE_LANES; ++l) near += distances[l] < nearest[k - 1];
  for (int64_t l = 0; near && l < SPACE_LANES; ++l) {
    int64_t m = k - 1;
    if (!(distances[l] < nearest[m]) || leaf * SPACE_LANES + l == i) continue;
    for (; m > 0 && nearest[m - 1] > distances[l]; --m) nearest[m] = nearest[m - 1];
    nearest[m] = distances[l];
  }
}

/* Distance of each point of the leaves from..to to its k-th nearest other one.
 * scratch: 2 d + 5 numbers a leaf, and k for each point of a leaf. */
LEVEL_INLINE void space_radius_body(const space_t *s, int64_t from, int64_t to,
                                    int64_t k, double *restrict scratch,
                                    double *restrict radius) {
  const int64_t m = s->n_leaves;
  space_candidate *found = (space_candidate *)scratch;
  double *near = scratch + 2 * m, *far = near + m, *gaps = far + m;
  double *low = gaps + m, *high = low + s->d * m, *nearest = high + s->d * m;
  for (int64_t leaf = from; leaf < to; ++leaf) {
    const int64_t begin = leaf * SPACE_LANES;
    const int64_t end = begin + SPACE_LANES < s->n ? begin + SPACE_LANES : s->n;
    double bound = 0.0;
    for (int64_t i = begin; i < end; ++i) {
      double *own = nearest + (i - begin) * k;
      for (int64_t j = 0; j < k; ++j) own[j] = INFINITY;
      space_offer(s, i, leaf, k, own);
      bound = SPACE_MAX(own[k - 1], bound);
    }
    const int64_t n_found = space_candidates(s, leaf, bound, gaps, found);
    qsort(found, (size_t)n_found, sizeof(space_candidate), space_by_gap);
    space_gather(s, found, n_found, low, high);
    for (int64_t i = begin; i < end; ++i) {
      double *own = nearest + (i - begin) * k;
      int64_t n_boxes = n_found;
      while (n_boxes > 0 && !(found[n_boxes - 1].gap < own[k - 1])) --n_boxes;
      space_bounds(s, i, n_boxes, n_found, low, high, near, far);
      for (int64_t j = 0; j < n_boxes && found[j].gap < own[k - 1]; ++j) {
        if (near[j] < own[k - 1] && (int64_t)found[j].leaf != leaf)
          space_offer(s, i, (int64_t)found[j].leaf, k, own);
      }
      radius[i] = own[k - 1];
    }
  }
}

/* counts[i] = #{j : distance of i and j < radius[i]} of the points of some leaves. */
LEVEL_INLINE void space_count_body(const space_t *s, int64_t from, int64_t to,
                                   const double *restrict radius,
                                   double *restrict scratch, int64_t *restrict counts) {
  const int64_t m = s->n_leaves;
  space_candidate *found = (space_candidate *)scratch;
  double *near = scratch + 2 * m, *far = near + m, *gaps = far + m;
  double *low = gaps + m, *high = low + s->d * m;
  for (int64_t leaf = from; leaf < to; ++leaf) {
    const int64_t begin = leaf * SPACE_LANES;
    const int64_t end = begin + SPACE_LANES < s->n ? begin + SPACE_LANES : s->n;
    double bound = 0.0;
    for (int64_t i = begin; i < end; ++i) bound = SPACE_MAX(radius[i], bound);
    const int64_t n_found = space_candidates(s, leaf, bound, gaps, found);
    space_gather(s, found, n_found, low, high);
    for (int64_t i = begin; i < end; ++i) {
      int64_t count = 0;
      space_bounds(s, i, n_found, n_found, low, high, near, far);
      for (int64_t j = 0; j < n_found; ++j) {
        if (!(near[j] < radius[i])) continue;
        const int64_t other = (int64_t)found[j].leaf;
        if (far[j] * s->widest < radius[i]) {
          const int64_t left = s->n - other * SPACE_LANES;
          count += left < SPACE_LANES ? left : SPACE_LANES;
          continue;
        }
        double distances[SPACE_LANES];
        space_distances(s, i, other, distances);
        for (int l = 0; l < SPACE_LANES; ++l) count += distances[l] < radius[i];
      }
      counts[i] = count;
    }
  }
}

#define SPACE_AT(LEVEL, ATTRIBUTES)                                                 \
  ATTRIBUTES static void space_radius_##LEVEL(const space_t *s, int64_t from,       \
                                              int64_t to, int64_t k,                \
                                              double *scratch, double *radius) {    \
    space_radius_body(s, from, to, k, scratch, radius);                             \
  }                                                                                 \
  ATTRIBUTES static void space_count_##LEVEL(const space_t *s, int64_t from,        \
                                             int64_t to, const double *radius,      \
                                             double *scratch, int64_t *counts) {    \
    space_count_body(s, from, to, radius, scratch, counts);                         \
  }

SPACE_AT(baseline, )
#if HAVE_X86_LEVELS
SPACE_AT(avx2, TARGET_AVX2)
SPACE_AT(avx512, TARGET_AVX512)
#endif

typedef void (*space_radius_fn)(const space_t *, int64_t, int64_t, int64_t, double *,
                                double *);
typedef void (*space_count_fn)(const space_t *, int64_t, int64_t, const double *,
                               double *, int64_t *);

static space_radius_fn space_radius_select(int level) {
  return AT_LEVEL(level, space_radius);
}
static space_count_fn space_count_select(int level) {
  return AT_LEVEL(level, space_count);
}
#endif
