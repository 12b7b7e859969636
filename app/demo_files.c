#include "app/demo_files.h"

#include "core/error.h"
#include "core/outfile.h"

#include <glib/gstdio.h>
#include <string.h>

#define MARK         ".run"
#define SEAL         "manifest.sig" /* of a folder that nobody may change any more */
#define MANY         3 /* files of a folder and kind that are still listed one by one */
#define PROGRAM_PATH "/proc/self/exe"

/* ── listing ── */
static void file_free(gpointer data)
{
	DemoFile *file = data;
	g_free(file->path);
	g_free(file);
}

static bool is_sealed(const char *folder)
{
	g_autofree char *seal = g_build_filename(folder, SEAL, NULL);
	return g_file_test(seal, G_FILE_TEST_EXISTS);
}

static void list_below(const char *folder, const char *below, GPtrArray *files)
{
	g_autofree char *here = g_build_filename(folder, below, NULL);
	g_autoptr(GDir) names = g_dir_open(here, 0, NULL);
	const char *name = NULL;
	while (names != NULL && (name = g_dir_read_name(names)) != NULL) {
		g_autofree char *path =
		    below[0] != '\0' ? g_build_filename(below, name, NULL) : g_strdup(name);
		g_autofree char *full = g_build_filename(folder, path, NULL);
		GStatBuf status;
		if (name[0] == '.' || g_lstat(full, &status) != 0)
			continue;
		if (S_ISDIR(status.st_mode) && !is_sealed(full))
			list_below(folder, path, files);
		if (!S_ISREG(status.st_mode))
			continue;
		DemoFile *file = g_new(DemoFile, 1);
		file->path = g_steal_pointer(&path);
		file->size = (guint64)status.st_size;
		g_ptr_array_add(files, file);
	}
}

static gint by_path(gconstpointer a, gconstpointer b)
{
	const DemoFile *const *left = a;
	const DemoFile *const *right = b;
	return strcmp((*left)->path, (*right)->path);
}

GPtrArray *demo_files_list(const char *folder)
{
	GPtrArray *files = g_ptr_array_new_with_free_func(file_free);
	list_below(folder, "", files);
	g_ptr_array_sort(files, by_path);
	return files;
}

/* ── the mark ── */
static bool add_content(GChecksum *checksum, const char *path, GError **error)
{
	g_autoptr(GError) fault = NULL;
	g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, &fault);
	if (file == NULL) {
		error_set(error, SHUMAR_ERROR_FAILED, "Check that the file may be read.",
			  "cannot read '%s': %s", path, fault->message);
		return false;
	}
	if (g_mapped_file_get_length(file) > 0)
		g_checksum_update(checksum, (const guchar *)g_mapped_file_get_contents(file),
				  (gssize)g_mapped_file_get_length(file));
	return true;
}

char *demo_files_program(const char *folder, GError **error)
{
	g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
	g_autoptr(GPtrArray) templates = demo_files_list(folder);
	if (!add_content(checksum, PROGRAM_PATH, error))
		return NULL;
	for (guint place = 0; place < templates->len; place++) {
		const DemoFile *file = g_ptr_array_index(templates, place);
		g_autofree char *path = g_build_filename(folder, file->path, NULL);
		g_checksum_update(checksum, (const guchar *)file->path, -1);
		if (!add_content(checksum, path, error))
			return NULL;
	}
	return g_strdup(g_checksum_get_string(checksum));
}

char *demo_files_mark(const GPtrArray *files, gint64 run, const char *program)
{
	GString *mark = g_string_new(NULL);
	g_string_append_printf(mark, "run %" G_GINT64_FORMAT "\nprogram %s\n", run, program);
	for (guint place = 0; place < files->len; place++) {
		const DemoFile *file = g_ptr_array_index(files, place);
		g_string_append_printf(mark, "%" G_GUINT64_FORMAT "\t%s\n", file->size, file->path);
	}
	return g_string_free(mark, FALSE);
}

