/* Joint counts of eight features at a time, from bit planes.
 *
 * Authors: The sklearn-info developers
 * SPDX-License-Identifier: BSD-3-Clause
 *
 * An *octet* is eight features of few levels. Its rows come in words of 64, and of
 * each word it holds, for every binary digit of a code, a *plane*: eight words side
 * by side, one a feature. So one instruction of 512 bits treats 64 rows of all
 * eight, counts stay in the lanes of their features, and nothing is ever summed
 * across a register.
 *
 * The body (octets_body.h) is compiled for each instruction set. What differs is
 * the width of a vector V, how the ones in the intersections of a mask with some
 * others are counted over some words, and how a table is read.
 */
#ifndef SKLEARN_INFO_OCTETS_H
#define SKLEARN_INFO_OCTETS_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "bits.h"
#include "cpu.h"
#include "fixed_point.h"

/* Words whose masks are built at once (those of 8 levels fit in the L1 cache), and
 * masks of s that are counted at once. */
enum { LANES = 8, CHUNK = 62, AT_ONCE = 4 };

static inline void prefetch(const uint64_t *words, size_t n) {
  for (size_t i = 0; i < n; i += LANES) PREFETCH(words + i);
}

/* sums[lane] += f of each cell of the lane, in two chains of additions. */
LEVEL_INLINE void look_up_baseline(const uint64_t *cells, size_t n_cells,
                                   const int64_t *f, int64_t *sums) {
  for (size_t lane = 0; lane < LANES; ++lane) {
    const uint64_t *cell = cells + lane, *end = cell + n_cells * LANES;
    int64_t even = 0, odd = 0;
    if (n_cells % 2) even = f[*cell], cell += LANES;
    for (; cell < end; cell += 2 * LANES) {
      even += f[cell[0]];
      odd += f[cell[LANES]];
    }
    sums[lane] += even + odd;
  }
}

/* The same where the table does not hold all of them. */
static void sum_beyond(const uint64_t *cells, size_t n_cells, const int64_t *f,
                       size_t size, double scale, int64_t *sums) {
  for (size_t i = 0; i < n_cells * LANES; ++i)
    sums[i % LANES] += fixed_of_count(cells[i], f, size, scale);
}

/* ---- baseline: adders of bits (Harley and Seal), in whatever width C has ---- */
#if defined(__GNUC__) || defined(__clang__)
typedef uint64_t vector_baseline __attribute__((vector_size(16), may_alias, aligned(8)));
#else
typedef uint64_t vector_baseline;
#endif

static inline vector_baseline ones_baseline(vector_baseline x) {
  x = x - ((x >> 1) & 0x5555555555555555ull);
  x = (x & 0x3333333333333333ull) + ((x >> 2) & 0x3333333333333333ull);
  x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0full;
  x = x + (x >> 8);
  x = x + (x >> 16);
  return (x + (x >> 32)) & 0x7f;
}

#define BOTH(w) (m[(w) * stride] & s[w])

static inline void count_both_baseline(const vector_baseline *m, size_t stride,
                                       const uint64_t *s, size_t s_stride, size_t n,
                                       size_t width, vector_baseline *counts) {
  for (size_t b = 0; b < width; ++b, s += s_stride) {
    vector_baseline total = {0}, ones = {0}, twos = {0}, fours = {0}, eight;
    size_t w = 0;
    for (; w + 8 <= n; w += 8) {
      ADD_EIGHT(vector_baseline, BOTH, eight, ones, twos, fours, w);
      total += ones_baseline(eight) << 3;
    }
    if (w)
      total += (ones_baseline(fours) << 2) + (ones_baseline(twos) << 1) +
               ones_baseline(ones);
    for (; w < n; ++w) total += ones_baseline(BOTH(w));
    counts[b] = total;
  }
}

#define BODY(name) name##_baseline
#define V vector_baseline
#define TARGET
#include "octets_body.h"
#undef BODY
#undef V
#undef TARGET

#if HAVE_X86_LEVELS
#  include <immintrin.h>

/* ---- AVX2: ones of each half byte from a table (Mula), summed in bytes ---- */
typedef uint64_t vector_avx2 __attribute__((vector_size(32), may_alias, aligned(8)));

TARGET_AVX2 static inline __m256i ones_avx2(vector_avx2 x) {
  const __m256i table =
      _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4,  //
                       0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
  const __m256i low = _mm256_set1_epi8(15), all = (__m256i)x;
  const __m256i high = _mm256_and_si256(_mm256_srli_epi16(all, 4), low);
  return _mm256_add_epi8(_mm256_shuffle_epi8(table, _mm256_and_si256(all, low)),
                         _mm256_shuffle_epi8(table, high));
}

TARGET_AVX2 static inline vector_avx2 sum_bytes_avx2(__m256i bytes) {
  return (vector_avx2)_mm256_sad_epu8(bytes, _mm256_setzero_si256());
}

TARGET_AVX2 static inline __m256i twice_and_avx2(__m256i bytes, vector_avx2 x) {
  return _mm256_add_epi8(_mm256_add_epi8(bytes, bytes), ones_avx2(x));
}

/* Some words of one mask of s: adders, as above, leave an eighth to look up. Apart, or
 * the registers that it takes slow down who counts few words. */
