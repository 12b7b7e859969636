#include "reports/device/xlsx/xlsx_chart.h"

#include <math.h>
#include <string.h>

#include "reports/chart/plot.h"
#include "reports/device/xlsx/xlsx_chart_data.h"
#include "reports/model/value.h"

enum {
	NAVY = 0x12436D,
	ORANGE = 0xC8500A,
	TEAL = 0x1B7F77,
	PLUM = 0x801650,
	BLUE = 0x2073BC,
	PURPLE = 0x6B4BA1,
	GREY = 0x6B6B6B,
	PALE = 0xA9B0B5,
	RULE = 0xD9D9D9
};
/* colour-blind safe, in the order of the page's charts */
static const lxw_color_t palette[] = { NAVY, ORANGE, TEAL, PLUM };

/* How each kind is drawn by the spreadsheet program; small multiples and maps of tiles it has
 * not, their sheet says so. */
static const struct {
	lxw_chart_type type;
	bool native;
	bool line;  /* series are lines */
	bool joins; /* and join their points */
} kinds[CHART_KINDS] = {
	[CHART_LINE] = { LXW_CHART_LINE, true, true, true },
	[CHART_BAR] = { LXW_CHART_BAR, true, false, false },
	[CHART_COLUMN] = { LXW_CHART_COLUMN, true, false, false },
	[CHART_STACK] = { LXW_CHART_COLUMN_STACKED, true, false, false },
	[CHART_DOT] = { LXW_CHART_LINE, true, true, false },
	[CHART_SPC] = { LXW_CHART_LINE, true, true, true },
	[CHART_FUNNEL] = { LXW_CHART_SCATTER, true, true, false },
	[CHART_SLOPE] = { LXW_CHART_LINE, true, true, true },
	[CHART_INCIDENCE] = { LXW_CHART_AREA_STACKED, true, false, false },
	[CHART_RANGE] = { LXW_CHART_LINE, true, true, true },
	[CHART_TILES] = { LXW_CHART_NONE, false, false, false },
};

typedef struct {
	lxw_chart *drawing;
	const Chart *chart;
	const GPtrArray *columns;
	const char *sheet;
	lxw_row_t first, last; /* header and last row of the table */
} Native;

/* ── series ── */

static lxw_color_t colour_of(const Chart *chart, guint number)
{
	guint rank = 0;
	const ChartSeries *series = chart->series->pdata[number];
	if (series->context)
		return PALE;
	if (chart->kind == CHART_SPC || chart->kind == CHART_FUNNEL)
		return GREY;
	for (guint n = 0; n < number; n++) {
		const ChartSeries *other = chart->series->pdata[n];
		rank += other->role == SERIES_VALUES && !other->context;
	}
	return palette[rank % G_N_ELEMENTS(palette)];
}

/* Provisional points are hollow, as in print; highlighted bars keep the colour, others are grey. */
static void mark_points(const Native *native, lxw_chart_series *drawn, lxw_color_t colour)
{
	const Chart *chart = native->chart;
	/* the labels of stacks are white, so their columns stay full */
	bool hollow_ones = chart->provisional != NULL && chart->kind != CHART_INCIDENCE &&
			   chart->kind != CHART_FUNNEL && chart->kind != CHART_STACK;
	if (!hollow_ones && chart->highlight == NULL)
		return;
	lxw_chart_fill hollow = { .color = LXW_COLOR_WHITE };
	lxw_chart_fill full = { .color = colour }, pale = { .color = PALE };
	lxw_chart_line edge = { .color = colour };
	g_autofree lxw_chart_point *points = g_new0(lxw_chart_point, chart->count);
	g_autofree lxw_chart_point **list = g_new0(lxw_chart_point *, chart->count + 1);
	for (size_t at = 0; at < chart->count; at++) {
		bool grey = chart->highlight != NULL && !chart->highlight[at];
		points[at].fill = hollow_ones && chart->provisional[at] ? &hollow
				  : grey                                ? &pale
									: &full;
		points[at].line = kinds[chart->kind].line ? NULL : &edge;
		list[at] = &points[at];
	}
	chart_series_set_points(drawn, list);
}

static void style_line(const Native *native, lxw_chart_series *drawn, lxw_color_t colour)
{
	if (kinds[native->chart->kind].joins)
		chart_series_set_line(drawn, &(lxw_chart_line){ .color = colour, .width = 2 });
	else
		chart_series_set_line(drawn, &(lxw_chart_line){ .none = LXW_TRUE });
	chart_series_set_marker_type(drawn, LXW_CHART_MARKER_CIRCLE);
	chart_series_set_marker_size(drawn, kinds[native->chart->kind].joins ? 5 : 7);
	chart_series_set_marker_line(drawn, &(lxw_chart_line){ .color = colour });
	chart_series_set_marker_fill(drawn, &(lxw_chart_fill){ .color = colour });
}

