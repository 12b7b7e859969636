/*
 * bench-report: what reports cost against the bare libraries below them.
 *
 *     make bench-report [RUNS=5] [ONLY=sheet,book]
 *
 * Every measurement is of a child of its own, so that its peak of memory is its own.
 * What both sides wrote is held against each other before any time counts.
 */
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/report/work.h"
#include "tests/bench/table.h"

static int option_runs = 5;
static char *option_only;
static char *option_folder;

static const GOptionEntry entries[] = {
	{ "runs", 0, 0, G_OPTION_ARG_INT, &option_runs, "repetitions", "N" },
	{ "only", 0, 0, G_OPTION_ARG_STRING, &option_only, "lines to measure", "NAME,…" },
	{ "folder", 0, 0, G_OPTION_ARG_FILENAME, &option_folder, "working folder", "PATH" },
	{ 0 },
};

enum { SHEET_LIMIT_MIB = 32 };

/* ── one measurement ── */

/* Does WORK in a child; *peak_kib becomes the largest of its peaks. */
static double measure(Work work, const char *path, long *peak_kib)
{
	int ends[2];
	double seconds = -1;
	struct rusage used = { 0 };
	if (pipe(ends) != 0)
		return -1;
	pid_t child = fork();
	if (child == 0) {
		double taken = work(path);
		_exit(write(ends[1], &taken, sizeof taken) == sizeof taken ? 0 : 1);
	}
	close(ends[1]);
	if (read(ends[0], &seconds, sizeof seconds) != sizeof seconds)
		seconds = -1;
	close(ends[0]);
	(void)wait4(child, NULL, 0, &used);
	*peak_kib = MAX(*peak_kib, used.ru_maxrss);
	return seconds;
}

typedef struct {
	const char *line, *work, *against;
	Work ours, theirs;
	RowGoal goal;
	double target;
	long limit_mib; /* of ours; 0 for none */
} Pair;

static const Pair pairs[] = {
	{ "sheet", "a sheet of 100,000 × 20 cells, streamed",
	  "libxlsxwriter, constant memory, the same cells", work_stream, work_stream_raw,
	  ROW_WITHIN, 1.15, SHEET_LIMIT_MIB },
	{ "book", "a workbook of 30 tables of 1,000 × 15", "libxlsxwriter, the same tables",
	  work_book, work_book_raw, ROW_WITHIN, 1.3, 0 },
	{ "book", "a workbook of 30 tables of 1,000 × 15", "Python's XlsxWriter, the same tables",
	  work_book, work_book_python, ROW_FASTER, 4, 0 },
};

static bool chosen(const char *line)
{
	g_auto(GStrv) names = g_strsplit(option_only != NULL ? option_only : "", ",", -1);
	return names[0] == NULL || names[0][0] == '\0' ||
	       g_strv_contains((const char *const *)names, line);
}

/* Measures PAIR by turns; the cells are compared once, before the first time counts. */
static bool run_pair(const Pair *pair, const char *ours, const char *theirs, Row *row,
		     GString *memory)
{
	long ours_kib = 0;
	long theirs_kib = 0;
	for (int run = 0; run < option_runs; run++) {
		double first = run % 2 == 0 ? measure(pair->ours, ours, &ours_kib) : 0;
		double second = measure(pair->theirs, theirs, &theirs_kib);
		if (run % 2 != 0)
			first = measure(pair->ours, ours, &ours_kib);
		if (first < 0 || second < 0 || (run == 0 && !work_same(ours, theirs)))
			return false;
		row_add(row, first, second);
		g_printerr("bench: %s: %.2f s, against %.2f s\n", pair->line, first, second);
	}
	g_string_append_printf(memory, "| %s | %s | %.1f | %.1f | %s |\n", pair->line,
			       pair->against, (double)ours_kib / 1024, (double)theirs_kib / 1024,
			       pair->limit_mib == 0                 ? "–"
			       : ours_kib <= pair->limit_mib * 1024 ? "at most 32: met"
								    : "at most 32: **missed**");
	return true;
}

static bool run_pairs(Table *table, GString *memory)
{
	bool good = true;
	g_autofree char *ours = g_build_filename(option_folder, "ours.xlsx", NULL);
	g_autofree char *theirs = g_build_filename(option_folder, "theirs.xlsx", NULL);
	for (size_t n = 0; n < G_N_ELEMENTS(pairs); n++) {
		const Pair *pair = &pairs[n];
		if (!chosen(pair->line))
			continue;
		Row *row = table_row(table, pair->line, g_strdup(pair->work),
				     g_strdup(pair->against), pair->goal, pair->target);
		if (run_pair(pair, ours, theirs, row, memory))
			continue;
		table_fail(table, pair->line, "a side failed, or the two wrote different cells");
		good = false;
	}
	(void)g_unlink(ours);
	(void)g_unlink(theirs);
	return good;
}

int main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GOptionContext) context = g_option_context_new("- measures the report engine");
	g_option_context_add_main_entries(context, entries, NULL);
	if (!g_option_context_parse(context, &argc, &argv, &error) || option_runs < 1 ||
	    option_runs > SAMPLE_MOST) {
		g_printerr("bench: %s\n", error != NULL ? error->message : "RUNS is 1 to 32");
		return 2;
	}
	if (option_folder == NULL)
		option_folder = g_strdup("build/bench-report");
	if (g_mkdir_with_parents(option_folder, 0755) != 0)
		return 1;
	g_autoptr(Table) table = table_new();
	g_autoptr(GString) memory = g_string_new(NULL);
	bool good = run_pairs(table, memory);
	g_autofree char *head = g_strdup_printf(
	    "shumar " SHUMAR_VERSION ", RUNS=%d, seconds of the processor\n", option_runs);
	g_autofree char *text = table_text(table, head);
	g_autofree char *whole = g_strdup_printf(
	    "%s\nPeak memory in MiB:\n\n| line | against | ours | theirs | |\n|---|---|---|---|---|\n%s",
	    text, memory->str);
	g_autofree char *path = g_build_filename(option_folder, "report.md", NULL);
	fputs(whole, stdout);
	return g_file_set_contents(path, whole, -1, NULL) && good ? 0 : 1;
}
