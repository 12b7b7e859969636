/* The whole chain of manifests, held against its hashes, its signatures and the ledgers. */
#include "etl/ledger/manifest.h"

#include "core/database/sqltext.h"
#include "core/error.h"
#include "etl/ledger/manifest_key.h"

#include <string.h>

typedef struct {
	Database *db;
	const GPtrArray *keys; /* public ones, in the order in which they were in use */
	guint key_at;          /* the one in use */
	GString *report;
	gint64 count;
	guint faults;
	char *first_fault; /* "run 3: …" */
} Verify;

static void verify_clear_state(Verify *verify)
{
	g_free(verify->first_fault);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Verify, verify_clear_state)

static void fault(Verify *verify, const char *run_no, const char *format, ...) G_GNUC_PRINTF(3, 4);
static void fault(Verify *verify, const char *run_no, const char *format, ...)
{
	va_list list;
	va_start(list, format);
	g_autofree char *what = g_strdup_vprintf(format, list);
	va_end(list);
	if (verify->faults++ == 0)
		verify->first_fault = g_strdup_printf("run %s: %s", run_no, what);
	g_string_append_printf(verify->report, "run %s: %s\n", run_no, what);
}

/* ── one manifest by itself ── */
static bool hash_holds(const char *content, const char *sha256)
{
	g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, content, -1);
	return strcmp(hash, sha256) == 0;
}

/* Moves on to the key that signed; a retired key does not come back. */
static bool key_accepted(Verify *verify, const char *public_key)
{
	for (guint n = verify->key_at; n < verify->keys->len; n++) {
		if (strcmp(g_ptr_array_index(verify->keys, n), public_key) != 0)
			continue;
		verify->key_at = n;
		return true;
	}
	return false;
}

/* True when the text of ROW is what was signed; only then may it be believed. */
static bool check_seal(Verify *verify, const char *run_no, const DatabaseResult *row)
{
	const char *content = result_text(row, 0, result_column(row, "content"));
	const char *public_key = result_text(row, 0, result_column(row, "public_key"));
	if (!hash_holds(content, result_text(row, 0, result_column(row, "sha256"))))
		fault(verify, run_no,
		      "the text of its manifest was changed: the sha256 is another");
	else if (!key_accepted(verify, public_key))
		fault(verify, run_no, "its manifest is signed with key %s, which is not trusted",
		      public_key);
	else if (!signature_holds(public_key, content,
				  result_text(row, 0, result_column(row, "signature"))))
		fault(verify, run_no,
		      "the text of its manifest was changed: the signature does not hold");
	else
		return true;
	return false;
}

/* ── one manifest and the rest of the warehouse ── */
/* What it means when a section is not what the ledgers say; others are of etl.run. */
static const struct {
	const char *section;
	const char *fault;
} sections[] = {
	{ "run", "its manifest is that of another run" },
	{ "previous", "its manifest does not follow the one before it: one was removed, replaced "
		      "or put in between" },
	{ "sources", "what the ledger says of its sources is not what was signed" },
	{ "feeds", "the control totals in etl.run_feed are not those that were signed" },
	{ "rejects", "the rejects in etl.reject are not those that were signed" },
	{ "cubes", "the proofs in etl.proof are not those that were signed" },
};

static void section_fault(Verify *verify, const char *run_no, const char *section)
{
	for (size_t n = 0; n < G_N_ELEMENTS(sections); n++) {
		if (strcmp(sections[n].section, section) == 0) {
			fault(verify, run_no, "%s", sections[n].fault);
			return;
		}
	}
	fault(verify, run_no, "'%s' in etl.run is not what was signed", section);
}

static bool check_ledgers(Verify *verify, const char *run_no, const char *content, GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_autofree char *now = manifest_content(verify->db, run_no, &cause);
	if (cause != NULL) {
		g_propagate_error(error, g_steal_pointer(&cause));
		return false;
	}
	if (now == NULL) {
		fault(verify, run_no, "it has a manifest, and is gone from etl.run or not ended");
		return true;
	}
	g_autoptr(DatabaseResult) differing =
	    database_query(verify->db, sqltext(SQL_ETL_MANIFEST_DIFFERENCES),
			   DATABASE_PARAMS(content, now), error);
	if (differing == NULL)
		return false;
	for (int row = 0; row < result_rows(differing); row++) {
		section_fault(verify, run_no, result_text(differing, row, 0));
		if (strcmp(result_text(differing, row, 0), "run") == 0)
			break; /* of another run all the rest differs, too */
	}
	return true;
}

