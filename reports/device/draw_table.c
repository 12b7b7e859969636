/* Tables: thin rules, numbers at the end edge, heads repeated on every page. */
#include <math.h>
#include <string.h>

#include "reports/device/draw.h"

#define CELL_GAP_PT    14.0 /* between columns */
#define ROW_AIR_PT     2.4  /* above and below the text of a row */
#define NARROWEST      6    /* grid columns that a small table spans */
#define CAPTION_PT     40.0 /* kept free above the tallest row */
#define HEAD_WRAP_PT   80.0 /* heads of narrow columns wrap about here */
#define HEAD_BROKEN_PT 32.0 /* the least for a head whose words are broken */

/* How one table is set; all of it measured once. */
typedef struct {
	const Table *table;
	guint columns;
	double scale;   /* of the type */
	double gap;     /* between columns */
	double width;   /* of the whole table */
	double *widths; /* of each column */
	double *starts; /* of each column from the start edge */
	double head_height;
	double row_limit; /* the tallest a row can be: a page less head and caption */
} Sheet;

typedef enum { ROW_HEAD, ROW_BODY, ROW_TOTAL } RowKind;

static const FontStyle row_styles[] = { FONT_HEAD, FONT_CELL, FONT_TOTAL };

static void sheet_free(gpointer data)
{
	Sheet *sheet = data;
	g_free(sheet->widths);
	g_free(sheet->starts);
	g_free(sheet);
}

/* ── widths ── */

static double text_width(PangoLayout *layout, const char *text)
{
	font_layout_set(layout, text, 0, PANGO_ALIGN_LEFT);
	return font_width_pt(layout) + 0.5;
}

static double longest_word(PangoLayout *layout, const char *text)
{
	if (strchr(text, ' ') == NULL)
		return text_width(layout, text);
	g_auto(GStrv) words = g_strsplit(text, " ", -1);
	double longest = 0;
	for (char **word = words; *word != NULL; word++)
		longest = fmax(longest, text_width(layout, *word));
	return longest;
}

typedef struct {
	double minimum; /* longest word or number of the cells */
	double cells;   /* the cells unwrapped */
	double natural; /* the same, and the head in few lines */
	double head;    /* longest word of the head */
} Extent;

static void widen(Extent *extent, PangoLayout *layout, const char *text, bool number)
{
	double natural = text_width(layout, text);
	extent->cells = fmax(extent->cells, natural);
	if (natural > extent->minimum) /* only then can its longest word matter */
		extent->minimum =
		    fmax(extent->minimum, number ? natural : longest_word(layout, text));
}

/* The extent of COLUMN at scale 1: numbers stay whole, heads wrap freely. */
static Extent column_extent(const Sheet *sheet, guint number, PangoLayout *layouts[])
{
	const TableColumn *column = sheet->table->columns->pdata[number];
	bool whole = column->kind != VALUE_TEXT;
	Extent extent = { 0 };
	for (guint row = 0; row < sheet->table->rows->len; row++) {
		const Value *values = sheet->table->rows->pdata[row];
		widen(&extent, layouts[ROW_BODY], values[number].text, whole);
	}
	if (sheet->table->total != NULL)
		widen(&extent, layouts[ROW_TOTAL], sheet->table->total[number].text, whole);
	double mark = column->note > 0 ? 8 : 0;
	double word = longest_word(layouts[ROW_HEAD], column->header) + mark;
	double head = text_width(layouts[ROW_HEAD], column->header) + mark;
	extent.head = word;
	extent.natural = fmax(extent.cells, fmax(word, fmin(head, HEAD_WRAP_PT)));
	return extent;
}

static double spread(const Sheet *sheet, const double *widths)
{
	double total = sheet->gap * (sheet->columns - 1);
	for (guint n = 0; n < sheet->columns; n++)
		total += widths[n];
	return total;
}

/* The fewest grid columns that hold the table with some air. */
static double snapped_width(const Canvas *canvas, double natural)
{
	for (int span = NARROWEST; span < PAGE_COLUMNS; span++) {
		if (page_span(canvas->width_pt, span) >= natural * 1.12)
			return page_span(canvas->width_pt, span);
	}
	return canvas->width_pt;
}

/* Fits the columns at the sheet's scale: heads wrap before cells do, and words
 * of heads may break when WHOLE is false. */
static bool fit_scaled(Sheet *sheet, const Canvas *canvas, const Extent *extents, bool whole)
{
	g_autofree double *least = g_new(double, sheet->columns);
	g_autofree double *unwrapped = g_new(double, sheet->columns); /* cells, not heads */
	g_autofree double *most = g_new(double, sheet->columns);
	for (guint n = 0; n < sheet->columns; n++) {
		const Extent *extent = &extents[n];
		double head = whole ? extent->head : fmin(extent->head, HEAD_BROKEN_PT);
		least[n] = fmax(extent->minimum, head) * sheet->scale;
		unwrapped[n] = fmax(extent->cells, head) * sheet->scale;
		most[n] = fmax(extent->natural, head) * sheet->scale;
	}
	sheet->gap =
	    fmin(CELL_GAP_PT * sheet->scale * sheet->scale, canvas->width_pt / sheet->columns / 3);
	sheet->width = snapped_width(canvas, spread(sheet, most));
	double width = sheet->width - sheet->gap * (sheet->columns - 1);
	return page_fit_columns(unwrapped, most, sheet->columns, width, sheet->widths) ||
	       page_fit_columns(least, unwrapped, sheet->columns, width, sheet->widths);
}

