/* A trace as a text for a terminal, or its keys as CSV. */
#include <math.h>
#include <string.h>

#include "core/csvout.h"
#include "reports/trace/trace.h"

/* ── tables ── */

/* Appends ROWS (of GStrv as wide as HEADS, the first are the heads) with columns as wide as
 * their texts; numbers, whose head begins with '#', to the right. */
static void put_table(GString *text, const GPtrArray *rows, const bool *right)
{
	guint columns = g_strv_length(rows->pdata[0]);
	g_autofree glong *widths = g_new0(glong, columns);
	for (guint row = 0; row < rows->len; row++) {
		char **cells = g_ptr_array_index(rows, row);
		for (guint column = 0; column < columns; column++)
			widths[column] = MAX(widths[column], g_utf8_strlen(cells[column], -1));
	}
	for (guint row = 0; row < rows->len; row++) {
		char **cells = g_ptr_array_index(rows, row);
		for (guint column = 0; column < columns; column++) {
			int pad = (int)(widths[column] - g_utf8_strlen(cells[column], -1));
			g_string_append(text, "  ");
			if (right[column])
				g_string_append_printf(text, "%*s%s", pad, "", cells[column]);
			else
				g_string_append_printf(text, "%s%*s", cells[column],
						       column + 1 < columns ? pad : 0, "");
		}
		g_string_append_c(text, '\n');
	}
}

static void add_row(GPtrArray *rows, ...)
{
	g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
	va_list list;
	va_start(list, rows);
	const char *cell;
	while ((cell = va_arg(list, const char *)) != NULL)
		g_strv_builder_add(builder, cell);
	va_end(list);
	g_ptr_array_add(rows, g_strv_builder_end(builder));
}

static GPtrArray *rows_new(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
}

static char *number(gint64 value)
{
	return g_strdup_printf("%" G_GINT64_FORMAT, value);
}

static const char *or_dash(const char *text)
{
	return text != NULL && text[0] != '\0' ? text : "-";
}

/* Says how many of COUNT were left out after LIMIT. */
static void put_left_out(GString *text, guint count, gint64 limit, const char *what)
{
	if (limit > 0 && count > limit)
		g_string_append_printf(text, "  … and %u more %s; --limit 0 lists all\n",
				       count - (guint)limit, what);
}

/* ── the figure ── */

static void put_measure(GString *text, const Measure *measure, const char *language)
{
	const char *source = measure_source(measure);
	g_string_append_printf(text, "measure     %s: %s\n", measure_id(measure),
			       measure_name(measure, language));
	g_string_append_printf(text, "definition  %s\n", measure_definition(measure, language));
	g_string_append_printf(text, "counted by  %s%s%s\n", measure_basis(measure, language),
			       source != NULL ? "; " : "", source != NULL ? source : "");
	if (measure_numerator(measure) != NULL)
		g_string_append_printf(text, "rate        %s over %s\n", measure_numerator(measure),
				       measure_denominator(measure));
}

static void put_figure(GString *text, const Trace *trace, const char *language)
{
	const TraceFigure *figure = trace->figure;
	g_string_append_printf(text, "%s%s%s: %s\n", figure->id, trace->row != NULL ? ", " : "",
			       trace->row != NULL ? trace->row : "", trace->printed);
	if (figure->measure != NULL)
		put_measure(text, figure->measure, language);
	const Office *office = figure->dataset->office;
	if (office != NULL) /* its rows are called by their lines */
		g_string_append_printf(text, "dataset     office file %s%s%s, column %s\n",
				       office->file, trace->row != NULL ? ", line " : "",
				       trace->row != NULL ? trace->row : "", figure->column);
	else
		g_string_append_printf(text, "dataset     %s, column %s (sql/reports/%s.sql)\n",
				       figure->dataset->query, figure->column,
				       figure->dataset->query);
	if (trace->arguments[0] != '\0')
		g_string_append_printf(text, "parameters  %s\n", trace->arguments);
	g_string_append_printf(text, "run         %" G_GINT64_FORMAT "\n", trace->run_no);
	if (trace->said->len > 0)
		g_string_append_printf(text, "source      %s\n", trace->said->str);
}

