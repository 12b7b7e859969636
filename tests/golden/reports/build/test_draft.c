/* Drafts: the mark is on each page, sheet, file and picture of every device; other models have it
 * nowhere. */
#include <cairo.h>
#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

#include "reports/output/devices.h"
#include "reports/output/output.h"
#include "tests/support/pages.h"
#include "tests/support/program.h"
#include "tests/support/showcase.h"
#include "tests/support/workbook.h"

static const char *const languages[] = { "en", "ur" };
static const char *const marks[] = { "NOT FOR PUBLICATION: not from the release desk",
				     "اشاعت کے لیے نہیں: یہ ریلیز ڈیسک سے جاری نہیں ہوا" };

static Model *model_of(size_t language, bool draft)
{
	Model *model = workbook_model("public", languages[language]);
	model->draft = draft;
	return model;
}

/* The files that DEVICE makes of MODEL in FOLDER, path to content (GBytes). Transfer full. */
static GHashTable *files_of(const Model *model, const char *device, const char *folder)
{
	g_autoptr(GError) error = NULL;
	const Device *found = device_find(device, &error);
	g_autofree char *path = g_strdup_printf("%s/made.%s", folder, found->extension);
	g_autoptr(GPtrArray) paths = output_paths(found, model, path);
	GHashTable *files =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
	cr_assert(output_write(found, model, path, NULL, &error), "%s",
		  error != NULL ? error->message : "");
	for (guint n = 0; n < paths->len; n++) {
		char *text;
		gsize length;
		cr_assert(g_file_get_contents(paths->pdata[n], &text, &length, NULL));
		g_hash_table_insert(files, g_strdup(paths->pdata[n]),
				    g_bytes_new_take(text, length));
	}
	return files;
}

typedef bool (*FileTest)(const char *path, const char *text, gsize length, const char *mark);

/* Every file that DEVICE makes of a draft passes HAS, none of another model does. */
static void expect_marked(const char *device, guint least, FileTest has)
{
	for (size_t n = 0; n < G_N_ELEMENTS(languages) * 2; n++) {
		bool draft = n % 2 == 0;
		g_autoptr(Model) model = model_of(n / 2, draft);
		g_autofree char *home = program_home(NULL);
		g_autoptr(GHashTable) files = files_of(model, device, home);
		GHashTableIter each;
		gpointer path, content;
		cr_assert_geq(g_hash_table_size(files), least, "%s", device);
		g_hash_table_iter_init(&each, files);
		while (g_hash_table_iter_next(&each, &path, &content)) {
			gsize length;
			const char *text = g_bytes_get_data(content, &length);
			cr_expect_eq(has(path, text, length, marks[n / 2]), draft, "%s: %s", device,
				     (char *)path);
		}
		program_home_free(g_steal_pointer(&home));
	}
}

/* ── texts ── */

static bool text_has(const char *path G_GNUC_UNUSED, const char *text, gsize length G_GNUC_UNUSED,
		     const char *mark)
{
	g_autofree char *line = g_strdup_printf("*** %s ***\n", mark);
	guint parts = pages_times(text, line);
	bool both = g_str_has_prefix(text, line) && g_str_has_suffix(text, line);
	cr_expect(parts == 0 || both);
	return parts > 0;
}

Test(draft, the_first_and_the_last_line_of_a_text_say_it)
{
	expect_marked("text", 1, text_has);
}

Test(draft, each_part_of_a_text_says_it)
{
	g_autoptr(Model) model = model_of(0, true);
	model_add(model, BLOCK_HEADING, 0)->heading.level = 2;
	((Block *)model->blocks->pdata[model->blocks->len - 1])->heading.text = g_strdup("Part");
	g_autofree char *home = program_home(NULL);
	g_autoptr(GHashTable) files = files_of(model, "text", home);
	GList *contents = g_hash_table_get_values(files);
	cr_expect(strstr(g_bytes_get_data(contents->data, NULL), "release desk ***\nPart\n") !=
		  NULL);
	g_list_free(contents);
	program_home_free(g_steal_pointer(&home));
}

/* ── HTML ── */

static bool html_has(const char *path G_GNUC_UNUSED, const char *text, gsize length G_GNUC_UNUSED,
		     const char *mark)
{
	g_autofree char *title = g_strdup_printf("<title>%s · ", mark);
	g_autofree char *band = g_strdup_printf("<header class=\"draft\"><strong>%s<", mark);
	g_autofree char *printed = g_strdup_printf("@top-center{width:100%%;content:'%s'", mark);
	bool any = strstr(text, mark) != NULL;
	cr_expect_eq(any, strstr(text, title) != NULL);
	cr_expect_eq(any, strstr(text, band) != NULL);
	cr_expect_eq(any, strstr(text, printed) != NULL);
	cr_expect_eq(any, strstr(text, ".draft{position:sticky;top:0;") != NULL);
	return any;
}

