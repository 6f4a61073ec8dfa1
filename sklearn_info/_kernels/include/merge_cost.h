/* What merging costs: the information about the classes that is lost.
 *
 * Authors: The sklearn-info developers
 * SPDX-License-Identifier: BSD-3-Clause
 *
 * Two clusters with joint masses a_c and b_c, sums a and b, lose
 *
 *   (a + b) JS = F(a) + F(b) - F(a + b),
 *   F(a) = sum_c f(a_c) - f(a),   f(u) = u log u,
 *
 * the weighted Jensen-Shannon divergence of their class distributions, with one
 * log a class where the definition has two. Clusters lie side by side, class by
 * class and their sum last, so that one instruction works on several of them.
 */
#ifndef SKLEARN_INFO_MERGE_COST_H
#define SKLEARN_INFO_MERGE_COST_H
#include <math.h>
#include <stddef.h>

#include "cpu.h"
#include "fast_log.h"

#if defined(__clang__)
#  pragma STDC FP_CONTRACT OFF
#endif

/* Clusters that are priced together, and among which the cheapest is looked for. */
enum { MERGE_LANES = 16, POOL_LANES = 32 };

/* F of n clusters, each added to x; a null x of zeros gives their own. masses:
 * (n_classes + 1, stride), readable to a multiple of MERGE_LANES. */
#define JOINT_TERM_BODY(NAME, ATTRIBUTES)                                          \
  ATTRIBUTES static void NAME(const double *restrict x, size_t n_classes,          \
                              const double *restrict masses, size_t stride,        \
                              size_t n, double *restrict terms) {                  \
    for (size_t j = 0; j < n; j += MERGE_LANES) {                                  \
      double sum[MERGE_LANES] = {0};                                               \
      for (size_t c = 0; c < n_classes; ++c)                                       \
        for (size_t l = 0; l < MERGE_LANES; ++l) {                                 \
          const double u = x[c] + masses[c * stride + j + l];                      \
          sum[l] += u * fast_log(u);                                               \
        }                                                                          \
      for (size_t l = 0; l < MERGE_LANES; ++l) {                                   \
        const double u = x[n_classes] + masses[n_classes * stride + j + l];        \
        terms[j + l] = sum[l] - u * fast_log(u);                                   \
      }                                                                            \
    }                                                                              \
  }

/* The same from the F of each cluster, where x has few classes:
 *
 *   F(x + a) = F(a) + f(a) - f(x + a) + sum_{c in x} (f(x_c + a_c) - f(a_c)).
 *
 * Class by class: each is a line of memory, far from the next. */
#define SPARSE_TERM_BODY(NAME, ATTRIBUTES)                                         \
  ATTRIBUTES static void NAME(const double *restrict x, const size_t *restrict some, \
                              size_t n_some, size_t n_classes,                     \
                              const double *restrict masses, size_t stride,        \
                              const double *restrict own, size_t n,                \
                              double *restrict terms) {                            \
    const double *restrict sums = masses + n_classes * stride;                     \
    for (size_t j = 0; j < n; j += MERGE_LANES)                                    \
      for (size_t l = j; l < j + MERGE_LANES; ++l) {                               \
        const double a = sums[l], u = x[n_classes] + a;                            \
        terms[l] = own[l] + a * fast_log(a) - u * fast_log(u);                     \
      }                                                                            \
    for (size_t k = 0; k < n_some; ++k) {                                          \
      const double *restrict line = masses + some[k] * stride;                     \
      const double b = x[some[k]];                                                 \
      for (size_t j = 0; j < n; j += MERGE_LANES)                                  \
        for (size_t l = j; l < j + MERGE_LANES; ++l) {                             \
          const double a = line[l], u = b + a;                                     \
          terms[l] += u * fast_log(u) - a * fast_log(a);                           \
        }                                                                          \
    }                                                                              \
  }

/* The first place of the least cost; n is a multiple of POOL_LANES. */
#define CHEAPEST_BODY(NAME, ATTRIBUTES)                                            \
  ATTRIBUTES static size_t NAME(const double *restrict costs, size_t n) {          \
    double least[POOL_LANES], least_of_all = INFINITY;                             \
    size_t first = SIZE_MAX;                                                       \
    for (size_t l = 0; l < POOL_LANES; ++l) least[l] = costs[l];                   \
    for (size_t j = POOL_LANES; j < n; j += POOL_LANES)                            \
      for (size_t l = 0; l < POOL_LANES; ++l)                                      \
        least[l] = costs[j + l] < least[l] ? costs[j + l] : least[l];              \
    for (size_t l = 0; l < POOL_LANES; ++l)                                        \
      least_of_all = least[l] < least_of_all ? least[l] : least_of_all;            \
    for (size_t l = 0; l < POOL_LANES; ++l)                                        \
      if (least[l] == least_of_all) {                                              \
        size_t j = l;                                                              \
        while (costs[j] != least_of_all) j += POOL_LANES;                          \
        if (j < first) first = j;                                                  \
      }                                                                            \
    return first;                                                                  \
  }

JOINT_TERM_BODY(joint_terms_baseline, )
SPARSE_TERM_BODY(sparse_terms_baseline, )
CHEAPEST_BODY(cheapest_baseline, )
#if HAVE_X86_LEVELS
JOINT_TERM_BODY(joint_terms_avx2, TARGET_AVX2)
SPARSE_TERM_BODY(sparse_terms_avx2, TARGET_AVX2)
CHEAPEST_BODY(cheapest_avx2, TARGET_AVX2)
JOINT_TERM_BODY(joint_terms_avx512, TARGET_AVX512)
SPARSE_TERM_BODY(sparse_terms_avx512, TARGET_AVX512)
CHEAPEST_BODY(cheapest_avx512, TARGET_AVX512)
#endif

typedef void (*joint_terms_fn)(const double *, size_t, const double *, size_t, size_t,
                               double *);

typedef void (*sparse_terms_fn)(const double *, const size_t *, size_t, size_t,
                                const double *, size_t, const double *, size_t,
                                double *);

typedef size_t (*cheapest_fn)(const double *, size_t);

static joint_terms_fn joint_terms_select(int level) {
  return AT_LEVEL(level, joint_terms);
}
static sparse_terms_fn sparse_terms_select(int level) {
  return AT_LEVEL(level, sparse_terms);
}
static cheapest_fn cheapest_select(int level) { return AT_LEVEL(level, cheapest); }
#endif
