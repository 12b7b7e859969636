/* What offences the sections of a case mention, beside the principal one: on the demonstration. */
#include <criterion/criterion.h>
#include <string.h>

#include "tests/support/demo_home.h"
#include "tests/support/program.h"

static const struct {
	const char *written, *honour, *domestic, *category, *mentioned;
} readings[] = {
	{ "PPC 376(i)", "f", "f", "RAPE", "t" },
	{ "PPC 302, PPC 376(i)", "f", "f", "RAPE", "t" },
	{ "PPC 302, PPC 376(i)", "f", "f", "MURDER", "t" },
	{ "PPC 375-A, PPC 376(i)", "f", "f", "GANGRAPE", "t" },
	/* a clause of its own is not read as the section without it */
	{ "PPC 376(ii)", "f", "f", "RAPE", "f" },
	{ "PPC 376(ii)", "f", "f", "GANGRAPE", "t" },
	/* a clause that nobody lists is */
	{ "PPC 376(ix)", "f", "f", "RAPE", "t" },
	{ "PPC 365-B, PPC 34", "f", "f", "RAPE", "f" },
	/* an offence that needs a flag is mentioned with the flag only */
	{ "PPC 302", "f", "f", "HONOUR", "f" },
	{ "PPC 302", "t", "f", "HONOUR", "t" },
	{ "PPC 337-A(i)", "f", "f", "DOMVIOL", "f" },
	{ "PPC 337-A(i)", "f", "t", "DOMVIOL", "t" },
	{ "", "f", "f", "RAPE", "f" },
	{ "as told by the father", "f", "f", "RAPE", "f" },
};

Test(mentions, are_read_as_the_principal_offence_is)
{
	for (size_t n = 0; n < G_N_ELEMENTS(readings); n++) {
		g_autofree char *sql = g_strdup_printf(
		    "select report.sections_mention('%s', '%s', '%s', '2024-06-01', '%s')",
		    readings[n].written, readings[n].honour, readings[n].domestic,
		    readings[n].category);
		g_autofree char *said = demo_query("shumar", sql);
		cr_expect_str_eq(said, readings[n].mentioned, "'%s', %s", readings[n].written,
				 readings[n].category);
	}
}

/* Whatever the principal offence is, its sections mention it. */
Test(mentions, hold_every_principal_offence)
{
	g_autofree char *lacking = demo_query(
	    "shumar",
	    "select count(*) from (select distinct c.category, c.sections, c.honour, c.domestic "
	    "from cube.sections_month c where c.category <> 'OTHER') s where not "
	    "report.sections_mention(s.sections, s.honour, s.domestic, '2024-06-01', s.category)");
	cr_expect_str_eq(lacking, "0");
}

static const char mentions_template[] =
    "template: mentions\n"
    "audience: internal\n"
    "languages: [en]\n"
    "outputs: [csv]\n"
    "datasets:\n"
    "  head: {query: release_head, with: {jurisdiction: punjab, district: all, from: 2022-01-01, "
    "to: 2026-09-01, as_at: $as_at}, rows: 1}\n"
    "blocks:\n"
    "  - heading: {en: Mentions}\n"
    "  - figures:\n"
    "      - {value: head.rape_any, measure: cases_rape_mentioned}\n";

/* Counted over the facts by what a reader of the registers would look for; it shares nothing with
 * the dataset. */
Test(mentions, of_rape_are_those_that_the_registers_name)
{
	g_autofree char *counted = demo_query(
	    "shumar", "select count(*) from fact.\"case\" f join ref.district d on d.code = "
		      "f.district where d.jurisdiction = 'punjab' and f.registered_on between "
		      "'2022-01-01' and '2026-09-30' and exists (select from unnest(f.sections) s "
		      "where s ~ '376' and s !~* '376\\W*\\(?ii\\)?$')");
	program_write(demo_home(), "mentions/mentions.yaml", mentions_template);
	g_autoptr(ProgramRun) run =
	    program_run(demo_home(), "report", "render", "mentions/mentions.yaml", "--format",
			"csv", "-o", "mentions/release", NULL);
	cr_assert_eq(run->code, 0, "%s", run->err);
	g_autofree char *path = g_build_filename(demo_home(), "mentions/release-figures.csv", NULL);
	g_autofree char *csv = NULL;
	cr_assert(g_file_get_contents(path, &csv, NULL, NULL));
	const char *at = strstr(csv, "rape_any");
	cr_assert_not_null(at, "%s", csv);
	g_autofree char *wanted = g_strdup_printf(",%s,", counted);
	g_autofree char *row = g_strndup(at, strcspn(at, "\r\n"));
	cr_expect_not_null(strstr(row, wanted), "%s is not in %s", counted, row);
}
