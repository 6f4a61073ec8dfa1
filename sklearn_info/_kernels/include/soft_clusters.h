/* One sweep of the iterative information bottleneck.
 *
 * Authors: The sklearn-info developers
 * SPDX-License-Identifier: BSD-3-Clause
 *
 * From p(t|x) come the clusters,
 *
 *   p(t) = sum_x p(x) p(t|x),   p(y|t) = sum_x p(x) p(y|x) p(t|x) / p(t),
 *
 * and from these the encoder that lowers the objective most,
 *
 *   p(t|x) = exp(s_xt) / Z_x,
 *   s_xt = (log p(t) + beta sum_y p(y|x) log p(y|t)) / alpha.
 *
 * What remains is the objective but for a constant, -alpha sum_x p(x) log Z_x: no
 * sweep raises it. All is kept as logarithms of at least LEAST_LOG, so that a share
 * is never 0 and a product of shares never underflows; p(y|t) of a column that no
 * member of t has is taken as about 1e-300.
 *
 * Clusters lie side by side, padded to a multiple of SOFT_LANES by ones that nothing
 * belongs to. The body (soft_clusters_body.h) is compiled for each instruction set.
 */
#ifndef SKLEARN_INFO_SOFT_CLUSTERS_H
#define SKLEARN_INFO_SOFT_CLUSTERS_H
#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include "cpu.h"
#include "fast_exp.h"
#include "fast_log.h"

/* Clusters that are worked on together. */
enum { SOFT_LANES = 8 };

/* Left to themselves, compilers take the lanes one by one. */
#if defined(__GNUC__)
typedef double double_x2 __attribute__((vector_size(16), aligned(8), may_alias));
typedef double double_x4 __attribute__((vector_size(32), aligned(8), may_alias));
typedef double double_x8 __attribute__((vector_size(64), aligned(8), may_alias));
#  define UNROLL _Pragma("GCC unroll 16")
#else
typedef double double_x2;
#  define UNROLL
#endif

static const double LEAST_LOG = -600.0, NEVER = -1e300;
/* Most steps that a leap goes ahead. */
static const double FARTHEST = 1e4;

typedef struct {
  const int64_t *indptr;
  const int32_t *columns;
  const double *share;  /* p(y|x) of the entries */
  const double *weight; /* p(x) */
  size_t n_rows, n_columns, n_clusters, n_padded;
  double *margin; /* p(t) */
  double *table;  /* p(t, y), then log p(y|t): (n_columns, n_padded) */
  double *scores, *ahead; /* scratch, n_padded each */
} soft_problem;

typedef struct {
  double value;   /* -alpha sum_x p(x) log Z_x */
  double entropy; /* H(T|X) of the new encoder */
  double moved;   /* largest change of a p(t|x) */
} soft_step;

#define BODY(name) name##_baseline
#define VEC double_x2
#define TARGET
#include "soft_clusters_body.h"
#undef BODY
#undef VEC
#undef TARGET
#if HAVE_X86_LEVELS
#  define BODY(name) name##_avx2
#  define VEC double_x4
#  define TARGET TARGET_AVX2
#  include "soft_clusters_body.h"
#  undef BODY
#  undef VEC
#  undef TARGET
#  define BODY(name) name##_avx512
#  define VEC double_x8
#  define TARGET TARGET_AVX512
#  include "soft_clusters_body.h"
#  undef BODY
#  undef VEC
#  undef TARGET
#endif

typedef void (*soft_gather_fn)(const soft_problem *, const double *);
typedef soft_step (*soft_assign_fn)(const soft_problem *, double, double,
                                    const double *, double *, double *);
typedef int (*soft_leap_fn)(const soft_problem *, const double *, const double *,
                            const double *, const double *, double *);

static soft_gather_fn soft_gather_select(int level) {
  return AT_LEVEL(level, soft_gather);
}
static soft_assign_fn soft_assign_select(int level) {
  return AT_LEVEL(level, soft_assign);
}
static soft_leap_fn soft_leap_select(int level) { return AT_LEVEL(level, soft_leap); }
#endif
