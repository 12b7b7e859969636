/*
 * The HTML pages in a browser: headless Chromium loads the showcase and every template of the
 * program in all its languages, on a telephone's width, on dark screens and on paper, and
 * axe-core looks for what keeps people out. Pages run no script; copies of them do, without
 * their security policy, and tell the page around them what they measured.
 */
#include <cairo.h>
#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

#include "reports/device/device.h"
#include "reports/device/html/html.h"
#include "reports/edition/index.h"
#include "tests/support/program.h"
#include "tests/support/showcase.h"

/* ── pages ── */

static void write_page(const Model *model, const char *folder, const char *name, GPtrArray *names)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *file = g_strdup_printf("%s-%s.html", name, model->language);
	g_autofree char *path = g_build_filename(folder, file, NULL);
	cr_assert(device_html_write(model, path, &error), "%s",
		  error != NULL ? error->message : "");
	g_ptr_array_add(names, g_steal_pointer(&file));
}

/* The page over editions: of districts with long names and short ones, all of which are gone. */
static void write_index(const char *folder, GPtrArray *names)
{
	static const char entry[] =
	    "%s{\"bytes\": 1, \"device\": \"%s\", \"file\": \"%s-%d.%s\", \"language\": \"%s\", "
	    "\"parameters\": {\"district\": \"%s\", \"week\": \"2026-W%d\"}, \"sha256\": \"%064d\", "
	    "\"stem\": \"x\"}";
	static const char *const districts[] = { "LHR", "TTS", "MBD", "all", "XXX" };
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) text = g_string_new(
	    "{\"manifest\": 1, \"renderings\": [{\"as_at\": \"2026-11-22T18:00:00Z\", "
	    "\"fonts\": {}, \"libraries\": {}, \"parts\": {}, \"program\": \"shumar\", "
	    "\"queries\": {}, \"run\": 3, \"template\": \"dpo-weekly\", \"editions\": [");
	for (int n = 0; n < 20; n++)
		g_string_append_printf(text, entry, n > 0 ? ", " : "", n % 2 == 0 ? "pdf" : "xlsx",
				       districts[n % 5], n, n % 2 == 0 ? "pdf" : "xlsx",
				       n < 10 ? "en" : "ur", districts[n % 5], 46 + n % 2, n);
	g_string_append(text, "]}]}");
	program_write(folder, "editions/" EDITION_MANIFEST_FILE, text->str);
	g_autofree char *templates = g_build_filename(g_getenv("SHUMAR_ROOT"), "templates", NULL);
	const char *const folders[] = { templates, NULL };
	g_autoptr(Library) library = library_open(folders, &error);
	g_autoptr(Districts) known = index_districts();
	g_autoptr(Index) index = index_read(folder, known, &error);
	cr_assert(library != NULL && index != NULL && index_write(index, library, &error));
	g_ptr_array_add(names, g_strdup(INDEX_FILE));
}

/* Writes all pages into FOLDER; their file names. */
static GPtrArray *write_pages(const char *folder)
{
	static const char *const languages[] = { "en", "ur" };
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) templates = showcase_templates();
	for (size_t n = 0; n < G_N_ELEMENTS(languages); n++) {
		g_autoptr(Model) showcase = showcase_model(languages[n]);
		write_page(showcase, folder, "showcase", names);
		for (guint at = 0; at < templates->len; at++) {
			g_autoptr(Model) model =
			    showcase_edition(templates->pdata[at], languages[n]);
			if (model != NULL)
				write_page(model, folder, templates->pdata[at], names);
		}
	}
	write_index(folder, names);
	return names;
}

/* Replaces PAGE of FOLDER by a copy that runs SCRIPT once it is loaded. */
static void add_script(const char *folder, const char *page, const char *script)
{
	g_autofree char *path = g_build_filename(folder, page, NULL);
	g_autofree char *text = NULL;
	cr_assert(g_file_get_contents(path, &text, NULL, NULL));
	char *policy = strstr(text, "<meta http-equiv=\"Content-Security-Policy\"");
	cr_assert_not_null(policy);
	memset(policy, ' ', (size_t)(strchr(policy, '>') + 1 - policy));
	g_autoptr(GString) copy = g_string_new(text);
	g_autofree char *element =
	    g_strdup_printf("<script>const page='%s';%s</script></body>", page, script);
	g_string_replace(copy, "</body>", element, 1);
	cr_assert(g_file_set_contents(path, copy->str, (gssize)copy->len, NULL));
}

