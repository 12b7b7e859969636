/* What each kind of chart must show, read from its marks. Text is measured by a rule of thumb:
 * 5 points a letter, 10 a line. */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "reports/chart/chart.h"
#include "reports/chart/tiles.h"
#include "reports/model/value.h"

static void measure(gpointer data, MarkRole role, const char *text, double wrap_pt, int lines,
		    double *ret_width_pt, double *ret_height_pt)
{
	(void)data;
	(void)role;
	double width = 5 * (double)g_utf8_strlen(text, -1);
	double rows = wrap_pt > 0 ? fmax(1, ceil(width / wrap_pt)) : 1;
	if (lines > 0)
		rows = fmin(rows, lines);
	*ret_width_pt = wrap_pt > 0 ? fmin(width, wrap_pt) : width;
	*ret_height_pt = 10 * rows;
}

static Chart *make(ChartKind kind, const char *const *categories, size_t count)
{
	Chart *chart = chart_new();
	chart->kind = kind;
	chart->title = g_strdup("Title");
	chart->y_title = g_strdup("Unit");
	chart->group = g_strdup(",");
	chart->count = count;
	chart->categories = g_new0(char *, count + 1);
	for (size_t n = 0; n < count; n++)
		chart->categories[n] = g_strdup(categories[n]);
	return chart;
}

static ChartSeries *add(Chart *chart, const char *name, SeriesRole role, const double *values)
{
	ChartSeries *series = chart_series_new(name, chart->count);
	series->role = role;
	for (size_t n = 0; n < chart->count && values != NULL; n++)
		series->values[n] = values[n];
	g_ptr_array_add(chart->series, series);
	return series;
}

static void refer(Chart *chart, double value, size_t category, bool is_break, const char *label)
{
	ChartReference *reference = chart_reference_new(label);
	reference->value = value;
	reference->category = category;
	reference->is_break = is_break;
	g_ptr_array_add(chart->references, reference);
}

static Marks *draw(Chart *chart, double width, bool right_to_left)
{
	ChartFrame frame = { width, 0, right_to_left, measure, NULL, NULL };
	frame.height_pt = chart_height(chart, &frame);
	Marks *marks = chart_marks(chart, &frame);
	chart_free(chart);
	return marks;
}

static guint count(const Marks *marks, MarkKind kind, Colour colour)
{
	guint found = 0;
	for (guint n = 0; n < marks->marks->len; n++) {
		const Mark *mark = marks->marks->pdata[n];
		found += mark->kind == kind && mark->colour == colour;
	}
	return found;
}

/* The NTH mark of KIND in COLOUR, from 0. */
static const Mark *find(const Marks *marks, MarkKind kind, Colour colour, guint nth)
{
	for (guint n = 0; n < marks->marks->len; n++) {
		const Mark *mark = marks->marks->pdata[n];
		if (mark->kind == kind && mark->colour == colour && nth-- == 0)
			return mark;
	}
	cr_assert_fail("no mark of kind %d in #%06X", kind, colour);
	return NULL;
}

static const Mark *find_text(const Marks *marks, const char *text)
{
	for (guint n = 0; n < marks->marks->len; n++) {
		const Mark *mark = marks->marks->pdata[n];
		if (mark->kind == MARK_TEXT && strcmp(mark->text, text) == 0)
			return mark;
	}
	return NULL;
}

static double point_x(const Mark *line, guint n)
{
	return g_array_index(line->points, MarkPoint, n).x_pt;
}
static double point_y(const Mark *line, guint n)
{
	return g_array_index(line->points, MarkPoint, n).y_pt;
}

static const char *const five[] = { "Jan", "Feb", "Mar", "Apr", "May" };

Test(chart_kinds, a_line_is_not_drawn_across_a_break_and_says_what_changed)
{
	Chart *chart = make(CHART_LINE, five, 5);
	add(chart, "Cases", SERIES_VALUES, (const double[]){ 1, 2, 3, 4, 5 });
	refer(chart, NAN, 3, true, "New form");
	g_autoptr(Marks) marks = draw(chart, 400, false);
	cr_assert_eq(count(marks, MARK_LINE, COLOUR_NAVY), 2);
	const Mark *after = find(marks, MARK_LINE, COLOUR_NAVY, 1);
	cr_expect(find_text(marks, "New form") != NULL);
	const Mark *rule = find(marks, MARK_LINE, COLOUR_GREY, 0);
	cr_expect(rule->dashed && point_x(rule, 0) < point_x(after, 0));
}

