#include "reports/device/page/draw.h"

#define CONTENTS_PAGES 4 /* more have a list of contents */

/* ── blocks ── */

typedef void (*BlockDraw)(Flow *flow, const Block *block);

static void draw_chart(Flow *flow, const Block *block)
{
	draw_charts(flow, block, NULL);
}

static void draw_pagebreak(Flow *flow, const Block *block)
{
	(void)block;
	flow->turn = flow->pieces->len > 0;
}

static const BlockDraw drawers[BLOCK_KINDS] = {
	[BLOCK_HEADING] = draw_heading,   [BLOCK_TEXT] = draw_text,
	[BLOCK_FIGURES] = draw_figures,   [BLOCK_TABLE] = draw_table,
	[BLOCK_CHART] = draw_chart,       [BLOCK_NOTES] = draw_notes,
	[BLOCK_COVER] = draw_cover,       [BLOCK_BANNER] = draw_banner,
	[BLOCK_CARD] = draw_card,         [BLOCK_COLUMNS] = draw_columns,
	[BLOCK_CONTENTS] = draw_contents, [BLOCK_PAGEBREAK] = draw_pagebreak,
};

/* The line that pages print of a table that a workbook holds. */
static bool is_elsewhere(const Block *block)
{
	return block->kind == BLOCK_TABLE && table_is_elsewhere(block->table);
}

/* Blocks that are read for themselves may be moved up past each other into what would stay empty;
 * what stands in small letters under a block goes with it. */
static guint block_number(Flow *flow, const Block *block)
{
	bool moves = block->kind == BLOCK_TABLE || block->kind == BLOCK_CHART ||
		     block->kind == BLOCK_FIGURES || block->kind == BLOCK_COLUMNS;
	bool under = (block->kind == BLOCK_NOTES && block->notes.under) || is_elsewhere(block);
	if (under && flow->pieces->len > 0)
		return g_array_index(flow->pieces, PagePiece, flow->pieces->len - 1).block;
	return moves ? ++flow->blocks : 0;
}

/* Notes, lines about tables elsewhere, and the words for the signs at the end. */
static bool is_weak(const Block *block)
{
	return (block->kind == BLOCK_NOTES && !block->notes.dictionary) || is_elsewhere(block) ||
	       (block->kind == BLOCK_TEXT && block->line == 0);
}

/* The second of a pair of charts may be NULL. */
static void draw_block(Flow *flow, const Block *block, const Block *second)
{
	guint first = flow->pieces->len, number = block_number(flow, block);
	if (second != NULL)
		draw_charts(flow, block, second);
	else
		drawers[block->kind](flow, block);
	if (second == NULL)
		flow_anchor(flow, first, block);
	for (guint n = first; n < flow->pieces->len; n++) {
		PagePiece *piece = &g_array_index(flow->pieces, PagePiece, n);
		piece->block = number;
		piece->weak = is_weak(block);
	}
}

void draw_blocks(Flow *flow, const GPtrArray *blocks)
{
	flow->fill = draw_blocks;
	for (guint n = 0; n < blocks->len; n++) {
		const Block *block = blocks->pdata[n];
		const Block *next = n + 1 < blocks->len ? blocks->pdata[n + 1] : NULL;
		bool pair = next != NULL && block->kind == BLOCK_CHART &&
			    next->kind == BLOCK_CHART && draw_charts_pair(flow, block, next);
		draw_block(flow, block, pair ? next : NULL);
		n += pair ? 1 : 0;
	}
}

/* ── what hangs on how all is set ── */

/* Whether something of BLOCK hangs on how many pages there are. */
static void look_for_plans(const Block *block, gpointer data)
{
	bool *any = data;
	*any |= block->kind == BLOCK_CONTENTS && block->contents.when_long;
	*any |= is_weak(block);
}

FlowPlan draw_plan(const Canvas *canvas, const Model *model, Outline *outline)
{
	FlowPlan plan = { 0 };
	bool any = false;
	model_each(model, look_for_plans, &any);
	if (!any)
		return plan;
	g_autoptr(Flow) flow = flow_new(canvas, model, outline, NULL, plan);
	draw_blocks(flow, model->blocks);
	g_autoptr(GArray) places = flow_places(flow);
	plan.contents = flow_pages(places) > CONTENTS_PAGES;
	plan.tight = page_has_weak((const PagePiece *)(gpointer)flow->pieces->data, places);
	return plan;
}
