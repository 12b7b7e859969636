/*
 * The PDF device on invented models: pages, the text on them, bookmarks, dates,
 * equal bytes. Read back with poppler's tools.
 */
#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "core/error.h"
#include "reports/device.h"

/* ── invented models ── */

static Model *model_with_title(const char *title)
{
	Model *model = model_new();
	model->template_name = g_strdup("invented");
	model->title = g_strdup(title);
	model->language = g_strdup("en");
	model->audience = g_strdup("internal");
	model->footer = g_strdup("Run 12 · internal");
	model->page_of = g_strdup("Page %d of %d");
	model->as_at = g_date_time_new_from_iso8601("2026-11-22T20:00:00+05:00", NULL);
	model->orientation = g_strdup("portrait");
	Block *block = model_add(model, BLOCK_HEADING, 1);
	block->heading.level = 1;
	block->heading.text = g_strdup(title);
	return model;
}

static void add_text(Model *model, const char *text)
{
	model_add(model, BLOCK_TEXT, 1)->text.text = g_strdup(text);
}

static void add_heading(Model *model, int level, const char *text)
{
	Block *block = model_add(model, BLOCK_HEADING, 1);
	block->heading.level = level;
	block->heading.text = g_strdup(text);
}

static void add_figures(Model *model, int count)
{
	Block *block = model_add(model, BLOCK_FIGURES, 1);
	for (int n = 1; n <= count; n++) {
		Figure *figure = figure_new();
		figure->value.text = g_strdup_printf("1,23%d", n);
		figure->label = g_strdup_printf("Figure %d", n);
		figure->unit = g_strdup("cases (FIRs)");
		figure->basis = g_strdup("registered in the year");
		figure->versus = g_strdup("11 the week before");
		figure->note = n;
		g_ptr_array_add(block->figures.figures, figure);
	}
}

/* A table of COLUMNS columns, the first of text, and ROWS rows. */
static Table *add_table(Model *model, const char *header, guint columns, guint rows)
{
	Table *table = model_add(model, BLOCK_TABLE, 1)->table;
	table->id = g_strdup("stations");
	table->caption = g_strdup("Police stations");
	table->empty = g_strdup("No station reported a case.");
	for (guint n = 0; n < columns; n++)
		g_ptr_array_add(table->columns,
				table_column_new("field", n == 0 ? "Station" : header,
						 n == 0 ? ALIGN_START : ALIGN_END,
						 n == 0 ? VALUE_TEXT : VALUE_NUMBER));
	for (guint row = 0; row <= rows && rows > 0; row++) {
		Value *values = g_new0(Value, columns);
		values[0].text =
		    row < rows ? g_strdup_printf("Station %u", row) : g_strdup("Total");
		for (guint n = 1; n < columns; n++)
			values[n].text = g_strdup_printf("%u,%03u", row % 10, n);
		if (row < rows)
			g_ptr_array_add(table->rows, values);
		else
			table->total = values;
	}
	return table;
}

static Chart *add_chart(Model *model, ChartKind kind, size_t count)
{
	Chart *chart = model_add(model, BLOCK_CHART, 1)->chart;
	chart->id = g_strdup("trend");
	chart->kind = kind;
	chart->title = g_strdup("Cases registered in each week");
	chart->y_title = g_strdup("Cases (FIRs)");
	chart->empty = g_strdup("No case in these weeks.");
	chart->count = count;
	chart->categories = g_new0(char *, count + 1);
	ChartSeries *series = chart_series_new("Registered", count);
	for (size_t n = 0; n < count; n++) {
		chart->categories[n] = g_strdup_printf("Week %zu", n + 1);
		series->values[n] = n == 3 ? NAN : (double)(n * 7 % 11);
	}
	g_ptr_array_add(chart->series, series);
	return chart;
}

static void add_note(Model *model, const char *term, const char *text)
{
	Block *block = model_add(model, BLOCK_NOTES, 1);
	Note *note = g_new0(Note, 1);
	block->notes.title = g_strdup("Notes");
	note->number = 1;
	note->term = g_strdup(term);
	note->text = g_strdup(text);
	g_ptr_array_add(block->notes.notes, note);
}

/* ── what came out ── */

