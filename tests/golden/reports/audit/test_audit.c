/* The audit on good workbooks of ours and on bad ones made for each rule. */
#include <criterion/criterion.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "core/error.h"
#include "reports/audit/audit.h"
#include "reports/device/device.h"
#include "reports/device/xlsx/xlsx.h"
#include "reports/model/value.h"
#include "tests/support/program.h"
#include "tests/support/showcase.h"
#include "tests/support/workbook.h"

static char *temporary_path(void)
{
	return g_strdup_printf("%s/shumar-audit-%d-%d.xlsx", g_get_tmp_dir(), (int)getpid(),
			       g_random_int_range(0, 1 << 30));
}

static AuditReport *audit_and_remove(const char *path)
{
	g_autoptr(GError) error = NULL;
	AuditReport *report = audit_file(path, &error);
	cr_assert(report != NULL, "%s", error != NULL ? error->message : "");
	unlink(path);
	return report;
}

static AuditReport *audit_model(const char *audience, const char *language)
{
	g_autoptr(Model) model = workbook_model(audience, language);
	g_autoptr(GError) error = NULL;
	g_autofree char *path = temporary_path();
	cr_assert(device_xlsx_write(model, path, &error), "%s",
		  error != NULL ? error->message : "");
	return audit_and_remove(path);
}

static const AuditFinding *finding_of(const AuditReport *report, const char *id)
{
	for (guint n = 0; n < report->findings->len; n++) {
		const AuditFinding *finding = report->findings->pdata[n];
		if (strcmp(finding->id, id) == 0)
			return finding;
	}
	cr_assert(false, "no rule %s", id);
	return NULL;
}

/* ── workbooks of ours ── */

Test(audit, public_workbooks_of_ours_break_no_rule)
{
	static const char *const languages[] = { "en", "ur" };
	for (size_t n = 0; n < 2; n++) {
		g_autoptr(AuditReport) report = audit_model("public", languages[n]);
		g_autofree char *text = audit_report_text(report);
		cr_expect(strstr(text, "FAIL") == NULL, "%s", text);
		cr_expect(strstr(text, "37 rules: 34 pass, 0 fail") != NULL, "%s", text);
	}
}

static void hide_a_point(const Block *block, gpointer data)
{
	const Chart *chart = block->kind == BLOCK_CHART ? block->chart : NULL;
	if (chart == NULL || chart->series->len == 0 || chart->count < 2)
		return;
	((ChartSeries *)chart->series->pdata[0])->values[1] = chart_missing(VALUE_SUPPRESSED);
	*(guint *)data += 1;
}

Test(audit, public_charts_with_withheld_points_break_no_rule)
{
	g_autoptr(Model) model = workbook_model("public", "en");
	g_autoptr(GError) error = NULL;
	g_autofree char *path = temporary_path();
	guint hidden = 0;
	model_each(model, hide_a_point, &hidden);
	cr_assert_gt(hidden, 0u);
	cr_assert(device_xlsx_write(model, path, &error), "%s",
		  error != NULL ? error->message : "");
	g_autoptr(AuditReport) report = audit_and_remove(path);
	g_autofree char *text = audit_report_text(report);
	cr_expect(strstr(text, "FAIL") == NULL, "%s", text);
}

/* Every public template on its sample rows; and the workbook of all, as if it were one. */
Test(audit, public_workbooks_of_all_templates_break_no_rule)
{
	static const char *const languages[] = { "en", "ur" };
	g_autoptr(GPtrArray) names = showcase_templates();
	for (guint n = 0; n < names->len * 2; n++) {
		const char *name = names->pdata[n / 2];
		g_autoptr(Model) model = showcase_edition(name, languages[n % 2]);
		if (model == NULL || (strcmp(model->audience, "public") != 0 &&
				      strcmp(name, "province-monthly") != 0))
			continue;
		g_free(model->audience);
		model->audience = g_strdup("public");
		g_autoptr(GError) error = NULL;
		g_autofree char *path = temporary_path();
		cr_assert(device_xlsx_write(model, path, &error), "%s",
			  error != NULL ? error->message : "");
		g_autoptr(AuditReport) report = audit_and_remove(path);
		g_autofree char *text = audit_report_text(report);
		/* heads of a matrix come from the records, and the sample's are any signs */
		const char *failed = strstr(text, "FAIL");
		if (failed != NULL && g_str_has_prefix(failed, "FAIL  AF-19"))
			failed = strstr(failed + 1, "FAIL");
		cr_expect(failed == NULL, "%s (%s)\n%s", name, model->language, text);
	}
}

