/* Charts as marks: what is drawn, where, and that nothing leaves the frame. Text
 * is measured by a rule of thumb here: 5 points a letter, 10 a line. */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "reports/chart/chart.h"

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

static Model *model_with(ChartKind kind, const char *const *categories, size_t count)
{
	Model *model = model_new();
	Chart *chart = model_add(model, BLOCK_CHART, 1)->chart;
	chart->kind = kind;
	chart->title = g_strdup("Cases");
	chart->y_title = g_strdup("cases per week");
	chart->empty = g_strdup("No cases in these weeks.");
	chart->group = g_strdup(",");
	chart->count = count;
	chart->categories = g_new0(char *, count + 1);
	for (size_t n = 0; n < count; n++)
		chart->categories[n] = g_strdup(categories[n]);
	return model;
}

static Chart *chart_of(const Model *model)
{
	return ((Block *)model->blocks->pdata[0])->chart;
}

static void add_series(Chart *chart, const char *name, const double *values)
{
	ChartSeries *series = chart_series_new(name, chart->count);
	for (size_t n = 0; n < chart->count; n++)
		series->values[n] = values[n];
	g_ptr_array_add(chart->series, series);
}

static Marks *draw(const Chart *chart, double width, bool right_to_left)
{
	ChartFrame frame = { width, 0, right_to_left, measure, NULL, NULL };
	frame.height_pt = chart_height(chart, &frame);
	return chart_marks(chart, &frame);
}

