/* The CSV device: RFC 4180, numbers beside their marks, no formulas, and its description. */
#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

#include "core/error.h"
#include "reports/device/text/csv_table.h"
#include "reports/output/devices.h"
#include "reports/output/output.h"
#include "tests/support/program.h"
#include "tests/support/showcase.h"

/* The file of MODEL that ends in ENDING. Transfer full. */
static char *file_of(const Model *model, const char *ending)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *home = program_home(NULL);
	g_autofree char *path = g_build_filename(home, "week.csv", NULL);
	g_autofree char *wanted = g_strconcat(home, "/week", ending, NULL);
	const Device *device = device_find("csv", &error);
	char *text = NULL;
	cr_assert(output_write(device, model, path, NULL, &error), "%s",
		  error != NULL ? error->message : "");
	cr_assert(g_file_get_contents(wanted, &text, NULL, NULL), "no %s", wanted);
	program_home_free(g_steal_pointer(&home));
	return text;
}

Test(csv, numbers_are_numbers_and_what_is_said_of_them_stands_beside)
{
	g_autoptr(Model) model = showcase_model("en");
	g_autofree char *text = file_of(model, "-stations.csv");
	cr_expect_str_eq(
	    text, "\xEF\xBB\xBF"
		  "group,station,first,first_mark,second,second_mark,share,share_mark,row\r\n"
		  "Pakpattan circle,\"'=HYPERLINK(\"\"x\"\")\",2,,1234,[p],66.7,,data\r\n"
		  "Pakpattan circle,ملکہ ہانس,-1,,,[c],50,,data\r\n"
		  "Pakpattan circle,Total,1,,,[low],,[z],subtotal\r\n"
		  "Arifwala & <others>,City,7,,8,,12.25,,data\r\n"
		  ",Total,8,,1242,,43,,total\r\n");
}

Test(csv, charts_are_a_row_for_each_value_and_a_gap_is_told)
{
	g_autoptr(Model) model = showcase_model("en");
	g_autofree char *text = file_of(model, "-trend.csv");
	cr_expect(g_str_has_prefix(text, "\xEF\xBB\xBF"
					 "category,series,value,value_mark\r\n"
					 "1/2,Cases registered,4,\r\n"));
	cr_expect(strstr(text, ",Cases registered,,[x]\r\n") != NULL, "%s", text);
	cr_expect(strstr(text, ",Cases registered,3,[p]\r\n") != NULL, "%s", text);
}

Test(csv, every_file_says_where_and_when_it_is_in_codes)
{
	g_autoptr(Model) model = showcase_edition("dpo-weekly", "ur");
	g_autofree char *trend = file_of(model, "-trend.csv");
	g_autofree char *stations = file_of(model, "-stations.csv");
	g_autofree char *figures = file_of(model, "-figures.csv");
	cr_expect(strstr(trend, "category,date,week,series,value,value_mark,") != NULL, "%.200s",
		  trend);
	cr_expect(strstr(trend, ",2024-07-29,2024-W31,") != NULL, "%.400s", trend);
	cr_expect(strstr(stations, "district,week,as_at,row\r\n") != NULL, "%.300s", stations);
	cr_expect(strstr(stations, ",PKP,2024-W31,2024-08-05,data\r\n") != NULL, "%.600s",
		  stations);
	cr_expect(strstr(figures, ",PKP,2024-W31,2024-08-05\r\n") != NULL, "%.400s", figures);
}

Test(csv, a_column_of_its_own_is_not_overruled_by_the_editions)
{
	g_autoptr(Model) model = showcase_model("en");
	model_add_context(model, "station", "PKP");
	model_add_context(model, "week", "2024-W31");
	g_autofree char *text = file_of(model, "-stations.csv");
	cr_expect(strstr(text, "group,station,first,first_mark,second,second_mark,share,share_mark,"
			       "week,row\r\n") != NULL,
		  "%.200s", text);
	cr_expect(strstr(text, "\r\nArifwala & <others>,City,7,,8,,12.25,,2024-W31,data\r\n") !=
		  NULL);
}

