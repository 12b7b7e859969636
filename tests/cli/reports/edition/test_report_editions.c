/* What analysts do with editions: trace, verify, compare and preview them, on the demonstration. */
#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

#include "reports/device/device.h"
#include "reports/output/devices.h"
#include "tests/support/demo_home.h"
#include "tests/support/program.h"

#define NOTE_PARAMS                                                                                \
	"--param", "district=PAK", "--param", "from=2023-08-01", "--param", "to=2024-07-31"

static void says(const ProgramRun *run, int code, const char *part)
{
	cr_expect(run->code == code, "exit %d: %s%s", run->code, run->out, run->err);
	cr_expect(strstr(run->out, part) != NULL || strstr(run->err, part) != NULL,
		  "expected '%s' in: %s%s", part, run->out, run->err);
}

/* The formats of whole documents that the program has, parted by commas; the others want charts.
 * Transfer full. */
static char *all_formats(void)
{
	static const char *const documents[] = { "text", "pdf", "xlsx", "html", "csv", NULL };
	GString *list = g_string_new(NULL);
	for (const Device *device = devices; device->name != NULL; device++) {
		if (g_strv_contains(documents, device->name))
			g_string_append_printf(list, "%s%s", list->len > 0 ? "," : "",
					       device->name);
	}
	return g_string_free(list, FALSE);
}

/* Renders the press note in all formats into FOLDER below the demonstration's. */
static void render_note(const char *folder)
{
	g_autofree char *output = g_strconcat(folder, "/", NULL);
	g_autofree char *formats = all_formats();
	g_autoptr(ProgramRun) run =
	    program_run(demo_home(), "report", "render", "vwps-note", NOTE_PARAMS, "--format",
			formats, "-o", output, NULL);
	cr_assert_eq(run->code, 0, "%s", run->err);
}

static int by_name(gconstpointer left, gconstpointer right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* The names and bytes of the files of FOLDER, by name. */
static char *folder_content(const char *folder)
{
	g_autofree char *path = g_build_filename(demo_home(), folder, NULL);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GDir) files = g_dir_open(path, 0, NULL);
	const char *name;
	cr_assert_not_null(files);
	while ((name = g_dir_read_name(files)) != NULL)
		g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_sort(names, by_name);
	GString *content = g_string_new(NULL);
	for (guint n = 0; n < names->len; n++) {
		g_autofree char *file = g_build_filename(path, names->pdata[n], NULL);
		g_autofree char *bytes = NULL;
		gsize length = 0;
		cr_assert(g_file_get_contents(file, &bytes, &length, NULL));
		g_autofree char *sha256 =
		    g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)bytes, length);
		g_string_append_printf(content, "%s %s\n", (char *)names->pdata[n], sha256);
	}
	return g_string_free(content, FALSE);
}

/* ── the same bytes ── */

Test(editions, are_the_same_bytes_when_they_are_rendered_twice)
{
	render_note("twice");
	g_autofree char *first = folder_content("twice");
	render_note("twice");
	g_autofree char *second = folder_content("twice");
	render_note("once");
	g_autofree char *other = folder_content("once");
	cr_assert_str_eq(first, second);
	cr_assert_str_eq(first, other);
	cr_assert(strstr(first, "manifest.json ") != NULL, "%s", first);
}

Test(editions, of_a_batch_are_listed_in_one_manifest_a_table_and_a_page, .timeout = 900)
{
	g_autofree char *districts =
	    demo_query("shumar", "select count(*) from ref.district where jurisdiction = 'punjab'");
	cr_assert_str_eq(districts, "41");
	g_autoptr(ProgramRun) run =
	    program_run(demo_home(), "report", "batch", "dpo-weekly", "--param", "week=2026-W40",
			"--format", "text,pdf,xlsx", "--lang", "en,ur", "-o", "batch", NULL);
	static const char *const said[] = { "text         82", "pdf          82", "xlsx         82",
					    "41 editions, 246 files",
					    "batch/index.html: 41 editions" };
	for (size_t n = 0; n < G_N_ELEMENTS(said); n++)
		says(run, 0, said[n]);
	g_autofree char *path = g_build_filename(demo_home(), "batch/manifest.json", NULL);
	g_autofree char *manifest = NULL;
	cr_assert(g_file_get_contents(path, &manifest, NULL, NULL));
	cr_expect(strstr(manifest, "\"file\": \"2026-W40/LHR-weekly.txt\"") != NULL);
	cr_expect(strstr(manifest, "\"week\": \"2026-W40\"") != NULL);
	g_autofree char *index = g_build_filename(demo_home(), "batch/index.html", NULL);
	g_autofree char *page = NULL;
	cr_assert(g_file_get_contents(index, &page, NULL, NULL));
	cr_expect(strstr(page, "href=\"2026-W40/LHR-weekly.pdf\"") != NULL);
	cr_expect(strstr(page, "href=\"2026-W40/LHR-weekly.ur.pdf\"") != NULL);
	g_autoptr(ProgramRun) again = program_run(demo_home(), "report", "index", "batch", NULL);
	g_autofree char *same = NULL;
	says(again, 0, "batch/index.html: 41 editions");
	cr_assert(g_file_get_contents(index, &same, NULL, NULL));
	cr_expect_str_eq(page, same);
}

