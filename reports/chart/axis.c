#include "reports/chart/axis.h"

#include <math.h>

#include "reports/model/ticks.h"

#define TICK_PITCH  21.0 /* between value ticks, at least */
#define LABEL_GAP   10.0 /* between category labels */
#define LABEL_SHARE 0.4  /* of the width, at most, for a category's or annotation's label */
#define TICK_SHARE  0.35 /* of the width, at most, for value ticks */
#define PLOT_SHARE  0.25 /* of the width, at least, for the plot itself */
#define NAME_LEAST  28.0 /* narrower columns have their names thinned */
#define NAME_GAP    4.0
#define PLOT_LEAST  24.0 /* points of height that words of events leave */
#define GRID_CLEAR  2.5  /* from a gridline to the mean's line, at least */
#define INSET       4.0  /* of the first and last point from the edges of the plot */

double axis_x(const Plot *plot, double category)
{
	return plot->x_from + category * plot->x_step;
}

/* ── the strips ── */

static bool is_annotation(const ChartReference *reference)
{
	return !scale_is_known(reference->value) && plot_has_text(reference->label);
}

/* Of one line of the words of annotations. */
static double annotation_height(const Chart *chart, const ChartFrame *frame)
{
	double highest = 0;
	for (guint n = 0; n < chart->references->len; n++) {
		const ChartReference *reference = chart->references->pdata[n];
		if (is_annotation(reference))
			highest =
			    fmax(highest, plot_one_height(frame, MARK_AXIS, reference->label));
	}
	return highest;
}

double axis_strip(const Chart *chart, const ChartFrame *frame)
{
	guint count = 0;
	for (guint n = 0; n < chart->references->len; n++)
		count += is_annotation(chart->references->pdata[n]);
	return count * annotation_height(chart, frame);
}

double axis_spare(const Chart *chart, const ChartFrame *frame)
{
	return fmax(0, axis_strip(chart, frame) - annotation_height(chart, frame));
}

double axis_names_height(const Chart *chart, const ChartFrame *frame)
{
	return plot_line_height(frame, MARK_AXIS, chart->categories, chart->count);
}

/* Names under columns keep to their column, on two lines if need be; a row of dates may
 * skip some. */
static int name_lines(const Plot *plot, const Axis *axis)
{
	const Chart *chart = plot->chart;
	double pitch = (plot->right - plot->left) * 0.8 / (double)chart->count;
	if (!axis->banded || chart->x != NULL || pitch < NAME_LEAST)
		return 0;
	for (size_t n = 0; n < chart->count; n++) {
		if (plot_text_width(plot, MARK_AXIS, chart->categories[n]) + NAME_GAP > pitch)
			return 2;
	}
	return 1;
}

static void take_bottom(Plot *plot, const Axis *axis, int lines)
{
	const char *title = plot->chart->x_title;
	double height = axis->x != NULL ? plot_text_height(plot, MARK_AXIS)
					: axis_names_height(plot->chart, plot->frame);
	if (plot_has_text(title)) {
		plot->bottom -= plot_one_height(plot->frame, MARK_AXIS, title);
		plot_text(plot, MARK_AXIS, MARK_CENTRE, COLOUR_GREY, title, plot->left,
			  plot->bottom, plot->right - plot->left, 1);
	}
	plot->bottom -= height * lines + 5;
}

static void take_left(Plot *plot)
{
	double widest = 0;
	for (size_t tick = 0; tick < plot->scale.ticks; tick++) {
		g_autofree char *text =
		    plot_tick_text(plot, &plot->scale, tick, plot->chart->percent);
		widest = fmax(widest, plot_text_width(plot, MARK_AXIS, text));
	}
	widest = fmin(widest, plot->frame->width_pt * TICK_SHARE);
	plot->left += ceil(widest) + PLOT_GAP;
}

/* Takes room for the end labels, unless they would leave none for the plot itself. */
static void take_right(Plot *plot, GArray *ends)
{
	double width = ends_measure(plot, ends);
	if (plot->right - width - plot->left < plot->frame->width_pt * PLOT_SHARE) {
		g_array_set_size(ends, 0);
		width = 0;
	}
	plot->right -= fmax(2, width);
}

/* ── columns and the names of their dates ── */

