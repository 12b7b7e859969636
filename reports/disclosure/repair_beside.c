#include "reports/disclosure/repair_private.h"

/* How far from a figure one more is looked for that may be hidden beside it. */
enum { RINGS_BESIDE = 3 };

/* How large the figures of EQUATION are on the average that are not published, where one of RING is
 * among them; less than 0: none is. They join RET_NEXT; the cheapest of the others that may be
 * hidden into *RET_CHEAPEST. */
static double mean_with(const Repair *repair, const StoreEquation *equation, const bool *ring,
			bool *ret_next, guint *ret_cheapest)
{
	guint none = repair->store->cells->len, count = 0;
	bool touches = false;
	double sum = 0;
	*ret_cheapest = none;
	for (guint t = 0; t < equation->terms->len && !touches; t++)
		touches = ring[g_array_index(equation->terms, StoreTerm, t).cell];
	for (guint t = 0; t < equation->terms->len && touches; t++) {
		guint place = g_array_index(equation->terms, StoreTerm, t).cell;
		const StoreCell *it = store_cell(repair->store, place);
		if (it->state != CELL_PUBLISHED) {
			count++;
			sum += (double)it->value;
			ret_next[place] = true;
		} else if (moves_can(repair->moves, place) &&
			   (*ret_cheapest == none ||
			    repair->costs[place] < repair->costs[*ret_cheapest])) {
			*ret_cheapest = place;
		}
	}
	return touches ? sum / count : -1;
}

/* The cheapest that may be hidden in the sum with the smallest figures of those that have one of
 * RING; the cell count: there is none. */
static guint beside_ring(const Repair *repair, const bool *ring, bool *ret_next)
{
	guint none = repair->store->cells->len, best = none;
	double least = G_MAXDOUBLE;
	for (guint n = 0; n < repair->store->equations->len; n++) {
		guint cheapest = none;
		double mean = mean_with(repair, repair->store->equations->pdata[n], ring, ret_next,
					&cheapest);
		if (mean < 0 || mean >= least || cheapest == none)
			continue;
		least = mean;
		best = cheapest;
	}
	return best;
}

bool repair_beside(Repair *repair, guint cell)
{
	guint cells = repair->store->cells->len, best = cells;
	g_autofree bool *ring = g_new0(bool, cells);
	ring[cell] = true;
	for (guint n = 0; n < RINGS_BESIDE && best == cells; n++) {
		bool *next = g_new0(bool, cells);
		best = beside_ring(repair, ring, next);
		g_free(ring);
		ring = next;
	}
	if (best == cells)
		return false;
	StoreCell *it = store_cell(repair->store, best);
	it->least = rules_least(repair->rules, it);
	it->state = CELL_HIDDEN;
	repair->hidden++;
	return true;
}

/* Hides what may be in the sums that have a cell of RING; the others that are not published there
 * join RET_NEXT. True when something was hidden. */
static bool hide_ring(Repair *repair, const bool *ring, bool *ret_next)
{
	guint before = repair->hidden;
	for (guint n = 0; n < repair->store->equations->len; n++) {
		const GArray *terms = ((StoreEquation *)repair->store->equations->pdata[n])->terms;
		bool touches = false;
		for (guint t = 0; t < terms->len; t++)
			touches = touches || ring[g_array_index(terms, StoreTerm, t).cell];
		for (guint t = 0; touches && t < terms->len; t++) {
			guint place = g_array_index(terms, StoreTerm, t).cell;
			StoreCell *cell = store_cell(repair->store, place);
			if (cell->state == CELL_PUBLISHED && moves_can(repair->moves, place)) {
				cell->least = rules_least(repair->rules, cell);
				cell->state = CELL_HIDDEN;
				repair->hidden++;
			}
			ret_next[place] = cell->state != CELL_PUBLISHED;
		}
	}
	return repair->hidden > before;
}

bool repair_around(Repair *repair, guint cell)
{
	g_autofree bool *ring = g_new0(bool, repair->store->cells->len);
	g_autofree bool *next = g_new0(bool, repair->store->cells->len);
	g_autofree bool *last = g_new0(bool, repair->store->cells->len);
	ring[cell] = true;
	return hide_ring(repair, ring, next) || hide_ring(repair, next, last);
}
