#include "reports/device/xlsx/xlsx_chart_data.h"

#include <math.h>
#include <string.h>

#include "core/period.h"
#include "reports/model/value.h"

/* ── columns ── */

static void column_free(gpointer data)
{
	DataColumn *column = data;
	g_free(column->header);
	g_free(column);
}

/* WORD as a header: its first letter large, where the script has such. */
static char *capitalised(const char *word)
{
	g_autofree char *first = g_utf8_substring(word, 0, g_utf8_strlen(word, -1) > 0 ? 1 : 0);
	g_autofree char *large = g_utf8_strup(first, -1);
	return g_strconcat(large, word + strlen(first), NULL);
}

static DataColumn *add_column(GPtrArray *columns, DataKind kind, const char *header)
{
	DataColumn *column = g_new0(DataColumn, 1);
	column->kind = kind;
	column->header = capitalised(header);
	column->constant = NAN;
	g_ptr_array_add(columns, column);
	return column;
}

static bool is_known(const double *values, size_t count)
{
	for (size_t n = 0; values != NULL && n < count; n++) {
		if (!isnan(values[n]))
			return true;
	}
	return false;
}

static void add_end(const XlsxBook *book, GPtrArray *columns, const ChartSeries *series,
		    guint number, bool lower)
{
	g_autofree char *header =
	    g_strdup_printf("%s: %s", series->name,
			    model_word(book->model, lower ? "interval_from" : "interval_to"));
	add_column(columns, lower ? DATA_LOWER : DATA_UPPER, header)->series = number;
}

/* Two curves of a funnel share a name; the table tells them apart. */
static void add_curve(const XlsxBook *book, GPtrArray *columns, const Chart *chart, guint number)
{
	const ChartSeries *series = chart->series->pdata[number];
	bool second = false;
	for (guint before = 0; before < number; before++)
		second |=
		    ((ChartSeries *)chart->series->pdata[before])->curve != NULL &&
		    strcmp(((ChartSeries *)chart->series->pdata[before])->name, series->name) == 0;
	const char *side = model_word(book->model, second ? "spc_lower" : "spc_upper");
	g_autofree char *header = series->role == SERIES_LIMIT
				      ? g_strdup_printf("%s %s", side, series->name)
				      : g_strdup(series->name);
	add_column(columns, DATA_CURVE, header)->series = number;
}

/* Whether a value of SERIES is missing for a reason that its empty cell does not tell, or has
 * changed. */
static bool has_reason(const Chart *chart, const ChartSeries *series)
{
	for (size_t at = 0; at < chart->count; at++)
		if (chart_is_revised(chart, series, at) ||
		    (!isfinite(series->values[at]) &&
		     strcmp(chart_missing_text(series->values[at]), "[x]") != 0))
			return true;
	return false;
}

/* The same of series NUMBER of all panels, whose tables are one. */
static bool has_reasons(const Chart *chart, guint number)
{
	if (chart->panels->len == 0)
		return has_reason(chart, chart->series->pdata[number]);
	for (guint n = 0; n < chart->panels->len; n++) {
		const Chart *panel = chart->panels->pdata[n];
		if (number < panel->series->len && has_reason(panel, panel->series->pdata[number]))
			return true;
	}
	return false;
}

static void add_status(const XlsxBook *book, GPtrArray *columns, const ChartSeries *series,
		       guint number)
{
	g_autofree char *header =
	    g_strdup_printf("%s: %s", series->name, model_word(book->model, "status"));
	add_column(columns, DATA_STATUS, header)->series = number;
}

/* The series of CHART, which is WHOLE or its first panel. */
static void add_series(const XlsxBook *book, GPtrArray *columns, const Chart *chart,
		       const Chart *whole)
{
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		bool values = series->role == SERIES_VALUES;
		if (series->curve != NULL) {
			add_curve(book, columns, chart, n);
			continue;
		}
		if (values || is_known(series->values, chart->count))
			add_column(columns, values ? DATA_VALUE : DATA_RULE, series->name)->series =
			    n;
		if (values && has_reasons(whole, n))
			add_status(book, columns, series, n);
		if (series->lower != NULL && series->upper != NULL) {
			add_end(book, columns, series, n, true);
			add_end(book, columns, series, n, false);
		}
	}
}

