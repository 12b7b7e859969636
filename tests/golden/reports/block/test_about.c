/* What stands beside a table or chart: figures in its title, the subtitle, whose records they are;
 * on every device. */
#include <criterion/criterion.h>
#include <string.h>

#include "core/database/sqltext.h"
#include "reports/block/block.h"
#include "reports/build/sample.h"
#include "reports/device/device.h"
#include "reports/device/text/csv_metadata.h"
#include "reports/device/text/csv_table.h"
#include "reports/edition/diff_items.h"
#include "reports/output/devices.h"
#include "tests/support/pages.h"

#define TOP                                                                                                 \
	"template: x\naudience: internal\nlanguages: [en, ur]\noutputs: [pdf]\n%s"                          \
	"parameters:\n  district: {type: district}\n  week: {type: week, default: 2024-W31}\n"              \
	"datasets:\n  head: {query: weekly_head, with: {district: $district, week: $week, as_at: $as_at}, " \
	"rows: 1}\n  offences: {query: weekly_categories, with: {district: $district, "                     \
	"week: $week}}\nblocks:\n"                                                                          \
	"  - heading: {en: A, ur: A}\n"                                                                     \
	"  - table: {id: head, dataset: head, columns: [{field: registered, header: {en: B, ur: "           \
	"B}}]}\n"
#define ABOUT                                                                                      \
	"subtitle: {en: \"{district.name}, {week|week}\", ur: \"{district.name}، {week|week}\"}, "
#define FINDING                                                                                    \
	"{en: \"{head.registered|int} cases{if head.registered > 5}, many{end}\", "                \
	"ur: \"{head.registered|int} مقدمات{if head.registered > 5}، بہت{end}\"}"
#define BLOCKS(about)                                                                              \
	TOP "  - chart: {id: c, kind: bar, dataset: offences, x: category, y: cases, "             \
	    "measure: cases_registered, " about "title: " FINDING "}\n"                            \
	    "  - table: {id: t, dataset: offences, " about "caption: " FINDING                     \
	    ", columns: [{field: category, header: {en: C, ur: C}}, {field: cases, header: {en: "  \
	    "D, ur: D}}]}\n"                                                                       \
	    "  - matrix: {id: m, dataset: offences, " about "title: " FINDING                      \
	    ", rows: {field: category, header: {en: C, ur: C}}, columns: {field: category}, "      \
	    "value: {field: cases}}\n"

static Library *library(void)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	const char *const folders[] = { folder, NULL };
	Library *library = library_open(folders, &error);
	cr_assert(library != NULL, "%s", error != NULL ? error->message : "");
	return library;
}

/* "column" of QUERY is VALUE, every other one empty, as a line of a file of sample rows. */
static void add_row(GString *rows, const Template *template, const char *dataset,
		    const char *const *pairs)
{
	const GPtrArray *columns = template_dataset(template, dataset)->query_columns;
	g_string_append_printf(rows, "[%s]\n", dataset);
	for (guint n = 0; n < columns->len; n++) {
		const SqlColumn *column = columns->pdata[n];
		const char *value = "\\N";
		for (const char *const *pair = pairs; *pair != NULL; pair += 2) {
			if (strcmp(pair[0], column->name) == 0)
				value = pair[1];
		}
		g_string_append_printf(rows, "%s%s", n > 0 ? "\t" : "", value);
	}
	g_string_append_c(rows, '\n');
}

