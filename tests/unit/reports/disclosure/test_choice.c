/* What readers want is not withheld for what only the key chose, and the next choice is taken. */
#include "reports/disclosure/choice.h"

#include "core/error.h"
#include "reports/disclosure/solver.h"

#include <criterion/criterion.h>
#include <string.h>

static const char *const no_rows[] = { NULL };

/* Zeros and figures from 5 to 8 are chosen by a key of NUMBER. */
static ProtectRules rules_of(guint number)
{
	g_autofree char *secret = g_strdup_printf("secret %u", number);
	return (ProtectRules){ .threshold = 5,
			       .width = 4,
			       .zeros = ZEROS_SOME,
			       .zero_in = 8,
			       .decoy_below = 9,
			       .decoy_in = 4,
			       .guess = 50,
			       .contributor = true,
			       .whole_row = (char **)(guintptr)no_rows,
			       .key = g_bytes_new(secret, strlen(secret)) };
}

/* Statuses of the accused of a press note, their total last: VALUES, the first four wanted where
 * WANTED. */
enum { STATUSES = 11, SAID = 4, TOTAL = STATUSES };
static Store *note_of(const gint64 *values, bool wanted)
{
	Store *store = store_new();
	guint parts[STATUSES];
	gint64 sum = 0;
	for (guint n = 0; n < STATUSES; n++) {
		g_autofree char *key =
		    g_strdup_printf("accused|PKP|status:%02u|2023-08-01|2024-07-31", n);
		parts[n] = store_add(store, key, values[n]);
		store_cell(store, parts[n])->wanted = wanted && n < SAID;
		sum += values[n];
	}
	guint total = store_add(store, "accused|PKP|all|2023-08-01|2024-07-31", sum);
	store_cell(store, total)->forced = true;
	store_total(store, "note", total, parts, STATUSES);
	return store;
}

static bool protect_one(Store *store, const ProtectRules *rules, gpointer payload,
			ProtectResult *result, GError **error)
{
	(void)payload;
	return protect(store, rules, result, error);
}

static void choose(Store *store, const ProtectRules *rules)
{
	static const bool no_headline[STATUSES + 1];
	g_autoptr(GError) error = NULL;
	g_auto(ProtectResult) result = { 0 };
	guint number = 0;
	const Choice choice = { rules, no_headline, protect_one, NULL, CHOICE_STEPS };
	ProtectRules plain = *rules;
	plain.key = NULL;
	rules_apply(&plain, store, NULL, 0);
	cr_assert(choice_protect(&choice, store, &result, &number, &error), "%s",
		  error != NULL ? error->message : "");
}

static guint hidden_among(const Store *store, guint from, guint to)
{
	guint hidden = 0;
	for (guint n = from; n < to; n++)
		hidden += store_cell(store, n)->state == CELL_HIDDEN;
	return hidden;
}

/* Pakpattan's note: arrested, on interim bail, found innocent, punished; and noughts. */
static const gint64 pakpattan[STATUSES] = { 50, 15, 7, 9 };

/* But one key in eight chooses the 7 for itself, and then what else is wanted may be beside it. */
Test(choice, what_only_the_key_chose_costs_nothing_that_is_wanted)
{
	enum { KEYS = 120, SEVEN = 2 };
	guint lost = 0, chosen = 0;
	for (guint n = 0; n < KEYS; n++) {
		ProtectRules rules = rules_of(n);
		g_autoptr(Store) unwanted = note_of(pakpattan, false);
		choose(unwanted, &rules);
		lost += hidden_among(unwanted, 0, SAID) > 0;
		g_autoptr(Store) store = note_of(pakpattan, true);
		choose(store, &rules);
		bool seven = store_cell(store, SEVEN)->state == CELL_HIDDEN;
		cr_expect(seven || hidden_among(store, 0, SAID) == 0, "key %u", n);
		chosen += seven;
		g_bytes_unref(rules.key);
	}
	cr_expect_gt(lost, KEYS / 4, "without it some keys cost one");
	cr_expect(chosen > KEYS / 24 && chosen < KEYS / 4, "%u keys", chosen);
}

/* Beside what is small it is as all others; else one that is withheld were known to be small. */
Test(choice, what_is_wanted_may_be_withheld_beside_what_is_small)
{
	static const gint64 small[STATUSES] = { 50, 15, 6, 12, 3, 20 };
	guint kept = 0, lost = 0;
	for (guint n = 0; n < 40; n++) {
		ProtectRules rules = rules_of(n);
		g_autoptr(Store) store = note_of(small, true);
		choose(store, &rules);
		cr_expect_eq(store_cell(store, SAID)->state, CELL_HIDDEN);
		guint hidden = hidden_among(store, 0, SAID);
		kept += hidden == 0;
		lost += hidden > 0;
		for (guint cell = 0; cell <= TOTAL; cell++)
			cr_expect(!store_cell(store, cell)->forced || cell == TOTAL);
		g_bytes_unref(rules.key);
	}
	cr_expect(kept > 0 && lost > 0, "kept %u, lost %u", kept, lost);
}

/* ── the next choice ── */

typedef struct {
	GPtrArray *keys;  /* of GBytes, with which it was tried */
	guint good;       /* the try that is good, from 1 */
	ShumarError code; /* of what the others end with */
	bool same;        /* all refuse the same figure */
	gint64 least;     /* more steps are taken than this by each */
} Tries;

