#include "reports/trace.h"

#include <math.h>
#include <string.h>

#include "core/error.h"
#include "core/problem.h"
#include "core/sqltext.h"
#include "reports/derive.h"
#include "reports/trace_runs.h"

const char *const trace_part_names[TRACE_PARTS] = {
	[TRACE_WHOLE] = "",
	[TRACE_NUMERATOR] = "numerator",
	[TRACE_DENOMINATOR] = "denominator",
};

#define NO_RIGHTS "42501" /* SQLSTATE insufficient_privilege */

void trace_free(Trace *trace)
{
	if (trace == NULL)
		return;
	g_free(trace->row);
	g_free(trace->printed);
	g_free(trace->arguments);
	g_array_unref(trace->facts);
	g_array_unref(trace->cells);
	g_array_unref(trace->runs);
	g_string_chunk_free(trace->texts);
	g_free(trace);
}

/* ── the declaration ── */

static const SqlText *find_file(const TraceFigure *figure, const char *end)
{
	g_autofree char *path =
	    g_strdup_printf("reports/trace/%s%s.sql", figure->dataset->query, end);
	return sqltext_find(path);
}

/* True when NAME is one of LIST, "a, b, c". */
static bool is_listed(const char *list, const char *name)
{
	g_auto(GStrv) items = g_strsplit(list != NULL ? list : "", ",", -1);
	for (char **item = items; *item != NULL; item++) {
		if (strcmp(g_strstrip(*item), name) == 0)
			return true;
	}
	return false;
}

/* The derivation whose first column is COLUMN of DATASET, or of the one it picks a row of; or NULL.
 */
static const Derivation *derivation_of(const TemplateDataset *dataset, const char *column)
{
	const TemplateDataset *home = dataset->from != NULL ? dataset->from : dataset;
	int at = columns_find(home->columns, column, NULL);
	for (guint n = 0; at >= 0 && n < home->derivations->len; n++) {
		const Derivation *derivation = home->derivations->pdata[n];
		if ((guint)at == derivation->first)
			return derivation;
	}
	return NULL;
}

/* The derivation that made the column of FIGURE its value of two others, or NULL. */
static const Derivation *find_derivation(const TraceFigure *figure)
{
	const Derivation *derivation = derivation_of(figure->dataset, figure->column);
	return derivation != NULL && derivation->method->scale != 0 ? derivation : NULL;
}

/* The queried column that COLUMN is the total of over all rows, or NULL. */
static const char *totalled(const TemplateDataset *dataset, const char *column)
{
	const Derivation *derivation = derivation_of(dataset, column);
	bool total = derivation != NULL && strcmp(derivation->method->name, "total") == 0;
	return total ? derivation->roles[DERIVE_OF] : NULL;
}

/* The column that files of records know: COLUMN, or what it is the total of. */
static const char *recorded(const TemplateDataset *dataset, const char *column)
{
	const char *under = totalled(dataset, column);
	return under != NULL ? under : column;
}

/* True when FILE knows what FIGURE counts: its column, or both that it was derived from. */
static bool knows(const SqlText *file, const TraceFigure *figure)
{
	g_autofree char *figures = sqltext_header(file->text, "figures");
	const Derivation *derivation = find_derivation(figure);
	if (derivation == NULL)
		return is_listed(figures, recorded(figure->dataset, figure->column));
	return is_listed(figures, recorded(figure->dataset, derivation->roles[DERIVE_OF])) &&
	       is_listed(figures, recorded(figure->dataset, derivation->roles[DERIVE_OVER]));
}

/* The file of versions behind FIGURE. */
static const SqlText *find_traced(const TraceFigure *figure, GError **error)
{
	const SqlText *file = find_file(figure, "");
	if (file != NULL && knows(file, figure) && find_file(figure, ".cells") != NULL)
		return file;
	error_set(error, SHUMAR_ERROR_CONFIG, "docs/trace.md says how such a file is written.",
		  "cannot trace '%s': sql/reports/trace/%s.sql %s", figure->id,
		  figure->dataset->query,
		  file == NULL ? "is not there" : "does not name its column among its figures");
	return NULL;
}

