#include "etl/ledger/manifest.h"

#include "core/error.h"
#include "etl/command/ledger.h"
#include "etl/ledger/manifest_key.h"
#include "etl/run/run.h"
#include "tests/support/manifests.h"
#include "tests/support/server.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

static const char *said(const GError *error)
{
	return error != NULL ? error->message : "";
}

/* ── the key ── */
static void put_key(const Records *records, char digit)
{
	g_autofree char *path =
	    g_build_filename(records->config->data, "keys", "manifest.key", NULL);
	g_autofree char *digits = g_strnfill(64, digit);
	g_autofree char *text = g_strconcat(digits, "\n", NULL);
	cr_assert(g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static void assert_key_refused(const Records *records, const char *says)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(SignatureKey) key =
	    signature_key_open(&manifest_key, records->config, records->warehouse, &error);
	cr_assert_null(key);
	cr_expect(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_CONFIG));
	cr_expect(strstr(error->message, says) != NULL, "%s", error->message);
	cr_expect(strstr(error_hint(error), "--new-key") != NULL, "%s", error_hint(error));
}

Test(manifest, must_be_signed_with_the_key_of_the_manifests_before)
{
	g_autoptr(Records) records = records_new();
	manifests_run(records);
	put_key(records, 'e');
	assert_key_refused(records, "signed with another key");
	g_autofree char *path =
	    g_build_filename(records->config->data, "keys", "manifest.key", NULL);
	cr_assert_eq(g_remove(path), 0);
	assert_key_refused(records, "the file is gone");
}

/* ── writing ── */
static char *verified(Records *records, const char *key_path)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) report = g_string_new(NULL);
	bool holds = manifest_verify(records->warehouse, records->config, key_path, report, &error);
	cr_assert(holds, "%s\n%s", said(error), report->str);
	return g_strdup(report->str);
}

Test(manifest, of_each_run_seals_the_one_before_it)
{
	g_autoptr(Records) records = manifests_of_three_runs();
	g_autofree char *report = verified(records, NULL);
	cr_expect(g_str_has_prefix(report, "3 manifests verified"), "%s", report);
	g_autofree char *chain = records_text(
	    records,
	    "select string_agg(format('%s<%s %s', m.run_no, m.prev_run, m.content::jsonb ->> 'state'), ', '"
	    " order by m.run_no) from etl.manifest m left join etl.manifest b on b.run_no = m.prev_run"
	    " where m.prev_sha256 is not distinct from b.sha256");
	cr_expect_str_eq(chain, "1< published, 2<1 published, 3<2 unchanged");
	cr_expect_eq(records_number(records,
				    "select content::jsonb ->> 'figures_of_run' from etl.manifest"
				    " where run_no = 3"),
		     2);
}

Test(manifest, says_what_was_counted_rejected_and_proven)
{
	g_autoptr(Records) records = manifests_of_three_runs();
	g_autofree char *first = records_text(
	    records,
	    "select f ->> 'extracted' || ' ' || (f ->> 'added') || ' ' || (f ->> 'closing') from etl.manifest m,"
	    " jsonb_array_elements(m.content::jsonb -> 'feeds') f where m.run_no = 1 and f ->> 'feed' = 'case'");
	cr_expect_str_eq(first, "4 4 4");
	cr_expect_eq(records_number(records,
				    "select count(*) from etl.manifest m,"
				    " jsonb_array_elements(m.content::jsonb -> 'rejects') r"
				    " where m.run_no = 2 and r ->> 'code' = 'missing-value'"),
		     1);
	cr_expect_eq(
	    records_number(
		records,
		"select (select count(*) from etl.cube) - count(distinct c ->> 'cube') from etl.manifest m,"
		" jsonb_array_elements(m.content::jsonb -> 'cubes') c where m.run_no = 2"),
	    0);
	cr_expect_eq(records_number(
			 records,
			 "select count(*) from etl.manifest m,"
			 " jsonb_array_elements(m.content::jsonb -> 'sources') s where m.run_no = 1"
			 " and s ->> 'source' = 'rec' and length(s ->> 'mapping_sha256') = 64"),
		     1);
}

Test(manifest, is_written_once)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(GError) error = NULL;
	manifests_run(records);
	g_autofree char *before = records_text(records, "select m::text from etl.manifest m");
	cr_assert(manifest_write(records->warehouse, records->config, "1", &error), "%s",
		  said(error));
	g_autofree char *after = records_text(records, "select m::text from etl.manifest m");
	cr_expect_str_eq(after, before);
}

