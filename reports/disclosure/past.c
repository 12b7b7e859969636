#include "reports/disclosure/past.h"

#include "reports/disclosure/attack_private.h"

/* By so much two draws of the same tables differ. */
static const double DRAWS_DIFFER = 0.03;

struct Past {
	const Store *store;
	AttackRule rule;
	GArray *known;  /* of guint */
	System *system; /* what the gate derives is put in */
	PastParts *parts;
	bool asked;          /* weak is filled */
	GHashTable *weak;    /* key → AttackCell: what readers could find */
	Audit *audit;        /* NULL: it came to no verdict, and nothing is given up */
	GHashTable *persons; /* "known\tkey" → AttackCell; NULL: not asked */
	GHashTable *bets;    /* key → GuessBet; NULL: not asked */
};

/* By unknown. Transfer full. */
static bool *known_of(const System *system, const guint *known, guint count)
{
	bool *is = g_new0(bool, system->count + 1);
	for (guint n = 0; n < count; n++)
		if (system->places[known[n]] > 0)
			is[system->places[known[n]] - 1] = true;
	return is;
}

Past *past_new(const Store *earlier, const AttackRule *rule, const guint *known, guint count,
	       GError **error)
{
	System *system = attack_system(earlier, NULL, error);
	if (system == NULL)
		return NULL;
	Past *past = g_new0(Past, 1);
	*past = (Past){ .store = earlier, .rule = *rule, .system = system };
	past->known = g_array_new(FALSE, FALSE, sizeof(guint));
	g_array_append_vals(past->known, known, count);
	past->weak = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
	g_autofree bool *is_known = known_of(system, known, count);
	past->parts = past_parts_new(system, is_known);
	return past;
}

const PastParts *past_parts(const Past *past)
{
	return past != NULL ? past->parts : NULL;
}

void past_free(Past *past)
{
	if (past == NULL)
		return;
	g_array_unref(past->known);
	system_free(past->system);
	past_parts_free(past->parts);
	g_hash_table_unref(past->weak);
	audit_free(past->audit);
	g_clear_pointer(&past->persons, g_hash_table_unref);
	g_clear_pointer(&past->bets, g_hash_table_unref);
	g_free(past);
}

/* ── what could be found ── */

static void ask(Past *past)
{
	if (past->asked)
		return;
	past->asked = true;
	past->audit = attack_audit(past->store, &past->rule, NULL);
	for (guint n = 0; past->audit != NULL && n < past->audit->failing->len; n++) {
		AttackCell *cell = &g_array_index(past->audit->failing, AttackCell, n);
		g_hash_table_insert(past->weak, store_cell(past->store, cell->cell)->key,
				    g_memdup2(cell, sizeof *cell));
	}
}

static bool is_as_wide(const AttackCell *was, gint64 low, gint64 high)
{
	return was != NULL && low <= was->low && high >= was->high;
}

bool past_gives_up(Past *past, const char *key, gint64 low, gint64 high)
{
	if (past == NULL)
		return false;
	ask(past);
	return is_as_wide(g_hash_table_lookup(past->weak, key), low, high);
}

static void ask_persons(Past *past)
{
	past->persons = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_autoptr(GArray) found =
	    past->audit == NULL ? NULL
				: attack_contributors(past->store, past->audit, &past->rule,
						      (const guint *)(gpointer)past->known->data,
						      past->known->len, NULL);
	for (guint n = 0; found != NULL && n < found->len; n++) {
		const AttackFinding *one = &g_array_index(found, AttackFinding, n);
		AttackCell cell = { one->cell, one->low, one->high, false };
		g_hash_table_insert(past->persons,
				    g_strjoin("\t", store_cell(past->store, one->known)->key,
					      store_cell(past->store, one->cell)->key, NULL),
				    g_memdup2(&cell, sizeof cell));
	}
}

