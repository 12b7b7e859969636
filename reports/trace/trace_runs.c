#include "reports/trace/trace_runs.h"

#include <string.h>

#include "core/database/sqltext.h"

/* ── what happened to the facts ── */

/* Versions of facts as they enter and leave the figure, by run. */
typedef struct {
	GTree *runs;          /* run number → TraceRun */
	GHashTable *entering; /* "run|part|key" of versions that a run opened */
} Changes;

static int compare_runs(gconstpointer left, gconstpointer right, gpointer unused)
{
	(void)unused;
	gint64 a = *(const gint64 *)left, b = *(const gint64 *)right;
	return (a > b) - (a < b);
}

static TraceRun *run_of(const Changes *changes, gint64 run_no)
{
	TraceRun *run = g_tree_lookup(changes->runs, &run_no);
	if (run == NULL) {
		run = g_new0(TraceRun, 1);
		run->run_no = run_no;
		g_tree_insert(changes->runs, &run->run_no, run);
	}
	return run;
}

static char *change_key(gint64 run_no, const TraceFact *fact)
{
	return g_strdup_printf("%" G_GINT64_FORMAT "|%d|%s|%s", run_no, (int)fact->part, fact->fact,
			       fact->row_key);
}

static void note_entering(const Changes *changes, const TraceFact *fact)
{
	TraceRun *run = run_of(changes, fact->run_from);
	run->after[fact->part] += fact->amount;
	if (fact->follows)
		run->moved_in++; /* taken back by its predecessor, if that counted too */
	else
		run->entered++;
	g_hash_table_add(changes->entering, change_key(fact->run_from, fact));
}

/* Every version that was closed: corrected when the next one still counts. */
static void note_leaving(const Changes *changes, const TraceFact *fact)
{
	if (fact->run_to == 0)
		return;
	TraceRun *run = run_of(changes, fact->run_to);
	g_autofree char *key = change_key(fact->run_to, fact);
	run->after[fact->part] -= fact->amount;
	if (!fact->goes_on) {
		run->deleted++;
	} else if (g_hash_table_contains(changes->entering, key)) {
		run->corrected++;
		run->moved_in--;
	} else {
		run->moved_out++;
	}
}

/* Puts RUN behind the others; its changes become the sums after it. */
static gboolean append_run(gpointer key, gpointer run, gpointer data)
{
	(void)key;
	GArray *runs = data;
	TraceRun made = *(TraceRun *)run;
	for (int part = 0; runs->len > 0 && part < TRACE_PARTS; part++)
		made.after[part] += g_array_index(runs, TraceRun, runs->len - 1).after[part];
	g_array_append_val(runs, made);
	return FALSE;
}

static void find_changes(Trace *trace)
{
	Changes changes = { g_tree_new_full(compare_runs, NULL, NULL, g_free),
			    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) };
	for (guint n = 0; n < trace->facts->len; n++)
		note_entering(&changes, &g_array_index(trace->facts, TraceFact, n));
	for (guint n = 0; n < trace->facts->len; n++)
		note_leaving(&changes, &g_array_index(trace->facts, TraceFact, n));
	g_tree_foreach(changes.runs, append_run, trace->runs);
	g_tree_unref(changes.runs);
	g_hash_table_unref(changes.entering);
}

/* ── what is known of the runs ── */

/* "{1,4}" */
static char *run_list(const GArray *runs)
{
	g_autoptr(GString) list = g_string_new("{");
	for (guint n = 0; n < runs->len; n++)
		g_string_append_printf(list, "%s%" G_GINT64_FORMAT, n > 0 ? "," : "",
				       g_array_index(runs, TraceRun, n).run_no);
	g_string_append_c(list, '}');
	return g_string_free(g_steal_pointer(&list), FALSE);
}

static void take_run(Trace *trace, const DatabaseResult *rows, int row)
{
	gint64 run_no = result_int64(rows, row, result_column(rows, "run_no"));
	for (guint n = 0; n < trace->runs->len; n++) {
		TraceRun *run = &g_array_index(trace->runs, TraceRun, n);
		if (run->run_no != run_no)
			continue;
		run->kind = g_string_chunk_insert_const(
		    trace->texts, result_text(rows, row, result_column(rows, "kind")));
		run->started = g_string_chunk_insert_const(
		    trace->texts, result_text(rows, row, result_column(rows, "started")));
	}
}

bool trace_read_runs(Trace *trace, Database *db, GError **error)
{
	find_changes(trace);
	g_autofree char *numbers = run_list(trace->runs);
	g_autoptr(DatabaseResult) rows =
	    database_query(db, sqltext(SQL_REPORTS_TRACE_RUNS), DATABASE_PARAMS(numbers), error);
	for (int row = 0; rows != NULL && row < result_rows(rows); row++)
		take_run(trace, rows, row);
	return rows != NULL;
}