Test(chart_kinds, an_event_is_marked_at_its_category)
{
	Chart *chart = make(CHART_LINE, five, 5);
	add(chart, "Cases", SERIES_VALUES, (const double[]){ 1, 2, 3, 4, 5 });
	refer(chart, NAN, 2, false, "Helpline");
	g_autoptr(Marks) marks = draw(chart, 400, false);
	const Mark *rule = find(marks, MARK_LINE, COLOUR_GREY, 0);
	const Mark *line = find(marks, MARK_LINE, COLOUR_NAVY, 0);
	cr_expect_float_eq(point_x(rule, 0), point_x(line, 2), 0.01);
	cr_expect_eq(count(marks, MARK_LINE, COLOUR_NAVY), 1, "nothing is interrupted");
}

Test(chart_kinds, a_highlighted_line_is_in_colour_and_the_rest_is_grey_without_labels)
{
	Chart *chart = make(CHART_LINE, five, 5);
	add(chart, "Lahore", SERIES_VALUES, (const double[]){ 1, 2, 3, 4, 5 })->context = true;
	add(chart, "Multan", SERIES_VALUES, (const double[]){ 5, 4, 3, 2, 1 });
	g_autoptr(Marks) marks = draw(chart, 400, false);
	cr_expect_eq(count(marks, MARK_LINE, COLOUR_NAVY), 1);
	cr_expect(find_text(marks, "Multan") != NULL);
	cr_expect(find_text(marks, "Lahore") == NULL);
}

Test(chart_kinds, a_target_is_a_dashed_rule_with_its_words_and_value)
{
	Chart *chart = make(CHART_COLUMN, five, 5);
	add(chart, "Cases", SERIES_VALUES, (const double[]){ 1, 2, 3, 4, 5 });
	refer(chart, 4, 0, false, "Target");
	g_autoptr(Marks) marks = draw(chart, 400, false);
	cr_expect(find_text(marks, "Target") != NULL);
	cr_expect(find(marks, MARK_LINE, COLOUR_GREY, 0)->dashed);
}

Test(chart_kinds, percentages_carry_their_sign_and_never_pass_100)
{
	Chart *chart = make(CHART_COLUMN, five, 5);
	chart->percent = true;
	add(chart, "Share", SERIES_VALUES, (const double[]){ 10, 97.5, 30, 0, NAN });
	g_autoptr(Marks) marks = draw(chart, 500, false);
	cr_expect(find_text(marks, "100%") != NULL);
	cr_expect(find_text(marks, "97.5%") != NULL);
	cr_expect(find_text(marks, "120%") == NULL);
	cr_expect(find_text(marks, "0%") != NULL, "zero is a value");
}

Test(chart_kinds, columns_of_names_keep_every_name)
{
	static const char *const names[] = { "Lahore", "Rahim Yar Khan", "Multan", "Toba Tek Singh",
					     "Sialkot" };
	Chart *chart = make(CHART_COLUMN, names, 5);
	add(chart, "Cases", SERIES_VALUES, (const double[]){ 1, 2, 3, 4, 5 });
	g_autoptr(Marks) marks = draw(chart, 300, false);
	for (size_t n = 0; n < 5; n++)
		cr_expect(find_text(marks, names[n]) != NULL, "%s", names[n]);
}

/* Names of dates that are wider than their columns: the first and the last stand below theirs,
 * within the frame. */
Test(chart_kinds, the_first_and_last_date_stand_below_their_columns)
{
	static const char *const months[] = { "October 2025", "b", "c", "d", "e", "f",
					      "October 2026" };
	Chart *chart = make(CHART_COLUMN, months, 7);
	chart->x = g_memdup2((const double[]){ 0, 1, 2, 3, 4, 5, 6 }, 7 * sizeof(double));
	add(chart, "Cases", SERIES_VALUES, (const double[]){ 1, 2, 3, 4, 5, 6, 7 });
	g_autoptr(Marks) marks = draw(chart, 200, false);
	const size_t ends[] = { 0, 6 };
	for (size_t n = 0; n < 2; n++) {
		const Mark *label = find_text(marks, months[ends[n]]);
		const Mark *bar = find(marks, MARK_BAR, COLOUR_NAVY, (guint)ends[n]);
		cr_assert(label != NULL, "%s", months[ends[n]]);
		cr_expect_float_eq(label->x_pt + label->width_pt / 2, bar->x_pt + bar->width_pt / 2,
				   1.5, "%s", label->text);
		cr_expect(label->x_pt >= 0 && label->x_pt + label->width_pt <= 200, "%s",
			  label->text);
	}
}

