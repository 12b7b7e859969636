/* What a run changed and why; and a dry run, which says it beforehand. */
#include "core/error.h"
#include "etl/command/ledger.h"
#include "etl/run/run.h"
#include "tests/support/history.h"
#include "tests/support/rows.h"

#include <criterion/criterion.h>
#include <string.h>

#define FIGURES "published figure" /* "… that change", or "no … changes" */

static const char how[] =
    "select fact, how, count(*) from engine.changes((select max(run_no) from etl.run)) group by 1, 2 order by"
    " array_position(engine.facts(), fact), how collate \"C\"";

static const char first[] =
    "insert into rec.firs select n, 'LHR', 'City', 2024, 100 + n, '2024-05-01', null, '{302}' from generate_series(8, 9) n";
static const char leaves[] =
    "delete from rec.accused where fir_id = 4; delete from rec.firs where fir_id = 4";
static const char planned[] =
    "update rec.clock set as_at = '2024-06-20 12:00Z';"
    /* new, and late: of a day that was published without it */
    "insert into rec.firs select 6, 'LHR', 'City', 2024, '106', '2024-06-10', null, '{302}';"
    "insert into rec.accused select 6, 6, null, null, 'ARRESTED';"
    "insert into rec.firs select 7, 'LHR', 'City', 2024, '107', '2024-05-01', null, '{302}';"
    /* back again */
    "insert into rec.firs select 4, 'PAK', 'Saddar', 2024, '1', '2024-02-02 08:00Z', null, '{506}';"
    "insert into rec.accused select 5, 4, null, null, 'NOMINATED';"
    /* corrected: one that nothing follows, and one whose station its accused carries */
    "update rec.firs set victims = 3 where fir_id = 3;"
    "update rec.firs set station = 'Moved' where fir_id = 2;"
    /* a late outcome, which decides for its accused */
    "insert into rec.outcomes values (4, 3, 4, '2024-06-01', 'CONVICTED');"
    "delete from rec.firs where fir_id = 8;"
    "update rec.firs set district = 'nowhere' where fir_id = 9";

static History *until_the_planned_night(void)
{
	History *history = history_new(1, false);
	records_exec(history->records, first);
	records_run_well(history->records);
	records_exec(history->records, leaves);
	records_run_well(history->records);
	records_exec(history->records, planned);
	return history;
}

Test(explain, counts_the_changes_of_a_night_by_reason)
{
	g_autoptr(History) history = until_the_planned_night();
	records_run_well(history->records);
	rows_check(
	    history->records->warehouse, how,
	    "case|corrected|2\ncase|late|1\ncase|new|1\ncase|rejected|1\ncase|returned|1\ncase|withdrawn|1\n"
	    "accused|case|1\naccused|new|1\naccused|outcome|1\naccused|returned|1\n"
	    "outcome|late|1\n"
	    "lifecycle|case|1\nlifecycle|late|1\nlifecycle|new|1\nlifecycle|outcome|1\nlifecycle|returned|1\n"
	    "lifecycle|withdrawn|2\n");
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	cr_assert(ledger_explain(text, history->records->warehouse, "3", &error));
	static const char *const says[] = {
		"run 3: nightly, published",
		"source rec: read, changes by ledger; known to 2024-06-20 17:00",
		"victims",
		"case_day.cases",
		"unknown-district",
		"extract"
	};
	for (size_t n = 0; n < G_N_ELEMENTS(says); n++)
		cr_expect(strstr(text->str, says[n]) != NULL, "no '%s' in:\n%s", says[n],
			  text->str);
}

Test(explain, tells_a_reclassification_from_a_correction)
{
	g_autoptr(History) history = until_the_planned_night();
	Records *records = history->records;
	g_autoptr(GError) error = NULL;
	records_run_well(records);
	history_refer(history,
		      "update ref.offence_section set category = 'HARASS' where section = '506'");
	cr_assert(run_reclassify(records->config, "506 is harassment", records->summary, &error),
		  "%s", error != NULL ? error->message : "");
	rows_check(records->warehouse, how,
		   "case|reclassified|1\naccused|reclassified|1\nlifecycle|reclassified|1\n");
	g_autoptr(GString) text = g_string_new(NULL);
	cr_assert(ledger_explain(text, records->warehouse, "4", &error));
	cr_expect(strstr(text->str, "506 is harassment") != NULL, "%s", text->str);
}

Test(explain, knows_no_run_that_never_was)
{
	g_autoptr(Records) records = records_new();
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	cr_assert_not(ledger_explain(text, records->warehouse, "12", &error));
	cr_expect(g_error_matches(error, SHUMAR_ERROR, SHUMAR_ERROR_USAGE));
	cr_expect(strstr(error->message, "there is no run 12") != NULL);
}

/* ── a dry run ── */
/* From the heading to the empty line. Transfer full. */
static char *figures_of(const char *text)
{
	const char *start = strstr(text, FIGURES);
	cr_assert_not_null(start, "no figures in:\n%s", text);
	const char *end = strstr(start, "\n\n");
	return end != NULL ? g_strndup(start, (gsize)(end - start)) : g_strdup(start);
}

static void dry_then_real(History *history)
{
	Records *records = history->records;
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree char *before = records_digest(records, false);
	cr_assert(records_run_dry(records, &error), "%s", error != NULL ? error->message : "");
	g_autofree char *after = records_digest(records, false);
	g_autofree char *foretold = figures_of(records->summary->str);
	cr_assert_str_eq(after, before, "%s", history->journal->str);
	records_run_well(records);
	g_autofree char *run = records_text(records, "select max(run_no) from etl.run");
	cr_assert(ledger_explain(text, records->warehouse, run, &error), "%s",
		  error != NULL ? error->message : "");
	g_autofree char *came = figures_of(text->str);
	history_equal(history, came, foretold, "figures");
}

Test(explain, says_of_a_planned_night_what_the_dry_run_foretold)
{
	g_autoptr(History) history = until_the_planned_night();
	dry_then_real(history);
	g_autoptr(GString) text = g_string_new(NULL);
	cr_assert(ledger_explain(text, history->records->warehouse, "4", NULL));
	static const char *const figures[] = {
		"\n  case_day.cases                  2024-02       1      2      1\n",
		"\n  case_day.cases                  2024-05       2      1      1\n",
		"\n  case_day.cases                  2024-06       0      1      1\n",
		"\n  decided_day.accused             2024-06       0      1      1\n",
	};
	for (size_t n = 0; n < G_N_ELEMENTS(figures); n++)
		cr_expect(strstr(text->str, figures[n]) != NULL, "no '%s' in:\n%s", figures[n],
			  text->str);
}

Test(explain, says_of_random_nights_what_the_dry_run_foretold)
{
	g_autoptr(History) history = history_new(5, false);
	records_run_well(history->records);
	for (int night = 0; night < 4; night++) {
		history_change(history);
		dry_then_real(history);
	}
}
