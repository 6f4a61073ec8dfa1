/* One sweep of the sequential information bottleneck.
 *
 * Authors: The sklearn-info developers
 * SPDX-License-Identifier: BSD-3-Clause
 *
 * A sample x with masses p_y and sum p joins the cluster t, of masses c_y and sum s,
 * that gains most. With f(u) = u log u, and a sample counted out of its own cluster,
 *
 *   gain_t(x) = sum_y [f(c_y + p_y) - f(c_y)] - size_weight [f(s + p) - f(s)],
 *
 * a sum over the entries of x: what I(T; Y) grows by (size_weight 1), but for a term
 * of x alone. Each difference is p log p + p g(c / p), where
 *
 *   g(m) = (m + 1) log (m + 1) - m log m = 1 + log q(m + 1/2) / 2 + [0, 0.0031],
 *   q(u) = u^2 - ALPHA - KAPPA / (u^2 - DELTA),
 *
 * right without mass and far away, and for entries of equal p the sum of the logs is
 * one log of a product. So a cluster costs six instructions an entry instead of two
 * logs, in single precision and without cancellation. The gain is known within
 * 0.0031 p, and a cluster that is better by more than that is better: only closer
 * decisions are made by the formula above, in double precision. All decisions are
 * therefore those of double precision, on every level.
 *
 * Entries of equal mass come in runs of as many as the product may have factors, and
 * a run that is not full is filled with a feature of no mass, which changes the
 * product of each cluster by the same factor. The last run of a row is the sums of
 * the clusters. The masses of a feature in all clusters lie side by side; nothing is
 * written unless a sample moves.
 */
#ifndef SKLEARN_INFO_SEQUENTIAL_BOTTLENECK_H
#define SKLEARN_INFO_SEQUENTIAL_BOTTLENECK_H
#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include "cpu.h"
#include "fast_log.h"
#if HAVE_X86_LEVELS
#  include <immintrin.h>
#endif

/* Exact gains are the same to the bit on every level. */
#if defined(__clang__)
#  pragma STDC FP_CONTRACT OFF
#endif

/* Rows of the sums are padded to a multiple of this many clusters, of no mass. */
enum { SUM_LANES = 16 };

/* Entries by which the sums are fetched ahead: about as many as are computed while a
 * line comes from the L3 cache (10,000 features in 20 clusters: 20 % less time). There
 * are as many readable ones behind the last row. */
enum { ENTRIES_AHEAD = 16 };

/* Of all q of this form that are right at u = 1/2, where c = 0, and as u grows, the
 * one whose largest error is least. The rest of the error is rounding: of the
 * reciprocal (2^-11 of its term), of the log, and of each addition of a run. */
#define ALPHA 0.08978198944440996
#define KAPPA 0.0009423570693008042
#define DELTA 0.21212806349962815
#define SCREEN_ERROR 3.2e-3
#define SCREEN_ROUNDING 1.5e-6

typedef struct {
  const int64_t *run_ptr;   /* the first run of each row, and the end */
  const int32_t *features;  /* n_factors to a run, and ENTRIES_AHEAD more */
  const double *mass;       /* p of the entries of a run; of a last one, of its row */
  const float *scale;       /* of c: what makes u of it, times `center` */
  const float *factor;      /* of log2 q: mass / weight * log(2) / 2 */
  size_t n_factors;
} sample_rows;

typedef struct {
  double *sums;      /* c: (n_features + 2, stride), then s, then zeros */
  float *sums_32;    /* the same in single precision */
  int32_t *sizes;    /* samples in each cluster */
  size_t n_features;
  size_t n_clusters;
  size_t stride;     /* a multiple of SUM_LANES */
} cluster_sums;

typedef struct {
  double size_weight;
  int keep_all;    /* whether a sample alone in its cluster stays there */
  float center;    /* of u, by which products are neither infinite nor subnormal */
} sweep_rules;

