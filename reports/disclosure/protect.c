#include "reports/disclosure/protect.h"

#include <string.h>

#include "core/error.h"
#include "core/progress.h"
#include "core/text.h"
#include "reports/disclosure/attack.h"
#include "reports/disclosure/cleanup.h"
#include "reports/disclosure/cost.h"
#include "reports/disclosure/guess_repair.h"
#include "reports/disclosure/ordered.h"
#include "reports/disclosure/own.h"
#include "reports/disclosure/pattern.h"

/* Elimination grows with the square of the cells; above so many repair starts from primaries. */
enum { PATTERN_MOST = 4000 };
/* Up to so many cells it is tried from both ends. */
enum { WAYS_MOST = 300 };
/* So often what an audit finds is repaired. */
enum { AUDITS_MOST = 60 };
/* So many keys are named in a message. */
enum { NAMED = 5 };

void protect_result_clear(ProtectResult *result)
{
	g_clear_pointer(&result->exposed, g_array_unref);
	g_clear_pointer(&result->given_up, g_array_unref);
	g_clear_pointer(&result->refused, g_array_unref);
}

/* ── primaries ── */

/* Hides what a rule hits; what was public before and has to stay so is noted instead. */
static void hide_primaries(Store *store, const ProtectRules *rules, GArray *exposed)
{
	for (guint n = 0; n < store->cells->len; n++) {
		StoreCell *cell = store_cell(store, n);
		if (cell->rule == NULL || cell->state != CELL_PUBLISHED)
			continue;
		if (cell->forced) {
			g_array_append_val(exposed, n);
			continue;
		}
		cell->least = rules_least(rules, cell);
		cell->state = CELL_HIDDEN;
	}
}

static void hide_pattern(Store *store, const ProtectRules *rules, const double *costs)
{
	g_autofree bool *can = g_new0(bool, store->cells->len + 1);
	for (guint n = 0; n < store->cells->len; n++) {
		const StoreCell *cell = store_cell(store, n);
		can[n] =
		    !cell->forced && cell->value > 0 && cell->value >= rules_least(rules, cell);
	}
	g_autofree bool *chosen = pattern_choose(store, rules, costs, can);
	for (guint n = 0; n < store->cells->len; n++) {
		StoreCell *cell = store_cell(store, n);
		if (!chosen[n])
			continue;
		cell->least = rules_least(rules, cell);
		cell->state = CELL_HIDDEN;
	}
}

/* ── the end ── */

static void refuse(const Store *store, const GArray *refused, GError **error)
{
	g_autoptr(GString) names = g_string_new(NULL);
	for (guint n = 0; n < MIN(refused->len, (guint)NAMED); n++)
		g_string_append_printf(names, "%s%s", n > 0 ? ", " : "",
				       store_cell(store, g_array_index(refused, guint, n))->key);
	if (refused->len > NAMED)
		g_string_append_printf(names, " and %u more", refused->len - NAMED);
	g_autofree char *figures = text_count(refused->len, "figure");
	error_set(error, SHUMAR_ERROR_DISCLOSURE,
		  "Publish a coarser table, or wait until the periods that differ are longer.",
		  "%s cannot be protected, since all that could do it is withheld already, was "
		  "public before or has to be public: %s",
		  figures, names->str);
}

static void give_states(const Store *ordered, const guint *origin, Store *store)
{
	for (guint n = 0; n < ordered->cells->len; n++) {
		const StoreCell *from = store_cell(ordered, n);
		StoreCell *to = store_cell(store, origin[n]);
		to->state = from->state;
		to->least = from->least;
		to->rule = from->rule;
		to->width = from->width;
	}
}

static GArray *in_origin(const Ordered *ordered, const GArray *cells)
{
	GArray *origin = g_array_new(FALSE, FALSE, sizeof(guint));
	for (guint n = 0; n < cells->len; n++)
		g_array_append_val(origin, ordered->origin[g_array_index(cells, guint, n)]);
	return origin;
}

