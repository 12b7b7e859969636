#include "tests/bench/bench.h"

#include "core/database/sqltext.h"
#include "core/error.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

/* ── saying ── */
void bench_say(const Bench *bench, const char *format, ...)
{
	va_list list;
	va_start(list, format);
	g_autofree char *text = g_strdup_vprintf(format, list);
	va_end(list);
	gint64 seconds = (g_get_monotonic_time() - bench->began_us) / G_USEC_PER_SEC;
	g_printerr("bench %3" G_GINT64_FORMAT ":%02" G_GINT64_FORMAT "  %s\n", seconds / 60,
		   seconds % 60, text);
}

void bench_step(Bench *bench, const char *title, double seconds)
{
	bench->steps_done++;
	bench_say(bench, "[%u of %u] %s: %.2f s", bench->steps_done, bench->steps, title, seconds);
}

/* ── the server ── */
/* Copies server.conf over the cluster's postgresql.auto.conf; *ret_changed when it was another. */
static bool put_settings(const Bench *bench, bool *ret_changed, GError **error)
{
	g_autofree char *from = g_build_filename(bench->home, "server.conf", NULL);
	g_autofree char *to =
	    g_build_filename(cluster_folder(bench->cluster), "pg", "postgresql.auto.conf", NULL);
	g_autofree char *wanted = NULL;
	g_autofree char *there = NULL;
	if (!g_file_get_contents(from, &wanted, NULL, error) ||
	    !g_file_get_contents(to, &there, NULL, error))
		return false;
	*ret_changed = strcmp(wanted, there) != 0;
	if (!*ret_changed)
		return true;
	/* The file is the server's user's; written in place, it stays so. */
	FILE *file = g_fopen(to, "w");
	bool written = file != NULL && fputs(wanted, file) >= 0;
	written = file != NULL && fclose(file) == 0 && written;
	if (!written)
		error_set(error, SHUMAR_ERROR_FAILED, NULL, "cannot write '%s'", to);
	return written;
}

static bool start(Bench *bench, GError **error)
{
	g_autofree char *data = g_build_filename(bench->folder, "data", NULL);
	bool changed = false;
	bench->cluster = cluster_new(data, error);
	return bench->cluster != NULL && cluster_start(bench->cluster, NULL, error) &&
	       put_settings(bench, &changed, error) &&
	       (!changed || (cluster_stop(bench->cluster, NULL, error) &&
			     cluster_start(bench->cluster, NULL, error)));
}

bool bench_open(Bench *bench, GError **error)
{
	bench->began_us = g_get_monotonic_time();
	bench->home = g_canonicalize_filename("tests/bench", NULL);
	if (!start(bench, error))
		return false;
	g_autofree char *conninfo = bench_conninfo(bench, "postgres");
	g_autofree char *sql = g_build_filename(bench->home, "sql", NULL);
	g_setenv("BENCH_SQL", sql, TRUE);
	if (cluster_note(bench->cluster) != NULL)
		bench_say(bench, "%s", cluster_note(bench->cluster));
	return database_export(conninfo, error);
}

void bench_clear(Bench *bench)
{
	cluster_free(bench->cluster);
	g_free(bench->folder);
	g_free(bench->home);
}

/* Removes PATH and all below it. */
static void remove_tree(const char *path)
{
	g_autoptr(GDir) names =
	    g_file_test(path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open(path, 0, NULL);
	const char *name = NULL;
	while (names != NULL && (name = g_dir_read_name(names)) != NULL) {
		g_autofree char *below = g_build_filename(path, name, NULL);
		remove_tree(below);
	}
	(void)g_remove(path);
}

void bench_close(const char *folder, bool keep)
{
	static const char *const made[] = { "data", "csv", "log", "config" };
	g_autofree char *data = g_build_filename(folder, "data", NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(Cluster) cluster = cluster_new(data, &error);
	if (cluster == NULL || !cluster_stop(cluster, NULL, &error)) {
		g_printerr("bench: %s\n", error->message);
		return;
	}
	if (keep)
		return;
	remove_tree(cluster_folder(cluster));
	for (size_t n = 0; n < G_N_ELEMENTS(made); n++) {
		g_autofree char *path = g_build_filename(folder, made[n], NULL);
		remove_tree(path);
	}
}

/* ── databases ── */
char *bench_conninfo(const Bench *bench, const char *database)
{
	return cluster_conninfo(bench->cluster, database);
}

Database *bench_database(const Bench *bench, const char *database, GError **error)
{
	g_autofree char *conninfo = bench_conninfo(bench, database);
	return database_open(conninfo, "etl-bench", error); /* no time limit on statements */
}

bool bench_has(const Bench *bench, const char *database, bool *ret_has, GError **error)
{
	g_autoptr(Database) db = bench_database(bench, "postgres", error);
	if (db == NULL)
		return false;
	/* the program's own way to ask: no row when the database is there */
	g_autoptr(DatabaseResult) missing =
	    database_query(db, sqltext(SQL_CORE_CREATE_DATABASE), DATABASE_PARAMS(database), error);
	if (missing == NULL)
		return false;
	*ret_has = result_rows(missing) == 0;
	return true;
}

/* Runs a statement about databases, which can have no parameters. */
static bool administer(const Bench *bench, const char *statement, GError **error)
{
	g_autoptr(Database) db = bench_database(bench, "postgres", error);
	return db != NULL && database_exec(db, statement, DATABASE_NO_PARAMS, NULL, error);
}

static bool drop(const Bench *bench, const char *database, GError **error)
{
	g_autofree char *statement =
	    g_strdup_printf("drop database if exists %s with (force)", database);
	return administer(bench, statement, error);
}

bool bench_create(const Bench *bench, const char *database, GError **error)
{
	return drop(bench, database, error) &&
	       cluster_create_database(bench->cluster, database, error);
}

bool bench_rename(const Bench *bench, const char *from, const char *to, GError **error)
{
	g_autofree char *statement = g_strdup_printf("alter database %s rename to %s", from, to);
	return drop(bench, to, error) && administer(bench, statement, error);
}

bool bench_settle(const Bench *bench, GError **error)
{
	return administer(bench, "checkpoint", error);
}

/* ── SQL ── */
char *bench_file(const Bench *bench, const char *file, GError **error)
{
	g_autofree char *path = g_build_filename(bench->home, "sql", file, NULL);
	char *text = NULL;
	return g_file_get_contents(path, &text, NULL, error) ? text : NULL;
}

bool bench_script(const Bench *bench, const char *database, const char *file, GError **error)
{
	g_autofree char *text = bench_file(bench, file, error);
	g_autoptr(Database) db = text != NULL ? bench_database(bench, database, error) : NULL;
	if (db == NULL || !database_script(db, text, error)) {
		g_prefix_error(error, "tests/bench/sql/%s: ", file);
		return false;
	}
	return true;
}

DatabaseResult *bench_query(const Bench *bench, const char *database, const char *file,
			    const char *const *params, size_t params_count, GError **error)
{
	g_autofree char *text = bench_file(bench, file, error);
	g_autoptr(Database) db = text != NULL ? bench_database(bench, database, error) : NULL;
	DatabaseResult *rows =
	    db != NULL ? database_query(db, text, params, params_count, error) : NULL;
	if (rows == NULL)
		g_prefix_error(error, "tests/bench/sql/%s: ", file);
	return rows;
}
