/* Control charts: Montgomery's and hand-made numbers, both rules of two in three, and odd series.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "reports/stats/control.h"

static const ControlOptions usual;

/* Points of values alone. */
static void fill(ControlPoint *points, const double *values, size_t count)
{
	for (size_t n = 0; n < count; n++)
		points[n] = (ControlPoint){ .value = values[n] };
}

static ControlChart *chart_of(const double *values, size_t count, ControlKind kind)
{
	g_autofree ControlPoint *points = g_new0(ControlPoint, count);
	fill(points, values, count);
	return control_chart(points, count, kind, &usual);
}

static XmrChart *xmr_of(const double *values, size_t count, XmrOptions options)
{
	g_autofree ControlPoint *points = g_new0(ControlPoint, count);
	fill(points, values, count);
	return control_xmr(points, count, &options);
}

/* ── charts ── */

Test(control, i_chart_is_mean_and_moving_ranges)
{
	double values[] = { 10, 12, 9, 11 };
	g_autoptr(ControlChart) chart = chart_of(values, 4, CONTROL_I);
	cr_expect_float_eq(chart->marks[0].centre.value, 10.5, 1e-15);
	/* ranges 2, 3, 2 */
	cr_expect_float_eq(chart->marks[3].upper.value, 10.5 + 3 * (7.0 / 3) / 1.128, 1e-13);
	cr_expect_float_eq(chart->marks[3].lower95.value, 10.5 - 2 * (7.0 / 3) / 1.128, 1e-13);
}

Test(control, c_and_u_charts_are_poisson)
{
	double values[] = { 9, 7, 11, 9 };
	g_autoptr(ControlChart) c = chart_of(values, 4, CONTROL_C);
	cr_expect_float_eq(c->marks[0].upper.value, 18, 1e-14);
	cr_expect_float_eq(c->marks[0].lower.value, 0, 1e-14);
	ControlPoint points[] = { { 4, 100, CONTROL_SEEN }, { 12, 300, CONTROL_SEEN } };
	g_autoptr(ControlChart) u = control_chart(points, 2, CONTROL_U, &usual);
	cr_expect_float_eq(u->marks[1].centre.value, 0.04, 1e-15);
	cr_expect_float_eq(u->marks[0].upper.value, 0.04 + 3 * 0.02, 1e-15);
}

Test(control, p_chart_stays_within_nothing_and_all)
{
	ControlPoint points[] = { { 9, 10, CONTROL_SEEN }, { 10, 10, CONTROL_SEEN } };
	g_autoptr(ControlChart) chart = control_chart(points, 2, CONTROL_P, &usual);
	cr_expect_eq(chart->marks[0].upper.value, 1);
	cr_expect_float_eq(chart->marks[0].lower.value, 0.95 - 3 * sqrt(0.95 * 0.05 / 10), 1e-15);
}

Test(control, primed_charts_widen_by_what_chance_does_not_explain)
{
	ControlPoint points[12];
	for (int n = 0; n < 12; n++)
		points[n] = (ControlPoint){ n % 2 == 0 ? 450 : 550, 1000, CONTROL_SEEN };
	g_autoptr(ControlChart) p = control_chart(points, 12, CONTROL_P, &usual);
	g_autoptr(ControlChart) prime = control_chart(points, 12, CONTROL_P_PRIME, &usual);
	cr_expect(p->marks[0].outside);
	cr_expect_not(prime->marks[0].outside);
	/* z jumps by .1 / sigma each time */
	cr_expect_float_eq(prime->marks[0].upper.value, 0.5 + 3 * 0.1 / 1.128, 1e-13);
}

