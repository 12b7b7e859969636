#include "reports/audit/audit.h"

#include <string.h>

#include "reports/audit/audit_rule.h"
#include "reports/audit/audit_strict.h"

/* The checklist, in its order. A rule without a check is for people. */
static const struct {
	const char *id, *text;
	bool is_essential;
	AuditCheck check;
} rules[] = {
	{ "AF-01", "Data is marked up as tables", true, audit_marked_up },
	{ "AF-02", "Tables have meaningful names", false, audit_table_names },
	{ "AF-03", "No merged or split cells", true, audit_merges },
	{ "AF-04", "No blank rows or columns in tables", true, audit_blank_lines },
	{ "AF-05", "One marked-up row of heads, each unlike the others", true, audit_headers },
	{ "AF-06", "Text wraps", true, audit_wrapping },
	{ "AF-07", "No filters and no frozen panes", false, audit_filters },
	{ "AF-08", "Empty cells only where they are explained", true, audit_blank_cells },
	{ "AF-09", "No hidden rows, columns or sheets", false, audit_hidden },
	{ "AF-10", "Columns are as wide as their words", false, audit_widths },
	{ "AF-11", "No symbols or raised letters mark notes", true, audit_note_symbols },
	{ "AF-12", "Marks of notes say the word note", false, audit_note_word },
	{ "AF-13", "No marks of notes in cells of data", false, audit_note_cells },
	{ "AF-14", "Notes stand in a table of their own", false, audit_note_table },
	{ "AF-15", "The wording is accessible", false, NULL },
	{ "AF-16", "Links say where they lead", true, audit_links },
	{ "AF-17", "Plain fonts of 12 points or more", false, audit_fonts },
	{ "AF-18", "Sheets have titles marked up as headings", true, audit_titles },
	{ "AF-19", "Words instead of symbols in titles and heads", false, audit_symbols },
	{ "AF-20", "No page headers or footers, no floating boxes", true, audit_floating },
	{ "AF-21", "No visual dividers", false, audit_dividers },
	{ "AF-22", "No background colours", false, audit_fills },
	{ "AF-23", "Colour is never the only signal", true, audit_colour_alone },
	{ "AF-24", "Text contrasts with its ground", true, audit_contrast },
	{ "AF-25", "No images; charts have alternative text", false, audit_images },
	{ "AF-26", "No macros", false, audit_macros },
	{ "AF-27", "Sheets have names unlike each other", true, audit_sheet_names },
	{ "AF-28", "No blank sheets", true, audit_blank_sheets },
	{ "AF-29", "Title and lines on the table in column A above it", true, audit_lines_above },
	{ "AF-30", "Tables begin in column A", true, audit_first_column },
	{ "AF-31", "Nothing stands below a table", true, audit_below },
	{ "AF-32", "One table a sheet", true, audit_one_table },
	{ "AF-33", "The spelling is right", true, NULL },
	{ "AF-34", "The program's accessibility checker was run", false, NULL },
	{ "AF-35", "Title, author and language of the document are set", true, audit_properties },
	{ "AF-36", "The cursor stands in A1 of the first sheet", true, audit_cursor },
};

/* ── the audit ── */

static void finding_free(gpointer data)
{
	AuditFinding *finding = data;
	g_ptr_array_unref(finding->places);
	g_free(finding);
}

static AuditFinding *add_finding(AuditReport *report, const char *id, const char *text,
				 bool is_essential)
{
	AuditFinding *finding = g_new0(AuditFinding, 1);
	finding->id = id;
	finding->text = text;
	finding->is_essential = is_essential;
	finding->places = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(report->findings, finding);
	return finding;
}

AuditReport *audit_file(const char *path, GError **error)
{
	g_autoptr(AuditBook) book = audit_book_read(path, error);
	if (book == NULL)
		return NULL;
	g_autoptr(AuditReport) report = g_new0(AuditReport, 1);
	report->findings = g_ptr_array_new_with_free_func(finding_free);
	for (size_t n = 0; n < G_N_ELEMENTS(rules); n++) {
		AuditFinding *finding =
		    add_finding(report, rules[n].id, rules[n].text, rules[n].is_essential);
		finding->verdict =
		    rules[n].check != NULL ? rules[n].check(book, finding->places) : AUDIT_BY_HAND;
		if (finding->places->len > 0)
			finding->verdict = AUDIT_FAIL;
	}
	AuditFinding *strict = add_finding(
	    report, "EC-01", "The package is as ECMA-376 has it: no repair is offered", true);
	if (!audit_strict(path, book, strict->places, error))
		return NULL;
	strict->verdict = strict->places->len > 0 ? AUDIT_FAIL : AUDIT_PASS;
	return g_steal_pointer(&report);
}

void audit_report_free(AuditReport *report)
{
	if (report == NULL)
		return;
	g_ptr_array_unref(report->findings);
	g_free(report);
}

guint audit_report_essential(const AuditReport *report)
{
	guint failed = 0;
	for (guint n = 0; n < report->findings->len; n++) {
		const AuditFinding *finding = report->findings->pdata[n];
		failed += finding->is_essential && finding->verdict == AUDIT_FAIL ? 1 : 0;
	}
	return failed;
}

static const char *const verdicts[] = { [AUDIT_PASS] = "pass",
					[AUDIT_FAIL] = "FAIL",
					[AUDIT_NOT_APPLICABLE] = "n/a",
					[AUDIT_BY_HAND] = "look" };

char *audit_report_text(const AuditReport *report)
{
	enum { PLACES_SHOWN = 5 };
	guint counts[G_N_ELEMENTS(verdicts)] = { 0 };
	GString *text = g_string_new(NULL);
	for (guint n = 0; n < report->findings->len; n++) {
		const AuditFinding *finding = report->findings->pdata[n];
		counts[finding->verdict]++;
		g_string_append_printf(text, "%-4s  %s  %-9s  %s\n", verdicts[finding->verdict],
				       finding->id, finding->is_essential ? "essential" : "",
				       finding->text);
		for (guint at = 0; at < MIN(finding->places->len, PLACES_SHOWN); at++)
			g_string_append_printf(text, "        %s\n",
					       (const char *)finding->places->pdata[at]);
		if (finding->places->len > PLACES_SHOWN)
			g_string_append_printf(text, "        and %u more\n",
					       finding->places->len - PLACES_SHOWN);
	}
	g_string_append_printf(
	    text,
	    "%u rules: %u pass, %u fail (%u of them essential), %u do not apply, %u to look at\n",
	    report->findings->len, counts[AUDIT_PASS], counts[AUDIT_FAIL],
	    audit_report_essential(report), counts[AUDIT_NOT_APPLICABLE], counts[AUDIT_BY_HAND]);
	return g_string_free(text, FALSE);
}
