/* From a dataset's rows to the model's chart. */
#include <math.h>
#include <string.h>

#include "reports/block/chart/chart.h"

/* ── categories ── */

/* Numbers behind the categories, where they are a scale that runs from left to right. */
static void build_scale(const Edition *edition, const ChartContent *content, const Dataset *dataset,
			const GArray *rows, Chart *chart)
{
	if (content->kind == CHART_FUNNEL && content->denominator.name != NULL)
		chart->x = chart_numbers(edition, dataset, &content->denominator, rows);
	else if (content->x.type == DATUM_DATE || content->x.type == DATUM_NUMBER)
		chart->x = chart_numbers(edition, dataset, &content->x, rows);
}

/* The days behind the categories, for devices whose readers reckon on. */
static void build_dates(const Edition *edition, const ChartContent *content, const Dataset *dataset,
			const GArray *rows, Chart *chart)
{
	if (content->x.type != DATUM_DATE)
		return;
	size_t column = edition_column(edition, dataset, &content->x);
	bool weekly = rows->len > 0;
	chart->dates = g_new0(GDate, rows->len + 1);
	for (guint n = 0; n < rows->len; n++) {
		const Datum *day = dataset_value(dataset, g_array_index(rows, size_t, n), column);
		if (!day->missing)
			chart->dates[n] = day->date;
		weekly = weekly && !day->missing && g_date_get_weekday(&day->date) == G_DATE_MONDAY;
	}
	chart->weekly = weekly && (g_str_has_prefix(content->x.name, "week") ||
				   g_strcmp0(content->x.format, "week") == 0);
}

/* Whether the texts of FIELD are periods, which run from left to right in every language. */
static bool names_time(const TemplateField *field)
{
	static const char *const words[] = { "year", "quarter", "month", "week", "period", "day" };
	for (size_t n = 0; field->name != NULL && n < G_N_ELEMENTS(words); n++) {
		if (g_str_has_prefix(field->name, words[n]))
			return true;
	}
	return false;
}

void chart_build_categories(const Edition *edition, const ChartContent *content,
			    const Dataset *dataset, const GArray *rows, Chart *chart)
{
	g_strfreev(chart->categories);
	chart->count = rows->len;
	chart->categories = g_new0(char *, chart->count + 1);
	for (guint n = 0; n < rows->len; n++) {
		Value value =
		    edition_value(edition, dataset, g_array_index(rows, size_t, n), &content->x);
		chart->categories[n] = g_steal_pointer(&value.text);
		value_clear(&value);
	}
	chart->in_time = names_time(&content->x);
	build_scale(edition, content, dataset, rows, chart);
	build_dates(edition, content, dataset, rows, chart);
	if (content->provisional.name == NULL)
		return;
	size_t column = edition_column(edition, dataset, &content->provisional);
	chart->provisional = g_new0(bool, MAX(chart->count, (size_t)1));
	for (guint n = 0; n < rows->len; n++)
		chart->provisional[n] =
		    dataset_value(dataset, g_array_index(rows, size_t, n), column)->truth;
}

/* ── series ── */

static ChartSeries *add_series(Chart *chart, const char *name, SeriesRole role)
{
	ChartSeries *series = chart_series_new(name, chart->count);
	series->role = role;
	g_ptr_array_add(chart->series, series);
	return series;
}

static char *series_name(const Edition *edition, const ChartColumn *column, const Chart *chart)
{
	/* a title is a finding, and no name */
	const char *unit =
	    chart->y_title != NULL && *chart->y_title != '\0' ? chart->y_title : chart->title;
	const char *name =
	    column->measure != NULL ? measure_name(column->measure, edition->language) : unit;
	return edition_text_or(edition, column->name, name != NULL ? name : "");
}

/* A series of ROLE from the numbers of FIELD, where the template names one. */
static void add_rule(const Edition *edition, const Dataset *dataset, const TemplateField *field,
		     const GArray *rows, const char *name, SeriesRole role, Chart *chart)
{
	if (field->name == NULL)
		return;
	g_autofree double *numbers = chart_numbers(edition, dataset, field, rows);
	bool known = role != SERIES_LIMIT || rows->len == 0; /* without limits no line of them */
	for (guint n = 0; n < rows->len && !known; n++)
		known = !isnan(numbers[n]);
	if (!known)
		return;
	ChartSeries *series = add_series(chart, name, role);
	g_free(series->values);
	series->values = g_steal_pointer(&numbers);
}

static int compare_points(gconstpointer left, gconstpointer right)
{
	const ChartPoint *a = left, *b = right;
	return (a->x > b->x) - (a->x < b->x);
}