static guint count_kind(const Marks *marks, MarkKind kind, Colour colour)
{
	guint count = 0;
	for (guint n = 0; n < marks->marks->len; n++) {
		const Mark *mark = marks->marks->pdata[n];
		count += mark->kind == kind && mark->colour == colour;
	}
	return count;
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

static void expect_inside(const Marks *marks, const char *what)
{
	for (guint n = 0; n < marks->marks->len; n++) {
		const Mark *mark = marks->marks->pdata[n];
		for (guint at = 0; mark->points != NULL && at < mark->points->len; at++) {
			const MarkPoint *point = &g_array_index(mark->points, MarkPoint, at);
			cr_expect(point->x_pt >= 0 && point->x_pt <= marks->width_pt &&
				      point->y_pt >= 0 && point->y_pt <= marks->height_pt,
				  "%s: a line leaves the frame", what);
		}
		if (mark->kind == MARK_BAR || mark->kind == MARK_TEXT)
			cr_expect(mark->x_pt >= -0.01 &&
				      mark->x_pt + mark->width_pt <= marks->width_pt + 0.01 &&
				      mark->y_pt >= -0.01 &&
				      mark->y_pt + mark->height_pt <= marks->height_pt + 0.01,
				  "%s: '%s' leaves the frame: %.1f,%.1f %.1fx%.1f of %.1fx%.1f",
				  what, mark->text, mark->x_pt, mark->y_pt, mark->width_pt,
				  mark->height_pt, marks->width_pt, marks->height_pt);
	}
}

static const char *const weeks[] = { "2 Jun", "9 Jun", "16 Jun", "23 Jun", "30 Jun" };

Test(marks, are_dumped_one_a_line)
{
	g_autoptr(Marks) marks = marks_new(100, 50);
	marks_add_rule(marks, COLOUR_GRID, 0.5, (MarkPoint){ 0, 10 }, (MarkPoint){ 100, 10 });
	marks_add_dot(marks, COLOUR_NAVY, (MarkPoint){ 5, 6 }, 4, true);
	Mark *text = marks_add_text(marks, MARK_VALUE, MARK_LEFT, COLOUR_INK, "7");
	text->x_pt = 1;
	g_autofree char *dump = marks_dump(marks);
	cr_expect_str_eq(dump, "line #DDE1E4 0.0,10.0 100.0,10.0\n"
			       "dot #12436D 5.0,6.0 4.0x4.0 hollow\n"
			       "text #22272B 1.0,0.0 0.0x0.0 value left \"7\"\n");
}

Test(chart, breaks_a_line_where_a_value_is_missing)
{
	g_autoptr(Model) model = model_with(CHART_LINE, weeks, 5);
	add_series(chart_of(model), "Registered", (const double[]){ 1, 2, NAN, 3, 4 });
	g_autoptr(Marks) marks = draw(chart_of(model), 400, false);
	cr_expect_eq(count_kind(marks, MARK_LINE, COLOUR_NAVY), 2);
	cr_expect_eq(count_kind(marks, MARK_DOT, COLOUR_NAVY), 4 + 1, "points and the last again");
}

Test(chart, draws_provisional_points_hollow)
{
	g_autoptr(Model) model = model_with(CHART_LINE, weeks, 5);
	add_series(chart_of(model), "Registered", (const double[]){ 1, 2, 2, 3, 4 });
	chart_of(model)->provisional = g_new0(bool, 5);
	chart_of(model)->provisional[3] = true;
	g_autoptr(Marks) marks = draw(chart_of(model), 400, false);
	g_autofree char *dump = marks_dump(marks);
	g_auto(GStrv) parts = g_strsplit(dump, "hollow", -1);
	cr_expect_eq(g_strv_length(parts), 2, "one hollow mark:\n%s", dump);
}

Test(chart, labels_the_last_known_value)
{
	g_autoptr(Model) model = model_with(CHART_LINE, weeks, 5);
	add_series(chart_of(model), "Registered", (const double[]){ 1, 2, 2, 3000, NAN });
	g_autoptr(Marks) marks = draw(chart_of(model), 400, false);
	const Mark *label = find_text(marks, "3,000");
	cr_assert(label != NULL);
	for (guint n = 0; n < marks->marks->len && label->role != MARK_VALUE; n++)
		label = marks->marks->pdata[n]; /* the tick may say the same */
	cr_expect_eq(label->role, MARK_VALUE);
	cr_expect(find_text(marks, "Registered") == NULL, "one series needs no name");
}

Test(chart, names_several_series_at_their_ends_without_overlap)
{
	g_autoptr(Model) model = model_with(CHART_LINE, weeks, 5);
	add_series(chart_of(model), "Registered", (const double[]){ 1, 2, 2, 3, 10 });
	add_series(chart_of(model), "Arrested", (const double[]){ 1, 2, 2, 3, 10 });
	add_series(chart_of(model), "Decided", (const double[]){ 1, 2, 2, 3, 9.9 });
	g_autoptr(Marks) marks = draw(chart_of(model), 400, false);
	const Mark *names[] = { find_text(marks, "Registered"), find_text(marks, "Arrested"),
				find_text(marks, "Decided") };
	for (size_t a = 0; a < 3; a++) {
		cr_assert(names[a] != NULL);
		for (size_t b = 0; b < a; b++)
			cr_expect(fabs(names[a]->y_pt - names[b]->y_pt) >= 9.9, "%zu on %zu", a, b);
	}
}

Test(chart, shows_its_empty_sentence_when_there_is_nothing)
{
	static const double missing[] = { NAN, NAN, NAN, NAN, NAN };
	for (size_t count = 0; count <= 5; count += 5) {
		g_autoptr(Model) model = model_with(CHART_LINE, weeks, count);
		add_series(chart_of(model), "Registered", missing);
		cr_expect_not(chart_has_values(chart_of(model)));
		g_autoptr(Marks) marks = draw(chart_of(model), 400, false);
		cr_expect(find_text(marks, "No cases in these weeks.") != NULL);
		cr_expect_eq(count_kind(marks, MARK_LINE, COLOUR_GRID), 0);
	}
}

Test(chart, draws_zero_as_a_value)
{
	g_autoptr(Model) model = model_with(CHART_LINE, weeks, 5);
	add_series(chart_of(model), "Registered", (const double[]){ 0, 0, 0, 0, 0 });
	g_autoptr(Marks) marks = draw(chart_of(model), 400, false);
	cr_expect_eq(count_kind(marks, MARK_LINE, COLOUR_NAVY), 1);
	expect_inside(marks, "zeroes");
}

static const char *const offences[] = { "Rape (section 376)", "Kidnapping for marriage (365-B)",
					"Domestic violence", "Acid crime (336-B)" };

Test(chart, lays_bars_down)
{
	g_autoptr(Model) model = model_with(CHART_BAR, offences, 4);
	add_series(chart_of(model), "Cases", (const double[]){ 4, 8, 0, NAN });
	g_autoptr(Marks) marks = draw(chart_of(model), 250, false);
	const Mark *bars[2] = { NULL, NULL };
	guint found = 0;
	for (guint n = 0; n < marks->marks->len; n++) {
		const Mark *mark = marks->marks->pdata[n];
		if (mark->kind == MARK_BAR && found < 2)
			bars[found++] = mark;
	}
	cr_assert_eq(found, 2, "none for zero, none for missing");
	cr_expect_float_eq(bars[1]->width_pt, 2 * bars[0]->width_pt, 1e-6, "from zero");
	cr_expect(bars[1]->y_pt > bars[0]->y_pt, "in the order given");
	cr_expect(find_text(marks, "0") != NULL);
	cr_expect(find_text(marks, "[x]") != NULL);
}

Test(chart, stands_columns_up)
{
	g_autoptr(Model) model = model_with(CHART_COLUMN, weeks, 5);
	add_series(chart_of(model), "Cases", (const double[]){ 4, 8, 0, NAN, 2 });
	g_autoptr(Marks) marks = draw(chart_of(model), 400, false);
	cr_expect_eq(count_kind(marks, MARK_BAR, COLOUR_NAVY), 3);
	const Mark *first = NULL;
	for (guint n = 0; n < marks->marks->len && first == NULL; n++) {
		const Mark *mark = marks->marks->pdata[n];
		first = mark->kind == MARK_BAR ? mark : NULL;
	}
	cr_expect(first->height_pt > first->width_pt);
}

Test(chart, mirrors_bars_but_not_time_from_right_to_left)
{
	static double times[] = { 0, 7, 14, 21, 28 };
	for (size_t n = 0; n < 3; n++) {
		g_autoptr(Model) model = model_with(n == 0 ? CHART_LINE : CHART_COLUMN, weeks, 5);
		add_series(chart_of(model), "Cases", (const double[]){ 4, 8, 1, 1, 2 });
		if (n == 2)
			chart_of(model)->x = g_memdup2(times, sizeof(times));
		g_autoptr(Marks) marks = draw(chart_of(model), 400, true);
		bool ascending = find_text(marks, "2 Jun")->x_pt < find_text(marks, "30 Jun")->x_pt;
		cr_expect_eq(ascending, n != 1, "columns of names mirror, columns of weeks do not");
		cr_expect_eq(find_text(marks, "Cases")->align, MARK_RIGHT);
	}
}

Test(chart, keeps_everything_inside_its_frame)
{
	static const char *const long_names[] = {
		"A name that goes on and on until it is much wider than any chart of this page",
		"B", "Another that goes on and on until it is wider than any chart of the page",
		"C", "D"
	};
	static const double values[][5] = {
		{ 0, 0, 0, 0, 0 },
		{ 1, NAN, 1e15, 3, 2e15 },
		{ -5, 3, -1.5, 0, 2 },
		{ NAN, NAN, 7, NAN, NAN },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(values) * 8; n++) {
		const char *const *names = n & 1 ? weeks : long_names;
		g_autoptr(Model) model = model_with(n & 2 ? CHART_LINE : CHART_BAR, names, 5);
		add_series(chart_of(model), long_names[0], values[n / 8]);
		if (n & 4)
			add_series(chart_of(model), "Second", values[n / 8]);
		g_autofree char *what = g_strdup_printf("case %zu", n);
		g_autoptr(Marks) marks = draw(chart_of(model), 250, n % 3 == 0);
		expect_inside(marks, what);
	}
}

Test(chart, draws_a_crowd_of_bars_within_a_page)
{
	const char *names[300];
	double values[300];
	for (size_t n = 0; n < 300; n++) {
		names[n] = offences[n % 4];
		values[n] = (double)(n % 50);
	}
	g_autoptr(Model) model = model_with(CHART_BAR, names, 300);
	add_series(chart_of(model), "Cases", values);
	ChartFrame frame = { 400, 700, false, measure, NULL, NULL };
	g_autoptr(Marks) marks = chart_marks(chart_of(model), &frame);
	expect_inside(marks, "crowd");
}
