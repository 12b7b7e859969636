/* The workbook device on an edition with every kind of block, looked at as unzipped XML. */
#include <criterion/criterion.h>
#include <string.h>
#include <unistd.h>

#include "core/error.h"
#include "reports/device/device.h"
#include "reports/device/xlsx/xlsx.h"
#include "reports/device/xlsx/xlsx_stream.h"
#include "tests/support/program.h"
#include "tests/support/showcase.h"
#include "tests/support/workbook.h"

static char *write_model(const Model *model)
{
	g_autoptr(GError) error = NULL;
	char *path = g_strdup_printf("%s/shumar-book-%d-%d.xlsx", g_get_tmp_dir(), (int)getpid(),
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

static void expect_has(const char *text, const char *part)
{
	cr_expect(strstr(text, part) != NULL, "no %s in:\n%s", part, text);
}

static void expect_lacks(const char *text, const char *part)
{
	cr_expect(strstr(text, part) == NULL, "%s in:\n%s", part, text);
}

/* For `make check-office`: leaves the sample workbooks in the folder it names. */
Test(workbook, samples_are_written_for_an_office_program)
{
	static const char *const audiences[] = { "internal", "public" };
	static const char *const languages[] = { "en", "ur" };
	const char *folder = g_getenv("WORKBOOK_FOLDER");
	for (size_t n = 0; n < 4; n++) {
		g_autoptr(Model) model = workbook_model(audiences[n / 2], languages[n % 2]);
		g_autofree char *path = write_model(model);
		if (folder != NULL) {
			g_autofree char *kept = g_strdup_printf("%s/%s-%s.xlsx", folder,
								audiences[n / 2], languages[n % 2]);
			g_autofree char *bytes = NULL;
			gsize length;
			cr_assert(g_file_get_contents(path, &bytes, &length, NULL));
			cr_expect(g_file_set_contents(kept, bytes, (gssize)length, NULL));
		}
		unlink(path);
	}
}

Test(workbook, sheets_come_in_the_order_cover_contents_notes_shorthand_figures)
{
	g_autoptr(Model) model = workbook_model("public", "en");
	g_autofree char *book = parts(model, "xl/workbook.xml");
	static const char *const names[] = {
		"\"Cover\"",   "\"Contents\"",  "\"Notes and definitions\"", "\"Shorthand\"",
		"\"Figures\"", "\"districts\"", "\"districts subtotals\"",   "\"trend\"",
		"\"bars\""
	};
	const char *at = book;
	for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
		const char *found = strstr(at, names[n]);
		cr_assert(found != NULL, "no %s in its place in %s", names[n], book);
		at = found;
	}
}

Test(workbook, groups_become_a_column_and_heads_above_heads_are_joined)
{
	g_autoptr(Model) model = workbook_model("internal", "en");
	g_autofree char *tables = parts(model, "xl/tables/*.xml");
	expect_has(tables, "name=\"Group\"");
	expect_has(tables, "name=\"July 2024: Cases [note 1]\"");
	expect_has(tables, "name=\"July 2024: Cases: Status\"");
	/* four districts under their head, no group or subtotal among them */
	expect_has(tables, "displayName=\"table_districts\" ref=\"A6:F10\"");
	expect_has(tables, "displayName=\"table_districts_totals\" ref=\"A5:F8\"");
}

Test(workbook, internal_columns_of_numbers_hold_numbers_and_the_column_beside_says_why_not)
{
	g_autoptr(Model) model = workbook_model("internal", "en");
	g_autofree char *sheet = parts(model, "xl/worksheets/sheet6.xml");
	g_autofree char *strings = parts(model, "xl/sharedStrings.xml");
	expect_has(sheet, "<c r=\"C7\" s="); /* Lahore's thirty */
	expect_lacks(sheet, "r=\"C8\"");     /* Kasur's are withheld */
	expect_has(sheet, "r=\"D8\"");
	expect_has(strings, "<t>[c]</t>");
	expect_has(strings, "<t>[p]</t>");
}

Test(workbook, public_cells_hold_the_shorthand_and_none_is_empty)
{
	g_autoptr(Model) model = workbook_model("public", "en");
	g_autofree char *sheet = parts(model, "xl/worksheets/sheet6.xml");
	static const char *const cells[] = { "r=\"A13\"", "r=\"B13\"", "r=\"C13\"", "r=\"D13\"",
					     "r=\"E13\"" };
	for (size_t n = 0; n < G_N_ELEMENTS(cells); n++)
		expect_has(sheet, cells[n]);
	expect_has(sheet, "r=\"C11\" s="); /* [c] in Kasur's cell */
	expect_lacks(sheet, "<pane ");
	expect_lacks(sheet, "dataBar");
}

/* A column of cases, and one of cases or of persons beside it. */
static Model *two_columns(const char *unit)
{
	Model *model = workbook_model("internal", "en");
	Table *table = workbook_add_table(model, "plain", 4);
	TableColumn *second = table_column_new("second", "Second", ALIGN_END, VALUE_NUMBER);
	((TableColumn *)table->columns->pdata[1])->unit = g_strdup("fir");
	second->unit = g_strdup(unit);
	g_ptr_array_add(table->columns, second);
	for (guint row = 0; row < table->rows->len; row++) {
		Value *values = g_new0(Value, 3);
		memcpy(values, table->rows->pdata[row], 2 * sizeof(Value));
		values[2] = workbook_count(7 + row);
		g_free(table->rows->pdata[row]);
		table->rows->pdata[row] = values;
	}
	return model;
}

Test(workbook, bars_are_on_one_scale_and_never_across_cases_and_persons)
{
	g_autoptr(Model) alike = two_columns("fir");
	g_autoptr(Model) mixed = two_columns("accused");
	g_autofree char *one = parts(alike, "xl/worksheets/*.xml");
	g_autofree char *other = parts(mixed, "xl/worksheets/*.xml");
	expect_has(one, "dataBar");
	expect_has(one, "<cfvo type=\"num\" val=\"10\"/>"); /* the most of both columns */
	expect_lacks(other, "dataBar");
}

Test(workbook, a_chart_of_weeks_has_real_dates_and_iso_weeks)
{
	g_autoptr(Model) model = showcase_edition("dpo-weekly", "en");
	g_autofree char *tables = parts(model, "xl/tables/*.xml");
	g_autofree char *strings = parts(model, "xl/sharedStrings.xml");
	g_autofree char *sheets = parts(model, "xl/worksheets/*.xml");
	g_autofree char *styles = parts(model, "xl/styles.xml");
	expect_has(tables, "name=\"Date\"");
	expect_has(tables, "name=\"ISO week\"");
	expect_has(strings, "<t>2024-W31</t>");
	expect_has(sheets, "<v>45502</v>"); /* 29 July 2024 */
	expect_has(styles, "formatCode=\"yyyy-mm-dd\"");
}

Test(workbook, a_public_total_is_the_last_row_of_the_table_and_an_internal_one_below_it)
{
	g_autoptr(Model) inside = workbook_model("internal", "en");
	g_autoptr(Model) outside = workbook_model("public", "en");
	Model *const models[] = { inside, outside };
	static const char *const refs[] = { "displayName=\"table_plain\" ref=\"A5:B8\"",
					    "displayName=\"table_plain\" ref=\"A5:B9\"" };
	for (size_t n = 0; n < 2; n++) {
		Table *table = workbook_add_table(models[n], "plain", 3);
		table->total = g_new0(Value, 2);
		table->total[0] = workbook_text("Total");
		table->total[1] = workbook_count(3);
		g_autofree char *tables = parts(models[n], "xl/tables/*.xml");
		expect_has(tables, refs[n]);
	}
}

Test(workbook, every_figure_has_a_name_of_its_own)
{
	g_autoptr(Model) model = workbook_model("internal", "en");
	g_autofree char *book = parts(model, "xl/workbook.xml");
	expect_has(book, "<definedName name=\"figure_registered\">'Figures'!$B$6</definedName>");
	expect_has(book, "<definedName name=\"figure_withheld\">'Figures'!$B$7</definedName>");
}

Test(workbook, a_long_urdu_sheet_name_is_cut_to_what_the_format_allows)
{
	g_autoptr(Model) model = workbook_model("internal", "ur");
	workbook_add_table(model, "خواتین کے خلاف جرائم کا ماہانہ جائزہ برائے پنجاب", 2);
	workbook_add_table(model, "خواتین کے خلاف جرائم کا ماہانہ جائزہ برائے لاہور", 2);
	g_autofree char *book = parts(model, "xl/workbook.xml");
	expect_has(book, "name=\"خواتین کے خلاف جرائم کا ماہانہ\"");
	expect_has(book, "name=\"خواتین کے خلاف جرائم کا ماہان 2\"");
}

Test(workbook, a_sheet_of_an_urdu_table_is_called_by_its_caption_and_not_its_english_id)
{
	g_autoptr(Model) model = workbook_model("internal", "ur");
	workbook_add_table(model, "statuses", 2);
	Table *table = ((Block *)model->blocks->pdata[model->blocks->len - 1])->table;
	g_free(table->caption);
	table->caption = g_strdup("ان مقدمات کے ملزمان بلحاظ موجودہ حیثیت");
	g_autofree char *book = parts(model, "xl/workbook.xml");
	expect_has(book, "name=\"ان مقدمات کے ملزمان بلحاظ\"");
	cr_expect(strstr(book, "statuses") == NULL ||
		  strstr(book, "sheet name=\"statuses") == NULL);
}

Test(workbook, texts_of_the_cover_card_and_banner_stand_on_the_cover)
{
	g_autoptr(Model) model = workbook_model("public", "en");
	g_autofree char *strings = parts(model, "xl/sharedStrings.xml");
	expect_has(strings, "Two stations of Kasur did not report this month.");
	expect_has(strings, "Approved by: to be filled in");
	expect_has(strings, "Telephone: 042 000 0000");
	expect_has(strings, "Monthly workbook, made-up records");
}

Test(workbook, only_shorthand_that_is_used_is_explained)
{
	g_autoptr(Model) model = workbook_model("public", "en");
	g_autofree char *strings = parts(model, "xl/sharedStrings.xml");
	expect_has(strings, "withheld so that nobody");
	expect_has(strings, "provisional: late entries may still come");
	expect_lacks(strings, "revised since it was last published");
	expect_lacks(strings, "rounds to zero");
}

Test(workbook, a_text_of_control_characters_and_a_wrong_byte_is_written_readable)
{
	g_autoptr(Model) model = workbook_model("public", "en");
	Table *table = workbook_add_table(model, "odd", 1);
	Value *row = table->rows->pdata[0];
	g_free(row[0].text);
	row[0].text = g_strdup("a\x01"
			       "b\xff"
			       "c_x0041_");
	g_autofree char *strings = parts(model, "xl/sharedStrings.xml");
	expect_has(strings, "<t>a\uFFFDb\uFFFDc_x005F_x0041_</t>");
}

Test(workbook, a_table_too_large_for_a_native_one_says_so_on_its_sheet)
{
	g_autoptr(Model) model = workbook_model("internal", "en");
	workbook_add_table(model, "long", 251000);
	g_autofree char *path = write_model(model);
	g_autoptr(ProgramRun) list = program_run_other(NULL, "unzip", "-l", path, NULL);
	expect_lacks(list->out, "xl/tables/");
	g_autoptr(ProgramRun) cover =
	    program_run_other(NULL, "unzip", "-p", path, "xl/worksheets/sheet1.xml", NULL);
	expect_has(cover->out, "very long tables");
	unlink(path);
}

/* ── long sheets ── */

static Table *stream_table(Model *model)
{
	return workbook_add_table(model, "cases", 0);
}

Test(workbook, a_streamed_sheet_has_head_filter_name_and_all_its_rows)
{
	g_autoptr(Model) model = workbook_model("internal", "en");
	g_autoptr(GError) error = NULL;
	g_autofree char *path =
	    g_strdup_printf("%s/shumar-stream-%d.xlsx", g_get_tmp_dir(), (int)getpid());
	XlsxStream *stream = xlsx_stream_begin(
	    &(XlsxStreamHead){ .model = model, .table = stream_table(model) }, path, &error);
	cr_assert_not_null(stream);
	for (int n = 0; n < 1000; n++) {
		Value values[] = { workbook_text("=cmd|x"), workbook_count(n) };
		xlsx_stream_row(stream, values);
		value_clear(&values[0]);
		value_clear(&values[1]);
	}
	cr_assert(xlsx_stream_end(stream, &error), "%s", error != NULL ? error->message : "");
	g_autoptr(ProgramRun) sheet =
	    program_run_other(NULL, "unzip", "-p", path, "xl/worksheets/sheet1.xml", NULL);
	g_autoptr(ProgramRun) book =
	    program_run_other(NULL, "unzip", "-p", path, "xl/workbook.xml", NULL);
	expect_has(sheet->out, "too long to be marked up");
	expect_has(sheet->out, "<autoFilter ref=\"A5:B1005\"/>");
	expect_has(sheet->out, "<c r=\"B1005\" s=");
	expect_lacks(sheet->out, "<f>");
	expect_has(book->out, "<definedName name=\"table_cases\">'cases'!$A$5:$B$1005");
	unlink(path);
}

Test(workbook, a_row_more_than_a_sheet_has_is_an_error)
{
	g_autoptr(Model) model = workbook_model("internal", "en");
	g_autoptr(GError) error = NULL;
	XlsxStream *stream =
	    xlsx_stream_begin(&(XlsxStreamHead){ .model = model, .table = stream_table(model) },
			      "/tmp/never.xlsx", &error);
	cr_assert_not_null(stream);
	Value values[] = { workbook_text(""), workbook_text("") };
	for (int n = 0; n < 1048576; n++)
		xlsx_stream_row(stream, values);
	value_clear(&values[0]);
	value_clear(&values[1]);
	cr_assert_not(xlsx_stream_end(stream, &error));
	cr_expect(strstr(error->message, "has 1048576 rows") != NULL, "%s", error->message);
	cr_expect_not(g_file_test("/tmp/never.xlsx", G_FILE_TEST_EXISTS));
}
