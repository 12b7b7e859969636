/* report render: one edition of one template. */
#include <stdio.h>
#include <string.h>

#include "core/error.h"
#include "core/fault.h"
#include "reports/build/released.h"
#include "reports/build/sample.h"
#include "reports/command/commands_job.h"
#include "reports/output/devices.h"
#include "reports/output/output.h"

/* What one call of render works with. */
typedef struct {
	const Config *config;
	const Library *library;
	const Template *template;
	const Asked *asked;
	const Binding *binding;
	const Model *model;
	Job *job;
} Rendering;

/* The device whose extension PATH ends in, or NULL. */
static const Device *device_of_path(const char *path)
{
	for (const Device *device = devices; device->name != NULL; device++) {
		g_autofree char *extension = g_strconcat(".", device->extension, NULL);
		if (g_str_has_suffix(path, extension))
			return device;
	}
	return NULL;
}

/* A path with a known extension is one file: it names the format, and must not contradict. */
static bool write_file(const Rendering *rendering, const char *path, const Device *device,
		       GError **error)
{
	const char *format = rendering->asked->format;
	const GPtrArray *wanted = rendering->job->devices;
	if (format != NULL && (wanted->len != 1 || wanted->pdata[0] != device)) {
		error_set(error, SHUMAR_ERROR_USAGE,
			  "Leave --format out, or give -o a name without extension.",
			  "'%s' is a file of the format %s, and --format asks for %s", path,
			  device->name, format);
		return false;
	}
	goffset bytes;
	if (!output_write(device, rendering->model, path, &bytes, error))
		return false;
	printf("%s  %" G_GOFFSET_FORMAT " bytes\n", path, bytes);
	return true;
}

/* To standard output goes one format: text unless another was asked for. */
static bool write_stdout(const Rendering *rendering, GError **error)
{
	const GPtrArray *wanted = rendering->job->devices;
	if (rendering->asked->format != NULL && wanted->len != 1) {
		error_set(error, SHUMAR_ERROR_USAGE, "Give one format, or a folder with -o.",
			  "standard output takes one format, not %u", wanted->len);
		return false;
	}
	const Device *device = rendering->asked->format != NULL ? wanted->pdata[0] : &devices[0];
	return output_print(device, rendering->model, error);
}

/* Writes all formats, and what they were made of into the folder's manifest. */
static bool write_files(const Rendering *rendering, const char *stem, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(stem);
	const Binding *binding = rendering->binding;
	if (rendering->asked->rows != NULL) /* nothing that could be verified later */
		return job_write(rendering->job, rendering->model, rendering->template, binding,
				 stem, true, error);
	return job_begin_manifest(rendering->job, folder, rendering->library, rendering->template,
				  binding, error) &&
	       job_write(rendering->job, rendering->model, rendering->template, binding, stem, true,
			 error) &&
	       job_end_manifest(rendering->job, error);
}

static bool write_edition(const Rendering *rendering, GError **error)
{
	const char *asked = rendering->asked->output;
	const char *output = asked != NULL ? asked : rendering->config->output;
	if (strcmp(output, "-") == 0)
		return write_stdout(rendering, error);
	const Device *device = asked != NULL ? device_of_path(output) : NULL;
	if (device != NULL)
		return write_file(rendering, output, device, error);
	bool folder = asked == NULL || g_str_has_suffix(output, "/") ||
		      g_file_test(output, G_FILE_TEST_IS_DIR);
	g_autofree char *file_name = binding_file_name(rendering->binding, rendering->template);
	g_autofree char *stem =
	    folder ? g_build_filename(output, file_name, NULL) : g_strdup(output);
	return write_files(rendering, stem, error);
}

static bool render_published(Rendering *rendering, GError **error)
{
	const Asked *asked = rendering->asked;
	const char *of = NULL;
	g_autoptr(Render) render = commands_of(rendering->template, asked, &of, error)
				       ? render_begin(rendering->config, rendering->library,
						      rendering->template, of, error)
				       : NULL;
	g_autoptr(Binding) binding =
	    render != NULL ? render_bind(render, asked->params, error) : NULL;
	g_autoptr(Model) model =
	    binding != NULL ? render_model(render, binding, rendering->job->language, error) : NULL;
	rendering->binding = binding;
	rendering->model = model;
	if (model == NULL || !write_edition(rendering, error))
		return false;
	if (template_is_released(rendering->template))
		fault_point("release.drawn");
	return true;
}

static bool render_sample(Rendering *rendering, GError **error)
{
	const Asked *asked = rendering->asked;
	g_autoptr(Binding) binding = NULL;
	if (asked->as_of != NULL || asked->release != NULL) {
		error_set(error, SHUMAR_ERROR_USAGE,
			  asked->as_of != NULL ? "Give either --rows or --as-of."
					       : "Give either --rows or --release.",
			  asked->as_of != NULL ? "sample rows are of no run"
					       : "sample rows are of no release");
		return false;
	}
	g_autoptr(Model) model =
	    sample_model(rendering->template, rendering->library, asked->rows, asked->params,
			 rendering->job->language, &binding, error);
	rendering->binding = binding;
	rendering->model = model;
	return model != NULL && write_edition(rendering, error);
}

static bool render_one(const Config *config, const Library *library, const char *name,
		       const Asked *asked, GError **error)
{
	g_auto(Job) job = { 0 };
	g_autoptr(Template) template = commands_template(library, name, error);
	if (template == NULL || !job_read(template, asked, false, &job, error))
		return false;
	Rendering rendering = { config, library, template, asked, NULL, NULL, &job };
	return asked->rows != NULL ? render_sample(&rendering, error)
				   : render_published(&rendering, error);
}

bool report_render(CommandContext *context, GStrv words, GError **error)
{
	const Asked asked = asked_of(context);
	g_autoptr(Library) library = library_begin(context, words, 1, 1, error);
	return library != NULL &&
	       render_one(command_config(context, error), library, words[0], &asked, error);
}
