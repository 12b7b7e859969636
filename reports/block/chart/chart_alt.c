/* Alternative text: what a chart shows, told in a sentence or two from its values. The sentences
 * are the catalogue's, keys alt_*. */
#include <math.h>
#include <string.h>

#include "reports/block/chart/chart.h"
#include "reports/chart/chart.h"
#include "reports/model/value.h"

#define PANELS_TOLD   9 /* small charts told one by one; of more the names are */
#define NAMED_AT_MOST 8 /* points told by name; more would be a table */

/* ── numbers ── */

static char *print_number(const Edition *edition, const Chart *chart, double number)
{
	g_autofree char *printed = chart_value_text(chart, number, false);
	return locale_right_to_left(edition->locale)
		   ? g_strconcat("\u2068", printed, "\u2069", NULL)
		   : g_steal_pointer(&printed);
}

static char *print_count(const Edition *edition, size_t count)
{
	Datum datum = datum_of_number((double)count);
	return format_datum(edition->locale, NULL, &datum);
}

/* ── what there is to tell of one series ── */

typedef struct {
	size_t lowest, highest, latest; /* categories; the count of them: none is known */
	size_t missing, hidden;         /* the first without the second */
} Span;

static Span span_of(const Chart *chart, const ChartSeries *series)
{
	Span span = { chart->count, chart->count, chart->count, 0, 0 };
	for (size_t n = 0; n < chart->count; n++) {
		double value = series->values[n];
		if (isnan(value)) {
			span.hidden += chart_is_hidden(value);
			span.missing += !chart_is_hidden(value);
			continue;
		}
		if (span.lowest == chart->count || value < series->values[span.lowest])
			span.lowest = n;
		if (span.highest == chart->count || value > series->values[span.highest])
			span.highest = n;
		span.latest = n;
	}
	return span;
}

static bool is_values(const ChartSeries *series)
{
	return series->role == SERIES_VALUES && series->curve == NULL;
}

/* The first series that is not context and has a value; NULL when there is none. */
static const ChartSeries *first_series(const Chart *chart)
{
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		if (is_values(series) && !series->context &&
		    span_of(chart, series).latest < chart->count)
			return series;
	}
	return NULL;
}

static guint count_series(const Chart *chart)
{
	guint count = 0;
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		count += is_values(series) && !series->context;
	}
	return count;
}

/* ── sentences ── */

static void fill(GString *text, const char *hole, const char *with)
{
	g_string_replace(text, hole, with, 0);
}

static void fill_number(const Edition *edition, const Chart *chart, GString *text, const char *hole,
			double number)
{
	g_autofree char *printed = print_number(edition, chart, number);
	fill(text, hole, printed);
}

static void fill_count(const Edition *edition, GString *text, const char *hole, size_t count)
{
	g_autofree char *printed = print_count(edition, count);
	fill(text, hole, printed);
}

/* The sentence KEY about SERIES. Transfer full. */
static GString *sentence(const Edition *edition, const Chart *chart, const ChartSeries *series,
			 const char *key)
{
	Span span = span_of(chart, series);
	GString *text = g_string_new(locale_word(edition->locale, key));
	fill(text, "{series}", series->name);
	fill(text, "{first}", chart->categories[0]);
	fill(text, "{last}", chart->categories[chart->count - 1]);
	fill_count(edition, text, "{count}", chart->count - span.missing - span.hidden);
	if (span.latest == chart->count)
		return text;
	fill_number(edition, chart, text, "{lowest}", series->values[span.lowest]);
	fill_number(edition, chart, text, "{highest}", series->values[span.highest]);
	fill_number(edition, chart, text, "{latest}", series->values[span.latest]);
	fill(text, "{name}", chart->categories[span.highest]);
	fill(text, "{low_name}", chart->categories[span.lowest]);
	return text;
}

static void append(GString *text, const char *more)
{
	if (text->len > 0 && *more != '\0')
		g_string_append_c(text, ' ');
	g_string_append(text, more);
}

