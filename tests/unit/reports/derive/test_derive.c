#include "reports/derive/derive.h"

#include <criterion/criterion.h>
#include <string.h>

#include "core/database/sqltext.h"
#include "reports/stats/competing.h"
#include "reports/stats/control.h"
#include "reports/stats/interval.h"

static void column_free(gpointer data)
{
	SqlColumn *column = data;
	g_free(column->name);
	g_free(column->type);
	g_free(column);
}

static void add_column(GPtrArray *columns, const char *name, const char *type)
{
	SqlColumn *column = g_new0(SqlColumn, 1);
	column->name = g_strdup(name);
	column->type = g_strdup(type);
	g_ptr_array_add(columns, column);
}

/* The columns of every case here, and their names as roles. */
static const struct {
	const char *name, *type;
} inputs[DERIVE_ROLES] = {
	[DERIVE_OF] = { "events", "numeric" },
	[DERIVE_OVER] = { "size", "numeric" },
	[DERIVE_CAUSE] = { "cause", "text" },
	[DERIVE_SINCE] = { "since", "integer" },
	[DERIVE_FOLLOWED] = { "followed", "integer" },
	[DERIVE_LEAVE_OUT] = { "provisional", "boolean" },
	[DERIVE_BY] = { "unit", "text" },
	[DERIVE_MEAN] = { "usual_mean", "numeric" },
	[DERIVE_RANGE] = { "usual_range", "numeric" },
	[DERIVE_SEASON] = { "season", "numeric" },
};

typedef struct {
	Dataset *dataset;
	Derivation derivation;
} Made;

/* A share whose rule is that of convictions: withheld under 10 events, its number under 20. */
static const char rule_text[] =
    "measures:\n"
    "  convicted: {name: {en: A, ur: A}, unit: fir, definition: {en: A, ur: A}, basis: {en: day, ur: day}}\n"
    "  decided: {name: {en: B, ur: B}, unit: fir, definition: {en: B, ur: B}, basis: {en: day, ur: day}}\n"
    "  share: {name: {en: C, ur: C}, unit: fir, definition: {en: C, ur: C}, basis: {en: day, ur: day}, numerator: convicted, "
    "denominator: decided, withhold-under: 10 events, print-n-under: 20 events}\n";

static Measures *rules(void)
{
	g_autoptr(GError) error = NULL;
	Measures *measures = measures_parse(rule_text, "rules.yaml", &error);
	cr_assert_not_null(measures, "%s", error != NULL ? error->message : "");
	return measures;
}

static const Measure *rule; /* of the next derivation, or NULL */
static bool counting;       /* the next derivation is of whole numbers */

/* Derives METHOD of LINES, "events|size|cause|since|followed|provisional|unit" each, and, where it
 * is held against a baseline, "|mean|range|season"; "-" is null, "c" withheld. */
static Made derive(const char *method, const char *const *lines)
{
	g_autoptr(GPtrArray) columns = g_ptr_array_new_with_free_func(column_free);
	for (int role = 0; role < DERIVE_ROLES; role++)
		add_column(columns, inputs[role].name, inputs[role].type);
	g_autoptr(Dataset) raw = dataset_new("raw", columns);
	bool given = false;
	for (; *lines != NULL; lines++) {
		g_auto(GStrv) texts = g_strsplit(*lines, "|", -1);
		const char *values[DERIVE_ROLES];
		int count = (int)g_strv_length(texts);
		given |= count > DERIVE_MEAN;
		for (int role = 0; role < DERIVE_ROLES; role++)
			values[role] = role >= count || strcmp(texts[role], "-") == 0 ||
					       strcmp(texts[role], "c") == 0
					   ? NULL
					   : texts[role];
		cr_assert(dataset_add(raw, values, NULL), "%s", *lines);
		for (int role = 0; role < count; role++)
			if (strcmp(texts[role], "c") == 0)
				dataset_set_hidden(raw, dataset_rows(raw) - 1, (size_t)role);
	}
	Made made = { .derivation = { .method = derive_method(method),
				      .per = 1,
				      .counts = counting,
				      .first = DERIVE_ROLES,
				      .measure = rule,
				      .event = (char *)(guintptr) "convicted" } };
	unsigned takes =
	    made.derivation.method->needs | made.derivation.method->takes | DERIVE_TAKES(DERIVE_BY);
	for (int role = 0; role < DERIVE_ROLES; role++)
		if ((takes & DERIVE_TAKES(role)) != 0 && (given || role < DERIVE_MEAN))
			made.derivation.roles[role] = (char *)(guintptr)inputs[role].name;
	for (const DeriveColumn *at = made.derivation.method->columns; at->suffix != NULL; at++)
		add_column(columns, at->suffix, at->type);
	made.dataset = dataset_take(raw, columns, NULL, dataset_rows(raw));
	derive_run(&made.derivation, made.dataset);
	return made;
}