static void add_references(GPtrArray *columns, const Chart *chart)
{
	for (guint n = 0; n < chart->references->len && chart->kind != CHART_TILES; n++) {
		const ChartReference *reference = chart->references->pdata[n];
		if (!isnan(reference->value))
			add_column(columns, DATA_RULE, reference->label)->constant =
			    reference->value;
	}
}

static bool has_signal(const Chart *chart, ChartSignal signal)
{
	const ChartSeries *series = chart->series->len > 0 ? chart->series->pdata[0] : NULL;
	for (size_t n = 0; series != NULL && series->signals != NULL && n < chart->count; n++) {
		if (series->signals[n] == signal)
			return true;
	}
	return false;
}

/* As the legend of the picture has it. */
static const char *signal_word(const Chart *chart, ChartSignal signal)
{
	const char *word =
	    signal != SIGNAL_NONE ? chart->legend[signal - SIGNAL_BETTER + LEGEND_BETTER] : NULL;
	return word != NULL ? word : "";
}

static void add_signals(const XlsxBook *book, GPtrArray *columns, const Chart *chart)
{
	bool any = false;
	for (ChartSignal signal = SIGNAL_BETTER; signal <= SIGNAL_NEUTRAL; signal++)
		any |= has_signal(chart, signal);
	if (any)
		add_column(columns, DATA_SIGNAL_WORD, model_word(book->model, "signal"));
	for (ChartSignal signal = SIGNAL_BETTER; signal <= SIGNAL_NEUTRAL; signal++) {
		if (has_signal(chart, signal))
			add_column(columns, DATA_SIGNAL, signal_word(chart, signal))->signal =
			    signal;
	}
}

static bool has_events(const Chart *chart)
{
	for (guint n = 0; n < chart->references->len; n++) {
		if (isnan(((ChartReference *)chart->references->pdata[n])->value))
			return true;
	}
	return false;
}

static void add_columns(const XlsxBook *book, GPtrArray *columns, const Chart *chart,
			const Chart *whole, const char *x)
{
	bool scale = chart->x != NULL && chart->kind == CHART_FUNNEL;
	add_column(columns, DATA_CATEGORY, scale ? model_word(book->model, "category") : x);
	if (chart->dates != NULL)
		add_column(columns, DATA_DATE, model_word(book->model, "date_basis"));
	if (chart->dates != NULL && chart->weekly)
		add_column(columns, DATA_WEEK, model_word(book->model, "iso_week"));
	if (scale)
		add_column(columns, DATA_X, x);
	add_series(book, columns, chart, whole);
	add_references(columns, chart);
	add_signals(book, columns, chart);
	if (has_events(chart))
		add_column(columns, DATA_EVENT, model_word(book->model, "event"));
	if (chart->provisional != NULL)
		add_column(columns, DATA_PROVISIONAL, model_word(book->model, "provisional"));
}

/* A single series may bear its panel's name, which is no name for all of them: the unit is. */
static void rename_values(GPtrArray *columns, const char *unit)
{
	DataColumn *values = NULL;
	guint count = 0;
	for (guint n = 0; n < columns->len; n++) {
		DataColumn *column = columns->pdata[n];
		if (column->kind == DATA_VALUE) {
			values = column;
			count++;
		}
	}
	if (count == 1 && unit != NULL && unit[0] != '\0') {
		g_free(values->header);
		values->header = capitalised(unit);
	}
}

/* ── numbers ── */

static double curve_at(const ChartSeries *series, double x)
{
	for (guint n = 0; series->curve != NULL && n < series->curve->len; n++) {
		const ChartPoint *point = &g_array_index(series->curve, ChartPoint, n);
		if (point->x == x)
			return point->y;
	}
	return NAN;
}

static double number_at(const Chart *chart, const DataColumn *column, size_t at)
{
	const ChartSeries *series =
	    column->series < chart->series->len ? chart->series->pdata[column->series] : NULL;
	if (!isnan(column->constant))
		return column->constant;
	if (series == NULL)
		return NAN;
	switch (column->kind) {
	case DATA_LOWER:
		return series->lower != NULL ? series->lower[at] : (double)NAN;
	case DATA_UPPER:
		return series->upper != NULL ? series->upper[at] : (double)NAN;
	case DATA_CURVE:
		return chart->x != NULL ? curve_at(series, chart->x[at]) : (double)NAN;
	case DATA_SIGNAL:
		return series->signals != NULL && series->signals[at] == column->signal
			   ? series->values[at]
			   : (double)NAN;
	default:
		return series->values[at];
	}
}

