/* Charts from the template to the model: what each key makes of the rows. */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "reports/block/block.h"
#include "reports/build/edition.h"
#include "reports/chart/chart.h"

#define HEAD                                                                                         \
	"template: x\naudience: internal\nlanguages: [en, ur]\noutputs: [pdf]\nparameters:\n"        \
	"  district: {type: district}\n  week: {type: week, default: 2024-W30}\ndatasets:\n"         \
	"  trend: {query: weekly_series, with: {district: $district, week: $week, as_at: $as_at}}\n" \
	"  stations: {query: weekly_stations, with: {district: $district, week: $week, "             \
	"as_at: $as_at}}\nblocks:\n"                                                                 \
	"  - heading: {en: \"{district.name} {week|week}\", ur: \"{district.name} {week|week}\"}\n"  \
	"  - table: {id: a, dataset: trend, caption: {en: A, ur: A}, columns: [{field: cases, "      \
	"header: {en: A, ur: A}}]}\n"                                                                \
	"  - table: {id: b, dataset: stations, caption: {en: A, ur: A}, columns: [{field: "          \
	"station, header: {en: A, ur: A}}]}\n"
#define CHART(kind, keys)                                                                          \
	HEAD "  - chart: {id: c, kind: " kind ", " keys ", title: {en: T, ur: ت}, y-title: "      \
	     "{en: Cases, ur: مقدمات}}\n"
#define TREND    "dataset: trend, x: week_start, x-format: short-date, y: cases, "
#define STATIONS "dataset: stations, x: station, y: registered, "

/* week, cases, provisional, coverage, covered, era, and no baseline */
#define NO_BASELINE NULL, NULL, "1", NULL, NULL, "5", "f", NULL
static const char *const weeks[] = {
	"2024-07-01", "4",    NULL, "f", "covered", "t", "0", NO_BASELINE,
	"2024-07-08", NULL,   NULL, "f", "partial", "f", "0", NO_BASELINE,
	"2024-07-15", "1200", NULL, "f", "covered", "t", "0", NO_BASELINE,
	"2024-07-22", "7",    NULL, "f", "covered", "t", "0", NO_BASELINE,
	"2024-07-29", "0",    NULL, "t", "covered", "t", "0", NO_BASELINE,
};
/* station in both languages, registered, registered before, four weeks, arrests, overdue, series */
static const char *const stations[] = {
	"City",       "سٹی",       "2", "10", "1", "95", "1", NULL, /* no series */
	"Saddar",     "صدر",       "5", "20", "3", "97", "1", NULL,
	"Malka Hans", "ملکہ ہانس", "3", "5",  "1", "99", "1", NULL,
};

static void free_dataset(gpointer data)
{
	dataset_free(data);
}

/* The dataset NAME of COUNT values, row by row. */
static Dataset *make(const Template *template, const char *name, const char *const *texts,
		     size_t count)
{
	const TemplateDataset *wanted = template_dataset(template, name);
	Dataset *dataset = dataset_new(name, wanted->query_columns);
	for (size_t first = 0; first < count; first += dataset_columns(dataset)) {
		g_autoptr(GError) error = NULL;
		cr_assert(dataset_add(dataset, texts + first, &error), "%s",
			  error != NULL ? error->message : "");
	}
	return dataset;
}

/* The model of the template TEXT in LANGUAGE on the rows above. */
static Model *model_of(const char *text, const char *language)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	const char *const folders[] = { folder, NULL };
	static const char *const words[] = { "district=PKP", NULL };
	g_autoptr(Library) library = library_open(folders, &error);
	cr_assert(library != NULL);
	g_autoptr(Template) template =
	    template_parse(text, strlen(text), "x", library, block_types, &error);
	cr_assert(template != NULL, "%s", error != NULL ? error->message : "");
	g_autoptr(Districts) districts = districts_new();
	districts_add(districts, "PKP", "Pakpattan", "پاکپتن", "Sahiwal");
	g_autoptr(Binding) binding = binding_new(template, words, districts, 12,
						 (CivilTime){ 1722884399, 5 * 3600 }, &error);
	cr_assert(binding != NULL, "%s", error != NULL ? error->message : "");
	g_autoptr(GHashTable) datasets =
	    g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_dataset);
	g_hash_table_insert(datasets, (gpointer)(guintptr) "trend",
			    make(template, "trend", weeks, G_N_ELEMENTS(weeks)));
	g_hash_table_insert(datasets, (gpointer)(guintptr) "stations",
			    make(template, "stations", stations, G_N_ELEMENTS(stations)));
	Model *model = edition_model(template, library, binding, datasets, language, &error);
	cr_assert(model != NULL, "%s", error != NULL ? error->message : "");
	return model;
}

