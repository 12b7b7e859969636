#include "reports/edition/diff.h"

#include <math.h>
#include <string.h>

#include "reports/edition/diff_items.h"

#define CONTEXT_WORDS 3 /* shown before a word that changed, and after */
#define QUOTE_MAX     160

/* ── texts ── */

/* The words of TEXT from FROM to TO with some around them. Transfer full. */
static char *quote(char **words, guint from, guint to)
{
	guint count = g_strv_length(words);
	guint first = from > CONTEXT_WORDS ? from - CONTEXT_WORDS : 0;
	guint last = MIN(to + CONTEXT_WORDS, count);
	g_autoptr(GString) quoted = g_string_new(first > 0 ? "… " : "");
	for (guint n = first; n < last && quoted->len < QUOTE_MAX; n++)
		g_string_append_printf(quoted, "%s%s", n > first ? " " : "", words[n]);
	if (last < count || quoted->len >= QUOTE_MAX)
		g_string_append(quoted, " …");
	return g_string_free(g_steal_pointer(&quoted), FALSE);
}

/* The first and last words in which they differ, with some around them. */
static void put_text_change(GString *text, const char *before, const char *after)
{
	g_auto(GStrv) old = g_strsplit_set(before, " \n", -1);
	g_auto(GStrv) new = g_strsplit_set(after, " \n", -1);
	guint old_end = g_strv_length(old), new_end = g_strv_length(new), start = 0;
	while (start < old_end && start < new_end && strcmp(old[start], new[start]) == 0)
		start++;
	while (old_end > start && new_end > start &&
	       strcmp(old[old_end - 1], new[new_end - 1]) == 0) {
		old_end--;
		new_end--;
	}
	g_autofree char *was = quote(old, start, old_end);
	g_autofree char *is = quote(new, start, new_end);
	g_string_append_printf(text, "“%s” → “%s”", was, is);
}

/* ── changes ── */

/* "81 → 83 (+2)" */
static void put_value_change(GString *text, const DiffItem *before, const DiffItem *after)
{
	g_string_append_printf(text, "%s → %s", before->text, after->text);
	if (isnan(before->number) || isnan(after->number))
		return;
	g_autofree char *change = g_strdup_printf("%+.10g", after->number - before->number);
	g_string_append_printf(text, " (%s)", change);
}

static void put_change(GString *text, const DiffItem *before, const DiffItem *after)
{
	g_string_append_printf(text, "%s: ", after->what);
	if (after->kind == DIFF_VALUE)
		put_value_change(text, before, after);
	else
		put_text_change(text, before->text, after->text);
	g_string_append_c(text, '\n');
}

/* An item that one side has alone; those of one row are told together. */
static void put_alone(GString *text, const char *verdict, const GPtrArray *items, guint *place,
		      GHashTable *other)
{
	const DiffItem *item = g_ptr_array_index(items, *place);
	g_string_append_printf(text, "%s: %s", verdict,
			       item->group_what != NULL ? item->group_what : item->what);
	if (item->group == NULL) {
		g_string_append_printf(text, ": %s\n", item->text);
		return;
	}
	for (const char *mark = ": "; *place < items->len; (*place)++, mark = ", ") {
		const DiffItem *cell = g_ptr_array_index(items, *place);
		if (g_strcmp0(cell->group, item->group) != 0 ||
		    g_hash_table_contains(other, cell->key))
			break;
		g_string_append_printf(text, "%s%s %s", mark, cell->cell, cell->text);
	}
	(*place)--; /* the caller steps on */
	g_string_append_c(text, '\n');
}

/* ── both sides ── */

typedef struct {
	GPtrArray *items;
	GHashTable *places; /* key → place + 1 */
} Side;

static Side side_read(const Model *model)
{
	Side side = { diff_items(model), g_hash_table_new(g_str_hash, g_str_equal) };
	for (guint n = 0; n < side.items->len; n++)
		g_hash_table_insert(side.places,
				    ((DiffItem *)g_ptr_array_index(side.items, n))->key,
				    GUINT_TO_POINTER(n + 1));
	return side;
}

static void side_clear(Side *side)
{
	g_hash_table_unref(side->places);
	g_ptr_array_unref(side->items);
}

/* What BEFORE says between FROM and TO and AFTER does not. */
static guint put_deleted(GString *text, const Side *before, const Side *after, guint from, guint to)
{
	guint count = 0;
	for (guint n = from; n < to; n++) {
		const DiffItem *item = g_ptr_array_index(before->items, n);
		if (g_hash_table_contains(after->places, item->key))
			continue;
		put_alone(text, "deleted", before->items, &n, after->places);
		count++;
	}
	return count;
}

guint diff_models(GString *text, const Model *before, const Model *after)
{
	Side old = side_read(before), new = side_read(after);
	guint count = 0, told = 0; /* of the old items, so many first ones were met */
	for (guint n = 0; n < new.items->len; n++) {
		const DiffItem *item = g_ptr_array_index(new.items, n);
		guint place = GPOINTER_TO_UINT(g_hash_table_lookup(old.places, item->key));
		if (place == 0) {
			put_alone(text, "new", new.items, &n, old.places);
			count++;
			continue;
		}
		const DiffItem *was = g_ptr_array_index(old.items, place - 1);
		if (place - 1 >= told) {
			count += put_deleted(text, &old, &new, told, place - 1);
			told = place;
		}
		if (strcmp(was->text, item->text) != 0) {
			put_change(text, was, item);
			count++;
		}
	}
	count += put_deleted(text, &old, &new, told, old.items->len);
	side_clear(&old);
	side_clear(&new);
	return count;
}
