/* What the audit of a release says of its tables, on figures put together by hand. */
#include "reports/release/losses.h"

#include <criterion/criterion.h>
#include <string.h>

static const char text[] =
    "release: tiny\n"
    "title: {en: Cases, ur: مقدمات}\n"
    "jurisdiction: punjab\n"
    "most-lost: 95\n"
    "tables:\n"
    "  - {table: whole, measure: cases_registered, place: province, kind: all, period: month, from: "
    "2026-03-01, to: 2026-03-31}\n"
    "  - {table: fine, measure: cases_registered, place: district, kind: all, period: month, from: "
    "2026-03-01, to: 2026-03-31, coarser: whole}\n"
    "headline:\n"
    "  - {table: whole, place: punjab, kind: all}\n";

static guint add(UnionRelease *release, const char *place, const char *table, gint64 value,
		 const char *rule)
{
	UnionCell *cell = union_add_cell(release, "cases_registered", place, "all", 1, 31);
	cell->table = g_strdup(table);
	cell->value = value;
	cell->state = rule != NULL ? CELL_HIDDEN : CELL_PUBLISHED;
	cell->rule = g_strdup(rule);
	return release->cells->len - 1;
}

/* 3 and 63 hidden, 15 published, all of it 81. */
static UnionRelease *release_new(void)
{
	UnionRelease *release = union_release_new("tiny");
	UnionSum *sum = g_new0(UnionSum, 1);
	sum->name = g_strdup("all by district");
	sum->terms = g_array_new(FALSE, FALSE, sizeof(StoreTerm));
	const StoreTerm terms[] = {
		{ add(release, "punjab", "whole", 81, NULL), 1 },
		{ add(release, "MUR", "fine", 3, "small"), -1 },
		{ add(release, "OKR", "fine", 63, "secondary"), -1 },
		{ add(release, "PKP", "fine", 15, NULL), -1 },
	};
	g_array_append_vals(sum->terms, terms, G_N_ELEMENTS(terms));
	g_ptr_array_add(release->sums, sum);
	return release;
}

Test(losses, are_counted_by_table_and_held_against_the_other_ways)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Plan) plan = plan_parse(text, "tiny", &error);
	cr_assert(plan != NULL, "%s", error != NULL ? error->message : "");
	g_autoptr(UnionRelease) release = release_new();
	g_autoptr(GString) brief = g_string_new(NULL), full = g_string_new(NULL);
	cr_assert(losses_tell(release, plan, 5, brief, full, &error));
	/* bits: 2 + 6 + 4; 8 of 12 withheld; rounded 2 + log2(9) + 0; the total has log2(82) */
	cr_expect(strstr(brief->str, "fine                             3         1         2     "
				     "    1          1     66.7 %") != NULL,
		  "%s", brief->str);
	cr_expect(strstr(brief->str,
			 "fine: withholding loses 66.7 %, rounding to 5 43.1 %, 'whole' "
			 "alone 47.0 %") != NULL,
		  "%s", brief->str);
	cr_expect(strstr(full->str, "withhold: 2 are not told, of 66; loses 66.7 %") != NULL, "%s",
		  full->str);
	cr_expect(strstr(brief->str, "whole: ") == NULL, "nothing of it is withheld: %s",
		  brief->str);
	/* for the terminal no sum of what is withheld */
	cr_expect(strstr(brief->str, "66;") == NULL && strstr(brief->str, "81") == NULL, "%s",
		  brief->str);
}
