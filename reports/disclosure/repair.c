#include "reports/disclosure/repair_private.h"

#include "core/progress.h"
#include "reports/disclosure/spare.h"

#include <math.h>
#include <string.h>

/* Within how many equations of a cell pairs are looked for first; wider where that finds none. */
enum { REACH_FIRST = 2, REACH_FAR = 9, REACH_LAST = 64 };
/* A pair for a cell against its bounds is looked for so wide. */
enum { REACH_BOUND = 3 };
/* So many pairs of other cells' repair are kept by a cell. */
enum { PAIRS_KEPT = 4 };
/* In stores of more cells nothing far is looked for while releasing. */
enum { FAR_MOST = 400 };
/* A neighbourhood of so many cells is not widened: programs grow faster than their gain. */
enum { SIZE_NEAR = 1400 };
/* A cell that is wide already is widened among so many at most, and for so many widths. */
enum { SIZE_WIDEN = 900, WIDEN_TRIES = 6 };

static void drop_pair(gpointer data)
{
	Pair *pair = data;
	if (--pair->users == 0)
		g_free(pair);
}

Repair *repair_new(Store *store, const ProtectRules *rules, const double *costs)
{
	Repair *repair = g_new0(Repair, 1);
	*repair = (Repair){ .store = store, .rules = rules, .costs = costs };
	repair->moves = moves_new(store, rules, costs);
	repair->pairs = g_new(GPtrArray *, store->cells->len);
	for (guint n = 0; n < store->cells->len; n++)
		repair->pairs[n] = g_ptr_array_new_with_free_func(drop_pair);
	repair->own = own_new(store);
	repair->spare = g_new0(gint64, store->cells->len);
	for (guint n = 0; n < store->cells->len; n++)
		if (store_cell(store, n)->state != CELL_UNPUBLISHED)
			repair->spare[n] = spare_first(rules, store_cell(store, n));
	repair->bounded = g_new0(guint, store->cells->len);
	repair->held_ok = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	repair->found = g_array_new(FALSE, FALSE, sizeof(Move));
	return repair;
}

void repair_free(Repair *repair)
{
	if (repair == NULL)
		return;
	for (guint n = 0; n < repair->store->cells->len; n++)
		g_ptr_array_unref(repair->pairs[n]);
	own_free(repair->own);
	g_free(repair->pairs);
	g_free(repair->spare);
	g_free(repair->bounded);
	g_hash_table_unref(repair->held_ok);
	g_array_unref(repair->found);
	moves_free(repair->moves);
	g_free(repair);
}

/* ── pairs ── */

static MovesAsk ask_of(const Repair *repair, guint cell, guint held)
{
	const StoreCell *it = store_cell(repair->store, cell);
	bool ruled = it->rule != NULL;
	gint64 width = ruled ? it->width : repair->rules->width;
	return (MovesAsk){ .cell = cell,
			   .width = width + repair->spare[cell],
			   .below = ruled ? it->below : 0,
			   .above = ruled ? it->above : 0,
			   .held = held };
}

static bool shows(const Repair *repair, Move move)
{
	if (store_cell(repair->store, move.cell)->state == CELL_PUBLISHED)
		return false;
	MovesAsk ask = ask_of(repair, move.cell, MOVES_NOBODY);
	gint64 low = MIN(MIN(move.low, move.high), 0); /* the true table is a third */
	gint64 high = MAX(MAX(move.low, move.high), 0);
	return high - low >= ask.width && -low >= ask.below && high >= ask.above;
}

static bool pair_moves(const Pair *pair, guint cell)
{
	guint from = 0, to = pair->count;
	while (from < to) {
		guint middle = (from + to) / 2;
		if (pair->moves[middle].cell < cell)
			from = middle + 1;
		else
			to = middle;
	}
	return from < pair->count && pair->moves[from].cell == cell;
}

/* Gives the pair that was found to all cells that it shows wide. */
static void keep_found(Repair *repair, guint cell)
{
	guint count = repair->found->len;
	Pair *pair = g_malloc(sizeof(Pair) + count * sizeof(Move));
	*pair = (Pair){ .users = 1, .count = count };
	memcpy(pair->moves, repair->found->data, count * sizeof(Move));
	for (guint n = 0; n < count; n++) {
		guint other = pair->moves[n].cell;
		bool wanted = other == cell || repair->pairs[other]->len < PAIRS_KEPT;
		if (!wanted || !shows(repair, pair->moves[n]))
			continue;
		pair->users++;
		g_ptr_array_add(repair->pairs[other], pair);
	}
	drop_pair(pair);
}

