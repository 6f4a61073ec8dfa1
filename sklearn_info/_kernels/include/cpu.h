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

/* The highest level that this processor can run. */
static inline int cpu_best_level(void) {
#if HAVE_X86_LEVELS
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma") ||
      !__builtin_cpu_supports("bmi2") || !__builtin_cpu_supports("popcnt"))
    return CPU_BASELINE;
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512vpopcntdq"))
    return CPU_AVX512;
  return CPU_AVX2;
#else
  return CPU_BASELINE;
#endif
}

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