Test(control, g_chart_has_its_median_and_t_chart_takes_no_zero)
{
	double values[] = { 0, 4, 8, 40 };
	g_autoptr(ControlChart) g = chart_of(values, 4, CONTROL_G);
	cr_expect_float_eq(g->marks[0].centre.value, 6, 1e-15);
	cr_expect_float_eq(g->marks[0].upper.value, 13 + 3 * sqrt(13.0 * 14), 1e-12);
	g_autoptr(ControlChart) t = chart_of(values, 4, CONTROL_T);
	cr_expect_eq(t->marks[0].value.state, ESTIMATE_NOT_AVAILABLE);
	cr_expect_eq(t->marks[1].value.state, ESTIMATE_KNOWN);
	cr_expect_eq(t->marks[1].centre.state, ESTIMATE_KNOWN);
}

Test(control, mr_chart_has_no_first_point_and_no_runs)
{
	double values[] = { 1, 2, 4, 7, 11, 16, 22, 29, 37, 46, 56, 67 };
	g_autoptr(ControlChart) chart = chart_of(values, 12, CONTROL_MR);
	cr_expect_eq(chart->marks[0].value.state, ESTIMATE_NOT_AVAILABLE);
	cr_expect_eq(chart->marks[1].value.value, 1);
	cr_expect_float_eq(chart->marks[1].centre.value, 6, 1e-15);
	cr_expect_float_eq(chart->marks[1].upper.value, 3.267 * 6, 1e-13);
	cr_expect_eq(chart->parts[0].runs.crossings, 1);
	cr_expect_not(chart->parts[0].runs.signal);
}

Test(control, screening_sets_one_wild_range_aside)
{
	double values[] = { 10, 11, 10, 11, 10, 11, 10, 11, 10, 60 };
	ControlPoint points[10];
	fill(points, values, 10);
	ControlOptions screened = { .screen = true };
	g_autoptr(ControlChart) all = control_chart(points, 10, CONTROL_I, &usual);
	g_autoptr(ControlChart) some = control_chart(points, 10, CONTROL_I, &screened);
	/* eight ranges of 1 and one of 50 */
	cr_expect_float_eq(all->marks[0].upper.value - all->marks[0].centre.value,
			   3 * (58.0 / 9) / 1.128, 1e-13);
	cr_expect_float_eq(some->marks[0].upper.value - some->marks[0].centre.value, 3 / 1.128,
			   1e-13);
}

Test(control, of_nothing_or_one_point_has_no_limits)
{
	g_autoptr(ControlChart) none = control_chart(NULL, 0, CONTROL_I, &usual);
	cr_expect_eq(none->count, 0);
	cr_expect_null(none->problem);
	double one[] = { 5 };
	g_autoptr(ControlChart) chart = chart_of(one, 1, CONTROL_I);
	cr_expect_eq(chart->marks[0].centre.value, 5);
	cr_expect_eq(chart->marks[0].upper.state, ESTIMATE_NOT_AVAILABLE);
	cr_expect_not(chart->parts[0].runs.known);
}

Test(control, of_all_zero_has_limits_of_zero_and_no_signal)
{
	double zeros[12] = { 0 };
	static const ControlKind kinds[] = { CONTROL_RUN, CONTROL_I, CONTROL_C, CONTROL_G };
	for (size_t n = 0; n < sizeof(kinds) / sizeof(*kinds); n++) {
		g_autoptr(ControlChart) chart = chart_of(zeros, 12, kinds[n]);
		cr_expect_eq(chart->marks[3].centre.value, 0);
		cr_expect_not(chart->marks[3].outside);
		cr_expect_not(chart->parts[0].runs.known,
			      "ties on the centre line count for nothing");
		cr_expect_not(chart->parts[0].runs.signal);
	}
	ControlPoint points[2] = { { 0, 10, CONTROL_SEEN }, { 0, 10, CONTROL_SEEN } };
	g_autoptr(ControlChart) prime = control_chart(points, 2, CONTROL_P_PRIME, &usual);
	cr_expect_eq(prime->marks[0].centre.value, 0);
	cr_expect_eq(prime->marks[0].upper.state, ESTIMATE_NOT_AVAILABLE);
}

