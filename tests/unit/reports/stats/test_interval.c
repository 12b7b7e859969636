/* Intervals: textbook numbers, identities, and data that are hardly data. */
#include <criterion/criterion.h>
#include <stdbool.h>

#include "reports/stats/interval.h"

static bool all(Interval interval, EstimateState state)
{
	return interval.value.state == state && interval.lower.state == state &&
	       interval.upper.state == state &&
	       (state == ESTIMATE_KNOWN || interval.value.value == 0);
}

static void expect(Interval ours, double value, double lower, double upper, double tolerance)
{
	cr_expect(all(ours, ESTIMATE_KNOWN));
	cr_expect_float_eq(ours.value.value, value, tolerance);
	cr_expect_float_eq(ours.lower.value, lower, tolerance);
	cr_expect_float_eq(ours.upper.value, upper, tolerance);
}

Test(interval, gives_newcombes_examples)
{
	/* Newcombe 1998, Stat Med 17:857, table I: 81/263, 15/148, 0/20, 1/29 */
	expect(interval_wilson(81, 263, 0.95), 0.3080, 0.2553, 0.3662, 5e-5);
	expect(interval_wilson(15, 148, 0.95), 0.1014, 0.0624, 0.1605, 5e-5);
	expect(interval_wilson(0, 20, 0.95), 0, 0, 0.1611, 5e-5);
	expect(interval_wilson(1, 29, 0.95), 0.0345, 0.0061, 0.1718, 5e-5);
	expect(interval_clopper_pearson(81, 263, 0.95), 0.3080, 0.2527, 0.3676, 5e-5);
	expect(interval_clopper_pearson(15, 148, 0.95), 0.1014, 0.0578, 0.1617, 5e-5);
	expect(interval_clopper_pearson(0, 20, 0.95), 0, 0, 0.1684, 5e-5);
	expect(interval_clopper_pearson(1, 29, 0.95), 0.0345, 0.0009, 0.1776, 5e-5);
}

Test(interval, of_none_or_all_ends_exactly)
{
	cr_expect_eq(interval_wilson(0, 7, 0.998).lower.value, 0);
	cr_expect_eq(interval_wilson(7, 7, 0.998).upper.value, 1);
	cr_expect_eq(interval_clopper_pearson(0, 7, 0.998).lower.value, 0);
	cr_expect_eq(interval_clopper_pearson(7, 7, 0.998).upper.value, 1);
	/* closed form: 1 - (alpha / 2)^(1/n) */
	cr_expect_float_eq(interval_clopper_pearson(0, 7, 0.95).upper.value,
			   1 - pow(0.025, 1.0 / 7), 1e-14);
	expect(interval_clopper_pearson(1, 1, 0.95), 1, 0.025, 1, 1e-15);
}

Test(interval, of_shares_mirrors_at_a_half)
{
	for (int64_t events = 0; events <= 12; events++) {
		Interval ours = interval_wilson(events, 12, 0.9);
		Interval mirror = interval_wilson(12 - events, 12, 0.9);
		cr_expect_float_eq(ours.lower.value, 1 - mirror.upper.value, 1e-15);
		ours = interval_clopper_pearson(events, 12, 0.9);
		mirror = interval_clopper_pearson(12 - events, 12, 0.9);
		cr_expect_float_eq(ours.lower.value, 1 - mirror.upper.value, 1e-15);
	}
}

Test(interval, of_a_million_cases_is_found)
{
	Interval exact = interval_clopper_pearson(300000, 1000000, 0.95);
	Interval wilson = interval_wilson(300000, 1000000, 0.95);
	cr_expect(all(exact, ESTIMATE_KNOWN));
	cr_expect_float_eq(exact.lower.value, wilson.lower.value, 2e-6);
	cr_expect_float_eq(exact.upper.value, wilson.upper.value, 2e-6);
}

Test(interval, of_nothing_is_not_applicable)
{
	cr_expect(all(interval_wilson(0, 0, 0.95), ESTIMATE_NOT_APPLICABLE));
	cr_expect(all(interval_clopper_pearson(0, 0, 0.95), ESTIMATE_NOT_APPLICABLE));
	cr_expect(all(interval_rate(3, 0, 1e5, 0.95), ESTIMATE_NOT_APPLICABLE));
	cr_expect(all(interval_ratio(3, 0, 0.95, INTERVAL_BYAR), ESTIMATE_NOT_APPLICABLE));
}

