/* The audit of a release: what is public is put together again from the tables alone, and attacked.
 */
#include <string.h>

#include "core/database/sqltext.h"
#include "core/error.h"
#include "reports/disclosure/guess.h"
#include "reports/disclosure/own.h"
#include "reports/disclosure/past.h"
#include "reports/disclosure/rule.h"
#include "reports/disclosure/solver.h"
#include "reports/release/belief.h"
#include "reports/release/prepare.h"
#include "reports/release/union.h"

enum { LIMIT_MS = 600000, PER_CENT = 100 };

void audit_result_clear(AuditResult *result)
{
	g_clear_pointer(&result->union_hash, g_free);
	g_clear_pointer(&result->table, g_free);
	g_clear_pointer(&result->given_up, g_ptr_array_unref);
}

char *audit_union_hash(Database *db, const char *release_id, GError **error)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	g_autoptr(DatabaseResult) rows = database_query(db, sqltext(SQL_RELEASE_UNION_RELEASES),
							DATABASE_PARAMS(release_id), error);
	g_autoptr(DatabaseResult) own = rows != NULL
					    ? database_one(db, sqltext(SQL_RELEASE_UNION_OWN),
							   DATABASE_PARAMS(release_id), error)
					    : NULL;
	if (own == NULL)
		return NULL;
	for (int row = 0; row < result_rows(rows); row++) {
		g_autofree char *line =
		    g_strdup_printf("%s %s\n", result_text_at(rows, row, "release_id"),
				    result_text_at(rows, row, "content"));
		g_checksum_update(sum, (const guchar *)line, -1);
	}
	g_autofree char *line =
	    g_strdup_printf("%s %s\n", release_id, result_text_at(own, 0, "content"));
	g_checksum_update(sum, (const guchar *)line, -1);
	return g_strdup(g_checksum_get_string(sum));
}

/* ── what fails ── */

/* Key in the joined system → figure with its true value, of the newest release. Transfer
 * container. */
static GHashTable *true_figures(const UnionRelease *release)
{
	GHashTable *table = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint n = 0; n < release->cells->len; n++) {
		UnionCell *cell = g_ptr_array_index(release->cells, n);
		g_hash_table_insert(table, g_strdup_printf("%s|%s", cell->key, cell->version),
				    cell);
	}
	return table;
}

/* What an audit comes to, and the figures that say in which table it fails. */
typedef struct {
	const char *release_id;
	GHashTable *figures; /* true_figures */
	AuditResult *result;
	GString *said;
} Verdict;

/* The figure KEY fails. */
static void count_failing(Verdict *verdict, const char *key)
{
	const UnionCell *cell = g_hash_table_lookup(verdict->figures, key);
	verdict->result->failing++;
	if (verdict->result->table == NULL && cell != NULL)
		verdict->result->table = g_strdup(cell->table);
}

/* Refuses for WHAT, of the figures that were counted. */
static bool refuse(const Verdict *verdict, const char *what, GError **error)
{
	error_set(error, SHUMAR_ERROR_DISCLOSURE,
		  "Prepare the release again, or publish a coarser table; 'release audit --report' "
		  "writes all of them.",
		  "release '%s': %u %s", verdict->release_id, verdict->result->failing, what);
	return false;
}

/* ── the safety report ── */

static void say_number(GString *said, gint64 number)
{
	if (number == CELL_NO_MOST)
		g_string_append(said, "-");
	else
		g_string_append_printf(said, "%" G_GINT64_FORMAT, number);
}

static bool refuse_found(Verdict *verdict, const Store *store, const Audit *audit, GError **error)
{
	GString *said = verdict->said;
	g_string_append(said, "\nFigures that can be found or narrowed\n");
	for (guint n = 0; n < audit->failing->len; n++) {
		const AttackCell *cell = &g_array_index(audit->failing, AttackCell, n);
		count_failing(verdict, store_cell(store, cell->cell)->key);
		g_string_append_printf(said, "  %s  ", store_cell(store, cell->cell)->key);
		say_number(said, cell->low);
		g_string_append(said, " to ");
		say_number(said, cell->high);
		g_string_append(said,
				cell->derivable ? "  by adding and subtracting alone\n" : "\n");
	}
	const AttackCell *first = &g_array_index(audit->failing, AttackCell, 0);
	g_autofree char *what = g_strdup_printf(
	    "figures that are not published can be found or narrowed; the first is %s",
	    store_cell(store, first->cell)->key);
	return refuse(verdict, what, error);
}

