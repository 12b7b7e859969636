/* Where things stand on the pages of a PDF: covers, columns, contents, wide and odd tables. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/pages.h"

/* The left top of WORD on the pages. */
static bool word_at(const PdfPage *page, const char *word, double *ret_left, double *ret_top)
{
	g_autofree char *boxes = pages_tool("pdftotext", "-bbox", page->path, "-");
	g_autofree char *wanted = g_strdup_printf(">%s</word>", word);
	const char *at = strstr(boxes, wanted);
	if (at == NULL)
		return false;
	while (strncmp(at, "<word", 5) != 0)
		at--;
	return sscanf(at, "<word xMin=\"%lf\" yMin=\"%lf\"", ret_left, ret_top) == 2;
}

static void add_banner(Model *model, BannerTone tone, const char *text)
{
	Block *block = model_add(model, BLOCK_BANNER, 1);
	block->banner.tone = tone;
	block->banner.text = g_strdup(text);
}

Test(pdf_layout, stands_columns_side_by_side)
{
	g_autoptr(Model) model = pages_model("Title");
	Block *block = model_add(model, BLOCK_COLUMNS, 1);
	model->open = model_add_column(block, 8)->blocks;
	pages_add_text(model, "Left");
	model->open = model_add_column(block, 4)->blocks;
	pages_add_text(model, "Right");
	model->open = NULL;
	pages_add_text(model, "Below");
	g_auto(PdfPage) page = pages_write(model);
	double left[3], top[3];
	static const char *const words[] = { "Left", "Right", "Below" };
	for (size_t n = 0; n < 3; n++)
		cr_assert(word_at(&page, words[n], &left[n], &top[n]), "%s", words[n]);
	cr_expect_float_eq(top[0], top[1], 0.1);
	cr_expect(left[1] > left[0] + 300, "%g", left[1]);
	cr_expect(top[2] > top[0] + 10 && left[2] < left[0] + 1);
}

Test(pdf_layout, breaks_columns_that_no_page_holds)
{
	g_autoptr(Model) model = pages_model("Title");
	Block *block = model_add(model, BLOCK_COLUMNS, 1);
	model->open = model_add_column(block, 6)->blocks;
	pages_add_table(model, "Cases", 3, 100);
	model->open = model_add_column(block, 6)->blocks;
	pages_add_text(model, "Beside");
	model->open = NULL;
	g_auto(PdfPage) page = pages_write(model);
	g_autofree char *text = pages_text(&page);
	cr_expect_geq(pages_count(&page), 3);
	cr_expect_eq(pages_times(text, "Station 99 "), 1);
	pages_expect_margins(&page, 595, 842);
	pages_expect_no_overlap(&page);
}

Test(pdf_layout, lists_contents_with_the_pages_they_are_on)
{
	g_autoptr(Model) model = pages_model("Title");
	model_add(model, BLOCK_CONTENTS, 1)->contents.title = g_strdup("Contents");
	model_add(model, BLOCK_PAGEBREAK, 1);
	pages_add_heading(model, 2, "First");
	model_add(model, BLOCK_PAGEBREAK, 1);
	pages_add_heading(model, 2, "Second");
	g_auto(PdfPage) page = pages_write(model);
	cr_expect_eq(pages_count(&page), 3);
	g_autofree char *text = pages_text(&page);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	int found = 0;
	for (char **line = lines; *line != NULL; line++) {
		found += g_str_has_prefix(*line, "First ") && g_str_has_suffix(*line, " 2");
		found += g_str_has_prefix(*line, "Second ") && g_str_has_suffix(*line, " 3");
	}
	cr_expect_eq(found, 2, "%s", text);
}

/* A part's lines are counted in its own file, from 1. */
Test(pdf_layout, lists_contents_of_included_parts)
{
	g_autoptr(Model) model = pages_model("Title");
	pages_add_heading(model, 2, "Above");
	model_add(model, BLOCK_CONTENTS, 40)->contents.title = g_strdup("Contents");
	model_add(model, BLOCK_PAGEBREAK, 41);
	pages_add_heading(model, 2, "Of a part");
	g_auto(PdfPage) page = pages_write(model);
	g_autofree char *text = pages_text(&page);
	cr_expect_eq(pages_times(text, "Of a part"), 2, "%s", text);
	cr_expect_eq(pages_times(text, "Above"), 1, "%s", text);
}