/* Whether COLUMN is of numbers that CHART has not for every row; all of them: for none. */
static bool lacks(const Chart *chart, const DataColumn *column, bool all)
{
	bool some = false, none = true;
	if (column->kind < DATA_VALUE || column->kind > DATA_SIGNAL)
		return false;
	for (size_t at = 0; at < chart->count; at++) {
		bool known = isfinite(number_at(chart, column, at));
		some |= !known;
		none &= !known;
	}
	return all ? none : some;
}

/* Takes away ends, limits and curves without a single number. */
static void drop_blank(GPtrArray *columns, const Chart *chart)
{
	for (guint n = columns->len; n > 0; n--) {
		const DataColumn *column = columns->pdata[n - 1];
		if (column->kind > DATA_VALUE && lacks(chart, column, true))
			g_ptr_array_remove_index(columns, n - 1);
	}
}

bool xlsx_chart_has_gap(const XlsxBook *book, const Chart *chart)
{
	g_autoptr(GPtrArray) columns = xlsx_chart_columns(book, chart);
	for (guint n = 0; n < columns->len; n++) {
		if (chart->panels->len == 0 && lacks(chart, columns->pdata[n], false))
			return true;
		for (guint panel = 0; panel < chart->panels->len; panel++) {
			if (lacks(chart->panels->pdata[panel], columns->pdata[n], false))
				return true;
		}
	}
	return false;
}

GPtrArray *xlsx_chart_columns(const XlsxBook *book, const Chart *chart)
{
	GPtrArray *columns = g_ptr_array_new_with_free_func(column_free);
	const char *x = chart->x_title != NULL && chart->x_title[0] != '\0'
			    ? chart->x_title
			    : model_word(book->model, "category");
	if (chart->panels->len == 0) {
		add_columns(book, columns, chart, chart, x);
		drop_blank(columns, chart);
		return columns;
	}
	add_column(columns, DATA_PANEL, model_word(book->model, "panel"));
	add_columns(book, columns, chart->panels->pdata[0], chart, x);
	rename_values(columns, chart->y_title);
	return columns;
}

/* ── cells ── */

static Value text_value(const char *text)
{
	return (Value){ .kind = VALUE_TEXT, .text = g_strdup(text) };
}

/* A missing figure is an empty cell, which the chart shows as a gap: a spreadsheet program draws
 * any text, "[x]" too, as zero. */
static Value number_value(double number)
{
	if (!isfinite(number))
		return (Value){ .kind = VALUE_TEXT,
				.state = VALUE_NOT_AVAILABLE,
				.text = g_strdup("") };
	bool whole = number == floor(number);
	return (Value){ .kind = VALUE_NUMBER,
			.number = number,
			.text = g_strdup_printf("%.15g", number),
			.excel_format = g_strdup(whole ? "#,##0" : "#,##0.###") };
}

/* A number format by which VALUE reads as on every other device: "#,##0.0"%"". What is not zero and
 * would read as zero stays a number, for the chart to draw, and reads "[low]". */
static char *value_format(const Chart *chart, double value)
{
	g_autofree char *printed = chart_value_text(chart, value, false);
	int decimals = chart_value_decimals(chart, value);
	if (strcmp(printed, "[low]") == 0)
		return g_strdup("\"[low]\"");
	GString *format = g_string_new("#,##0");
	for (int digit = 0; digit < decimals; digit++)
		g_string_append(format, digit == 0 ? ".0" : "0");
	g_string_append(format, chart->percent ? "\"%\"" : "");
	return g_string_free(format, FALSE);
}

static Value chart_value(const Chart *chart, double number)
{
	Value value = number_value(number);
	if (value.excel_format != NULL) {
		g_free(value.excel_format);
		value.excel_format = value_format(chart, number);
	}
	return value;
}

static Value date_value(const GDate *day)
{
	if (!g_date_valid(day))
		return text_value("");
	return (Value){ .kind = VALUE_DATE,
			.date = *day,
			.text = date_text(day),
			.excel_format = g_strdup("yyyy-mm-dd") };
}

static Value week_value(const GDate *day)
{
	if (!g_date_valid(day))
		return text_value("");
	Period week = period_of(PERIOD_WEEK, day);
	return (Value){ .kind = VALUE_TEXT, .text = period_name(&week) };
}