/* What is tried for a table that is too wide: smaller type, then broken heads too. */
static const struct {
	double scale;
	bool whole_heads;
} attempts[] = {
	{ 1, true },     { 0.95, true }, { 0.9, true },   { 0.85, true },
	{ 0.85, false }, { 0.8, false }, { 0.75, false }, { 0.7, false },
	{ 0.65, false }, { 0.6, false }, { 0.55, false },
};

static void fit(Sheet *sheet, const Canvas *canvas, const Extent *extents)
{
	bool fits = false;
	for (size_t n = 0; n < G_N_ELEMENTS(attempts) && !fits; n++) {
		sheet->scale = attempts[n].scale;
		fits = fit_scaled(sheet, canvas, extents, attempts[n].whole_heads);
	}
}

static void measure_columns(Sheet *sheet, const Canvas *canvas)
{
	PangoLayout *layouts[G_N_ELEMENTS(row_styles)];
	for (size_t n = 0; n < G_N_ELEMENTS(layouts); n++)
		layouts[n] =
		    font_layout_new(canvas->fonts, row_styles[n], 1, "", 0, PANGO_ALIGN_LEFT, 0);
	g_autofree Extent *extents = g_new(Extent, sheet->columns);
	for (guint n = 0; n < sheet->columns; n++)
		extents[n] = column_extent(sheet, n, layouts);
	fit(sheet, canvas, extents);
	for (guint n = 1; n < sheet->columns; n++)
		sheet->starts[n] = sheet->starts[n - 1] + sheet->widths[n - 1] + sheet->gap;
	for (size_t n = 0; n < G_N_ELEMENTS(layouts); n++)
		g_object_unref(layouts[n]);
}

/* ── rows ── */

static PangoLayout *cell_layout(const Sheet *sheet, const Canvas *canvas, RowKind kind,
				guint number, const char *text)
{
	const TableColumn *column = sheet->table->columns->pdata[number];
	return font_layout_new(canvas->fonts, row_styles[kind], sheet->scale, text,
			       sheet->widths[number], canvas_align(canvas, column->align),
			       kind == ROW_HEAD ? column->note : 0);
}

static const char *cell_text(const Sheet *sheet, RowKind kind, size_t row, guint number)
{
	const TableColumn *column = sheet->table->columns->pdata[number];
	if (kind == ROW_HEAD)
		return column->header;
	const Value *values =
	    kind == ROW_TOTAL ? sheet->table->total : sheet->table->rows->pdata[row];
	return values[number].text;
}

/* The cells of a row stand on one line; heads stand on the rule below them. */
typedef struct {
	double baseline; /* of the first lines, from the top of the texts */
	double height;   /* of the texts */
} RowExtent;

static RowExtent row_extent(const Sheet *sheet, const Canvas *canvas, RowKind kind, size_t row)
{
	RowExtent extent = { 0 };
	double below = 0;
	for (guint n = 0; n < sheet->columns; n++) {
		g_autoptr(PangoLayout) layout =
		    cell_layout(sheet, canvas, kind, n, cell_text(sheet, kind, row, n));
		double baseline = font_baseline_pt(layout), height = font_height_pt(layout);
		extent.baseline = fmax(extent.baseline, baseline);
		below = fmax(below, height - baseline);
		extent.height = fmax(extent.height, height);
	}
	if (kind != ROW_HEAD)
		extent.height = extent.baseline + below;
	return extent;
}

static double row_height(const Sheet *sheet, const Canvas *canvas, RowKind kind, size_t row)
{
	double height = row_extent(sheet, canvas, kind, row).height;
	return fmin(ceil(height * 4) / 4 + 2 * ROW_AIR_PT * sheet->scale, sheet->row_limit);
}

static Colour cell_colour(const Sheet *sheet, RowKind kind, size_t row, guint number)
{
	if (kind == ROW_BODY &&
	    ((const Value *)sheet->table->rows->pdata[row])[number].state != VALUE_KNOWN)
		return COLOUR_GREY;
	return font_colour(row_styles[kind]);
}

/* A cell that is taller than a page is cut; nothing else ever is. */
static void limit_height(const Sheet *sheet, PangoLayout *layout)
{
	double most = sheet->row_limit - 2 * ROW_AIR_PT * sheet->scale;
	if (font_height_pt(layout) <= most)
		return;
	pango_layout_set_height(layout, (int)(most * PANGO_SCALE));
	pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
}