Test(audit, internal_workbooks_of_ours_differ_only_in_what_analysts_work_with)
{
	g_autoptr(AuditReport) report = audit_model("internal", "en");
	g_autoptr(GString) failed = g_string_new(NULL);
	for (guint n = 0; n < report->findings->len; n++) {
		const AuditFinding *finding = report->findings->pdata[n];
		if (finding->verdict == AUDIT_FAIL)
			g_string_append_printf(failed, "%s ", finding->id);
	}
	/* filters and panes, 11 points, page footers, banding */
	cr_expect_str_eq(failed->str, "AF-07 AF-17 AF-20 AF-22 ");
}

/* ── bad ones ── */

typedef struct {
	lxw_workbook *book;
	lxw_worksheet *sheet;
} Bad;

static void put_table(lxw_worksheet *sheet, lxw_row_t first, lxw_col_t column, const char *name,
		      const char *one, const char *two, bool filtered)
{
	lxw_table_column columns[] = { { .header = (char *)(guintptr)one },
				       { .header = (char *)(guintptr)two } };
	lxw_table_column *list[] = { &columns[0], &columns[1], NULL };
	lxw_table_options options = { .name = (char *)(guintptr)name,
				      .columns = list,
				      .no_autofilter = filtered ? LXW_FALSE : LXW_TRUE,
				      .no_banded_rows = LXW_TRUE };
	worksheet_add_table(sheet, first, column, first + 2, (lxw_col_t)(column + 1), &options);
	for (lxw_row_t row = first + 1; row <= first + 2; row++) {
		worksheet_write_string(sheet, row, column, "Lahore", NULL);
		worksheet_write_number(sheet, row, (lxw_col_t)(column + 1), 5, NULL);
	}
}

/* A sheet as the rules want it, but for titles and properties that the library cannot write. */
static void put_good(Bad *bad)
{
	worksheet_write_string(bad->sheet, 0, 0, "Cases by district", NULL);
	worksheet_write_string(bad->sheet, 1, 0, "This sheet holds one table.", NULL);
	put_table(bad->sheet, 2, 0, "cases", "District", "Cases", false);
}

static lxw_format *format_of(Bad *bad)
{
	return workbook_add_format(bad->book);
}