Test(editions, of_a_language_that_the_template_has_not_are_refused)
{
	g_autoptr(ProgramRun) run = program_run(demo_home(), "report", "batch", "dpo-weekly",
						"--lang", "en,fr", "-o", "french", NULL);
	says(run, 2, "has no language 'fr'");
	g_autoptr(ProgramRun) two = program_run(demo_home(), "report", "render", "vwps-note",
						NOTE_PARAMS, "--lang", "en,ur", NULL);
	says(two, 2, "has no language 'en,ur'");
}

Test(editions, of_a_dry_run_are_named_and_not_written)
{
	g_autoptr(ProgramRun) run = program_run(demo_home(), "report", "batch", "dpo-weekly",
						"--dry-run", "-o", "dry", NULL);
	says(run, 0, "-weekly.pdf\n");
	says(run, 0, "41 editions, 164 files; nothing was written");
	g_autofree char *path = g_build_filename(demo_home(), "dry", NULL);
	cr_expect(!g_file_test(path, G_FILE_TEST_EXISTS));
}

Test(editions, are_not_written_over_a_file_that_is_no_manifest)
{
	program_write(demo_home(), "foreign/manifest.json", "{\"mine\": true}\n");
	g_autoptr(ProgramRun) run = program_run(demo_home(), "report", "render", "vwps-note",
						NOTE_PARAMS, "-o", "foreign/", NULL);
	says(run, 7, "is no manifest of editions");
	g_autofree char *content = folder_content("foreign");
	cr_expect(strstr(content, "vwps-note") == NULL, "%s", content);
}

/* ── verify ── */

Test(editions, are_verified_by_their_manifest_folder_or_file)
{
	render_note("verified");
	static const char *const paths[] = { "verified", "verified/manifest.json",
					     "verified/vwps-note-PKP-2023-08-01-2024-07-31.pdf" };
	for (size_t n = 0; n < G_N_ELEMENTS(paths); n++) {
		g_autoptr(ProgramRun) run =
		    program_run(demo_home(), "report", "verify", paths[n], NULL);
		says(run, 0, "ok        vwps-note-PKP-2023-08-01-2024-07-31.pdf");
		says(run, 0, n == 2 ? "1 edition verified, 0 at fault" : "verified, 0 at fault");
	}
}

Test(editions, that_were_altered_or_are_gone_are_found)
{
	render_note("altered");
	g_autofree char *pdf =
	    g_build_filename(demo_home(), "altered/vwps-note-PKP-2023-08-01-2024-07-31.pdf", NULL);
	g_unlink(pdf);
	program_write(demo_home(), "altered/vwps-note-PKP-2023-08-01-2024-07-31.txt", "80\n");
	g_autoptr(ProgramRun) run = program_run(demo_home(), "report", "verify", "altered", NULL);
	says(run, 6, "missing   vwps-note-PKP-2023-08-01-2024-07-31.pdf");
	says(run, 6, "altered   vwps-note-PKP-2023-08-01-2024-07-31.txt");
	says(run, 6, "ok        vwps-note-PKP-2023-08-01-2024-07-31.xlsx");
	says(run, 6, " editions are not what");
}

