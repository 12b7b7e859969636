/* Sparklines in cells of tables. */
#include <math.h>

#include "reports/device/font/spark.h"
#include "reports/device/page/draw.h"
#include "reports/device/page/draw_sheet.h"

#define LINE_PT  0.7
#define DOT_PT   0.6
#define LAST_PT  1.5 /* radius of the last point */
#define INSET_PT 2.0

static void dot(const Canvas *canvas, const SparkPoint *point, double radius)
{
	cairo_new_sub_path(canvas->cairo);
	cairo_arc(canvas->cairo, point->x, point->y, radius, 0, 2 * G_PI);
	cairo_fill(canvas->cairo);
}

static void line(const Canvas *canvas, const GArray *points)
{
	for (guint n = 0; n < points->len; n++) {
		const SparkPoint *point = &g_array_index(points, SparkPoint, n);
		bool before = n > 0 && g_array_index(points, SparkPoint, n - 1).known;
		if (point->known && before)
			cairo_line_to(canvas->cairo, point->x, point->y);
		else if (point->known)
			cairo_move_to(canvas->cairo, point->x, point->y);
	}
	cairo_set_line_width(canvas->cairo, LINE_PT);
	cairo_set_line_join(canvas->cairo, CAIRO_LINE_JOIN_ROUND);
	cairo_stroke(canvas->cairo);
}

static void draw_points(const Canvas *canvas, const GArray *points)
{
	int last = spark_last(points);
	canvas_colour(canvas, COLOUR_NAVY);
	line(canvas, points);
	for (guint n = 0; n < points->len; n++) {
		const SparkPoint *point = &g_array_index(points, SparkPoint, n);
		if (point->alone && (int)n != last)
			dot(canvas, point, DOT_PT);
	}
	if (last >= 0)
		dot(canvas, &g_array_index(points, SparkPoint, last), LAST_PT);
}

void canvas_spark(const Canvas *canvas, const Value *value, TagBox box)
{
	Tag *cell = ink_tag(canvas, NULL);
	Tag *picture = ink_add(canvas, cell, TAG_FIGURE);
	if (picture != NULL) {
		picture->alt = g_strdup(value->text);
		picture->box = (TagBox){ canvas->left_pt + box.x_pt, canvas->top_pt + box.y_pt,
					 box.width_pt, box.height_pt };
	}
	g_autoptr(GArray) points =
	    spark_points(value->series, box.width_pt - 2 * INSET_PT, box.height_pt - 2 * INSET_PT);
	ink_tag(canvas, picture);
	ink_begin(canvas, LEAF_SEEN);
	cairo_save(canvas->cairo);
	cairo_translate(canvas->cairo, box.x_pt + INSET_PT, box.y_pt + INSET_PT);
	draw_points(canvas, points);
	cairo_restore(canvas->cairo);
	ink_end(canvas);
	ink_tag(canvas, cell);
}