static const Datum *value_of(const Made *made, size_t row, const char *suffix)
{
	int column = -1;
	int at = DERIVE_ROLES;
	for (const DeriveColumn *one = made->derivation.method->columns; one->suffix != NULL;
	     one++, at++)
		if (strcmp(one->suffix, suffix) == 0)
			column = at;
	cr_assert(column >= 0, "no column '%s'", suffix);
	return dataset_value(made->dataset, row, (size_t)column);
}

static void expect_number(const Made *made, size_t row, const char *suffix, double expected)
{
	const Datum *datum = value_of(made, row, suffix);
	cr_assert(!datum->missing, "%s of row %zu is missing", suffix, row);
	cr_expect(fabs(datum->number - expected) < 1e-9, "%s of row %zu: %.12g, not %.12g", suffix,
		  row, datum->number, expected);
}

static void expect_word(const Made *made, size_t row, const char *suffix, const char *expected)
{
	const Datum *datum = value_of(made, row, suffix);
	cr_expect_str_eq(datum->missing ? "missing" : datum->text, expected, "%s of row %zu",
			 suffix, row);
}

/* ── intervals ── */

Test(derive, gives_a_share_and_its_wilson_interval_in_per_cent)
{
	Made made = derive("wilson", (const char *const[]){ "9|81|-|-|-|f|a", NULL });
	Interval expected = interval_wilson(9, 81, 0.95);
	expect_number(&made, 0, "pct", 100.0 / 9);
	expect_number(&made, 0, "lower", expected.lower.value * 100);
	expect_number(&made, 0, "upper", expected.upper.value * 100);
	dataset_free(made.dataset);
}

Test(derive, tells_a_share_of_nothing_from_a_share_that_is_not_known)
{
	Made made =
	    derive("wilson", (const char *const[]){ "0|0|-|-|-|f|a", "3|-|-|-|-|f|a",
						    "5|3|-|-|-|f|a", "0|7|-|-|-|f|a", NULL });
	cr_expect(value_of(&made, 0, "pct")->missing && value_of(&made, 0, "pct")->senseless);
	cr_expect(value_of(&made, 1, "pct")->missing && !value_of(&made, 1, "pct")->senseless);
	cr_expect(value_of(&made, 2, "pct")->missing && !value_of(&made, 2, "pct")->senseless);
	expect_number(&made, 3, "pct", 0);
	expect_number(&made, 3, "lower", 0);
	dataset_free(made.dataset);
}

Test(derive, marks_an_immature_row_and_what_it_counts)
{
	Made made =
	    derive("wilson", (const char *const[]){ "1|4|-|-|-|t|a", "1|4|-|-|-|f|a", NULL });
	cr_expect(value_of(&made, 0, "pct")->provisional);
	cr_expect(dataset_value(made.dataset, 0, DERIVE_OF)->provisional);
	cr_expect_not(value_of(&made, 1, "pct")->provisional);
	dataset_free(made.dataset);
}

Test(derive, gives_no_rate_without_a_population)
{
	Made made = derive("rate", (const char *const[]){ "12|-|-|-|-|f|a", "12|0|-|-|-|f|a",
							  "12|600|-|-|-|f|a", NULL });
	cr_expect(value_of(&made, 0, "rate")->missing && !value_of(&made, 0, "rate")->senseless);
	cr_expect(value_of(&made, 1, "rate")->missing && value_of(&made, 1, "rate")->senseless);
	expect_number(&made, 2, "rate", 0.02);
	dataset_free(made.dataset);
}

