/* Instruction sets that a kernel may be compiled for besides the baseline.
 *
 * Authors: The sklearn-info developers
 * SPDX-License-Identifier: BSD-3-Clause
 *
 * A kernel writes its body once, as a macro, and compiles it under each target;
 * the level in force (see _cpu.pyx) chooses at run time. No ifunc (absent from
 * musl, macOS and Windows) and no per-file compiler flags: wheels stay portable.
 * The words of a target are names of instruction sets only, because clang drops
 * the whole attribute at a word that it does not know.
 */
#ifndef SKLEARN_INFO_CPU_H
#define SKLEARN_INFO_CPU_H

enum { CPU_BASELINE = 0, CPU_AVX2 = 1, CPU_AVX512 = 2 };

#if (defined(__GNUC__) || defined(__clang__)) && defined(__x86_64__)
#  define HAVE_X86_LEVELS 1
#  define TARGET_AVX2 __attribute__((target("avx2,fma,bmi2,popcnt")))
#  define TARGET_AVX512                                                     \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512cd,"    \
                          "avx512vpopcntdq,avx2,fma,bmi2,popcnt")))
#else
#  define HAVE_X86_LEVELS 0
#  define TARGET_AVX2
#  define TARGET_AVX512
#endif

/* A body that functions of every level share, each with its own instructions. */
#if defined(__GNUC__) || defined(__clang__)
#  define LEVEL_INLINE static inline __attribute__((always_inline))
#else
#  define LEVEL_INLINE static inline
#endif

/* Places that memory is read at, in one pass over it. Processors foresee what follows
 * at each, within a page, and a core waits less the more reads are on their way: 160 MB
 * take 7 ms where one place takes 9 to 10 (Zen 3). */
enum { STREAMS = 4 };

/* Ask for the line of the cache that an address is in, to read or to write it. */
#if defined(__GNUC__) || defined(__clang__)
#  define PREFETCH(address) __builtin_prefetch(address)
#  define PREFETCH_TO_WRITE(address) __builtin_prefetch(address, 1)
#else
#  define PREFETCH(address) ((void)(address))
#  define PREFETCH_TO_WRITE(address) ((void)(address))
#endif

/* The highest level that this processor and its system can run. Asked of the
 * processor itself: __builtin_cpu_supports needs a variable of the compiler's
 * runtime library, which zig's clang lacks (0.15: no link, 0.17: always "no"). */
#if HAVE_X86_LEVELS
#  include <cpuid.h>

static inline int cpu_best_level(void) {
  enum { XMM_YMM = 0x06, ZMM = 0xe0 };  /* registers that the system saves */
  const unsigned basic = bit_FMA | bit_POPCNT | bit_OSXSAVE;
  const unsigned avx2 = bit_AVX2 | bit_BMI2;
  const unsigned avx512 =
      bit_AVX512F | bit_AVX512BW | bit_AVX512DQ | bit_AVX512VL | bit_AVX512CD;
  unsigned a, b, c, d, saved, unused;
  if (!__get_cpuid(1, &a, &b, &c, &d) || (c & basic) != basic) return CPU_BASELINE;
  __asm__("xgetbv" : "=a"(saved), "=d"(unused) : "c"(0));
  if ((saved & XMM_YMM) != XMM_YMM || !__get_cpuid_count(7, 0, &a, &b, &c, &d) ||
      (b & avx2) != avx2)
    return CPU_BASELINE;
  if ((saved & ZMM) != ZMM || (b & avx512) != avx512 || !(c & bit_AVX512VPOPCNTDQ))
    return CPU_AVX2;
  return CPU_AVX512;
}
#else
static inline int cpu_best_level(void) { return CPU_BASELINE; }
#endif

/* The function NAME_baseline, NAME_avx2 or NAME_avx512 for the level. */
#if HAVE_X86_LEVELS
#  define AT_LEVEL(level, NAME)               \
    ((level) == CPU_AVX512 ? NAME##_avx512    \
     : (level) == CPU_AVX2 ? NAME##_avx2      \
                           : NAME##_baseline)
#else
#  define AT_LEVEL(level, NAME) ((void)(level), NAME##_baseline)
#endif
#endif
