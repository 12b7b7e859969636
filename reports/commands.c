/* The commands of the reports: list, check, render, batch. */
#include <stdio.h>
#include <string.h>

#include "core/command.h"
#include "core/error.h"
#include "core/progress.h"
#include "reports/output.h"
#include "reports/render.h"
#include "reports/schema.h"

/* Where the options' parser puts values; taken from here at once by asked_take. */
static struct {
	char **params;
	char *format;
	char *output;
	char *language;
	char *as_of;
} options;

/* What one call asks for; a command may be called several times in one program. */
typedef struct {
	char **params; /* NULL-terminated */
	char *format;
	char *output;
	char *language;
	char *as_of;
} Asked;

static Asked asked_take(void)
{
	Asked asked = { options.params, options.format, options.output, options.language,
			options.as_of };
	memset(&options, 0, sizeof options);
	if (asked.params == NULL)
		asked.params = g_new0(char *, 1);
	return asked;
}

static void asked_clear(Asked *asked)
{
	g_strfreev(asked->params);
	g_free(asked->format);
	g_free(asked->output);
	g_free(asked->language);
	g_free(asked->as_of);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Asked, asked_clear)

/* Parameters as bytes: STRING would be read in the C locale, and districts have Urdu names. */
#define COMMON_OPTIONS                                                                             \
	{ "param",                                                                                 \
	  'p',                                                                                     \
	  0,                                                                                       \
	  G_OPTION_ARG_FILENAME_ARRAY,                                                             \
	  &options.params,                                                                         \
	  "value of a parameter of the template, as often as it has some",                         \
	  "NAME=VALUE" },                                                                          \
	    { "format",                                                                            \
	      'f',                                                                                 \
	      0,                                                                                   \
	      G_OPTION_ARG_STRING,                                                                 \
	      &options.format,                                                                     \
	      "text, pdf, xlsx, parted by commas (else the template's outputs)",                   \
	      "LIST" },                                                                            \
	    { "as-of",                                                                             \
	      0,                                                                                   \
	      0,                                                                                   \
	      G_OPTION_ARG_STRING,                                                                 \
	      &options.as_of,                                                                      \
	      "figures as that run, or the last of that day, knew them",                           \
	      "RUN|DATE" },                                                                        \
	{                                                                                          \
		"lang", 'l', 0, G_OPTION_ARG_STRING, &options.language,                            \
		    "language of the edition (else the template's first)", "LANG"                  \
	}

static const GOptionEntry render_options[] = {
	COMMON_OPTIONS,
	{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
	  "file, or its beginning, or a folder, or - (else the configured folder)", "PATH" },
	{ 0 },
};

static const GOptionEntry batch_options[] = {
	COMMON_OPTIONS,
	{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
	  "folder (else one named for the template in the configured folder)", "DIR" },
	{ 0 },
};

/* ── the library ── */

/* The configured folder, the one beside the program's, the installed one. */
static Library *open_library(const Config *config, GError **error)
{
	g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *place = g_path_get_dirname(program != NULL ? program : ".");
	/* build/shumar and build/sanitize/shumar of a checkout */
	g_autofree char *beside = g_build_filename(place, "..", "templates", NULL);
	g_autofree char *above = g_build_filename(place, "..", "..", "templates", NULL);
	static const char installed[] = SHUMAR_DATADIR "/templates";
	const char *const folders[] = { config->templates, beside, above, installed, NULL };
	return library_open(folders, error);
}

static Template *find_template(const Library *library, const char *name, GError **error)
{
	g_autofree char *path = library_find(library, name, error);
	return path != NULL ? template_read(path, library, error) : NULL;
}

/* ── list ── */

static char *list_parameters(const Template *template)
{
	g_autoptr(GString) list = g_string_new(NULL);
	for (guint n = 0; n < template->parameters->len; n++) {
		const TemplateParameter *parameter = g_ptr_array_index(template->parameters, n);
		g_string_append_printf(list, "%s%s", n > 0 ? ", " : "", parameter->name);
		if (strcmp(parameter->name, parameter->type->name) != 0)
			g_string_append_printf(list, " (%s)", parameter->type->name);
		if (parameter->default_text != NULL)
			g_string_append_printf(list, " = %s", parameter->default_text);
	}
	return g_string_free(g_steal_pointer(&list), FALSE);
}

static char *list_outputs(const Template *template)
{
	g_autoptr(GString) list = g_string_new(NULL);
	for (guint n = 0; n < template->outputs->len; n++)
		g_string_append_printf(list, "%s%s", n > 0 ? "," : "",
				       ((const Device *)template->outputs->pdata[n])->name);
	return g_string_free(g_steal_pointer(&list), FALSE);
}

