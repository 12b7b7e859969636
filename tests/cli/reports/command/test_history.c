/* What an operator may ask of the past through the built program: reports as of a run, periods
 * to compare, rejected rows to send away. */
#include "tests/support/program.h"

#include <criterion/criterion.h>
#include <string.h>

static const char config[] = "data: data\n"
			     "templates: ${SHUMAR_ROOT}/templates\n"
			     "output: reports\n"
			     "log: {level: warning}\n"
			     "sources:\n"
			     "  psrms: {mapping: psrms, connection: \"embedded:psrms_demo\"}\n";

static char *home;

static void expect(const ProgramRun *run, int code, const char *text)
{
	cr_expect_eq(run->code, code, "exit %d: %s", run->code, run->err);
	cr_expect(strstr(run->out, text) != NULL || strstr(run->err, text) != NULL,
		  "expected '%s' in:\n%s%s", text, run->out, run->err);
}

static char *query(const char *database, const char *sql)
{
	g_autoptr(ProgramRun) run = program_run(home, "db", "psql", "--", "-d", database, "-X",
						"-A", "-t", "-q", "-c", sql, NULL);
	cr_assert_eq(run->code, 0, "%s", run->err);
	return g_strchomp(g_steal_pointer(&run->out));
}

static char *published(void)
{
	return query("shumar", "select published_run from etl.pointer");
}

static void run_again(void)
{
	/* a third of the outcomes goes on purpose */
	g_autoptr(ProgramRun) run = program_run(home, "etl", "run", "--accept-loss", "all", NULL);
	cr_assert_eq(run->code, 0, "%s", run->err);
	cr_assert(strstr(run->out, "published (") != NULL, "%s", run->out);
}

/* ── reports as of a run ── */
/* The checksums of the text, PDF and workbook of one week, as of RUN or (NULL) of now. */
static char *weekly(const char *run, const char *folder)
{
	static const char *const formats[] = { "text", "pdf", "xlsx" };
	static const char *const endings[] = { "txt", "pdf", "xlsx" };
	GString *sums = g_string_new(NULL);
	for (size_t n = 0; n < G_N_ELEMENTS(formats); n++) {
		g_autofree char *file = g_strdup_printf("%s.%s", folder, endings[n]);
		g_autofree char *path = g_build_filename(home, file, NULL);
		g_autofree char *bytes = NULL;
		gsize length = 0;
		g_autoptr(ProgramRun) made =
		    program_run(home, "report", "render", "dpo-weekly", "--param", "district=LHR",
				"--param", "week=2026-W20", "--format", formats[n], "-o", file,
				run != NULL ? "--as-of" : NULL, run, NULL);
		cr_assert_eq(made->code, 0, "%s", made->err);
		cr_assert(g_file_get_contents(path, &bytes, &length, NULL), "%s", path);
		g_autofree char *sum =
		    g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)bytes, length);
		g_string_append_printf(sums, "%s %s\n", endings[n], sum);
	}
	return g_string_free(sums, FALSE);
}

static const char *const changes[] = {
	/* of the week that is printed, and of cases of long before it */
	"update psrms.firs set sections = '302', status = 'Cancelled' where registered_at > '2026-05-01' and fir_id % 2 = 0",
	"delete from psrms.court_outcomes where outcome_id % 3 = 0",
};

static void check_as_of(void)
{
	g_autofree char *kept[G_N_ELEMENTS(changes) + 1] = { NULL };
	g_autofree char *runs[G_N_ELEMENTS(changes) + 1] = { NULL };
	for (size_t n = 0; n <= G_N_ELEMENTS(changes); n++) {
		runs[n] = published();
		kept[n] = weekly(NULL, "now");
		if (n == G_N_ELEMENTS(changes))
			break;
		g_free(query("psrms_demo", changes[n]));
		run_again();
	}
	cr_expect_str_neq(kept[0], kept[1]);
	for (size_t n = 0; n <= G_N_ELEMENTS(changes); n++) {
		g_autofree char *again = weekly(runs[n], "then");
		cr_expect_str_eq(again, kept[n], "as of run %s", runs[n]);
		g_free(kept[n]);
		g_free(runs[n]);
		kept[n] = runs[n] = NULL;
	}
}

