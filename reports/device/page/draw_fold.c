/*
 * A long narrow table in parts side by side: its rows fill the first part down the page, then the
 * next, on every page anew; the total stands below the last row of all.
 *
 * To the pages it is a row of lines, each as high as the tallest of all rows. Which rows stand in a
 * line is known once it is known which lines share a page: the first of them draws all, part by
 * part and thus in the order of reading, and the others nothing.
 */
#include <math.h>

#include "reports/device/page/draw.h"
#include "reports/device/page/draw_sheet.h"

#define PART_GAP_PT 22.0 /* between parts */
#define LINES_KEPT  3    /* of a table that begins or ends on a page, at least */
#define PART_LEAST  4    /* rows of a part; a shorter table has fewer parts */

/* Where a line came to stand. */
typedef struct {
	size_t page;
	double top_pt; /* on the paper */
} LinePlace;

typedef struct {
	const Table *table;
	Sheet *sheet; /* of each part */
	guint parts;
	double pitch; /* from the start of a part to that of the next */
	double line_height;
	GArray *rows; /* of guint: those that pages show */
	LinePlace *lines;
	guint count; /* of lines */
} Fold;

static void fold_free(gpointer data)
{
	Fold *fold = data;
	if (fold->sheet != NULL)
		sheet_free(fold->sheet);
	g_array_unref(fold->rows);
	g_free(fold->lines);
	g_free(fold);
}

/* The rows, and the total behind them. */
static guint items_of(const Fold *fold)
{
	return fold->rows->len + (fold->table->total != NULL ? 1 : 0);
}

/* ── parts ── */

static double part_width(const Canvas *canvas, guint parts)
{
	return (canvas->width_pt - PART_GAP_PT * (parts - 1)) / parts;
}

/* The canvas of PART, whose content begins at its own edge. */
static Canvas part_canvas(const Canvas *canvas, const Fold *fold, guint part)
{
	Canvas inner = *canvas;
	inner.width_pt = part_width(canvas, fold->parts);
	inner.left_pt += canvas_left(canvas, part * fold->pitch, inner.width_pt);
	return inner;
}

static void part_enter(const Canvas *canvas, const Canvas *inner)
{
	cairo_save(canvas->cairo);
	cairo_translate(canvas->cairo, inner->left_pt - canvas->left_pt, 0);
}

/* ── ink ── */

/* The heads stand over every part, and are read once. */
static void heads_draw(const Canvas *canvas, gpointer data, size_t number, double top_pt)
{
	const Fold *fold = data;
	bool repeated = canvas->ink != NULL && canvas->ink->repeated;
	(void)number;
	for (guint part = 0; part < fold->parts; part++) {
		Canvas inner = part_canvas(canvas, fold, part);
		part_enter(canvas, &inner);
		if (canvas->ink != NULL)
			canvas->ink->repeated = repeated || part > 0;
		sheet_head_draw(fold->sheet, &inner, top_pt);
		cairo_restore(canvas->cairo);
	}
	if (canvas->ink != NULL)
		canvas->ink->repeated = repeated;
}

/* Whether LINE stands right below the one before it. */
static bool follows(const Fold *fold, guint line)
{
	if (line == 0 || fold->lines[line].page != fold->lines[line - 1].page)
		return false;
	double below = fold->lines[line].top_pt - fold->lines[line - 1].top_pt;
	return fabs(below - fold->line_height) < 0.5;
}

/* A row or the total, with the rule below it where it is RULED. */
static void item_draw(const Fold *fold, const Canvas *inner, guint item, double top_pt, bool ruled)
{
	const Table *table = fold->table;
	bool total = item >= fold->rows->len;
	const Value *values =
	    total ? table->total : table->rows->pdata[g_array_index(fold->rows, guint, item)];
	if (total)
		canvas_rule(inner, COLOUR_SLATE, 0.75, 0, fold->sheet->width, top_pt);
	sheet_row_draw(fold->sheet, inner, total ? ROW_TOTAL : ROW_BODY, values, top_pt,
		       fold->line_height);
	if (ruled && item + 1 < fold->rows->len)
		canvas_rule(inner, COLOUR_SILVER, 0.4, 0, fold->sheet->width,
			    top_pt + fold->line_height);
}

