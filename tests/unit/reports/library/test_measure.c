#include "reports/library/measure.h"

#include <criterion/criterion.h>
#include <string.h>

#include "core/error.h"
#include "reports/model/locale.h"

#define COUNT(id, unit, basis)                                                                     \
	"  " id ":\n    name: {en: N, ur: N}\n    unit: " unit                                     \
	"\n    definition: {en: D, ur: D}\n    basis: {en: " basis ", ur: B}\n"

static void assert_refused(const char *text, const char *says)
{
	g_autoptr(GError) error = NULL;
	Measures *measures = measures_parse(text, "m.yaml", &error);
	cr_assert_null(measures);
	cr_expect_eq(error->code, SHUMAR_ERROR_CONFIG);
	cr_expect(strstr(error->message, says) != NULL, "expected '%s' in: %s", says,
		  error->message);
}

Test(measure, refuses_persons_divided_by_cases)
{
	assert_refused(
	    "measures:\n" COUNT("convicted", "accused", "registration")
		COUNT("registered", "fir", "registration")
		    COUNT("share", "accused",
			  "registration") "    numerator: convicted\n    denominator: registered\n",
	    "measure 'share' divides 'convicted' (counted in accused) by 'registered' (counted in fir)");
}

Test(measure, refuses_this_months_convictions_by_this_months_registrations)
{
	assert_refused(
	    "measures:\n" COUNT("convicted", "fir", "decision")
		COUNT("registered", "fir", "registration")
		    COUNT("share", "fir",
			  "registration") "    numerator: convicted\n    denominator: registered\n",
	    "measure 'share' divides 'convicted' (by decision) by 'registered' (by registration)");
}

Test(measure, names_the_nearest_measure_for_an_unknown_side)
{
	assert_refused(
	    "measures:\n" COUNT("registered", "fir", "registration")
		COUNT("share", "fir",
		      "registration") "    numerator: registerd\n    denominator: registered\n",
	    "did you mean 'registered'?");
}

Test(measure, refuses_a_figure_without_unit_definition_or_urdu)
{
	assert_refused(
	    "measures:\n  a:\n    name: {en: A}\n    definition: {en: D, ur: D}\n    basis: {en: B, ur: B}\n",
	    "measure 'a' has no counting unit");
	assert_refused(
	    "measures:\n  a:\n    name: {en: A}\n    unit: fir\n    definition: {en: D, ur: D}\n    basis: {en: B, ur: B}\n",
	    "measure 'a': name has no text in 'ur'");
	assert_refused(
	    "measures:\n  a:\n    name: {en: A, ur: A}\n    unit: fir\n    basis: {en: B, ur: B}\n",
	    "measure 'a': definition is missing");
}

Test(measure, refuses_a_stock_divided_by_those_registered)
{
	assert_refused(
	    "measures:\n" COUNT("pending", "fir", "registration") "    cohort: stock\n" COUNT(
		"registered", "fir",
		"registration") "    cohort: registered\n" COUNT("share", "fir",
								 "registration") "    numerator: pending\n    denominator: registered\n",
	    "measure 'share' divides 'pending' (cohort: stock) by 'registered' (cohort: registered)");
}

Test(measure, names_the_nearest_of_an_unknown_method_cohort_and_key)
{
	assert_refused("measures:\n" COUNT("a", "fir", "r") "    method: wilsom\n",
		       "measure 'a': no method 'wilsom'");
	assert_refused("measures:\n" COUNT("a", "fir", "r") "    method: wilsom\n", "m.yaml:7:13");
	assert_refused("measures:\n" COUNT("a", "fir", "r") "    cohort: registerd\n",
		       "did you mean 'registered'?");
	assert_refused("measures:\n" COUNT("a", "fir", "r") "    methd: count\n",
		       "did you mean 'method'?");
}

Test(measure, refuses_rules_without_a_number_and_versions_out_of_order)
{
	assert_refused("measures:\n" COUNT("a", "fir", "r") "    withhold-under: ten events\n",
		       "write for example withhold-under: 20 events");
	assert_refused("measures:\n" COUNT("a", "fir", "r") "    follow-up: 90\n",
		       "follow-up is no number of days");
	assert_refused(
	    "measures:\n" COUNT(
		"a", "fir",
		"r") "    versions:\n"
		     "      - {from: 2015-01-01, definition: {en: D, ur: D}, formula: a / b}\n"
		     "      - {from: 2014-01-01, definition: {en: D}, formula: a / b}\n",
	    "'2014-01-01' is no day after the version before");
}

Test(measure, accepts_a_ratio_of_one_unit_and_cohort)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Measures) measures = measures_parse(
	    "measures:\n" COUNT("challaned", "fir", "registration")
		COUNT("registered", "fir", "registration")
		    COUNT("share", "fir",
			  "registration") "    numerator: challaned\n    denominator: registered\n",
	    "m.yaml", &error);
	cr_assert_not_null(measures, "%s", error != NULL ? error->message : "");
	cr_expect_str_eq(measure_numerator(measures_find(measures, "share")), "challaned");
}

Test(measure, the_projects_own_file_is_whole_and_its_units_are_known)
{
	g_autofree char *folder = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(Measures) measures = measures_read(folder, NULL, &error);
	cr_assert_not_null(measures, "%s", error != NULL ? error->message : "");
	g_autoptr(Locale) locale = locale_read(folder, "en", &error);
	for (const char *const *id = measures_ids(measures); *id != NULL; id++) {
		const char *unit = measure_unit(measures_find(measures, *id));
		cr_expect_not_null(locale_unit(locale, unit, "other"),
				   "measure '%s': unknown unit '%s'", *id, unit);
	}
	g_autoptr(Locale) urdu = locale_read(folder, "ur", &error);
	for (const char *const *method = measure_methods(); *method != NULL; method++) {
		g_autofree char *word = g_strconcat("method_", *method, NULL);
		cr_expect_str_neq(locale_word(locale, word), "");
		cr_expect_str_neq(locale_word(urdu, word), "");
	}
	/* a rise may mean better access: docs/definitions.md */
	cr_expect_eq(measure_good(measures_find(measures, "cases_registered")), MEASURE_NEUTRAL);
}
