/* Intervals against R and PHEindicatormethods. */
#include "reports/stats/interval.h"
#include "tests/support/vectors.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static void check_limits(VectorCheck *check, const Vectors *table, size_t row, const char *prefix,
			 Interval ours)
{
	g_autofree char *lower = g_strconcat(prefix, "lower", NULL);
	g_autofree char *upper = g_strconcat(prefix, "upper", NULL);
	if (!vectors_has(table, lower))
		return;
	vector_check(check, lower, VECTOR_INTERVAL, vectors_number(table, row, lower), ours.lower);
	vector_check(check, upper, VECTOR_INTERVAL, vectors_number(table, row, upper), ours.upper);
}

static int64_t count_of(const Vectors *table, size_t row, const char *column)
{
	return (int64_t)vectors_number(table, row, column);
}

Test(vectors, of_shares)
{
	g_autoptr(GPtrArray) names = vector_files("wilson*.csv");
	for (guint n = 0; n < names->len; n++) {
		g_autoptr(Vectors) table = vectors_read(g_ptr_array_index(names, n));
		g_autoptr(VectorCheck) check = vector_check_new(table);
		for (size_t row = 0; row < vectors_rows(table); row++) {
			int64_t x = count_of(table, row, "x"), trials = count_of(table, row, "n");
			double confidence = vectors_number(table, row, "conf");
			Interval wilson = interval_wilson(x, trials, confidence);
			vector_check(check, "p", VECTOR_INTERVAL, vectors_number(table, row, "p"),
				     wilson.value);
			check_limits(check, table, row, "wilson_", wilson);
			check_limits(check, table, row, "proptest_", wilson);
			check_limits(check, table, row, "clopper_",
				     interval_clopper_pearson(x, trials, confidence));
		}
		vector_check_end(check);
	}
}

Test(vectors, of_counts)
{
	g_autoptr(GPtrArray) names = vector_files("poisson_counts*.csv");
	for (guint n = 0; n < names->len; n++) {
		g_autoptr(Vectors) table = vectors_read(g_ptr_array_index(names, n));
		g_autoptr(VectorCheck) check = vector_check_new(table);
		for (size_t row = 0; row < vectors_rows(table); row++) {
			int64_t x = count_of(table, row, "x");
			double confidence = vectors_number(table, row, "conf");
			check_limits(check, table, row, "byar_",
				     interval_count(x, confidence, INTERVAL_BYAR));
			check_limits(check, table, row, "exact_",
				     interval_count(x, confidence, INTERVAL_EXACT));
		}
		vector_check_end(check);
	}
}

/* "rate per 100000": 100000. */
static double multiplier_of(const Vectors *table, size_t row)
{
	const char *text = strstr(vectors_text(table, row, "statistic"), "per ");
	cr_assert_not_null(text, "%s: no 'per N' in its statistic", vectors_name(table));
	return g_ascii_strtod(text + 4, NULL);
}

/* "lower99_8cl": .998 and whether it is the lower one; 0 for other columns. */
static double confidence_of(const char *column, bool *lower)
{
	unsigned whole, tenths;
	char end[4];
	*lower = g_str_has_prefix(column, "lower");
	if (!*lower && !g_str_has_prefix(column, "upper"))
		return 0;
	// NOLINTNEXTLINE(cert-err34-c): three parts, all checked
	if (sscanf(column + 5, "%2u_%1u%2s", &whole, &tenths, end) != 3 || strcmp(end, "cl") != 0)
		return 0;
	return ((double)whole + (double)tenths / 10) / 100;
}