static void count_states(const Store *store, const bool *before, ProtectResult *result)
{
	for (guint n = 0; n < store->cells->len; n++) {
		const StoreCell *cell = store_cell(store, n);
		if (cell->state != CELL_HIDDEN)
			continue;
		result->primaries += cell->rule != NULL;
		result->secondaries += cell->rule == NULL;
		result->before += before[n];
	}
}

/* ── several ways, of which the cheapest is taken ── */

/* What all ways begin from: primaries are hidden. */
typedef struct {
	const Store *store;
	Audit *audit;  /* of it, in large stores and where there is a past; NULL: none */
	bool *wide;    /* by cell: the audit found no fault; NULL: nobody asked */
	bool *settled; /* by cell: nothing new touches it; NULL: there is no past */
} Start;

static void start_clear(Start *start)
{
	audit_free(start->audit);
	g_free(start->wide);
	g_free(start->settled);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Start, start_clear)

static void start_init(Start *start, const Store *store, const ProtectRules *rules, Past *past)
{
	AttackRule rule = { rules->width, rules->threshold, 0 };
	bool large = store->cells->len > PATTERN_MOST;
	start->store = store;
	if (large || past != NULL)
		start->audit = attack_audit(store, &rule, NULL);
	if (start->audit == NULL)
		return;
	g_autoptr(GArray) known = own_list(store);
	start->settled =
	    past_settled(past, store, start->audit, (const guint *)(gpointer)known->data,
			 rules->contributor ? known->len : 0);
	if (!large)
		return;
	start->wide = g_new(bool, store->cells->len);
	for (guint n = 0; n < store->cells->len; n++)
		start->wide[n] = true;
	for (guint n = 0; n < start->audit->failing->len; n++)
		start->wide[g_array_index(start->audit->failing, AttackCell, n).cell] = false;
}

/* A way to hide, and what came of it on a store of its own. */
typedef struct {
	Ordered ordered;
	Repair *repair;
	double *costs;
	GArray *refused;
	guint rounds, released;
	double cost;
	bool told_only; /* what is in no table may be narrow */
} Way;

static void way_clear(Way *way)
{
	g_clear_pointer(&way->repair, repair_free);
	ordered_clear(&way->ordered);
	g_clear_pointer(&way->refused, g_array_unref);
	g_free(way->costs);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Way, way_clear)

static void drop_decoys(Way *way)
{
	for (guint n = way->refused->len; n > 0; n--)
		if (repair_drop_decoy(way->repair, g_array_index(way->refused, guint, n - 1)))
			g_array_remove_index(way->refused, n - 1);
}

static void add_costs(Way *way, const bool *chosen)
{
	for (guint n = 0; n < way->ordered.store->cells->len; n++)
		if (chosen[n] && store_cell(way->ordered.store, n)->state == CELL_HIDDEN)
			way->cost += way->costs[n];
}

/* The way's own copy of STORE. */
static Store *begin(Way *way, const Store *store, const ProtectRules *rules)
{
	order(store, &way->ordered);
	way->refused = g_array_new(FALSE, FALSE, sizeof(guint));
	way->costs = costs_new(way->ordered.store, rules);
	return way->ordered.store;
}

/* Repair and cleanup, on top of a pattern or not. Cells that came in hidden are not released. */
static void go(Way *way, const Start *start, const ProtectRules *rules, bool with_pattern,
	       bool backwards)
{
	Store *store = begin(way, start->store, rules);
	g_autofree bool *kept = store_hidden(store);
	if (with_pattern)
		hide_pattern(store, rules, way->costs);
	way->repair = repair_new(store, rules, way->costs);
	repair_settle(way->repair, start->settled);
	if (backwards)
		repair_backwards(way->repair);
	bool large = store->cells->len > PATTERN_MOST;
	repair_trust(way->repair, start->wide);
	way->rounds = repair_all(way->repair, way->refused);
	drop_decoys(way);
	g_autofree bool *chosen = store_hidden(store);
	for (guint n = 0; n < store->cells->len; n++)
		chosen[n] = chosen[n] && !kept[n];
	repair_trust(way->repair, NULL);
	if (way->refused->len == 0 && !large)
		way->released = cleanup_release(way->repair, store, way->costs, chosen);
	add_costs(way, chosen);
}