typedef struct {
	char *folder, *path;
} Page;

static Page write_model(const Model *model)
{
	Page made = { g_dir_make_tmp("shumar-pdf-XXXXXX", NULL), NULL };
	made.path = g_build_filename(made.folder, "page.pdf", NULL);
	g_autoptr(GError) error = NULL;
	cr_assert(device_pdf_write(model, made.path, &error), "%s", error ? error->message : "");
	return made;
}

static void page_clear(Page *page)
{
	g_unlink(page->path);
	g_rmdir(page->folder);
	g_free(page->path);
	g_free(page->folder);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Page, page_clear)

static char *run_tool(const char *tool, const char *option, const char *path, const char *end)
{
	const char *words[] = { tool, option, path, end, NULL };
	char *out = NULL;
	int status = -1;
	g_autoptr(GError) error = NULL;
	cr_assert(g_spawn_sync(NULL, (char **)(gpointer)words, NULL,
			       G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &out,
			       NULL, &status, &error),
		  "%s", error != NULL ? error->message : "");
	cr_assert_eq(status, 0, "%s failed", tool);
	return out;
}

static char *text_of(const Page *page)
{
	return run_tool("pdftotext", "-layout", page->path, "-");
}

static guint pages_of(const Page *page)
{
	g_autofree char *info = run_tool("pdfinfo", "-isodates", page->path, NULL);
	const char *line = strstr(info, "Pages:");
	cr_assert(line != NULL);
	return (guint)g_ascii_strtoull(line + strlen("Pages:"), NULL, 10);
}

static guint times_in(const char *text, const char *part)
{
	guint times = 0;
	for (const char *at = strstr(text, part); at != NULL; at = strstr(at + 1, part))
		times++;
	return times;
}

/* The words of all pages stay between the margins (16 mm; 18 mm below, where the footer is). */
static void expect_margins(const Page *page, double width, double height)
{
	g_autofree char *boxes = run_tool("pdftotext", "-bbox", page->path, "-");
	g_auto(GStrv) words = g_strsplit(boxes, "<word ", -1);
	cr_assert(g_strv_length(words) > 1);
	for (char **word = words + 1; *word != NULL; word++) {
		double edges[4] = { 0 };
		const char *names[] = { "xMin=\"", "yMin=\"", "xMax=\"", "yMax=\"" };
		for (size_t n = 0; n < 4; n++) {
			const char *at = strstr(*word, names[n]);
			cr_assert(at != NULL);
			edges[n] = g_ascii_strtod(at + strlen(names[n]), NULL);
		}
		cr_expect(edges[0] > 44 && edges[2] < width - 44 && edges[1] > 20 &&
			      edges[3] < height - 15,
			  "leaves the margins: %.80s", *word);
	}
}

/* ── tests ── */

Test(pdf, prints_every_block)
{
	g_autoptr(Model) model = model_with_title("Invented district: week to Sunday");
	add_text(model, "First paragraph\nof two lines.\n\nSecond paragraph.");
	add_figures(model, 5);
	add_table(model, "Cases", 3, 5);
	add_chart(model, CHART_LINE, 26);
	add_chart(model, CHART_BAR, 6);
	add_note(model, "Cases registered", "First Information Reports by date of registration.");
	g_auto(Page) page = write_model(model);
	g_autofree char *text = text_of(&page);
	static const char *const expected[] = {
		"Invented district: week to Sunday",
		"First paragraph of two lines.",
		"Second paragraph.",
		"1,231",
		"Figure 5",
		"cases (FIRs)",
		"11 the week before",
		"Police stations",
		"Station 4",
		"Total",
		"Cases registered in each week",
		"Week 26",
		"Cases registered: First Information Reports",
		"Run 12 · internal",
		"Page 1 of ",
	};
	for (size_t n = 0; n < G_N_ELEMENTS(expected); n++)
		cr_expect(strstr(text, expected[n]) != NULL, "no '%s' in:\n%s", expected[n], text);
	expect_margins(&page, 595, 842);
}

