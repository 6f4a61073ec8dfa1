/* A natural logarithm that compilers vectorise.
 *
 * Authors: The sklearn-info developers
 * SPDX-License-Identifier: BSD-3-Clause
 *
 * With x = 2^k m and m in [sqrt(1/2), sqrt(2)),
 *
 *   log x = k log 2 + 2 artanh(s),   s = (m - 1) / (m + 1),   |s| < 0.1716,
 *
 * and the series s (1 + s^2/3 + s^4/5 + ...) is cut where its rest is below the
 * rounding of a double: the error is under 2 units in the last place, or 1e-16
 * close to 1. For normal positive x; 0 gives a large negative number, so that
 * x log x is 0 there as it should be.
 */
#ifndef SKLEARN_INFO_FAST_LOG_H
#define SKLEARN_INFO_FAST_LOG_H
#include <stdint.h>
#include <string.h>

static inline double fast_log(double x) {
  const uint64_t root_half = 0x3FE6A09E667F3BCDu; /* bits of sqrt(1/2) */
  const uint64_t one = 0x3FF0000000000000u, magic = 0x4330000000000000u; /* 2^52 */
  uint64_t bits, exponent;
  double m, k;
  memcpy(&bits, &x, sizeof bits);
  bits += one - root_half;
  /* An integer of up to 52 bits below the exponent of 2^52 is 2^52 plus itself:
   * AVX2 has no other way from 64-bit integers to reals. */
  exponent = (bits >> 52) | magic;
  bits = (bits & 0x000FFFFFFFFFFFFFu) + root_half;
  memcpy(&m, &bits, sizeof m);
  memcpy(&k, &exponent, sizeof k);
  k -= 4503599627370496.0 + 1023.0;
  {
    const double s = (m - 1.0) / (m + 1.0), z = s * s;
    double sum = 1.0 / 21;
    sum = sum * z + 1.0 / 19;
    sum = sum * z + 1.0 / 17;
    sum = sum * z + 1.0 / 15;
    sum = sum * z + 1.0 / 13;
    sum = sum * z + 1.0 / 11;
    sum = sum * z + 1.0 / 9;
    sum = sum * z + 1.0 / 7;
    sum = sum * z + 1.0 / 5;
    sum = sum * z + 1.0 / 3;
    return k * 0.69314718055994530942 + (2.0 * s + 2.0 * s * (z * sum));
  }
}
#endif
