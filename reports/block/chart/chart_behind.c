/* behind: {y: cases_year_before, name} of a chart: a second series, drawn pale behind the first, as
 * the same weeks of last year; and height: 60, the millimetres of the plot. */
#include <math.h>

#include "reports/block/chart/chart.h"
#include "reports/template/template_measure.h"

/* A plot lower than this has no room for a tick, a higher one none on a page. */
enum { LEAST_MM = 15, MOST_MM = 220 };

const TemplateKey chart_behind_keys[] = {
	{ .name = "y", .kind = KEY_WORD, .needed = true },
	{ .name = "name", .kind = KEY_TEXT, .needed = true },
	{ 0 },
};

void chart_read_behind(TemplateReader *reader, const YamlNode *node, const char *where,
		       ChartContent *chart)
{
	const YamlNode *behind = yaml_find(node, "behind");
	g_autofree char *what = g_strdup_printf("%s: behind", where);
	if (behind == NULL || !reader_keys(reader, behind, what, chart_behind_keys))
		return;
	reader_needed(reader, behind, what, chart_behind_keys);
	chart->behind.name = reader_text_at(reader, behind, "name", what);
	if (chart_read_field(reader, behind, "y", DATUM_NUMBER, what, chart, &chart->behind.field))
		/* it stands behind what counts the same */
		chart->behind.measure = reader_measured(reader, yaml_find(node, "measure"), what,
							chart->dataset, chart->behind.field.name);
}

void chart_read_height(TemplateReader *reader, const YamlNode *node, const char *where,
		       ChartContent *chart)
{
	const YamlNode *said = yaml_find(node, "height");
	g_autofree char *what = g_strdup_printf("%s: height", where);
	const char *text = said != NULL ? reader_word(reader, said, what) : NULL;
	guint64 height = 0;
	if (text != NULL && !g_ascii_string_to_unsigned(text, 10, LEAST_MM, MOST_MM, &height, NULL))
		problems_add(reader->problems, reader->document, said, NULL,
			     "%s: '%s' is no height of a plot, %d to %d millimetres", what, text,
			     LEAST_MM, MOST_MM);
	chart->height_mm = (double)height;
}

void chart_build_behind(const Edition *edition, const ChartContent *content, const Dataset *dataset,
			const GArray *rows, Chart *chart)
{
	if (content->behind.field.name == NULL)
		return;
	g_autofree char *name = edition_text_or(edition, content->behind.name, "");
	g_autofree double *values = chart_numbers(edition, dataset, &content->behind.field, rows);
	bool known = false;
	for (guint n = 0; n < rows->len; n++)
		known |= !isnan(values[n]);
	if (!known) /* a district of this year has no last one */
		return;
	ChartSeries *series = chart_series_new(name, chart->count);
	series->role = SERIES_BEHIND;
	g_free(series->values);
	series->values = g_steal_pointer(&values);
	g_ptr_array_add(chart->series, series);
}