Test(control, sizes_of_zero_and_impossible_values_leave_their_point_out)
{
	ControlPoint points[] = { { 2, 10, CONTROL_SEEN },  { 0, 0, CONTROL_SEEN },
				  { 11, 10, CONTROL_SEEN }, { -1, 10, CONTROL_SEEN },
				  { 2, -5, CONTROL_SEEN },  { NAN, 10, CONTROL_SEEN },
				  { 4, 10, CONTROL_SEEN } };
	g_autoptr(ControlChart) chart = control_chart(points, 7, CONTROL_P, &usual);
	cr_expect_eq(chart->marks[1].value.state, ESTIMATE_NOT_APPLICABLE);
	cr_expect_eq(chart->marks[1].upper.state, ESTIMATE_NOT_AVAILABLE);
	for (int n = 2; n < 6; n++)
		cr_expect_eq(chart->marks[n].value.state, ESTIMATE_NOT_AVAILABLE);
	cr_expect_float_eq(chart->marks[0].centre.value, 0.3, 1e-15);
}

Test(control, provisional_points_are_drawn_but_change_nothing)
{
	double values[] = { 10, 12, 9, 11, 10, 0, 0 };
	ControlPoint points[7];
	fill(points, values, 7);
	points[5].state = points[6].state = CONTROL_PROVISIONAL;
	g_autoptr(ControlChart) with = control_chart(points, 7, CONTROL_I, &usual);
	g_autoptr(ControlChart) without = control_chart(points, 5, CONTROL_I, &usual);
	cr_expect_eq(with->marks[6].value.value, 0);
	cr_expect_eq(with->marks[6].upper.value, without->marks[0].upper.value);
	cr_expect_not(with->marks[6].outside);
	cr_expect_eq(with->parts[0].runs.useful, without->parts[0].runs.useful);
	g_autoptr(XmrChart) xmr = control_xmr(points, 7, &(XmrOptions){ .rule = CONTROL_NHSR });
	g_autoptr(XmrChart) fewer = control_xmr(points, 5, &(XmrOptions){ .rule = CONTROL_NHSR });
	cr_expect_eq(xmr->marks[6].lower.value, fewer->marks[0].lower.value);
	cr_expect_eq(xmr->marks[6].cause, XMR_COMMON);
	cr_expect_not(xmr->marks[6].outside);
}

Test(control, no_moving_range_spans_a_gap)
{
	double values[] = { 10, 11, 99, 20, 21 };
	ControlPoint points[5];
	fill(points, values, 5);
	points[2].state = CONTROL_MISSING;
	g_autoptr(ControlChart) chart = control_chart(points, 5, CONTROL_I, &usual);
	cr_expect_float_eq(chart->marks[0].upper.value, 15.5 + 3 / 1.128, 1e-13);
	cr_expect_eq(chart->marks[2].value.state, ESTIMATE_NOT_AVAILABLE);
}

/* ── runs ── */

Test(control, runs_follow_anhoej)
{
	int sides[24];
	for (int n = 0; n < 24; n++)
		sides[n] = n < 12 ? 1 : -1;
	ControlRuns runs = control_runs(sides, 24);
	cr_expect_eq(runs.longest, 12);
	cr_expect_eq(runs.longest_most, 8); /* round(log2 24) + 3 */
	cr_expect_eq(runs.crossings, 1);
	cr_expect_eq(runs.crossings_least, 8);
	cr_expect(runs.signal);
	for (int n = 0; n < 24; n++)
		sides[n] = n % 2 == 0 ? 1 : -1;
	cr_expect_not(control_runs(sides, 24).signal);
	cr_expect_not(control_runs(NULL, 0).known);
}

Test(control, points_on_the_line_neither_break_nor_lengthen_a_run)
{
	int sides[] = { 1, 0, 1, 0, -1, 0, -1 };
	ControlRuns runs = control_runs(sides, 7);
	cr_expect_eq(runs.useful, 4);
	cr_expect_eq(runs.longest, 2);
	cr_expect_eq(runs.crossings, 1);
}

