#include "reports/device/xlsx_chart.h"

#include <math.h>
#include <string.h>

#include "reports/device/xlsx_text.h"

enum {
	ACCENT = 0x12436D,
	SECOND = 0x28A197,
	THIRD = 0x801650,
	FOURTH = 0xF46A25,
	MUTED = 0x6B6B6B
};
static const lxw_color_t palette[] = { ACCENT, SECOND, THIRD,
				       FOURTH }; /* colour-blind safe: reporting.md §6d */

static Value text_value(const char *text)
{
	return (Value){ .kind = VALUE_TEXT, .text = g_strdup(text) };
}

/* A missing figure is an empty cell, which the chart shows as a gap: a spreadsheet program draws
 * any text, "[x]" too, as zero. */
static Value number_value(double number)
{
	if (isnan(number))
		return (Value){ .kind = VALUE_TEXT,
				.state = VALUE_NOT_AVAILABLE,
				.text = g_strdup("") };
	return (Value){ .kind = VALUE_NUMBER,
			.number = number,
			.text = g_strdup_printf("%.15g", number),
			.excel_format = g_strdup("#,##0.###") };
}

/* Row AT of the chart's data: category, values, and a mark where the point is provisional. */
static Value *data_row(const XlsxBook *book, const Chart *chart, size_t at, guint width)
{
	Value *row = g_new0(Value, width);
	row[0] = text_value(chart->categories[at]);
	for (guint n = 0; n < chart->series->len; n++) {
		row[n + 1] = number_value(((ChartSeries *)chart->series->pdata[n])->values[at]);
		if (row[n + 1].excel_format != NULL &&
		    row[n + 1].number == floor(row[n + 1].number)) {
			g_free(row[n + 1].excel_format);
			row[n + 1].excel_format = g_strdup("#,##0");
		}
	}
	if (chart->provisional != NULL)
		row[width - 1] =
		    text_value(model_word(book->model, chart->provisional[at] ? "yes" : "no"));
	return row;
}

/* WORD as a header: its first letter large, where the script has such. */
static char *capitalised(const char *word)
{
	g_autofree char *first = g_utf8_substring(word, 0, 1);
	g_autofree char *large = g_utf8_strup(first, -1);
	return g_strconcat(large, word + strlen(first), NULL);
}

/* True when a figure of CHART is missing. */
static bool has_gap(const Chart *chart)
{
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		for (size_t at = 0; at < chart->count; at++) {
			if (isnan(series->values[at]))
				return true;
		}
	}
	return false;
}

static void write_data(XlsxBook *book, lxw_worksheet *sheet, lxw_row_t first, const Chart *chart)
{
	guint width = 1 + chart->series->len + (chart->provisional != NULL ? 1 : 0);
	GPtrArray *rows = g_ptr_array_new();
	g_auto(GStrv) headers = g_new0(char *, width + 1);
	headers[0] = g_strdup(chart->x_title != NULL && chart->x_title[0] != '\0'
				  ? chart->x_title
				  : model_word(book->model, "category"));
	for (guint n = 0; n < chart->series->len; n++)
		headers[n + 1] = g_strdup(((ChartSeries *)chart->series->pdata[n])->name);
	if (chart->provisional != NULL)
		headers[width - 1] = capitalised(model_word(book->model, "provisional"));
	for (size_t at = 0; at < chart->count; at++)
		g_ptr_array_add(rows, data_row(book, chart, at, width));
	xlsx_write_table(book, sheet, first,
			 &(XlsxTable){ .id = chart->id, .headers = headers, .rows = rows });
	xlsx_free_rows(rows, width);
}

/* Provisional points are hollow, as in print. */
static void mark_provisional(lxw_chart_series *drawn, const Chart *chart, lxw_color_t colour)
{
	if (chart->provisional == NULL || chart->kind != CHART_LINE)
		return;
	lxw_chart_fill hollow = { .color = LXW_COLOR_WHITE };
	lxw_chart_fill full = { .color = colour };
	g_autofree lxw_chart_point *points = g_new0(lxw_chart_point, chart->count);
	g_autofree lxw_chart_point **list = g_new0(lxw_chart_point *, chart->count + 1);
	for (size_t at = 0; at < chart->count; at++) {
		points[at].fill = chart->provisional[at] ? &hollow : &full;
		list[at] = &points[at];
	}
	chart_series_set_points(drawn, list);
}

