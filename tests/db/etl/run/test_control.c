/* Control totals: what the source counts by itself against facts and rejected rows. */
#include "core/database/sqltext.h"
#include "core/error.h"
#include "etl/run/run.h"
#include "tests/support/history.h"
#include "tests/support/kit.h"

#include <criterion/criterion.h>
#include <string.h>

/* Changes at the source whose notes somebody then takes out of its ledger. */
static const struct {
	const char *change;
	const char *fault;
} missed[] = {
	{ "insert into rec.firs select 5, 'LHR', 'City', 2024, '5', '2024-05-01', null, '{302}'",
	  "cannot apply feed 'case' of source 'rec': the source counts 5 rows, but there would be 4 facts and 0 rejected" },
	{ "delete from rec.outcomes where outcome_id = 2",
	  "cannot apply feed 'outcome' of source 'rec': the source counts 2 rows, but there would be 3 facts and 0 rejected" },
	{ "insert into rec.accused select 6, 99, null, null, 'ARRESTED'",
	  "cannot apply feed 'accused' of source 'rec': the source counts 6 rows, but there would be 5 facts and 0 rejected" },
};

static void check_missed(const char *change, const char *fault)
{
	g_autoptr(History) history = history_new(1, false);
	Records *records = history->records;
	g_autoptr(GError) error = NULL;
	records_run_well(records);
	g_autofree char *before = records_digest(records, true);
	records_exec(records, change);
	records_exec(records, "delete from shumar_kit.ledger where row_id is not null");
	cr_assert_not(records_run(records, &error), "%s", change);
	g_autofree char *after = records_digest(records, true);
	cr_expect(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_FAILED));
	cr_expect(strstr(error->message, fault) != NULL, "%s", error->message);
	cr_expect(strstr(error_hint(error), "shumar etl run --full") != NULL, "%s",
		  error_hint(error));
	cr_expect_str_eq(after, before);

	const RunOptions options = { .find = records_find, .full = true };
	g_clear_error(&error);
	cr_assert(run_nightly(records->config, &options, records->summary, &error), "%s",
		  error != NULL ? error->message : "");
	g_autofree char *fresh = history_fresh(history);
	g_autofree char *state = history_state(records->warehouse);
	history_equal(history, state, fresh, "mended");
	records_run_well(records); /* and stays so */
}

Test(control, catches_a_change_that_the_ledger_lost_and_a_full_comparison_mends_it)
{
	for (size_t n = 0; n < G_N_ELEMENTS(missed); n++)
		check_missed(missed[n].change, missed[n].fault);
}

Test(control, counts_rejected_rows_as_known)
{
	g_autoptr(History) history = history_new(1, false);
	records_exec(history->records, "update rec.firs set district = 'nowhere' where fir_id = 1");
	records_run_well(history->records);
	records_run_well(history->records);
	cr_expect_eq(records_number(history->records,
				    "select count(*) from etl.reject where resolved_run is null"
				    " and severity = 'row'"),
		     6);
	cr_expect_eq(records_number(history->records,
				    "select sum(source_rows) from etl.run_feed where run_no = 2"),
		     12);
}

Test(control, of_psrms_counts_the_rows_of_each_feed)
{
	static const char *const feeds[] = { "case",     "accused",  "outcome", "complaint",
					     "outreach", "referral", "training" };
	g_autofree char *name = NULL;
	g_autoptr(Database) db = kit_psrms(&name);
	for (size_t n = 0; n < G_N_ELEMENTS(feeds); n++) {
		g_autofree char *path = g_strdup_printf("sources/psrms/%s.sql", feeds[n]);
		g_autofree char *rows =
		    g_strdup_printf("select count(*) from (%s\n) m", sqltext(path));
		g_autofree char *counted =
		    g_strdup_printf("select c.rows from (%s\n) c where c.feed = '%s'",
				    sqltext(SQL_SOURCES_PSRMS_CONTROL), feeds[n]);
		g_autofree char *given = kit_text(db, rows);
		g_autofree char *control = kit_text(db, counted);
		cr_expect_str_eq(given, control, "%s", feeds[n]);
		cr_expect_str_neq(given, "0", "%s", feeds[n]);
	}
}
