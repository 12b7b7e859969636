/* The command `etl manifest`, and what an auditor does with the files it exports. */
#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

#include "tests/support/manifests.h"
#include "tests/support/program.h"
#include "tests/support/server.h"

static Records *records;

static void make(void)
{
	records = manifests_of_three_runs();
}

static void end(void)
{
	records_free(records);
}

TestSuite(manifest, .init = make, .fini = end);

/* Runs `shumar etl manifest` on the warehouse of the records, with up to three more words. */
static ProgramRun *manifest(const char *first, const char *second, const char *third)
{
	return program_run(NULL, "etl", "manifest", "--quiet", "--config", records->config->path,
			   first, second, third, NULL);
}

static char *run_well(const char *first, const char *second, const char *third)
{
	g_autoptr(ProgramRun) run = manifest(first, second, third);
	cr_assert_eq(run->code, 0, "exit %d: %s%s", run->code, run->out, run->err);
	return g_steal_pointer(&run->out);
}

static char *read_file(const char *folder, const char *file, gsize *length)
{
	g_autofree char *path = g_build_filename(folder, file, NULL);
	char *text = NULL;
	cr_assert(g_file_get_contents(path, &text, length, NULL), "no '%s'", path);
	return text;
}

Test(manifest, is_printed_byte_for_byte)
{
	g_autofree char *out = run_well("--run", "1", NULL);
	g_autofree char *sha256 =
	    records_text(records, "select sha256 from etl.manifest where run_no = 1");
	g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, out, -1);
	g_autofree char *last = run_well(NULL, NULL, NULL);
	cr_expect_str_eq(hash, sha256);
	cr_expect(g_str_has_prefix(out, "{\"cubes\":["), "%s", out);
	cr_expect(strstr(out, g_get_host_name()) == NULL);
	cr_expect(strstr(last, "\"run\":3,") != NULL, "%s", last);
}

Test(manifest, of_no_run_is_a_failure_with_a_remedy)
{
	g_autoptr(ProgramRun) run = manifest("--run", "77", NULL);
	cr_expect_eq(run->code, 1);
	cr_expect(strstr(run->err, "no manifest of run 77") != NULL, "%s", run->err);
	cr_expect(strstr(run->err, "hint: ") != NULL, "%s", run->err);
	cr_expect_str_empty(run->out);
}

Test(manifest, verifies_and_is_exit_6_when_the_ledger_was_changed)
{
	g_autofree char *out = run_well("--verify", NULL, NULL);
	cr_expect(g_str_has_prefix(out, "3 manifests verified"), "%s", out);
	records_exec_warehouse(records,
			       "update etl.run_feed set added = added + 1, closing = closing + 1"
			       " where run_no = 2 and feed = 'case'");
	g_autoptr(ProgramRun) run = manifest("--verify", NULL, NULL);
	cr_expect_eq(run->code, 6);
	cr_expect(strstr(run->err, "run 2: the control totals") != NULL, "%s", run->err);
	cr_expect(strstr(run->out, "run 2: the control totals") != NULL, "%s", run->out);
}

Test(manifest, takes_only_options_that_go_together)
{
	static const char *const cases[][3] = {
		{ "--verify", "--run", "1" }, { "--verify", "--export", "x" },
		{ "--key", "x", NULL },       { "--new-key", "--verify", NULL },
		{ "--run", "-1", NULL },      { "word", NULL, NULL },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(ProgramRun) run = manifest(cases[n][0], cases[n][1], cases[n][2]);
		cr_expect_eq(run->code, 2, "case %d: exit %d: %s", (int)n, run->code, run->err);
	}
}

/* ── exporting ── */
Test(manifest, exports_the_bytes_that_were_signed)
{
	g_autofree char *folder = server_scratch();
	g_autofree char *audit = g_build_filename(folder, "audit", "of 2024", NULL);
	g_autofree char *out = run_well("--export", audit, NULL);
	gsize length = 0;
	cr_expect(strstr(out, "3 manifests") != NULL, "%s", out);
	g_autofree char *json = read_file(audit, "000003.json", &length);
	g_autofree char *content =
	    records_text(records, "select content from etl.manifest where run_no = 3");
	cr_expect_str_eq(json, content);
	g_free(read_file(audit, "000003.sig", &length));
	cr_expect_eq(length, 64);
	g_free(run_well("--export", audit, NULL)); /* again is no fault */
	g_autofree char *key = g_build_filename(audit, "manifest.pub", NULL);
	g_free(run_well("--verify", "--key", key));
}

static int openssl_verifies(const char *folder, const char *file)
{
	g_autofree char *command = g_strdup_printf(
	    "cd '%s' && openssl pkeyutl -verify -pubin -inkey manifest.pub -rawin -in %s"
	    " -sigfile 000002.sig",
	    folder, file);
	g_autoptr(ProgramRun) run = program_run_other(NULL, "sh", "-c", command, NULL);
	return run->code;
}

Test(manifest, is_verified_outside_by_openssl)
{
	g_autofree char *openssl = g_find_program_in_path("openssl");
	g_autofree char *audit = server_scratch();
	if (openssl == NULL)
		cr_skip_test("no openssl on this machine");
	g_free(run_well("--export", audit, NULL));
	cr_expect_eq(openssl_verifies(audit, "000002.json"), 0);
	cr_expect_neq(openssl_verifies(audit, "000001.json"), 0);
}

Test(manifest, export_keeps_a_file_that_says_something_else)
{
	g_autofree char *audit = server_scratch();
	program_write(audit, "000002.json", "{}");
	g_autoptr(ProgramRun) run = manifest("--export", audit, NULL);
	cr_expect_eq(run->code, 7, "%s", run->err);
	cr_expect(strstr(run->err, "000002.json") != NULL, "%s", run->err);
	g_autofree char *kept = read_file(audit, "000002.json", NULL);
	cr_expect_str_eq(kept, "{}");
}

Test(manifest, export_leaves_nothing_half_on_a_full_disk)
{
	g_autofree char *audit = server_scratch();
	g_autofree char *command = g_strdup_printf(
	    "trap '' XFSZ; ulimit -f 1; exec \"$SHUMAR_PROGRAM\" etl manifest --quiet"
	    " --config '%s' --export '%s'",
	    records->config->path, audit);
	g_autoptr(ProgramRun) run = program_run_other(NULL, "sh", "-c", command, NULL);
	cr_expect_eq(run->code, 7, "exit %d: %s", run->code, run->err);
	cr_expect(strstr(run->err, "000001.json") != NULL, "%s", run->err);
	cr_expect(strstr(run->err, "hint: ") != NULL, "%s", run->err);
	g_autoptr(GDir) names = g_dir_open(audit, 0, NULL);
	const char *left = g_dir_read_name(names);
	cr_expect_null(left, "'%s' was left", left);
}

Test(manifest, new_key_signs_the_runs_that_follow)
{
	g_autofree char *out = run_well("--new-key", NULL, NULL);
	cr_expect(strstr(out, "the next run makes a new one") != NULL, "%s", out);
	manifests_run(records);
	g_autofree char *verified = run_well("--verify", NULL, NULL);
	cr_expect(g_str_has_prefix(verified, "4 manifests verified"), "%s", verified);
}
