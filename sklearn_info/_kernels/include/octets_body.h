/* The body of octets.h, compiled for each instruction set.
 *
 * Authors: The sklearn-info developers
 * SPDX-License-Identifier: BSD-3-Clause
 *
 * Included with V, a vector of words; TARGET, its attributes; BODY(name), the name
 * of a function here. A vector holds some of the eight lanes: a *part* of an octet.
 */
#define WIDTH (sizeof(V) / sizeof(uint64_t))
#define PARTS (LANES / WIDTH)

/* Masks of what the n_top highest digits can be, but 0. n_top is a constant, so that
 * the masks stay in registers until they are written. */
TARGET static inline void BODY(split_top)(const V *digits, size_t stride, size_t n_top,
                                          size_t n_words, V *masks) {
  for (size_t w = 0; w < n_words; ++w, digits += stride) {
    V level[8];
    level[0] = ~digits[0];
    level[1] = digits[0];
    for (size_t d = 1; d < n_top; ++d) {
      const V digit = *(digits - d * PARTS);
      for (size_t k = (size_t)1 << d; k-- > 0;) {
        level[2 * k + 1] = level[k] & digit;
        level[2 * k] = level[k] & ~digit;
      }
    }
    for (size_t k = 1; k < (size_t)1 << n_top; ++k) masks[k * CHUNK + w] = level[k];
  }
}

/* Masks of the levels above 0 of some words: the rows at a level are those whose
 * digits are the level's. Each digit, from the highest on, splits every mask in two;
 * level 0, which only stands for the rest of the highest three, is split too. */
TARGET static void BODY(build_masks)(const V *planes, size_t n_planes, size_t n_words,
                                     V *masks /* [level][CHUNK] */) {
  const size_t stride = n_planes * PARTS;
  const V *digit = planes + (n_planes - 1) * PARTS;
  switch (n_planes) {
    case 1: BODY(split_top)(digit, stride, 1, n_words, masks); return;
    case 2: BODY(split_top)(digit, stride, 2, n_words, masks); return;
    default: BODY(split_top)(digit, stride, 3, n_words, masks);
  }
  if (n_planes == 3) return;
  for (size_t w = 0; w < n_words; ++w)
    masks[w] = ~(digit[w * stride] | *(digit + w * stride - PARTS) |
                 *(digit + w * stride - 2 * PARTS));
  digit -= 2 * PARTS;
  for (size_t half = 8; half < (size_t)1 << n_planes; half *= 2) {
    digit -= PARTS;
    for (size_t level = half; level-- > 0;) {
      const V *parent = masks + level * CHUNK;
      V *zero = masks + 2 * level * CHUNK, *one = zero + CHUNK;
      for (size_t w = 0; w < n_words; ++w) {
        const V all = parent[w];
        one[w] = all & digit[w * stride];
        zero[w] = all & ~digit[w * stride];
      }
    }
  }
}

/* Counts over n words of a mask with some masks of s, several at a time so that the
 * mask is read once and their chains of additions overlap. */
TARGET static inline void BODY(count_row)(const V *mask, const uint64_t *s_masks,
                                          size_t s_stride, size_t n, size_t width,
                                          V *counts) {
  size_t b = 0;
#define STEP(k)                                                                    \
  BODY(count_both)(mask, 1, s_masks + b * s_stride, s_stride, n, k, counts + b), b += k
  while (b + AT_ONCE <= width) STEP(AT_ONCE);
  switch (width - b) {
    case 3: STEP(3); break;
    case 2: STEP(2); break;
    case 1: STEP(1);
  }
#undef STEP
}

/* cells[a][b][lane] = rows at level a of the feature and level b of s, both above 0,
 * over the words of a segment. */
