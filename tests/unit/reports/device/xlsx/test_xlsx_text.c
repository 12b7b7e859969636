/* Names, texts and dates of workbooks, and the check of a finished package. */
#include <criterion/criterion.h>
#include <string.h>

#include "reports/device/xlsx/xlsx_finish.h"
#include "reports/device/xlsx/xlsx_package.h"
#include "reports/device/xlsx/xlsx_text.h"

typedef struct {
	const char *given, *expected;
} TextCase;

Test(xlsx_text, keeps_what_a_cell_can_carry_and_shows_what_it_cannot)
{
	static const TextCase cases[] = {
		{ "", "" },
		{ "=1+1", "=1+1" },
		{ "two\r\nlines\tand a tab", "two\nlines\tand a tab" },
		{ "a\x01z", "a\ufffdz" },
		{ "a\xffz", "a\ufffdz" },
		{ "_x0041_", "_x005F_x0041_" },
		{ "_x004_", "_x004_" },
		{ "_x0041_x0042_", "_x005F_x0041_x005F_x0042_" },
		{ "\u206834\u2069", "34" },
		{ "\u206834\u2069 مقدمات", "34 مقدمات" },
		{ "مقابلے میں \u2068+2\u2069۔", "مقابلے میں \u200e+2\u200e۔" },
		{ "ہفتہ \u206816 تا 22 نومبر 2026ء\u2069: \u206812.5%\u2069",
		  "ہفتہ 16 تا 22 نومبر 2026ء: \u200e12.5%\u200e" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autofree char *clean = xlsx_text_clean(cases[n].given);
		cr_expect_str_eq(clean, cases[n].expected);
	}
}

Test(xlsx_text, counts_length_as_spreadsheet_programs_do)
{
	cr_expect_eq(xlsx_text_length(""), 0);
	cr_expect_eq(xlsx_text_length("شمار"), 4);
	cr_expect_eq(xlsx_text_length("\U0001f4c8"), 2);
}

static GHashTable *no_names(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

Test(xlsx_text, makes_sheet_names_that_are_allowed_and_unlike_each_other)
{
	static const TextCase cases[] = {
		{ "Stages", "Stages" },
		{ "STAGES", "STAGES 2" },
		{ "'quoted'", "quoted" },
		{ "a[b]c:d*e?f/g\\h", "a b c d e f g h" },
		{ "History", "History_" },
		{ "", "_" },
		{ "An exceedingly long name of a sheet", "An exceedingly long name of a s" },
		{ "An exceedingly long name of a sheet", "An exceedingly long name of a 2" },
		{ "تھانوں کے مقدمات کی ہفتہ وار فہرست اور دیگر",
		  "تھانوں کے مقدمات کی ہفتہ وار فہ" },
	};
	g_autoptr(GHashTable) taken = no_names();
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autofree char *name = xlsx_sheet_name(cases[n].given, taken);
		cr_expect_str_eq(name, cases[n].expected);
		cr_expect_leq(xlsx_text_length(name), (size_t)XLSX_SHEET_NAME_MAX);
	}
}

Test(xlsx_text, numbers_a_hundred_equal_names_within_the_limit)
{
	g_autoptr(GHashTable) taken = no_names();
	g_autofree char *last = NULL;
	for (int n = 0; n < 100; n++) {
		g_free(last);
		last = xlsx_sheet_name("A name longer than thirty-one units", taken);
	}
	cr_expect_eq(g_hash_table_size(taken), 100);
	cr_expect_str_eq(last, "A name longer than thirty-o 100");
}

Test(xlsx_text, names_tables_unlike_a_cell_address)
{
	static const TextCase cases[] = {
		{ "stages", "table_stages" },
		{ "Stages", "table_Stages_2" },
		{ "A1", "table_A1" },
		{ "by station", "table_by_station" },
		{ "by-station", "table_by_station_2" },
		{ NULL, "table_" },
	};
	g_autoptr(GHashTable) taken = no_names();
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autofree char *name = xlsx_table_name("table", cases[n].given, taken);
		cr_expect_str_eq(name, cases[n].expected);
	}
}