Test(draft, a_page_of_html_says_it_in_its_title_in_sight_and_in_print)
{
	expect_marked("html", 1, html_has);
}

/* ── CSV ── */

static bool csv_has(const char *path, const char *text, gsize length G_GNUC_UNUSED,
		    const char *mark)
{
	if (g_str_has_suffix(path, ".json"))
		return strstr(text, mark) != NULL;
	g_auto(GStrv) lines = g_strsplit(text, "\r\n", -1);
	bool column = g_str_has_prefix(lines[0] + 3, "not_for_publication,"); /* after the BOM */
	for (guint n = 1; lines[n] != NULL && *lines[n] != '\0'; n++)
		cr_expect_eq(column, g_str_has_prefix(lines[n], mark), "%s: %s", path, lines[n]);
	return column;
}

Test(draft, each_row_of_a_csv_file_says_it_in_a_column_of_its_own)
{
	expect_marked("csv", 4, csv_has);
}

/* ── pictures ── */

static bool svg_has(const char *path G_GNUC_UNUSED, const char *text, gsize length G_GNUC_UNUSED,
		    const char *mark)
{
	g_autofree char *title = g_strdup_printf("<title id=\"chart-title\">%s · ", mark);
	bool any = strstr(text, title) != NULL;
	/* and in the picture itself */
	cr_expect_eq(pages_times(text, mark), any ? 2u : 0u);
	return any;
}

Test(draft, a_drawing_says_it_in_words_and_in_the_picture)
{
	expect_marked("svg", 2, svg_has);
}

/* The share of dark points in line Y of the picture at PATH. */
static double dark_share(cairo_surface_t *picture, int y)
{
	int width = cairo_image_surface_get_width(picture), dark = 0;
	const guchar *row =
	    cairo_image_surface_get_data(picture) + y * cairo_image_surface_get_stride(picture);
	for (int x = 0; x < width; x++)
		dark += row[4 * x] < 0x40 && row[4 * x + 1] < 0x40 && row[4 * x + 2] < 0x40;
	return (double)dark / width;
}

/* A band of ink across the picture, near its top. */
static bool png_has(const char *path, const char *text G_GNUC_UNUSED, gsize length G_GNUC_UNUSED,
		    const char *mark G_GNUC_UNUSED)
{
	cairo_surface_t *picture = cairo_image_surface_create_from_png(path);
	cr_assert_eq(cairo_surface_status(picture), CAIRO_STATUS_SUCCESS);
	double most = 0;
	for (int y = 0; y < 70; y++)
		most = MAX(most, dark_share(picture, y));
	cairo_surface_destroy(picture);
	return most > 0.9;
}

Test(draft, a_picture_has_a_band_across_it)
{
	expect_marked("png", 2, png_has);
}

Test(draft, a_social_card_has_a_band_across_it)
{
	expect_marked("card", 2, png_has);
}

/* ── PDF ── */

/* MARK as its words, whose order on a page from right to left is the reader's affair. */
static bool has_words(const char *text, const char *mark)
{
	g_auto(GStrv) words = g_strsplit_set(mark, " :", -1);
	for (char **word = words; *word != NULL; word++)
		if (**word != '\0' && strstr(text, *word) == NULL)
			return false;
	return true;
}

static char *page_text(const PdfPage *pdf, guint page)
{
	g_autofree char *command =
	    g_strdup_printf("pdftotext -f %u -l %u '%s' -", page, page, pdf->path);
	char *text = NULL;
	cr_assert(g_spawn_command_line_sync(command, &text, NULL, NULL, NULL));
	return text;
}

Test(draft, each_page_of_a_pdf_says_it)
{
	for (size_t n = 0; n < G_N_ELEMENTS(languages) * 2; n++) {
		bool draft = n % 2 == 0;
		g_autoptr(Model) model = model_of(n / 2, draft);
		for (int page = 0; page < 2; page++) {
			model_add(model, BLOCK_PAGEBREAK, 0);
			model_add(model, BLOCK_TEXT, 1)->text.text = g_strdup("more");
		}
		g_auto(PdfPage) pdf = pages_write(model);
		guint count = pages_count(&pdf);
		cr_assert_geq(count, 3u);
		for (guint page = 1; page <= count; page++) {
			g_autofree char *text = page_text(&pdf, page);
			cr_expect_eq(has_words(text, marks[n / 2]), draft, "%s page %u: %s",
				     languages[n / 2], page, text);
		}
	}
}