TARGET static void BODY(count_octet)(const uint64_t *planes, size_t n_planes,
                                     size_t n_levels, size_t n_words,
                                     const uint64_t *s_masks, size_t s_stride,
                                     size_t s_levels, uint64_t *cells,
                                     void *scratch) {
  const size_t width = s_levels - 1;
  if (n_levels < 2 || width == 0) return;
  V *masks = (V *)scratch, *counts = masks + ((size_t)CHUNK << n_planes);
  for (size_t part = 0; part < PARTS; ++part) {
    for (size_t begin = 0; begin < n_words; begin += CHUNK) {
      const size_t n = n_words - begin < CHUNK ? n_words - begin : CHUNK;
      /* What is next in memory arrives while we count, a share with every level. */
      const size_t size = n * n_planes * LANES, share = size / (n_levels - 1) + LANES;
      const uint64_t *ahead = planes + begin * n_planes * LANES + size;
      BODY(build_masks)((const V *)planes + begin * n_planes * PARTS + part, n_planes,
                        n, masks);
      for (size_t a = 1; a < n_levels; ++a) {
        if (part == 0) prefetch(ahead + (a - 1) * share, share);
        V *cell = (V *)cells + (a * s_levels + 1) * PARTS + part;
        BODY(count_row)(masks + a * CHUNK, s_masks + begin, s_stride, n, width, counts);
        if (begin)
          for (size_t b = 0; b < width; ++b) cell[b * PARTS] += counts[b];
        else
          for (size_t b = 0; b < width; ++b) cell[b * PARTS] = counts[b];
      }
    }
  }
}

/* The cells at level 0 follow from the margins. Adds all to pooled, if not NULL. */
TARGET LEVEL_INLINE void BODY(complete)(uint64_t *cells, size_t n_levels,
                                        size_t s_levels, const uint32_t *margin,
                                        const int64_t *s_margin, uint64_t *pooled) {
  for (size_t part = 0; part < PARTS; ++part) {
    V *bottom = (V *)cells + part, zero = {0};
    for (size_t b = 0; b < s_levels; ++b)
      bottom[b * PARTS] = zero + (uint64_t)s_margin[b];
    for (size_t a = 1; a < n_levels; ++a) {
      V *row = bottom + a * s_levels * PARTS, first;
      uint64_t *lanes = (uint64_t *)&first;
      for (size_t lane = 0; lane < WIDTH; ++lane)
        lanes[lane] = margin[(a - 1) * LANES + part * WIDTH + lane];
      for (size_t b = 1; b < s_levels; ++b) {
        first -= row[b * PARTS];
        bottom[b * PARTS] -= row[b * PARTS];
      }
      row[0] = first;
      bottom[0] -= first;
    }
  }
  if (pooled)
    for (size_t i = 0; i < n_levels * s_levels * PARTS; ++i)
      ((V *)pooled)[i] += ((V *)cells)[i];
}

TARGET static void BODY(complete_octet)(uint64_t *cells, size_t n_levels,
                                        size_t s_levels, const uint32_t *margin,
                                        const int64_t *s_margin, uint64_t *pooled) {
  BODY(complete)(cells, n_levels, s_levels, margin, s_margin, pooled);
}

/* Add the sum of f over the cells of each lane, none above most, to sums. */
TARGET LEVEL_INLINE void BODY(sum)(const uint64_t *cells, size_t n_cells, uint64_t most,
                                   const int64_t *f, size_t size, double scale,
                                   int64_t *sums) {
  if (most < size)
    BODY(look_up)(cells, n_cells, f, sums);
  else
    sum_beyond(cells, n_cells, f, size, scale, sums);
}

TARGET static void BODY(sum_octet)(const uint64_t *cells, size_t n_cells, uint64_t most,
                                   const int64_t *f, size_t size, double scale,
                                   int64_t *sums) {
  BODY(sum)(cells, n_cells, most, f, size, scale, sums);
}

/* All of the above for two or three levels, whose planes are their masks: the digits
 * of 1 and 2 are one each. The levels are constants here, so that a table stays in
 * registers: with few words in a segment most of the time goes between the counts. */
