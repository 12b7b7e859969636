#include "tests/support/pages.h"
#include "reports/device/pdf/pdf.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "reports/device/device.h"

/* ── invented models ── */

Model *pages_model(const char *title)
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

void pages_add_text(Model *model, const char *text)
{
	model_add(model, BLOCK_TEXT, 1)->text.text = g_strdup(text);
}

void pages_add_heading(Model *model, int level, const char *text)
{
	Block *block = model_add(model, BLOCK_HEADING, 1);
	block->heading.level = level;
	block->heading.text = g_strdup(text);
}

void pages_add_figures(Model *model, int count)
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
Table *pages_add_table(Model *model, const char *header, guint columns, guint rows)
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

Chart *pages_add_chart(Model *model, ChartKind kind, size_t count)
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

void pages_add_note(Model *model, const char *term, const char *text)
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

PdfPage pages_write(const Model *model)
{
	PdfPage made = { g_dir_make_tmp("shumar-pdf-XXXXXX", NULL), NULL };
	made.path = g_build_filename(made.folder, "page.pdf", NULL);
	g_autoptr(GError) error = NULL;
	cr_assert(device_pdf_write(model, made.path, &error), "%s", error ? error->message : "");
	return made;
}

void pages_clear(PdfPage *page)
{
	g_unlink(page->path);
	g_rmdir(page->folder);
	g_free(page->path);
	g_free(page->folder);
}

char *pages_tool(const char *tool, const char *option, const char *path, const char *end)
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

char *pages_text(const PdfPage *page)
{
	return pages_tool("pdftotext", "-layout", page->path, "-");
}

guint pages_count(const PdfPage *page)
{
	g_autofree char *info = pages_tool("pdfinfo", "-isodates", page->path, NULL);
	const char *line = strstr(info, "Pages:");
	cr_assert(line != NULL);
	return (guint)g_ascii_strtoull(line + strlen("Pages:"), NULL, 10);
}

guint pages_times(const char *text, const char *part)
{
	guint times = 0;
	for (const char *at = strstr(text, part); at != NULL; at = strstr(at + 1, part))
		times++;
	return times;
}

/* The words of all pages stay between the margins (16 mm; 18 mm below, where the footer is). */
void pages_expect_margins(const PdfPage *page, double width, double height)
{
	g_autofree char *boxes = pages_tool("pdftotext", "-bbox", page->path, "-");
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
		cr_expect(edges[0] > 44 && edges[2] < width - 44 && edges[1] > 14 &&
			      edges[3] < height - 6,
			  "leaves the margins: %.80s", *word);
	}
}

/* ── words with their boxes ── */

typedef struct {
	double left, top, right, bottom;
	guint page;
	char text[64];
} Word;

static GArray *words_of(const PdfPage *page)
{
	g_autofree char *boxes = pages_tool("pdftotext", "-bbox", page->path, "-");
	GArray *words = g_array_new(FALSE, TRUE, sizeof(Word));
	guint number = 0;
	g_auto(GStrv) lines = g_strsplit(boxes, "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		Word word = { 0 };
		number += strstr(*line, "<page ") != NULL;
		if (sscanf(*line,
			   " <word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\">%63[^<]",
			   &word.left, &word.top, &word.right, &word.bottom, word.text) < 5)
			continue;
		word.page = number;
		g_array_append_val(words, word);
	}
	return words;
}

static bool stand_on_each_other(const Word *a, const Word *b)
{
	double across = MIN(a->right, b->right) - MAX(a->left, b->left);
	double along = MIN(a->bottom, b->bottom) - MAX(a->top, b->top);
	double lower = MIN(a->bottom - a->top, b->bottom - b->top);
	/* boxes are of the font, not of the ink: lines may share the air between them */
	return across > 1 && along > 0.45 * lower;
}

void pages_expect_no_overlap(const PdfPage *page)
{
	g_autoptr(GArray) words = words_of(page);
	cr_expect(words->len > 1);
	for (guint n = 0; n < words->len; n++) {
		const Word *word = &g_array_index(words, Word, n);
		for (guint other = n + 1; other < words->len; other++) {
			const Word *below = &g_array_index(words, Word, other);
			if (below->page != word->page)
				break;
			cr_expect_not(stand_on_each_other(word, below),
				      "page %u: '%s' at %g %g and '%s' at %g %g", word->page,
				      word->text, word->left, word->top, below->text, below->left,
				      below->top);
		}
	}
}
