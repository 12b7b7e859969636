/*
 * Templates against what was written down: the faults of tests/golden/bad, and the
 * text of the program's own templates on invented rows. GOLDEN_UPDATE=1 rewrites the
 * expectations; read the diff.
 */
#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

#include "core/error.h"
#include "reports/block/block.h"
#include "reports/build/edition.h"
#include "reports/device/text/text.h"
#include "tests/support/program.h"

static char *root_path(const char *name)
{
	return g_build_filename(g_getenv("SHUMAR_ROOT"), name, NULL);
}

static Library *open_library(void)
{
	g_autofree char *folder = root_path("templates");
	const char *const folders[] = { folder, NULL };
	g_autoptr(GError) error = NULL;
	Library *library = library_open(folders, &error);
	cr_assert(library != NULL, "%s", error != NULL ? error->message : "");
	return library;
}

static void compare(const char *name, const char *text)
{
	g_autofree char *file = g_strdup_printf("tests/golden/%s.expected", name);
	g_autofree char *path = root_path(file);
	g_autofree char *expected = NULL;
	if (g_getenv("GOLDEN_UPDATE") != NULL)
		cr_assert(g_file_set_contents(path, text, -1, NULL), "writing %s", path);
	g_file_get_contents(path, &expected, NULL, NULL);
	cr_expect_str_eq(text, expected != NULL ? expected : "", "%s differs:\n%s", name, text);
}

/* TEXT with the path FOLDER and its slash taken out wherever it stands. Transfer full. */
static char *without(const char *text, const char *folder)
{
	g_autofree char *path = g_strconcat(folder, "/", NULL);
	g_auto(GStrv) parts = g_strsplit(text, path, -1);
	return g_strjoinv("", parts);
}

Test(template, tells_every_fault_of_a_bad_template_with_its_place)
{
	g_autoptr(Library) library = open_library();
	g_autofree char *folder = root_path("tests/golden/bad");
	g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
	cr_assert(files != NULL);
	const char *file;
	int checked = 0;
	while ((file = g_dir_read_name(files)) != NULL) {
		if (!g_str_has_suffix(file, ".yaml"))
			continue;
		g_autofree char *path = g_build_filename(folder, file, NULL);
		g_autoptr(GError) error = NULL;
		g_autoptr(Template) template = template_read(path, library, block_types, &error);
		cr_expect(template == NULL, "%s has no fault", file);
		cr_expect(error_exit_code(error) == SHUMAR_ERROR_CONFIG);
		g_autofree char *name = g_strdup_printf("bad/%.*s", (int)(strlen(file) - 5), file);
		g_autofree char *message =
		    g_strdup_printf("%s\n", error != NULL ? error->message : "");
		g_autofree char *told = without(message, folder);
		compare(name, told);
		checked++;
	}
	cr_assert_geq(checked, 10);
}

/* ── editions on invented rows ── */

static void free_dataset(gpointer data)
{
	dataset_free(data);
}

/* Rows of FILE, "[dataset]" and then tabbed lines, \N for null, as datasets of TEMPLATE. */
static GHashTable *read_rows(const Template *template, const char *file)
{
	g_autofree char *text = program_fixture(file);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	GHashTable *datasets = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_dataset);
	for (guint n = 0; n < template->datasets->len; n++) {
		const TemplateDataset *wanted = g_ptr_array_index(template->datasets, n);
		g_hash_table_insert(datasets, wanted->name,
				    dataset_new(wanted->name, wanted->query_columns));
	}
	Dataset *dataset = NULL;
	for (char **line = lines; *line != NULL; line++) {
		if (**line == '\0' || **line == '#')
			continue;
		if (**line == '[') {
			g_autofree char *name = g_strndup(*line + 1, strlen(*line) - 2);
			dataset = g_hash_table_lookup(datasets, name);
			cr_assert(dataset != NULL, "no dataset '%s'", name);
			continue;
		}
		g_auto(GStrv) texts = g_strsplit(*line, "\t", -1);
		cr_assert(g_strv_length(texts) == dataset_columns(dataset), "%s", *line);
		g_autofree const char **values = g_new(const char *, dataset_columns(dataset));
		for (size_t n = 0; n < dataset_columns(dataset); n++)
			values[n] = strcmp(texts[n], "\\N") == 0 || strcmp(texts[n], "[c]") == 0
					? NULL
					: texts[n];
		g_autoptr(GError) error = NULL;
		cr_assert(dataset_add(dataset, values, &error), "%s: %s", *line,
			  error != NULL ? error->message : "");
	}
	return datasets;
}