static const Chart *chart_of(const Model *model)
{
	for (guint n = 0; n < model->blocks->len; n++) {
		const Block *block = model->blocks->pdata[n];
		if (block->kind == BLOCK_CHART)
			return block->chart;
	}
	cr_assert_fail("no chart");
	return NULL;
}

static const ChartSeries *series_of(const Chart *chart, guint number)
{
	cr_assert_lt(number, chart->series->len);
	return chart->series->pdata[number];
}

Test(chart_block, takes_the_separators_of_the_language)
{
	g_autoptr(Model) model = model_of(CHART("line", TREND "decimals: 1"), "en");
	cr_expect_str_eq(chart_of(model)->group, ",");
	cr_expect_str_eq(chart_of(model)->point, ".");
	cr_expect_eq(chart_of(model)->decimals, 1);
}

Test(chart_block, keeps_a_missing_value_missing_and_zero_zero)
{
	g_autoptr(Model) model = model_of(CHART("line", TREND "provisional: provisional"), "en");
	const Chart *chart = chart_of(model);
	cr_expect(isnan(series_of(chart, 0)->values[1]));
	cr_expect_eq(series_of(chart, 0)->values[4], 0);
	cr_expect(chart->provisional[4] && !chart->provisional[3]);
	cr_expect(strstr(chart->alt, "Values not available: 1.") != NULL, "%s", chart->alt);
}

Test(chart_block, places_events_at_their_week_and_breaks_before_the_next)
{
	g_autoptr(Model) model =
	    model_of(CHART("line", TREND "annotate: [{at: 2024-07-10, label: {en: A, ur: A}}, "
					 "{at: 2030-01-01, label: {en: B, ur: B}}], "
					 "break: [{at: 2024-07-10, label: {en: C, ur: C}}], "
					 "reference: [{value: 9.5, label: {en: D, ur: D}}]"),
		     "en");
	const GPtrArray *references = chart_of(model)->references;
	cr_assert_eq(references->len, 3, "what is outside the chart is left out");
	const ChartReference *rule = references->pdata[0];
	const ChartReference *event = references->pdata[1], *cut = references->pdata[2];
	cr_expect_eq(rule->value, 9.5);
	cr_expect(event->category == 1 && !event->is_break && isnan(event->value));
	cr_expect(cut->category == 2 && cut->is_break);
}

Test(chart_block, makes_limits_and_signals_of_a_control_chart)
{
	g_autoptr(Model) model =
	    model_of(CHART("spc", STATIONS "centre: arrests, good: down, "
					   "limits: {lower: four_weeks, upper: registered_before}"),
		     "en");
	const Chart *chart = chart_of(model);
	cr_assert_eq(chart->series->len, 4);
	cr_expect_eq(series_of(chart, 1)->role, SERIES_CENTRE);
	cr_expect_eq(series_of(chart, 2)->role, SERIES_LIMIT);
	cr_expect_str_eq(series_of(chart, 2)->name, "Upper limit");
	cr_expect_eq(series_of(chart, 3)->values[1], 3);
}

Test(chart_block, sorts_the_curves_of_a_funnel_by_denominator)
{
	g_autoptr(Model) model =
	    model_of(CHART("funnel", STATIONS "denominator: registered_before, "
					      "limits: [{lower: four_weeks, upper: arrests}]"),
		     "en");
	const Chart *chart = chart_of(model);
	cr_assert_eq(chart->x[1], 20);
	const GArray *curve = series_of(chart, 1)->curve;
	cr_assert_eq(curve->len, 3);
	for (guint n = 1; n < curve->len; n++)
		cr_expect(g_array_index(curve, ChartPoint, n - 1).x <
			  g_array_index(curve, ChartPoint, n).x);
	cr_expect_eq(g_array_index(curve, ChartPoint, 0).y, 99);
	cr_expect_str_eq(series_of(chart, 1)->name, "95%");
}