/* ── control charts ── */

/* 14 weeks around 20 whose moving ranges are 4 each; then 60, and a provisional 3. */
static const char *const weeks[] = {
	"18|-|-|-|-|f|a", "22|-|-|-|-|f|a", "18|-|-|-|-|f|a", "22|-|-|-|-|f|a",
	"18|-|-|-|-|f|a", "22|-|-|-|-|f|a", "18|-|-|-|-|f|a", "22|-|-|-|-|f|a",
	"18|-|-|-|-|f|a", "22|-|-|-|-|f|a", "18|-|-|-|-|f|a", "22|-|-|-|-|f|a",
	"18|-|-|-|-|f|a", "22|-|-|-|-|f|a", "3|-|-|-|-|t|a",  NULL
};

Test(derive, finds_the_usual_range_by_hand)
{
	Made made = derive("xmr", weeks);
	expect_number(&made, 0, "mean", 20);
	expect_number(&made, 0, "upper", 20 + 2.66 * 4);
	expect_number(&made, 0, "lower", 20 - 2.66 * 4);
	expect_word(&made, 0, "signal", "usual");
	expect_word(&made, 14, "signal", "missing"); /* provisional: no judgement yet */
	dataset_free(made.dataset);
}

Test(derive, calls_a_point_beyond_the_limits_high_and_says_why)
{
	const char *lines[G_N_ELEMENTS(weeks)];
	memcpy(lines, weeks, sizeof weeks);
	lines[13] = "60|-|-|-|-|f|a";
	Made made = derive("xmr", lines);
	expect_word(&made, 13, "signal", "high");
	expect_word(&made, 13, "cause", "limit");
	/* it lifts the mean above all the others, which are then a run below it */
	expect_word(&made, 0, "cause", "shift");
	dataset_free(made.dataset);
}

/* Limits 17.3 to 63.8: the whole numbers within are 18 to 63. */
Test(derive, prints_limits_of_counts_as_whole_numbers_that_are_inside)
{
	counting = true;
	Made made = derive("xmr", (const char *const[]){ "18|-|-|-|-|f|a|40.55|8.741|1",
							 "63|-|-|-|-|f|a|40.55|8.741|1",
							 "64|-|-|-|-|f|a|40.55|8.741|1",
							 "17|-|-|-|-|f|a|40.55|8.741|1", NULL });
	expect_number(&made, 0, "lower", 18);
	expect_number(&made, 0, "upper", 63);
	expect_word(&made, 0, "signal", "usual");
	expect_word(&made, 1, "signal", "usual");
	expect_word(&made, 2, "cause", "limit");
	expect_word(&made, 2, "signal", "high");
	expect_word(&made, 3, "signal", "low");
	dataset_free(made.dataset);
	counting = false;
}

Test(derive, prints_no_limit_below_zero)
{
	counting = true;
	Made made = derive("xmr", (const char *const[]){ "2|-|-|-|-|f|a|9|5|1", NULL });
	expect_number(&made, 0, "lower", 0);
	expect_number(&made, 0, "upper", 22);
	dataset_free(made.dataset);
	counting = false;
}

/* The same count is usual in summer and high in winter. */
Test(derive, judges_a_week_by_its_season)
{
	counting = true;
	Made made = derive("xmr", (const char *const[]){ "34|-|-|-|-|f|a|20|4|1.25",
							 "34|-|-|-|-|f|a|20|4|0.8", NULL });
	expect_number(&made, 0, "mean", 25);
	expect_number(&made, 0, "lower", 12); /* 9.36 × 1.25 = 11.7 */
	expect_number(&made, 0, "upper", 38); /* 30.64 × 1.25 = 38.3 */
	expect_word(&made, 0, "signal", "usual");
	expect_number(&made, 1, "mean", 16);
	expect_number(&made, 1, "lower", 8);
	expect_number(&made, 1, "upper", 24);
	expect_word(&made, 1, "cause", "limit");
	dataset_free(made.dataset);
	counting = false;
}

