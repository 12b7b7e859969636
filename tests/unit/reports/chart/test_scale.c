/* Value axes: round steps, zero for counts, and data that is hardly data. */
#include <criterion/criterion.h>
#include <math.h>

#include "reports/chart/scale.h"

typedef struct {
	const char *name;
	double values[4];
	size_t count;
	bool from_zero;
	double low, high, step;
	int decimals;
} ScaleCase;

static Scale fit(const ScaleCase *given)
{
	ScaleExtent extent = { 0 };
	scale_extent_add(&extent, given->values, given->count);
	return scale_fit(&extent, given->from_zero, 6);
}

Test(scale, covers_the_data_with_round_steps)
{
	static const ScaleCase cases[] = {
		{ "small counts", { 0, 3, 2 }, 3, false, 0, 3, 1, 0 },
		{ "counts begin at zero", { 90, 97 }, 2, false, 0, 100, 20, 0 },
		{ "counts have whole ticks", { 1, 2 }, 2, false, 0, 2, 1, 0 },
		{ "a step of 25, not of 2.5", { 12, 110 }, 2, false, 0, 125, 25, 0 },
		{ "all zero", { 0, 0 }, 2, false, 0, 1, 1, 0 },
		{ "one point", { 5 }, 1, false, 0, 5, 1, 0 },
		{ "nothing known", { NAN, NAN }, 2, false, 0, 1, 1, 0 },
		{ "missing values count for nothing", { NAN, 4, NAN }, 3, false, 0, 4, 1, 0 },
		{ "infinite is missing", { INFINITY, 4 }, 2, false, 0, 4, 1, 0 },
		{ "shares keep away from zero", { 81.5, 84 }, 2, false, 81.5, 84, 0.5, 1 },
		{ "unless asked for", { 81.5, 84 }, 2, true, 0, 100, 20, 0 },
		{ "a single share", { 0.5 }, 1, false, 0.2, 0.8, 0.1, 1 },
		{ "steps of 2.5 need their decimal", { 0.5, 12 }, 2, true, 0, 12.5, 2.5, 1 },
		{ "below zero", { -3.5, 3.5 }, 2, true, -4, 4, 2, 0 },
		{ "all below zero", { -7, -2 }, 2, true, -8, 0, 2, 0 },
		{ "huge", { 0, 9e15 }, 2, false, 0, 1e16, 2e15, 0 },
	};
	for (size_t n = 0; n < sizeof(cases) / sizeof(*cases); n++) {
		Scale scale = fit(&cases[n]);
		cr_expect_float_eq(scale.low, cases[n].low, 1e-6, "%s: low %g", cases[n].name,
				   scale.low);
		cr_expect_float_eq(scale.high, cases[n].high, 1e-6 * fabs(cases[n].high) + 1e-6,
				   "%s: high %g", cases[n].name, scale.high);
		cr_expect_float_eq(scale.step, cases[n].step, 1e-6 * cases[n].step, "%s: step %g",
				   cases[n].name, scale.step);
		cr_expect_eq(scale.decimals, cases[n].decimals, "%s: %d decimals", cases[n].name,
			     scale.decimals);
	}
}

Test(scale, has_ticks_from_end_to_end)
{
	static const ScaleCase given = { "", { 3, 47 }, 2, false, 0, 0, 0, 0 };
	Scale scale = fit(&given);
	cr_expect_eq(scale.ticks, 6);
	cr_expect_eq(scale_tick(&scale, 0), 0);
	cr_expect_eq(scale_tick(&scale, 5), 50);
	cr_expect_float_eq(scale_position(&scale, 25), 0.5, 1e-12);
}

Test(scale, stays_finite_at_the_ends_of_double)
{
	static const ScaleCase extremes[] = {
		{ "widest", { -1e300, 1e300 }, 2, true, 0, 0, 0, 0 },
		{ "beyond the limit", { 1.7e308, 1 }, 2, true, 0, 0, 0, 0 },
		{ "tiny", { 1e-320, 2e-320 }, 2, true, 0, 0, 0, 0 },
	};
	for (size_t n = 0; n < sizeof(extremes) / sizeof(*extremes); n++) {
		Scale scale = fit(&extremes[n]);
		cr_expect(isfinite(scale.low) && isfinite(scale.high) && scale.high > scale.low,
			  "%s", extremes[n].name);
		cr_expect(scale.ticks >= 2 && scale.ticks < 20, "%s: %zu ticks", extremes[n].name,
			  scale.ticks);
	}
}
