/* report preview: a template as it looks, beside its own lines; made anew as it is written. */
#include <gio/gio.h>
#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "core/error.h"
#include "core/outfile.h"
#include "reports/block/block.h"
#include "reports/build/sample.h"
#include "reports/command/commands.h"
#include "reports/device/image/pages_png.h"
#include "reports/edition/preview.h"

#define DOTS_PER_PT 1.5 /* 108 dots an inch: sharp on a screen, small in a file */
#define QUIET_MS    150 /* editors write a file in several steps */

/* What one preview is of, and where it goes. */
typedef struct {
	const Config *config;
	const Asked *asked;
	char *path;   /* of the template */
	char *rows;   /* sample rows, or NULL */
	char *output; /* the page */
	char *basis;
} Desk;

static void desk_clear(Desk *desk)
{
	g_free(desk->path);
	g_free(desk->rows);
	g_free(desk->output);
	g_free(desk->basis);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Desk, desk_clear)

/* ── the model ── */

static Model *invented_model(Desk *desk, const Library *library, const Template *template,
			     const char *language, GError **error)
{
	g_autofree char *name = g_path_get_basename(desk->rows);
	desk->basis = g_strdup_printf("sample rows of %s", name);
	return sample_model(template, library, desk->rows, desk->asked->params, language, NULL,
			    error);
}

static Model *published_model(Desk *desk, const Library *library, const Template *template,
			      const char *language, GError **error)
{
	const char *of = NULL;
	g_autoptr(Render) render = commands_of(template, desk->asked, &of, error)
				       ? render_begin(desk->config, library, template, of, error)
				       : NULL;
	g_autoptr(Binding) binding =
	    render != NULL ? render_bind(render, desk->asked->params, error) : NULL;
	Model *model = binding != NULL ? render_model(render, binding, language, error) : NULL;
	if (model != NULL)
		desk->basis = g_strdup_printf("run %" G_GINT64_FORMAT, model->run_no);
	return model;
}

/* Reads everything anew, for any of it may have been changed. */
static Model *make_model(Desk *desk, GError **error)
{
	g_clear_pointer(&desk->basis, g_free);
	g_autoptr(Library) library = library_of_config(desk->config, error);
	g_autoptr(Template) template =
	    library != NULL ? template_read(desk->path, library, block_types, error) : NULL;
	const char *language =
	    template != NULL ? commands_language(template, desk->asked->language, error) : NULL;
	if (language == NULL)
		return NULL;
	return desk->rows != NULL ? invented_model(desk, library, template, language, error)
				  : published_model(desk, library, template, language, error);
}

/* ── the page ── */

/* Writes the page of MODEL, or of FAULT; *ret_pages counts. */
static bool write_page(const Desk *desk, const Model *model, GPtrArray *pages, const GError *fault,
		       GError **error)
{
	g_autofree char *text = NULL;
	g_autofree char *name = g_path_get_basename(desk->path);
	if (!g_file_get_contents(desk->path, &text, NULL, NULL))
		text = g_strdup("");
	const Preview preview = { name, text, desk->basis, model, pages, fault };
	g_autofree char *html = preview_html(&preview);
	return outfile_write(desk->output, OUTFILE_INTERNAL, html, strlen(html), error);
}

/* Makes the page; false with *error when it was not written, or when it shows a fault. */
static bool make_page(Desk *desk, GError **error)
{
	g_autoptr(GError) fault = NULL;
	g_autoptr(Model) model = make_model(desk, &fault);
	g_autoptr(GPtrArray) pages = model != NULL ? pages_png(model, DOTS_PER_PT, &fault) : NULL;
	if (!write_page(desk, pages != NULL ? model : NULL, pages, fault, error))
		return false;
	if (fault != NULL) {
		g_propagate_error(error, g_steal_pointer(&fault));
		return false;
	}
	printf("%s  %u page%s of %s\n", desk->output, pages->len, pages->len == 1 ? "" : "s",
	       desk->basis);
	fflush(stdout);
	return true;
}

/* ── watching ── */

typedef struct {
	Desk *desk;
	GMainLoop *loop;
	guint pending; /* the timeout that makes the page, or 0 */
} Watch;

