/* All devices say the same: every figure and every number of every table of an edition is found in
 * its text, PDF, HTML and XLSX, in their own forms, read back from the files. */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "reports/block/block.h"
#include "reports/build/sample.h"
#include "reports/chart/chart.h"
#include "reports/device/device.h"
#include "reports/model/value.h"
#include "reports/output/devices.h"
#include "tests/support/pages.h"
#include "tests/support/showcase.h"

/* One row of a file: what is read from left to right without a gap. */
typedef struct {
	GPtrArray *words; /* of char*; one that stands for a number already is "" */
} Line;

static void line_free(gpointer data)
{
	Line *line = data;
	g_ptr_array_unref(line->words);
	g_free(line);
}

/* ── from files to lines ── */

static bool is_invisible(gunichar letter)
{
	return g_unichar_type(letter) == G_UNICODE_FORMAT;
}

/* TEXT without marks of direction, its brackets parted from what stands beside them. */
static char *plain(const char *text)
{
	GString *out = g_string_new(NULL);
	for (const char *at = text; *at != '\0'; at += g_utf8_skip[(guchar)*at]) {
		gunichar letter = g_utf8_get_char(at);
		if (is_invisible(letter))
			continue;
		if (letter == '[' || letter == '(')
			g_string_append_c(out, ' ');
		if (g_unichar_isspace(letter))
			g_string_append_c(out, letter == '\n' ? '\n' : ' ');
		else
			g_string_append_unichar(out, letter);
		if (letter == ']' || letter == ')')
			g_string_append_c(out, ' ');
	}
	return g_string_free(out, FALSE);
}

static const char *const urdu_stops[] = { "،", "؛", "۔" };

/* Adds TEXT as a line of words; commas and stops of sentences are no part of a number. */
static void add_line(GPtrArray *lines, const char *text)
{
	g_autofree char *clean = plain(text);
	g_auto(GStrv) words = g_strsplit_set(clean, " \n", -1);
	Line *line = g_new0(Line, 1);
	line->words = g_ptr_array_new_with_free_func(g_free);
	for (char **word = words; *word != NULL; word++) {
		size_t length = strlen(*word);
		while (length > 1 && strchr(",;:.", (*word)[length - 1]) != NULL)
			(*word)[--length] = '\0';
		for (size_t n = 0; n < G_N_ELEMENTS(urdu_stops); n++) {
			if (length > strlen(urdu_stops[n]) &&
			    g_str_has_suffix(*word, urdu_stops[n]))
				(*word)[length -= strlen(urdu_stops[n])] = '\0';
		}
		if (length > 0)
			g_ptr_array_add(line->words, g_strdup(*word));
	}
	g_ptr_array_add(lines, line);
}

static GPtrArray *lines_of(const char *text)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(line_free);
	g_auto(GStrv) texts = g_strsplit(text, "\n", -1);
	for (char **at = texts; *at != NULL; at++)
		add_line(lines, *at);
	return lines;
}

static char *replaced(const char *pattern, const char *text, const char *with)
{
	g_autoptr(GRegex) regex = g_regex_new(pattern, G_REGEX_DOTALL, 0, NULL);
	return g_regex_replace_literal(regex, text, -1, 0, with, 0, NULL);
}

/* Each row of a table and each card of a figure is a line. */
static GPtrArray *html_lines(const char *path)
{
	g_autofree char *html = NULL;
	cr_assert(g_file_get_contents(path, &html, NULL, NULL));
	g_autofree char *body = replaced("<(style|svg|head)\\b.*?</\\1>", html, "");
	g_autofree char *flat = replaced("\\s+", body, " ");
	g_autofree char *rows = replaced("<(tr|p|h[1-6]|li|div data-figure)\\b", flat, "\n<x");
	g_autofree char *bare = replaced("<[^>]*>", rows, " ");
	g_autofree char *text = replaced("&[a-z0-9#]+;", bare, " ");
	return lines_of(text);
}

static GPtrArray *text_lines(const char *path)
{
	g_autofree char *text = NULL;
	cr_assert(g_file_get_contents(path, &text, NULL, NULL));
	return lines_of(text);
}

