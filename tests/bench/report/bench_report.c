/*
 * bench-report: what reports cost against the bare libraries below them.
 *
 *     make bench-report [RUNS=5] [ONLY=sheet,book,page,render]
 *
 * Every measurement is of a child of its own, so that its peak of memory is its own.
 * Taken are the processor's seconds and those of the clock; the machine may be
 * shared. What both sides wrote is held against each other before any time counts.
 */
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/report/taken.h"
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
#define RENDER_LIMIT_S 0.5

/* ── one measurement ── */

/* Does WORK in a child; *peak_kib becomes the largest of its peaks. */
static Taken measure(Work work, const char *path, long *peak_kib)
{
	int ends[2];
	Taken taken = taken_failed;
	struct rusage used = { 0 };
	if (pipe(ends) != 0)
		return taken_failed;
	pid_t child = fork();
	if (child == 0) {
		taken = work(path);
		_exit(write(ends[1], &taken, sizeof taken) == sizeof taken ? 0 : 1);
	}
	close(ends[1]);
	if (read(ends[0], &taken, sizeof taken) != sizeof taken)
		taken = taken_failed;
	close(ends[0]);
	(void)wait4(child, NULL, 0, &used);
	*peak_kib = MAX(*peak_kib, used.ru_maxrss);
	return taken;
}

/* A row of the tables. Without a peer ours stands against LIMIT_S seconds. */
typedef struct {
	const char *line, *work, *against;
	Work ours, theirs;
	bool (*same)(const char *ours, const char *theirs); /* or NULL */
	RowGoal goal;
	double target;
	double limit_s;
	long limit_mib; /* of ours; 0 for none */
} Pair;

#define PAGES_OURS "two pages of dpo-weekly, from rows to PDF"
#define BOOK_OURS  "a workbook of 30 tables of 1,000 × 15"

static const Pair pairs[] = {
	{ "sheet", "a sheet of 100,000 × 20 cells, streamed",
	  "libxlsxwriter, constant memory, the same cells", work_stream, work_stream_raw,
	  work_same_cells, ROW_WITHIN, 1.15, 0, SHEET_LIMIT_MIB },
	{ "book", BOOK_OURS, "libxlsxwriter, the same tables", work_book, work_book_raw,
	  work_same_cells, ROW_WITHIN, 1.3, 0, 0 },
	{ "book", BOOK_OURS, "Python's XlsxWriter, the same tables", work_book, work_book_python,
	  work_same_cells, ROW_FASTER, 4, 0, 0 },
	{ "page", PAGES_OURS, "pandas and matplotlib, pages of the same", work_page,
	  work_page_python, work_same_pages, ROW_FASTER, 40, 0, 0 },
	{ "page", PAGES_OURS, "cairo and pango, the same texts and paths", work_page, work_page_raw,
	  work_same_pages, ROW_WITHIN, 2, 0, 0 },
	{ "page", "the first of a process: with the fonts", "the limit of `render`",
	  work_page_first, NULL, NULL, ROW_SHOWN, 0, RENDER_LIMIT_S, 0 },
};

static const Pair render_pairs[] = {
	{ "render", "`report render dpo-weekly`, from start to PDF", "the limit", work_render, NULL,
	  NULL, ROW_WITHIN, 1, RENDER_LIMIT_S, 0 },
	{ "render", "the same as text: start, queries, no drawing", "the limit", work_render_text,
	  NULL, NULL, ROW_SHOWN, 0, RENDER_LIMIT_S, 0 },
	{ "render", "`--version`: start alone", "the limit", work_render_start, NULL, NULL,
	  ROW_SHOWN, 0, RENDER_LIMIT_S, 0 },
};

static bool chosen(const char *line)
{
	g_auto(GStrv) names = g_strsplit(option_only != NULL ? option_only : "", ",", -1);
	return names[0] == NULL || names[0][0] == '\0' ||
	       g_strv_contains((const char *const *)names, line);
}

/* ── all of them ── */

typedef struct {
	Table *processor, *clock;
	GString *memory; /* rows of its table */
	char *ours, *theirs;
} Results;

static Taken measure_theirs(const Pair *pair, const char *path, long *peak_kib)
{
	return pair->theirs != NULL ? measure(pair->theirs, path, peak_kib)
				    : (Taken){ pair->limit_s, pair->limit_s };
}

static void add_memory(Results *results, const Pair *pair, long ours_kib, long theirs_kib)
{
	g_string_append_printf(results->memory, "| %s | %s | %.1f | %.1f | %s |\n", pair->line,
			       pair->against, (double)ours_kib / 1024, (double)theirs_kib / 1024,
			       pair->limit_mib == 0                 ? "–"
			       : ours_kib <= pair->limit_mib * 1024 ? "at most 32: met"
								    : "at most 32: **missed**");
}