/* The same as a curve over the denominators. */
static void add_curve(const Edition *edition, const Dataset *dataset, const TemplateField *field,
		      const GArray *rows, const char *name, SeriesRole role, Chart *chart)
{
	if (field->name == NULL || chart->x == NULL)
		return;
	ChartSeries *series = add_series(chart, name, role);
	g_autofree double *limits = chart_numbers(edition, dataset, field, rows);
	series->curve = g_array_new(FALSE, FALSE, sizeof(ChartPoint));
	for (guint n = 0; n < rows->len; n++) {
		ChartPoint point = { chart->x[n], limits[n] };
		if (!isnan(point.x) && !isnan(point.y))
			g_array_append_val(series->curve, point);
	}
	g_array_sort(series->curve, compare_points);
}

static void add_limits(const Edition *edition, const ChartContent *content, const Dataset *dataset,
		       const GArray *rows, Chart *chart)
{
	static const char *const widths[] = { "95%", "99.8%" }; /* docs/definitions.md */
	bool funnel = content->kind == CHART_FUNNEL;
	void (*add)(const Edition *, const Dataset *, const TemplateField *, const GArray *,
		    const char *, SeriesRole, Chart *) = funnel ? add_curve : add_rule;
	add(edition, dataset, &content->centre, rows, locale_word(edition->locale, "spc_centre"),
	    SERIES_CENTRE, chart);
	for (guint n = 0; n < content->limits->len; n++) {
		const ChartBand *limit = content->limits->pdata[n];
		const char *width = widths[MIN(n, G_N_ELEMENTS(widths) - 1)];
		g_autofree char *upper =
		    edition_text_or(edition, limit->name,
				    funnel ? width : locale_word(edition->locale, "spc_upper"));
		g_autofree char *lower =
		    edition_text_or(edition, limit->name,
				    funnel ? width : locale_word(edition->locale, "spc_lower"));
		add(edition, dataset, &limit->upper, rows, upper, SERIES_LIMIT, chart);
		add(edition, dataset, &limit->lower, rows, lower, SERIES_LIMIT, chart);
	}
}

static void add_band(const Edition *edition, const ChartContent *content, const Dataset *dataset,
		     const GArray *rows, Chart *chart)
{
	const ChartBand *band = &content->band;
	if (band->lower.name == NULL || band->upper.name == NULL)
		return;
	g_autofree char *name =
	    edition_text_or(edition, band->name, locale_word(edition->locale, "usual_range"));
	ChartSeries *series = add_series(chart, name, SERIES_CENTRE);
	series->lower = chart_numbers(edition, dataset, &band->lower, rows);
	series->upper = chart_numbers(edition, dataset, &band->upper, rows);
}

/* "high" and "low" are better or worse as the measure's good direction has it. */
static ChartSignal signal_of(const Datum *datum, MeasureGood good)
{
	static const char *const words[] = {
		[SIGNAL_BETTER] = "better", [SIGNAL_WORSE] = "worse", [SIGNAL_NEUTRAL] = "neutral"
	};
	if (datum->missing)
		return SIGNAL_NONE;
	for (size_t n = SIGNAL_BETTER; n <= SIGNAL_NEUTRAL; n++) {
		if (strcmp(datum->text, words[n]) == 0)
			return (ChartSignal)n;
	}
	bool high = strcmp(datum->text, "high") == 0, low = strcmp(datum->text, "low") == 0;
	if (!high && !low)
		return SIGNAL_NONE;
	if (good == MEASURE_NEUTRAL)
		return SIGNAL_NEUTRAL;
	return high == (good == MEASURE_UP) ? SIGNAL_BETTER : SIGNAL_WORSE;
}

/* Whether any row is told from chance at all: where counts are too few, none is. */
static bool is_judged(const Dataset *dataset, size_t column, const GArray *rows)
{
	for (guint n = 0; n < rows->len; n++) {
		const Datum *word = dataset_value(dataset, g_array_index(rows, size_t, n), column);
		if (!word->missing && strcmp(word->text, "too-few") != 0 &&
		    strcmp(word->text, "no-baseline") != 0)
			return true;
	}
	return false;
}

static void set_signals(const Edition *edition, const ChartContent *content, const Dataset *dataset,
			const GArray *rows, ChartSeries *series)
{
	if (content->signal.name == NULL)
		return;
	size_t column = edition_column(edition, dataset, &content->signal);
	if (!is_judged(dataset, column, rows))
		return;
	series->signals = g_new0(ChartSignal, rows->len + 1);
	for (guint n = 0; n < rows->len; n++)
		series->signals[n] = signal_of(
		    dataset_value(dataset, g_array_index(rows, size_t, n), column), content->good);
}