Test(chart_kinds, a_stack_stands_on_what_is_below_it_and_stops_at_the_unknown)
{
	Chart *chart = make(CHART_STACK, five, 5);
	add(chart, "Open", SERIES_VALUES, (const double[]){ 10, 20, NAN, 10, 10 });
	add(chart, "Closed", SERIES_VALUES, (const double[]){ 10, 10, 10, 10, 0 });
	g_autoptr(Marks) marks = draw(chart, 400, false);
	cr_assert_eq(count(marks, MARK_BAR, COLOUR_NAVY), 4);
	cr_assert_eq(count(marks, MARK_BAR, COLOUR_ORANGE), 3, "not on an unknown, nor for zero");
	const Mark *below = find(marks, MARK_BAR, COLOUR_NAVY, 1);
	const Mark *above = find(marks, MARK_BAR, COLOUR_ORANGE, 1);
	cr_expect(above->y_pt + above->height_pt <= below->y_pt);
	cr_expect(find_text(marks, "30") != NULL, "the whole is printed");
	cr_expect(find_text(marks, "Open")->y_pt > find_text(marks, "Closed")->y_pt);
}

Test(chart_kinds, a_dot_has_its_interval)
{
	Chart *chart = make(CHART_DOT, five, 3);
	ChartSeries *series = add(chart, "Share", SERIES_VALUES, (const double[]){ 10, 20, NAN });
	series->lower = g_memdup2((const double[]){ 5, 15, NAN }, 3 * sizeof(double));
	series->upper = g_memdup2((const double[]){ 20, 25, NAN }, 3 * sizeof(double));
	g_autoptr(Marks) marks = draw(chart, 400, false);
	cr_assert_eq(count(marks, MARK_DOT, COLOUR_NAVY), 2);
	cr_assert_eq(count(marks, MARK_LINE, COLOUR_NAVY), 2);
	const Mark *first = find(marks, MARK_LINE, COLOUR_NAVY, 0);
	const Mark *second = find(marks, MARK_LINE, COLOUR_NAVY, 1);
	double wide = point_x(first, 1) - point_x(first, 0);
	cr_expect_float_eq(wide, 1.5 * (point_x(second, 1) - point_x(second, 0)), 0.01);
	cr_expect(find_text(marks, "[x]") != NULL);
}

static Chart *control_chart(void)
{
	Chart *chart = make(CHART_SPC, five, 5);
	ChartSeries *cases =
	    add(chart, "Cases", SERIES_VALUES, (const double[]){ 50, 52, 90, 49, 10 });
	add(chart, "Mean", SERIES_CENTRE, (const double[]){ 50, 50, 50, 40, 40 });
	add(chart, "Upper limit", SERIES_LIMIT, (const double[]){ 70, 70, 70, 60, 60 });
	add(chart, "Lower limit", SERIES_LIMIT, (const double[]){ 30, 30, 30, 20, 20 });
	cases->signals = g_new0(ChartSignal, 5);
	cases->signals[1] = SIGNAL_NEUTRAL;
	cases->signals[2] = SIGNAL_WORSE;
	cases->signals[4] = SIGNAL_BETTER;
	chart->legend[LEGEND_BETTER] = g_strdup("Better");
	chart->legend[LEGEND_WORSE] = g_strdup("Worse");
	chart->legend[LEGEND_NEUTRAL] = g_strdup("Unusual");
	return chart;
}

Test(chart_kinds, signals_differ_by_shape_and_colour_and_have_words)
{
	static const struct {
		Colour colour;
		DotShape shape;
		const char *word;
	} signals[] = { { COLOUR_BLUE, DOT_DIAMOND, "Better" },
			{ COLOUR_ORANGE, DOT_SQUARE, "Worse" },
			{ COLOUR_PURPLE, DOT_UP, "Unusual" } };
	g_autoptr(Marks) marks = draw(control_chart(), 400, false);
	for (size_t n = 0; n < G_N_ELEMENTS(signals); n++) {
		cr_expect_eq(count(marks, MARK_DOT, signals[n].colour), 2, "legend and point");
		cr_expect_eq(find(marks, MARK_DOT, signals[n].colour, 1)->shape, signals[n].shape);
		cr_expect(find_text(marks, signals[n].word) != NULL);
	}
	cr_expect_eq(count(marks, MARK_DOT, COLOUR_GREY), 2, "common cause");
}