Test(xlsx_text, numbers_days_as_spreadsheet_programs_do)
{
	static const struct {
		GDateDay day;
		GDateMonth month;
		GDateYear year;
		double serial; /* 0: none */
	} cases[] = {
		{ 28, G_DATE_FEBRUARY, 1900, 0 },
		{ 1, G_DATE_MARCH, 1900, 61 },
		{ 1, G_DATE_JANUARY, 2000, 36526 },
		{ 14, G_DATE_NOVEMBER, 2026, 46340 },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(GDate) date = g_date_new_dmy(cases[n].day, cases[n].month, cases[n].year);
		double serial = 0;
		cr_expect_eq(xlsx_date_serial(date, &serial), cases[n].serial > 0);
		cr_expect_eq(serial, cases[n].serial);
	}
	GDate never;
	g_date_clear(&never, 1);
	double serial;
	cr_expect_not(xlsx_date_serial(&never, &serial));
}

Test(xlsx_text, puts_footer_and_page_at_the_sides_of_the_paper)
{
	g_autofree char *left = xlsx_page_footer("R&D 12", "Page %d of %d", false);
	cr_expect_str_eq(left, "&LR&&D 12&RPage &P of &N");
	g_autofree char *right = xlsx_page_footer("اجرا 12", "صفحہ %d از %d", true);
	cr_expect_str_eq(right, "&Lصفحہ &P از &N&Rاجرا 12");
	g_autofree char *none = xlsx_page_footer(NULL, NULL, false);
	cr_expect_str_eq(none, "&L&R&P / &N");
}

Test(xlsx_package, takes_no_other_bytes_for_a_package)
{
	static const char short_header[] = "PK\x03\x04";
	static const char text[] = "these are thirty-two bytes and no more";
	cr_expect_not(xlsx_package_is_whole("", 0));
	cr_expect_not(xlsx_package_is_whole(short_header, sizeof short_header - 1));
	cr_expect_not(xlsx_package_is_whole(text, sizeof text - 1));
}

Test(xlsx_text, is_clean_only_what_cleaning_leaves_alone)
{
	static const char *const clean[] = { "", "Lahore", "a\tb\nc", "a_b", "ملکہ ہانس", "5 – 6" };
	static const char *const other[] = { "a\x01", "_x0041_", "\x7f",
					     "\xff",  "a\rb",    "\u2068ملکہ\u2069" };
	for (size_t n = 0; n < G_N_ELEMENTS(clean); n++) {
		g_autofree char *cleaned = xlsx_text_clean(clean[n]);
		cr_expect(xlsx_text_is_clean(clean[n]), "'%s' is clean", clean[n]);
		cr_expect_str_eq(cleaned, clean[n]);
	}
	for (size_t n = 0; n < G_N_ELEMENTS(other); n++)
		cr_expect_not(xlsx_text_is_clean(other[n]), "text %zu is not", n);
}

Test(xlsx_text, heads_are_unlike_each_other_without_regard_to_case)
{
	g_autoptr(GHashTable) taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autofree char *first = xlsx_header_name("Cases", 1, taken);
	g_autofree char *second = xlsx_header_name("CASES", 2, taken);
	g_autofree char *empty = xlsx_header_name("", 3, taken);
	cr_expect_str_eq(first, "Cases");
	cr_expect_str_eq(second, "CASES 2");
	cr_expect_str_eq(empty, "3");
}

Test(xlsx_finish, titles_and_headings_become_cell_styles)
{
	static const char styles[] =
	    "<fonts><font><sz val=\"11\"/></font><font><b/><sz val=\"14\"/></font>"
	    "<font><b/><sz val=\"16\"/></font></fonts>"
	    "<cellStyleXfs count=\"1\"></cellStyleXfs>"
	    "<xf fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
	    "<xf fontId=\"2\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
	    "<cellStyles count=\"1\"></cellStyles>";
	g_autofree char *finished = xlsx_finish_part("xl/styles.xml", styles, "en");
	cr_expect_not_null(strstr(finished, "fontId=\"2\" fillId=\"0\" borderId=\"0\" xfId=\"1\""));
	cr_expect_not_null(strstr(finished, "fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"2\""));
	cr_expect_not_null(strstr(finished, "name=\"Heading 1\" xfId=\"1\" builtinId=\"16\""));
	cr_expect_not_null(strstr(finished, "name=\"Heading 2\" xfId=\"2\" builtinId=\"17\""));
	cr_expect_not_null(strstr(finished, "<cellStyles count=\"3\">"));
	cr_expect_null(xlsx_finish_part("xl/workbook.xml", "<a/>", "en"));
}