/* "Convicted 12.5%, Acquitted 19.7%": every series at CATEGORY, from FIRST to it where FIRST
 * is another. */
static char *parts_at(const Edition *edition, const Chart *chart, size_t first, size_t category)
{
	g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(g_free);
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		if (!is_values(series) || series->context || isnan(series->values[category]))
			continue;
		g_autofree char *value = print_number(edition, chart, series->values[category]);
		if (first == category) {
			g_ptr_array_add(parts, g_strdup_printf("%s %s", series->name, value));
		} else if (!isnan(series->values[first])) {
			g_autofree char *before =
			    print_number(edition, chart, series->values[first]);
			g_ptr_array_add(parts,
					g_strdup_printf("%s %s %s %s", series->name, before,
							locale_word(edition->locale, "range_to"),
							value));
		}
	}
	g_ptr_array_add(parts, NULL);
	return g_strjoinv(locale_word(edition->locale, "alt_and"), (char **)parts->pdata);
}

/* Names of the categories whose point has a signal, and how many there are. */
static char *signalled(const Edition *edition, const Chart *chart, const ChartSeries *series,
		       size_t *ret_count)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	*ret_count = 0;
	for (size_t n = 0; n < chart->count; n++) {
		if (series->signals == NULL || series->signals[n] == SIGNAL_NONE)
			continue;
		if ((*ret_count)++ < NAMED_AT_MOST)
			g_ptr_array_add(names, chart->categories[n]);
	}
	if (*ret_count > NAMED_AT_MOST)
		g_ptr_array_add(names, (gpointer)(guintptr) "…");
	g_ptr_array_add(names, NULL);
	return g_strjoinv(locale_word(edition->locale, "alt_and"), (char **)names->pdata);
}

/* ── the kinds ── */

/* Line, bar, column, dot, range, tiles: the first series, then one sentence for each other. */
static void tell_series(const Edition *edition, const Chart *chart, GString *text, const char *key)
{
	const ChartSeries *first = first_series(chart);
	bool many = count_series(chart) > 1;
	g_autofree char *head = g_strconcat(key, many ? "_many" : "", NULL);
	GString *said = sentence(edition, chart, first, head);
	append(text, said->str);
	g_string_free(said, TRUE);
	for (guint n = 0; many && n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		if (!is_values(series) || series->context ||
		    span_of(chart, series).latest == chart->count)
			continue;
		said = sentence(edition, chart, series, "alt_series");
		append(text, said->str);
		g_string_free(said, TRUE);
	}
}

/* Stack, incidence, slope: the parts at the end. */
static void tell_parts(const Edition *edition, const Chart *chart, GString *text, const char *key)
{
	const ChartSeries *first = first_series(chart);
	size_t last = chart->kind == CHART_SLOPE ? chart->count - 1 : span_of(chart, first).latest;
	g_autofree char *parts =
	    parts_at(edition, chart, chart->kind == CHART_SLOPE ? 0 : last, last);
	GString *said = sentence(edition, chart, first, key);
	fill(said, "{at}", chart->categories[last]);
	fill(said, "{parts}", parts);
	append(text, said->str);
	g_string_free(said, TRUE);
}

/* Spc and funnel: what lies outside. */
static void tell_signals(const Edition *edition, const Chart *chart, GString *text, const char *key)
{
	size_t count;
	const ChartSeries *first = first_series(chart);
	g_autofree char *names = signalled(edition, chart, first, &count);
	GString *said = sentence(edition, chart, first, key);
	append(text, said->str);
	g_string_free(said, TRUE);
	if (first->signals == NULL) /* nothing could be judged */
		return;
	said = g_string_new(
	    locale_word(edition->locale, count > 0 ? "alt_signals" : "alt_no_signals"));
	fill_count(edition, said, "{count}", count);
	fill(said, "{names}", names);
	append(text, said->str);
	g_string_free(said, TRUE);
}

