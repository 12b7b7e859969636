#include "reports/command/commands_job.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "reports/output/output.h"

/* The languages of TEXT; NULL with SHUMAR_ERROR_USAGE. Transfer container. */
static GPtrArray *read_languages(const Template *template, const char *text, bool many,
				 GError **error)
{
	g_autoptr(GPtrArray) languages = g_ptr_array_new();
	bool all = many && g_strcmp0(text, "all") == 0;
	g_auto(GStrv) words = g_strsplit(text != NULL ? text : "", many ? "," : "\n", -1);
	for (guint n = 0; all && n < template->languages->len; n++)
		g_ptr_array_add(languages, template->languages->pdata[n]);
	for (char **word = words; !all && *word != NULL; word++) {
		const char *language = commands_language(template, *word, error);
		if (language == NULL)
			return NULL;
		/* the template's own text of it, which lives longer than what was typed */
		language = template->languages->pdata[template_language(template, language)];
		if (!g_ptr_array_find(languages, language, NULL))
			g_ptr_array_add(languages, (gpointer)(guintptr)language);
	}
	if (languages->len == 0 && text != NULL && commands_language(template, text, error) == NULL)
		return NULL;
	if (languages->len == 0)
		g_ptr_array_add(languages, template->languages->pdata[0]);
	return g_steal_pointer(&languages);
}

void job_speak(Job *job, const Template *template, const char *language)
{
	bool first = strcmp(language, template->languages->pdata[0]) == 0;
	job->language = language;
	g_free(job->suffix);
	job->suffix = first ? g_strdup("") : g_strconcat(".", language, NULL);
}

bool job_read(const Template *template, const Asked *asked, bool many, Job *ret_job, GError **error)
{
	g_autoptr(GPtrArray) languages = read_languages(template, asked->language, many, error);
	GPtrArray *found =
	    languages != NULL ? commands_devices(template, asked->format, error) : NULL;
	if (found == NULL)
		return false;
	*ret_job = (Job){ .devices = found,
			  .spent_us = g_array_new(FALSE, TRUE, sizeof(gint64)),
			  .languages = g_steal_pointer(&languages) };
	g_array_set_size(ret_job->spent_us, found->len);
	job_speak(ret_job, template, ret_job->languages->pdata[0]);
	return true;
}

void job_clear(Job *job)
{
	g_clear_pointer(&job->devices, g_ptr_array_unref);
	g_clear_pointer(&job->languages, g_ptr_array_unref);
	g_clear_pointer(&job->spent_us, g_array_unref);
	g_free(job->suffix);
	g_free(job->folder);
	edition_manifest_free(job->manifest);
	edition_manifest_rendering_free(job->rendering);
}

bool job_begin_manifest(Job *job, const char *folder, const Library *library,
			const Template *template, const Binding *binding, GError **error)
{
	job->manifest = edition_manifest_open(folder, error);
	if (job->manifest == NULL)
		return false;
	job->folder = g_strdup(folder);
	job->rendering =
	    edition_manifest_rendering(library, template, binding->run_no, binding->as_at_s);
	job->rendering->release = g_strdup(binding->release);
	return true;
}

char *job_path(const Job *job, const char *stem, const Device *device)
{
	return g_strconcat(stem, job->suffix, ".", device->extension, NULL);
}

/* What one format makes of one edition. */
typedef struct {
	Job *job;
	const Device *device;
	const Template *template;
	const Binding *binding;
	char *stem; /* with the language's suffix */
	bool tell;
} Making;

/* Notes the finished file PATH. */
static bool note_file(const Making *making, const char *path, GError **error)
{
	Job *job = making->job;
	GStatBuf status = { 0 };
	(void)g_stat(path, &status);
	if (making->tell)
		printf("%s  %" G_GOFFSET_FORMAT " bytes\n", path, (goffset)status.st_size);
	job->files++;
	job->bytes += status.st_size;
	return job->rendering == NULL ||
	       edition_manifest_add(job->rendering, job->folder, path, making->stem,
				    making->device->name, job->language, making->template,
				    making->binding, error);
}

static bool write_device(const Making *making, const Model *model, const char *path, GError **error)
{
	if (!output_write(making->device, model, path, NULL, error))
		return false;
	g_autoptr(GPtrArray) paths = output_paths(making->device, model, path);
	for (guint n = 0; n < paths->len; n++) {
		if (!note_file(making, paths->pdata[n], error))
			return false;
	}
	return true;
}

/* Keeps FAULT, which it takes over, of one format beside those of formats before. */
static void keep_fault(GError **error, const Device *device, GError *fault)
{
	if (error == NULL || *error == NULL) {
		g_propagate_prefixed_error(error, fault, "%s: ", device->name);
		return;
	}
	g_autofree char *before = g_steal_pointer(&(*error)->message);
	(*error)->message = g_strdup_printf("%s; %s: %s", before, device->name, fault->message);
	g_error_free(fault);
}

bool job_write(Job *job, const Model *model, const Template *template, const Binding *binding,
	       const char *stem, bool tell, GError **error)
{
	bool whole = true;
	g_autofree char *suffixed = g_strconcat(stem, job->suffix, NULL);
	for (guint n = 0; n < job->devices->len; n++) {
		const Device *device = g_ptr_array_index(job->devices, n);
		const Making making = { job, device, template, binding, suffixed, tell };
		g_autofree char *path = job_path(job, stem, device);
		GError *fault = NULL;
		gint64 start_us = g_get_monotonic_time();
		bool written = write_device(&making, model, path, &fault);
		g_array_index(job->spent_us, gint64, n) += g_get_monotonic_time() - start_us;
		if (written)
			continue;
		keep_fault(error, device, fault);
		whole = false;
	}
	return whole;
}

bool job_end_manifest(Job *job, GError **error)
{
	if (job->rendering == NULL || job->rendering->editions->len == 0)
		return true;
	edition_manifest_take(job->manifest, g_steal_pointer(&job->rendering));
	return edition_manifest_write(job->manifest, error);
}
