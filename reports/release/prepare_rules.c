/* The rules of a release: the file's numbers, the office's secret, and of whom figures are made. */
#include <string.h>

#include "core/database/sqltext.h"
#include "core/error.h"
#include "reports/release/prepare_private.h"
#include "reports/release/seal.h"

/* What is signed for the secret, and for nothing else ever. */
#define SECRET_TEXT "shumar: what is hidden beside"

/* The office's secret: the same in all of its releases, and made of what never leaves it (a
 * signature of Ed25519 is the same each time). */
static bool take_secret(Prepare *prepare, GError **error)
{
	if (prepare->rules->key != NULL)
		return true;
	if (prepare->asked->secret != NULL) {
		prepare->rules->key = g_bytes_ref(prepare->asked->secret);
		return true;
	}
	g_autoptr(SignatureKey) key =
	    signature_key_open(&release_key, prepare->config, prepare->db, error);
	if (key == NULL)
		return false;
	char *secret = signature_make(key, SECRET_TEXT);
	prepare->rules->key = g_bytes_new_take(secret, strlen(secret));
	return true;
}

/* ── of whom figures are made ── */

/* The periods of MEASURE's figures that are in a table. Transfer full, of LatticeSpan. */
static GArray *told_spans(const Prepare *prepare, const char *measure)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GArray *spans = g_array_new(FALSE, FALSE, sizeof(LatticeSpan));
	for (guint n = 0; n < prepare->newest->cells->len; n++) {
		const UnionCell *cell = g_ptr_array_index(prepare->newest->cells, n);
		LatticeSpan span = { cell->first, cell->last };
		if (cell->table != NULL && !cell->missing && strcmp(cell->measure, measure) == 0 &&
		    g_hash_table_add(seen, g_strdup_printf("%u %u", span.first, span.last)))
			g_array_append_val(spans, span);
	}
	return spans;
}

static gint64 number_at(const DatabaseResult *rows, int row, const char *column)
{
	int at = result_column(rows, column);
	return result_is_null(rows, row, at) ? -1 : result_int64(rows, row, at);
}

static void add_fact(const Prepare *prepare, const char *measure, const DatabaseResult *rows,
		     int row, GArray *facts)
{
	const char *const columns[] = { "place", "kind", "first_on", "last_on" };
	g_autoptr(GString) key = g_string_new(measure);
	for (gsize n = 0; n < G_N_ELEMENTS(columns); n++)
		g_string_append_printf(key, "|%s",
				       result_text(rows, row, result_column(rows, columns[n])));
	const UnionCell *cell = g_hash_table_lookup(prepare->newest->keys, key->str);
	if (cell == NULL || cell->missing || cell->table == NULL || cell->cell == UNION_NO_CELL)
		return;
	RuleFact fact = { cell->cell, number_at(rows, row, "stations"),
			  number_at(rows, row, "cases"), number_at(rows, row, "largest") };
	g_array_append_val(facts, fact);
}

static bool read_facts(const Prepare *prepare, const char *measure, GArray *facts, GError **error)
{
	g_autofree char *path = g_strdup_printf("release/facts_%s.sql", measure);
	const SqlText *file = sqltext_find(path);
	g_autoptr(GArray) spans = told_spans(prepare, measure);
	if (file == NULL || spans->len == 0)
		return true;
	g_autofree char *firsts = prepare_days(spans, false);
	g_autofree char *lasts = prepare_days(spans, true);
	g_autoptr(DatabaseResult) rows =
	    database_query(prepare->db, file->text,
			   DATABASE_PARAMS(prepare->plan->jurisdiction, firsts, lasts), error);
	for (int row = 0; rows != NULL && row < result_rows(rows); row++)
		add_fact(prepare, measure, rows, row, facts);
	return rows != NULL;
}

/* What was public and has another value now is printed with it: withheld for the sake of others it
 * would be no cover, as readers have the old value and are seldom far out. Where a rule hits it, it
 * is withheld, and all are taken to know it. What says that others were revised is printed, too. */
static void tell_revised(const Prepare *prepare)
{
	for (guint n = 0; n < prepare->newest->cells->len; n++) {
		const UnionCell *cell = g_ptr_array_index(prepare->newest->cells, n);
		StoreCell *joined = (cell->revised || cell->evidence) && cell->cell != UNION_NO_CELL
					? store_cell(prepare->store, cell->cell)
					: NULL;
		if (joined == NULL)
			continue;
		bool hit = joined->rule != NULL && strcmp(joined->rule, RULE_DECOY) != 0;
		if (hit && cell->revised) {
			joined->rule = RULE_TOLD;
		} else if (!hit && joined->state == CELL_PUBLISHED) {
			joined->rule = NULL;
			joined->forced = true;
		}
	}
}

bool prepare_rules(Prepare *prepare, GError **error)
{
	g_autoptr(GArray) facts = g_array_new(FALSE, FALSE, sizeof(RuleFact));
	GHashTableIter iterator;
	gpointer measure;
	g_hash_table_iter_init(&iterator, prepare->counts);
	/* the counts of a table say nothing of stations */
	while (prepare->plan->counts == NULL && g_hash_table_iter_next(&iterator, &measure, NULL)) {
		if (!read_facts(prepare, measure, facts, error))
			return false;
	}
	rules_apply(prepare->rules, prepare->store, (const RuleFact *)(gpointer)facts->data,
		    facts->len);
	tell_revised(prepare);
	return take_secret(prepare, error);
}