/* True when some pair of CELL is left that moves neither WITHOUT nor HELD. */
static bool has_pair(const Repair *repair, guint cell, guint held, guint without)
{
	for (guint n = 0; n < repair->pairs[cell]->len; n++) {
		const Pair *pair = repair->pairs[cell]->pdata[n];
		if ((held == MOVES_NOBODY || !pair_moves(pair, held)) &&
		    (without == MOVES_NOBODY || !pair_moves(pair, without)))
			return true;
	}
	return false;
}

/* ── is one cell wide? ── */

/* Always at least the threshold, or always 0, by bounds that hold among all tables; a primary has
 * to be wide whatever its bounds. */
static bool is_bounded(Repair *repair, guint cell, guint held)
{
	if (store_cell(repair->store, cell)->rule != NULL)
		return false;
	double least = moves_extreme(repair->moves, cell, held, REACH_BOUND, 1);
	if (ceil(least - 1e-6) >= (double)repair->rules->threshold)
		return true;
	return moves_extreme(repair->moves, cell, held, REACH_BOUND, -1) < 1e-6;
}

/* The same, remembered until something is hidden. */
static bool stays_bounded(Repair *repair, guint cell, guint held)
{
	if (held == MOVES_NOBODY) {
		if (repair->bounded[cell] != repair->hidden + 1)
			repair->bounded[cell] =
			    is_bounded(repair, cell, held) ? repair->hidden + 1 : 0;
		return repair->bounded[cell] != 0;
	}
	gint64 key = (gint64)cell << 32 | held;
	guint at = GPOINTER_TO_UINT(g_hash_table_lookup(repair->held_ok, &key));
	if (at == repair->hidden + 1)
		return true;
	if (!is_bounded(repair, cell, held))
		return false;
	g_hash_table_insert(repair->held_ok, g_memdup2(&key, sizeof key),
			    GUINT_TO_POINTER(repair->hidden + 1));
	return true;
}

/* A pair out of what is not published already: near, then far along a few terms of each sum. */
static bool find_free(Repair *repair, guint cell, guint held)
{
	static const struct {
		guint reach, fan;
	} looks[] = { { 2, 0 }, { 3, 0 }, { 4, 0 }, { REACH_FAR, 1 }, { REACH_FAR, 2 } };
	MovesAsk ask = ask_of(repair, cell, held);
	ask.free = true;
	ask.whole = repair->releasing ? MOVES_SIMPLE : MOVES_NEEDED;
	ask.most = SIZE_NEAR;
	bool all = false;
	double cost = 0;
	bool short_of_time = repair->releasing && repair->store->cells->len > FAR_MOST;
	for (guint n = 0; n < G_N_ELEMENTS(looks) && !all; n++) {
		if (looks[n].fan > 0 && short_of_time)
			break;
		ask.fan = looks[n].fan;
		bool found =
		    moves_find(repair->moves, &ask, looks[n].reach, repair->found, &cost, &all);
		all = all && ask.fan == 0;
		if (found) {
			keep_found(repair, cell);
			return true;
		}
	}
	return false;
}

/* ── hiding ── */

static void hide_found(Repair *repair)
{
	for (guint n = 0; n < repair->found->len; n++) {
		StoreCell *cell =
		    store_cell(repair->store, g_array_index(repair->found, Move, n).cell);
		if (cell->state != CELL_PUBLISHED)
			continue;
		cell->least = rules_least(repair->rules, cell);
		cell->state = CELL_HIDDEN;
		repair->hidden++;
	}
}

/* Takes what was FOUND when it is cheaper than BEST. */
static double take_cheaper(Repair *repair, const GArray *found, double cost, double best)
{
	if (cost >= best)
		return best;
	g_array_set_size(repair->found, 0);
	g_array_append_vals(repair->found, found->data, found->len);
	return cost;
}

/* The cheapest pair within a few equations; a wider look replaces it only where it is cheaper, and
 * is not taken where it would be a large program. */
static double find_near(Repair *repair, MovesAsk ask, guint *ret_reach, bool *ret_all)
{
	g_autoptr(GArray) moves = g_array_new(FALSE, FALSE, sizeof(Move));
	double best = INFINITY;
	bool widen = true;
	ask.most = SIZE_NEAR;
	*ret_all = false;
	for (*ret_reach = REACH_FIRST; widen && !*ret_all; (*ret_reach)++) {
		double cost = 0;
		bool found = moves_find(repair->moves, &ask, *ret_reach, moves, &cost, ret_all);
		bool better = found && cost < best;
		best = found ? take_cheaper(repair, moves, cost, best) : best;
		widen = best > 0 && (better || !found) && moves_size(repair->moves) <= SIZE_NEAR;
	}
	return best;
}

/* First near; then far along a few of the terms of each sum, then along all. Nothing far is hidden
 * for what only the key chose, nor for what is asked for besides the width. */
