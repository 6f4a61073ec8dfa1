/* Distances to the k-th nearest points of the plane, through strips.
 *
 * Authors: The sklearn-info developers
 * SPDX-License-Identifier: BSD-3-Clause
 *
 * PLANE_LANES points that follow each other in a strip search together, each in a lane
 * of its own: what is near one of them is near the others, or nearly so. Every point
 * that comes along is compared with all of them and goes into their lists by minima
 * and maxima, without a branch that could be mispredicted.
 */
#ifndef SKLEARN_INFO_PLANE_NEIGHBORS_H
#define SKLEARN_INFO_PLANE_NEIGHBORS_H
#include <float.h>
#include <math.h>
#include <stdint.h>

#include "cpu.h"

enum { PLANE_LANES = 8, PLANE_STEPS = 4 };

typedef struct {
  const double *x;        /* of all points, sorted */
  const int64_t *starts;  /* first point of each strip, and the end */
  int64_t n_strips;
  const double *xs, *ys;  /* strip by strip in order of y */
  const int64_t *members; /* the places of these in x */
} plane_t;

/* Points that search together, and how far they still have to. */
typedef struct {
  double x[PLANE_LANES], y[PLANE_LANES];
  int64_t place[PLANE_LANES];
  double bottom, top, left, right;
} plane_group;

#define PLANE_MIN(a, b) ((a) < (b) ? (a) : (b))
#define PLANE_MAX(a, b) ((a) > (b) ? (a) : (b))

/* How far from its coordinate a lane still has to search. Sums are rounded, so that it
 * is a little farther than the k-th nearest; but not where that is equal, or all equal
 * points would be looked at. */
#define PLANE_REACH(v, kth) \
  ((kth) > 0 ? (kth) + 4 * DBL_EPSILON * ((kth) + fabs(v)) : 0.0)

LEVEL_INLINE void plane_bound_y(plane_group *g, const double *restrict kth) {
  double bottom = INFINITY, top = -INFINITY;
  for (int l = 0; l < PLANE_LANES; ++l) {
    const double reach = PLANE_REACH(g->y[l], kth[l]);
    bottom = PLANE_MIN(g->y[l] - reach, bottom);
    top = PLANE_MAX(g->y[l] + reach, top);
  }
  g->bottom = bottom;
  g->top = top;
}

LEVEL_INLINE void plane_bound_x(plane_group *g, const double *restrict kth) {
  double left = INFINITY, right = -INFINITY;
  for (int l = 0; l < PLANE_LANES; ++l) {
    const double reach = PLANE_REACH(g->x[l], kth[l]);
    left = PLANE_MIN(g->x[l] - reach, left);
    right = PLANE_MAX(g->x[l] + reach, right);
  }
  g->left = left;
  g->right = right;
}

/* Offers the points from p to q to all lanes but their own; whether any was near. */
LEVEL_INLINE int plane_offer(const plane_t *plane, const plane_group *g, int64_t p,
                             int64_t q, int64_t k, double *restrict lists) {
  int changed = 0;
  for (int64_t j = p; j < q; ++j) {
    const double x = plane->xs[j], y = plane->ys[j];
    double distance[PLANE_LANES];
    int64_t near = 0;
    for (int l = 0; l < PLANE_LANES; ++l) {
      const double dx = fabs(x - g->x[l]), dy = fabs(y - g->y[l]);
      const double farther = PLANE_MAX(dx, dy);
      distance[l] = g->place[l] == j ? INFINITY : farther;
      near += distance[l] < lists[(k - 1) * PLANE_LANES + l];
    }
    if (!near) continue;
    changed = 1;
    for (int64_t m = k - 1; m > 0; --m) {
      double *restrict own = lists + m * PLANE_LANES;
      const double *restrict before = own - PLANE_LANES;
      for (int l = 0; l < PLANE_LANES; ++l) {
        const double shifted = PLANE_MAX(before[l], distance[l]);
        own[l] = PLANE_MIN(shifted, own[l]);
      }
    }
    for (int l = 0; l < PLANE_LANES; ++l) lists[l] = PLANE_MIN(distance[l], lists[l]);
  }
  return changed;
}