static bool check_run(Verify *verify, const char *run_no, GError **error)
{
	g_autoptr(DatabaseResult) row =
	    database_one(verify->db, sqltext(SQL_ETL_MANIFEST_GET), DATABASE_PARAMS(run_no), error);
	if (row == NULL)
		return false;
	verify->count++;
	return !check_seal(verify, run_no, row) ||
	       check_ledgers(verify, run_no, result_text(row, 0, result_column(row, "content")),
			     error);
}

/* ── all of them ── */
static bool check_chain(Verify *verify, const DatabaseResult *runs, GError **error)
{
	for (int row = 0; row < result_rows(runs); row++) {
		const char *run_no = result_text(runs, row, 0);
		if (!result_bool(runs, row, 1))
			fault(verify, run_no, "it has no manifest: it was removed");
		else if (!check_run(verify, run_no, error))
			return false;
	}
	return true;
}

/* Reports must read the run that the last manifest names; asked only of a whole chain, whose
 * text can be believed. */
static bool check_figures(Verify *verify, GError **error)
{
	g_autoptr(DatabaseResult) row = database_query(
	    verify->db, sqltext(SQL_ETL_MANIFEST_FIGURES), DATABASE_NO_PARAMS, error);
	if (row == NULL)
		return false;
	if (result_rows(row) == 1 && !result_bool(row, 0, 3))
		fault(verify, result_text(row, 0, 0), "reports read run %s, signed is run %s",
		      result_is_null(row, 0, 2) ? "none" : result_text(row, 0, 2),
		      result_is_null(row, 0, 1) ? "none" : result_text(row, 0, 1));
	return true;
}

static bool check_all(Verify *verify, GError **error)
{
	g_autoptr(DatabaseResult) runs =
	    database_query(verify->db, sqltext(SQL_ETL_MANIFEST_LIST), DATABASE_NO_PARAMS, error);
	if (runs == NULL || !check_chain(verify, runs, error))
		return false;
	if (result_rows(runs) > 0)
		return verify->faults > 0 || check_figures(verify, error);
	error_set(error, SHUMAR_ERROR_FAILED, "The next 'shumar etl run' writes the first.",
		  "cannot verify: there is no manifest yet");
	return false;
}

static bool put_verdict(const Verify *verify, GError **error)
{
	if (verify->faults == 0) {
		g_string_append_printf(
		    verify->report,
		    "%" G_GINT64_FORMAT " manifests verified: hashes, chain, "
		    "signatures and ledgers hold; signed with key %s\n",
		    verify->count, (const char *)g_ptr_array_index(verify->keys, verify->key_at));
		return true;
	}
	error_set(error, SHUMAR_ERROR_UNPUBLISHED,
		  "Compare with exported manifests and a backup; figures of this run and later "
		  "ones rest on what was changed.",
		  "the manifests do not hold: %s", verify->first_fault);
	return false;
}

static GPtrArray *trusted_keys(const Config *config, const char *key_path, GError **error)
{
	g_autofree char *path =
	    key_path != NULL ? g_strdup(key_path) : signature_public_path(&manifest_key, config);
	return signature_read_public(path, error);
}

bool manifest_verify(Database *db, const Config *config, const char *key_path, GString *report,
		     GError **error)
{
	g_autoptr(GPtrArray) keys = trusted_keys(config, key_path, error);
	bool own = !database_in_transaction(db);
	if (keys == NULL || (own && !database_begin(db, DATABASE_SNAPSHOT_READ, error)))
		return false;
	g_auto(Verify) verify = { .db = db, .keys = keys, .report = report };
	bool done = check_all(&verify, error);
	if (own)
		database_rollback(db);
	return done && put_verdict(&verify, error);
}