/* Between 7 and 8 cases there is none. */
Test(chart_kinds, counts_have_whole_ticks_whatever_their_limits_are)
{
	Chart *chart = make(CHART_SPC, five, 5);
	add(chart, "Cases", SERIES_VALUES, (const double[]){ 8, 7, 11, 9, 6 });
	add(chart, "Mean", SERIES_CENTRE, (const double[]){ 8.2, 8.2, 8.2, 8.2, 8.2 });
	add(chart, "Upper limit", SERIES_LIMIT, (const double[]){ 12.1, 12.1, 12.1, 12.1, 12.1 });
	add(chart, "Lower limit", SERIES_LIMIT, (const double[]){ 4.3, 4.3, 4.3, 4.3, 4.3 });
	g_autoptr(Marks) marks = draw(chart, 400, false);
	cr_expect(find_text(marks, "0") != NULL && find_text(marks, "5") != NULL);
	cr_expect(find_text(marks, "2.5") == NULL && find_text(marks, "7.5") == NULL);
	cr_expect(find_text(marks, "12.5") == NULL);
}

Test(chart_kinds, limits_are_steps_where_they_change_and_are_named)
{
	g_autoptr(Marks) marks = draw(control_chart(), 400, false);
	const Mark *upper = NULL;
	for (guint n = 0; n < marks->marks->len && upper == NULL; n++) {
		const Mark *mark = marks->marks->pdata[n];
		if (mark->kind == MARK_LINE && mark->dashed)
			upper = mark;
	}
	cr_assert(upper != NULL);
	cr_assert_eq(upper->points->len, 10, "from edge to edge of each category");
	cr_expect_eq(point_y(upper, 4), point_y(upper, 5), "level within a category");
	cr_expect(point_y(upper, 6) > point_y(upper, 5), "lower after the change");
	cr_expect(find_text(marks, "Upper limit") != NULL && find_text(marks, "Mean") != NULL);
}

static Chart *funnel(void)
{
	static const char *const names[] = { "Lahore", "Multan", "Kasur" };
	Chart *chart = make(CHART_FUNNEL, names, 3);
	ChartSeries *points = add(chart, "Share", SERIES_VALUES, (const double[]){ 50, 90, 55 });
	ChartSeries *limit = add(chart, "95%", SERIES_LIMIT, NULL);
	chart->x = g_memdup2((const double[]){ 100, 200, 400 }, 3 * sizeof(double));
	points->signals = g_new0(ChartSignal, 3);
	points->signals[1] = SIGNAL_BETTER;
	limit->curve = g_array_new(FALSE, FALSE, sizeof(ChartPoint));
	ChartPoint curve[] = { { 100, 80 }, { 200, 70 }, { 400, 60 } };
	g_array_append_vals(limit->curve, curve, 3);
	return chart;
}

Test(chart_kinds, a_funnel_names_what_is_outside_and_nothing_else)
{
	g_autoptr(Marks) marks = draw(funnel(), 400, false);
	cr_expect(find_text(marks, "Multan") != NULL);
	cr_expect(find_text(marks, "Lahore") == NULL && find_text(marks, "Kasur") == NULL);
	cr_expect(find_text(marks, "95%") != NULL, "the curve is named");
	cr_expect_eq(count(marks, MARK_DOT, COLOUR_SILVER), 2);
}

Test(chart_kinds, a_funnel_stands_over_its_denominators_in_both_directions)
{
	for (int mirrored = 0; mirrored < 2; mirrored++) {
		g_autoptr(Marks) marks = draw(funnel(), 400, mirrored == 1);
		double first = find(marks, MARK_DOT, COLOUR_SILVER, 0)->x_pt;
		double second = find(marks, MARK_DOT, COLOUR_BLUE, 0)->x_pt;
		double third = find(marks, MARK_DOT, COLOUR_SILVER, 1)->x_pt;
		cr_expect_float_eq(third - second, 2 * (second - first), 0.01);
	}
}

Test(chart_kinds, a_slope_joins_two_moments_and_labels_both)
{
	static const char *const moments[] = { "2025", "2026" };
	Chart *chart = make(CHART_SLOPE, moments, 2);
	add(chart, "Lahore", SERIES_VALUES, (const double[]){ 10, 30 });
	add(chart, "Multan", SERIES_VALUES, (const double[]){ 25, NAN });
	g_autoptr(Marks) marks = draw(chart, 300, true);
	const Mark *line = find(marks, MARK_LINE, COLOUR_NAVY, 0);
	cr_expect(point_x(line, 0) < point_x(line, 1), "time runs from left to right");
	cr_expect(point_y(line, 0) > point_y(line, 1));
	cr_expect_eq(count(marks, MARK_LINE, COLOUR_ORANGE), 0, "nothing leads to the unknown");
	cr_expect(find_text(marks, "10") != NULL && find_text(marks, "30") != NULL);
	cr_expect(find_text(marks, "25")->x_pt < find_text(marks, "30")->x_pt);
}

