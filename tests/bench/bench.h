/*
 * Bench: what all lines of `make bench-etl` share: the options, a private
 * PostgreSQL in build/bench with the published configuration server.conf, its
 * databases, and the files of tests/bench/, which are read when they are needed.
 *
 *     g_auto(Bench) bench = { .cases = 10000000, .runs = 5 };
 *     ok = bench_open(&bench, &error) && line->run(&bench, table, &error);
 */
#pragma once

#include "core/database/database.h"
#include "core/warehouse/cluster.h"

typedef struct {
	/* the options */
	gint64 cases; /* of the largest source */
	int runs;     /* repetitions of every measurement */

	/* filled by bench_open */
	char *folder; /* absolute: of the server, the CSV files and the results */
	char *home;   /* absolute: tests/bench */
	Cluster *cluster;

	/* progress */
	guint steps; /* measurements of all lines chosen */
	guint steps_done;
	gint64 began_us;
} Bench;

/* Starts the server in FOLDER and points libpq's variables at it, for the peers. */
bool bench_open(Bench *bench, GError **error);
void bench_clear(Bench *bench);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Bench, bench_clear)

/* Stops the server of FOLDER, if it runs; removes everything in it but etl.md unless KEEP. */
void bench_close(const char *folder, bool keep);

/* A line on stderr, with the time since the start. */
void bench_say(const Bench *bench, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Says that one more measurement is done, which took SECONDS. */
void bench_step(Bench *bench, const char *title, double seconds);

/* ── databases ── */
char *bench_conninfo(const Bench *bench, const char *database);
Database *bench_database(const Bench *bench, const char *database, GError **error);
bool bench_has(const Bench *bench, const char *database, bool *ret_has, GError **error);

/* Makes DATABASE anew and empty. */
bool bench_create(const Bench *bench, const char *database, GError **error);
bool bench_rename(const Bench *bench, const char *from, const char *to, GError **error);

/* ── SQL of tests/bench/sql ── */
char *bench_file(const Bench *bench, const char *file, GError **error);
bool bench_script(const Bench *bench, const char *database, const char *file, GError **error);

/* Runs one statement that gives rows. */
DatabaseResult *bench_query(const Bench *bench, const char *database, const char *file,
			    const char *const *params, size_t params_count, GError **error);

/* Writes what lies in memory, so that no measurement pays for the one before. */
bool bench_settle(const Bench *bench, GError **error);
