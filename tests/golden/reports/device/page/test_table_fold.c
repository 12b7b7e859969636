/* Long narrow tables in parts side by side: where their rows stand on the pages of a PDF, in which
 * order they are read, and when there are fewer parts. Tables that only a workbook has. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "reports/device/device.h"
#include "reports/device/text/text.h"
#include "tests/support/pages.h"
#include "tests/support/showcase.h"

typedef struct {
	guint page; /* from 1 */
	double left, top;
} Place;

/* Where the name of ROW stands, "District7": rows have names of one word. */
static Place place_of(const char *boxes, const char *name)
{
	Place place = { 0 };
	g_autofree char *wanted = g_strdup_printf(">%s</word>", name);
	const char *at = strstr(boxes, wanted);
	cr_assert(at != NULL, "no %s", name);
	cr_assert(strstr(at + 1, wanted) == NULL, "%s is there twice", name);
	while (strncmp(at, "<word", 5) != 0)
		at--;
	cr_assert_eq(sscanf(at, "<word xMin=\"%lf\" yMin=\"%lf\"", &place.left, &place.top), 2);
	for (const char *page = boxes; (page = strstr(page, "<page ")) != NULL && page < at; page++)
		place.page++;
	return place;
}

static Place place_of_row(const char *boxes, guint row)
{
	g_autofree char *name = g_strdup_printf("District%u", row);
	return place_of(boxes, name);
}

static Table *add_folded(Model *model, guint columns, guint rows, guint fold)
{
	Table *table = pages_add_table(model, "Cases", columns, rows);
	table->fold = fold;
	for (guint row = 0; row < rows; row++) {
		Value *values = table->rows->pdata[row];
		g_free(values[0].text);
		values[0].text = g_strdup_printf("District%u", row);
	}
	return table;
}

static char *boxes_of(const PdfPage *page)
{
	return pages_tool("pdftotext", "-bbox", page->path, "-");
}

/* How many rows of the first page stand on one line with the first. */
static guint parts_of(const char *boxes, guint rows)
{
	Place first = place_of_row(boxes, 0);
	guint parts = 0;
	for (guint row = 0; row < rows; row++) {
		Place place = place_of_row(boxes, row);
		parts += place.page == first.page && place.top > first.top - 1 &&
				 place.top < first.top + 1
			     ? 1
			     : 0;
	}
	return parts;
}

Test(table_fold, fills_part_after_part_and_ends_with_the_total)
{
	g_autoptr(Model) model = pages_model("Title");
	add_folded(model, 2, 41, 3);
	g_auto(PdfPage) page = pages_write(model);
	cr_expect_eq(pages_count(&page), 1, "in one part it takes two pages");
	g_autofree char *boxes = boxes_of(&page);
	Place first = place_of_row(boxes, 0), last = place_of_row(boxes, 13);
	Place second = place_of_row(boxes, 14), third = place_of_row(boxes, 28);
	Place total = place_of(boxes, "Total");
	cr_expect(last.top > first.top + 100 && last.left == first.left);
	cr_expect_float_eq(second.top, first.top, 0.1);
	cr_expect_float_eq(third.top, first.top, 0.1);
	cr_expect(second.left > first.left + 100 && third.left > second.left + 100);
	cr_expect_float_eq(total.left, third.left, 0.1);
	cr_expect_float_eq(total.top, last.top, 1);
	cr_expect_eq(pages_times(boxes, ">Station</word>"), 3, "each part has its heads");
	pages_expect_margins(&page, 595, 842);
	pages_expect_no_overlap(&page);
}

Test(table_fold, is_one_table_read_part_by_part)
{
	g_autoptr(Model) model = pages_model("Title");
	add_folded(model, 2, 200, 2);
	g_auto(PdfPage) page = pages_write(model);
	cr_assert_gt(pages_count(&page), 2);
	g_autofree char *tree = pages_tool("pdfinfo", "-struct-text", page.path, NULL);
	cr_expect_eq(pages_times(tree, "Table"), 1, "%s", tree);
	cr_expect_eq(pages_times(tree, "\"Station\""), 1, "heads of other parts are not read");
	const char *at = tree;
	for (guint row = 0; row < 200; row++) {
		g_autofree char *name = g_strdup_printf("\"District%u\"", row);
		at = strstr(at, name);
		cr_assert(at != NULL, "%s is read before its predecessor", name);
	}
	cr_expect(strstr(at, "\"Total\"") != NULL);
}

Test(table_fold, fills_a_page_before_the_next)
{
	g_autoptr(Model) model = pages_model("Title");
	add_folded(model, 2, 200, 2);
	g_auto(PdfPage) page = pages_write(model);
	g_autofree char *boxes = boxes_of(&page);
	Place before = place_of_row(boxes, 0);
	guint turned = 0;
	for (guint row = 1; row < 200; row++) {
		Place place = place_of_row(boxes, row);
		bool below = place.page == before.page && place.top > before.top;
		bool beside = place.page == before.page && place.left > before.left + 100;
		bool over = place.page == before.page + 1 && place.left < before.left - 100;
		cr_expect(below || beside || over, "row %u", row);
		turned += over ? 1 : 0;
		before = place;
	}
	cr_expect_eq(turned + 1, pages_count(&page));
	cr_expect_eq(pages_times(boxes, ">Station</word>"), 2 * pages_count(&page));
	pages_expect_margins(&page, 595, 842);
	pages_expect_no_overlap(&page);
}