Test(chart_kinds, incidence_stacks_areas_over_the_months)
{
	Chart *chart = make(CHART_INCIDENCE, five, 5);
	chart->x = g_memdup2((const double[]){ 0, 6, 12, 18, 24 }, 5 * sizeof(double));
	chart->percent = true;
	add(chart, "Convicted", SERIES_VALUES, (const double[]){ 0, 5, 10, 12, 14 });
	add(chart, "Acquitted", SERIES_VALUES, (const double[]){ 0, 10, 15, 20, 22 });
	g_autoptr(Marks) marks = draw(chart, 400, true);
	const Mark *below = find(marks, MARK_AREA, COLOUR_NAVY, 0);
	const Mark *above = find(marks, MARK_AREA, COLOUR_ORANGE, 0);
	cr_assert_eq(below->points->len, 10);
	for (guint n = 0; n < 5; n++)
		cr_expect_float_eq(point_y(above, 9 - n), point_y(below, n), 0.01,
				   "the upper stands on the lower");
	cr_expect(find_text(marks, "Convicted")->y_pt > find_text(marks, "Acquitted")->y_pt);
	cr_expect(find_text(marks, "12")->x_pt < find_text(marks, "24")->x_pt);
}

Test(chart_kinds, a_range_has_its_band_behind_the_line_and_named)
{
	Chart *chart = make(CHART_RANGE, five, 5);
	ChartSeries *usual = add(chart, "Usual range", SERIES_CENTRE, NULL);
	usual->lower = g_memdup2((const double[]){ 10, 10, NAN, 10, 10 }, 5 * sizeof(double));
	usual->upper = g_memdup2((const double[]){ 20, 20, 20, 20, 20 }, 5 * sizeof(double));
	add(chart, "Calls", SERIES_VALUES, (const double[]){ 12, 25, 18, 11, 15 });
	g_autoptr(Marks) marks = draw(chart, 400, false);
	guint areas = 0, line_at = 0, last_area = 0;
	for (guint n = 0; n < marks->marks->len; n++) {
		const Mark *mark = marks->marks->pdata[n];
		areas += mark->kind == MARK_AREA;
		if (mark->kind == MARK_AREA)
			last_area = n;
		if (mark->kind == MARK_LINE && mark->colour == COLOUR_NAVY)
			line_at = n;
	}
	cr_expect_eq(areas, 2, "a gap where the band is unknown");
	cr_expect(last_area < line_at);
	cr_expect(find_text(marks, "Usual range") != NULL);
}

Test(chart_kinds, tiles_keep_east_right_and_say_their_classes)
{
	static const char *const names[] = { "Attock", "Lahore", "Multan" };
	for (int mirrored = 0; mirrored < 2; mirrored++) {
		Chart *chart = make(CHART_TILES, names, 3);
		chart->rows = g_memdup2((const int[]){ 0, 1, 2 }, 3 * sizeof(int));
		chart->columns = g_memdup2((const int[]){ 0, 2, 1 }, 3 * sizeof(int));
		add(chart, "Rate", SERIES_VALUES, (const double[]){ 5, 30, NAN });
		refer(chart, 0, 0, false, "under 20");
		refer(chart, 20, 0, false, "20 or more");
		g_autoptr(Marks) marks = draw(chart, 400, mirrored == 1);
		cr_expect(find_text(marks, "Attock")->x_pt < find_text(marks, "Lahore")->x_pt);
		cr_expect(find_text(marks, "Attock")->y_pt < find_text(marks, "Lahore")->y_pt);
		cr_expect(find_text(marks, "under 20") != NULL);
		cr_expect(find_text(marks, "[x]") != NULL);
		cr_expect_eq(count(marks, MARK_BAR, tiles_colour(1, 2)), 2, "legend and tile");
		cr_expect(find(marks, MARK_BAR, COLOUR_RULE, 0)->hollow, "missing is no class");
	}
}

Test(chart_kinds, classes_of_tiles_go_from_light_to_dark)
{
	for (guint classes = 2; classes <= 5; classes++) {
		for (guint class = 1; class < classes; class ++)
			cr_expect_lt(tiles_colour(class, classes) & 0xFF00,
				     tiles_colour(class - 1, classes) & 0xFF00);
	}
}

