/* Files of one's own, from a cube to a finished paper, without a compiler. */
#include "tests/support/program.h"

#include <criterion/criterion.h>
#include <string.h>

static const char config[] =
    "data: data\nwarehouse: embedded\ntemplates: ${SHUMAR_ROOT}/templates\noutput: out\n"
    "sources:\n  psrms: {mapping: psrms, connection: \"embedded:psrms_demo\"}\n";

#define CUBE(count)                                                                                \
	"-- purpose: accused persons by sex, per month of registration\n"                          \
	"-- grain: one row per fact; cells per district, sex, registered_month\n"                  \
	"-- keys: district, sex, registered_month\n-- counts: accused\n-- parameters: none\n"      \
	"-- returns: district text, sex text, registered_month date, accused bigint\n"             \
	"-- locks: none\n"                                                                         \
	"select f.district, coalesce(f.sex, 'unknown') as sex,\n"                                  \
	" pg_catalog.date_trunc('month', f.registered_on::timestamp)::date as registered_month,\n" \
	" " count " as accused\nfrom engine.signed_accused f\n"

#define QUERY(sum)                                                                                 \
	"-- purpose: accused persons by sex in a month\n-- grain: one row per sex\n"               \
	"-- parameters: $1 month date\n-- returns: sex text, accused bigint\n-- locks: none\n"     \
	"select c.sex, " sum " as accused from report.accused_sex_month c\n"                       \
	"where c.registered_month = $1::date group by c.sex order by c.sex collate \"C\"\n"

static const char paper[] =
    "template: accused-sex\n"
    "paper: {en: \"Accused persons by sex\", ur: \"ملزمان بلحاظ جنس\"}\n"
    "audience: internal\nlanguages: [en]\noutputs: [text]\n"
    "parameters:\n  month: {type: month}\n"
    "datasets:\n  sexes:\n    query: accused_sex\n    with: {month: $month}\n    rows: 0..\n"
    "blocks:\n"
    "  - heading: {en: \"Accused persons by sex\", ur: \"ملزمان بلحاظ جنس\"}\n"
    "  - table:\n      id: sexes\n      dataset: sexes\n"
    "      caption: {en: \"By sex\", ur: \"بلحاظ جنس\"}\n"
    "      columns:\n"
    "        - {field: sex, header: {en: Sex, ur: جنس}}\n"
    "        - {field: accused, header: {en: Accused, ur: ملزمان}}\n";

static char *home;

static void home_make(void)
{
	home = program_home(config);
}

static void home_free(void)
{
	program_home_free(home);
}

static void expect(const ProgramRun *run, int code, const char *text)
{
	cr_expect_eq(run->code, code, "exit %d: %s%s", run->code, run->out, run->err);
	cr_expect(strstr(run->out, text) != NULL || strstr(run->err, text) != NULL,
		  "expected '%s' in:\n%s%s", text, run->out, run->err);
}

static void check_says(int code, const char *text)
{
	g_autoptr(ProgramRun) run = program_run(home, "site", "check", NULL);
	expect(run, code, text);
}

/* Statements and cubes that are not as their headers say stop before anything is counted. */
static void refused_on_the_schema(void)
{
	program_write(home, "site/sql/cubes/accused_sex_month.sql",
		      CUBE("(f.sign * f.sign)::bigint"));
	program_write(home, "site/sql/reports/accused_sex.sql", QUERY("sum(c.accused)"));
	check_says(3, "the cube does not add up");
	program_write(home, "site/sql/cubes/accused_sex_month.sql", CUBE("f.sign::bigint"));
	check_says(3, "It gives: sex text, accused numeric.");
	program_write(home, "site/sql/reports/accused_sex.sql", QUERY("sum(c.accussed)::bigint"));
	check_says(3, "site/sql/reports/accused_sex.sql:6:");
	program_write(home, "site/sql/reports/accused_sex.sql", QUERY("sum(c.accused)::bigint"));
	check_says(0, "3 files are as they should be");
}

