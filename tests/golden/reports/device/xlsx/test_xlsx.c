/* The workbook device on a hand-made model, looked at as unzipped XML. */
#include <criterion/criterion.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/error.h"
#include "reports/device/device.h"
#include "reports/device/xlsx/xlsx.h"
#include "reports/device/xlsx/xlsx_text.h"
#include "tests/support/program.h"

static Value text(const char *words)
{
	return (Value){ .kind = VALUE_TEXT, .text = g_strdup(words) };
}

static Value count(double number)
{
	return (Value){ .kind = VALUE_NUMBER,
			.number = number,
			.text = g_strdup_printf("%.0f", number),
			.excel_format = g_strdup("#,##0") };
}

static void add_row(Table *table, const char *name, Value value)
{
	Value *row = g_new0(Value, 2);
	row[0] = text(name);
	row[1] = value;
	g_ptr_array_add(table->rows, row);
}

static void add_table(Model *model)
{
	Table *table = model_add(model, BLOCK_TABLE, 1)->table;
	table->id = g_strdup("stations");
	table->caption = g_strdup("Stations");
	table->empty = g_strdup("None.");
	g_ptr_array_add(table->columns, table_column_new("a", "Station", ALIGN_START, VALUE_TEXT));
	g_ptr_array_add(table->columns, table_column_new("b", "Cases", ALIGN_END, VALUE_NUMBER));
	((TableColumn *)table->columns->pdata[1])->note = 1;
	add_row(table, "=1+1", count(1234));
	add_row(table, "شہر", count(7));
	Value unknown = text("[x]");
	unknown.state = VALUE_NOT_AVAILABLE;
	add_row(table, "Saddar", unknown);
	table->total = g_new0(Value, 2);
	table->total[0] = text("Total");
	table->total[1] = count(1241);
}

static void add_chart(Model *model)
{
	Chart *chart = model_add(model, BLOCK_CHART, 2)->chart;
	chart->id = g_strdup("trend");
	chart->kind = CHART_LINE;
	chart->title = g_strdup("Trend");
	chart->alt = g_strdup("Line chart & words");
	chart->x_title = g_strdup("Week");
	chart->y_title = g_strdup("Cases");
	chart->count = 3;
	chart->categories = g_strsplit("1 Jun,8 Jun,15 Jun", ",", -1);
	ChartSeries *series = chart_series_new("Cases", 3);
	series->values[0] = 5;
	series->values[2] = 9;
	g_ptr_array_add(chart->series, series);
	chart->empty = g_strdup("Nothing.");
}

static Model *make_model(const char *audience)
{
	Model *model = model_new();
	model->template_name = g_strdup("made");
	model->title = g_strdup("Made up");
	model->language = g_strdup("en");
	model->audience = g_strdup(audience);
	model->footer = g_strdup("Run 1");
	model->page_of = g_strdup("Page %d of %d");
	model->orientation = g_strdup("portrait");
	model->as_at = g_date_time_new_utc(2024, 8, 5, 0, 0, 0);
	add_table(model);
	add_chart(model);
	return model;
}

static char *write_model(const Model *model)
{
	g_autoptr(GError) error = NULL;
	char *path = g_strdup_printf("%s/shumar-%d-%d.xlsx", g_get_tmp_dir(), (int)getpid(),
				     g_random_int_range(0, 1 << 30));
	cr_assert(device_xlsx_write(model, path, &error), "%s",
		  error != NULL ? error->message : "");
	return path;
}

/* All parts of the workbook of MODEL that match PATTERN, as text. */
static char *parts(const Model *model, const char *pattern)
{
	g_autofree char *path = write_model(model);
	g_autoptr(ProgramRun) run = program_run_other(NULL, "unzip", "-p", path, pattern, NULL);
	cr_assert_eq(run->code, 0, "%s", run->err);
	unlink(path);
	return g_steal_pointer(&run->out);
}