/* A page that shows all of NAMES, WIDTH pixels wide, and writes down what they tell. */
static void write_frames(const char *folder, const GPtrArray *names, int width)
{
	g_autofree char *path = g_build_filename(folder, "frames.html", NULL);
	g_autoptr(GString) text = g_string_new(
	    "<!DOCTYPE html><html lang=en><meta charset=utf-8><title>frames</title><pre "
	    "id=told></pre><script>addEventListener('message', event => "
	    "document.getElementById('told').append('TOLD ' + event.data + '\\n'))</script>");
	for (guint n = 0; n < names->len; n++)
		g_string_append_printf(text,
				       "<iframe src=\"%s\" style=\"border:0;width:%dpx;"
				       "height:900px\"></iframe>",
				       (char *)names->pdata[n], width);
	cr_assert(g_file_set_contents(path, text->str, (gssize)text->len, NULL));
}

/* ── the browser ── */

static const char dark_screen[] = "--blink-settings=preferredColorScheme=0";

/* Opens PAGE of FOLDER and does TASK, with up to two more options (NULL for none). */
static ProgramRun *browse(const char *folder, const char *page, const char *task,
			  const char *option, const char *other)
{
	static const char nothing[] = "--disable-sync";
	g_autofree char *url = g_strdup_printf("file://%s/%s", folder, page);
	g_autofree char *profile = g_strdup_printf("--user-data-dir=%s/profile", folder);
	ProgramRun *run = program_run_other(
	    folder, "timeout", "300", "chromium", "--headless", "--no-sandbox", "--disable-gpu",
	    "--no-first-run", "--disable-background-networking", "--disable-dev-shm-usage",
	    "--hide-scrollbars", "--enable-logging=stderr", profile, task,
	    option != NULL ? option : nothing, other != NULL ? other : nothing, url, NULL);
	cr_assert_eq(run->code, 0, "chromium ended with %d: %s", run->code, run->err);
	return run;
}

/* What the page around all others was told, a line each. */
static GStrv told(const char *folder, const char *option)
{
	g_autoptr(ProgramRun) run =
	    browse(folder, "frames.html", "--dump-dom", "--virtual-time-budget=60000", option);
	g_autoptr(GStrvBuilder) lines = g_strv_builder_new();
	g_auto(GStrv) all = g_strsplit(run->out, "\n", -1);
	for (char **line = all; *line != NULL; line++) {
		const char *at = strstr(*line, "TOLD ");
		if (at != NULL && strstr(at, "event.data") == NULL)
			g_strv_builder_add(lines, at + strlen("TOLD "));
	}
	return g_strv_builder_end(lines);
}

/* A folder for the pages of one test; program_home_free removes it and the browser's profile. */
static char *new_folder(void)
{
	return program_home(NULL);
}

/* ── tests ── */

Test(browser, pages_load_without_a_word_on_the_console)
{
	g_autofree char *folder = new_folder();
	g_autoptr(GPtrArray) names = write_pages(folder);
	write_frames(folder, names, 1000);
	g_autoptr(ProgramRun) run = browse(folder, "frames.html", "--dump-dom", NULL, NULL);
	cr_expect(strstr(run->err, "CONSOLE") == NULL, "%s", run->err);
	cr_expect(strstr(run->err, "Refused to") == NULL, "%s", run->err);
	program_home_free(g_steal_pointer(&folder));
}

Test(browser, no_page_is_wider_than_a_telephone)
{
	g_autofree char *folder = new_folder();
	g_autoptr(GPtrArray) names = write_pages(folder);
	static const char measure[] =
	    "addEventListener('load', () => { document.querySelectorAll('details').forEach(d => "
	    "d.open = true); parent.postMessage(page + ' ' + "
	    "document.documentElement.scrollWidth, '*'); });";
	for (guint n = 0; n < names->len; n++)
		add_script(folder, names->pdata[n], measure);
	write_frames(folder, names, 360);
	g_auto(GStrv) lines = told(folder, NULL);
	cr_assert_eq(g_strv_length(lines), names->len, "%u of %u pages told their width",
		     g_strv_length(lines), names->len);
	for (char **line = lines; *line != NULL; line++)
		cr_expect(g_str_has_suffix(*line, ".html 360"), "%s", *line);
	program_home_free(g_steal_pointer(&folder));
}