/* A type that the header says wrong is found before anybody renders. */
static void a_wrong_type_is_found(void)
{
	g_auto(GStrv) parts = g_strsplit(QUERY("sum(c.accused)::bigint"), "accused bigint", -1);
	g_autofree char *wrong = g_strjoinv("accused integer", parts);
	program_write(home, "site/sql/reports/accused_sex.sql", wrong);
	g_autoptr(ProgramRun) check = program_run(home, "report", "check", "accused-sex", NULL);
	expect(check, 3,
	       "column 2 is 'accused integer' in the line 'returns' and 'accused bigint'");
	program_write(home, "site/sql/reports/accused_sex.sql", QUERY("sum(c.accused)::bigint"));
}

/* What only rows can bring about is told with the template's line, and leaves no paper. */
static void a_query_that_fails_says_where(void)
{
	program_write(home, "site/sql/reports/accused_sex.sql",
		      QUERY("(sum(c.accused) / 0)::bigint"));
	check_says(0, "3 files are as they should be");
	g_autoptr(ProgramRun) render = program_run(home, "report", "render", "accused-sex",
						   "--param", "month=2026-05", "-o", "paper", NULL);
	expect(render, 1, "site/templates/accused-sex.yaml:9: dataset 'sexes'");
	expect(render, 1, "division by zero");
	g_autofree char *made = g_build_filename(home, "paper.txt", NULL);
	cr_expect_not(g_file_test(made, G_FILE_TEST_EXISTS));
	program_write(home, "site/sql/reports/accused_sex.sql", QUERY("sum(c.accused)::bigint"));
}

/* The figure of the paper is that of the facts. */
static void a_paper_of_ones_own(void)
{
	g_autoptr(ProgramRun) check = program_run(home, "report", "check", "accused-sex", NULL);
	expect(check, 0, "");
	cr_expect_str_eq(check->err, "");
	g_autoptr(ProgramRun) render = program_run(home, "report", "render", "accused-sex",
						   "--param", "month=2026-05", "-o", "paper", NULL);
	expect(render, 0, "");
	g_autoptr(ProgramRun) said =
	    program_run_other(home, "sh", "-c", "cat paper.txt manifest.json", NULL);
	expect(said, 0, "\"site\": {");
	expect(said, 0, "sql/reports/accused_sex.sql");
	expect(said, 0, "templates/accused-sex.yaml");
	g_autoptr(ProgramRun) facts = program_run(
	    home, "db", "psql", "--", "-Atc",
	    "select count(*) from fact.accused where sex = 'female' and registered_on between "
	    "'2026-05-01' and '2026-05-31'",
	    NULL);
	g_strchomp(facts->out);
	cr_expect_str_neq(facts->out, "0");
	g_autofree char *line = g_strdup_printf("female *%s\n", facts->out);
	g_autoptr(GRegex) space = g_regex_new(line, G_REGEX_MULTILINE, 0, NULL);
	cr_expect(g_regex_match(space, said->out, 0, NULL), "no '%s' in\n%s", line, said->out);
}

static char *ask(const char *sql)
{
	g_autoptr(ProgramRun) run = program_run(home, "db", "psql", "--", "-Atc", sql, NULL);
	cr_assert_eq(run->code, 0, "%s", run->err);
	return g_strdup(g_strchomp(run->out));
}

#define RULE(condition)                                                                            \
	"-- purpose: an office's own\n-- rule: outreach row district own-rule\n"                   \
	"-- remedy: Ask the office.\n-- grain: one row per fault\n-- parameters: none\n"           \
	"-- returns: source text, row_no bigint, reason text\n-- locks: none\n"                    \
	"select s.source, s.row_no, 'Not counted by this office.' as reason\n"                     \
	"from engine.checked_outreach s where " condition "\n"

/* A rule of one's own rejects, and what it rejected comes back without it; a table of reference of
 * one's own, which is said to replace the program's, is the warehouse's. */
