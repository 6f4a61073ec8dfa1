/* Binary digits of 64 codes as words, one a digit.
 *
 * Authors: The sklearn-info developers
 * SPDX-License-Identifier: BSD-3-Clause
 *
 * Which bit of a word is which row does not matter, as long as all columns agree.
 */
#ifndef SKLEARN_INFO_DIGITS_H
#define SKLEARN_INFO_DIGITS_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "cpu.h"

/* words[digit * stride] for each digit of 64 bytes. Eight bytes at a time: the
 * product brings the lowest bit of every byte into the highest byte. */
static void split_digits_baseline(const uint8_t *bytes, size_t n_digits,
                                  uint64_t *words, size_t stride) {
  for (size_t digit = 0; digit < n_digits; ++digit) {
    uint64_t word = 0;
    for (size_t k = 0; k < 8; ++k) {
      uint64_t eight;
      memcpy(&eight, bytes + 8 * k, 8);
      eight = (eight >> digit) & 0x0101010101010101ull;
      word |= ((eight * 0x0102040810204080ull) >> 56) << (8 * k);
    }
    words[digit * stride] = word;
  }
}

#if HAVE_X86_LEVELS
#  include <immintrin.h>

/* An instruction gathers the highest bits of 32 bytes: the digit is moved there. */
TARGET_AVX2 static void split_digits_avx2(const uint8_t *bytes, size_t n_digits,
                                          uint64_t *words, size_t stride) {
  __m256i low = _mm256_loadu_si256((const __m256i *)bytes);
  __m256i high = _mm256_loadu_si256((const __m256i *)(bytes + 32));
  low = _mm256_sll_epi64(low, _mm_cvtsi32_si128(8 - (int)n_digits));
  high = _mm256_sll_epi64(high, _mm_cvtsi32_si128(8 - (int)n_digits));
  for (size_t digit = n_digits; digit-- > 0;) {
    words[digit * stride] = (uint32_t)_mm256_movemask_epi8(low) |
                            (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
    low = _mm256_add_epi8(low, low);
    high = _mm256_add_epi8(high, high);
  }
}
#  define split_digits_avx512 split_digits_avx2
#endif

typedef void (*split_fn)(const uint8_t *, size_t, uint64_t *, size_t);

static split_fn split_at(int level) { return AT_LEVEL(level, split_digits); }
#endif