static bool is_better(const Way *one, const Way *other)
{
	if (one->refused->len != other->refused->len)
		return one->refused->len < other->refused->len;
	return one->cost < other->cost;
}

static void go_cheapest(Way *best, const Start *start, const ProtectRules *rules)
{
	static const struct {
		guint cells; /* for stores of so many at most */
		bool with_pattern, backwards;
	} ways[] = { { G_MAXUINT, false, false },
		     { PATTERN_MOST, true, false },
		     { WAYS_MOST, false, true },
		     { WAYS_MOST, true, true } };
	for (guint n = 0; n < G_N_ELEMENTS(ways); n++) {
		g_auto(Way) way = { 0 };
		if (start->store->cells->len > ways[n].cells)
			continue;
		go(&way, start, rules, ways[n].with_pattern, ways[n].backwards);
		if (best->refused != NULL && !is_better(&way, best))
			continue;
		Way other = *best;
		*best = way;
		way = other;
	}
}

/* ── the audit ── */

/* A figure that is too narrow, and for whom. */
typedef struct {
	guint cell, held;
} Narrow;

static void add_narrow(GArray *narrow, guint cell, guint held)
{
	Narrow one = { cell, held };
	g_array_append_val(narrow, one);
}

/* What each person finds who knows a figure of her own. False: no verdict. */
static bool ask_persons(const Store *store, const ProtectRules *rules, Past *past,
			const Audit *passed, const AttackRule *rule, GArray *narrow, GError **error)
{
	g_autoptr(GArray) known = own_list(store);
	if (!rules->contributor || known->len == 0)
		return true;
	g_autoptr(GArray) findings =
	    attack_contributors_since(store, passed, rule, (const guint *)(gpointer)known->data,
				      known->len, past_parts(past), error);
	if (findings == NULL)
		return false;
	g_autoptr(Own) own = own_new(store);
	for (guint n = 0; n < findings->len; n++) {
		const AttackFinding *found = &g_array_index(findings, AttackFinding, n);
		if (!own_has(own, found->cell, found->known) &&
		    !past_gives_up_to(past, store_cell(store, found->known)->key,
				      store_cell(store, found->cell)->key, found->low, found->high))
			add_narrow(narrow, found->cell, found->known);
	}
	return true;
}

/* START's audit, where STORE, a copy of its store, is as public as that was. Transfer full. */
static Audit *same_audit(Start *start, const Store *store)
{
	for (guint n = 0; start->audit != NULL && n < store->cells->len; n++) {
		const StoreCell *was = store_cell(start->store, n), *is = store_cell(store, n);
		if (was->state != is->state || was->least != is->least)
			return NULL;
	}
	return g_steal_pointer(&start->audit);
}

/* Hides more where somebody could bet on a figure and could not before; *ret_mended: somebody
 * could. False: no verdict. */
static bool mend_bets(Way *way, const ProtectRules *rules, Past *past, const Tables *tables,
		      GArray *given_up, bool *ret_mended, GError **error)
{
	double most = (double)(rules->guess - GUESS_MARGIN) / 100;
	if (rules->guess == 0)
		return true;
	g_autoptr(Guess) guess = guess_all(way->ordered.store, tables, rules->threshold, error);
	if (guess == NULL)
		return false;
	g_autoptr(GArray) before = past_take_bets(past, way->ordered.store, guess->bets, most);
	for (guint n = 0; n < before->len; n++) {
		const GuessBet *bet = &g_array_index(before, GuessBet, n);
		if (bet->share * 100 > (double)rules->guess)
			g_array_append_val(given_up, bet->cell);
	}
	*ret_mended = guess_repair(way->repair, way->ordered.store, guess, most,
				   (double)rules->guess / 100, way->refused);
	return true;
}