/* Pages draw a minus as a dash (reports/device/font/font.c). */
static GPtrArray *pdf_lines(const char *path)
{
	g_autofree char *drawn = pages_tool("pdftotext", "-layout", path, "-");
	g_autofree char *text = replaced("\u2013(?=[0-9])", drawn, "\u2212");
	return lines_of(text);
}

/* Every row of every sheet: numbers as they are kept, other cells left out. */
static GPtrArray *xlsx_lines(const char *path)
{
	g_autofree char *sheets = pages_tool("unzip", "-p", path, "xl/worksheets/sheet*.xml");
	g_autofree char *numbers =
	    replaced("<c r=\"[A-Z0-9]+\"( s=\"[0-9]+\")? t=\"[a-z]+\">.*?</c>", sheets, "");
	g_autofree char *rows = replaced("<row\\b", numbers, "\n<x");
	g_autofree char *text = replaced("<[^>]*>", rows, " ");
	return lines_of(text);
}

static const struct {
	const char *device;
	GPtrArray *(*lines)(const char *path);
	bool raw; /* numbers are kept unformatted; what is not known is left to its own tests */
} readers[] = {
	{ "text", text_lines, false },
	{ "pdf", pdf_lines, false },
	{ "html", html_lines, false },
	{ "xlsx", xlsx_lines, true },
};

static GPtrArray *written(const Model *model, size_t reader)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = g_dir_make_tmp("shumar-parity-XXXXXX", NULL);
	PdfPage file = { g_steal_pointer(&folder), NULL };
	file.path = g_build_filename(file.folder, "edition", NULL);
	const Device *device = device_find(readers[reader].device, &error);
	cr_assert(device != NULL && device->write(model, file.path, &error), "%s",
		  error ? error->message : "");
	GPtrArray *lines = readers[reader].lines(file.path);
	pages_clear(&file);
	return lines;
}

/* ── values in lines ── */

static bool is_word(const Value *value, bool raw, const char *word)
{
	g_autofree char *text = plain(value->text);
	char *end = NULL;
	if (*word == '\0')
		return false;
	if (!raw)
		return strcmp(g_strstrip(text), word) == 0;
	double number = g_ascii_strtod(word, &end), least = 1e-9 * fmax(1, fabs(value->number));
	return *end == '\0' && (fabs(number - value->number) < least ||
				fabs(number - value->number / 100) < least); /* kept as a share */
}

/* Looks for VALUES in this order in LINE, which in a page from the right may be turned round; takes
 * the words that stand for them. */
static bool takes(Line *line, const GPtrArray *values, bool raw, bool turned)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new();
	for (guint n = 0; n < line->words->len && found->len < values->len; n++) {
		guint at = turned ? line->words->len - 1 - n : n;
		if (is_word(values->pdata[found->len], raw, line->words->pdata[at]))
			g_ptr_array_add(found, line->words->pdata[at]);
	}
	for (guint n = 0; n < found->len && found->len == values->len; n++)
		*(char *)found->pdata[n] = '\0';
	return found->len == values->len;
}

static bool is_found(GPtrArray *lines, const GPtrArray *values, bool raw)
{
	for (guint n = 0; n < lines->len; n++) {
		if (takes(lines->pdata[n], values, raw, false) ||
		    takes(lines->pdata[n], values, raw, true))
			return true;
	}
	return false;
}

/* ── what an edition says ── */

/* A number of one word as printed ("1,234", "12.5%"), or the mark of one that is not known. */
static bool is_number(const Value *value, bool raw)
{
	if (value->kind != VALUE_NUMBER || (raw && value->state != VALUE_KNOWN))
		return false;
	return raw || strchr(value->text, ' ') == NULL;
}

/* Adds the numbers of a row of COUNT values to ROWS, where it has any. */
static void add_row(GPtrArray *rows, const Value *values, guint count, bool raw)
{
	GPtrArray *numbers = g_ptr_array_new_with_free_func(g_free);
	for (guint n = 0; n < count; n++) {
		if (is_number(&values[n], raw))
			g_ptr_array_add(numbers, g_memdup2(&values[n], sizeof(Value)));
	}
	if (numbers->len > 0)
		g_ptr_array_add(rows, numbers);
	else
		g_ptr_array_unref(numbers);
}

typedef struct {
	GPtrArray *rows; /* of GPtrArray of Value */
	bool raw;
	bool dots; /* zeros may stand as dots */
} Said;