#if defined(__GNUC__)
#  define UNROLL _Pragma("GCC unroll 8")
#  define PREFETCH(address) __builtin_prefetch(address)
#  define BITS(INTS, x) ((INTS)(x))
#  define REALS(FLOATS, bits) ((FLOATS)(bits))
#  define TO_FLOAT(FLOATS, n) __builtin_convertvector(n, FLOATS)
typedef float float_x4 __attribute__((vector_size(16), aligned(4), may_alias));
typedef float float_x8 __attribute__((vector_size(32), aligned(4), may_alias));
typedef float float_x16 __attribute__((vector_size(64), aligned(4), may_alias));
typedef int32_t int_x4 __attribute__((vector_size(16), aligned(4), may_alias));
typedef int32_t int_x8 __attribute__((vector_size(32), aligned(4), may_alias));
typedef int32_t int_x16 __attribute__((vector_size(64), aligned(4), may_alias));
#else
#  include <string.h>
#  define UNROLL
#  define PREFETCH(address) ((void)(address))
#  define BITS(INTS, x) bits_of(x)
#  define REALS(FLOATS, bits) float_of(bits)
#  define TO_FLOAT(FLOATS, n) ((float)(n))
typedef float float_x4; /* one at a time */
typedef int32_t int_x4;
static inline int32_t bits_of(float x) {
  int32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}
static inline float float_of(int32_t bits) {
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}
#endif

/* x in all places; a b + c; and 1 / a to at least 11 bits. */
#define SPLAT_baseline(x) (zero + (x))
#define SPLAT_avx2(x) _mm256_set1_ps(x)
#define SPLAT_avx512(x) _mm512_set1_ps(x)
#define FMA_baseline(a, b, c) ((a) * (b) + (c))
#define FMA_avx2(a, b, c) _mm256_fmadd_ps(a, b, c)
#define FMA_avx512(a, b, c) _mm512_fmadd_ps(a, b, c)
#define INVERSE_baseline(a) (1.0f / (a))
#define INVERSE_avx2(a) _mm256_rcp_ps(a)
#define INVERSE_avx512(a) _mm512_rcp14_ps(a)

/* Screened gains of N vectors of clusters from `first` on: in units of p, and but for
 * a term of x alone. */
#define SCREEN_BODY(LEVEL, FLOATS, INTS, N, ATTRIBUTES)                            \
  ATTRIBUTES static void screen_##LEVEL##_##N(                                     \
      const sample_rows *rows, const cluster_sums *clusters,                       \
      const sweep_rules *rules, size_t x, size_t own, size_t first,                \
      float *restrict out) {                                                       \
    enum { WIDTH = sizeof(FLOATS) / sizeof(float) };                               \
    const FLOATS zero = {0};                                                       \
    const float square = rules->center * rules->center;                            \
    const FLOATS one = zero + 1.0f, alpha = zero - (float)ALPHA * square;          \
    const FLOATS delta = zero - (float)DELTA * square;                             \
    const FLOATS kappa = zero - (float)KAPPA * square * square;                    \
    const float *restrict sums = clusters->sums_32 + first;                        \
    const size_t stride = clusters->stride, n_factors = rows->n_factors;           \
    const size_t begin = (size_t)rows->run_ptr[x], end = (size_t)rows->run_ptr[x + 1]; \
    const int32_t *restrict feature = rows->features + begin * n_factors;          \
    FLOATS half[N], gain[N];                                                       \
    float signs[(N) * WIDTH];                                                      \
    for (size_t l = 0; l < (N) * WIDTH; ++l)                                       \
      signs[l] = first + l == own ? -0.5f * rules->center : 0.5f * rules->center;  \
    UNROLL for (size_t i = 0; i < (N); ++i) half[i] = ((const FLOATS *)signs)[i];  \
    UNROLL for (size_t i = 0; i < (N); ++i) gain[i] = zero;                        \
    for (size_t r = begin; r < end; ++r) {                                         \
      const FLOATS scale = SPLAT_##LEVEL(rows->scale[r]);                          \
      const FLOATS factor = SPLAT_##LEVEL(rows->factor[r]);                        \
      FLOATS product[N];                                                           \
      UNROLL for (size_t i = 0; i < (N); ++i) product[i] = one;                    \
      for (const int32_t *last = feature + n_factors; feature != last; ++feature) { \
        const FLOATS *restrict line =                                              \
            (const FLOATS *)(sums + (size_t)*feature * stride);                    \
        const float *ahead = sums + (size_t)feature[ENTRIES_AHEAD] * stride;       \
        for (size_t t = 0; t < (N) * WIDTH; t += 16) PREFETCH(ahead + t);          \
        UNROLL for (size_t i = 0; i < (N); ++i) {                                  \
          const FLOATS u = FMA_##LEVEL(line[i], scale, half[i]);                   \
          const FLOATS below = FMA_##LEVEL(u, u, delta);                           \
          const FLOATS q = FMA_##LEVEL(u, u, alpha);                               \
          product[i] *= FMA_##LEVEL(kappa, INVERSE_##LEVEL(below), q);             \
        }                                                                          \
      }                                                                            \
      UNROLL for (size_t i = 0; i < (N); ++i) {                                    \
        /* Of 2^k m with m in [1, 2), the bits are 2^23 (k + 127 + m - 1), and the \
         * log is k + (m - 1) + [log2 m - (m - 1)]: a polynomial, within 9e-5. */  \
        const INTS bits = BITS(INTS, product[i]);                                  \
        const FLOATS m = REALS(FLOATS, (bits & 0x007FFFFF) | 0x3F800000);          \
        FLOATS log = FMA_##LEVEL(zero - 0.081615458f, m, zero + 0.64514048f);      \
        log = FMA_##LEVEL(log, m, zero - 2.1206714f);                              \
        log = FMA_##LEVEL(log, m, zero + 3.0700876f);                              \
        log = FMA_##LEVEL(log, m, zero - 128.5128536f);                            \
        log = FMA_##LEVEL(TO_FLOAT(FLOATS, bits), zero + 0x1p-23f, log);           \
        gain[i] = FMA_##LEVEL(factor, log, gain[i]);                               \
      }                                                                            \
    }                                                                              \
    UNROLL for (size_t i = 0; i < (N); ++i) ((FLOATS *)(out + first))[i] = gain[i]; \
  }