static bool find_cheapest(Repair *repair, MovesAsk ask)
{
	static const guint fans[] = { 1, 2, 3, 5, 8, 0 };
	g_autoptr(GArray) moves = g_array_new(FALSE, FALSE, sizeof(Move));
	guint reach = 0;
	bool all = false;
	double best = find_near(repair, ask, &reach, &all);
	all = all || repair->spare[ask.cell] > 0 ||
	      g_strcmp0(store_cell(repair->store, ask.cell)->rule, RULE_DECOY) == 0;
	for (guint n = 0; best == INFINITY && !all && n < G_N_ELEMENTS(fans); n++) {
		double cost = 0;
		ask.fan = fans[n];
		bool found = moves_find(repair->moves, &ask, fans[n] > 0 ? REACH_FAR : REACH_LAST,
					moves, &cost, &all);
		best = found ? take_cheaper(repair, moves, cost, best) : best;
		all = all && fans[n] == 0;
	}
	return best < INFINITY;
}

static bool hide_for(Repair *repair, MovesAsk ask)
{
	if (!find_cheapest(repair, ask))
		return false;
	hide_found(repair);
	keep_found(repair, ask.cell);
	return true;
}

static bool is_wide(Repair *repair, guint cell, guint held)
{
	return has_pair(repair, cell, held, MOVES_NOBODY) ||
	       (held == MOVES_NOBODY && repair->bounded[cell] == repair->hidden + 1) ||
	       find_free(repair, cell, held) || stays_bounded(repair, cell, held);
}

/* Hides what makes CELL wide, with as much to spare as can be had. */
static bool hide_more(Repair *repair, guint cell, guint held)
{
	bool wide = hide_for(repair, ask_of(repair, cell, held));
	while (!wide && repair->spare[cell] > 0) {
		repair->spare[cell] = spare_less(repair->spare[cell]);
		wide = is_wide(repair, cell, held) || hide_for(repair, ask_of(repair, cell, held));
	}
	return wide;
}

/* A person whose own cell every pair of CELL moves; MOVES_NOBODY: there is none. */
static guint next_own(const Repair *repair, guint cell, GHashTable *seen)
{
	if (!repair->rules->contributor || repair->pairs[cell]->len == 0)
		return MOVES_NOBODY;
	const Pair *first = repair->pairs[cell]->pdata[0];
	for (guint n = 0; n < first->count; n++) {
		guint own = first->moves[n].cell;
		if (own_is(store_cell(repair->store, own)) &&
		    !g_hash_table_contains(seen, GUINT_TO_POINTER(own)) &&
		    !has_pair(repair, cell, own, MOVES_NOBODY) && !own_has(repair->own, cell, own))
			return own;
	}
	return MOVES_NOBODY;
}

static bool repair_cell(Repair *repair, guint cell)
{
	if (!is_wide(repair, cell, MOVES_NOBODY) && !hide_more(repair, cell, MOVES_NOBODY))
		return false;
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
	guint own;
	while ((own = next_own(repair, cell, seen)) != MOVES_NOBODY) {
		if (!is_wide(repair, cell, own) && !hide_more(repair, cell, own))
			return false;
		g_hash_table_add(seen, GUINT_TO_POINTER(own));
	}
	return true;
}

static bool contains(const GArray *cells, guint cell)
{
	for (guint n = 0; n < cells->len; n++)
		if (g_array_index(cells, guint, n) == cell)
			return true;
	return false;
}

static bool is_trusted(const Repair *repair, guint cell)
{
	return repair->trusted != NULL && repair->trusted[cell] &&
	       store_cell(repair->store, cell)->state == CELL_UNPUBLISHED;
}

/* Primaries first, since they are what the others are hidden for. */
static void repair_those(Repair *repair, bool ruled, GArray *refused, Progress *progress)
{
	guint count = repair->store->cells->len;
	for (guint place = 0; place < count; place++) {
		guint n = repair->backwards ? count - 1 - place : place;
		const StoreCell *cell = store_cell(repair->store, n);
		progress_add(progress, 1);
		if (cell->state == CELL_PUBLISHED || (cell->rule != NULL) != ruled ||
		    contains(refused, n) || is_trusted(repair, n) ||
		    (repair->settled != NULL && repair->settled[n]))
			continue;
		if (!repair_cell(repair, n))
			g_array_append_val(refused, n);
	}
}

void repair_trust(Repair *repair, const bool *trusted)
{
	repair->trusted = trusted;
}

void repair_settle(Repair *repair, const bool *settled)
{
	repair->settled = settled;
	for (guint n = 0; settled != NULL && n < repair->store->cells->len; n++)
		if (settled[n])
			repair->spare[n] = 0;
}

void repair_backwards(Repair *repair)
{
	repair->backwards = true;
}

