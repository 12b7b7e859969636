#include "etl/drop/drop_plan.h"

#include <string.h>

/* ── order ── */
static int compare_text(const char *one, const char *other)
{
	return strcmp(one != NULL ? one : "", other != NULL ? other : "");
}

static bool has_group(const DropFile *file)
{
	return file->said.unit != NULL || file->said.period_text != NULL;
}

/* By unit and period, then by name where there is neither. */
static int compare_groups(const DropFile *one, const DropFile *other)
{
	if (!has_group(one) || !has_group(other))
		return has_group(one) != has_group(other) ? has_group(one) - has_group(other)
							  : strcmp(one->name, other->name);
	int order = compare_text(one->said.period_text, other->said.period_text);
	return order != 0 ? order : compare_text(one->said.unit_folded, other->said.unit_folded);
}

/* Within a group the one that is to stand comes first. */
static int compare_candidates(gconstpointer left, gconstpointer right)
{
	const DropFile *one = *(const DropFile *const *)left;
	const DropFile *other = *(const DropFile *const *)right;
	int order = compare_groups(one, other);
	if (order != 0)
		return order;
	if (one->said.seq != other->said.seq)
		return one->said.seq > other->said.seq ? -1 : 1;
	return -strcmp(one->name, other->name);
}

/* ── deciding ── */
/* Decides over one file; BY_SUM holds what stands, by content. */
static bool decide(DropFile *file, GHashTable *by_sum, DropTry look, gpointer payload,
		   GError **error)
{
	const DropFile *same =
	    file->sha256 != NULL ? g_hash_table_lookup(by_sum, file->sha256) : NULL;
	if (same != NULL && !file->zero) {
		file->state = DROP_REPEATED;
		file->stands = same->name;
		return true;
	}
	if (!look(file, payload, error))
		return false;
	if (file->state == DROP_STANDS)
		g_hash_table_insert(by_sum, file->sha256, file);
	return true;
}

/* True when FILE speaks for its unit and period. */
static bool wins(const DropFile *file)
{
	return file->state == DROP_STANDS || file->state == DROP_ZERO || file->state == DROP_KEPT;
}

static bool decide_group(const GPtrArray *order, guint first, guint last, GHashTable *by_sum,
			 DropTry look, gpointer payload, GError **error)
{
	const DropFile *winner = NULL;
	for (guint n = first; n < last; n++) {
		DropFile *file = g_ptr_array_index(order, n);
		if (winner == NULL && !decide(file, by_sum, look, payload, error))
			return false;
		if (winner != NULL) {
			file->state = DROP_SUPERSEDED;
			file->stands = winner->name;
		} else if (wins(file))
			winner = file;
	}
	return true;
}

bool drop_plan(DropFeed *feed, DropTry look, gpointer payload, GError **error)
{
	g_autoptr(GHashTable) by_sum = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GPtrArray) order = g_ptr_array_new();
	for (guint n = 0; n < feed->files->len; n++) {
		DropFile *file = g_ptr_array_index(feed->files, n);
		if (file->state != DROP_WAITING)
			g_ptr_array_add(order, file);
	}
	g_ptr_array_sort(order, compare_candidates);
	for (guint first = 0; first < order->len;) {
		guint last = first + 1;
		while (last < order->len && compare_groups(g_ptr_array_index(order, first),
							   g_ptr_array_index(order, last)) == 0)
			last++;
		if (!decide_group(order, first, last, by_sum, look, payload, error))
			return false;
		first = last;
	}
	return true;
}