/* ── cells ── */

/* "81", or "9 over 81 is 11.1", or "52 times 1/52 is 1.0" */
static char *sum_text(const Trace *trace, const gint64 *sums)
{
	gint64 sum = sums[TRACE_WHOLE] + sums[TRACE_NUMERATOR];
	g_autofree char *over =
	    sums[TRACE_DENOMINATOR] != 0
		? g_strdup_printf(" over %" G_GINT64_FORMAT, sums[TRACE_DENOMINATOR])
		: g_strdup("");
	if (trace->worked_out)
		return g_strdup_printf("%" G_GINT64_FORMAT "%s; the figure is worked out from them",
				       sum, over);
	if (sums[TRACE_DENOMINATOR] == 0 && trace->scale == 1)
		return number(sum);
	double value = trace_value(trace, sums);
	const char *times = trace->scale < 1 ? ", divided by " : ", times ";
	double factor = trace->scale < 1 ? round(1 / trace->scale) : trace->scale;
	g_autofree char *scaled =
	    trace->scale == 1 ? g_strdup("") : g_strdup_printf("%s%g", times, factor);
	return g_strdup_printf("%" G_GINT64_FORMAT "%s%s, is %.2f", sum, over, scaled, value);
}

static void put_cells(GString *text, const Trace *trace, gint64 limit, bool list)
{
	static const bool right[] = { false, false, false, true };
	g_autofree char *sum = sum_text(trace, trace->cells_sum);
	g_string_append_printf(text, "\ncells: %u, adding up to %s\n", trace->cells->len, sum);
	if (!list || trace->cells->len == 0)
		return;
	g_autoptr(GPtrArray) rows = rows_new();
	add_row(rows, "CUBE", "CELL", "PART", "COUNT", NULL);
	for (guint n = 0; n < trace->cells->len && (limit == 0 || n < limit); n++) {
		const TraceCell *cell = &g_array_index(trace->cells, TraceCell, n);
		g_autofree char *amount = number(cell->amount);
		add_row(rows, cell->cube, cell->cell, or_dash(trace_part_names[cell->part]), amount,
			NULL);
	}
	put_table(text, rows, right);
	put_left_out(text, trace->cells->len, limit, "cells");
}

/* ── keys ── */

static char *year_text(const TraceFact *fact)
{
	return fact->fir_year != 0 ? number(fact->fir_year) : g_strdup("-");
}

static void put_keys(GString *text, const Trace *trace, gint64 limit)
{
	static const bool right[] = { false, false, false, true, false, false, false, true, true };
	g_autofree char *sum = sum_text(trace, trace->facts_sum);
	g_string_append_printf(text, "\nrecords: %u, adding up to %s\n", trace->known, sum);
	if (trace->known == 0)
		return;
	g_autoptr(GPtrArray) rows = rows_new();
	add_row(rows, "RECORD", "DISTRICT", "STATION", "YEAR", "FIR", "KEY", "DAY", "COUNT", "RUN",
		NULL);
	for (guint n = 0; n < trace->known && (limit == 0 || n < limit); n++) {
		const TraceFact *fact = &g_array_index(trace->facts, TraceFact, n);
		g_autofree char *year = year_text(fact);
		g_autofree char *amount = number(fact->amount);
		g_autofree char *run = number(fact->run_from);
		g_autofree char *kind =
		    fact->part == TRACE_WHOLE
			? g_strdup(fact->fact)
			: g_strdup_printf("%s, %s", fact->fact, trace_part_names[fact->part]);
		add_row(rows, kind, fact->district, or_dash(fact->station), year,
			or_dash(fact->fir_number), or_dash(fact->record), fact->event_on, amount,
			run, NULL);
	}
	put_table(text, rows, right);
	put_left_out(text, trace->known, limit, "records");
}