/* What readers find; where that is nothing, what they would bet on, which is mended at once
 * (*ret_mended); where that is nothing, what persons find. Into GIVEN_UP (emptied first) what
 * readers found before, and no more of. Transfer full, of Narrow. */
static GArray *find_narrow(Way *way, Start *start, const ProtectRules *rules, Past *past,
			   GArray *given_up, bool *ret_mended, GError **error)
{
	const Store *store = way->ordered.store;
	AttackRule rule = { rules->width, rules->threshold, 0 };
	g_autoptr(GArray) narrow = g_array_new(FALSE, FALSE, sizeof(Narrow));
	g_autoptr(Audit) found = same_audit(start, store);
	if (found == NULL)
		found = attack_audit(store, &rule, error);
	if (found == NULL)
		return NULL;
	g_autoptr(GArray) given = past_take(past, store, found);
	g_array_set_size(given_up, 0);
	for (guint n = 0; n < given->len; n++)
		g_array_append_val(given_up, g_array_index(given, AttackCell, n).cell);
	for (guint n = 0; n < found->failing->len; n++) {
		guint cell = g_array_index(found->failing, AttackCell, n).cell;
		if (!way->told_only || store_cell(store, cell)->state == CELL_HIDDEN)
			add_narrow(narrow, cell, MOVES_NOBODY);
	}
	*ret_mended = false;
	if (way->told_only)
		return g_steal_pointer(&narrow);
	if (narrow->len == 0 &&
	    !mend_bets(way, rules, past, found->tables, given_up, ret_mended, error))
		return NULL;
	if (narrow->len == 0 && !*ret_mended &&
	    !ask_persons(store, rules, past, found, &rule, narrow, error))
		return NULL;
	return g_steal_pointer(&narrow);
}

/* Repairs ONE; where no program finds how, and has not before, what is around it is hidden. */
static void mend(Way *way, const Narrow *one, GHashTable *stuck)
{
	gpointer key = GUINT_TO_POINTER(one->cell);
	if (!g_hash_table_contains(stuck, key)) {
		if (repair_audited(way->repair, one->cell, one->held))
			return;
		g_hash_table_add(stuck, key);
	}
	bool printed = !way->told_only && (repair_drop_decoy(way->repair, one->cell) ||
					   repair_print_decoy(way->repair, one->cell));
	if (!printed && !repair_around(way->repair, one->cell))
		g_array_append_val(way->refused, one->cell);
}

/* What repair gave up gets all that is around it, and goes on to the audit; what has nothing left
 * around it stays refused. */
static void around_refused(Way *way, GHashTable *stuck)
{
	g_autoptr(GArray) refused = g_steal_pointer(&way->refused);
	way->refused = g_array_new(FALSE, FALSE, sizeof(guint));
	for (guint n = 0; n < refused->len; n++) {
		guint cell = g_array_index(refused, guint, n);
		g_hash_table_add(stuck, GUINT_TO_POINTER(cell));
		if (!repair_print_decoy(way->repair, cell) && !repair_around(way->repair, cell))
			g_array_append_val(way->refused, cell);
	}
}

/* The audit, which knows nothing of how the pattern came about. What it finds is repaired; false:
 * it would not give a verdict. */
static bool audit(Way *way, Start *start, const ProtectRules *rules, Past *past, GArray *given_up,
		  GError **error)
{
	g_autoptr(GHashTable) stuck = g_hash_table_new(NULL, NULL);
	around_refused(way, stuck);
	if (way->refused->len > 0)
		return true;
	g_autoptr(Progress) progress = progress_begin("protect, audited and mended", "times", 0);
	for (guint round = 0; round < AUDITS_MOST; round++) {
		bool mended = false;
		g_autoptr(GArray) narrow =
		    find_narrow(way, start, rules, past, given_up, &mended, error);
		if (narrow == NULL)
			return false;
		if (narrow->len == 0 && !mended)
			return true;
		for (guint n = 0; n < narrow->len; n++)
			mend(way, &g_array_index(narrow, Narrow, n), stuck);
		progress_add(progress, 1);
		if (way->refused->len > 0)
			return true;
		/* in large stores the next audit says sooner what else has become narrow */
		if (way->ordered.store->cells->len <= PATTERN_MOST)
			way->rounds += repair_all(way->repair, way->refused);
	}
	error_set(error, SHUMAR_ERROR_DISCLOSURE, "Publish a coarser table.",
		  "figures are still too narrow after %d audits", AUDITS_MOST);
	return false;
}