/* Lets axe-core judge every page, with OPTION for the browser. */
static void judge(const char *option)
{
	const char *path = g_getenv("SHUMAR_AXE");
	if (path == NULL || *path == '\0')
		cr_skip_test("no axe-core: tools/axe.sh says why");
	g_autofree char *folder = new_folder();
	g_autofree char *axe = NULL;
	g_autoptr(GPtrArray) names = write_pages(folder);
	cr_assert(g_file_get_contents(path, &axe, NULL, NULL));
	/* an HTML parser would see an end where the source speaks of one */
	g_autoptr(GString) script = g_string_new(axe);
	g_string_replace(script, "</script", "<\\/script", 0);
	g_string_append(script,
			";addEventListener('load', () => { document.querySelectorAll('details')"
			".forEach(d => d.open = true); axe.run(document, {resultTypes: "
			"['violations']}).then(r => parent.postMessage(page + ' judged: ' + "
			"r.passes.length + ' passed, ' + r.violations.map(v => v.id + ' ' + "
			"v.nodes.map(n => n.target.join(' ')).join(' | ')).join('; ') + '.', '*'), "
			"e => parent.postMessage(page + ' failed: ' + e, '*')); });");
	for (guint n = 0; n < names->len; n++)
		add_script(folder, names->pdata[n], script->str);
	write_frames(folder, names, 1000);
	g_auto(GStrv) lines = told(folder, option);
	cr_assert_eq(g_strv_length(lines), names->len, "%u of %u pages were judged",
		     g_strv_length(lines), names->len);
	for (char **line = lines; *line != NULL; line++) {
		cr_expect(g_str_has_suffix(*line, "passed, ."), "%s", *line);
		cr_expect(strstr(*line, " 0 passed") == NULL, "%s", *line);
	}
	program_home_free(g_steal_pointer(&folder));
}

Test(browser, axe_finds_nothing_that_keeps_people_out)
{
	judge(NULL);
}

Test(browser, axe_finds_nothing_on_dark_screens_either)
{
	judge(dark_screen);
}

Test(browser, dark_screens_show_a_dark_page_with_light_text)
{
	g_autofree char *folder = new_folder();
	g_autoptr(GPtrArray) names = write_pages(folder);
	g_autofree char *path = g_build_filename(folder, "dark.png", NULL);
	g_autofree char *shot = g_strdup_printf("--screenshot=%s", path);
	g_autoptr(ProgramRun) run = browse(folder, names->pdata[0], shot, dark_screen, NULL);
	(void)run;
	cairo_surface_t *picture = cairo_image_surface_create_from_png(path);
	cr_assert_eq(cairo_surface_status(picture), CAIRO_STATUS_SUCCESS);
	int width = cairo_image_surface_get_width(picture), light = 0;
	int height = cairo_image_surface_get_height(picture);
	int stride = cairo_image_surface_get_stride(picture);
	const unsigned char *bytes = cairo_image_surface_get_data(picture);
	for (int row = 0; row < height; row++) {
		for (int column = 0; column < width; column++) {
			const unsigned char *pixel =
			    bytes + (size_t)row * (size_t)stride + (size_t)column * 4;
			light += pixel[0] > 200 && pixel[1] > 200 && pixel[2] > 200;
		}
	}
	/* the first pixel, as blue, green, red */
	cr_expect(bytes[0] == 0x1E && bytes[1] == 0x19 && bytes[2] == 0x14, "#%02X%02X%02X",
		  bytes[2], bytes[1], bytes[0]);
	cr_expect_gt(light, 500, "text is seen");
	cr_expect_lt(light, width * height / 10, "and most of it is dark");
	cairo_surface_destroy(picture);
	program_home_free(g_steal_pointer(&folder));
}

Test(browser, paper_has_a4_pages_with_all_figures_and_no_controls)
{
	g_autofree char *folder = new_folder();
	g_autoptr(GPtrArray) names = write_pages(folder);
	g_autofree char *path = g_build_filename(folder, "page.pdf", NULL);
	g_autofree char *print = g_strdup_printf("--print-to-pdf=%s", path);
	g_autoptr(ProgramRun) run =
	    browse(folder, names->pdata[0], print, "--no-pdf-header-footer", NULL);
	(void)run;
	g_autoptr(ProgramRun) info = program_run_other(NULL, "pdfinfo", path, NULL);
	g_autoptr(ProgramRun) text = program_run_other(NULL, "pdftotext", path, "-", NULL);
	cr_expect(strstr(info->out, "(A4)") != NULL, "%s", info->out);
	cr_expect(strstr(info->out, "Pages:           1\n") == NULL, "it holds a page break");
	cr_expect(strstr(text->out, "12,345") != NULL);
	cr_expect(strstr(text->out, "Run 12") != NULL);
	cr_expect(strstr(text->out, "1/") != NULL, "pages are numbered");
	program_home_free(g_steal_pointer(&folder));
}
