#include "reports/release/outgrown.h"

#include <string.h>

/* Series by series; begun first comes first, of those the shorter. */
static gint by_days(gconstpointer a, gconstpointer b)
{
	const OutgrownTold *x = a, *y = b;
	int order = strcmp(x->series, y->series);
	if (order != 0)
		return order;
	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return (x->last > y->last) - (x->last < y->last);
}

/* The shortest figure of the COUNT of SERIES that begins on FIRST, ends by WHOLE's end and is not
 * WHOLE; NULL: there is none. */
static const OutgrownTold *part_from(const OutgrownTold *series, guint count, guint32 first,
				     const OutgrownTold *whole)
{
	for (guint n = 0; n < count; n++)
		if (series[n].first == first && series[n].last <= whole->last &&
		    &series[n] != whole)
			return &series[n];
	return NULL;
}

/* Shorter periods, one after the other, that make up WHOLE: adds to FOUND those of them that were
 * printed before, where all do not add up to it. */
static void look_at(const OutgrownTold *series, guint count, const OutgrownTold *whole,
		    GPtrArray *found)
{
	gint64 sum = 0;
	guint before = found->len;
	for (guint32 day = whole->first; day <= whole->last;) {
		const OutgrownTold *part = part_from(series, count, day, whole);
		if (part == NULL) {
			g_ptr_array_set_size(found, (gint)before);
			return;
		}
		sum += part->value;
		if (!part->now && !g_ptr_array_find(found, part->figure, NULL))
			g_ptr_array_add(found, part->figure);
		day = part->last + 1;
	}
	if (sum == whole->value)
		g_ptr_array_set_size(found, (gint)before);
}

GPtrArray *outgrown_find(GArray *told)
{
	GPtrArray *found = g_ptr_array_new();
	const OutgrownTold *all = (const OutgrownTold *)(gpointer)told->data;
	g_array_sort(told, by_days);
	for (guint from = 0, to = 0; from < told->len; from = to) {
		while (to < told->len && strcmp(all[to].series, all[from].series) == 0)
			to++;
		for (guint n = from; n < to; n++)
			if (all[n].now)
				look_at(all + from, to - from, &all[n], found);
	}
	return found;
}
