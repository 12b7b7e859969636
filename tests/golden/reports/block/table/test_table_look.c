/* How pages set a table: sparklines, dots for zero, rules, rows of zeros in one line, notes below;
 * and that files of data keep every row and number. */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "reports/device/device.h"
#include "reports/device/font/spark.h"
#include "reports/device/html/html.h"
#include "reports/device/text/csv_table.h"
#include "reports/device/text/text.h"
#include "reports/output/devices.h"
#include "tests/support/pages.h"
#include "tests/support/showcase.h"

static GArray *series_of(const double *numbers, guint count)
{
	GArray *series = g_array_new(FALSE, FALSE, sizeof(double));
	return g_array_append_vals(series, numbers, count);
}

/* Three stations with their weeks; the second has nothing at all, the third has a gap. */
static Model *stations(const char *language)
{
	static const double weeks[][3] = { { 2, 9, 4 }, { 0, 0, 0 }, { 3, NAN, 1 } };
	static const double cases[] = { 4, 0, 0 };
	Model *model = pages_model("Stations");
	model->right_to_left = strcmp(language, "ur") == 0;
	g_free(model->language);
	model->language = g_strdup(language);
	Table *table = pages_add_table(model, "Cases", 2, 0);
	g_ptr_array_add(table->columns,
			table_column_new("weeks", "Weeks", ALIGN_START, VALUE_SERIES));
	table->zeros_dot = true;
	for (guint row = 0; row < 3; row++) {
		Value *values = g_new0(Value, 3);
		values[0].text = g_strdup_printf("Station %u", row);
		values[1] = (Value){ .kind = VALUE_NUMBER,
				     .number = cases[row],
				     .text = g_strdup_printf("%.0f", cases[row]) };
		values[2] = (Value){ .kind = VALUE_SERIES,
				     .text = g_strdup_printf("words of %u", row),
				     .series = series_of(weeks[row], 3) };
		g_ptr_array_add(table->rows, values);
	}
	return model;
}

static void collapse(Model *model)
{
	Table *table = ((Block *)model->blocks->pdata[1])->table;
	static const TableRowKind kinds[] = { ROW_DATA, ROW_COLLAPSED, ROW_DATA };
	table->kinds = g_array_new(FALSE, FALSE, sizeof(TableRowKind));
	g_array_append_vals(table->kinds, kinds, G_N_ELEMENTS(kinds));
	table->collapsed = g_strdup("Nothing in: Station 1.");
}

Test(table_look, sparklines_have_a_scale_of_their_own_and_gaps)
{
	static const double numbers[] = { 2, NAN, 9, 4 };
	g_autoptr(GArray) series = series_of(numbers, 4);
	g_autoptr(GArray) points = spark_points(series, 30, 10);
	const SparkPoint *at = (const SparkPoint *)(gpointer)points->data;
	cr_expect_eq(points->len, 4);
	cr_expect(at[0].x == 0 && at[0].y == 10 && at[0].alone, "the lowest is at the foot");
	cr_expect(!at[1].known);
	cr_expect(at[2].x == 20 && at[2].y == 0 && !at[2].alone, "the highest is at the top");
	cr_expect_eq(spark_last(points), 3);
	g_array_index(series, double, 3) = NAN;
	g_autoptr(GArray) open = spark_points(series, 30, 10);
	cr_expect_eq(spark_last(open), -1, "what is missing is not marked as the last");
}

Test(table_look, a_sparkline_is_a_picture_with_words_in_html)
{
	g_autoptr(Model) model = stations("ur");
	g_autofree char *page = g_string_free(showcase_written(model, device_html_write), FALSE);
	cr_expect_eq(pages_times(page, "<svg class=\"spark\""), 3);
	cr_expect(strstr(page, "role=\"img\" aria-label=\"words of 0\"><path d=\"M") != NULL);
	cr_expect(strstr(page, "<span aria-hidden=\"true\">" TABLE_DOT "</span>"
			       "<data class=\"hidden\" value=\"0\">0</data>") != NULL,
		  "a zero is seen as a dot and heard as zero");
	cr_expect(strstr(page, "<p class=\"table-foot\"") != NULL);
}

Test(table_look, a_column_that_leads_is_there_twice_and_shown_once)
{
	g_autoptr(Model) model = stations("en");
	Table *table = ((Block *)model->blocks->pdata[1])->table;
	((TableColumn *)table->columns->pdata[2])->lead = true;
	g_autofree char *page = g_string_free(showcase_written(model, device_html_write), FALSE);
	cr_expect_eq(pages_times(page, "<td class=\"lead\">"), 3, "%s", page);
	cr_expect_eq(pages_times(page, "<td class=\"led\">"), 3);
	cr_expect_eq(pages_times(page, "<th scope=\"col\" class=\"lead\">Weeks"), 1);
	cr_expect(strstr(page, "Station 0</th><td class=\"lead\"") != NULL,
		  "it stands next to the name");
	cr_expect(strstr(page, "th.lead,td.lead{display:none}") != NULL);
}

Test(table_look, a_sparkline_is_a_figure_with_words_in_a_pdf)
{
	g_autoptr(Model) model = stations("en");
	g_auto(PdfPage) page = pages_write(model);
	g_autofree char *tree = pages_tool("pdfinfo", "-struct", page.path, NULL);
	cr_expect_eq(pages_times(tree, "Figure"), 3, "%s", tree);
	g_autofree char *json = pages_tool("qpdf", "--json", page.path, NULL);
	cr_expect(strstr(json, "\"/Alt\": \"u:words of 2\"") != NULL);
	g_autofree char *text = pages_text(&page);
	cr_expect(strstr(text, TABLE_DOT) != NULL, "%s", text);
}

