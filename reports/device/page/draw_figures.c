/* Figure cards: each number with all that makes it readable alone, in a row. */
#include <math.h>
#include <string.h>

#include "reports/device/page/draw.h"

#define CARDS_PER_ROW 5
#define CARD_MIN_PT   84.0 /* narrower cards get fewer in a row */
#define RULE_PT       1.25
#define PART_GAP_PT   1.5

typedef enum { CARD_LABEL, CARD_VALUE, CARD_UNIT, CARD_VERSUS, CARD_BASIS, CARD_PARTS } CardPart;

static const struct {
	FontStyle style;
	double before_pt; /* space above */
} card_parts[] = {
	[CARD_LABEL] = { FONT_FIGURE_LABEL, 5 }, [CARD_VALUE] = { FONT_FIGURE, 0 },
	[CARD_UNIT] = { FONT_FIGURE_UNIT, -2 },  [CARD_VERSUS] = { FONT_FIGURE_UNIT, 3 },
	[CARD_BASIS] = { FONT_FIGURE_BASIS, 3 },
};

typedef struct {
	PangoLayout *parts[CARD_PARTS]; /* NULL where the figure has no such text */
	bool known;
	int note;
	Tag *label, *body;
} Card;

typedef struct {
	Card *cards;
	guint count, slots; /* slots: cards of a full row */
	double width;
	double baselines[CARD_PARTS]; /* of their first lines */
	double heights[CARD_PARTS];   /* the tallest of each part, so that parts align */
} CardRow;

static void card_row_free(gpointer data)
{
	CardRow *row = data;
	for (guint card = 0; card < row->count; card++) {
		for (size_t part = 0; part < CARD_PARTS; part++)
			g_clear_object(&row->cards[card].parts[part]);
	}
	g_free(row->cards);
	g_free(row);
}

/* The value with its mark: "1,234 [p]". */
static char *value_text(const Value *value)
{
	return value->mark != NULL ? g_strdup_printf("%s\u00a0%s", value->text, value->mark)
				   : g_strdup(value->text);
}

static char *part_text(const Figure *figure, CardPart part)
{
	if (part == CARD_VALUE)
		return value_text(&figure->value);
	const char *const texts[] = {
		[CARD_LABEL] = figure->label,
		[CARD_UNIT] = figure->unit,
		[CARD_VERSUS] = figure->versus,
		[CARD_BASIS] = figure->basis,
	};
	return g_strdup(texts[part]);
}

/* The mark after a value is a remark, not a part of the number: small. */
static void soften_mark(PangoLayout *layout, const Value *value)
{
	g_autoptr(PangoAttrList) list = font_attributes(layout);
	PangoAttribute *attributes[] = { pango_attr_scale_new(0.42),
					 pango_attr_weight_new(PANGO_WEIGHT_NORMAL) };
	for (size_t n = 0; n < G_N_ELEMENTS(attributes); n++) {
		attributes[n]->start_index = (guint)strlen(value->text);
		pango_attr_list_insert(list, attributes[n]);
	}
	pango_layout_set_attributes(layout, list);
}

static PangoLayout *part_layout(const Canvas *canvas, const Figure *figure, CardPart part,
				double width)
{
	g_autofree char *text = part_text(figure, part);
	if (text == NULL || *text == '\0')
		return NULL;
	PangoAlignment align = canvas_align(canvas, ALIGN_START);
	FontStyle style = card_parts[part].style;
	double scale = 1;
	if (part == CARD_VALUE) { /* a number is never broken; a long one is set smaller */
		g_autoptr(PangoLayout) whole =
		    font_layout_new(canvas->fonts, style, 1, text, 0, align, 0);
		scale = fmax(0.35, fmin(1, (width - 1) / font_width_pt(whole)));
	}
	PangoLayout *layout = font_layout_new(canvas->fonts, style, scale, text, width, align,
					      part == CARD_LABEL ? figure->note : 0);
	if (part == CARD_VALUE && figure->value.mark != NULL)
		soften_mark(layout, &figure->value);
	return layout;
}

