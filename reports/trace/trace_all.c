#include "reports/trace/trace_all.h"

#include <string.h>

#include "core/database/sqltext.h"
#include "core/error.h"
#include "reports/build/derived.h"
#include "reports/template/template_measure.h"
#include "reports/trace/trace_row.h"

typedef struct {
	GString *text;
	Render *render;
	const Library *library;
	const Binding *binding;
	const char *language;
	TraceAll counts;
} All;

/* What became of one figure. */
typedef struct {
	guint traced; /* the figure itself, or rows of it */
	guint cells, records;
	bool worked_out, said, wrong;
	char *printed; /* as its first trace has it */
} Line;

static void take(Line *line, const Trace *trace)
{
	line->traced++;
	line->cells += trace->cells->len;
	line->records += trace->known;
	line->worked_out |= trace->worked_out;
	line->said |= trace->said->len > 0;
	line->wrong |= !trace_agrees(trace);
	if (line->printed == NULL)
		line->printed = g_strdup(trace->printed);
}

static Trace *trace_row(const All *all, const TraceFigure *figure, const char *row, GError **error)
{
	return trace_collect(all->render, all->library, all->binding, figure, row, all->language,
			     error);
}

/* The rows of FIGURE one by one. */
static bool take_rows(const All *all, const TraceFigure *figure, Line *line, GError **error)
{
	const Dataset *raw = render_dataset(all->render, figure->dataset, all->binding, error);
	g_autoptr(Dataset) derived = raw != NULL ? derived_dataset(figure->dataset, raw) : NULL;
	const Dataset *rows = derived != NULL ? derived : raw;
	g_autoptr(TraceRules) rules = trace_rules_read(figure->dataset->sql);
	for (size_t place = 0; rows != NULL && place < MIN(dataset_rows(rows), TRACE_ALL_MOST);
	     place++) {
		g_autofree char *name = trace_row_name(rows, rules, place);
		g_autoptr(Trace) trace = trace_row(all, figure, name, error);
		if (trace == NULL)
			return false;
		take(line, trace);
	}
	return rows != NULL;
}

static void put_line(All *all, const TraceFigure *figure, const Line *line)
{
	const char *result = line->wrong        ? "DOES NOT AGREE"
			     : line->said       ? "said"
			     : line->worked_out ? "worked out"
						: "adds up";
	g_string_append_printf(all->text, "  %-44s %12s %6u %8u %8u  %s\n", figure->id,
			       line->printed != NULL ? line->printed : "-", line->traced,
			       line->cells, line->records, result);
	all->counts.figures++;
	all->counts.wrong += line->wrong ? 1 : 0;
	all->counts.said += !line->wrong && line->said ? 1 : 0;
	all->counts.worked_out += !line->wrong && !line->said && line->worked_out ? 1 : 0;
	all->counts.add_up += !line->wrong && !line->said && !line->worked_out ? 1 : 0;
}

static bool trace_column(All *all, const TemplateDataset *dataset, char *column, GError **error)
{
	g_autofree char *id = g_strdup_printf("%s.%s", dataset->name, column);
	const TraceFigure figure = { .id = id, .dataset = dataset, .column = column };
	g_autoptr(GError) cause = NULL;
	Line line = { 0 };
	g_autoptr(Trace) whole = trace_row(all, &figure, NULL, &cause);
	bool traced = whole != NULL;
	if (traced)
		take(&line, whole);
	else if (trace_needs_row(cause))
		traced = take_rows(all, &figure, &line, error);
	else
		g_propagate_error(error, g_steal_pointer(&cause));
	if (traced)
		put_line(all, &figure, &line);
	g_free(line.printed);
	return traced;
}

/* True when COLUMN of DATASET is a number that counts something. */
static bool counts(const All *all, const TemplateDataset *dataset, const SqlColumn *column)
{
	DatumType type;
	ColumnCount count = { 0 };
	if (!datum_type_of_sql(column->type, &type) || type != DATUM_NUMBER)
		return false;
	template_column_count(library_measures(all->library), dataset, column->name, &count);
	bool is_count = count.nature != COLUMN_NONE;
	column_count_clear(&count);
	return is_count;
}

bool trace_all(GString *text, Render *render, const Library *library, const Template *template,
	       const Binding *binding, const char *language, TraceAll *ret_counts, GError **error)
{
	All all = { .text = text,
		    .render = render,
		    .library = library,
		    .binding = binding,
		    .language = language };
	g_string_append_printf(text, "  %-44s %12s %6s %8s %8s  %s\n", "FIGURE", "PRINTED",
			       "TRACED", "CELLS", "RECORDS", "RESULT");
	for (guint n = 0; n < template->datasets->len; n++) {
		const TemplateDataset *dataset = g_ptr_array_index(template->datasets, n);
		for (guint c = 0; c < dataset->columns->len; c++) {
			const SqlColumn *column = g_ptr_array_index(dataset->columns, c);
			if (counts(&all, dataset, column) &&
			    !trace_column(&all, dataset, column->name, error))
				return false;
		}
	}
	g_string_append_printf(
	    text,
	    "%u figures: %u add up, %u are worked out from their records, %u are "
	    "said, %u do not agree\n",
	    all.counts.figures, all.counts.add_up, all.counts.worked_out, all.counts.said,
	    all.counts.wrong);
	*ret_counts = all.counts;
	return true;
}
