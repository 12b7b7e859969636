/* Tables: sheets one below the other, heads repeated on every page, groups parted by space, a rule
 * above the total. */
#include <math.h>
#include <string.h>

#include "reports/device/page/draw.h"
#include "reports/device/page/draw_sheet.h"

#define ROW_AIR_PT        2.4 /* above and below the text of a row, at least */
#define GROUP_PT          7.0 /* above a group */
#define CAPTION_BEFORE_PT 14.0
#define ELSEWHERE_PT      6.0

/* The type of a row of TABLE. */
static SheetRow row_kind(const Table *table, guint row)
{
	return table_row_kind(table, row) != ROW_DATA ? ROW_TOTAL : ROW_BODY;
}

static void head_draw(const Canvas *canvas, gpointer data, size_t part, double top_pt)
{
	(void)part;
	sheet_head_draw(data, canvas, top_pt);
}

/* ── groups ── */

/* A group's name runs across all columns. */
static PangoLayout *group_layout(const Sheet *sheet, const Canvas *canvas, guint row)
{
	const Value *values = sheet->table->rows->pdata[row];
	PangoLayout *layout =
	    font_layout_new(canvas->fonts, sheet_style(ROW_TOTAL), sheet->scale, values[0].text,
			    sheet->width, canvas_align(canvas, ALIGN_START), 0);
	sheet_limit(sheet, &layout);
	return layout;
}

static double group_height(const Sheet *sheet, const Canvas *canvas, guint row)
{
	g_autoptr(PangoLayout) layout = group_layout(sheet, canvas, row);
	double height = font_height_pt(layout) + 2 * ROW_AIR_PT * sheet->scale;
	return fmin(fmax(height, sheet_pitch(sheet, canvas)), sheet->row_limit);
}

static void group_draw(const Canvas *canvas, gpointer data, size_t part, double top_pt)
{
	const Sheet *sheet = data;
	const Value *values = sheet->table->rows->pdata[part];
	g_autoptr(PangoLayout) layout = group_layout(sheet, canvas, (guint)part);
	double air = (group_height(sheet, canvas, (guint)part) - font_height_pt(layout)) / 2;
	Tag *tag = ink_add(canvas, ink_add(canvas, sheet->tag, TAG_ROW), TAG_HEAD_CELL);
	ink_tag(canvas, tag);
	if (tag != NULL) {
		tag->scope = TAG_SCOPE_ROW;
		tag->span = sheet->count;
		tag->text = canvas->right_to_left ? g_strdup(values[0].text) : NULL;
	}
	canvas_layout(canvas, layout, font_colour(FONT_TOTAL), canvas_left(canvas, 0, sheet->width),
		      top_pt + fmax(0, air));
}

/* ── body ── */

/* The row of TABLE that pages show after ROW, or its number of rows. */
static guint next_shown(const Table *table, guint row)
{
	do
		row++;
	while (row < table->rows->len && !table_shows(table, row));
	return row;
}

/* Below every so many rows of a group, but not below its last. */
static bool is_ruled(const Table *table, guint row)
{
	guint place = 0, next = next_shown(table, row);
	if (table->rule_every == 0 || next >= table->rows->len ||
	    table_row_kind(table, next) != ROW_DATA)
		return false;
	for (guint at = row + 1; at-- > 0 && table_row_kind(table, at) != ROW_GROUP;)
		place += table_row_kind(table, at) == ROW_DATA ? 1 : 0;
	return place % table->rule_every == 0;
}

static void body_draw(const Canvas *canvas, gpointer data, size_t part, double top_pt)
{
	const Sheet *sheet = data;
	const Value *values = sheet->table->rows->pdata[part];
	SheetRow row = row_kind(sheet->table, (guint)part);
	double height = sheet_row_height(sheet, canvas, row, values);
	sheet_row_draw(sheet, canvas, row, values, top_pt, height);
	if (is_ruled(sheet->table, (guint)part))
		canvas_rule(canvas, COLOUR_SILVER, 0.4, 0, sheet->width, top_pt + height);
}

static void total_draw(const Canvas *canvas, gpointer data, size_t part, double top_pt)
{
	const Sheet *sheet = data;
	const Value *values = sheet->table->total;
	(void)part;
	canvas_rule(canvas, COLOUR_SLATE, 0.75, 0, sheet->width, top_pt);
	sheet_row_draw(sheet, canvas, ROW_TOTAL, values, top_pt,
		       sheet_row_height(sheet, canvas, ROW_TOTAL, values));
}

/* ── pieces ── */

/* No row alone under the head, and none alone above the total or at the end; a group with its
 * first row, the sum of a group with its last. */
static bool keeps_next(const Table *table, guint row)
{
	guint rows = table->rows->len, next = next_shown(table, row);
	if (next >= rows)
		return table->total != NULL;
	return row == next_shown(table, (guint)-1) || next_shown(table, next) >= rows ||
	       table_row_kind(table, row) == ROW_GROUP ||
	       table_row_kind(table, next) == ROW_SUBTOTAL;
}