/* ── rebasing ── */

Test(control, rebasing_starts_new_limits_and_keeps_its_reason)
{
	double values[] = { 1, 2, 1, 2, 11, 12, 11, 12 };
	ControlPoint points[8];
	fill(points, values, 8);
	ControlRebase rebase = { 4, "new helpline" };
	ControlOptions options = { .rebases = &rebase, .rebase_count = 1 };
	g_autoptr(ControlChart) chart = control_chart(points, 8, CONTROL_I, &options);
	cr_assert_eq(chart->part_count, 2);
	cr_expect_eq(chart->marks[3].centre.value, 1.5);
	cr_expect_eq(chart->marks[4].centre.value, 11.5);
	cr_expect_float_eq(chart->marks[4].upper.value, 11.5 + 3 / 1.128, 1e-13);
	cr_expect_null(chart->parts[0].reason);
	cr_expect_str_eq(chart->parts[1].reason, "new helpline");
	XmrOptions xmr = { .rebases = &rebase, .rebase_count = 1 };
	g_autoptr(XmrChart) other = control_xmr(points, 8, &xmr);
	cr_expect_eq(other->marks[7].mean.value, 11.5);
	cr_expect_float_eq(other->marks[7].upper.value, 11.5 + 2.66, 1e-13);
}

Test(control, refuses_a_rebase_without_reason_or_place)
{
	ControlPoint points[8] = { 0 };
	static const ControlRebase wrong[][2] = {
		{ { 4, NULL }, { 6, "why" } },  { { 4, "" }, { 6, "why" } },
		{ { 0, "why" }, { 6, "why" } }, { { 4, "why" }, { 4, "why" } },
		{ { 4, "why" }, { 8, "why" } },
	};
	for (size_t n = 0; n < sizeof(wrong) / sizeof(*wrong); n++) {
		ControlOptions options = { .rebases = wrong[n], .rebase_count = 2 };
		g_autoptr(ControlChart) chart = control_chart(points, 8, CONTROL_C, &options);
		cr_expect_not_null(chart->problem);
		cr_expect_eq(chart->count, 0);
		XmrOptions xmr = { .rebases = wrong[n], .rebase_count = 2 };
		g_autoptr(XmrChart) other = control_xmr(points, 8, &xmr);
		cr_expect_not_null(other->problem);
		cr_expect_eq(other->count, 0);
	}
}

Test(control, freezing_takes_limits_from_the_first_points)
{
	double values[] = { 1, 2, 1, 2, 30, 50 };
	ControlPoint points[6];
	fill(points, values, 6);
	ControlOptions options = { .freeze = 4 };
	g_autoptr(ControlChart) chart = control_chart(points, 6, CONTROL_I, &options);
	cr_expect_eq(chart->marks[5].centre.value, 1.5);
	cr_expect(chart->marks[4].outside && chart->marks[5].outside);
	g_autoptr(XmrChart) xmr = control_xmr(points, 6, &(XmrOptions){ .fix_after = 4 });
	cr_expect_eq(xmr->marks[5].mean.value, 1.5);
	cr_expect_eq(xmr->marks[5].cause, XMR_ABOVE_LIMIT);
}

/* ── XmR ── */

/* Twelve points around 10, then one near the limit and one beyond it. */
static const double near_then_beyond[] = { 10, 12, 9,  11, 10,   12, 9,  11, 10, 12,
					   9,  11, 10, 12, 9,    11, 10, 12, 9,  11,
					   10, 12, 9,  11, 16.2, 20, 10, 11, 9,  12 };

