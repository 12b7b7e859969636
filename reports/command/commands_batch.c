/* report batch: an edition of one template for every district. */
#include <stdio.h>
#include <string.h>

#include "core/error.h"
#include "core/outfile.h"
#include "core/progress.h"
#include "core/text.h"
#include "reports/command/commands_job.h"

/* What a batch works with. */
typedef struct {
	const Library *library;
	const Template *template;
	const Asked *asked;
	const char *folder;
	Render *render;
	Job *job;
	GHashTable *stems;  /* of the editions so far → code of the district */
	GPtrArray *refused; /* of GError: editions whose days are not covered */
} Batch;

/* What the table at the end says of one format. */
typedef struct {
	const char *device;
	guint files;
	gint64 bytes;
	double seconds;
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
	for (const char *const *param = asked->params; *param != NULL; param++) {
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
	g_strv_builder_addv(builder, (const char **)(guintptr)batch->asked->params);
	g_autofree char *walked =
	    g_strdup_printf("%s=%s", batch->template->burst->name, district->code);
	g_strv_builder_add(builder, walked);
	g_auto(GStrv) words = g_strv_builder_end(builder);
	return render_bind(batch->render, (const char *const *)words, error);
}

/* What the files of BINDING begin with: below the folder, and no other edition's. Transfer full. */
static char *district_stem(const Batch *batch, const Binding *binding, const District *district,
			   GError **error)
{
	g_autofree char *name = binding_burst_name(binding, batch->template, batch->library);
	g_autofree char *quoted = text_quote(name, -1);
	if (!outfile_name_is_safe(name)) {
		error_set(error, SHUMAR_ERROR_CONFIG, "Correct 'burst: name' in the template.",
			  "the name %s leads out of the folder that the batch writes to", quoted);
		return NULL;
	}
	char *stem = g_build_filename(batch->folder, name, NULL);
	const char *other = g_hash_table_lookup(batch->stems, stem);
	if (other == NULL) {
		g_hash_table_insert(batch->stems, g_strdup(stem), g_strdup(district->code));
		return stem;
	}
	error_set(error, SHUMAR_ERROR_CONFIG,
		  "Name what tells the editions apart in 'burst: name', as {district.code}.",
		  "the name %s is that of the edition of %s", quoted, other);
	g_free(stem);
	return NULL;
}

/* One whose days are not covered is passed over, and told at the end. */
static bool pass_over(const Batch *batch, GError *fault, GError **error)
{
	if (!g_error_matches(fault, SHUMAR_ERROR, SHUMAR_ERROR_USAGE)) {
		g_propagate_error(error, fault);
		return false;
	}
	g_ptr_array_add(batch->refused, fault);
	return true;
}

/* All languages of one district; the rows are read once for all of them. */
static bool make_languages(const Batch *batch, const Binding *binding, const char *stem,
			   GError **error)
{
	for (guint n = 0; n < batch->job->languages->len; n++) {
		GError *fault = NULL;
		job_speak(batch->job, batch->template, batch->job->languages->pdata[n]);
		g_autoptr(Model) model =
		    render_model(batch->render, binding, batch->job->language, &fault);
		if (model == NULL)
			return pass_over(batch, fault, error);
		if (batch->job->rendering == NULL &&
		    !job_begin_manifest(batch->job, batch->folder, batch->library, batch->template,
					binding, error))
			return false;
		if (!job_write(batch->job, model, batch->template, binding, stem, false, error))
			return false;
	}
	return true;
}

static bool make_edition(const Batch *batch, const District *district, GError **error)
{
	g_autoptr(Binding) binding = bind_district(batch, district, error);
	g_autofree char *stem =
	    binding != NULL ? district_stem(batch, binding, district, error) : NULL;
	return stem != NULL && make_languages(batch, binding, stem, error);
}

/* ── what was not made ── */

/* Editions that failed, each with its reason; the others are not kept from being made. */
typedef struct {
	guint count;
	GError *first;
	bool alike; /* all for the same reason */
	GString *list;
} Failures;

static void failures_clear(Failures *failures)
{
	g_clear_error(&failures->first);
	g_string_free(failures->list, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Failures, failures_clear)

/* Keeps FAULT, which it takes over, for the end. */
static void keep_failure(Failures *failures, const District *district, GError *fault)
{
	const char *hint = error_hint(fault);
	failures->count++;
	g_string_append_printf(failures->list, "\n  %s: %s%s%s", district->code, fault->message,
			       hint != NULL ? "\n    " : "", hint != NULL ? hint : "");
	failures->alike =
	    failures->first == NULL ||
	    (failures->alike && strcmp(failures->first->message, fault->message) == 0);
	if (failures->first == NULL)
		failures->first = fault;
	else
		g_error_free(fault);
}

/* True when none failed. What failed alike for all, as a wrong parameter does, is one error. */
static bool end_failures(Failures *failures, const char *template, guint editions, GError **error)
{
	if (failures->count == 0)
		return true;
	if (failures->alike && failures->count == editions)
		g_propagate_error(error, g_steal_pointer(&failures->first));
	else
		error_set(error, SHUMAR_ERROR_OUTPUT,
			  "The others are finished. Put right what is said of these, then run the "
			  "batch again.",
			  "%u of %u editions of '%s' were not made whole:%s", failures->count,
			  editions, template, failures->list->str);
	return false;
}

/* ── the table at the end ── */

/* Counts what the rendering lists by format. Transfer full; of Tally. */
static GArray *tally_formats(const Job *job)
{
	GArray *tallies = g_array_new(FALSE, FALSE, sizeof(Tally));
	for (guint d = 0; d < job->devices->len; d++) {
		Tally tally = { .device = ((const Device *)job->devices->pdata[d])->name,
				.seconds = (double)g_array_index(job->spent_us, gint64, d) / 1e6 };
		for (guint n = 0; job->rendering != NULL && n < job->rendering->editions->len;
		     n++) {
			const ManifestEdition *edition = job->rendering->editions->pdata[n];
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
	printf("  format    files          bytes  seconds\n");
	for (guint n = 0; n < tallies->len; n++) {
		const Tally *tally = &g_array_index(tallies, Tally, n);
		printf("  %-8s  %5u  %13" G_GINT64_FORMAT "  %7.1f\n", tally->device, tally->files,
		       tally->bytes, tally->seconds);
	}
}

/* ── all of them ── */

/* Makes every edition it can. False with *error only where going on is of no use: the database is
 * gone. */
static bool try_editions(const Batch *batch, const GPtrArray *districts, Failures *failures,
			 GError **error)
{
	g_autoptr(Progress) progress =
	    progress_begin(batch->template->name, "editions", districts->len);
	for (guint n = 0; n < districts->len; n++) {
		const District *district = g_ptr_array_index(districts, n);
		GError *fault = NULL;
		bool made = make_edition(batch, district, &fault);
		progress_add(progress, 1);
		if (!made && error_exit_code(fault) == SHUMAR_ERROR_UNREACHABLE) {
			g_propagate_prefixed_error(error, fault, "edition of %s: ", district->code);
			return false;
		}
		if (!made)
			keep_failure(failures, district, fault);
	}
	return true;
}

static void print_refused(const Batch *batch)
{
	for (guint n = 0; n < batch->refused->len; n++)
		printf("  not made: %s\n", ((GError *)batch->refused->pdata[n])->message);
}

static bool make_editions(const Batch *batch, GError **error)
{
	const GPtrArray *districts = districts_all(render_districts(batch->render));
	gint64 start_us = g_get_monotonic_time();
	g_auto(Failures) failures = { .list = g_string_new(NULL) };
	if (!try_editions(batch, districts, &failures, error))
		return false;
	if (districts->len > 0 && batch->refused->len == districts->len) {
		g_propagate_error(error, g_error_copy(batch->refused->pdata[0]));
		return false;
	}
	guint made = districts->len - failures.count - batch->refused->len;
	g_autoptr(GArray) tallies = tally_formats(batch->job);
	if (!job_end_manifest(batch->job, error))
		return false;
	if (made > 0) {
		print_table(tallies);
		print_refused(batch);
		printf("%s: %u editions, %u files, %" G_GOFFSET_FORMAT " bytes in %.1f s, in %s\n",
		       batch->template->name, made, batch->job->files, batch->job->bytes,
		       (double)(g_get_monotonic_time() - start_us) / 1e6, batch->folder);
		if (!commands_index(batch->library, batch->folder, error))
			return false;
	}
	return end_failures(&failures, batch->template->name, districts->len, error);
}

static void print_paths(const Batch *batch, const char *stem)
{
	for (guint n = 0; n < batch->job->languages->len; n++) {
		job_speak(batch->job, batch->template, batch->job->languages->pdata[n]);
		for (guint d = 0; d < batch->job->devices->len; d++) {
			g_autofree char *path =
			    job_path(batch->job, stem, batch->job->devices->pdata[d]);
			printf("%s\n", path);
		}
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
		g_autofree char *stem = district_stem(batch, binding, districts->pdata[n], error);
		if (stem == NULL)
			return false;
		print_paths(batch, stem);
	}
	printf("%s: %u editions, %u files; nothing was written\n", batch->template->name,
	       districts->len,
	       districts->len * batch->job->devices->len * batch->job->languages->len);
	return true;
}

static bool batch_all(const Config *config, const Library *library, const char *name,
		      const Asked *asked, GError **error)
{
	g_auto(Job) job = { 0 };
	g_autoptr(Template) template = commands_template(library, name, error);
	if (template == NULL || !check_burst(template, asked, error) ||
	    !job_read(template, asked, true, &job, error))
		return false;
	const char *of = NULL;
	g_autoptr(Render) render = commands_of(template, asked, &of, error)
				       ? render_begin(config, library, template, of, error)
				       : NULL;
	if (render == NULL)
		return false;
	g_autofree char *folder = asked->output != NULL
				      ? g_strdup(asked->output)
				      : g_build_filename(config->output, template->name, NULL);
	g_autoptr(GHashTable) stems =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_autoptr(GPtrArray) refused = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);
	Batch batch = { library, template, asked, folder, render, &job, stems, refused };
	outfile_confine(folder); /* below it lead a template's names, and no links */
	bool done = asked->dry_run ? list_editions(&batch, error) : make_editions(&batch, error);
	outfile_confine(NULL);
	return done;
}

bool report_batch(CommandContext *context, GStrv words, GError **error)
{
	const Asked asked = asked_of(context);
	g_autoptr(Library) library = library_begin(context, words, 1, 1, error);
	return library != NULL &&
	       batch_all(command_config(context, error), library, words[0], &asked, error);
}
