/* Districts as equal tiles in their places. East is right in every language. */
#include "reports/chart/tiles.h"

#include <math.h>
#include <string.h>

#include "reports/chart/plot.h"
#include "reports/model/value.h"

#define TILE_WIDEST 66.0
#define TILE_GAP    2.0
#define TILE_PAD    2.0

Colour tiles_colour(guint class, guint classes)
{
	/* the Analysis Function's three, and two lighter before them */
	static const Colour ramp[] = { 0xE3EEF8u, 0xB5D3F0u, 0x6BACE6u, COLOUR_BLUE, COLOUR_NAVY };
	guint first = G_N_ELEMENTS(ramp) - CLAMP(classes, 1, G_N_ELEMENTS(ramp));
	return classes <= 1 ? ramp[1] : ramp[MIN(first + class, G_N_ELEMENTS(ramp) - 1)];
}

guint tiles_class(const Chart *chart, double value)
{
	guint class = 0;
	for (guint n = 1; n < chart->references->len; n++) {
		if (value >= ((ChartReference *)chart->references->pdata[n])->value)
			class = n;
	}
	return class;
}

typedef struct {
	int columns, rows;
	double width, height; /* of a tile with its gap */
	int lines;            /* of a name */
	char *const *names;
} TileGrid;

static TileGrid grid_of(const Chart *chart, const ChartFrame *frame)
{
	TileGrid grid = { .columns = 1, .rows = 1 };
	double line, value;
	for (size_t n = 0; n < chart->count; n++) {
		grid.columns =
		    MAX(grid.columns, chart->columns != NULL ? chart->columns[n] + 1 : 1);
		grid.rows = MAX(grid.rows, chart->rows != NULL ? chart->rows[n] + 1 : (int)n + 1);
	}
	line = plot_line_height(frame, MARK_AXIS, chart->categories, chart->count);
	if (chart->short_names != NULL)
		line = fmax(line,
			    plot_line_height(frame, MARK_AXIS, chart->short_names, chart->count));
	value = plot_one_height(frame, MARK_VALUE, NULL);
	grid.width = fmin(TILE_WIDEST, frame->width_pt / grid.columns);
	grid.lines = grid.width >= 46 ? 2 : 1;
	grid.height = line * grid.lines + value + 2 * TILE_PAD + TILE_GAP;
	return grid;
}

double tiles_height(const Chart *chart, const ChartFrame *frame)
{
	TileGrid grid = grid_of(chart, frame);
	return grid.height * grid.rows + 2;
}

double tiles_least(const Chart *chart, const ChartFrame *frame)
{
	TileGrid grid = grid_of(chart, frame);
	char *const *names = chart->short_names != NULL ? chart->short_names : chart->categories;
	return grid.rows * (plot_line_height(frame, MARK_AXIS, names, chart->count) + TILE_GAP) + 2;
}

/* True when no word of NAME is wider than WIDTH, and all have room in LINES. */
static bool name_fits(const Plot *plot, const char *name, double width, int lines)
{
	double wide, high, line = plot_one_height(plot->frame, MARK_AXIS, name);
	g_auto(GStrv) words = g_strsplit(name, " ", -1);
	for (char **word = words; *word != NULL; word++) {
		if (plot_text_width(plot, MARK_AXIS, *word) > width)
			return false;
	}
	plot->frame->measure(plot->frame->data, MARK_AXIS, name, width, 0, &wide, &high);
	return high <= line * lines + 1;
}

/* Short names for all where one full name has no room: a mixture would puzzle. */
static char *const *tile_names(const Plot *plot, const TileGrid *grid)
{
	const Chart *chart = plot->chart;
	double width = grid->width - TILE_GAP - 2 * TILE_PAD;
	for (size_t tile = 0; tile < chart->count && chart->short_names != NULL; tile++) {
		if (!name_fits(plot, chart->categories[tile], width, grid->lines))
			return chart->short_names;
	}
	return chart->categories;
}

static bool is_dark(Colour colour)
{
	return colour == COLOUR_NAVY || colour == COLOUR_BLUE;
}

static void tile_texts(Plot *plot, size_t tile, double x, double y, const TileGrid *grid,
		       Colour ink, const char *value)
{
	double width = grid->width - TILE_GAP - 2 * TILE_PAD;
	double line = plot_text_height(plot, MARK_VALUE), wide, high;
	const char *name = grid->names[tile];
	plot->frame->measure(plot->frame->data, MARK_AXIS, name, width, grid->lines, &wide, &high);
	bool both = high + line <= grid->height - TILE_GAP + 0.01;
	double top = y + fmax(0, grid->height - TILE_GAP - high - (both ? line : 0)) / 2;
	plot_text(plot, MARK_AXIS, MARK_CENTRE, ink, name, x + TILE_PAD, top, width, grid->lines);
	if (both) /* a low tile has its colour */
		plot_text(plot, MARK_VALUE, MARK_CENTRE, ink, value, x + TILE_PAD, top + high,
			  width, 1);
}

static void draw_tile(Plot *plot, const ChartSeries *series, size_t tile, const TileGrid *grid,
		      double left)
{
	const Chart *chart = plot->chart;
	double value = series->values[tile];
	double x = left + (chart->columns != NULL ? chart->columns[tile] : 0) * grid->width;
	double y = plot->top + (chart->rows != NULL ? chart->rows[tile] : (int)tile) * grid->height;
	MarkPoint place = { x, y };
	double width = grid->width - TILE_GAP, height = grid->height - TILE_GAP;
	bool known = scale_is_known(value), hollow = !known || plot_is_provisional(plot, tile);
	guint classes = chart->references->len;
	Colour colour = known ? tiles_colour(tiles_class(chart, value), classes) : COLOUR_RULE;
	marks_add_bar(plot->marks, colour, place, width, height, hollow);
	if (chart_is_hidden(value))
		marks_add_hatch(plot->marks, COLOUR_RULE, place, width, height);
	if (chart->highlight != NULL && chart->highlight[tile]) {
		Mark *edge = marks_add_line(plot->marks, COLOUR_ORANGE, 1.5);
		mark_add_point(edge, x, y);
		mark_add_point(edge, x + width, y);
		mark_add_point(edge, x + width, y + height);
		mark_add_point(edge, x, y + height);
		mark_add_point(edge, x, y);
	}
	Colour ink = !known ? COLOUR_GREY : !hollow && is_dark(colour) ? COLOUR_WHITE : COLOUR_INK;
	g_autofree char *text =
	    known ? plot_value_text(plot, value) : g_strdup(chart_missing_text(value));
	tile_texts(plot, tile, x, y, grid, ink, text);
}

/* Tiles that have less room than they want: one line, of the short name. */
static void lower_tiles(const Plot *plot, TileGrid *grid)
{
	const Chart *chart = plot->chart;
	grid->height = fmax(1, (plot->bottom - plot->top) / grid->rows);
	grid->lines = 1;
	grid->names = chart->short_names != NULL ? chart->short_names : chart->categories;
}

void tiles_draw(Plot *plot)
{
	TileGrid grid = grid_of(plot->chart, plot->frame);
	double used = grid.width * grid.columns;
	double left = plot->frame->right_to_left ? plot->frame->width_pt - used : 0;
	if (grid.height * grid.rows > plot->bottom - plot->top) /* a page is no higher */
		lower_tiles(plot, &grid);
	else
		grid.names = tile_names(plot, &grid);
	for (size_t tile = 0; tile < plot->chart->count; tile++)
		draw_tile(plot, plot->chart->series->pdata[0], tile, &grid, left);
}