Test(pdf_layout, gives_the_cover_a_page)
{
	g_autoptr(Model) model = pages_model("Title");
	Block *block = model_add(model, BLOCK_COVER, 1);
	block->cover.title = g_strdup("Cover");
	block->cover.subtitle = g_strdup("Below it");
	g_ptr_array_add(block->cover.lines, g_strdup("Period"));
	pages_add_text(model, "After");
	g_auto(PdfPage) page = pages_write(model);
	cr_expect_eq(pages_count(&page), 3);
	pages_expect_no_overlap(&page);
}

Test(pdf_layout, says_caution_in_a_word_and_keeps_blanks_to_sign)
{
	g_autoptr(Model) model = pages_model("Title");
	add_banner(model, TONE_CAUTION, "Two stations have not reported.");
	Block *block = model_add(model, BLOCK_CARD, 1);
	block->card.title = g_strdup("Approval");
	g_ptr_array_add(block->card.lines, card_line_new("Signature", ""));
	g_ptr_array_add(block->card.lines, card_line_new("Telephone", "1787"));
	g_auto(PdfPage) page = pages_write(model);
	g_autofree char *text = pages_text(&page);
	cr_expect(strstr(text, "aution") != NULL, "%s", text);
	cr_expect(strstr(text, "1787") != NULL);
	double left, blank, value;
	cr_assert(word_at(&page, "Signature", &left, &blank));
	cr_assert(word_at(&page, "Telephone", &left, &value));
	cr_expect(value - blank > 10);
}

Test(pdf_layout, splits_a_table_that_is_too_wide_and_repeats_what_names_the_row)
{
	g_autoptr(Model) model = pages_model("Wide");
	pages_add_table(model, "Investigations", 30, 4);
	g_auto(PdfPage) page = pages_write(model);
	g_autofree char *text = pages_text(&page);
	guint parts = pages_times(text, "Police stations");
	cr_expect(parts >= 2, "%u", parts);
	cr_expect_eq(pages_times(text, "Station 3 "), parts);
	cr_expect_eq(pages_times(text, "Investigations"), 29);
	cr_expect_eq(pages_times(text, " 3,029"), 1, "the last cell");
	pages_expect_margins(&page, 595, 842);
	pages_expect_no_overlap(&page);
}

Test(pdf_layout, hangs_marks_after_numbers_with_points_below_each_other)
{
	g_autoptr(Model) model = pages_model("Marks");
	Table *table = pages_add_table(model, "Share", 2, 2);
	static const char *const numbers[] = { "8.25", "62.5" };
	for (guint row = 0; row < 2; row++) {
		Value *values = table->rows->pdata[row];
		g_free(values[1].text);
		values[1].text = g_strdup(numbers[row]);
	}
	((Value *)table->rows->pdata[0])[1].mark = g_strdup("[p]");
	g_auto(PdfPage) page = pages_write(model);
	double left[2], top, mark;
	cr_assert(word_at(&page, "8.25", &left[0], &top));
	cr_assert(word_at(&page, "62.5", &left[1], &top));
	cr_assert(word_at(&page, "[p]", &mark, &top));
	/* one digit more before the point: 9 pt type has digits of 5.15 pt */
	cr_expect_float_eq(left[0] - left[1], 5.15, 0.2, "%g %g", left[0], left[1]);
	cr_expect(mark > left[0]);
}

Test(pdf_layout, keeps_groups_with_their_rows_and_subtotals)
{
	for (guint fill = 30; fill < 60; fill += 3) {
		g_autoptr(Model) model = pages_model("Groups");
		Table *table = pages_add_table(model, "Cases", 3, fill);
		table->kinds = g_array_new(FALSE, TRUE, sizeof(TableRowKind));
		for (guint row = 0; row < fill; row++) {
			TableRowKind kind = row % 6 == 0   ? ROW_GROUP
					    : row % 6 == 5 ? ROW_SUBTOTAL
							   : ROW_DATA;
			Value *values = table->rows->pdata[row];
			g_array_append_val(table->kinds, kind);
			g_free(values[0].text);
			values[0].text = g_strdup(kind == ROW_GROUP      ? "GROUP"
						  : kind == ROW_SUBTOTAL ? "SUBTOTAL"
									 : "Row");
		}
		g_auto(PdfPage) page = pages_write(model);
		g_autofree char *raw = pages_tool("pdftotext", "-layout", page.path, "-");
		g_auto(GStrv) pages = g_strsplit(raw, "\f", -1);
		for (guint n = 0; pages[n] != NULL && n < pages_count(&page); n++) {
			const char *group = g_strrstr(pages[n], "GROUP"), *row = NULL;
			const char *sum = strstr(pages[n], "SUBTOTAL");
			row = group != NULL ? strstr(group, "Row") : NULL;
			cr_expect(group == NULL || row != NULL, "%u: a group ends page %u", fill,
				  n);
			row = strstr(pages[n], "Row");
			cr_expect(sum == NULL || (row != NULL && row < sum),
				  "%u: a subtotal begins page %u", fill, n);
		}
	}
}

