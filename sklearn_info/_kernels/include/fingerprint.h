/* Stripes of memory, folded into eight lanes: see _fingerprint.pyx.
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

/* Words of a stripe, and stripes between which the lanes are mixed. Processors foresee
 * what follows within a page of memory only: asked for that far ahead, a pass over
 * 160 MB takes six tenths of the time. */
enum { LANES = 8, STRIPE = 64, BLOCK = 16, N_KEYS = BLOCK + LANES, AHEAD = 4096 };

/* The fraction of the golden ratio: no pattern in its bits. */
#define ODD 0x9E3779B97F4A7C15u

/* Powers of an odd number, with their halves mixed. */
static void make_keys(uint64_t *keys) {
  uint64_t power = 1;
  for (size_t i = 0; i < N_KEYS; ++i) {
    power *= ODD;
    keys[i] = power ^ (power >> 32);
  }
}

static void mix_lanes(uint64_t *lanes, const uint64_t *keys) {
  for (size_t lane = 0; lane < LANES; ++lane)
    lanes[lane] = (lanes[lane] ^ (lanes[lane] >> 47) ^ keys[BLOCK + lane]) * ODD;
}

/* At most as many stripes as make a block. */
#if defined(__SSE2__)
#  include <emmintrin.h>

static void add_stripes(const uint8_t *data, size_t n, const uint64_t *keys,
                        uint64_t *lanes) {
  __m128i sums[4];
  for (size_t i = 0; i < 4; ++i) sums[i] = _mm_loadu_si128((__m128i *)lanes + i);
  for (; n > 0; --n, data += STRIPE, ++keys) {
    for (size_t i = 0; i < 4; ++i) {
      const __m128i words = _mm_loadu_si128((const __m128i *)data + i);
      const __m128i key = _mm_loadu_si128((const __m128i *)keys + i);
      const __m128i keyed = _mm_xor_si128(words, key);
      const __m128i product = _mm_mul_epu32(keyed, _mm_srli_epi64(keyed, 32));
      const __m128i swapped = _mm_shuffle_epi32(words, _MM_SHUFFLE(1, 0, 3, 2));
      sums[i] = _mm_add_epi64(sums[i], _mm_add_epi64(product, swapped));
    }
  }
  for (size_t i = 0; i < 4; ++i) _mm_storeu_si128((__m128i *)lanes + i, sums[i]);
}
#else
static void add_stripes(const uint8_t *data, size_t n, const uint64_t *keys,
                        uint64_t *lanes) {
  uint64_t words[LANES];
  for (; n > 0; --n, data += STRIPE, ++keys) {
    memcpy(words, data, STRIPE);
    for (size_t lane = 0; lane < LANES; ++lane) {
      const uint64_t keyed = words[lane] ^ keys[lane];
      lanes[lane ^ 1] += words[lane];
      lanes[lane] += (keyed & 0xffffffffu) * (keyed >> 32);
    }
  }
}
#endif

static void fold_memory(const uint8_t *data, size_t size, uint64_t *lanes) {
  uint64_t keys[N_KEYS];
  uint8_t last[STRIPE] = {0};
  const size_t n = size / STRIPE, rest = size % STRIPE;
  size_t i = 0;
  make_keys(keys);
  for (; i + BLOCK <= n; i += BLOCK) {
    for (size_t k = i; k < i + BLOCK; ++k) PREFETCH(data + k * STRIPE + AHEAD);
    add_stripes(data + i * STRIPE, BLOCK, keys, lanes);
    mix_lanes(lanes, keys);
  }
  add_stripes(data + i * STRIPE, n - i, keys, lanes);
  if (rest) {
    memcpy(last, data + n * STRIPE, rest);
    add_stripes(last, 1, keys + (n - i), lanes);
    if (n - i == BLOCK - 1) mix_lanes(lanes, keys);
  }
  mix_lanes(lanes, keys);
}
#endif