/* The number in TEXT, or what the column of that name is in the one row of ROWS. */
static double read_divisor(const char *text, const Dataset *rows)
{
	int column = dataset_column(rows, text, NULL);
	if (column < 0 || dataset_rows(rows) != 1)
		return g_ascii_strtod(text, NULL);
	return dataset_value(rows, 0, (size_t)column)->number;
}

/* The scale of COLUMN in LIST, "registered_mean 1/mean_weeks, share 100"; 1 when it is not in it.
 */
static double read_scale(const char *list, const char *column, const Dataset *rows)
{
	g_auto(GStrv) items = g_strsplit(list != NULL ? list : "", ",", -1);
	for (char **item = items; *item != NULL; item++) {
		g_auto(GStrv) words = g_strsplit(g_strstrip(*item), " ", 2);
		if (g_strv_length(words) != 2 || strcmp(words[0], column) != 0)
			continue;
		const char *slash = strchr(words[1], '/');
		double over = slash != NULL ? read_divisor(slash + 1, rows) : 1;
		return g_ascii_strtod(words[1], NULL) / over;
	}
	return 1;
}

/* ── the figure as printed ── */

/* What the column that names the rows says in ROW. Transfer full. */
static char *row_name(const Dataset *rows, size_t row, int column)
{
	const Datum *datum = dataset_value(rows, row, (size_t)column);
	return datum->type == DATUM_DATE ? date_text(&datum->date) : g_strdup(datum->text);
}

static GPtrArray *row_names(const Dataset *rows, int column)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	for (size_t row = 0; row < dataset_rows(rows); row++)
		g_ptr_array_add(names, row_name(rows, row, column));
	g_ptr_array_add(names, NULL);
	return names;
}

static bool set_no_row(const Trace *trace, const char *row, const GPtrArray *names, GError **error)
{
	const char *const *known = (const char *const *)(gpointer)names->pdata;
	const char *near = nearest_name(row, known);
	g_autofree char *all = g_strjoinv(", ", (char **)(gpointer)names->pdata);
	g_autofree char *hint =
	    near != NULL ? g_strdup_printf("Did you mean '%s'? There are: %s.", near, all)
			 : g_strdup_printf("There are: %s.", all);
	error_set(error, SHUMAR_ERROR_USAGE, hint, "'%s' has no row '%s' here", trace->figure->id,
		  row);
	return false;
}

/* Finds ROW among the rows; *ret_at is its place. */
static bool find_row(Trace *trace, const Dataset *rows, const char *column, const char *row,
		     size_t *ret_at, GError **error)
{
	int at = column != NULL ? dataset_column(rows, column, "en") : -1;
	if (at < 0) {
		error_set(error, SHUMAR_ERROR_USAGE, "Leave --row out.",
			  "'%s' is a figure without rows", trace->figure->id);
		return false;
	}
	g_autoptr(GPtrArray) names = row_names(rows, at);
	g_autofree char *wanted = g_utf8_casefold(row, -1);
	for (guint n = 0; n + 1 < names->len; n++) {
		g_autofree char *name = g_utf8_casefold(names->pdata[n], -1);
		if (strcmp(name, wanted) != 0)
			continue;
		trace->row = g_strdup(names->pdata[n]);
		*ret_at = n;
		return true;
	}
	return set_no_row(trace, row, names, error);
}

static void add_up(Trace *trace, const Dataset *rows, size_t from, size_t to)
{
	int column = dataset_column(rows, trace->figure->column, NULL);
	for (size_t row = from; row < to; row++) {
		const Datum *datum = dataset_value(rows, row, (size_t)column);
		trace->missing |= datum->missing;
		trace->number += datum->missing ? 0 : datum->number;
	}
}

/* True for a column that may hold a mean or a rate, where nothing says how it is printed. */
static bool has_fractions(const TraceFigure *figure)
{
	int at = columns_find(figure->dataset->columns, figure->column, NULL);
	const SqlColumn *column = at >= 0 ? g_ptr_array_index(figure->dataset->columns, at) : NULL;
	return column != NULL && strcmp(column->type, "numeric") == 0;
}