bool past_gives_up_to(Past *past, const char *known, const char *key, gint64 low, gint64 high)
{
	if (past == NULL)
		return false;
	if (past_gives_up(past, key, low, high))
		return true;
	if (past->persons == NULL)
		ask_persons(past);
	g_autofree char *both = g_strjoin("\t", known, key, NULL);
	return is_as_wide(g_hash_table_lookup(past->persons, both), low, high);
}

GArray *past_take(Past *past, const Store *store, Audit *audit)
{
	GArray *given = g_array_new(FALSE, FALSE, sizeof(AttackCell));
	for (guint n = 0; n < audit->failing->len;) {
		AttackCell cell = g_array_index(audit->failing, AttackCell, n);
		if (!past_gives_up(past, store_cell(store, cell.cell)->key, cell.low, cell.high)) {
			n++;
			continue;
		}
		g_array_append_val(given, cell);
		g_array_remove_index(audit->failing, n);
	}
	return given;
}

static void ask_bets(Past *past)
{
	past->bets = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
	ask(past);
	g_autoptr(Guess) guess = past->audit == NULL ? NULL
						     : guess_all(past->store, past->audit->tables,
								 past->rule.threshold, NULL);
	for (guint n = 0; guess != NULL && n < guess->bets->len; n++) {
		GuessBet *bet = &g_array_index(guess->bets, GuessBet, n);
		g_hash_table_insert(past->bets, store_cell(past->store, bet->cell)->key,
				    g_memdup2(bet, sizeof *bet));
	}
}

static bool is_as_sure(const GuessBet *was, const GuessBet *now, double most)
{
	return was != NULL && was->share > most && was->value == now->value &&
	       now->share <= was->share + DRAWS_DIFFER;
}

GArray *past_take_bets(Past *past, const Store *store, GArray *bets, double most)
{
	GArray *taken = g_array_new(FALSE, FALSE, sizeof(GuessBet));
	for (guint n = 0; past != NULL && n < bets->len;) {
		GuessBet bet = g_array_index(bets, GuessBet, n);
		if (bet.share > most && past->bets == NULL)
			ask_bets(past);
		const GuessBet *was =
		    bet.share > most
			? g_hash_table_lookup(past->bets, store_cell(store, bet.cell)->key)
			: NULL;
		if (!is_as_sure(was, &bet, most)) {
			n++;
			continue;
		}
		g_array_append_val(taken, bet);
		g_array_remove_index(bets, n);
	}
	return taken;
}

/* ── what nothing new touches ── */

/* Whether the cell with KEY was fixed to VALUE before. */
static bool was_fixed(const Past *past, const char *key, gint64 value)
{
	guint cell = 0;
	if (!store_find(past->store, key, &cell) || past->system->places[cell] == 0)
		return false;
	guint unknown = past->system->places[cell] - 1;
	return past->system->low[unknown] == value && past->system->high[unknown] == value;
}

bool *past_settled(Past *past, const Store *store, const Audit *audit, const guint *known,
		   guint count)
{
	g_autoptr(System) system = past != NULL ? attack_system(store, NULL, NULL) : NULL;
	if (system == NULL)
		return NULL;
	bool *settled = g_new0(bool, store->cells->len + 1);
	g_autofree bool *is_known = known_of(system, known, count);
	g_autoptr(GPtrArray) parts = system_parts(system);
	for (guint n = 0; n < parts->len; n++) {
		const SystemPart *part = parts->pdata[n];
		bool same = past_parts_have(past->parts, system, part, is_known);
		for (guint column = 0; same && column < part->unknowns->len; column++) {
			guint unknown = g_array_index(part->unknowns, guint, column);
			settled[system->cells[unknown]] = true;
		}
	}
	if (audit->failing->len > 0)
		ask(past); /* else none of them is weak */
	for (guint unknown = 0; unknown < system->count; unknown++) {
		guint cell = system->cells[unknown];
		const char *key = store_cell(store, cell)->key;
		gint64 low = system->low[unknown];
		settled[cell] = settled[cell] || g_hash_table_contains(past->weak, key) ||
				(low == system->high[unknown] && was_fixed(past, key, low));
	}
	return settled;
}