static const struct {
	const char *key;
	void (*tell)(const Edition *edition, const Chart *chart, GString *text, const char *key);
} tales[CHART_KINDS] = {
	[CHART_LINE] = { "alt_line", tell_series },
	[CHART_BAR] = { "alt_bar", tell_series },
	[CHART_COLUMN] = { "alt_column", tell_series },
	[CHART_STACK] = { "alt_stack", tell_parts },
	[CHART_DOT] = { "alt_dot", tell_series },
	[CHART_SPC] = { "alt_spc", tell_signals },
	[CHART_FUNNEL] = { "alt_funnel", tell_signals },
	[CHART_SLOPE] = { "alt_slope", tell_parts },
	[CHART_INCIDENCE] = { "alt_incidence", tell_parts },
	[CHART_RANGE] = { "alt_range", tell_series },
	[CHART_TILES] = { "alt_tiles", tell_series },
};

/* What stands pale behind the values. */
static void tell_behind(const Edition *edition, const Chart *chart, GString *text)
{
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		if (series->role != SERIES_BEHIND)
			continue;
		GString *said = sentence(edition, chart, series, "alt_behind");
		append(text, said->str);
		g_string_free(said, TRUE);
	}
}

/* The same of small charts: that it is there, since each has its own. */
static void tell_behind_panels(const Edition *edition, const Chart *one, GString *text)
{
	for (guint n = 0; n < one->series->len; n++) {
		const ChartSeries *series = one->series->pdata[n];
		if (series->role != SERIES_BEHIND)
			continue;
		GString *said = g_string_new(locale_word(edition->locale, "alt_behind_panels"));
		fill(said, "{series}", series->name);
		append(text, said->str);
		g_string_free(said, TRUE);
	}
}

static void tell_rule(const Edition *edition, const Chart *chart, GString *text, const char *label,
		      double value)
{
	GString *said = g_string_new(locale_word(edition->locale, "alt_reference"));
	fill(said, "{label}", label);
	fill_number(edition, chart, said, "{value}", value);
	append(text, said->str);
	g_string_free(said, TRUE);
}

/* Rules across the chart, and a target that is the same everywhere. */
static void tell_rules(const Edition *edition, const Chart *chart, GString *text)
{
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		if (series->role != SERIES_TARGET)
			continue;
		Span span = span_of(chart, series);
		if (span.latest < chart->count &&
		    series->values[span.lowest] == series->values[span.highest])
			tell_rule(edition, chart, text, series->name, series->values[span.latest]);
	}
	for (guint n = 0; n < chart->references->len && chart->kind != CHART_TILES; n++) {
		const ChartReference *reference = chart->references->pdata[n];
		if (!isnan(reference->value))
			tell_rule(edition, chart, text, reference->label, reference->value);
	}
}

/* The sentence KEY of COUNT, unless that is 0. */
static void tell_count(const Edition *edition, const char *key, size_t count, GString *text)
{
	if (count == 0)
		return;
	GString *said = g_string_new(locale_word(edition->locale, key));
	fill_count(edition, said, "{count}", count);
	append(text, said->str);
	g_string_free(said, TRUE);
}

static void tell_missing(const Edition *edition, const Chart *chart, GString *text)
{
	size_t missing = 0;
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		missing += is_values(series) ? span_of(chart, series).missing : 0;
	}
	tell_count(edition, "alt_withheld", chart_count_hidden(chart), text);
	tell_count(edition, "alt_missing", missing, text);
}

static void tell_provisional(const Edition *edition, const Chart *chart, GString *text)
{
	size_t count = 0;
	for (size_t n = 0; chart->provisional != NULL && n < chart->count; n++)
		count += chart->provisional[n];
	tell_count(edition, "alt_provisional", count, text);
}

static void tell_breaks(const Edition *edition, const Chart *chart, GString *text)
{
	for (guint n = 0; n < chart->references->len; n++) {
		const ChartReference *reference = chart->references->pdata[n];
		if (!reference->is_break)
			continue;
		GString *said = g_string_new(locale_word(edition->locale, "alt_break"));
		fill(said, "{at}", chart->categories[reference->category]);
		fill(said, "{label}", reference->label);
		append(text, said->str);
		g_string_free(said, TRUE);
	}
}