/* The releases in which each figure of the joined system is: cell → text. Transfer full. */
static GPtrArray *releases_of(const GPtrArray *releases, guint cells)
{
	GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_set_size(texts, (gint)cells);
	for (guint n = 0; n < releases->len; n++) {
		const UnionRelease *release = g_ptr_array_index(releases, n);
		for (guint m = 0; m < release->cells->len; m++) {
			const UnionCell *cell = g_ptr_array_index(release->cells, m);
			if (cell->cell == UNION_NO_CELL || cell->table == NULL)
				continue;
			char *was = texts->pdata[cell->cell];
			texts->pdata[cell->cell] =
			    was != NULL ? g_strconcat(was, " ", release->release_id, NULL)
					: g_strdup(release->release_id);
			g_free(was);
		}
	}
	return texts;
}

/* The hidden figures of the newest release. Transfer full, of guint (in the store). */
static GArray *hidden_of(const UnionRelease *newest)
{
	GArray *cells = g_array_new(FALSE, FALSE, sizeof(guint));
	for (guint n = 0; n < newest->cells->len; n++) {
		const UnionCell *cell = g_ptr_array_index(newest->cells, n);
		if (!cell->missing && cell->state == CELL_HIDDEN)
			g_array_append_val(cells, cell->cell);
	}
	return cells;
}

static void say_lp(GString *said, double number)
{
	g_string_append_printf(said, number > 1e15 ? "-" : "%.2f", number);
}

static bool say_hidden(const GPtrArray *releases, const Store *store, const AttackRule *rule,
		       const GHashTable *rules, GString *said, GError **error)
{
	const UnionRelease *newest = g_ptr_array_index(releases, releases->len - 1);
	g_autoptr(GArray) cells = hidden_of(newest);
	g_autoptr(GPtrArray) linked = releases_of(releases, store->cells->len);
	g_autoptr(GArray) intervals = attack_intervals(store, (const guint *)(gpointer)cells->data,
						       cells->len, rule->limit_ms, error);
	if (intervals == NULL)
		return false;
	g_string_append(said, "\nHidden figures: figure, value, rule, from and to in fractions, in "
			      "whole numbers, width needed, releases\n");
	for (guint n = 0; n < cells->len; n++) {
		guint place = g_array_index(cells, guint, n);
		const StoreCell *cell = store_cell(store, place);
		const AttackInterval *interval = &g_array_index(intervals, AttackInterval, n);
		const UnionCell *own =
		    g_hash_table_lookup((GHashTable *)(guintptr)rules, cell->key);
		g_string_append_printf(said, "  %s\t%" G_GINT64_FORMAT "\t%s\t", cell->key,
				       own != NULL ? own->value : 0,
				       own != NULL && own->rule != NULL ? own->rule : "?");
		say_lp(said, interval->lp_low);
		g_string_append_c(said, '\t');
		say_lp(said, interval->lp_high);
		g_string_append_c(said, '\t');
		say_number(said, interval->low);
		g_string_append_c(said, '\t');
		say_number(said, interval->high);
		g_string_append_printf(said, "\t%" G_GINT64_FORMAT "\t%s\n", rule->width,
				       linked->pdata[place] != NULL ? (char *)linked->pdata[place]
								    : "");
	}
	return true;
}

/* ── how much ── */

