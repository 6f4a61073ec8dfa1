/* The body of tiles.h, compiled for each instruction set.
 *
 * Authors: The sklearn-info developers
 * SPDX-License-Identifier: BSD-3-Clause
 *
 * Included with V, a vector of words; TARGET, its attributes; BODY(name), the name
 * of a function here. A vector holds some of the words of a digit: a *part* of a tile.
 */
#define WIDTH (sizeof(V) / sizeof(uint64_t))

/* Add a batch of rows of one monomial, the product of two others if there are two, to
 * the digits of its counters. The adders of the last digits take few words. */
TARGET LEVEL_INLINE void BODY(add_batch)(const V *one, const V *other, V *counter) {
#define ONE(i) one[i]
#define PRODUCT(i) one[i] & other[i]
#define ADD_SIXTEEN(AT, sixteen, at)                        \
  ADD_EIGHT(V, AT, eight_a, ones, twos, fours, at);         \
  ADD_EIGHT(V, AT, eight_b, ones, twos, fours, (at) + 8);   \
  FULL_ADDER(V, sixteen, eights, eight_a, eight_b)
  V ones = counter[0], twos = counter[1], fours = counter[2], eights = counter[3];
  V sixteens = counter[4], eight_a, eight_b, sixteen_a, sixteen_b, carry;
  if (other) {
    ADD_SIXTEEN(PRODUCT, sixteen_a, 0);
    ADD_SIXTEEN(PRODUCT, sixteen_b, 16);
  } else {
    ADD_SIXTEEN(ONE, sixteen_a, 0);
    ADD_SIXTEEN(ONE, sixteen_b, 16);
  }
  FULL_ADDER(V, carry, sixteens, sixteen_a, sixteen_b);
  counter[0] = ones, counter[1] = twos, counter[2] = fours, counter[3] = eights;
  counter[4] = sixteens;
  for (size_t digit = 5; digit < COUNTER_DIGITS; ++digit) {
    const V both = counter[digit] & carry;
    counter[digit] ^= carry;
    carry = both;
  }
#undef ADD_SIXTEEN
#undef PRODUCT
#undef ONE
}

/* Eight digits of 64 counters a word, as bytes: those of bit 8 k + r are in the k-th
 * byte of the word at line r; a line is 1 / 8 of a tile. */
TARGET LEVEL_INLINE void BODY(spread)(const V *counter, uint8_t *bytes) {
  const V zero = {0}, bits = zero + 0x5555555555555555ull;
  const V pairs = zero + 0x3333333333333333ull, halves = zero + 0x0f0f0f0f0f0f0f0full;
  V a = counter[0], b = counter[1], c = counter[2], d = counter[3];
  V e = counter[4], f = counter[5], g = counter[6], h = counter[7];
  EXCHANGE(V, a, b, 1, bits);
  EXCHANGE(V, c, d, 1, bits);
  EXCHANGE(V, e, f, 1, bits);
  EXCHANGE(V, g, h, 1, bits);
  EXCHANGE(V, a, c, 2, pairs);
  EXCHANGE(V, b, d, 2, pairs);
  EXCHANGE(V, e, g, 2, pairs);
  EXCHANGE(V, f, h, 2, pairs);
  EXCHANGE(V, a, e, 4, halves);
  EXCHANGE(V, b, f, 4, halves);
  EXCHANGE(V, c, g, 4, halves);
  EXCHANGE(V, d, h, 4, halves);
#define LINE(r) *(V *)(bytes + (r) * TILE / 8)
  LINE(0) = a, LINE(1) = b, LINE(2) = c, LINE(3) = d;
  LINE(4) = e, LINE(5) = f, LINE(6) = g, LINE(7) = h;
#undef LINE
}

/* The digits of one part of a batch of rows, and the products of those above the lowest
 * one: inputs of the even monomials, and of monomial 1 in the place of 0. Each odd one
 * is the even one before it, times monomial 1. */
TARGET LEVEL_INLINE void BODY(read_batch)(const uint64_t *tile, size_t n_digits,
                                          size_t n_levels, const int32_t *rows,
                                          size_t first, V *inputs) {
  const size_t row_words = n_digits * TILE_WORDS;
  for (size_t i = 0; i < BATCH; ++i) {
    const uint64_t *row = tile + rows[i] * row_words + first;
    if (first == 0) {
      const uint64_t *later = tile + rows[i + AHEAD] * row_words;
      for (size_t w = 0; w < row_words; w += 8) PREFETCH(later + w);
      PREFETCH(later + row_words - 1);
    }
    inputs[i] = *(const V *)row;
    for (size_t digit = 1; digit < n_digits; ++digit)
      inputs[(BATCH << (digit - 1)) + i] = *(const V *)(row + digit * TILE_WORDS);
  }
  for (size_t top = 4; top < n_levels; top *= 2)
    for (size_t m = top + 2; m < 2 * top && m < n_levels; m += 2) {
      const V *high = inputs + top / 2 * BATCH, *low = inputs + (m - top) / 2 * BATCH;
      for (size_t i = 0; i < BATCH; ++i) inputs[m / 2 * BATCH + i] = high[i] & low[i];
    }
}

