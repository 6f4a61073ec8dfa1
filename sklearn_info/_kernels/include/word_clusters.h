/* The nearest cluster of each word, by relative entropy.
 *
 * Authors: The sklearn-info developers
 * SPDX-License-Identifier: BSD-3-Clause
 *
 * A word w is its joint mass with the classes, p(w, c) = m_wc + b_w p(c): few
 * classes hold an entry m_wc, and all hold a share of the prior. The cluster t
 * nearest to it has the largest
 *
 *   score_t(w) = sum_c p(w, c) log p(c|t)
 *              = b_w sum_c p(c) log p(c|t) + sum_{c in w} m_wc log p(c|t),
 *
 * one number of the cluster and a sum over the classes in which the word occurs.
 * The logs are stored class by class, clusters side by side: a block of clusters
 * stays in registers while the entries of the word go by.
 *
 * Products and sums are kept apart (no fused multiply-add) and added in the order
 * of the classes, so that the scores are the same to the bit whatever the
 * instruction set and the table, and no tie falls differently on another machine.
 */
#ifndef SKLEARN_INFO_WORD_CLUSTERS_H
#define SKLEARN_INFO_WORD_CLUSTERS_H
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "cpu.h"

#if defined(__clang__)
#  pragma STDC FP_CONTRACT OFF
#endif

/* Tables are padded to a multiple of this many clusters, by ones that score -inf. */
enum { CLUSTER_LANES = 32 };

typedef struct {
  const double *log_q;       /* log p(c|t): (classes, padded clusters) */
  const double *prior_log_q; /* sum_c p(c) log p(c|t) */
  size_t n_padded;
} cluster_table;

#if defined(__GNUC__)
#  define VECTOR(W) __attribute__((vector_size(8 * (W)), aligned(8), may_alias))
typedef double double_x2 VECTOR(2);
typedef double double_x4 VECTOR(4);
typedef double double_x8 VECTOR(8);
#  define UNROLL _Pragma("GCC unroll 8")
#else
#  define UNROLL
typedef double double_x2;
#endif

/* Writes the scores of all clusters of a table; returns the largest. A block is N
 * vectors: as many as hide the latency of an addition and leave registers free. */
#define SCORE_BODY(NAME, VEC, N, ATTRIBUTES)                                       \
  ATTRIBUTES static inline double NAME(const cluster_table *table, double b,       \
                                       const int32_t *restrict classes,            \
                                       const double *restrict mass, size_t n,      \
                                       double *restrict score) {                   \
    enum { WIDTH = sizeof(VEC) / sizeof(double) };                                 \
    double top[CLUSTER_LANES];                                                     \
    for (size_t t = 0; t < table->n_padded; t += (N) * WIDTH) {                    \
      const VEC *restrict prior = (const VEC *)(table->prior_log_q + t);           \
      VEC s[N];                                                                    \
      UNROLL for (size_t i = 0; i < (N); ++i) s[i] = b * prior[i];                 \
      for (size_t e = 0; e < n; ++e) {                                             \
        const VEC *restrict line =                                                 \
            (const VEC *)(table->log_q + (size_t)classes[e] * table->n_padded + t); \
        const double m = mass[e];                                                  \
        UNROLL for (size_t i = 0; i < (N); ++i) s[i] += m * line[i];               \
      }                                                                            \
      UNROLL for (size_t i = 0; i < (N); ++i) ((VEC *)(score + t))[i] = s[i];      \
    }                                                                              \
    for (size_t l = 0; l < CLUSTER_LANES; ++l) top[l] = -INFINITY;                 \
    for (size_t t = 0; t < table->n_padded; t += CLUSTER_LANES)                    \
      for (size_t l = 0; l < CLUSTER_LANES; ++l)                                   \
        top[l] = score[t + l] > top[l] ? score[t + l] : top[l];                    \
    for (size_t half = CLUSTER_LANES / 2; half; half /= 2)                         \
      for (size_t l = 0; l < half; ++l)                                            \
        top[l] = top[l + half] > top[l] ? top[l + half] : top[l];                  \
    return top[0];                                                                 \
  }

/* A cluster that has not changed scores what it did: at most best[w], the score of
 * the word's own cluster when it was last compared with them. So only a word whose
 * own cluster now scores less is compared with all; the others with those that have
 * changed. After ten sweeps most clusters no longer change (measured on text). */
#define ASSIGN_BODY(NAME, SCORE, ATTRIBUTES)                                       \
  ATTRIBUTES static size_t NAME(                                                   \
      const int64_t *restrict indptr, const int32_t *restrict classes,             \
      const double *restrict mass, const double *restrict prior_mass,              \
      size_t n_words, const cluster_table *all, const cluster_table *changed,      \
      const int32_t *restrict changed_ids, int32_t *restrict labels,               \
      double *restrict best, double *restrict score) {                             \
    size_t moved = 0;                                                              \
    for (size_t w = 0; w < n_words; ++w) {                                         \
      const int64_t begin = indptr[w];                                             \
      const size_t n = (size_t)(indptr[w + 1] - begin);                            \
      const double b = prior_mass[w];                                              \
      double own = b * all->prior_log_q[labels[w]], largest;                       \
      for (size_t e = (size_t)begin; e < (size_t)begin + n; ++e)                   \
        own += mass[e] *                                                           \
               all->log_q[(size_t)classes[e] * all->n_padded + (size_t)labels[w]]; \
      const int fell = own < best[w];                                              \
      largest = SCORE(fell ? all : changed, b, classes + begin, mass + begin, n,   \
                      score);                                                      \
      if (largest > own) {                                                         \
        int32_t t = 0;                                                             \
        while (score[t] != largest) ++t;                                           \
        labels[w] = fell ? t : changed_ids[t];                                     \
        own = largest;                                                             \
        ++moved;                                                                   \
      }                                                                            \
      best[w] = own;                                                               \
    }                                                                              \
    return moved;                                                                  \
  }

SCORE_BODY(score_baseline, double_x2, 4, )
ASSIGN_BODY(assign_baseline, score_baseline, )
#if HAVE_X86_LEVELS
SCORE_BODY(score_avx2, double_x4, 8, TARGET_AVX2)
ASSIGN_BODY(assign_avx2, score_avx2, TARGET_AVX2)
SCORE_BODY(score_avx512, double_x8, 4, TARGET_AVX512)
ASSIGN_BODY(assign_avx512, score_avx512, TARGET_AVX512)
#endif

typedef size_t (*assign_fn)(const int64_t *, const int32_t *, const double *,
                            const double *, size_t, const cluster_table *,
                            const cluster_table *, const int32_t *, int32_t *,
                            double *, double *);

static assign_fn assign_select(int level) { return AT_LEVEL(level, assign); }
#endif