static void list_template(const Library *library, const char *path)
{
	g_autofree char *name = g_path_get_basename(path);
	g_autoptr(GError) error = NULL;
	g_autoptr(Template) template = template_read(path, library, &error);
	if (template == NULL) {
		name[strlen(name) - strlen(".yaml")] = '\0';
		printf("%-20s has faults: see 'shumar report check %s'\n", name, name);
		return;
	}
	g_autofree char *outputs = list_outputs(template);
	g_autofree char *parameters = list_parameters(template);
	printf("%-20s %-12s %-16s %s\n", template->name, template->audience, outputs, parameters);
}

static bool list_run(CommandContext *context, GStrv words, GError **error)
{
	if (!command_words(context, words, 0, 0, error))
		return false;
	const Config *config = command_config(context, error);
	g_autoptr(Library) library = config != NULL ? open_library(config, error) : NULL;
	if (library == NULL)
		return false;
	g_autoptr(GPtrArray) paths = library_templates(library);
	printf("%-20s %-12s %-16s %s\n", "TEMPLATE", "AUDIENCE", "OUTPUTS", "PARAMETERS");
	for (guint n = 0; n < paths->len; n++)
		list_template(library, paths->pdata[n]);
	return true;
}

/* ── check ── */

/* A measures file or locale that stands in the library's own order of folders. */
static bool check_part(const char *path, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);
	g_autofree char *base = g_path_get_basename(path);
	if (strcmp(base, "measures.yaml") == 0) {
		g_autoptr(Measures) measures = measures_read(folder, error);
		return measures != NULL;
	}
	g_autofree char *above = g_path_get_dirname(folder);
	base[strlen(base) - strlen(".yaml")] = '\0';
	g_autoptr(Locale) locale = locale_read(above, base, error);
	return locale != NULL;
}

static bool check_path(const Library *library, const char *path, GError **error)
{
	if (library_is_part(path))
		return check_part(path, error);
	g_autoptr(Template) template = template_read(path, library, error);
	return template != NULL;
}

/* Checks all of PATHS; the faults of all stand in one error. */
static bool check_paths(const Library *library, const GPtrArray *paths, GError **error)
{
	g_autoptr(GString) faults = g_string_new(NULL);
	for (guint n = 0; n < paths->len; n++) {
		g_autoptr(GError) fault = NULL;
		if (!check_path(library, paths->pdata[n], &fault))
			g_string_append_printf(faults, "%s%s", faults->len > 0 ? "\n\n" : "",
					       fault->message);
	}
	if (faults->len == 0)
		return true;
	error_set(error, SHUMAR_ERROR_CONFIG, NULL, "%s", faults->str);
	return false;
}

static bool check_run(CommandContext *context, GStrv words, GError **error)
{
	const Config *config = command_config(context, error);
	g_autoptr(Library) library = config != NULL ? open_library(config, error) : NULL;
	if (library == NULL)
		return false;
	if (words[0] == NULL) {
		g_autoptr(GPtrArray) all = library_templates(library);
		return check_paths(library, all, error);
	}
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	for (char **word = words; *word != NULL; word++) {
		char *path = library_find(library, *word, error);
		if (path == NULL)
			return false;
		g_ptr_array_add(paths, path);
	}
	return check_paths(library, paths, error);
}

/* ── what is asked of a rendering ── */

/* The devices of FORMAT ("pdf,xlsx"), or else the template's. Transfer container. */
static GPtrArray *read_devices(const Template *template, const char *format, GError **error)
{
	if (format == NULL)
		return g_ptr_array_ref(template->outputs);
	g_autoptr(GPtrArray) found = g_ptr_array_new();
	g_auto(GStrv) names = g_strsplit(format, ",", -1);
	for (char **name = names; *name != NULL; name++) {
		const Device *device = device_find(*name, error);
		if (device == NULL)
			return NULL;
		if (!g_ptr_array_find(found, device, NULL))
			g_ptr_array_add(found, (gpointer)(guintptr)device);
	}
	if (found->len > 0)
		return g_steal_pointer(&found);
	error_set(error, SHUMAR_ERROR_USAGE, "Give for example --format text,pdf.",
		  "--format names no format");
	return NULL;
}

static const char *read_language(const Template *template, const char *language, GError **error)
{
	if (language == NULL)
		return g_ptr_array_index(template->languages, 0);
	if (template_language(template, language) >= 0)
		return language;
	g_autoptr(GString) known = g_string_new(NULL);
	for (guint n = 0; n < template->languages->len; n++)
		g_string_append_printf(known, "%s%s", n > 0 ? ", " : "",
				       (char *)template->languages->pdata[n]);
	g_autofree char *hint = g_strdup_printf("It speaks: %s.", known->str);
	error_set(error, SHUMAR_ERROR_USAGE, hint, "template '%s' has no language '%s'",
		  template->name, language);
	return NULL;
}