/* The same of all clusters: as many vectors at a time as there are registers for. */
#define SCREEN_ALL_BODY(LEVEL, FLOATS, ATTRIBUTES)                                 \
  ATTRIBUTES static void screen_##LEVEL(                                           \
      const sample_rows *rows, const cluster_sums *clusters,                       \
      const sweep_rules *rules, size_t x, size_t own, float *restrict out) {       \
    enum { WIDTH = sizeof(FLOATS) / sizeof(float) };                               \
    size_t n_left = (clusters->n_clusters + WIDTH - 1) / WIDTH, first = 0;         \
    while (n_left) {                                                               \
      const size_t n = n_left > 5 ? 4 : n_left == 5 ? 3 : n_left;                  \
      if (n == 4)                                                                  \
        screen_##LEVEL##_4(rows, clusters, rules, x, own, first, out);             \
      else if (n == 3)                                                             \
        screen_##LEVEL##_3(rows, clusters, rules, x, own, first, out);             \
      else if (n == 2)                                                             \
        screen_##LEVEL##_2(rows, clusters, rules, x, own, first, out);             \
      else                                                                         \
        screen_##LEVEL##_1(rows, clusters, rules, x, own, first, out);             \
      first += n * WIDTH;                                                          \
      n_left -= n;                                                                 \
    }                                                                              \
    for (size_t t = clusters->n_clusters; t < clusters->stride; ++t)               \
      out[t] = -INFINITY;                                                          \
  }

/* Exact gains; own: SIZE_MAX for none. */
#define GAINS_BODY(LEVEL, ATTRIBUTES)                                              \
  ATTRIBUTES static void gains_##LEVEL(                                            \
      const sample_rows *rows, const cluster_sums *clusters, double size_weight,   \
      size_t x, size_t own, double *restrict out) {                                \
    const size_t begin = (size_t)rows->run_ptr[x], end = (size_t)rows->run_ptr[x + 1]; \
    const int32_t none = (int32_t)clusters->n_features + 1;                        \
    for (size_t first = 0; first < clusters->stride; first += SUM_LANES) {         \
      double sum[SUM_LANES] = {0}, out_of[SUM_LANES] = {0};                        \
      if (own >= first && own < first + SUM_LANES) out_of[own - first] = 1.0;      \
      for (size_t r = begin; r < end; ++r) {                                       \
        const double p = rows->mass[r], sign = r + 1 == end ? -size_weight : 1.0;  \
        for (size_t k = 0; k < rows->n_factors; ++k) {                             \
          const int32_t y = rows->features[r * rows->n_factors + k];               \
          if (y == none) break;                                                    \
          const double *restrict line =                                            \
              clusters->sums + (size_t)y * clusters->stride + first;               \
          for (size_t l = 0; l < SUM_LANES; ++l) {                                 \
            double c = line[l] - out_of[l] * p;                                    \
            c = c > 0.0 ? c : 0.0; /* below by rounding only */                    \
            const double u = c + p;                                                \
            sum[l] += sign * (u * fast_log(u) - c * fast_log(c));                  \
          }                                                                        \
        }                                                                          \
      }                                                                            \
      for (size_t l = 0; l < SUM_LANES; ++l) out[first + l] = sum[l];              \
    }                                                                              \
  }

