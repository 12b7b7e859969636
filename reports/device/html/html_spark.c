/* Sparklines in cells of HTML: a picture whose description says it in words. */
#include "reports/device/font/spark.h"
#include "reports/device/html/html.h"

#define WIDTH  96.0
#define HEIGHT 18.0
#define INSET  3.0 /* for the mark of the last point */

/* Tenths are enough, and no locale's decimal point. */
static void append_number(const Html *html, double number)
{
	char digits[G_ASCII_DTOSTR_BUF_SIZE];
	html_markup(html, "%s", g_ascii_formatd(digits, sizeof digits, "%.1f", number + INSET));
}

static void append_dot(const Html *html, const SparkPoint *point, const char *klass)
{
	html_markup(html, "<circle class=\"%s\" cx=\"", klass);
	append_number(html, point->x);
	html_markup(html, "\" cy=\"");
	append_number(html, point->y);
	html_markup(html, "\" r=\"%s\"/>", klass[0] == 'l' ? "2.4" : "1");
}

static void append_path(const Html *html, const GArray *points)
{
	bool drawn = false;
	html_markup(html, "<path d=\"");
	for (guint n = 0; n < points->len; n++) {
		const SparkPoint *point = &g_array_index(points, SparkPoint, n);
		if (point->known && !point->alone) {
			html_markup(html, drawn ? "L" : "M");
			append_number(html, point->x);
			html_markup(html, " ");
			append_number(html, point->y);
		}
		drawn = point->known && !point->alone;
	}
	html_markup(html, "\"/>");
}

void html_spark(const Html *html, const Value *value)
{
	g_autoptr(GArray) points =
	    spark_points(value->series, WIDTH - 2 * INSET, HEIGHT - 2 * INSET);
	int last = spark_last(points);
	html_markup(html, "<svg class=\"spark\" viewBox=\"0 0 96 18\" role=\"img\" aria-label=\"");
	html_escaped(html, value->text);
	html_markup(html, "\">");
	append_path(html, points);
	for (guint n = 0; n < points->len; n++) {
		const SparkPoint *point = &g_array_index(points, SparkPoint, n);
		if (point->alone && (int)n != last)
			append_dot(html, point, "alone");
	}
	if (last >= 0)
		append_dot(html, &g_array_index(points, SparkPoint, last), "last");
	html_markup(html, "</svg>");
}