__attribute__((noinline)) TARGET_AVX2 static vector_avx2 count_long_avx2(
    const vector_avx2 *m, size_t stride, const uint64_t *s, size_t n) {
  vector_avx2 ones = {0}, twos = {0}, fours = {0}, two, eight;
  __m256i eights = _mm256_setzero_si256(), bytes = eights;
  size_t w = 0;
  for (; w + 2 <= n % 8; w += 2) { /* at first nothing overflows the fours */
    FULL_ADDER(vector_avx2, two, ones, BOTH(w), BOTH(w + 1));
    fours ^= twos & two;
    twos ^= two;
  }
  if (n % 2) bytes = ones_avx2(BOTH(w)), ++w;
  for (; w < n; w += 8) {
    ADD_EIGHT(vector_avx2, BOTH, eight, ones, twos, fours, w);
    eights = _mm256_add_epi8(eights, ones_avx2(eight));
  }
  bytes = _mm256_add_epi8(
      bytes, twice_and_avx2(twice_and_avx2(ones_avx2(fours), twos), ones));
  return (sum_bytes_avx2(eights) << 3) + sum_bytes_avx2(bytes);
}

/* Words, of CHUNK at most, from which on they pay: 1.1 to 1.25 times as fast. A byte
 * that counts up to 8 of each holds those of 31. */
enum { LONG = 30 };

TARGET_AVX2 static inline void count_both_avx2(const vector_avx2 *m,
                                               size_t stride, const uint64_t *s,
                                               size_t s_stride, size_t n,
                                               size_t width, vector_avx2 *counts) {
  __m256i bytes[AT_ONCE];
  if (n >= LONG) {
    for (size_t b = 0; b < width; ++b)
      counts[b] = count_long_avx2(m, stride, s + b * s_stride, n);
    return;
  }
  for (size_t b = 0; b < width; ++b) bytes[b] = _mm256_setzero_si256();
  for (size_t w = 0; w < n; ++w)
    for (size_t b = 0; b < width; ++b)
      bytes[b] = _mm256_add_epi8(bytes[b],
                                 ones_avx2(m[w * stride] & s[b * s_stride + w]));
  for (size_t b = 0; b < width; ++b) counts[b] = sum_bytes_avx2(bytes[b]);
}
#  undef BOTH

/* Its gather of four is no quicker than four loads. */
#  define look_up_avx2 look_up_baseline

#  define BODY(name) name##_avx2
#  define V vector_avx2
#  define TARGET TARGET_AVX2
#  include "octets_body.h"
#  undef BODY
#  undef V
#  undef TARGET

/* ---- AVX-512: an instruction that counts ---- */
typedef uint64_t vector_avx512 __attribute__((vector_size(64), may_alias, aligned(8)));

TARGET_AVX512 static inline void count_both_avx512(const vector_avx512 *m,
                                                   size_t stride, const uint64_t *s,
                                                   size_t s_stride, size_t n,
                                                   size_t width,
                                                   vector_avx512 *counts) {
  vector_avx512 total[AT_ONCE] = {{0}};
  for (size_t w = 0; w < n; ++w)
    for (size_t b = 0; b < width; ++b)
      total[b] += (vector_avx512)_mm512_popcnt_epi64(
          (__m512i)(m[w * stride] & s[b * s_stride + w]));
  for (size_t b = 0; b < width; ++b) counts[b] = total[b];
}

TARGET_AVX512 static inline void look_up_avx512(const uint64_t *cells, size_t n_cells,
                                                const int64_t *f, int64_t *sums) {
  __m512i total = _mm512_loadu_si512(sums);
  for (size_t i = 0; i < n_cells; ++i) {
    const __m512i count = _mm512_loadu_si512(cells + i * LANES);
    total = _mm512_add_epi64(total, _mm512_i64gather_epi64(count, f, 8));
  }
  _mm512_storeu_si512(sums, total);
}

#  define BODY(name) name##_avx512
#  define V vector_avx512
#  define TARGET TARGET_AVX512
#  include "octets_body.h"
#  undef BODY
#  undef V
#  undef TARGET
#endif

typedef void (*count_fn)(const uint64_t *, size_t, size_t, size_t, const uint64_t *,
                         size_t, size_t, uint64_t *, void *);
typedef void (*complete_fn)(uint64_t *, size_t, size_t, const uint32_t *,
                            const int64_t *, uint64_t *);
typedef void (*sum_fn)(const uint64_t *, size_t, uint64_t, const int64_t *, size_t,
                       double, int64_t *);

typedef void (*few_fn)(const uint64_t *, size_t, const int64_t *, size_t,
                       const uint64_t *, size_t, size_t, const uint32_t *, size_t,
                       const int64_t *, size_t, const int64_t *, const int64_t *,
                       size_t, double, int64_t *, int64_t *);

static count_fn count_at(int level) { return AT_LEVEL(level, count_octet); }
static complete_fn complete_at(int level) { return AT_LEVEL(level, complete_octet); }
static sum_fn sum_at(int level) { return AT_LEVEL(level, sum_octet); }
static few_fn few_at(int level) { return AT_LEVEL(level, sum_few_levels); }
#endif