/* ── where it goes ── */

typedef struct {
	GPtrArray *devices;
	const char *language;
	char *suffix; /* ".ur" beside the first language, or "" */
	guint files;
	goffset bytes;
} Job;

static void job_clear(Job *job)
{
	g_clear_pointer(&job->devices, g_ptr_array_unref);
	g_free(job->suffix);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Job, job_clear)

static bool job_read(const Template *template, const Asked *asked, Job *job, GError **error)
{
	job->language = read_language(template, asked->language, error);
	job->devices = job->language != NULL ? read_devices(template, asked->format, error) : NULL;
	if (job->devices == NULL)
		return false;
	bool first = strcmp(job->language, template->languages->pdata[0]) == 0;
	job->suffix = first ? g_strdup("") : g_strconcat(".", job->language, NULL);
	return true;
}

/* Writes MODEL in every format of JOB to STEM and an extension; TELL prints each path. */
static bool write_all(Job *job, const Model *model, const char *stem, bool tell, GError **error)
{
	for (guint n = 0; n < job->devices->len; n++) {
		const Device *device = g_ptr_array_index(job->devices, n);
		g_autofree char *path =
		    g_strconcat(stem, job->suffix, ".", device->extension, NULL);
		goffset bytes;
		if (!output_write(device, model, path, &bytes, error))
			return false;
		if (tell)
			printf("%s  %" G_GOFFSET_FORMAT " bytes\n", path, bytes);
		job->files++;
		job->bytes += bytes;
	}
	return true;
}

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
static bool write_file(Job *job, const Model *model, const char *path, const Device *device,
		       const char *format, GError **error)
{
	if (format != NULL && (job->devices->len != 1 || job->devices->pdata[0] != device)) {
		error_set(error, SHUMAR_ERROR_USAGE,
			  "Leave --format out, or give -o a name without extension.",
			  "'%s' is a file of the format %s, and --format asks for %s", path,
			  device->name, format);
		return false;
	}
	goffset bytes;
	if (!output_write(device, model, path, &bytes, error))
		return false;
	printf("%s  %" G_GOFFSET_FORMAT " bytes\n", path, bytes);
	return true;
}

/* To standard output goes one format: text unless another was asked for. */
static bool write_stdout(const Job *job, const Model *model, const char *format, GError **error)
{
	if (format != NULL && job->devices->len != 1) {
		error_set(error, SHUMAR_ERROR_USAGE, "Give one format, or a folder with -o.",
			  "standard output takes one format, not %u", job->devices->len);
		return false;
	}
	const Device *device = format != NULL ? job->devices->pdata[0] : &devices[0];
	return output_print(device, model, error);
}

static bool write_edition(Job *job, const Model *model, const Asked *asked, const char *file_name,
			  const Config *config, GError **error)
{
	const char *output = asked->output != NULL ? asked->output : config->output;
	if (strcmp(output, "-") == 0)
		return write_stdout(job, model, asked->format, error);
	const Device *device = asked->output != NULL ? device_of_path(output) : NULL;
	if (device != NULL)
		return write_file(job, model, output, device, asked->format, error);
	bool folder = asked->output == NULL || g_str_has_suffix(output, "/") ||
		      g_file_test(output, G_FILE_TEST_IS_DIR);
	g_autofree char *stem =
	    folder ? g_build_filename(output, file_name, NULL) : g_strdup(output);
	return write_all(job, model, stem, true, error);
}

/* ── render ── */

static bool render_one(const Config *config, const Library *library, const char *name,
		       const Asked *asked, GError **error)
{
	g_auto(Job) job = { 0 };
	g_autoptr(Template) template = find_template(library, name, error);
	if (template == NULL || !job_read(template, asked, &job, error))
		return false;
	g_autoptr(Render) render = render_begin(config, library, template, asked->as_of, error);
	g_autoptr(Binding) binding =
	    render != NULL ? render_bind(render, (const char *const *)asked->params, error) : NULL;
	g_autoptr(Model) model =
	    binding != NULL ? render_model(render, binding, job.language, error) : NULL;
	if (model == NULL)
		return false;
	g_autofree char *file_name = binding_file_name(binding, template);
	return write_edition(&job, model, asked, file_name, config, error);
}

static bool render_run(CommandContext *context, GStrv words, GError **error)
{
	g_auto(Asked) asked = asked_take();
	if (!command_words(context, words, 1, 1, error))
		return false;
	const Config *config = command_config(context, error);
	g_autoptr(Library) library = config != NULL ? open_library(config, error) : NULL;
	return library != NULL && render_one(config, library, words[0], &asked, error);
}

