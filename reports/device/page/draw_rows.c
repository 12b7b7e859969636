/* Rows of a sheet, heads and body: rules under the head only, points of numbers below each other.
 */
#include <math.h>
#include <string.h>

#include "reports/device/page/draw_sheet.h"

#define ROW_AIR_PT      2.4  /* above and below the text of a row, at least */
#define ROW_URDU_AIR_PT 1.0  /* above and below its ink, which is tall at few places */
#define ROW_LATIN_PT    17.0 /* 6 mm from row to row */
#define ROW_URDU_PT     18.5 /* where the ink is low */
#define HEAD_FOOT_PT    3.0  /* from the heads to their rule */
#define SPARK_PT        11.0 /* a sparkline is high */
#define CAPTION_PT      40.0 /* kept free above the tallest row */

/* One row to be set: its texts, their type. */
typedef struct {
	SheetRow row;
	const Value *values; /* NULL of heads */
} RowTexts;

/* ── cells ── */

/* A cell's text, and how it lies in its column. */
typedef struct {
	PangoLayout *text, *mark; /* mark may be NULL */
	const Value *spark;       /* whose sparkline it is, instead of the text; or NULL */
	double start;             /* of the text, from the column's left edge */
	double mark_start;
	int note;
} Cell;

static void cell_clear(Cell *cell)
{
	g_clear_object(&cell->text);
	g_clear_object(&cell->mark);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Cell, cell_clear)

/* A number stands by its point, before the room for marks; false when it is too wide. */
static bool place_number(const Sheet *sheet, const Canvas *canvas, guint number, Cell *cell)
{
	const SheetPoint *column = &sheet->points[number];
	SheetPoint own = sheet_point(cell->text);
	double room = sheet->widths[number] - column->mark;
	double width = font_width_pt(cell->text);
	if (width > room + 1)
		return false;
	/* the end edge of numbers: at the right, or after the marks of a page from the right */
	double left = canvas->right_to_left ? column->mark : room - column->left - column->right;
	if (own.left < 0) /* no number: at the end edge too */
		cell->start = canvas->right_to_left ? column->mark : room - width;
	else
		cell->start = left + column->left - own.left;
	cell->start = CLAMP(cell->start, canvas->right_to_left ? column->mark : 0,
			    fmax(0, sheet->widths[number] - width));
	if (cell->mark != NULL)
		cell->mark_start = canvas->right_to_left
				       ? cell->start - SHEET_MARK_GAP_PT - font_width_pt(cell->mark)
				       : cell->start + width + SHEET_MARK_GAP_PT;
	return true;
}

static char *marked_text(const Value *value)
{
	return value->mark != NULL && *value->mark != '\0'
		   ? g_strdup_printf("%s\u00a0%s", value->text, value->mark)
		   : g_strdup(value->text);
}

static bool is_dot(const Sheet *sheet, SheetRow row, const Value *value)
{
	return row == ROW_BODY && table_dots(sheet->table, ROW_DATA, value);
}

static Cell head_cell(const Sheet *sheet, const Canvas *canvas, guint number)
{
	const TableColumn *column = sheet->table->columns->pdata[sheet->columns[number]];
	bool beside = column->align == ALIGN_END && !sheet->over_marks;
	double mark = beside ? sheet->points[number].mark : 0;
	Cell cell = { .start = canvas->right_to_left ? mark : 0, .note = column->note };
	cell.text = font_layout_shared(canvas->fonts, sheet_style(ROW_HEAD), sheet->scale,
				       column->header, sheet->widths[number] - mark,
				       canvas_align(canvas, column->align), column->note);
	return cell;
}

static Cell value_cell(const Sheet *sheet, const Canvas *canvas, SheetRow row, guint number,
		       const Value *values)
{
	const Value *value = &values[sheet->columns[number]];
	const TableColumn *column = sheet->table->columns->pdata[sheet->columns[number]];
	Cell cell = { .spark = value->series != NULL ? value : NULL };
	const char *shown = cell.spark != NULL          ? ""
			    : is_dot(sheet, row, value) ? TABLE_DOT
							: value->text;
	if (column->kind == VALUE_NUMBER && column->align == ALIGN_END) {
		cell.text = font_layout_shared(canvas->fonts, sheet_style(row), sheet->scale, shown,
					       0, PANGO_ALIGN_LEFT, 0);
		cell.mark = sheet_mark(canvas, sheet->scale, value);
		if (place_number(sheet, canvas, number, &cell))
			return cell;
		cell_clear(&cell);
	}
	g_autofree char *text = cell.spark != NULL ? g_strdup("") : marked_text(value);
	double indent = row == ROW_BODY
			    ? table_indent(sheet->table, values, sheet->columns[number]) *
				  SHEET_INDENT_PT * sheet->scale
			    : 0;
	cell.start = canvas->right_to_left ? 0 : indent;
	cell.text = font_layout_shared(canvas->fonts, sheet_style(row), sheet->scale, text,
				       sheet->widths[number] - indent,
				       canvas_align(canvas, column->align), 0);
	return cell;
}