Test(draft, a_pdf_says_it_once_to_who_listens_and_in_its_title)
{
	g_autoptr(Model) model = model_of(0, true);
	g_auto(PdfPage) pdf = pages_write(model);
	g_autofree char *tree = pages_tool("pdfinfo", "-struct-text", pdf.path, NULL);
	g_autofree char *facts = pages_tool("pdfinfo", "-isodates", pdf.path, NULL);
	g_autofree char *title = g_strdup_printf("%s · ", marks[0]);
	cr_expect_eq(pages_times(tree, marks[0]), 1u, "%s", tree);
	cr_expect(strstr(facts, title) != NULL, "%s", facts);
}

Test(draft, the_pages_of_a_draft_are_those_of_the_paper)
{
	g_autoptr(Model) draft = model_of(0, true), final = model_of(0, false);
	g_auto(PdfPage) one = pages_write(draft), other = pages_write(final);
	cr_expect_eq(pages_count(&one), pages_count(&other));
}

/* ── workbooks ── */

/* The parts of BOOK that fit PATTERN, as text. Transfer full. */
static char *parts_of(const char *book, const char *pattern)
{
	const char *command[] = { "unzip", "-p", book, pattern, NULL };
	char *text = NULL;
	cr_assert(g_spawn_sync(NULL, (char **)(gpointer)command, NULL, G_SPAWN_SEARCH_PATH, NULL,
			       NULL, &text, NULL, NULL, NULL));
	return text;
}

/* The number of the shared string MARK, or -1. */
static int string_number(const char *strings, const char *mark)
{
	g_auto(GStrv) items = g_strsplit(strings, "<si>", -1);
	for (int n = 1; items[n] != NULL; n++) {
		g_autofree char *whole = g_strdup_printf(">%s</t>", mark);
		if (strstr(items[n], whole) != NULL)
			return n - 1;
	}
	return -1;
}

static bool xlsx_has(const char *path, const char *text G_GNUC_UNUSED, gsize length G_GNUC_UNUSED,
		     const char *mark)
{
	g_autofree char *strings = parts_of(path, "xl/sharedStrings.xml");
	g_autofree char *book = parts_of(path, "xl/workbook.xml");
	g_autofree char *sheets = parts_of(path, "xl/worksheets/sheet*.xml");
	g_autofree char *about = parts_of(path, "docProps/core.xml");
	int number = string_number(strings, mark);
	guint count = pages_times(book, "<sheet name=");
	g_autofree char *cell = g_strdup_printf("t=\"s\"><v>%d</v></c>", number);
	guint first = 0;
	for (const char *at = sheets; (at = strstr(at, "<c r=\"A1\"")) != NULL; at++) {
		const char *close = strstr(at, "</c>");
		g_autofree char *whole = g_strndup(at, (gsize)(close + 4 - at));
		first += g_str_has_suffix(whole, cell) ? 1 : 0;
	}
	guint wanted = number >= 0 ? count : 0;
	cr_expect_gt(count, 5u);
	cr_expect_eq(first, wanted, "%s: %u of %u sheets", path, first, count);
	cr_expect_eq(pages_times(sheets, "state=\"frozen\""), wanted);
	cr_expect_eq(strstr(about, mark) != NULL, number >= 0);
	/* and on each of its printed pages: row 1 is repeated */
	if (number >= 0)
		cr_expect_eq(pages_times(book, "!$1:$"), count, "%s", book);
	return number >= 0;
}

Test(draft, each_sheet_of_a_workbook_says_it_in_sight_and_in_print)
{
	expect_marked("xlsx", 1, xlsx_has);
}

/* Who may read the files of a server's folder is no readership of drafts. */
Test(draft, its_files_are_not_for_all_users_of_the_machine)
{
	for (size_t n = 0; n < 2; n++) {
		g_autoptr(Model) model = model_of(0, n == 0);
		g_autofree char *home = program_home(NULL);
		g_autoptr(GHashTable) files = files_of(model, "html", home);
		g_autofree char *path = g_build_filename(home, "made.html", NULL);
		GStatBuf status;
		cr_assert_eq(g_stat(path, &status), 0);
		cr_expect_eq((status.st_mode & 0004) != 0, n == 1);
		program_home_free(g_steal_pointer(&home));
	}
}