/* A table too wide for a page is drawn in parts, whose rows stand apart: each number is looked for
 * alone. */
enum { PAGE_COLUMNS = 10 };

static void add_values(const Said *said, const Value *values, guint count)
{
	guint step = said->dots && count > PAGE_COLUMNS ? 1 : count;
	for (guint n = 0; n < count; n += step)
		add_row(said->rows, values + n, step, said->raw);
}

/* The rows of TABLE as pages show them; files of data have them all, and no dots. */
static void add_table(const Said *said, const Table *table)
{
	static const Value dot = { .kind = VALUE_NUMBER, .text = (char *)(guintptr)TABLE_DOT };
	guint count = table->columns->len;
	if (!said->raw && table->elsewhere != NULL)
		return;
	for (guint n = 0; n < table->rows->len; n++) {
		if (!said->raw && !table_shows(table, n))
			continue;
		g_autofree Value *values = g_memdup2(table->rows->pdata[n], count * sizeof(Value));
		for (guint c = 0; said->dots && c < count; c++)
			if (table_dots(table, table_row_kind(table, n), &values[c]))
				values[c] = dot;
		add_values(said, values, count);
	}
	if (table->total != NULL && table->rows->len > 0)
		add_values(said, table->total, count);
}

static void add_block(const Block *block, gpointer data)
{
	Said *said = data;
	for (guint n = 0; block->kind == BLOCK_FIGURES && n < block->figures.figures->len; n++)
		add_row(said->rows, &((Figure *)block->figures.figures->pdata[n])->value, 1,
			said->raw);
	if (block->kind == BLOCK_TABLE)
		add_table(said, block->table);
}

/* More numbers first: a row must not lose one to a single figure. */
static int compare_rows(gconstpointer one, gconstpointer other)
{
	const GPtrArray *a = *(GPtrArray *const *)one, *b = *(GPtrArray *const *)other;
	return (a->len < b->len) - (a->len > b->len);
}

static GPtrArray *said_by(const Model *model, bool raw, bool dots)
{
	Said said = { g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref), raw,
		      dots };
	model_each(model, add_block, &said);
	g_ptr_array_sort(said.rows, compare_rows);
	return said.rows;
}

/* The numbers of MODEL that LINES lack, one row of them a line; "" when all are there. */
static char *lacking(const Model *model, GPtrArray *lines, bool raw, bool dots)
{
	g_autoptr(GPtrArray) rows = said_by(model, raw, dots);
	GString *text = g_string_new(NULL);
	for (guint n = 0; n < rows->len; n++) {
		const GPtrArray *values = rows->pdata[n];
		if (is_found(lines, values, raw))
			continue;
		for (guint m = 0; m < values->len; m++)
			g_string_append_printf(text, " %s", ((Value *)values->pdata[m])->text);
		g_string_append_c(text, '\n');
	}
	return g_string_free(text, FALSE);
}

static void expect_parity(const Model *model, const char *name)
{
	for (size_t reader = 0; reader < G_N_ELEMENTS(readers); reader++) {
		g_autoptr(GPtrArray) lines = written(model, reader);
		g_autofree char *lacks = lacking(model, lines, readers[reader].raw,
						 strcmp(readers[reader].device, "pdf") == 0);
		cr_expect_str_empty(lacks, "%s (%s) as %s lacks:\n%s", name, model->language,
				    readers[reader].device, lacks);
	}
}

/* ── editions ── */

/* The template at PATH on the sample rows at ROWS, both below the project's folder. */
static Model *sample_edition(const char *path, const char *rows, const char *language)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	g_autofree char *file = g_build_filename(g_getenv("SHUMAR_ROOT"), path, NULL);
	g_autofree char *sample_file = g_build_filename(g_getenv("SHUMAR_ROOT"), rows, NULL);
	const char *const folders[] = { folder, NULL }, *const none[] = { NULL };
	g_autoptr(Library) library = library_open(folders, &error);
	g_autoptr(Template) template =
	    library ? template_read(file, library, block_types, &error) : NULL;
	g_autoptr(Sample) sample = template ? sample_read(template, sample_file, &error) : NULL;
	cr_assert(sample != NULL, "%s", error != NULL ? error->message : "");
	g_autoptr(Districts) districts = sample_districts();
	g_auto(GStrv) words = sample_words(sample, none);
	g_autoptr(Binding) binding =
	    binding_new(template, (const char *const *)words, districts, 12, sample->as_at, &error);
	Model *model =
	    binding ? edition_model(template, library, binding, sample->datasets, language, &error)
		    : NULL;
	cr_assert(model != NULL, "%s", error != NULL ? error->message : "");
	return model;
}