Test(chart_kinds, small_multiples_share_one_scale)
{
	Chart *chart = make(CHART_COLUMN, five, 0);
	for (size_t n = 0; n < 2; n++) {
		Chart *panel = make(CHART_COLUMN, five, 2);
		add(panel, "Cases", SERIES_VALUES,
		    n == 0 ? (const double[]){ 10, 5 } : (const double[]){ 100, 50 });
		g_ptr_array_add(chart->panels, panel);
	}
	g_autoptr(Marks) marks = draw(chart, 400, false);
	cr_assert_eq(count(marks, MARK_BAR, COLOUR_NAVY), 4);
	double small = find(marks, MARK_BAR, COLOUR_NAVY, 0)->height_pt;
	double large = find(marks, MARK_BAR, COLOUR_NAVY, 2)->height_pt;
	cr_expect_float_eq(large, 10 * small, 0.01);
}

Test(chart_kinds, a_cut_scale_is_told)
{
	for (int counts = 0; counts < 2; counts++) {
		Chart *chart = make(CHART_LINE, five, 5);
		double part = counts == 1 ? 0 : 0.5;
		const double values[] = { 90 + part, 91, 92, 93, 94 };
		chart->legend[LEGEND_CUT] = g_strdup("Cut");
		add(chart, "Rate", SERIES_VALUES, values);
		g_autoptr(Marks) marks = draw(chart, 400, false);
		cr_expect_eq(find_text(marks, "Cut") != NULL, counts == 0, "counts begin at zero");
		cr_expect_eq(find_text(marks, "0") != NULL, counts == 1);
	}
}

/* ── a series behind, small multiples of control charts, rules and gridlines ── */

Test(chart_kinds, a_series_behind_is_pale_under_the_values_and_named_at_its_end)
{
	Chart *chart = control_chart();
	add(chart, "Last year", SERIES_BEHIND, (const double[]){ 40, NAN, 45, 41, 33 });
	g_autoptr(Marks) marks = draw(chart, 400, false);
	const Mark *name = find_text(marks, "Last year"), *value = find_text(marks, "33");
	cr_expect(name != NULL && value != NULL && name->colour == COLOUR_STEEL);
	cr_expect_eq(count(marks, MARK_LINE, COLOUR_PALE), 2, "a gap parts it");
	guint behind = 0, first = 0;
	for (guint n = 0; n < marks->marks->len; n++) {
		const Mark *mark = marks->marks->pdata[n];
		if (mark->kind == MARK_LINE && mark->colour == COLOUR_PALE)
			behind = n;
		if (mark->kind == MARK_DOT && mark->colour == COLOUR_GREY && first == 0)
			first = n;
	}
	cr_expect_lt(behind, first, "it is drawn first");
}

Test(chart_kinds, a_narrow_frame_names_the_series_behind_in_its_legend)
{
	Chart *chart = control_chart();
	add(chart, "Last year", SERIES_BEHIND, (const double[]){ 40, 44, 45, 41, 33 });
	g_autoptr(Marks) marks = draw(chart, 240, false);
	cr_expect(find_text(marks, "Last year") != NULL);
	cr_expect_eq(count(marks, MARK_LINE, COLOUR_PALE), 2, "the line, and the legend's");
}

static Chart *six_panels(void)
{
	Chart *chart = make(CHART_SPC, five, 0);
	for (size_t n = 0; n < 6; n++) {
		Chart *panel = control_chart();
		g_free(panel->title);
		/* one title needs two lines */
		panel->title =
		    g_strdup(n == 1 ? "A name so long that it takes a second line" : "B");
		add(panel, "Last year", SERIES_BEHIND, (const double[]){ 40, 44, 45, 41, 33 });
		refer(panel, 17, 0, false, "Day of the law");
		g_ptr_array_add(chart->panels, panel);
	}
	return chart;
}