static void bad_outside(Bad *bad)
{
	worksheet_write_number(bad->sheet, 3, 5, 7, NULL);
}
static void bad_merge(Bad *bad)
{
	worksheet_merge_range(bad->sheet, 0, 3, 0, 5, "wide", NULL);
}
static void bad_blank_row(Bad *bad)
{
	worksheet_write_blank(bad->sheet, 4, 0, format_of(bad));
	worksheet_write_blank(bad->sheet, 4, 1, format_of(bad));
}
static void bad_header(Bad *bad)
{
	worksheet_write_string(bad->sheet, 2, 1, "district", NULL);
}
static void bad_wrap(Bad *bad)
{
	worksheet_write_string(bad->sheet, 3, 0, "a text much longer than its column", NULL);
}
static void bad_panes(Bad *bad)
{
	worksheet_freeze_panes(bad->sheet, 3, 0);
}
static void bad_empty(Bad *bad)
{
	worksheet_write_blank(bad->sheet, 4, 1, format_of(bad));
}
static void bad_hidden_column(Bad *bad)
{
	lxw_row_col_options hidden = { .hidden = LXW_TRUE };
	worksheet_set_column_opt(bad->sheet, 1, 1, 9, NULL, &hidden);
}
static void bad_hidden_row(Bad *bad)
{
	lxw_row_col_options hidden = { .hidden = LXW_TRUE };
	worksheet_set_row_opt(bad->sheet, 3, 15, NULL, &hidden);
}
static void bad_narrow(Bad *bad)
{
	worksheet_set_column(bad->sheet, 0, 0, 3, NULL);
}
static void bad_symbol(Bad *bad)
{
	worksheet_write_string(bad->sheet, 2, 1, "Cases†", NULL);
}
static void bad_raised(Bad *bad)
{
	lxw_format *raised = format_of(bad);
	format_set_font_script(raised, LXW_FONT_SUPERSCRIPT);
	worksheet_write_string(bad->sheet, 2, 1, "Cases a", raised);
}
static void bad_number_note(Bad *bad)
{
	worksheet_write_string(bad->sheet, 2, 1, "Cases [1]", NULL);
}
static void bad_note_cell(Bad *bad)
{
	worksheet_write_string(bad->sheet, 3, 1, "5 [note 1]", NULL);
}
static void bad_link(Bad *bad)
{
	worksheet_write_url(bad->sheet, 3, 0, "https://example.org", NULL);
}
static void bad_head_symbol(Bad *bad)
{
	worksheet_write_string(bad->sheet, 2, 1, "Cases & more", NULL);
}
static void bad_page_text(Bad *bad)
{
	worksheet_set_footer(bad->sheet, "&LShumar");
}
static void bad_comment(Bad *bad)
{
	worksheet_write_comment(bad->sheet, 3, 0, "look here");
}
static void bad_border(Bad *bad)
{
	lxw_format *lined = format_of(bad);
	format_set_bottom(lined, LXW_BORDER_THIN);
	worksheet_write_number(bad->sheet, 3, 1, 5, lined);
}
static void bad_fill(Bad *bad)
{
	lxw_format *filled = format_of(bad);
	format_set_bg_color(filled, LXW_COLOR_YELLOW);
	worksheet_write_number(bad->sheet, 3, 1, 5, filled);
}
static void bad_colour_scale(Bad *bad)
{
	lxw_conditional_format scale = { .type = LXW_CONDITIONAL_2_COLOR_SCALE };
	worksheet_conditional_format_range(bad->sheet, 3, 1, 4, 1, &scale);
}
static void bad_contrast(Bad *bad)
{
	lxw_format *faint = format_of(bad);
	format_set_font_color(faint, 0xBBBBBB);
	worksheet_write_number(bad->sheet, 3, 1, 5, faint);
}
static void bad_chart(Bad *bad)
{
	lxw_chart *chart = workbook_add_chart(bad->book, LXW_CHART_BAR);
	chart_add_series(chart, "=cases!$A$4:$A$5", "=cases!$B$4:$B$5");
	worksheet_insert_chart(bad->sheet, 2, 4, chart);
}
static void bad_sheet_name(Bad *bad)
{
	lxw_worksheet *sheet = workbook_add_worksheet(bad->book, "Sheet2");
	worksheet_write_string(sheet, 0, 0, "Title", NULL);
}
static void bad_blank_sheet(Bad *bad)
{
	workbook_add_worksheet(bad->book, "nothing");
}
static void bad_lines(Bad *bad)
{
	worksheet_write_blank(bad->sheet, 1, 0, format_of(bad));
}
static void bad_place(Bad *bad)
{
	lxw_worksheet *sheet = workbook_add_worksheet(bad->book, "aside");
	worksheet_write_string(sheet, 0, 0, "Title", NULL);
	worksheet_write_string(sheet, 1, 0, "This sheet holds one table.", NULL);
	put_table(sheet, 2, 1, "aside", "District", "Cases", false);
}
static void bad_below(Bad *bad)
{
	worksheet_write_string(bad->sheet, 7, 0, "Source: somebody", NULL);
}
static void bad_second_table(Bad *bad)
{
	put_table(bad->sheet, 2, 4, "second", "District", "Cases", false);
}
static void bad_table_name(Bad *bad)
{
	put_table(bad->sheet, 2, 4, "Table7", "District", "Cases", false);
}
static void bad_filter(Bad *bad)
{
	put_table(bad->sheet, 2, 4, "second", "District", "Cases", true);
}
static void bad_cursor(Bad *bad)
{
	worksheet_set_selection(bad->sheet, 4, 1, 4, 1);
}
static void bad_opening(Bad *bad)
{
	lxw_worksheet *sheet = workbook_add_worksheet(bad->book, "other");
	worksheet_write_string(sheet, 0, 0, "Title", NULL);
	worksheet_activate(sheet);
}
static void bad_nothing(Bad *bad G_GNUC_UNUSED)
{
}