/* ── batch ── */

/* What a batch works with. */
typedef struct {
	const Library *library;
	const Template *template;
	const Asked *asked;
	const char *folder;
	Render *render;
	Job *job;
} Batch;

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

static bool make_edition(const Batch *batch, const District *district, GError **error)
{
	g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
	g_strv_builder_addv(builder, (const char **)(gpointer)batch->asked->params);
	g_autofree char *walked =
	    g_strdup_printf("%s=%s", batch->template->burst->name, district->code);
	g_strv_builder_add(builder, walked);
	g_auto(GStrv) words = g_strv_builder_end(builder);
	g_autoptr(Binding) binding = render_bind(batch->render, (const char *const *)words, error);
	g_autoptr(Model) model =
	    binding != NULL ? render_model(batch->render, binding, batch->job->language, error)
			    : NULL;
	if (model == NULL)
		return false;
	g_autofree char *name = binding_burst_name(binding, batch->template, batch->library);
	g_autofree char *stem = g_build_filename(batch->folder, name, NULL);
	return write_all(batch->job, model, stem, false, error);
}

static bool make_editions(const Batch *batch, GError **error)
{
	const GPtrArray *districts = districts_all(render_districts(batch->render));
	gint64 start_us = g_get_monotonic_time();
	g_autoptr(Progress) progress =
	    progress_begin(batch->template->name, "editions", districts->len);
	for (guint n = 0; n < districts->len; n++) {
		if (!make_edition(batch, districts->pdata[n], error))
			return false;
		progress_add(progress, 1);
	}
	g_clear_pointer(&progress, progress_end);
	printf("%s: %u editions, %u files, %" G_GOFFSET_FORMAT " bytes in %.1f s, in %s\n",
	       batch->template->name, districts->len, batch->job->files, batch->job->bytes,
	       (double)(g_get_monotonic_time() - start_us) / 1e6, batch->folder);
	return true;
}

static bool batch_all(const Config *config, const Library *library, const char *name,
		      const Asked *asked, GError **error)
{
	g_auto(Job) job = { 0 };
	g_autoptr(Template) template = find_template(library, name, error);
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
	return make_editions(&batch, error);
}

static bool batch_run(CommandContext *context, GStrv words, GError **error)
{
	g_auto(Asked) asked = asked_take();
	if (!command_words(context, words, 1, 1, error))
		return false;
	const Config *config = command_config(context, error);
	g_autoptr(Library) library = config != NULL ? open_library(config, error) : NULL;
	return library != NULL && batch_all(config, library, words[0], &asked, error);
}

/* ── schema ── */

static bool schema_run(CommandContext *context, GStrv words, GError **error)
{
	if (!command_words(context, words, 0, 0, error))
		return false;
	const Config *config = command_config(context, error);
	g_autoptr(Library) library = config != NULL ? open_library(config, error) : NULL;
	g_autofree char *schema = library != NULL ? schema_text(library) : NULL;
	if (schema != NULL)
		printf("%s", schema);
	return schema != NULL;
}

const Command report_commands[] = {
	{ "report", "list", "", "List the templates, their audience, outputs and parameters", "",
	  NULL, list_run },
	{ "report", "check", "[FILE|NAME]…",
	  "Check templates whole, without a database; all of them when none is named",
	  "Every fault is told with file, line and column, up to 50 a file. Silent when\n"
	  "there is none.",
	  NULL, check_run },
	{ "report", "render", "NAME [--param K=V]… [--format LIST] [--as-of RUN|DATE] [-o PATH]",
	  "Render one edition of a template from the published run",
	  "NAME is a template's name or file. -o takes a folder (with a closing /, or one\n"
	  "that is there), a file with its extension, the beginning of the files' names, or\n"
	  "- for standard output:\n\n"
	  "  shumar report render press-note --param district=PAK \\\n"
	  "      --param from=2023-08-01 --param to=2024-07-31 --format text -o -",
	  render_options, render_run },
	{ "report", "batch", "NAME [--param K=V]… [--format LIST] [--as-of RUN|DATE] [-o DIR]",
	  "Render an edition of a template for every district",
	  "All editions are of one snapshot of the published run. A template says with\n"
	  "'burst' what is walked and what the files are called:\n\n"
	  "  shumar report batch dpo-weekly --format pdf,xlsx",
	  batch_options, batch_run },
	{ "report", "schema", "", "Print the JSON Schema by which editors complete templates",
	  "It is made from the tables that 'shumar report check' reads:\n\n"
	  "  shumar report schema > template.schema.json",
	  NULL, schema_run },
	{ 0 },
};
