/* Stripes of memory, folded into lanes: see _fingerprint.pyx.
 *
 * Authors: The sklearn-info developers
 * SPDX-License-Identifier: BSD-3-Clause
 */
#ifndef SKLEARN_INFO_FINGERPRINT_H
#define SKLEARN_INFO_FINGERPRINT_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "cpu.h"

/* Words of a stripe, and stripes of a block, after which the lanes are mixed. */
enum { LANES = 8, STRIPE = 64, BLOCK = 16, N_KEYS = BLOCK + LANES };

/* The fraction of the golden ratio: no pattern in its bits. */
#define GOLDEN 0x9E3779B97F4A7C15u
#define ODD (GOLDEN >> 32)

/* Powers of an odd number, with their halves mixed. */
static void make_keys(uint64_t *keys) {
  uint64_t power = 1;
  for (size_t i = 0; i < N_KEYS; ++i) {
    power *= GOLDEN;
    keys[i] = power ^ (power >> 32);
  }
}

/* Words as they are, and some at once: MUL is of their lower halves, and MEET gives the
 * words to the neighbours of their lanes. */
#define WORD_XOR(a, b) ((a) ^ (b))
#define WORD_ADD(a, b) ((a) + (b))
#define WORD_MUL(a, b) (((a)&0xffffffffu) * ((b)&0xffffffffu))
#define WORD_RIGHT(a, n) ((a) >> (n))
#define WORD_LEFT(a, n) ((a) << (n))
#define WORD_ODD ODD
#define WORD_MEET(lanes, i, words) lanes[(i) ^ 1] += (words)

#define FOLD_BODY(NAME, WORDS, OF, ATTRIBUTES)                                     \
  ATTRIBUTES LEVEL_INLINE WORDS NAME##_words(const void *memory, size_t i) {       \
    WORDS words;                                                                   \
    memcpy(&words, (const uint8_t *)memory + i * sizeof words, sizeof words);      \
    return words;                                                                  \
  }                                                                                \
                                                                                   \
  ATTRIBUTES LEVEL_INLINE void NAME##_block(const uint8_t *data, size_t n_runs,    \
                                            size_t apart, const uint64_t *keys,    \
                                            uint64_t *lanes) {                     \
    enum { N = STRIPE / sizeof(WORDS) };                                           \
    WORDS own[STREAMS][N];                                                         \
    memcpy(own, lanes, n_runs * STRIPE);                                           \
    for (size_t k = 0; k < BLOCK; ++k, ++keys, data += STRIPE)                     \
      for (size_t run = 0; run < n_runs; ++run)                                    \
        for (size_t i = 0; i < N; ++i) {                                           \
          const WORDS words = NAME##_words(data + run * apart, i);                 \
          const WORDS keyed = OF##_XOR(words, NAME##_words(keys, i));              \
          const WORDS product = OF##_MUL(keyed, OF##_RIGHT(keyed, 32));            \
          own[run][i] = OF##_ADD(own[run][i], product);                            \
          OF##_MEET(own[run], i, words);                                           \
        }                                                                          \
    for (size_t run = 0; run < n_runs; ++run)                                      \
      for (size_t i = 0; i < N; ++i) {                                             \
        const WORDS one = OF##_XOR(own[run][i], NAME##_words(keys, i));            \
        const WORDS keyed = OF##_XOR(one, OF##_RIGHT(own[run][i], 47));            \
        const WORDS high = OF##_MUL(OF##_RIGHT(keyed, 32), OF##_ODD);              \
        own[run][i] = OF##_ADD(OF##_MUL(keyed, OF##_ODD), OF##_LEFT(high, 32));    \
      }                                                                            \
    memcpy(lanes, own, n_runs * STRIPE);                                           \
  }                                                                                \
                                                                                   \
  /* A stripe at each place, and on: a block at each took up to twice as long. */  \
  ATTRIBUTES static void NAME(const uint8_t *data, size_t size, uint64_t *lanes) { \
    uint64_t keys[N_KEYS];                                                         \
    uint8_t last[BLOCK * STRIPE] = {0};                                            \
    const size_t apart = size / (STREAMS * sizeof last) * sizeof last;             \
    size_t i;                                                                      \
    make_keys(keys);                                                               \
    for (i = 0; i < apart; i += sizeof last)                                       \
      NAME##_block(data + i, STREAMS, apart, keys, lanes);                         \
    for (i = STREAMS * apart; i + sizeof last <= size; i += sizeof last)           \
      NAME##_block(data + i, 1, 0, keys, lanes);                                   \
    if (size > i) memcpy(last, data + i, size - i);                                \
    NAME##_block(last, 1, 0, keys, lanes);                                         \
  }

#if defined(__SSE2__)
#  include <emmintrin.h>
#  define SSE2_XOR _mm_xor_si128
#  define SSE2_ADD _mm_add_epi64
#  define SSE2_MUL _mm_mul_epu32
#  define SSE2_RIGHT _mm_srli_epi64
#  define SSE2_LEFT _mm_slli_epi64
#  define SSE2_ODD _mm_set1_epi64x(ODD)
#  define SSE2_MEET(lanes, i, words) \
    lanes[i] = _mm_add_epi64(lanes[i], _mm_shuffle_epi32(words, 0x4e))
FOLD_BODY(fold_baseline, __m128i, SSE2, )
#else
FOLD_BODY(fold_baseline, uint64_t, WORD, )
#endif

#if HAVE_X86_LEVELS
#  include <immintrin.h>
#  define AVX2_XOR _mm256_xor_si256
#  define AVX2_ADD _mm256_add_epi64
#  define AVX2_MUL _mm256_mul_epu32
#  define AVX2_RIGHT _mm256_srli_epi64
#  define AVX2_LEFT _mm256_slli_epi64
#  define AVX2_ODD _mm256_set1_epi64x(ODD)
#  define AVX2_MEET(lanes, i, words) \
    lanes[i] = _mm256_add_epi64(lanes[i], _mm256_shuffle_epi32(words, 0x4e))
FOLD_BODY(fold_avx2, __m256i, AVX2, TARGET_AVX2)
#  define fold_avx512 fold_avx2
#endif

static void fold_memory(const uint8_t *data, size_t size, uint64_t *lanes, int level) {
  AT_LEVEL(level, fold)(data, size, lanes);
}
#endif
