#include "reports/device/font/spark.h"

#include <math.h>

static bool is_known(const GArray *series, guint at)
{
	return at < series->len && isfinite(g_array_index(series, double, at));
}

GArray *spark_points(const GArray *series, double width, double height)
{
	double least = INFINITY, most = -INFINITY;
	for (guint n = 0; n < series->len; n++) {
		double value = g_array_index(series, double, n);
		if (!isfinite(value))
			continue;
		least = fmin(least, value);
		most = fmax(most, value);
	}
	GArray *points = g_array_new(FALSE, FALSE, sizeof(SparkPoint));
	double step = series->len > 1 ? width / (series->len - 1) : 0;
	for (guint n = 0; n < series->len; n++) {
		SparkPoint point = { step * n, height / 2, is_known(series, n), false };
		double value = g_array_index(series, double, n);
		if (point.known && most == 0 && least == 0)
			point.y = height;
		else if (point.known && most > least) /* what never changes runs in the middle */
			point.y = height * (most - value) / (most - least);
		point.alone =
		    point.known && !(n > 0 && is_known(series, n - 1)) && !is_known(series, n + 1);
		g_array_append_val(points, point);
	}
	return points;
}

int spark_last(const GArray *points)
{
	bool known = points->len > 0 && g_array_index(points, SparkPoint, points->len - 1).known;
	return known ? (int)points->len - 1 : -1;
}