Test(xlsx, counts_are_numbers_and_a_missing_value_is_its_mark)
{
	g_autoptr(Model) model = make_model("internal");
	g_autofree char *sheets = parts(model, "xl/worksheets/*.xml");
	cr_expect(strstr(sheets, "<v>1234</v>") != NULL);
	cr_expect(strstr(sheets, "<v>1241</v>") != NULL);
	g_autofree char *strings = parts(model, "xl/sharedStrings.xml");
	cr_expect(strstr(strings, "<t>[x]</t>") != NULL, "%s", strings);
}

Test(xlsx, text_that_begins_like_a_formula_stays_text)
{
	g_autoptr(Model) model = make_model("internal");
	g_autofree char *sheets = parts(model, "xl/worksheets/*.xml");
	g_autofree char *strings = parts(model, "xl/sharedStrings.xml");
	cr_expect(strstr(sheets, "<f>") == NULL, "a formula was written");
	cr_expect(strstr(strings, "<t>=1+1</t>") != NULL);
	cr_expect(strstr(strings, "<t>شہر</t>") != NULL);
}

Test(xlsx, tables_and_charts_are_native_and_the_chart_has_its_alternative_text)
{
	g_autoptr(Model) model = make_model("internal");
	g_autofree char *tables = parts(model, "xl/tables/*.xml");
	g_autofree char *charts = parts(model, "xl/charts/*.xml");
	g_autofree char *drawings = parts(model, "xl/drawings/drawing*.xml");
	cr_expect(strstr(tables, "name=\"Cases [note 1]\"") != NULL, "%s", tables);
	cr_expect(strstr(charts, "<c:lineChart>") != NULL);
	cr_expect(strstr(charts, "<c:dispBlanksAs val=\"gap\"/>") != NULL ||
		  strstr(charts, "dispBlanksAs") == NULL);
	cr_expect(strstr(drawings, "descr=\"Trend. Line chart &amp; words\"") != NULL, "%s",
		  drawings);
}

Test(xlsx, public_workbooks_have_no_footer_filter_or_merge)
{
	g_autoptr(Model) internal = make_model("internal");
	g_autoptr(Model) public = make_model("public");
	g_autofree char *inside = parts(internal, "xl/worksheets/*.xml");
	g_autofree char *outside = parts(public, "xl/worksheets/*.xml");
	g_autofree char *tables = parts(public, "xl/tables/*.xml");
	cr_expect(strstr(inside, "<headerFooter>") != NULL);
	cr_expect(strstr(outside, "<headerFooter>") == NULL);
	cr_expect(strstr(outside, "<mergeCell") == NULL);
	cr_expect(strstr(tables, "<autoFilter") == NULL);
	cr_expect(strstr(tables, "showRowStripes=\"1\"") == NULL);
}

Test(xlsx, a_missing_figure_of_a_chart_is_a_gap_and_never_zero)
{
	g_autoptr(Model) model = make_model("internal");
	g_autofree char *charts = parts(model, "xl/charts/*.xml");
	const char *values = strstr(charts, "<c:val>");
	cr_assert_not_null(values);
	cr_expect(strstr(values, "<c:v>5</c:v>") != NULL);
	cr_expect(strstr(values, "<c:v>0</c:v>") == NULL, "%s", values);
	g_autofree char *sheet = parts(model, "xl/worksheets/sheet5.xml");
	cr_expect(strstr(sheet, "r=\"B8\"") != NULL, "the first week's figure");
	cr_expect(strstr(sheet, "r=\"B9\"") == NULL, "%s", sheet);
}

Test(xlsx, a_chart_title_that_begins_like_a_formula_stays_text)
{
	g_autoptr(Model) model = make_model("internal");
	Chart *chart = ((Block *)model->blocks->pdata[1])->chart;
	g_free(chart->title);
	chart->title = g_strdup("=HYPERLINK(1)");
	g_autofree char *charts = parts(model, "xl/charts/*.xml");
	cr_expect(strstr(charts, "<c:f>HYPERLINK") == NULL);
	cr_expect(strstr(charts, "<c:v>=HYPERLINK(1)</c:v>") != NULL, "%s", charts);
}