/* Draws the items FIRST to before END, spread over the parts. */
static void items_draw(const Fold *fold, const Canvas *canvas, guint first, guint end,
		       double top_pt)
{
	guint each = (end - first) / fold->parts, more = (end - first) % fold->parts;
	guint every = fold->table->rule_every;
	for (guint part = 0; part < fold->parts; part++) {
		guint count = each + (part < more ? 1 : 0);
		Canvas inner = part_canvas(canvas, fold, part);
		part_enter(canvas, &inner);
		for (guint n = 0; n < count; n++)
			item_draw(fold, &inner, first + n, top_pt + n * fold->line_height,
				  every > 0 && (n + 1) % every == 0 && n + 1 < count);
		cairo_restore(canvas->cairo);
		first += count;
	}
}

static void line_draw(const Canvas *canvas, gpointer data, size_t number, double top_pt)
{
	const Fold *fold = data;
	guint line = (guint)number, end = line + 1;
	if (follows(fold, line))
		return;
	while (end < fold->count && follows(fold, end))
		end++;
	items_draw(fold, canvas, line * fold->parts, MIN(end * fold->parts, items_of(fold)),
		   top_pt);
}

static void line_locate(gpointer data, size_t number, size_t page, double x_pt, double y_pt)
{
	Fold *fold = data;
	(void)x_pt;
	fold->lines[number] = (LinePlace){ page, y_pt };
}

/* ── pieces ── */

/* As many parts as the table asks for and the page has room for; the sheet of one of them. */
static bool choose_parts(Fold *fold, const Canvas *canvas)
{
	for (fold->parts = fold->table->fold; fold->parts > 1; fold->parts--) {
		Canvas part = *canvas;
		part.width_pt = part_width(canvas, fold->parts);
		if (items_of(fold) < fold->parts * PART_LEAST)
			continue;
		fold->sheet = sheet_whole(&part, fold->table);
		if (fold->sheet != NULL) {
			sheet_measure(fold->sheet, &part);
			fold->pitch = part.width_pt + PART_GAP_PT;
			return true;
		}
	}
	return false;
}

static void measure_lines(Fold *fold, const Canvas *canvas)
{
	Canvas inner = part_canvas(canvas, fold, 0);
	for (guint n = 0; n < items_of(fold); n++) {
		bool total = n >= fold->rows->len;
		const Value *values =
		    total ? fold->table->total
			  : fold->table->rows->pdata[g_array_index(fold->rows, guint, n)];
		double height =
		    sheet_row_height(fold->sheet, &inner, total ? ROW_TOTAL : ROW_BODY, values);
		fold->line_height = fmax(fold->line_height, height);
	}
	fold->count = (items_of(fold) + fold->parts - 1) / fold->parts;
	fold->lines = g_new0(LinePlace, fold->count);
}

static Fold *fold_new(const Canvas *canvas, const Table *table)
{
	Fold *fold = g_new0(Fold, 1);
	fold->table = table;
	fold->rows = g_array_new(FALSE, FALSE, sizeof(guint));
	bool plain = table->spans == NULL || table->spans->len == 0;
	for (guint row = 0; row < table->rows->len; row++) {
		plain = plain && table_row_kind(table, row) != ROW_GROUP;
		if (table_shows(table, row))
			g_array_append_val(fold->rows, row);
	}
	if (plain && choose_parts(fold, canvas)) {
		measure_lines(fold, canvas);
		return fold;
	}
	fold_free(fold);
	return NULL;
}

bool draw_fold(Flow *flow, const Table *table)
{
	Fold *fold = fold_new(flow->canvas, table);
	if (fold == NULL)
		return false;
	flow_own(flow, fold, fold_free);
	fold->sheet->tag = flow_tag(flow, TAG_TABLE);
	guint head = flow->pieces->len;
	flow_add(flow, 3, fold->sheet->head_height, heads_draw, fold, 0)->keep_next = true;
	for (guint line = 0; line < fold->count; line++) {
		PagePiece *piece = flow_add(flow, 0, fold->line_height, line_draw, fold, line);
		piece->head = head;
		/* no few lines alone below the heads or at the end */
		piece->keep_next = line + 1 < fold->count &&
				   (line + 1 < LINES_KEPT || line + LINES_KEPT >= fold->count);
		g_array_index(flow->parts, FlowPart, flow->parts->len - 1).locate = line_locate;
	}
	return true;
}