Test(chart_kinds, small_multiples_stand_in_rows_of_three_or_two_with_plots_of_one_height)
{
	for (int narrow = 0; narrow < 2; narrow++) {
		g_autoptr(Marks) marks = draw(six_panels(), narrow ? 262 : 500, false);
		g_autoptr(GHashTable) lefts = g_hash_table_new(NULL, NULL);
		double heights[2] = { 0 };
		guint zero = 0;
		for (guint n = 0; n < marks->marks->len; n++) {
			const Mark *mark = marks->marks->pdata[n];
			if (mark->kind == MARK_TEXT && strcmp(mark->text, "0") == 0)
				heights[zero++ > 0] = mark->y_pt;
			if (mark->kind == MARK_TEXT && mark->role == MARK_SERIES &&
			    (*mark->text == 'B' || g_str_has_prefix(mark->text, "A name")) &&
			    strcmp(mark->text, "Better") != 0)
				g_hash_table_add(lefts, GINT_TO_POINTER((int)mark->x_pt));
			if (zero == 2) /* of the first row, whose titles differ */
				cr_expect_float_eq(heights[0], heights[1], 0.01);
		}
		cr_expect_eq(g_hash_table_size(lefts), narrow ? 2 : 3);
	}
}

Test(chart_kinds, small_multiples_name_once_what_all_of_them_have)
{
	static const char *const names[] = { "Last year", "Mean", "Upper limit",
					     "Day of the law 17", "Better" };
	g_autoptr(Marks) marks = draw(six_panels(), 500, false);
	for (size_t name = 0; name < G_N_ELEMENTS(names); name++) {
		guint found = 0;
		for (guint n = 0; n < marks->marks->len; n++) {
			const Mark *mark = marks->marks->pdata[n];
			found += mark->kind == MARK_TEXT && strcmp(mark->text, names[name]) == 0;
		}
		cr_expect_eq(found, name == 4 ? 0 : 1, "%s: %u", names[name], found);
	}
}

Test(chart_kinds, no_gridline_runs_where_the_mean_does)
{
	for (int level = 49; level <= 51; level++) {
		Chart *chart = make(CHART_SPC, five, 5);
		double mean = level;
		add(chart, "Cases", SERIES_VALUES, (const double[]){ 20, 100, 60, 40, 55 });
		add(chart, "Mean", SERIES_CENTRE, (const double[]){ mean, mean, mean, mean, mean });
		g_autoptr(Marks) marks = draw(chart, 400, false);
		const Mark *line = NULL;
		for (guint n = 0; n < marks->marks->len && line == NULL; n++) {
			const Mark *mark = marks->marks->pdata[n];
			if (mark->kind == MARK_LINE && mark->colour == COLOUR_GREY &&
			    mark->stroke_pt < 1)
				line = mark;
		}
		cr_assert(line != NULL);
		for (guint n = 0; n < marks->marks->len; n++) {
			const Mark *mark = marks->marks->pdata[n];
			if (mark->kind == MARK_LINE && mark->colour == COLOUR_GRID)
				cr_expect_gt(fabs(point_y(mark, 0) - point_y(line, 0)), 2);
		}
		cr_expect(find_text(marks, "50") != NULL || find_text(marks, "40") != NULL);
	}
}

Test(chart_kinds, a_plot_is_as_high_as_its_chart_asks)
{
	double heights[2];
	for (int high = 0; high < 2; high++) {
		Chart *chart = control_chart();
		ChartFrame frame = { 400, 0, false, measure, NULL, NULL };
		chart->height_mm = high ? 80 : 40;
		heights[high] = chart_height(chart, &frame);
		chart_free(chart);
	}
	cr_expect_float_eq(heights[1] - heights[0], 40 * 72 / 25.4, 0.01);
}

Test(chart_kinds, periods_run_from_left_to_right_in_urdu_and_names_do_not)
{
	for (int time = 0; time < 3; time++) {
		Chart *chart = make(time == 2 ? CHART_STACK : CHART_COLUMN, five, 5);
		chart->in_time = time == 1;
		add(chart, "Cases", SERIES_VALUES, (const double[]){ 1, 2, 3, 4, 5 });
		g_autoptr(Marks) marks = draw(chart, 400, true);
		double first = find_text(marks, "Jan")->x_pt, last = find_text(marks, "May")->x_pt;
		cr_expect_eq(first<last, time> 0);
	}
}

Test(chart_kinds, a_funnels_curve_bends_between_its_districts)
{
	g_autoptr(Marks) marks = draw(funnel(), 400, false);
	const Mark *curve = NULL;
	for (guint n = 0; n < marks->marks->len && curve == NULL; n++) {
		const Mark *mark = marks->marks->pdata[n];
		if (mark->kind == MARK_LINE && mark->dashed)
			curve = mark;
	}
	cr_assert(curve != NULL);
	cr_assert_geq(curve->points->len, 20);
	for (guint n = 2; n < curve->points->len; n++) {
		double before = point_y(curve, n - 1) - point_y(curve, n - 2);
		double after = point_y(curve, n) - point_y(curve, n - 1);
		cr_expect(after >= -0.01 && before >= -0.01, "the limit closes in");
	}
}

