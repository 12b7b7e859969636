/* A property of every kind of chart: whatever the data, no text leaves the frame and no two
 * texts overlap. Charts are made up at random; a failing one is told by its number. */
#include <criterion/criterion.h>
#include <math.h>

#include "reports/chart/chart.h"

#define CHARTS_OF_A_KIND 150
#define LONG_NAME                                                                                  \
	"A name that goes on and on, much wider than any chart of this page, as a station's name " \
	"that somebody typed into the wrong field of a form together with its whole address, "     \
	"the road, the post office, the tehsil and the name of the officer in charge of it, who "  \
	"has since been posted elsewhere, so on."

/* Nastaliq is two and a half times as high as the digits beside it. */
static bool is_tall(const char *text)
{
	for (; *text != '\0'; text += g_utf8_skip[(guchar)*text]) {
		if (g_unichar_get_script(g_utf8_get_char(text)) == G_UNICODE_SCRIPT_ARABIC)
			return true;
	}
	return false;
}

static void measure(gpointer data, MarkRole role, const char *text, double wrap_pt, int lines,
		    double *ret_width_pt, double *ret_height_pt)
{
	double line = GPOINTER_TO_INT(data) + (role == MARK_TITLE ? 4 : 0);
	if (is_tall(text))
		line *= 2.5;
	double width = 4.6 * (double)g_utf8_strlen(text, -1);
	double rows = wrap_pt > 0 ? fmax(1, ceil(width / wrap_pt)) : 1;
	if (lines > 0)
		rows = fmin(rows, lines);
	*ret_width_pt = wrap_pt > 0 ? fmin(width, wrap_pt) : width;
	*ret_height_pt = line * rows;
}

static double number(GRand *rand)
{
	static const double scales[] = { 1, 10, 100, 1e4, 1e7, 1e15 };
	double scale = scales[g_rand_int_range(rand, 0, G_N_ELEMENTS(scales))];
	switch (g_rand_int_range(rand, 0, 6)) {
	case 0:
		return NAN;
	case 1:
		return 0;
	case 2:
		return floor(g_rand_double(rand) * scale);
	case 3:
		return (g_rand_double(rand) - 0.5) * scale;
	default:
		return g_rand_double(rand) * 100;
	}
}

static char *name(GRand *rand, size_t at)
{
	switch (g_rand_int_range(rand, 0, 11)) {
	case 0:
		return g_strdup(LONG_NAME);
	case 8:
		return g_strdup("ہفتے کا آغاز پیر سے");
	case 9:
		return g_strdup_printf("ضلع %zu", at);
	case 1:
		return g_strdup("");
	case 2:
		return g_strdup_printf("Rahim Yar Khan %zu", at);
	default:
		return g_strdup_printf("%zu Jun", at);
	}
}

static double *numbers(GRand *rand, size_t count)
{
	double *values = g_new(double, count);
	for (size_t n = 0; n < count; n++)
		values[n] = number(rand);
	return values;
}

static void add_curve(GRand *rand, ChartSeries *series)
{
	series->curve = g_array_new(FALSE, FALSE, sizeof(ChartPoint));
	for (int n = 0; n < 20; n++) {
		ChartPoint point = { n * 50.0, number(rand) };
		g_array_append_val(series->curve, point);
	}
}

static void add_series(GRand *rand, Chart *chart, bool rules)
{
	g_autofree char *called = name(rand, chart->series->len);
	ChartSeries *series = chart_series_new(called, chart->count);
	g_free(series->values);
	series->values = numbers(rand, chart->count);
	if (g_rand_boolean(rand)) {
		series->lower = numbers(rand, chart->count);
		series->upper = numbers(rand, chart->count);
	}
	series->signals = g_new0(ChartSignal, chart->count);
	for (size_t n = 0; n < chart->count; n++)
		series->signals[n] = (ChartSignal)g_rand_int_range(rand, 0, 4);
	if (rules)
		series->role = (SeriesRole)g_rand_int_range(rand, SERIES_CENTRE, SERIES_BEHIND + 1);
	if (rules && chart->kind == CHART_FUNNEL)
		add_curve(rand, series);
	series->context = !rules && chart->series->len > 0 && g_rand_int_range(rand, 0, 4) == 0;
	g_ptr_array_add(chart->series, series);
}

