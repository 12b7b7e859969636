/*
 * Crash: a warehouse with one run in it, sources that have changed since, and copies of the
 * warehouse for runs that are killed, one for each.
 *
 * The sources are the record system psrms with its change ledger, and a folder of CSV
 * files. What changed: new, corrected, reclassified, deleted, bad and resolved records.
 *
 *     g_autoptr(Crash) crash = crash_new(false);
 *     g_autofree char *undisturbed = crash_undisturbed(crash, CRASH_NIGHTLY);
 *     crash_copy(crash);
 *     pid_t child = crash_begin(crash, CRASH_NIGHTLY, "apply.cubes=kill");
 *     …
 *     crash_run_well(crash, CRASH_NIGHTLY);
 *     g_autofree char *digest = crash_digest(crash);
 */
#pragma once

#include "core/config/config.h"
#include "core/database/database.h"
#include "core/warehouse/cluster.h"
#include "etl/run/run.h"

#include <sys/types.h>

typedef enum {
	CRASH_NIGHTLY,
	CRASH_RECLASSIFY, /* a night before which all facts are classified anew */
	CRASH_REBUILD,    /* of a cube with a wrong cell */
	CRASH_WORKS
} CrashWork;

typedef struct {
	Config *config; /* its warehouse is the copy at hand */
	Database *source;
	Cluster *cluster;   /* of the warehouse; NULL for the suite's server */
	char *base;         /* database that is copied */
	char *copy;         /* database at hand; NULL before the first copy */
	RunOptions options; /* of the nights */
	char *said_path;    /* where a run in a child leaves its last words */
} Crash;

/* OWN_SERVER: the warehouse is on a server of its own, which may be killed. */
Crash *crash_new(bool own_server);
void crash_free(Crash *crash);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Crash, crash_free)

/* Takes a new copy of the base, and drops the one before; prepared for WORK. */
void crash_copy(Crash *crash, CrashWork work);

/* Begins WORK in a child process, with SHUMAR_FAULT as FAULT (NULL: none). */
pid_t crash_begin(Crash *crash, CrashWork work, const char *fault);

/* Waits until the child is halted; false when it ended instead, as *ret_status (may be NULL, of
 * waitpid) tells. */
bool crash_wait_halted(pid_t child, int *ret_status);

/* How the child ended: its exit code, or 128 + signal; *ret_said (may be NULL) are its summary,
 * its error's message and hint, and the most memory it held. Transfer full. */
int crash_end(const Crash *crash, pid_t child, char **ret_said);

/* Waits until no session of a run is left in the copy. */
void crash_wait_alone(Crash *crash);

/* Runs WORK in a child, which must end well. */
void crash_run_well(Crash *crash, CrashWork work);

/* The digest after WORK in a copy without any fault. Transfer full. */
char *crash_undisturbed(Crash *crash, CrashWork work);

/* Facts, versions, cubes, figures of reports, rejects and watermarks of the copy, a line with a
 * hash for each. Also checks what no run may leave: a lost watermark, a run without its
 * manifest, a stage with rows. Transfer full. */
char *crash_digest(Crash *crash);

/* Facts, versions, cubes and figures alone. Transfer full. */
char *crash_figures(Crash *crash);

/* The answer of the copy to SQL. Transfer full. */
char *crash_ask(Crash *crash, const char *sql);
void crash_do(Crash *crash, const char *sql);

/* Kills the warehouse's server as a power cut would; starts it again. */
void crash_kill_server(Crash *crash);
void crash_start_server(Crash *crash);