/* What comes later cannot make itself usual. */
Test(derive, a_baseline_stands_whatever_the_weeks_are)
{
	Made made =
	    derive("xmr", (const char *const[]){ "90|-|-|-|-|f|a|20|4|1", "91|-|-|-|-|f|a|20|4|1",
						 "92|-|-|-|-|f|a|20|4|1", NULL });
	for (size_t row = 0; row < 3; row++) {
		expect_number(&made, row, "mean", 20);
		expect_number(&made, row, "upper", 20 + 2.66 * 4);
		expect_word(&made, row, "cause", "limit");
	}
	dataset_free(made.dataset);
}

Test(derive, says_how_many_weeks_a_run_has)
{
	const char *const below[] = { "21|-|-|-|-|f|a|20|4|1", "18|-|-|-|-|f|a|20|4|1",
				      "19|-|-|-|-|f|a|20|4|1", "17|-|-|-|-|f|a|20|4|1",
				      "18|-|-|-|-|f|a|20|4|1", "19|-|-|-|-|f|a|20|4|1",
				      "17|-|-|-|-|f|a|20|4|1", "18|-|-|-|-|f|a|20|4|1",
				      "17|-|-|-|-|f|a|20|4|1", NULL };
	Made made = derive("xmr", below);
	expect_word(&made, 8, "cause", "shift");
	expect_word(&made, 8, "signal", "low");
	expect_number(&made, 8, "run", 8);
	cr_expect(value_of(&made, 0, "run")->missing);
	dataset_free(made.dataset);
	const char *const rising[] = {
		"16|-|-|-|-|f|a|20|4|1", "14|-|-|-|-|f|a|20|4|1", "16|-|-|-|-|f|a|20|4|1",
		"17|-|-|-|-|f|a|20|4|1", "19|-|-|-|-|f|a|20|4|1", "20|-|-|-|-|f|a|20|4|1",
		"22|-|-|-|-|f|a|20|4|1", "23|-|-|-|-|f|a|20|4|1", NULL
	};
	made = derive("xmr", rising);
	expect_word(&made, 7, "cause", "trend");
	expect_number(&made, 7, "run", 7);
	dataset_free(made.dataset);
}

/* A gap, and a week of another baseline, end a run. */
Test(derive, runs_do_not_cross_what_is_not_judged)
{
	const char *const gap[] = {
		"18|-|-|-|-|f|a|20|4|1", "19|-|-|-|-|f|a|20|4|1", "17|-|-|-|-|f|a|20|4|1",
		"-|-|-|-|-|f|a|20|4|1",  "18|-|-|-|-|f|a|20|4|1", "19|-|-|-|-|f|a|20|4|1",
		"17|-|-|-|-|f|a|20|4|1", "18|-|-|-|-|f|a|20|4|1", NULL
	};
	const char *const other[] = {
		"18|-|-|-|-|f|a|-|-|1",  "19|-|-|-|-|f|a|-|-|1",  "17|-|-|-|-|f|a|-|-|1",
		"18|-|-|-|-|f|a|-|-|1",  "18|-|-|-|-|f|a|20|4|1", "19|-|-|-|-|f|a|20|4|1",
		"17|-|-|-|-|f|a|20|4|1", "18|-|-|-|-|f|a|20|4|1", NULL
	};
	Made made = derive("xmr", gap);
	expect_word(&made, 7, "cause", "chance");
	dataset_free(made.dataset);
	made = derive("xmr", other);
	expect_word(&made, 7, "cause", "chance");
	cr_expect(value_of(&made, 0, "upper")->missing);
	expect_word(&made, 0, "signal", "missing");
	dataset_free(made.dataset);
}

Test(derive, says_that_there_is_no_baseline)
{
	Made made = derive(
	    "xmr", (const char *const[]){ "18|-|-|-|-|f|a|-|-|1", "19|-|-|-|-|f|a|-|-|1", NULL });
	expect_word(&made, 1, "signal", "no-baseline");
	cr_expect(value_of(&made, 1, "mean")->missing);
	dataset_free(made.dataset);
}