static void check_doubt(void)
{
	g_free(query(
	    "shumar",
	    "update cube.case_day set cases = cases + 1 where ctid = (select min(ctid) from cube.case_day)"));
	g_free(query("psrms_demo", "update psrms.firs set status = 'Untraced' where fir_id = 3"));
	g_autoptr(ProgramRun) run = program_run(home, "etl", "run", NULL);
	expect(run, 6, "cannot publish: cube 'case_day'");
	g_autoptr(ProgramRun) report =
	    program_run(home, "report", "render", "dpo-weekly", "--param", "district=LHR",
			"--format", "text", NULL);
	expect(report, 6, "hint: ");
	g_autoptr(ProgramRun) repair = program_run(home, "etl", "rebuild", "case_day", NULL);
	expect(repair, 0, "published (");
	g_autoptr(ProgramRun) again = program_run(home, "report", "render", "dpo-weekly", "--param",
						  "district=LHR", "--format", "text", NULL);
	cr_expect_eq(again->code, 0, "%s", again->err);
}

/* ── words ── */
static void check_words(void)
{
	static const struct {
		const char *words[7];
		int code;
		const char *says;
	} cases[] = {
		{ { "backfill" }, 2, "--from is missing" },
		{ { "backfill", "--from", "2024-01-01" }, 2, "--to is missing" },
		{ { "backfill", "--from", "2024-02-30", "--to", "2024-03-01" },
		  2,
		  "--from is no day" },
		{ { "backfill", "--from", "yesterday", "--to", "2024-03-01" },
		  2,
		  "Write a day as" },
		{ { "backfill", "--from", "2024-03-01", "--to", "2024-02-01" },
		  2,
		  "is after --to" },
		{ { "backfill", "now", "--from", "2024-03-01", "--to", "2024-04-01" }, 2, "'now'" },
		{ { "backfill", "--from", "2024-01-01", "--to", "2024-01-31" },
		  0,
		  "nothing changed since run" },
		{ { "reclassify" }, 2, "--reason is missing" },
		{ { "explain" }, 2, "needs 1 word" },
		{ { "explain", "last" }, 2, "'last' is no number of a run" },
		{ { "explain", "999999" }, 2, "there is no run 999999" },
		{ { "rejects", "--retry" }, 0, "nothing changed since run" },
		{ { "rejects", "--district", "no-such" }, 0, "0 open entries" },
		{ { "rejects", "--export", "shumar.yaml" }, 7, "shumar.yaml" },
		{ { "rejects", "--export", "stations" }, 0, "one per station, in stations" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		const char *const *w = cases[n].words;
		g_autoptr(ProgramRun) run =
		    program_run(home, "etl", w[0], w[1], w[2], w[3], w[4], w[5], w[6], NULL);
		expect(run, cases[n].code, cases[n].says);
	}
	g_autoptr(ProgramRun) as_of =
	    program_run(home, "report", "render", "dpo-weekly", "--param", "district=LHR",
			"--as-of", "2001-01-01", "--format", "text", NULL);
	cr_expect_neq(as_of->code, 0);
	expect(as_of, as_of->code, "2001-01-01");
}

Test(history, of_runs_answers_an_operator, .timeout = 3000)
{
	home = program_home(config);
	g_autoptr(ProgramRun) demo =
	    program_run(home, "demo", "--cases", "1500", "--papers", "none", "--quiet", NULL);
	cr_assert_eq(demo->code, 0, "%s", demo->err);
	check_words();
	check_as_of();
	check_doubt();
	program_home_free(home);
}
