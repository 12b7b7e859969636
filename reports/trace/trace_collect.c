/* A figure is traced: its dataset is rendered, its cells and records are read by the rule of its
 * column, and held against what is printed. */
#include <math.h>
#include <string.h>

#include "core/config/problem.h"
#include "core/database/sqltext.h"
#include "core/error.h"
#include "reports/build/derived.h"
#include "reports/derive/derive.h"
#include "reports/trace/trace_row.h"
#include "reports/trace/trace_rule.h"
#include "reports/trace/trace_runs.h"

#define NAME_A_ROW "Name one with --row."
#define NO_RIGHTS  "42501" /* SQLSTATE insufficient_privilege */

bool trace_needs_row(const GError *error)
{
	return g_strcmp0(error_hint(error), NAME_A_ROW) == 0;
}

/* ── what the figure is of ── */

/* The derivation that made the column NAME of DATASET, and its place among the derivation's; or
 * NULL. */
static const Derivation *find_derivation(const TemplateDataset *dataset, const char *name,
					 guint *ret_place)
{
	const TemplateDataset *home = dataset->from != NULL ? dataset->from : dataset;
	int at = columns_find(home->columns, name, NULL);
	for (guint n = 0; at >= 0 && n < home->derivations->len; n++) {
		const Derivation *derivation = home->derivations->pdata[n];
		guint columns = 0;
		while (derivation->method->columns[columns].suffix != NULL)
			columns++;
		if ((guint)at < derivation->first || (guint)at >= derivation->first + columns)
			continue;
		*ret_place = (guint)at - derivation->first;
		return derivation;
	}
	return NULL;
}

/* The derivation that COLUMN of DATASET is the total by, or NULL. */
static const Derivation *find_total(const TemplateDataset *dataset, const char *column)
{
	guint place;
	const Derivation *derivation = find_derivation(dataset, column, &place);
	bool total = derivation != NULL && strcmp(derivation->method->name, "total") == 0;
	return total ? derivation : NULL;
}

/* What FIGURE is made of: columns of its query. */
typedef struct {
	const char
	    *columns[TRACE_PARTS]; /* whole; or numerator and, where it has one, denominator */
	bool worked_out;           /* not their sum, nor their ratio */
	bool of_all_rows;          /* whichever row it stands in */
	bool total;                /* and it is the same in each */
	double scale;
} Made;

/* COLUMN, or what it is the total of. */
static const char *below_total(Made *made, const TemplateDataset *dataset, const char *column)
{
	const Derivation *total = column != NULL ? find_total(dataset, column) : NULL;
	made->of_all_rows |= total != NULL;
	return total != NULL ? total->roles[DERIVE_OF] : column;
}

static Made what_makes(const TraceFigure *figure)
{
	guint place = 0;
	Made made = { .scale = 1 };
	const Derivation *derivation = find_derivation(figure->dataset, figure->column, &place);
	bool total = derivation != NULL && strcmp(derivation->method->name, "total") == 0;
	if (derivation == NULL || total || derivation->roles[DERIVE_OF] == NULL) {
		made.columns[TRACE_WHOLE] = below_total(&made, figure->dataset, figure->column);
		made.total = total;
		return made;
	}
	bool ratio = derivation->method->scale != 0;
	const char *over = derivation->roles[DERIVE_OVER];
	TracePart of = ratio || over != NULL ? TRACE_NUMERATOR : TRACE_WHOLE;
	made.columns[of] = below_total(&made, figure->dataset, derivation->roles[DERIVE_OF]);
	made.columns[TRACE_DENOMINATOR] = below_total(&made, figure->dataset, over);
	made.worked_out = !ratio || place > 0;
	made.of_all_rows |= !ratio;
	made.scale = ratio ? derivation->method->scale * derivation->per : 1;
	return made;
}

/* What a trace is collected with. */
typedef struct {
	Render *render;
	Trace *trace;
	const Dataset *rows;
	const TraceRules *rules;
	char **arguments; /* of the dataset's query */
	Made made;
} Collect;

/* True when the header of FIGURE's query says that COLUMN counts nothing. */
static bool counts_nothing(const TraceFigure *figure, const char *column)
{
	g_autofree char *measures = sqltext_header(figure->dataset->sql, "measures");
	g_autofree char *pattern = g_strdup_printf("(?:^|,)\\s*%s\\s*=\\s*none\\s*(?:,|$)", column);
	return measures != NULL && g_regex_match_simple(pattern, measures, 0, 0);
}

/* Sets the words for COLUMN, which the query gives and no cell counts. */
static void say_purpose(Trace *trace, const char *column)
{
	g_autofree char *purpose = sqltext_header(trace->figure->dataset->sql, "purpose");
	g_string_append_printf(trace->said, "%s%s: as the query gives it (%s)",
			       trace->said->len > 0 ? "; " : "", column, purpose);
}

