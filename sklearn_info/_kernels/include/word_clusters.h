/* The nearest cluster of each word, by relative entropy.
 *
 * Authors: The sklearn-info developers
 * SPDX-License-Identifier: BSD-3-Clause
 *
 * The class distribution of a word w is p(c|w) = s_wc + b_w p(c): few classes hold
 * an entry s_wc, and all hold a share of the prior. The cluster t nearest to it has
 * the largest
 *
 *   score_t(w) = sum_c p(c|w) log p(c|t)
 *              = b_w sum_c p(c) log p(c|t) + sum_{c in w} s_wc log p(c|t),
 *
 * one number of the cluster and a sum over the classes in which the word occurs.
 * The logs are stored class by class, clusters side by side: a block of clusters
 * stays in registers while the entries of the word go by.
 *
 * This is done in single precision, and decided in double. All terms are <= 0, so
 * that the single score is within a share
 *
 *   delta = (n_entries + 8) 2^-24
 *
 * of the true one (a rounding each of s, of the log and of their product, one for
 * each addition, and room for delta's own): only the clusters within three deltas of
 * the best, if that could be better than the word's own, are compared exactly.
 */
#ifndef SKLEARN_INFO_WORD_CLUSTERS_H
#define SKLEARN_INFO_WORD_CLUSTERS_H
#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include "cpu.h"
#if HAVE_X86_LEVELS
#  include <immintrin.h>
#endif

/* The exact scores are the same to the bit on every level. */
#if defined(__clang__)
#  pragma STDC FP_CONTRACT OFF
#endif

/* Tables are padded to a multiple of this many clusters, by ones that score -inf. */
enum { CLUSTER_LANES = 64 };

/* Words that are scored together: a block of clusters, in all classes, is read from
 * the L1 cache for each of them, where the whole table may not fit (1,000 clusters
 * of 20 classes: 15 % less time). */
enum { WORD_TILE = 16 };

typedef struct {
  const int64_t *indptr;
  const int32_t *classes;
  const double *share;   /* s */
  const double *prior;   /* b */
  const float *share_32; /* the same in single precision */
  const float *prior_32;
} word_list;

typedef struct {
  const float *log_q;       /* log p(c|t): (classes, padded clusters) */
  const float *prior_log_q; /* sum_c p(c) log p(c|t) */
  size_t n_padded;
} cluster_table;

#if defined(__GNUC__)
typedef float float_x4 __attribute__((vector_size(16), aligned(4), may_alias));
typedef float float_x8 __attribute__((vector_size(32), aligned(4), may_alias));
typedef float float_x16 __attribute__((vector_size(64), aligned(4), may_alias));
#  define UNROLL _Pragma("GCC unroll 8")
#else
typedef float float_x4; /* one at a time */
#  define UNROLL
#endif

#define ADD_PRODUCT_baseline(sum, s, x) ((sum) + (s) * (x))
#define ADD_PRODUCT_avx2(sum, s, x) _mm256_fmadd_ps(_mm256_set1_ps(s), x, sum)
#define ADD_PRODUCT_avx512(sum, s, x) _mm512_fmadd_ps(_mm512_set1_ps(s), x, sum)

/* Writes the scores of all clusters of a table for some words, a line a word. A block
 * is N vectors: as many as hide the latency of an addition and leave registers free. */
#define SCORE_BODY(LEVEL, VEC, N, ATTRIBUTES)                                      \
  ATTRIBUTES static void score_##LEVEL(const cluster_table *table,                 \
                                       const word_list *words, const size_t *some, \
                                       size_t n_some, float *restrict scores) {    \
    enum { WIDTH = sizeof(VEC) / sizeof(float) };                                  \
    const size_t n_padded = table->n_padded;                                       \
    for (size_t t = 0; t < n_padded; t += (N) * WIDTH)                             \
      for (size_t k = 0; k < n_some; ++k) {                                        \
        const VEC *restrict prior = (const VEC *)(table->prior_log_q + t);         \
        VEC *restrict out = (VEC *)(scores + k * n_padded + t);                    \
        const float b = words->prior_32[some[k]];                                  \
        const size_t end = (size_t)words->indptr[some[k] + 1];                     \
        VEC sum[N];                                                                \
        UNROLL for (size_t i = 0; i < (N); ++i) sum[i] = b * prior[i];             \
        for (size_t e = (size_t)words->indptr[some[k]]; e < end; ++e) {            \
          const size_t c = (size_t)words->classes[e];                              \
          const VEC *restrict line =                                               \
              (const VEC *)(table->log_q + c * n_padded + t);                      \
          const float s = words->share_32[e];                                      \
          UNROLL for (size_t i = 0; i < (N); ++i) sum[i] =                         \
              ADD_PRODUCT_##LEVEL(sum[i], s, line[i]);                             \
        }                                                                          \
        UNROLL for (size_t i = 0; i < (N); ++i) out[i] = sum[i];                   \
      }                                                                            \
  }

/* The largest score; top: the largest in each lane. */
#define LARGEST_BODY(LEVEL, ATTRIBUTES)                                            \
  ATTRIBUTES static float largest_##LEVEL(const float *restrict score,             \
                                          size_t n_padded, float *restrict top) {  \
    float half[CLUSTER_LANES];                                                     \
    for (size_t l = 0; l < CLUSTER_LANES; ++l) half[l] = score[l];                 \
    for (size_t t = CLUSTER_LANES; t < n_padded; t += CLUSTER_LANES)               \
      for (size_t l = 0; l < CLUSTER_LANES; ++l)                                   \
        half[l] = score[t + l] > half[l] ? score[t + l] : half[l];                 \
    for (size_t l = 0; l < CLUSTER_LANES; ++l) top[l] = half[l];                   \
    for (size_t n = CLUSTER_LANES / 2; n; n /= 2)                                  \
      for (size_t l = 0; l < n; ++l)                                               \
        half[l] = half[l + n] > half[l] ? half[l + n] : half[l];                   \
    return half[0];                                                                \
  }