static char *draw_text(const Model *model)
{
	g_autofree char *folder = g_dir_make_tmp("shumar-golden-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "out.txt", NULL);
	g_autoptr(GError) error = NULL;
	char *text = NULL;
	cr_assert(device_text_write(model, path, &error), "%s",
		  error != NULL ? error->message : "");
	cr_assert(g_file_get_contents(path, &text, NULL, NULL));
	g_unlink(path);
	g_rmdir(folder);
	return text;
}

/* 2024-08-05 18:59:59 UTC: a Monday night in Karachi. */
#define AS_AT_S 1722884399

/* The text of the template NAME in LANGUAGE on the rows of the file ROWS. */
static char *render_in(const char *language, const char *name, const char *rows,
		       const char *const *words)
{
	g_autoptr(Library) library = open_library();
	g_autoptr(GError) error = NULL;
	bool is_file = strchr(name, '/') != NULL;
	g_autofree char *path = is_file ? root_path(name) : library_find(library, name, &error);
	cr_assert(path != NULL, "%s", error != NULL ? error->message : "");
	g_autoptr(Template) template = template_read(path, library, block_types, &error);
	cr_assert(template != NULL, "%s", error != NULL ? error->message : "");
	g_autoptr(Districts) districts = districts_new();
	districts_add(districts, "PKP", "Pakpattan", "پاکپتن", "Sahiwal");
	g_autoptr(Binding) binding =
	    binding_new(template, words, districts, 12, (CivilTime){ AS_AT_S, 5 * 3600 }, &error);
	cr_assert(binding != NULL, "%s", error != NULL ? error->message : "");
	g_autoptr(GHashTable) datasets = read_rows(template, rows);
	g_autoptr(Model) model =
	    edition_model(template, library, binding, datasets, language, &error);
	cr_assert(model != NULL, "%s", error != NULL ? error->message : "");
	return draw_text(model);
}

static char *render_rows(const char *name, const char *rows, const char *const *words)
{
	return render_in("en", name, rows, words);
}

static const char *const note_words[] = { "district=PKP", "from=2023-08-01", "to=2024-07-31",
					  NULL };
static const char *const week_words[] = { "district=pkp", NULL };

static void compare_urdu(const char *template, const char *name, const char *rows,
			 const char *const *words)
{
	g_autofree char *urdu = render_in("ur", template, rows, words);
	g_autofree char *expected = g_strconcat(name, ".ur", NULL);
	compare(expected, urdu);
}

Test(template, prints_every_kind_of_block_in_both_languages)
{
	static const char *const names[] = { "blocks", "blocks-none" };
	for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
		g_autofree char *rows = g_strdup_printf("gallery/%s.rows", names[n]);
		g_autofree char *text = render_rows("tests/gallery/blocks.yaml", rows, week_words);
		compare(names[n], text);
		compare_urdu("tests/gallery/blocks.yaml", names[n], rows, week_words);
	}
}

Test(template, prints_the_vwps_note)
{
	static const char *const names[] = { "vwps-note", "vwps-note-none", "vwps-note-other" };
	for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
		g_autofree char *rows = g_strdup_printf("golden/%s.rows", names[n]);
		g_autofree char *text = render_rows("vwps-note", rows, note_words);
		compare(names[n], text);
		compare_urdu("vwps-note", names[n], rows, note_words);
	}
}

/* Of a release with some figures withheld, with none, with nearly all, and of nothing at all. */
Test(template, prints_the_press_release)
{
	static const char *const words[] = { "month=2026-10", NULL };
	static const char *const names[] = { "press-release", "press-release-all",
					     "press-release-most", "press-release-none" };
	for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
		g_autofree char *rows = g_strdup_printf("golden/%s.rows", names[n]);
		g_autofree char *text = render_rows("press-release", rows, words);
		compare(names[n], text);
		compare_urdu("press-release", names[n], rows, words);
	}
}

Test(template, prints_the_press_note_of_a_release)
{
	static const char *const names[] = { "press-note", "press-note-some", "press-note-most",
					     "press-note-none" };
	for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
		g_autofree char *rows = g_strdup_printf("golden/%s.rows", names[n]);
		g_autofree char *text = render_rows("press-note", rows, note_words);
		compare(names[n], text);
		compare_urdu("press-note", names[n], rows, note_words);
	}
}

/* A paper of shared parts alone. */
Test(template, prints_the_annual_bulletin)
{
	static const char *const words[] = { "year=2025", NULL };
	static const char *const names[] = { "annual-bulletin", "annual-bulletin-none" };
	for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
		g_autofree char *rows = g_strdup_printf("golden/%s.rows", names[n]);
		g_autofree char *text = render_rows("annual-bulletin", rows, words);
		compare(names[n], text);
		compare_urdu("annual-bulletin", names[n], rows, words);
	}
}