static gboolean make_again(gpointer data)
{
	Watch *watch = data;
	g_autoptr(GError) error = NULL;
	watch->pending = 0;
	if (!make_page(watch->desk, &error)) {
		g_auto(GStrv) lines = g_strsplit(error->message, "\n", 2);
		printf("%s  shows a fault: %s\n", watch->desk->output, lines[0]);
		fflush(stdout);
	}
	return G_SOURCE_REMOVE;
}

static void notice_change(GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event,
			  gpointer data)
{
	(void)monitor, (void)event;
	Watch *watch = data;
	g_autofree char *name = g_file_get_basename(other != NULL ? other : file);
	if (!g_str_has_suffix(name, ".yaml") && !g_str_has_suffix(name, ".rows"))
		return;
	if (watch->pending != 0)
		g_source_remove(watch->pending);
	watch->pending = g_timeout_add(QUIET_MS, make_again, watch);
}

static gboolean stop_watching(gpointer data)
{
	g_main_loop_quit(((Watch *)data)->loop);
	return G_SOURCE_CONTINUE;
}

/* Adds a watcher of FOLDER to MONITORS; a folder that cannot be watched is let go. */
static void watch_folder(GPtrArray *monitors, char *folder, Watch *watch)
{
	g_autofree char *owned = folder;
	g_autoptr(GFile) file = g_file_new_for_path(owned);
	GFileMonitor *monitor =
	    g_file_monitor_directory(file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
	if (monitor == NULL)
		return;
	g_signal_connect(monitor, "changed", G_CALLBACK(notice_change), watch);
	g_ptr_array_add(monitors, monitor);
}

/* Makes the page whenever the template, its rows, measures or words change, until Ctrl-C. */
static void watch_files(Desk *desk, const Library *library)
{
	Watch watch = { desk, g_main_loop_new(NULL, FALSE), 0 };
	g_autoptr(GPtrArray) monitors = g_ptr_array_new_with_free_func(g_object_unref);
	watch_folder(monitors, g_path_get_dirname(desk->path), &watch);
	watch_folder(monitors, g_strdup(library_folder(library)), &watch);
	watch_folder(monitors, g_build_filename(library_folder(library), "locale", NULL), &watch);
	if (desk->rows != NULL)
		watch_folder(monitors, g_path_get_dirname(desk->rows), &watch);
	guint interrupt = g_unix_signal_add(SIGINT, stop_watching, &watch);
	guint terminate = g_unix_signal_add(SIGTERM, stop_watching, &watch);
	make_again(&watch);
	g_main_loop_run(watch.loop);
	g_source_remove(interrupt);
	g_source_remove(terminate);
	if (watch.pending != 0)
		g_source_remove(watch.pending);
	g_main_loop_unref(watch.loop);
}

/* ── the command ── */

/* PATH without ".yaml". Transfer full. */
static char *stem_of(const char *path)
{
	return g_str_has_suffix(path, ".yaml") ? g_strndup(path, strlen(path) - strlen(".yaml"))
					       : g_strdup(path);
}

static Desk desk_new(const Config *config, const Asked *asked, char *path)
{
	Desk desk = { .config = config, .asked = asked, .path = path };
	g_autofree char *stem = stem_of(path);
	g_autofree char *name = g_path_get_basename(stem);
	g_autofree char *page = g_strconcat(name, ".preview.html", NULL);
	g_autofree char *beside = g_strconcat(stem, ".rows", NULL);
	if (asked->rows != NULL)
		desk.rows = g_strdup(asked->rows);
	else if (asked->as_of == NULL && g_file_test(beside, G_FILE_TEST_EXISTS))
		desk.rows = g_steal_pointer(&beside);
	desk.output = asked->output != NULL ? g_strdup(asked->output)
					    : g_build_filename(config->output, page, NULL);
	return desk;
}

bool report_preview(CommandContext *context, GStrv words, GError **error)
{
	const Asked asked = asked_of(context);
	g_autoptr(Library) library = library_begin(context, words, 1, 1, error);
	char *path = library != NULL ? library_find(library, words[0], error) : NULL;
	if (path == NULL)
		return false;
	g_auto(Desk) desk = desk_new(command_config(context, error), &asked, path);
	if (!asked.watch)
		return make_page(&desk, error);
	watch_files(&desk, library);
	return true;
}
