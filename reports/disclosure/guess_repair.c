#include "reports/disclosure/guess_repair.h"

#include <math.h>

static gint surest_first(gconstpointer left, gconstpointer right)
{
	const GuessBet *a = left, *b = right;
	if (a->share < b->share || a->share > b->share)
		return a->share > b->share ? -1 : 1;
	return (a->cell > b->cell) - (a->cell < b->cell);
}

/* Notes the cells that are in a sum with one that is hidden now and was not BEFORE. */
static void touch(const Store *store, bool *before, bool *touched)
{
	for (guint n = 0; n < store->equations->len; n++) {
		const GArray *terms = ((StoreEquation *)store->equations->pdata[n])->terms;
		bool has = false;
		for (guint t = 0; t < terms->len && !has; t++) {
			guint cell = g_array_index(terms, StoreTerm, t).cell;
			has = store_cell(store, cell)->state == CELL_HIDDEN && !before[cell];
		}
		for (guint t = 0; t < terms->len && has; t++)
			touched[g_array_index(terms, StoreTerm, t).cell] = true;
	}
	for (guint n = 0; n < store->cells->len; n++)
		before[n] = store_cell(store, n)->state == CELL_HIDDEN;
}

/* How far a figure has to vary for the share of its commonest value to fall to MOST, if the chance
 * of a value falls off by the same part from each to the next. */
static gint64 width_for(const GuessBet *bet, double most)
{
	double width = (double)(bet->high - bet->low);
	double odds = bet->share / (1 - bet->share), wanted = most / (1 - most);
	return (gint64)ceil(width * odds / wanted) + 1;
}

/* What no program helps: printed, if only the key chose it; else one more beside it is hidden. */
static bool help(Repair *repair, guint cell)
{
	return repair_drop_decoy(repair, cell) || repair_beside(repair, cell);
}

/* Adds to REFUSED the HELPLESS that are surer than ALLOWED; whether there are any. */
static bool refuse(const Guess *guess, double allowed, const GArray *helpless, GArray *refused)
{
	guint before = refused->len;
	for (guint n = 0; n < guess->bets->len; n++) {
		const GuessBet *bet = &g_array_index(guess->bets, GuessBet, n);
		for (guint m = 0; bet->share > allowed && m < helpless->len; m++)
			if (g_array_index(helpless, guint, m) == bet->cell)
				g_array_append_val(refused, bet->cell);
	}
	return refused->len > before;
}

bool guess_repair(Repair *repair, const Store *store, const Guess *guess, double most,
		  double allowed, GArray *ret_refused)
{
	g_autoptr(GArray) bets = g_array_copy(guess->bets);
	g_autoptr(GArray) helpless = g_array_new(FALSE, FALSE, sizeof(guint));
	g_autofree bool *before = store_hidden(store);
	g_autofree bool *touched = g_new0(bool, store->cells->len);
	bool hidden = false;
	g_array_sort(bets, surest_first);
	for (guint n = 0; n < bets->len; n++) {
		const GuessBet *bet = &g_array_index(bets, GuessBet, n);
		if (bet->share <= most)
			break;
		if (touched[bet->cell])
			continue;
		if (repair_widen(repair, bet->cell, width_for(bet, most)))
			hidden = true;
		else
			g_array_append_val(helpless, bet->cell);
		touch(store, before, touched);
	}
	/* what is hidden for others may help; where nothing was, one more is hidden beside each */
	bool alone = !hidden;
	for (guint n = 0; n < helpless->len && alone; n++) {
		guint cell = g_array_index(helpless, guint, n);
		if (touched[cell])
			continue;
		hidden = help(repair, cell) || hidden;
		touch(store, before, touched);
	}
	for (guint n = 0; n < helpless->len && !hidden; n++)
		hidden = repair_around(repair, g_array_index(helpless, guint, n));
	return hidden || refuse(guess, allowed, helpless, ret_refused);
}