static void say_size(const UnionRelease *newest, const Store *store, const Audit *audit,
		     const AuditResult *result, GString *said)
{
	guint printed = 0, hidden = 0, primaries = 0;
	gint64 value = 0, lost = 0;
	g_autofree char *earlier =
	    result->earlier > 0 ? g_strdup_printf("%u", result->earlier) : g_strdup("none");
	for (guint n = 0; n < newest->cells->len; n++) {
		const UnionCell *cell = g_ptr_array_index(newest->cells, n);
		if (cell->missing || cell->table == NULL)
			continue;
		printed += cell->state == CELL_PUBLISHED;
		hidden += cell->state == CELL_HIDDEN;
		primaries += cell->state == CELL_HIDDEN && g_strcmp0(cell->rule, "secondary") != 0;
		value += cell->value;
		lost += cell->state == CELL_HIDDEN ? cell->value : 0;
	}
	g_string_append_printf(
	    said,
	    "Release %s (INTERNAL: it has hidden values; never to be given out)\n"
	    "  figures            %u, %u of them hidden: %u by a rule, %u for these\n"
	    "  lost               %.1f %% of figures, %.1f %% of what they come to\n"
	    "  earlier releases   %s\n"
	    "  joined system      %u figures (%u not published), %u sums, %u parts\n"
	    "  smallest margin    %" G_GINT64_FORMAT "\n"
	    "  tables shown       %u (programs %u, searches %u)\n"
	    "  solver             %s\n",
	    newest->release_id, printed + hidden, hidden, primaries, hidden - primaries,
	    printed + hidden > 0 ? 100.0 * hidden / (printed + hidden) : 0.0,
	    value > 0 ? 100.0 * (double)lost / (double)value : 0.0, earlier, store->cells->len,
	    audit->cells, store->equations->len, audit->components, audit->margin,
	    tables_count(audit->tables), audit->programs, audit->searches, solver_version());
}

/* ── guessing ── */

static bool may_be_guessed(const GuessBet *bet, gint64 most)
{
	return most > 0 && bet->share * PER_CENT > (double)most;
}

/* Says what may be guessed, and refuses it. */
static bool refuse_guessed(Verdict *verdict, const Store *store, const Guess *guess,
			   const GuessBet *surest, gint64 most, GError **error)
{
	g_string_append(verdict->said, "\nFigures that may be guessed\n");
	for (guint n = 0; n < guess->bets->len; n++) {
		const GuessBet *bet = &g_array_index(guess->bets, GuessBet, n);
		const char *key = store_cell(store, bet->cell)->key;
		if (!may_be_guessed(bet, most))
			continue;
		count_failing(verdict, key);
		g_string_append_printf(verdict->said,
				       "  %s  is %" G_GINT64_FORMAT
				       " in %.0f %% of all tables that fit\n",
				       key, bet->value, bet->share * PER_CENT);
	}
	g_autofree char *what = g_strdup_printf(
	    "hidden figures may be guessed; the surest, %s, is %" G_GINT64_FORMAT
	    " in %.0f %% of all tables that fit what is public",
	    store_cell(store, surest->cell)->key, surest->value, surest->share * PER_CENT);
	return refuse(verdict, what, error);
}

/* What could be bet on before, and as well, is told and refuses nothing. */
static void take_guessed_before(Past *past, const Store *store, const ProtectRules *rules,
				Guess *guess, GPtrArray *given_up, GString *said)
{
	g_autoptr(GArray) before = NULL;
	if (rules->guess > 0)
		before = past_take_bets(past, store, guess->bets, (double)rules->guess / PER_CENT);
	if (before != NULL && before->len > 0)
		g_string_append(said, "\nFigures that could be guessed before this release: it "
				      "adds nothing to that\n");
	for (guint n = 0; before != NULL && n < before->len; n++) {
		const GuessBet *bet = &g_array_index(before, GuessBet, n);
		char *text = union_since(store_cell(store, bet->cell)->key);
		g_string_append_printf(said, "  %s\n", text);
		g_ptr_array_add(given_up, text);
	}
}

/* No value of a hidden figure may hold over so many percent of the tables that fit; by what is
 * public alone. */
static bool nobody_can_guess(Verdict *verdict, const Store *store, const ProtectRules *rules,
			     const Audit *audit, Past *past, GError **error)
{
	g_autoptr(Guess) guess = guess_all(store, audit->tables, rules->threshold, error);
	if (guess == NULL)
		return false;
	take_guessed_before(past, store, rules, guess, verdict->result->given_up, verdict->said);
	const GuessBet *surest = NULL;
	guint above = 0;
	for (guint n = 0; n < guess->bets->len; n++) {
		const GuessBet *bet = &g_array_index(guess->bets, GuessBet, n);
		above += may_be_guessed(bet, rules->guess);
		surest = surest == NULL || bet->share > surest->share ? bet : surest;
	}
	g_string_append_printf(
	    verdict->said,
	    "  best bets          of %u figures the surest has one value in %.0f "
	    "%% of all tables that fit; %u may be guessed; two walks are %.0f %% "
	    "apart at most\n",
	    guess->bets->len, surest != NULL ? surest->share * PER_CENT : 0.0, above,
	    guess->apart * PER_CENT);
	return above == 0 || refuse_guessed(verdict, store, guess, surest, rules->guess, error);
}

