/* Losses: which a run asks about, and what answers. */
#include "core/error.h"
#include "etl/run/run.h"
#include "tests/support/history.h"
#include "tests/support/rows.h"

#include <criterion/criterion.h>
#include <string.h>

/* 100 cases of Lahore, 100 of Kasur, 10 of Pakpattan, each with an accused; those of records_new
 * go. */
static const char many[] =
    "delete from rec.outcomes; delete from rec.accused; delete from rec.firs;"
    "insert into rec.firs select n, case when n <= 100 then 'LHR' when n <= 200 then 'KSR' else 'PAK' end, 'City', 2024,"
    " n::text, '2024-01-10', null, '{302}', false, false, 'FIR', 1 from generate_series(1, 210) n;"
    "insert into rec.accused select n, n, null, null, 'NOMINATED', null, null from generate_series(1, 210) n;";

static bool run(Records *records, const char *const *accept, GError **error)
{
	const RunOptions options = { .find = records_find, .accept_loss = accept };
	g_string_truncate(records->summary, 0);
	return run_nightly(records->config, &options, records->summary, error);
}

static History *history_of_many(void)
{
	History *history = history_new(1, false);
	records_exec(history->records, many);
	records_run_well(history->records);
	return history;
}

#define CASES_OF "cannot apply feed 'case' of source 'rec' in "

/* What the source does, what the message says of it, which districts answer it; NULL: the run goes
 * on. */
static const struct {
	const char *change, *message, *answer;
} losses[] = {
	{ "delete from rec.firs where fir_id <= 3", NULL, NULL },
	{ "delete from rec.firs where fir_id <= 19", NULL, NULL },
	{ "delete from rec.firs where fir_id <= 20",
	  CASES_OF "Lahore (LHR): 20 of its 100 facts would leave", "LHR" },
	{ "delete from rec.firs where fir_id > 200",
	  CASES_OF "Pakpattan (PKP): 10 of its 10 facts would leave", "PKP" },
	{ "delete from rec.firs where fir_id > 202",
	  CASES_OF "Pakpattan (PKP): 8 of its 10 facts would leave", "PKP" },
	{ "delete from rec.firs where fir_id > 203", NULL, NULL },
	{ "delete from rec.firs where fir_id between 81 and 120",
	  CASES_OF "Kasur (KSR): 20 of its 100 facts would leave", "LHR KSR" },
	/* rows that turn bad, and rows that move */
	{ "update rec.firs set registered_at = '2062-01-01' where fir_id <= 20",
	  CASES_OF "Lahore (LHR): 20 of its 100 facts would leave", "LHR" },
	{ "update rec.firs set district = 'KSR' where fir_id <= 20",
	  CASES_OF "Lahore (LHR): 20 of its 100 facts would leave (20 for another district)",
	  "LHR" },
	{ "update rec.firs set district = 'KSR' where fir_id <= 10", NULL, NULL },
	/* a feed of its own: nothing of the cases is lost */
	{ "delete from rec.accused where accused_id <= 20",
	  "feed 'accused' of source 'rec' in Lahore (LHR): 20 of its 100", "LHR" },
	{ "truncate rec.firs, rec.accused",
	  CASES_OF "Kasur (KSR): 100 of its 100 facts would leave", "LHR KSR PKP" },
};

static void check_loss(size_t n)
{
	g_autoptr(History) history = history_of_many();
	Records *records = history->records;
	g_autofree char *before = records_digest(records, true);
	g_autoptr(GError) error = NULL;
	records_exec(records, losses[n].change);
	bool done = run(records, NULL, &error);
	cr_expect_eq(done, losses[n].message == NULL, "%s: %s", losses[n].change,
		     error != NULL ? error->message : "went on");
	if (done || losses[n].message == NULL)
		return;
	g_autofree char *after = records_digest(records, true);
	cr_expect_str_eq(after, before);
	cr_expect(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_FAILED));
	cr_expect(strstr(error->message, losses[n].message) != NULL, "%s: %s", losses[n].change,
		  error->message);
	g_auto(GStrv) answers = g_strsplit(losses[n].answer, " ", -1);
	for (char **answer = answers; *answer != NULL; answer++)
		cr_expect(strstr(error_hint(error), *answer) != NULL, "%s", error_hint(error));
	g_clear_error(&error);
	const char *const other[] = { "Multan", NULL };
	cr_expect_not(run(records, other, &error), "%s: another district answered it",
		      losses[n].change);
	g_clear_error(&error);
	cr_expect(run(records, (const char *const *)answers, &error), "%s: %s", losses[n].change,
		  error != NULL ? error->message : "");
}

Test(loss_guard, asks_by_district_and_feed_whatever_took_the_records_away, .timeout = 600)
{
	for (size_t n = 0; n < G_N_ELEMENTS(losses); n += 2)
		check_loss(n);
}

Test(loss_guard, asks_so_of_every_second_kind_too, .timeout = 600)
{
	for (size_t n = 1; n < G_N_ELEMENTS(losses); n += 2)
		check_loss(n);
}

Test(loss_guard, takes_names_and_refuses_those_of_no_district, .timeout = 120)
{
	g_autoptr(History) history = history_of_many();
	g_autoptr(GError) error = NULL;
	records_exec(history->records, "delete from rec.firs where fir_id <= 40");
	cr_assert_not(run(history->records, (const char *const[]){ "Lahor", NULL }, &error));
	cr_expect(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_USAGE), "%s", error->message);
	g_clear_error(&error);
	cr_assert(run(history->records, (const char *const[]){ " lahore ", NULL }, &error), "%s",
		  error != NULL ? error->message : "");
	rows_check(history->records->warehouse, "select count(*) from fact.\"case\"", "170\n");
}

Test(loss_guard, asks_when_facts_are_classified_into_another_district, .timeout = 120)
{
	g_autoptr(History) history = history_of_many();
	g_autoptr(GError) error = NULL;
	Records *records = history->records;
	/* a district that ceased: its records wait until they name another */
	records_exec_warehouse(records, "delete from ref.district where code = 'KSR'");
	cr_assert_not(run_reclassify(records->config, "Kasur has gone", records->summary, &error));
	cr_expect(strstr(error->message,
			 "feed 'case' of source 'rec' in KSR: 100 of its 100 facts would leave") !=
		      NULL,
		  "%s", error->message);
	g_clear_error(&error);
	cr_assert(run_reclassify_accepting(records->config, "Kasur has gone",
					   (const char *const[]){ "all", NULL }, records->summary,
					   &error),
		  "%s", error != NULL ? error->message : "");
}