Test(pdf, gives_the_same_bytes_for_the_same_model)
{
	g_autofree char *bytes[2] = { NULL, NULL };
	gsize sizes[2];
	for (int n = 0; n < 2; n++) {
		g_autoptr(Model) model = model_with_title("Same");
		add_figures(model, 4);
		add_table(model, "Cases", 4, 50);
		add_chart(model, CHART_LINE, 26);
		g_auto(Page) page = write_model(model);
		cr_assert(g_file_get_contents(page.path, &bytes[n], &sizes[n], NULL));
		if (n == 0)
			g_usleep(1100000); /* the dates in a PDF are of whole seconds */
	}
	cr_assert_eq(sizes[0], sizes[1]);
	cr_assert_arr_eq(bytes[0], bytes[1], sizes[0]);
	g_free(bytes[1]);
}

Test(pdf, says_title_author_and_date_of_the_records)
{
	g_autoptr(Model) model = model_with_title("Invented district");
	g_auto(Page) page = write_model(model);
	g_autofree char *info = run_tool("pdfinfo", "-isodates", page.path, NULL);
	cr_expect(strstr(info, "Invented district\n") != NULL, "%s", info);
	cr_expect(strstr(info, "Shumar\n") != NULL, "%s", info);
	cr_expect_eq(times_in(info, "2026-11-22T20:00:00+05"), 2, "creation and change:\n%s", info);
}

Test(pdf, repeats_table_heads_on_every_page)
{
	g_autoptr(Model) model = model_with_title("Long");
	add_table(model, "Cases", 3, 100);
	g_auto(Page) page = write_model(model);
	g_autofree char *text = text_of(&page);
	guint pages = pages_of(&page);
	cr_expect(pages >= 3 && pages <= 4, "%u", pages);
	/* a head says Cases twice: it has two number columns */
	cr_expect_eq(times_in(text, "Cases"), 2 * pages);
	for (guint row = 0; row < 100; row++) {
		g_autofree char *name = g_strdup_printf("Station %u ", row);
		cr_expect_eq(times_in(text, name), 1, "'%s'", name);
	}
	expect_margins(&page, 595, 842);
}

Test(pdf, paginates_five_thousand_rows)
{
	g_autoptr(Model) model = model_with_title("Very long");
	add_table(model, "Cases", 3, 5000);
	g_auto(Page) page = write_model(model);
	g_autofree char *text = text_of(&page);
	cr_expect_eq(times_in(text, "Station 4999 "), 1);
	g_autofree char *last = g_strdup_printf("Page %u of %u", pages_of(&page), pages_of(&page));
	cr_expect(strstr(text, last) != NULL);
}

Test(pdf, keeps_wide_tables_and_long_names_inside_the_margins)
{
	static const char name[] =
	    "Kidnapping, abducting or inducing a woman to compel for marriage against her will, "
	    "withthelongestwordthatanybodyevercouldthinkofwritinginatableofcrimestatisticsinprint";
	g_autoptr(Model) model = model_with_title(name);
	add_heading(model, 2, name);
	add_text(model, name);
	add_figures(model, 7);
	Table *table = add_table(model, "Investigations outstanding", 14, 3);
	g_free(((Value *)table->rows->pdata[0])[0].text);
	((Value *)table->rows->pdata[0])[0].text = g_strdup(name);
	Chart *chart = add_chart(model, CHART_BAR, 4);
	g_free(chart->categories[1]);
	chart->categories[1] = g_strdup(name);
	add_note(model, name, name);
	g_free(model->footer);
	model->footer = g_strdup_printf("%s %s", name, name);
	g_auto(Page) page = write_model(model);
	expect_margins(&page, 595, 842);
}

Test(pdf, prints_what_is_missing_in_words)
{
	g_autoptr(Model) model = model_with_title("Quiet district");
	add_table(model, "Cases", 3, 0);
	add_chart(model, CHART_LINE, 0);
	g_auto(Page) page = write_model(model);
	g_autofree char *text = text_of(&page);
	cr_expect(strstr(text, "No station reported a case.") != NULL);
	cr_expect(strstr(text, "No case in these weeks.") != NULL);
	cr_expect_eq(pages_of(&page), 1);
}

Test(pdf, makes_one_page_of_a_model_without_blocks)
{
	g_autoptr(Model) model = model_with_title("Nothing");
	g_ptr_array_set_size(model->blocks, 0);
	g_auto(Page) page = write_model(model);
	cr_expect_eq(pages_of(&page), 1);
}

