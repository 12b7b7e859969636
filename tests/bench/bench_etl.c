/*
 * bench-etl: the table "Speed" of the nightly engine, measured.
 *
 *     make bench-etl [ROWS=10000000] [RUNS=5] [ONLY=stage,csv] [KEEP=1]
 *
 * The measuring is done by a child; its parent outlives it, however it ends, to
 * stop the server and to clear the folder away.
 */
#include "core/error.h"
#include "tests/bench/line.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static gint64 option_rows = 10000000;
static int option_runs = 5;
static char *option_only;
static char *option_folder;
static gboolean option_keep;

static const GOptionEntry entries[] = {
	{ "rows", 0, 0, G_OPTION_ARG_INT64, &option_rows, "cases of the largest source", "N" },
	{ "runs", 0, 0, G_OPTION_ARG_INT, &option_runs, "repetitions", "N" },
	{ "only", 0, 0, G_OPTION_ARG_STRING, &option_only, "lines to measure", "NAME,…" },
	{ "folder", 0, 0, G_OPTION_ARG_FILENAME, &option_folder, "working folder", "PATH" },
	{ "keep", 0, 0, G_OPTION_ARG_NONE, &option_keep, "keep server, sources and warehouses",
	  NULL },
	{ 0 },
};

/* ── choosing ── */
static bool chosen(const Line *line)
{
	if (option_only == NULL || option_only[0] == '\0')
		return true;
	g_auto(GStrv) names = g_strsplit(option_only, ",", -1);
	return g_strv_contains((const char *const *)names, line->name);
}

static bool check_name(const char *name, GError **error)
{
	g_autoptr(GString) known = g_string_new(NULL);
	for (const Line *line = lines; line->name != NULL; line++) {
		if (strcmp(line->name, name) == 0)
			return true;
		g_string_append_printf(known, "\n  %-12s %s", line->name, line->about);
	}
	error_set(error, SHUMAR_ERROR_USAGE, NULL, "there is no line '%s'; the lines are:%s", name,
		  known->str);
	return false;
}

static bool check_options(GError **error)
{
	enum { LEAST_ROWS = 20000 }; /* below it a night of 0.1 % is no changes at all */
	g_auto(GStrv) names = g_strsplit(option_only != NULL ? option_only : "", ",", -1);
	for (char **name = names; *name != NULL; name++) {
		if ((*name)[0] != '\0' && !check_name(*name, error))
			return false;
	}
	if (option_rows >= LEAST_ROWS && option_runs >= 1 && option_runs <= SAMPLE_MOST)
		return true;
	error_set(error, SHUMAR_ERROR_USAGE, NULL, "ROWS must be at least %d, RUNS 1 to %d",
		  LEAST_ROWS, SAMPLE_MOST);
	return false;
}

/* ── measuring ── */
static bool write_table(const Bench *bench, const Table *table, bool print, GError **error)
{
	g_autofree char *versions = peer_output(bench, "versions.sh", error);
	g_autofree char *path = g_build_filename(bench->folder, "etl.md", NULL);
	g_autoptr(DatabaseResult) sizes =
	    bench_query(bench, "postgres", "source/sizes.sql", DATABASE_NO_PARAMS, error);
	if (versions == NULL || sizes == NULL)
		return false;
	g_autofree char *cases = line_count(bench->cases);
	const char *commit = g_getenv("BENCH_COMMIT");
	g_autofree char *head =
	    g_strdup_printf("shumar " SHUMAR_VERSION " (%s), ROWS=%s, RUNS=%d\n%ssizes: %s\n",
			    commit != NULL ? commit : "no commit", cases, bench->runs, versions,
			    result_is_null(sizes, 0, 0) ? "–" : result_text(sizes, 0, 0));
	g_autofree char *text = table_text(table, head);
	if (print && (fputs(text, stdout) < 0 || fflush(stdout) != 0)) {
		error_set(error, SHUMAR_ERROR_OUTPUT, NULL, "cannot print the table");
		return false;
	}
	return g_file_set_contents(path, text, -1, error);
}

/* Measures one line; what went wrong with it stands in the table and the next one goes on. */
static bool measure(const Line *line, Bench *bench, Table *table)
{
	g_autoptr(GError) error = NULL;
	bench_say(bench, "%s: %s", line->name, line->about);
	if (line->run(line, bench, table, &error))
		return true;
	bench_say(bench, "%s: FAILED: %s", line->name, error->message);
	table_fail(table, line->name, error->message);
	return false;
}

static bool measure_all(Bench *bench, GError **error)
{
	g_autoptr(Table) table = table_new();
	bool good = true;
	for (const Line *line = lines; line->name != NULL; line++)
		bench->steps += chosen(line) ? line->steps * (guint)bench->runs : 0;
	for (const Line *line = lines; line->name != NULL; line++) {
		if (!chosen(line))
			continue;
		good = measure(line, bench, table) && good;
		/* after every line, so that a long night's measurements are not lost */
		if (!write_table(bench, table, false, error))
			return false;
	}
	if (!write_table(bench, table, true, error))
		return false;
	if (!good)
		error_set(error, SHUMAR_ERROR_FAILED, NULL, "a line failed; see the table");
	return good;
}

static int work(const char *folder)
{
	g_autoptr(GError) error = NULL;
	g_auto(Bench)
	    bench = { .cases = option_rows, .runs = option_runs, .folder = g_strdup(folder) };
	if (bench_open(&bench, &error) && measure_all(&bench, &error))
		return 0;
	g_printerr("bench: %s\n", error->message);
	return 1;
}

/* ── the parent ── */
static pid_t worker;

static void pass_on(int number)
{
	if (worker > 0)
		(void)kill(worker, number);
}

static int supervise(const char *folder)
{
	const struct sigaction passing = { .sa_handler = pass_on };
	int status = 0;
	worker = fork();
	if (worker == 0)
		_exit(work(folder));
	/* A terminal sends SIGINT to both; the child ends of it and the parent clears away. */
	(void)signal(SIGINT, SIG_IGN);
	(void)sigaction(SIGTERM, &passing, NULL);
	(void)sigaction(SIGHUP, &passing, NULL);
	while (worker > 0 && waitpid(worker, &status, 0) < 0 && errno == EINTR)
		;
	bench_close(folder, option_keep);
	return worker > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

int main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GOptionContext) context = g_option_context_new("- measures the nightly engine");
	g_option_context_add_main_entries(context, entries, NULL);
	if (!g_option_context_parse(context, &argc, &argv, &error) || !check_options(&error)) {
		g_printerr("bench: %s\n", error->message);
		return 2;
	}
	g_autofree char *folder =
	    g_canonicalize_filename(option_folder != NULL ? option_folder : "build/bench", NULL);
	if (g_mkdir_with_parents(folder, 0755) != 0) {
		g_printerr("bench: cannot make the folder '%s'\n", folder);
		return 1;
	}
	return supervise(folder);
}