/* The edition of the template TEXT in LANGUAGE: seven cases in the week. */
static Model *model_of(const Library *known, const char *text, const char *language)
{
	static const char *const head[] = { "registered", "7", NULL };
	static const char *const offence[] = { "category", "rape",        "category_en",
					       "Rape",     "category_ur", "زنا بالجبر",
					       "cases",    "7",           NULL };
	g_autoptr(GError) error = NULL;
	g_autoptr(Template) template =
	    template_parse(text, strlen(text), "x", known, block_types, &error);
	cr_assert(template != NULL, "%s", error != NULL ? error->message : "");
	g_autoptr(GString) rows =
	    g_string_new("# as-at: 2024-08-05\n# param: district=PKP\n# param: week=2024-W31\n");
	add_row(rows, template, "head", head);
	add_row(rows, template, "offences", offence);
	PdfPage file = { g_dir_make_tmp("shumar-about-XXXXXX", NULL), NULL };
	file.path = g_build_filename(file.folder, "x.rows", NULL);
	cr_assert(g_file_set_contents(file.path, rows->str, -1, NULL));
	static const char *const none[] = { NULL };
	Model *model = sample_model(template, known, file.path, none, language, NULL, &error);
	cr_assert(model != NULL, "%s", error != NULL ? error->message : "");
	pages_clear(&file);
	return model;
}

static const Block *block_of(const Model *model, const char *id)
{
	for (guint n = 0; n < model->blocks->len; n++) {
		const Block *block = model->blocks->pdata[n];
		if (strcmp(block->id, id) == 0)
			return block;
	}
	cr_assert_fail("no block '%s'", id);
	return NULL;
}

/* What DEVICE writes of MODEL, unpacked where it is an archive. */
static char *written(const Model *model, const char *device)
{
	g_autoptr(GError) error = NULL;
	PdfPage file = { g_dir_make_tmp("shumar-about-XXXXXX", NULL), NULL };
	file.path = g_build_filename(file.folder, "edition", NULL);
	const Device *known = device_find(device, &error);
	cr_assert(known != NULL && known->write(model, file.path, &error), "%s",
		  error != NULL ? error->message : "");
	char *text = NULL;
	if (strcmp(device, "xlsx") == 0)
		text = pages_tool("unzip", "-p", file.path, "*.xml");
	else if (strcmp(device, "pdf") == 0)
		text = pages_tool("pdftotext", "-layout", file.path, "-");
	else
		cr_assert(g_file_get_contents(file.path, &text, NULL, NULL));
	pages_clear(&file);
	return text;
}

Test(about, titles_hold_figures_in_both_languages)
{
	g_autoptr(Library) known = library();
	g_autofree char *text = g_strdup_printf(BLOCKS(ABOUT), "");
	g_autoptr(Model) english = model_of(known, text, "en");
	g_autoptr(Model) urdu = model_of(known, text, "ur");
	cr_expect_str_eq(block_of(english, "c")->chart->title, "7 cases, many");
	cr_expect_str_eq(block_of(english, "t")->table->caption, "7 cases, many");
	cr_expect_str_eq(block_of(english, "m")->table->caption, "7 cases, many");
	cr_expect_str_eq(block_of(english, "c")->chart->about.subtitle,
			 "Pakpattan, 29 July to 4 August 2024");
	cr_expect_str_eq(block_of(english, "m")->table->about.subtitle,
			 "Pakpattan, 29 July to 4 August 2024");
	cr_expect_str_eq(block_of(urdu, "c")->chart->title, "\u20687\u2069 مقدمات، بہت",
			 "values are isolated");
}

Test(about, the_languages_of_a_title_print_the_same_figures)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Library) known = library();
	g_autofree char *text = g_strdup_printf(
	    TOP "  - chart: {id: c, kind: bar, dataset: offences, x: category, y: cases, measure: "
		"cases_registered, title: {en: \"{head.registered|int} cases\", ur: مقدمات}}\n",
	    "");
	g_autoptr(Template) template =
	    template_parse(text, strlen(text), "x", known, block_types, &error);
	cr_assert(template == NULL);
	cr_expect(strstr(error->message, "chart 'c': title") != NULL, "%s", error->message);
	cr_expect(strstr(error->message, "head.registered") != NULL, "%s", error->message);
}