static double *label_widths(const Plot *plot, char *const *labels, size_t count)
{
	double *widths = g_new(double, count + 1);
	double most = plot->frame->width_pt * LABEL_SHARE;
	for (size_t n = 0; n < count; n++)
		widths[n] = fmin(most, plot_text_width(plot, MARK_AXIS, labels[n]) + 1);
	return widths;
}

/* COUNT columns from LEFT to RIGHT. */
static void place_columns(Plot *plot, double left, double right, double count)
{
	plot->x_step = (right - left) / count;
	plot->x_from = left + plot->x_step / 2;
}

/* As many LABELS below their PLACES as there is room for. */
static GArray *thinned(const Plot *plot, const double *places, const double *widths, size_t count)
{
	return ticks_thin(places, widths, count, plot->left - PLOT_GAP, plot->frame->width_pt,
			  LABEL_GAP);
}

/* Moves the columns inwards where the date of the first or the last, which is wider than they are,
 * would not stand below it. */
static void inset_columns(Plot *plot)
{
	size_t count = plot->chart->count;
	g_autofree double *widths = label_widths(plot, plot->chart->categories, count);
	/* the middle of the first column is this share of all from the edge */
	double share = 1 / (2 * (double)count);
	double last = plot->frame->width_pt - widths[count - 1] / 2;
	double right = fmin(plot->right, (last - plot->left * share) / (1 - share));
	place_columns(plot, plot->left, right, (double)count);
	g_autofree double *places = g_new(double, count);
	for (size_t n = 0; n < count; n++)
		places[n] = axis_x(plot, (double)n);
	g_autoptr(GArray) shown = thinned(plot, places, widths, count);
	double first = plot->left - PLOT_GAP + widths[0] / 2;
	double left = fmax(plot->left, (first - right * share) / (1 - share));
	if (g_array_index(shown, TickLabel, 0).category == 0)
		place_columns(plot, left, right, (double)count);
}

static void place_categories(Plot *plot, const Axis *axis, bool dates)
{
	double width = plot->right - plot->left, count = (double)plot->chart->count;
	if (axis->x != NULL) {
		plot->x_step = (width - INSET) / (axis->x->high - axis->x->low);
		plot->x_from = plot->left - axis->x->low * plot->x_step;
	} else if (axis->banded) {
		place_columns(plot, plot->left, plot->right, count);
		if (dates)
			inset_columns(plot);
	} else {
		plot->x_step = count > 1 ? (width - 2 * INSET) / (count - 1) : 0;
		plot->x_from = plot->left + (count > 1 ? INSET : width / 2);
	}
}

/* ── annotations: a mark across the plot, its words on top ── */

typedef struct {
	const ChartReference *reference;
	double x, left, width;
	guint row;
} Annotation;

static Annotation annotation_at(const Plot *plot, const Axis *axis, const ChartReference *reference)
{
	double width = plot_text_width(plot, MARK_AXIS, reference->label) + 1;
	double at = (double)reference->category - (reference->is_break ? 0.5 : 0);
	if (axis->x != NULL && plot->chart->x != NULL && plot->chart->count > 0)
		at = plot->chart->x[MIN(reference->category, plot->chart->count - 1)];
	double x = fmax(plot->left, fmin(axis_x(plot, at), plot->right));
	double after = plot->right - x - 3, before = x - 3 - plot->left;
	bool right = width <= after || after >= before; /* of the rule, where there is room */
	width = fmin(width, right ? after : before);
	return (Annotation){ reference, x, right ? x + 3 : x - 3 - width, width, 0 };
}

/* The first row in which NEXT meets none of the BEFORE annotations left of it: neither their
 * words nor, below them, their rules. */
static guint free_row(const GArray *found, guint before, const Annotation *next)
{
	guint row = 0;
	for (guint n = 0; n < before; n++) {
		const Annotation *other = &g_array_index(found, Annotation, n);
		bool meets = other->left < next->left + next->width + 4 &&
			     next->left < other->left + other->width + 4;
		bool crossed = (other->x > next->left - 2 && other->x < next->left + next->width) ||
			       (next->x > other->left - 2 && next->x < other->left + other->width);
		if (meets || crossed)
			row = MAX(row, other->row + 1);
	}
	return row;
}

static int compare_places(gconstpointer left, gconstpointer right)
{
	const Annotation *a = left, *b = right;
	return (a->x > b->x) - (a->x < b->x);
}