Test(xlsx, same_model_gives_the_same_bytes)
{
	g_autoptr(Model) model = make_model("internal");
	g_autofree char *one = write_model(model);
	g_usleep(1100 * 1000); /* the clock's second has passed */
	g_autofree char *two = write_model(model);
	g_autoptr(ProgramRun) same = program_run_other(NULL, "cmp", one, two, NULL);
	cr_expect_eq(same->code, 0, "%s", same->out);
	unlink(one);
	unlink(two);
}

Test(xlsx, a_text_longer_than_a_cell_is_cut_and_says_so)
{
	g_autoptr(Model) model = make_model("internal");
	Block *block = model_add(model, BLOCK_TEXT, 3);
	block->text.text = g_strnfill(40000, 'a');
	g_autofree char *whole = g_strnfill(XLSX_CELL_TEXT_MAX, 'a');
	g_autofree char *sheets = parts(model, "xl/sharedStrings.xml");
	cr_expect(strstr(sheets, "aaaaacut_text<") != NULL);
	cr_expect_null(strstr(sheets, whole));
}

Test(xlsx_text, is_cut_to_the_unit_with_its_note)
{
	static const struct {
		const char *text;
		size_t most;
		const char *wanted;
	} cases[] = {
		{ "abcdef", 6, "abcdef" },          { "abcdefg", 6, "abcd.." },
		{ "ملکہ ہانس", 6, "ملکہ.." },       { "ab\U0001F600cdef", 6, "ab\U0001F600.." },
		{ "abc\U0001F600def", 6, "abc.." },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autofree char *cut = xlsx_text_cut(cases[n].text, cases[n].most, "..");
		cr_expect_str_eq(cut, cases[n].wanted, "%zu: %s", n, cut);
	}
}

Test(xlsx, a_folder_that_is_not_there_is_refused)
{
	g_autoptr(Model) model = make_model("internal");
	g_autoptr(GError) error = NULL;
	cr_assert(!device_xlsx_write(model, "/nonexistent/x.xlsx", &error));
	cr_expect_eq(error->code, SHUMAR_ERROR_OUTPUT);
	cr_expect(strstr(error->message, "/nonexistent/x.xlsx") != NULL, "%s", error->message);
	g_clear_error(&error);
}

static void expect_refused(const Model *model, const char *path, const char *message)
{
	g_autoptr(GError) error = NULL;
	cr_assert(!device_xlsx_write(model, path, &error));
	cr_expect_eq(error->code, SHUMAR_ERROR_OUTPUT);
	cr_expect(strstr(error->message, message) != NULL, "%s", error->message);
	cr_expect_not_null(error_hint(error));
}

Test(xlsx, a_missing_folder_for_temporary_files_is_called_by_name)
{
	g_setenv("TMPDIR", "/nonexistent", TRUE); /* of this test's process */
	g_autoptr(Model) model = make_model("internal");
	expect_refused(model, "/tmp/never.xlsx", "no temporary file in '/nonexistent'");
	cr_expect_not(g_file_test("/tmp/never.xlsx", G_FILE_TEST_EXISTS));
}

Test(xlsx, a_disk_that_fills_while_writing_is_called_by_name)
{
	g_autoptr(Model) model = make_model("internal");
	expect_refused(model, "/dev/full", "cannot write '/dev/full': No space left on device");
}

/* The library does not notice that a temporary file of its own was cut short. */
Test(xlsx, a_sheet_that_the_library_cut_short_is_noticed)
{
	g_autoptr(Model) model = make_model("internal");
	Table *table = ((Block *)model->blocks->pdata[0])->table;
	for (int n = 0; n < 5000; n++)
		add_row(table, "Saddar", count(n % 10));
	g_autofree char *path = g_build_filename(g_get_tmp_dir(), "shumar-never.xlsx", NULL);
	(void)signal(SIGXFSZ, SIG_IGN);
	struct rlimit limit = { 120000, 120000 };
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	expect_refused(model, path, "cut short");
	cr_expect_not(g_file_test(path, G_FILE_TEST_EXISTS));
}