Test(table_look, pages_name_collapsed_rows_and_files_of_data_keep_them)
{
	g_autoptr(Model) model = stations("en");
	collapse(model);
	g_autofree char *text = g_string_free(showcase_written(model, device_text_write), FALSE);
	g_autofree char *page = g_string_free(showcase_written(model, device_html_write), FALSE);
	g_auto(PdfPage) pdf = pages_write(model);
	g_autofree char *seen = pages_text(&pdf);
	const char *const pages[] = { text, page, seen };
	for (size_t n = 0; n < G_N_ELEMENTS(pages); n++) {
		cr_expect_eq(pages_times(pages[n], "Station 1"), 1, "%s", pages[n]);
		cr_expect(strstr(pages[n], "Nothing in: Station 1.") != NULL, "%s", pages[n]);
		cr_expect(strstr(pages[n], "Station 2") != NULL, "%s", pages[n]);
	}
	const Table *table = ((Block *)model->blocks->pdata[1])->table;
	CsvTable *csv = csv_table_of_table(model, table);
	cr_assert_eq(csv->rows->len, 3);
	const GPtrArray *second = csv->rows->pdata[1], *third = csv->rows->pdata[2];
	cr_expect_str_eq(second->pdata[0], "Station 1");
	cr_expect_str_eq(second->pdata[1], "0");
	cr_expect_str_eq(third->pdata[3], "3 [x] 1");
	csv_table_free(csv);
}

Test(table_look, a_group_of_which_nothing_is_left_is_not_shown)
{
	static const TableRowKind kinds[] = { ROW_GROUP, ROW_COLLAPSED, ROW_SUBTOTAL,
					      ROW_GROUP, ROW_DATA,      ROW_SUBTOTAL };
	static const bool shown[] = { false, false, false, true, true, true };
	g_autoptr(Model) model = pages_model("Stations");
	Table *table = pages_add_table(model, "Cases", 2, 6);
	table->kinds = g_array_new(FALSE, FALSE, sizeof(TableRowKind));
	g_array_append_vals(table->kinds, kinds, G_N_ELEMENTS(kinds));
	table->collapsed = g_strdup("Nothing in: A.");
	for (guint row = 0; row < G_N_ELEMENTS(kinds); row++)
		cr_expect_eq(table_shows(table, row), shown[row], "row %u", row);
	cr_expect_eq(table_shown_rows(table), 3);
}

/* No cell holds a series: a workbook has its last number, and says where that is missing. */
Test(table_look, a_workbook_has_the_last_number_of_a_series)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Model) model = stations("en");
	Table *table = ((Block *)model->blocks->pdata[1])->table;
	Value *third = &((Value *)table->rows->pdata[2])[2];
	g_array_index(third->series, double, 2) = NAN;
	g_autofree char *folder = g_dir_make_tmp("shumar-series-XXXXXX", NULL);
	PdfPage file = { g_steal_pointer(&folder), NULL };
	file.path = g_build_filename(file.folder, "book.xlsx", NULL);
	cr_assert(device_find("xlsx", &error)->write(model, file.path, &error), "%s",
		  error != NULL ? error->message : "");
	g_autofree char *sheets = pages_tool("unzip", "-p", file.path, "xl/worksheets/sheet*.xml");
	g_autofree char *words = pages_tool("unzip", "-p", file.path, "xl/sharedStrings.xml");
	cr_expect(strstr(sheets, "<v>4</v>") != NULL, "the last of 2, 9, 4");
	cr_expect(strstr(words, "Weeks: spark_last") != NULL, "%s", words);
	cr_expect(strstr(words, "words of") == NULL, "%s", words);
	cr_expect(strstr(words, "[x]") != NULL, "%s", words);
	pages_clear(&file);
}

/* Ten columns whose heads would be broken if they kept clear of the marks. */
Test(table_look, heads_stand_over_the_marks_before_a_word_of_them_is_broken)
{
	static const char *const heads[] = {
		"All",           "Murder",      "Sexual offences",
		"Violence",      "Trafficking", "Kidnapping",
		"Inheritance",   "Harassment",  "Orders and committees",
		"Other offences"
	};
	g_autoptr(Model) model = pages_model("Divisions");
	Table *table = pages_add_table(model, "Cases", 11, 3);
	for (guint n = 1; n < 11; n++) {
		TableColumn *column = table->columns->pdata[n];
		g_free(column->header);
		column->header = g_strdup(heads[n % G_N_ELEMENTS(heads)]);
		column->note = 1;
		for (guint row = 0; row < 3; row++) {
			Value *values = table->rows->pdata[row];
			values[n].mark = g_strdup("[p]");
		}
	}
	g_auto(PdfPage) page = pages_write(model);
	g_autofree char *text = pages_text(&page);
	static const char *const words[] = { "Murder",      "Trafficking", "Kidnapping",
					     "Inheritance", "Harassment",  "committees" };
	for (size_t n = 0; n < G_N_ELEMENTS(words); n++)
		cr_expect(strstr(text, words[n]) != NULL, "%s in: %s", words[n], text);
}
