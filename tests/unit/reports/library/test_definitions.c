/* docs/definitions.md is made from templates/measures.yaml by an awk script; what it says is held
 * to what the program reads of the same file. */
#include "reports/library/measure.h"

#include <criterion/criterion.h>
#include <string.h>

static char *page_text(void)
{
	g_autofree char *path =
	    g_build_filename(g_getenv("SHUMAR_ROOT"), "docs", "definitions.md", NULL);
	char *text = NULL;
	cr_assert(g_file_get_contents(path, &text, NULL, NULL), "cannot read %s", path);
	return text;
}

static Measures *measures(void)
{
	g_autofree char *folder = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	g_autoptr(GError) error = NULL;
	Measures *all = measures_read(folder, NULL, &error);
	cr_assert_not_null(all, "%s", error != NULL ? error->message : "");
	return all;
}

static char *share_of(const Measure *measure)
{
	const char *above = measure_numerator(measure);
	return above != NULL ? g_strdup_printf("`%s` / `%s`", above, measure_denominator(measure))
			     : g_strdup("");
}

Test(definitions, page_has_a_row_for_each_measure_and_no_other)
{
	g_autofree char *page = page_text();
	g_autoptr(Measures) all = measures();
	const char *table = strstr(page, "\n## Measures\n");
	cr_assert_not_null(table);
	size_t rows = 0;
	for (const char *at = table; (at = strstr(at, "\n| `")) != NULL; at++)
		rows++;
	const char *const *id = measures_ids(all);
	for (; *id != NULL; id++, rows--) {
		const Measure *measure = measures_find(all, *id);
		g_autofree char *share = share_of(measure);
		g_autofree char *row = g_strdup_printf(
		    "\n| `%s` | %s | %s | %s | %s | %s |\n", *id, measure_name(measure, "en"),
		    measure_unit(measure), measure_definition(measure, "en"),
		    measure_basis(measure, "en"), share);
		cr_expect(strstr(table, row) != NULL, "run 'make docs'; definitions.md lacks:%s",
			  row);
	}
	cr_expect_eq(rows, 0, "definitions.md has rows of measures that there are not");
}

Test(definitions, page_has_every_version_of_a_formula)
{
	g_autofree char *page = page_text();
	g_autoptr(Measures) all = measures();
	size_t found = 0;
	for (const char *const *id = measures_ids(all); *id != NULL; id++) {
		const Measure *measure = measures_find(all, *id);
		for (size_t n = 0; n < measure_versions(measure); n++, found++) {
			g_autofree char *row = g_strdup_printf("\n| `%s` | %s | %s |\n", *id,
							       measure_version_from(measure, n),
							       measure_version_formula(measure, n));
			cr_expect(strstr(page, row) != NULL, "definitions.md lacks:%s", row);
		}
	}
	cr_expect_gt(found, 0);
}
