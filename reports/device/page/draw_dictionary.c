/* The dictionary of measures: a small table for each, whole on its page where that can be. */
#include <string.h>

#include "reports/device/page/draw.h"

static void add_column(Table *table, const char *head, Align align, const char *language)
{
	TableColumn *column = table_column_new("part", head != NULL ? head : "", align, VALUE_TEXT);
	column->language = g_strdup(language);
	g_ptr_array_add(table->columns, column);
}

static Value text_value(const char *text)
{
	return (Value){ .kind = VALUE_TEXT, .text = g_strdup(text != NULL ? text : "") };
}

/* The parts of NOTE as a table of SCRATCH: the other language runs from the other side. */
static const Block *note_table(const Flow *flow, Model *scratch, const Note *note)
{
	Block *block = model_add(scratch, BLOCK_TABLE, 1);
	Table *table = block->table;
	table->id = g_strdup(note->id);
	table->caption = g_strdup(note->term);
	table->small = true;
	add_column(table, note->id, ALIGN_START, NULL);
	add_column(table, model_word(flow->model, "own_name"), ALIGN_START, NULL);
	if (note->other != NULL)
		add_column(table, note->other_name, ALIGN_END, note->other);
	for (guint n = 0; n < note->parts->len; n++) {
		const NotePart *part = note->parts->pdata[n];
		Value *values = g_new0(Value, table->columns->len);
		values[0] = text_value(part->label);
		values[1] = text_value(part->text);
		if (note->other != NULL)
			values[2] = text_value(part->other);
		g_ptr_array_add(table->rows, values);
	}
	return block;
}

static void free_model(gpointer data)
{
	model_free(data);
}

void draw_dictionary(Flow *flow, const Block *block)
{
	Model *scratch = flow_own(flow, model_new(), free_model);
	double width = flow->canvas->width_pt;
	PangoLayout *title =
	    font_layout_new(flow->canvas->fonts, FONT_HEADING, 1, block->notes.title, width,
			    canvas_align(flow->canvas, ALIGN_START), 0);
	guint head = flow->pieces->len;
	flow_add_lines(flow, title, font_colour(FONT_HEADING), 0, width, 20,
		       flow_tag(flow, TAG_HEADING_2));
	flow_keep(flow, head);
	for (guint n = 0; n < block->notes.notes->len; n++) {
		const Note *note = block->notes.notes->pdata[n];
		guint first = flow->pieces->len;
		if (note_is_told(block, note))
			continue;
		draw_table(flow, note_table(flow, scratch, note));
		flow_keep(flow, first);
		g_array_index(flow->pieces, PagePiece, flow->pieces->len - 1).keep_next = false;
		g_array_index(flow->parts, FlowPart, first).anchor =
		    outline_anchor(flow->outline, note);
	}
}