Test(chart_block, turns_two_columns_into_the_moments_of_a_slope)
{
	g_autoptr(Model) model = model_of(
	    CHART("slope", "dataset: stations, x: station, highlight: {en: Saddar, ur: Saddar}, "
			   "series: [{field: four_weeks, name: {en: '2025', ur: '2025'}}, "
			   "{field: registered, name: {en: '2026', ur: '2026'}}]"),
	    "en");
	const Chart *chart = chart_of(model);
	cr_assert_eq(chart->count, 2);
	cr_expect_str_eq(chart->categories[1], "2026");
	cr_assert_eq(chart->series->len, 3);
	cr_expect_str_eq(series_of(chart, 1)->name, "Saddar");
	cr_expect(series_of(chart, 1)->values[0] == 3 && series_of(chart, 1)->values[1] == 5);
	cr_expect(series_of(chart, 0)->context && !series_of(chart, 1)->context);
}

Test(chart_block, highlights_a_category_and_sorts)
{
	g_autoptr(Model) model = model_of(
	    CHART("bar", STATIONS "sort: descending, highlight: {en: City, ur: سٹی}"), "ur");
	const Chart *chart = chart_of(model);
	cr_expect_eq(series_of(chart, 0)->values[0], 5);
	cr_expect_eq(series_of(chart, 0)->values[2], 2);
	cr_assert(chart->highlight != NULL);
	cr_expect(chart->highlight[2] && !chart->highlight[0]);
}

Test(chart_block, makes_a_panel_of_each_facet)
{
	g_autoptr(Model) model = model_of(CHART("column", STATIONS "facet: station"), "en");
	const Chart *chart = chart_of(model);
	cr_assert_eq(chart->panels->len, 3);
	const Chart *panel = chart->panels->pdata[1];
	cr_expect_str_eq(panel->title, "Saddar");
	cr_expect_eq(panel->count, 1);
	cr_expect_eq(series_of(panel, 0)->values[0], 5);
	cr_expect(chart_has_values(chart));
	cr_expect(strstr(chart->alt, "3") != NULL, "%s", chart->alt);
}

Test(chart_block, makes_a_series_of_each_text_of_by)
{
	g_autoptr(Model) model = model_of(
	    CHART("line", "dataset: stations, x: four_weeks, y: registered, by: station"), "en");
	const Chart *chart = chart_of(model);
	cr_assert_eq(chart->series->len, 3);
	cr_assert_eq(chart->count, 2, "1 and 3, each once");
	cr_expect_eq(series_of(chart, 0)->values[0], 2);
	cr_expect(isnan(series_of(chart, 0)->values[1]));
	cr_expect_eq(series_of(chart, 1)->values[1], 5);
}

Test(chart_block, tells_every_kind_in_words_of_both_languages)
{
	static const char *const texts[] = {
		CHART("line", TREND "percent: true"),
		CHART("bar", STATIONS "sort: none"),
		CHART("column", STATIONS "sort: none"),
		CHART("stack", "dataset: stations, x: station, series: [{field: arrests}, "
			       "{field: registered}]"),
		CHART("dot", STATIONS "lower: four_weeks, upper: arrests"),
		CHART("spc", STATIONS "centre: arrests, limits: {lower: overdue, upper: arrests}"),
		CHART("funnel", STATIONS "denominator: registered_before, "
					 "limits: {lower: overdue, upper: arrests}"),
		CHART("slope", "dataset: stations, x: station, series: [{field: arrests}, "
			       "{field: registered}]"),
		CHART("incidence", "dataset: stations, x: four_weeks, y: registered"),
		CHART("range", STATIONS "band: {lower: overdue, upper: arrests}"),
		HEAD "  - tilemap: {id: c, dataset: stations, district: station, name: station, "
		     "value: registered, title: {en: T, ur: ت}, y-title: {en: U, ur: ا}}\n",
	};
	for (size_t n = 0; n < G_N_ELEMENTS(texts) * 2; n++) {
		g_autoptr(Model) model = model_of(texts[n / 2], n % 2 == 0 ? "en" : "ur");
		const char *alt = chart_of(model)->alt;
		cr_expect(strlen(alt) > 20 && strchr(alt, '{') == NULL, "%zu: '%s'", n, alt);
		cr_expect(strstr(alt, "alt_") == NULL, "a word is lacking: '%s'", alt);
	}
}

