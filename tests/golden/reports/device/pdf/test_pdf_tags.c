/* What a PDF says of itself to those who do not see it: the tree of tags, the catalogue. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/pages.h"

/* The objects of a PDF in readable form. */
static char *objects_of(const PdfPage *page)
{
	g_autofree char *plain = g_build_filename(page->folder, "page.qdf", NULL);
	g_autofree char *in = g_strdup(page->path);
	const char *words[] = { "qpdf", "--qdf", "--object-streams=disable", in, plain, NULL };
	int status = -1;
	cr_assert(g_spawn_sync(NULL, (char **)(gpointer)words, NULL, G_SPAWN_SEARCH_PATH, NULL,
			       NULL, NULL, NULL, &status, NULL));
	cr_assert_eq(status, 0);
	char *text = NULL;
	gsize bytes;
	cr_assert(g_file_get_contents(plain, &text, &bytes, NULL));
	for (gsize n = 0; n < bytes; n++) /* fonts are bytes of any kind */
		text[n] = text[n] == '\0' ? ' ' : text[n];
	remove(plain);
	return text;
}

static char *tree_of(const PdfPage *page)
{
	return pages_tool("pdfinfo", "-struct-text", page->path, NULL);
}

/* All of PARTS are in TEXT, one after the other. */
static void expect_order(const char *text, const char *const *parts)
{
	const char *at = text;
	for (; *parts != NULL; parts++) {
		const char *found = strstr(at, *parts);
		cr_assert(found != NULL, "no '%s' after its predecessor in:\n%s", *parts, text);
		at = found + strlen(*parts);
	}
}

static Model *every_kind(void)
{
	Model *model = pages_model("Title");
	pages_add_heading(model, 2, "Part");
	pages_add_text(model, "A paragraph.");
	pages_add_figures(model, 3);
	pages_add_table(model, "Cases", 3, 60);
	Chart *chart = pages_add_chart(model, CHART_LINE, 12);
	chart->alt = g_strdup("Lowest 0, highest 10.");
	pages_add_note(model, "Cases", "Registered.");
	return model;
}

Test(pdf_tags, are_in_the_order_of_reading)
{
	g_autoptr(Model) model = every_kind();
	g_auto(PdfPage) page = pages_write(model);
	g_autofree char *tree = tree_of(&page);
	static const char *const parts[] = { "Document",  "Sect",          "H1",
					     "\"Title\"", "Sect",          "H2",
					     "\"Part\"",  "P (block)",     "\"A paragraph.\"",
					     "LI",        "Lbl",           "LBody",
					     "\"1,231\"", "Table",         "TR",
					     "TH",        "\"Station\"",   "TR",
					     "TH",        "\"Station 0\"", "TD",
					     "\"0,001\"", "\"Total\"",     "Figure",
					     "LI",        "LBody",         "Registered.",
					     NULL };
	expect_order(tree, parts);
}

Test(pdf_tags, leave_out_heads_that_are_repeated_and_footers)
{
	g_autoptr(Model) model = every_kind();
	g_auto(PdfPage) page = pages_write(model);
	g_autofree char *tree = tree_of(&page), *text = pages_text(&page);
	cr_assert_gt(pages_times(text, "Station  "), 1, "the head is repeated");
	cr_expect_eq(pages_times(tree, "\"Station\""), 1);
	cr_expect_eq(pages_times(tree, "Run 12"), 0);
}

Test(pdf_tags, have_what_readers_ask_of_a_document)
{
	g_autoptr(Model) model = every_kind();
	g_auto(PdfPage) page = pages_write(model);
	g_autofree char *objects = objects_of(&page);
	static const char *const expected[] = {
		"/Lang (en)",
		"/DisplayDocTitle true",
		"/PageMode /UseOutlines",
		"/Marked true",
		"/Tabs /S",
		"/Type /Metadata",
		"<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">Title</rdf:li>",
		"2026-11-22T20:00:00+05:00",
		"/CreationDate (D:20261122200000+05'00')",
		"/Alt (Cases registered in each week. Lowest 0, highest 10.)",
		"/Scope /Column",
		"/Scope /Row",
		"/Artifact BMC",
		"/Subtype /Link",
		"/StructParent ",
		"/BBox [",
	};
	for (size_t n = 0; n < G_N_ELEMENTS(expected); n++)
		cr_expect(strstr(objects, expected[n]) != NULL, "no '%s'", expected[n]);
	/* nobody has checked the file against the standard */
	cr_expect_null(strstr(objects, "pdfuaid"));
}

Test(pdf_tags, make_a_file_without_faults)
{
	g_autoptr(Model) model = every_kind();
	g_auto(PdfPage) page = pages_write(model);
	g_autofree char *said = pages_tool("qpdf", "--check", page.path, NULL);
	cr_expect(strstr(said, "No syntax or stream encoding errors found") != NULL, "%s", said);
}

