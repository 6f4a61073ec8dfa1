/* An exponential that compilers vectorise.
 *
 * Authors: The sklearn-info developers
 * SPDX-License-Identifier: BSD-3-Clause
 *
 * With x = k log 2 + r and |r| <= log(2) / 2,
 *
 *   exp x = 2^k (1 + r + r^2/2 + ... + r^13/13!),
 *
 * where the rest of the series is below the rounding of a double: the error is under
 * 2 units in the last place. For x from -708 to 709, where the result is normal.
 */
#ifndef SKLEARN_INFO_FAST_EXP_H
#define SKLEARN_INFO_FAST_EXP_H
#include <stdint.h>
#include <string.h>

static inline double fast_exp(double x) {
  /* Adding 1.5 2^52 rounds to a whole number and leaves it in the lowest bits. */
  const double magic = 6755399441055744.0;
  /* log 2 in two parts; the first has 32 bits, so that k times it is exact. */
  const double log2_high = 0x1.62e42feep-1, log2_low = 0x1.a39ef35793c76p-33;
  double k = x * 1.4426950408889634074 + magic, scale;
  uint64_t bits;
  memcpy(&bits, &k, sizeof bits);
  k -= magic;
  bits = (bits + 1023) << 52;
  memcpy(&scale, &bits, sizeof scale);
  {
    const double r = (x - k * log2_high) - k * log2_low;
    double sum = 1.0 / 6227020800;
    sum = sum * r + 1.0 / 479001600;
    sum = sum * r + 1.0 / 39916800;
    sum = sum * r + 1.0 / 3628800;
    sum = sum * r + 1.0 / 362880;
    sum = sum * r + 1.0 / 40320;
    sum = sum * r + 1.0 / 5040;
    sum = sum * r + 1.0 / 720;
    sum = sum * r + 1.0 / 120;
    sum = sum * r + 1.0 / 24;
    sum = sum * r + 1.0 / 6;
    sum = sum * r + 0.5;
    return scale * (1.0 + (r + r * r * sum));
  }
}
#endif