static void add_references(GRand *rand, Chart *chart)
{
	for (int n = g_rand_int_range(rand, 0, 4); n > 0; n--) {
		g_autofree char *label = name(rand, (size_t)n);
		ChartReference *reference = chart_reference_new(label);
		reference->value = g_rand_boolean(rand) ? number(rand) : (double)NAN;
		reference->category = (size_t)g_rand_int_range(rand, 0, (int)chart->count);
		reference->is_break = g_rand_boolean(rand);
		g_ptr_array_add(chart->references, reference);
	}
}

static void add_places(GRand *rand, Chart *chart)
{
	if (chart->kind == CHART_TILES) {
		chart->rows = g_new(int, chart->count);
		chart->columns = g_new(int, chart->count);
		for (size_t n = 0; n < chart->count; n++) {
			chart->rows[n] = (int)n / 7;
			chart->columns[n] = (int)n % 7;
		}
	} else if (g_rand_boolean(rand) || chart->kind == CHART_FUNNEL) {
		chart->x = g_new(double, chart->count);
		for (size_t n = 0; n < chart->count; n++)
			chart->x[n] = floor(g_rand_double(rand) * 1000);
	}
}

static Chart *random_chart(GRand *rand, ChartKind kind, bool panel)
{
	static const int counts[] = { 1, 2, 3, 5, 26, 41, 120 };
	Chart *chart = chart_new();
	chart->kind = kind;
	chart->title = name(rand, 1);
	chart->x_title = name(rand, 2);
	chart->y_title = name(rand, 3);
	chart->empty = g_strdup(LONG_NAME);
	if (g_rand_boolean(rand)) {
		chart->about.subtitle = name(rand, 4);
		chart->about.source = name(rand, 5);
		chart->height_mm = g_rand_int_range(rand, 0, 120);
	}
	chart->count = (size_t)counts[g_rand_int_range(rand, 0, G_N_ELEMENTS(counts) - panel)];
	chart->percent = g_rand_boolean(rand);
	chart->categories = g_new0(char *, chart->count + 1);
	chart->provisional = g_new0(bool, chart->count);
	chart->highlight = g_rand_boolean(rand) ? g_new0(bool, chart->count) : NULL;
	for (size_t n = 0; n < chart->count; n++) {
		chart->categories[n] = name(rand, n);
		chart->provisional[n] = n + 2 >= chart->count;
	}
	for (size_t word = 0; word < LEGEND_WORDS; word++)
		chart->legend[word] = name(rand, word);
	for (int n = g_rand_int_range(rand, 1, 5); n > 0; n--)
		add_series(rand, chart, false);
	for (int n = g_rand_int_range(rand, 0, 4); n > 0 && kind != CHART_TILES; n--)
		add_series(rand, chart, true);
	add_references(rand, chart);
	add_places(rand, chart);
	return chart;
}

static void add_panels(GRand *rand, Chart *chart)
{
	for (int n = g_rand_int_range(rand, 1, 9); n > 0; n--)
		g_ptr_array_add(chart->panels, random_chart(rand, chart->kind, true));
	g_ptr_array_set_size(chart->series, 0);
	g_ptr_array_set_size(chart->references, 0);
	chart->count = 0;
}

static bool leaves(const Mark *mark, const Marks *marks)
{
	return mark->x_pt < -0.01 || mark->y_pt < -0.01 ||
	       mark->x_pt + mark->width_pt > marks->width_pt + 0.01 ||
	       mark->y_pt + mark->height_pt > marks->height_pt + 0.01;
}

static bool overlap(const Mark *a, const Mark *b)
{
	return a->x_pt + 0.01 < b->x_pt + b->width_pt && b->x_pt + 0.01 < a->x_pt + a->width_pt &&
	       a->y_pt + 0.01 < b->y_pt + b->height_pt && b->y_pt + 0.01 < a->y_pt + a->height_pt;
}

