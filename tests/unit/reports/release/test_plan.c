/* Parameters and periods of release plans. */
#include "reports/release/plan.h"

#include <criterion/criterion.h>
#include <string.h>

#include "core/error.h"

static const char text[] =
    "release: try\n"
    "title: {en: Try, ur: کوشش}\n"
    "parameters:\n"
    "  district: {type: district}\n"
    "  from: {type: date, default: 2026-03-02}\n"
    "  to: {type: month, default: last-complete, not-before: from}\n"
    "jurisdiction: punjab\n"
    "tables:\n"
    "  - {table: a, measure: cases_registered, place: district, places: [$district], kind: all, "
    "period: month, to: $to, last: 3}\n"
    "  - {table: b, measure: cases_registered, place: province, kind: all, period: week, from: "
    "$from, to: $to}\n"
    "  - {table: c, measure: cases_registered, place: province, kind: all, period: whole, from: "
    "$from, to: $to}\n"
    "  - {table: d, measure: cases_registered, place: province, kind: all, period: to-date, to: "
    "$to}\n"
    "  - {table: e, measure: cases_registered, place: province, kind: all, period: year, to: $to, "
    "last: 1}\n"
    "  - {table: f, measure: cases_registered, place: province, kind: all, period: quarter, to: "
    "$to, last: 1, once: yes}\n";

typedef struct {
	Districts *districts;
	Plan *plan;
	ParameterWorld world;
} World;

static void world_end(World *world)
{
	plan_free(world->plan);
	districts_free(world->districts);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(World, world_end)

static World world_begin(void)
{
	g_autoptr(GError) error = NULL;
	World world = { .districts = districts_new(), .plan = plan_parse(text, "try", &error) };
	cr_assert(world.plan != NULL, "%s", error != NULL ? error->message : "");
	districts_add(world.districts, "PKP", "Pakpattan", "پاکپتن", "Sahiwal");
	world.world.districts = world.districts;
	g_date_set_dmy(&world.world.as_at, 20, G_DATE_APRIL, 2026);
	return world;
}

static GArray *bind(const World *world, const char *const *words)
{
	g_autoptr(GError) error = NULL;
	GArray *values = plan_bind(world->plan, words, &world->world, &error);
	cr_assert(values != NULL, "%s", error != NULL ? error->message : "");
	return values;
}

Test(plan, names_a_release_by_its_parameters)
{
	static const char *const words[] = { "district=pakpattan", NULL };
	g_auto(World) world = world_begin();
	g_autoptr(GArray) values = bind(&world, words);
	g_autofree char *id = plan_release_id(world.plan, values);
	cr_expect_str_eq(id, "try-pkp-2026-03-02-2026-03");
	g_autofree char *code = plan_text(world.plan, values, "$district");
	cr_expect_str_eq(code, "PKP");
}

Test(plan, has_the_complete_periods_of_each_table_and_no_others)
{
	static const struct {
		guint count;
		const char *first, *last;
	} expected[] = { { 3, "2026-01-01", "2026-03-31" }, /* months */
			 { 4, "2026-03-02", "2026-03-29" }, /* weeks: the fifth is not over */
			 { 1, "2026-03-02", "2026-03-31" },
			 { 1, "2026-01-01", "2026-03-31" },
			 { 1, "2025-01-01", "2025-12-31" } };
	static const char *const words[] = { "district=PKP", NULL };
	g_auto(World) world = world_begin();
	g_autoptr(GArray) values = bind(&world, words);
	for (guint n = 0; n < G_N_ELEMENTS(expected); n++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(GArray) periods =
		    plan_periods(world.plan, world.plan->tables->pdata[n], values, &error);
		cr_assert(periods != NULL && periods->len == expected[n].count, "table %u: %u", n,
			  periods != NULL ? periods->len : 0);
		g_autofree char *first = date_text(&g_array_index(periods, Period, 0).first);
		g_autofree char *last =
		    date_text(&g_array_index(periods, Period, periods->len - 1).last);
		cr_expect_str_eq(first, expected[n].first);
		cr_expect_str_eq(last, expected[n].last);
	}
}

/* A quarter is told with its last month, and with no other. */
Test(plan, tells_once_what_is_told_once)
{
	static const struct {
		const char *to;
		guint count;
	} cases[] = { { "to=2026-03", 1 }, { "to=2026-04", 0 }, { "to=2026-05", 0 } };
	g_auto(World) world = world_begin();
	for (guint n = 0; n < G_N_ELEMENTS(cases); n++) {
		const char *const words[] = { "district=PKP", cases[n].to, NULL };
		g_autoptr(GError) error = NULL;
		g_autoptr(GArray) values = bind(&world, words);
		g_autoptr(GArray) periods =
		    plan_periods(world.plan, world.plan->tables->pdata[5], values, &error);
		cr_assert_not_null(periods);
		cr_expect_eq(periods->len, cases[n].count, "%s: %u", cases[n].to, periods->len);
	}
}

Test(plan, refuses_words_that_its_parameters_do_not_take)
{
	static const struct {
		const char *words[4];
		const char *said;
	} cases[] = {
		{ { NULL }, "plan 'try' needs the parameter 'district'" },
		{ { "district=PKP", "month=2026-01", NULL },
		  "plan 'try' has no parameter 'month'" },
		{ { "district=PKP", "district=PKP", NULL }, "parameter 'district' is given twice" },
		{ { "district=all", NULL }, "parameter 'district' takes one district, not all" },
		{ { "district=PKP", "to=2026-01", NULL },
		  "parameter 'to' (2026-01) is before 'from' (2026-03-02)" },
		{ { "district=", NULL }, "parameter 'district' has no value" },
	};
	g_auto(World) world = world_begin();
	for (gsize n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(GArray) values =
		    plan_bind(world.plan, cases[n].words, &world.world, &error);
		cr_assert(values == NULL && error != NULL, "case %zu is taken", n);
		cr_expect_eq(error->code, SHUMAR_ERROR_USAGE);
		cr_expect_str_eq(error->message, cases[n].said);
	}
}
