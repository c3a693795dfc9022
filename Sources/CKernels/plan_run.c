// The loop that runs a plan, on one thread or several in step.
//
// All threads run the same loop. Of a chunk, each takes every so many blocks, and each its share
// of the rows of every sum over the chunk; what is computed once, the first thread computes. So
// every element is computed by one thread, in the one order.

#if defined(__linux__)
#define _GNU_SOURCE  // processors that a process may use
#endif

#include "CKernels.h"
#include "plan_frame.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

// Where threads wait for one another.
typedef struct {
  size_t threads;
  _Atomic size_t waiting, turn;
  /// Whether the run ends with the epoch, and how many epochs were run.
  _Atomic bool ends;
  size_t done;
} meeting;

typedef struct {
  const uh_plan *plan;
  size_t epochs;
  double *losses;
  meeting *place;
  size_t index;    // which of the threads
  double waited;   // seconds, of long waits
} worker;

static double seconds(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

// Waits for all threads: at first without giving the processor away, since none takes long.
static void meet(worker *self) {
  meeting *place = self->place;
  if (place->threads == 1) return;
  size_t turn = atomic_load_explicit(&place->turn, memory_order_relaxed);
  if (atomic_fetch_add_explicit(&place->waiting, 1, memory_order_acq_rel) + 1 == place->threads) {
    atomic_store_explicit(&place->waiting, 0, memory_order_relaxed);
    atomic_store_explicit(&place->turn, turn + 1, memory_order_release);
    return;
  }
  double since = 0.0;
  for (size_t tries = 0;
       atomic_load_explicit(&place->turn, memory_order_acquire) == turn; tries += 1) {
    if (tries == 1000) since = seconds(CLOCK_MONOTONIC);
    if (tries >= 1000) sched_yield();
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
  }
  if (since > 0.0) self->waited += seconds(CLOCK_MONOTONIC) - since;
}

static void run_all(const uh_instruction *instructions, size_t count, const uh_frame *frame) {
  const uh_instruction *end = instructions + count;
  for (const uh_instruction *next = instructions; next < end; next += next->steps) {
    next->run(next, frame);
  }
}

// A thread's share of the rows of sums over a chunk, whole tiles of eight where there are many.
static void run_share(const uh_instruction *instructions, size_t count, const uh_frame *frame,
                      const worker *self) {
  size_t threads = self->place->threads;
  if (threads == 1) {
    run_all(instructions, count, frame);
    return;
  }
  for (size_t i = 0; i < count; i += 1) {
    uh_instruction part = instructions[i];
    part.steps = 1;
    size_t unit = part.rows >= 8 * threads ? 8 : 1;
    size_t first = part.rows * self->index / threads / unit * unit;
    size_t end = part.rows * (self->index + 1) / threads / unit * unit;
    if (self->index + 1 == threads) end = part.rows;
    if (first == end) continue;
    part.rows = end - first;
    part.a.start += first * part.a.row;
    part.out.start += first * part.out.row;
    part.run(&part, frame);
  }
}

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

// The examples' part of a stage. `batch` is where the batch begins.
static void run_examples(worker *self, const uh_stage *stage, size_t batch) {
  const uh_plan *plan = self->plan;
  size_t own = self->index * plan->own_step;
  for (size_t chunk = 0; chunk < plan->examples; chunk += UH_PLAN_CHUNK) {
    size_t end = least(chunk + UH_PLAN_CHUNK, plan->examples), number = 0;
    for (size_t block = chunk; block < end; block += plan->block, number += 1) {
      if (number % self->place->threads != self->index) continue;
      uh_frame frame = uh_frame_at(
          block - chunk, block, own, batch, least(plan->block, end - block), chunk == 0);
      run_all(stage->local, stage->local_count, &frame);
    }
    if (stage->reducing_count == 0) continue;
    meet(self);
    uh_frame frame = uh_frame_at(0, chunk, own, batch, end - chunk, chunk == 0);
    run_share(stage->reducing, stage->reducing_count, &frame, self);
    if (end < plan->examples) meet(self);
  }
}

// Whether something that was computed in the epoch ends the run.
static bool has_end(const uh_plan *plan) {
  for (size_t i = 0; i < UH_PLAN_ENDS; i += 1) {
    if (plan->ends[i] && *plan->ends[i] != 0.0) return true;
  }
  return false;
}

// One thread, and all examples in one block: all instructions of an epoch one after the other, as
// they lie, with the same frame. What does not follow the examples does not ask for its width.
static void work_on_block(worker *self) {
  const uh_plan *plan = self->plan;
  const uh_stage *last = &plan->stages[plan->stage_count - 1];
  const uh_instruction *first = plan->stages[0].local;
  const size_t count = (size_t)(last->global + last->global_count - first);
  uh_frame all = uh_frame_at(0, 0, 0, 0, plan->examples, true);
  for (size_t epoch = 0; epoch < self->epochs; epoch += 1) {
    run_all(first, count, &all);
    self->losses[epoch] = *plan->loss;
    self->place->done += 1;
    if (has_end(plan)) {
      atomic_store_explicit(&self->place->ends, true, memory_order_relaxed);
      return;
    }
    all.offset[UH_WITH_BATCHES] += plan->batch * sizeof(double);
  }
}

static void *work(void *context) {
  worker *self = context;
  const uh_plan *plan = self->plan;
  if (self->place->threads == 1 && plan->examples <= plan->block) {
    work_on_block(self);
    return NULL;
  }
  for (size_t epoch = 0; epoch < self->epochs; epoch += 1) {
    size_t batch = epoch * plan->batch;
    const uh_frame whole = uh_frame_at(0, 0, self->index * plan->own_step, batch, 0, true);
    for (size_t i = 0; i < plan->stage_count; i += 1) {
      const uh_stage *stage = &plan->stages[i];
      if (stage->local_count + stage->reducing_count > 0) {
        run_examples(self, stage, batch);
        meet(self);
      }
      bool is_last = i + 1 == plan->stage_count;
      if (self->index == 0) {
        run_all(stage->global, stage->global_count, &whole);
        if (is_last && has_end(plan)) atomic_store(&self->place->ends, true);
      }
      if (stage->global_count > 0 || is_last) meet(self);
    }
    if (self->index == 0) {
      self->losses[epoch] = *plan->loss;
      self->place->done += 1;
    }
    if (atomic_load_explicit(&self->place->ends, memory_order_relaxed)) break;
  }
  return NULL;
}

// A thread that begins when it is known how many there are.
static void *begin(void *context) {
  worker *self = context;
  meeting *place = self->place;
  while (atomic_load_explicit(&place->turn, memory_order_acquire) == 0) sched_yield();
  return self->index < place->threads ? work(context) : NULL;
}

// Threads at work on any plan: a sweep's trials, which have one each, leave none for others.
static _Atomic size_t at_work;

// For so many runs more the processors are thought to be busy with other programs: threads in
// step would wait for those that are not running, and take longer than one alone.
static _Atomic size_t crowded;

// How many threads a plan gets now.
static size_t threads_now(const uh_plan *plan, size_t others) {
  if (plan->threads <= 1) return 1;
  if (plan->insists) return least(plan->threads, 64);
  size_t left = atomic_load(&crowded);
  if (left > 0) {
    atomic_store(&crowded, left - 1);
    return 1;
  }
  return plan->threads > others ? least(plan->threads - others, 64) : 1;
}

// Of so many runs that might have several threads, the first few are a trial, with one thread and
// with all in turn: whether a second pays depends on what the processors share.
enum { trial_length = 4, trial_distance = 256 };

// How many threads a run gets of those that it might have.
static size_t threads_tried(const uh_plan *plan, size_t wanted) {
  size_t place = plan->timed % trial_distance;
  if (place < trial_length) return place % 2 == 0 ? 1 : wanted;
  return plan->together < 0.95 * plan->alone ? wanted : 1;
}

// Takes note of how long an epoch took.
static void note_time(uh_plan *plan, bool is_alone, double time) {
  size_t place = plan->timed % trial_distance;
  plan->timed += 1;
  if (place >= trial_length) return;
  double *best = is_alone ? &plan->alone : &plan->together;
  if (place < 2 || time < *best) *best = time;
}

static size_t run_on(const uh_plan *plan, size_t wanted, size_t epochs, double *losses);

size_t uh_plan_run(uh_plan *plan, size_t epochs, double *losses) {
  size_t others = atomic_fetch_add(&at_work, 1);
  size_t wanted = threads_now(plan, others), done;
  if (wanted == 1 || plan->insists || epochs == 0) {
    done = run_on(plan, wanted, epochs, losses);
  } else {
    wanted = threads_tried(plan, wanted);
    double start = seconds(CLOCK_MONOTONIC);
    done = run_on(plan, wanted, epochs, losses);
    note_time(plan, wanted == 1, (seconds(CLOCK_MONOTONIC) - start) / (double)(done ? done : 1));
  }
  atomic_fetch_sub(&at_work, 1);
  return done;
}

static size_t run_on(const uh_plan *plan, size_t wanted, size_t epochs, double *losses) {
  meeting place = {.threads = 1};
  worker workers[64] = {{plan, epochs, losses, &place, 0, 0.0}};
  if (wanted == 1) {
    work(&workers[0]);
    return place.done;
  }
  pthread_t threads[64];
  double start = seconds(CLOCK_MONOTONIC), used = seconds(CLOCK_THREAD_CPUTIME_ID);
  size_t count = 1;
  for (; count < wanted; count += 1) {
    workers[count] = (worker){plan, epochs, losses, &place, count, 0.0};
    if (pthread_create(&threads[count], NULL, begin, &workers[count]) != 0) break;
  }
  atomic_fetch_add(&at_work, count - 1);
  place.threads = count;
  atomic_store_explicit(&place.turn, 1, memory_order_release);
  work(&workers[0]);
  for (size_t i = 1; i < count; i += 1) pthread_join(threads[i], NULL);
  atomic_fetch_sub(&at_work, count - 1);
  // Time in which this thread waited for others, or did not run.
  double time = seconds(CLOCK_MONOTONIC) - start;
  double idle = workers[0].waited + time - (seconds(CLOCK_THREAD_CPUTIME_ID) - used);
  if (idle > 0.4 * time) atomic_store(&crowded, 64);
  return place.done;
}

void uh_plan_run_whole(const uh_plan *plan) {
  const uh_frame whole = uh_frame_at(0, 0, 0, 0, 0, true);
  for (size_t i = 0; i < plan->stage_count; i += 1) {
    run_all(plan->stages[i].global, plan->stages[i].global_count, &whole);
  }
}

void uh_plan_run_block(const uh_plan *plan, size_t start) {
  const uh_frame frame = uh_frame_at(
      start % UH_PLAN_CHUNK, start, 0, 0, least(plan->block, plan->examples - start),
      start < UH_PLAN_CHUNK);
  for (size_t i = 0; i < plan->stage_count; i += 1) {
    run_all(plan->stages[i].local, plan->stages[i].local_count, &frame);
  }
}

size_t uh_threads_chosen(void) {
  const char *wanted = getenv("UNDERHOOD_THREADS");
  long count = wanted ? strtol(wanted, NULL, 10) : 0;
  if (count > 0) return least((size_t)count, 64);
#if defined(__linux__) && defined(CPU_COUNT)
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) == 0) {
    return least((size_t)CPU_COUNT(&allowed), 4);
  }
#endif
  count = sysconf(_SC_NPROCESSORS_ONLN);
  return count > 0 ? least((size_t)count, 4) : 1;
}
