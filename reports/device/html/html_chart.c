/* Charts of the HTML page: a picture for wide screens, one for narrow, and the figures. */
#include <math.h>

#include "reports/chart/chart.h"
#include "reports/device/font/page.h"
#include "reports/device/html/html.h"
#include "reports/device/image/svg.h"
#include "reports/model/value.h"

/* Widths in points: drawn a little larger on a wide screen and a little smaller on A4, and as wide
 * as a telephone at 4/3 pixels each. */
#define WIDE_PT   600.0
#define NARROW_PT 262.0

/* ── pictures ── */

static void keep_colours(GHashTable *colours, const Marks *marks)
{
	for (guint n = 0; n < marks->marks->len; n++)
		g_hash_table_add(colours,
				 GUINT_TO_POINTER(((Mark *)marks->marks->pdata[n])->colour));
}

static void append_picture(Html *html, const Chart *chart, const char *id, const char *variant,
			   double width_pt)
{
	/* the page's own words stand above: a picture repeats neither title nor unit */
	Chart untitled = *chart;
	untitled.title = untitled.y_title = NULL;
	untitled.about = (BlockAbout){ NULL, NULL };
	ChartFrame frame = { .width_pt = width_pt,
			     .right_to_left = html->model->right_to_left,
			     .measure = svg_measure,
			     .data = html->fonts,
			     .theme = html->model->look };
	frame.height_pt = chart_height(&untitled, &frame);
	g_autoptr(Marks) marks = chart_marks(&untitled, &frame);
	g_autofree char *name = g_strdup_printf("%s-%s", id, variant);
	SvgPicture picture = { .id = name,
			       .klass = variant,
			       .title = chart->title != NULL ? chart->title : id,
			       .desc = chart->alt,
			       .language = html->model->language,
			       .right_to_left = html->model->right_to_left };
	keep_colours(html->colours, marks);
	svg_append(html->out, &picture, html->fonts, marks);
}

/* ── figures ── */

static void append_number(const Html *html, const Chart *chart, const ChartSeries *series,
			  size_t category)
{
	g_autofree char *point = chart_point_text(chart, series, category, false);
	html_markup(html, "<td class=\"num\">");
	html_escaped(html, point);
	html_markup(html, "</td>");
}

static void append_head(const Html *html, const Chart *chart)
{
	bool named = chart->x_title != NULL && chart->x_title[0] != '\0';
	html_markup(html, "<thead><tr><th scope=\"col\">");
	html_text(html, named ? chart->x_title : model_word(html->model, "category"));
	html_markup(html, "</th>");
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		if (!chart_series_is_listed(series))
			continue;
		html_markup(html, "<th scope=\"col\" class=\"num\">");
		html_text(html, series->name);
		html_markup(html, "</th>");
	}
	html_markup(html, "</tr></thead>\n");
}

static void append_figures(const Html *html, const Chart *chart)
{
	html_markup(html, "<table>\n");
	html_element(html, "caption", NULL, chart->title);
	append_head(html, chart);
	html_markup(html, "<tbody>\n");
	for (size_t category = 0; category < chart->count; category++) {
		html_markup(html, "<tr><th scope=\"row\">");
		html_text(html, chart->categories[category]);
		html_markup(html, "</th>");
		for (guint n = 0; n < chart->series->len; n++) {
			if (chart_series_is_listed(chart->series->pdata[n]))
				append_number(html, chart, chart->series->pdata[n], category);
		}
		html_markup(html, "</tr>\n");
	}
	html_markup(html, "</tbody>\n</table>\n");
}

static void append_details(const Html *html, const Chart *chart, const char *id)
{
	html_markup(html, "<details><summary>");
	html_escaped(html, model_word(html->model, "figures"));
	html_markup(html, "<span class=\"hidden\">: ");
	html_text(html, chart->title);
	html_markup(html, "</span></summary>\n<div class=\"table\" role=\"group\" tabindex=\"0\" "
			  "aria-labelledby=\"");
	html_escaped(html, id);
	html_markup(html, "-caption\">\n");
	if (chart->panels->len == 0)
		append_figures(html, chart);
	for (guint n = 0; n < chart->panels->len; n++)
		append_figures(html, chart->panels->pdata[n]);
	html_markup(html, "</div></details>\n");
}

/* ── the block ── */

static void append_caption(const Html *html, const Chart *chart, const char *id)
{
	html_markup(html, "<figcaption id=\"");
	html_escaped(html, id);
	html_markup(html, "-caption\">");
	html_element(html, "strong", NULL, chart->title);
	if (chart->about.subtitle != NULL)
		html_element(html, "span", "subtitle", chart->about.subtitle);
	if (chart->y_title != NULL && chart->y_title[0] != '\0')
		html_element(html, "span", "unit", chart->y_title);
	html_markup(html, "</figcaption>\n");
}

void html_chart(Html *html, const Block *block)
{
	const Chart *chart = block->chart;
	const char *id = html_id(html, block);
	double wide = page_span(WIDE_PT, html->span);
	bool narrow = wide > NARROW_PT * 1.3;
	html_markup(html, "<figure class=\"chart%s\" id=\"",
		    !narrow ? "" : (html->span > 8 ? " full" : " part"));
	html_escaped(html, id);
	html_markup(html, "\">\n");
	append_caption(html, chart, id);
	if (chart_has_values(chart)) {
		append_picture(html, chart, id, "wide", wide);
		if (narrow)
			append_picture(html, chart, id, "narrow", NARROW_PT);
		append_details(html, chart, id);
	} else {
		html_element(html, "p", "empty", chart->empty);
	}
	html_source(html, chart->about.source);
	html_markup(html, "</figure>\n");
}
