/* Threads that share one short call after another, without the GIL.
 *
 * Authors: The sklearn-info developers
 * SPDX-License-Identifier: BSD-3-Clause
 *
 * To hand ranges to a thread of Python takes some 100 us, in which a step of a search
 * is half done: the thread wakes up, and then waits for the GIL, which puts it to sleep
 * again. Here who waits spins first, for as long as the caller is likely to need from
 * one call to the next, and parks then.
 */
#ifndef SKLEARN_INFO_TEAM_H
#define SKLEARN_INFO_TEAM_H
#include <Python.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#if defined(_MSC_VER)
#  include <intrin.h>
typedef volatile __int64 shared_t;
#  define LOAD(place) _InterlockedOr64(place, 0)
#  define SWAP(place, value) _InterlockedExchange64(place, value)
#  define ADD(place, value) _InterlockedExchangeAdd64(place, value)
#  define REPLACE(place, old, value) \
    (_InterlockedCompareExchange64(place, value, old) == (old))
#else
typedef int64_t shared_t;
#  define LOAD(place) __atomic_load_n(place, __ATOMIC_SEQ_CST)
#  define SWAP(place, value) __atomic_exchange_n(place, value, __ATOMIC_SEQ_CST)
#  define ADD(place, value) __atomic_fetch_add(place, value, __ATOMIC_SEQ_CST)
static inline int REPLACE(shared_t *place, shared_t old, shared_t value) {
  return __atomic_compare_exchange_n(place, &old, value, 0, __ATOMIC_SEQ_CST,
                                     __ATOMIC_SEQ_CST);
}
#endif

/* Between two looks of a thread that spins. */
#if defined(__SSE2__) || defined(_M_X64)
#  include <emmintrin.h>
#  define PAUSE() _mm_pause()
#elif defined(__aarch64__) && !defined(_MSC_VER)
#  define PAUSE() __asm__ volatile("yield")
#else
#  define PAUSE() ((void)0)
#endif

/* Nanoseconds that a thread spins before it parks: between two calls, a step of a
 * search takes some 150 us. Looks between which the clock is read. */
enum { SPIN = 300000, LOOKS = 64, CACHE_LINE = 64 };

/* States of a helper: nothing to do, asked for, at it, and to go home. */
enum { FREE = 1, ASKED = 2, AT_WORK = 4, DISMISSED = 8 };

/* Where one thread parks: the lock is held until somebody is to wake it. */
typedef struct {
  shared_t parked;
  PyThread_type_lock lock;
} parking_t;

typedef struct {
  shared_t state;
  parking_t own, callers;
  char apart[CACHE_LINE];
} helper_t;

/* What a thread does of a call: who it is (0: the caller), and a range. */
typedef void (*part_fn)(void *context, int who, ptrdiff_t begin, ptrdiff_t end);

typedef struct {
  part_fn part;
  void *context;
  ptrdiff_t n, length;  /* of a range */
  int n_helpers;
  char apart[CACHE_LINE];
  shared_t next;        /* the first that nobody has taken */
  char apart_too[CACHE_LINE];
  helper_t helpers[];
} team_t;

static int64_t nanoseconds(void) {
  struct timespec now;
  timespec_get(&now, TIME_UTC);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* Wait until a state is one of some. */
static int64_t await_state(shared_t *state, int64_t wanted, parking_t *place) {
  for (;;) {
    const int64_t began = nanoseconds();
    int64_t now;
    do {
      for (int look = 0; look < LOOKS; ++look) {
        if ((now = LOAD(state)) & wanted) return now;
        PAUSE();
      }
    } while ((uint64_t)(nanoseconds() - began) < SPIN);
    SWAP(&place->parked, 1);
    /* Who has changed the state by now has seen that, or not: then nobody wakes us. */
    if ((LOAD(state) & wanted) && SWAP(&place->parked, 0)) continue;
    PyThread_acquire_lock(place->lock, WAIT_LOCK);
  }
}

static void set_state(shared_t *state, int64_t value, parking_t *place) {
  SWAP(state, value);
  if (LOAD(&place->parked) && SWAP(&place->parked, 0))
    PyThread_release_lock(place->lock);
}

/* Take ranges until none is left. */
static void work(team_t *team, int who) {
  ptrdiff_t begin;
  while ((begin = (ptrdiff_t)ADD(&team->next, team->length)) < team->n) {
    const ptrdiff_t left = team->n - begin;
    team->part(team->context, who, begin,
               begin + (left < team->length ? left : team->length));
  }
}

/* Call a part on ranges that cover 0 to n, in some helpers and here. */
static void share_call(team_t *team, int n_helpers, part_fn part, void *context,
                       ptrdiff_t n, ptrdiff_t length) {
  team->part = part;
  team->context = context;
  team->n = n;
  team->length = length;
  SWAP(&team->next, 0);
  for (int i = 0; i < n_helpers; ++i)
    set_state(&team->helpers[i].state, ASKED, &team->helpers[i].own);
  work(team, 0);
  for (int i = 0; i < n_helpers; ++i) {
    helper_t *helper = &team->helpers[i];
    /* Who has not come yet is not needed any more. */
    if (!REPLACE(&helper->state, ASKED, FREE))
      await_state(&helper->state, FREE, &helper->callers);
  }
}

/* What a helper does until it is dismissed. */
static void serve_calls(team_t *team, int i) {
  helper_t *helper = &team->helpers[i];
  while (await_state(&helper->state, ASKED | DISMISSED, &helper->own) != DISMISSED)
    if (REPLACE(&helper->state, ASKED, AT_WORK)) {
      work(team, i + 1);
      set_state(&helper->state, FREE, &helper->callers);
    }
  SWAP(&helper->state, FREE);
}

static void dismiss_helper(team_t *team, int i) {
  set_state(&team->helpers[i].state, DISMISSED, &team->helpers[i].own);
}

static void free_team(team_t *team) {
  for (int i = 0; i < team->n_helpers; ++i) {
    parking_t *places[] = {&team->helpers[i].own, &team->helpers[i].callers};
    for (int k = 0; k < 2; ++k)
      if (places[k]->lock) PyThread_free_lock(places[k]->lock);
  }
  free(team);
}

/* NULL where there is no memory. */
static team_t *new_team(int n_helpers) {
  team_t *team = calloc(1, sizeof(team_t) + n_helpers * sizeof(helper_t));
  if (!team) return NULL;
  team->n_helpers = n_helpers;
  for (int i = 0; i < n_helpers; ++i) {
    parking_t *places[] = {&team->helpers[i].own, &team->helpers[i].callers};
    team->helpers[i].state = FREE;
    for (int k = 0; k < 2; ++k) {
      places[k]->lock = PyThread_allocate_lock();
      if (!places[k]->lock) {
        free_team(team);
        return NULL;
      }
      PyThread_acquire_lock(places[k]->lock, WAIT_LOCK);
    }
  }
  return team;
}
#endif
