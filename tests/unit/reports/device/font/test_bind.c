/* What no line parts. */
#include <criterion/criterion.h>
#include <string.h>

#include "reports/device/font/bind.h"

static Model *model_with(const char *before, const char *after)
{
	Model *model = model_new();
	model->words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_hash_table_insert(model->words, g_strdup("bind_before"), g_strdup(before));
	g_hash_table_insert(model->words, g_strdup("bind_after"), g_strdup(after));
	return model;
}

/* TEXT with "_" for each no-break space. */
static char *seen(const GRegex *bind, const char *text)
{
	g_autofree char *bound = bind_text(bind, text);
	g_autoptr(GString) shown = g_string_new(bound != NULL ? bound : text);
	g_string_replace(shown, "\u00a0", "_", 0);
	return g_string_free(g_steal_pointer(&shown), FALSE);
}

Test(bind, keeps_dates_units_and_sections_whole)
{
	static const struct {
		const char *text, *seen;
	} cases[] = {
		{ "on 1 January 2024, a Monday", "on 1_January_2024, a Monday" },
		{ "past day 17 without", "past day_17 without" },
		{ "81 cases (FIRs) in 2014 and 3 more", "81_cases (FIRs) in 2014 and 3 more" },
		{ "under s.173 CrPC; s. 376 PPC", "under s.173_CrPC; s._376_PPC" },
		{ "August 2024", "August_2024" },
		{ "PKR 5 of 1,234 days", "PKR_5 of 1,234_days" },
		{ "nothing here", "nothing here" },
		{ "today 5", "today 5" },
		{ "95 % of 12", "95_% of 12" },
	};
	g_autoptr(Model) model = model_with("day PKR", "January August cases days %");
	g_autoptr(GRegex) bind = bind_new(model);
	cr_assert_not_null(bind);
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autofree char *shown = seen(bind, cases[n].text);
		cr_expect_str_eq(shown, cases[n].seen);
	}
}

Test(bind, knows_urdu_and_what_isolates_its_numbers)
{
	g_autoptr(Model) model = model_with("دن", "نومبر مقدمات");
	g_autoptr(GRegex) bind = bind_new(model);
	g_autofree char *date = seen(bind, "ہفتہ \u206822 نومبر 2026ء\u2069 تک");
	g_autofree char *count = seen(bind, "\u206881\u2069 مقدمات درج");
	cr_expect_str_eq(date, "ہفتہ \u206822_نومبر_2026ء\u2069 تک");
	cr_expect_str_eq(count, "\u206881\u2069_مقدمات درج");
}

Test(bind, without_words_of_a_language_binds_sections_alone)
{
	g_autoptr(Model) model = model_new();
	g_autoptr(GRegex) bind = bind_new(model);
	g_autofree char *shown = seen(bind, "day 17 of s.173 CrPC");
	cr_expect_str_eq(shown, "day 17 of s.173_CrPC");
}
