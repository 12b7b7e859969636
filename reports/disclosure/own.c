#include "reports/disclosure/own.h"

#define OWN_NOTHING G_MAXUINT

/* Sums of sums of parts are looked through so deep. */
enum { PARTS_DEPTH = 2 };

struct Own {
	const Store *store;
	GArray **sums;   /* of guint, by cell: those it is a part of, or equal to */
	GArray **wholes; /* of guint, by cell: equations of which it is the total */
	bool *zero;      /* by cell: everybody knows it to be 0 */
	guint *same;     /* by cell: the first of those that are one figure, zeros left out */
};

/* ── what adds up to what ── */

/* The cell that the others of EQUATION add up to; OWN_NOTHING where it is no such sum. */
static guint total_of(const StoreEquation *equation)
{
	const StoreTerm *total = store_sum(equation);
	return total != NULL ? total->cell : OWN_NOTHING;
}

static GArray **lists_new(guint count)
{
	GArray **lists = g_new(GArray *, count + 1);
	for (guint n = 0; n < count; n++)
		lists[n] = g_array_new(FALSE, FALSE, sizeof(guint));
	return lists;
}

static void lists_free(GArray **lists, guint count)
{
	for (guint n = 0; n < count; n++)
		g_array_unref(lists[n]);
	g_free(lists);
}

/* By cell: the sums that it is a part of, into SUMS; the equations of which it is the total, into
 * WHOLES. */
static void list_sums(const Store *store, GArray **sums, GArray **wholes)
{
	for (guint n = 0; n < store->equations->len; n++) {
		const StoreEquation *equation = store->equations->pdata[n];
		guint total = total_of(equation);
		for (guint t = 0; total != OWN_NOTHING && t < equation->terms->len; t++) {
			guint part = g_array_index(equation->terms, StoreTerm, t).cell;
			if (part != total)
				g_array_append_val(sums[part], total);
		}
		if (total != OWN_NOTHING)
			g_array_append_val(wholes[total], n);
	}
}

/* True when CELL is below OWN by sums that lead up to it; sums larger than OWN cannot. */
static bool is_below(const Own *known, guint cell, guint own)
{
	gint64 most = store_cell(known->store, own)->value;
	g_autoptr(GArray) above = g_array_new(FALSE, FALSE, sizeof(guint));
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
	g_array_append_val(above, cell);
	for (guint n = 0; n < above->len; n++) {
		guint part = g_array_index(above, guint, n);
		if (known->same[part] == known->same[own])
			return true;
		for (guint t = 0; t < known->sums[part]->len; t++) {
			guint total = g_array_index(known->sums[part], guint, t);
			if (store_cell(known->store, total)->value <= most &&
			    g_hash_table_add(seen, GUINT_TO_POINTER(total)))
				g_array_append_val(above, total);
		}
	}
	return false;
}

/* True when CELL is a part of OWN: who is all of the whole is all of its parts too, and learns
 * nothing of anybody else. A sum of parts is one: October to December of the year. */
static bool is_part_within(const Own *known, guint cell, guint own, guint depth)
{
	if (is_below(known, cell, own))
		return true;
	const GArray *wholes = known->wholes[cell];
	for (guint n = 0; depth > 0 && n < wholes->len; n++) {
		const StoreEquation *equation =
		    known->store->equations->pdata[g_array_index(wholes, guint, n)];
		bool all = true;
		for (guint t = 0; all && t < equation->terms->len; t++) {
			guint part = g_array_index(equation->terms, StoreTerm, t).cell;
			all = part == cell || known->zero[part] ||
			      is_part_within(known, part, own, depth - 1);
		}
		if (all)
			return true;
	}
	return false;
}

/* ── what is one figure ── */

static guint first_of(guint *same, guint cell)
{
	while (same[cell] != cell)
		cell = same[cell] = same[same[cell]];
	return cell;
}

/* What everybody knows to be 0: published zeros, and the parts of such sums. */
static bool *known_zeros(const Store *store)
{
	bool *zero = g_new0(bool, store->cells->len + 1);
	bool again = true;
	for (guint n = 0; n < store->cells->len; n++) {
		const StoreCell *cell = store_cell(store, n);
		zero[n] = cell->state == CELL_PUBLISHED && cell->value == 0;
	}
	while (again) {
		again = false;
		for (guint n = 0; n < store->equations->len; n++) {
			const GArray *terms = ((StoreEquation *)store->equations->pdata[n])->terms;
			guint total = total_of(store->equations->pdata[n]);
			for (guint t = 0; total != OWN_NOTHING && zero[total] && t < terms->len;
			     t++) {
				guint part = g_array_index(terms, StoreTerm, t).cell;
				again = again || !zero[part];
				zero[part] = true;
			}
		}
	}
	return zero;
}

/* The two cells of EQUATION that are equal since all others are known to be 0. */
static bool two_left(const bool *zero, const StoreEquation *equation, guint *ret_two)
{
	guint count = 0;
	gint64 sum = 0;
	for (guint n = 0; n < equation->terms->len; n++) {
		StoreTerm term = g_array_index(equation->terms, StoreTerm, n);
		if (zero[term.cell])
			continue;
		if (count < 2)
			ret_two[count] = term.cell;
		count++;
		sum += term.factor;
	}
	return count == 2 && sum == 0;
}

/* A division's figure is that of its one district with any, where the others print 0: who is in the
 * one is in the other, and learns nothing of anybody else. */
static guint *same_figures(const Store *store, const bool *zero, GArray **sums)
{
	guint *same = g_new(guint, store->cells->len);
	for (guint n = 0; n < store->cells->len; n++)
		same[n] = n;
	for (guint n = 0; n < store->equations->len; n++) {
		guint two[2];
		if (!two_left(zero, store->equations->pdata[n], two))
			continue;
		same[first_of(same, two[0])] = first_of(same, two[1]);
		g_array_append_val(sums[two[0]], two[1]);
		g_array_append_val(sums[two[1]], two[0]);
	}
	for (guint n = 0; n < store->cells->len; n++)
		same[n] = first_of(same, n);
	return same;
}

/* ── out there ── */

Own *own_new(const Store *store)
{
	Own *own = g_new0(Own, 1);
	own->store = store;
	own->zero = known_zeros(store);
	own->sums = lists_new(store->cells->len);
	own->wholes = lists_new(store->cells->len);
	list_sums(store, own->sums, own->wholes);
	own->same = same_figures(store, own->zero, own->sums);
	return own;
}

void own_free(Own *own)
{
	if (own == NULL)
		return;
	lists_free(own->sums, own->store->cells->len);
	lists_free(own->wholes, own->store->cells->len);
	g_free(own->zero);
	g_free(own->same);
	g_free(own);
}

bool own_is(const StoreCell *cell)
{
	bool one = cell->value == 1 || g_strcmp0(cell->rule, RULE_STATION) == 0 ||
		   g_strcmp0(cell->rule, RULE_CASE) == 0 || g_strcmp0(cell->rule, RULE_TOLD) == 0;
	return cell->state == CELL_HIDDEN && one;
}

GArray *own_list(const Store *store)
{
	GArray *list = g_array_new(FALSE, FALSE, sizeof(guint));
	for (guint n = 0; n < store->cells->len; n++)
		if (own_is(store_cell(store, n)))
			g_array_append_val(list, n);
	return list;
}

bool own_has(const Own *own, guint cell, guint whole)
{
	return own->same[cell] == own->same[whole] || is_part_within(own, cell, whole, PARTS_DEPTH);
}