Test(derive, refuses_limits_where_events_are_few)
{
	const char *lines[G_N_ELEMENTS(weeks)];
	for (size_t n = 0; n + 1 < G_N_ELEMENTS(weeks); n++)
		lines[n] = "2|-|-|-|-|f|a";
	lines[G_N_ELEMENTS(weeks) - 1] = NULL;
	Made made = derive("xmr", lines);
	expect_word(&made, 0, "signal", "too-few");
	cr_expect(value_of(&made, 0, "upper")->missing);
	expect_number(&made, 0, "mean", 2);
	dataset_free(made.dataset);
}

Test(derive, keeps_series_apart)
{
	Made made = derive("c", (const char *const[]){ "4|-|-|-|-|f|a", "100|-|-|-|-|f|b",
						       "6|-|-|-|-|f|a", "100|-|-|-|-|f|b", NULL });
	expect_number(&made, 0, "centre", 5);
	expect_number(&made, 1, "centre", 100);
	expect_number(&made, 0, "upper", 5 + 3 * sqrt(5));
	dataset_free(made.dataset);
}

/* ── funnels ── */

Test(derive, names_the_unit_that_chance_does_not_explain)
{
	Made made = derive("funnel", (const char *const[]){ "50|100|-|-|-|f|a", "52|100|-|-|-|f|a",
							    "48|100|-|-|-|f|a", "5|100|-|-|-|f|a",
							    "0|0|-|-|-|f|a", NULL });
	expect_word(&made, 0, "signal", "usual");
	expect_word(&made, 3, "signal", "low");
	expect_number(&made, 0, "all", 155.0 / 4);
	cr_expect(value_of(&made, 4, "pct")->missing && value_of(&made, 4, "pct")->senseless);
	dataset_free(made.dataset);
}

/* ── cohorts ── */

Test(derive, finds_cumulative_incidence_by_hand)
{
	/* 10 cases followed for 24 months: 2 convicted in the 4th month, 4 acquitted in the 8th,
	 * 4 open; nobody is lost, so shares are plain. */
	Made made = derive("aalen-johansen", (const char *const[]){ "2|-|convicted|3|24|f|a",
								    "4|-|acquitted|7|24|f|a",
								    "4|-|open|-|24|f|a", NULL });
	expect_number(&made, 0, "by6", 20);
	expect_number(&made, 0, "by24", 20);
	cr_expect(value_of(&made, 0, "by36")->missing); /* nobody was followed so long */
	expect_number(&made, 0, "undated", 0);
	expect_number(&made, 0, "later", 0);
	expect_number(&made, 0, "cases", 10);
	expect_number(&made, 0, "events", 2);
	dataset_free(made.dataset);
}

/* 216 cases ended in conviction and 210 were followed to one: 4 came later, 2 on no known day. */
Test(derive, says_why_fewer_were_followed_to_a_conviction_than_there_were)
{
	Made made =
	    derive("aalen-johansen",
		   (const char *const[]){ "210|-|convicted|3|24|f|a", "4|-|convicted|24|24|f|a",
					  "2|-|undated|-|24|f|a", "50|-|open|-|24|f|a", NULL });
	expect_number(&made, 0, "events", 210);
	expect_number(&made, 0, "later", 4);
	expect_number(&made, 0, "undated", 2);
	expect_number(&made, 0, "cases", 264);
	dataset_free(made.dataset);
}

Test(derive, agrees_with_the_curve_of_competing_causes_where_cohorts_are_followed_unequally)
{
	Made made = derive("aalen-johansen",
			   (const char *const[]){ "2|-|convicted|3|24|f|-", "3|-|open|-|24|f|-",
						  "1|-|convicted|5|9|f|-", "4|-|open|-|9|f|-",
						  "1|-|undated|-|9|f|-", NULL });
	CompetingSubject subjects[10];
	for (size_t n = 0; n < 10; n++)
		subjects[n] = (CompetingSubject){ 0,
						  n < 2   ? 4
						  : n < 5 ? 24
						  : n < 6 ? 6
							  : 9,
						  n < 2 || n == 5 ? 1 : 0 };
	g_autoptr(CompetingCurve) curve = competing_curve(subjects, 10, 2, 0.95);
	Interval expected = competing_by(curve, 12, 1);
	expect_number(&made, 0, "by12", expected.value.value * 100);
	expect_number(&made, 0, "by12_lower", expected.lower.value * 100);
	expect_number(&made, 0, "cases", 10);
	dataset_free(made.dataset);
}