/* The parts of a row's cards stand on one line; Urdu takes the room of its ink. */
static void measure_part(CardRow *row, CardPart part, PangoLayout *layout)
{
	double above, below, foot = row->heights[part] - row->baselines[part];
	font_extent(layout, &above, &below);
	row->baselines[part] = fmax(row->baselines[part], above);
	row->heights[part] = row->baselines[part] + fmax(foot, below);
}

static CardRow *card_row_new(const Canvas *canvas, const GPtrArray *figures, guint first,
			     guint count, guint slots)
{
	CardRow *row = g_new0(CardRow, 1);
	row->count = count;
	row->slots = slots;
	row->width = (canvas->width_pt - PAGE_GUTTER_PT * (slots - 1)) / slots;
	row->cards = g_new0(Card, count);
	for (guint n = 0; n < count; n++) {
		const Figure *figure = figures->pdata[first + n];
		row->cards[n].note = figure->note;
		row->cards[n].known = figure->value.state == VALUE_KNOWN;
		for (CardPart part = 0; part < CARD_PARTS; part++) {
			PangoLayout *layout = part_layout(canvas, figure, part, row->width);
			row->cards[n].parts[part] = layout;
			if (layout != NULL)
				measure_part(row, part, layout);
		}
	}
	return row;
}

static double card_row_height(const CardRow *row)
{
	double height = RULE_PT;
	for (size_t part = 0; part < CARD_PARTS; part++) {
		if (row->heights[part] > 0)
			height += card_parts[part].before_pt + row->heights[part];
	}
	return height;
}

/* The parts of one card, each on the line that it has in all cards of the row. */
static void card_draw(const Canvas *canvas, const CardRow *row, const Card *card, double start,
		      double top)
{
	double y = top + RULE_PT, left = canvas_left(canvas, start, row->width);
	canvas_rule(canvas, COLOUR_NAVY, RULE_PT, start, row->width, top + RULE_PT / 2);
	for (CardPart part = 0; part < CARD_PARTS; part++) {
		if (row->heights[part] == 0)
			continue;
		y += card_parts[part].before_pt;
		PangoLayout *layout = card->parts[part];
		bool muted = part == CARD_VALUE && !card->known;
		double drop = layout != NULL ? row->baselines[part] - font_baseline_pt(layout) : 0;
		ink_tag(canvas, part == CARD_LABEL ? card->label : card->body);
		if (layout != NULL)
			canvas_noted(canvas, layout,
				     muted ? COLOUR_SILVER : font_colour(card_parts[part].style),
				     left, y + drop, part == CARD_LABEL ? card->note : 0);
		y += row->heights[part];
	}
}

static void card_row_draw(const Canvas *canvas, gpointer data, size_t part, double top_pt)
{
	const CardRow *row = data;
	(void)part;
	for (guint n = 0; n < row->count; n++)
		card_draw(canvas, row, &row->cards[n], n * (row->width + PAGE_GUTTER_PT), top_pt);
}

static void tag_cards(Flow *flow, CardRow *row, Tag *list)
{
	for (guint n = 0; n < row->count; n++) {
		Tag *item = ink_add(flow->canvas, list, TAG_ITEM);
		row->cards[n].label = ink_add(flow->canvas, item, TAG_LABEL);
		row->cards[n].body = ink_add(flow->canvas, item, TAG_BODY);
	}
}

void draw_figures(Flow *flow, const Block *block)
{
	const GPtrArray *figures = block->figures.figures;
	if (figures->len == 0)
		return;
	guint fit = (guint)(flow->canvas->width_pt / (CARD_MIN_PT + PAGE_GUTTER_PT));
	guint most = CLAMP(fit, 1, CARDS_PER_ROW);
	guint rows = (figures->len + most - 1) / most;
	guint slots = (figures->len + rows - 1) / rows;
	/* one or two figures do not need half a page each */
	guint drawn = MAX(slots, MIN(most, 3));
	Tag *list = flow_tag(flow, TAG_LIST);
	for (guint first = 0; first < figures->len; first += slots) {
		guint count = MIN(slots, figures->len - first);
		CardRow *row = card_row_new(flow->canvas, figures, first, count, drawn);
		flow_own(flow, row, card_row_free);
		tag_cards(flow, row, list);
		flow_add(flow, first == 0 ? 14 : 16, card_row_height(row), card_row_draw, row, 0);
	}
}