static inline void move_sample(const sample_rows *rows, cluster_sums *clusters,
                               size_t x, size_t from, size_t to) {
  const size_t begin = (size_t)rows->run_ptr[x], end = (size_t)rows->run_ptr[x + 1];
  const int32_t none = (int32_t)clusters->n_features + 1;
  for (size_t r = begin; r < end; ++r)
    for (size_t k = 0; k < rows->n_factors; ++k) {
      const int32_t y = rows->features[r * rows->n_factors + k];
      if (y == none) break;
      const double p = rows->mass[r];
      double *line = clusters->sums + (size_t)y * clusters->stride;
      float *line_32 = clusters->sums_32 + (size_t)y * clusters->stride;
      line[from] = line[from] > p ? line[from] - p : 0.0;
      line[to] += p;
      line_32[from] = (float)line[from];
      line_32[to] = (float)line[to];
    }
  --clusters->sizes[from];
  ++clusters->sizes[to];
}

#define LARGEST_BODY(LEVEL, ATTRIBUTES)                                            \
  ATTRIBUTES static float largest_##LEVEL(const float *restrict score, size_t n) { \
    float most[SUM_LANES];                                                         \
    for (size_t l = 0; l < SUM_LANES; ++l) most[l] = score[l];                     \
    for (size_t t = SUM_LANES; t < n; t += SUM_LANES)                              \
      for (size_t l = 0; l < SUM_LANES; ++l)                                       \
        most[l] = score[t + l] > most[l] ? score[t + l] : most[l];                 \
    for (size_t k = SUM_LANES / 2; k; k /= 2)                                      \
      for (size_t l = 0; l < k; ++l)                                               \
        most[l] = most[l + k] > most[l] ? most[l + k] : most[l];                   \
    return most[0];                                                                \
  }

/* Where sample x belongs. A sample stays unless it gains more than rounding: 1e-12 of
 * its weight, or 1e-15 nats. Of equal clusters the first is taken. */
#define CHOOSE_BODY(LEVEL, ATTRIBUTES)                                             \
  ATTRIBUTES static size_t choose_##LEVEL(                                         \
      const sample_rows *rows, const cluster_sums *clusters,                       \
      const sweep_rules *rules, size_t x, size_t own, float *restrict score,       \
      double *restrict gain) {                                                     \
    const size_t n_clusters = clusters->n_clusters;                                \
    const double n_runs = (double)(rows->run_ptr[x + 1] - rows->run_ptr[x]);       \
    const float error = (float)((SCREEN_ERROR + SCREEN_ROUNDING * n_runs) *        \
                                (1.0 + fabs(rules->size_weight)));                 \
    screen_##LEVEL(rows, clusters, rules, x, own, score);                          \
    const float stay = score[own];                                                 \
    score[own] = -INFINITY;                                                        \
    const float most = largest_##LEVEL(score, clusters->stride);                   \
    if (stay > most + error) return own;                                           \
    score[own] = stay;                                                             \
    const float enough = (most > stay ? most : stay) - error;                      \
    size_t n_close = 0, best = own;                                                \
    for (size_t t = 0; t < n_clusters; ++t)                                        \
      if (score[t] >= enough) {                                                    \
        ++n_close;                                                                 \
        best = t;                                                                  \
      }                                                                            \
    if (n_close == 1) return best;                                                 \
    gains_##LEVEL(rows, clusters, rules->size_weight, x, own, gain);               \
    best = own;                                                                    \
    double to_beat = gain[own] + 1e-12 * rows->mass[rows->run_ptr[x + 1] - 1] + 1e-15; \
    for (size_t t = 0; t < n_clusters; ++t)                                        \
      if (score[t] >= enough && gain[t] > to_beat) {                               \
        to_beat = gain[t];                                                         \
        best = t;                                                                  \
      }                                                                            \
    return best;                                                                   \
  }