static inline double exact_score(const word_list *words, size_t w, const double *log_q,
                                 const double *prior_log_q, size_t n_clusters,
                                 size_t t) {
  double sum = words->prior[w] * prior_log_q[t];
  for (size_t e = (size_t)words->indptr[w]; e < (size_t)words->indptr[w + 1]; ++e)
    sum += words->share[e] * log_q[(size_t)words->classes[e] * n_clusters + t];
  return sum;
}

/* rival[w] is at least the score of any cluster but the word's own when it was last
 * compared with it. A cluster that has not changed since then scores the same, so
 * that only a word whose own cluster now scores less than its rival is compared with
 * all; the others with those that have changed. After a few sweeps most clusters no
 * longer change (measured on text: half of them after ten). */
#define ASSIGN_BODY(LEVEL, ATTRIBUTES)                                             \
  ATTRIBUTES static size_t assign_##LEVEL(                                         \
      const word_list *words, size_t n_words, const double *log_q,                 \
      const double *prior_log_q, size_t n_clusters, const cluster_table *all,      \
      const cluster_table *changed, const int32_t *restrict changed_ids,           \
      const int32_t *restrict place, int32_t *restrict labels,                     \
      double *restrict best, double *restrict rival, float *restrict scores) {     \
    size_t moved = 0;                                                              \
    for (size_t first = 0; first < n_words; first += WORD_TILE) {                  \
      const size_t last = first + WORD_TILE < n_words ? first + WORD_TILE : n_words; \
      size_t some[2][WORD_TILE], n_some[2] = {0, 0};                               \
      float top[CLUSTER_LANES];                                                    \
      for (size_t w = first; w < last; ++w) {                                      \
        best[w] = exact_score(words, w, log_q, prior_log_q, n_clusters,            \
                              (size_t)labels[w]);                                  \
        const int everyone = best[w] < rival[w];                                   \
        some[everyone][n_some[everyone]++] = w;                                    \
      }                                                                            \
      for (int everyone = 0; everyone < 2; ++everyone) {                           \
        const cluster_table *table = everyone ? all : changed;                     \
        score_##LEVEL(table, words, some[everyone], n_some[everyone], scores);     \
        for (size_t k = 0; k < n_some[everyone]; ++k) {                            \
          const size_t w = some[everyone][k];                                      \
          const double n_entries = (double)(words->indptr[w + 1] - words->indptr[w]); \
          const double delta = (n_entries + 8.0) * 0x1p-24;                        \
          const double own = best[w];                                              \
          const int32_t at = everyone ? labels[w] : place[labels[w]];              \
          float *restrict score = scores + k * table->n_padded;                    \
          if (at >= 0) score[at] = -INFINITY;                                      \
          double largest = largest_##LEVEL(score, table->n_padded, top);           \
          if (everyone) rival[w] = -INFINITY;                                      \
          if (largest * (1.0 - delta) >= own) {                                    \
            const double enough = largest * (1.0 + 3.0 * delta);                   \
            size_t winner = SIZE_MAX;                                              \
            for (size_t l = 0; l < CLUSTER_LANES; ++l) {                           \
              if (top[l] < enough) continue;                                       \
              for (size_t t = l; t < table->n_padded; t += CLUSTER_LANES) {        \
                if (score[t] < enough) continue;                                   \
                const double exact =                                               \
                    exact_score(words, w, log_q, prior_log_q, n_clusters,          \
                                everyone ? t : (size_t)changed_ids[t]);            \
                if (exact > best[w] ||                                             \
                    (exact == best[w] && winner != SIZE_MAX && t < winner)) {      \
                  best[w] = exact;                                                 \
                  winner = t;                                                      \
                }                                                                  \
              }                                                                    \
            }                                                                      \
            if (winner != SIZE_MAX) {                                              \
              labels[w] = everyone ? (int32_t)winner : changed_ids[winner];        \
              score[winner] = -INFINITY;                                           \
              largest = largest_##LEVEL(score, table->n_padded, top);              \
              if (own > rival[w]) rival[w] = own;                                  \
              ++moved;                                                             \
            }                                                                      \
          }                                                                        \
          largest *= 1.0 - delta;                                                  \
          if (largest > rival[w]) rival[w] = largest;                              \
        }                                                                          \
      }                                                                            \
    }                                                                              \
    return moved;                                                                  \
  }

SCORE_BODY(baseline, float_x4, 8, )
LARGEST_BODY(baseline, )
ASSIGN_BODY(baseline, )
#if HAVE_X86_LEVELS
SCORE_BODY(avx2, float_x8, 8, TARGET_AVX2)
LARGEST_BODY(avx2, TARGET_AVX2)
ASSIGN_BODY(avx2, TARGET_AVX2)
SCORE_BODY(avx512, float_x16, 4, TARGET_AVX512)
LARGEST_BODY(avx512, TARGET_AVX512)
ASSIGN_BODY(avx512, TARGET_AVX512)
#endif

typedef size_t (*assign_fn)(const word_list *, size_t, const double *, const double *,
                            size_t, const cluster_table *, const cluster_table *,
                            const int32_t *, const int32_t *, int32_t *, double *,
                            double *, float *);

static assign_fn assign_select(int level) { return AT_LEVEL(level, assign); }
#endif
