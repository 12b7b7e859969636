/* report batch: an edition of one template for every district. */
#include <stdio.h>
#include <string.h>

#include "core/error.h"
#include "core/progress.h"
#include "reports/commands_job.h"

/* What a batch works with. */
typedef struct {
	const Library *library;
	const Template *template;
	const Asked *asked;
	const char *folder;
	Render *render;
	Job *job;
} Batch;

/* What the table at the end says of one format. */
typedef struct {
	const char *device;
	guint files;
	gint64 bytes;
} Tally;

static bool check_burst(const Template *template, const Asked *asked, GError **error)
{
	if (template->burst == NULL || template->burst_name == NULL) {
		error_set(error, SHUMAR_ERROR_USAGE,
			  "Give it a 'burst', or render one edition with 'shumar report render'.",
			  "template '%s' is not made for a batch: it has no burst", template->name);
		return false;
	}
	g_autofree char *prefix = g_strconcat(template->burst->name, "=", NULL);
	for (char **param = asked->params; *param != NULL; param++) {
		if (!g_str_has_prefix(*param, prefix))
			continue;
		error_set(error, SHUMAR_ERROR_USAGE,
			  "Leave it out, or render one edition with 'shumar report render'.",
			  "a batch makes an edition for every %s: it cannot be given one",
			  template->burst->name);
		return false;
	}
	return true;
}

static Binding *bind_district(const Batch *batch, const District *district, GError **error)
{
	g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
	g_strv_builder_addv(builder, (const char **)(gpointer)batch->asked->params);
	g_autofree char *walked =
	    g_strdup_printf("%s=%s", batch->template->burst->name, district->code);
	g_strv_builder_add(builder, walked);
	g_auto(GStrv) words = g_strv_builder_end(builder);
	return render_bind(batch->render, (const char *const *)words, error);
}

static char *district_stem(const Batch *batch, const Binding *binding)
{
	g_autofree char *name = binding_burst_name(binding, batch->template, batch->library);
	return g_build_filename(batch->folder, name, NULL);
}

static bool make_edition(const Batch *batch, const District *district, GError **error)
{
	g_autoptr(Binding) binding = bind_district(batch, district, error);
	g_autoptr(Model) model =
	    binding != NULL ? render_model(batch->render, binding, batch->job->language, error)
			    : NULL;
	if (model == NULL)
		return false;
	if (batch->job->rendering == NULL &&
	    !job_begin_manifest(batch->job, batch->folder, batch->library, batch->template,
				binding->run_no, binding->as_at_s, error))
		return false;
	g_autofree char *stem = district_stem(batch, binding);
	return job_write(batch->job, model, batch->template, binding, stem, false, error);
}

/* ── the table at the end ── */

/* Counts what the rendering lists by format. Transfer full; of Tally. */
static GArray *tally_formats(const Job *job)
{
	GArray *tallies = g_array_new(FALSE, FALSE, sizeof(Tally));
	for (guint d = 0; d < job->devices->len; d++) {
		Tally tally = { .device = ((const Device *)job->devices->pdata[d])->name };
		for (guint n = 0; job->rendering != NULL && n < job->rendering->editions->len;
		     n++) {
			const ColophonEdition *edition = job->rendering->editions->pdata[n];
			if (strcmp(edition->device, tally.device) != 0)
				continue;
			tally.files++;
			tally.bytes += edition->bytes;
		}
		g_array_append_val(tallies, tally);
	}
	return tallies;
}

static void print_table(const GArray *tallies)
{
	printf("  format    files          bytes\n");
	for (guint n = 0; n < tallies->len; n++) {
		const Tally *tally = &g_array_index(tallies, Tally, n);
		printf("  %-8s  %5u  %13" G_GINT64_FORMAT "\n", tally->device, tally->files,
		       tally->bytes);
	}
}

/* ── all of them ── */

static bool make_editions(const Batch *batch, GError **error)
{
	const GPtrArray *districts = districts_all(render_districts(batch->render));
	gint64 start_us = g_get_monotonic_time();
	g_autoptr(Progress) progress =
	    progress_begin(batch->template->name, "editions", districts->len);
	for (guint n = 0; n < districts->len; n++) {
		const District *district = g_ptr_array_index(districts, n);
		if (!make_edition(batch, district, error)) {
			g_prefix_error(error, "edition of %s: ", district->code);
			return false;
		}
		progress_add(progress, 1);
	}
	g_clear_pointer(&progress, progress_end);
	g_autoptr(GArray) tallies = tally_formats(batch->job);
	if (!job_end_manifest(batch->job, error))
		return false;
	print_table(tallies);
	printf("%s: %u editions, %u files, %" G_GOFFSET_FORMAT " bytes in %.1f s, in %s\n",
	       batch->template->name, districts->len, batch->job->files, batch->job->bytes,
	       (double)(g_get_monotonic_time() - start_us) / 1e6, batch->folder);
	return true;
}

static void print_paths(const Batch *batch, const char *stem)
{
	for (guint d = 0; d < batch->job->devices->len; d++) {
		g_autofree char *path = job_path(batch->job, stem, batch->job->devices->pdata[d]);
		printf("%s\n", path);
	}
}

/* Says which files would be written; binds every edition, and reads no figure. */
static bool list_editions(const Batch *batch, GError **error)
{
	const GPtrArray *districts = districts_all(render_districts(batch->render));
	for (guint n = 0; n < districts->len; n++) {
		g_autoptr(Binding) binding = bind_district(batch, districts->pdata[n], error);
		if (binding == NULL)
			return false;
		g_autofree char *stem = district_stem(batch, binding);
		print_paths(batch, stem);
	}
	printf("%s: %u editions, %u files; nothing was written\n", batch->template->name,
	       districts->len, districts->len * batch->job->devices->len);
	return true;
}

static bool batch_all(const Config *config, const Library *library, const char *name,
		      const Asked *asked, GError **error)
{
	g_auto(Job) job = { 0 };
	g_autoptr(Template) template = commands_template(library, name, error);
	if (template == NULL || !check_burst(template, asked, error) ||
	    !job_read(template, asked, &job, error))
		return false;
	g_autoptr(Render) render = render_begin(config, library, template, asked->as_of, error);
	if (render == NULL)
		return false;
	g_autofree char *folder = asked->output != NULL
				      ? g_strdup(asked->output)
				      : g_build_filename(config->output, template->name, NULL);
	Batch batch = { library, template, asked, folder, render, &job };
	return asked->dry_run ? list_editions(&batch, error) : make_editions(&batch, error);
}

bool report_batch(CommandContext *context, GStrv words, GError **error)
{
	g_auto(Asked) asked = asked_take();
	g_autoptr(Library) library = commands_begin(context, words, 1, 1, error);
	return library != NULL &&
	       batch_all(command_config(context, error), library, words[0], &asked, error);
}