/* Offers the points of a strip from down downwards and from up upwards. */
LEVEL_INLINE void plane_scan(const plane_t *plane, plane_group *g, int64_t begin,
                             int64_t down, int64_t up, int64_t end, int64_t k,
                             double *restrict lists) {
  const double *kth = lists + (k - 1) * PLANE_LANES;
  int above, below;
  do {
    above = up < end && plane->ys[up] < g->top;
    if (above) {
      const int64_t next = PLANE_MIN(up + PLANE_STEPS, end);
      if (plane_offer(plane, g, up, next, k, lists)) plane_bound_y(g, kth);
      up = next;
    }
    below = down > begin && plane->ys[down - 1] > g->bottom;
    if (below) {
      const int64_t next = PLANE_MAX(down - PLANE_STEPS, begin);
      if (plane_offer(plane, g, next, down, k, lists)) plane_bound_y(g, kth);
      down = next;
    }
  } while (above || below);
}

/* The first place from begin on whose y is not below the given one. */
LEVEL_INLINE int64_t plane_advance(const double *ys, int64_t begin, int64_t end,
                                   double y) {
  int64_t step = 1;
  while (begin + step <= end && ys[begin + step - 1] < y) {
    begin += step;
    step *= 2;
  }
  end = PLANE_MIN(end, begin + step - 1);
  while (begin < end) {
    const int64_t middle = (begin + end) / 2;
    if (ys[middle] < y)
      begin = middle + 1;
    else
      end = middle;
  }
  return begin;
}

/* Radii of the points of the strips from first to last; places, one for each strip,
 * and lists, k numbers for each lane, are scratch. */
LEVEL_INLINE void plane_search(const plane_t *plane, int64_t first, int64_t last,
                               int64_t k, int64_t *restrict places,
                               double *restrict lists, double *restrict radius) {
  const int64_t *starts = plane->starts, n_strips = plane->n_strips;
  const double *x = plane->x, *kth = lists + (k - 1) * PLANE_LANES;
  plane_group g;
  for (int64_t own = first; own < last; ++own) {
    const int64_t end = starts[own + 1];
    for (int64_t s = 0; s < n_strips; ++s) places[s] = starts[s];
    for (int64_t i = starts[own]; i < end; i += PLANE_LANES) {
      const int64_t width = PLANE_MIN(PLANE_LANES, end - i);
      for (int64_t l = 0; l < PLANE_LANES; ++l) {
        g.place[l] = i + PLANE_MIN(l, width - 1);
        g.x[l] = plane->xs[g.place[l]];
        g.y[l] = plane->ys[g.place[l]];
      }
      for (int64_t m = 0; m < k * PLANE_LANES; ++m) lists[m] = INFINITY;
      plane_offer(plane, &g, i, i + width, k, lists);
      plane_bound_y(&g, kth);
      plane_scan(plane, &g, starts[own], i, i + width, end, k, lists);
      for (int64_t left = own - 1, right = own + 1;;) {
        int64_t s = -1;
        plane_bound_x(&g, kth);
        if (left >= 0 && x[starts[left + 1] - 1] > g.left)
          s = left--;
        else if (right < n_strips && x[starts[right]] < g.right)
          s = right++;
        if (s < 0) break;
        /* The points of a strip come in order of y: so do their places. */
        places[s] = plane_advance(plane->ys, places[s], starts[s + 1], g.y[0]);
        plane_scan(plane, &g, starts[s], places[s], places[s], starts[s + 1], k, lists);
      }
      for (int64_t l = 0; l < width; ++l)
        radius[plane->members[i + l]] = lists[(k - 1) * PLANE_LANES + l];
    }
  }
}

#define PLANE_AT(LEVEL, ATTRIBUTES)                                                 \
  ATTRIBUTES static void plane_radius_##LEVEL(const plane_t *plane, int64_t first,  \
                                              int64_t last, int64_t k,              \
                                              int64_t *places, double *lists,       \
                                              double *radius) {                     \
    plane_search(plane, first, last, k, places, lists, radius);                \
  }

PLANE_AT(baseline, )
#if HAVE_X86_LEVELS
PLANE_AT(avx2, TARGET_AVX2)
PLANE_AT(avx512, TARGET_AVX512)
#endif

typedef void (*plane_radius_fn)(const plane_t *, int64_t, int64_t, int64_t, int64_t *,
                                double *, double *);

static plane_radius_fn plane_radius_select(int level) {
  return AT_LEVEL(level, plane_radius);
}
#endif