static bool set_no_rule(const TraceFigure *figure, const char *column, GError **error)
{
	error_set(error, SHUMAR_ERROR_CONFIG, "docs/trace.md says how such a line is written.",
		  "cannot trace '%s': sql/reports/%s.sql has no line '-- trace:' for its column "
		  "'%s'",
		  figure->id, figure->dataset->query, column);
	return false;
}

/* ── the figure as printed ── */

static void add_up(Trace *trace, const Dataset *rows, size_t from, size_t to)
{
	int column = dataset_column(rows, trace->figure->column, NULL);
	for (size_t row = from; row < to; row++) {
		const Datum *datum = dataset_value(rows, row, (size_t)column);
		trace->missing |= datum->missing;
		trace->number += datum->missing ? 0 : datum->number;
	}
}

static bool look_for_withheld(Trace *trace, const Dataset *rows)
{
	int column = dataset_column(rows, trace->figure->column, NULL);
	bool all = trace->place == TRACE_ALL_ROWS;
	size_t to = all ? dataset_rows(rows) : trace->place + 1;
	for (size_t row = all ? 0 : trace->place; row < to; row++)
		trace->hidden |= dataset_value(rows, row, (size_t)column)->hidden;
	return trace->hidden;
}

/* True for a column that may hold a mean or a rate, where nothing says how it is printed. */
static bool has_fractions(const TraceFigure *figure)
{
	int at = columns_find(figure->dataset->columns, figure->column, NULL);
	const SqlColumn *column = at >= 0 ? g_ptr_array_index(figure->dataset->columns, at) : NULL;
	return column != NULL && (strcmp(column->type, "numeric") == 0 ||
				  strcmp(column->type, "double precision") == 0);
}