static void rules_and_reference_of_ones_own(void)
{
	static const char *const count = "select count(*) from fact.outreach";
	static const char *const named = "select count(*) from ref.station_name";
	g_autofree char *before = ask(count);
	g_autofree char *names = ask(named);
	program_write(home, "site/sql/etl/rules/65_outreach_own.sql", RULE("s.districts = 'x'"));
	check_says(3, "65_outreach_own.sql:9:");
	program_write(home, "site/sql/etl/rules/65_outreach_own.sql", RULE("s.district = 'LHR'"));
	program_write(home, "site/sql/reference/station_name.csv",
		      "jurisdiction,district,name_en,name_ur,verified\n"
		      "punjab,\"\",Airport,ایئرپورٹ,no\n");
	check_says(3, "nothing says that it is meant to");
	program_write(home, "site/site.yaml",
		      "replaces:\n  sql/reference/station_name.csv: \"Our list, letter 14.\"\n");
	g_autoptr(ProgramRun) list = program_run(home, "site", "list", NULL);
	expect(list, 0, "replaces the program's: Our list, letter 14.");
	g_autoptr(ProgramRun) run = program_run(home, "etl", "run", "--accept-loss", "LHR", NULL);
	expect(run, 0, "own-rule");
	g_autofree char *without = ask("select count(*), count(*) filter (where district = 'LHR') "
				       "from fact.outreach");
	cr_expect_str_neq(without, before);
	cr_expect(g_str_has_suffix(without, "|0"), "%s", without);
	g_autofree char *one = ask(named);
	cr_expect_str_eq(one, "1");
	g_autoptr(ProgramRun) manifest = program_run(home, "etl", "manifest", NULL);
	expect(manifest, 0, "\"replaces\":\"Our list, letter 14.\"");
	g_autoptr(ProgramRun) away = program_run_other(home, "rm", "site/site.yaml",
						       "site/sql/etl/rules/65_outreach_own.sql",
						       "site/sql/reference/station_name.csv", NULL);
	expect(away, 0, "");
	g_autoptr(ProgramRun) again = program_run(home, "etl", "run", NULL);
	expect(again, 0, "");
	g_autofree char *after = ask(count);
	g_autofree char *names_after = ask(named);
	cr_expect_str_eq(after, before);
	cr_expect_str_eq(names_after, names);
}

Test(site, serves_an_office_from_a_cube_to_a_paper, .init = home_make, .fini = home_free,
     .timeout = 900)
{
	g_autoptr(ProgramRun) none = program_run(home, "site", "list", NULL);
	expect(none, 3, "there is no site");
	g_autoptr(ProgramRun) demo = program_run(home, "demo", "--cases", "600", "--papers", "none",
						 "--until", "2026-06-30", NULL);
	expect(demo, 0, "");
	program_write(home, "site/templates/accused-sex.yaml", paper);
	refused_on_the_schema();
	g_autoptr(ProgramRun) list = program_run(home, "site", "list", NULL);
	expect(list, 0, "sql/cubes/accused_sex_month.sql");
	g_autoptr(ProgramRun) run = program_run(home, "etl", "run", NULL);
	expect(run, 0, "1 cubes touched");
	g_autoptr(ProgramRun) manifest = program_run(home, "etl", "manifest", NULL);
	expect(manifest, 0, "\"path\":\"sql/cubes/accused_sex_month.sql\",\"replaces\":null");
	g_autoptr(ProgramRun) verify = program_run(home, "etl", "manifest", "--verify", NULL);
	expect(verify, 0, "manifests verified");
	a_wrong_type_is_found();
	a_query_that_fails_says_where();
	a_paper_of_ones_own();
	/* all cubes of the program add up as those of a site must */
	g_autoptr(ProgramRun) add = program_run(
	    home, "db", "psql", "--", "-Atc",
	    "select count(*), coalesce(sum(engine.cube_adds_up(cube)), 0) from etl.cube", NULL);
	expect(add, 0, "34|0");
	rules_and_reference_of_ones_own();
}