static const char *const languages[] = { "en", "ur" };

/* ── charts: each value as the page has it, in every device that lists values ── */

/* The files of MODEL as DEVICE writes them, one after the other, white space made single blanks and
 * marks of direction left out. */
static char *flat_file(const Model *model, const char *device)
{
	size_t reader = 0;
	while (strcmp(readers[reader].device, device) != 0)
		reader++;
	g_autoptr(GPtrArray) all = written(model, reader);
	GString *text = g_string_new(" ");
	for (guint n = 0; n < all->len; n++) {
		const Line *line = all->pdata[n];
		for (guint word = 0; word < line->words->len; word++)
			g_string_append_printf(text, "%s ", (char *)line->words->pdata[word]);
	}
	return g_string_free(text, FALSE);
}

/* WORDS as a file's words are, for looking them up. */
static char *as_words(const char *words)
{
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(line_free);
	add_line(lines, words);
	const Line *line = lines->pdata[0];
	GString *text = g_string_new(" ");
	for (guint word = 0; word < line->words->len; word++)
		g_string_append_printf(text, "%s ", (char *)line->words->pdata[word]);
	return g_string_free(text, FALSE);
}

static void expect_words(const char *file, const char *words, const char *name, const char *device)
{
	/* what a page writes as an entity, its reader above leaves out */
	g_autofree char *read = g_strdup(words);
	g_autofree char *wanted =
	    as_words(strcmp(device, "html") == 0 ? g_strdelimit(read, "&<>'\"", ' ') : read);
	cr_expect(strstr(file, wanted) != NULL, "%s as %s lacks '%s'", name, device, wanted);
}

typedef struct {
	const char *name, *text, *html;
	int charts, spans, kinds;
} Listed;

/* "Lahore 14%": what plain text and the table of the page say of each point. */
static void look_at_chart(const Chart *chart, Listed *listed)
{
	for (guint n = 0; n < chart->series->len; n++) {
		const ChartSeries *series = chart->series->pdata[n];
		for (size_t at = 0; at < chart->count && chart_series_is_listed(series); at++) {
			g_autofree char *point = chart_point_text(chart, series, at, false);
			g_autofree char *said =
			    g_strdup_printf("%s %s", chart->categories[at], point);
			expect_words(listed->text, said, listed->name, "text");
			if (chart_has_values(chart)) /* else the page says that there are none */
				expect_words(listed->html, n == 0 ? said : point, listed->name,
					     "html");
			listed->charts++;
		}
	}
	for (guint n = 0; n < chart->panels->len; n++)
		look_at_chart(chart->panels->pdata[n], listed);
}

/* Titles hold figures: they, and what stands beside them, are on page and in text. */
static void look_at_titles(const char *title, const BlockAbout *about, const Listed *listed)
{
	const char *const lines[] = { title, about->subtitle, about->source };
	for (size_t n = 0; n < G_N_ELEMENTS(lines); n++) {
		if (lines[n] == NULL || lines[n][0] == '\0')
			continue;
		expect_words(listed->text, lines[n], listed->name, "text");
		expect_words(listed->html, lines[n], listed->name, "html");
	}
}

static void look_at_table(const Table *table, Listed *listed)
{
	for (guint n = 0; table->spans != NULL && table->rows->len > 0 && n < table->spans->len;
	     n++) {
		const TableSpan *span = table->spans->pdata[n];
		g_autofree char *head = g_strconcat(span->header, ":", NULL);
		expect_words(listed->text, head, listed->name, "text");
		expect_words(listed->html, span->header, listed->name, "html");
		listed->spans++;
	}
	for (guint row = 0; table->kinds != NULL && row < table->rows->len; row++) {
		const Value *values = table->rows->pdata[row];
		if (g_array_index(table->kinds, TableRowKind, row) == ROW_DATA)
			continue;
		expect_words(listed->text, values[0].text, listed->name, "text");
		expect_words(listed->html, values[0].text, listed->name, "html");
		listed->kinds++;
	}
}