static void style_values(const Native *native, const DataColumn *column, lxw_chart_series *drawn)
{
	lxw_color_t colour = colour_of(native->chart, column->series);
	bool context = ((ChartSeries *)native->chart->series->pdata[column->series])->context;
	if (kinds[native->chart->kind].line) {
		style_line(native, drawn, colour);
		if (context) {
			chart_series_set_line(drawn,
					      &(lxw_chart_line){ .color = colour, .width = 1 });
			chart_series_set_marker_type(drawn, LXW_CHART_MARKER_NONE);
		}
	} else {
		chart_series_set_fill(drawn, &(lxw_chart_fill){ .color = colour });
		if (native->chart->kind != CHART_INCIDENCE)
			chart_series_set_labels(drawn);
		if (native->chart->kind == CHART_STACK) {
			lxw_chart_font white = { .color = LXW_COLOR_WHITE };
			chart_series_set_labels_font(drawn, &white);
		}
	}
	mark_points(native, drawn, colour);
}

/* Centre, limits, bands, curves, references: thin lines without markers. */
static void style_rule(const Native *native, const DataColumn *column, lxw_chart_series *drawn)
{
	const ChartSeries *series = native->chart->series->pdata[column->series];
	bool centre = isnan(column->constant) && series->role == SERIES_CENTRE &&
		      (column->kind == DATA_RULE || column->kind == DATA_CURVE);
	bool behind = isnan(column->constant) && series->role == SERIES_BEHIND;
	lxw_chart_line line = { .color = behind ? PALE : GREY,
				.width = behind ? 1.75 : 1,
				.dash_type = centre || behind ? LXW_CHART_LINE_DASH_SOLID
							      : LXW_CHART_LINE_DASH_DASH };
	chart_series_set_line(drawn, &line);
	chart_series_set_marker_type(drawn, LXW_CHART_MARKER_NONE);
}

static void style_signal(const DataColumn *column, lxw_chart_series *drawn)
{
	static const struct {
		lxw_color_t colour;
		uint8_t marker;
	} marks[] = {
		[SIGNAL_BETTER] = { BLUE, LXW_CHART_MARKER_DIAMOND },
		[SIGNAL_WORSE] = { ORANGE, LXW_CHART_MARKER_SQUARE },
		[SIGNAL_NEUTRAL] = { PURPLE, LXW_CHART_MARKER_TRIANGLE },
	};
	lxw_color_t colour = marks[column->signal].colour;
	chart_series_set_line(drawn, &(lxw_chart_line){ .none = LXW_TRUE });
	chart_series_set_marker_type(drawn, marks[column->signal].marker);
	chart_series_set_marker_size(drawn, 8);
	chart_series_set_marker_line(drawn, &(lxw_chart_line){ .color = colour });
	chart_series_set_marker_fill(drawn, &(lxw_chart_fill){ .color = colour });
}

/* The ends of an interval round dots: high-low lines join them. */
static void style_end(const Native *native, const DataColumn *column, lxw_chart_series *drawn)
{
	if (native->chart->kind != CHART_DOT) {
		style_rule(native, column, drawn);
		return;
	}
	chart_series_set_line(drawn, &(lxw_chart_line){ .none = LXW_TRUE });
	chart_series_set_marker_type(drawn, LXW_CHART_MARKER_NONE);
}

/* Whether COLUMN is drawn: bars and areas have no lines through them. */
static bool is_drawn(const Native *native, const DataColumn *column)
{
	bool line = kinds[native->chart->kind].line;
	switch (column->kind) {
	case DATA_VALUE:
		return true;
	case DATA_RULE: /* high-low lines would run to it */
		return line && native->chart->kind != CHART_DOT;
	case DATA_LOWER:
	case DATA_UPPER:
	case DATA_CURVE:
	case DATA_SIGNAL:
		return line;
	default:
		return false;
	}
}

static lxw_col_t x_column(const Native *native)
{
	for (guint n = 0; n < native->columns->len; n++) {
		if (((DataColumn *)native->columns->pdata[n])->kind == DATA_X)
			return (lxw_col_t)n;
	}
	return 0;
}

static void add_series(const Native *native, lxw_col_t at)
{
	const DataColumn *column = native->columns->pdata[at];
	lxw_col_t x = x_column(native);
	lxw_chart_series *drawn = chart_add_series(native->drawing, NULL, NULL);
	chart_series_set_categories(drawn, native->sheet, native->first + 1, x, native->last, x);
	chart_series_set_values(drawn, native->sheet, native->first + 1, at, native->last, at);
	chart_series_set_name_range(drawn, native->sheet, native->first, at);
	switch (column->kind) {
	case DATA_VALUE:
		style_values(native, column, drawn);
		break;
	case DATA_SIGNAL:
		style_signal(column, drawn);
		break;
	case DATA_LOWER:
	case DATA_UPPER:
		style_end(native, column, drawn);
		break;
	default:
		style_rule(native, column, drawn);
	}
}

