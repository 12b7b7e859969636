/* release verify: published folders, by their files alone. */
#include <stdio.h>
#include <string.h>

#include "core/error.h"
#include "core/text.h"
#include "reports/release/commands.h"
#include "reports/release/folder_verify.h"
#include "reports/release/seal.h"

const CommandOption release_verify_options[] = {
	{ "key", 0, OPTION_FILE,
	  "Trust the public key in this file (PEM), not the one in the folder", "FILE" },
	{ 0 },
};

static bool has_manifest(const char *folder)
{
	g_autofree char *manifest = g_build_filename(folder, SEAL_MANIFEST, NULL);
	return g_file_test(manifest, G_FILE_TEST_EXISTS);
}

static gint by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The folders to look at: FOLDER, or those in it that have a manifest when itself has none. */
static GPtrArray *folders_of(const char *folder)
{
	GPtrArray *folders = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GDir) dir = has_manifest(folder) ? NULL : g_dir_open(folder, 0, NULL);
	for (const char *name = dir != NULL ? g_dir_read_name(dir) : NULL; name != NULL;
	     name = g_dir_read_name(dir)) {
		g_autofree char *below = g_build_filename(folder, name, NULL);
		if (has_manifest(below))
			g_ptr_array_add(folders, g_steal_pointer(&below));
	}
	g_ptr_array_sort(folders, by_name);
	if (folders->len == 0)
		g_ptr_array_add(folders, g_strdup(folder));
	return folders;
}

/* Keeps the error that matters more: a figure that can be found before a file that was changed. */
static void keep_worse(GError **worst, GError *fault)
{
	if (*worst != NULL && error_exit_code(*worst) >= error_exit_code(fault)) {
		g_error_free(fault);
		return;
	}
	g_clear_error(worst);
	*worst = fault;
}

bool release_verify(CommandContext *context, GStrv words, GError **error)
{
	const char *key = command_text(context, "key");
	GError *worst = NULL;
	if (!command_words(context, words, 1, 1, error))
		return false;
	g_autoptr(GPtrArray) folders = folders_of(words[0]);
	for (guint n = 0; n < folders->len; n++) {
		const char *folder = g_ptr_array_index(folders, n);
		g_autoptr(GString) said = g_string_new(NULL);
		g_autofree char *shown = text_printable(folder, -1);
		GError *fault = NULL;
		if (!folder_verify(folder, key, said, &fault))
			keep_worse(&worst, fault);
		/* whether it was written is seen by the dispatcher, for all commands */
		(void)fprintf(stdout, "%s%s%s", folders->len > 1 ? shown : "",
			      folders->len > 1 ? ":\n" : "", said->str);
	}
	if (worst == NULL)
		return true;
	g_propagate_error(error, worst);
	return false;
}