static void row_draw(const Sheet *sheet, const Canvas *canvas, RowKind kind, size_t row, double top)
{
	RowExtent extent = row_extent(sheet, canvas, kind, row);
	top += ROW_AIR_PT * sheet->scale;
	for (guint n = 0; n < sheet->columns; n++) {
		g_autoptr(PangoLayout) layout =
		    cell_layout(sheet, canvas, kind, n, cell_text(sheet, kind, row, n));
		limit_height(sheet, layout);
		double drop = kind == ROW_HEAD ? extent.height - font_height_pt(layout)
					       : extent.baseline - font_baseline_pt(layout);
		canvas_layout(canvas, layout, cell_colour(sheet, kind, row, n),
			      canvas_left(canvas, sheet->starts[n], sheet->widths[n]),
			      top + fmax(0, drop));
	}
}

static void head_draw(const Canvas *canvas, gpointer data, size_t part, double top_pt)
{
	const Sheet *sheet = data;
	(void)part;
	row_draw(sheet, canvas, ROW_HEAD, 0, top_pt);
	canvas_rule(canvas, COLOUR_SLATE, 0.75, 0, sheet->width, top_pt + sheet->head_height);
}

static void body_draw(const Canvas *canvas, gpointer data, size_t part, double top_pt)
{
	const Sheet *sheet = data;
	/* the first row has the rule of the head above it already */
	if (part > 0)
		canvas_rule(canvas, COLOUR_GRID, 0.5, 0, sheet->width, top_pt);
	row_draw(sheet, canvas, ROW_BODY, part, top_pt);
}

static void total_draw(const Canvas *canvas, gpointer data, size_t part, double top_pt)
{
	const Sheet *sheet = data;
	(void)part;
	canvas_rule(canvas, COLOUR_SLATE, 0.75, 0, sheet->width, top_pt);
	row_draw(sheet, canvas, ROW_TOTAL, 0, top_pt);
}

static void end_draw(const Canvas *canvas, gpointer data, size_t part, double top_pt)
{
	const Sheet *sheet = data;
	(void)part;
	canvas_rule(canvas, COLOUR_RULE, 0.5, 0, sheet->width, top_pt);
}

/* ── blocks ── */

static void add_sentence(Flow *flow, FontStyle style, const char *text, double before, Tag *tag)
{
	double width = flow->canvas->width_pt;
	PangoLayout *layout = font_layout_new(flow->canvas->fonts, style, 1, text, width,
					      canvas_align(flow->canvas, ALIGN_START), 0);
	flow_add_lines(flow, layout, font_colour(style), 0, width, before, tag);
}

static Sheet *sheet_new(Flow *flow, const Table *table)
{
	Sheet *sheet = flow_own(flow, g_new0(Sheet, 1), sheet_free);
	sheet->table = table;
	sheet->columns = table->columns->len;
	sheet->widths = g_new0(double, sheet->columns);
	sheet->starts = g_new0(double, sheet->columns);
	sheet->row_limit = flow->canvas->height_pt / 2;
	measure_columns(sheet, flow->canvas);
	sheet->head_height = row_height(sheet, flow->canvas, ROW_HEAD, 0);
	sheet->row_limit = flow->canvas->height_pt - sheet->head_height - CAPTION_PT;
	return sheet;
}

static void add_rows(Flow *flow, Sheet *sheet)
{
	guint head = flow->pieces->len, rows = sheet->table->rows->len;
	bool total = sheet->table->total != NULL;
	flow_add(flow, 3, sheet->head_height, head_draw, sheet, 0)->keep_next = true;
	for (guint row = 0; row < rows; row++) {
		double height = row_height(sheet, flow->canvas, ROW_BODY, row);
		PagePiece *piece = flow_add(flow, 0, height, body_draw, sheet, row);
		piece->head = head;
		/* no row alone under the head, and none alone above the total or at the end */
		piece->keep_next = row + 1 < rows ? row == 0 || row + 2 == rows : true;
	}
	if (total) {
		double height = row_height(sheet, flow->canvas, ROW_TOTAL, 0);
		PagePiece *piece = flow_add(flow, 0, height, total_draw, sheet, 0);
		piece->head = head;
		piece->keep_next = true;
	}
	flow_add(flow, 0, 0.5, end_draw, sheet, 0);
}

void draw_table(Flow *flow, const Block *block)
{
	const Table *table = block->table;
	double before = 18;
	guint first = flow->pieces->len;
	if (table->caption != NULL && *table->caption != '\0') {
		add_sentence(flow, FONT_CAPTION, table->caption, before,
			     flow_tag(flow, TAG_PARAGRAPH));
		before = 3;
	}
	flow_keep(flow, first);
	if (table->rows->len > 0 && table->columns->len > 0)
		add_rows(flow, sheet_new(flow, table));
	else if (table->empty != NULL)
		add_sentence(flow, FONT_EMPTY, table->empty, before, flow_tag(flow, TAG_PARAGRAPH));
}