Test(xlsx, what_is_no_finite_number_is_not_written_as_one)
{
	g_autoptr(Model) model = make_model("internal");
	Table *table = ((Block *)model->blocks->pdata[0])->table;
	const double numbers[] = { NAN, INFINITY, -INFINITY };
	for (size_t n = 0; n < G_N_ELEMENTS(numbers); n++) {
		Value value = count(numbers[n]);
		g_free(value.text);
		value.text = g_strdup("[z]");
		add_row(table, "Chak Bedi", value);
	}
	g_autofree char *sheets = parts(model, "xl/worksheets/*.xml");
	cr_expect(strstr(sheets, "inf") == NULL && strstr(sheets, "nan") == NULL);
	g_autofree char *strings = parts(model, "xl/sharedStrings.xml");
	cr_expect(strstr(strings, "<t>[z]</t>") != NULL);
}

Test(xlsx, dates_are_days_a_spreadsheet_can_count_with)
{
	g_autoptr(Model) model = make_model("internal");
	Table *table = ((Block *)model->blocks->pdata[0])->table;
	Value late = { .kind = VALUE_DATE,
		       .text = g_strdup("14 November 2026"),
		       .excel_format = g_strdup("d mmmm yyyy") };
	g_date_set_dmy(&late.date, 14, G_DATE_NOVEMBER, 2026);
	add_row(table, "Malka Hans", late);
	Value early = { .kind = VALUE_DATE,
			.text = g_strdup("28 February 1900"),
			.excel_format = g_strdup("d mmmm yyyy") };
	g_date_set_dmy(&early.date, 28, G_DATE_FEBRUARY, 1900);
	add_row(table, "Malka Hans", early);
	g_autofree char *sheets = parts(model, "xl/worksheets/*.xml");
	cr_expect(strstr(sheets, "<v>46340</v>") != NULL);
	g_autofree char *strings = parts(model, "xl/sharedStrings.xml");
	cr_expect(strstr(strings, "<t>28 February 1900</t>") != NULL);
	cr_expect(strstr(strings, "<t>14 November 2026</t>") == NULL);
}

Test(xlsx, an_empty_table_says_so_in_words)
{
	g_autoptr(Model) model = make_model("public");
	Table *table = model_add(model, BLOCK_TABLE, 3)->table;
	table->id = g_strdup("stages");
	table->caption = g_strdup("Stages");
	table->empty = g_strdup("No cases this week.");
	g_ptr_array_add(table->columns, table_column_new("a", "Stage", ALIGN_START, VALUE_TEXT));
	g_autofree char *strings = parts(model, "xl/sharedStrings.xml");
	cr_expect(strstr(strings, "No cases this week.") != NULL);
	g_autofree char *tables = parts(model, "xl/tables/*.xml");
	cr_expect(strstr(tables, "table_stages") == NULL);
}

Test(xlsx, a_hundred_tables_of_one_long_name_have_a_sheet_each)
{
	g_autoptr(Model) model = make_model("internal");
	for (int n = 0; n < 100; n++) {
		add_table(model);
		Block *block = model->blocks->pdata[model->blocks->len - 1];
		g_free(block->table->id);
		block->table->id = g_strdup("a:name/that*is?much[too]long for one tab");
	}
	g_autofree char *workbook = parts(model, "xl/workbook.xml");
	cr_expect(strstr(workbook, "name=\"a name that is much too long fo\"") != NULL);
	cr_expect(strstr(workbook, "name=\"a name that is much too lon 100\"") != NULL, "%s",
		  workbook);
}

Test(xlsx, urdu_sheets_run_from_right_to_left)
{
	g_autoptr(Model) model = make_model("public");
	model->right_to_left = true;
	add_row(((Block *)model->blocks->pdata[0])->table, "\u2068ملکہ ہانس\u2069", count(3));
	g_autofree char *sheets = parts(model, "xl/worksheets/*.xml");
	cr_expect(strstr(sheets, "rightToLeft=\"1\"") != NULL);
	g_autofree char *strings = parts(model, "xl/sharedStrings.xml");
	cr_expect(strstr(strings, "<t>ملکہ ہانس</t>") != NULL, "%s", strings);
}