static bool read_figure(Trace *trace, const Dataset *rows, const char *row_column, const char *row,
			const Locale *locale, GError **error)
{
	size_t from = 0, to = dataset_rows(rows);
	if (row != NULL) {
		if (!find_row(trace, rows, row_column, row, &from, error))
			return false;
		to = from + 1;
	}
	add_up(trace, rows, from, to);
	const char *format = trace->figure->format;
	if (format == NULL && has_fractions(trace->figure))
		format = "decimal";
	Datum datum = trace->missing ? datum_missing(DATUM_NUMBER) : datum_of_number(trace->number);
	trace->printed = format_datum(locale, format, &datum);
	return true;
}

/* ── facts and cells ── */

static const char *keep_text(const Trace *trace, const DatabaseResult *row, const char *column)
{
	const char *text = result_text(row, 0, result_column(row, column));
	g_autofree char *shown = text != NULL ? datum_printable(text) : NULL;
	return shown != NULL ? g_string_chunk_insert_const(trace->texts, shown) : NULL;
}

/* Null becomes 0: no run and no year has that number. */
static gint64 keep_number(const DatabaseResult *row, const char *column)
{
	const char *text = result_text(row, 0, result_column(row, column));
	return text != NULL ? g_ascii_strtoll(text, NULL, 10) : 0;
}

static TracePart keep_part(const DatabaseResult *row)
{
	const char *text = result_text(row, 0, result_column(row, "part"));
	for (int part = TRACE_NUMERATOR; text != NULL && part < TRACE_PARTS; part++) {
		if (strcmp(trace_part_names[part], text) == 0)
			return (TracePart)part;
	}
	return TRACE_WHOLE;
}

/* What later runs did is not known yet. */
static bool visit_fact(const DatabaseResult *row, gpointer payload, GError **error)
{
	(void)error;
	Trace *trace = payload;
	TraceFact fact = {
		.part = trace->part != TRACE_WHOLE ? trace->part : keep_part(row),
		.fact = keep_text(trace, row, "fact"),
		.row_key = keep_text(trace, row, "row_key"),
		.district = keep_text(trace, row, "district"),
		.station = keep_text(trace, row, "station"),
		.fir_number = keep_text(trace, row, "fir_number"),
		.record = keep_text(trace, row, "record"),
		.event_on = keep_text(trace, row, "event_on"),
		.fir_year = keep_number(row, "fir_year"),
		.amount = keep_number(row, "amount"),
		.run_from = keep_number(row, "run_from"),
		.run_to = keep_number(row, "run_to"),
		.follows = result_bool(row, 0, result_column(row, "follows")),
		.goes_on = result_bool(row, 0, result_column(row, "goes_on")),
	};
	if (fact.run_from > trace->run_no)
		return true;
	if (fact.run_to > trace->run_no)
		fact.run_to = 0;
	g_array_append_val(trace->facts, fact);
	return true;
}

static bool visit_cell(const DatabaseResult *row, gpointer payload, GError **error)
{
	(void)error;
	Trace *trace = payload;
	TraceCell cell = { trace->part != TRACE_WHOLE ? trace->part : keep_part(row),
			   keep_text(trace, row, "cube"), keep_text(trace, row, "cell"),
			   keep_number(row, "amount") };
	g_array_append_val(trace->cells, cell);
	trace->cells_sum[cell.part] += cell.amount;
	return true;
}

/* The leading number of "123/24", so that 9 comes before 10. */
static int compare_numbers(const char *left, const char *right)
{
	guint64 a = g_ascii_strtoull(left != NULL ? left : "", NULL, 10);
	guint64 b = g_ascii_strtoull(right != NULL ? right : "", NULL, 10);
	return a != b ? (a < b ? -1 : 1) : g_strcmp0(left, right);
}