/* What the values of the first series say of themselves. */
static void set_revised(const Edition *edition, const ChartContent *content, const Dataset *dataset,
			const GArray *rows, Chart *chart)
{
	const ChartColumn *first = g_ptr_array_index(content->series, 0);
	size_t column = edition_column(edition, dataset, &first->field);
	bool any = false;
	bool *revised = g_new0(bool, rows->len + 1);
	for (guint n = 0; n < rows->len; n++) {
		revised[n] =
		    dataset_value(dataset, g_array_index(rows, size_t, n), column)->revised;
		any |= revised[n];
	}
	if (any)
		chart->revised = g_steal_pointer(&revised);
	g_free(revised);
}

/* Each column a series; interval and signals belong to the first. */
static void build_columns(Edition *edition, const ChartContent *content, const Dataset *dataset,
			  const GArray *rows, Chart *chart)
{
	chart_build_categories(edition, content, dataset, rows, chart);
	for (guint n = 0; n < content->series->len; n++) {
		const ChartColumn *column = content->series->pdata[n];
		g_autofree char *name = series_name(edition, column, chart);
		add_rule(edition, dataset, &column->field, rows, name, SERIES_VALUES, chart);
	}
	set_revised(edition, content, dataset, rows, chart);
	chart_build_behind(edition, content, dataset, rows, chart);
	ChartSeries *first = g_ptr_array_index(chart->series, 0);
	set_signals(edition, content, dataset, rows, first);
	if (content->interval.lower.name != NULL && content->interval.upper.name != NULL) {
		first->lower = chart_numbers(edition, dataset, &content->interval.lower, rows);
		first->upper = chart_numbers(edition, dataset, &content->interval.upper, rows);
	}
	add_band(edition, content, dataset, rows, chart);
	add_limits(edition, content, dataset, rows, chart);
	add_rule(edition, dataset, &content->target, rows, locale_word(edition->locale, "target"),
		 SERIES_TARGET, chart);
	chart_build_rules(edition, content, dataset, rows, chart);
}

/* Two columns are the two moments, each row a series. */
static void build_slope(const Edition *edition, const ChartContent *content, const Dataset *dataset,
			const GArray *rows, Chart *chart)
{
	g_strfreev(chart->categories);
	chart->count = content->series->len;
	chart->categories = g_new0(char *, chart->count + 1);
	for (guint n = 0; n < content->series->len; n++)
		chart->categories[n] = series_name(edition, content->series->pdata[n], chart);
	for (guint row = 0; row < rows->len; row++) {
		Value name =
		    edition_value(edition, dataset, g_array_index(rows, size_t, row), &content->x);
		add_series(chart, name.text, SERIES_VALUES);
		value_clear(&name);
	}
	for (guint n = 0; n < content->series->len; n++) {
		const ChartColumn *column = content->series->pdata[n];
		g_autofree double *values = chart_numbers(edition, dataset, &column->field, rows);
		for (guint row = 0; row < rows->len; row++)
			((ChartSeries *)chart->series->pdata[row])->values[n] = values[row];
	}
	chart_build_rules(edition, content, dataset, rows, chart);
}

/* One column of values, split into series by the texts of another. */
static void build_by(const Edition *edition, const ChartContent *content, const Dataset *dataset,
		     const GArray *rows, Chart *chart)
{
	g_autofree guint *category = NULL, *number = NULL;
	g_autoptr(GPtrArray) places =
	    chart_distinct(edition, dataset, &content->x, rows, &category);
	g_autoptr(GPtrArray) names = chart_distinct(edition, dataset, &content->by, rows, &number);
	g_autoptr(GArray) firsts = g_array_new(FALSE, FALSE, sizeof(size_t));
	for (guint n = 0; n < rows->len && firsts->len < places->len; n++) {
		if (category[n] == firsts->len)
			g_array_append_val(firsts, g_array_index(rows, size_t, n));
	}
	chart_build_categories(edition, content, dataset, firsts, chart);
	for (guint n = 0; n < names->len; n++)
		add_series(chart, names->pdata[n], SERIES_VALUES);
	const ChartColumn *column = g_ptr_array_index(content->series, 0);
	g_autofree double *values = chart_numbers(edition, dataset, &column->field, rows);
	for (guint n = 0; n < rows->len; n++)
		((ChartSeries *)chart->series->pdata[number[n]])->values[category[n]] = values[n];
	chart_build_rules(edition, content, dataset, firsts, chart);
}

void chart_build_body(Edition *edition, const ChartContent *content, const Dataset *dataset,
		      const GArray *rows, Chart *chart)
{
	if (content->by.name != NULL)
		build_by(edition, content, dataset, rows, chart);
	else if (content->kind == CHART_SLOPE)
		build_slope(edition, content, dataset, rows, chart);
	else
		build_columns(edition, content, dataset, rows, chart);
	chart_highlight(edition, content, chart);
}