Test(chart_block, places_the_districts_of_punjab_as_they_lie)
{
	g_autoptr(Model) model = model_of(
	    HEAD "  - tilemap: {id: c, dataset: stations, district: station, name: station, "
		 "value: registered, title: {en: T, ur: ت}, y-title: {en: U, ur: ا}}\n",
	    "en");
	const Chart *chart = chart_of(model);
	cr_assert_eq(chart->count, 3);
	cr_expect(chart->rows[0] == chart->rows[2] && chart->columns[2] == 2,
		  "unknown districts stand below the map, and are not lost");
	cr_expect_eq(chart->rows[0], 8);
	cr_expect(chart->references->len > 1, "there are classes");
}

/* ── a series behind, the height of the plot ── */

#define BEHIND "behind: {y: usual_mean, name: {en: Last year, ur: پچھلا سال}}, height: 60"

Test(chart_block, a_series_behind_is_of_the_same_rows_and_is_told)
{
	g_autoptr(Model) none = model_of(CHART("line", TREND BEHIND), "en");
	cr_expect_eq(chart_of(none)->series->len, 1, "nothing is known of it");
	cr_expect_eq(chart_of(none)->height_mm, 60);
	const char *text = CHART("line", "dataset: stations, x: station, y: registered, "
					 "behind: {y: four_weeks, name: {en: Before, ur: پہلے}}, "
					 "reference: [{value: 17, label: {en: Law, ur: قانون}}]");
	g_autoptr(Model) model = model_of(text, "en");
	g_autoptr(Model) urdu = model_of(text, "ur");
	const Chart *chart = chart_of(model);
	cr_assert_eq(chart->series->len, 2);
	cr_expect_eq(series_of(chart, 1)->role, SERIES_BEHIND);
	cr_expect_eq(series_of(chart, 1)->values[1], 3);
	cr_expect(strstr(chart->alt, "Pale behind it: Before, lowest 1, highest 3, last 1.") !=
		      NULL,
		  "%s", chart->alt);
	cr_expect(strstr(chart->alt, "A line marks 17: Law.") != NULL, "%s", chart->alt);
	cr_expect(strstr(chart_of(urdu)->alt, "پہلے") != NULL);
	g_autofree char *alt = chart_alt(chart);
	cr_expect(g_str_has_prefix(alt, "T. Line chart"), "%s", alt);
}

/* What the check says of the chart TEXT. */
static char *faults_of(const char *text)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	const char *const folders[] = { folder, NULL };
	g_autoptr(Library) library = library_open(folders, &error);
	g_autoptr(Template) template =
	    template_parse(text, strlen(text), "x", library, block_types, &error);
	cr_assert(template == NULL);
	return g_strdup(error->message);
}

Test(chart_block, refuses_what_cannot_stand_behind_and_heights_of_no_page)
{
	static const struct {
		const char *text, *fault;
	} faults[] = {
		{ CHART("bar", STATIONS "behind: {y: arrests, name: {en: A, ur: A}}"),
		  "a chart of kind 'bar' has no behind" },
		{ CHART("line", TREND "behind: {y: week_start, name: {en: A, ur: A}}"),
		  "behind: y: 'week_start' is a date, not a number" },
		{ CHART("line", TREND "behind: {y: usual_mean}"), "behind" },
		{ CHART("line", STATIONS "measure: cases_registered, "
					 "behind: {y: overdue, name: {en: A, ur: A}}"),
		  "behind" },
		{ CHART("line", TREND "height: 2000"), "'2000' is no height of a plot" },
		{ CHART("line", TREND "height: tall"), "'tall' is no height of a plot" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(faults); n++) {
		g_autofree char *said = faults_of(faults[n].text);
		cr_expect(strstr(said, faults[n].fault) != NULL, "%zu: %s", n, said);
	}
}

Test(chart_block, small_charts_are_told_one_by_one)
{
	g_autoptr(Model) model =
	    model_of(CHART("line", "dataset: stations, x: registered, y: four_weeks, "
				   "facet: station, behind: {y: arrests, name: {en: B, ur: B}}"),
		     "en");
	const Chart *chart = chart_of(model);
	cr_assert_eq(chart->panels->len, 3);
	cr_expect(strstr(chart->alt, "Saddar: lowest 3, highest 3, last 3.") != NULL, "%s",
		  chart->alt);
	cr_expect(strstr(chart->alt, "Pale behind each: B.") != NULL, "%s", chart->alt);
	const Chart *panel = chart->panels->pdata[0];
	cr_expect_str_eq(panel->legend[LEGEND_NEUTRAL], chart->legend[LEGEND_NEUTRAL]);
}