Test(derive, finds_the_median_time_to_disposal)
{
	Made made = derive("kaplan-meier", (const char *const[]){ "3|-|convicted|3|24|f|a",
								  "3|-|cancelled|9|24|f|a",
								  "1|-|open|-|24|f|a", NULL });
	expect_number(&made, 0, "median", 10);
	dataset_free(made.dataset);
}

/* ── small numbers ── */

static void expect_withheld(const Made *made, size_t row, const char *suffix)
{
	const Datum *datum = value_of(made, row, suffix);
	cr_expect(datum->missing && !datum->senseless, "%s of row %zu is shown", suffix, row);
}

/* 2 convictions by month 6 of 4,000 cases would print 0.1 %, and 9 by 12 as well; 12 by 24 do. */
Test(derive, withholds_a_point_of_a_curve_by_the_events_up_to_it)
{
	g_autoptr(Measures) measures = rules();
	rule = measures_find(measures, "share");
	Made made = derive("aalen-johansen", (const char *const[]){ "2|-|convicted|3|40|f|a",
								    "7|-|convicted|9|40|f|a",
								    "3|-|convicted|20|40|f|a",
								    "3988|-|open|-|40|f|a", NULL });
	expect_withheld(&made, 0, "by6");
	expect_withheld(&made, 0, "by6_lower");
	expect_withheld(&made, 0, "by12");
	expect_number(&made, 0, "by24", 12 * 100.0 / 4000);
	expect_number(&made, 0, "events", 12);
	dataset_free(made.dataset);
}

Test(derive, withholds_a_median_of_few_endings)
{
	g_autoptr(Measures) measures = rules();
	rule = measures_find(measures, "share");
	Made made = derive("kaplan-meier", (const char *const[]){ "6|-|convicted|3|24|f|a",
								  "5|-|open|-|24|f|a", NULL });
	expect_withheld(&made, 0, "median");
	dataset_free(made.dataset);
	made = derive("kaplan-meier", (const char *const[]){ "10|-|convicted|3|24|f|a",
							     "5|-|open|-|24|f|a", NULL });
	expect_number(&made, 0, "median", 4);
	dataset_free(made.dataset);
}

Test(derive, withholds_a_point_of_a_funnel_of_few_events_and_its_signal)
{
	g_autoptr(Measures) measures = rules();
	rule = measures_find(measures, "share");
	Made made =
	    derive("funnel", (const char *const[]){ "70|500|-|-|-|f|a", "2|4000|-|-|-|f|a",
						    "0|900|-|-|-|f|a", "10|90|-|-|-|f|a", NULL });
	expect_number(&made, 0, "pct", 14);
	expect_withheld(&made, 1, "pct");
	expect_word(&made, 1, "signal", "too-few");
	expect_withheld(&made, 2, "pct");
	expect_word(&made, 2, "signal", "too-few");
	expect_number(&made, 3, "pct", 100.0 / 9);
	expect_number(&made, 1, "all", 82 * 100.0 / 5490); /* what all have together is of many */
	dataset_free(made.dataset);
}

Test(derive, says_of_how_few_a_share_is)
{
	g_autoptr(Measures) measures = rules();
	rule = measures_find(measures, "share");
	Made made = derive("wilson", (const char *const[]){ "12|15|-|-|-|f|a", "12|20|-|-|-|f|a",
							    "9|15|-|-|-|f|a", NULL });
	cr_expect_eq(value_of(&made, 0, "pct")->share_of, 15);
	cr_expect_eq(value_of(&made, 1, "pct")->share_of, 0, "20 are not few");
	expect_withheld(&made, 2, "pct");
	dataset_free(made.dataset);
	made = derive("wilson-against", (const char *const[]){ "12|3|-|-|-|f|a", NULL });
	cr_expect_eq(value_of(&made, 0, "pct")->share_of, 15);
	dataset_free(made.dataset);
}