Test(manifest, is_refused_to_a_run_that_did_not_end_well)
{
	g_autoptr(Records) records = records_new();
	records_exec_warehouse(records, "insert into etl.run (kind, state, program, host, pid)"
					" values ('nightly', 'failed', 'test', 'test', 1)");
	static const char *const runs[] = { "1", "77" };
	for (size_t n = 0; n < G_N_ELEMENTS(runs); n++) {
		g_autoptr(GError) error = NULL;
		cr_assert_not(manifest_write(records->warehouse, records->config, runs[n], &error));
		cr_expect(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_FAILED));
		cr_expect(strstr(error->message, "not ended well") != NULL, "%s", error->message);
	}
}

/* Run 2 cannot be published, run 3 repairs the cube: the balance must still be seen to go on. */
Test(manifest, takes_in_the_totals_of_runs_that_were_not_published)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(GError) error = NULL;
	manifests_run(records);
	records_exec_warehouse(records, "update cube.case_day set cases = cases + 1");
	records_exec(records, "delete from rec.firs where fir_id = 4;"
			      "delete from rec.accused where fir_id = 4");
	cr_assert_not(records_run(records, &error));
	cr_assert(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_UNPUBLISHED), "%s",
		  said(error));
	g_clear_error(&error);
	cr_assert(run_rebuild(records->config, NULL, records->summary, &error), "%s", said(error));
	cr_assert(manifest_write(records->warehouse, records->config, "3", &error), "%s",
		  said(error));
	g_autofree char *balance = records_text(
	    records,
	    "select f ->> 'run' || ': ' || (f ->> 'opening') || ' ' || (f ->> 'closing') from etl.manifest m,"
	    " jsonb_array_elements(m.content::jsonb -> 'feeds') f where m.run_no = 3 and f ->> 'feed' = 'case'");
	cr_expect_str_eq(balance, "2: 4 3");
	g_free(verified(records, NULL));
}

/* ── verifying ── */
/* Changes the warehouse by SQL, which is taken back, and expects FAULT of RUN to be the first
 * found. */
static void assert_found(Records *records, const char *sql, const char *fault)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) report = g_string_new(NULL);
	g_autofree char *first = g_strndup(fault, strcspn(fault, "\n"));
	cr_assert(database_begin(records->warehouse, DATABASE_READ_WRITE, NULL));
	records_exec_warehouse(records, sql);
	bool holds = manifest_verify(records->warehouse, records->config, NULL, report, &error);
	database_rollback(records->warehouse);
	cr_assert_not(holds, "not found: %s", sql);
	cr_expect(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_UNPUBLISHED), "%s",
		  said(error));
	cr_expect(strstr(error->message, first) != NULL, "%s\n  expected '%s' in: %s", sql, fault,
		  error->message);
	cr_expect(g_str_has_prefix(report->str, fault), "%s\n  expected '%s' first in: %s", sql,
		  fault, report->str);
}

#define REHASH                                                                                     \
	", sha256 = encode(sha256(convert_to(replace(content, '\"kind\":\"nightly\"', "            \
	"'\"kind\":\"backfill\"'), 'UTF8')), 'hex')"
#define UNCHAIN "alter table etl.manifest drop constraint manifest_prev_run_fkey; "

typedef struct {
	const char *sql;
	const char *fault;
} Change;

static const Change changed_manifests[] = {
	{ "update etl.manifest set content = replace(content, '\"added\":4', '\"added\":5') where run_no = 1",
	  "run 1: the text of its manifest was changed: the sha256 is another" },
	{ "update etl.manifest set content = content || ' ' where run_no = 2",
	  "run 2: the text of its manifest was changed: the sha256 is another" },
	{ "update etl.manifest set content = replace(content, '\"kind\":\"nightly\"',"
	  " '\"kind\":\"backfill\"')" REHASH " where run_no = 1",
	  "run 1: the text of its manifest was changed: the signature does not hold" },
	{ "update etl.manifest set signature = (select b.signature from etl.manifest b where b.run_no = 1)"
	  " where run_no = 2",
	  "run 2: the text of its manifest was changed: the signature does not hold" },
	{ "update etl.manifest set public_key = 'PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=' where run_no = 2",
	  "run 2: its manifest is signed with key PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=, which is not"
	  " trusted" },
	{ "update etl.manifest set prev_sha256 = repeat('0', 64) where run_no = 3",
	  "run 3: its manifest does not follow the one before it" },
	{ UNCHAIN "delete from etl.manifest where run_no = 2", "run 2: it has no manifest" },
	{ UNCHAIN "delete from etl.manifest where run_no = 2;"
		  " update etl.run set state = 'failed' where run_no = 2",
	  "run 3: its manifest does not follow the one before it" },
	{ UNCHAIN "delete from etl.manifest where run_no = 1", "run 1: it has no manifest" },
	{ "delete from etl.manifest where run_no = 3", "run 3: it has no manifest" },
	{ UNCHAIN "delete from etl.manifest", "run 1: it has no manifest" },
	{ UNCHAIN "create temporary table m as select * from etl.manifest where run_no > 1;"
		  " delete from etl.manifest where run_no > 1; update m set run_no = 5 - run_no;"
		  " insert into etl.manifest select * from m",
	  "run 2: its manifest is that of another run\nrun 3: its manifest is that of another run\n" },
};