/* What is done to a good sheet, the rule that then fails, and where. */
static const struct {
	const char *id;
	void (*spoil)(Bad *bad);
	const char *place;
} faults[] = {
	{ "AF-01", bad_outside, "cases!F4" },
	{ "AF-02", bad_table_name, "Table7" },
	{ "AF-03", bad_merge, "D1:F1" },
	{ "AF-04", bad_blank_row, "cases!A5: a blank row" },
	{ "AF-05", bad_header, "cases!B3: a second head 'district'" },
	{ "AF-06", bad_wrap, "cases!A4" },
	{ "AF-07", bad_panes, "frozen" },
	{ "AF-07", bad_filter, "a filter" },
	{ "AF-08", bad_empty, "cases!B5" },
	{ "AF-09", bad_hidden_column, "cases!B1: a hidden column" },
	{ "AF-09", bad_hidden_row, "row 4 is hidden" },
	{ "AF-10", bad_narrow, "cases!A3" },
	{ "AF-11", bad_symbol, "cases!B3" },
	{ "AF-11", bad_raised, "cases!B3" },
	{ "AF-12", bad_number_note, "cases!B3" },
	{ "AF-13", bad_note_cell, "cases!B4" },
	{ "AF-14", bad_note_cell, "[note 1] stands in no table of notes" },
	{ "AF-16", bad_link, "cases!A4" },
	{ "AF-17", bad_raised, "cases!A1" }, /* the library's own is 11 points */
	{ "AF-18", bad_nothing, "no cell style for headings" },
	{ "AF-19", bad_head_symbol, "cases!B3" },
	{ "AF-20", bad_page_text, "footer" },
	{ "AF-20", bad_comment, "comments" },
	{ "AF-21", bad_border, "cases!B4" },
	{ "AF-22", bad_fill, "cases!B4" },
	{ "AF-23", bad_colour_scale, "B4:B5" },
	{ "AF-24", bad_contrast, "cases!B4" },
	{ "AF-25", bad_chart, "alternative text" },
	{ "AF-27", bad_sheet_name, "Sheet2" },
	{ "AF-28", bad_blank_sheet, "nothing: a blank sheet" },
	{ "AF-29", bad_lines, "cases!A2" },
	{ "AF-30", bad_place, "aside!B3" },
	{ "AF-31", bad_below, "cases!A8" },
	{ "AF-32", bad_second_table, "2 tables" },
	{ "AF-35", bad_nothing, "lack language" },
	{ "AF-36", bad_cursor, "the cursor stands in B5" },
	{ "AF-36", bad_opening, "opens on sheet 2" },
};

static AuditReport *audit_bad(void (*spoil)(Bad *bad))
{
	g_autofree char *path = temporary_path();
	Bad bad = { .book = workbook_new(path) };
	bad.sheet = workbook_add_worksheet(bad.book, "cases");
	put_good(&bad);
	spoil(&bad);
	cr_assert_eq(workbook_close(bad.book), LXW_NO_ERROR);
	return audit_and_remove(path);
}

Test(audit, every_rule_fails_where_a_workbook_breaks_it_and_tells_the_place)
{
	for (size_t n = 0; n < G_N_ELEMENTS(faults); n++) {
		g_autoptr(AuditReport) report = audit_bad(faults[n].spoil);
		const AuditFinding *finding = finding_of(report, faults[n].id);
		cr_expect_eq(finding->verdict, AUDIT_FAIL, "%s does not fail (fault %zu)",
			     faults[n].id, n);
		bool told = false;
		for (guint at = 0; at < finding->places->len; at++)
			told = told || strstr(finding->places->pdata[at], faults[n].place) != NULL;
		cr_expect(told, "%s: no place '%s' but '%s'", faults[n].id, faults[n].place,
			  finding->places->len > 0 ? (char *)finding->places->pdata[0] : "");
	}
}

