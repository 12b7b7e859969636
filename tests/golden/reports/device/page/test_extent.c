/* No text of a table is wider than its cell, no block leaves its page, no page is empty or holds
 * notes alone: every template on its sample rows in both languages. */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "reports/device/font/look.h"
#include "reports/device/page/draw.h"
#include "reports/device/page/draw_sheet.h"
#include "tests/support/fixtures.h"

#define SLACK_PT 0.6

typedef struct {
	const Canvas *canvas;
	const char *name, *language;
	int cells;
} Looking;

/* ── cells ── */

/* The longest stretch of TEXT that no line ends in, as it is set. */
static double least_width(const Looking *looking, FontStyle style, double scale, const char *text)
{
	g_autoptr(PangoLayout) layout =
	    font_layout_new(looking->canvas->fonts, style, scale, text, 1, PANGO_ALIGN_LEFT, 0);
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD);
	return font_width_pt(layout);
}

static void look_at_cell(Looking *looking, const Sheet *sheet, guint at, const Value *value)
{
	const TableColumn *column = sheet->table->columns->pdata[sheet->columns[at]];
	bool number = column->kind == VALUE_NUMBER && column->align == ALIGN_END;
	if (value->series != NULL)
		return;
	g_autoptr(PangoLayout) line = font_layout_new(
	    looking->canvas->fonts, FONT_CELL, sheet->scale, value->text, 0, PANGO_ALIGN_LEFT, 0);
	double width = number ? font_width_pt(line) + sheet->points[at].mark
			      : least_width(looking, FONT_CELL, sheet->scale, value->text);
	cr_expect_leq(width, sheet->widths[at] + SLACK_PT, "%s (%s): '%s' under '%s'",
		      looking->name, looking->language, value->text, column->header);
	looking->cells++;
}

static void look_at_sheet(Looking *looking, const Sheet *sheet)
{
	const Table *table = sheet->table;
	cr_expect_leq(sheet->width, looking->canvas->width_pt + SLACK_PT, "%s: table '%s'",
		      looking->name, table->id);
	for (guint at = 0; at < sheet->count; at++) {
		const TableColumn *column = table->columns->pdata[sheet->columns[at]];
		double word = least_width(looking, FONT_HEAD, sheet->scale, column->header);
		cr_expect_leq(word, sheet->widths[at] + SLACK_PT, "%s (%s): the head '%s'",
			      looking->name, looking->language, column->header);
		for (guint row = 0; row < table->rows->len; row++) {
			const Value *values = table->rows->pdata[row];
			if (table_row_kind(table, row) == ROW_DATA)
				look_at_cell(looking, sheet, at, &values[sheet->columns[at]]);
		}
	}
}

static void look_at_block(Looking *looking, const Block *block);

/* As wide as draw_columns.c makes them. */
static void look_at_columns(Looking *looking, const Block *block)
{
	const GPtrArray *columns = block->columns.columns;
	const Canvas *page = looking->canvas;
	int spans = 0;
	for (guint n = 0; n < columns->len; n++)
		spans += MAX(1, ((BlockColumn *)columns->pdata[n])->span);
	double unit = (page->width_pt + PAGE_GUTTER_PT) / MAX(spans, PAGE_COLUMNS);
	for (guint n = 0; n < columns->len; n++) {
		const BlockColumn *column = columns->pdata[n];
		Canvas inner = *page;
		inner.width_pt = MAX(1, column->span) * unit - PAGE_GUTTER_PT;
		looking->canvas = &inner;
		for (guint at = 0; at < column->blocks->len; at++)
			look_at_block(looking, column->blocks->pdata[at]);
	}
	looking->canvas = page;
}

static void look_at_block(Looking *looking, const Block *block)
{
	if (block->kind == BLOCK_COLUMNS)
		look_at_columns(looking, block);
	if (block->kind != BLOCK_TABLE || table_instead(block->table) != NULL)
		return;
	g_autoptr(GPtrArray) sheets = sheets_new(looking->canvas, block->table);
	for (guint n = 0; n < sheets->len; n++)
		look_at_sheet(looking, sheets->pdata[n]);
}

/* ── pages ── */

static const PagePiece *piece_of(const Flow *flow, const GArray *places, guint at)
{
	return &g_array_index(flow->pieces, PagePiece, g_array_index(places, PagePlace, at).piece);
}

/* Of the pieces at the end that are notes, and what stands before them. */
static double notes_height(const Flow *flow)
{
	double height = 0;
	guint n = flow->pieces->len;
	while (n > 0) {
		const PagePiece *piece = &g_array_index(flow->pieces, PagePiece, --n);
		height += piece->height_pt + piece->before_pt;
		if (!piece->weak &&
		    !(n > 0 && g_array_index(flow->pieces, PagePiece, n - 1).keep_next))
			break;
	}
	return height;
}

static void look_at_pages(const Looking *looking, const Flow *flow, const GArray *places)
{
	size_t pages = flow_pages(places);
	g_autofree bool *used = g_new0(bool, pages);
	for (guint n = 0; n < places->len; n++) {
		const PagePlace *place = &g_array_index(places, PagePlace, n);
		const PagePiece *piece = piece_of(flow, places, n);
		cr_expect_geq(place->top_pt, 0);
		cr_expect_leq(place->top_pt + piece->height_pt, flow->canvas->height_pt + SLACK_PT,
			      "%s (%s): a block leaves page %zu", looking->name, looking->language,
			      place->page + 1);
		used[place->page] |= !place->repeated && piece->height_pt > 0;
	}
	for (size_t page = 0; page < pages; page++)
		cr_expect(used[page], "%s (%s): page %zu is empty", looking->name,
			  looking->language, page + 1);
	/* notes that with the block before them are more than a page cannot but have one alone */
	bool alone = page_has_weak((const PagePiece *)(gpointer)flow->pieces->data, places);
	cr_expect(!alone || notes_height(flow) > flow->canvas->height_pt,
		  "%s (%s): a page of notes alone", looking->name, looking->language);
}

static void look_at_edition(const Model *model, const char *name, gpointer data)
{
	int *cells = data;
	PagePaper paper = look_paper(model);
	g_autoptr(Outline) outline = outline_new(model);
	PangoContext *fonts = look_fonts(model, NULL);
	Canvas canvas = { .fonts = fonts,
			  .width_pt = page_content_width(&paper),
			  .height_pt = page_content_height(&paper),
			  .right_to_left = model->right_to_left,
			  .theme = model->look };
	Looking looking = { &canvas, name, model->language, 0 };
	FlowPlan plan = draw_plan(&canvas, model, outline);
	Flow *flow = flow_new(&canvas, model, outline, NULL, plan);
	draw_blocks(flow, model->blocks);
	GArray *places = flow_places(flow);
	look_at_pages(&looking, flow, places);
	for (guint n = 0; n < model->blocks->len; n++)
		look_at_block(&looking, model->blocks->pdata[n]);
	*cells += looking.cells;
	g_array_unref(places);
	flow_free(flow);
	g_object_unref(fonts);
}

Test(extent, of_cells_blocks_and_pages_of_every_template)
{
	int cells = 0;
	fixtures_each(look_at_edition, &cells);
	cr_expect_gt(cells, 300);
}