/* ── the chart ── */

static double lowest(const Chart *chart)
{
	double low = 0;
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		for (size_t at = 0; at < chart->count; at++) {
			if (series->values[at] < low)
				low = series->values[at];
			if (series->lower != NULL && series->lower[at] < low)
				low = series->lower[at];
		}
	}
	return low;
}

/* No ticks between one case and the next. */
static void style_count_axis(lxw_chart_axis *axis, const Chart *chart)
{
	enum { TICKS = 6 };
	ScaleExtent extent = { 0 };
	plot_extent(chart, &extent);
	Scale scale = scale_fit(&extent, true, TICKS);
	chart_axis_set_num_format(axis, "#,##0");
	chart_axis_set_major_unit(axis, scale.step);
}

static void style_axes(lxw_chart *drawing, const Chart *chart)
{
	lxw_chart_line rule = { .color = RULE, .width = 0.75 };
	if (chart->x_title != NULL && chart->x_title[0] != '\0' && chart->kind != CHART_BAR)
		chart_axis_set_name(drawing->x_axis, chart->x_title);
	if (chart->kind == CHART_BAR) {
		/* the library's y axis is the vertical one, of the categories */
		chart_axis_set_reverse(drawing->y_axis); /* first category on top */
		chart_axis_off(drawing->x_axis);         /* the bars carry their numbers */
		chart_axis_major_gridlines_set_visible(drawing->x_axis, LXW_FALSE);
		return;
	}
	if (chart->y_title != NULL)
		chart_axis_set_name(drawing->y_axis, chart->y_title);
	/* columns and areas begin at zero by themselves */
	if (kinds[chart->kind].line && lowest(chart) >= 0)
		chart_axis_set_min(drawing->y_axis, 0);
	chart_axis_set_num_format(drawing->y_axis, chart->percent ? "0\"%\"" : "General");
	if (chart_is_of_counts(chart))
		style_count_axis(drawing->y_axis, chart);
	chart_axis_major_gridlines_set_line(drawing->y_axis, &rule);
}

static guint draw_series(const Native *native)
{
	guint drawn = 0;
	for (guint n = 0; n < native->columns->len; n++) {
		if (is_drawn(native, native->columns->pdata[n])) {
			add_series(native, (lxw_col_t)n);
			drawn++;
		}
	}
	return drawn;
}

static void draw(XlsxBook *book, lxw_worksheet *sheet, Native *native)
{
	const Chart *chart = native->chart;
	native->drawing = workbook_add_chart(book->book, (uint8_t)kinds[chart->kind].type);
	guint drawn = draw_series(native);
	/* by its cell: a title that begins with "=" would be taken for a formula */
	chart_title_set_name_range(native->drawing, native->sheet, book->top, 0);
	chart_title_set_name_font(native->drawing,
				  &(lxw_chart_font){ .size = 12, .bold = LXW_TRUE });
	style_axes(native->drawing, chart);
	if (chart->kind == CHART_DOT && drawn > 1)
		chart_set_high_low_lines(native->drawing,
					 &(lxw_chart_line){ .color = GREY, .width = 1.5 });
	chart_show_blanks_as(native->drawing, LXW_CHART_BLANKS_AS_GAP);
	chart_legend_set_position(native->drawing,
				  drawn == 1 ? LXW_CHART_LEGEND_NONE : LXW_CHART_LEGEND_BOTTOM);
	g_autofree char *alt = chart_alt(chart);
	lxw_chart_options options = { .x_scale = 1.5,
				      .y_scale = 1.4,
				      .object_position = LXW_OBJECT_MOVE_DONT_SIZE,
				      .description = alt };
	worksheet_insert_chart_opt(sheet, native->first, (lxw_col_t)(native->columns->len + 1),
				   native->drawing, &options);
}

void xlsx_write_chart(XlsxBook *book, lxw_worksheet *sheet, const char *sheet_name, lxw_row_t first,
		      const Chart *chart)
{
	bool native = kinds[chart->kind].native && chart->panels->len == 0;
	g_autoptr(GPtrArray) columns = xlsx_chart_columns(book, chart);
	guint rows = xlsx_chart_table(book, sheet, first, chart, columns);
	g_autofree char *note =
	    g_strjoin(" ", xlsx_chart_has_gap(book, chart) ? model_word(book->model, "gap") : "",
		      native ? "" : model_word(book->model, "no_native"), NULL);
	g_strstrip(note);
	if (*note != '\0')
		xlsx_write_text(book, sheet, first - 1, 0, note, XLSX_PLAIN);
	if (!native)
		return;
	Native drawing = { .chart = chart,
			   .columns = columns,
			   .sheet = sheet_name,
			   .first = first,
			   .last = first + rows };
	draw(book, sheet, &drawing);
}
