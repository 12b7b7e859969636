/* STL: parts that add up, series that are exactly of one kind, and series that are too short. */
#include <criterion/criterion.h>
#include <math.h>

#include "reports/stats/stl.h"
#include "reports/stats/stl_median.h"

enum { MONTHS = 60 };

typedef struct {
	double seasonal[MONTHS], trend[MONTHS], remainder[MONTHS], weights[MONTHS];
} Room;

static bool decompose(const double *series, size_t count, StlOptions options, Room *room)
{
	StlParts parts = { room->seasonal, room->trend, room->remainder, room->weights };
	return stl_decompose(series, count, &options, &parts);
}

Test(stl, takes_a_line_and_a_season_apart_exactly)
{
	double series[MONTHS];
	Room room;
	for (int n = 0; n < MONTHS; n++)
		series[n] = 100 + 0.5 * n + 10 * sin(2 * M_PI * n / 12);
	StlOptions options = stl_defaults(12, 0, false);
	options.inner = 30; /* the first rounds leave a little of the line at its ends */
	cr_assert(decompose(series, MONTHS, options, &room));
	for (int n = 0; n < MONTHS; n++) {
		cr_expect_float_eq(room.seasonal[n], 10 * sin(2 * M_PI * n / 12), 1e-12);
		cr_expect_float_eq(room.trend[n], 100 + 0.5 * n, 1e-12);
	}
}

Test(stl, parts_add_up_to_the_series)
{
	double series[MONTHS];
	Room room;
	for (int n = 0; n < MONTHS; n++)
		series[n] = (n * 37) % 23 + (n % 12 == 7 ? 40 : 0);
	cr_assert(decompose(series, MONTHS, stl_defaults(12, 7, true), &room));
	for (int n = 0; n < MONTHS; n++)
		cr_expect_float_eq(room.seasonal[n] + room.trend[n] + room.remainder[n], series[n],
				   1e-12);
}

Test(stl, a_periodic_season_is_the_same_every_year)
{
	double series[MONTHS];
	Room room;
	for (int n = 0; n < MONTHS; n++)
		series[n] = (n * 29) % 17;
	cr_assert(decompose(series, MONTHS, stl_defaults(12, 0, true), &room));
	for (int n = 12; n < MONTHS; n++)
		cr_expect_eq(room.seasonal[n], room.seasonal[n - 12]);
}

Test(stl, a_robust_fit_sets_an_outlier_aside)
{
	double series[MONTHS];
	Room room;
	for (int n = 0; n < MONTHS; n++)
		series[n] = 50 + (n * 13) % 5 + 8 * cos(2 * M_PI * n / 12);
	series[30] += 500;
	cr_assert(decompose(series, MONTHS, stl_defaults(12, 0, true), &room));
	cr_expect_eq(room.weights[30], 0);
	cr_expect_gt(room.remainder[30], 480);
	cr_expect_gt(room.weights[10], 0.5);
	cr_assert(decompose(series, MONTHS, stl_defaults(12, 0, false), &room));
	cr_expect_eq(room.weights[30], 1);
	cr_expect_lt(room.remainder[30], 480);
}

Test(stl, of_equal_values_has_no_season)
{
	static const double values[] = { 0, 3 };
	for (size_t of = 0; of < 2; of++) {
		double series[MONTHS];
		Room room;
		for (int n = 0; n < MONTHS; n++)
			series[n] = values[of];
		cr_assert(decompose(series, MONTHS, stl_defaults(12, 7, true), &room));
		for (int n = 0; n < MONTHS; n++) {
			cr_expect_float_eq(room.seasonal[n], 0, 1e-13);
			cr_expect_float_eq(room.trend[n], values[of], 1e-13);
			cr_expect_eq(room.weights[n], 1);
		}
	}
}

Test(stl, refuses_what_has_no_season_to_find)
{
	double series[MONTHS] = { 0 };
	Room room;
	cr_expect_not(decompose(series, 0, stl_defaults(12, 0, false), &room), "nothing");
	cr_expect_not(decompose(series, 24, stl_defaults(12, 0, false), &room), "two years");
	cr_expect(decompose(series, 25, stl_defaults(12, 0, false), &room));
	cr_expect_not(decompose(series, 25, stl_defaults(1, 0, false), &room), "a period of one");
	cr_expect_not(decompose(series, 25, stl_defaults(12, 1, false), &room), "a window of one");
	series[4] = NAN;
	cr_expect_not(decompose(series, 25, stl_defaults(12, 0, false), &room), "no number");
}

Test(stl, local_lines_leave_nothing_of_a_line)
{
	double series[MONTHS];
	Room room;
	for (int n = 0; n < MONTHS; n++)
		series[n] = 7 + 2.0 * n;
	StlOptions options = stl_defaults(12, 9, false);
	options.seasonal_jump = options.trend_jump = options.low_jump = 1;
	options.trend_window = 1000;
	options.seasonal_degree = 1;
	cr_assert(decompose(series, MONTHS, options, &room));
	for (int n = 0; n < MONTHS; n++)
		cr_expect_float_eq(room.remainder[n], 0, 1e-10);
}

Test(stl, median_is_exact_for_odd_numbers_of_values)
{
	double values[101];
	for (int n = 0; n < 101; n++)
		values[n] = (n * 40) % 101;
	cr_expect_eq(stl_median_twice(values, 101), 100);
	double one = 4;
	cr_expect_eq(stl_median_twice(&one, 1), 8);
	double two[] = { 5, 2 };
	cr_expect_eq(stl_median_twice(two, 2), 7);
}