static Cell row_cell(const Sheet *sheet, const Canvas *canvas, const RowTexts *row, guint number)
{
	if (row->values == NULL)
		return head_cell(sheet, canvas, number);
	return value_cell(sheet, canvas, row->row, number, row->values);
}

/* ── rows ── */

/* The cells of a row stand on one line; heads stand on the rule below them. */
typedef struct {
	double baseline; /* of the first lines, from the top of the texts */
	double height;   /* of the texts */
	double slack;    /* of heads: how far their last lines reach below that without ink */
} RowExtent;

static RowExtent row_extent(const Sheet *sheet, const Canvas *canvas, const RowTexts *row)
{
	RowExtent extent = { .slack = HUGE_VAL };
	double total = 0, total_below = 0;
	for (guint n = 0; n < sheet->count; n++) {
		g_auto(Cell) cell = row_cell(sheet, canvas, row, n);
		double above, below;
		font_extent(cell.text, &above, &below);
		double slack = font_slack_pt(cell.text);
		extent.baseline = fmax(extent.baseline, above);
		extent.slack = fmin(extent.slack, slack);
		total_below = fmax(total_below, below);
		total = fmax(total, above + below + slack);
	}
	extent.height = row->values != NULL ? extent.baseline + total_below : total - extent.slack;
	return extent;
}

static double air_of(const Sheet *sheet, const Canvas *canvas)
{
	return (canvas->right_to_left ? ROW_URDU_AIR_PT : ROW_AIR_PT) * sheet->scale;
}

double sheet_pitch(const Sheet *sheet, const Canvas *canvas)
{
	return (canvas->right_to_left ? ROW_URDU_PT : ROW_LATIN_PT) * sheet->scale;
}

static double row_height(const Sheet *sheet, const Canvas *canvas, const RowTexts *row)
{
	double height = ceil(row_extent(sheet, canvas, row).height * 4) / 4;
	if (row->values == NULL)
		return height + HEAD_FOOT_PT;
	height = fmax(height + 2 * air_of(sheet, canvas), sheet_pitch(sheet, canvas));
	return fmin(height, sheet->row_limit);
}

void sheet_limit(const Sheet *sheet, PangoLayout **layout)
{
	double most = sheet->row_limit - 2 * ROW_AIR_PT * sheet->scale;
	if (font_height_pt(*layout) <= most)
		return;
	PangoLayout *cut = pango_layout_copy(*layout);
	pango_layout_set_height(cut, (int)(most * PANGO_SCALE));
	pango_layout_set_ellipsize(cut, PANGO_ELLIPSIZE_END);
	g_object_unref(*layout);
	*layout = cut;
}

static void tag_cell(const Sheet *sheet, const Canvas *canvas, const RowTexts *row, guint number,
		     Tag *row_tag)
{
	bool names = sheet->columns[number] < MAX(1, sheet->table->heads);
	bool head = row->values == NULL;
	Tag *tag = ink_add(canvas, row_tag, head || names ? TAG_HEAD_CELL : TAG_CELL);
	ink_tag(canvas, tag);
	if (tag == NULL)
		return;
	tag->scope = head ? TAG_SCOPE_COLUMN : names ? TAG_SCOPE_ROW : TAG_SCOPE_NONE;
	const TableColumn *column = sheet->table->columns->pdata[sheet->columns[number]];
	const Value *value = head ? NULL : &row->values[sheet->columns[number]];
	/* a dictionary's table is gone when the tags are written */
	tag->language = g_intern_string(column->language);
	if (value != NULL && value->series == NULL &&
	    (canvas->right_to_left || is_dot(sheet, row->row, value)))
		tag->text = marked_text(value);
}

/* A sparkline stands on the line of the texts beside it. */
static void spark_draw(const Sheet *sheet, const Canvas *canvas, const Cell *cell, guint number,
		       double top)
{
	double height = SPARK_PT * sheet->scale, width = sheet->widths[number];
	double foot = top + font_baseline_pt(cell->text) + 1;
	TagBox box = { canvas_left(canvas, sheet->starts[number], width), foot - height, width,
		       height };
	canvas_spark(canvas, cell->spark, box);
}

static void cell_draw(const Sheet *sheet, const Canvas *canvas, const RowTexts *row,
		      const Cell *cell, guint number, double top)
{
	double left = canvas_left(canvas, sheet->starts[number], sheet->widths[number]);
	if (cell->spark != NULL) {
		spark_draw(sheet, canvas, cell, number, top);
		return;
	}
	bool muted = row->row == ROW_BODY && row->values != NULL &&
		     row->values[sheet->columns[number]].state != VALUE_KNOWN;
	Colour colour = muted ? COLOUR_GREY : font_colour(sheet_style(row->row));
	canvas_noted(canvas, cell->text, colour, left + cell->start, top, cell->note);
	if (cell->mark != NULL)
		canvas_layout(canvas, cell->mark, COLOUR_GREY, left + cell->mark_start,
			      top + font_baseline_pt(cell->text) - font_baseline_pt(cell->mark));
}