/* A small program: two figures of 1 to 9 that come to 10, the first as large as can be. */
static void take_step(void)
{
	static const double factors[] = { 1, 1 };
	g_autoptr(Solver) solver = solver_new();
	guint columns[] = { solver_column(solver, 1, 9), solver_column(solver, 1, 9) };
	solver_row(solver, columns, factors, 2, 10, 10);
	solver_cost(solver, columns[0], -1);
	cr_assert_eq(solver_run(solver, 0), SOLVER_BEST);
	cr_assert_float_eq(solver_value(solver, columns[0]), 9, 1e-9);
}

static void take_steps(gint64 least)
{
	for (gint64 before = solver_steps(); least > 0 && solver_steps() - before <= least;)
		take_step();
}

static bool protect_late(Store *store, const ProtectRules *rules, gpointer payload,
			 ProtectResult *result, GError **error)
{
	Tries *tries = payload;
	guint refused = tries->same ? 2 : tries->keys->len;
	result->refused = g_array_new(FALSE, FALSE, sizeof(guint));
	g_array_append_val(result->refused, refused);
	g_ptr_array_add(tries->keys, rules->key != NULL ? g_bytes_ref(rules->key) : NULL);
	store_cell(store, 1)->state = CELL_HIDDEN;
	take_steps(tries->least);
	if (tries->keys->len == tries->good)
		return true;
	error_set(error, tries->code, NULL, "try %u", tries->keys->len);
	return false;
}

/* No choice begins after so many. */
enum { STEPS = 100 };

/* Which choice was taken; 0: none, for the reason in *ret_why. */
static guint try_until(Tries *tries, const ProtectRules *rules, char **ret_why)
{
	static const bool no_headline[STATUSES + 1];
	g_autoptr(Store) store = note_of(pakpattan, false);
	g_autoptr(GError) error = NULL;
	g_auto(ProtectResult) result = { 0 };
	guint number = 0;
	const Choice choice = { rules, no_headline, protect_late, tries, STEPS };
	tries->keys = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
	bool done = choice_protect(&choice, store, &result, &number, &error);
	cr_expect_eq(store_cell(store, 1)->state, done ? CELL_HIDDEN : CELL_PUBLISHED);
	*ret_why = error != NULL ? g_strdup(error->message) : NULL;
	return done ? number : 0;
}

Test(choice, the_next_is_taken_where_the_first_cannot_be_protected)
{
	ProtectRules rules = rules_of(1);
	g_autofree char *why = NULL;
	Tries tries = { .good = 3, .code = SHUMAR_ERROR_DISCLOSURE };
	Tries again = tries;
	cr_expect_eq(try_until(&tries, &rules, &why), 3);
	cr_expect_eq(try_until(&again, &rules, &why), 3);
	cr_assert_eq(tries.keys->len, 3);
	cr_expect(g_bytes_equal(tries.keys->pdata[0], rules.key), "the office's own first");
	cr_expect_not(g_bytes_equal(tries.keys->pdata[1], tries.keys->pdata[0]));
	cr_expect_not(g_bytes_equal(tries.keys->pdata[2], tries.keys->pdata[1]));
	for (guint n = 0; n < 3; n++)
		cr_expect(g_bytes_equal(tries.keys->pdata[n], again.keys->pdata[n]));
	g_ptr_array_unref(tries.keys);
	g_ptr_array_unref(again.keys);
	g_bytes_unref(rules.key);
}

Test(choice, the_first_says_why_when_none_can_be)
{
	ProtectRules rules = rules_of(1);
	g_autofree char *why = NULL, *fault = NULL, *keyless = NULL;
	Tries tries = { .code = SHUMAR_ERROR_DISCLOSURE };
	cr_expect_eq(try_until(&tries, &rules, &why), 0);
	cr_expect_eq(tries.keys->len, CHOICES);
	cr_expect_str_eq(why, "try 1");
	Tries broken = { .code = SHUMAR_ERROR_FAILED };
	cr_expect_eq(try_until(&broken, &rules, &fault), 0);
	cr_expect_eq(broken.keys->len, 1, "a fault of another kind ends it");
	Tries hopeless = { .code = SHUMAR_ERROR_DISCLOSURE, .same = true };
	g_autofree char *always = NULL;
	cr_expect_eq(try_until(&hopeless, &rules, &always), 0);
	cr_expect_eq(hopeless.keys->len, 2, "the key decides nothing");
	g_ptr_array_unref(hopeless.keys);
	GBytes *key = g_steal_pointer(&rules.key);
	Tries none = { .code = SHUMAR_ERROR_DISCLOSURE };
	cr_expect_eq(try_until(&none, &rules, &keyless), 0);
	cr_expect_eq(none.keys->len, 1, "nothing is chosen without a key");
	g_ptr_array_unref(tries.keys);
	g_ptr_array_unref(broken.keys);
	g_ptr_array_set_free_func(none.keys, NULL);
	g_ptr_array_unref(none.keys);
	g_bytes_unref(key);
}

/* By steps, which are the same on every machine, and not by the clock. */
Test(choice, none_begins_when_too_much_was_searched)
{
	ProtectRules rules = rules_of(1);
	g_autofree char *why = NULL, *later = NULL;
	Tries long_ones = { .code = SHUMAR_ERROR_DISCLOSURE, .least = STEPS };
	cr_expect_eq(try_until(&long_ones, &rules, &why), 0);
	cr_expect_eq(long_ones.keys->len, 1);
	cr_expect_str_eq(why, "try 1");
	Tries shorter = { .code = SHUMAR_ERROR_DISCLOSURE, .least = STEPS / 3 };
	cr_expect_eq(try_until(&shorter, &rules, &later), 0);
	cr_expect_eq(shorter.keys->len, 3);
	g_ptr_array_unref(long_ones.keys);
	g_ptr_array_unref(shorter.keys);
	g_bytes_unref(rules.key);
}
