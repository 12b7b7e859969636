/* What the columns of a file seem to hold. */
#include "etl/sketch/sketch_file.h"

#include <criterion/criterion.h>
#include <string.h>

#include "core/forbidden_value.h"
#include "tests/support/program.h"

static char *home;

static void home_make(void)
{
	home = program_home(NULL);
}

static void home_free(void)
{
	program_home_free(home);
}

TestSuite(sketch, .init = home_make, .fini = home_free);

static Sketch *sketch_of(const char *text)
{
	program_write(home, "a.csv", text);
	g_autofree char *path = g_build_filename(home, "a.csv", NULL);
	g_autoptr(GError) error = NULL;
	Sketch *sketch = sketch_file(path, "Asia/Karachi", &error);
	cr_assert_not_null(sketch, "%s", error != NULL ? error->message : "");
	return sketch;
}

static const SketchColumn *column(const Sketch *sketch, const char *name)
{
	for (guint n = 0; n < sketch->columns->len; n++) {
		const SketchColumn *found = g_ptr_array_index(sketch->columns, n);
		if (strcmp(found->name, name) == 0)
			return found;
	}
	cr_assert_fail("no column '%s'", name);
	return NULL;
}

Test(sketch, takes_the_narrowest_type_that_fits_all_values)
{
	g_autoptr(Sketch) sketch = sketch_of(
	    "FIR No,Year,Rate,Held,Said,Us,Both,At,Open,Note,\n"
	    "1/24,2024,1.5,2024-01-02,14/05/2024,05/14/2024,1/2/2024,2024-01-02T10:00:00,yes,,\n"
	    "2/24,2023,2,2024-01-03,15/05/2024,05/15/2024,2/3/2024,2024-01-03T11:30:00,no,,\n"
	    "1/24,2022,3,2024-01-03,16/05/2024,05/16/2024,3/4/2024,2024-01-03T12:00:00,no,x,\n");
	cr_assert_eq(sketch->records, 3);
	cr_expect_eq(sketch->columns->len, 10, "the one without a name is left out");
	cr_expect_eq(column(sketch, "fir_no")->field.type, FIELD_TEXT);
	cr_expect_not(column(sketch, "fir_no")->unique);
	cr_expect_eq(column(sketch, "year")->field.type, FIELD_INTEGER);
	cr_expect(column(sketch, "year")->unique);
	cr_expect_eq(column(sketch, "rate")->field.type, FIELD_DECIMAL);
	cr_expect_eq(column(sketch, "held")->field.type, FIELD_DATE);
	cr_expect_not(column(sketch, "held")->unique, "a day tells no record");
	cr_expect(column(sketch, "said")->field.dmy_style);
	cr_expect_not(column(sketch, "said")->both_styles);
	cr_expect(column(sketch, "us")->field.us_style);
	cr_expect(column(sketch, "both")->both_styles);
	cr_expect_eq(column(sketch, "at")->field.type, FIELD_TIMESTAMP);
	cr_expect_eq(column(sketch, "open")->field.type, FIELD_BOOLEAN);
	cr_expect_eq(column(sketch, "note")->field.type, FIELD_TEXT);
	cr_expect_not(column(sketch, "note")->filled);
}

Test(sketch, leaves_out_what_seems_to_be_of_persons_by_name_or_by_value)
{
	g_autoptr(Sketch) sketch = sketch_of("Ref,Father Name,Remark,Women\n"
					     "a,,call 0300-1234567,3\nb,,,4\n");
	cr_expect_null(column(sketch, "ref")->personal);
	cr_expect_str_eq(column(sketch, "father_name")->personal, "a person's name");
	cr_expect_str_eq(column(sketch, "remark")->personal, forbidden_kind_phone);
	cr_expect_null(column(sketch, "women")->personal);
}