static int compare_facts(gconstpointer left, gconstpointer right)
{
	const TraceFact *a = left, *b = right;
	int order = (a->run_to != 0) - (b->run_to != 0);
	if (order == 0)
		order = (int)a->part - (int)b->part;
	if (order == 0)
		order = g_strcmp0(a->district, b->district);
	if (order == 0)
		order = g_strcmp0(a->station, b->station);
	if (order == 0 && a->fir_year != b->fir_year)
		order = a->fir_year < b->fir_year ? -1 : 1;
	if (order == 0)
		order = compare_numbers(a->fir_number, b->fir_number);
	if (order == 0 && a->fir_year == 0)
		order = g_strcmp0(a->event_on, b->event_on);
	if (order == 0)
		order = strcmp(a->row_key, b->row_key);
	return order != 0 ? order : (a->run_from > b->run_from) - (a->run_from < b->run_from);
}

static bool set_no_rights(GError **error, GError *cause)
{
	g_propagate_error(error, cause);
	const char *state = error != NULL ? error_sqlstate(*error) : NULL;
	if (state == NULL || strcmp(state, NO_RIGHTS) != 0)
		return false;
	g_clear_error(error);
	error_set(error, SHUMAR_ERROR_FAILED,
		  "Ask the warehouse's administrator for it: grant shumar_audit to your login.",
		  "cannot trace to records: this login may read figures, and not the keys of the "
		  "records behind them (role shumar_audit)");
	return false;
}

/* Facts and cells of the column that stands in PARAMS before the last. */
static bool read_part(Trace *trace, Database *db, const char *const *params, size_t count,
		      const SqlText *facts, TracePart part, GError **error)
{
	const SqlText *cells = find_file(trace->figure, ".cells");
	trace->part = part;
	return database_each(db, facts->text, params, count, visit_fact, trace, error) &&
	       database_each(db, cells->text, params, count, visit_cell, trace, error);
}

/* Both columns of a derived share or rate; of another figure its own. */
static bool read_parts(Trace *trace, Database *db, const char **params, size_t count,
		       const SqlText *facts, GError **error)
{
	const Derivation *derivation = find_derivation(trace->figure);
	if (derivation == NULL)
		return read_part(trace, db, params, count, facts, TRACE_WHOLE, error);
	params[count - 2] = recorded(trace->figure->dataset, derivation->roles[DERIVE_OF]);
	if (!read_part(trace, db, params, count, facts, TRACE_NUMERATOR, error))
		return false;
	params[count - 2] = recorded(trace->figure->dataset, derivation->roles[DERIVE_OVER]);
	return read_part(trace, db, params, count, facts, TRACE_DENOMINATOR, error);
}

static bool read_records(Trace *trace, Database *db, const char **params, size_t count,
			 const SqlText *facts, GError **error)
{
	GError *cause = NULL;
	if (!read_parts(trace, db, params, count, facts, &cause) ||
	    !trace_read_runs(trace, db, &cause))
		return set_no_rights(error, cause);
	g_array_sort(trace->facts, compare_facts);
	while (trace->known < trace->facts->len) {
		const TraceFact *fact = &g_array_index(trace->facts, TraceFact, trace->known);
		if (fact->run_to != 0)
			break;
		trace->facts_sum[fact->part] += fact->amount;
		trace->known++;
	}
	return true;
}

/* ── all of it ── */

static Trace *trace_new(const TraceFigure *figure, gint64 run_no)
{
	Trace *trace = g_new0(Trace, 1);
	trace->figure = figure;
	trace->run_no = run_no;
	trace->facts = g_array_new(FALSE, FALSE, sizeof(TraceFact));
	trace->cells = g_array_new(FALSE, FALSE, sizeof(TraceCell));
	trace->runs = g_array_new(FALSE, FALSE, sizeof(TraceRun));
	trace->texts = g_string_chunk_new(4096);
	return trace;
}

/* "district PKP, from 2023-08-01" of the dataset's parameters. Transfer full. */
static char *list_arguments(const TemplateDataset *dataset, char **arguments)
{
	g_autoptr(GPtrArray) named = sqltext_columns(dataset->sql, "parameters");
	g_autoptr(GString) list = g_string_new(NULL);
	for (guint n = 0; n < named->len && arguments[n] != NULL; n++)
		g_string_append_printf(list, "%s%s %s", n > 0 ? ", " : "",
				       ((SqlColumn *)named->pdata[n])->name, arguments[n]);
	return g_string_free(g_steal_pointer(&list), FALSE);
}

