/* India's published tables of 2014 through the program as an operator runs it: every printed rate
 * and every accounting identity is reproduced, and nothing of the Indian Punjab is shown as
 * Punjab's. */
#include "core/database/sqltext.h"
#include "tests/support/program.h"
#include "tests/support/real.h"

#include <criterion/criterion.h>
#include <string.h>

TestSuite(ncrb, .timeout = 1500);

static Real *published(void)
{
	g_autofree char *folder = real_records("india");
	Real *real = real_new("ncrb", folder);
	real_run(real);
	return real;
}

/* The answer of SQL over the rows of dataset QUERY, which it calls n. */
static char *asked(Database *db, const char *query, const char *sql)
{
	g_autofree char *statement = g_strdup_printf("with n as (%s\n) %s", sqltext(query), sql);
	return rows_text(db, statement);
}

static void check_asked(Database *db, const char *query, const char *sql, const char *expected)
{
	g_autofree char *answer = asked(db, query, sql);
	cr_expect_str_eq(answer, expected, "%s: %s instead of %s", sql, answer, expected);
}

Test(ncrb, takes_in_every_figure_of_the_tables)
{
	g_autoptr(Real) fixture = published();
	/* 40 heads with 23 counts and 160 rates, 2 of which are dashes; 39 areas with 4 figures */
	rows_check(
	    fixture->db,
	    "select count(*) filter (where item not like 'pub%' and area = 'All India'), "
	    "count(*) filter (where item like 'pub%' and area = 'All India'), "
	    "count(*) filter (where area <> 'All India' or item = 'incidence'), "
	    "(select count(*) from etl.reject) from fact.count where area <> 'TOTAL ALL INDIA'",
	    "920|158|152|0\n");
	rows_check(fixture->db, "select lines, rejected from etl.file order by file collate \"C\"",
		   "39|0\n40|0\n");
}

Test(ncrb, reproduces_all_160_printed_rates)
{
	g_autoptr(Real) fixture = published();
	check_asked(fixture->db, "reports/ncrb_police_court.sql",
		    "select count(*), count(*) filter (where r.computed = r.printed), "
		    "count(*) filter (where r.computed = '-') from n cross join lateral (values "
		    "(chargesheeting_text, chargesheeting_printed), "
		    "(investigation_pendency_text, investigation_pendency_printed), "
		    "(conviction_text, conviction_printed), "
		    "(trial_pendency_text, trial_pendency_printed)) as r (computed, printed)",
		    "160|160|2\n");
}

Test(ncrb, reproduces_the_seven_accounting_identities)
{
	static const char *const identities[] = {
		"to_investigate = pending_before + reported - withdrawn - transferred",
		"disposed_by_police = false_reports + mistakes + noncognizable + chargesheeted + true_reports",
		"pending_investigation = to_investigate - not_investigated - disposed_by_police",
		"sent_up = chargesheeted",
		"to_try = trials_before + sent_up - trials_withdrawn - plea_bargained",
		"trials_completed = convicted + acquitted",
		"pending_trial = to_try - compounded - trials_completed",
	};
	g_autoptr(Real) fixture = published();
	for (size_t i = 0; i < G_N_ELEMENTS(identities); i++) {
		g_autofree char *sql =
		    g_strdup_printf("select count(*) from n where %s", identities[i]);
		check_asked(fixture->db, "reports/ncrb_police_court.sql", sql, "40\n");
	}
}

Test(ncrb, rates_by_state_are_as_exact_as_the_printed_population_allows)
{
	g_autoptr(Real) fixture = published();
	check_asked(fixture->db, "reports/ncrb_incidence.sql",
		    "select count(*), bool_and(within), max(abs(difference)), "
		    "count(*) filter (where total) from n",
		    "39|t|0.4|3\n");
}

Test(ncrb, the_page_prints_the_rates_and_says_how_exact_they_are)
{
	g_autoptr(Real) fixture = published();
	g_autoptr(ProgramRun) run = program_run(fixture->home, "report", "render", "ncrb-2014",
						"--format", "text", "-o", "-", NULL);
	cr_assert_eq(run->code, 0, "exit %d: %s", run->code, run->err);
	const char *page = run->out;
	cr_expect(strstr(page, "is rounded to 0.1 lakh") != NULL, "%s", page);
	cr_expect(strstr(page, "the Indian state") != NULL);
	cr_expect(strstr(page, "95.6") != NULL && strstr(page, "28.0") != NULL);
}

/* A state of India bears the name: no view that reports of Punjab read may hold a row of it. */
Test(ncrb, nothing_of_the_indian_punjab_is_shown_as_punjabs)
{
	g_autoptr(Real) fixture = published();
	rows_check(fixture->db,
		   "select distinct jurisdiction from report.count_period where area = 'Punjab'",
		   "india\n");
	rows_check(
	    fixture->db,
	    "select (select count(*) from report.count_period where jurisdiction = 'punjab'), "
	    "(select count(*) from report.published where jurisdiction = 'punjab'), "
	    "(select count(*) from ref.district where jurisdiction = 'india'), "
	    "(select count(*) from fact.\"case\")",
	    "0|0|0|0\n");
	g_autoptr(ProgramRun) run =
	    program_run(fixture->home, "report", "render", "vwps-note", "--param",
			"district=pakpattan", "--format", "text", "-o", "out", NULL);
	cr_expect_neq(run->code, 0, "Punjab's press note was printed from figures of India");
	/* every dataset that reads published counts says of which jurisdiction */
	for (size_t i = 0; i < sqltext_table_count; i++) {
		const SqlText *file = &sqltext_table[i];
		if (g_str_has_prefix(file->path, "reports/") &&
		    strstr(file->text, "report.count_period") != NULL)
			cr_expect(strstr(file->text, "jurisdiction = ") != NULL, "sql/%s",
				  file->path);
	}
}