Test(audit, a_workbook_without_faults_fails_only_where_the_library_leaves_something_out)
{
	g_autoptr(AuditReport) report = audit_bad(bad_nothing);
	for (guint n = 0; n < report->findings->len; n++) {
		const AuditFinding *finding = report->findings->pdata[n];
		bool left_out = strcmp(finding->id, "AF-17") == 0 ||
				strcmp(finding->id, "AF-18") == 0 ||
				strcmp(finding->id, "AF-35") == 0;
		cr_expect_eq(finding->verdict == AUDIT_FAIL, left_out, "%s: %s", finding->id,
			     finding->places->len > 0 ? (char *)finding->places->pdata[0] : "");
	}
}

Test(audit, an_empty_cell_that_the_text_above_explains_is_no_fault)
{
	g_autofree char *path = temporary_path();
	Bad bad = { .book = workbook_new(path) };
	bad.sheet = workbook_add_worksheet(bad.book, "cases");
	put_good(&bad);
	worksheet_write_string(bad.sheet, 1, 0, "A blank cell is a figure not collected.", NULL);
	bad_empty(&bad);
	cr_assert_eq(workbook_close(bad.book), LXW_NO_ERROR);
	g_autoptr(AuditReport) report = audit_and_remove(path);
	cr_expect_eq(finding_of(report, "AF-08")->verdict, AUDIT_PASS);
}

/* ── what is no workbook ── */

static void expect_refused(const char *path, const char *message)
{
	g_autoptr(GError) error = NULL;
	cr_assert_null(audit_file(path, &error));
	cr_expect_eq(error->code, SHUMAR_ERROR_FAILED);
	cr_expect(strstr(error->message, message) != NULL, "%s", error->message);
	cr_expect_not_null(error_hint(error));
}

Test(audit, what_is_no_workbook_is_refused_by_name)
{
	g_autofree char *path = temporary_path();
	expect_refused("/nonexistent/x.xlsx", "cannot read '/nonexistent/x.xlsx' as a workbook");
	cr_assert(g_file_set_contents(path, "Name,Cases\nLahore,5\n", -1, NULL));
	expect_refused(path, "as a workbook");
	unlink(path);
}

Test(audit, a_workbook_that_was_cut_short_is_refused)
{
	g_autoptr(Model) model = workbook_model("public", "en");
	g_autofree char *path = temporary_path();
	g_autofree char *bytes = NULL;
	gsize length;
	cr_assert(device_xlsx_write(model, path, NULL));
	cr_assert(g_file_get_contents(path, &bytes, &length, NULL));
	cr_assert(g_file_set_contents(path, bytes, (gssize)(length / 2), NULL));
	expect_refused(path, "as a workbook");
	unlink(path);
}

Test(audit, the_command_ends_with_1_and_the_list_when_an_essential_rule_fails)
{
	g_autofree char *path = temporary_path();
	Bad bad = { .book = workbook_new(path) };
	bad.sheet = workbook_add_worksheet(bad.book, "cases");
	put_good(&bad);
	bad_merge(&bad);
	cr_assert_eq(workbook_close(bad.book), LXW_NO_ERROR);
	g_autoptr(ProgramRun) run = program_run(NULL, "report", "audit", path, NULL);
	cr_expect_eq(run->code, 1);
	cr_expect(strstr(run->out, "FAIL  AF-03  essential") != NULL, "%s", run->out);
	cr_expect(strstr(run->err, "essential rules") != NULL, "%s", run->err);
	g_autoptr(Model) model = workbook_model("public", "en");
	cr_assert(device_xlsx_write(model, path, NULL));
	g_autoptr(ProgramRun) good = program_run(NULL, "report", "audit", path, NULL);
	cr_expect_eq(good->code, 0, "%s", good->out);
	unlink(path);
}