Test(interval, of_what_cannot_be_is_not_available)
{
	cr_expect(all(interval_wilson(3, 2, 0.95), ESTIMATE_NOT_AVAILABLE));
	cr_expect(all(interval_wilson(-1, 2, 0.95), ESTIMATE_NOT_AVAILABLE));
	cr_expect(all(interval_wilson(0, -1, 0.95), ESTIMATE_NOT_AVAILABLE));
	cr_expect(all(interval_clopper_pearson(1, 2, 1), ESTIMATE_NOT_AVAILABLE));
	cr_expect(all(interval_clopper_pearson(1, 2, NAN), ESTIMATE_NOT_AVAILABLE));
	cr_expect(all(interval_count(-1, 0.95, INTERVAL_EXACT), ESTIMATE_NOT_AVAILABLE));
	cr_expect(all(interval_rate(1, -5, 1e5, 0.95), ESTIMATE_NOT_AVAILABLE));
	cr_expect(all(interval_rate(1, NAN, 1e5, 0.95), ESTIMATE_NOT_AVAILABLE));
	cr_expect(all(interval_ratio(1, INFINITY, 0.95, INTERVAL_PHE), ESTIMATE_NOT_AVAILABLE));
}

Test(interval, of_counts_is_garwoods)
{
	/* Garwood 1936 and every table since: 0, 1, 10 events */
	expect(interval_count(0, 0.95, INTERVAL_EXACT), 0, 0, 3.6889, 5e-5);
	expect(interval_count(1, 0.95, INTERVAL_EXACT), 1, 0.0253, 5.5716, 5e-5);
	expect(interval_count(10, 0.95, INTERVAL_EXACT), 10, 4.7954, 18.3904, 5e-5);
	cr_expect_float_eq(interval_count(0, 0.95, INTERVAL_EXACT).upper.value, -log(0.025), 1e-14);
}

Test(interval, of_byar_has_no_negative_limit)
{
	cr_expect_eq(interval_count(0, 0.95, INTERVAL_BYAR).lower.value, 0);
	cr_expect_eq(interval_count(1, 0.998, INTERVAL_BYAR).lower.value, 0);
	cr_expect_gt(interval_count(2, 0.998, INTERVAL_BYAR).lower.value, 0);
}

Test(interval, of_phe_changes_method_at_ten)
{
	Interval nine = interval_count(9, 0.95, INTERVAL_PHE);
	Interval ten = interval_count(10, 0.95, INTERVAL_PHE);
	cr_expect_eq(nine.upper.value, interval_count(9, 0.95, INTERVAL_EXACT).upper.value);
	cr_expect_eq(ten.upper.value, interval_count(10, 0.95, INTERVAL_BYAR).upper.value);
}

Test(interval, of_a_rate_is_that_of_its_count_scaled)
{
	Interval count = interval_count(12, 0.998, INTERVAL_PHE);
	Interval rate = interval_rate(12, 48000, 1e5, 0.998);
	expect(rate, 25, count.lower.value / 0.48, count.upper.value / 0.48, 1e-12);
}

Test(interval, of_one_band_standardised_is_the_crude_rate)
{
	IntervalBand band = { 20, 50000, 777 };
	Interval crude = interval_count(20, 0.95, INTERVAL_BYAR);
	expect(interval_standard_rate(&band, 1, 1e5, 0.95), 40, crude.lower.value * 2,
	       crude.upper.value * 2, 1e-12);
}

Test(interval, of_few_events_is_withheld)
{
	IntervalBand bands[] = { { 4, 1000, 1 }, { 5, 1000, 1 } };
	cr_expect(all(interval_standard_rate(bands, 2, 1, 0.95), ESTIMATE_NOT_AVAILABLE));
	bands[0].events = 5;
	cr_expect(all(interval_standard_rate(bands, 2, 1, 0.95), ESTIMATE_KNOWN));
}

Test(interval, of_bands_without_people_depends_on_the_standard)
{
	IntervalBand bands[] = { { 20, 1000, 1 }, { 0, 0, 1 } };
	cr_expect(all(interval_standard_rate(bands, 2, 1, 0.95), ESTIMATE_NOT_APPLICABLE));
	bands[1].standard = 0;
	cr_expect(all(interval_standard_rate(bands, 2, 1, 0.95), ESTIMATE_KNOWN));
	bands[0].standard = 0;
	cr_expect(all(interval_standard_rate(bands, 2, 1, 0.95), ESTIMATE_NOT_APPLICABLE));
	cr_expect(all(interval_standard_rate(bands, 0, 1, 0.95), ESTIMATE_NOT_APPLICABLE));
	bands[1].standard = -1;
	cr_expect(all(interval_standard_rate(bands, 2, 1, 0.95), ESTIMATE_NOT_AVAILABLE));
}