Test(control, two_in_three_depends_on_the_rule)
{
	g_autoptr(XmrChart) nhsr =
	    xmr_of(near_then_beyond, 30, (XmrOptions){ .improvement = CONTROL_INCREASE });
	g_autoptr(XmrChart) mdc =
	    xmr_of(near_then_beyond, 30,
		   (XmrOptions){ .improvement = CONTROL_INCREASE, .rule = CONTROL_MDC2023 });
	cr_expect(nhsr->marks[24].near && nhsr->marks[25].outside);
	cr_expect_eq(nhsr->marks[25].cause, XMR_ABOVE_LIMIT);
	cr_expect_eq(mdc->marks[25].cause, XMR_ABOVE_LIMIT);
	/* 11 before is above the mean too, so that the three are on one side only with the 11 */
	cr_expect_eq(nhsr->marks[24].cause, XMR_COMMON);
	cr_expect_eq(mdc->marks[24].cause, mdc->marks[23].side > 0 ? XMR_NEAR_UPPER : XMR_COMMON);
}

Test(control, meaning_depends_on_the_better_direction)
{
	double values[] = { 10, 11, 9, 10, 12, 11, 9, 10, 30, 10, 11, 9, 10 };
	static const XmrMeaning meanings[] = { [CONTROL_NEUTRAL] = XMR_HIGH,
					       [CONTROL_INCREASE] = XMR_IMPROVEMENT,
					       [CONTROL_DECREASE] = XMR_CONCERN };
	for (ControlDirection way = CONTROL_NEUTRAL; way <= CONTROL_DECREASE; way++) {
		g_autoptr(XmrChart) chart = xmr_of(values, 13, (XmrOptions){ .improvement = way });
		cr_expect_eq(chart->marks[8].meaning, meanings[way]);
		cr_expect_eq(chart->marks[0].meaning, XMR_NOTHING);
	}
}

Test(control, trend_length_is_a_choice_and_ties_break_it)
{
	double rising[] = { 20, 5, 6, 7, 8, 9, 10, 4, 3, 20 };
	g_autoptr(XmrChart) seven = xmr_of(rising, 10, (XmrOptions){ .unscreened = true });
	g_autoptr(XmrChart) six =
	    xmr_of(rising, 10, (XmrOptions){ .unscreened = true, .trend_length = 6 });
	cr_expect_eq(seven->marks[3].cause, XMR_COMMON);
	for (int n = 1; n <= 6; n++)
		cr_expect_eq(six->marks[n].cause, XMR_TREND_UP, "point %d", n);
	cr_expect_eq(six->marks[0].cause, XMR_COMMON);
	cr_expect_eq(six->marks[7].cause, XMR_COMMON);
	rising[4] = 7;
	g_autoptr(XmrChart) tied =
	    xmr_of(rising, 10, (XmrOptions){ .unscreened = true, .trend_length = 6 });
	cr_expect_eq(tied->marks[3].cause, XMR_COMMON);
}

Test(control, xmr_without_variation_has_a_mean_and_no_limits)
{
	double values[] = { 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1 };
	g_autoptr(XmrChart) chart = xmr_of(values, 9, (XmrOptions){ .rule = CONTROL_MDC2023 });
	cr_expect_eq(chart->marks[0].mean.value, 0.1);
	cr_expect_eq(chart->marks[0].upper.state, ESTIMATE_NOT_AVAILABLE);
	cr_expect_eq(chart->marks[8].cause, XMR_COMMON);
	cr_expect_eq(chart->marks[8].side, 0);
}

Test(control, xmr_of_hardly_any_points_says_nothing)
{
	g_autoptr(XmrChart) none = control_xmr(NULL, 0, &(XmrOptions){ .fix_after = 3 });
	cr_expect_eq(none->count, 0);
	double values[] = { 4, 9 };
	g_autoptr(XmrChart) one = xmr_of(values, 1, (XmrOptions){ .fix_after = 3 });
	cr_expect_eq(one->marks[0].mean.value, 4);
	cr_expect_eq(one->marks[0].lower.state, ESTIMATE_NOT_AVAILABLE);
	g_autoptr(XmrChart) two = xmr_of(values, 2, (XmrOptions){ .fix_after = 0 });
	cr_expect_float_eq(two->marks[0].upper.value, 6.5 + 2.66 * 5, 1e-13);
}