static void look_at_block(const Block *block, gpointer data)
{
	if (block->kind == BLOCK_CHART) {
		look_at_titles(block->chart->title, &block->chart->about, data);
		look_at_chart(block->chart, data);
	}
	if (block->kind == BLOCK_TABLE) {
		if (table_instead(block->table) == NULL)
			look_at_titles(block->table->caption, &block->table->about, data);
		look_at_table(block->table, data);
	}
}

static Listed listed_in(const Model *model, const char *name)
{
	g_autofree char *text = flat_file(model, "text");
	g_autofree char *html = flat_file(model, "html");
	Listed listed = { name, text, html, 0, 0, 0 };
	model_each(model, look_at_block, &listed);
	listed.text = listed.html = NULL;
	return listed;
}

Test(parity, every_point_of_a_chart_reads_the_same_on_page_and_in_text)
{
	int charts = 0;
	g_autoptr(GPtrArray) names = showcase_templates();
	for (guint n = 0; n < names->len * G_N_ELEMENTS(languages); n++) {
		g_autoptr(Model) model = showcase_edition(names->pdata[n / 2], languages[n % 2]);
		if (model != NULL)
			charts += listed_in(model, names->pdata[n / 2]).charts;
	}
	for (guint n = 0; n < G_N_ELEMENTS(languages); n++) {
		g_autoptr(Model) model = sample_edition("tests/gallery/charts.yaml",
							"tests/gallery/charts.rows", languages[n]);
		charts += listed_in(model, "charts").charts;
	}
	cr_expect_gt(charts, 200);
}

Test(parity, spans_groups_and_subtotals_are_on_page_and_in_text)
{
	for (guint n = 0; n < G_N_ELEMENTS(languages); n++) {
		g_autoptr(Model) model = sample_edition("tests/gallery/blocks.yaml",
							"tests/gallery/blocks.rows", languages[n]);
		Listed listed = listed_in(model, "blocks");
		cr_expect_gt(listed.spans, 0);
		cr_expect_gt(listed.kinds, 0);
	}
}

Test(parity, every_device_has_every_number_of_every_template)
{
	g_autoptr(GPtrArray) names = showcase_templates();
	for (guint n = 0; n < names->len * G_N_ELEMENTS(languages); n++) {
		const char *name = names->pdata[n / 2];
		g_autoptr(Model) model = showcase_edition(name, languages[n % 2]);
		if (model != NULL)
			expect_parity(model, name);
	}
}

Test(parity, every_device_has_every_number_of_the_gallery)
{
	for (guint n = 0; n < G_N_ELEMENTS(languages); n++) {
		g_autoptr(Model) model = sample_edition("tests/gallery/blocks.yaml",
							"tests/gallery/blocks.rows", languages[n]);
		expect_parity(model, "blocks");
	}
}

/* ── it can fail ── */

static void alter(Value *value)
{
	g_free(value->text);
	value->text = g_strdup("987,654");
	value->number = 987654;
}

static Block *first_block(const Model *model, BlockKind kind)
{
	for (guint n = 0; n < model->blocks->len; n++) {
		Block *block = model->blocks->pdata[n];
		if (block->kind == kind)
			return block;
	}
	return NULL;
}

/* Alters one number in what each device writes, and holds it against the edition as it was. */
static void expect_seen(bool table)
{
	const char *name = table ? "vwps-note" : "press-note";
	g_autoptr(Model) right = showcase_edition(name, "en");
	g_autoptr(Model) wrong = showcase_edition(name, "en");
	if (table)
		alter(&first_block(wrong, BLOCK_TABLE)->table->total[1]);
	else
		alter(&((Figure *)first_block(wrong, BLOCK_FIGURES)->figures.figures->pdata[0])
			   ->value);
	for (size_t reader = 0; reader < G_N_ELEMENTS(readers); reader++) {
		g_autoptr(GPtrArray) lines = written(wrong, reader);
		g_autofree char *lacks = lacking(right, lines, readers[reader].raw, false);
		cr_expect(*lacks != '\0', "%s: an altered number is not seen",
			  readers[reader].device);
	}
}

Test(parity, an_altered_figure_is_seen_in_each_device)
{
	expect_seen(false);
}

Test(parity, an_altered_total_is_seen_in_each_device)
{
	expect_seen(true);
}
