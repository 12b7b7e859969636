/*
 * Ours: the engine at work in a process of its own, timed, with its peak of memory.
 *
 * The process is forked from the bench, so it is the library that the program
 * links, without the program's start. What it logs goes to build/bench/log/.
 */
#pragma once

#include "tests/bench/bench.h"

typedef enum {
	OURS_STAGE,   /* extract only */
	OURS_CHECK,   /* extract and all rules */
	OURS_NIGHTLY, /* a full run, published */
	OURS_REBUILD, /* every cube anew from the facts, proven, published */
	OURS_VERIFY,  /* every cube proven */
} OursWork;

/* Where it reads and writes. */
typedef struct {
	const char *warehouse; /* database */
	const char *source;    /* database of the police system; NULL: the drop */
	const char *folder;    /* of the drop */
	const char *mapping;   /* "bench", "bench-case" or "bench-drop" */
} OursPlace;

typedef struct {
	double seconds;
	gint64 peak_kib; /* VmHWM of the process */
	gint64 run_no;   /* 0 for verify */
} OursRun;

bool ours_run(const Bench *bench, OursWork work, const OursPlace *place, OursRun *ret_run,
	      GError **error);

/* Seconds of those steps of run RUN_NO that NAMES (NULL-terminated) lists, as the
 * warehouse keeps them; a negative number when it keeps none. */
bool ours_steps(const Bench *bench, const char *warehouse, gint64 run_no, const char *const *names,
		double *ret_seconds, GError **error);