/* Draws a row HEIGHT_PT high; its texts stand in the middle, heads at the foot. */
static void row_draw(const Sheet *sheet, const Canvas *canvas, const RowTexts *row, double top,
		     double height)
{
	RowExtent extent = row_extent(sheet, canvas, row);
	Tag *tag = ink_add(canvas, sheet->tag, TAG_ROW);
	double air = row->values != NULL ? fmax(0, (height - extent.height) / 2)
					 : height - extent.height - HEAD_FOOT_PT;
	for (guint n = 0; n < sheet->count; n++) {
		g_auto(Cell) cell = row_cell(sheet, canvas, row, n);
		sheet_limit(sheet, &cell.text);
		/* texts whose lines are higher than their ink begin above the row */
		double drop = row->values == NULL
				  ? extent.height + extent.slack - font_height_pt(cell.text)
				  : extent.baseline - font_baseline_pt(cell.text);
		tag_cell(sheet, canvas, row, n, tag);
		cell_draw(sheet, canvas, row, &cell, n, top + air + drop);
	}
}

/* ── heads ── */

static PangoLayout *span_layout(const Sheet *sheet, const Canvas *canvas, guint number, guint first,
				guint count)
{
	const TableSpan *span = sheet->table->spans->pdata[number];
	return font_layout_new(canvas->fonts, FONT_HEAD, sheet->scale, span->header,
			       sheet_width(sheet, first, count), PANGO_ALIGN_CENTER, 0);
}

static double spans_height(const Sheet *sheet, const Canvas *canvas)
{
	double height = 0;
	guint first, count;
	for (guint n = 0; sheet->table->spans != NULL && n < sheet->table->spans->len; n++) {
		if (!sheet_span(sheet, n, &first, &count))
			continue;
		g_autoptr(PangoLayout) layout = span_layout(sheet, canvas, n, first, count);
		height = fmax(height, font_height_pt(layout) + 2 * HEAD_FOOT_PT);
	}
	return height;
}

/* Columns without a head above their head have an empty one, so that all rows have as many. */
static void tag_uncovered(const Canvas *canvas, Tag *row, guint from, guint to)
{
	if (to <= from)
		return;
	Tag *tag = ink_add(canvas, row, TAG_HEAD_CELL);
	if (tag == NULL)
		return;
	tag->scope = TAG_SCOPE_COLUMN;
	tag->span = to - from;
}

static void spans_draw(const Sheet *sheet, const Canvas *canvas, double top)
{
	guint first, count, covered = 0;
	Tag *row = ink_add(canvas, sheet->tag, TAG_ROW);
	for (guint n = 0; n < sheet->table->spans->len; n++) {
		if (!sheet_span(sheet, n, &first, &count))
			continue;
		g_autoptr(PangoLayout) layout = span_layout(sheet, canvas, n, first, count);
		double width = sheet_width(sheet, first, count), foot = top + sheet->span_height;
		tag_uncovered(canvas, row, covered, first);
		Tag *tag = ink_add(canvas, row, TAG_HEAD_CELL);
		ink_tag(canvas, tag);
		if (tag != NULL) {
			tag->scope = TAG_SCOPE_COLUMN;
			tag->span = count;
		}
		canvas_layout(canvas, layout, font_colour(FONT_HEAD),
			      canvas_left(canvas, sheet->starts[first], width),
			      foot - 2 * HEAD_FOOT_PT - font_height_pt(layout) + 1);
		canvas_rule(canvas, COLOUR_SILVER, 0.5, sheet->starts[first], width,
			    foot - HEAD_FOOT_PT);
		covered = first + count;
	}
	tag_uncovered(canvas, row, covered, sheet->count);
}

void sheet_head_draw(const Sheet *sheet, const Canvas *canvas, double top_pt)
{
	RowTexts row = { ROW_HEAD, NULL };
	if (sheet->span_height > 0)
		spans_draw(sheet, canvas, top_pt);
	row_draw(sheet, canvas, &row, top_pt + sheet->span_height,
		 sheet->head_height - sheet->span_height);
	canvas_rule(canvas, COLOUR_SLATE, 0.75, 0, sheet->width, top_pt + sheet->head_height);
}

/* ── for who sets tables ── */

double sheet_row_height(const Sheet *sheet, const Canvas *canvas, SheetRow row, const Value *values)
{
	RowTexts texts = { row, values };
	return row_height(sheet, canvas, &texts);
}

void sheet_row_draw(const Sheet *sheet, const Canvas *canvas, SheetRow row, const Value *values,
		    double top_pt, double height_pt)
{
	RowTexts texts = { row, values };
	row_draw(sheet, canvas, &texts, top_pt, height_pt);
}

void sheet_measure(Sheet *sheet, const Canvas *canvas)
{
	RowTexts heads = { ROW_HEAD, NULL };
	sheet->row_limit = canvas->height_pt / 2;
	sheet->span_height = spans_height(sheet, canvas);
	sheet->head_height =
	    fmin(sheet->span_height + row_height(sheet, canvas, &heads), canvas->height_pt / 2);
	sheet->row_limit = canvas->height_pt - sheet->head_height - CAPTION_PT;
}
