#include <criterion/criterion.h>

#include "core/csvout.h"

Test(csvout, parts_and_quotes_as_rfc_4180_says)
{
	g_autoptr(GString) out = g_string_new(NULL);
	Csvout csv = csvout_begin(out, true);
	static const char *const fields[] = { "a", NULL, "b,c", "d\"e", "f\ng", " h", "i;j" };
	for (size_t n = 0; n < G_N_ELEMENTS(fields); n++)
		csvout_text(&csv, fields[n]);
	csvout_end(&csv);
	csvout_text(&csv, NULL);
	csvout_text(&csv, "z");
	csvout_end(&csv);
	cr_expect_str_eq(out->str, "\xEF\xBB\xBF"
				   "a,,\"b,c\",\"d\"\"e\",\"f\ng\",\" h\",\"i;j\"\r\n,z\r\n");
}

Test(csvout, leaves_numbers_numbers_and_nothing_else)
{
	static const char *const cases[][2] = {
		{ "-5", "-5" },
		{ "0", "0" },
		{ "-12.5", "-12.5" },
		{ "1e-07", "1e-07" },
		{ "-5+2", "'-5+2" },
		{ "+1", "'+1" },
		{ "--1", "'--1" },
		{ "-cmd", "'-cmd" },
		{ "=1", "'=1" },
		{ "NaN", "NaN" },
		{ "-Infinity", "'-Infinity" },
		{ "-5\n=1", "\"'-5\n=1\"" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(GString) out = g_string_new(NULL);
		Csvout csv = csvout_begin(out, false);
		csvout_number(&csv, cases[n][0]);
		cr_expect_str_eq(out->str, cases[n][1], "%s", out->str);
	}
}