/* Measures PAIR by turns; what both made is compared once, before the first time counts. */
static bool measure_pair(Results *results, const Pair *pair, Row *processor, Row *clock)
{
	long ours_kib = 0, theirs_kib = 0;
	for (int run = 0; run < option_runs; run++) {
		Taken ours =
		    run % 2 == 0 ? measure(pair->ours, results->ours, &ours_kib) : (Taken){ 0 };
		Taken theirs = measure_theirs(pair, results->theirs, &theirs_kib);
		if (run % 2 != 0)
			ours = measure(pair->ours, results->ours, &ours_kib);
		if (ours.clock < 0 || theirs.clock < 0 ||
		    (run == 0 && pair->same != NULL && !pair->same(results->ours, results->theirs)))
			return false;
		row_add(processor, ours.processor, theirs.processor);
		row_add(clock, ours.clock, theirs.clock);
		g_printerr("bench: %s: %.4f s, against %.4f s\n", pair->line, ours.processor,
			   theirs.processor);
	}
	if (pair->theirs != NULL)
		add_memory(results, pair, ours_kib, theirs_kib);
	return true;
}

static bool run_pair(Results *results, const Pair *pair)
{
	/* a limit is one of the clock */
	bool judged = pair->theirs != NULL;
	Row *processor =
	    table_row(results->processor, pair->line, g_strdup(pair->work), g_strdup(pair->against),
		      judged ? pair->goal : ROW_SHOWN, pair->target);
	Row *clock = table_row(results->clock, pair->line, g_strdup(pair->work),
			       g_strdup(pair->against), pair->goal, pair->target);
	if (measure_pair(results, pair, processor, clock))
		return true;
	table_fail(results->clock, pair->line, "a side failed, or the two made different things");
	return false;
}

static bool run_pairs(Results *results, const Pair *list, size_t count)
{
	bool good = true;
	for (size_t n = 0; n < count; n++) {
		if (chosen(list[n].line))
			good = run_pair(results, &list[n]) && good;
	}
	return good;
}

static bool run_all(Results *results)
{
	bool good = run_pairs(results, pairs, G_N_ELEMENTS(pairs));
	if (chosen("render")) {
		bool open = work_render_open(option_folder);
		if (open)
			good = run_pairs(results, render_pairs, G_N_ELEMENTS(render_pairs)) && good;
		else
			table_fail(results->clock, "render", "no records of the demonstration");
		good = good && open;
		work_render_close();
	}
	(void)g_unlink(results->ours);
	(void)g_unlink(results->theirs);
	return good;
}

/* ── the text ── */

/* The first line of what COMMAND prints, or "?". Transfer full. */
static char *first_line(const char *command)
{
	char *said = NULL;
	if (!g_spawn_command_line_sync(command, &said, NULL, NULL, NULL) || said == NULL)
		return g_strdup("?");
	said[strcspn(said, "\n")] = '\0';
	return said;
}

/* The load averages, "1.00 2.00 3.00". Transfer full. */
static char *load_now(void)
{
	double loads[3] = { 0 };
	(void)getloadavg(loads, 3);
	return g_strdup_printf("%.1f %.1f %.1f", loads[0], loads[1], loads[2]);
}

static char *results_text(const Results *results, const char *load_before)
{
	g_autofree char *load = load_now();
	g_autofree char *machine = first_line("uname -srm");
	g_autofree char *python = first_line("tests/bench/peers/page_pdf.py versions");
	g_autofree char *head = g_strdup_printf(
	    "shumar " SHUMAR_VERSION ", RUNS=%d, %u cores, %s; %s; load %s before, %s after\n\n"
	    "Seconds of the processor:\n",
	    option_runs, g_get_num_processors(), machine, python, load_before, load);
	g_autofree char *processor = table_text(results->processor, head);
	g_autofree char *clock =
	    table_text(results->clock, "Seconds by the clock, with what else the machine does:\n");
	return g_strdup_printf("%s\n%s\nPeak memory in MiB:\n\n"
			       "| line | against | ours | theirs | |\n|---|---|---|---|---|\n%s",
			       processor, clock, results->memory->str);
}

static int run_and_print(void)
{
	g_autoptr(Table) processor = table_new();
	g_autoptr(Table) clock = table_new();
	g_autoptr(GString) memory = g_string_new(NULL);
	g_autofree char *ours = g_build_filename(option_folder, "ours", NULL);
	g_autofree char *theirs = g_build_filename(option_folder, "theirs", NULL);
	Results results = { processor, clock, memory, ours, theirs };
	g_autofree char *load = load_now();
	bool good = run_all(&results);
	g_autofree char *text = results_text(&results, load);
	g_autofree char *path = g_build_filename(option_folder, "report.md", NULL);
	fputs(text, stdout);
	return g_file_set_contents(path, text, -1, NULL) && good ? 0 : 1;
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
	return run_and_print();
}