/* What the key chose and was withheld BEFORE stays so: it is no decoy any more, which may be
 * printed. */
static void keep_decoys(Store *store, const bool *before)
{
	for (guint n = 0; n < store->cells->len; n++)
		if (before[n] && g_strcmp0(store_cell(store, n)->rule, RULE_DECOY) == 0)
			store_cell(store, n)->rule = NULL;
}

bool protect(Store *store, const ProtectRules *rules, ProtectResult *result, GError **error)
{
	return protect_since(store, rules, NULL, result, error);
}

bool protect_since(Store *store, const ProtectRules *rules, Past *past, ProtectResult *result,
		   GError **error)
{
	g_auto(Ordered) ordered = { 0 };
	g_autoptr(GArray) exposed = g_array_new(FALSE, FALSE, sizeof(guint));
	g_autoptr(GArray) given_up = g_array_new(FALSE, FALSE, sizeof(guint));
	if (!store_adds_up(store, error))
		return false;
	order(store, &ordered);
	g_autofree bool *before = store_hidden(ordered.store);
	keep_decoys(ordered.store, before);
	rules_apply(rules, ordered.store, NULL, 0);
	hide_primaries(ordered.store, rules, exposed);
	g_auto(Start) start = { 0 };
	start_init(&start, ordered.store, rules, past);
	g_auto(Way) best = { 0 };
	go_cheapest(&best, &start, rules);
	if (!audit(&best, &start, rules, past, given_up, error))
		return false;
	result->rounds = best.rounds;
	result->released = best.released;
	result->exposed = in_origin(&ordered, exposed);
	result->given_up = in_origin(&ordered, given_up);
	result->refused = in_origin(&ordered, best.refused);
	if (best.refused->len > 0) {
		refuse(ordered.store, best.refused, error);
		return false;
	}
	count_states(best.ordered.store, before, result);
	give_states(best.ordered.store, ordered.origin, store);
	return true;
}

bool protect_more(Store *store, const ProtectRules *rules, Past *past, ProtectWhat what,
		  guint *ret_hidden, ProtectResult *result, GError **error)
{
	g_auto(Way) way = { .told_only = what == PROTECT_TOLD };
	g_autofree bool *settled = g_new0(bool, store->cells->len + 1);
	g_autoptr(GArray) given_up = g_array_new(FALSE, FALSE, sizeof(guint));
	Store *own = begin(&way, store, rules);
	Start start = { .store = own };
	guint before = 0, after = 0;
	way.repair = repair_new(own, rules, way.costs);
	for (guint n = 0; n < own->cells->len; n++) {
		settled[n] = way.told_only && store_cell(own, n)->state == CELL_UNPUBLISHED;
		before += store_cell(own, n)->state == CELL_HIDDEN;
	}
	repair_settle(way.repair, settled);
	if (!store_adds_up(store, error) || !audit(&way, &start, rules, past, given_up, error))
		return false;
	if (way.refused->len > 0) {
		g_clear_pointer(&result->refused, g_array_unref);
		result->refused = in_origin(&way.ordered, way.refused);
		refuse(own, way.refused, error);
		return false;
	}
	for (guint n = 0; n < own->cells->len; n++)
		after += store_cell(own, n)->state == CELL_HIDDEN;
	*ret_hidden = after - before;
	give_states(own, way.ordered.origin, store);
	return true;
}