/* The labels of what happened at category AT, joined; "none". Transfer full. */
static char *events_at(const Model *model, const Chart *chart, size_t at)
{
	GString *text = g_string_new(NULL);
	for (guint n = 0; n < chart->references->len; n++) {
		const ChartReference *reference = chart->references->pdata[n];
		if (isnan(reference->value) && reference->category == at)
			g_string_append_printf(text, "%s%s%s",
					       text->len > 0 ? model_word(model, "semicolon") : "",
					       text->len > 0 ? " " : "", reference->label);
	}
	if (text->len == 0)
		g_string_append(text, model_word(model, "no_mark"));
	return g_string_free(text, FALSE);
}

static Value event_value(const Model *model, const Chart *chart, size_t at)
{
	g_autofree char *events = events_at(model, chart, at);
	return text_value(*events != '\0' ? events : model_word(model, "no_mark"));
}

/* Why the value beside is not there: "[c]"; "none" where it is. */
static Value status_value(const Model *model, const Chart *chart, const DataColumn *column,
			  size_t at)
{
	double value = number_at(chart, column, at);
	const ChartSeries *series = chart->series->pdata[column->series];
	return text_value(!isfinite(value)                      ? chart_missing_text(value)
			  : chart_is_revised(chart, series, at) ? "[r]"
								: model_word(model, "no_mark"));
}

static Value cell(const XlsxBook *book, const Chart *chart, const DataColumn *column, size_t at)
{
	const ChartSeries *first = chart->series->len > 0 ? chart->series->pdata[0] : NULL;
	switch (column->kind) {
	case DATA_PANEL:
		return text_value(chart->title != NULL ? chart->title : "");
	case DATA_CATEGORY:
		return text_value(chart->categories[at]);
	case DATA_DATE:
		return date_value(&chart->dates[at]);
	case DATA_WEEK:
		return week_value(&chart->dates[at]);
	case DATA_X:
		return number_value(chart->x != NULL ? chart->x[at] : (double)NAN);
	case DATA_SIGNAL_WORD:
		return text_value(first != NULL && first->signals != NULL &&
					  first->signals[at] != SIGNAL_NONE
				      ? signal_word(chart, first->signals[at])
				      : model_word(book->model, "no_mark"));
	case DATA_STATUS:
		return status_value(book->model, chart, column, at);
	case DATA_EVENT:
		return event_value(book->model, chart, at);
	case DATA_PROVISIONAL:
		return text_value(model_word(
		    book->model,
		    chart->provisional != NULL && chart->provisional[at] ? "yes" : "no"));
	default:
		return chart_value(chart, number_at(chart, column, at));
	}
}

/* ── rows ── */

static int compare_x(gconstpointer left, gconstpointer right, gpointer payload)
{
	const double *x = payload;
	size_t a = *(const size_t *)left, b = *(const size_t *)right;
	if (x[a] != x[b])
		return x[a] < x[b] ? -1 : 1;
	return (a > b) - (a < b);
}

/* A funnel's curves are lines through their cells, so its rows go up with x. */
static void add_rows(const XlsxBook *book, const Chart *chart, const GPtrArray *columns,
		     GPtrArray *rows)
{
	g_autofree size_t *order = g_new(size_t, chart->count + 1);
	for (size_t at = 0; at < chart->count; at++)
		order[at] = at;
	if (chart->kind == CHART_FUNNEL && chart->x != NULL)
		g_qsort_with_data(order, (gint)chart->count, sizeof(*order), compare_x, chart->x);
	for (size_t at = 0; at < chart->count; at++) {
		Value *row = g_new0(Value, columns->len);
		for (guint n = 0; n < columns->len; n++)
			row[n] = cell(book, chart, columns->pdata[n], order[at]);
		g_ptr_array_add(rows, row);
	}
}

guint xlsx_chart_table(XlsxBook *book, lxw_worksheet *sheet, lxw_row_t first, const Chart *chart,
		       const GPtrArray *columns)
{
	GPtrArray *rows = g_ptr_array_new();
	g_autofree char **headers = g_new0(char *, columns->len + 1);
	for (guint n = 0; n < columns->len; n++)
		headers[n] = ((DataColumn *)columns->pdata[n])->header;
	add_rows(book, chart, columns, rows);
	for (guint n = 0; n < chart->panels->len; n++)
		add_rows(book, chart->panels->pdata[n], columns, rows);
	guint count = rows->len;
	xlsx_write_table(book, sheet, first,
			 &(XlsxTable){ .id = chart->id, .headers = headers, .rows = rows });
	xlsx_free_rows(rows, columns->len);
	return count;
}
