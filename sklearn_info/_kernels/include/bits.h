/* What is done to all bits of a word, or of a vector of words, at once.
 *
 * Authors: The sklearn-info developers
 * SPDX-License-Identifier: BSD-3-Clause
 */
#ifndef SKLEARN_INFO_BITS_H
#define SKLEARN_INFO_BITS_H

/* Exchange the bits of b under the mask with those of a above it. */
#define EXCHANGE(V, a, b, shift, mask)             \
  do {                                             \
    const V exchanged = ((a >> shift) ^ b) & mask; \
    a ^= exchanged << shift;                       \
    b ^= exchanged;                                \
  } while (0)

/* Adders of Harley and Seal: sum + 2 carry = sum + x + y. */
#define FULL_ADDER(V, carry, sum, x, y)           \
  do {                                            \
    const V x_ = (x), y_ = (y);                   \
    const V either = (sum) ^ x_;                  \
    carry = ((sum) & x_) | (either & y_);         \
    (sum) = either ^ y_;                          \
  } while (0)

/* Add the words AT(w) to AT(w + 7) to the ones, twos and fours of those before. */
#define ADD_EIGHT(V, AT, eight, ones, twos, fours, w)      \
  do {                                                     \
    V two_a, two_b, four_a, four_b;                        \
    FULL_ADDER(V, two_a, ones, AT(w), AT(w + 1));          \
    FULL_ADDER(V, two_b, ones, AT(w + 2), AT(w + 3));      \
    FULL_ADDER(V, four_a, twos, two_a, two_b);             \
    FULL_ADDER(V, two_a, ones, AT(w + 4), AT(w + 5));      \
    FULL_ADDER(V, two_b, ones, AT(w + 6), AT(w + 7));      \
    FULL_ADDER(V, four_b, twos, two_a, two_b);             \
    FULL_ADDER(V, eight, fours, four_a, four_b);           \
  } while (0)
#endif