static char *read_mark(const char *folder)
{
	g_autofree char *path = g_build_filename(folder, MARK, NULL);
	char *text = NULL;
	return g_file_get_contents(path, &text, NULL, NULL) ? text : NULL;
}

bool demo_files_current(const char *folder, gint64 run, const char *program)
{
	g_autoptr(GPtrArray) files = demo_files_list(folder);
	g_autofree char *mark = demo_files_mark(files, run, program);
	g_autofree char *written = read_mark(folder);
	return files->len > 0 && g_strcmp0(mark, written) == 0;
}

/* Removes the files that the mark before lists and that nobody has written since. */
static void remove_left_overs(const char *folder, gint64 since)
{
	g_autofree char *written = read_mark(folder);
	g_auto(GStrv) lines = g_strsplit(written != NULL ? written : "", "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		const char *tab = strchr(*line, '\t');
		if (tab == NULL || strstr(tab, "..") != NULL)
			continue;
		g_autofree char *path = g_build_filename(folder, tab + 1, NULL);
		g_autofree char *parent = g_path_get_dirname(path);
		GStatBuf status;
		if (g_lstat(path, &status) == 0 && S_ISREG(status.st_mode) &&
		    status.st_mtime < since && g_unlink(path) == 0)
			g_rmdir(parent);
	}
}

bool demo_files_finish(const char *folder, gint64 run, const char *program, gint64 since,
		       GError **error)
{
	remove_left_overs(folder, since);
	g_autoptr(GPtrArray) files = demo_files_list(folder);
	g_autofree char *mark = demo_files_mark(files, run, program);
	g_autofree char *path = g_build_filename(folder, MARK, NULL);
	return outfile_write(path, OUTFILE_INTERNAL, mark, strlen(mark), error);
}

/* ── the table ── */
static char *size_text(guint64 size)
{
	if (size < 1000)
		return g_strdup_printf("%" G_GUINT64_FORMAT " B", size);
	if (size < 1000000)
		return g_strdup_printf("%.1f kB", (double)size / 1e3);
	return g_strdup_printf("%.1f MB", (double)size / 1e6);
}

/* What files that may share a line have in common: "dpo-weekly/….pdf". */
static char *kind_of(const DemoFile *file)
{
	const char *slash = strchr(file->path, '/');
	const char *dot = strrchr(file->path, '.');
	return g_strdup_printf("%.*s….%s", slash != NULL ? (int)(slash - file->path) + 1 : 0,
			       file->path, dot != NULL ? dot + 1 : "");
}

static void add_line(GString *table, const char *folder, const char *path, guint count,
		     guint64 size)
{
	g_autofree char *full = g_build_filename(folder, path, NULL);
	g_autofree char *text = size_text(size);
	g_autofree char *files = count > 1 ? g_strdup_printf("%u files", count) : g_strdup("");
	int pad = MAX(0, 54 - (int)g_utf8_strlen(full, -1));
	g_string_append_printf(table, "%s%*s %9s %10s\n", full, pad, "", files, text);
}

/* Adds the line or lines of the files of KIND. */
static void add_kind(GString *table, const char *folder, const GPtrArray *files, const char *kind)
{
	guint64 size = 0;
	guint count = 0;
	g_autoptr(GString) lines = g_string_new(NULL);
	for (guint place = 0; place < files->len; place++) {
		const DemoFile *file = g_ptr_array_index(files, place);
		g_autofree char *own = kind_of(file);
		if (strcmp(own, kind) != 0)
			continue;
		add_line(lines, folder, file->path, 1, file->size);
		size += file->size;
		count++;
	}
	if (count <= MANY)
		g_string_append_len(table, lines->str, (gssize)lines->len);
	else
		add_line(table, folder, kind, count, size);
}

char *demo_files_table(const char *folder, const GPtrArray *files)
{
	GString *table = g_string_new(NULL);
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint place = 0; place < files->len; place++) {
		char *kind = kind_of(g_ptr_array_index(files, place));
		if (!g_hash_table_contains(seen, kind))
			add_kind(table, folder, files, kind);
		g_hash_table_add(seen, kind);
	}
	return g_string_free(table, FALSE);
}