/* True when FIGURE is of all rows, whichever row it stands in. */
static bool is_of_all_rows(const TraceFigure *figure)
{
	const Derivation *derivation = find_derivation(figure);
	return totalled(figure->dataset,
			derivation != NULL ? derivation->roles[DERIVE_OF] : figure->column) != NULL;
}

/* What the one row is called that FIGURE's dataset picks from another; NULL where it picks none. */
static char *picked_row(const TraceFigure *figure, const Dataset *rows, const char *row_column)
{
	int naming = row_column != NULL ? dataset_column(rows, row_column, "en") : -1;
	bool picks = figure->dataset->from != NULL && naming >= 0 && dataset_rows(rows) == 1 &&
		     !is_of_all_rows(figure);
	return picks ? row_name(rows, 0, naming) : NULL;
}

Trace *trace_collect(Render *render, const Library *library, const Binding *binding,
		     const TraceFigure *figure, const char *row, const char *language,
		     GError **error)
{
	const SqlText *facts = find_traced(figure, error);
	const Dataset *raw =
	    facts != NULL ? render_dataset(render, figure->dataset, binding, error) : NULL;
	if (raw == NULL)
		return NULL;
	g_autoptr(Dataset) derived = derive_dataset(figure->dataset, raw);
	const Dataset *rows = derived != NULL ? derived : raw;
	if (find_derivation(figure) != NULL && row == NULL && dataset_rows(rows) != 1) {
		error_set(error, SHUMAR_ERROR_USAGE, "Name one with --row.",
			  "'%s' is a share, and those of several rows do not add up", figure->id);
		return NULL;
	}
	g_autoptr(Trace) trace = trace_new(figure, binding->run_no);
	g_autofree char *row_column = sqltext_header(facts->text, "row");
	g_autofree char *only = row == NULL ? picked_row(figure, rows, row_column) : NULL;
	if (only != NULL)
		row = only;
	g_autofree char *scales = sqltext_header(facts->text, "scale");
	g_auto(GStrv) arguments = render_arguments(render, figure->dataset, binding);
	guint count = figure->dataset->arguments->len;
	const Derivation *derivation = find_derivation(figure);
	trace->scale = derivation != NULL ? derivation->method->scale * derivation->per
					  : read_scale(scales, figure->column, rows);
	trace->arguments = list_arguments(figure->dataset, arguments);
	if (!read_figure(trace, rows, row_column, row, library_locale(library, language), error))
		return NULL;
	g_autofree const char **params = g_new0(const char *, count + 3);
	for (guint n = 0; n < count; n++)
		params[n] = arguments[n];
	params[count] = recorded(figure->dataset, figure->column);
	params[count + 1] = trace->row;
	return read_records(trace, render_database(render), params, count + 2, facts, error)
		   ? g_steal_pointer(&trace)
		   : NULL;
}

double trace_value(const Trace *trace, const gint64 *sums)
{
	bool rate = trace->facts_sum[TRACE_DENOMINATOR] != 0 ||
		    trace->cells_sum[TRACE_DENOMINATOR] != 0 || sums[TRACE_DENOMINATOR] != 0;
	double sum = (double)(sums[TRACE_WHOLE] + sums[TRACE_NUMERATOR]);
	if (rate && sums[TRACE_DENOMINATOR] == 0)
		return NAN;
	return trace->scale * sum / (rate ? (double)sums[TRACE_DENOMINATOR] : 1);
}

/* Counts are exact; what was divided may have been rounded to a decimal. */
static bool is_near(const Trace *trace, double value)
{
	double slack =
	    trace->scale != 1 || trace->facts_sum[TRACE_DENOMINATOR] != 0 ? 0.05 + 1e-9 : 0;
	return fabs(value - trace->number) <= slack;
}

bool trace_agrees(const Trace *trace)
{
	return trace->missing || (is_near(trace, trace_value(trace, trace->facts_sum)) &&
				  is_near(trace, trace_value(trace, trace->cells_sum)));
}