guint repair_all(Repair *repair, GArray *ret_refused)
{
	guint rounds = 0, before;
	g_autoptr(Progress) progress =
	    progress_begin("protect", "figures looked at", 2 * (gint64)repair->store->cells->len);
	do {
		before = repair->hidden;
		repair_those(repair, true, ret_refused, progress);
		repair_those(repair, false, ret_refused, progress);
		rounds++;
	} while (repair->hidden > before);
	return rounds;
}

bool repair_audited(Repair *repair, guint cell, guint held)
{
	for (;; repair->spare[cell] = spare_less(repair->spare[cell])) {
		MovesAsk ask = ask_of(repair, cell, held);
		ask.whole = MOVES_PROVED;
		if (hide_for(repair, ask))
			return true;
		if (repair->spare[cell] == 0)
			return false;
	}
}

bool repair_widen(Repair *repair, guint cell, gint64 width)
{
	static const struct {
		guint reach, fan;
	} looks[] = { { 2, 0 }, { 3, 0 }, { 4, 0 }, { REACH_FAR, 1 }, { REACH_FAR, 2 } };
	guint before = repair->hidden;
	MovesAsk ask = ask_of(repair, cell, MOVES_NOBODY);
	ask.most = SIZE_WIDEN;
	for (guint n = 0; n < WIDEN_TRIES && repair->hidden == before; n++) {
		bool found = false, all = false;
		ask.width = width + n * repair->rules->width;
		for (guint look = 0; look < G_N_ELEMENTS(looks) && !found && !all; look++) {
			double cost = 0;
			ask.fan = looks[look].fan;
			found = moves_find(repair->moves, &ask, looks[look].reach, repair->found,
					   &cost, &all);
			all = all && ask.fan == 0;
		}
		if (!found)
			break;
		hide_found(repair);
		keep_found(repair, cell);
	}
	return repair->hidden > before;
}

/* ── releasing ── */

/* True when CELL is wide for readers and for every person without what was just published. */
static bool stays_wide(Repair *repair, guint cell)
{
	if (!is_wide(repair, cell, MOVES_NOBODY))
		return false;
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
	guint own;
	while ((own = next_own(repair, cell, seen)) != MOVES_NOBODY) {
		if (!is_wide(repair, cell, own))
			return false;
		g_hash_table_add(seen, GUINT_TO_POINTER(own));
	}
	return true;
}

/* Takes the pairs that move RELEASED from CELL; they are given back with what it had. */
static GPtrArray *take_pairs(Repair *repair, guint cell, guint released)
{
	GPtrArray *taken = g_ptr_array_new_with_free_func(drop_pair);
	GPtrArray *pairs = repair->pairs[cell];
	for (guint n = 0; n < pairs->len;) {
		if (pair_moves(pairs->pdata[n], released))
			g_ptr_array_add(taken, g_ptr_array_steal_index(pairs, n));
		else
			n++;
	}
	return taken;
}

static void give_back(Repair *repair, guint cell, GPtrArray *taken)
{
	while (taken->len > 0)
		g_ptr_array_add(repair->pairs[cell], g_ptr_array_steal_index(taken, 0));
}

bool repair_release(Repair *repair, guint cell)
{
	StoreCell *it = store_cell(repair->store, cell);
	guint count = repair->store->cells->len;
	g_autofree GPtrArray **taken = g_new0(GPtrArray *, count);
	it->state = CELL_PUBLISHED;
	repair->releasing = true;
	bool good = true;
	for (guint n = 0; n < count; n++)
		taken[n] = take_pairs(repair, n, cell);
	for (guint n = 0; good && n < count; n++)
		if (taken[n]->len > 0 && n != cell)
			good = stays_wide(repair, n);
	repair->releasing = false;
	if (!good)
		it->state = CELL_HIDDEN;
	for (guint n = 0; n < count; n++) {
		if (!good)
			give_back(repair, n, taken[n]);
		g_ptr_array_unref(taken[n]);
	}
	return good;
}

bool repair_drop_decoy(Repair *repair, guint cell)
{
	StoreCell *it = store_cell(repair->store, cell);
	if (g_strcmp0(it->rule, RULE_DECOY) != 0 || !repair_release(repair, cell))
		return false;
	it->rule = NULL;
	return true;
}

bool repair_print_decoy(Repair *repair, guint cell)
{
	StoreCell *it = store_cell(repair->store, cell);
	if (g_strcmp0(it->rule, RULE_DECOY) != 0)
		return false;
	it->rule = NULL;
	it->state = CELL_PUBLISHED;
	for (guint n = 0; n < repair->store->cells->len; n++) {
		g_ptr_array_unref(take_pairs(repair, n, cell));
		repair->bounded[n] = 0;
	}
	g_hash_table_remove_all(repair->held_ok);
	return true;
}