/* From left to right, so that a rule begins below the words it would run through. */
static GArray *find_annotations(const Plot *plot, const Axis *axis)
{
	GArray *found = g_array_new(FALSE, FALSE, sizeof(Annotation));
	for (guint n = 0; n < plot->chart->references->len; n++) {
		const ChartReference *reference = plot->chart->references->pdata[n];
		if (!is_annotation(reference))
			continue;
		Annotation next = annotation_at(plot, axis, reference);
		g_array_append_val(found, next);
	}
	g_array_sort(found, compare_places);
	for (guint n = 0; n < found->len; n++) {
		Annotation *next = &g_array_index(found, Annotation, n);
		next->row = free_row(found, n, next);
	}
	return found;
}

/* Sets the words in rows and takes the strip they need off the top. */
static void set_annotations(Plot *plot, const GArray *found)
{
	double line = annotation_height(plot->chart, plot->frame);
	double half = plot_text_height(plot, MARK_AXIS) / 2;
	double top = plot->top;
	guint rows = 0;
	for (guint n = 0; n < found->len; n++)
		rows = MAX(rows, g_array_index(found, Annotation, n).row + 1);
	/* of a low plot as many as leave it room: the rules of the others stand without words */
	double room = plot->bottom - plot->top - half - PLOT_LEAST;
	rows = (guint)fmax(0, fmin(rows, line > 0 ? floor(room / line) : 0));
	plot->top += rows * line + half;
	for (guint n = 0; n < found->len; n++) {
		const Annotation *next = &g_array_index(found, Annotation, n);
		Mark *rule = marks_add_line(plot->marks, COLOUR_GREY, 0.6);
		mark_add_point(rule, next->x, top + MIN(next->row, rows) * line + 1);
		mark_add_point(rule, next->x, plot->bottom);
		rule->dashed = next->reference->is_break;
	}
	for (guint n = 0; n < found->len; n++) {
		const Annotation *next = &g_array_index(found, Annotation, n);
		double y = top + next->row * line;
		if (next->row >= rows)
			continue;
		/* paper under the words, where another's rule runs through */
		marks_add_bar(plot->marks, COLOUR_WHITE, (MarkPoint){ next->left, y }, next->width,
			      line, false);
		plot_text(plot, MARK_AXIS, next->left >= next->x ? MARK_LEFT : MARK_RIGHT,
			  COLOUR_SLATE, next->reference->label, next->left, y, next->width, 1);
	}
}

/* ── the frame ── */

/* Whether VALUES or CURVE run so close to Y that a gridline there would be taken for one of them.
 */
static bool runs_at(const Plot *plot, const ChartSeries *series, double y)
{
	size_t known = 0, near = 0; /* one that changes only crosses the gridline */
	for (size_t n = 0; series->curve == NULL && n < plot->chart->count; n++) {
		if (!scale_is_known(series->values[n]))
			continue;
		known++;
		near += fabs(plot_y(plot, series->values[n]) - y) < GRID_CLEAR;
	}
	if (near * 3 > known)
		return true;
	for (guint n = 0; series->curve != NULL && n < series->curve->len; n++) {
		double value = g_array_index(series->curve, ChartPoint, n).y;
		if (scale_is_known(value) && fabs(plot_y(plot, value) - y) < GRID_CLEAR)
			return true;
	}
	return false;
}

/* Whether a rule of the chart (its mean, a target) stands where the gridline at Y would. */
static bool is_taken(const Plot *plot, double y)
{
	for (guint n = 0; n < plot->chart->series->len; n++) {
		const ChartSeries *series = plot->chart->series->pdata[n];
		bool level = series->role == SERIES_CENTRE || series->role == SERIES_TARGET;
		if (level && runs_at(plot, series, y))
			return true;
	}
	for (guint n = 0; n < plot->chart->references->len; n++) {
		double value = ((ChartReference *)plot->chart->references->pdata[n])->value;
		if (scale_is_known(value) && fabs(plot_y(plot, value) - y) < GRID_CLEAR)
			return true;
	}
	return false;
}