/* The releases, oldest first; *RET_BEFORE is the joined system of all but the last. Transfer full.
 */
static GPtrArray *load(Database *db, const char *release_id, Store **ret_before, GError **error)
{
	g_autoptr(GPtrArray) releases = union_load(db, release_id, false, error);
	UnionRelease *own = releases != NULL ? union_load_one(db, release_id, false, error) : NULL;
	if (own == NULL)
		return NULL;
	*ret_before = union_join(releases, true);
	g_ptr_array_add(releases, own);
	return g_steal_pointer(&releases);
}

/* ── persons ── */

/* Where records changed since, the values that agree with what is printed, as when it was prepared:
 * a person goes by what was counted then. */
static bool fit(Store *store, GError **error)
{
	g_auto(Belief) belief = { 0 };
	g_autoptr(GArray) broken = g_array_new(FALSE, FALSE, sizeof(guint));
	guint sum = 0;
	belief_init(&belief, store);
	bool ended = belief_fit(&belief, broken, &sum);
	if (ended && broken->len == 0)
		return true;
	sum = ended ? g_array_index(broken, guint, 0) : sum;
	error_set(error, SHUMAR_ERROR_DISCLOSURE, "Publish fewer tables, or coarser ones.",
		  "what persons know could not be put together with what is printed: %s",
		  ((StoreEquation *)store->equations->pdata[sum])->name);
	return false;
}

static Store *join_true(const GPtrArray *releases, GError **error)
{
	g_autoptr(Store) store = union_join(releases, true);
	for (guint n = 0; n < releases->len; n++) {
		const UnionRelease *release = g_ptr_array_index(releases, n);
		for (guint m = 0; m < release->cells->len; m++) {
			const UnionCell *cell = g_ptr_array_index(release->cells, m);
			if (cell->cell != UNION_NO_CELL && cell->rule != NULL)
				store_cell(store, cell->cell)->rule = g_intern_string(cell->rule);
		}
	}
	return fit(store, error) ? g_steal_pointer(&store) : NULL;
}

/* The joined system with true values, and the rules that say whose figures are whose. Its cells are
 * those of what readers know; *RET_BEFORE is that of earlier releases alone. Transfer full. */
static Store *load_true(Database *db, const char *release_id, Store **ret_before, GError **error)
{
	g_autoptr(GPtrArray) releases = union_load(db, release_id, true, error);
	UnionRelease *own = releases != NULL ? union_load_one(db, release_id, true, error) : NULL;
	if (own == NULL)
		return NULL;
	*ret_before = join_true(releases, error);
	g_ptr_array_add(releases, own);
	return *ret_before != NULL ? join_true(releases, error) : NULL;
}

static Past *past_of_persons(const Store *before, const AttackRule *rule, GError **error)
{
	g_autoptr(GArray) known = own_list(before);
	return past_new(before, rule, (const guint *)(gpointer)known->data, known->len, error);
}

static void say_found(const Store *store, const AttackFinding *found, GString *said)
{
	g_string_append_printf(said, "  %s  is ", store_cell(store, found->cell)->key);
	say_number(said, found->low);
	g_string_append(said, " to ");
	say_number(said, found->high);
	g_string_append_printf(said, " for whoever is the figure %s\n",
			       store_cell(store, found->known)->key);
}

/* Who is the one case of a figure of 1, or all of a station's or FIR's, knows it: what does she
 * find of others? */
