#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "core/database/sqltext.h"
#include "core/error.h"
#include "reports/library/dataset.h"

static Dataset *test_dataset(void)
{
	g_autoptr(GPtrArray) columns = sqltext_columns(
	    "-- returns: name_en text, name_ur text, cases bigint, day date\n", "returns");
	return dataset_new("head", columns);
}

static bool add(Dataset *dataset, const char *cases, const char *day, GError **error)
{
	const char *const texts[] = { "Lahore", "لاہور", cases, day };
	return dataset_add(dataset, texts, error);
}

Test(dataset, keeps_typed_values_and_gaps)
{
	g_autoptr(Dataset) dataset = test_dataset();
	cr_assert(add(dataset, "81", "2024-08-05", NULL));
	cr_assert(add(dataset, NULL, NULL, NULL));
	cr_assert(dataset_rows(dataset) == 2);
	cr_assert(dataset_value(dataset, 0, 2)->number == 81);
	cr_assert(g_date_get_day(&dataset_value(dataset, 0, 3)->date) == 5);
	cr_assert(dataset_value(dataset, 1, 2)->missing);
	cr_assert(!dataset_value(dataset, 0, 2)->missing);
}

Test(dataset, reads_arrays_of_numbers_with_their_gaps)
{
	Datum datum;
	cr_assert(datum_parse(DATUM_SERIES, "{3,NULL,5}", &datum));
	cr_expect(!datum.missing);
	g_autoptr(GArray) numbers = datum_series(datum.text);
	cr_assert_eq(numbers->len, 3);
	cr_expect(g_array_index(numbers, double, 0) == 3);
	cr_expect(isnan(g_array_index(numbers, double, 1)), "a gap is no zero");
	cr_assert(datum_parse(DATUM_SERIES, "{NULL,NULL}", &datum));
	cr_expect(datum.missing, "without a number it is none");
	cr_assert(datum_parse(DATUM_SERIES, "{}", &datum) == false || datum.missing);
	static const char *const wrong[] = { "3", "{3", "{a}", "{1,}", "" };
	for (size_t n = 0; n < G_N_ELEMENTS(wrong); n++)
		cr_expect(!datum_parse(DATUM_SERIES, wrong[n], &datum), "%s", wrong[n]);
}

Test(dataset, finds_a_column_pair_by_language)
{
	g_autoptr(Dataset) dataset = test_dataset();
	cr_assert(dataset_column(dataset, "name", "ur") == 1);
	cr_assert(dataset_column(dataset, "name", "en") == 0);
	cr_assert(dataset_column(dataset, "name", "pa") == -1);
	cr_assert(dataset_column(dataset, "cases", "ur") == 2);
	cr_assert(dataset_column(dataset, "name", NULL) == -1);
}

Test(dataset, refuses_a_text_of_another_type_and_keeps_no_part_of_the_row)
{
	g_autoptr(Dataset) dataset = test_dataset();
	g_autoptr(GError) error = NULL;
	cr_assert(!add(dataset, "many", NULL, &error));
	cr_assert_str_eq(error->message,
			 "reading dataset 'head': column 'cases' of row 1 is no number");
	cr_assert(dataset_rows(dataset) == 0);
	cr_assert(add(dataset, "1", NULL, NULL));
	cr_assert(dataset_value(dataset, 0, 2)->number == 1);
}

Test(dataset, holds_its_query_to_the_rows_expected)
{
	g_autoptr(Dataset) dataset = test_dataset();
	g_autoptr(GError) error = NULL;
	cr_assert(!dataset_expect(dataset, 1, 1, &error));
	cr_assert_str_eq(error->message, "dataset 'head' must have 1 row and has 0");
	cr_assert(error_exit_code(error) == SHUMAR_ERROR_FAILED);
	cr_assert(add(dataset, "1", NULL, NULL));
	cr_assert(dataset_expect(dataset, 1, 1, NULL));
}

/* cases, whose state is its own, and women, whose state is the row's */
static bool add_states(Dataset *dataset, const char *cases, const char *own, const char *women,
		       const char *row, GError **error)
{
	const char *const texts[] = { cases, own, "t", women, row };
	return dataset_add(dataset, texts, error);
}

static Dataset *stateful(void)
{
	g_autoptr(GPtrArray) columns =
	    sqltext_columns("-- returns: cases bigint, cases_coverage text, cases_revised boolean, "
			    "women bigint, coverage text\n",
			    "returns");
	return dataset_new("figures", columns);
}

Test(dataset, tells_a_withheld_figure_from_one_that_is_missing)
{
	g_autoptr(Dataset) dataset = stateful();
	cr_assert(add_states(dataset, NULL, "hidden", "5", "covered", NULL));
	cr_assert(add_states(dataset, NULL, "covered", NULL, "hidden", NULL));
	cr_expect(dataset_value(dataset, 0, 0)->hidden && dataset_value(dataset, 0, 0)->missing);
	cr_expect(!dataset_value(dataset, 0, 3)->hidden);
	cr_expect(!dataset_value(dataset, 1, 0)->hidden, "its own state goes before the row's");
	cr_expect(dataset_value(dataset, 1, 3)->hidden);
}

Test(dataset, refuses_a_figure_that_is_said_to_be_withheld_and_does_not_print_it)
{
	g_autoptr(Dataset) dataset = stateful();
	g_autoptr(GError) error = NULL;
	cr_assert(!add_states(dataset, "7919", "hidden", NULL, "covered", &error));
	cr_assert_str_eq(error->message, "reading dataset 'figures': column 'cases' of row 1 is "
					 "withheld and has a number");
	cr_assert_eq(error_exit_code(error), SHUMAR_ERROR_DISCLOSURE);
	cr_assert_eq(dataset_rows(dataset), 0, "no part of the row is kept");
	cr_assert_null(strstr(error_hint(error), "7919"));
}

Test(dataset, marks_what_is_revised_by_the_column_beside_it)
{
	g_autoptr(Dataset) dataset = stateful();
	cr_assert(add_states(dataset, "12", "covered", "5", "covered", NULL));
	cr_assert(add_states(dataset, NULL, "hidden", "5", "covered", NULL));
	cr_expect(dataset_value(dataset, 0, 0)->revised);
	cr_expect(!dataset_value(dataset, 0, 3)->revised,
		  "the mark is of the column that it names");
	cr_expect(!dataset_value(dataset, 1, 0)->revised, "nothing is told of what is withheld");
}

Test(dataset, withholds_a_series_as_a_whole)
{
	g_autoptr(GPtrArray) columns = sqltext_columns(
	    "-- returns: weeks bigint[], weeks_coverage text, years bigint[]\n", "returns");
	g_autoptr(Dataset) dataset = dataset_new("figures", columns);
	g_autoptr(GError) error = NULL;
	const char *const hidden[] = { NULL, "hidden", NULL };
	const char *const bare[] = { "{1,2}", "hidden", NULL };
	cr_assert(dataset_add(dataset, hidden, NULL));
	cr_expect(dataset_value(dataset, 0, 0)->hidden);
	cr_expect_not(dataset_value(dataset, 0, 2)->hidden);
	cr_expect_not(dataset_add(dataset, bare, &error));
	cr_expect_eq(error_exit_code(error), SHUMAR_ERROR_DISCLOSURE);
}