/* ── bad input ── */

static const char long_name[] =
    "Kidnapping, abducting or inducing a woman to compel for marriage against her will, "
    "withthelongestwordthatanybodyevercouldthinkofwritinginatableofcrimestatisticsinprint"
    "andthensomemoreofitwithoutasinglespaceoranythingelsethatalinecouldbebrokenat, and on "
    "and on until three hundred letters are reached at last, which is here. "
    "تھانہ صدر عارف والا 😀 警察 \u202e";

static void set_text(Table *table, guint row, guint column, const char *text)
{
	Value *values = table->rows->pdata[row];
	g_free(values[column].text);
	values[column].text = g_strdup(text);
}

Test(pdf_layout, stands_bad_input_without_clipping_or_overlap)
{
	static const struct {
		const char *orientation;
		guint columns, rows;
		bool right_to_left;
	} cases[] = {
		{ "portrait", 3, 1, false },    { "portrait", 3, 2, true },
		{ "landscape", 12, 40, false }, { "portrait", 16, 20, true },
		{ "portrait", 2, 2000, false },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(Model) model = pages_model("Bad input");
		bool landscape = *cases[n].orientation == 'l';
		g_free(model->orientation);
		model->orientation = g_strdup(cases[n].orientation);
		model->right_to_left = cases[n].right_to_left;
		Table *table =
		    pages_add_table(model, "Cases outstanding", cases[n].columns, cases[n].rows);
		set_text(table, 0, 0, long_name);
		set_text(table, 0, 1, long_name);
		pages_add_figures(model, 1);
		add_banner(model, TONE_CAUTION, long_name);
		pages_add_heading(model, 2, long_name);
		pages_add_note(model, long_name, long_name);
		g_auto(PdfPage) page = pages_write(model);
		pages_expect_margins(&page, landscape ? 842 : 595, landscape ? 595 : 842);
		if (cases[n].rows < 2000)
			pages_expect_no_overlap(&page);
	}
}

Test(pdf_layout, draws_blocks_with_nothing_in_them)
{
	g_autoptr(Model) model = pages_model("");
	pages_add_text(model, "");
	pages_add_heading(model, 2, "");
	add_banner(model, TONE_PLAIN, "");
	model_add(model, BLOCK_CARD, 1);
	model_add(model, BLOCK_COLUMNS, 1);
	model_add(model, BLOCK_FIGURES, 1);
	model_add(model, BLOCK_NOTES, 1);
	model_add(model, BLOCK_CONTENTS, 1);
	model_add(model, BLOCK_PAGEBREAK, 1);
	model_add(model, BLOCK_TABLE, 1);
	pages_add_chart(model, CHART_BAR, 0);
	model_add(model, BLOCK_PAGEBREAK, 1);
	g_auto(PdfPage) page = pages_write(model);
	cr_expect_eq(pages_count(&page), 2);
}

Test(pdf_layout, parts_no_day_from_its_month)
{
	g_autoptr(Model) model = pages_model("Title");
	model->words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_hash_table_insert(model->words, g_strdup("bind_after"), g_strdup("January"));
	g_autoptr(GString) long_text = g_string_new(NULL);
	for (int n = 0; n < 80; n++) /* lines end at every place of the phrase */
		g_string_append_printf(long_text, "%.*son 1 January ", n % 5, "wwwww");
	pages_add_text(model, long_text->str);
	g_auto(PdfPage) page = pages_write(model);
	g_autofree char *text = pages_text(&page);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line != NULL; line++)
		cr_expect_not(g_str_has_prefix(g_strchug(*line), "January"), "'%s'", *line);
	cr_expect_gt(pages_times(text, "1 January"), 70, "the text keeps ordinary spaces");
}