static bool persons_find_nothing(Database *db, Verdict *verdict, const ProtectRules *rules,
				 const AttackRule *rule, const Audit *audit, GError **error)
{
	g_autoptr(Store) before = NULL;
	g_autoptr(Store) store = load_true(db, verdict->release_id, &before, error);
	g_autoptr(GArray) known = store != NULL ? own_list(store) : NULL;
	if (known == NULL || !rules->contributor || known->len == 0)
		return known != NULL;
	g_autoptr(Past) past = past_of_persons(before, rule, error);
	g_autoptr(GArray) findings =
	    past == NULL ? NULL
			 : attack_contributors_since(store, audit, rule,
						     (const guint *)(gpointer)known->data,
						     known->len, past_parts(past), error);
	if (findings == NULL)
		return false;
	g_autoptr(Own) own = own_new(store);
	for (guint n = 0; n < findings->len; n++) {
		const AttackFinding *found = &g_array_index(findings, AttackFinding, n);
		if (own_has(own, found->cell, found->known) ||
		    past_gives_up_to(past, store_cell(store, found->known)->key,
				     store_cell(store, found->cell)->key, found->low, found->high))
			continue;
		if (verdict->result->failing == 0)
			g_string_append(verdict->said,
					"\nFigures that a person finds by her own\n");
		count_failing(verdict, store_cell(store, found->cell)->key);
		say_found(store, found, verdict->said);
	}
	return verdict->result->failing == 0 ||
	       refuse(verdict,
		      "figures that are not published can be narrowed by whoever is the one case "
		      "of another",
		      error);
}

/* What readers could find before, and no more of now, is told and refuses nothing. Transfer full.
 */
static GPtrArray *take_given_up(Past *past, const Store *store, Audit *audit)
{
	GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GArray) given = past_take(past, store, audit);
	for (guint n = 0; n < given->len; n++)
		g_ptr_array_add(
		    texts,
		    union_since(store_cell(store, g_array_index(given, AttackCell, n).cell)->key));
	return texts;
}

static void say_given_up(const GPtrArray *given_up, GString *said)
{
	if (given_up->len > 0)
		g_string_append(said, "\nFigures that could be found before this release: it adds "
				      "nothing to that\n");
	for (guint n = 0; n < given_up->len; n++)
		g_string_append_printf(said, "  %s\n", (char *)given_up->pdata[n]);
}

/* Asks in turn what readers find, what they may guess, and what persons find. */
static bool passes(Database *db, Verdict *verdict, const Store *store, const ProtectRules *rules,
		   const AttackRule *rule, const Audit *audit, Past *past, GError **error)
{
	if (audit->failing->len > 0)
		return refuse_found(verdict, store, audit, error);
	return nobody_can_guess(verdict, store, rules, audit, past, error) &&
	       persons_find_nothing(db, verdict, rules, rule, audit, error);
}

bool audit_release(Database *db, const char *release_id, const char *rules, bool intervals,
		   AuditResult *ret_result, GString *said, GError **error)
{
	g_auto(AuditResult) result = { 0 };
	g_autoptr(ProtectRules) read = rules_read(rules, error);
	g_autoptr(Store) before = NULL;
	g_autoptr(GPtrArray) releases = read != NULL ? load(db, release_id, &before, error) : NULL;
	if (releases == NULL)
		return false;
	g_autoptr(Store) store = union_join(releases, true);
	const AttackRule rule = { read->width, read->threshold, LIMIT_MS };
	g_autoptr(Audit) audit = attack_audit(store, &rule, error);
	g_autoptr(Past) past = audit != NULL ? past_new(before, &rule, NULL, 0, error) : NULL;
	if (past == NULL)
		return false;
	result.given_up = take_given_up(past, store, audit);
	/* what the desk alone knows is read after the attack, which cannot have seen it */
	g_autoptr(UnionRelease) own = union_load_one(db, release_id, true, error);
	result.union_hash = own != NULL ? audit_union_hash(db, release_id, error) : NULL;
	if (result.union_hash == NULL)
		return false;
	g_autoptr(GHashTable) figures = true_figures(own);
	Verdict verdict = { release_id, figures, &result, said };
	result.earlier = releases->len - 1;
	result.cells = store->cells->len;
	result.sums = store->equations->len;
	result.margin = audit->margin;
	result.threshold = read->threshold;
	result.persons = read->contributor;
	say_size(own, store, audit, &result, said);
	say_given_up(result.given_up, said);
	bool done = passes(db, &verdict, store, read, &rule, audit, past, error) &&
		    (!intervals || say_hidden(releases, store, &rule, figures, said, error));
	*ret_result = result;
	result = (AuditResult){ 0 };
	return done;
}