Test(table_fold, begins_at_the_right_where_one_reads_from_there)
{
	g_autoptr(Model) model = pages_model("Title");
	model->right_to_left = true;
	add_folded(model, 2, 41, 3);
	g_auto(PdfPage) page = pages_write(model);
	g_autofree char *boxes = boxes_of(&page);
	Place first = place_of_row(boxes, 0), second = place_of_row(boxes, 14);
	Place third = place_of_row(boxes, 28);
	cr_expect(second.left < first.left - 100 && third.left < second.left - 100);
	cr_expect_float_eq(second.top, first.top, 0.1);
	pages_expect_margins(&page, 595, 842);
}

Test(table_fold, has_fewer_parts_where_they_would_be_too_narrow_or_short)
{
	static const struct {
		guint columns, rows, parts;
	} cases[] = { { 2, 40, 3 }, { 6, 40, 2 }, { 12, 40, 1 }, { 2, 9, 2 }, { 2, 5, 1 } };
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(Model) model = pages_model("Title");
		add_folded(model, cases[n].columns, cases[n].rows, 3);
		g_auto(PdfPage) page = pages_write(model);
		g_autofree char *boxes = boxes_of(&page);
		cr_expect_eq(parts_of(boxes, cases[n].rows), cases[n].parts, "%u columns, %u rows",
			     cases[n].columns, cases[n].rows);
		pages_expect_no_overlap(&page);
	}
}

Test(table_fold, stands_in_columns_and_leaves_collapsed_rows_out)
{
	g_autoptr(Model) model = pages_model("Title");
	Block *block = model_add(model, BLOCK_COLUMNS, 1);
	model->open = model_add_column(block, 6)->blocks;
	Table *table = add_folded(model, 2, 30, 2);
	model->open = model_add_column(block, 6)->blocks;
	pages_add_text(model, "Beside");
	model->open = NULL;
	table->kinds = g_array_new(FALSE, TRUE, sizeof(TableRowKind));
	g_array_set_size(table->kinds, 30);
	g_array_index(table->kinds, TableRowKind, 3) = ROW_COLLAPSED;
	table->collapsed = g_strdup("Nothing in: one.");
	g_auto(PdfPage) page = pages_write(model);
	g_autofree char *boxes = boxes_of(&page);
	cr_expect(strstr(boxes, ">District3</word>") == NULL);
	Place first = place_of_row(boxes, 0), second = place_of_row(boxes, 16);
	cr_expect_float_eq(second.top, first.top, 0.1);
	cr_expect(second.left > first.left + 50 && second.left < 300);
	pages_expect_no_overlap(&page);
}

Test(table_fold, is_for_pages_alone)
{
	g_autoptr(Model) folded = pages_model("Title"), plain = pages_model("Title");
	add_folded(folded, 2, 41, 3);
	add_folded(plain, 2, 41, 0);
	g_autofree char *text = g_string_free(showcase_written(folded, device_text_write), FALSE);
	g_autofree char *other = g_string_free(showcase_written(plain, device_text_write), FALSE);
	cr_expect_str_eq(text, other);
}

static Model *with_elsewhere(guint paragraphs)
{
	Model *model = pages_model("Title");
	model_add(model, BLOCK_CONTENTS, 1)->contents.title = g_strdup("Contents");
	pages_add_heading(model, 2, "Part");
	for (guint n = 0; n < paragraphs; n++)
		pages_add_text(model, n + 1 < paragraphs ? "A line." : "Before it.");
	pages_add_table(model, "Cases", 2, 41)->elsewhere = g_strdup("Workbook.");
	return model;
}

/* Wherever the page ends, the line stands on the page of the text before it. */
Test(table_fold, says_in_one_line_that_a_workbook_has_a_table_and_begins_no_page_for_it)
{
	guint fewest = G_MAXUINT, most = 0;
	for (guint paragraphs = 20; paragraphs < 50; paragraphs++) {
		g_autoptr(Model) model = with_elsewhere(paragraphs);
		g_auto(PdfPage) page = pages_write(model);
		g_autofree char *boxes = boxes_of(&page), *text = pages_text(&page);
		Place line = place_of(boxes, "Workbook."), before = place_of(boxes, "Before");
		cr_expect_eq(line.page, before.page, "%u paragraphs", paragraphs);
		cr_expect(line.top > before.top && line.top < before.top + 40);
		cr_expect_eq(pages_times(text, "Police stations"), 1, "not in the contents: %s",
			     text);
		fewest = MIN(fewest, pages_count(&page));
		most = MAX(most, pages_count(&page));
	}
	cr_expect_gt(most, fewest, "some of them end a page");
}