static void add_series(lxw_chart *drawing, const char *sheet, lxw_row_t first, const Chart *chart,
		       guint number)
{
	lxw_color_t colour = palette[number % G_N_ELEMENTS(palette)];
	lxw_row_t top = first + 1;
	lxw_row_t bottom = first + (lxw_row_t)chart->count;
	lxw_col_t column = (lxw_col_t)(number + 1);
	lxw_chart_series *drawn = chart_add_series(drawing, NULL, NULL);
	chart_series_set_categories(drawn, sheet, top, 0, bottom, 0);
	chart_series_set_values(drawn, sheet, top, column, bottom, column);
	chart_series_set_name_range(drawn, sheet, first, column);
	if (chart->kind == CHART_LINE) {
		chart_series_set_line(drawn, &(lxw_chart_line){ .color = colour, .width = 2 });
		chart_series_set_marker_type(drawn, LXW_CHART_MARKER_CIRCLE);
		chart_series_set_marker_size(drawn, 5);
		chart_series_set_marker_line(drawn, &(lxw_chart_line){ .color = colour });
		chart_series_set_marker_fill(drawn, &(lxw_chart_fill){ .color = colour });
	} else {
		chart_series_set_fill(drawn, &(lxw_chart_fill){ .color = colour });
		chart_series_set_labels(drawn);
	}
	mark_provisional(drawn, chart, colour);
}

static void style_axes(lxw_chart *drawing, const Chart *chart)
{
	lxw_chart_line rule = { .color = 0xD9D9D9, .width = 0.75 };
	if (chart->x_title != NULL && chart->x_title[0] != '\0' && chart->kind == CHART_LINE)
		chart_axis_set_name(drawing->x_axis, chart->x_title);
	if (chart->kind == CHART_BAR) {
		/* the library's y axis is the vertical one, of the categories */
		chart_axis_set_reverse(drawing->y_axis); /* first category on top */
		chart_axis_off(drawing->x_axis);         /* the bars carry their numbers */
		chart_axis_major_gridlines_set_visible(drawing->x_axis, LXW_FALSE);
		return;
	}
	chart_axis_set_name(drawing->y_axis, chart->y_title);
	chart_axis_set_min(drawing->y_axis, 0);
	chart_axis_set_num_format(drawing->y_axis, "#,##0");
	chart_axis_major_gridlines_set_line(drawing->y_axis, &rule);
}

void xlsx_write_chart(XlsxBook *book, lxw_worksheet *sheet, const char *sheet_name, lxw_row_t first,
		      const Chart *chart)
{
	write_data(book, sheet, first, chart);
	if (has_gap(chart))
		xlsx_write_text(book, sheet, first - 1, 0, model_word(book->model, "gap"),
				XLSX_PLAIN);
	lxw_chart *drawing = workbook_add_chart(
	    book->book, chart->kind == CHART_LINE ? LXW_CHART_LINE : LXW_CHART_BAR);
	for (guint n = 0; n < chart->series->len; n++)
		add_series(drawing, sheet_name, first, chart, n);
	/* by its cell: a title that begins with "=" would be taken for a formula */
	chart_title_set_name_range(drawing, sheet_name, 0, 0);
	chart_title_set_name_font(drawing, &(lxw_chart_font){ .size = 12, .bold = LXW_TRUE });
	style_axes(drawing, chart);
	chart_show_blanks_as(drawing, LXW_CHART_BLANKS_AS_GAP);
	if (chart->series->len == 1)
		chart_legend_set_position(drawing, LXW_CHART_LEGEND_NONE);
	else
		chart_legend_set_position(drawing, LXW_CHART_LEGEND_BOTTOM);
	lxw_col_t beside = (lxw_col_t)(chart->series->len + (chart->provisional != NULL ? 3 : 2));
	lxw_chart_options options = { .x_scale = 1.5,
				      .y_scale = 1.4,
				      .object_position = LXW_OBJECT_MOVE_DONT_SIZE,
				      .description = chart->alt };
	worksheet_insert_chart_opt(sheet, first, beside, drawing, &options);
}