static void expect_points_inside(const Marks *marks, const Mark *mark, const char *what)
{
	for (guint n = 0; n < mark->points->len; n++) {
		const MarkPoint *point = &g_array_index(mark->points, MarkPoint, n);
		cr_assert(point->x_pt >= -0.5 && point->x_pt <= marks->width_pt + 0.5 &&
			      point->y_pt >= -0.5 && point->y_pt <= marks->height_pt + 0.5,
			  "%s: a line leaves the frame at %.1f,%.1f of %.1fx%.1f", what,
			  point->x_pt, point->y_pt, marks->width_pt, marks->height_pt);
	}
}

static void expect_clear(const Marks *marks, const char *what)
{
	for (guint a = 0; a < marks->marks->len; a++) {
		const Mark *mark = marks->marks->pdata[a];
		if (mark->points != NULL)
			expect_points_inside(marks, mark, what);
		else if (mark->kind != MARK_DOT)
			cr_assert_not(leaves(mark, marks),
				      "%s: '%.20s' leaves the frame: %.1f,%.1f %.1fx%.1f of "
				      "%.1fx%.1f",
				      what, mark->text != NULL ? mark->text : "a bar", mark->x_pt,
				      mark->y_pt, mark->width_pt, mark->height_pt, marks->width_pt,
				      marks->height_pt);
		for (guint b = 0; b < a && mark->kind == MARK_TEXT; b++) {
			const Mark *other = marks->marks->pdata[b];
			cr_assert_not(other->kind == MARK_TEXT && *mark->text != '\0' &&
					  *other->text != '\0' && overlap(mark, other),
				      "%s: '%.20s' at %.1f,%.1f %.1fx%.1f is on '%.20s' at "
				      "%.1f,%.1f %.1fx%.1f",
				      what, mark->text, mark->x_pt, mark->y_pt, mark->width_pt,
				      mark->height_pt, other->text, other->x_pt, other->y_pt,
				      other->width_pt, other->height_pt);
		}
	}
}

static void expect_kind_clear(ChartKind kind)
{
	static const double widths[] = { 240, 320, 505, 740 };
	for (guint32 seed = 0; seed < CHARTS_OF_A_KIND; seed++) {
		GRand *rand = g_rand_new_with_seed(seed);
		Chart *chart = random_chart(rand, kind, false);
		if (kind != CHART_TILES && g_rand_int_range(rand, 0, 5) == 0)
			add_panels(rand, chart);
		int line = g_rand_boolean(rand) ? 10 : 19;
		ChartFrame frame = { widths[g_rand_int_range(rand, 0, G_N_ELEMENTS(widths))],
				     0,
				     g_rand_boolean(rand),
				     measure,
				     GINT_TO_POINTER(line),
				     NULL };
		frame.height_pt = chart_height(chart, &frame);
		g_autoptr(Marks) marks = chart_marks(chart, &frame);
		g_autofree char *what = g_strdup_printf("chart %u of kind %d", seed, kind);
		expect_clear(marks, what);
		chart_free(chart);
		g_rand_free(rand);
	}
}

Test(chart_frame, holds_lines)
{
	expect_kind_clear(CHART_LINE);
}
Test(chart_frame, holds_bars)
{
	expect_kind_clear(CHART_BAR);
}
Test(chart_frame, holds_columns)
{
	expect_kind_clear(CHART_COLUMN);
}
Test(chart_frame, holds_stacks)
{
	expect_kind_clear(CHART_STACK);
}
Test(chart_frame, holds_dots)
{
	expect_kind_clear(CHART_DOT);
}
Test(chart_frame, holds_control_charts)
{
	expect_kind_clear(CHART_SPC);
}
Test(chart_frame, holds_funnels)
{
	expect_kind_clear(CHART_FUNNEL);
}
Test(chart_frame, holds_slopes)
{
	expect_kind_clear(CHART_SLOPE);
}
Test(chart_frame, holds_incidence)
{
	expect_kind_clear(CHART_INCIDENCE);
}
Test(chart_frame, holds_ranges)
{
	expect_kind_clear(CHART_RANGE);
}
Test(chart_frame, holds_tiles)
{
	expect_kind_clear(CHART_TILES);
}