static const Change changed_ledgers[] = {
	{ "update etl.run_feed set closing = closing + 1 where run_no = 1 and feed = 'case'",
	  "run 1: the control totals in etl.run_feed" },
	{ "delete from etl.run_feed where run_no = 2 and feed = 'outcome'",
	  "run 2: the control totals in etl.run_feed" },
	{ "insert into etl.run_feed (run_no, source, feed, extracted, staged, rejected)"
	  " values (3, 'other', 'case', 0, 0, 0)",
	  "run 3: the control totals in etl.run_feed" },
	{ "update etl.proof set facts_sum = facts_sum + 1 where run_no = 1 and cube = 'case_day'",
	  "run 1: the proofs in etl.proof" },
	{ "delete from etl.proof where run_no = 3 and cube = 'case_day'",
	  "run 3: the proofs in etl.proof" },
	{ "delete from etl.reject", "run 2: the rejects in etl.reject" },
	{ "update etl.run set kind = 'backfill' where run_no = 2",
	  "run 2: 'kind' in etl.run is not what was signed" },
	{ "update etl.run set finished_at = finished_at + interval '1 us' where run_no = 3",
	  "run 3: 'finished' in etl.run" },
	{ "update etl.run set state = 'failed' where run_no = 3",
	  "run 3: it has a manifest, and is gone from etl.run or not ended" },
	{ "update etl.run_source set mapping_sha256 = repeat('0', 64) where run_no = 3",
	  "run 3: what the ledger says of its sources" },
	{ "update etl.pointer set published_run = 1",
	  "run 3: reports read run 1, signed is run 2" },
	{ "delete from etl.pointer", "run 3: reports read run none, signed is run 2" },
};

static void assert_each_is_found(const Change *changes, size_t n_changes)
{
	g_autoptr(Records) records = manifests_of_three_runs();
	g_free(verified(records, NULL));
	for (size_t n = 0; n < n_changes; n++)
		assert_found(records, changes[n].sql, changes[n].fault);
	g_free(verified(records, NULL));
}

Test(manifest, finds_whatever_is_changed_in_manifests)
{
	assert_each_is_found(changed_manifests, G_N_ELEMENTS(changed_manifests));
}

Test(manifest, finds_whatever_is_changed_in_ledgers)
{
	assert_each_is_found(changed_ledgers, G_N_ELEMENTS(changed_ledgers));
}

Test(manifest, may_be_proven_again_and_survives_a_new_schema)
{
	g_autoptr(Records) records = manifests_of_three_runs();
	g_autoptr(GError) error = NULL;
	cr_assert(ledger_verify(records->summary, records->warehouse, &error), "%s", said(error));
	records_exec_warehouse(
	    records, "insert into etl.migration (number, name, sha256) values (9999, 'x', 'x')");
	g_free(verified(records, NULL));
}

Test(manifest, is_verified_with_the_key_that_is_named)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) report = g_string_new(NULL);
	g_autofree char *folder = server_scratch();
	g_autofree char *path = g_build_filename(folder, "other.pub", NULL);
	g_autofree char *pem = signature_pem("PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=");
	manifests_run(records);
	cr_assert(g_file_set_contents(path, pem, -1, NULL));
	cr_assert_not(manifest_verify(records->warehouse, records->config, path, report, &error));
	cr_expect(strstr(said(error), "which is not trusted") != NULL, "%s", said(error));
}

Test(manifest, chain_goes_on_with_a_new_key)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) report = g_string_new(NULL);
	manifests_run(records);
	cr_assert(manifest_key_retire(records->config, records->warehouse, report, &error), "%s",
		  said(error));
	manifests_run(records);
	g_free(verified(records, NULL));
	cr_expect_eq(records_number(records, "select count(distinct public_key) from etl.manifest"),
		     2);
	/* what the retired key signs now is not believed */
	assert_found(records,
		     "update etl.manifest set public_key = (select b.public_key from etl.manifest b"
		     " where b.run_no = 3 - etl.manifest.run_no)",
		     "run 1: the text of its manifest was changed: the signature does not hold");
	put_key(records, 'e');
	assert_key_refused(records, "signed with another key");
}

Test(manifest, cannot_be_verified_before_there_is_one)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) report = g_string_new(NULL);
	g_autoptr(SignatureKey) key =
	    signature_key_open(&manifest_key, records->config, records->warehouse, NULL);
	cr_assert_not_null(key);
	cr_assert_not(manifest_verify(records->warehouse, records->config, NULL, report, &error));
	cr_expect(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_FAILED), "%s", said(error));
	cr_expect_not(database_in_transaction(records->warehouse));
}