TARGET LEVEL_INLINE void BODY(sum_few)(
    const uint64_t *planes, size_t n_levels, const int64_t *bounds, size_t n_segments,
    const uint64_t *s_masks, size_t s_stride, size_t s_levels, const uint32_t *margins,
    size_t margin_stride, const int64_t *s_margins, size_t s_margin_stride,
    const int64_t *n_rows, const int64_t *f, size_t size, double scale,
    int64_t *by_segment, int64_t *pooled) {
  const size_t n_planes = n_levels - 1, width = s_levels - 1, row = s_levels * PARTS;
  const size_t n_cells = n_levels * s_levels;
  V cells[9 * PARTS], all[9 * PARTS], zero = {0};
  int none = 1;
  for (size_t a = 1; a < n_levels; ++a)
    for (size_t i = PARTS; i < row; ++i) all[a * row + i] = zero;
  for (size_t c = 0; c < n_segments; ++c) {
    const size_t first = (size_t)bounds[c], end = (size_t)bounds[c + 1];
    if (first == end) continue;
    none = 0;
    /* Words that are read once need not stay in the cache. */
    const size_t chunk = n_planes * PARTS == 1 ? end - first : CHUNK;
    for (size_t begin = first; begin < end; begin += chunk) {
      const size_t n = end - begin < chunk ? end - begin : chunk;
      const V *words = (const V *)planes + begin * n_planes * PARTS;
      for (size_t i = 0; i < n_planes * PARTS; ++i) {
        V counts[2], *cell = cells + (i / PARTS + 1) * row + PARTS + i % PARTS;
        BODY(count_both)(words + i, n_planes * PARTS, s_masks + begin, s_stride, n,
                         width, counts);
        if (begin > first)
          for (size_t b = 0; b < width; ++b) cell[b * PARTS] += counts[b];
        else
          for (size_t b = 0; b < width; ++b) cell[b * PARTS] = counts[b];
      }
    }
    for (size_t a = 1; a < n_levels; ++a)
      for (size_t i = PARTS; i < row; ++i) all[a * row + i] += cells[a * row + i];
    BODY(complete)((uint64_t *)cells, n_levels, s_levels, margins + c * margin_stride,
                   s_margins + c * s_margin_stride, NULL);
    BODY(sum)((const uint64_t *)cells, n_cells, (uint64_t)n_rows[c], f, size, scale,
              by_segment);
  }
  if (pooled == NULL || none) return;
  BODY(complete)((uint64_t *)all, n_levels, s_levels,
                 margins + n_segments * margin_stride,
                 s_margins + n_segments * s_margin_stride, NULL);
  BODY(sum)((const uint64_t *)all, n_cells, (uint64_t)n_rows[n_segments], f, size,
            scale, pooled);
}

TARGET static void BODY(sum_few_levels)(
    const uint64_t *planes, size_t n_levels, const int64_t *bounds, size_t n_segments,
    const uint64_t *s_masks, size_t s_stride, size_t s_levels, const uint32_t *margins,
    size_t margin_stride, const int64_t *s_margins, size_t s_margin_stride,
    const int64_t *n_rows, const int64_t *f, size_t size, double scale,
    int64_t *by_segment, int64_t *pooled) {
#define SUM_FEW(levels, other_levels)                                             \
  BODY(sum_few)(planes, levels, bounds, n_segments, s_masks, s_stride,            \
                other_levels, margins, margin_stride, s_margins, s_margin_stride, \
                n_rows, f, size, scale, by_segment, pooled)
  if (n_levels == 2 && s_levels == 2)
    SUM_FEW(2, 2);
  else if (n_levels == 2)
    SUM_FEW(2, 3);
  else if (s_levels == 2)
    SUM_FEW(3, 2);
  else
    SUM_FEW(3, 3);
#undef SUM_FEW
}
#undef WIDTH
#undef PARTS