/* The value and whichever limits the table has, of what make() makes at a confidence. */
static void check_rate(VectorCheck *check, const Vectors *table, size_t row,
		       Interval (*make)(gconstpointer of, double multiplier, double confidence),
		       gconstpointer of)
{
	double multiplier = multiplier_of(table, row);
	vector_check(check, "value", VECTOR_ESTIMATE, vectors_number(table, row, "value"),
		     make(of, multiplier, 0.95).value);
	for (char **column = vectors_columns(table); *column != NULL; column++) {
		bool lower;
		double confidence = confidence_of(*column, &lower);
		if (confidence == 0)
			continue;
		Interval ours = make(of, multiplier, confidence);
		vector_check(check, *column, VECTOR_ESTIMATE, vectors_number(table, row, *column),
			     lower ? ours.lower : ours.upper);
	}
}

typedef struct {
	int64_t events;
	double population;
} Crude;

static Interval make_crude(gconstpointer of, double multiplier, double confidence)
{
	const Crude *crude = of;
	return interval_rate(crude->events, crude->population, multiplier, confidence);
}

Test(vectors, of_crude_rates)
{
	g_autoptr(GPtrArray) names = vector_files("crude_rate_phe*.csv");
	for (guint n = 0; n < names->len; n++) {
		g_autoptr(Vectors) table = vectors_read(g_ptr_array_index(names, n));
		g_autoptr(VectorCheck) check = vector_check_new(table);
		for (size_t row = 0; row < vectors_rows(table); row++) {
			Crude crude = { count_of(table, row, "x"),
					vectors_number(table, row, "pop") };
			check_rate(check, table, row, make_crude, &crude);
		}
		vector_check_end(check);
	}
}

/* The age bands of one area. Transfer full. */
static GArray *bands_of(const Vectors *input, const char *area)
{
	GArray *bands = g_array_new(FALSE, FALSE, sizeof(IntervalBand));
	for (size_t row = 0; row < vectors_rows(input); row++) {
		if (strcmp(vectors_text(input, row, "area"), area) != 0)
			continue;
		IntervalBand band = { count_of(input, row, "x"), vectors_number(input, row, "pop"),
				      vectors_number(input, row, "stdpop") };
		g_array_append_val(bands, band);
	}
	return bands;
}

static Interval make_standard(gconstpointer of, double multiplier, double confidence)
{
	const GArray *bands = of;
	return interval_standard_rate(&g_array_index(bands, IntervalBand, 0), bands->len,
				      multiplier, confidence);
}

Test(vectors, of_standardised_rates)
{
	g_autoptr(GPtrArray) names = vector_files("dsr_*expected.csv");
	for (guint n = 0; n < names->len; n++) {
		const char *name = g_ptr_array_index(names, n);
		g_autoptr(Vectors) table = vectors_read(name);
		g_autoptr(Vectors) input = vectors_companion(name, "expected", "input.csv");
		g_autoptr(VectorCheck) check = vector_check_new(table);
		for (size_t row = 0; row < vectors_rows(table); row++) {
			g_autoptr(GArray) bands = bands_of(input, vectors_text(table, row, "area"));
			check_rate(check, table, row, make_standard, bands);
		}
		vector_check_end(check);
	}
}

Test(vectors, of_standardised_ratios)
{
	g_autoptr(GPtrArray) names = vector_files("isr_byar*.csv");
	for (guint n = 0; n < names->len; n++) {
		g_autoptr(Vectors) table = vectors_read(g_ptr_array_index(names, n));
		g_autoptr(VectorCheck) check = vector_check_new(table);
		for (size_t row = 0; row < vectors_rows(table); row++) {
			Interval ours = interval_ratio(count_of(table, row, "observed"),
						       vectors_number(table, row, "expected"), 0.95,
						       INTERVAL_BYAR);
			vector_check(check, "smr", VECTOR_INTERVAL,
				     vectors_number(table, row, "smr"), ours.value);
			vector_check(check, "lower95", VECTOR_INTERVAL,
				     vectors_number(table, row, "lower95"), ours.lower);
			vector_check(check, "upper95", VECTOR_INTERVAL,
				     vectors_number(table, row, "upper95"), ours.upper);
		}
		vector_check_end(check);
	}
}