Test(pdf, lies_down_for_landscape)
{
	g_autoptr(Model) model = model_with_title("Wide");
	g_free(model->orientation);
	model->orientation = g_strdup("landscape");
	add_table(model, "Cases", 9, 60);
	g_auto(Page) page = write_model(model);
	g_autofree char *info = run_tool("pdfinfo", "-isodates", page.path, NULL);
	cr_expect(strstr(info, "841.89 x 595.276 pts") != NULL, "%s", info);
	expect_margins(&page, 842, 595);
}

Test(pdf, mirrors_the_page_from_right_to_left)
{
	double left[2];
	for (int mirrored = 0; mirrored < 2; mirrored++) {
		g_autoptr(Model) model = model_with_title("عنوان");
		model->right_to_left = mirrored;
		add_table(model, "Cases", 3, 5);
		g_auto(Page) page = write_model(model);
		g_autofree char *boxes = run_tool("pdftotext", "-bbox", page.path, "-");
		const char *end = strstr(boxes, ">Total<"), *word = end;
		cr_assert(end != NULL);
		while (strncmp(word, "<word", 5) != 0)
			word--;
		left[mirrored] = g_ascii_strtod(strstr(word, "xMin=\"") + 6, NULL);
	}
	cr_expect_float_eq(left[0], 45.35, 1, "%g", left[0]);
	cr_expect(left[1] > 480, "%g", left[1]);
}

Test(pdf, has_a_bookmark_for_each_heading)
{
	g_autoptr(Model) model = model_with_title("Title");
	add_heading(model, 2, "First part");
	add_heading(model, 3, "Detail");
	add_heading(model, 2, "Second part");
	g_auto(Page) page = write_model(model);
	g_autofree char *html = run_tool("pdftohtml", "-xml", page.path, "-stdout");
	static const char expected[] = "<outline>\n<item page=\"1\">Title</item>\n"
				       "<outline>\n<item page=\"1\">First part</item>\n"
				       "<outline>\n<item page=\"1\">Detail</item>\n"
				       "</outline>\n<item page=\"1\">Second part</item>\n"
				       "</outline>\n</outline>\n";
	cr_expect(strstr(html, expected) != NULL, "%s", html);
}

Test(pdf, tells_why_a_file_cannot_be_written)
{
	static const struct {
		const char *path, *says;
	} cases[] = {
		{ "/nonexistent/page.pdf", "'/nonexistent/page.pdf': No such file or directory" },
		{ "/dev/full", "'/dev/full': No space left on device" },
	};
	g_autoptr(Model) model = model_with_title("Title");
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(GError) error = NULL;
		cr_expect_not(device_pdf_write(model, cases[n].path, &error));
		cr_assert(error != NULL);
		cr_expect_eq(error_exit_code(error), SHUMAR_ERROR_OUTPUT);
		cr_expect(strstr(error->message, cases[n].says) != NULL, "%s", error->message);
		cr_expect(error_hint(error) != NULL);
	}
}

Test(pdf, says_which_package_has_the_missing_fonts)
{
	g_autofree char *folder = g_dir_make_tmp("shumar-fonts-XXXXXX", NULL);
	g_autofree char *config = g_build_filename(folder, "fonts.conf", NULL);
	g_autofree char *text = g_strdup_printf("<fontconfig><dir>%s</dir></fontconfig>", folder);
	cr_assert(g_file_set_contents(config, text, -1, NULL));
	g_setenv("FONTCONFIG_FILE", config, TRUE); /* every test is a process of its own */
	g_autoptr(Model) model = model_with_title("Title");
	g_autoptr(GError) error = NULL;
	cr_expect_not(device_pdf_write(model, "/nonexistent/page.pdf", &error));
	cr_expect_eq(error_exit_code(error), SHUMAR_ERROR_OUTPUT);
	cr_expect(strstr(error->message, "NotoSans-Regular.ttf") != NULL, "%s", error->message);
	cr_expect(strstr(error_hint(error), "fonts-noto-core") != NULL);
	g_unlink(config);
	g_rmdir(folder);
}