/* ── withheld values ── */

static Chart *withheld(ChartKind kind)
{
	static const char *const names[] = { "One", "Two", "Three", "Four", "Five" };
	const double hidden = chart_missing(VALUE_SUPPRESSED);
	const double values[] = { 40, 60, hidden, 50, 55 };
	Chart *chart = make(kind, names, 5);
	add(chart, "Cases", SERIES_VALUES, values);
	if (kind == CHART_COLUMN) /* upright, as over time */
		chart->in_time = true;
	chart->legend[LEGEND_WITHHELD] = g_strdup("Withheld [c]: {n}");
	return chart;
}

static guint count_rules(const Marks *marks, Colour colour)
{
	guint count = 0;
	for (guint n = 0; n < marks->marks->len; n++) {
		const Mark *mark = marks->marks->pdata[n];
		count += mark->kind == MARK_LINE && mark->colour == colour &&
				 fabs(mark->stroke_pt - 0.6) < 1e-9
			     ? 1
			     : 0;
	}
	return count;
}

Test(chart_kinds, a_withheld_value_is_hatched_and_told_and_no_line_crosses_it)
{
	static const ChartKind kinds[] = { CHART_LINE, CHART_SPC, CHART_RANGE, CHART_COLUMN };
	for (size_t n = 0; n < G_N_ELEMENTS(kinds); n++) {
		Chart *chart = withheld(kinds[n]);
		g_autoptr(Marks) marks = draw(chart, 400, false);
		cr_expect(find_text(marks, "Withheld [c]: 1") != NULL, "kind %zu", n);
		cr_expect(find_text(marks, "[c]") != NULL, "kind %zu", n);
		cr_expect_gt(count_rules(marks, COLOUR_SILVER), 10u, "kind %zu", n);
		for (guint m = 0; m < marks->marks->len; m++) {
			const Mark *mark = marks->marks->pdata[m];
			bool series = mark->kind == MARK_LINE && fabs(mark->stroke_pt - 1.5) < 1e-9;
			cr_expect(!series || mark->points->len == 2, "kind %zu: a line of %u", n,
				  series ? mark->points->len : 0);
		}
	}
}

Test(chart_kinds, what_is_missing_is_not_drawn_as_withheld)
{
	Chart *chart = withheld(CHART_LINE);
	((ChartSeries *)chart->series->pdata[0])->values[2] = NAN;
	g_autoptr(Marks) marks = draw(chart, 400, false);
	cr_expect(find_text(marks, "Withheld [c]: 1") == NULL);
	cr_expect_eq(count_rules(marks, COLOUR_SILVER), 0u);
}

Test(chart_kinds, lying_bars_and_dots_print_the_sign_where_a_value_would_be)
{
	static const ChartKind kinds[] = { CHART_BAR, CHART_DOT };
	for (size_t n = 0; n < G_N_ELEMENTS(kinds); n++) {
		Chart *chart = withheld(kinds[n]);
		g_autoptr(Marks) marks = draw(chart, 400, false);
		cr_expect(find_text(marks, "[c]") != NULL);
		cr_expect(find_text(marks, "Withheld [c]: 1") != NULL);
	}
}

Test(chart_kinds, a_withheld_tile_is_hatched_and_has_no_colour_of_a_class)
{
	Chart *chart = withheld(CHART_TILES);
	chart->rows = g_new0(int, 5);
	chart->columns = g_new0(int, 5);
	for (int n = 0; n < 5; n++)
		chart->columns[n] = n;
	g_autoptr(Marks) marks = draw(chart, 400, false);
	cr_expect_gt(count_rules(marks, COLOUR_RULE), 5u);
	cr_expect(find_text(marks, "[c]") != NULL);
	cr_expect(find_text(marks, "Withheld [c]: 1") != NULL);
}

Test(chart_kinds, small_charts_hatch_each_and_count_all)
{
	Chart *chart = chart_new();
	chart->kind = CHART_LINE;
	chart->title = g_strdup("Title");
	chart->legend[LEGEND_WITHHELD] = g_strdup("Withheld [c]: {n}");
	g_ptr_array_add(chart->panels, withheld(CHART_LINE));
	g_ptr_array_add(chart->panels, withheld(CHART_LINE));
	g_autoptr(Marks) marks = draw(chart, 500, false);
	cr_expect(find_text(marks, "Withheld [c]: 2") != NULL);
}