Test(pdf_tags, say_urdu_as_it_is_read)
{
	g_autoptr(Model) model = pages_model("رپورٹ");
	g_free(model->language);
	model->language = g_strdup("ur");
	model->right_to_left = true;
	g_auto(PdfPage) page = pages_write(model);
	g_autofree char *objects = objects_of(&page);
	cr_expect(strstr(objects, "/Lang (ur)") != NULL);
	cr_expect(strstr(objects, "/Direction /R2L") != NULL);
	cr_expect(strstr(objects, "/WritingMode /RlTb") != NULL);
	cr_expect(strstr(objects, "/ActualText <feff06310") != NULL ||
		  strstr(objects, "/ActualText") != NULL);
	cr_expect(strstr(objects, "\n3 Tr") != NULL, "letters that are found are not seen");
}

Test(pdf_tags, put_title_and_control_characters_into_valid_metadata)
{
	g_autoptr(Model) model = pages_model("A <b> & \"c\"\x01 d");
	g_auto(PdfPage) page = pages_write(model);
	g_autofree char *objects = objects_of(&page);
	cr_expect(strstr(objects, "A &lt;b&gt; &amp; &quot;c&quot;  d") != NULL);
}

Test(pdf_tags, give_a_head_above_others_its_columns)
{
	g_autoptr(Model) model = pages_model("Title");
	Table *table = pages_add_table(model, "Cases", 5, 3);
	table->spans = table->spans != NULL ? table->spans : g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(table->spans, table_span_new("2023", 1, 2));
	g_ptr_array_add(table->spans, table_span_new("2024", 3, 2));
	g_auto(PdfPage) page = pages_write(model);
	g_autofree char *objects = objects_of(&page);
	cr_expect_eq(pages_times(objects, "/ColSpan 2"), 2);
	g_autofree char *text = pages_text(&page);
	static const char *const parts[] = { "2023", "2024", "Station", "Station 0", NULL };
	expect_order(text, parts);
}

/* The ids of all heads of OBJECTS, and how often each of them is named in /Headers. */
static void expect_named_ids(const char *objects)
{
	g_autoptr(GRegex) named = g_regex_new("/Headers \\[([^\\]]*)\\]", G_REGEX_RAW, 0, NULL);
	g_autoptr(GRegex) id = g_regex_new("\\((h[0-9]{6})\\)", G_REGEX_RAW, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	int cells = 0;
	g_regex_match(named, objects, 0, &match);
	for (; g_match_info_matches(match); g_match_info_next(match, NULL), cells++) {
		g_autofree char *list = g_match_info_fetch(match, 1);
		g_autoptr(GMatchInfo) each = NULL;
		g_regex_match(id, list, 0, &each);
		for (; g_match_info_matches(each); g_match_info_next(each, NULL)) {
			g_autofree char *word = g_match_info_fetch(each, 1);
			g_autofree char *own = g_strdup_printf("/ID (%s)", word);
			cr_expect_eq(pages_times(objects, own), 1, "%s", own);
		}
	}
	cr_expect_gt(cells, 0);
}

Test(pdf_tags, reach_every_cell_below_heads_above_heads_and_in_groups)
{
	static const TableRowKind kinds[] = { ROW_GROUP, ROW_DATA, ROW_SUBTOTAL };
	g_autoptr(Model) model = pages_model("Title");
	Table *table = pages_add_table(model, "Cases", 5, 3);
	g_ptr_array_add(table->spans, table_span_new("2023", 1, 2));
	table->kinds = g_array_new(FALSE, FALSE, sizeof(TableRowKind));
	g_array_append_vals(table->kinds, kinds, G_N_ELEMENTS(kinds));
	g_auto(PdfPage) page = pages_write(model);
	g_autofree char *objects = objects_of(&page);
	/* rows of data, subtotal and total, four cells each */
	cr_expect_eq(pages_times(objects, "/Headers ["), 12);
	cr_expect(strstr(objects, "/IDTree") != NULL);
	expect_named_ids(objects);
}

Test(pdf_tags, leave_simple_tables_to_scopes_and_give_every_head_an_id)
{
	g_autoptr(Model) model = every_kind();
	g_auto(PdfPage) page = pages_write(model);
	g_autofree char *objects = objects_of(&page);
	cr_expect_eq(pages_times(objects, "/Headers"), 0);
	cr_expect_eq(pages_times(objects, "/S /TH"), pages_times(objects, "/ID (h"));
	cr_expect_eq(pages_times(objects, "/S /TH"), pages_times(objects, "/Scope /"));
}

Test(pdf_tags, have_a_title_without_marks_of_direction)
{
	g_autoptr(Model) model = pages_model("Week of \u20681 May\u2069");
	g_auto(PdfPage) page = pages_write(model);
	g_autofree char *objects = objects_of(&page);
	cr_expect(strstr(objects, "xml:lang=\"x-default\">Week of 1 May</rdf:li>") != NULL);
	cr_expect(strstr(objects, "/Title (Week of 1 May)") != NULL);
}