Test(csv, figures_have_their_unit_and_basis)
{
	g_autoptr(Model) model = showcase_model("en");
	g_autofree char *text = file_of(model, "-figures.csv");
	cr_expect(strstr(text, "pending,Cases registered,12345,,cases (FIRs),date of "
			       "registration of the case,cases_registered,\r\n") != NULL,
		  "%s", text);
	cr_expect(strstr(text, "overdue,Cases registered,,[x],") != NULL);
	cr_expect(strstr(text, "challaned,Cases registered,1,[p],") != NULL);
}

Test(csv, text_that_a_spreadsheet_takes_for_a_formula_stays_text)
{
	static const char *const cases[][2] = {
		{ "=1+1", "'=1+1" },
		{ "+1", "'+1" },
		{ "-", "'-" },
		{ "@SUM(A1)", "'@SUM(A1)" },
		{ "\tx", "'\tx" },
		{ "\rx", "‹U+000D›x" },
		{ "\n=1", "'\n=1" },
		{ "=HYPERLINK(\"http://x\";\"y\")", "'=HYPERLINK(\"http://x\";\"y\")" },
		{ "@SUM(1+1)*cmd|' /C calc'!A0", "'@SUM(1+1)*cmd|' /C calc'!A0" },
		{ "  =1", "'  =1" },
		{ "\u00a0+1", "'\u00a0+1" },
		{ "\u200b-1", "'\u200b-1" },
		{ "\uff1d1", "'\uff1d1" },
		{ "\u22121", "'\u22121" },
		{ "a\x1b[2J\u202eb", "a‹U+001B›[2J‹U+202E›b" },
		{ "\u2068=1\u2069", "'=1" },
		{ "1=1", "1=1" },
		{ "", "" },
		{ "[x]", "[x]" },
		{ "\u2068شہر\u2069", "شہر" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autofree char *field = csv_text(cases[n][0]);
		cr_expect_str_eq(field, cases[n][1]);
	}
}

Test(csv, the_description_names_every_file_and_column)
{
	g_autoptr(Model) model = showcase_model("en");
	g_autofree char *text = file_of(model, "-metadata.json");
	static const char *const parts[] = {
		"\"@context\": [\"http://www.w3.org/ns/csvw\", {\"@language\": \"en\"}]",
		"\"dc:modified\": { \"@value\": \"2024-08-05T23:59:59+05:00\"",
		"\"@type\": \"xsd:dateTime\" }",
		"\"url\": \"week-stations.csv\"",
		"\"url\": \"week-figures.csv\"",
		"\"titles\": [\"first\", \"2024: Cases registered\"]",
		"\"dc:description\": \"Cases registered: First Information Reports",
		"\"datatype\": \"integer\"",
		"\"datatype\": \"decimal\"",
	};
	for (size_t n = 0; n < G_N_ELEMENTS(parts); n++)
		cr_expect(strstr(text, parts[n]) != NULL, "no %s in %s", parts[n], text);
}

Test(csv, the_same_model_gives_the_same_bytes)
{
	g_autoptr(Model) model = showcase_model("ur");
	g_autofree char *first = file_of(model, "-metadata.json");
	g_autofree char *second = file_of(model, "-metadata.json");
	cr_expect_str_eq(first, second);
}

Test(csv, an_edition_without_figures_says_so)
{
	g_autoptr(Model) model = model_new();
	g_autoptr(GError) error = NULL;
	model->template_name = g_strdup("words");
	cr_assert_not(
	    output_write(device_find("csv", NULL), model, "/tmp/words.csv", NULL, &error));
	cr_expect_eq(error->code, SHUMAR_ERROR_USAGE);
	cr_expect(strstr(error->message, "in this edition of 'words'") != NULL);
	cr_expect_not_null(error_hint(error));
}