Test(about, the_source_is_the_blocks_the_templates_or_that_of_the_records)
{
	g_autoptr(Library) known = library();
	g_autofree char *records = g_strdup_printf(BLOCKS(""), "");
	g_autofree char *template =
	    g_strdup_printf(BLOCKS(""), "source: {en: A book, ur: ایک کتاب}\n");
	g_autofree char *own = g_strdup_printf(BLOCKS("source: {en: Mine, ur: میرا}, "), "");
	g_autofree char *silent = g_strdup_printf(BLOCKS("source: none, "), "");
	g_autoptr(Model) first = model_of(known, records, "en");
	g_autoptr(Model) second = model_of(known, template, "ur");
	g_autoptr(Model) third = model_of(known, own, "en");
	g_autoptr(Model) fourth = model_of(known, silent, "en");
	cr_expect_str_eq(block_of(first, "c")->chart->about.source,
			 "Source: police station record system");
	cr_expect_str_eq(block_of(second, "t")->table->about.source, "ماخذ: ایک کتاب");
	cr_expect_str_eq(block_of(third, "m")->table->about.source, "Source: Mine");
	cr_expect_null(block_of(fourth, "c")->chart->about.source);
}

Test(about, every_device_says_title_subtitle_and_source)
{
	static const char *const formats[] = { "text", "html", "pdf", "xlsx" };
	static const char *const lines[] = { "7 cases, many", "Pakpattan, 29 July to 4 August 2024",
					     "Source: police station record system" };
	g_autoptr(Library) known = library();
	g_autofree char *text = g_strdup_printf(BLOCKS(ABOUT), "");
	g_autoptr(Model) model = model_of(known, text, "en");
	for (size_t n = 0; n < G_N_ELEMENTS(formats) * G_N_ELEMENTS(lines); n++) {
		const char *device = formats[n / G_N_ELEMENTS(lines)];
		const char *line = lines[n % G_N_ELEMENTS(lines)];
		g_autofree char *made = written(model, device);
		/* a page binds a day to its month */
		g_autoptr(GString) file = g_string_new(made);
		g_string_replace(file, "\u00a0", " ", 0);
		int found = 0;
		for (const char *at = file->str; (at = strstr(at, line)) != NULL; at++)
			found++;
		/* a workbook holds the same text once for all its sheets */
		bool shared = strcmp(device, "xlsx") == 0;
		cr_expect_geq(found, shared ? 1 : 3, "%s says '%s' %d times", device, line, found);
	}
}

Test(about, the_description_of_a_csv_file_says_them)
{
	g_autoptr(Library) known = library();
	g_autofree char *text = g_strdup_printf(BLOCKS(ABOUT), "");
	g_autoptr(Model) model = model_of(known, text, "ur");
	g_autoptr(CsvTable) table = csv_table_of_chart(model, block_of(model, "c")->chart);
	g_autoptr(GPtrArray) tables = g_ptr_array_new();
	g_autoptr(GPtrArray) urls = g_ptr_array_new();
	g_autoptr(GString) out = g_string_new(NULL);
	g_ptr_array_add(tables, table);
	g_ptr_array_add(urls, (gpointer)(guintptr) "c.csv");
	csv_metadata_append(out, model, urls, tables);
	cr_expect(strstr(out->str, "\"dc:title\": \"7 مقدمات، بہت\"") != NULL, "%s", out->str);
	cr_expect(strstr(out->str, "\"dc:description\": \"پاکپتن، ") != NULL, "%s", out->str);
	cr_expect(strstr(out->str, "\"dc:source\": \"ماخذ: تھانوں کا ریکارڈ سسٹم\"") != NULL, "%s",
		  out->str);
}

Test(about, a_change_of_a_title_is_one_difference)
{
	g_autoptr(Library) known = library();
	g_autofree char *text = g_strdup_printf(BLOCKS(ABOUT), "");
	g_autoptr(Model) model = model_of(known, text, "en");
	g_autoptr(GPtrArray) items = diff_items(model);
	int found = 0;
	for (guint n = 0; n < items->len; n++) {
		const DiffItem *item = items->pdata[n];
		found += strcmp(item->key, "title|c") == 0 || strcmp(item->key, "caption|t") == 0 ||
			 strcmp(item->key, "subtitle|m") == 0 || strcmp(item->key, "source|c") == 0;
	}
	cr_expect_eq(found, 4, "the key names the line, not what it says");
}