/* A copy of the program's own templates and a configuration that names it. */
static void copy_templates(void)
{
	g_autofree char *source = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	g_autofree char *target = g_build_filename(demo_home(), "mine", NULL);
	g_autofree char *config = g_build_filename(demo_home(), "shumar.yaml", NULL);
	g_autofree char *text = NULL;
	program_run_free(program_run_other(NULL, "cp", "-r", source, target, NULL));
	cr_assert(g_file_get_contents(config, &text, NULL, NULL));
	g_auto(GStrv) parts = g_strsplit(text, "${SHUMAR_ROOT}/templates", 2);
	g_autofree char *own = g_strjoinv("mine", parts);
	program_write(demo_home(), "own.yaml", own);
}

Test(editions, of_a_template_that_has_changed_since_differ_for_that_reason)
{
	copy_templates();
	g_autoptr(ProgramRun) rendered =
	    program_run(demo_home(), "report", "render", "vwps-note", "--config", "own.yaml",
			NOTE_PARAMS, "--format", "text", "-o", "changed/", NULL);
	cr_assert_eq(rendered->code, 0, "%s", rendered->err);
	g_autofree char *path = g_build_filename(demo_home(), "mine/vwps-note.yaml", NULL);
	g_autofree char *text = NULL;
	cr_assert(g_file_get_contents(path, &text, NULL, NULL));
	g_auto(GStrv) parts = g_strsplit(text, "How to read these figures", 2);
	g_autofree char *edited = g_strjoinv("How to read them", parts);
	program_write(demo_home(), "mine/vwps-note.yaml", edited);
	g_autoptr(ProgramRun) run =
	    program_run(demo_home(), "report", "verify", "changed", "--config", "own.yaml", NULL);
	says(run, 6, "differs   vwps-note-PKP-2023-08-01-2024-07-31.txt");
	says(run, 6, "template file 'vwps-note.yaml' has changed");
}

Test(editions, without_a_manifest_cannot_be_verified)
{
	program_write(demo_home(), "alone/vwps-note.txt", "81\n");
	g_autoptr(ProgramRun) run =
	    program_run(demo_home(), "report", "verify", "alone/vwps-note.txt", NULL);
	says(run, 2, "no manifest.json at or above");
}

/* ── diff ── */

Test(editions, of_one_run_say_the_same)
{
	render_note("same");
	g_autoptr(ProgramRun) run =
	    program_run(demo_home(), "report", "diff", "same/manifest.json",
			"same/vwps-note-PKP-2023-08-01-2024-07-31.txt", NULL);
	says(run, 0,
	     "vwps-note district=PKP, from=2023-08-01, to=2024-07-31, run 1 → run 1\n"
	     "nothing changed\n");
}

Test(editions, of_two_periods_are_told_apart_in_words)
{
	render_note("year");
	g_autoptr(ProgramRun) half = program_run(
	    demo_home(), "report", "render", "vwps-note", "--param", "district=PAK", "--param",
	    "from=2023-08-01", "--param", "to=2024-01-31", "--format", "text", "-o", "half/", NULL);
	cr_assert_eq(half->code, 0, "%s", half->err);
	g_autoptr(ProgramRun) run =
	    program_run(demo_home(), "report", "diff", "half", "year", NULL);
	says(run, 0, " → 81 (+");
	says(run, 0, "Cases registered: ");
}

Test(editions, that_are_compared_take_no_parameters_of_their_own)
{
	g_autoptr(ProgramRun) run =
	    program_run(demo_home(), "report", "diff", "a", "b", "--param", "district=PAK", NULL);
	says(run, 2, "have their own parameters");
}

/* ── trace ── */

Test(editions, have_figures_that_lead_to_81_cases)
{
	g_autoptr(ProgramRun) run =
	    program_run(demo_home(), "report", "trace", "vwps-note#registered", NOTE_PARAMS, NULL);
	says(run, 0, "records: 81, adding up to 81");
	says(run, 0, "cells: ");
	says(run, 0, "runs that changed these records: 1");
	says(run, 0, "definition  First Information Reports");
	g_autoptr(ProgramRun) csv =
	    program_run(demo_home(), "report", "trace", "vwps-note#registered", NOTE_PARAMS,
			"--format", "csv", NULL);
	g_auto(GStrv) lines = g_strsplit(csv->out, "\r\n", -1);
	cr_assert_eq(g_strv_length(lines), 1 + 81 + 1);
	cr_assert_str_eq(lines[0], "record,part,district,station,year,fir,key,day,count,run");
}