Test(template, prints_the_weekly_dashboard)
{
	static const char *const names[] = { "dpo-weekly", "dpo-weekly-none", "dpo-weekly-new",
					     "dpo-weekly-gap" };
	for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
		g_autofree char *rows = g_strdup_printf("golden/%s.rows", names[n]);
		g_autofree char *text = render_rows("dpo-weekly", rows, week_words);
		compare(names[n], text);
		compare_urdu("dpo-weekly", names[n], rows, week_words);
	}
}

Test(template, prints_convictions_on_each_basis_with_its_numerator_and_denominator)
{
	static const char *const words[] = { "from=2021-01", "to=2021-12", NULL };
	static const char *const names[] = { "conviction", "conviction-none" };
	for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
		g_autofree char *rows = g_strdup_printf("golden/%s.rows", names[n]);
		g_autofree char *text = render_rows("conviction", rows, words);
		compare(names[n], text);
		compare_urdu("conviction", names[n], rows, words);
	}
}

Test(template, prints_the_workbook_of_the_province)
{
	static const char *const words[] = { "month=2026-10", NULL };
	static const char *const names[] = { "province-monthly", "province-monthly-none" };
	for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
		g_autofree char *rows = g_strdup_printf("golden/%s.rows", names[n]);
		g_autofree char *text = render_rows("province-monthly", rows, words);
		compare(names[n], text);
		compare_urdu("province-monthly", names[n], rows, words);
	}
}

Test(template, prints_outreach_and_support_of_the_province_of_a_district_and_of_one_with_nothing)
{
	static const char *const none[] = { NULL };
	static const char *const names[] = { "outreach-support", "outreach-support-district",
					     "outreach-support-none" };
	for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
		g_autofree char *rows = g_strdup_printf("golden/%s.rows", names[n]);
		g_autofree char *text = render_rows("outreach-support", rows, none);
		compare(names[n], text);
		compare_urdu("outreach-support", names[n], rows, none);
	}
}

Test(template, prints_the_quarterly_brief)
{
	static const char *const words[] = { "quarter=2024-Q2", NULL };
	static const char *const names[] = { "quarterly-brief", "quarterly-brief-none" };
	for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
		g_autofree char *rows = g_strdup_printf("golden/%s.rows", names[n]);
		g_autofree char *text = render_rows("quarterly-brief", rows, words);
		compare(names[n], text);
		compare_urdu("quarterly-brief", names[n], rows, words);
	}
}

Test(template, judges_a_week_only_where_counts_are_large_enough)
{
	g_autofree char *text =
	    render_rows("dpo-weekly", "golden/dpo-weekly-busy.rows", week_words);
	compare("dpo-weekly-busy", text);
	compare_urdu("dpo-weekly", "dpo-weekly-busy", "golden/dpo-weekly-busy.rows", week_words);
	cr_expect(strstr(text, "above the usual range") != NULL);
}

/* Within the range, and yet no chance: the sentence says which rule found it. */
Test(template, says_which_rule_found_a_week)
{
	g_autofree char *text = render_rows("dpo-weekly", "golden/dpo-weekly-run.rows", week_words);
	cr_expect_not_null(strstr(text, "8 weeks in a row"));
	cr_expect_null(strstr(text, "above the usual range."));
	compare("dpo-weekly-run", text);
	compare_urdu("dpo-weekly", "dpo-weekly-run", "golden/dpo-weekly-run.rows", week_words);
}

Test(template, prints_the_whole_dictionary_of_measures)
{
	static const char *const none[] = { NULL };
	g_autofree char *text = render_rows("measures", "golden/measures.rows", none);
	compare("measures", text);
	compare_urdu("measures", "measures", "golden/measures.rows", none);
}

Test(template, calls_nothing_a_conviction_rate)
{
	g_autofree char *text = render_rows("vwps-note", "golden/vwps-note.rows", note_words);
	/* line ends are no part of what it says */
	g_strdelimit(text, "\n", ' ');
	const char *said = strstr(text, "conviction rate");
	cr_assert(said != NULL);
	cr_assert(g_str_has_prefix(said - strlen("9 of 81 is not a "), "9 of 81 is not a "));
	cr_assert_null(strstr(said + 1, "conviction rate"));
}

Test(template, prints_the_same_text_twice)
{
	g_autofree char *first = render_rows("dpo-weekly", "golden/dpo-weekly.rows", week_words);
	g_autofree char *second = render_rows("dpo-weekly", "golden/dpo-weekly.rows", week_words);
	cr_assert_str_eq(first, second);
}