/* ── trend ── */

Test(derive, draws_no_trend_of_less_than_three_years)
{
	const char *lines[41] = { 0 };
	for (size_t n = 0; n < 35; n++)
		lines[n] = "20|-|-|-|-|f|a";
	Made made = derive("stl", lines);
	cr_expect(value_of(&made, 0, "trend")->missing);
	dataset_free(made.dataset);
	for (size_t n = 35; n < 40; n++)
		lines[n] = "20|-|-|-|-|f|a";
	made = derive("stl", lines);
	expect_number(&made, 39, "trend", 20);
	dataset_free(made.dataset);
}

/* ── every method ── */

static void expect_states(const Made *made)
{
	for (size_t row = 0; row < dataset_rows(made->dataset); row++) {
		for (size_t column = DERIVE_ROLES; column < dataset_columns(made->dataset);
		     column++) {
			const Datum *datum = dataset_value(made->dataset, row, column);
			bool word = datum->type == DATUM_TEXT && datum->text != NULL;
			cr_expect(datum->missing || datum->type == DATUM_BOOL || word ||
				      (datum->type == DATUM_NUMBER && isfinite(datum->number)),
				  "method %s, row %zu, column %zu", made->derivation.method->name,
				  row, column);
		}
	}
}

Test(derive, never_gives_what_is_no_number_whatever_the_rows)
{
	static const char *const numbers[] = { "-", "0", "1", "7", "1000000", "-3", "2.5" };
	static const char *const causes[] = { "-", "open", "undated", "convicted", "other" };
	g_autoptr(GPtrArray) names = derive_method_names();
	g_autoptr(GRand) random = g_rand_new_with_seed(5);
	for (int round = 0; round < 60; round++) {
		g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
		int kinds = g_rand_int_range(random, 1, 8); /* few kinds: all zero, all missing */
		for (int count = g_rand_int_range(random, 0, 45); count > 0; count--) {
			const char *of =
			    numbers[g_rand_int_range(random, 0, kinds > 7 ? 7 : kinds)];
			const char *size = numbers[g_rand_int_range(random, 0, 7)];
			if (strcmp(of, "1000000") == 0)
				of = "900"; /* subjects are expanded */
			g_ptr_array_add(lines,
					g_strdup_printf("%s|%s|%s|%s|%d|%s|%s", of, size,
							causes[g_rand_int_range(random, 0, 5)],
							g_rand_boolean(random) ? "4" : "-",
							g_rand_int_range(random, 0, 40),
							g_rand_boolean(random) ? "t" : "f",
							g_rand_boolean(random) ? "a" : "b"));
		}
		g_ptr_array_add(lines, NULL);
		for (guint n = 0; n + 1 < names->len; n++) {
			Made made =
			    derive(names->pdata[n], (const char *const *)(gpointer)lines->pdata);
			expect_states(&made);
			dataset_free(made.dataset);
		}
	}
}

/* ── what is withheld ── */

/* The derived columns of ROW, a letter each: c withheld, x missing, k known. */
static char *states_of(const Made *made, size_t row)
{
	GString *states = g_string_new(NULL);
	size_t at = DERIVE_ROLES;
	for (const DeriveColumn *one = made->derivation.method->columns; one->suffix != NULL;
	     one++, at++) {
		const Datum *datum = dataset_value(made->dataset, row, at);
		g_string_append_c(states, datum->hidden ? 'c' : datum->missing ? 'x' : 'k');
	}
	return g_string_free(states, FALSE);
}

static void expect_letters(const char *method, const char *const *lines,
			   const char *const *expected)
{
	Made made = derive(method, lines);
	for (size_t row = 0; expected[row] != NULL; row++) {
		g_autofree char *states = states_of(&made, row);
		cr_expect_str_eq(states, expected[row], "%s, row %zu", method, row);
	}
	dataset_free(made.dataset);
}