/* ── runs ── */

static char *after_text(const TraceRun *run)
{
	gint64 sum = run->after[TRACE_WHOLE] + run->after[TRACE_NUMERATOR];
	return run->after[TRACE_DENOMINATOR] == 0
		   ? number(sum)
		   : g_strdup_printf("%" G_GINT64_FORMAT " / %" G_GINT64_FORMAT, sum,
				     run->after[TRACE_DENOMINATOR]);
}

static void put_run(GPtrArray *rows, const TraceRun *run)
{
	const guint counts[] = { run->entered, run->corrected, run->moved_in, run->moved_out,
				 run->deleted };
	char *cells[G_N_ELEMENTS(counts)];
	for (size_t n = 0; n < G_N_ELEMENTS(counts); n++)
		cells[n] = number(counts[n]);
	g_autofree char *run_no = number(run->run_no);
	g_autofree char *after = after_text(run);
	add_row(rows, run_no, or_dash(run->started), or_dash(run->kind), cells[0], cells[1],
		cells[2], cells[3], cells[4], after, NULL);
	for (size_t n = 0; n < G_N_ELEMENTS(counts); n++)
		g_free(cells[n]);
}

static void put_runs(GString *text, const Trace *trace, gint64 limit)
{
	static const bool right[] = { true, false, false, true, true, true, true, true, true };
	guint count = trace->runs->len;
	guint first = limit > 0 && count > limit ? count - (guint)limit : 0;
	g_string_append_printf(text, "\nruns that changed these records: %u\n", count);
	if (count == 0)
		return;
	if (first > 0)
		g_string_append_printf(text, "  … %u earlier runs; --limit 0 lists all\n", first);
	g_autoptr(GPtrArray) rows = rows_new();
	add_row(rows, "RUN", "STARTED", "KIND", "NEW", "CORRECTED", "MOVED IN", "MOVED OUT",
		"DELETED", "SUM AFTER", NULL);
	for (guint n = first; n < count; n++)
		put_run(rows, &g_array_index(trace->runs, TraceRun, n));
	put_table(text, rows, right);
}

void trace_print(GString *text, const Trace *trace, const char *language, gint64 limit, bool cells)
{
	put_figure(text, trace, language);
	put_cells(text, trace, limit, cells);
	put_keys(text, trace, limit);
	put_runs(text, trace, limit);
}

/* ── CSV ── */

void trace_print_csv(GString *text, const Trace *trace)
{
	static const char *const heads[] = { "record", "part", "district", "station", "year",
					     "fir",    "key",  "day",      "count",   "run" };
	Csvout csv = csvout_begin(text, false);
	for (size_t n = 0; n < G_N_ELEMENTS(heads); n++)
		csvout_text(&csv, heads[n]);
	csvout_end(&csv);
	for (guint n = 0; n < trace->known; n++) {
		const TraceFact *fact = &g_array_index(trace->facts, TraceFact, n);
		g_autofree char *year = fact->fir_year != 0 ? number(fact->fir_year) : NULL;
		g_autofree char *amount = g_strdup_printf("%" G_GINT64_FORMAT, fact->amount);
		g_autofree char *run = g_strdup_printf("%" G_GINT64_FORMAT, fact->run_from);
		csvout_text(&csv, fact->fact);
		csvout_text(&csv, trace_part_names[fact->part]);
		csvout_text(&csv, fact->district);
		csvout_text(&csv, fact->station);
		csvout_number(&csv, year);
		csvout_text(&csv, fact->fir_number);
		csvout_text(&csv, fact->record);
		csvout_text(&csv, fact->event_on);
		csvout_number(&csv, amount);
		csvout_number(&csv, run);
		csvout_end(&csv);
	}
}