static void draw_values(Plot *plot)
{
	double half = plot_text_height(plot, MARK_AXIS) / 2;
	for (size_t tick = 0; tick < plot->scale.ticks; tick++) {
		double value = scale_tick(&plot->scale, tick), y = plot_y(plot, value);
		bool base = value == 0;
		if (base || !is_taken(plot, y))
			marks_add_rule(plot->marks, base ? COLOUR_SILVER : COLOUR_GRID,
				       base ? 0.75 : 0.5, (MarkPoint){ plot->left, y },
				       (MarkPoint){ plot->right, y });
		g_autofree char *text =
		    plot_tick_text(plot, &plot->scale, tick, plot->chart->percent);
		if (plot_is_free(plot, 0, y - half, plot->left - PLOT_GAP, 2 * half))
			plot_text(plot, MARK_AXIS, MARK_RIGHT, COLOUR_GREY, text, 0, y - half,
				  plot->left - PLOT_GAP, 1);
	}
}

static void draw_references(Plot *plot)
{
	for (guint n = 0; n < plot->chart->references->len; n++) {
		const ChartReference *reference = plot->chart->references->pdata[n];
		if (!scale_is_known(reference->value))
			continue;
		double y = plot_y(plot, reference->value);
		marks_add_rule(plot->marks, plot_reference_colour(plot->chart), 0.9,
			       (MarkPoint){ plot->left, y }, (MarkPoint){ plot->right, y });
		((Mark *)plot->marks->marks->pdata[plot->marks->marks->len - 1])->dashed = true;
	}
}

/* LABELS (COUNT of them) below the plot at their PLACES, as many as there is room for. */
static void draw_labels(Plot *plot, char *const *labels, const double *places, size_t count,
			bool ticks)
{
	g_autofree double *widths = label_widths(plot, labels, count);
	g_autoptr(GArray) shown = thinned(plot, places, widths, count);
	for (guint n = 0; n < shown->len; n++) {
		const TickLabel *label = &g_array_index(shown, TickLabel, n);
		double x = places[label->category];
		if (ticks)
			marks_add_rule(plot->marks, COLOUR_SILVER, 0.5,
				       (MarkPoint){ x, plot->bottom },
				       (MarkPoint){ x, plot->bottom + 3 });
		plot_text(plot, MARK_AXIS, MARK_CENTRE, COLOUR_GREY, labels[label->category],
			  label->left_pt, plot->bottom + 4, label->width_pt, 1);
	}
}

static void draw_names(Plot *plot, int lines)
{
	double width = plot->x_step - NAME_GAP;
	for (size_t n = 0; n < plot->chart->count; n++)
		plot_text(plot, MARK_AXIS, MARK_CENTRE, COLOUR_SLATE, plot->chart->categories[n],
			  axis_x(plot, (double)n) - width / 2, plot->bottom + 4, width, lines);
}

static void draw_categories(Plot *plot, const Axis *axis)
{
	size_t count = plot->chart->count;
	g_autofree double *places = g_new(double, count + 1);
	for (size_t n = 0; n < count; n++)
		places[n] = axis_x(plot, (double)n);
	draw_labels(plot, plot->chart->categories, places, count, !axis->banded);
}

static void draw_numbers(Plot *plot, const Axis *axis)
{
	size_t count = axis->x->ticks;
	g_autofree double *places = g_new(double, count);
	g_auto(GStrv) texts = g_new0(char *, count + 1);
	for (size_t n = 0; n < count; n++) {
		places[n] = axis_x(plot, scale_tick(axis->x, n));
		texts[n] = plot_tick_text(plot, axis->x, n, false);
	}
	draw_labels(plot, texts, places, count, true);
}

void axis_lay(Plot *plot, const Axis *axis, GArray *ends)
{
	double strip = axis_strip(plot->chart, plot->frame);
	int lines = name_lines(plot, axis);
	take_bottom(plot, axis, MAX(1, lines));
	double height = plot->bottom - plot->top - strip - 10;
	double pitch = fmax(TICK_PITCH, 1.25 * plot_text_height(plot, MARK_AXIS));
	plot_fit_scale(plot, (size_t)fmax(2, fmin(6, height / pitch + 1)));
	take_left(plot);
	take_right(plot, ends);
	place_categories(plot, axis, lines == 0 && plot->chart->count > 0);
	g_autoptr(GArray) annotations = find_annotations(plot, axis);
	set_annotations(plot, annotations);
	draw_values(plot);
	if (axis->x != NULL)
		draw_numbers(plot, axis);
	else if (lines > 0)
		draw_names(plot, lines);
	else
		draw_categories(plot, axis);
	draw_references(plot);
}