/* "Rape: lowest 0, highest 7, last 3. Points that chance alone does not explain: 1 (15 Jul)." */
static void tell_panel(const Edition *edition, const Chart *panel, GString *text)
{
	size_t count = 0;
	const ChartSeries *first = first_series(panel);
	if (first == NULL)
		return;
	GString *said = g_string_new(locale_word(edition->locale, "alt_series"));
	Span span = span_of(panel, first);
	fill(said, "{series}", panel->title);
	fill_number(edition, panel, said, "{lowest}", first->values[span.lowest]);
	fill_number(edition, panel, said, "{highest}", first->values[span.highest]);
	fill_number(edition, panel, said, "{latest}", first->values[span.latest]);
	append(text, said->str);
	g_string_free(said, TRUE);
	g_autofree char *names = signalled(edition, panel, first, &count);
	if (count == 0)
		return;
	said = g_string_new(locale_word(edition->locale, "alt_signals"));
	fill_count(edition, said, "{count}", count);
	fill(said, "{names}", names);
	append(text, said->str);
	g_string_free(said, TRUE);
}

/* Each of a few small charts; of many the names. */
static char *tell_panels(const Edition *edition, const Chart *chart)
{
	const Chart *one = chart->panels->pdata[0];
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (guint n = 0; n < chart->panels->len; n++)
		g_ptr_array_add(names, ((Chart *)chart->panels->pdata[n])->title);
	g_ptr_array_add(names, NULL);
	g_autofree char *list =
	    g_strjoinv(locale_word(edition->locale, "alt_and"), (char **)names->pdata);
	GString *text = g_string_new(locale_word(edition->locale, "alt_panels"));
	fill_count(edition, text, "{count}", chart->panels->len);
	fill(text, "{names}", list);
	for (guint n = 0; n < chart->panels->len && chart->panels->len <= PANELS_TOLD; n++)
		tell_panel(edition, chart->panels->pdata[n], text);
	tell_count(edition, "alt_withheld", chart_count_hidden(chart), text);
	if (first_series(one) != NULL) {
		tell_behind_panels(edition, one, text);
		tell_rules(edition, one, text);
	}
	return g_string_free(text, FALSE);
}

/* CHART in words; empty when there is nothing to tell. Transfer full. */
static char *describe(const Edition *edition, const Chart *chart)
{
	if (chart->panels->len > 0)
		return tell_panels(edition, chart);
	GString *text = g_string_new(NULL);
	if (first_series(chart) == NULL) {
		tell_count(edition, "alt_withheld", chart_count_hidden(chart), text);
		return g_string_free(text, FALSE);
	}
	tales[chart->kind].tell(edition, chart, text, tales[chart->kind].key);
	tell_behind(edition, chart, text);
	tell_rules(edition, chart, text);
	tell_breaks(edition, chart, text);
	tell_missing(edition, chart, text);
	tell_provisional(edition, chart, text);
	return g_string_free(text, FALSE);
}

/* A chart whose every value is withheld does not say that nothing was recorded. */
static void set_withheld(const Edition *edition, Chart *chart)
{
	if (chart_has_values(chart) || chart_count_hidden(chart) == 0)
		return;
	g_free(chart->empty);
	chart->empty = g_strdup(locale_word(edition->locale, "all_withheld"));
}

void chart_set_alt(const Edition *edition, const ChartContent *content, Chart *chart)
{
	g_autofree char *told = describe(edition, chart);
	chart->alt = edition_text_or(edition, content->alt, told);
	set_withheld(edition, chart);
	for (guint n = 0; n < chart->panels->len; n++) {
		Chart *panel = chart->panels->pdata[n];
		panel->alt = describe(edition, panel);
		set_withheld(edition, panel);
	}
}
