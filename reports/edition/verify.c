#include "reports/edition/verify.h"
#include "reports/block/block.h"
#include "reports/output/devices.h"

#include <glib/gstdio.h>
#include <string.h>

#include "core/error.h"
#include "core/progress.h"
#include "reports/output/output.h"

#define FOLDERS_ABOVE 3 /* a batch puts editions at most so deep below its manifest */

/* ── finding the manifest ── */

static bool lists_file(const EditionManifest *manifest, const char *file)
{
	for (guint r = 0; r < manifest->renderings->len; r++) {
		const ManifestRendering *rendering = g_ptr_array_index(manifest->renderings, r);
		for (guint n = 0; n < rendering->editions->len; n++) {
			const ManifestEdition *edition = rendering->editions->pdata[n];
			if (strcmp(edition->file, file) == 0)
				return true;
		}
	}
	return false;
}

/* The manifest at or above the folder of PATH that lists it. */
static EditionManifest *locate_edition(const char *path, char **ret_file, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);
	g_autofree char *file = g_path_get_basename(path);
	for (int above = 0; above <= FOLDERS_ABOVE; above++) {
		g_autofree char *path_there = g_build_filename(folder, EDITION_MANIFEST_FILE, NULL);
		g_autoptr(EditionManifest) manifest = g_file_test(path_there, G_FILE_TEST_EXISTS)
							  ? edition_manifest_read(path_there, error)
							  : NULL;
		if (error != NULL && *error != NULL)
			return NULL;
		if (manifest != NULL && lists_file(manifest, file)) {
			*ret_file = g_steal_pointer(&file);
			return g_steal_pointer(&manifest);
		}
		g_autofree char *name = g_path_get_basename(folder);
		g_autofree char *up = g_path_get_dirname(folder);
		g_autofree char *longer = g_build_filename(name, file, NULL);
		g_free(file);
		file = g_steal_pointer(&longer);
		g_free(folder);
		folder = g_steal_pointer(&up);
	}
	error_set(error, SHUMAR_ERROR_USAGE,
		  "Name an edition that 'shumar report render' or 'batch' wrote into a folder.",
		  "no " EDITION_MANIFEST_FILE " at or above '%s' lists it", path);
	return NULL;
}

EditionManifest *verify_locate(const char *path, char **ret_file, GError **error)
{
	g_autofree char *base = g_path_get_basename(path);
	*ret_file = NULL;
	if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
		g_autofree char *path_there = g_build_filename(path, EDITION_MANIFEST_FILE, NULL);
		return edition_manifest_read(path_there, error);
	}
	if (strcmp(base, EDITION_MANIFEST_FILE) == 0)
		return edition_manifest_read(path, error);
	/* a manifest that was kept under another name; else a file of some device */
	EditionManifest *kept =
	    g_str_has_suffix(base, ".json") ? edition_manifest_read(path, NULL) : NULL;
	if (kept != NULL)
		return kept;
	/* absolute, so that the folders above have names */
	g_autofree char *whole = g_canonicalize_filename(path, NULL);
	return locate_edition(whole, ret_file, error);
}

/* ── why it may differ ── */

typedef struct {
	GString *reasons;
	GTree *now;
	const char *row_name;
} Comparison;

