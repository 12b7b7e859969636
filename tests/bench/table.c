#include "tests/bench/table.h"

#include <string.h>

#define MEMORY_LIMIT_MIB 64.0 /* issue 3, "Speed" */

typedef struct {
	char *line;
	gint64 kib;
} Peak;

struct Table {
	GPtrArray *rows;   /* of Row */
	GArray *peaks;     /* of Peak */
	GPtrArray *faults; /* of char* */
};

static void row_free(gpointer data)
{
	Row *row = data;
	g_free(row->line);
	g_free(row->work);
	g_free(row->against);
	g_free(row);
}

static void peak_clear(gpointer data)
{
	g_free(((Peak *)data)->line);
}

Table *table_new(void)
{
	Table *table = g_new0(Table, 1);
	table->rows = g_ptr_array_new_with_free_func(row_free);
	table->peaks = g_array_new(FALSE, TRUE, sizeof(Peak));
	g_array_set_clear_func(table->peaks, peak_clear);
	table->faults = g_ptr_array_new_with_free_func(g_free);
	return table;
}

void table_free(Table *table)
{
	if (table == NULL)
		return;
	g_ptr_array_unref(table->rows);
	g_array_unref(table->peaks);
	g_ptr_array_unref(table->faults);
	g_free(table);
}

Row *table_row(Table *table, const char *line, char *work, char *against, RowGoal goal,
	       double target)
{
	Row *row = g_new0(Row, 1);
	row->line = g_strdup(line);
	row->work = work;
	row->against = against;
	row->goal = goal;
	row->target = target;
	row->less = 1;
	g_ptr_array_add(table->rows, row);
	return row;
}

void row_add(Row *row, double ours, double theirs)
{
	sample_add(&row->ours, ours);
	sample_add(&row->theirs, theirs * row->less);
}

void table_peak(Table *table, const char *line, gint64 kib)
{
	for (guint n = 0; n < table->peaks->len; n++) {
		Peak *peak = &g_array_index(table->peaks, Peak, n);
		if (strcmp(peak->line, line) != 0)
			continue;
		peak->kib = MAX(peak->kib, kib);
		return;
	}
	Peak peak = { .line = g_strdup(line), .kib = kib };
	g_array_append_val(table->peaks, peak);
}

void table_fail(Table *table, const char *line, const char *why)
{
	g_ptr_array_add(table->faults, g_strdup_printf("`%s`: %s", line, why));
}

/* ── text ── */

/* Thousandths of a second need more digits than seconds. */
static void put_spread(GString *text, Spread spread)
{
	int digits = spread.median < 0.1 ? 4 : 2;
	g_string_append_printf(text, "%.*f (%.*f–%.*f)", digits, spread.median, digits,
			       spread.least, digits, spread.most);
}

static void put_row(GString *text, const Row *row)
{
	Spread ours = sample_spread(&row->ours);
	Spread theirs = sample_spread(&row->theirs);
	Spread ratio = row->goal == ROW_FASTER ? sample_ratio(&row->theirs, &row->ours)
					       : sample_ratio(&row->ours, &row->theirs);
	bool met =
	    row->goal == ROW_FASTER ? ratio.median >= row->target : ratio.median <= row->target;
	g_string_append_printf(text, "| %s | %s | %s | ", row->line, row->work, row->against);
	put_spread(text, ours);
	g_string_append(text, " | ");
	put_spread(text, theirs);
	g_string_append_printf(text, "%s | %.3f (%.3f–%.3f) | ", row->less > 1 ? " *" : "",
			       ratio.median, ratio.least, ratio.most);
	if (row->goal == ROW_SHOWN)
		g_string_append(text, "– | – |\n");
	else
		g_string_append_printf(text, "%s %g | %s |\n", row->goal == ROW_FASTER ? "≥" : "≤",
				       row->target, met ? "met" : "**missed**");
}

static void put_peaks(GString *text, const Table *table)
{
	g_string_append_printf(text,
			       "\nPeak memory of the program (VmHWM), at most %g MiB:\n\n"
			       "| line | MiB | |\n|---|---|---|\n",
			       MEMORY_LIMIT_MIB);
	for (guint n = 0; n < table->peaks->len; n++) {
		const Peak *peak = &g_array_index(table->peaks, Peak, n);
		double mib = (double)peak->kib / 1024;
		g_string_append_printf(text, "| %s | %.1f | %s |\n", peak->line, mib,
				       mib <= MEMORY_LIMIT_MIB ? "met" : "**missed**");
	}
}

char *table_text(const Table *table, const char *head)
{
	GString *text = g_string_new(head);
	g_string_append(text, "\n| line | ours | against | our s | their s | ratio | target | |\n"
			      "|---|---|---|---|---|---|---|---|\n");
	for (guint n = 0; n < table->rows->len; n++) {
		const Row *row = g_ptr_array_index(table->rows, n);
		if (row->ours.count > 0)
			put_row(text, row);
	}
	g_string_append(text,
			"\nSeconds and ratios are medians (least–most). A target with ≥ is their "
			"seconds by ours, one with ≤ ours by theirs.\n"
			"* reckoned for the whole work from the part that this peer was given.\n");
	if (table->peaks->len > 0)
		put_peaks(text, table);
	for (guint n = 0; n < table->faults->len; n++)
		g_string_append_printf(text, "%s**Failed** %s\n", n == 0 ? "\n" : "",
				       (const char *)g_ptr_array_index(table->faults, n));
	return g_string_free(text, FALSE);
}
