/* f(count) of an additive entropy estimator, in fixed point.
 *
 * Authors: The sklearn-info developers
 * SPDX-License-Identifier: BSD-3-Clause
 *
 * Sums of integers do not depend on their order. So every way to count gives the
 * same sums to the last bit, equal features tie exactly, and identities such as
 * I(X; constant) = 0 hold exactly.
 */
#ifndef SKLEARN_INFO_FIXED_POINT_H
#define SKLEARN_INFO_FIXED_POINT_H
#include <math.h>
#include <stddef.h>
#include <stdint.h>

/* Beyond its end a table goes on as c log c. */
static inline int64_t fixed_of_count(uint64_t c, const int64_t *f, size_t size,
                                     double scale) {
  if (c < size) return f[c];
  return (int64_t)llrint((double)c * log((double)c) * scale);
}

/* Whole weights are counts: a weight of 2 is the same as two rows, exactly. */
static inline int64_t fixed_of_weight(double c, const int64_t *f, size_t size,
                                      double scale) {
  if (!(c > 0)) return 0;
  if (c < (double)size && c == (double)(uint64_t)c) return f[(uint64_t)c];
  return (int64_t)llrint(c * log(c) * scale);
}
#endif