static void add_reason(GString *reasons, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void add_reason(GString *reasons, const char *format, ...)
{
	va_list list;
	if (reasons->len > 0)
		g_string_append(reasons, "; ");
	va_start(list, format);
	g_string_append_vprintf(reasons, format, list);
	va_end(list);
}

static bool is_hash(const char *value)
{
	return strlen(value) == 64;
}

static gboolean compare_then(gpointer name, gpointer then, gpointer data)
{
	const Comparison *comparison = data;
	const char *now = g_tree_lookup(comparison->now, name);
	if (now == NULL)
		add_reason(comparison->reasons, "%s '%s' is not used now", comparison->row_name,
			   (char *)name);
	else if (strcmp(now, then) != 0 && is_hash(then))
		add_reason(comparison->reasons, "%s '%s' has changed", comparison->row_name,
			   (char *)name);
	else if (strcmp(now, then) != 0)
		add_reason(comparison->reasons, "%s '%s' is %s, was %s", comparison->row_name,
			   (char *)name, now, (char *)then);
	return FALSE;
}

static gboolean compare_now(gpointer name, gpointer now, gpointer data)
{
	const Comparison *comparison = data;
	(void)now;
	if (g_tree_lookup(comparison->now, name) == NULL)
		add_reason(comparison->reasons, "%s '%s' is new", comparison->row_name,
			   (char *)name);
	return FALSE;
}

/* What NOW is made of otherwise than THEN, joined by ';'; empty for nothing. Transfer full. */
static char *find_reasons(const ManifestRendering *then, const ManifestRendering *now)
{
	g_autoptr(GString) reasons = g_string_new(NULL);
	if (strcmp(then->program, now->program) != 0)
		add_reason(reasons, "the program is %s, was %s", now->program, then->program);
	if (strcmp(then->as_at, now->as_at) != 0)
		add_reason(reasons, "run %" G_GINT64_FORMAT " knows records to %s, not to %s",
			   then->run_no, now->as_at, then->as_at);
	for (int table = 0; table < MANIFEST_TABLES; table++) {
		Comparison forth = { reasons, now->tables[table],
				     edition_manifest_row_names[table] };
		Comparison back = { reasons, then->tables[table],
				    edition_manifest_row_names[table] };
		g_tree_foreach(then->tables[table], compare_then, &forth);
		g_tree_foreach(now->tables[table], compare_now, &back);
	}
	return g_string_free(g_steal_pointer(&reasons), FALSE);
}

/* ── rendering again ── */

typedef struct {
	const EditionManifest *manifest;
	const ManifestRendering *rendering;
	char *folder; /* for the files rendered again */
	char *reasons;
	Render *render;
	Binding *binding; /* of the last edition, and its model */
	Model *model;
	char *model_key;
	GString *report;
	Progress *progress;
	guint checked, faults;
} Verifier;

static void verifier_end(Verifier *verifier)
{
	g_free(verifier->reasons);
	g_free(verifier->model_key);
	model_free(verifier->model);
	binding_free(verifier->binding);
	render_end(verifier->render);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Verifier, verifier_end)

/* The model of EDITION; editions of one model in several formats stand side by side. */
static const Model *provide_model(Verifier *verifier, const ManifestEdition *edition,
				  GError **error)
{
	g_auto(GStrv) words = edition_manifest_words(edition);
	g_autofree char *joined = g_strjoinv("\x1f", words);
	g_autofree char *key = g_strdup_printf("%s\x1f%s", edition->language, joined);
	if (g_strcmp0(key, verifier->model_key) == 0)
		return verifier->model;
	g_clear_pointer(&verifier->model_key, g_free);
	g_clear_pointer(&verifier->model, model_free);
	g_clear_pointer(&verifier->binding, binding_free);
	verifier->binding = render_bind(verifier->render, (const char *const *)words, error);
	if (verifier->binding != NULL)
		verifier->model =
		    render_model(verifier->render, verifier->binding, edition->language, error);
	if (verifier->model != NULL)
		verifier->model_key = g_steal_pointer(&key);
	return verifier->model;
}

/* Removes what was rendered again. */
static void empty_folder(const char *folder)
{
	g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
	const char *name;
	while (files != NULL && (name = g_dir_read_name(files)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		(void)g_unlink(path);
	}
}

/* Under its own name again: files of one edition may name one another. */
static char *render_sha256(Verifier *verifier, const ManifestEdition *edition, GError **error)
{
	const Device *device = device_find(edition->device, error);
	const Model *model = device != NULL ? provide_model(verifier, edition, error) : NULL;
	if (model == NULL)
		return NULL;
	g_autofree char *stem = g_path_get_basename(edition->stem);
	g_autofree char *name = g_path_get_basename(edition->file);
	g_autofree char *whole = g_strconcat(stem, ".", device->extension, NULL);
	g_autofree char *path = g_build_filename(verifier->folder, whole, NULL);
	g_autofree char *made = g_build_filename(verifier->folder, name, NULL);
	char *sha256 = output_write(device, model, path, NULL, error)
			   ? edition_manifest_file_sha256(made, NULL, error)
			   : NULL;
	empty_folder(verifier->folder);
	return sha256;
}

static void say(Verifier *verifier, const char *verdict, const ManifestEdition *edition,
		const char *why)
{
	g_string_append_printf(verifier->report, "%-8s  %s%s%s\n", verdict, edition->file,
			       why != NULL ? ": " : "", why != NULL ? why : "");
	if (why != NULL)
		verifier->faults++;
}

/* What became of the file since; NULL when it is the one that was written. Transfer full. */
static char *file_fault(const Verifier *verifier, const ManifestEdition *edition,
			const char **ret_verdict)
{
	g_autofree char *folder = g_path_get_dirname(verifier->manifest->path);
	g_autofree char *path = g_build_filename(folder, edition->file, NULL);
	gint64 bytes = 0;
	g_autofree char *sha256 = edition_manifest_file_sha256(path, &bytes, NULL);
	if (sha256 != NULL && strcmp(sha256, edition->sha256) == 0)
		return NULL;
	*ret_verdict = sha256 == NULL ? "missing" : "altered";
	return sha256 == NULL
		   ? g_strdup("the file is not there")
		   : g_strdup_printf("the file is not the one that was written (%" G_GINT64_FORMAT
				     " bytes, was %" G_GINT64_FORMAT ")",
				     bytes, edition->bytes);
}

static bool verify_edition(Verifier *verifier, const ManifestEdition *edition, GError **error)
{
	const char *verdict = NULL;
	g_autofree char *fault = file_fault(verifier, edition, &verdict);
	g_autofree char *sha256 = render_sha256(verifier, edition, error);
	if (sha256 == NULL)
		return false;
	verifier->checked++;
	progress_add(verifier->progress, 1);
	if (fault != NULL) {
		say(verifier, verdict, edition, fault);
		return true;
	}
	if (strcmp(sha256, edition->sha256) == 0) {
		say(verifier, "ok", edition, NULL);
		return true;
	}
	g_autofree char *why = g_strdup_printf(
	    "rendered again it has other bytes: %s",
	    verifier->reasons[0] != '\0'
		? verifier->reasons
		: "nothing that the manifest names has changed; look for names in the reference "
		  "tables and definitions of cubes");
	say(verifier, "differs", edition, why);
	return true;
}

static bool verify_rendering(Verifier *verifier, const Config *config, const Library *library,
			     const char *file, GError **error)
{
	const ManifestRendering *rendering = verifier->rendering;
	g_autofree char *run = g_strdup_printf("%" G_GINT64_FORMAT, rendering->run_no);
	g_autofree char *path = library_find(library, rendering->template_name, error);
	g_autoptr(Template) template =
	    path != NULL ? template_read(path, library, block_types, error) : NULL;
	if (template == NULL)
		return false;
	const char *of = rendering->release != NULL ? rendering->release : run;
	verifier->render = render_begin(config, library, template, of, error);
	if (verifier->render == NULL)
		return false;
	g_autoptr(ManifestRendering) now = edition_manifest_rendering(
	    library, template, rendering->run_no, render_as_at(verifier->render));
	verifier->reasons = find_reasons(rendering, now);
	for (guint n = 0; n < rendering->editions->len; n++) {
		const ManifestEdition *edition = g_ptr_array_index(rendering->editions, n);
		if (file != NULL && strcmp(file, edition->file) != 0)
			continue;
		if (!verify_edition(verifier, edition, error)) {
			g_prefix_error(error, "'%s': ", edition->file);
			return false;
		}
	}
	g_clear_pointer(&verifier->render, render_end); /* before its template goes */
	return true;
}

/* How many are to be verified. */
static gint64 count_editions(const EditionManifest *manifest, const char *file)
{
	gint64 count = 0;
	for (guint n = 0; n < manifest->renderings->len; n++)
		count += ((ManifestRendering *)manifest->renderings->pdata[n])->editions->len;
	return file != NULL ? 1 : count;
}

bool verify_editions(const Config *config, const Library *library, const EditionManifest *manifest,
		     const char *file, GString *report, guint *ret_checked, guint *ret_faults,
		     GError **error)
{
	g_autofree char *folder = g_dir_make_tmp("shumar-verify-XXXXXX", error);
	bool done = folder != NULL;
	guint checked = 0, faults = 0;
	g_autoptr(Progress) progress =
	    progress_begin("verify", "editions", count_editions(manifest, file));
	for (guint n = 0; done && n < manifest->renderings->len; n++) {
		g_auto(Verifier) verifier = { .manifest = manifest,
					      .rendering = manifest->renderings->pdata[n],
					      .folder = folder,
					      .progress = progress,
					      .report = report };
		done = verify_rendering(&verifier, config, library, file, error);
		checked += verifier.checked;
		faults += verifier.faults;
	}
	if (folder != NULL)
		(void)g_rmdir(folder);
	if (!done)
		return false;
	*ret_checked = checked;
	*ret_faults = faults;
	return true;
}