Test(editions, have_lists_of_records_that_can_be_cut)
{
	g_autoptr(ProgramRun) run =
	    program_run(demo_home(), "report", "trace", "vwps-note#arrested", NOTE_PARAMS,
			"--limit", "3", "--cells", NULL);
	says(run, 0, "… and 47 more records; --limit 0 lists all");
	says(run, 0, "accused_day");
}

Test(editions, are_traced_figure_by_figure_as_a_whole)
{
	g_autoptr(ProgramRun) run =
	    program_run(demo_home(), "report", "trace", "vwps-note", "--all", NOTE_PARAMS, NULL);
	says(run, 0, "note.cases ");
	says(run, 0, "statuses.accused ");
	says(run, 0, " 0 do not agree");
	cr_expect(strstr(run->out, "DOES NOT AGREE") == NULL, "%s", run->out);
}

Test(editions, refuse_a_figure_that_is_none)
{
	static const struct {
		const char *figure;
		const char *part;
	} cases[] = {
		{ "vwps-note", "Write TEMPLATE#FIGURE" },
		{ "vwps-note#arested", "Did you mean 'arrested'?" },
		{ "vwps-nota#arrested", "Did you mean 'vwps-note'?" },
	};
	for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
		g_autoptr(ProgramRun) run =
		    program_run(demo_home(), "report", "trace", cases[n].figure, NOTE_PARAMS, NULL);
		says(run, 2, cases[n].part);
		cr_expect_str_empty(run->out);
	}
}

/* ── preview ── */

static const char sample[] = "# as-at: 2024-08-05\n# param: district=PKP\n"
			     "[head]\n81\n";

static const char previewed[] =
    "template: mine\naudience: internal\n"
    "parameters:\n  district: {type: district}\n"
    "datasets:\n  head: {query: weekly_series, with: {district: $district, week: "
    "2024-07-29, as_at: $as_at}}\n"
    "blocks:\n  - heading: \"{district.name}\"\n"
    "  - table:\n      id: weeks\n      dataset: head\n      columns:\n"
    "        - {field: week_start, header: Week}\n"
    "        - {field: cases, header: Cases}\n";

Test(editions, can_be_looked_at_on_sample_rows_without_a_warehouse)
{
	char *home = program_home("");
	g_autofree char *page = g_build_filename(home, "page.html", NULL);
	g_autofree char *html = NULL;
	program_write(home, "mine.yaml", previewed);
	program_write(home, "mine.rows",
		      "# param: district=PKP\n[head]\n2024-07-29\t5\t\\N\tf"
		      "\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\n");
	g_autoptr(ProgramRun) run =
	    program_run(home, "report", "preview", "mine.yaml", "-o", page, NULL);
	says(run, 0, "1 page of sample rows of mine.rows");
	cr_assert(g_file_get_contents(page, &html, NULL, NULL));
	cr_expect(strstr(html, "src=\"data:image/png;base64,") != NULL);
	cr_expect(strstr(html, "<b>table weeks</b>") != NULL);
	program_home_free(home);
}

Test(editions, show_the_faults_of_their_template_or_rows_in_a_preview)
{
	char *home = program_home("");
	g_autofree char *page = g_build_filename(home, "page.html", NULL);
	g_autofree char *html = NULL, *rows = NULL;
	program_write(home, "mine.yaml",
		      "template: mine\naudience: internal\nblocks:\n  - txt: A\n");
	g_autoptr(ProgramRun) faulty =
	    program_run(home, "report", "preview", "mine.yaml", "-o", page, NULL);
	says(faulty, 3, "no block kind 'txt'");
	cr_assert(g_file_get_contents(page, &html, NULL, NULL));
	cr_expect(strstr(html, "mine.yaml:4:5: no block kind &apos;txt&apos;") != NULL);
	cr_expect(strstr(html, "<div class=\"fault\"><i>4</i>") != NULL);
	program_write(home, "mine.yaml", previewed);
	program_write(home, "mine.rows", sample);
	g_autoptr(ProgramRun) bad =
	    program_run(home, "report", "preview", "mine.yaml", "-o", page, NULL);
	says(bad, 3, "mine.rows:4: 1 values where the dataset has 15 columns");
	program_home_free(home);
}