/* What is known of a row, which the order of a sweep leaves anywhere in memory. */
static inline void prefetch_row(const sample_rows *rows, size_t x) {
  const size_t begin = (size_t)rows->run_ptr[x], end = (size_t)rows->run_ptr[x + 1];
  const char *features = (const char *)(rows->features + begin * rows->n_factors);
  const char *stop = (const char *)(rows->features + end * rows->n_factors);
  for (; features < stop; features += 64) PREFETCH(features);
  for (size_t r = begin; r < end; r += 16) {
    PREFETCH(rows->scale + r);
    PREFETCH(rows->factor + r);
  }
}

#define SWEEP_BODY(LEVEL, ATTRIBUTES)                                              \
  ATTRIBUTES static size_t sweep_##LEVEL(                                          \
      const sample_rows *rows, cluster_sums *clusters, const sweep_rules *rules,   \
      const int64_t *restrict order, size_t n_rows, int32_t *restrict labels,      \
      float *restrict score, double *restrict gain) {                              \
    size_t n_moved = 0;                                                            \
    for (size_t k = 0; k < n_rows; ++k) {                                          \
      const size_t x = (size_t)order[k], own = (size_t)labels[x];                  \
      if (k + 1 < n_rows) prefetch_row(rows, (size_t)order[k + 1]);                \
      if (rules->keep_all && clusters->sizes[own] == 1) continue;                  \
      const size_t best =                                                          \
          choose_##LEVEL(rows, clusters, rules, x, own, score, gain);              \
      if (best == own) continue;                                                   \
      move_sample(rows, clusters, x, own, best);                                   \
      labels[x] = (int32_t)best;                                                   \
      ++n_moved;                                                                   \
    }                                                                              \
    return n_moved;                                                                \
  }

/* sum f(u) of n numbers, a multiple of SUM_LANES. */
#define NEGENTROPY_BODY(LEVEL, ATTRIBUTES)                                         \
  ATTRIBUTES static double negentropy_##LEVEL(const double *restrict u, size_t n) { \
    double sum[SUM_LANES] = {0}, total = 0.0;                                      \
    for (size_t i = 0; i < n; i += SUM_LANES)                                      \
      for (size_t l = 0; l < SUM_LANES; ++l) sum[l] += u[i + l] * fast_log(u[i + l]); \
    for (size_t l = 0; l < SUM_LANES; ++l) total += sum[l];                        \
    return total;                                                                  \
  }

#define LEVEL_BODY(LEVEL, FLOATS, INTS, ATTRIBUTES)                                \
  SCREEN_BODY(LEVEL, FLOATS, INTS, 1, ATTRIBUTES)                                  \
  SCREEN_BODY(LEVEL, FLOATS, INTS, 2, ATTRIBUTES)                                  \
  SCREEN_BODY(LEVEL, FLOATS, INTS, 3, ATTRIBUTES)                                  \
  SCREEN_BODY(LEVEL, FLOATS, INTS, 4, ATTRIBUTES)                                  \
  SCREEN_ALL_BODY(LEVEL, FLOATS, ATTRIBUTES)                                       \
  GAINS_BODY(LEVEL, ATTRIBUTES)                                                    \
  LARGEST_BODY(LEVEL, ATTRIBUTES)                                                  \
  CHOOSE_BODY(LEVEL, ATTRIBUTES)                                                   \
  SWEEP_BODY(LEVEL, ATTRIBUTES)                                                    \
  NEGENTROPY_BODY(LEVEL, ATTRIBUTES)

LEVEL_BODY(baseline, float_x4, int_x4, )
#if HAVE_X86_LEVELS
LEVEL_BODY(avx2, float_x8, int_x8, TARGET_AVX2)
LEVEL_BODY(avx512, float_x16, int_x16, TARGET_AVX512)
#endif

typedef size_t (*sweep_fn)(const sample_rows *, cluster_sums *, const sweep_rules *,
                           const int64_t *, size_t, int32_t *, float *, double *);
typedef void (*gains_fn)(const sample_rows *, const cluster_sums *, double, size_t,
                         size_t, double *);
typedef double (*negentropy_fn)(const double *, size_t);

static sweep_fn sweep_select(int level) { return AT_LEVEL(level, sweep); }
static gains_fn gains_select(int level) { return AT_LEVEL(level, gains); }
static negentropy_fn negentropy_select(int level) {
  return AT_LEVEL(level, negentropy);
}
#endif