Test(derive, withholds_the_share_of_a_withheld_part_and_no_other)
{
	static const char *const lines[] = { "c|81|-|-|-|f|a", "9|c|-|-|-|f|a", "9|81|-|-|-|f|a",
					     "-|81|-|-|-|f|a", NULL };
	static const char *const shares[] = { "ccc", "ccc", "kkk", "xxx", NULL };
	static const char *const parts[] = { "cccc", "cccc", "kkkk", "xxxx", NULL };
	static const char *const counts[] = { "cc", "kk", "kk", "xx", NULL };
	expect_letters("wilson", lines, shares);
	expect_letters("clopper", lines, shares);
	expect_letters("rate", lines, shares);
	expect_letters("wilson-against", lines, parts);
	expect_letters("byar", lines, counts);
	expect_letters("exact", lines, counts);
}

Test(derive, withholds_a_total_with_a_withheld_part_in_every_row_of_its_group)
{
	static const char *const lines[] = { "9|-|-|-|-|f|a", "c|-|-|-|-|f|a", "-|-|-|-|-|f|a",
					     "7|-|-|-|-|f|b", NULL };
	static const char *const expected[] = { "c", "c", "c", "k", NULL };
	expect_letters("total", lines, expected);
}

/* The mean of the weeks that are shown would be no mean of all. */
Test(derive, withholds_mean_limits_and_signals_of_a_series_with_a_withheld_week)
{
	const char *lines[G_N_ELEMENTS(weeks)];
	memcpy(lines, weeks, sizeof weeks);
	lines[3] = "c|-|-|-|-|f|a";
	static const char *const all[] = { "cccccc", "cccccc", "cccccc", "cccccc", NULL };
	static const char *const rest[] = { "kccccc", "kccccc", "kccccc", "cccccc", NULL };
	expect_letters("xmr", lines, all);
	expect_letters("run", lines, rest);
	expect_letters("c", lines, rest);
	lines[3] = weeks[3];
	lines[14] = "c|-|-|-|-|t|a"; /* takes no part in limits */
	Made made = derive("xmr", lines);
	expect_number(&made, 0, "mean", 20);
	dataset_free(made.dataset);
}

Test(derive, keeps_limits_that_a_baseline_gives_where_a_week_is_withheld)
{
	static const char *const lines[] = { "22|-|-|-|-|f|a|20|4|1", "c|-|-|-|-|f|a|20|4|1",
					     NULL };
	Made made = derive("xmr", lines);
	expect_number(&made, 0, "mean", 20);
	cr_expect(value_of(&made, 1, "signal")->hidden, "no word on a week that is not shown");
	dataset_free(made.dataset);
}

Test(derive, withholds_the_middle_of_a_funnel_with_a_withheld_unit)
{
	static const char *const lines[] = { "30|300|-|-|-|f|a", "c|80|-|-|-|f|a", "12|c|-|-|-|f|a",
					     "40|390|-|-|-|f|a", NULL };
	static const char *const expected[] = { "kcccccc", "ccccccc", "ccccccc", "kcccccc", NULL };
	expect_letters("funnel", lines, expected);
	expect_letters("funnel-wide", lines, expected);
}

Test(derive, withholds_a_cohort_with_a_withheld_way_of_ending)
{
	static const char *const lines[] = { "20|-|convicted|3|12|f|a", "c|-|acquitted|5|12|f|a",
					     "30|-|open|-|12|f|a", NULL };
	static const char *const curve[] = { "cccccccccccccccc", NULL };
	static const char *const median[] = { "cccc", NULL };
	expect_letters("aalen-johansen", lines, curve);
	expect_letters("kaplan-meier", lines, median);
}

Test(derive, withholds_the_trend_of_months_with_a_withheld_one)
{
	const char *lines[49] = { 0 };
	for (size_t n = 0; n < 48; n++)
		lines[n] = n == 7       ? "c|-|-|-|-|f|a"
			   : n % 2 == 0 ? "20|-|-|-|-|f|a"
					: "24|-|-|-|-|f|a";
	static const char *const expected[] = { "cc", "cc", NULL };
	expect_letters("stl", lines, expected);
}
