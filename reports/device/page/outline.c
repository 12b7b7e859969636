#include "reports/device/page/outline.h"

static const char *block_title(const Block *block)
{
	switch (block->kind) {
	case BLOCK_HEADING:
		return block->heading.text;
	case BLOCK_TABLE:
		return table_is_elsewhere(block->table) ? NULL : block->table->caption;
	case BLOCK_CHART:
		return block->chart->title;
	case BLOCK_NOTES:
		return block->notes.title;
	default:
		return NULL;
	}
}

static int block_level(Outline *outline, const Block *block)
{
	if (block->kind == BLOCK_HEADING)
		return outline->heading = CLAMP(block->heading.level, 1, OUTLINE_LEVELS - 1);
	return block->kind == BLOCK_NOTES ? 2 : MAX(2, outline->heading + 1);
}

static void add_notes(const Outline *outline, const Block *block)
{
	for (guint n = 0; n < block->notes.notes->len; n++) {
		const Note *note = block->notes.notes->pdata[n];
		gpointer number = GINT_TO_POINTER(note->number);
		if (note->number > 0 && !g_hash_table_contains(outline->notes, number))
			g_hash_table_insert(outline->notes, number, g_new0(TagAnchor, 1));
	}
}

/* Each measure of a dictionary. */
static void add_measures(Outline *outline, const Block *block)
{
	for (guint n = 0; n < block->notes.notes->len; n++) {
		const Note *note = block->notes.notes->pdata[n];
		if (note_is_told(block, note))
			continue;
		OutlineEntry *entry = g_new0(OutlineEntry, 1);
		*entry = (OutlineEntry){ .block = block, .title = note->term, .level = 3 };
		g_ptr_array_add(outline->entries, entry);
		g_hash_table_insert(outline->blocks, (gpointer)(guintptr)note, entry);
	}
}

static void add_block(const Block *block, gpointer data)
{
	Outline *outline = data;
	const char *title = block_title(block);
	if (block->kind == BLOCK_NOTES)
		add_notes(outline, block);
	if (block->kind == BLOCK_CONTENTS)
		g_hash_table_insert(outline->after, (gpointer)(guintptr)block,
				    GUINT_TO_POINTER(outline->entries->len));
	if (title == NULL || *title == '\0')
		return;
	OutlineEntry *entry = g_new0(OutlineEntry, 1);
	entry->block = block;
	entry->title = title;
	entry->level = block_level(outline, block);
	g_ptr_array_add(outline->entries, entry);
	g_hash_table_insert(outline->blocks, (gpointer)(guintptr)block, entry);
	if (block->kind == BLOCK_NOTES && block->notes.dictionary)
		add_measures(outline, block);
}

Outline *outline_new(const Model *model)
{
	Outline *outline = g_new0(Outline, 1);
	outline->entries = g_ptr_array_new_with_free_func(g_free);
	outline->blocks = g_hash_table_new(NULL, NULL);
	outline->after = g_hash_table_new(NULL, NULL);
	outline->notes = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	model_each(model, add_block, outline);
	return outline;
}

void outline_free(Outline *outline)
{
	if (outline == NULL)
		return;
	g_ptr_array_unref(outline->entries);
	g_hash_table_unref(outline->blocks);
	g_hash_table_unref(outline->notes);
	g_hash_table_unref(outline->after);
	g_free(outline);
}

guint outline_after(const Outline *outline, const Block *block)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(outline->after, block));
}

TagAnchor *outline_anchor(const Outline *outline, gconstpointer what)
{
	OutlineEntry *entry = g_hash_table_lookup(outline->blocks, what);
	return entry != NULL ? &entry->anchor : NULL;
}

TagAnchor *outline_note(const Outline *outline, int number)
{
	return g_hash_table_lookup(outline->notes, GINT_TO_POINTER(number));
}