/* bytes[monomial][feature] = how many rows of a run, for all monomials but 0. */
TARGET LEVEL_INLINE void BODY(count_run)(const tile_t *tile, size_t n_digits,
                                         const int32_t *rows, size_t n, uint8_t *bytes,
                                         V *inputs) {
  const uint64_t *tile_rows = tile->rows;
  const size_t n_levels = tile->n_levels;
  const size_t n_counters = n_levels * COUNTER_DIGITS;
  V *counters = inputs + (((size_t)1 << n_digits) / 2 + 1) * BATCH;
  memset(counters, 0, TILE_WORDS * n_counters * sizeof(uint64_t));
  for (size_t begin = 0; begin < n; begin += BATCH) {
    for (size_t first = 0; first < TILE_WORDS; first += WIDTH) {
      V *own = counters + first / WIDTH * n_counters;
      BODY(read_batch)(tile_rows, n_digits, n_levels, rows + begin, first, inputs);
      for (size_t m = 0; m < n_levels; m += 2) {
        const V *even = inputs + m / 2 * BATCH;
        if (m) BODY(add_batch)(even, NULL, own + m * COUNTER_DIGITS);
        if (m + 1 < n_levels)
          BODY(add_batch)(even, m ? inputs : NULL, own + (m + 1) * COUNTER_DIGITS);
      }
    }
  }
  for (size_t first = 0; first < TILE_WORDS; first += WIDTH) {
    const V *own = counters + first / WIDTH * n_counters;
    for (size_t m = 1; m < n_levels; ++m)
      BODY(spread)(own + m * COUNTER_DIGITS, bytes + m * TILE + 8 * first);
  }
}

/* bytes[level][feature] = how many rows of a run each feature has at each level. */
TARGET static void BODY(count_levels)(const tile_t *tile, const int32_t *rows, size_t n,
                                      uint8_t *bytes, V *inputs) {
  const size_t n_levels = tile->n_levels;
  if (n_levels > 1) switch (tile->n_digits) { /* constants, for what is unrolled */
      case 1: BODY(count_run)(tile, 1, rows, n, bytes, inputs); break;
      case 2: BODY(count_run)(tile, 2, rows, n, bytes, inputs); break;
      case 3: BODY(count_run)(tile, 3, rows, n, bytes, inputs); break;
      case 4: BODY(count_run)(tile, 4, rows, n, bytes, inputs); break;
      default: BODY(count_run)(tile, tile->n_digits, rows, n, bytes, inputs);
    }
  memset(bytes, (int)n, TILE);
  for (size_t digit = 1; digit < n_levels; digit *= 2)
    for (size_t m = 0; m + digit < n_levels; ++m) {
      if (m & digit) continue;
      uint8_t *without = bytes + m * TILE;
      const uint8_t *with = without + digit * TILE;
      for (size_t j = 0; j < TILE; ++j) without[j] -= with[j];
    }
}

/* Add f of how many of some rows each feature has at each level to its sum, and the
 * counts themselves to pooled[level][feature], if that is not NULL. */
TARGET static void BODY(sum_rows)(const tile_t *tile, const int32_t *rows, size_t n,
                                  table_t table, int64_t *sums, uint32_t *pooled,
                                  uint64_t *scratch) {
  const size_t n_levels = tile->n_levels, n_cells = n_levels * TILE;
  uint8_t *bytes = (uint8_t *)scratch;
  uint32_t *counts = (uint32_t *)(bytes + ((size_t)TILE << tile->n_digits));
  V *inputs = (V *)(counts + ((size_t)TILE << tile->n_digits));
  if (n <= LONGEST_RUN && n < table.size) {
    BODY(count_levels)(tile, rows, n, bytes, inputs);
    if (pooled)
      for (size_t i = 0; i < n_cells; ++i) pooled[i] += bytes[i];
    sum_bytes(bytes, n_levels, table.f, sums);
    return;
  }
  memset(counts, 0, n_cells * sizeof(uint32_t));
  for (size_t begin = 0, some; begin < n; begin += some) {
    some = n - begin <= LONGEST_RUN ? n - begin : RUN;
    BODY(count_levels)(tile, rows + begin, some, bytes, inputs);
    for (size_t i = 0; i < n_cells; ++i) counts[i] += bytes[i];
  }
  if (pooled)
    for (size_t i = 0; i < n_cells; ++i) pooled[i] += counts[i];
  sum_counts(counts, n_levels, n, table, sums);
}
#undef WIDTH