static void read_figure(Trace *trace, const Dataset *rows, const Locale *locale)
{
	bool all = trace->place == TRACE_ALL_ROWS;
	add_up(trace, rows, all ? 0 : trace->place, all ? dataset_rows(rows) : trace->place + 1);
	const char *format = trace->figure->format;
	if (format == NULL && has_fractions(trace->figure))
		format = "decimal";
	Datum datum = trace->missing ? datum_missing(DATUM_NUMBER) : datum_of_number(trace->number);
	datum.hidden = trace->hidden;
	/* what is worked out for each row has no sum */
	trace->printed = all && trace->worked_out ? g_strdup_printf("%zu rows", dataset_rows(rows))
						  : format_datum(locale, format, &datum);
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

/* What later runs did is not known yet. */
static bool visit_fact(const DatabaseResult *row, gpointer payload, GError **error)
{
	(void)error;
	Trace *trace = payload;
	TraceFact fact = {
		.part = trace->part,
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
	TraceCell cell = { trace->part, keep_text(trace, row, "cube"),
			   keep_text(trace, row, "cell"), keep_number(row, "amount") };
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

/* Runs STATEMENT with the dataset's arguments and what the traced row says. */
static bool run_statement(const Collect *collect, const TraceStatement *statement,
			  DatabaseVisit visit, GError **error)
{
	Trace *trace = collect->trace;
	guint given = g_strv_length(collect->arguments), count = given + statement->columns->len;
	if (statement->needs_row && trace->place == TRACE_ALL_ROWS) {
		error_set(error, SHUMAR_ERROR_USAGE, NAME_A_ROW,
			  "'%s' can be traced a row at a time", trace->figure->id);
		return false;
	}
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	g_autofree const char **params = g_new0(const char *, count + 1);
	for (guint n = 0; n < given; n++)
		params[n] = collect->arguments[n];
	for (guint n = given; n < count; n++) {
		char *text = trace_row_value(collect->rows, trace->place,
					     statement->columns->pdata[n - given]);
		g_ptr_array_add(texts, text);
		params[n] = text;
	}
	return database_each(render_database(collect->render), statement->sql, params, count, visit,
			     trace, error);
}

/* The divisor of RULE: a number, or a column of the traced row. */
static bool read_divisor(const Collect *collect, const TraceRule *rule, GError **error)
{
	Trace *trace = collect->trace;
	if (rule->divisor == NULL)
		return true;
	double by = g_ascii_strtod(rule->divisor, NULL);
	int column = dataset_column(collect->rows, rule->divisor, NULL);
	if (column >= 0 && trace->place == TRACE_ALL_ROWS) {
		error_set(error, SHUMAR_ERROR_USAGE, NAME_A_ROW,
			  "'%s' is a mean, and those of several rows do not add up",
			  trace->figure->id);
		return false;
	}
	if (column >= 0)
		by = dataset_value(collect->rows, trace->place, (size_t)column)->number;
	trace->scale = by != 0 ? 1 / by : NAN;
	return true;
}

/* Cells and records of one rule. */
static bool read_rule(const Collect *collect, const TraceRule *rule, GError **error)
{
	Trace *trace = collect->trace;
	if (rule->kind == TRACE_SAID)
		g_string_append_printf(trace->said, "%s%s: %s", trace->said->len > 0 ? "; " : "",
				       rule->column, rule->said);
	trace->worked_out |= rule->kind != TRACE_ADDS_UP;
	trace->of_facts |= rule->is_fact;
	bool of_row = trace->place != TRACE_ALL_ROWS && !collect->made.of_all_rows;
	g_autoptr(TraceStatement) cells = trace_rule_cells(collect->rules, rule, of_row);
	g_autoptr(TraceStatement) records = trace_rule_records(collect->rules, rule, of_row);
	return read_divisor(collect, rule, error) &&
	       (cells == NULL || run_statement(collect, cells, visit_cell, error)) &&
	       (records == NULL || run_statement(collect, records, visit_fact, error));
}

static bool read_part(const Collect *collect, TracePart part, GError **error)
{
	const char *column = collect->made.columns[part];
	Trace *trace = collect->trace;
	trace->part = part;
	if (column == NULL)
		return true;
	if (!trace_rules_know(collect->rules, column)) {
		if (!counts_nothing(trace->figure, column))
			return set_no_rule(trace->figure, column, error);
		say_purpose(trace, column);
		trace->worked_out = true;
	}
	for (guint n = 0; n < collect->rules->rules->len; n++) {
		const TraceRule *rule = g_ptr_array_index(collect->rules->rules, n);
		if (strcmp(rule->column, column) == 0 && !read_rule(collect, rule, error))
			return false;
	}
	return true;
}

static bool read_parts(const Collect *collect, GError **error)
{
	for (TracePart part = TRACE_WHOLE; part < TRACE_PARTS; part++) {
		if (!read_part(collect, part, error))
			return false;
	}
	return trace_read_runs(collect->trace, render_database(collect->render), error);
}

static bool read_records(const Collect *collect, GError **error)
{
	Trace *trace = collect->trace;
	GError *cause = NULL;
	if (!read_parts(collect, &cause))
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
	trace->said = g_string_new(NULL);
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

/* Which row is traced: the one asked for, the only one, or all. */
static bool choose_row(Trace *trace, const Collect *collect, const char *row, GError **error)
{
	trace->place = TRACE_ALL_ROWS;
	if (row != NULL)
		return trace_row_find(trace, collect->rows, collect->rules, row, error);
	size_t rows = dataset_rows(collect->rows);
	if (rows == 1 || (rows > 0 && collect->made.total))
		trace->place = 0;
	/* some rows of another dataset are not all cells that it counts */
	bool some = trace->figure->dataset->where != NULL;
	bool ratio = collect->made.columns[TRACE_DENOMINATOR] != NULL;
	if (trace->place != TRACE_ALL_ROWS || !(ratio || some))
		return true;
	error_set(error, SHUMAR_ERROR_USAGE, NAME_A_ROW,
		  some ? "'%s' is of some rows of a dataset"
		       : "'%s' is a share, and those of several rows do not add up",
		  trace->figure->id);
	return false;
}

static Trace *collect_rows(Collect *collect, const char *row, const Locale *locale, GError **error)
{
	Trace *trace = collect->trace;
	if (!choose_row(trace, collect, row, error))
		return NULL;
	trace->scale = collect->made.scale;
	trace->worked_out = collect->made.worked_out;
	trace->arguments = list_arguments(trace->figure->dataset, collect->arguments);
	/* the cells of what is withheld would say what it is */
	if (look_for_withheld(trace, collect->rows))
		g_string_append_printf(trace->said,
				       "withheld in the release '%s'; see the "
				       "internal papers",
				       render_release(collect->render));
	else if (!read_records(collect, error))
		return NULL;
	read_figure(trace, collect->rows, locale);
	return trace;
}

Trace *trace_collect(Render *render, const Library *library, const Binding *binding,
		     const TraceFigure *figure, const char *row, const char *language,
		     GError **error)
{
	const Dataset *raw = render_dataset(render, figure->dataset, binding, error);
	if (raw == NULL)
		return NULL;
	g_autoptr(Dataset) derived = derived_dataset(figure->dataset, raw);
	g_autoptr(Trace) trace = trace_new(figure, binding->run_no);
	g_autoptr(TraceRules) rules = trace_rules_read(figure->dataset->sql);
	g_auto(GStrv) arguments = render_arguments(render, figure->dataset, binding);
	Collect collect = { .render = render,
			    .trace = trace,
			    .rows = derived != NULL ? derived : raw,
			    .rules = rules,
			    .arguments = arguments,
			    .made = what_makes(figure) };
	return collect_rows(&collect, row, library_locale(library, language), error) != NULL
		   ? g_steal_pointer(&trace)
		   : NULL;
}