static void add_row(Flow *flow, Sheet *sheet, guint row, guint head)
{
	bool group = table_row_kind(sheet->table, row) == ROW_GROUP;
	double height = group ? group_height(sheet, flow->canvas, row)
			      : sheet_row_height(sheet, flow->canvas, row_kind(sheet->table, row),
						 sheet->table->rows->pdata[row]);
	PagePiece *piece = flow_add(flow, group ? (row > 0 ? GROUP_PT : 4) : 0, height,
				    group ? group_draw : body_draw, sheet, row);
	piece->head = head;
	piece->keep_next = keeps_next(sheet->table, row);
}

static void add_sheet(Flow *flow, Sheet *sheet)
{
	guint head = flow->pieces->len;
	const Canvas *canvas = flow->canvas;
	sheet_measure(sheet, canvas);
	sheet->tag = flow_tag(flow, TAG_TABLE);
	flow_add(flow, 3, sheet->head_height, head_draw, sheet, 0)->keep_next = true;
	for (guint row = 0; row < sheet->table->rows->len; row++)
		if (table_shows(sheet->table, row))
			add_row(flow, sheet, row, head);
	if (sheet->table->total != NULL)
		flow_add(flow, 0, sheet_row_height(sheet, canvas, ROW_TOTAL, sheet->table->total),
			 total_draw, sheet, 0)
		    ->head = head;
}

static void add_sentence(Flow *flow, FontStyle style, const char *text, double before)
{
	double width = flow->canvas->width_pt;
	PangoLayout *layout = font_layout_new(flow->canvas->fonts, style, 1, text, width,
					      canvas_align(flow->canvas, ALIGN_START), 0);
	flow_add_lines(flow, layout, font_colour(style), 0, width, before,
		       flow_tag(flow, TAG_PARAGRAPH));
}

/* The caption of part NUMBER of COUNT: "Stations (2/3)". */
static void add_caption(Flow *flow, const Table *table, guint number, guint count)
{
	guint first = flow->pieces->len;
	bool any = table->caption != NULL && *table->caption != '\0';
	g_autofree char *caption =
	    count > 1 ? g_strdup_printf("%s \u2068(%u/%u)\u2069", any ? table->caption : "",
					number + 1, count)
		      : g_strdup(table->caption);
	if (any || count > 1)
		add_sentence(flow, FONT_CAPTION, caption, CAPTION_BEFORE_PT);
	if (table->about.subtitle != NULL)
		add_sentence(flow, FONT_SUBTITLE, table->about.subtitle,
			     any ? 0 : CAPTION_BEFORE_PT);
	flow_keep(flow, first);
}

/* The source keeps to the table that it is of. */
static void add_source(Flow *flow, const Table *table)
{
	if (table->about.source == NULL)
		return;
	g_array_index(flow->pieces, PagePiece, flow->pieces->len - 1).keep_next = true;
	add_sentence(flow, FONT_SOURCE, table->about.source, 2);
}

/* Below the last row, on its page: the collapsed rows, and what the dot is. */
static void add_foot(Flow *flow, const Table *table)
{
	g_autofree char *foot = table_foot(flow->model, table);
	if (foot == NULL)
		return;
	g_array_index(flow->pieces, PagePiece, flow->pieces->len - 1).keep_next = true;
	add_sentence(flow, FONT_SMALL_NOTE, foot, 4);
}

static void add_sheets(Flow *flow, const Table *table)
{
	if (table->fold > 1) {
		add_caption(flow, table, 0, 1);
		if (draw_fold(flow, table))
			return;
	}
	GPtrArray *sheets = sheets_new(flow->canvas, table);
	flow_own(flow, sheets, (GDestroyNotify)g_ptr_array_unref);
	for (guint n = 0; n < sheets->len; n++) {
		if (table->fold <= 1)
			add_caption(flow, table, n, sheets->len);
		add_sheet(flow, sheets->pdata[n]);
	}
}

/* One small line, which goes with what stands before it: no page begins with it alone. */
static void add_elsewhere(Flow *flow, const Table *table)
{
	bool any = table->caption != NULL && *table->caption != '\0';
	g_autofree char *text =
	    g_strconcat(any ? table->caption : "", any ? model_word(flow->model, "full_stop") : "",
			any ? " " : "", table->elsewhere, NULL);
	if (flow->pieces->len > 0)
		flow_keep(flow, flow->pieces->len - 1);
	add_sentence(flow, FONT_SMALL_NOTE, text, ELSEWHERE_PT);
}

void draw_table(Flow *flow, const Block *block)
{
	const Table *table = block->table;
	if (table_is_elsewhere(table)) {
		add_elsewhere(flow, table);
		return;
	}
	const char *instead = table_instead(table);
	if (instead != NULL) {
		add_caption(flow, table, 0, 1);
		if (instead[0] != '\0') {
			add_sentence(flow, FONT_EMPTY, instead, 3);
			add_source(flow, table);
		}
		return;
	}
	add_sheets(flow, table);
	add_foot(flow, table);
	add_source(flow, table);
}
