/*
 * Run, as the files see it that carry runs out: etl/run/run.c and etl/run/run_name.c.
 *
 *     run_begin → the work: run_apply in one transaction → run_end
 */
#pragma once

#include "core/database/database.h"
#include "etl/fact/apply.h"
#include "etl/run/run.h"
#include "etl/run/run_sources.h"

/* One run at work. */
typedef struct Run {
	const Config *config;
	const RunOptions *options;
	GString *summary;
	gint64 began_us;
	gint64 step_us; /* when the step at hand began */
	int steps;

	char *conninfo;
	Database *warehouse;
	Claim *claim;
	RunSources sources;
	GPtrArray *notes; /* lines for the summary */
	GString *refused; /* files refused as a whole, by source; empty when there are none */
	bool behind;      /* a run before this one was applied and not published */
	ApplyResult applied;
} Run;

void run_clear(Run *run);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Run, run_clear)

typedef bool (*RunWork)(Run *run, GError **error);

/* Opens the warehouse and claims it for a run of KIND, made for REASON (NULL for an ordinary one).
 */
bool run_begin(Run *run, const char *kind, const char *reason, GError **error);

/* Does WORK in the run that has begun, and ends the run when that fails. */
bool run_carry_out(Run *run, RunWork work, GError **error);

/* Sees whether a run before this one was applied and not published. */
bool run_read_behind(Run *run, GError **error);

/* Does WORK in a transaction and commits it; a dry run leaves it open, to be given up at the end.
 */
bool run_apply(Run *run, RunWork work, GError **error);

/* Proves and publishes what was applied; a dry run says which figures would move, and takes all
 * back. */
bool run_end(Run *run, GError **error);

/* Enters how long STEP took; what cannot be entered is no fault of the run. */
void run_end_step(Run *run, const char *step);
